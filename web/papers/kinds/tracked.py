"""The papers of what is followed: the tracker of recommendations, and the actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from domain.actions.action import Action
from domain.kernel.bodies import BODIES, Body
from domain.kernel.item import post_of
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import Source
from domain.recommendations.words import COLOURS, RESPONSES_GIVEN, SOURCES
from projections.actions import actions
from projections.actions.actions import ACTIONS
from projections.audit.latest import latest_of
from projections.listed import each_of
from projections.recommendations import follow_up
from projections.recommendations.figures import figures
from projections.recommendations.follow_up import FOLLOW_UP
from projections.versioned import Row
from projections.view import View
from web.items.story import role_words
from web.papers.brief import Brief
from web.papers.kinds.some import Some, some
from web.papers.paper import (
    Block,
    Figure,
    Figures,
    Head,
    Section,
    Table,
    Value,
    brief_date,
    day_of,
)
from web.wording import (
    counted,
    owner_words,
    partial_date,
    state_of_action,
    state_of_recommendation,
    times,
)

# ---------------------------------------------------------------- recommendations


def recommendations(brief: Brief) -> Iterator[Section]:
    """The tracker: every open recommendation, and what was closed since the earlier moment."""
    view, earlier = brief.view, brief.earlier
    now = figures(view)
    claimed, verified = now.percent(now.addressed), now.percent(now.verified)
    yield Section("", [Figures([
        Figure(f"{now.open:,}", "open"), Figure(f"{now.overdue:,}", "late"),
        Figure(_percent(claimed), "claimed to be done"),
        Figure(_percent(verified), "verified by somebody independent"),
    ])])  # fmt: skip
    last = _Last.at(view)
    found = some(FOLLOW_UP, view, follow_up.is_open(), sort="due")
    title = f"Open recommendations ({counted(found.total)})"
    yield Section(title, list(_tracker(found, last, view, "Open")))
    since = brief_date(earlier.on)
    row = FOLLOW_UP.c
    closed = some(FOLLOW_UP, view, row.closed_on > earlier.today, sort="due")
    title = f"Closed since {since} ({counted(closed.total)})"
    yield Section(title, list(_tracker(closed, last, view, "Closed")))


def _percent(part: int | None) -> str:
    return "–" if part is None else f"{part} %"


HEADS = [
    Head("Ref", 1.15), Head("Source, number, published", 1.7),
    Head("Recommendation, in its source’s words", 4), Head("Addressed to", 1.4),
    Head("Accountable", 1.6), Head("Response", 1.1), Head("First due", 0.95),
    Head("Due now", 1.05), Head("Latest update", 2.6), Head("Evidence, checked by", 1.5),
    Head("Claimed", 0.95), Head("Verified by", 1.4), Head("Colour", 0.8),
    Head("Impact review", 0.95),
]  # fmt: skip
"""The columns of the tracker."""


@dataclass(frozen=True)
class _Last:
    """Who last said something of each recommendation: three queries, however many there are."""

    updates: Mapping[str, Row]
    checks: Mapping[str, Row]
    verdicts: Mapping[str, Row]

    @classmethod
    def at(cls, view: View) -> _Last:
        kind = Recommendation
        return cls(*(
            latest_of(view, kinds=kinds, prefix=kind.prefix)
            for kinds in (
                [kind.ProgressReported, kind.Submitted, kind.StatusReported],
                [kind.EvidenceChecked],
                [kind.Verified],
            )
        ))  # fmt: skip


def _tracker(found: Some, last: _Last, view: View, name: str) -> Iterator[Block]:
    none = "None is open." if name == "Open" else "None was closed."
    yield Table(name, HEADS, [_tracked(each, last, view) for each in found.rows], none)
    yield from found.cut


def _tracked(row: Row, last: _Last, view: View) -> list[Value]:
    """One line of the tracker, in the order of its HEADS."""
    reference = str(row["reference"])
    update, check = last.updates.get(reference), last.checks.get(reference)
    verdict = last.verdicts.get(reference) if row["verified_on"] else None
    said = row["progress"] or row["reported"]
    source = ", ".join(filter(None, [
        SOURCES[Source(row["source"])], row["title"], row["number"],
        partial_date(row["published"]),
    ]))  # fmt: skip
    to = [*map(view.named, each_of(row["agencies"]))]
    if row["to_body"]:
        to.append(BODIES[Body(row["to_body"])])
    return [
        reference,
        source,
        row["words"],
        ", ".join(to),
        owner_words(row, view) or "Nobody yet",
        _on(RESPONSES_GIVEN.get(row["response"], "None yet"), row["responded_on"]),
        day_of(row["first_due_on"]) or row["due_words"],
        _due(row),
        _on(f"{said} ({by_whom(update, view)})", update["happened_on"]) if update else said,
        f"{row['evidence']}, last checked by {by_whom(check, view)}" if check else row["evidence"],
        day_of(row["submitted_on"]) if row["claimed"] or row["verified_on"] else "No",
        _on(by_whom(verdict, view), row["verified_on"]) if verdict else "Nobody yet",
        state_of_recommendation(row, view) if row["closing"] else COLOURS[row["colour"]],
        day_of(row["impact_on"]),
    ]


def by_whom(line: Row | None, view: View) -> str:
    """In which role and for which agency somebody did something; never a name."""
    if line is None:
        return ""
    agency = line["on_behalf_of"] or line["agency"]
    return post_of(role_words(line["person"], line["role"]), view.named(agency))


def _on(words: str, day: str) -> str:
    found = day_of(day)
    return f"{words}, {brief_date(found)}" if isinstance(found, date) else words


def _due(row: Row) -> Value:
    """When it is due now, and how often that was moved."""
    due = day_of(row["due_on"])
    if not isinstance(due, date) or not row["moves"]:
        return due
    return f"{brief_date(due)} (moved {times(row['moves'])})"


# ---------------------------------------------------------------- actions


def all_actions(brief: Brief) -> Iterator[Section]:
    """Every open action, the soonest due first, and what ended since the earlier moment."""
    view, earlier, row = brief.view, brief.earlier, ACTIONS.c
    opened, late, awaiting = ACTIONS.counts(
        view, actions.is_open(), actions.overdue(view), actions.awaiting_verification()
    )
    yield Section("", [Figures([
        Figure(counted(opened), "open"), Figure(counted(late), "late"),
        Figure(counted(awaiting), "claimed, not verified yet"),
    ])])  # fmt: skip
    found = some(ACTIONS, view, actions.is_open(), sort="due")
    title = f"Open actions ({counted(found.total)})"
    yield Section(title, list(_actions(found, view, "Open")))
    ended = some(ACTIONS, view, row.ended_on > earlier.today, sort="due")
    title = f"Ended since {brief_date(earlier.on)} ({counted(ended.total)})"
    yield Section(title, list(_actions(ended, view, "Ended")))


_ACTION_HEADS = [
    Head("Ref", 1.2), Head("Action", 3), Head("Measure of success", 2.2), Head("Accountable", 1.7),
    Head("First due", 1), Head("Due now", 1.1), Head("Serves", 1.4), Head("Latest update", 2.6),
    Head("Evidence", 0.9, number=True), Head("State", 1.3),
]  # fmt: skip


def _actions(found: Some, view: View, name: str) -> Iterator[Block]:
    last = latest_of(view, kinds=[Action.ProgressReported, Action.Submitted], prefix=Action.prefix)
    none = "None is open." if name == "Open" else "None ended."
    lines = [_action(each, last.get(each["reference"]), view) for each in found.rows]
    yield Table(name, _ACTION_HEADS, lines, none)
    yield from found.cut


def _action(row: Row, update: Row | None, view: View) -> list[Value]:
    serves = [each for each in each_of(row["serves"]) if not view.hides(each)]
    ended = f"{row['ended_why']}" if row["ended_on"] else ""
    said = ended or row["progress"]
    late = " (late)" if row["overdue"] else ""
    return [
        row["reference"],
        row["title"],
        row["measure"],
        owner_words(row, view) or "Nobody yet",
        day_of(row["first_due_on"]),
        _due(row),
        ", ".join(serves),
        _on(f"{said} ({by_whom(update, view)})", update["happened_on"]) if update else said,
        row["evidence"],
        _on(f"{state_of_action(row, view)}{late}", row["ended_on"]),
    ]
