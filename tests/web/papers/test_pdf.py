"""Papers as PDF: for everybody's eyes and ears, the same bytes each time, and nobody's program."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import typst
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.errors import DomainError
from tests.acts import do, record
from tests.hostile_text import TEXTS, at_most
from tests.web.papers.reading import faults, made, objects_of, pages_of
from web.papers import pdf
from web.papers.paper import Entries, Entry, Facts, Head, Paper, Section, Sentences, Table
from web.papers.pdf import UNKNOWN, pdf_of, pictures_of

HOSTILE = [
    '#panic("here")', "*bold* _so_ `code` $x^2$", "= A heading", "/ term: meaning", "#sys.inputs",
    '") #read("/etc/passwd") ("', "{{ 7 * 7 }} {% for %}", "https://a.example // no /* comment",
    "<label> @reference", "\\u{41} \\", "- item\n+ item\n\n= heading", "\u202etxt.exe\u0007",
]  # fmt: skip


def paper(*words: str, title: str = "A paper") -> Paper:
    """A paper that says this in every kind of block."""
    heads = [Head("What"), Head("Number", number=True)]
    blocks = [
        Sentences(words), Entries([Entry(each, notes=words) for each in words], strong=True),
        Table("All", heads, [[each, 7] for each in words], "None."),
        Facts([(each, each) for each in words]),
    ]  # fmt: skip
    sections = [Section(each, blocks) for each in words]
    moment = datetime(2026, 11, 26, 12, tzinfo=UTC)
    return Paper(
        "paper", title, "A partnership", "As at some day.", moment, "1-a-unsigned", sections
    )


def headings(of: Paper) -> list[str]:
    """The headings as typst has them, each of which must be nothing but text."""
    data = {"paper": json.dumps(pdf._plain(of))}
    template, fonts = pdf.PDF_TEMPLATE.read_bytes(), pdf._fonts()
    found = json.loads(typst.query(template, "heading", sys_inputs=data, font_paths=fonts))
    assert all(each["body"]["func"] == "text" for each in found)
    return [each["body"]["text"] for each in found]


def test_the_executives_paper_of_the_demonstration_is_two_sheets_that_everybody_can_read(
    demonstration: Ledger,
) -> None:
    content = pdf_of(made(demonstration, "executive"))
    assert faults(content) == []
    assert pages_of(content) == 2
    objects = objects_of(content)
    for there in (
        b"/Lang(en-GB)", b"/DisplayDocTitle true", b"/S/H1", b"/S/H2", b"/S/TH", b"/S/Figure",
        b'<rdf:li xml:lang="x-default">Outstanding risks and decisions</rdf:li>',
    ):  # fmt: skip
        assert there in objects, there


def test_with_as_much_to_decide_as_it_holds_it_is_still_two_sheets(
    clock: FrozenDateTimeFactory, ledger: Ledger
) -> None:
    for number in range(9):
        risk = record(ledger, f"Crowd {number}", likelihood="5", impact="1",
                      consequence="Children wait and wait. " * 10)  # fmt: skip
        do(ledger, "risk.escalate", risk, to="executive", question="Who pays for it all? " * 12,
           reason="Beyond us.")  # fmt: skip
    full = made(ledger, "executive")
    content = pdf_of(full)
    assert (faults(content), pages_of(content)) == ([], 2)
    assert pages_of(pdf_of(replace(full, fits=0))) > 2


def test_a_checker_finds_fault_with_a_pdf_without_tags() -> None:
    content = typst.compile(b"= A heading", pdf_tags=False)
    assert isinstance(content, bytes)
    assert len(faults(content)) > 5


def test_the_same_paper_is_the_same_bytes_whenever_it_is_made(
    clock: FrozenDateTimeFactory, ledger: Ledger
) -> None:
    record(ledger, "Fire", likelihood="2", impact="4")
    first = made(ledger, "executive")
    content = pdf_of(first)
    clock.tick(3600)
    record(ledger, "Flood", likelihood="2", impact="4")
    again = made(ledger, "executive", as_at=first.as_at)
    assert again == first
    assert pdf_of(again) == content
    assert pdf_of(made(ledger, "executive")) != content


def test_what_somebody_wrote_is_text_whatever_it_looks_like() -> None:
    hostile = paper(*HOSTILE, title=HOSTILE[0])
    content = pdf_of(hostile)
    assert faults(content) == []
    first, *others = headings(hostile)
    assert first == HOSTILE[0]
    assert others[:6] == HOSTILE[:6]
    assert rb"#panic(&quot;here&quot;)" in objects_of(content) or b'#panic("here")' in objects_of(
        content
    )


@pytest.mark.parametrize("kind", ["letters", "short words", "lines", "marks in disorder"])
def test_a_long_text_takes_no_long_time(kind: str) -> None:
    said = paper(TEXTS[kind][:20_000]).sections[0].blocks
    long = replace(paper(), sections=[Section("Long", said)])
    with at_most(20):
        assert pages_of(pdf_of(long)) >= 1


def test_a_letter_that_the_font_lacks_is_shown_as_a_box_and_said() -> None:
    odd = paper("Łódź 漢字 and ▲")
    assert "Łódź □□ and ▲" in json.dumps(pdf._plain(odd), ensure_ascii=False)
    assert pdf.lacking(odd)
    assert not pdf.lacking(paper("Łódź and ▲"))
    assert faults(pdf_of(odd)) == []
    assert ord(UNKNOWN) in pdf.letters()


def test_a_paper_can_be_looked_at_page_by_page() -> None:
    pictures = pictures_of(replace(paper("One", "Two"), sections=[
        Section("One", []), Section("Two", [], apart=True),
    ]), dots=40)  # fmt: skip
    assert [each[:8] for each in pictures] == [b"\x89PNG\r\n\x1a\n"] * 2


def test_its_foot_bears_marking_and_code() -> None:
    assert re.fullmatch(r"OFFICIAL-SENSITIVE\. Checkpoint 1-a-unsigned", paper("One").foot)


def test_without_typst_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(DomainError, match=r"Install the ledger with its extra “papers”"):
        pdf_of(paper("One"))
