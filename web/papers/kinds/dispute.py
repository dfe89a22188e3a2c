"""One dispute as a paper: what it is about and needs, its way, what each holds, its history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.disputes.dispute import Dispute
from domain.kernel.errors import NotFoundError
from domain.kernel.item import long_date
from projections.actions.actions import ACTIONS, serving
from projections.disputes.disputes import DISPUTES
from projections.partnership.agencies import list_agencies
from projections.versioned import Row
from projections.view import View
from web.disputes.facts import by_agency, dissents_of, ending_of, facts_of, urgency_of
from web.disputes.moves import next_steps
from web.disputes.track import Stop, track_of
from web.disputes.words import state_of_dispute
from web.items.story import Entry as Happened
from web.items.story import Story, story_of
from web.papers.brief import Brief
from web.papers.paper import (
    Entries,
    Entry,
    Facts,
    Head,
    Section,
    Sentences,
    Table,
    Tone,
    Value,
    brief_date,
    day_of,
)
from web.wording import owner_words, state_of_action


def title(brief: Brief) -> str:
    """What the dispute is called. Raises NotFoundError where there is none."""
    return f"{brief.reference}: {_row(brief)['title']}"


def _row(brief: Brief) -> Row:
    row = DISPUTES.one_row(brief.view, brief.reference)
    if row is None:
        raise NotFoundError(f"There is no {brief.reference}.")
    return row


def sections(brief: Brief) -> Iterator[Section]:
    """What is needed first; then all that is on record of it."""
    view, reference, row = brief.view, brief.reference, _row(brief)
    story = story_of(brief.ledger, Dispute, reference, view)
    item = story.item
    yield Section("", [Sentences([f"It stands at: {state_of_dispute(row, view)}."])])
    yield Section("What is needed, and from whom", [_needed(item, view)], framed=True)
    yield Section("What it is", [Facts(facts_of(item, view, agency=view.named))])
    if urgent := urgency_of(item):
        yield Section("Why it is urgent", [Facts(urgent)])
    held = [*by_agency(item.positions, view), *dissents_of(item, view)]
    yield Section(
        "What each holds", [Facts(held) if held else Sentences(["Nothing is on record."])]
    )
    yield Section("Its way through the stages", [_way(item, view)])
    yield from _ending(story, view)
    yield Section("Actions that serve it", [_actions(reference, view)])
    yield Section("Evidence", [_evidence(item, view)])
    yield Section("History", [_history(story.history)])


def _needed(item: Dispute, view: View) -> Entries | Sentences:
    served = ACTIONS.rows(view, serving(item.reference))
    steps = next_steps(item, agencies=list_agencies(view), actions=served, view=view)
    if not steps:
        return Sentences(["Nothing is needed."])
    return Entries([
        Entry(each.words, "Late:" if each.late else "", Tone.WORSE if each.late else Tone.PLAIN,
              [each.note, *each.who_could])
        for each in steps
    ])  # fmt: skip


_STAGES = [
    Head("Stage", 2.4), Head("Decided by", 1.8), Head("Began", 1.1), Head("Due", 1.4),
    Head("Left", 1.1), Head("What came of it", 2.6),
]  # fmt: skip


def _way(item: Dispute, view: View) -> Table:
    return Table(
        "Stages", _STAGES, [_stop(each) for each in track_of(item, view=view)], "It has no stage."
    )


def _stop(stop: Stop) -> list[Value]:
    name, visit = f"{stop.number}. {stop.name}", stop.visit
    if visit is None:
        return [name, stop.decided_by, None, None, None, stop.state]
    silent = f"No reply from {', '.join(stop.silent)}." if stop.silent else ""
    came = [words for words, _ in (*stop.came, *stop.extensions)]
    return [
        name,
        stop.decided_by,
        day_of(visit.entered_on),
        long_date(visit.due_on),
        day_of(visit.left_on) if visit.left_on else stop.state,
        ". ".join(filter(None, [*came, stop.left, silent])),
    ]


def _ending(story: Story[Dispute], view: View) -> Iterator[Section]:
    item = story.item
    if item.ending:
        yield Section("How it ended", [Facts(ending_of(item, story.events, view))])
    if item.learning:
        yield Section("What was learned", [Sentences(item.learning)])


def _actions(reference: str, view: View) -> Table:
    heads = [Head("Ref", 1.2), Head("Action", 4), Head("Accountable", 2), Head("Due", 1.1),
             Head("State", 1.4)]  # fmt: skip
    rows: list[list[Value]] = [
        [row["reference"], row["title"], owner_words(row, view), day_of(row["due_on"]),
         state_of_action(row, view)]
        for row in ACTIONS.rows(view, serving(reference), sort="due")
    ]  # fmt: skip
    return Table("Actions", heads, rows, "No action serves it.")


def _evidence(item: Dispute, view: View) -> Table:
    heads = [Head("No.", 0.5), Head("What", 4), Head("Given on", 1.2), Head("Where", 3),
             Head("Checked", 1)]  # fmt: skip
    rows: list[list[Value]] = [
        [str(number), each.title, day_of(each.given_on),
         f"{each.file.name}, SHA-256 {each.file.sha256}" if each.file else each.link,
         "Yes" if each.checked else "No"]
        for number, each in item.counting.items()
    ]  # fmt: skip
    return Table("Evidence", heads, rows, "No evidence is on record.")


def _history(entries: Sequence[Happened]) -> Table:
    heads = [Head("On", 1), Head("What happened", 5), Head("Reason", 2.6), Head("By", 1.8),
             Head("Event", 0.7, number=True)]  # fmt: skip
    rows: list[list[Value]] = [
        [brief_date(each.occurred_on or each.recorded_on.date()), each.sentence, each.reason,
         ", ".join(dict.fromkeys(filter(None, [each.role, each.agency]))), each.position]
        for each in entries
    ]  # fmt: skip
    return Table("History", heads, rows, "Nothing has happened.")
