"""Guessing is slowed down, and nobody is locked out by what somebody else does.

Who tries is counted by what they call themselves together with where they come from, so that a
stranger's failures delay neither the person at their own address nor others behind the same one.
After three failures each next one doubles the wait, up to a quarter of an hour; a try that
succeeds, or a day without any, ends it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import Connection, delete, func, select, text, update

from application.accounts.side import tries
from domain.kernel.errors import DomainError

FREE = 3
"""So many failures cost nothing."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)
MOST = 20_000
"""So many are counted at once; beyond, those who have not tried for longest are forgotten."""


class TooManyTriesError(DomainError):
    """It was tried too often; the sentence says when to try again. `noted`: was it before?"""

    def __init__(self, wait: timedelta, *, noted: bool) -> None:
        self.seconds = max(1, round(wait.total_seconds()))
        self.noted = noted
        super().__init__(f"That was tried too often. Wait {_spoken(self.seconds)} and try again.")


def take(connection: Connection, who: str, *, now: datetime) -> None:
    """Count a try before it is known whether it succeeds, so that many at once are counted, too.

    Raises TooManyTriesError while whoever it is has to wait.
    """
    moment = _text(now)
    failures = connection.scalar(_TAKE, {"who": who, "now": moment})
    here = tries.c.who == who
    if failures is None:
        waiting = connection.execute(select(tries).where(here)).one()
        raise TooManyTriesError(
            datetime.fromisoformat(waiting.free_at) - now,
            noted=waiting.refusal_noted == waiting.free_at,
        )
    free_at = _text(now + wait_after(failures))
    connection.execute(update(tries).where(here).values(free_at=free_at))
    if failures == 1:
        _keep_few(connection, now=now)


def note_refusal(connection: Connection, who: str) -> None:
    """Remember that the refusal is on record, so that refusing again and again fills no disk."""
    here = tries.c.who == who
    connection.execute(update(tries).where(here).values(refusal_noted=tries.c.free_at))


def forget(connection: Connection, who: str) -> None:
    """It succeeded: begin anew."""
    connection.execute(delete(tries).where(tries.c.who == who))


def wait_after(failures: int) -> timedelta:
    """How long nothing may be tried after so many failures."""
    if failures <= FREE:
        return timedelta(0)
    doublings = min(failures - FREE - 1, 20)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def network_of(address: str) -> str:
    """Where an address belongs: of IPv6 the /64, all of which is one household's or server's."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)


# The same words on both databases, and one statement, so that of many at once each is counted.
_TAKE = text(
    "INSERT INTO sign_in_tries (who, failures, tried_at, free_at, refusal_noted) "
    "VALUES (:who, 1, :now, :now, '') "
    "ON CONFLICT (who) DO UPDATE SET failures = sign_in_tries.failures + 1, tried_at = :now "
    "WHERE sign_in_tries.free_at <= :now RETURNING failures"
)


def _keep_few(connection: Connection, *, now: datetime) -> None:
    old = tries.c.tried_at < _text(now - FORGOTTEN_AFTER)
    connection.execute(delete(tries).where(old))
    count = connection.scalar(select(func.count()).select_from(tries)) or 0
    if count > MOST:
        oldest = select(tries.c.who).order_by(tries.c.tried_at).limit(count - MOST)
        connection.execute(delete(tries).where(tries.c.who.in_(oldest)))


def _spoken(seconds: int) -> str:
    if seconds < 60:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    minutes = -(-seconds // 60)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
