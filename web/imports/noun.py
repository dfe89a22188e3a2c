"""What the loading of files is to the product: it is on record, and has no page of its own."""

from __future__ import annotations

from flask import Blueprint

from domain.imports.imported_file import ImportedFile
from projections.imports.imports import IMPORTS
from web.noun import Noun

NOUN = Noun("imports", ImportedFile, (), Blueprint("imported_files", __name__), register=IMPORTS)
