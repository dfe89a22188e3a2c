"""The files that were loaded, and those of which a part is still to come."""

from __future__ import annotations

from domain.imports.imported_file import ImportedFile
from projections.columns import MOMENT, NUMBER, TEXT, YES_NO, Column
from projections.register import Register
from projections.versioned import Row
from projections.view import View

IMPORTS: Register[ImportedFile] = Register(
    "imports",
    ImportedFile,
    columns=[
        Column("noun", "What it holds", TEXT),
        Column("sha256", "SHA-256 of the file", TEXT),
        Column("rows", "Rows to load", NUMBER),
        Column("begun_at", "Begun", MOMENT, sort="begun"),
        Column("begun_by", "Begun by", TEXT),
        Column("loading", "Being loaded", YES_NO),
        Column("loaded", "Loaded", NUMBER),
        Column("changed", "Changed", NUMBER),
        Column("left", "Left out", NUMBER),
    ],
    usual="-begun",
)


def being_loaded(view: View, noun: str = "") -> list[Row]:
    """The files that are being loaded at the moment, of one kind of item or of any."""
    of_noun = [IMPORTS.c.noun == noun] if noun else []
    return IMPORTS.rows(view, IMPORTS.c.loading, *of_noun)
