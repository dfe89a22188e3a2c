"""Loading a file of items on the site: look at what would come of it, then load it."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from flask import Blueprint, render_template, request, url_for

from application.importing.files.csv_files import LARGEST, FileRefusedError
from application.importing.importing import import_file
from domain.kernel.plain import clean
from web.imports.groups import GroupsThatMeet
from web.imports.our_register import AgenciesCalled, HeldInRegister, our_register
from web.moments import look
from web.noun import Noun
from web.nouns import LOADED
from web.running.watching import doing, done
from web.security import allow
from web.view import ledger, person

pages = Blueprint("imports", __name__)


@allow("see.import")
def ask(noun: str) -> str:
    """Ask for the file."""
    return _form(LOADED[noun])


@allow("see.import")
def load(noun: str) -> str | tuple[str, int]:
    """Check the file, or load it: all of its rows, or those that are not refused, or none."""
    about, upload = LOADED[noun], request.files.get("file")
    if upload is None or not upload.filename:
        return _form(about, "Select a file."), 422
    assert about.importable is not None
    assert about.register is not None
    meant, unclear = _meanings(request.form.get("meant", ""))
    if unclear:
        return _form(about, f"Write “{unclear}” as heading: words = value.", at="meant"), 422
    fill, unclear = _filling(request.form.get("fill", ""))
    if unclear:
        return _form(about, f"Write “{unclear}” as heading = words.", at="fill"), 422
    doing(f"import {noun}")
    try:
        with ledger().reading() as connection:
            register = our_register(about.register, look(ledger(), connection))
        report = import_file(
            ledger(),
            cast("BinaryIO", upload.stream),
            about.importable,
            person=person(),
            agency_called=AgenciesCalled(ledger()),
            groups=GroupsThatMeet(ledger()),
            register=register,
            held_of=HeldInRegister(ledger(), about.register, about.importable.ours),
            fill=fill,
            meant=meant,
            sheet=clean(request.form.get("sheet", ""))[:200],
            encoding=request.form.get("encoding", "")[:40],
            dry_run=request.form.get("how") != "load",
            skip_refused=request.form.get("skip_refused") == "yes",
            confirmed=request.form.get("checked") == "yes",
            anyway=clean(request.form.get("anyway", ""))[:2000],
        )
    except FileRefusedError as error:
        return _form(about, error.sentence), 422
    if report.kept:
        done(position=ledger().position())
    return render_template(
        "imports/report.html",
        noun=about,
        report=report,
        name=upload.filename,
        breadcrumbs=_crumbs(about),
    )


for _noun in LOADED:
    _where: dict[str, Any] = {"rule": f"/{_noun}/import", "defaults": {"noun": _noun}}
    pages.add_url_rule(**_where, endpoint="ask", view_func=ask, methods=["GET"])
    pages.add_url_rule(**_where, endpoint="load", view_func=load, methods=["POST"])


def _meanings(lines: str) -> tuple[dict[tuple[str, str], str], str]:
    """What somebody says that words stand for, and the first line that is none such."""
    found: dict[tuple[str, str], str] = {}
    for line in filter(None, map(str.strip, lines.splitlines())):
        heading, colon, rest = line.partition(":")
        words, equals, value = rest.rpartition("=")
        if not (colon and equals and words.strip()):
            return {}, line
        found[heading.strip(), words.strip()] = value.strip()
    return found, ""


def _filling(lines: str) -> tuple[dict[str, str], str]:
    """What stands in every row that leaves it empty, and the first line that is none such."""
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, lines.splitlines())):
        heading, equals, words = line.partition("=")
        if not (equals and heading.strip() and words.strip()):
            return {}, line
        found[heading.strip()] = words.strip()
    return found, ""


ENCODINGS = (
    ("", "Find out"), ("utf-8", "UTF-8"), ("cp1252", "Windows (cp1252)"),
    ("mac_roman", "Mac (mac_roman)"), ("utf-16", "UTF-16"), ("iso-8859-15", "ISO 8859-15"),
    ("cp850", "DOS (cp850)"),
)  # fmt: skip
"""In which letters a file may be written, by what the form calls them."""


_ASKED = ("meant", "fill", "sheet", "encoding", "how", "skip_refused", "checked", "anyway")


def _form(noun: Noun, error: str = "", *, at: str = "file") -> str:
    return render_template(
        "imports/form.html",
        noun=noun,
        typed={name: request.form.get(name, "") for name in _ASKED},
        encodings=[{"value": value, "text": words} for value, words in ENCODINGS],
        errors=[{"text": error, "href": f"#{at}"}] if error else [],
        largest=LARGEST // (1024 * 1024),
        breadcrumbs=_crumbs(noun),
    )


def _crumbs(noun: Noun) -> list[dict[str, str]]:
    return [
        {"text": noun.heading, "href": url_for(f"{noun.name}.register")},
        {"text": "Load a file"},
    ]
