"""Passwords: which are good enough, and their argon2 hashes.

Working a hash out takes long and much memory on purpose. So that is never done inside a
transaction, and only a few at a time are.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from domain.kernel.errors import DomainError

SHORTEST, LONGEST = 12, 1_000
"""Characters of a password."""

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""What OWASP asks of argon2id. Change it, and whoever signs in next is hashed anew."""
_AT_ONCE = threading.BoundedSemaphore(2)
_PATIENCE = 5.0
"""Seconds that somebody waits for others to be done; then too many are signing in at once."""


class TooBusyError(DomainError):
    """So many people are signing in at once that this one has to try again."""


def accepted(password: str) -> str:
    """The hash of a password that is good enough. Raises DomainError where it is not."""
    if len(password) < SHORTEST:
        raise DomainError(
            f"The password must have {SHORTEST} characters or more.", field="password"
        )
    if len(password) > LONGEST:
        raise DomainError(
            f"The password must have {LONGEST:,} characters or fewer.", field="password"
        )
    with one_of_few():
        return hasher.hash(password)


def matches(hashed: str, password: str) -> bool:
    """Whether that is the password of the hash. It takes as long where the hash is "", nobody's.

    Raises TooBusyError.
    """
    with one_of_few():
        try:
            return hasher.verify(hashed or _nobodys(), password[: LONGEST + 1]) and bool(hashed)
        except (VerifyMismatchError, InvalidHashError):
            return False


def outdated(hashed: str) -> bool:
    """Whether the hash was worked out in another way than is right today."""
    return hasher.check_needs_rehash(hashed)


def hashed_anew(password: str) -> str:
    """The hash of a password that has just been found right, as is right today."""
    with one_of_few():
        return hasher.hash(password)


@contextmanager
def one_of_few() -> Iterator[None]:
    """Wait for a place among those whose hash is being worked out. Raises TooBusyError."""
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        raise TooBusyError("Many people are signing in at the moment. Try again in a minute.")
    try:
        yield
    finally:
        _AT_ONCE.release()


_nobody: dict[PasswordHasher, str] = {}


def _nobodys() -> str:
    """Checked where there is no such account, so that the time taken does not tell."""
    if hasher not in _nobody:
        _nobody[hasher] = hasher.hash(secrets.token_hex())
    return _nobody[hasher]
