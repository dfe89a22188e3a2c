"""Papers to hand out as Word documents: headings, sentences and tables in one template.

The template is a Word document itself (templates/documents/paper.docx), so whoever wants another
letterhead changes a copy of it in Word, which SCRUTINY_PAPER_TEMPLATE then names. What stands in
its braces can read what the paper says, and reach nothing else. The same content gives the same
bytes.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from domain.kernel.errors import DomainError
from projections.view import View
from web.exports.registers import marking

if TYPE_CHECKING:
    from flask import Response

TEMPLATE = "SCRUTINY_PAPER_TEMPLATE"
"""The setting that names another template."""
_SHIPPED = Path(__file__).parents[1] / "templates" / "documents" / "paper.docx"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip knows: a document says in words of when it is."""


@dataclass(frozen=True)
class Part:
    """A heading with sentences and a table under it, any of which may be missing."""

    title: str
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    sentences: Sequence[str] = ()


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
    content = docx_of(document, handling=marking(document.title, view))
    return Response(content, content_type=_TYPE, headers=headers)


def docx_of(document: Document, *, handling: str) -> bytes:
    """The paper as a Word document; `handling` says of when it is and how to handle it.

    Raises DomainError where the template that was named is none.
    """
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    file = template_file()
    context = {
        "title": document.title,
        "marking": handling,
        "sentences": document.sentences,
        "parts": document.parts,
    }
    made = io.BytesIO()
    try:
        template = DocxTemplate(io.BytesIO(file.read_bytes()))
        sandbox = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
        template.render(context, jinja_env=sandbox, autoescape=True)
        template.docx.core_properties.title = document.title
        template.save(made)
    except (OSError, TemplateError, zipfile.BadZipFile, ValueError, KeyError) as error:
        if file == _SHIPPED:
            raise
        raise DomainError(
            f"The template of papers, {file}, cannot be used: {error}. Mend it, or take the "
            f"setting {TEMPLATE} away."
        ) from error
    return _without_times(made.getvalue())


def template_file() -> Path:
    """The template in force: the one that the setting names, or the one that is shipped."""
    named = os.environ.get(TEMPLATE, "")
    return Path(named) if named else _SHIPPED


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
