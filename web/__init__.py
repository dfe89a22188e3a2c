"""The site and the command line: the composition root of the product."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from application.accounts.side import SideRecords
    from application.ledger.ledger import Ledger
    from web.running.settings import Settings


def create_app(
    settings: Settings | None = None,
    *,
    ledger: Ledger | None = None,
    side: SideRecords | None = None,
) -> Flask:
    """The site as a WSGI application, from the environment's settings unless others are given.

    Raises SettingsError or StorageError with a sentence on what is missing.
    """
    # Imported here, so that the command line does not load the whole site to print its help.
    from web.running.settings import from_environment
    from web.site import build

    return build(settings or from_environment(), ledger, side)
