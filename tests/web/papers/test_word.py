"""Papers as Word documents and workbooks: what anybody wrote stays text, in whichever template."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from domain.kernel.errors import DomainError
from tests.web.papers.test_pdf import HOSTILE, paper
from tests.web.workbooks import sheet
from web.exports.documents import TEMPLATE, template_file
from web.papers.paper import Head, Paper, Section, Table
from web.papers.sheets import workbook_of
from web.papers.word import word_of


def text_of(document: bytes) -> str:
    """The words of a Word document, and that all of it can be read as XML."""
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        names = [each for each in parts.namelist() if each.endswith(".xml")]
        roots = [ElementTree.fromstring(parts.read(each)) for each in names]
    return "\n".join("".join(root.itertext()) for root in roots)


def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """A template of the secretary's own, whose title is followed by these words."""
    made = tmp_path / "ours.docx"
    with zipfile.ZipFile(template_file()) as shipped, zipfile.ZipFile(made, "w") as ours:
        for name in shipped.namelist():
            content = shipped.read(name)
            if name == "word/document.xml":
                content = content.replace(b"{{ title }}", f"{{{{ title }}}} {words}".encode())
            ours.writestr(name, content)
    monkeypatch.setenv(TEMPLATE, str(made))


def test_what_somebody_wrote_is_text_in_a_word_document() -> None:
    words = [each for each in HOSTILE if "\u0007" not in each and "\n" not in each]
    document = text_of(word_of(paper(*words, title=words[0])))
    for each in words:
        assert each in document, each
    assert "OFFICIAL-SENSITIVE. Checkpoint 1-a-unsigned" in document


def test_it_is_written_in_the_template_that_the_setting_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template(tmp_path, monkeypatch, "of our own partnership")
    assert "A paper of our own partnership" in text_of(word_of(paper("One")))


@pytest.mark.parametrize(
    "words",
    [
        "{{ title.__class__.__mro__ }}", "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ sentences.__init__.__globals__ }}", "{% for %}", "{{ no_such_thing }}",
    ],
)  # fmt: skip
def test_what_stands_in_a_template_reaches_nothing_but_the_paper(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template(tmp_path, monkeypatch, words)
    with pytest.raises(DomainError, match=r"The template of papers, .*ours.docx, cannot be used"):
        word_of(paper("One"))


def test_a_template_that_is_none_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, content in (("missing.docx", None), ("text.docx", b"text")):
        file = tmp_path / name
        if content:
            file.write_bytes(content)
        monkeypatch.setenv(TEMPLATE, str(file))
        with pytest.raises(DomainError, match=f"{name}, cannot be used"):
            word_of(paper("One"))


def test_a_workbook_has_days_and_numbers_and_no_formula() -> None:
    heads = [Head("What"), Head("On"), Head("Count", number=True)]
    table = Table("All", heads, [["=1+1", date(2026, 12, 9), 7]], "None.")
    rows = sheet(workbook_of(paper_with(table)))
    assert rows[2:] == [["What", "On", "Count"], ["=1+1", date(2026, 12, 9), 7]]
    assert "Checkpoint 1-a-unsigned" in str(rows[0][0])


def paper_with(table: Table) -> Paper:
    return replace(paper(), sections=[Section("All", [table])])
