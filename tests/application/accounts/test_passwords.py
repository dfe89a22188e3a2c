"""Which passwords will do, and how they are kept."""

from __future__ import annotations

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
