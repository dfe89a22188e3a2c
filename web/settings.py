"""What the surroundings decide: read once from the environment, checked, and passed on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from environs import Env
from platformdirs import user_data_path


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

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https://")


def default_database_url() -> str:
    """SCRUTINY_DATABASE_URL, or a SQLite file in the user's data folder."""
    return Env().str("SCRUTINY_DATABASE_URL", "") or (
        f"sqlite:///{user_data_path('scrutiny-ledger') / 'scrutiny.db'}"
    )


def sqlite_url(path: Path) -> str:
    """The address of a SQLite file."""
    return f"sqlite:///{path.resolve()}"


def from_environment() -> Settings:
    """The settings of a real installation. Raises SettingsError without a secret key."""
    env = Env()
    secret_key = env.str("SCRUTINY_SECRET_KEY", "")
    if len(secret_key) < 32:
        raise SettingsError(
            "SCRUTINY_SECRET_KEY must be set to 32 or more random characters. Make one with: "
            'python3 -c "import secrets; print(secrets.token_hex(32))"'
        )
    return Settings(
        database_url=default_database_url(),
        secret_key=secret_key,
        base_url=env.str("SCRUTINY_BASE_URL", ""),
        proxies=env.int("SCRUTINY_PROXIES", 0),
    )
