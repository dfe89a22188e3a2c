"""What is wrong with a row, told all at once; and the group that words name."""

from __future__ import annotations

import re

from application.importing.importable import Groups, RowRefusedError

_FIRST_PART = re.compile(
    r"\s?[,;:(–—]|\s-\s|\s(?:on|of|meeting)\s|\smeeting$|\s(?=\d)", re.IGNORECASE
)
_THE = re.compile(r"^the\s", re.IGNORECASE)


class Problems:
    """What keeps a row out, gathered as it is read."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}

    def add(self, column: str, reason: str) -> None:
        """Note what is wrong under a column."""
        self._found.setdefault(column, []).append(reason)

    def tell(self) -> None:
        """Raises RowRefusedError with all of it, where there is any."""
        if self._found:
            reasons = [each for found in self._found.values() for each in found]
            raise RowRefusedError(" ".join(reasons), column=next(iter(self._found)))


def group_in(words: str, groups: Groups) -> str:
    """The reference of the group that the words name, or begin with: “SAAS, 14 January 2026”."""
    plain = _THE.sub("", " ".join(words.split()))
    first = _FIRST_PART.split(plain, maxsplit=1)[0]
    return groups.called(plain) or (groups.called(first) if first else "")
