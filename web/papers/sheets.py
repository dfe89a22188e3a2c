"""A paper as a workbook: what it says on the first sheet, and each of its tables on its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from web.exports.workbooks import Book
from web.papers.paper import Paper, Table, Value
from web.papers.word import tabled, told

_LETTERS = 12
"""How wide a column is for each part of its share."""


def workbook_of(paper: Paper) -> bytes:
    """The paper as a workbook."""
    book = Book(paper.title, on=paper.moment.date(), handling=paper.marking)
    above = f"{paper.title}. {paper.when} {paper.foot}"
    tables = [
        block
        for section in paper.sections
        for block in section.blocks
        if isinstance(block, Table) and block.rows
    ]
    if lines := list(_said(paper)):
        book.sheet("Paper", above, [("Section", 30), ("What", 60), ("More", 60)], lines)
    for table in tables:
        heads = [(each.label, _LETTERS * max(each.width, 1)) for each in table.heads]
        book.sheet(table.name, above, heads, table.rows)
    return book.content()


def _said(paper: Paper) -> Iterator[Sequence[Value]]:
    """All that is in no table of its own: the section, what, and what besides."""
    for section in paper.sections:
        for block in section.blocks:
            if isinstance(block, Table) and block.rows:
                continue
            _, rows = tabled(block)
            yield from ([section.title, words] for words in told(block))
            yield from ([section.title, first, " · ".join(filter(None, more))]
                        for first, *more in rows)  # fmt: skip
    yield from (["Left out", words] for words in paper.left_out)
