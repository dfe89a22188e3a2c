"""Columns of likelihoods or impacts in words: whether they are of our scale, as a whole.

“Major” under a heading that has “Catastrophic” too is not our “Major”.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from application.importing.files.headings import Header, Row
from application.importing.published.scores import has_a_number, of_a_scale
from domain.kernel.plain import normal
from domain.risks.matrix import Matrix


class WordScales:
    """The columns whose words are another body's; `notes` tells of each once."""

    def __init__(
        self,
        rows: Iterable[Row],
        columns: Sequence[Header],
        names: Mapping[str, str],
        matrix: Matrix,
    ) -> None:
        self._names = names
        ours = {column.name: _words_of(column, matrix) for column in columns}
        self._foreign: dict[str, tuple[int, str]] = {}
        for row in rows if ours else ():
            if row.passed:
                continue
            for column, known in ours.items():
                words = row.cells.get(column, "")
                if column not in self._foreign and of_a_scale(words) and normal(words) not in known:
                    self._foreign[column] = row.line, " ".join(words.split())
        self._known = ours

    @property
    def notes(self) -> list[str]:
        return [
            f"“{self._names[column]}” is in words of another scale (“{words}” on line {line} is "
            "none of ours), so what has no number was left unscored, with a flag on the whole "
            "column; its words are kept in the note. To score it, load the file with what each "
            f"word means: {self._names[column]}:{words}=5."
            for column, (line, words) in self._foreign.items()
        ]

    def read(self, row: Row) -> Row:
        """The row, with such words among those that are only kept."""
        cells, others = dict(row.cells), dict(row.others)
        for column in self._foreign:
            if (words := cells.get(column)) and not has_a_number(words):
                del cells[column]
                others[self._names[column]] = words
        return replace(row, cells=cells, others=others)


def _words_of(column: Header, matrix: Matrix) -> set[str]:
    names = matrix.likelihoods if column.scale == "likelihood" else matrix.impacts
    return {normal(name) for name in names}
