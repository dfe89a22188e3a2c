"""Whoever speaks for one group does nothing that is another group's, whatever it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from freezegun import freeze_time
from marshmallow import ValidationError

from application.doing.access import MAY, HeldRole, Person
from application.doing.intents import Intent
from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from domain.kernel.errors import DomainError
from domain.kernel.item import Linkable
from domain.kernel.terms import Actor, Role
from tests.acts import CHAIR, EXECUTIVE, do
from tests.databases import Databases
from tests.web.deeds import commissions, forward, ground, groups, meetings
from web.running.startup import open_ledger

SAAS = "GRP-2026-001"
OF_GROUPS = ("meeting", "decision", "commission", "entry", "group")
NOT_OF_THE_CHAIR = {
    "link", "unlink", "ask_correction", "reply_oneself",
    "add_evidence", "check_evidence", "withdraw_evidence",
    "say_in_error", "agree_in_error", "decline_in_error", "put_back",
    "confirm_redecision", "decline_redecision",
    "ratify", "decline",
}  # fmt: skip
"""What a person does as one who knows something, or as the Executive that is asked (bodies.py)."""


def _deeds(role: Role) -> Iterator[Intent]:
    for name, intent in CATALOGUE.items():
        noun, _, move = name.partition(".")
        if noun in OF_GROUPS and role in MAY[name] and move not in NOT_OF_THE_CHAIR:
            yield intent


@pytest.fixture
def ledger(sqlite_databases: Databases) -> Iterator[Ledger]:
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url:
        ledger = open_ledger(url)
        with freeze_time("2026-06-10"):
            yield ledger
        ledger.close()


@pytest.fixture
def executive(ledger: Ledger) -> str:
    """The reference of the group of the Executive."""
    given = {"name": "Executive of Kent", "short": "Executive", "kind": "executive"}
    reference = groups.establish(ledger, ruled=False, **given)
    do(ledger, "group.set_topics", reference, topics="Dashboards")
    return reference


@pytest.fixture
def things(ledger: Ledger, executive: str) -> dict[str, Linkable]:
    """One of each kind of item of SAAS, and one of each of the Executive."""
    found: dict[str, Linkable] = {}
    for whose, group in (("saas", SAAS), ("executive", executive)):
        made = {
            "meeting": meetings.plan(ledger, group=group, meets_on="2026-09-08"),
            "commission": commissions.ask(ledger, group=group, title="Rotas"),
            "entry": forward.plan_ahead(ledger, group=group, title="Figures"),
            "group": group,
        }
        for noun, reference in made.items():
            kind = CATALOGUE[f"{noun}.link"].item_class
            found[f"{whose} {noun}"] = ledger.get(kind, reference)
    return found


@pytest.mark.parametrize(
    ("role", "own", "another"),
    [(Role.SAAS_CHAIR, "saas", "executive"), (Role.EXECUTIVE, "executive", "saas")],
)
def test_no_deed_of_a_chair_is_done_for_another_group(
    role: Role, own: str, another: str, things: dict[str, Linkable]
) -> None:
    by, team = Actor("1", role), Actor("2", Role.BUSINESS_TEAM)
    seen = 0
    for intent in _deeds(role):
        if intent.creates:
            continue
        noun = intent.name.partition(".")[0]
        seen += 1
        assert things[f"{own} {noun}"].not_by(intent.move, by) is None, intent.name
        assert things[f"{another} {noun}"].not_by(intent.move, team) is None, intent.name
        refused = things[f"{another} {noun}"].not_by(intent.move, by)
        assert refused, intent.name
        assert refused.startswith("This is for the chair of "), intent.name
    assert seen > (3 if role is Role.EXECUTIVE else 15)


MADE = {
    "meeting.plan": {"kind": "ordinary", "mode": "both", "meets_on": "2026-09-09"},
    "decision.take_between": {"where": "chairs_action", "kind": "agreed", "words": "So be it."},
    "commission.ask": {
        "of": "GRP-2026-003", "title": "Rotas", "question": "Which?", "why_it_is_asked": "So.",
        "due_on": "2026-12-01",
    },
    "entry.plan": {"kind": "other", "title": "A visit", "year": "2026"},
}  # fmt: skip


@pytest.mark.parametrize("name", MADE)
def test_nothing_is_begun_for_another_group(name: str, ledger: Ledger, executive: str) -> None:
    with pytest.raises(ValidationError, match="This is for the chair of Executive of Kent"):
        do(ledger, name, by=CHAIR, group=executive, **MADE[name])
    if Role.EXECUTIVE in MAY[name]:
        with pytest.raises(ValidationError, match="This is for the chair of Scrutiny Sub-group"):
            do(ledger, name, by=EXECUTIVE, group=SAAS, **MADE[name])
    do(ledger, name, by=CHAIR, group=SAAS, **MADE[name])


def test_every_deed_that_makes_something_of_a_group_is_tried() -> None:
    made = {each.name for each in _deeds(Role.SAAS_CHAIR) if each.creates}
    assert made == MADE.keys()


def test_when_the_chair_attends_the_executive_the_chair_plans(
    ledger: Ledger, executive: str
) -> None:
    planned = do(
        ledger, "entry.plan", by=CHAIR, group=executive,
        kind="chair_attends", title="The yearly report", year="2026",
    ).reference  # fmt: skip
    do(ledger, "entry.move_to", planned, by=CHAIR, year="2027", reason="Elections.")


def test_the_group_that_is_asked_tells_how_the_work_goes(ledger: Ledger, executive: str) -> None:
    asked = commissions.ask(ledger, group=executive, of=SAAS)
    do(ledger, "commission.start", asked, by=CHAIR)
    do(ledger, "commission.report_back", asked, by=CHAIR, report="Two of three.")
    with pytest.raises(DomainError, match="This is for the chair of the KSCMP Executive"):
        do(ledger, "commission.consider", asked, by=CHAIR, words="Well done.")
    do(ledger, "commission.consider", asked, by=EXECUTIVE, words="Well done.")


def test_who_is_a_chair_and_of_the_team_acts_as_what_may(ledger: Ledger, executive: str) -> None:
    both = Person("b0", (HeldRole(Role.SAAS_CHAIR), HeldRole(Role.BUSINESS_TEAM)))
    meeting = meetings.plan(ledger, group=executive)
    do(ledger, "meeting.call_off", meeting, by=both, reason="Snow.")
