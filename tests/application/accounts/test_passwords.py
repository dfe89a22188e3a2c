"""Which passwords will do, and how they are kept."""

from __future__ import annotations

import sys

import pytest
from argon2 import PasswordHasher

from application.accounts import passwords
from application.accounts.passwords import accepted, matches
from domain.kernel.errors import DomainError


def test_a_password_has_twelve_characters() -> None:
    with pytest.raises(DomainError, match="12 characters or more") as refused:
        accepted("three words"[:11])
    assert refused.value.field == "password"
    assert matches(accepted("three words "), "three words ")


def test_a_password_has_an_end() -> None:
    with pytest.raises(DomainError, match="1,000 characters or fewer"):
        accepted("a word " * 143)


def test_nobody_has_no_password() -> None:
    assert not matches("", "")
    assert not matches("", "anything at all")


def test_a_hash_that_is_worked_out_otherwise_than_today_is_outdated() -> None:
    older = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash("three words")
    assert passwords.outdated(older)
    assert not passwords.outdated(passwords.hashed_anew("three words"))


@pytest.mark.parametrize(
    "password",
    [
        "1qaz2wsx3edc",
        "Sonyericsson",
        "password2024!",
        "2024-Password!",
        "passwordpassword",
        "letmeinletmein",
        "aaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "123412341234",
    ],
)
def test_a_password_that_anybody_would_try_is_refused(password: str) -> None:
    with pytest.raises(DomainError, match="the first that anybody would try"):
        accepted(password)


@pytest.mark.parametrize(
    "password",
    ["auditor@kent.example", "AUDITOR@KENT.EXAMPLE", "The Auditor of Kent", "the-auditor-of-kent1",
     "tnek fo rotidua eht", "a.very.long.name"],
)  # fmt: skip
def test_a_name_is_no_password(password: str) -> None:
    local = "a-very-long-name" if password.startswith("a.v") else "auditor"
    with pytest.raises(DomainError, match="must not be the name"):
        accepted(password, sign_in=f"{local}@kent.example", name="The auditor of Kent")


@pytest.mark.parametrize(
    "password", ["correct horse battery", "demonstration-only", "Zürich im Regen", "k7-w0n-ax4-q2m"]
)
def test_words_that_nobody_would_guess_will_do(password: str) -> None:
    assert matches(accepted(password, sign_in="ann@kent.example", name="Ann"), password)


def test_a_first_password_is_good_enough_and_never_the_same() -> None:
    one, two = passwords.first_password(), passwords.first_password()
    assert one != two
    assert passwords.why_not(one) == ""
    assert len(one) == 23


def test_the_list_of_common_passwords_does_not_stay_in_memory() -> None:
    passwords.why_not("a password to be checked")
    assert not [name for name in sys.modules if name.startswith("zxcvbn")]
