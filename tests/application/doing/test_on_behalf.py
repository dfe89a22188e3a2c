"""Most members never sign in: the Business Team records what an agency answered by e-mail."""

from __future__ import annotations

import json
from typing import Any

import pytest
from marshmallow import ValidationError

from application.doing.access import HeldRole, Person
from application.doing.on_behalf import FIELDS, WHOSE
from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from domain.actions.action import Action
from domain.disputes.dispute import Dispute
from domain.kernel.deciding.evidence import EvidenceKind
from domain.kernel.errors import DomainError
from domain.kernel.terms import Actor, Role
from tests.acts import EXECUTIVE, POLICE, TEAM, do
from tests.disputing import COUNCIL_AGENCY, POLICE_AGENCY, dispute, found_partnership
from tests.following import add_evidence, found, set_action

LINK = {"behalf_link": "https://mail.example/1", "behalf_dated": "2026-05-11"}
POLICE_SAYS = {WHOSE: "kent-police", **LINK}
HEALTH_SAYS = {WHOSE: "nhs", **LINK}


@pytest.fixture
def action(ledger: Ledger) -> str:
    """An action of Kent Police, on 12 May 2026."""
    found(ledger)
    return set_action(ledger)


def last_by(ledger: Ledger, reference: str) -> Actor:
    return ledger.history(reference)[-1].by


def wrong(refused: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return set(refused.value.messages_dict)


def test_it_stands_as_the_agencys_with_its_e_mail(ledger: Ledger, action: str) -> None:
    do(ledger, "action.report_progress", action, by=TEAM, progress="Half.", **POLICE_SAYS)
    assert last_by(ledger, action) == Actor(TEAM.id, Role.BUSINESS_TEAM, "", "kent-police")
    (mail,) = ledger.get(Action, action).evidence.values()
    assert (mail.kind, mail.title, mail.link, mail.dated) == (
        EvidenceKind.SAID, "E-mail of Kent Police", "https://mail.example/1", "2026-05-11",
    )  # fmt: skip
    assert mail.given_by.on_behalf_of == "kent-police"


def test_a_file_is_kept_by_its_hash(ledger: Ledger, action: str) -> None:
    said = {
        WHOSE: "kent-police", "behalf_dated": "2026-05-11",
        "behalf_file": {"name": "mail.txt", "content": "We have done half of it."},
    }  # fmt: skip
    do(ledger, "action.report_progress", action, by=TEAM, progress="Half.", **said)
    (mail,) = ledger.get(Action, action).evidence.values()
    assert mail.file is not None
    assert (mail.file.name, len(mail.file.sha256)) == ("mail.txt", 64)


@pytest.mark.parametrize(("left_out", "field"), [
    ({"behalf_link": ""}, "behalf_link"),
    ({"behalf_dated": ""}, "behalf_dated"),
    ({WHOSE: ""}, WHOSE),
    ({"behalf_dated": "2026-05-13"}, "behalf_dated"),
    ({WHOSE: "nobody"}, WHOSE),
    ({WHOSE: "nhs"}, WHOSE),
    ({"behalf_file": {"name": "mail.txt", "content": "Half."}}, "behalf_link"),
])  # fmt: skip
def test_what_it_lacks_is_asked_for_and_nothing_is_kept(
    ledger: Ledger, action: str, left_out: dict[str, Any], field: str
) -> None:
    before = ledger.position()
    data = {"progress": "Half.", **POLICE_SAYS, **left_out}
    with pytest.raises(ValidationError) as refused:
        do(ledger, "action.report_progress", action, by=TEAM, **data)
    assert wrong(refused) == {field}
    assert ledger.position() == before


def test_another_agency_is_told_who_could(ledger: Ledger, action: str) -> None:
    with pytest.raises(ValidationError, match="Kent Police can"):
        do(ledger, "action.report_progress", action, by=TEAM, progress="x", **HEALTH_SAYS)


def test_nobody_else_records_on_behalf_of_an_agency(ledger: Ledger, action: str) -> None:
    with pytest.raises(ValidationError, match="Only the Business Team records on behalf"):
        do(ledger, "action.report_progress", action, by=POLICE, progress="x", **POLICE_SAYS)


def test_the_recorders_own_agency_does_not_count(ledger: Ledger, action: str) -> None:
    both = Person("b07h", (HeldRole(Role.SAAS_MEMBER, "kent-police"), HeldRole(Role.BUSINESS_TEAM)))
    do(ledger, "action.report_progress", action, by=both, progress="Half.", **POLICE_SAYS)
    assert last_by(ledger, action) == Actor("b07h", Role.BUSINESS_TEAM, "", "kent-police")


def test_duties_are_separated_by_the_agency_that_it_is_recorded_for(
    ledger: Ledger, action: str
) -> None:
    add_evidence(ledger, action)
    do(ledger, "action.submit", action, by=TEAM, claim="Done.", **POLICE_SAYS)
    assert ledger.get(Action, action).submitted_for == "kent-police"
    judged = {"finding": "Seen.", "unchecked": "It is public."}
    with pytest.raises(DomainError, match="does not own it must verify"):
        do(ledger, "action.verify", action, by=TEAM, **judged, **POLICE_SAYS)
    do(ledger, "action.verify", action, by=TEAM, **judged, **HEALTH_SAYS)
    assert last_by(ledger, action).on_behalf_of == "nhs"


def test_an_e_mail_is_no_evidence_that_something_was_done(ledger: Ledger, action: str) -> None:
    do(ledger, "action.report_progress", action, by=TEAM, progress="Half.", **POLICE_SAYS)
    with pytest.raises(DomainError, match="no evidence yet"):
        do(ledger, "action.submit", action, by=TEAM, claim="Done.", **POLICE_SAYS)
    add_evidence(ledger, action)
    do(ledger, "action.check_evidence", action, by=EXECUTIVE, evidence="1", finding="I read it.")
    do(ledger, "action.submit", action, by=TEAM, claim="Done.", **POLICE_SAYS)
    assert not ledger.get(Action, action).evidence_checked, "the e-mail alone was"


def test_a_reply_that_the_business_team_types_is_the_partys(ledger: Ledger) -> None:
    found_partnership(ledger)
    reference = dispute(ledger, met_on="2026-05-12")
    do(
        ledger, "dispute.reply", reference, by=TEAM, agency=COUNCIL_AGENCY, reply="By day.",
        behalf_link="https://mail.example/1", behalf_dated="2026-05-12",
    )  # fmt: skip
    assert last_by(ledger, reference).on_behalf_of == COUNCIL_AGENCY
    item = ledger.get(Dispute, reference)
    assert item.visit.answers[-1].written_down
    assert [each.kind for each in item.evidence.values()] == [EvidenceKind.SAID]
    do(ledger, "dispute.record_dissent", reference, by=POLICE, agency=POLICE_AGENCY, dissent="x")
    assert not last_by(ledger, reference).on_behalf_of


def test_the_log_says_so_where_it_was_and_nothing_elsewhere(ledger: Ledger, action: str) -> None:
    do(ledger, "action.report_progress", action, by=POLICE, progress="Begun.")
    do(ledger, "action.report_progress", action, by=TEAM, progress="Half.", **POLICE_SAYS)
    *_, own, _mail, others = ledger.log.select_events(ledger.get(Action, action).id)
    assert "on_behalf_of" not in json.loads(own.state)["by"]
    assert json.loads(others.state)["by"]["on_behalf_of"] == "kent-police"


@pytest.mark.parametrize(
    "name", [name for name, intent in CATALOGUE.items() if intent.on_behalf], ids=str
)
def test_only_the_business_team_is_shown_the_fields(name: str) -> None:
    intent = CATALOGUE[name]
    assert Role.BUSINESS_TEAM in intent.may
    assert intent.on_behalf in intent.asks.fields
    assert {*FIELDS} - {WHOSE} <= intent.asks.fields.keys()
