"""Appends events to the log, in the order of the time at which they were recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import EventStore, Notification, Recording

from application.ledger.clock_watch import ClockWatch
from application.ledger.log.entries import EntryMapper, stamp
from application.ledger.log.recorder import Recorder
from domain.kernel.item import Item


class EntryStore(EventStore[UUID]):
    """What stands between the items and the recorder."""

    def __init__(self, mapper: EntryMapper, recorder: Recorder) -> None:
        super().__init__(mapper, recorder)
        self._mapper = mapper
        self._log = recorder
        self._watch = ClockWatch()

    def put(
        self, domain_events: Sequence[DomainEventProtocol[UUID]], **kwargs: Any
    ) -> list[Recording[UUID]]:
        """Append events. Those that come back have the time at which they were recorded."""
        with self._log.writing() as connection:
            last = self._log.end().recorded
            for event in domain_events[:1]:
                told = cast("Item.Event", event).timestamp
                self._watch.must_be_right(connection, log_end=last, told=told)
            events = list(_in_order(cast("Sequence[Item.Event]", domain_events), last))
            written = [self._mapper.to_stored_event(event) for event in events]
            positions = self._log.insert_events(written)
        return [
            Recording(
                event,
                Notification(
                    each.originator_id, each.originator_version, each.topic, each.state, position
                ),
            )
            for event, each, position in zip(events, written, positions, strict=True)
        ]


def _in_order(events: Iterable[Item.Event], last: str) -> Iterator[Item.Event]:
    """The events, none recorded before the one that it follows.

    A clock can be put back, and two programs' clocks differ; the log's time only goes forward, or
    “as at” a moment would not name one position.
    """
    for event in events:
        recorded = stamp(event.timestamp)
        if recorded < last:
            yield replace(event, timestamp=datetime.fromisoformat(last))
        else:
            last = recorded
            yield event
