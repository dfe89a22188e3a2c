"""The Partnership Risk Register: one row for each state that a risk has been in, and the
questions that people ask of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    Text,
    and_,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from domain.kernel.terms import Sight
from domain.risks.risk import Risk
from domain.risks.vocabulary import CLOSINGS, Answer, Closing, Measure
from projections.partnership.agencies import agencies
from projections.versioned import Moment, Page, Row, VersionedProjection, at, versioned_table


def _score_columns() -> list[Column[Any]]:
    columns: list[Column[Any]] = []
    for measure in Measure:
        columns += [
            Column(f"{measure}_likelihood", Integer),
            Column(f"{measure}_impact", Integer),
            Column(f"{measure}_published", Text, nullable=False, default=""),
            Column(f"{measure}_figure", Integer),
            Column(f"{measure}_band", String(40), nullable=False, default=""),
            Column(f"{measure}_flag", Text, nullable=False, default=""),
        ]
    return columns


def _text(name: str) -> Column[Any]:
    return Column(name, Text, nullable=False, default="")


def _day(name: str) -> Column[Any]:
    """An ISO date, or ""."""
    return Column(name, String(40), nullable=False, default="")


risk_register = versioned_table(
    "risk_register",
    Column("status", String(10), nullable=False),
    Column("kind", String(20), nullable=False),
    _text("warning"),
    _text("title"),
    _text("cause"),
    _text("event"),
    _text("consequence"),
    _text("theme"),
    Column("raised_in", String(20), nullable=False, default=""),
    Column("raised_by", String(250), nullable=False, default=""),
    _day("recorded_on"),
    _text("owner_role"),
    Column("owner_agency", String(250), nullable=False, default=""),
    *_score_columns(),
    _day("assessed_on"),
    _text("movement_reason"),
    # The version at which the current score was last assessed: corrections keep it.
    Column("assessment", Integer, nullable=False, default=0),
    Column("response", String(20), nullable=False, default=""),
    Column("appetite", Integer),
    _text("proximity"),
    Column("controls", Integer, nullable=False, default=0),
    _day("target_on"),
    _day("first_target_on"),
    Column("target_moves", Integer, nullable=False, default=0),
    _day("review_on"),
    _day("reviewed_on"),
    Column("cadence", Integer, nullable=False, default=0),
    Column("escalated_to", String(20), nullable=False, default=""),  # "" once answered
    _day("escalated_on"),
    _text("question"),
    _text("decision"),
    _day("decided_on"),
    Column("decided_version", Integer),
    Column("decided_position", Integer),
    _text("closing"),
    _day("closed_on"),
    _text("merged_into"),
    _text("source_body"),
    _text("source_register"),
    _text("source_reference"),
    _text("source_as_at"),
    _text("published_band"),
    _text("published_direction"),
    _text("search"),
)
_now = risk_register.c
_EMPTY: dict[str, Any] = {
    column.name: column.default.arg
    for column in _now
    if isinstance(column.default, ScalarElementColumnDefault)
}


# ---------------------------------------------------------------- events into rows


def _recorded(event: Risk.Recorded, row: Row) -> dict[str, Any]:
    return _searchable({**_EMPTY, **event.facts, "status": "open", "recorded_on": event.on})


def _facts(event: Risk.Event, row: Row) -> dict[str, Any]:
    """The event's own fields that are columns too."""
    return {name: value for name, value in event.facts.items() if name in risk_register.c}


def _found_by(event: Risk.Event, row: Row) -> dict[str, Any]:
    """As `_facts`, for fields that the search looks in."""
    return _searchable({**row, **_facts(event, row)})


def _scored(event: Risk.Scored, row: Row) -> dict[str, Any]:
    score = {f"{event.measure}_{name}": value for name, value in vars(event.score).items()}
    if event.measure != Measure.CURRENT:
        return score
    if isinstance(event, Risk.ScoreCorrected):
        return score
    return {
        **score, "assessment": event.originator_version, "assessed_on": event.on,
        "movement_reason": event.reason,
    }  # fmt: skip


def _decided(event: Risk.Decided, row: Row) -> dict[str, Any]:
    return {
        "decision": event.decision.words,
        "decided_on": event.on,
        "decided_version": event.decided_version,
        "decided_position": event.decided_position,
    }


def _answered(event: Risk.Answered, row: Row) -> dict[str, Any]:
    accepted = {"response": "tolerate"} if event.answer == Answer.ACCEPT else {}
    return {**_decided(event, row), **accepted, "escalated_to": "", "question": ""}


def _closed(event: Risk.Closed, row: Row) -> dict[str, Any]:
    reason = CLOSINGS[Closing(event.closing)].capitalize()
    where = f": {event.register}" if event.register else ""
    return {
        **_decided(event, row), "status": "closed", "closed_on": event.on,
        "closing": f"{reason}{where}. {event.reason}",
    }  # fmt: skip


def _merged(event: Risk.Merged, row: Row) -> dict[str, Any]:
    return {
        **_decided(event, row), "status": "closed", "closed_on": event.on,
        "closing": f"Merged as a duplicate into {event.into}. {event.reason}",
        "merged_into": event.into,
    }  # fmt: skip


def _nothing(event: Risk.Event, row: Row) -> dict[str, Any]:
    return {}


def _searchable(row: dict[str, Any]) -> dict[str, Any]:
    fields = (
        "title", "cause", "event", "consequence", "theme", "owner_role", "source_body",
        "source_register", "source_reference",
    )  # fmt: skip
    words = "\n".join(row[name] for name in fields if row[name])
    return {**row, "search": words.casefold()}


class RiskRegister(VersionedProjection):
    """Projects the events of risks."""

    default = risk_register
    events = Risk.Event
    handlers: ClassVar = {
        Risk.Recorded: _recorded,
        Risk.SourceCited: _found_by,
        Risk.Described: _found_by,
        Risk.OwnerAssigned: _found_by,
        Risk.Reclassified: _facts,
        Risk.Assessed: _scored,
        Risk.ScoreCorrected: _scored,
        Risk.ResponseChosen: _facts,
        Risk.AppetiteSet: _facts,
        Risk.ProximityJudged: _facts,
        Risk.ControlAdded: lambda event, row: {"controls": row["controls"] + 1},
        Risk.ControlWithdrawn: lambda event, row: {"controls": row["controls"] - 1},
        Risk.TargetDateSet: lambda event, row: {
            "target_on": event.target_on, "first_target_on": event.target_on
        },
        Risk.TargetDateMoved: lambda event, row: {
            "target_on": event.target_on, "target_moves": row["target_moves"] + 1
        },
        Risk.ReviewScheduled: _facts,
        Risk.Reviewed: lambda event, row: {"reviewed_on": event.on, "review_on": event.review_on},
        Risk.Escalated: lambda event, row: {
            "escalated_to": event.to, "escalated_on": event.on, "question": event.question
        },
        Risk.Answered: _answered,
        Risk.Accepted: lambda event, row: {**_decided(event, row), "response": "tolerate"},
        Risk.Closed: _closed,
        Risk.Merged: _merged,
        Risk.Absorbed: _nothing,
        Risk.Reopened: lambda event, row: {
            "status": "open", "closed_on": "", "closing": "", "merged_into": ""
        },
        Risk.Linked: _nothing,
        Risk.Unlinked: _nothing,
    }  # fmt: skip


# ---------------------------------------------------------------- questions people ask


@dataclass(frozen=True)
class Filters:
    """What a reader narrows the register down to; the empty value of each means “any”."""

    status: str = "open"
    band: str = ""
    owner_agency: str = ""
    kind: str = ""
    escalated: bool = False
    overdue: bool = False
    above_target: bool = False
    above_appetite: bool = False
    hygiene: str = ""
    search: str = ""


UNSCORED = "unscored"
SORTS: Mapping[str, ColumnElement[Any]] = {
    "reference": _now.reference,
    "title": func.lower(_now.title),
    "score": _now.current_figure,
    "target": _now.target_figure,
    "owner": func.lower(agencies.c.name),
    "review": func.nullif(_now.review_on, ""),
    "recorded": _now.recorded_on,
}
HIGHEST_FIRST = "-score"


def _order(sort: str) -> list[ColumnElement[Any]]:
    """The order for a sort: a key of SORTS, with a minus in front for the largest first.

    What has no value comes last both ways; the reference settles what is equal.
    """
    column = SORTS.get(sort.removeprefix("-"), _now.current_figure)
    direction = column.desc() if sort.startswith("-") else column.asc()
    return [direction.nulls_last(), _now.reference]


def _visible(sight: Sight) -> ColumnElement[bool]:
    if sight.everything:
        return and_(True)
    own = sorted(sight.agencies)
    return or_(
        _now.owner_agency.in_(own),
        _now.raised_by.in_(own),
        _now.raised_in.in_(sorted(sight.forums)),
    )


def overdue(moment: Moment) -> ColumnElement[bool]:
    """The next review is before the moment's date."""
    return and_(_now.review_on != "", _now.review_on < moment.on.isoformat())


def target_passed(moment: Moment) -> ColumnElement[bool]:
    """The target date is before the moment's date and the target is not reached."""
    reached = func.coalesce(_now.current_figure <= _now.target_figure, False)
    return and_(_now.target_on != "", _now.target_on < moment.on.isoformat(), not_(reached))


_ABOVE_TARGET = _now.current_figure > _now.target_figure
_ABOVE_APPETITE = _now.current_figure > _now.appetite
_NO_OWNER = and_(_now.owner_agency == "", _now.owner_role == "")
_NO_SCORE = _now.current_figure.is_(None)


HYGIENE_WORDS = {
    "no_owner": "No owner",
    "no_score": "No current score",
    "overdue_review": "Review overdue",
    "no_review": "No review planned",
    "odd_score": "Score is odd",
}


def hygiene_rules(moment: Moment) -> dict[str, ColumnElement[bool]]:
    """What makes an open risk unfit to be relied on: a condition for each of HYGIENE_WORDS."""
    return {
        "no_owner": _NO_OWNER,
        "no_score": _NO_SCORE,
        "overdue_review": overdue(moment),
        "no_review": _now.review_on == "",
        "odd_score": _now.current_flag != "",
    }


def _conditions(filters: Filters, moment: Moment) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.status:
        conditions.append(_now.status == filters.status)
    if filters.band:
        conditions.append(
            _NO_SCORE if filters.band == UNSCORED else _now.current_band == filters.band
        )
    if filters.owner_agency:
        conditions.append(_now.owner_agency == filters.owner_agency)
    if filters.kind:
        conditions.append(_now.kind == filters.kind)
    if filters.escalated:
        conditions.append(_now.escalated_to != "")
    if filters.overdue:
        conditions.append(overdue(moment))
    if filters.above_target:
        conditions.append(_ABOVE_TARGET)
    if filters.above_appetite:
        conditions.append(_ABOVE_APPETITE)
    if filters.hygiene:
        conditions.append(hygiene_rules(moment)[filters.hygiene])
    if filters.search:
        term = filters.search.casefold()
        conditions.append(
            or_(
                _now.search.contains(term, autoescape=True),
                func.lower(_now.reference).contains(term, autoescape=True),
            )
        )
    return conditions


def _rows(moment: Moment) -> Select[Any]:
    """Each risk at the moment, with its owner agency's name at that moment."""
    own = and_(agencies.c.reference == _now.owner_agency, at(agencies, moment.position))
    return (
        select(risk_register, agencies.c.name.label("owner_name"))
        .select_from(risk_register.outerjoin(agencies, own))
        .where(at(risk_register, moment.position))
    )


def register_query(
    *, moment: Moment, sight: Sight, filters: Filters, sort: str = HIGHEST_FIRST
) -> Select[Any]:
    """The register as one query, for pages, downloads and the benchmark alike."""
    return (
        _rows(moment).where(_visible(sight), *_conditions(filters, moment)).order_by(*_order(sort))
    )


def register_page(
    connection: Connection,
    *,
    moment: Moment,
    sight: Sight,
    filters: Filters,
    sort: str = HIGHEST_FIRST,
    page: int = 1,
    size: int = 50,
) -> Page:
    """One page of the register and how many risks there are in all."""
    counted = (
        select(func.count())
        .select_from(risk_register)
        .where(at(risk_register, moment.position), _visible(sight), *_conditions(filters, moment))
    )
    query = register_query(moment=moment, sight=sight, filters=filters, sort=sort)
    rows = connection.execute(query.limit(size).offset((page - 1) * size)).mappings()
    return Page(list(rows), connection.scalar(counted) or 0)


def whole_register(
    connection: Connection,
    *,
    moment: Moment,
    sight: Sight,
    filters: Filters,
    sort: str = HIGHEST_FIRST,
) -> list[Row]:
    """Every row of the register, for downloads."""
    query = register_query(moment=moment, sight=sight, filters=filters, sort=sort)
    return list(connection.execute(query).mappings())


def risk_row(connection: Connection, reference: str, *, moment: Moment, sight: Sight) -> Row | None:
    """One risk at a moment; None when there was none or this reader may not see it."""
    query = _rows(moment).where(_now.reference == reference, _visible(sight))
    return connection.execute(query).mappings().first()


def band_counts(connection: Connection, *, moment: Moment, sight: Sight) -> dict[str, int]:
    """How many open risks there are in each band; "" counts those without one."""
    query = (
        select(_now.current_band, func.count())
        .where(at(risk_register, moment.position), _visible(sight), _now.status == "open")
        .group_by(_now.current_band)
    )
    return dict(connection.execute(query).tuples().all())


def hygiene_counts(
    connection: Connection, *, moment: Moment, sight: Sight
) -> list[tuple[str, str, int]]:
    """Key, words and number of the open risks that break each rule of hygiene."""
    rules = hygiene_rules(moment)
    counts = [func.count().filter(condition).label(key) for key, condition in rules.items()]
    query = select(*counts).where(
        at(risk_register, moment.position), _visible(sight), _now.status == "open"
    )
    row = connection.execute(query).mappings().one()
    return [(key, words, row[key]) for key, words in HYGIENE_WORDS.items()]


def open_risks(
    connection: Connection,
    *conditions: ColumnElement[bool],
    moment: Moment,
    sight: Sight,
) -> list[Row]:
    """The open risks that meet the conditions, the highest score first."""
    query = (
        _rows(moment)
        .where(_visible(sight), _now.status == "open", *conditions)
        .order_by(*_order(HIGHEST_FIRST))
    )
    return list(connection.execute(query).mappings())


def awaiting_answer(connection: Connection, *, moment: Moment, sight: Sight) -> list[Row]:
    """The escalations without an answer, the oldest first."""
    rows = open_risks(connection, _now.escalated_to != "", moment=moment, sight=sight)
    return sorted(rows, key=lambda row: row["escalated_on"])


def above_appetite(connection: Connection, *, moment: Moment, sight: Sight) -> list[Row]:
    """The open risks whose current score is above the appetite set for them."""
    return open_risks(connection, _ABOVE_APPETITE, moment=moment, sight=sight)


def target_dates(connection: Connection, *, moment: Moment, sight: Sight) -> list[Row]:
    """The open risks whose target date has passed or was ever moved."""
    condition = or_(target_passed(moment), _now.target_moves > 0)
    return open_risks(connection, condition, moment=moment, sight=sight)


# ---------------------------------------------------------------- movement between two moments


@dataclass(frozen=True)
class Movement:
    """What became of one risk between two moments.

    `change` is new, up, down, same, scored (it had no figure before), closed or reopened;
    `before` is the earlier figure with later corrections applied: a correction is no movement.
    """

    change: str
    now: Row
    earlier: Row | None = None
    before: int | None = None


@dataclass(frozen=True)
class Comparison:
    """Every risk that was open at either moment."""

    movements: list[Movement] = field(default_factory=list)

    def of(self, *changes: str) -> list[Movement]:
        return [movement for movement in self.movements if movement.change in changes]


def compare(connection: Connection, *, earlier: Moment, moment: Moment, sight: Sight) -> Comparison:
    """The register at `moment` against the register at `earlier`, the highest score first."""
    query = _rows(moment).where(_visible(sight)).order_by(*_order(HIGHEST_FIRST))
    rows = list(connection.execute(query).mappings())
    found = movements_of(connection, rows, earlier=earlier, moment=moment)
    return Comparison([found[row["reference"]] for row in rows if row["reference"] in found])


def movements_of(
    connection: Connection, rows: Sequence[Row], *, earlier: Moment, moment: Moment
) -> dict[str, Movement]:
    """What became of the risks of these rows, as they stand at `moment`, since `earlier`."""
    then = _by_reference(connection, _rows(earlier), rows)
    moved = [
        row for row in rows
        if row["reference"] in then and then[row["reference"]]["assessment"] != row["assessment"]
    ]  # fmt: skip
    settled = _settled_figures(connection, moved, moment)
    found = {}
    for row in rows:
        earlier_row = then.get(row["reference"])
        before = row["current_figure"]
        if earlier_row and earlier_row["assessment"] != row["assessment"]:
            before = settled.get((row["reference"], earlier_row["assessment"]))
        if movement := _movement(row, earlier_row, before if earlier_row else None):
            found[row["reference"]] = movement
    return found


def _by_reference(
    connection: Connection, query: Select[Any], rows: Sequence[Row]
) -> dict[str, Row]:
    query = query.where(_now.reference.in_([row["reference"] for row in rows]))
    return {row["reference"]: row for row in connection.execute(query).mappings()}


def _settled_figures(
    connection: Connection, rows: Sequence[Row], moment: Moment
) -> dict[tuple[str, int], int | None]:
    """The figure that each assessment of the current score came to once it was corrected."""
    query = select(_now.reference, _now.assessment, _now.current_figure).where(
        _now.reference.in_([row["reference"] for row in rows])
    )
    if moment.position is not None:
        query = query.where(_now.since <= moment.position)
    lines = connection.execute(query.order_by(_now.since))
    return {(line.reference, line.assessment): line.current_figure for line in lines}


def _movement(now: Row, then: Row | None, before: int | None) -> Movement | None:
    was_open = then is not None and then["status"] == "open"
    is_open = now["status"] == "open"
    if not was_open and not is_open:
        return None
    if not is_open:
        return Movement("closed", now, then, before)
    if then is None:
        return Movement("new", now)
    if not was_open:
        return Movement("reopened", now, then, before)
    figure = now["current_figure"]
    if figure is None or before is None:
        change = "same" if figure == before else "scored"
    else:
        change = "up" if figure > before else "down" if figure < before else "same"
    return Movement(change, now, then, before)
