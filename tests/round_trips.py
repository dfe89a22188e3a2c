"""Our own files, out of the ledger and back into it or into another, in one line of a test."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from application.doing.access import Person
from application.importing.importing import import_file
from application.importing.reports import Report
from application.ledger.ledger import Ledger
from projections.partnership.agencies import agency_called
from projections.view import View
from tests.kent import OPERATOR
from web.exports.registers import csv_lines
from web.imports.groups import GroupsThatMeet
from web.imports.our_register import our_register
from web.moments import look
from web.noun import Noun


@contextmanager
def now(ledger: Ledger) -> Iterator[View]:
    """The ledger as it is."""
    with ledger.reading() as connection:
        yield look(ledger, connection)


def exported(ledger: Ledger, noun: Noun, **changes: Mapping[str, str]) -> str:
    """The file of a register. `changes` are made in it by hand: for a reference, with _ for -,
    what comes to stand under some headings."""
    assert noun.register is not None
    with now(ledger) as view:
        text = "".join(csv_lines(noun.register.rows(view), noun.register.exported(), view=view))
    return edited(text, {name.replace("_", "-"): cells for name, cells in changes.items()})


def edited(text: str, changes: Mapping[str, Mapping[str, str]]) -> str:
    """A file in which somebody has written over some cells."""
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        row.update(changes.get(row["Reference"], {}))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]) if rows else [])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def loaded(
    ledger: Ledger, noun: Noun, text: str, *, person: Person = OPERATOR, **options: Any
) -> Report:
    """What comes of a file, loaded as the site and the command line do."""
    assert noun.importable is not None
    assert noun.register is not None

    def called(words: str) -> str:
        with now(ledger) as view:
            return agency_called(view, words)

    with now(ledger) as view:
        register = our_register(noun.register, view)
    file = io.BytesIO(text.encode())
    return import_file(
        ledger, file, noun.importable, person=person, agency_called=called, register=register,
        groups=GroupsThatMeet(ledger), **options,
    )  # fmt: skip
