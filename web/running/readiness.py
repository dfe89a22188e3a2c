"""Whether the ledger can be used: read, written to, and of the version that this program knows.

It is looked into at most once in a few seconds, however often it is asked.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from sqlalchemy import text

from application.accounts.side import SideRecords
from application.accounts.signs import TICK, TRIAL, last_sign, leave_sign, tick_is_late
from application.ledger.ledger import Ledger
from application.ledger.storage.database import for_writing
from application.ledger.storage.faults import BUSY, FAULTS, explain
from web.running.startup import must_be_up_to_date

EVERY_SECONDS = 5.0


@dataclass(frozen=True)
class State:
    """What was found. `fault`: what stands in the way, by its name; "" where nothing does."""

    fault: str = ""
    position: int | None = None
    last_tick: datetime | None = None
    late: bool = False
    """Whether `scrutiny tick` has not run for too long. The ledger can be used all the same."""

    @property
    def ready(self) -> bool:
        """Whether the ledger can be used."""
        return not self.fault


class Readiness:
    """Looks into one ledger and its side records."""

    def __init__(self, ledger: Callable[[], Ledger], side: Callable[[], SideRecords]) -> None:
        self._ledger = ledger
        self._side = side
        self._one_at_a_time = threading.Lock()
        self._found: tuple[float, State] | None = None

    def state(self) -> State:
        """What is so now, or was a few seconds ago."""
        with self._one_at_a_time:
            if self._found is None or monotonic() - self._found[0] >= EVERY_SECONDS:
                self._found = monotonic(), self._look()
            return self._found[1]

    def _look(self) -> State:
        ledger, side = self._ledger(), self._side()
        try:
            must_be_up_to_date(ledger)
            if ledger.log.fault_of_files():
                return State("stopped")
            _try_to_write(ledger, side)
            with side.reading() as connection:
                last = last_sign(connection, TICK)
            return State("", ledger.position(), last, tick_is_late(last, now=ledger.now()))
        except FAULTS as error:
            return State(explain(error).name)


def _try_to_write(ledger: Ledger, side: SideRecords) -> None:
    """Leave a sign in the side records; where they are another file, try the ledger's, too.

    Of the log itself nothing is touched, and nobody is kept waiting.
    """
    with _unless_somebody_writes():
        leave_sign(side, TRIAL, now=ledger.now(), wait=False)
    if not side.in_ledger:
        with (
            _unless_somebody_writes(),
            for_writing(ledger.engine, patience=0).connect() as connection,
            connection.begin() as trial,
        ):
            connection.execute(_TRIAL)
            trial.rollback()


_TRIAL = text("UPDATE alembic_version SET version_num = version_num")


@contextmanager
def _unless_somebody_writes() -> Iterator[None]:
    """Whoever writes at the moment shows that it can be written to."""
    try:
        yield
    except FAULTS as error:
        if explain(error).name != BUSY.name:
            raise
