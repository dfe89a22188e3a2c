"""The story of one item: its stream, read once.

From it come its events, how it stood at the moment, and its history: each event in words, with what
it changed, before and after. Before and after are the columns of its register, as people read them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Generic

from sqlalchemy import Connection

from application.accounts.people import names as names_of
from application.ledger.ledger import Ledger
from application.nouns.ticking import CLOCK
from domain.kernel.deciding.decisions import Decidable, Standing
from domain.kernel.errors import NotFoundError
from domain.kernel.item import Item, london_date
from domain.kernel.terms import Role
from domain.kernel.vocabulary import sentence_case
from projections.audit.audit_trail import lines_of
from projections.columns import ItemType
from projections.versioned import Row
from projections.view import View
from web.items.beginning import recorded_since
from web.noun import noun_of


@dataclass(frozen=True)
class Difference:
    """One thing about an item, in words, before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One event of an item's history, as the timeline shows it."""

    reference: str
    position: int
    version: int
    kind: str
    sentence: str
    who: str
    role: str
    agency: str
    on_behalf_of: str
    recorded_on: datetime
    occurred_on: date | None
    reason: str
    minute: str
    changes: list[Difference]
    changes_decided: bool = False
    """Whether it changed something that a decision rests on which still holds."""

    @property
    def by_whom(self) -> str:
        """Who did it, in which role and for which agency; and for whom they wrote it down."""
        named = ", ".join(dict.fromkeys(filter(None, [self.who, self.role, self.agency])))
        whose = self.on_behalf_of
        return f"{named}; recorded on behalf of {whose}" if whose else named


@dataclass(frozen=True)
class Decided:
    """A decision: its entry, the position of the log up to which whoever made it could know, and
    the entries by which something has changed since that it rests on."""

    entry: Entry
    saw: int
    changed: Sequence[Entry]


@dataclass(frozen=True)
class Story(Generic[ItemType]):
    """One item up to the moment of a view: what it is by then, and how it came to that."""

    item: ItemType
    events: Sequence[Item.Event]
    history: Sequence[Entry]

    @property
    def decided(self) -> list[Decided]:
        """The decisions that hold, the latest first, each with what has changed since."""
        standing = getattr(self.item, "standing", {}).values()
        latest_first = sorted(standing, key=lambda each: each.version, reverse=True)
        return [decided_in(self.history, each) for each in latest_first]

    @property
    def positions(self) -> dict[int, int]:
        """The position in the log of each version."""
        return {entry.version: entry.position for entry in self.history}


def story_of(ledger: Ledger, kind: type[ItemType], reference: str, view: View) -> Story[ItemType]:
    """The story of one item. Raises NotFoundError where there was no such item at the moment, with
    since when there is one."""
    lines = {line["version"]: line for line in lines_of(view, reference)}
    people = people_by_id(view.connection)
    item: Any = None
    before: Mapping[str, str] = {}
    events, history = [], []
    for event in ledger.history(reference)[: len(lines)]:
        item = event.mutate(item)
        after = noun_of(item).in_words(item, view)
        line = lines[event.originator_version]
        history.append(_entry(line, people, view, _differences(before, after)))
        events.append(event)
        before = after
    if not isinstance(item, kind):
        not_yet = recorded_since(ledger, view, reference)
        raise NotFoundError(not_yet or f"There is no {kind.word} {reference}.")
    changing = item.changed_by() if isinstance(item, Decidable) else ()
    marked = [replace(each, changes_decided=each.version in changing) for each in history]
    return Story(item, events, marked)


def decided_in(history: Sequence[Entry], standing: Standing) -> Decided:
    """A decision that holds, as the history of its item tells of it."""
    by_version = {each.version: each for each in history}
    entry = by_version[standing.version]
    changed = [by_version[version] for version in standing.changed if version in by_version]
    return Decided(entry, entry.position - 1, changed)


def differences_between(
    ledger: Ledger, reference: str, before: tuple[int, View], after: tuple[int, View]
) -> list[Difference]:
    """How an item differs between two of its versions, each told as at a view of its own; nothing
    where there is none before."""
    if not before[0]:
        return []
    item: Any = None
    told = []
    for event in ledger.history(reference)[: after[0]]:
        item = event.mutate(item)
        for version, view in (before, after):
            if event.originator_version == version:
                told.append(noun_of(item).in_words(item, view))
    return _differences(told[0], told[-1])


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[Difference]:
    labels = [*after, *(label for label in before if label not in after)]
    if not before:
        after = {label: words for label, words in after.items() if words != "0"}
    return [
        Difference(label, before.get(label, ""), after.get(label, ""))
        for label in labels
        if before.get(label, "") != after.get(label, "")
    ]


def _entry(line: Row, people: Callable[[str], str], view: View, changes: list[Difference]) -> Entry:
    recorded = datetime.fromisoformat(line["recorded_at"])
    happened = date.fromisoformat(line["happened_on"])
    return Entry(
        reference=line["item"],
        position=line["position"],
        version=line["version"],
        kind=line["kind"],
        sentence=full_sentence(line["sentence"]),
        who=people(line["person"]),
        role=role_words(line["person"], line["role"]),
        agency=view.named(line["agency"]),
        on_behalf_of=view.named(line["on_behalf_of"]),
        recorded_on=recorded,
        occurred_on=happened if happened != london_date(recorded) else None,
        reason=line["reason"],
        minute=line["minute"],
        changes=changes,
    )


def in_row(entry: Entry) -> Row:
    """An entry as files have it: what it changed, in one text."""
    changes = (
        f"{each.label}: {each.before or 'nothing'} → {each.after or 'nothing'}"
        for each in entry.changes
    )
    occurred = entry.occurred_on.isoformat() if entry.occurred_on else ""
    return {**vars(entry), "occurred_on": occurred, "changes": "; ".join(changes)}


def full_sentence(words: str) -> str:
    """The words of an event as a sentence of their own: a capital first, one full stop last."""
    end = "" if words.endswith((".", "?", "!")) else "."
    return f"{sentence_case(words)}{end}"


def people_by_id(connection: Connection) -> Callable[[str], str]:
    """Says what to call a person, by their id."""
    names = names_of(connection)
    return lambda person: names.get(person, _nobody(person))


def role_words(person: str, role: str) -> str:
    """In which role somebody did something; "" of the clock, which acts for nobody."""
    return "" if person == CLOCK.person else Role(role).label


def _nobody(person: str) -> str:
    """What to call a person without an account's name: the clock, somebody erased."""
    nobodies = {CLOCK.person: "The ledger’s clock"}
    return nobodies.get(person, "A person whose name was erased")
