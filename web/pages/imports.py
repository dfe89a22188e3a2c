"""Loading a file of risks on the site: look at what would come of it, then load it."""

from __future__ import annotations

from typing import BinaryIO, cast

from flask import Blueprint, render_template, request, url_for

from application.csv_files import LARGEST, FileRefusedError
from application.importing import import_file
from application.risk_rows import RISKS
from projections.agencies import agency_called
from web.request import ledger, person
from web.security import allow

pages = Blueprint("imports", __name__)


@pages.get("/risks/import")
@allow("see.import")
def risks() -> str:
    """Ask for the file."""
    return _form()


@pages.post("/risks/import")
@allow("see.import")
def load_risks() -> str | tuple[str, int]:
    """Check the file, or load it: all of its rows, or those that are not refused, or none."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return _form("Choose a CSV file."), 422
    dry_run = request.form.get("how") != "load"
    try:
        with ledger().writing() as connection:
            report = import_file(
                ledger(),
                cast("BinaryIO", upload.stream),
                RISKS,
                person=person(),
                agency_called=lambda words: agency_called(connection, words),
                dry_run=dry_run,
                skip_refused=request.form.get("skip_refused") == "yes",
            )
    except FileRefusedError as error:
        return _form(error.sentence), 422
    return render_template(
        "risks/imported.html", report=report, name=upload.filename, breadcrumbs=_crumbs()
    )


def _form(error: str = "") -> str:
    return render_template(
        "risks/import.html",
        errors=[{"text": error, "href": "#file"}] if error else [],
        largest=LARGEST // (1024 * 1024),
        breadcrumbs=_crumbs(),
    )


def _crumbs() -> list[dict[str, str]]:
    return [{"text": "Risks", "href": url_for("risks.register")}, {"text": "Load a file"}]
