"""A leap of the machine's clock stops writing, until somebody says that the clock is right.

What is recorded at a wrong time cannot be taken back. How much time has passed is told by another
clock of the machine, which counts from its start and which nobody sets: the first writer after
each start keeps a reading of both, and whoever writes later compares. So an idle ledger is no leap.
What cannot be told is a clock that is ahead when the machine starts: that looks like a machine that
was switched off for as long. One that is behind the log then is told by the log.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Column, Connection, Float, String, Table, insert, select

from application.ledger.log.entries import stamp
from application.ledger.storage.database import permanent
from application.ledger.storage.faults import StorageError
from domain.kernel.item import long_moment

AHEAD = timedelta(days=1)
BACK = timedelta(minutes=1)
"""How far a clock may be set without anybody being asked: it is put right a little all the time."""
_SAME = timedelta(seconds=2)

readings = Table(
    "clock_readings",
    permanent,
    Column("boot", String(36), primary_key=True),  # which start of which machine
    Column("ran", Float(53), primary_key=True),  # seconds since then
    Column("at", String(27), nullable=False),  # what the clock said
    Column("log_end", String(27), nullable=False),  # the end of the log that it may be behind
    Column("person", String(64), nullable=False),  # who said that it is right; "": nobody had to
)


class ClockLeaptError(StorageError):
    """The clock of the machine leapt, or is behind the log; the sentence says how far."""


@dataclass(frozen=True)
class Reading:
    """What both clocks said: `ran` seconds after the start `boot` of the machine it was `at`.

    `log_end` is when the log ended that the clock may be behind, as the log has it; "" none.
    """

    boot: str
    ran: float
    at: datetime
    log_end: str = ""


def the_machines() -> Reading:
    """Both clocks of this machine, now."""
    boot = ""
    with suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return Reading(boot, _ran(), _now())


def _now() -> datetime:
    return datetime.fromtimestamp(time.clock_gettime(time.CLOCK_REALTIME), tz=UTC)


def _ran() -> float:
    # It goes on while the machine sleeps.
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class ClockWatch:
    """What one program knows of the clocks of its machine."""

    def __init__(self, machine: Callable[[], Reading] = the_machines) -> None:
        self._machine = machine
        self._right: Reading | None = None

    def must_be_right(self, connection: Connection, *, log_end: str, told: datetime) -> None:
        """Raise ClockLeaptError where the clock cannot be trusted with what is recorded now.

        Call it under the log's lock. What was `told` by another clock than the machine's, as in a
        story of past days, is not looked at.
        """
        if abs(told - _now()) > _SAME:
            return
        now = self._machine()
        if self._right is None:
            self._right = _latest(connection, now.boot) or _noted(connection, now)
        if _fault(now, self._right, log_end):
            # Somebody may have said meanwhile that it is right.
            self._right = _latest(connection, now.boot) or self._right
            if fault := _fault(now, self._right, log_end):
                raise ClockLeaptError(
                    f"{fault} Nothing is recorded until an administrator has set the clock, or "
                    "says that it is right: “scrutiny clock confirm”.",
                    visitor="The clock of the server leapt, so nothing is recorded until an "
                    "administrator has looked at it. Tell them.",
                    name="clock",
                )


def confirm(connection: Connection, *, log_end: str, person: str) -> Reading:
    """Keep that somebody says: the clock of this machine is right now."""
    return _noted(connection, the_machines(), log_end=log_end, person=person)


def _noted(connection: Connection, now: Reading, *, log_end: str = "", person: str = "") -> Reading:
    row = {"boot": now.boot, "ran": now.ran, "at": stamp(now.at), "log_end": log_end}
    connection.execute(insert(readings), {**row, "person": person})
    return Reading(now.boot, now.ran, now.at, log_end)


def _latest(connection: Connection, boot: str) -> Reading | None:
    latest = select(readings).where(readings.c.boot == boot).order_by(readings.c.ran.desc())
    found = connection.execute(latest.limit(1)).first()
    if found is None:
        return None
    return Reading(boot, found.ran, datetime.fromisoformat(found.at), found.log_end)


def _fault(now: Reading, right: Reading, log_end: str) -> str:
    """What is wrong with the clock, in a sentence; "": nothing."""
    leap = (now.at - right.at) - timedelta(seconds=now.ran - right.ran)
    said = long_moment(now.at)
    if leap > AHEAD:
        return f"The clock of this machine leapt ahead by {_long(leap)}, to {said}."
    if leap < -BACK:
        return f"The clock of this machine was put back by {_long(-leap)}, to {said}."
    if log_end > max(right.log_end, stamp(now.at + BACK)):
        ended = datetime.fromisoformat(log_end)
        return (
            f"The clock of this machine says {said}, which is {_long(ended - now.at)} before the "
            f"last entry of the log, of {long_moment(ended)}."
        )
    return ""


def _long(time: timedelta) -> str:
    hours = round(time / timedelta(hours=1))
    if hours < 2:
        return f"{round(time / timedelta(minutes=1))} minutes"
    return f"{hours} hours" if hours < 48 else f"{round(hours / 24)} days"
