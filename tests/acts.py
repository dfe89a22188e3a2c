"""Doing things by the catalogue, as the site and the command line do, in one line of a test."""

from __future__ import annotations

from typing import Any

from application.doing.access import HeldRole, Person
from application.doing.intents import perform
from application.ledger.commands import Outcome
from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from domain.kernel.terms import Role
from tests.kent import OPERATOR

TEAM = Person("b7e1", (HeldRole(Role.BUSINESS_TEAM),))
CHAIR = Person("c4a1", (HeldRole(Role.SAAS_CHAIR),))
POLICE = Person("c0ffee", (HeldRole(Role.SAAS_MEMBER, "kent-police"),))
COUNCIL = Person("cc01", (HeldRole(Role.SAAS_MEMBER, "kent-county-council"),))
SCRUTINEER = Person("5c27", (HeldRole(Role.SCRUTINEER),))
EXECUTIVE = Person("e5ec", (HeldRole(Role.EXECUTIVE),))
AUDITOR = Person("a0d1", (HeldRole(Role.AUDITOR),))


def do(
    ledger: Ledger,
    name: str,
    reference: str = "",
    /,
    *,
    by: Person = OPERATOR,
    version: int | None = None,
    command: str = "",
    confirmed: bool = False,
    anyway: str = "",
    asks: bool = False,
    **data: Any,
) -> Outcome:
    """Perform the intent of that name with the data.

    What looks like something that is there is another one, unless the test `asks` for that.
    """
    return perform(
        ledger, CATALOGUE[name], data,
        person=by, reference=reference, version=version, command=command,
        confirmed=confirmed, anyway=anyway, another=lambda item: not asks,
    )  # fmt: skip


def record(ledger: Ledger, title: str = "Fewer strategy discussions", **data: Any) -> str:
    """Record a risk and return its reference."""
    return do(ledger, "risk.record", **{"kind": "risk", "title": title} | data).reference


def join(ledger: Ledger, name: str = "Kent Police", kind: str = "police", **data: Any) -> str:
    """Make an agency a member and return its reference."""
    return do(ledger, "agency.join", name=name, kind=kind, **data).reference
