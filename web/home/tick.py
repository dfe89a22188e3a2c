"""Whether `scrutiny tick` still runs, for those who would have to see to it."""

from __future__ import annotations

from application.accounts.signs import TICK, last_sign, tick_is_late
from application.ledger.storage.faults import FAULTS
from domain.kernel.item import long_moment
from web.view import ledger, reading, side


def late_tick() -> str:
    """A sentence where it has not run for too long; "" where it has, or nobody can know."""
    records = side()
    try:
        if records.in_ledger:
            last = last_sign(reading(), TICK)
        else:
            with records.reading() as connection:
                last = last_sign(connection, TICK)
    except FAULTS:
        return ""
    if not tick_is_late(last, now=ledger().now()):
        return ""
    since = f"since {long_moment(last)}" if last else "yet"
    return (
        f"“scrutiny tick” has not run {since}. It puts on record which stages have become overdue "
        "and should run once a day. Ask whoever runs the server to see to it."
    )
