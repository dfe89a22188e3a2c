"""What the import is told of a register, so that it knows the files that the register wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from application.importing.editions import Held
from application.importing.ours.our_files import (
    REFERENCE,
    VERSION,
    Heading,
    OurColumns,
    OurRegister,
)
from application.ledger.ledger import Ledger
from domain.kernel.item import Item
from domain.kernel.plain import normal
from projections.columns import Column, OfCode
from projections.partnership.agencies import agencies_called
from projections.register import Asked, Register
from projections.view import View
from web.exports.registers import MARKING, in_file
from web.moments import look


class AgenciesCalled:
    """The reference of the present member with a name or alias, or "". All names are read at once,
    and again only after something has happened in the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._position = -1
        self._called: Mapping[str, str] = {}

    def __call__(self, words: str) -> str:
        with self._ledger.reading() as connection:
            position = self._ledger.position()
            if position != self._position:
                self._called = agencies_called(look(self._ledger, connection))
                self._position = position
        return self._called.get(normal(words), "")


class HeldInRegister:
    """The open items of a published list, by the columns of a file that name it."""

    def __init__(self, ledger: Ledger, register: Register[Any], ours: OurColumns) -> None:
        self._ledger = ledger
        self._register = register
        self._keys = {column: key for key, column in ours.columns.items()}
        self._number, (self._title, *_) = ours.number, ours.known_by

    def __call__(self, named: Mapping[str, str]) -> list[Held]:
        c = self._register.c
        wanted = {self._keys[column]: words for column, words in named.items()}
        with self._ledger.reading() as connection:
            view = look(self._ledger, connection)
            rows = self._register.rows(
                view,
                *(c[key] == words for key, words in wanted.items()),
                *self._register.conditions(view, Asked()),
            )
        return [Held(row["reference"], row[self._number], row[self._title]) for row in rows]


def our_register(register: Register[Any], view: View) -> OurRegister:
    """A register's headings, and what its file would have of an item. Its agencies are called
    what they are called in the view, which is asked for that now, once."""
    _ = view.names
    columns = register.exported()
    kept = [each for each in columns if each.at is None and each.key not in (REFERENCE, VERSION)]

    def says(item: Item) -> Mapping[str, str]:
        row = {column.key: column.kept(item) for column in kept}
        return {column.key: _as_words(in_file(column, row, view)) for column in kept}

    return OurRegister([_heading(column) for column in columns], MARKING, says)


def _as_words(value: str | int | None) -> str:
    """A cell of a file as words; a nought is one."""
    return "" if value is None else str(value)


def _heading(column: Column[Any]) -> Heading:
    codes = column.kind.names if isinstance(column.kind, OfCode) else {}
    return Heading(
        column.key,
        column.label,
        {str(code): words for code, words in codes.items()},
        passing=column.at is not None,
    )
