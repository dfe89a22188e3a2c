"""Words of an item by which a search finds it, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from domain.kernel.deciding.evidence import Evidenced


@dataclass(frozen=True)
class Passage:
    """Some words of an item: `where` is a column of its register, by its key, or says in words
    where they stand; `of` is the agency whose words they are.

    `readers`: only these may read them (domain/meetings/records.py); empty: whoever sees the item.
    """

    where: str
    words: str
    of: str = ""
    readers: frozenset[str] = frozenset()


def no_passages(item: Any) -> Iterator[Passage]:
    """Of items whose words all stand in the columns of their register."""
    return iter(())


def of_evidence(item: Evidenced) -> Iterator[Passage]:
    """What each piece of evidence is called, and what its file is."""
    for number, each in item.counting.items():
        named = each.file.name if each.file else each.link
        yield Passage(f"Evidence {number}", ", ".join(filter(None, [each.title, named])))
