"""The registers in which agencies and themes are named, and what is asked of each.

Every number is that of a filter of its register, so that the list and the file behind it hold the
same; a noun that names agencies or themes is one more line here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_

from projections.actions.actions import ACTIONS
from projections.disputes.disputes import DISPUTES
from projections.recommendations.follow_up import FOLLOW_UP
from projections.register import Asked, Page, Register
from projections.risks.risk_register import RISKS
from projections.view import View

Filters = Mapping[str, str]


@dataclass(frozen=True)
class Kind:
    """A register: `owner` and `theme` are its filters by agency and by theme, "" for none. `asked`
    are the filters that each question comes to, by its name; `due` is the column of the date.

    `since` that of the day from which it waits, `began` that of the day from which there is it.
    `answers` is the filter by agency of the question “unanswered”, where that is another one.
    """

    register: Register[Any]
    owner: str
    theme: str
    due: str
    since: str
    began: str
    asked: Mapping[str, Filters] = field(default_factory=dict)
    answers: str = ""

    @property
    def name(self) -> str:
        """The register's name, which its pages have, too."""
        return self.register.name

    def filters(self, question: str, *, agency: str = "", theme: str = "") -> dict[str, str] | None:
        """The filters that a question about an agency or a theme comes to; None where there is
        no such question."""
        by_agency = self.answers if question == UNANSWERED and self.answers else self.owner
        by_theme = "" if by_agency == self.answers else self.theme  # whose answer no theme says
        if question not in self.asked or not (by_agency if agency else by_theme):
            return None
        whose = {by_agency: agency} if agency else {by_theme: theme}
        return {**whose, **self.asked[question]}

    def meant(self, view: View, filters: Filters) -> Filters:
        """Filters as an address has them, by what their words mean at a moment."""
        known = self.register.filters
        return {key: known[key].meant(value, view) for key, value in filters.items()}

    def condition(self, view: View, meant: Filters) -> ColumnElement[bool]:
        """What filters come to, with those that are in force where nobody says otherwise."""
        return and_(*self.register.conditions(view, Asked(meant)))

    def page(self, view: View, filters: Filters, *, size: int) -> Page:
        """The first rows of what filters leave, in the register's usual order."""
        return self.register.page(view, Asked(self.meant(view, filters)), size=size)


UNANSWERED, LATE, RETURNED, OPEN, ALL = "unanswered", "late", "returned", "open", "all"
QUESTIONS: Mapping[str, str] = {
    UNANSWERED: "Not answered",
    LATE: "Late",
    RETURNED: "Returned",
    OPEN: "Open",
    ALL: "All",
}
"""What is asked, in words."""
KINDS: Sequence[Kind] = (
    Kind(
        FOLLOW_UP, "owner_agency", "theme", "due_on", "received_on", "received_on",
        {UNANSWERED: {"unanswered": "yes"}, LATE: {"overdue": "yes"},
         RETURNED: {"status": "returned"}, OPEN: {}, ALL: {"status": "all"}},
    ),
    Kind(
        ACTIONS, "owner_agency", "", "due_on", "set_on", "set_on",
        {LATE: {"overdue": "yes"}, RETURNED: {"status": "returned"}, OPEN: {},
         ALL: {"status": "all"}},
    ),
    Kind(
        DISPUTES, "agency", "theme", "due_on", "entered_on", "met_on",
        {UNANSWERED: {}, LATE: {"overdue": "yes"}, OPEN: {}, ALL: {"status": "all"}},
        answers="awaited",
    ),
    Kind(
        RISKS, "owner_agency", "theme", "review_on", "recorded_on", "recorded_on",
        {LATE: {"overdue": "yes"}, OPEN: {}, ALL: {"status": "all"}},
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """How many there are in one register of what each question asks; None where it is not asked."""

    kind: Kind
    counts: Mapping[str, int | None]
    filters: Mapping[str, Filters]


def standing(view: View, *, agency: str = "", theme: str = "") -> list[Line]:
    """How many there are of an agency, or of a theme, in each register."""
    found = []
    for kind in KINDS:
        asked = {
            question: filters
            for question in QUESTIONS
            if (filters := kind.filters(question, agency=agency, theme=theme)) is not None
        }
        if not asked:
            continue
        meant = [kind.meant(view, each) for each in asked.values()]
        counted = kind.register.counts(view, *(kind.condition(view, each) for each in meant))
        counts: dict[str, int | None] = dict.fromkeys(QUESTIONS)
        found.append(Line(kind, counts | dict(zip(asked, counted, strict=True)), asked))
    return found
