"""A partnership with much on its lists, in a folder that is gone afterwards.

The folder is where Python's tempfile puts it; TMPDIR chooses the disk.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.progress import track

from application.accounts import passwords
from application.accounts.people import account_outside, add_account
from application.accounts.side import SideRecords
from application.accounts.signing_in import Visitor, sign_in
from application.doing.access import Person, operator
from application.doing.intents import perform
from application.founding import found, shipped
from application.ledger import clock
from application.ledger.ledger import Ledger
from application.nouns.partnership.role_grants import GIVE
from domain.kernel.days.calendar import NO_HOLIDAYS
from domain.kernel.deciding.evidence import EvidenceKind
from domain.kernel.deciding.minutes import Minute
from domain.kernel.followed import DEADLINES
from domain.kernel.item import Item, london_date
from domain.kernel.terms import Actor, Occasion, Reference, Role
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import CLOSERS, Response, Source
from domain.risks.risk import Risk
from domain.risks.vocabulary import Forum, Kind, Measure
from projections.partnership.agencies import members
from web.moments import look
from web.running.settings import Settings
from web.running.startup import initialise, open_ledger

SHIPPED = shipped()
MATRIX = SHIPPED.settled.matrix
RISKS = 10_000
RECOMMENDATIONS = 10_000
_AT_ONCE = 500
_TEAM = Actor("benchmark", Role.BUSINESS_TEAM)
_EXECUTIVE = Actor("executive", Role.EXECUTIVE)
_CLOSED_BY_THE_EXECUTIVE = tuple(
    source for source, closers in CLOSERS.items() if Role.EXECUTIVE in closers.roles
)
_SIGN_IN = "benchmark@example.org"


@dataclass(frozen=True)
class Partnership:
    """The ledger, where it is, which items it holds, and the session of somebody signed in."""

    ledger: Ledger
    settings: Settings
    references: Sequence[str]
    token: str

    @property
    def database(self) -> Path:
        """The file that it is, on SQLite."""
        return Path(self.settings.database_url.removeprefix("sqlite:///"))

    @property
    def middle(self) -> int:
        """The position half-way through the log."""
        return self.ledger.position() // 2


@dataclass(frozen=True)
class Story:
    """How many items there are, how each comes to be, and what then happens to each in turn."""

    count: int
    begin: Callable[[Occasion, int, Sequence[str]], Item]
    chapters: Sequence[Callable[[Any, Occasion, int, Sequence[str]], None]]


@contextmanager
def large_partnership(story: Story, *, url: str = "") -> Iterator[Partnership]:
    """Kent's agencies, the items of a story, and a session of the Business Team.

    `url` is an empty database; "" for a SQLite file.
    """
    with tempfile.TemporaryDirectory(prefix="scrutiny-bench-") as folder:
        settings = Settings(url or f"sqlite:///{folder}/scrutiny.db", secrets.token_hex(32))
        long_ago = clock.now() - timedelta(days=365)
        initialise(settings.database_url)
        with closing(open_ledger(settings.database_url)) as ledger:
            found_kents(ledger, now=lambda: long_ago)
            references = _fill(ledger, story)
            yield Partnership(ledger, settings, references, _sign_in(ledger))
            ledger.engine.dispose()


def found_kents(ledger: Ledger, *, now: Callable[[], datetime] = clock.now) -> None:
    """Found the partnership that is shipped, at that moment."""
    ledger.now = now
    found(ledger, SHIPPED, person=somebody(ledger))
    ledger.now = clock.now


def somebody(ledger: Ledger) -> Person:
    """Whoever runs the benchmark, by an account without sign-in."""
    with ledger.writing() as connection:
        account = account_outside(
            connection, known_as="benchmark", name="Whoever measures", now=ledger.now()
        )
    return operator(account)


# ---------------------------------------------------------------- the register and its past


def _fill(ledger: Ledger, story: Story) -> list[str]:
    """Tell every item's story a chapter at a time, so that the log goes back and forth."""
    now = ledger.now()
    with ledger.reading() as connection:
        agencies = [reference for reference, _ in members(look(ledger, connection, ""))]
    items: list[Item] = []
    chapters = len(story.chapters) + 1
    batches = story.count // _AT_ONCE
    for step in track(range(chapters * batches), "Filling a partnership", transient=True):
        chapter, batch = divmod(step, batches)
        numbers = range(batch * _AT_ONCE, (batch + 1) * _AT_ONCE)
        occasion = _occasion(now - timedelta(days=30 * (chapters - chapter)))
        if not chapter:
            items += [story.begin(occasion, number, agencies) for number in numbers]
        else:
            for number in numbers:
                story.chapters[chapter - 1](items[number], occasion, number, agencies)
        with ledger.writing():
            ledger.save(*items[numbers.start : numbers.stop])
    return [item.reference for item in items]


def _occasion(moment: datetime) -> Occasion:
    return Occasion(_TEAM, moment, london_date(moment))


def _recorded(occasion: Occasion, number: int, agencies: Sequence[str]) -> Risk:
    return Risk.record(
        occasion,
        reference=str(Reference(Risk.prefix, occasion.on.year, number + 1)),
        kind=list(Kind)[number % 3],
        title=f"Strategy discussions start late in district {number}",
        cause="Rotas of the agencies no longer overlap at weekends and on bank holidays.",
        event="Discussions start after 24 hours, without everybody who should be there.",
        consequence="Children wait for protection, and decisions are taken without health.",
        theme="Workforce",
        raised_in=list(Forum)[number % 5],
        raised_by=agencies[number % len(agencies)],
        matrix=MATRIX,
    )


def _owned(risk: Risk, occasion: Occasion, number: int, agencies: Sequence[str]) -> None:
    owner_agency = agencies[number % len(agencies)]
    risk.assign_owner(occasion, owner_role="Assistant director", owner_agency=owner_agency)


def _assessed(risk: Risk, occasion: Occasion, number: int, agencies: Sequence[str]) -> None:
    risk.assess(
        occasion,
        matrix=MATRIX,
        measure=Measure.CURRENT,
        likelihood=1 + number % 5,
        impact=1 + number // 5 % 5,
    )


def _scheduled(risk: Risk, occasion: Occasion, number: int, agencies: Sequence[str]) -> None:
    review_on = occasion.on + timedelta(days=number % 180)
    risk.schedule_review(occasion, review_on=review_on, cadence=3)


def _aimed(risk: Risk, occasion: Occasion, number: int, agencies: Sequence[str]) -> None:
    risk.assess(
        occasion, matrix=MATRIX, measure=Measure.TARGET, likelihood=2, impact=1 + number % 3
    )


THE_RISKS = Story(RISKS, _recorded, (_owned, _assessed, _scheduled, _aimed))


# ---------------------------------------------------------------- the recommendations


def _received(occasion: Occasion, number: int, agencies: Sequence[str]) -> Recommendation:
    occasion = replace(occasion, on=occasion.on - timedelta(days=number // 20 % 28))
    sources = _CLOSED_BY_THE_EXECUTIVE if number % 3 == 0 else tuple(Source)
    return Recommendation.receive(
        occasion,
        reference=str(Reference(Recommendation.prefix, occasion.on.year, number + 1)),
        source=sources[number % len(sources)],
        title=f"Review {number // 20}",
        publisher="Independent Scrutineer",
        published="2026-01",
        number=str(number % 20 + 1),
        words=f"Start every strategy discussion of district {number} within 24 hours.",
        themes=[f"Theme {number % 40}", "Workforce"],
        owner_role="Assistant director",
        owner_agency=agencies[number % len(agencies)],
        due_words=(occasion.on + timedelta(days=number % 360)).isoformat(),
    )


def _answered(item: Recommendation, occasion: Occasion, number: int, _: Sequence[str]) -> None:
    item.respond(occasion, response=Response.ACCEPTED)


def _evidenced(item: Recommendation, occasion: Occasion, number: int, _: Sequence[str]) -> None:
    link = f"https://partnership.example/{number}"
    item.add_evidence(occasion, kind=EvidenceKind.DOCUMENT, title="Rota", link=link)


def _claimed(item: Recommendation, occasion: Occasion, number: int, _: Sequence[str]) -> None:
    if number % 3 == 2:
        item.plan(occasion, plan="Rotas of the agencies are drawn up together.")
    else:
        item.submit(occasion, claim="All rotas overlap.", calendar=NO_HOLIDAYS, deadlines=DEADLINES)


def _ended(item: Recommendation, occasion: Occasion, number: int, agencies: Sequence[str]) -> None:
    """A third each: verified, awaiting verification, and still under way."""
    executive = replace(_EXECUTIVE, agency=agencies[(number + 1) % len(agencies)])
    other = replace(occasion, by=executive, on=occasion.on - timedelta(days=number % 28))
    if number % 3 == 0:
        item.verify(
            other, finding="Seen in the rotas of June.", unchecked="They hang on the wall.",
            minute=Minute(power="Scheme of delegation, 4.2"),
        )  # fmt: skip
    elif number % 3 == 1:
        item.check_evidence(other, evidence=1, finding="It is this year's.")
    else:
        item.report_progress(occasion, progress="Two of five rotas overlap.")


THE_RECOMMENDATIONS = Story(RECOMMENDATIONS, _received, (_answered, _evidenced, _claimed, _ended))


# ---------------------------------------------------------------- somebody to read it


def _sign_in(ledger: Ledger) -> str:
    """The token of a session of somebody of the Business Team."""
    now, password = clock.now(), secrets.token_urlsafe()
    hashed = passwords.accepted(password)
    with ledger.writing() as connection:
        person = add_account(
            connection, sign_in=_SIGN_IN, name="Business Team", hashed=hashed, now=now
        )
    role = {"person": person, "role": "business_team", "from_on": date(2020, 1, 1).isoformat()}
    perform(ledger, GIVE, role, person=somebody(ledger))
    side = SideRecords(ledger.engine)
    token = sign_in(ledger, side, name=_SIGN_IN, password=password, visitor=Visitor("127.0.0.1"))
    side.close()
    assert token is not None
    return token
