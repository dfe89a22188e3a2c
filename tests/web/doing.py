"""One thing that somebody does with an item on its page, and how the history tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from application.catalogue import CATALOGUE
from application.ledger import Ledger
from domain.terms import Role
from tests.acts import do
from tests.partnership import PEOPLE
from tests.web.page import Page
from tests.web.visitor import Visitor

Given = tuple[str, dict[str, Any], Role]
"""What was done before: a move, its data, and by whom."""


ACCEPTED: Given = ("respond", {"response": "accepted"}, Role.SAAS_MEMBER)
EVIDENCE: Given = (
    "add_evidence",
    {"kind": "audit", "title": "A sample", "link": "https://evidence.example/1"},
    Role.SAAS_MEMBER,
)
SUBMITTED: list[Given] = [ACCEPTED, EVIDENCE, ("submit", {"claim": "All do."}, Role.SAAS_MEMBER)]
VERIFIED: list[Given] = [
    *SUBMITTED,
    (
        "verify",
        {"closing": "implemented", "finding": "Yes.", "impact_months": "3"},
        Role.SCRUTINEER,
    ),
]
ASKED: Given = ("ask_redate", {"due_on": "2026-09-30", "reason": "Rotas."}, Role.SAAS_MEMBER)


@dataclass(frozen=True)
class Example:
    """What somebody types, and the sentence that the history then begins with."""

    told: str
    typed: dict[str, str]
    by: Role = Role.BUSINESS_TEAM
    given: list[Given] = field(default_factory=list)

    @property
    def required(self) -> bool:
        """Whether something must be typed at all."""
        return bool(self.typed)


def receive(ledger: Ledger, **data: object) -> str:
    """Record a recommendation of Kent Police and return its reference."""
    given = {
        "source": "independent_scrutiny",
        "title": "Scrutiny of neglect",
        "words": "Use one tool for neglect.",
        "owner_role": "Superintendent",
        "owner_agency": "kent-police",
        "due_words": "2026-07-31",
    }
    return do(ledger, "recommendation.receive", **{**given, **data}).reference


def arrange(ledger: Ledger, noun: str, reference: str, given: list[Given]) -> None:
    """Do to the item what was done before."""
    for move, data, role in given:
        do(ledger, f"{noun}.{move}", reference, by=PEOPLE[role], **data)


def open_form(visitor: Visitor, address: str, name: str) -> Page:
    """The form of the intent of that name, by the link of the item's page that leads to it."""
    return visitor.get(visitor.get(address).links[CATALOGUE[name].title])


def address_of(page_address: str, name: str) -> str:
    """Where the form of an intent is."""
    return f"{page_address}/{name.split('.')[1].replace('_', '-')}"
