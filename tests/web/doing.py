"""One thing that somebody does with an item on its page, and how the history tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from application.doing.fields import WebLink
from application.doing.published import Published
from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from domain.kernel.item import Item
from domain.kernel.terms import Role
from tests.acts import do
from tests.partnership import PEOPLE
from tests.web.page import Page
from tests.web.visitor import Visitor, fill_in
from web.forms.filled import ASK, CHECKED
from web.items.story import full_sentence

DOUBTFUL = "<b>Form</b> 943 476 5919 &amp; those born on 1 September 2012 {{ 7 * 7 }}"
"""Words that look like an NHS number and a date of birth, and are not; and like markup."""

Given = tuple[str, dict[str, Any], Role]
"""What was done before: a move, its data, and by whom."""


ACCEPTED: Given = ("respond", {"response": "accepted"}, Role.SAAS_MEMBER)
EVIDENCE: Given = (
    "add_evidence",
    {"kind": "audit", "title": "A sample", "link": "https://evidence.example/1"},
    Role.SAAS_MEMBER,
)
CHECKED_BY_ANOTHER: Given = (
    "check_evidence", {"evidence": "1", "finding": "It says so."}, Role.SCRUTINEER,
)  # fmt: skip
SUBMITTED: list[Given] = [
    ACCEPTED,
    EVIDENCE,
    ("submit", {"claim": "All do."}, Role.SAAS_MEMBER),
    CHECKED_BY_ANOTHER,
]
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


GIVEN_BY_TEAM: Given = (EVIDENCE[0], EVIDENCE[1], Role.BUSINESS_TEAM)
EVIDENCE_EXAMPLES = {
    "add_evidence": Example(
        "added evidence 1: The letter",
        {
            "kind": "letter",
            "title": "The letter",
            "link": "https://evidence.example/letter",
            "dated": "2026-06-01",
        },
        by=Role.SCRUTINEER,
    ),
    "check_evidence": Example(
        "checked evidence 1: It is what it says.",
        {"evidence": "1", "finding": "It is what it says."},
        by=Role.SAAS_CHAIR,
        given=[GIVEN_BY_TEAM],
    ),
    "withdraw_evidence": Example(
        "withdrew evidence 1: A sample",
        {"evidence": "1", "reason": "A draft."},
        given=[GIVEN_BY_TEAM],
    ),
}
"""What is done with the evidence of an item of any kind."""


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
    """The form of the intent of that name, by the link of the item's page that leads to it.

    Where it is what the item needs next, the link says in brackets for what.
    """
    title, links = CATALOGUE[name].title, visitor.get(address).links
    found = (href for words, href in links.items() if words.startswith(f"{title} ("))
    return visitor.get(links[title] if title in links else next(found))


def address_of(page_address: str, name: str) -> str:
    """Where the form of an intent is."""
    return f"{page_address}/{name.split('.')[1].replace('_', '-')}"


def with_history(visitor: Visitor, page: Page) -> Page:
    """An item's page with its history, which some show only when asked."""
    more = page.links.get("Show the history")
    return visitor.get(more) if more else page


def free_texts(name: str, typed: Mapping[str, str]) -> list[str]:
    """The fields among those typed into a form in which anything can be written."""
    fields = CATALOGUE[name].schema().fields
    # A link and words for a date are tried with such in application/doing/test_child_details.py.
    special = (WebLink, Published)
    return [each for each in typed if fields[each].free and not isinstance(fields[each], special)]


def confirm_doubtful_words(
    visitor: Visitor, form: Page, name: str, typed: Mapping[str, str], *, ledger: Ledger
) -> Page:
    """Send a form with doubtful words under everything that can be written, and tick when asked.

    Sees that nothing is recorded before the tick, and that it is recorded once, without the words.
    """
    texts, before = free_texts(name, typed), ledger.position()
    doubtful = {**typed, **dict.fromkeys(texts, DOUBTFUL)}
    fields = CATALOGUE[name].schema().fields
    what = "an NHS number and a date of birth"
    assert texts
    assert CHECKED not in form.filled_in

    again = visitor.post(form.form["action"], fill_in(form, **doubtful), status=422)
    asked = {f"“{fields[each].label}” holds what looks like {what}.": f"#{each}" for each in texts}
    assert again.errors == {**asked, ASK: f"#{CHECKED}"}
    assert CHECKED not in again.filled_in, "nothing is ticked for anybody"
    assert {again.filled_in[each] for each in texts} == {DOUBTFUL}
    assert visitor.submit(again, status=422).errors == again.errors
    assert ledger.position() == before

    done = visitor.submit(again, **{CHECKED: "true"})
    events = [event for _, event in ledger.events_after(before)]
    (confirmed,) = [event for event in events if isinstance(event, Item.WordsConfirmed)]
    of_its_item = [event for event in events if event.reference == confirmed.reference]
    labels = [field.label for each, field in CATALOGUE[name].asks.in_order() if each in texts]
    assert len(of_its_item) > 1
    assert of_its_item[-1] is confirmed
    assert (confirmed.fields, confirmed.looks_like) == (
        labels, ["an NHS number", "a date of birth"],
    )  # fmt: skip
    assert not any(part in str(confirmed.facts) for part in ("943", "September"))
    told = confirmed.sentence({})
    assert full_sentence(f"you {told}") in " ".join(done.notices)
    if history := with_history(visitor, done).history:
        assert history[0] == full_sentence(told)
    return done
