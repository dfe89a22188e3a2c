"""The register of disputes: one row for each state that one has been in, and the questions that
people ask of it. How long each stay at a stage took is in dispute_stages.py."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    Text,
    and_,
    case,
    false,
    func,
    or_,
    select,
)

from domain.disputes.dispute import Dispute
from domain.procedure.rules import BY_PARTIES, Decider
from projections.listed import each_of, listed, with_one, without
from projections.partnership.agencies import agencies
from projections.versioned import Moment, Page, Row, VersionedProjection, at, versioned_table

OPEN_STATUS, ENDED_STATUS = "open", "ended"


def _text(name: str) -> Column[Any]:
    return Column(name, Text, nullable=False)


def _day(name: str) -> Column[Any]:
    """An ISO date, or ""."""
    return Column(name, String(10), nullable=False)


def _count(name: str) -> Column[Any]:
    return Column(name, Integer, nullable=False)


disputes = versioned_table(
    "disputes",
    Column("status", String(10), nullable=False),
    Column("kind", String(10), nullable=False),
    _text("title"),
    _text("issue"),
    _text("impact"),
    _text("outcome_sought"),
    _text("theme"),
    Column("raised_by", String(250), nullable=False),
    _text("parties"),  # references, each between line breaks
    _text("party_names"),  # as they were when it was recorded
    _text("meeting"),
    _text("minute"),
    _day("met_on"),
    _day("circulated_on"),
    _day("approved_on"),
    _day("recorded_on"),
    Column("past", Boolean, nullable=False),
    _text("number"),  # what whoever kept it before it came here calls it
    _text("note"),
    Column("urgent", Boolean, nullable=False),
    _count("procedure"),
    Column("stage", String(40), nullable=False),
    _text("stage_name"),
    _count("stage_number"),
    Column("decided_by", String(20), nullable=False),
    _day("entered_on"),
    _day("due_on"),
    _day("first_due_on"),
    _text("working"),
    _day("late_from"),
    _day("overdue_on"),  # once the tick has recorded it
    _count("extensions"),
    _text("awaited"),  # the parties whose reply the stage waits for
    _text("asked"),  # JSON: what its procedure asks to have on record as a stage begins, by stage
    _text("missing"),  # what of that the stage still lacks
    _text("convener_role"),
    Column("convener_agency", String(250), nullable=False),
    _count("escalations"),
    _count("returned"),
    _count("reopened"),
    Column("ending", String(20), nullable=False),
    _day("ended_on"),
    _text("outcome"),
    Column("decided_version", Integer),
    Column("decided_position", Integer),
    _count("learning"),
    _count("dissents"),
    Column("actions_done", String(10), nullable=False),
    _text("links"),
    _text("search"),
)
_now = disputes.c
_AT_FIRST: dict[str, Any] = {
    "status": OPEN_STATUS,
    "urgent": False,
    "stage": "",
    "stage_name": "",
    "stage_number": 0,
    "decided_by": "",
    "entered_on": "",
    "due_on": "",
    "first_due_on": "",
    "working": "",
    "late_from": "",
    "overdue_on": "",
    "extensions": 0,
    "awaited": "",
    "missing": "",
    "convener_role": "",
    "convener_agency": "",
    "escalations": 0,
    "returned": 0,
    "reopened": 0,
    "ending": "",
    "ended_on": "",
    "outcome": "",
    "decided_version": None,
    "decided_position": None,
    "learning": 0,
    "dissents": 0,
    "actions_done": "",
    "links": "",
}


# ---------------------------------------------------------------- events into rows


def _recorded(event: Dispute.Recorded, row: Row) -> dict[str, Any]:
    facts = {name: value for name, value in event.facts.items() if name in _now}
    return _searchable(
        {
            **_AT_FIRST,
            **facts,
            "parties": listed(event.parties),
            "party_names": listed(event.parties.values()),
            "recorded_on": event.on,
            "asked": json.dumps({stage["key"]: stage["entry"] for stage in event.rules["stages"]}),
        }
    )


def _searchable(row: Row) -> dict[str, Any]:
    names = ("title", "issue", "theme", "meeting", "minute", "number", "note", "party_names")
    return {**row, "search": "\n".join(row[name] for name in names).casefold()}


def _described(event: Dispute.Described, row: Row) -> dict[str, Any]:
    words = {name: value for name, value in event.facts.items() if name in _now}
    return _searchable({**row, **words})


def _begun(event: Dispute.StageBegun, row: Row) -> dict[str, Any]:
    others = [party for party in each_of(row["parties"]) if party != row["raised_by"]]
    return {
        "stage": event.stage,
        "stage_name": event.name,
        "stage_number": event.number,
        "decided_by": event.decided_by,
        "entered_on": event.entered_on,
        "due_on": event.due_on,
        "first_due_on": event.due_on,
        "working": event.working,
        "late_from": event.late_from,
        "overdue_on": "",
        "extensions": 0,
        "awaited": listed(others) if event.decided_by in BY_PARTIES else "",
        "missing": listed(json.loads(row["asked"])[event.stage]),
        "convener_role": "",
        "convener_agency": "",
    }


def _escalated(event: Dispute.Escalated, row: Row) -> dict[str, Any]:
    return {**_begun(event, row), "escalations": row["escalations"] + 1}


def _returned(event: Dispute.ReturnedToStage, row: Row) -> dict[str, Any]:
    return {**_begun(event, row), "returned": row["returned"] + 1}


def _reopened(event: Dispute.Reopened, row: Row) -> dict[str, Any]:
    return {
        **_begun(event, row),
        "status": OPEN_STATUS,
        "ending": "",
        "ended_on": "",
        "outcome": "",
        "decided_version": None,
        "decided_position": None,
        "actions_done": "",
        "reopened": row["reopened"] + 1,
    }


def _clock(event: Dispute.ClockStarted, row: Row) -> dict[str, Any]:
    clock = {"due_on": event.due_on, "working": event.working, "late_from": event.late_from}
    return {**clock, "first_due_on": event.due_on}


def _extended(event: Dispute.Extended, row: Row) -> dict[str, Any]:
    clock = {"due_on": event.due_on, "working": event.working, "late_from": event.late_from}
    return {**clock, "extensions": row["extensions"] + 1, "overdue_on": ""}


def _party_added(event: Dispute.PartyAdded, row: Row) -> dict[str, Any]:
    waits = row["decided_by"] in BY_PARTIES and event.agency != row["raised_by"]
    convenes = event.agency == row["convener_agency"]
    return _searchable(
        {
            **row,
            "parties": with_one(row["parties"], event.agency),
            "party_names": with_one(row["party_names"], event.name),
            "awaited": with_one(row["awaited"], event.agency) if waits else row["awaited"],
            **(_NO_CONVENER if convenes else {}),
        }
    )


_NO_CONVENER = {"convener_role": "", "convener_agency": ""}


def _recused(event: Dispute.Recused, row: Row) -> dict[str, Any]:
    return _NO_CONVENER if event.agency and event.agency == row["convener_agency"] else {}


def _ended(event: Dispute.EndedEvent, row: Row) -> dict[str, Any]:
    return {
        "status": ENDED_STATUS,
        "ending": event.ending.value,
        "ended_on": event.on,
        "outcome": event.outcome,
        "awaited": "",
        "missing": "",
        "decided_version": event.decided_version,
        "decided_position": event.decided_position,
    }


class Disputes(VersionedProjection):
    """Projects the events of disputes."""

    version = 2
    default = disputes
    events = Dispute.Event
    handlers: ClassVar = {
        Dispute.Recorded: _recorded,
        Dispute.DeclaredUrgent: lambda event, row: {"urgent": True},
        Dispute.Entered: _begun,
        Dispute.Escalated: _escalated,
        Dispute.ReturnedToStage: _returned,
        Dispute.Reopened: _reopened,
        Dispute.StageReported: _begun,
        Dispute.ClockStarted: _clock,
        Dispute.Extended: _extended,
        Dispute.StageOverdue: lambda event, row: {"overdue_on": event.on},
        Dispute.RecordKept: lambda event, row: {"missing": without(row["missing"], event.record)},
        Dispute.PositionStated: lambda event, row: {},
        Dispute.Replied: lambda event, row: {"awaited": without(row["awaited"], event.agency)},
        Dispute.PartyAdded: _party_added,
        Dispute.ConvenerNamed: lambda event, row: {
            "convener_role": event.role, "convener_agency": event.agency
        },
        Dispute.Recused: _recused,
        Dispute.Facilitated: lambda event, row: {},
        Dispute.DissentRecorded: lambda event, row: {"dissents": row["dissents"] + 1},
        Dispute.Described: _described,
        Dispute.MinutesDated: lambda event, row: event.facts,
        Dispute.Agreed: _ended,
        Dispute.Decided: _ended,
        Dispute.Withdrawn: _ended,
        Dispute.Superseded: _ended,
        Dispute.NoLonger: _ended,
        Dispute.Notified: _ended,
        Dispute.EndingReported: _ended,
        Dispute.LearningNoted: lambda event, row: {"learning": row["learning"] + 1},
        Dispute.ActionsChecked: lambda event, row: {"actions_done": event.done},
        Dispute.Linked: lambda event, row: {"links": with_one(row["links"], event.other)},
        Dispute.Unlinked: lambda event, row: {"links": without(row["links"], event.other)},
    }  # fmt: skip


# ---------------------------------------------------------------- questions


@dataclass(frozen=True)
class Filters:
    """What a reader narrows the register down to; the empty value of each means “any”.

    `agency` is a party, or the agency that raised it; `beyond`: at the Executive or further up.
    """

    status: str = OPEN_STATUS
    stage: str = ""
    kind: str = ""
    agency: str = ""
    overdue: bool = False
    urgent: bool = False
    reopened: bool = False
    beyond: bool = False
    search: str = ""


SORTS: Mapping[str, ColumnElement[Any]] = {
    # What has no clock comes after all that has one.
    "due": case((_now.due_on == "", "9999"), else_=_now.due_on),
    "reference": _now.reference,
    "title": func.lower(_now.title),
    "stage": _now.stage_number,
    "entered": _now.entered_on,
    "met": _now.met_on,
    "raised": func.lower(agencies.c.name),
    "ended": _now.ended_on,
}
SOONEST_FIRST = "due"
OPEN = _now.status == OPEN_STATUS
ON_THE_CLOCK = and_(OPEN, _now.due_on != "")
"""Open, and a clock runs."""
REOPENED = _now.reopened > 0
NO_CONVENER = and_(OPEN, _now.decided_by == Decider.CONVENER, _now.convener_agency == "")
RECORD_MISSING = and_(OPEN, _now.missing != "")
"""Something that the procedure asks for is not on record yet at the stage."""
BEYOND_SAAS = _now.decided_by.in_([Decider.EXECUTIVE, Decider.LSP, Decider.NOBODY])
"""At the Executive or further up."""


_conveners = agencies.alias("conveners")


def overdue(moment: Moment) -> ColumnElement[bool]:
    """Open, and past the working day after its stage was due."""
    return and_(OPEN, _now.late_from != "", _now.late_from <= moment.on.isoformat())


def awaits(agency: str) -> ColumnElement[bool]:
    """The stage waits for a reply of that agency."""
    return _now.awaited.contains(f"\n{agency}\n", autoescape=True)


def decided_by(decider: Decider) -> ColumnElement[bool]:
    """Open, at a stage that these decide."""
    return and_(OPEN, _now.decided_by == decider)


def convened_by(agency: str) -> ColumnElement[bool]:
    """Open, at a stage that somebody of the agency convenes."""
    return and_(OPEN, _now.convener_agency == agency)


def concerns(agency: str) -> ColumnElement[bool]:
    """The agency is a party, or raised it."""
    party = _now.parties.contains(f"\n{agency}\n", autoescape=True)
    return or_(party, _now.raised_by == agency)


def _conditions(filters: Filters, moment: Moment) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for column, value in (
        (_now.status, filters.status),
        (_now.stage, filters.stage),
        (_now.kind, filters.kind),
    ):
        if value:
            found.append(column == value)
    if filters.agency:
        found.append(concerns(filters.agency))
    if filters.overdue:
        found.append(overdue(moment))
    if filters.urgent:
        found.append(_now.urgent)
    if filters.reopened:
        found.append(REOPENED)
    if filters.beyond:
        found.append(BEYOND_SAAS)
    if filters.search:
        term = filters.search.casefold()
        found.append(
            or_(
                _now.search.contains(term, autoescape=True),
                func.lower(_now.reference).contains(term, autoescape=True),
            )
        )
    return found


def _rows(moment: Moment) -> Select[Any]:
    raiser = and_(agencies.c.reference == _now.raised_by, at(agencies, moment.position))
    convener = and_(_conveners.c.reference == _now.convener_agency, at(_conveners, moment.position))
    return (
        select(
            disputes,
            agencies.c.name.label("raised_by_name"),
            func.coalesce(_conveners.c.name, "").label("convener_name"),
            case((overdue(moment), True), else_=False).label("overdue"),
        )
        .select_from(disputes.outerjoin(agencies, raiser).outerjoin(_conveners, convener))
        .where(at(disputes, moment.position))
    )


def disputes_query(*, moment: Moment, filters: Filters, sort: str = SOONEST_FIRST) -> Select[Any]:
    """The register as one query, for pages and downloads alike."""
    column = SORTS.get(sort.removeprefix("-"), SORTS[SOONEST_FIRST])
    direction = column.desc() if sort.startswith("-") else column.asc()
    query = _rows(moment).where(*_conditions(filters, moment))
    return query.order_by(direction.nulls_last(), _now.reference)


def whole_register(
    connection: Connection, *, moment: Moment, filters: Filters, sort: str = SOONEST_FIRST
) -> list[Row]:
    """Every row of the register, for downloads."""
    query = disputes_query(moment=moment, filters=filters, sort=sort)
    return list(connection.execute(query).mappings())


def disputes_page(
    connection: Connection,
    *,
    moment: Moment,
    filters: Filters,
    sort: str = SOONEST_FIRST,
    page: int = 1,
    size: int = 50,
) -> Page:
    """One page of the register and how many there are in all."""
    counted = (
        select(func.count())
        .select_from(disputes)
        .where(at(disputes, moment.position), *_conditions(filters, moment))
    )
    query = disputes_query(moment=moment, filters=filters, sort=sort)
    rows = connection.execute(query.limit(size).offset((page - 1) * size)).mappings()
    return Page(list(rows), connection.scalar(counted) or 0)


def disputes_that(
    connection: Connection, *conditions: ColumnElement[bool], moment: Moment
) -> list[Row]:
    """The disputes that meet the conditions, the soonest due first."""
    query = _rows(moment).where(*conditions).order_by(SORTS["due"], _now.reference)
    return list(connection.execute(query).mappings())


@dataclass(frozen=True)
class Summary:
    """How the open disputes stand."""

    open: int
    on_the_clock: int
    overdue: int
    urgent: int
    beyond: int


def summary(connection: Connection, *, moment: Moment) -> Summary:
    """The open disputes in five counts."""
    counted = (
        OPEN,
        ON_THE_CLOCK,
        overdue(moment),
        and_(OPEN, _now.urgent),
        and_(OPEN, BEYOND_SAAS),
    )
    sums = (func.coalesce(func.sum(case((each, 1), else_=0)), 0) for each in counted)
    query = select(*sums).where(at(disputes, moment.position))
    return Summary(*(int(count) for count in connection.execute(query).one()))


def awaiting(connection: Connection, agencies_: frozenset[str], *, moment: Moment) -> list[Row]:
    """The disputes whose stage waits for a reply of any of the agencies."""
    condition = or_(false(), *(awaits(agency) for agency in sorted(agencies_)))
    return disputes_that(connection, OPEN, condition, moment=moment)


def dispute_row(connection: Connection, reference: str, *, moment: Moment) -> Row | None:
    """One dispute at a moment; None when there was none."""
    query = _rows(moment).where(_now.reference == reference)
    return connection.execute(query).mappings().first()


def stage_count(row: Row) -> int:
    """How many stages the procedure has that it follows."""
    return len(json.loads(row["asked"]))


def references(connection: Connection, *, ended: bool | None, moment: Moment) -> list[str]:
    """The references of the open disputes, the ended ones, or (None) all, in their order."""
    query = select(_now.reference).where(at(disputes, moment.position)).order_by(_now.reference)
    if ended is not None:
        query = query.where(_now.status == (ENDED_STATUS if ended else OPEN_STATUS))
    return list(connection.scalars(query))


def to_tick(connection: Connection, *, moment: Moment) -> list[str]:
    """The disputes with a stage that is overdue and not yet on record as overdue."""
    query = (
        select(_now.reference)
        .where(at(disputes, None), overdue(moment), _now.overdue_on == "")
        .order_by(_now.late_from, _now.reference)
    )
    return list(connection.scalars(query))


def stages_there_are(connection: Connection, *, moment: Moment) -> list[tuple[str, str]]:
    """Key and name of every stage that a dispute is or ended at, the lowest first.

    Where versions of the procedure call it differently, the newest of them names it.
    """
    query = (
        select(_now.procedure, _now.stage, _now.stage_name, _now.stage_number)
        .distinct()
        .where(at(disputes, moment.position), _now.stage != "")
        .order_by(_now.procedure)
    )
    found: dict[str, tuple[int, str]] = {}
    for _, key, name, number in connection.execute(query):
        lowest, _ = found.get(key, (number, name))
        found[key] = min(lowest, number), name
    return [(key, name) for key, (_, name) in sorted(found.items(), key=lambda each: each[1])]


# ---------------------------------------------------------------- what changed


@dataclass(frozen=True)
class Change:
    """What became of a dispute between two moments: "new", "up", "down", "ended" or "reopened"."""

    what: str
    row: Row
    stage_before: str


def changes_between(connection: Connection, *, earlier: Moment, later: Moment) -> list[Change]:
    """What became of the disputes between two moments, by reference."""
    before = {row["reference"]: row for row in connection.execute(_rows(earlier)).mappings()}
    found = []
    for row in connection.execute(_rows(later).order_by(_now.reference)).mappings():
        was = before.get(row["reference"])
        if what := _became(was, row):
            found.append(Change(what, row, was["stage_name"] if was else ""))
    return found


def _became(was: Row | None, row: Row) -> str:
    if was is None:
        return "new"
    if row["status"] != was["status"]:
        return "ended" if row["status"] == ENDED_STATUS else "reopened"
    if row["stage_number"] == was["stage_number"]:
        return ""
    return "up" if row["stage_number"] > was["stage_number"] else "down"
