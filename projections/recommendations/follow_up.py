"""The follow-up of recommendations: one row for each state that one has been in, and the
questions that committees, owners and the Independent Scrutineer ask of it.

What passes with time (overdue, due soon, stale, the colour) is worked out on reading, never kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
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
    func,
    literal,
    or_,
    select,
)

from domain.kernel.calendar import Calendar
from domain.kernel.followed import Deadlines, Followed
from domain.kernel.terms import Noun
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import Closing, Response, Status
from projections.listed import each_of, listed, with_one, without
from projections.partnership.agencies import agencies
from projections.versioned import Moment, Page, Row, VersionedProjection, at, versioned_table


def _text(name: str) -> Column[Any]:
    return Column(name, Text, nullable=False, default="")


def _day(name: str) -> Column[Any]:
    """An ISO date, or ""."""
    return Column(name, String(40), nullable=False, default="")


def _count(name: str) -> Column[Any]:
    return Column(name, Integer, nullable=False, default=0)


follow_up = versioned_table(
    "follow_up",
    Column("status", String(20), nullable=False),
    Column("source", String(40), nullable=False),
    _text("title"),
    _text("publisher"),
    _text("published"),
    _day("published_on"),
    _text("number"),
    _text("words"),
    _text("themes"),  # each between line breaks
    _text("agencies"),  # references, each between line breaks
    _text("links"),  # the same
    _text("owner_role"),
    Column("owner_agency", String(250), nullable=False, default=""),
    _text("due_words"),
    _day("due_on"),
    _day("first_due_on"),
    _count("moves"),
    _count("recurs"),
    _day("received_on"),
    Column("response", String(20), nullable=False, default=""),
    _day("responded_on"),
    _day("updated_on"),
    _text("progress"),
    _count("evidence"),
    _text("reported"),
    _day("asked_due_on"),
    Column("worsened", String(10), nullable=False, default=""),
    Column("claimed", Boolean, nullable=False, default=False),
    Column("submitted_by", String(64), nullable=False, default=""),
    _day("submitted_on"),
    _day("verify_by"),
    _day("verified_on"),
    Column("closing", String(20), nullable=False, default=""),
    _day("closed_on"),
    _text("closing_words"),
    _day("impact_on"),
    Column("impact", String(20), nullable=False, default=""),
    _count("returned"),
    _count("reopened"),
    _text("superseded_by"),
    _text("search"),
)
_now = follow_up.c
_EMPTY = {
    column.name: column.default.arg  # type: ignore[attr-defined]
    for column in _now
    if column.default is not None
}


# ---------------------------------------------------------------- events into rows


def _received(event: Recommendation.Received, row: Row) -> dict[str, Any]:
    facts = {name: value for name, value in event.facts.items() if name in follow_up.c}
    return _searchable(
        {
            **_EMPTY,
            **facts,
            "themes": listed(event.themes),
            "agencies": listed(event.agencies),
            "first_due_on": event.due_on,
            "status": Status.RECEIVED.value,
            "received_on": event.on,
            "updated_on": event.on,
        }
    )


def _searchable(row: dict[str, Any]) -> dict[str, Any]:
    fields = ("title", "publisher", "number", "words", "owner_role", "themes")
    return {**row, "search": "\n".join(row[name] for name in fields).casefold()}


def _assigned(event: Recommendation.OwnerAssigned, row: Row) -> dict[str, Any]:
    owner = {"owner_role": event.owner_role, "owner_agency": event.owner_agency}
    return _searchable({**row, **owner})


def _tagged(event: Recommendation.Tagged, row: Row) -> dict[str, Any]:
    return _searchable({**row, "themes": listed(event.themes)})


def _updated(event: Followed.Event, row: Row) -> dict[str, Any]:
    # What is recorded late may have happened before the last update: that one still counts.
    return {"updated_on": max(row["updated_on"], event.on)}


def _responded(event: Recommendation.Responded, row: Row) -> dict[str, Any]:
    changes = {**_updated(event, row), "response": event.response, "responded_on": event.on}
    if event.response == Response.NOT_ACCEPTED:
        return {**changes, **_closed(event, Closing.NOT_ACCEPTED, event.reason)}
    if row["status"] == Status.RECEIVED:
        return {**changes, "status": Status.RESPONDED.value}
    return changes


def _progress(event: Recommendation.ProgressReported, row: Row) -> dict[str, Any]:
    return {**_planned(event, row), "progress": event.progress}


def _planned(event: Followed.Event, row: Row) -> dict[str, Any]:
    return {**_under_way(row), **_updated(event, row)}


def _under_way(row: Row) -> dict[str, Any]:
    early = row["status"] in {Status.RECEIVED, Status.RESPONDED}
    return {"status": Status.IN_PROGRESS.value} if early else {}


def _redated(event: Recommendation.RedateApproved, row: Row) -> dict[str, Any]:
    return {"due_on": event.due_on, "moves": row["moves"] + 1, "asked_due_on": ""}


def _submitted(event: Recommendation.Submitted, row: Row) -> dict[str, Any]:
    return {
        "status": Status.SUBMITTED.value,
        "claimed": True,
        "submitted_by": event.by.person,
        "submitted_on": event.on,
        "verify_by": event.verify_by,
        **_updated(event, row),
    }


_UNCLAIMED = {"claimed": False, "submitted_by": "", "submitted_on": "", "verify_by": ""}


def _returned(event: Recommendation.Returned, row: Row) -> dict[str, Any]:
    return {
        **_UNCLAIMED,
        **_updated(event, row),
        "status": Status.RETURNED.value,
        "returned": row["returned"] + 1,
    }


def _verified(event: Recommendation.Verified, row: Row) -> dict[str, Any]:
    return {
        **_closed(event, Closing(event.closing), event.finding),
        "claimed": True,
        "submitted_by": "",
        "verified_on": event.on,
        "impact_on": event.impact_on,
    }


def _closed(event: Recommendation.Event, closing: Closing, words: str) -> dict[str, Any]:
    return {
        "status": Status.CLOSED.value,
        "closing": closing.value,
        "closed_on": event.on,
        "closing_words": words,
    }


def _reopened(event: Recommendation.Reopened, row: Row) -> dict[str, Any]:
    return {
        **_UNCLAIMED,
        "status": Status.IN_PROGRESS.value,
        "closing": "",
        "closed_on": "",
        "closing_words": "",
        "verified_on": "",
        "impact_on": "",
        "superseded_by": "",
        "reopened": row["reopened"] + 1,
        "worsened": "",
        "response": "" if row["response"] == Response.NOT_ACCEPTED else row["response"],
        **_updated(event, row),
    }


def _nothing(event: Recommendation.Event, row: Row) -> dict[str, Any]:
    return {}


class FollowUp(VersionedProjection):
    """Projects the events of recommendations."""

    default = follow_up
    events = Recommendation.Event
    handlers: ClassVar = {
        Recommendation.Received: _received,
        Recommendation.StatusReported: lambda event, row: {"reported": event.status},
        Recommendation.Responded: _responded,
        Recommendation.Planned: _planned,
        Recommendation.ProgressReported: _progress,
        Recommendation.OwnerAssigned: _assigned,
        Recommendation.EvidenceAdded: lambda event, row: {"evidence": event.evidence},
        Recommendation.EvidenceChecked: _nothing,
        Recommendation.RedateAsked: lambda event, row: {"asked_due_on": event.due_on},
        Recommendation.RedateApproved: _redated,
        Recommendation.RedateRefused: lambda event, row: {"asked_due_on": ""},
        Recommendation.Submitted: _submitted,
        Recommendation.Returned: _returned,
        Recommendation.Verified: _verified,
        Recommendation.ColourWorsened: lambda event, row: {"worsened": event.colour},
        Recommendation.Tagged: _tagged,
        Recommendation.DependencyNoted: _nothing,
        Recommendation.Superseded: lambda event, row: {
            **_closed(event, Closing.SUPERSEDED, event.reason),
            "superseded_by": event.by_other,
            "links": with_one(row["links"], event.by_other),
        },
        Recommendation.Supersedes: lambda event, row: {
            "links": with_one(row["links"], event.other)
        },
        Recommendation.Withdrawn: lambda event, row: _closed(
            event, Closing.WITHDRAWN, event.reason
        ),
        Recommendation.RiskAccepted: lambda event, row: _closed(
            event, Closing.RISK_ACCEPTED, event.reason
        ),
        Recommendation.Reopened: _reopened,
        Recommendation.ImpactReviewed: lambda event, row: {
            "impact": event.impact, "impact_on": event.impact_on
        },
        Recommendation.Linked: lambda event, row: {"links": with_one(row["links"], event.other)},
        Recommendation.Unlinked: lambda event, row: {"links": without(row["links"], event.other)},
    }  # fmt: skip


# ---------------------------------------------------------------- what passes with time


@dataclass(frozen=True)
class Limits:
    """Which dates count as soon and as long ago, at some moment: ISO dates.

    Due up to `due_soon_on` is soon; not updated since `stale_before` is stale.
    """

    due_soon_on: str
    stale_before: str


def limits_on(day: date, *, deadlines: Deadlines, calendar: Calendar) -> Limits:
    """The limits on a day: so many days ahead, and so many working days ago."""
    return Limits(
        due_soon_on=(day + timedelta(days=deadlines.due_soon)).isoformat(),
        stale_before=calendar.after(day, -deadlines.stale_after).isoformat(),
    )


_OPEN = _now.closing == ""
_WITH_ITS_OWNER = and_(_OPEN, _now.claimed.is_(False))


def overdue(moment: Moment) -> ColumnElement[bool]:
    """Open, not claimed to be done, and past its due date."""
    return and_(_WITH_ITS_OWNER, _now.due_on != "", _now.due_on < moment.on.isoformat())


def stale(limits: Limits) -> ColumnElement[bool]:
    """Open, with its owner, and not updated for too long."""
    return and_(_WITH_ITS_OWNER, _now.updated_on < limits.stale_before)


def awaiting_verification() -> ColumnElement[bool]:
    """Claimed to be done, and nobody has verified it yet."""
    return _now.status == Status.SUBMITTED.value


def verification_late(moment: Moment) -> ColumnElement[bool]:
    """The verifier is late; that counts against them, not against the owner."""
    return and_(awaiting_verification(), _now.verify_by < moment.on.isoformat())


def linked_to(noun: Noun) -> ColumnElement[bool]:
    """Linked to an item of that kind."""
    return _now.links.contains(f"\n{noun}-", autoescape=True)


def impact_due(moment: Moment) -> ColumnElement[bool]:
    """Closed, and the day to look at its impact has come."""
    return and_(_now.impact_on != "", _now.impact_on <= moment.on.isoformat())


def colour(moment: Moment, limits: Limits) -> ColumnElement[str]:
    """Blue when closed; otherwise red, amber or green from the dates, or as the owner worsened."""
    soon = and_(_WITH_ITS_OWNER, _now.due_on != "", _now.due_on <= limits.due_soon_on)
    return case(
        (_now.closing != "", "blue"),
        (or_(overdue(moment), _now.worsened == "red"), "red"),
        (or_(soon, stale(limits), _now.worsened == "amber"), "amber"),
        else_=literal("green"),
    )


# ---------------------------------------------------------------- the list


@dataclass(frozen=True)
class Filters:
    """What a reader narrows the list down to; the empty value of each means “any”."""

    status: str = "open"
    source: str = ""
    owner_agency: str = ""
    theme: str = ""
    colour: str = ""
    closing: str = ""
    overdue: bool = False
    stale: bool = False
    awaiting: bool = False
    returned: bool = False
    reopened: bool = False
    impact_due: bool = False
    search: str = ""


SORTS: Mapping[str, ColumnElement[Any]] = {
    "reference": _now.reference,
    "due": func.nullif(_now.due_on, ""),
    "source": _now.source,
    "owner": func.lower(agencies.c.name),
    "moves": _now.moves,
    "updated": _now.updated_on,
    "age": _now.received_on,
    "status": _now.status,
}
SOONEST_FIRST = "due"


def _conditions(filters: Filters, moment: Moment, limits: Limits) -> list[ColumnElement[bool]]:
    states = {"open": _OPEN, "closed": _now.closing != ""}
    found: list[ColumnElement[bool]] = []
    if filters.status:
        found.append(states.get(filters.status, _now.status == filters.status))
    for column, wanted in (
        (_now.source, filters.source), (_now.owner_agency, filters.owner_agency),
        (_now.closing, filters.closing),
    ):  # fmt: skip
        if wanted:
            found.append(column == wanted)
    if filters.theme:
        found.append(_now.themes.contains(f"\n{filters.theme}\n", autoescape=True))
    if filters.colour:
        found.append(colour(moment, limits) == filters.colour)
    for asked, condition in (
        (filters.overdue, overdue(moment)),
        (filters.stale, stale(limits)),
        (filters.awaiting, awaiting_verification()),
        (filters.returned, _now.returned > 0),
        (filters.reopened, _now.reopened > 0),
        (filters.impact_due, impact_due(moment)),
    ):
        if asked:
            found.append(condition)
    if filters.search:
        term = filters.search.casefold()
        found.append(
            or_(
                _now.search.contains(term, autoescape=True),
                func.lower(_now.reference).contains(term, autoescape=True),
            )
        )
    return found


def _rows(moment: Moment, limits: Limits) -> Select[Any]:
    own = and_(agencies.c.reference == _now.owner_agency, at(agencies, moment.position))
    return (
        select(
            follow_up,
            agencies.c.name.label("owner_name"),
            colour(moment, limits).label("colour"),
        )
        .select_from(follow_up.outerjoin(agencies, own))
        .where(at(follow_up, moment.position))
    )


def follow_up_query(
    *, moment: Moment, limits: Limits, filters: Filters, sort: str = SOONEST_FIRST
) -> Select[Any]:
    """The list as one query, for pages, downloads and the benchmark alike."""
    column = SORTS.get(sort.removeprefix("-"), SORTS[SOONEST_FIRST])
    direction = column.desc() if sort.startswith("-") else column.asc()
    query = _rows(moment, limits).where(*_conditions(filters, moment, limits))
    return query.order_by(direction.nulls_last(), _now.reference)


def follow_up_page(
    connection: Connection,
    *,
    moment: Moment,
    limits: Limits,
    filters: Filters,
    sort: str = SOONEST_FIRST,
    page: int = 1,
    size: int = 50,
) -> Page:
    """One page of the list and how many there are in all."""
    counted = (
        select(func.count())
        .select_from(follow_up)
        .where(at(follow_up, moment.position), *_conditions(filters, moment, limits))
    )
    query = follow_up_query(moment=moment, limits=limits, filters=filters, sort=sort)
    rows = connection.execute(query.limit(size).offset((page - 1) * size)).mappings()
    return Page(list(rows), connection.scalar(counted) or 0)


def whole_follow_up(
    connection: Connection,
    *,
    moment: Moment,
    limits: Limits,
    filters: Filters,
    sort: str = SOONEST_FIRST,
) -> list[Row]:
    """Every row of the list, for downloads."""
    query = follow_up_query(moment=moment, limits=limits, filters=filters, sort=sort)
    return list(connection.execute(query).mappings())


def recommendation_row(
    connection: Connection, reference: str, *, moment: Moment, limits: Limits
) -> Row | None:
    """One recommendation at a moment; None when there was none."""
    query = _rows(moment, limits).where(_now.reference == reference)
    return connection.execute(query).mappings().first()


def recommendations_that(
    connection: Connection, *conditions: ColumnElement[bool], moment: Moment, limits: Limits
) -> list[Row]:
    """The recommendations that meet the conditions, the soonest due first."""
    query = _rows(moment, limits).where(*conditions)
    query = query.order_by(SORTS[SOONEST_FIRST].asc().nulls_last(), _now.reference)
    return list(connection.execute(query).mappings())


# ---------------------------------------------------------------- the figures


@dataclass(frozen=True)
class Figures:
    """What committees ask for. A percentage is of the `counted`: neither superseded nor withdrawn.

    `addressed`: the owner says that it is done, or somebody verified it. `verified`: somebody
    independent found that it is done. Both are always shown, side by side.
    """

    total: int
    counted: int
    accepted: int
    addressed: int
    verified: int
    overdue: int
    stale: int
    awaiting: int
    verification_late: int
    returned: int
    reopened: int
    impact_due: int
    days_to_closure: float | None

    def percent(self, part: int) -> int | None:
        """`part` in whole per cent of the counted; None where nothing counts."""
        return round(100 * part / self.counted) if self.counted else None


_COUNTED = _now.closing.not_in([Closing.SUPERSEDED.value, Closing.WITHDRAWN.value])
_VERIFIED = and_(
    _now.closing.in_([Closing.IMPLEMENTED.value, Closing.RESOLVED_OTHERWISE.value]),
    _now.verified_on != "",
)


def figures(
    connection: Connection, *conditions: ColumnElement[bool], moment: Moment, limits: Limits
) -> Figures:
    """The figures over the recommendations that meet the conditions."""
    counts = {
        "total": literal(True),
        "counted": _COUNTED,
        "accepted": and_(_COUNTED, _now.response.in_(["accepted", "partly_accepted"])),
        "addressed": and_(_COUNTED, or_(awaiting_verification(), _VERIFIED)),
        "verified": and_(_COUNTED, _VERIFIED),
        "overdue": overdue(moment),
        "stale": stale(limits),
        "awaiting": awaiting_verification(),
        "verification_late": verification_late(moment),
        "returned": _now.returned > 0,
        "reopened": _now.reopened > 0,
        "impact_due": impact_due(moment),
    }
    here = (at(follow_up, moment.position), *conditions)
    query = select(
        *(func.count().filter(condition).label(name) for name, condition in counts.items())
    )
    found = connection.execute(query.select_from(follow_up).where(*here)).mappings().one()
    # Many were received, and verified, on the same day: one row for all of those.
    pair = (_now.received_on, _now.verified_on)
    closed = select(*pair, func.count()).where(_VERIFIED, *here).group_by(*pair)
    days = [
        (date.fromisoformat(verified) - date.fromisoformat(received)).days
        for received, verified, count in connection.execute(closed)
        for _ in range(count)
    ]
    return Figures(**found, days_to_closure=median(days) if days else None)


def themes_across_sources(
    connection: Connection, *, moment: Moment, limits: Limits
) -> list[tuple[str, list[Row]]]:
    """The themes that recommendations of two or more kinds of source share, the commonest first."""
    rows = recommendations_that(connection, _now.themes != "", moment=moment, limits=limits)
    under: dict[str, list[Row]] = {}
    for row in rows:
        for theme in each_of(row["themes"]):
            under.setdefault(theme, []).append(row)
    recurring = [
        (theme, found) for theme, found in under.items()
        if len({row["source"] for row in found}) > 1
    ]  # fmt: skip
    return sorted(recurring, key=lambda pair: (-len(pair[1]), pair[0]))


def themes(connection: Connection) -> list[str]:
    """Every theme that is used now."""
    query = select(_now.themes).where(at(follow_up, None), _now.themes != "").distinct()
    used = connection.scalars(query)
    return sorted({theme for words in used for theme in each_of(words)})


# ---------------------------------------------------------------- the tables of committees


def became_of_the_late(
    connection: Connection, *, earlier: Moment, moment: Moment, limits: Limits
) -> list[tuple[str, list[Row]]]:
    """Of those late at `earlier`: what they are at `moment`, each group with its rows."""
    late = select(_now.reference, _now.due_on).where(
        at(follow_up, earlier.position), overdue(earlier)
    )
    then = {row.reference: row.due_on for row in connection.execute(late)}
    groups: dict[str, list[Row]] = {words: [] for words in _BECAME}
    for row in recommendations_that(
        connection, _now.reference.in_(list(then)), moment=moment, limits=limits
    ):
        groups[_became(row, then[row["reference"]], moment)].append(row)
    return list(groups.items())


_BECAME = (
    "Verified", "Otherwise resolved", "Superseded", "Risk accepted", "Claimed to be done",
    "Given a new date", "Still late",
)  # fmt: skip


def _became(row: Row, due_then: str, moment: Moment) -> str:
    words = {
        Closing.IMPLEMENTED: "Verified",
        Closing.SUPERSEDED: "Superseded",
        Closing.RISK_ACCEPTED: "Risk accepted",
    }
    if row["closing"]:
        return words.get(Closing(row["closing"]), "Otherwise resolved")
    if row["claimed"]:
        return "Claimed to be done"
    moved = row["due_on"] != due_then and row["due_on"] >= moment.on.isoformat()
    return "Given a new date" if moved else "Still late"


def status_changes(connection: Connection, *, earlier: Moment, moment: Moment) -> list[Row]:
    """Every recommendation at `moment` beside what it was at `earlier`, the soonest due first.

    `change` is “new”, “closed”, “reopened”, “other status” or “same”; `status_before` and
    `closing_before` are None where there was nothing before.
    """
    then = follow_up.alias("then")
    own = and_(agencies.c.reference == _now.owner_agency, at(agencies, moment.position))
    before = and_(then.c.reference == _now.reference, at(then, earlier.position))
    change = case(
        (then.c.reference.is_(None), "new"),
        (and_(then.c.closing == "", _now.closing != ""), "closed"),
        (and_(then.c.closing != "", _now.closing == ""), "reopened"),
        (or_(then.c.status != _now.status, then.c.closing != _now.closing), "other status"),
        else_=literal("same"),
    )
    query = (
        select(
            follow_up,
            agencies.c.name.label("owner_name"),
            change.label("change"),
            then.c.status.label("status_before"),
            then.c.closing.label("closing_before"),
        )
        .select_from(follow_up.outerjoin(agencies, own).outerjoin(then, before))
        .where(at(follow_up, moment.position))
        .order_by(SORTS[SOONEST_FIRST].asc().nulls_last(), _now.reference)
    )
    return list(connection.execute(query).mappings())


def closed_by_reason(
    connection: Connection, *, since: date, moment: Moment
) -> list[tuple[str, int]]:
    """How many were closed from `since` to the moment, by reason of closing."""
    query = (
        select(_now.closing, func.count())
        .where(
            at(follow_up, moment.position),
            _now.closed_on >= since.isoformat(),
            _now.closed_on <= moment.on.isoformat(),
        )
        .group_by(_now.closing)
    )
    found = dict(connection.execute(query).tuples().all())
    return [(closing.value, found.get(closing.value, 0)) for closing in Closing]
