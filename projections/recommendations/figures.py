"""What committees and the Independent Scrutineer ask: how many, how late, what became of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from domain.recommendations.vocabulary import CLOSINGS, Closing, Response
from domain.recommendations.words import STATUSES
from projections.columns import Column, OfCode
from projections.comparing import CHANGE, Comparison
from projections.listed import each_of
from projections.recommendations.follow_up import (
    FOLLOW_UP,
    awaiting_verification,
    impact_due,
    is_open,
    overdue,
    stale,
    verification_late,
)
from projections.versioned import Row
from projections.view import View


@dataclass(frozen=True)
class Figures:
    """What committees ask for. A percentage is of the `counted`: neither superseded nor withdrawn.

    `addressed`: the owner says that it is done, or somebody verified it. `verified`: somebody
    independent found that it is done. Both are always shown, side by side.
    """

    total: int
    open: int
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


def _counts() -> ColumnElement[bool]:
    not_counted = [Closing.SUPERSEDED, Closing.WITHDRAWN]
    return FOLLOW_UP.c.closing.not_in(not_counted)  # type: ignore[no-any-return]


def _verified() -> ColumnElement[bool]:
    done = FOLLOW_UP.c.closing.in_([Closing.IMPLEMENTED, Closing.RESOLVED_OTHERWISE])
    return and_(done, FOLLOW_UP.c.verified_on != "")


def _addressed() -> ColumnElement[bool]:
    return or_(awaiting_verification(), _verified())


def claim_counts() -> list[ColumnElement[int]]:
    """How many count, how many of those their owners say are done, and how many are verified."""
    parts = (_counts(), and_(_counts(), _addressed()), and_(_counts(), _verified()))
    return [func.count().filter(each) for each in parts]


@dataclass(frozen=True)
class Claims:
    """How many of one source count, and of how many of those it is claimed, and verified, that they
    are done; what is verified is claimed, too."""

    source: str
    counted: int
    claimed: int
    verified: int


def claims_by_source(view: View) -> list[Claims]:
    """What is claimed and verified of each source that any recommendation which counts came from,
    in one query."""
    source = FOLLOW_UP.c.source
    query = FOLLOW_UP.narrowed(select(source, *claim_counts()), view, _counts())
    found = view.connection.execute(query.group_by(source).order_by(source))
    return [Claims(*row) for row in found]


def figures(view: View, *conditions: ColumnElement[bool]) -> Figures:
    """The figures over the recommendations that meet the conditions."""
    row = FOLLOW_UP.c
    accepted = row.response.in_([Response.ACCEPTED, Response.PARTLY_ACCEPTED])
    counts = {
        "total": literal(True),
        "open": is_open(),
        "counted": _counts(),
        "accepted": and_(_counts(), accepted),
        "addressed": and_(_counts(), _addressed()),
        "verified": and_(_counts(), _verified()),
        "overdue": overdue(view),
        "stale": stale(view),
        "awaiting": awaiting_verification(),
        "verification_late": verification_late(view),
        "returned": row.returned > 0,
        "reopened": row.reopened > 0,
        "impact_due": impact_due(view),
    }
    counted = [func.count().filter(each).label(name) for name, each in counts.items()]
    query = FOLLOW_UP.narrowed(select(*counted), view, *conditions)
    found = view.connection.execute(query).mappings().one()
    return Figures(**found, days_to_closure=_days_to_closure(view, *conditions))


def _days_to_closure(view: View, *conditions: ColumnElement[bool]) -> float | None:
    # Many were received, and verified, on the same day: one row for all of those.
    pair = (FOLLOW_UP.c.received_on, FOLLOW_UP.c.verified_on)
    query = FOLLOW_UP.narrowed(select(*pair, func.count()), view, _verified(), *conditions)
    days = [
        (date.fromisoformat(verified) - date.fromisoformat(received)).days
        for received, verified, count in view.connection.execute(query.group_by(*pair))
        for _ in range(count)
    ]
    return median(days) if days else None


def themes_across_sources(view: View) -> list[tuple[str, list[Row]]]:
    """The themes that recommendations of two or more kinds of source share, the commonest first."""
    under: dict[str, list[Row]] = {}
    for row in FOLLOW_UP.rows(view, FOLLOW_UP.c.themes != ""):
        for theme in each_of(row["themes"]):
            under.setdefault(theme, []).append(row)
    recurring = [
        (theme, found) for theme, found in under.items()
        if len({row["source"] for row in found}) > 1
    ]  # fmt: skip
    return sorted(recurring, key=lambda pair: (-len(pair[1]), pair[0]))


# ---------------------------------------------------------------- between two moments


def became_of_the_late(earlier: View, view: View) -> list[tuple[str, list[Row]]]:
    """Of those late at `earlier`: what they are now, each group with its rows.

    Each row has besides what it was due by then (`due_then`).
    """
    late = FOLLOW_UP.rows(earlier, overdue(earlier))
    then = {row["reference"]: row["due_on"] for row in late}
    groups: dict[str, list[Row]] = {words: [] for words in _BECAME}
    for row in FOLLOW_UP.rows(view, FOLLOW_UP.c.reference.in_(list(then))):
        due_then = then[row["reference"]]
        groups[_became(row, due_then, view)].append({**row, "due_then": due_then})
    return list(groups.items())


_BECAME = (
    "Verified", "Otherwise resolved", "Superseded", "Risk accepted", "Claimed to be done",
    "Given a new date", "Still late",
)  # fmt: skip


def _became(row: Row, due_then: str, view: View) -> str:
    words = {
        Closing.IMPLEMENTED: "Verified",
        Closing.SUPERSEDED: "Superseded",
        Closing.RISK_ACCEPTED: "Risk accepted",
    }
    if row["closing"]:
        return words.get(Closing(row["closing"]), "Otherwise resolved")
    if row["claimed"]:
        return "Claimed to be done"
    moved = row["due_on"] != due_then and row["due_on"] >= view.today
    return "Given a new date" if moved else "Still late"


def status_changes(earlier: View, view: View) -> list[Row]:
    """Every recommendation of `view` beside what it was at `earlier`, the soonest due first.

    `change` is “new”, “closed”, “reopened”, “other status”, “corrected” or
    “same”; `status_before` and
    `closing_before` are None where there was nothing before.
    """
    row, then = FOLLOW_UP.c, FOLLOW_UP.table.alias("then")
    change = case(
        (then.c.reference.is_(None), "new"),
        (and_(then.c.closing == "", row.closing != ""), "closed"),
        (and_(then.c.closing != "", row.closing == ""), "reopened"),
        (or_(then.c.status != row.status, then.c.closing != row.closing), "other status"),
        (then.c.corrections != row.corrections, "corrected"),
        else_=literal("same"),
    )
    before = and_(then.c.reference == row.reference, earlier.at(then))
    query = FOLLOW_UP.select(
        view,
        change.label("change"),
        then.c.status.label("status_before"),
        then.c.closing.label("closing_before"),
    ).select_from(FOLLOW_UP.table.outerjoin(then, before))
    rows = view.rows(query.order_by(*FOLLOW_UP.order("", view)))
    return [FOLLOW_UP.told(view, row) for row in rows]


_FIRST = ("reference", "words", "source", "title", "owner_role", "owner_agency", "due_on")
STATUS_CHANGES = Comparison(
    status_changes,
    [
        CHANGE,
        *(FOLLOW_UP.column(key) for key in _FIRST),
        Column("status_before", "Status before", OfCode(STATUSES)),
        replace(FOLLOW_UP.column("status"), label="Status now"),
        Column("closing_before", "Closed before because", OfCode(CLOSINGS)),
        *(FOLLOW_UP.column(key) for key in ("closing", "closed_on", "closing_words")),
    ],
    shown=("change", "reference", "words", "status_before", "status", "closing"),
)


def closed_between(earlier: View, view: View) -> list[Row]:
    """Those closed between the two days, the soonest due first."""
    row = FOLLOW_UP.c
    return FOLLOW_UP.rows(view, row.closed_on >= earlier.today, row.closed_on <= view.today)
