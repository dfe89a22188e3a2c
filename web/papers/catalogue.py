"""The papers that there are: what each is called, who may have it, what it is printed on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from web.papers.brief import Brief
from web.papers.kinds import changes, circular, dispute, executive, risks, tracked
from web.papers.paper import Section, Sheet


@dataclass(frozen=True)
class Kind:
    """A kind of paper. `deed` is who may see what it shows; `fits` is on how many pages
    it should be, 0: on any; `compares`: it tells what became of
    things since an earlier moment. One about an item has a title that names it (`called`)."""

    title: str
    deed: str
    sections: Callable[[Brief], Iterator[Section]]
    sheet: Sheet = Sheet.A4
    compares: bool = False
    fits: int = 0
    called: Callable[[Brief], str] | None = None

    @property
    def of_item(self) -> bool:
        """Whether it is about one item."""
        return self.called is not None

    def title_of(self, brief: Brief) -> str:
        """What a paper of this kind is called. Raises NotFoundError where there is no such item."""
        return self.called(brief) if self.called else self.title


KINDS: Mapping[str, Kind] = {
    "executive": Kind(
        "Outstanding risks and decisions", "see.executive", executive.sections,
        Sheet.A4_ACROSS, compares=True, fits=2,
    ),
    "risks": Kind(
        "Partnership Risk Register", "see.risks", risks.sections, Sheet.A4_ACROSS, compares=True
    ),
    "follow-up": Kind(
        "Follow-up of recommendations", "see.recommendations", tracked.recommendations,
        Sheet.A3_ACROSS, compares=True,
    ),
    "actions": Kind("Actions", "see.actions", tracked.all_actions, Sheet.A4_ACROSS, compares=True),
    "dispute": Kind("Dispute", "see.disputes", dispute.sections, called=dispute.title),
    "circular": Kind(
        "Executive Circular", "see.executive", circular.sections, compares=True, fits=2
    ),
    "changes": Kind("What changed", "see.audit", changes.sections, Sheet.A4_ACROSS, compares=True),
}  # fmt: skip
"""By the name that each has in an address and on the command line."""
FORMS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}
"""What a paper is written as, by the ending of its file's name."""
