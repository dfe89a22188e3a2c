"""Somebody leaves for good: their roles end, which is on record, and their name goes."""

from __future__ import annotations

from datetime import date, timedelta

from application.accounts.care import Caretaker
from application.doing.access import Person
from application.doing.intents import perform
from application.ledger.clock import today
from application.nouns.partnership.role_grants import END
from domain.partnership.role_grant import RoleGrant
from projections.partnership.role_grants import grants_of

_REASON = "The person left for good, and their name was erased."


def erase(caretaker: Caretaker, person: str, *, acting: Person) -> None:
    """End every role that a person holds, and erase who they are. It cannot be undone.

    Raises DomainError where they are the only administrator, and then nothing has changed.
    """
    ledger, yesterday = caretaker.ledger, today() - timedelta(days=1)
    caretaker.may_erase(person)
    with ledger.writing() as connection:
        for row in grants_of(connection, person):
            over = row.to_on and row.to_on <= yesterday.isoformat()
            if over or ledger.get(RoleGrant, row.reference).why_not("end"):
                continue
            last = max(yesterday, date.fromisoformat(row.from_on) - timedelta(days=1))
            ending = {"to_on": last.isoformat(), "reason": _REASON}
            perform(ledger, END, ending, person=acting, reference=row.reference)
    caretaker.erase(person)
