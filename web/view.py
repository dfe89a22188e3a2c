"""What a view needs to know of the request it answers: the ledger, the reader, the moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from flask import current_app, g, request
from sqlalchemy import Connection, select

from application.doing import access
from application.ledger.clock import today
from application.ledger.ledger import Ledger
from domain.kernel.errors import DomainError
from domain.kernel.terms import Sight
from projections.audit.audit_trail import audit_trail, end_of, position_at
from projections.recommendations.follow_up import Limits, limits_on
from projections.versioned import Moment
from web.moments import parse_when


def ledger() -> Ledger:
    """The ledger that the site was opened on."""
    return cast("Ledger", current_app.extensions["ledger"])


def person() -> access.Person:
    """Whoever is signed in."""
    return cast("access.Person", g.person)


def sight() -> Sight:
    """What the reader may see."""
    return access.sight(person())


@dataclass(frozen=True)
class View:
    """The moment that a page shows, and the banner that says so when it is not now."""

    moment: Moment
    banner: dict[str, Any] | None
    query: dict[str, Any]
    """What links of the page carry along to stay at the moment."""

    @property
    def position(self) -> int:
        """The position of the log that the page shows."""
        return ledger().position() if self.moment.position is None else self.moment.position


def moment_asked_for(connection: Connection, name: str = "as-at") -> View:
    """The moment in the address (`?as-at=2026-03-31`, `?as-at=%2342`), or now.

    Raises DomainError when it makes no sense.
    """
    words = request.args.get(name, "").strip()
    if not words:
        return View(Moment(today()), None, {})
    moment = parse_when(connection, words)
    query = select(audit_trail.c.recorded_at).where(audit_trail.c.position == moment.position)
    recorded_at = connection.scalar(query)
    banner = {
        "position": moment.position,
        "moment": recorded_at,
        "on": moment.on,
        "now_href": without(name) or request.path,
    }
    return View(moment, banner, {name: words})


QUARTER = timedelta(days=91)
"""How far back a comparison goes unless the reader chooses: the Executive meets quarterly."""


def earlier_asked_for(connection: Connection, moment: Moment) -> Moment | None:
    """The moment to compare with (`?since=2026-03-31`), if the address names one.

    Raises DomainError when it makes no sense or comes after the page's own moment.
    """
    words = request.args.get("since", "").strip()
    if not words:
        return None
    earlier: Moment = parse_when(connection, words)
    if earlier.on > moment.on:
        raise DomainError("The date to compare with must not be after the date of the page.")
    return earlier


def since_asked_for(connection: Connection, moment: Moment) -> Moment:
    """The moment to compare with: the one in the address, or a quarter before the page's own."""
    return earlier_asked_for(connection, moment) or _a_quarter_before(connection, moment)


def limits(on: date) -> Limits:
    """Which dates count as soon and as long ago on a day."""
    return limits_on(on, deadlines=ledger().deadlines, calendar=ledger().calendar)


def _a_quarter_before(connection: Connection, moment: Moment) -> Moment:
    day = moment.on - QUARTER
    return Moment(day, position_at(connection, end_of(day)))


def without(*names: str) -> str:
    """The query of the address without these and back on the first page: `?band=High`, or ""."""
    kept = [pair for pair in request.args.items(multi=True) if pair[0] not in (*names, "page")]
    return f"?{urlencode(kept)}" if kept else ""
