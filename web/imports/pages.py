"""Loading a file of items on the site: look at what would come of it, then load it."""

from __future__ import annotations

from typing import BinaryIO, cast

from flask import Blueprint, render_template, request, url_for

from application.importing.csv_files import LARGEST, FileRefusedError
from application.importing.importing import import_file
from projections.partnership.agencies import agency_called
from web.imports.loadable import LOADABLE
from web.security import allow
from web.view import ledger, person

pages = Blueprint("imports", __name__)


@pages.get("/disputes/import", defaults={"noun": "disputes"})
@pages.get("/risks/import", defaults={"noun": "risks"})
@pages.get("/recommendations/import", defaults={"noun": "recommendations"})
@allow("see.import")
def ask(noun: str) -> str:
    """Ask for the file."""
    return _form(noun)


@pages.post("/disputes/import", defaults={"noun": "disputes"})
@pages.post("/risks/import", defaults={"noun": "risks"})
@pages.post("/recommendations/import", defaults={"noun": "recommendations"})
@allow("see.import")
def load(noun: str) -> str | tuple[str, int]:
    """Check the file, or load it: all of its rows, or those that are not refused, or none."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return _form(noun, "Choose a CSV file."), 422
    dry_run = request.form.get("how") != "load"
    try:
        with ledger().writing() as connection:
            report = import_file(
                ledger(),
                cast("BinaryIO", upload.stream),
                LOADABLE[noun].importable,
                person=person(),
                agency_called=lambda words: agency_called(connection, words),
                dry_run=dry_run,
                skip_refused=request.form.get("skip_refused") == "yes",
                confirmed=request.form.get("checked") == "yes",
            )
    except FileRefusedError as error:
        return _form(noun, error.sentence), 422
    return render_template(
        "imports/report.html",
        noun=noun,
        about=LOADABLE[noun],
        report=report,
        name=upload.filename,
        breadcrumbs=_crumbs(noun),
    )


def _form(noun: str, error: str = "") -> str:
    return render_template(
        "imports/form.html",
        noun=noun,
        errors=[{"text": error, "href": "#file"}] if error else [],
        largest=LARGEST // (1024 * 1024),
        breadcrumbs=_crumbs(noun),
    )


def _crumbs(noun: str) -> list[dict[str, str]]:
    about = LOADABLE[noun]
    return [
        {"text": about.list_title, "href": url_for(about.list_endpoint)},
        {"text": "Load a file"},
    ]
