"""The words that people wrote in a column of a register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from projections.listed import each_of
from projections.register import Register
from projections.view import View


def words_used(register: Register[Any], key: str, view: View) -> list[str]:
    """What stands in a column of words, or of several, at the moment; each once, in order."""
    column = register.c[key]
    query = register.narrowed(select(column).distinct(), view, column != "")
    return sorted({each for found in view.connection.scalars(query) for each in each_of(found)})


def most_used(registers: Iterable[Register[Any]], key: str, view: View, *, most: int) -> list[str]:
    """What stands most often in a column that several registers have, of what the reader sees at
    the moment; no more than `most`, in the order of the alphabet."""
    times: Counter[str] = Counter()
    for register in registers:
        column, often = register.c[key], func.count()
        query = register.narrowed(select(column, often), view, column != "").group_by(column)
        rows = view.connection.execute(query.order_by(often.desc(), column).limit(most))
        for words, number in rows:
            times[words] += number
    return sorted(words for words, _ in times.most_common(most) if view.told(words) == words)
