"""No text from outside holds the program up: each pattern, and whatever reads such text, takes time
in proportion to its length."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from marshmallow import ValidationError

from application.doing import fields
from application.doing.child_details import looks_like
from application.importing.files.cells import read_cell
from application.importing.published import endings, owners, scores, statuses
from application.ledger.ledger import Ledger
from application.nouns.files.partnership_files import read_settled
from application.nouns.files.procedure_files import LARGEST, read_procedure
from domain.kernel.days import dates, two_dates
from domain.kernel.days.due import due_day, published_day
from domain.kernel.errors import DomainError
from domain.kernel.item import long_date
from domain.kernel.plain import MOST_MARKS, clean, few_marks, normal
from domain.partnership.agency import agency_reference
from tests.hostile_text import MOST, TEXTS, TookTooLong, against, at_most
from tests.kent import FOUNDING
from tests.loading import load, sheet
from web.nouns import LOADED
from web.wording import partial_date

ROOMS = ("application", "demonstration", "domain", "partnerships", "projections", "web")
ROOT = Path(__file__).parents[2]


def _patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern of the product, by its module and name."""
    found: dict[str, re.Pattern[str]] = {}
    for name in _modules():
        for key, value in vars(importlib.import_module(name)).items():
            for number, pattern in enumerate(_in(value)):
                found.setdefault(f"{name}.{key}.{number}", pattern)
    return found


def _in(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _in(each)
    elif isinstance(value, dict):
        yield from _in((*value, *value.values()))


def _modules() -> Iterator[str]:
    for room in ROOMS:
        yield room
        package = importlib.import_module(room)
        for each in pkgutil.walk_packages(package.__path__, f"{room}."):
            if not each.name.endswith("__main__"):
                yield each.name


PATTERNS = _patterns()
READERS: dict[str, Callable[[str], object]] = {
    "a date": dates.read_date,
    "an ending": endings.read_ending,
    "an owner": lambda words: owners.read_owner(words, lambda name: ""),
    "a factor": lambda words: scores.read_factor(words, ("Rare", "Likely")),
    "a score": lambda words: scores.read_score(words, highest=25),
    "a response": scores.read_response,
    "a source": statuses.read_source,
    "a status": statuses.read_status,
    "an answer": statuses.read_answer,
    "revised dates": two_dates.first_and_revised,
    "the latest day": dates.latest_day,
    "the order of a date": dates.order_of,
    "a turned date": dates.turned,
    "a cell": read_cell,
    "a due date": lambda words: due_day(words, published=date(2026, 1, 1)),
    "a published day": published_day,
    "a long date": long_date,
    "a partial date": partial_date,
    "a child's details": looks_like,
    "plain words": normal,
    "clean words": clean,
    "a name": agency_reference,
    "a stage": FOUNDING.procedure.called,
    "a line": lambda words: fields.Line("Title").deserialize(words),
    "prose": lambda words: fields.Prose("Reason").deserialize(words),
    "lines": lambda words: fields.Lines("Controls").deserialize(words),
    "tags": lambda words: fields.Tags("Themes").deserialize(words),
    "a day": lambda words: fields.Day("Day").deserialize(words),
    "a number": lambda words: fields.Whole("Number").deserialize(words),
    "a procedure": lambda words: read_procedure(words[:LARGEST]),
    "a partnership": lambda words: read_settled(words[:LARGEST]),
    "a title in a procedure": lambda words: read_procedure(f'title = "{words[: LARGEST - 10]}"'),
}


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_takes_time_in_proportion_to_its_text(name: str) -> None:
    pattern = PATTERNS[name]
    for text in (*TEXTS.values(), *against(pattern)):
        with at_most():
            pattern.fullmatch(text)
        with at_most():
            sum(1 for _ in pattern.finditer(text))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", TEXTS)
def test_whatever_reads_text_takes_time_in_proportion_to_it(reader: str, kind: str) -> None:
    with at_most(), suppress(DomainError, ValidationError):
        READERS[reader](TEXTS[kind])


def test_keys_within_keys_are_soon_read() -> None:
    with at_most(2 * MOST), pytest.raises(DomainError):
        read_procedure(f"a{'.a' * (LARGEST // 2 - 10)} = 1")


@pytest.mark.parametrize("noun", LOADED)
def test_a_file_with_hostile_cells_under_each_heading_is_soon_read(
    ledger: Ledger, noun: str
) -> None:
    importable = LOADED[noun].importable
    assert importable
    columns = [column.name for column in importable.columns]
    rows = [
        {importable.needed: "Fire", column: text[:10_000]}
        for text in TEXTS.values()
        for column in columns
    ]
    with at_most(0.1 * len(rows)):
        report = load(ledger, sheet(*rows), importable, dry_run=True, largest=2**25)
    assert len(report.rows) >= len(rows) - len(TEXTS)  # some rows have nothing in them


@pytest.mark.parametrize("noun", LOADED)
@pytest.mark.parametrize("kind", TEXTS)
def test_a_file_with_a_hostile_heading_is_soon_read(ledger: Ledger, noun: str, kind: str) -> None:
    importable = LOADED[noun].importable
    assert importable
    for text in (TEXTS[kind][:3_000], TEXTS[kind][:30_000]):
        row = {importable.needed: "Fire", text: "x"}
        with at_most(), suppress(DomainError):
            load(ledger, sheet(row), importable, dry_run=True)


def test_every_pattern_is_found_by_these_tests() -> None:
    """One that is written where it is used would be tried by nobody."""
    assert [where for room in ROOMS for where in _used_in_place(ROOT / room)] == []
    assert len(PATTERNS) > 50


def _used_in_place(folder: Path) -> Iterator[str]:
    for file in sorted(folder.rglob("*.py")):
        tree = ast.parse(file.read_text())
        at_the_top = {id(each) for node in tree.body for each in _not_in_functions(node)}
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=called)):
                    if called != "compile" or id(node) not in at_the_top:
                        yield f"{file.relative_to(ROOT)}:{node.lineno}"


def _not_in_functions(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
        return
    yield node
    for each in ast.iter_child_nodes(node):
        yield from _not_in_functions(each)


def test_a_pattern_that_goes_back_over_its_text_would_be_found() -> None:
    with pytest.raises(TookTooLong), at_most(0.5):
        re.search(r"[(]\s*[\d\s]+\s*[)]", TEXTS["an open bracket and spaces"])


def test_marks_beyond_what_any_language_writes_are_left_out_of_what_is_compared() -> None:
    crowded = "Fire" + "\u0301" * 1000
    assert few_marks(crowded) == "Fire" + "\u0301" * MOST_MARKS
    assert normal(crowded) == "fire"
    assert few_marks("é" * 1000) == "é" * 1000


def test_a_letter_with_too_many_marks_is_refused_and_nothing_of_it_is_left_out() -> None:
    with pytest.raises(ValidationError, match="has a letter with more than 30 marks"):
        fields.Prose("Reason").deserialize("a" + "\u0301\u0316" * 400)
