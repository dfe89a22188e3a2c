"""The partnership that tests of the site start from: Kent's agencies, and one person for each role.

It was founded in the past, so that a test may stand on any later day.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import insert

from application.accounts import passwords
from application.accounts.people import accounts, add_account
from application.doing.access import HeldRole, Person
from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do
from tests.kent import OPERATOR, load_kent
from web.running.startup import open_ledger

FOUNDED = datetime(2024, 1, 8, 9, 30, tzinfo=UTC)
PASSWORD = "the words of the tests"
AGENCIES = {Role.SAAS_MEMBER: "kent-police"}
"""The agency of each person who belongs to one."""
PEOPLE = {
    role: Person(f"person-{role}", (HeldRole(role, AGENCIES.get(role, "")),)) for role in Role
}
"""Each of them, for doing things by the catalogue. A role's value is their name to sign in with."""


def found(database_url: str) -> None:
    """Record Kent's agencies and give each role to a person with an account."""
    ledger = open_ledger(database_url)
    ledger.now = lambda: FOUNDED
    quick = passwords.hasher.hash(PASSWORD)
    with ledger.writing() as connection:
        load_kent(ledger)
        people = [(OPERATOR, "os-user:operator", "OS user operator", "")]
        people += [(person, role, name_of(role), quick) for role, person in PEOPLE.items()]
        for person, sign_in, name, password in people:
            connection.execute(
                insert(accounts).values(
                    person=person.id,
                    sign_in=sign_in,
                    name=name,
                    password=password,
                    created_at=FOUNDED.isoformat(),
                    disabled_at="",
                    demonstration=True,
                )
            )
        for role, person in PEOPLE.items():
            do(ledger, "role.give", person=person.id, role=role, agency=AGENCIES.get(role, ""))
    ledger.close()


def name_of(role: Role) -> str:
    """What the person with that role is called."""
    return f"{role.label} of the tests"


def an_account(
    ledger: Ledger, *, sign_in: str, name: str, password: str, demonstration: bool = True
) -> str:
    """The person of a new account, of whom nothing is asked beyond the password."""
    hashed = passwords.hasher.hash(password)
    with ledger.writing() as connection:
        return add_account(
            connection, sign_in=sign_in, name=name, hashed=hashed, now=FOUNDED,
            demonstration=demonstration,
        )  # fmt: skip
