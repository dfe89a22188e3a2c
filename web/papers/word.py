"""A paper as a Word document, in the template of all that is handed out (exports/documents.py)."""

from __future__ import annotations

from collections.abc import Iterator

from web.exports.documents import Document, Part, docx_of
from web.papers.paper import (
    Block,
    Entries,
    Entry,
    Facts,
    Figures,
    Map,
    Paper,
    Section,
    Sentences,
    Table,
    in_words,
)


def word_of(paper: Paper) -> bytes:
    """The paper as a Word document. Raises DomainError where its template is none."""
    parts = [part for section in paper.sections for part in _parts(section)]
    if paper.left_out:
        parts.append(Part("", sentences=paper.left_out))
    document = Document(paper.title, parts, (paper.partnership, paper.when))
    return docx_of(document, handling=paper.foot)


def _parts(section: Section) -> Iterator[Part]:
    """A section as parts: a table ends one."""
    title, sentences = section.title, list[str]()
    for block in section.blocks:
        heads, rows = tabled(block)
        if heads:
            yield Part(title, heads, rows, sentences)
            title, sentences = "", []
        else:
            sentences += told(block)
    if title or sentences:
        yield Part(title, sentences=sentences)


def told(block: Block) -> list[str]:
    """What a block says that is no table, each thing in a paragraph."""
    match block:
        case Sentences():
            return [*block.words]
        case Entries():
            return [entry(each) for each in block.entries]
        case Table():
            return [block.none]
    return []


def entry(each: Entry) -> str:
    """One line of a list, with what is known of it besides."""
    notes = " · ".join(filter(None, [*each.notes, each.alert]))
    return " ".join(filter(None, [each.mark, each.words, f"({notes})" if notes else ""]))


def tabled(block: Block) -> tuple[list[str], list[list[str]]]:
    """The headings and rows of a block that is a table; nothing for one that is none, or empty."""
    match block:
        case Table() if block.rows:
            heads = [each.label for each in block.heads]
            return heads, [[in_words(each) for each in row] for row in block.rows]
        case Figures():
            return ["Figure", "Now", "Change"], [
                [each.label, " / ".join(filter(None, [each.value, each.second])),
                 " / ".join(change.words for change in each.changes)]
                for each in block.figures
            ]  # fmt: skip
        case Facts():
            return ["What", "Words"], [[label, words] for label, words in block.facts]
        case Map():
            impacts = [f"Impact {number}, {name}" for number, name in block.impacts]
            return ["Likelihood", *impacts], [
                [f"{row.number}, {row.name}", *(" ".join(filter(None, [spot.count, spot.came]))
                                                for spot in row.spots)]
                for row in block.rows
            ]  # fmt: skip
    return [], []
