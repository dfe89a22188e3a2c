"""What every kind of item that can be loaded from a file promises of its files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest

from application.importing.importable import Importable
from application.importing.importing import template
from application.ledger.ledger import Ledger
from application.nouns.files.group_files import establish_groups
from tests.following import TODAY, stand_on
from tests.kent import FOUNDING, OPERATOR, load_kent, load_placeholder
from tests.loading import load
from tests.reading import disagreements
from web.nouns import LOADED


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    stand_on(ledger, date(2024, 1, 8))
    load_kent(ledger)
    load_placeholder(ledger)
    stand_on(ledger, TODAY)
    with ledger.writing():
        establish_groups(ledger, FOUNDING.groups, person=OPERATOR)
    return ledger


@pytest.fixture(params=LOADED)
def importable(request: pytest.FixtureRequest) -> Importable:
    found = LOADED[request.param].importable
    assert found
    return found


def filled(importable: Importable, *, backwards: bool = False) -> str:
    """The template, as it is or with its columns the other way round."""
    text = io.StringIO()
    rows = template(importable)
    csv.writer(text).writerows(list(reversed(row)) if backwards else row for row in rows)
    return text.getvalue()


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("–", "-").encode("cp1252"),
        lambda text: text.replace("\r\n", "\n").encode(),
    ],
    ids=["plain", "with a mark", "Windows text", "Unix lines"],
)
def test_the_template_loads_as_any_spreadsheet_writes_it(
    ledger: Ledger, importable: Importable, encode: Callable[[str], bytes]
) -> None:
    report = load(ledger, encode(filled(importable)), importable)
    assert (report.loaded, report.refused) == (1, 0)
    assert disagreements(ledger) == []


def test_the_same_file_again_adds_nothing(ledger: Ledger, importable: Importable) -> None:
    first = load(ledger, filled(importable), importable)
    before = ledger.position()
    for backwards in (False, True):
        again = load(ledger, filled(importable, backwards=backwards), importable)
        assert (again.loaded, again.present, again.refused) == (0, 1, 0)
        assert [row.reference for row in again.rows] == [row.reference for row in first.rows]
    assert ledger.position() == before


def test_a_dry_run_says_the_same_and_keeps_nothing(ledger: Ledger, importable: Importable) -> None:
    before = ledger.position()
    dry = load(ledger, filled(importable), importable, dry_run=True)
    assert (dry.loaded, dry.kept, ledger.position()) == (1, False, before)
    assert load(ledger, filled(importable), importable).rows == dry.rows
