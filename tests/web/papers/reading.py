"""Papers as others read them: a PDF by a checker of its standards and by its objects."""

from __future__ import annotations

import re
import zlib

import page
from sqlalchemy import Connection

from application.ledger.ledger import Ledger
from domain.kernel.terms import Sight
from projections.view import EVERYTHING, View
from web.moments import look
from web.nouns import NOUNS
from web.papers.making import Wish, paper_of
from web.papers.paper import Block, Entries, Facts, Figures, Paper, Sentences, Table, in_words

assert NOUNS  # they are known once they are loaded


def made(ledger: Ledger, name: str, *, sight: Sight = EVERYTHING, **wish: str) -> Paper:
    """A paper of a ledger."""
    with ledger.reading() as connection:
        return paper_of(ledger, connection, Wish(name, **wish), sight=sight)


def faults(pdf: bytes) -> list[str]:
    """What is wrong with a PDF by PDF/UA-1 and PDF/A-3a."""
    reports = [page.validate_pdf_bytes(pdf, profile=each) for each in ("ua1", "3a")]
    return [f"{each.rule_id}: {each.message}" for report in reports for each in report.failures]


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return page.validate_pdf_bytes(pdf, profile="ua1").document.page_count


def objects_of(pdf: bytes) -> bytes:
    """A PDF with what is packed in it unpacked."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return pdf + b"\n".join(map(_unpacked, packed))


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def words_of(paper: Paper) -> str:
    """Everything that a paper says, in its order."""
    told = [paper.title, paper.when]
    for section in paper.sections:
        told += [section.title, *(words for block in section.blocks for words in _words(block))]
    return "\n".join([*told, *paper.left_out])


def _words(block: Block) -> list[str]:
    match block:
        case Sentences():
            return [*block.words]
        case Entries():
            return [
                " ".join(filter(None, [each.mark, each.words, *each.notes, each.alert]))
                for each in block.entries
            ]
        case Figures():
            return [f"{each.value} {each.label}" for each in block.figures]
        case Table():
            rows = [" | ".join(map(in_words, row)) for row in block.rows]
            return [" | ".join(each.label for each in block.heads), *(rows or [block.none])]
        case Facts():
            return [f"{label}: {words}" for label, words in block.facts]
        case _:
            return [block.spoken]


def tables_of(paper: Paper) -> dict[str, Table]:
    """Its tables, by what they are called."""
    blocks = [block for section in paper.sections for block in section.blocks]
    return {each.name: each for each in blocks if isinstance(each, Table)}


def now(ledger: Ledger, connection: Connection) -> View:
    """A look at the present."""
    return look(ledger, connection)
