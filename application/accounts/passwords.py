"""Passwords: which are good enough, and their argon2 hashes.

Working a hash out takes long and much memory on purpose. So that is never done inside a
transaction, and only a few at a time are.
"""

from __future__ import annotations

import secrets
import sys
import threading
from collections.abc import Iterator, Set
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from domain.kernel.errors import DomainError

SHORTEST, LONGEST = 12, 1_000
"""Characters of a password."""

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""What OWASP asks of argon2id. Change it, and whoever signs in next is hashed anew."""
_AT_ONCE = threading.BoundedSemaphore(2)
_ROOM = threading.BoundedSemaphore(6)
"""So many are hashed or wait for it: the other threads of a process answer whoever reads."""
_PATIENCE = 2.0
"""Seconds that somebody waits for others to be done."""


class TooBusyError(DomainError):
    """So many people are signing in at once that this one has to try again."""


def accepted(password: str, *, sign_in: str = "", name: str = "") -> str:
    """The hash of a password that is good enough for somebody of these names.

    Raises DomainError where it is not.
    """
    if reason := why_not(password, sign_in=sign_in, name=name):
        raise DomainError(reason, field="password")
    with one_of_few():
        return hasher.hash(password)


def why_not(password: str, *, sign_in: str = "", name: str = "") -> str:
    """What is wrong with a password, in a sentence; "" where nothing is."""
    if len(password) < SHORTEST:
        return f"The password must have {SHORTEST} characters or more."
    if len(password) > LONGEST:
        return f"The password must have {LONGEST:,} characters or fewer."
    names = {_bare(each) for each in (sign_in, sign_in.partition("@")[0], name)} - {""}
    if _bare(password) in names:
        return "The password must not be the name. Choose one that nobody would guess."
    if _is_common(password):
        return "That password is among the first that anybody would try. Choose another."
    return ""


def first_password() -> str:
    """A password to give to somebody, who has to change it when they first use it."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))


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
    if not _ROOM.acquire(blocking=False):
        raise TooBusyError(_BUSY)
    try:
        if not _AT_ONCE.acquire(timeout=_PATIENCE):
            raise TooBusyError(_BUSY)
        try:
            yield
        finally:
            _AT_ONCE.release()
    finally:
        _ROOM.release()


_BUSY = "Many people are signing in at the moment. Try again in a minute."
_FIGURES = "0123456789"
_nobody: dict[PasswordHasher, str] = {}


def _nobodys() -> str:
    """Checked where there is no such account, so that the time taken does not tell."""
    if hasher not in _nobody:
        _nobody[hasher] = hasher.hash(secrets.token_hex())
    return _nobody[hasher]


def _is_common(password: str) -> bool:
    """Whether it is a common password, or one that was only made longer: repeated, or with
    figures and signs around it."""
    spelt = password.casefold()
    core = _without_ends(spelt)
    unit = _repeated(spelt)
    if len(set(spelt)) < 5 or len(unit) < 5:
        return True
    return not _common().isdisjoint({spelt, core, unit, _repeated(core)})


def _repeated(words: str) -> str:
    """What was written again and again, or all of it: “abc” of “abcabcabc”."""
    place = (words + words).find(words, 1)
    return words[:place] if place > 0 else words


def _bare(words: str) -> str:
    """A name without spaces, signs and figures at its end, or backwards for that matter."""
    letters = "".join(each for each in words.casefold() if each.isalnum()).rstrip(_FIGURES)
    return min(letters, letters[::-1])


def _without_ends(words: str) -> str:
    """Without figures and signs before the first letter and behind the last."""
    places = [place for place, each in enumerate(words) if each.isalpha()]
    return words[places[0] : places[-1] + 1] if places else ""


def _common() -> Set[str]:
    """30,000 common passwords. They are needed so seldom that they are not kept (14 MiB)."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    try:
        return frozenset(FREQUENCY_LISTS["passwords"])
    finally:
        for module in [name for name in sys.modules if name.partition(".")[0] == "zxcvbn"]:
            del sys.modules[module]
