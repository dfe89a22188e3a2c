"""The second factor: a code of six figures from an authenticator (TOTP), or a recovery code.

A code is good for once: each that was used is on record beside the ledger, so that nobody can use
it again who looked over a shoulder. An account with a second factor has its secret, and hashes of
the recovery codes, of which each stands in for the authenticator once.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, text

from application.accounts.side import spent_codes

STEP = 30
"""Seconds for which a code is shown."""
_RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for each other."""
_KEPT = timedelta(hours=1)


def new_secret() -> str:
    """A secret to share with an authenticator, as people type it: letters and figures."""
    import pyotp

    return pyotp.random_base32()


def address_of(secret: str, *, name: str, issuer: str) -> str:
    """The otpauth address that an authenticator reads from a QR code."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def new_recovery_codes() -> list[str]:
    """Codes to print and put away, of 79 random bits each."""
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
        for _ in range(_RECOVERY_CODES)
    ]


def hashes_of(codes: Sequence[str]) -> str:
    """What is kept of recovery codes. They are long and random, so a plain hash will do."""
    return " ".join(_recovery_hash(code) for code in codes)


def code_of(secret: str, *, now: datetime) -> str:
    """What the authenticator shows."""
    return _shown(secret, _step(now))


def fits(secret: str, code: str, *, now: datetime) -> bool:
    """Whether an authenticator with that secret shows the code: now, just before, or next."""
    return _name_of(secret, "", code, now=now) != ""


def use(
    connection: Connection, person: str, code: str, *, secret: str, recovery: str, now: datetime
) -> bool:
    """Use a code up; False where it is wrong, or has been used before. `connection`: a side record.

    `secret` and `recovery` are the account's.
    """
    name = _name_of(secret, recovery, code, now=now)
    if not name:
        return False
    old = spent_codes.c.code.startswith("step "), spent_codes.c.at < _text(now - _KEPT)
    connection.execute(delete(spent_codes).where(*old))
    used = connection.execute(_USE, {"person": person, "code": name, "at": _text(now)}).first()
    return used is not None


def recovery_codes_left(connection: Connection, person: str, *, recovery: str) -> int:
    """How many recovery codes have not been used yet."""
    spent = set(connection.scalars(_SPENT, {"person": person}))
    return sum(f"recovery {each}" not in spent for each in recovery.split())


def forget_spent(connection: Connection, person: str) -> None:
    """Remove what is on record of a person's codes: they have no second factor any more."""
    connection.execute(delete(spent_codes).where(spent_codes.c.person == person))


def _name_of(secret: str, recovery: str, code: str, *, now: datetime) -> str:
    """By which a right code is on record; "" for a wrong one."""
    typed = _bare(code[:100])
    if len(typed) == 6 and typed.isascii() and typed.isdigit() and secret:
        for step in (_step(now) + off for off in (0, -1, 1)):
            if hmac.compare_digest(_shown(secret, step), typed):
                return f"step {hashlib.sha256(f'{secret} {step}'.encode()).hexdigest()}"
        return ""
    hashed = _recovery_hash(typed)
    return f"recovery {hashed}" if hashed in recovery.split() else ""


def _shown(secret: str, step: int) -> str:
    import pyotp

    return pyotp.TOTP(secret).generate_otp(step)


def _step(now: datetime) -> int:
    return int(now.timestamp()) // STEP


def _recovery_hash(code: str) -> str:
    return hashlib.sha256(_bare(code).encode(errors="replace")).hexdigest()


def _bare(code: str) -> str:
    """A code without the spaces and dashes that make it easier to read, in small letters."""
    return "".join(code.replace("-", "").split()).casefold()


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")


_USE = text(
    "INSERT INTO spent_codes (person, code, at) VALUES (:person, :code, :at) "
    "ON CONFLICT (person, code) DO NOTHING RETURNING code"
)
_SPENT = text("SELECT code FROM spent_codes WHERE person = :person")
