"""A partnership with a large register, in a folder that is gone afterwards.

The folder is where Python's tempfile puts it; TMPDIR chooses the disk.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from rich.progress import track

from application import accounts, clock
from application.access import OPERATOR
from application.intents import perform
from application.ledger import Ledger
from application.role_grants import GIVE
from domain.item import london_date
from domain.matrix import KENT
from domain.risk import Forum, Kind, Measure, Risk
from domain.terms import Actor, Noun, Occasion, Reference, Role
from projections.agencies import members
from web.settings import Settings
from web.startup import initialise, open_ledger

RISKS = 10_000
_AT_ONCE = 500
_TEAM = Actor("benchmark", Role.BUSINESS_TEAM)
_SIGN_IN = "benchmark@example.org"


@dataclass(frozen=True)
class Partnership:
    """The ledger, where it is, which risks it holds, and the session of somebody signed in."""

    ledger: Ledger
    settings: Settings
    database: Path
    references: Sequence[str]
    token: str

    @property
    def middle(self) -> int:
        """The position half-way through the log."""
        return self.ledger.position() // 2


@contextmanager
def large_partnership() -> Iterator[Partnership]:
    """Kent's agencies, RISKS risks with five events each, and a session of the Business Team."""
    with tempfile.TemporaryDirectory(prefix="scrutiny-bench-") as folder:
        database = Path(folder) / "scrutiny.db"
        settings = Settings(f"sqlite:///{database}", secrets.token_hex(32))
        initialise(settings.database_url, agencies=True)
        with closing(open_ledger(settings.database_url)) as ledger:
            references = _fill(ledger)
            yield Partnership(ledger, settings, database, references, _sign_in(ledger))
            ledger.engine.dispose()


# ---------------------------------------------------------------- the register and its past


def _fill(ledger: Ledger) -> list[str]:
    """Tell every risk's story a chapter at a time, so that the log goes back and forth."""
    now = ledger.now()
    with ledger.reading() as connection:
        agencies = [reference for reference, _ in members(connection)]
    risks: list[Risk] = []
    chapters = len(_CHAPTERS) + 1
    for step in track(range(chapters * RISKS // _AT_ONCE), "Filling a register", transient=True):
        chapter, batch = divmod(step, RISKS // _AT_ONCE)
        numbers = range(batch * _AT_ONCE, (batch + 1) * _AT_ONCE)
        occasion = _occasion(now - timedelta(days=30 * (chapters - chapter)))
        if not chapter:
            risks += [_recorded(occasion, number, agencies) for number in numbers]
        else:
            for number in numbers:
                _CHAPTERS[chapter - 1](risks[number], occasion, number, agencies)
        with ledger.writing():
            ledger.save(*risks[numbers.start : numbers.stop])
    return [risk.reference for risk in risks]


def _occasion(moment: datetime) -> Occasion:
    return Occasion(_TEAM, moment, london_date(moment))


def _recorded(occasion: Occasion, number: int, agencies: Sequence[str]) -> Risk:
    return Risk.record(
        occasion,
        reference=str(Reference(Noun.RISK, occasion.on.year, number + 1)),
        kind=list(Kind)[number % 3],
        title=f"Strategy discussions start late in district {number}",
        cause="Rotas of the agencies no longer overlap at weekends and on bank holidays.",
        event="Discussions start after 24 hours, without everybody who should be there.",
        consequence="Children wait for protection, and decisions are taken without health.",
        theme="Workforce",
        raised_in=list(Forum)[number % 5],
        raised_by=agencies[number % len(agencies)],
    )


def _owned(risk: Risk, occasion: Occasion, number: int, agencies: Sequence[str]) -> None:
    owner_agency = agencies[number % len(agencies)]
    risk.assign_owner(occasion, owner_role="Assistant director", owner_agency=owner_agency)


def _assessed(risk: Risk, occasion: Occasion, number: int, agencies: Sequence[str]) -> None:
    risk.assess(
        occasion,
        matrix=KENT,
        measure=Measure.CURRENT,
        likelihood=1 + number % 5,
        impact=1 + number // 5 % 5,
    )


def _scheduled(risk: Risk, occasion: Occasion, number: int, agencies: Sequence[str]) -> None:
    review_on = occasion.on + timedelta(days=number % 180)
    risk.schedule_review(occasion, review_on=review_on, cadence=3)


def _aimed(risk: Risk, occasion: Occasion, number: int, agencies: Sequence[str]) -> None:
    risk.assess(occasion, matrix=KENT, measure=Measure.TARGET, likelihood=2, impact=1 + number % 3)


_CHAPTERS = (_owned, _assessed, _scheduled, _aimed)


# ---------------------------------------------------------------- somebody to read it


def _sign_in(ledger: Ledger) -> str:
    """The token of a session of somebody of the Business Team."""
    now, password = clock.now(), secrets.token_urlsafe()
    with ledger.writing() as connection:
        person = accounts.add_account(
            connection, sign_in=_SIGN_IN, name="Business Team", password=password, now=now
        )
    role = {"person": person, "role": "business_team", "from_on": date(2020, 1, 1).isoformat()}
    perform(ledger, GIVE, role, person=OPERATOR)
    with ledger.writing() as connection:
        session = accounts.sign_in(
            connection, sign_in=_SIGN_IN, password=password, address="127.0.0.1", now=now
        )
    assert session is not None
    return session[0]
