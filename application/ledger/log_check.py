"""Whether the log is whole: nothing missing, doubled or altered, everything readable."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from application.ledger.entries import EntryMapper, Stored, entry_of, leaf, stamp
from application.ledger.ledger import Ledger
from application.ledger.log_tables import stored_events, stored_words
from application.ledger.storage.faults import StorageError
from application.ledger.words_apart import BETWEEN, DIGESTS, to_json
from domain.kernel.terms import item_id

BATCH = 500


class LogCheck:
    """Is shown one event after the other, in the order of the log, and says what is wrong.

    `after`: the position after which it begins; of what is before that it knows nothing.
    """

    def __init__(self, *, after: int = 0) -> None:
        self._mapper = EntryMapper()
        self._versions: dict[UUID | str, int] = {}
        self._from_the_start = not after
        self._recorded = ""
        self.position = after
        """The position that was seen last."""

    def faults(self, stored: Stored) -> Iterator[str]:
        """What is wrong with the next event of the log, in sentences."""
        yield from self._out_of_order(stored)
        yield from self._altered(stored)
        yield from self._unreadable(stored)

    def _out_of_order(self, stored: Stored) -> Iterator[str]:
        expected, self.position = self.position + 1, stored.id
        if stored.id != expected:
            yield f"Position {expected} of the log is missing; {stored.id} follows."
        version = self._next_version(stored)
        self._versions[stored.originator_id] = stored.originator_version
        if stored.originator_version != version:
            yield (
                f"Position {stored.id}: version {stored.originator_version} of an item stands "
                f"where its version {version} should."
            )
        last, self._recorded = self._recorded, stored.recorded
        if stored.recorded < last:
            yield (
                f"Position {stored.id} was recorded at {stored.recorded}, before the one that it "
                f"follows ({last})."
            )

    def _next_version(self, stored: Stored) -> int:
        known = self._versions.get(stored.originator_id)
        if known is None:
            return 1 if self._from_the_start else stored.originator_version
        return known + 1

    def _altered(self, stored: Stored) -> Iterator[str]:
        if item_id(stored.item) != stored.originator_id:
            yield f"Position {stored.id} names {stored.item}, but belongs to another item."
        if leaf(entry_of(stored)) != stored.leaf:
            yield f"Position {stored.id} was altered: its leaf does not fit."
        elif not _is_canonical(stored.state):
            yield f"Position {stored.id} is not written in the form of the log."
        elif not _is_stamp(stored.recorded):
            yield f"Position {stored.id}: “{stored.recorded}” is no time of the log."

    def _unreadable(self, stored: Stored) -> Iterator[str]:
        try:
            event = self._mapper.to_domain_event(stored)
        except StorageError as error:
            yield str(error)
            return
        if missing := [
            each.name for each in fields(type(event)) if not hasattr(event, each.name)
        ]:  # fmt: skip
            yield f"Position {stored.id} cannot be read: it has no {', '.join(missing)}."
        elif _words_there(stored) < _words_written(stored):
            yield f"Position {stored.id}: words of it are missing, and no event says that they go."


def check_log(ledger: Ledger, *, after: int = 0) -> Iterator[str]:
    """Everything that is wrong with the log after a position, in sentences; none: it is whole."""
    check = LogCheck(after=after)
    while batch := ledger.log.select_notifications(check.position, BATCH, inclusive_of_start=False):
        for stored in batch:
            yield from check.faults(stored)
    yield from _words_alone(ledger, after=after)


def _words_alone(ledger: Ledger, *, after: int) -> Iterator[str]:
    """Words that stand at a position where there is no event."""
    alone = (
        select(stored_words.c.position)
        .outerjoin(stored_events, stored_events.c.position == stored_words.c.position)
        .where(stored_events.c.position.is_(None), stored_words.c.position > after)
        .order_by(stored_words.c.position)
    )
    with ledger.reading() as connection:
        for position in connection.scalars(alone):
            yield f"Position {position} of the log has words, but no event."


def _is_canonical(state: bytes) -> bool:
    try:
        return to_json(json.loads(state)).encode() == state
    except ValueError:
        return False


def _is_stamp(recorded: str) -> bool:
    try:
        return stamp(datetime.fromisoformat(recorded)) == recorded
    except ValueError:
        return False


def _words_there(stored: Stored) -> int:
    return len(stored.words.split(BETWEEN)) if stored.words else 0


def _words_written(stored: Stored) -> int:
    return len(json.loads(stored.state).get(DIGESTS, ()))
