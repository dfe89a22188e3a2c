"""The chase sheet of an agency: a page, a Word document, and text for an e-mail."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, render_template, url_for

from domain.kernel.errors import NotFoundError
from projections.partnership.agencies import AGENCIES
from projections.view import View
from web.chasing.awaited import Awaited, Line, awaited_from
from web.exports.documents import Document, Part, word_document
from web.exports.registers import marking
from web.items.linked import item_href
from web.items.story import full_sentence
from web.security import allow
from web.view import ledger, the_view

pages = Blueprint("chasing", __name__)


@pages.get("/agencies/<reference>/awaited")
@allow("see.agencies")
def awaited(reference: str) -> str:
    """What is awaited from an agency, the soonest due first."""
    view, name = the_view(), _name(reference)
    return render_template(
        "agencies/awaited.html",
        name=name,
        reference=reference,
        found=awaited_from(ledger(), view, reference),
        href=lambda item: item_href(item, view),
        breadcrumbs=[
            {"text": "Agencies", "href": url_for("agencies.agencies")},
            {"text": name, "href": url_for("agencies.agency", reference=reference)},
            {"text": "Awaited"},
        ],
    )


@pages.get("/agencies/<reference>/awaited.docx")
@allow("see.agencies")
def document(reference: str) -> Response:
    """The same as a Word document."""
    view, name = the_view(), _name(reference)
    parts = [
        Part(
            each.title,
            ("Reference", "What is awaited", "Due"),
            [(line.reference, line.words, line.due) for line in each.lines],
        )
        for each in awaited_from(ledger(), view, reference)
    ]
    sentences = () if parts else ("Nothing is awaited.",)
    paper = Document(_title(name), parts, sentences)
    return word_document(paper, noun=f"awaited-from-{reference}", view=view)


@pages.get("/agencies/<reference>/awaited.txt")
@allow("see.agencies")
def text(reference: str) -> Response:
    """The same as the text of an e-mail."""
    view, name = the_view(), _name(reference)
    found = awaited_from(ledger(), view, reference)
    return Response(_text(_title(name), found, view), content_type="text/plain; charset=utf-8")


def _text(title: str, found: Sequence[Awaited], view: View) -> str:
    lines = [title, ""]
    for each in found:
        lines += [f"{each.title} ({len(each.lines)})"]
        lines += [f"- {line.reference}: {_sentence(line)}" for line in each.lines]
        lines += [""]
    if not found:
        lines += ["Nothing is awaited.", ""]
    return "\n".join([*lines, marking(title, view), ""])


def _sentence(line: Line) -> str:
    """What is awaited and by when, with one stop after each."""
    due = f" Due: {line.due}." if line.due else ""
    return f"{full_sentence(line.words)}{due}"


def _title(name: str) -> str:
    return f"Awaited from {name}"


def _name(reference: str) -> str:
    """What the agency is called. Raises NotFoundError."""
    row = AGENCIES.one_row(the_view(), reference)
    if row is None:
        raise NotFoundError(f"There is no agency {reference}.")
    return str(row["name"])
