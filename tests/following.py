"""Following recommendations and actions by the catalogue, each step in one line of a test."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from application.doing.access import HeldRole, Person
from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import POLICE, SCRUTINEER, TEAM, do, join

LSP = Person("15b0", (HeldRole(Role.LSP),))
HEALTH = Person("4ea1", (HeldRole(Role.SAAS_MEMBER, "nhs"),))
SECOND_OF_TEAM = Person("b7e2", (HeldRole(Role.BUSINESS_TEAM),))

TODAY = date(2026, 5, 12)
NAMES = {"kent-police": "Kent Police", "kent-county-council": "Kent County Council", "nhs": "NHS"}


def stand_on(ledger: Ledger, day: date) -> None:
    """From now on it is nine in the morning of that day in UTC."""
    ledger.now = lambda: datetime.combine(day, time(9), tzinfo=UTC)


def found(ledger: Ledger) -> None:
    """Three agencies, years ago; then it is 12 May 2026."""
    stand_on(ledger, date(2020, 1, 6))
    for reference, name in NAMES.items():
        assert join(ledger, name, "relevant") == reference
    stand_on(ledger, TODAY)


def receive(ledger: Ledger, **data: Any) -> str:
    """Record a recommendation of independent scrutiny that Kent Police owns."""
    given = {
        "source": "independent_scrutiny",
        "title": "Review of the front door",
        "words": "Agree one threshold document.",
        "owner_role": "Superintendent",
        "owner_agency": "kent-police",
        "due_words": "2026-12-31",
    }
    return do(ledger, "recommendation.receive", by=TEAM, **{**given, **data}).reference


def set_action(ledger: Ledger, **data: Any) -> str:
    """Set an action for Kent Police."""
    given = {
        "title": "Write it",
        "owner_role": "Superintendent",
        "owner_agency": "kent-police",
        "due_on": "2026-12-31",
    }
    return do(ledger, "action.set", by=TEAM, **{**given, **data}).reference


def noun_of(reference: str) -> str:
    return {"REC": "recommendation", "ACT": "action"}[reference[:3]]


def add_evidence(ledger: Ledger, reference: str, by: Person = POLICE, **data: Any) -> None:
    """Put a link forward."""
    given = {"kind": "document", "title": "Document", "link": "https://kent.example/it"}
    do(ledger, f"{noun_of(reference)}.add_evidence", reference, by=by, **(data or given))


def submit(ledger: Ledger, reference: str, by: Person = POLICE) -> None:
    """Answer it, put evidence forward and claim that it is done, all by one person."""
    if noun_of(reference) == "recommendation":
        do(ledger, "recommendation.respond", reference, by=by, response="accepted")
    add_evidence(ledger, reference, by)
    claim(ledger, reference, by)


def claim(ledger: Ledger, reference: str, by: Person = POLICE) -> None:
    """Claim that it is done."""
    do(ledger, f"{noun_of(reference)}.submit", reference, by=by, claim="It is done.")


def verify(ledger: Ledger, reference: str, by: Person = SCRUTINEER, **data: Any) -> None:
    """Find that it is done."""
    closing = {"closing": "implemented"} if noun_of(reference) == "recommendation" else {}
    given = {**closing, "finding": "Seen in use.", "unchecked": "It is public.", **data}
    do(ledger, f"{noun_of(reference)}.verify", reference, by=by, **given)


def return_it(ledger: Ledger, reference: str, by: Person = SCRUTINEER) -> None:
    """Find that it is not done."""
    do(ledger, f"{noun_of(reference)}.return_it", reference, by=by, reason="Nobody uses it.")


def redate(ledger: Ledger, reference: str, due_on: str, by: Person = POLICE) -> None:
    """Ask for another due date, and have it approved by somebody else."""
    noun = noun_of(reference)
    do(ledger, f"{noun}.ask_redate", reference, by=by, due_on=due_on, reason="Vacant posts.")
    do(ledger, f"{noun}.approve_redate", reference, by=TEAM)
