"""What somebody does with their own account, and how codes are used up."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from application.accounts import second_factor, sessions
from application.accounts.own import Owner
from application.accounts.people import accounts
from application.accounts.tries import FREE, TooManyTriesError
from application.ledger.ledger import Ledger
from domain.kernel.errors import DomainError
from tests.application.accounts.conftest import PASSWORD, SECOND, Door
from tests.databases import databases as databases  # on both dialects

NEW = "quite another sentence"
STEP = second_factor.STEP * SECOND


@pytest.fixture
def ledger(ledger_on_each: Ledger) -> Ledger:
    return ledger_on_each


def owner(door: Door, token: str) -> Owner:
    with door.side.reading() as connection:
        session = sessions.session_of(connection, token, now=door.now)
    assert session
    return Owner(door.ledger, door.side, session, "192.0.2.1")


@pytest.fixture
def me(door: Door, person: str) -> Owner:
    return owner(door, door.token())


@pytest.fixture
def secret(door: Door, me: Owner) -> str:
    """The secret of the authenticator that was set up a minute ago."""
    secret = second_factor.new_secret()
    me.set_up_second_factor(secret, second_factor.code_of(secret, now=door.now))
    door.now += 2 * STEP
    return secret


def test_who_changes_their_password_ends_their_other_sessions(door: Door, me: Owner) -> None:
    other = door.token()
    me.change_password(PASSWORD, NEW)
    assert [each.key for each in me.sessions()] == [me.session.key]
    assert door.enter() is None
    assert door.enter(password=NEW)
    assert other
    assert door.log()[2][0] == "password changed"


def test_a_password_is_changed_by_whoever_knows_it(door: Door, me: Owner) -> None:
    with pytest.raises(DomainError, match="That is not your password") as refused:
        me.change_password("a guess", NEW)
    assert refused.value.field == "old"
    with pytest.raises(DomainError, match="another password than the one you have"):
        me.change_password(PASSWORD, PASSWORD)
    assert door.enter()


def test_who_guesses_at_an_open_screen_is_slowed_down(door: Door, me: Owner) -> None:
    for _ in range(FREE + 1):
        with pytest.raises(DomainError, match="not your password"):
            me.prove_by_password("a guess")
    with pytest.raises(TooManyTriesError, match="Wait 5 seconds"):
        me.prove_by_password(PASSWORD)
    door.now += 5 * SECOND
    me.prove_by_password(PASSWORD)


def test_a_hash_of_other_days_is_renewed_when_somebody_signs_in(door: Door, person: str) -> None:
    from argon2 import PasswordHasher

    older = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    with door.ledger.writing() as connection:
        connection.execute(update(accounts).values(password=older))
    assert door.enter()
    with door.ledger.reading() as connection:
        [kept] = connection.scalars(accounts.select().with_only_columns(accounts.c.password))
    assert kept != older
    assert "m=8,t=1,p=1" in kept
    assert door.enter()


# The second factor


def test_who_has_a_second_factor_is_not_in_by_the_password_alone(door: Door, secret: str) -> None:
    halfway = owner(door, door.token())
    assert halfway.session.proved_at == ""
    halfway.prove_by_code(second_factor.code_of(secret, now=door.now))
    [there] = [each for each in halfway.sessions() if each.key == halfway.session.key]
    assert there.proved_at == door.now.isoformat(timespec="microseconds")


def test_an_authenticator_is_set_up_by_a_code_that_it_shows(door: Door, me: Owner) -> None:
    with pytest.raises(DomainError, match="does not fit") as refused:
        me.set_up_second_factor(second_factor.new_secret(), "123456")
    assert refused.value.field == "code"
    assert not me.has_second_factor()


def test_a_code_is_good_for_once(door: Door, me: Owner, secret: str) -> None:
    code = second_factor.code_of(secret, now=door.now)
    me.prove_by_code(code)
    with pytest.raises(DomainError, match="or was used before"):
        me.prove_by_code(code)
    door.now += STEP
    with pytest.raises(DomainError, match="or was used before"):
        me.prove_by_code(code)  # a clock that is slow by a step would still show it
    me.prove_by_code(second_factor.code_of(secret, now=door.now))


def test_the_code_that_set_it_up_is_used(door: Door, me: Owner) -> None:
    secret = second_factor.new_secret()
    code = second_factor.code_of(secret, now=door.now)
    me.set_up_second_factor(secret, code)
    with pytest.raises(DomainError, match="or was used before"):
        me.prove_by_code(code)


def test_of_one_code_sent_many_times_at_once_one_is_taken(
    door: Door, me: Owner, secret: str
) -> None:
    code = second_factor.code_of(secret, now=door.now)

    def send(_: int) -> bool:
        with door.side.writing() as connection:
            return second_factor.use(
                connection, me.person, code, secret=secret, recovery="", now=door.now
            )

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(send, range(8))) == [False] * 7 + [True]


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_be_wrong_by_half_a_minute(
    door: Door, me: Owner, secret: str, steps: int
) -> None:
    me.prove_by_code(second_factor.code_of(secret, now=door.now + steps * STEP))


@pytest.mark.parametrize("steps", [-2, 2])
def test_and_by_no_more(door: Door, me: Owner, secret: str, steps: int) -> None:
    with pytest.raises(DomainError, match="wrong"):
        me.prove_by_code(second_factor.code_of(secret, now=door.now + steps * STEP))


@pytest.mark.parametrize("code", ["", "000000", "\uff11" * 6, "x" * 100_000, "\ud800", "aaaa-aaaa"])
def test_what_is_no_code_is_wrong(me: Owner, secret: str, code: str) -> None:
    with pytest.raises(DomainError, match="That code is wrong"):
        me.prove_by_code(code)


def test_codes_that_are_guessed_are_slowed_down_from_wherever_they_come(
    door: Door, me: Owner, secret: str
) -> None:
    for number in range(FREE + 1):
        elsewhere = Owner(door.ledger, door.side, me.session, f"192.0.2.{number}")
        with pytest.raises(DomainError, match="That code is wrong"):
            elsewhere.prove_by_code("000000")
    with pytest.raises(TooManyTriesError):
        me.prove_by_code(second_factor.code_of(secret, now=door.now))


def test_a_recovery_code_stands_in_for_the_authenticator_once(
    door: Door, me: Owner, secret: str
) -> None:
    codes = me.renew_recovery_codes()
    assert len(set(codes)) == me.recovery_codes_left() == 10
    me.prove_by_code(f" {codes[3].upper().replace('-', ' ')} ")
    assert me.recovery_codes_left() == 9
    with pytest.raises(DomainError, match="or was used before"):
        me.prove_by_code(codes[3])
    again = me.renew_recovery_codes()
    with pytest.raises(DomainError, match="That code is wrong"):
        me.prove_by_code(codes[4])
    me.prove_by_code(again[4])


def test_recovery_codes_are_not_kept_as_they_are(door: Door, me: Owner, secret: str) -> None:
    codes = me.renew_recovery_codes()
    with door.ledger.reading() as connection:
        kept = str(connection.execute(accounts.select()).all())
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]


def test_without_a_second_factor_no_code_is_asked_for_any_more(
    door: Door, me: Owner, secret: str
) -> None:
    me.take_off_second_factor()
    assert not me.has_second_factor()
    assert owner(door, door.token()).session.proved_at
    assert me.recovery_codes_left() == 0


# Sessions


def test_one_ends_ones_own_sessions_and_nobody_elses(door: Door, me: Owner) -> None:
    other = sessions.fingerprint(door.token())
    assert {each.key for each in me.sessions()} == {other, me.session.key}
    assert not me.end_session(sessions.fingerprint("somebody else’s"))
    assert me.end_session(other)
    door.token()
    assert me.end_other_sessions() == 1
    assert [each.key for each in me.sessions()] == [me.session.key]
