"""The actions: one row for each state that one has been in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    or_,
    select,
)

from domain.actions.action import Action, Status
from domain.kernel.followed import Followed
from projections.listed import each_of, with_one, without
from projections.partnership.agencies import agencies
from projections.versioned import Moment, Page, Row, VersionedProjection, at, versioned_table

actions = versioned_table(
    "actions",
    Column("status", String(20), nullable=False),
    Column("title", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("owner_role", Text, nullable=False),
    Column("owner_agency", String(250), nullable=False),
    Column("set_on", String(10), nullable=False),
    Column("due_on", String(10), nullable=False),
    Column("first_due_on", String(10), nullable=False),
    Column("moves", Integer, nullable=False),
    Column("asked_due_on", String(10), nullable=False),
    Column("updated_on", String(10), nullable=False),
    Column("evidence", Integer, nullable=False),
    Column("submitted_by", String(64), nullable=False),
    Column("submitted_on", String(10), nullable=False),
    Column("verify_by", String(10), nullable=False),
    Column("ended_on", String(10), nullable=False),
    Column("returned", Integer, nullable=False),
    Column("serves", Text, nullable=False),  # references, each between line breaks
    Column("search", Text, nullable=False),
)
_now = actions.c
_ENDED = (Status.DONE.value, Status.CANCELLED.value)


def _set(event: Action.Set, row: Row) -> dict[str, Any]:
    return _searchable(
        {
            **event.facts,
            "status": Status.OPEN.value,
            "set_on": event.on,
            "first_due_on": event.due_on,
            "moves": 0,
            "asked_due_on": "",
            "updated_on": event.on,
            "evidence": 0,
            "submitted_by": "",
            "submitted_on": "",
            "verify_by": "",
            "ended_on": "",
            "returned": 0,
            "serves": "",
        }
    )


def _searchable(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "search": f"{row['title']}\n{row['measure']}\n{row['owner_role']}".casefold()}


def _assigned(event: Action.OwnerAssigned, row: Row) -> dict[str, Any]:
    owner = {"owner_role": event.owner_role, "owner_agency": event.owner_agency}
    return _searchable({**row, **owner})


def _updated(event: Followed.Event, row: Row) -> dict[str, Any]:
    # What is recorded late may have happened before the last update: that one still counts.
    return {"updated_on": max(row["updated_on"], event.on)}


def _progress(event: Action.ProgressReported, row: Row) -> dict[str, Any]:
    started = {"status": Status.IN_PROGRESS.value} if row["status"] == Status.OPEN else {}
    return {**started, **_updated(event, row)}


def _submitted(event: Action.Submitted, row: Row) -> dict[str, Any]:
    return {
        "status": Status.SUBMITTED.value,
        "submitted_by": event.by.person,
        "submitted_on": event.on,
        "verify_by": event.verify_by,
        **_updated(event, row),
    }


_NOT_SUBMITTED = {"submitted_by": "", "submitted_on": "", "verify_by": ""}


def _returned(event: Action.Returned, row: Row) -> dict[str, Any]:
    return {
        **_NOT_SUBMITTED,
        **_updated(event, row),
        "status": Status.RETURNED.value,
        "returned": row["returned"] + 1,
    }


def _ended(status: Status) -> Any:
    return lambda event, row: {
        **_NOT_SUBMITTED, "status": status.value, "ended_on": event.on
    }  # fmt: skip


class Actions(VersionedProjection):
    """Projects the events of actions."""

    default = actions
    events = Action.Event
    handlers: ClassVar = {
        Action.Set: _set,
        Action.ProgressReported: _progress,
        Action.OwnerAssigned: _assigned,
        Action.EvidenceAdded: lambda event, row: {"evidence": event.evidence},
        Action.EvidenceChecked: lambda event, row: {},
        Action.RedateAsked: lambda event, row: {"asked_due_on": event.due_on},
        Action.RedateApproved: lambda event, row: {
            "due_on": event.due_on, "moves": row["moves"] + 1, "asked_due_on": ""
        },
        Action.RedateRefused: lambda event, row: {"asked_due_on": ""},
        Action.Submitted: _submitted,
        Action.Returned: _returned,
        Action.Verified: _ended(Status.DONE),
        Action.Cancelled: _ended(Status.CANCELLED),
        Action.Linked: lambda event, row: {"serves": with_one(row["serves"], event.other)},
        Action.Unlinked: lambda event, row: {"serves": without(row["serves"], event.other)},
    }  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What a reader narrows the list down to; the empty value of each means “any”."""

    status: str = "open"
    owner_agency: str = ""
    overdue: bool = False
    awaiting: bool = False
    search: str = ""


SORTS: Mapping[str, ColumnElement[Any]] = {
    "reference": _now.reference,
    "title": func.lower(_now.title),
    "due": _now.due_on,
    "owner": func.lower(agencies.c.name),
    "moves": _now.moves,
    "status": _now.status,
}
SOONEST_FIRST = "due"
OPEN = _now.status.not_in(_ENDED)


def overdue(moment: Moment) -> ColumnElement[bool]:
    """Open, not claimed to be done, and past its due date."""
    claimed = _now.status == Status.SUBMITTED.value
    return and_(OPEN, ~claimed, _now.due_on < moment.on.isoformat())


def serving(reference: str) -> ColumnElement[bool]:
    """The actions that serve an item."""
    return _now.serves.contains(f"\n{reference}\n", autoescape=True)


def _conditions(filters: Filters, moment: Moment) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.status:
        states = {"open": OPEN, "ended": ~OPEN}
        found.append(states.get(filters.status, _now.status == filters.status))
    if filters.owner_agency:
        found.append(_now.owner_agency == filters.owner_agency)
    if filters.overdue:
        found.append(overdue(moment))
    if filters.awaiting:
        found.append(_now.status == Status.SUBMITTED.value)
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
    own = and_(agencies.c.reference == _now.owner_agency, at(agencies, moment.position))
    return (
        select(actions, agencies.c.name.label("owner_name"))
        .select_from(actions.outerjoin(agencies, own))
        .where(at(actions, moment.position))
    )


def actions_query(*, moment: Moment, filters: Filters, sort: str = SOONEST_FIRST) -> Select[Any]:
    """The list as one query, for pages and downloads alike."""
    column = SORTS.get(sort.removeprefix("-"), SORTS[SOONEST_FIRST])
    direction = column.desc() if sort.startswith("-") else column.asc()
    query = _rows(moment).where(*_conditions(filters, moment))
    return query.order_by(direction.nulls_last(), _now.reference)


def whole_list(
    connection: Connection, *, moment: Moment, filters: Filters, sort: str = SOONEST_FIRST
) -> list[Row]:
    """Every row of the list, for downloads."""
    query = actions_query(moment=moment, filters=filters, sort=sort)
    return list(connection.execute(query).mappings())


def actions_page(
    connection: Connection,
    *,
    moment: Moment,
    filters: Filters,
    sort: str = SOONEST_FIRST,
    page: int = 1,
    size: int = 50,
) -> Page:
    """One page of the list and how many there are in all."""
    counted = (
        select(func.count())
        .select_from(actions)
        .where(at(actions, moment.position), *_conditions(filters, moment))
    )
    query = actions_query(moment=moment, filters=filters, sort=sort)
    rows = connection.execute(query.limit(size).offset((page - 1) * size)).mappings()
    return Page(list(rows), connection.scalar(counted) or 0)


def actions_that(
    connection: Connection, *conditions: ColumnElement[bool], moment: Moment
) -> list[Row]:
    """The actions that meet the conditions, the soonest due first."""
    query = _rows(moment).where(*conditions).order_by(_now.due_on, _now.reference)
    return list(connection.execute(query).mappings())


def all_ended(connection: Connection, *, moment: Moment) -> set[str]:
    """The items that actions serve, or served, and that none serves any longer that is open."""
    query = select(_now.serves, OPEN).where(at(actions, moment.position), _now.serves != "")
    served: dict[str, bool] = {}
    for serves, is_open in connection.execute(query):
        for reference in each_of(serves):
            served[reference] = served.get(reference, True) and not is_open
    return {reference for reference, ended in served.items() if ended}


def action_row(connection: Connection, reference: str, *, moment: Moment) -> Row | None:
    """One action at a moment; None when there was none."""
    query = _rows(moment).where(_now.reference == reference)
    return connection.execute(query).mappings().first()
