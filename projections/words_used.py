"""The words that people wrote in a column of a register."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from projections.listed import each_of
from projections.register import Register
from projections.view import View


def words_used(register: Register[Any], key: str, view: View) -> list[str]:
    """What stands in a column of words, or of several, at the moment; each once, in order."""
    column = register.c[key]
    query = register.narrowed(select(column).distinct(), view, column != "")
    return sorted({each for found in view.connection.scalars(query) for each in each_of(found)})
