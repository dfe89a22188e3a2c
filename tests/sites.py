"""Putting the site together once, and then on one ledger after another."""

from __future__ import annotations

from flask import Flask

from application.accounts.reads import ReadLog
from application.accounts.side import SideRecords
from application.ledger.ledger import Ledger
from web import create_app
from web.running.settings import Settings

SETTINGS = Settings(database_url="", secret_key="k" * 32)


def bare_site(settings: Settings = SETTINGS) -> Flask:
    """The site without a ledger: its templates take a while to compile."""
    no_side = object.__new__(SideRecords)
    app = create_app(settings, ledger=object.__new__(Ledger), side=no_side)
    app.extensions["reads"] = Patient(lambda: app.extensions["side"], failed=_must_not_fail)
    return app


class Patient(ReadLog):
    """Writes what was read only when it is told to, so that nothing is written after a test."""

    def _begin(self) -> None:
        pass


def _must_not_fail(why: str) -> None:
    raise AssertionError(why)
