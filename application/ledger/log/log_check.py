"""Whether the log is whole: nothing missing, doubled or altered, everything readable."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, or_, over, select

from application.ledger.ledger import Ledger
from application.ledger.log.entries import EntryMapper, Stored, entry_of, leaf, stamp
from application.ledger.log.log_tables import stored_events, stored_words
from application.ledger.log.state_shape import misfits
from application.ledger.log.words_apart import DIGESTS, Mark, digest, there_and_marked, to_json
from application.ledger.redacting import REDACTS
from application.ledger.storage.faults import StorageError
from domain.kernel.item import Item, london_date
from domain.kernel.terms import item_id
from domain.redactions.redaction import FILE, Redaction

BATCH = 500


_KINDS = {"state": bytes, "leaf": bytes, "item": str, "topic": str, "recorded": str}
"""What SQLite, which holds anything in any column, is to have in those of the log."""


@dataclass(frozen=True)
class Fault:
    """Something that is wrong: in a sentence, and where, what belongs there and what stands there.

    What makes no sense of it is 0 or "".
    """

    sentence: str
    position: int = 0
    item: str = ""
    field: str = ""
    expected: str = ""
    found: str = ""

    def __str__(self) -> str:
        return self.sentence


class LogCheck:
    """Is shown one event after the other, in the order of the log, and says what is wrong.

    `after`: the position after which it begins; of what is before that it knows nothing.
    `versions`: whether it counts the events of each item, which takes memory for each of them.
    """

    def __init__(self, *, after: int = 0, versions: bool = True) -> None:
        self._mapper = EntryMapper()
        self._versions: dict[UUID | str, int] | None = {} if versions else None
        self._after, self._from_the_start = after, not after
        self._recorded = ""
        self.position = after
        """The position that was seen last."""
        self._missing: dict[tuple[int, str], str] = {}
        """The items of words that are not there, by position and digest, until an event says so."""
        self._marks: dict[tuple[int, str], Mark] = {}
        """The marks by position and field that no redaction has borne out yet."""
        self._settled: set[tuple[int, str]] = set()
        self.redactions: list[Redaction.Agreed | Redaction.Repeated] = []
        """The redactions that were seen."""
        self.leaf = b""
        """The leaf of the event that was seen last, worked out anew."""

    def faults(self, stored: Stored) -> Iterator[Fault]:
        """What is wrong with the next event of the log."""
        wrong = [name for name, kind in _KINDS.items() if type(getattr(stored, name)) is not kind]
        if wrong:
            self.position = stored.id
            yield _fault(
                stored, f"Position {stored.id} was altered: {wrong[0]} is of another type.",
                wrong[0], _KINDS[wrong[0]].__name__, type(getattr(stored, wrong[0])).__name__,
            )  # fmt: skip
            return
        state = _read(stored.state)
        yield from self._out_of_order(stored)
        yield from self._altered(stored, state)
        yield from self._unreadable(stored, state)

    def _out_of_order(self, stored: Stored) -> Iterator[Fault]:
        expected, self.position = self.position + 1, stored.id
        if stored.id != expected:
            yield _fault(
                stored, f"Position {expected} of the log is missing; {stored.id} follows.",
                "position", expected, stored.id,
            )  # fmt: skip
        if self._versions is not None:
            version = self._next_version(stored, self._versions)
            self._versions[stored.originator_id] = stored.originator_version
            if stored.originator_version != version:
                yield _wrong_version(stored, version)
        last, self._recorded = self._recorded, stored.recorded
        if stored.recorded < last:
            yield _fault(
                stored,
                f"Position {stored.id} was recorded at {stored.recorded}, before the one that it "
                f"follows ({last}).",
                "recorded", f"{last} or later", stored.recorded,
            )  # fmt: skip

    def _next_version(self, stored: Stored, versions: Mapping[UUID | str, int]) -> int:
        known = versions.get(stored.originator_id)
        if known is None:
            return 1 if self._from_the_start else stored.originator_version
        return known + 1

    def _altered(self, stored: Stored, state: Any) -> Iterator[Fault]:
        self.leaf = leaf(entry_of(stored))
        if item_id(stored.item) != stored.originator_id:
            yield _fault(
                stored,
                f"Position {stored.id} names {stored.item}, but belongs to another item.",
                "originator_id", item_id(stored.item), stored.originator_id,
            )  # fmt: skip
        if self.leaf != stored.leaf:
            yield _fault(
                stored, f"Position {stored.id} was altered: its leaf does not fit.",
                "leaf", self.leaf.hex(), bytes(stored.leaf).hex(),
            )  # fmt: skip
        elif state is None or to_json(state).encode() != stored.state:
            yield _fault(
                stored, f"Position {stored.id} is not written in the form of the log.", "state"
            )
        elif not _is_stamp(stored.recorded):
            yield _fault(
                stored, f"Position {stored.id}: “{stored.recorded}” is no time of the log.",
                "recorded", "a moment in UTC with six digits", stored.recorded,
            )  # fmt: skip

    def _unreadable(self, stored: Stored, state: Any) -> Iterator[Fault]:
        try:
            event = self._mapper.to_domain_event(stored, state=state)
        except StorageError as error:
            yield _fault(stored, str(error), "state")
            return
        if missing := [each for each in _names(type(event)) if not hasattr(event, each)]:
            names = ", ".join(missing)
            yield _fault(stored, f"Position {stored.id} cannot be read: it has no {names}.", names)
            return
        if wrong := [*misfits(state, type(event))]:
            for name, expected, found in wrong:
                yield _fault(
                    stored, f"Position {stored.id}: “{name}” is not what such an event has.",
                    name, expected, found,
                )  # fmt: skip
            return
        if event.on > london_date(event.timestamp).isoformat():
            yield _fault(
                stored,
                f"Position {stored.id} is said to have happened on {event.on}, after it was "
                "recorded.",
                "on", f"{london_date(event.timestamp)} or earlier", event.on,
            )  # fmt: skip
        there, marks = there_and_marked(stored.words)
        for each in {*state.get(DIGESTS, ())} - {*map(digest, there)}:
            self._missing[stored.id, each] = stored.item
        for each in marks:
            if (stored.id, each.field) in self._marks:
                yield _fault(stored, f"Position {stored.id} says twice that “{each.field}” was "
                             "redacted.", "words", "one mark", f"{each}, twice")  # fmt: skip
            self._marks[stored.id, each.field] = each
        if isinstance(event, REDACTS):
            self.redactions.append(event)
            yield from self._as_redacted(stored, event)

    def _as_redacted(
        self, stored: Stored, event: Redaction.Agreed | Redaction.Repeated
    ) -> Iterator[Fault]:
        """Whether the words that a redaction names have gone, and a mark says by which."""
        for place in event.places:
            key, position = (place["position"], place["digest"]), place["position"]
            if position <= self._after or key in self._settled or place["field"] == FILE:
                continue
            self._settled.add(key)
            due = Mark(event.reference, event.on, event.basis, place["field"])
            found = self._marks.pop((position, place["field"]), None)
            if self._missing.pop(key, None) is None:
                yield _fault(
                    stored,
                    f"Position {position}: words of it are still there that {event.reference} "
                    "redacted. Run “scrutiny redactions finish”.",
                    "words", due, "the words",
                )  # fmt: skip
            elif found != due:
                yield _fault(
                    stored,
                    f"Position {position}: it is not said rightly when and why its words were "
                    f"redacted ({event.reference}).",
                    "words", due, found or "",
                )  # fmt: skip

    def unauthorised(self) -> Iterator[Fault]:
        """Words that are missing, and marks in place of some, that no agreed redaction names. Ask
        at the end of the log."""
        for position, item in sorted({(key[0], item) for key, item in self._missing.items()}):
            yield Fault(
                f"Position {position}: words of it are missing, and no event says that they go.",
                position, item, "words",
            )  # fmt: skip
        for (position, name), mark in sorted(self._marks.items()):
            yield Fault(
                f"Position {position}: “{name}” is marked as redacted, and no event says it.",
                position, "", "words", "no mark", str(mark),
            )  # fmt: skip


def _fault(
    stored: Stored, sentence: str, field: str, expected: object = "", found: object = ""
) -> Fault:
    return Fault(sentence, stored.id, stored.item, field, str(expected), str(found))


def _wrong_version(stored: Stored, expected: int) -> Fault:
    return _fault(
        stored,
        f"Position {stored.id}: version {stored.originator_version} of an item stands where its "
        f"version {expected} should.",
        "originator_version", expected, stored.originator_version,
    )  # fmt: skip


def check_log(ledger: Ledger, *, after: int = 0) -> Iterator[str]:
    """Everything that is wrong with the log after a position, in sentences; none: it is whole."""
    check = LogCheck(after=after)
    while batch := ledger.log.select_notifications(check.position, BATCH, inclusive_of_start=False):
        for stored in batch:
            yield from map(str, check.faults(stored))
    yield from map(str, check.unauthorised())
    with ledger.reading() as connection:
        yield from map(str, words_alone(connection, after=after))


def words_alone(connection: Connection, *, after: int = 0) -> Iterator[Fault]:
    """Words that stand at a position where there is no event, and rows of words without any."""
    alone = (
        select(stored_words.c.position, stored_words.c.disclosures == "")
        .outerjoin(stored_events, stored_events.c.position == stored_words.c.position)
        .where(or_(stored_events.c.position.is_(None), stored_words.c.disclosures == ""))
        .where(stored_words.c.position > after)
        .order_by(stored_words.c.position)
    )
    for position, empty in connection.execute(alone):
        lacks = "a row of words, but none in it" if empty else "words, but no event"
        yield Fault(f"Position {position} of the log has {lacks}.", position, field="words")


def versions_out_of_order(ledger: Ledger, connection: Connection) -> Iterator[Fault]:
    """Events whose version is not the count of their item's events so far; asked of the database,
    so that it takes no memory for each item."""
    c = stored_events.c
    of_item, in_order = c.originator_id, c.originator_version
    counted = select(
        c.position,
        c.originator_version.label("version"),
        over(func.row_number(), partition_by=of_item, order_by=in_order).label("count"),
        over(func.lag(c.position), partition_by=of_item, order_by=in_order).label("before"),
    ).subquery()
    wrong = (
        select(counted.c.position, counted.c["count"])
        .where(or_(counted.c.version != counted.c["count"], counted.c.before > counted.c.position))
        .order_by(counted.c.position)
    )
    for position, count in connection.execute(wrong):
        [stored] = ledger.log.select_notifications(position, 1)
        yield _wrong_version(stored, count)


@cache
def _names(event_class: type[Item.Event]) -> Sequence[str]:
    """The names of all that such an event has."""
    return [each.name for each in fields(event_class)]


def _read(state: bytes) -> Any:
    """What a state says; None where it is no JSON."""
    try:
        return json.loads(state)
    except ValueError:
        return None


def _is_stamp(recorded: str) -> bool:
    try:
        return stamp(datetime.fromisoformat(recorded)) == recorded
    except ValueError:
        return False
