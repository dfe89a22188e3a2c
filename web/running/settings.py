"""What the surroundings decide: read once from the environment, checked, and passed on.

A setting that is misspelt or makes no sense is refused, never left out: what would be left out
might be what keeps the site safe.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from environs import Env
from platformdirs import user_data_path
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

KNOWN = (
    "SCRUTINY_BASE_URL",
    "SCRUTINY_DATABASE_PASSWORD",
    "SCRUTINY_DATABASE_URL",
    "SCRUTINY_METRICS_HOST",
    "SCRUTINY_METRICS_PORT",
    "SCRUTINY_OWNER_DATABASE_PASSWORD",
    "SCRUTINY_OWNER_DATABASE_URL",
    "SCRUTINY_PAPER_TEMPLATE",
    "SCRUTINY_PROXIES",
    "SCRUTINY_SECOND_FACTOR",
    "SCRUTINY_SECRET_KEY",
    "SCRUTINY_SIGNING_KEY",
)
"""Every setting there is."""
_OF_COMPOSE = re.compile(r"SCRUTINY_(HTTPS?|TLS_FOLDER|\w+_(IMAGE|MEMORY|CPUS))")
"""What docker-compose.yml alone makes something of; nobody misspelt those."""
_ALIKE = 0.65

SHORTEST_KEY = 32
FEWEST_CHARACTERS = 8
MOST_PROXIES = 10


class SettingsError(Exception):
    """A setting is missing or makes no sense; `str()` says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """Everything that may differ between one place where the product runs and another."""

    database_url: str
    secret_key: str
    base_url: str = ""
    """Public address, such as https://ledger.example.gov.uk; with https, cookies are secure."""
    proxies: int = 0
    """How many proxies stand in front and may be trusted with the address of the client."""
    second_factor: bool = True
    """Whether those must have one who decide or administer; everybody else may."""
    metrics_port: int = 0
    """Where /ready and /metrics are told in full; 0: nowhere."""
    metrics_host: str = "127.0.0.1"
    signing_key: str = ""
    """The file of the key that signs checkpoints; "": beside a SQLite database."""

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https://")


def default_database_url() -> str:
    """SCRUTINY_DATABASE_URL, or a SQLite file in the user's data folder.

    Raises SettingsError where a setting is misspelt: it may be this one.
    """
    refuse_misspelt()
    return _address("SCRUTINY_DATABASE_URL", "SCRUTINY_DATABASE_PASSWORD") or (
        f"sqlite:///{user_data_path('scrutiny-ledger') / 'scrutiny.db'}"
    )


def owner_database_url() -> str:
    """The same database by the address of whoever owns its tables, where that is another.

    It is SCRUTINY_OWNER_DATABASE_URL: for what makes and alters tables.
    """
    refuse_misspelt()
    of_owner = _address("SCRUTINY_OWNER_DATABASE_URL", "SCRUTINY_OWNER_DATABASE_PASSWORD")
    return of_owner or default_database_url()


def _address(name: str, password_in: str) -> str:
    """An address, with a password that stands in a setting of its own, in letters of any kind."""
    env = Env()
    address, password = env.str(name, "").strip(), env.str(password_in, "")
    if address in ("sqlite:", "sqlite://", "sqlite:///", "sqlite:///:memory:"):
        raise SettingsError(
            f"{name} names no file. It looks like sqlite:////folder/scrutiny.db, or else "
            "postgresql://user:password@server/database."
        )
    if not address or not password:
        return address
    try:
        return make_url(address).set(password=password).render_as_string(hide_password=False)
    except ArgumentError:
        return address  # connecting says what is wrong with it


def sqlite_url(path: Path) -> str:
    """The address of a SQLite file."""
    return f"sqlite:///{path.resolve()}"


def from_environment() -> Settings:
    """The settings of a real installation. Raises SettingsError without a secret key."""
    env = Env()
    secret_key = env.str("SCRUTINY_SECRET_KEY", "")
    if not _hard_to_guess(secret_key):
        raise SettingsError(
            "SCRUTINY_SECRET_KEY must be set to 32 or more characters that nobody can guess. "
            "Make one with: "
            'python3 -c "import secrets; print(secrets.token_hex(32))"'
        )
    return Settings(
        database_url=default_database_url(),
        secret_key=secret_key,
        base_url=_base_url(env.str("SCRUTINY_BASE_URL", "")),
        proxies=_number("SCRUTINY_PROXIES", most=MOST_PROXIES),
        second_factor=_is_required("SCRUTINY_SECOND_FACTOR"),
        metrics_port=_number("SCRUTINY_METRICS_PORT", most=65_535),
        metrics_host=env.str("SCRUTINY_METRICS_HOST", "") or "127.0.0.1",
        signing_key=signing_key(),
    )


def _is_required(name: str) -> bool:
    """Whether a setting says “required”, as it does where it says nothing."""
    words = Env().str(name, "") or "required"
    if words not in ("required", "optional"):
        raise SettingsError(f"{name} must be “required” or “optional”.")
    return words == "required"


def signing_key() -> str:
    """The file of the key that signs checkpoints; "" for the one beside a SQLite database."""
    return Env().str("SCRUTINY_SIGNING_KEY", "").strip()


def processes() -> int:
    """How many processes shall serve (WEB_CONCURRENCY); 1 where nothing is said."""
    return _number("WEB_CONCURRENCY", most=64, least=1, otherwise=1)


def refuse_misspelt() -> None:
    """Raises SettingsError where a variable is called almost as a setting is."""
    for name in unknown():
        if meant := get_close_matches(_own(name), map(_own, KNOWN), n=1, cutoff=_ALIKE):
            raise SettingsError(
                f"There is no setting {name}. Did you mean SCRUTINY_{meant[0]}? Nothing was done."
            )


def unknown() -> list[str]:
    """Variables that look like settings of ours and are none."""
    ours = (name for name in os.environ if name.upper().startswith("SCRUTINY_"))
    return sorted(name for name in ours if name not in KNOWN and not _OF_COMPOSE.fullmatch(name))


def _own(name: str) -> str:
    """What is a setting's own in its name."""
    return name.upper().removeprefix("SCRUTINY_")


def _hard_to_guess(key: str) -> bool:
    """Long, of several characters, and no shorter word again and again."""
    again = key in (key + key)[1:-1]
    return len(key) >= SHORTEST_KEY and len(set(key)) >= FEWEST_CHARACTERS and not again


def _base_url(words: str) -> str:
    """An address without a path, its scheme and host in small letters; "" for none."""
    words = words.strip()
    if not words:
        return ""
    try:
        found = urlsplit(words)
        at = f"{found.scheme}://{found.netloc.lower()}"
        fits = found.hostname and found.scheme in ("http", "https") and found.port != 0
    except ValueError:  # a port that is no number, half a pair of brackets
        fits = at = ""
    if not fits or any(map(str.isspace, words)) or words.lower().rstrip("/") != at or "@" in at:
        raise SettingsError(
            "SCRUTINY_BASE_URL must be the address that people use, such as "
            "https://ledger.example.gov.uk, with nothing after the name."
        )
    return at


def _number(name: str, *, most: int, least: int = 0, otherwise: int = 0) -> int:
    words = os.environ.get(name, "").strip()
    if not words:
        return otherwise
    if not (words.isascii() and words.isdigit()) or not least <= int(words[:9]) <= most:
        raise SettingsError(f"{name} must be a whole number from {least} to {most}.")
    return int(words)
