"""Seats, rules and governing documents of a group: what it has, as events made it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.groups.rule import QuorumRule
from domain.groups.vocabulary import OFFICES, Office, Standing
from domain.kernel.deciding.files import File
from domain.kernel.item import long_date, post_of
from domain.kernel.terms import AgencyNames


@dataclass(frozen=True)
class Seat:
    """One seat: of a role, of an agency or of none, from a day to another ("": no end).

    `vacant` are the spells in which nobody had it, each from a day up to another that is no longer
    among them ("": it is vacant). `interim` holds it until the agency names somebody, by `letter`.
    """

    number: int
    agency: str
    role: str
    standing: Standing
    office: Office
    from_on: str
    to_on: str = ""
    person: str = ""
    interim: bool = False
    letter: str = ""
    vacant: Sequence[tuple[str, str]] = ()

    def exists(self, day: str) -> bool:
        """Whether there is such a seat on a day."""
        return self.from_on <= day and not (self.to_on and self.to_on < day)

    def is_vacant(self, day: str) -> bool:
        """Whether nobody holds it on a day."""
        return any(start <= day and not (end and end <= day) for start, end in self.vacant)

    def in_words(self, names: AgencyNames) -> str:
        """Who has it, in one line."""
        words = post_of(self.role, names.get(self.agency, self.agency))
        more = [OFFICES[self.office]] if self.office is not Office.NONE else []
        if self.standing is Standing.ATTENDING:
            more.append("attends")
        if self.interim:
            more.append("interim")
        if self.vacant and not self.vacant[-1][1]:
            more.append("vacant")
        if self.to_on:
            more.append(f"to {long_date(self.to_on)}")
        return f"{words} ({', '.join(more)})" if more else words


@dataclass(frozen=True)
class RuleVersion:
    """A rule that holds from a day on."""

    number: int
    rule: QuorumRule
    from_on: str


@dataclass(frozen=True)
class Document:
    """A governing document, such as terms of reference, in the edition that holds; it can be read
    where the `link` leads or in the `file`, if either is kept here."""

    number: int
    title: str
    edition: str
    agreed_by: str
    agreed_on: str
    review_due_on: str
    working: str
    link: str = ""
    file: File | None = None
    reviewed_on: str = ""
