"""Settings that are missing, misspelt or unsafe keep the product from starting."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.web.commanding import ROOT
from web.running.settings import (
    KNOWN,
    SettingsError,
    default_database_url,
    from_environment,
    owner_database_url,
    processes,
    unknown,
)

KEY = "3b8f0c5d9e7a41c2b6d8f0a1c3e5f7098b2d4f6a"


@pytest.fixture(autouse=True)
def secret_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRUTINY_SECRET_KEY", KEY)


@pytest.mark.parametrize(
    "key",
    ["", "short", "k" * 64, "ab" * 32, "changeme" * 8, "a" * 40 + "bcdef", "12345678" * 4],
)
def test_a_key_that_can_be_guessed_is_refused_and_not_repeated(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRUTINY_SECRET_KEY", key)
    with pytest.raises(SettingsError, match="SCRUTINY_SECRET_KEY must be set to 32") as refused:
        from_environment()
    assert not key or key not in str(refused.value)


@pytest.mark.parametrize(
    ("written", "meant", "secure"),
    [
        ("", "", False),
        ("https://ledger.example.gov.uk", "https://ledger.example.gov.uk", True),
        ("HTTPS://Ledger.Example.gov.uk/", "https://ledger.example.gov.uk", True),
        (" https://ledger.example:8443 ", "https://ledger.example:8443", True),
        ("https://[::1]:8443", "https://[::1]:8443", True),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000", False),
    ],
)
def test_the_public_address_is_read_as_it_is_meant(
    written: str, meant: str, secure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRUTINY_BASE_URL", written)
    settings = from_environment()
    assert (settings.base_url, settings.secure) == (meant, secure)


@pytest.mark.parametrize(
    "written",
    [
        "ledger.example.gov.uk", "https:ledger.example", "https//ledger.example", "ftp://a.example",
        "https://", "https://a.example/ledger", "https://a.example?x", "https://ann@a.example",
        "https://a.example:port", "https://a.example:0", "https://[::1", "https ://a.example",
        "https://a .example", "https://a.example\u00a0.uk",
    ],
)  # fmt: skip
def test_an_address_that_would_be_taken_for_plain_http_is_refused(
    written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRUTINY_BASE_URL", written)
    with pytest.raises(SettingsError, match="SCRUTINY_BASE_URL must be the address"):
        from_environment()


@pytest.mark.parametrize("words", ["-1", "11", "1.5", "many", "0x1", "٣", "9" * 5000])
@pytest.mark.parametrize("name", ["SCRUTINY_PROXIES", "SCRUTINY_METRICS_PORT", "WEB_CONCURRENCY"])
def test_a_number_that_makes_no_sense_is_refused(
    name: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "65536" if (name, words) == ("SCRUTINY_METRICS_PORT", "11") else words
    words = "0" if (name, words) == ("WEB_CONCURRENCY", "11") else words
    monkeypatch.setenv(name, words)
    with pytest.raises(SettingsError, match=f"{name} must be a whole number from"):
        (from_environment(), processes())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("SCRUTINY_DATABSE_URL", "SCRUTINY_DATABASE_URL"),
        ("SCRUTINY_DATABASE", "SCRUTINY_DATABASE_URL"),
        ("SCRUTINY_BASEURL", "SCRUTINY_BASE_URL"),
        ("scrutiny_base_url", "SCRUTINY_BASE_URL"),
        ("SCRUTINY_PROXYS", "SCRUTINY_PROXIES"),
        ("SCRUTINY_SECRETKEY", "SCRUTINY_SECRET_KEY"),
    ],
)
def test_a_misspelt_setting_is_refused_with_what_was_meant(
    written: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(written, "x")
    for reading in (from_environment, default_database_url):
        with pytest.raises(SettingsError, match=f"no setting {written}. Did you mean {meant}"):
            reading()


def test_what_is_no_setting_at_all_is_named_and_lets_the_site_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SCRUTINY_WEATHER", "fine")
    monkeypatch.setenv("SCRUTINY_WEB_MEMORY", "that of docker-compose.yml")
    assert from_environment().secret_key == KEY
    assert unknown() == ["SCRUTINY_WEATHER"]


def test_every_setting_that_the_product_reads_is_known() -> None:
    read = set()
    for room in ("application", "demonstration", "domain", "projections", "web"):
        for path in Path(ROOT, room).rglob("*.py"):
            read |= set(re.findall(r'"(SCRUTINY_[A-Z_]+)"', path.read_text(encoding="utf-8")))
    assert read == set(KNOWN)


def test_a_password_of_its_own_may_hold_any_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRUTINY_DATABASE_URL", "postgresql://site@db:5432/scrutiny")
    monkeypatch.setenv("SCRUTINY_DATABASE_PASSWORD", "p/@:%ß w")
    assert make_url(default_database_url()).password == "p/@:%ß w"
    assert owner_database_url() == default_database_url()

    monkeypatch.setenv("SCRUTINY_OWNER_DATABASE_URL", "postgresql://owner@db:5432/scrutiny")
    assert make_url(owner_database_url()).password is None
    monkeypatch.setenv("SCRUTINY_OWNER_DATABASE_PASSWORD", "another")
    assert make_url(owner_database_url()).password == "another"
