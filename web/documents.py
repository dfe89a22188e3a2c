"""Papers to hand out as Word documents: headings, sentences and tables in one template.

The template is a Word document itself (templates/documents/paper.docx), so whoever wants another
letterhead changes it in Word. The same content gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from projections.view import View
from web.exporting import marking

if TYPE_CHECKING:
    from flask import Response

_TEMPLATE = Path(__file__).parent / "templates" / "documents" / "paper.docx"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip knows: a document says in words of when it is."""


@dataclass(frozen=True)
class Part:
    """A heading with a table under it."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Document:
    """A paper: its title, some sentences, and its parts."""

    title: str
    parts: Sequence[Part]
    sentences: Sequence[str] = field(default_factory=tuple)


def word_document(document: Document, *, noun: str, view: View) -> Response:
    """The paper as an answer that a browser saves."""
    from flask import Response

    name = f"{noun}-as-at-{view.today}-position-{view.position}.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(docx_of(document, view=view), content_type=_TYPE, headers=headers)


def docx_of(document: Document, *, view: View) -> bytes:
    """The paper as a Word document, under the moment that it shows and how to handle it."""
    from docxtpl import DocxTemplate

    template = DocxTemplate(_TEMPLATE)
    context = {
        "title": document.title,
        "marking": marking(document.title, view),
        "sentences": document.sentences,
        "parts": document.parts,
    }
    template.render(context, autoescape=True)
    template.docx.core_properties.title = document.title
    made = io.BytesIO()
    template.save(made)
    return _without_times(made.getvalue())


def _without_times(document: bytes) -> bytes:
    """The same zip with its files in order and without the moments at which they were written."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as read,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in sorted(read.namelist()):
            written.writestr(zipfile.ZipInfo(name, _EPOCH), read.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
