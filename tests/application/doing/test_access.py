"""Who may do and see what: the table, read row by row, and the conditions beside it."""

from __future__ import annotations

from typing import Any

import pytest

from application.doing.access import (
    EVERYBODY,
    JUDGEMENTS,
    MAY,
    HeldRole,
    Person,
    actor,
    may,
    sees,
    sight,
)
from domain.kernel.errors import NotAllowedError
from domain.kernel.followed import Followed
from domain.kernel.item import Item
from domain.kernel.terms import Actor, Role, Sight
from domain.risks.risk import Risk
from domain.risks.vocabulary import Forum
from tests.acts import COUNCIL, POLICE
from tests.examples import given, happened
from tests.followed import received, set_action
from tests.kent import OPERATOR

MEMBER_DEEDS = [deed for deed, roles in MAY.items() if Role.SAAS_MEMBER in roles]
OWNED_BY_POLICE: dict[str, Item] = {
    "recommendation": received(agencies=["kent-police"]),
    "action": set_action(),
}
WORK = ("risk.", "recommendation.", "action.", "indicator.")


def holding(*roles: Role, agency: str = "") -> Person:
    return Person("c0ffee", tuple(HeldRole(role, agency) for role in roles))


def owned_by(agency: str, **facts: Any) -> Risk:
    risk: Risk = given(
        happened(Risk.Recorded, **{"raised_in": "", "raised_by": ""} | facts),
        happened(Risk.OwnerAssigned, owner_agency=agency),
    )
    return risk


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_its_row_says_and_nothing_else(role: Role) -> None:
    """A member here belongs to the agency that owns the risk; of other agencies, see below."""
    person = holding(role, agency="kent-police")
    for deed, roles in MAY.items():
        own = owned_by("kent-police") if deed.startswith("risk.") else None
        if role in roles:
            assert may(person, deed) == may(person, deed, own) == HeldRole(role, "kent-police")
            assert actor(person, deed) == Actor("c0ffee", role, "kent-police")
        else:
            assert may(person, deed) is may(person, deed, own) is None
            with pytest.raises(NotAllowedError):
                actor(person, deed)


@pytest.mark.parametrize("owner", ["kent-county-council", ""])
def test_a_member_acts_only_on_risks_that_their_agency_owns(owner: str) -> None:
    """ToR 4.3. That their agency raised it is not enough."""
    risk = owned_by(owner, raised_by="kent-police")
    for deed in set(MEMBER_DEEDS) - JUDGEMENTS:
        assert may(POLICE, deed, risk) is None
        assert may(holding(Role.SAAS_MEMBER), deed, risk) is None


@pytest.mark.parametrize(
    "deed", sorted(deed for deed in JUDGEMENTS if deed.partition(".")[0] in OWNED_BY_POLICE)
)
def test_a_member_judges_what_others_own(deed: str) -> None:
    """That they do not judge their own is a rule of the domain."""
    item = OWNED_BY_POLICE[deed.partition(".")[0]]
    assert may(COUNCIL, deed, item) == HeldRole(Role.SAAS_MEMBER, "kent-county-council")


def test_there_are_judgements_of_members_on_what_others_own() -> None:
    """On evidence, on what is claimed to be done, on what a decision should have said, and on the
    minutes of a meeting and whether they come to it, which no agency owns."""
    judgements = {
        "action": {"check_evidence", "confirm_redecision", "decline_redecision", "return_it",
                   "verify"},
        "commission": {"check_evidence", "confirm_redecision", "decline_redecision"},
        "decision": {"confirm_redecision", "decline_redecision"},
        "dispute": {"check_evidence", "confirm_redecision", "decline_redecision"},
        "meeting": {"ask_correction", "reply_oneself"},
        "recommendation": {"check_evidence", "confirm_redecision", "decline_redecision",
                           "return_it", "verify"},
        "risk": {"check_evidence", "confirm_redecision", "decline_redecision"},
    }  # fmt: skip
    assert {f"{noun}.{deed}" for noun, deeds in judgements.items() for deed in deeds} == JUDGEMENTS


@pytest.mark.parametrize(
    ("deed", "item"),
    [("recommendation.plan", received()), ("action.report_progress", set_action())],
    ids=["recommendation", "action"],
)
def test_a_member_moves_only_what_their_agency_owns(deed: str, item: Followed) -> None:
    health = holding(Role.SAAS_MEMBER, agency="nhs")
    assert may(POLICE, deed, item) == HeldRole(Role.SAAS_MEMBER, "kent-police")
    assert may(health, deed, item) is None


@pytest.mark.parametrize("role", [Role.BUSINESS_TEAM, Role.EXECUTIVE])
def test_nobody_steps_out_of_the_agency_that_owns_it(role: Role) -> None:
    person = Person("1", (HeldRole(role), HeldRole(Role.SAAS_MEMBER, "kent-police")))
    for item, deed in ((received(), "recommendation.verify"), (set_action(), "action.verify")):
        assert actor(person, deed, item) == Actor("1", role, "kent-police")


def test_whoever_holds_no_role_may_do_nothing() -> None:
    assert not [deed for deed in MAY if may(holding(), deed)]


def test_an_auditor_reads_everything_and_changes_nothing() -> None:
    may_do = {deed for deed in MAY if may(holding(Role.AUDITOR), deed)}
    assert {deed for deed in may_do if not deed.startswith("see.")} == set()
    assert may_do >= {"see.risks", "see.executive", "see.audit", "see.access_log"}
    assert sight(holding(Role.AUDITOR)) == Sight(everything=True)


def test_an_administrator_has_no_say_in_the_work() -> None:
    administrator = holding(Role.ADMINISTRATOR)
    assert not [deed for deed in MAY if deed.startswith(WORK) and may(administrator, deed)]


def test_a_role_without_conditions_is_preferred() -> None:
    person = Person("1", (HeldRole(Role.SAAS_MEMBER, "kent-police"), HeldRole(Role.BUSINESS_TEAM)))
    for risk in (owned_by("kent-police"), owned_by("kent-county-council")):
        assert may(person, "risk.assess", risk) == HeldRole(Role.BUSINESS_TEAM)


def test_a_member_of_two_agencies_acts_for_the_one_that_owns_it() -> None:
    person = Person(
        "1",
        (
            HeldRole(Role.SAAS_MEMBER, "kent-police"),
            HeldRole(Role.SAAS_MEMBER, "kent-county-council"),
        ),
    )
    owned = owned_by("kent-county-council")
    assert actor(person, "risk.assess", owned).agency == "kent-county-council"


def test_who_may_not_is_told_who_may() -> None:
    with pytest.raises(NotAllowedError) as refused:
        actor(holding(Role.AUDITOR), "risk.escalate")
    assert refused.value.sentence == "This can be done only by: Business Team, SAAS Chair."
    with pytest.raises(NotAllowedError, match="SAAS member of the agency that owns it"):
        actor(POLICE, "risk.assess", owned_by(""))


def test_an_unknown_deed_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        may(OPERATOR, "risk.forget")


def test_whoever_has_the_server_in_their_hands_is_team_and_administrator() -> None:
    assert actor(OPERATOR, "risk.record").role is Role.BUSINESS_TEAM
    assert actor(OPERATOR, "agency.join").role is Role.ADMINISTRATOR


# Sight


@pytest.mark.parametrize("role", sorted(EVERYBODY - {Role.SAAS_CHAIR, Role.SAAS_MEMBER}))
def test_the_register_is_seen_whole_outside_saas(role: Role) -> None:
    assert sight(holding(role)) == Sight(everything=True)


def test_saas_sees_what_it_raised_and_its_agencies_own() -> None:
    """SAF 2: the register is reported to the Executive and the LSPs, not to SAAS."""
    assert sight(POLICE) == Sight(
        everything=False,
        agencies=frozenset({"kent-police"}),
        forums=frozenset({Forum.SAAS}),
    )
    assert sight(holding(Role.SAAS_CHAIR)) == Sight(everything=False, forums=frozenset({"saas"}))


def test_one_role_that_sees_everything_is_enough() -> None:
    assert sight(holding(Role.SAAS_CHAIR, Role.EXECUTIVE)).everything


def test_whoever_holds_no_role_sees_nothing() -> None:
    assert sight(holding()) == Sight(everything=False)


@pytest.mark.parametrize(
    ("owner", "facts", "seen"),
    [
        ("kent-police", {}, True),
        ("kent-county-council", {"raised_by": "kent-police"}, True),
        ("kent-county-council", {"raised_in": "saas"}, True),
        ("", {"raised_in": "saas"}, True),
        ("kent-county-council", {"raised_in": "executive"}, False),
        ("", {}, False),
    ],
)
def test_one_risk_is_seen_by_the_same_rule(owner: str, facts: dict[str, str], seen: bool) -> None:
    risk = owned_by(owner, **facts)
    assert sees(POLICE, risk) is seen
    assert sees(OPERATOR, risk)
    assert not sees(holding(), risk)


@pytest.mark.parametrize("role", Role)
def test_recommendations_and_actions_are_seen_by_everybody(role: Role) -> None:
    assert sees(holding(role), received(owner_agency="kent-county-council"))
    assert sees(holding(role), set_action(owner_agency="kent-county-council"))
