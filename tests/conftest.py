"""What every test stands on: nothing of the machine's own, no network, no silent skip."""

from __future__ import annotations

import ipaddress
import os
import shutil
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from sqlalchemy import make_url

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from application.ledger.ledger import Ledger

pytest_plugins = ["tests.databases"]

GIVEN_DATABASE = make_url(os.environ.get("TEST_DATABASE_URL", "sqlite://"))
NO_SKIPS = os.environ.get("SCRUTINY_NO_SKIPS") == "1"


def pytest_configure(config: pytest.Config) -> None:
    _leave_the_machine_out_of_it()
    sys.addaudithook(_refuse_the_network)
    if hasattr(config, "workerinput"):
        config.pluginmanager.register(SkippedFiles(config))
    hypothesis.settings.register_profile("same", derandomize=True, deadline=None, database=None)
    hypothesis.settings.register_profile("search", max_examples=2_000, deadline=None)
    hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def _leave_the_machine_out_of_it() -> None:
    """Settings come from a test alone, and the user's data folder is not there.

    The zone is one in which nobody works here, so that a test which leans on the machine's own
    zone fails everywhere and not only abroad.
    """
    for name in [name for name in os.environ if name.startswith("SCRUTINY_")]:
        del os.environ[name]
    os.environ |= {
        "LANGUAGE": "",
        "LC_ALL": "C.UTF-8",
        "TZ": "EAST-11",
        "XDG_DATA_HOME": os.devnull,
    }
    time.tzset()


# No network


class NetworkRefused(Exception):
    """A test tried to reach something beyond this machine."""


def _refuse_the_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: Python calls it with whatever it is about to do, for as long as it runs."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = arguments[0]
    else:
        return
    if not _is_here(host):
        raise NetworkRefused(f"{event}: {host}")


def _is_here(host: str | bytes | None) -> bool:
    """Whether this is loopback, or a Unix socket (no host), or the database given for the tests."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost", GIVEN_DATABASE.host):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


# No silent skip


class SkippedFiles:
    """Tells xdist's leader of the files that a worker skips whole, which xdist itself forgets."""

    def __init__(self, config: Any) -> None:
        self._config = config
        self._skipped = config.workeroutput.setdefault("skipped files", [])

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            hook = self._config.hook.pytest_report_to_serializable
            self._skipped.append(hook(config=self._config, report=report))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    skipped = _skipped(node.config)
    known = {report.nodeid for report in skipped}
    for data in getattr(node, "workeroutput", {}).get("skipped files", []):
        report = node.config.hook.pytest_report_from_serializable(config=node.config, data=data)
        if report.nodeid not in known:
            skipped.append(report)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if NO_SKIPS and _skipped(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = _skipped(terminalreporter.config)
    if NO_SKIPS and skipped:
        terminalreporter.section("SCRUTINY_NO_SKIPS=1 lets no test be skipped", red=True)
        for report in skipped:
            terminalreporter.line(f"{report.nodeid}: {report.longrepr[2]}")


def _skipped(config: pytest.Config) -> list[Any]:
    """The reports behind the list of skips at the end of a run; none in a worker."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return [] if reporter is None else reporter.stats.setdefault("skipped", [])


# Whose words are spoken


def pytest_collection() -> None:
    _speak_as_in_kent()
    _hash_quickly()


def _hash_quickly() -> None:
    """argon2 as it is, with less work in it."""
    from argon2 import PasswordHasher

    from application.accounts import passwords

    passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def _speak_as_in_kent() -> None:
    """Speak of things as KSCMP does, also of a ledger that a test founds no partnership for."""
    from application.ledger.ledger import Ledger
    from domain.kernel.vocabulary import speak
    from tests.kent import SETTLED, words

    Ledger.unfounded = SETTLED
    speak(words)


# What tests ask for, beside the databases


@pytest.fixture(autouse=True)
def kents_words() -> None:
    """Each test speaks as in Kent, whatever the one before it spoke."""
    _speak_as_in_kent()


@pytest.fixture
def ledger(sqlite_database_url: str) -> Iterator[Ledger]:
    """The ledger as the product opens it, on SQLite: the rules are the same on every database."""
    from web.running.startup import open_ledger

    ledger = open_ledger(sqlite_database_url)
    yield ledger
    ledger.close()


@pytest.fixture
def ledger_on_each(database_url: str) -> Iterator[Ledger]:
    """The ledger on SQLite and on PostgreSQL, for what the database itself might do otherwise."""
    from web.running.startup import open_ledger

    ledger = open_ledger(database_url)
    yield ledger
    ledger.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the machine's browser; skips the test where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip(f"no browser: none of {', '.join(names)} is installed")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A real browser that reaches nothing but this machine; ask it for a new page in each test."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER_ARGUMENTS)
        yield browser
        browser.close()


BROWSER_ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--no-first-run",
    "--no-sandbox",
]
