"""The papers that there are: what each is called, who may have it, what it is printed on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from web.papers.asked import Asked
from web.papers.kinds import executive
from web.papers.paper import Section, Sheet


@dataclass(frozen=True)
class Kind:
    """A kind of paper. `deed` is who may see what it shows; `compares`: it tells what became of
    things since an earlier moment; `of_item`: it is about one item, whose reference it needs."""

    title: str
    deed: str
    sections: Callable[[Asked], Iterator[Section]]
    sheet: Sheet = Sheet.A4
    compares: bool = False
    of_item: bool = False


KINDS: Mapping[str, Kind] = {
    "executive": Kind(
        "Outstanding risks and decisions", "see.executive", executive.sections,
        Sheet.A4_ACROSS, compares=True,
    ),
}  # fmt: skip
"""By the name that each has in an address and on the command line."""
FORMS = {"pdf": "PDF"}
"""What a paper is written as, by the ending of its file's name."""
