"""The lesser parts of the Executive's page, in words: movements, partners, dates, flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.kernel.bodies import BODY_NAMES, Body
from domain.kernel.vocabulary import sentence_case
from domain.partnership.agency import AgencyKind
from projections.executive.by_agency import owed
from projections.executive.coming import Coming, coming
from projections.executive.outstanding import late_recommendations
from projections.executive.standing import Standing
from projections.partnership.agencies import list_agencies
from projections.risks.movements import Movement, movements_of
from projections.risks.risk_register import HYGIENE
from projections.versioned import Row
from projections.view import View
from web.wording import counted, shortened, times

AHEAD = 60
"""How many days ahead the dates go: a little beyond the next meeting."""
_DAYS_SHOWN, _LOOKED_THROUGH = 8, 40
_ORDER = ("up", "reopened", "new", "scored", "down", "closed")
"""What moved: first what became worse, then what became better."""


# ---------------------------------------------------------------- the four figures


@dataclass(frozen=True)
class Change:
    """How a figure changed: the arrow for the eye, the words for everyone; `better` or worse, None
    where it did not change."""

    arrow: str
    words: str
    by: str
    better: bool | None


@dataclass(frozen=True)
class Figure:
    """A figure under what it is called, with how it changed, and the register that it counts:
    its endpoint and what is asked of it. `of` is what of its label leads there, `more` the rest."""

    of: str
    value: str
    changes: Sequence[Change]
    register: str
    query: Mapping[str, str]
    more: str = ""
    second: str = ""


def four_figures(now: Standing, then: Standing, view: View) -> list[Figure]:
    """High risks, recommendations claimed and verified, late actions, open disputes."""
    highest = view.matrix.highest_band
    claimed, verified = now.percent(now.claimed), now.percent(now.verified)
    counts, none = claimed is not None, [Change("", "none counts", "", None)]
    percents = [
        _change(claimed, then.percent(then.claimed), more_is_better=True, unit=" point"),
        _change(verified, then.percent(then.verified), more_is_better=True, unit=" point"),
    ]
    return [
        Figure(f"{highest} risks", counted(now.high), [_change(now.high, then.high)],
               "risks.register", {"band": highest}),
        Figure("Recommendations claimed, verified", f"{claimed} %" if counts else "–",
               percents if counts else none, "recommendations.register", {"status": "all"},
               second=f"{verified} %" if counts else ""),
        Figure("Late actions", counted(now.late_actions),
               [_change(now.late_actions, then.late_actions)],
               "actions.register", {"overdue": "yes"}),
        Figure("Open disputes", counted(now.disputes), [_change(now.disputes, then.disputes)],
               "disputes.register", {}, more=f", {counted(now.beyond)} here or beyond"),
    ]  # fmt: skip


def _change(
    now: int | None, then: int | None, *, more_is_better: bool = False, unit: str = ""
) -> Change:
    if now is None or then is None or now == then:
        return Change("", "no change", "", None)
    up = now > then
    much = abs(now - then)
    by = f"{much:,}{unit}{'s' if unit and much > 1 else ''}"
    return Change("▲" if up else "▼", "up by" if up else "down by", by, up == more_is_better)


# ---------------------------------------------------------------- what moved


@dataclass(frozen=True)
class Moved:
    """A risk that moved, came or went: the mark for the eye, the same in words where it is an
    arrow, whether that is worse or better (None: neither), and why."""

    mark: str
    spoken: str
    better: bool | None
    title: str
    why: str


def most_telling(moved: Sequence[Movement]) -> list[Movement]:
    """The movements, the worst first; each kind in the order given."""
    return sorted(moved, key=lambda each: _ORDER.index(each.change))


def moved_in_words(moved: Sequence[Movement]) -> list[Moved]:
    """Each movement in a line."""
    return [_moved(each) for each in moved]


_WHY = 90
_CAME = {"new": "New", "reopened": "Reopened", "scored": "Newly scored", "closed": "Closed"}
_REASON = {
    "closed": "closing", "up": "movement_reason", "down": "movement_reason",
    "scored": "movement_reason",
}  # fmt: skip


def _moved(move: Movement) -> Moved:
    now, change = move.now["current_figure"], move.change
    why = shortened(str(move.now[_REASON.get(change, "cause")] or ""), _WHY)
    title = str(move.now["title"])
    if change in ("up", "down"):
        arrow = "▲" if change == "up" else "▼"
        spoken = f"{change.capitalize()} from {move.before} to {now}."
        return Moved(f"{arrow} {move.before}→{now}", spoken, change == "down", title, why)
    score = f" {now}" if change != "closed" and now is not None else ""
    return Moved(f"{_CAME[change]}{score}", "", None, title, why)


# ---------------------------------------------------------------- by partner


@dataclass(frozen=True)
class Partners:
    """What each partner owes; `whole`: all of it was counted."""

    rows: Sequence[Partner]
    whole: bool


@dataclass(frozen=True)
class Partner:
    """How much one agency owes; `reference` is "" for all agencies but the partners together."""

    reference: str
    name: str
    unanswered: int
    late: int
    returned: int


def by_partner(view: View) -> Partners:
    """What each Safeguarding Partner owes, and what all other agencies owe together."""
    debts = owed(view)
    partners = {
        row["reference"]: row["name"]
        for row in list_agencies(view)
        if row["kind"] != AgencyKind.RELEVANT and not row["left_on"]
    }
    others = debts.agencies - set(partners)
    rows = [
        *(Partner(reference, name, *debts.of(reference)) for reference, name in partners.items()),
        Partner("", "All others", *debts.of(*others)),
    ]
    return Partners(rows, debts.whole)


# ---------------------------------------------------------------- the dates that come


@dataclass(frozen=True)
class Day:
    """A day, and what comes on it."""

    day: str
    what: Sequence[str]


@dataclass(frozen=True)
class Dates:
    """The first of the days that come, and how many there are besides."""

    days: Sequence[Day]
    more: bool


def dates_ahead(view: View) -> Dates:
    """What comes in the next 60 days: at most eight days, the soonest first."""
    rows = coming(view, days=AHEAD, most=_LOOKED_THROUGH)
    under: dict[str, dict[str, None]] = {}
    for row in rows:
        under.setdefault(row["day"], {})[_words_of(row)] = None
    days = [Day(day, [*words]) for day, words in under.items()]
    more = len(days) > _DAYS_SHOWN or len(rows) == _LOOKED_THROUGH
    return Dates(days[:_DAYS_SHOWN], more)


def _words_of(row: Row) -> str:
    reference, title, whose = row["reference"], row["title"], row["whose"]
    return {
        Coming.MEETING: f"{whose} meets",
        Coming.PAPERS: f"Papers due for {title}",
        Coming.MINUTES: f"Minutes due of {title}",
        Coming.STAGE: f"{whose}: {reference} due",
        Coming.REPORT: f"{whose or 'Nobody yet'} reports on {reference}",
        Coming.TARGET: f"Target date of {reference}, {title}",
    }[Coming(row["what"])]


# ---------------------------------------------------------------- the outstanding risks


@dataclass(frozen=True)
class Outstanding:
    """An outstanding risk: what became of it, and each flag in a few words, "" for none."""

    move: Movement
    asked: str
    appetite: str
    target: str
    late: str
    lacks: str


def flagged(rows: Sequence[Row], *, earlier: View, view: View) -> list[Outstanding]:
    """The risks of these rows, which have the `FLAGS` of projections/executive/outstanding.py."""
    late = late_recommendations(view)
    moves = movements_of(rows, earlier=earlier, view=view)
    return [
        Outstanding(
            moves[row["reference"]],
            asked=_asked(row, view),
            appetite=f"above {row['appetite']}" if row["is_above_appetite"] else "",
            target=_target(row),
            late=_late(row, late.get(row["reference"], 0)),
            lacks="; ".join(
                words for key, (words, _) in HYGIENE.items()
                if row[f"has_{key}"] and key != "overdue_review"
            ),
        )
        for row in rows
    ]  # fmt: skip


def _asked(row: Row, view: View) -> str:
    if not row["escalated_to"]:
        return ""
    days = view.calendar.between(date.fromisoformat(row["escalated_on"]), view.on)
    unit = "working day" if days == 1 else "working days"
    return f"{sentence_case(BODY_NAMES[Body(row['escalated_to'])])}, {days} {unit}"


def _target(row: Row) -> str:
    moved = f"moved {times(row['target_moves'])}" if row["target_moves"] else ""
    if row["is_target_passed"]:
        return ", ".join(filter(None, [f"passed {_brief(row['target_on'])}", moved]))
    return f"{moved} to {_brief(row['target_on'])}" if moved else ""


def _late(row: Row, recommendations: int) -> str:
    unit = "recommendation" if recommendations == 1 else "recommendations"
    review = f"review since {_brief(row['review_on'])}" if row["overdue"] else ""
    linked = f"{recommendations} linked {unit}" if recommendations else ""
    return "; ".join(filter(None, [review, linked]))


def _brief(day: str) -> str:
    """25 Jan 2027: as a narrow column has it."""
    found = date.fromisoformat(day)
    return f"{found.day} {found:%b %Y}"
