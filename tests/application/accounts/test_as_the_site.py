"""On PostgreSQL the site works as a role that may append to the log, and no more: all that people
do with accounts is within what it may."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from application.accounts import second_factor, sessions
from application.accounts.care import Caretaker, every_account
from application.accounts.own import Owner
from application.accounts.tries import TooManyTriesError
from application.ledger.ledger import Ledger
from domain.kernel.errors import DomainError
from tests.application.accounts.conftest import PASSWORD, SECOND, Door
from tests.databases import Shared
from web.running.startup import open_ledger

OWN = "three words of my own"


@pytest.fixture
def ledger(shared_database: Shared) -> Iterator[Ledger]:
    ledger = open_ledger(shared_database.site)
    yield ledger
    ledger.close()


def test_an_account_lives_from_its_first_password_to_its_erasure(door: Door) -> None:
    caretaker = Caretaker(door.ledger, door.side, by="the administrator")
    person = caretaker.add(sign_in="ann", name="Ann", password=PASSWORD)
    with pytest.raises(DomainError, match="already an account"):
        caretaker.add(sign_in="ann", name="Ann", password=PASSWORD)
    for _ in range(4):
        assert door.enter("ann", "wrong") is None
    with pytest.raises(TooManyTriesError):
        door.enter("ann")
    door.now += 5 * SECOND
    token = door.enter("ann")
    assert token
    with door.side.writing(wait=False) as connection:
        session = sessions.session_of(connection, token, now=door.now)
        assert session
        sessions.note_seen(connection, session, now=door.now)
    me = Owner(door.ledger, door.side, session, "192.0.2.1")
    me.change_password(PASSWORD, OWN)
    secret = second_factor.new_secret()
    code = second_factor.code_of(secret, now=door.now)
    recovery = me.set_up_second_factor(secret, code)
    me.prove_by_code(recovery[0])
    caretaker.rename(person, sign_in="anna", name="Anna")
    caretaker.disable(person)
    caretaker.enable(person)
    caretaker.erase(person)
    with door.ledger.reading() as connection:
        assert every_account(connection) == []
    assert door.log()[-1][0] == "person erased"
