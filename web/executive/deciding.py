"""What the Executive has to decide: each with its question, who asks, how long it has waited, what
is proposed, and what delay costs where that is on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from domain.kernel.bodies import Body
from domain.kernel.item import in_a_row, long_date
from domain.kernel.vocabulary import said
from domain.procedure.rules import Decider
from projections.commissions import commissions
from projections.commissions.commissions import COMMISSIONS
from projections.decisions import decisions
from projections.decisions.decisions import DECISIONS
from projections.disputes import disputes
from projections.disputes.disputes import DISPUTES
from projections.firsts import Firsts, Listed
from projections.listed import each_of
from projections.questions import Remembered
from projections.risks import risk_register
from projections.risks.risk_register import RISKS
from projections.versioned import Row
from projections.view import View
from web.wording import due_left, shortened

MOST = 7
"""What one meeting can decide well, and one sheet can hold."""


@dataclass(frozen=True)
class Move:
    """How it is decided: the deed in a word and by its name; the endpoint of the item’s page."""

    words: str
    deed: str
    page: str


@dataclass(frozen=True)
class Line:
    """One thing to decide.

    `whom`: from whom, and how long it has waited; `days`: the same in working days, 0 where nobody
    asked; `late`: how late it is, "" where it is not; `notes`: what is proposed, what delay costs.
    `parties`: the agencies that it is between, and that do not decide it.
    """

    row: Row
    question: str
    whom: str
    notes: Sequence[str]
    move: Move
    days: int = 0
    late: str = ""
    urgent: bool = False
    parties: Sequence[str] = ()


@dataclass(frozen=True)
class Rest:
    """How many of a kind are not shown, in words, and where they are: the endpoint of a register
    and what is asked of it."""

    words: str
    register: str
    query: Mapping[str, Any]


@dataclass(frozen=True)
class ToDecide:
    """The most pressing things to decide, how many more there are, and how many in all."""

    lines: Sequence[Line]
    rest: Sequence[Rest]
    total: int


def to_decide(view: View) -> ToDecide:
    """At most seven, the most pressing first; of the rest it is said how many there are.

    Urgent disputes come first; then questions and disputes, the longest waiting first; then risks
    above their appetite on which nobody has decided, the highest first; then what others decided
    already and awaits ratification.
    """
    firsts = _FIRSTS.get(
        (view.now, view.sight),
        lambda: Firsts([each.listed for each in _KINDS], now=view.now, sight=view.sight),
    )
    pages = firsts.of(view, most=MOST)
    found = [
        (kind, kind.told(row, view))
        for kind, page in zip(_KINDS, pages, strict=True)
        for row in page.rows
    ]
    found.sort(key=lambda each: (not each[1].urgent, each[0].rank, -each[1].days))
    shown = [kind for kind, _ in found[:MOST]]
    rest = [
        Rest(kind.counted(left), kind.register, kind.query)
        for kind, page in zip(_KINDS, pages, strict=True)
        if (left := page.total - shown.count(kind))
    ]
    return ToDecide([line for _, line in found[:MOST]], rest, sum(page.total for page in pages))


_FIRSTS: Remembered[Firsts] = Remembered()


# ---------------------------------------------------------------- each kind


@dataclass(frozen=True)
class _Kind:
    """A kind of thing to decide: which rows, how one is told, and where all of them are.

    `rank` orders the kinds, `one` and `many` are what they are called.
    """

    listed: Listed
    told: Callable[[Row, View], Line]
    rank: int
    one: str
    many: str
    register: str
    query: dict[str, Any]

    def counted(self, count: int) -> str:
        """So many of them, in words."""
        return f"{count:,} {self.one if count == 1 else self.many}"


def _asked(view: View) -> ColumnElement[bool]:
    return and_(risk_register.is_open(), RISKS.c.escalated_to == Body.EXECUTIVE)


def _undecided_above_appetite(view: View) -> ColumnElement[bool]:
    """Above the appetite, and nobody was asked, or has decided on how it is now."""
    row = RISKS.c
    return and_(
        risk_register.is_open(),
        risk_register.above_appetite(view),
        row.escalated_to == "",
        or_(row.decided_on == "", row.changed_since_decided),
    )


def _question(row: Row, view: View) -> Line:
    days = _worked_since(row["escalated_on"], view)
    return Line(
        row,
        row["question"],
        f"asked by {said('{group}')} {_ago(days)}",
        [_cost("if it happens", row["consequence"])],
        Move("Answer", "risk.answer", "risks.risk"),
        days=days,
    )


def _dispute(row: Row, view: View) -> Line:
    parties = each_of(row["parties"]) or [row["raised_by"]]
    days = _worked_since(row["entered_on"], view)
    due = due_left(row["due_at"] or row["due_on"], view) if row["overdue"] else ""
    return Line(
        row,
        row["asked"] or row["title"],
        f"{in_a_row(map(view.named, parties))}, here for {_in_days(days)}",
        [f"sought: {_short(row['outcome_sought'])}", _cost("until then", row["impact"])],
        Move("Decide", "dispute.decide", "disputes.dispute"),
        days=days,
        late=due,
        urgent=bool(row["urgent"]),
        parties=parties,
    )


def _appetite(row: Row, view: View) -> Line:
    figure, appetite = row["current_figure"], row["appetite"]
    return Line(
        row,
        f"Live with “{row['title']}” at {figure}, or act?",
        f"above the appetite of {appetite}, assessed {long_date(row['assessed_on'])}",
        [_cost("if it happens", row["consequence"])],
        Move("Decide", "risk.accept", "risks.risk"),
    )


def _commission(row: Row, view: View) -> Line:
    days = _worked_since(row["asked_on"], view)
    return Line(
        row,
        f"Ratify the commission “{row['title']}”?",
        f"asked by {said(row['asker'])} {_ago(days)}",
        [f"because {_short(row['reason'])}", "nothing starts before (ToR 5.3)"],
        Move("Ratify", "commission.ratify", "commissions.item"),
        days=days,
    )


def _decision(row: Row, view: View) -> Line:
    days = _worked_since(row["taken_on"], view)
    return Line(
        row,
        f"Ratify “{_short(row['title'])}”?",
        f"decided by {row['group_name']} {_ago(days)}",
        [],
        Move("Ratify", "decision.ratify", "decisions.decision"),
        days=days,
    )


_KINDS: Sequence[_Kind] = (
    _Kind(
        Listed(RISKS, _asked, sort="escalated"), _question, 1,
        "question", "questions", "risks.register", {"escalated": "yes", "sort": "escalated"},
    ),
    _Kind(
        Listed(DISPUTES, lambda view: disputes.decided_by(Decider.EXECUTIVE)), _dispute, 1,
        "dispute", "disputes", "disputes.register", {"beyond": "yes"},
    ),
    _Kind(
        Listed(RISKS, _undecided_above_appetite), _appetite, 2,
        "risk above its appetite", "risks above their appetite",
        "risks.register", {"above_appetite": "yes"},
    ),
    _Kind(
        Listed(DECISIONS, lambda view: decisions.awaits_ratification(), sort="date"), _decision, 3,
        "decision to ratify", "decisions to ratify", "decisions.register", {"status": "awaits"},
    ),
    _Kind(
        Listed(COMMISSIONS, lambda view: commissions.awaits_ratification(), sort="asked"),
        _commission, 3,
        "commission to ratify", "commissions to ratify", "commissions.register",
        {"awaiting": "yes"},
    ),
)  # fmt: skip


def _worked_since(day: str, view: View) -> int:
    return view.calendar.between(date.fromisoformat(day), view.on)


def _in_days(days: int) -> str:
    return f"{days:,} working {'day' if days == 1 else 'days'}"


def _ago(days: int) -> str:
    return f"{_in_days(days)} ago" if days else "today"


def _cost(when: str, words: str) -> str:
    """What is on record of what it costs to wait; "" where nothing is."""
    return f"{when}: {_short(words)}" if words else ""


_SHORT = 70


def _short(words: str) -> str:
    """The beginning of what somebody wrote, without the stop at its end."""
    return shortened(words, _SHORT).removesuffix(".")
