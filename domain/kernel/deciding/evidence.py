"""Evidence: a file or a link that shows something of an item, whatever kind of item that is.

Who gave it and who looked at it stays with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.kernel.deciding.basis import Basis
from domain.kernel.deciding.files import File, Filed, filed
from domain.kernel.errors import DomainError
from domain.kernel.item import as_day
from domain.kernel.mending.redeciding import Redecidable
from domain.kernel.moves import GuardOfPerson, move
from domain.kernel.terms import Actor, AgencyNames, Occasion
from domain.kernel.words import Code, Day, Ref, Words


class EvidenceKind(StrEnum):
    """What shows that something was done, or was so."""

    DOCUMENT = "document"
    DATA = "data"
    AUDIT = "audit"
    MINUTE = "minute"
    LETTER = "letter"
    DECISION = "decision"
    SAID = "said"
    """What an agency said in writing, where somebody recorded that for it: no evidence of more."""
    OTHER = "other"

    @property
    def words(self) -> str:
        """What it is, within a sentence."""
        return "in writing" if self is EvidenceKind.SAID else self.value


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence: a file, or a `link` where that is None.

    `decision` is the version of the decision that it shows, 0 where it shows something else.
    `checked_by` is None until somebody looked at it; `withdrawn` says why it no longer counts, ""
    while it does.
    """

    kind: EvidenceKind
    title: str
    link: str
    file: File | None
    dated: str
    given_by: Actor
    given_on: str
    decision: int = 0
    checked_by: Actor | None = None
    checked_on: str = ""
    finding: str = ""
    withdrawn: str = ""

    @property
    def checked(self) -> bool:
        """Whether somebody independent looked at it."""
        return self.checked_by is not None


def not_its_own(what: str) -> GuardOfPerson:
    """A guard: nobody does it to what is their own agency's, or what they submitted themselves."""

    def guard(item: Evidenced, by: Actor) -> str | None:
        if by.speaks_for in {*item.owning_agencies, item.submitted_for} - {""}:
            return f"Somebody of an agency that {item.not_theirs} must {what}."
        theirs = item.submitted_by and not item.submitted_on_behalf
        if theirs and by.person == item.submitted_by and not by.on_behalf_of:
            return f"Somebody else than the person who submitted it must {what}."
        return None

    return guard


def has_evidence(item: Evidenced) -> str | None:
    """A guard: there is evidence that counts."""
    return None if item.counting else f"{item.reference} has no evidence yet. Add some first."


def is_shown(item: Evidenced) -> str | None:
    """A guard: there is evidence that counts, besides what agencies said."""
    return None if item.showing else f"{item.reference} has no evidence yet. Add some first."


class Evidenced(Redecidable):
    """An item that evidence is put forward for, while it is open and after."""

    # Without annotations: eventsourcing would make a dataclass of it.
    submitted_by = submitted_for = ""
    """Who claims that it is done, and for which agency; "" where nobody does."""
    submitted_on_behalf = False
    """Whether somebody only wrote down for that agency that it does."""
    not_theirs = "does not own it"
    """Of an agency that can look at it independently: what is true of that."""

    class Event(Redecidable.Event):
        """Anything that happens to it."""

    class EvidenceAdded(Event, Filed):
        """Evidence was put forward: a link, or a file that is stored under its SHA-256.

        `decision` is the version of the decision that it shows, such as its minute, 0 where it
        shows something else.
        """

        bears_on = frozenset({Basis.EVIDENCE})

        evidence: int
        kind: Code
        title: Words
        dated: Day
        decision: int

        def is_news_to(self, decision: int) -> bool:
            """The minute of a decision changes nothing that it was made on."""
            return self.decision != decision

        @property
        def shown_as(self) -> str:
            return f"evidence {self.evidence}"

        def apply(self, aggregate: Evidenced) -> None:
            aggregate.evidence[self.evidence] = Evidence(
                EvidenceKind(self.kind),
                self.title,
                self.link,
                self.file,
                self.dated,
                self.by,
                self.on,
                self.decision,
            )

        def sentence(self, names: AgencyNames) -> str:
            return f"added evidence {self.evidence}: {self.title}"

    class EvidenceChecked(Event):
        """Somebody whose own it is not looked at a piece of evidence."""

        evidence: int
        finding: Words

        def apply(self, aggregate: Evidenced) -> None:
            seen = aggregate.evidence[self.evidence]
            aggregate.evidence[self.evidence] = replace(
                seen, checked_by=self.by, checked_on=self.on, finding=self.finding
            )

        def sentence(self, names: AgencyNames) -> str:
            return f"checked evidence {self.evidence}: {self.finding}"

    class EvidenceWithdrawn(Event):
        """A piece of evidence should not have been put forward; it stays in the history."""

        bears_on = frozenset({Basis.EVIDENCE})

        evidence: int
        title: Words
        reason: Words

        def apply(self, aggregate: Evidenced) -> None:
            seen = aggregate.evidence[self.evidence]
            aggregate.evidence[self.evidence] = replace(seen, withdrawn=self.reason)

        def sentence(self, names: AgencyNames) -> str:
            return f"withdrew evidence {self.evidence}: {self.title}"

    def __init__(self, reference: Ref) -> None:
        super().__init__(reference)
        self.evidence: dict[int, Evidence] = {}

    @property
    def counting(self) -> dict[int, Evidence]:
        """The evidence that was not withdrawn."""
        return {number: each for number, each in self.evidence.items() if not each.withdrawn}

    @property
    def showing(self) -> dict[int, Evidence]:
        """The evidence that counts, besides what agencies said."""
        return {
            number: each
            for number, each in self.counting.items()
            if each.kind is not EvidenceKind.SAID
        }

    @move()
    def add_evidence(
        self,
        occasion: Occasion,
        *,
        kind: EvidenceKind,
        title: str,
        link: str = "",
        file: File | None = None,
        dated: date | None = None,
        decision: int | None = None,
    ) -> None:
        """Put evidence forward: a file, or a link. What shows something may turn up after the end,
        too."""
        facts = filed(link=link, file=file, needed=True)
        if dated and dated > occasion.on:
            raise DomainError("The evidence is dated in the future.", field="dated")
        if decision and decision not in self.made:
            raise DomainError("Select what was decided or replied.", field="decision")
        self._record(
            occasion,
            self.EvidenceAdded,
            evidence=len(self.evidence) + 1,
            kind=kind.value,
            title=title,
            dated=as_day(dated),
            decision=decision or 0,
            **facts,
        )

    @move(has_evidence, by=[not_its_own("check the evidence")])
    def check_evidence(self, occasion: Occasion, *, evidence: int, finding: str) -> None:
        """Record that somebody independent looked at a piece of evidence."""
        self._must_count(evidence)
        self._record(occasion, self.EvidenceChecked, evidence=evidence, finding=finding)

    @move(has_evidence)
    def withdraw_evidence(self, occasion: Occasion, *, evidence: int, reason: str) -> None:
        """Take back a piece of evidence that should not have been put forward."""
        self._must_count(evidence)
        self._record(
            occasion,
            self.EvidenceWithdrawn,
            evidence=evidence,
            title=self.evidence[evidence].title,
            reason=reason,
        )

    def _must_count(self, evidence: int) -> None:
        if evidence not in self.counting:
            raise DomainError(f"There is no evidence {evidence}.", field="evidence")
