"""Whether the log is whole: nothing missing, nothing doubled, everything readable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from uuid import UUID

from eventsourcing.persistence import Notification

from application.ledger.ledger import Ledger
from domain.kernel.item import TOPICS, Item
from domain.kernel.terms import item_id

BATCH = 500


class LogCheck:
    """Is shown one event after the other, in the order of the log, and says what is wrong."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._versions: dict[UUID | str, int] = {}
        self.position = 0
        """The position that was seen last."""

    def faults(self, stored: Notification) -> Iterator[str]:
        """What is wrong with the next event of the log, in sentences."""
        expected, self.position = self.position + 1, stored.id
        if stored.id != expected:
            yield f"Position {expected} of the log is missing; {stored.id} follows."
        version = self._versions.get(stored.originator_id, 0) + 1
        self._versions[stored.originator_id] = stored.originator_version
        if stored.originator_version != version:
            yield (
                f"Position {stored.id}: version {stored.originator_version} of an item stands "
                f"where its version {version} should."
            )
        yield from self._unreadable(stored)

    def _unreadable(self, stored: Notification) -> Iterator[str]:
        if stored.topic not in TOPICS:
            yield f"Position {stored.id}: this program knows no event {stored.topic}."
            return
        try:
            event = self._ledger.mapper.to_domain_event(stored)
        except Exception as error:  # whatever is wrong with it, it cannot be read
            yield f"Position {stored.id} cannot be read: {error}."
            return
        if not isinstance(event, Item.Event):
            yield f"Position {stored.id} is not an event of an item."
        elif missing := [each.name for each in fields(event) if not hasattr(event, each.name)]:
            yield f"Position {stored.id} cannot be read: it has no {', '.join(missing)}."
        elif item_id(event.reference) != stored.originator_id:
            yield f"Position {stored.id} names {event.reference}, but belongs to another item."


def check_log(ledger: Ledger) -> Iterator[str]:
    """Everything that is wrong with the log, in sentences; none: it is whole."""
    check = LogCheck(ledger)
    while batch := ledger.recorder.select_notifications(
        check.position, BATCH, inclusive_of_start=False
    ):
        for stored in batch:
            yield from check.faults(stored)
