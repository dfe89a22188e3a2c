"""What somebody of SAAS sees: the register is the Executive's, not SAAS's (SAF 2)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do, record
from tests.partnership import PEOPLE
from tests.web.conftest import Visit
from tests.web.page import choices
from tests.web.visitor import Visitor


@dataclass(frozen=True)
class Register:
    """Four risks. The member is of the police; the chair is of no agency."""

    owned: str
    raised: str
    of_saas: str
    hidden: str


@pytest.fixture
def register(ledger: Ledger) -> Register:
    council = {"owner_agency": "kent-county-council"}
    return Register(
        owned=record(ledger, "Owned by the police", owner_agency="kent-police"),
        raised=record(ledger, "Raised by the police", raised_by="kent-police", **council),
        of_saas=record(ledger, "Raised in SAAS", raised_in="saas", **council),
        hidden=record(ledger, "A hidden thing", raised_in="executive", cause="Secret", **council),
    )


@pytest.fixture
def member(visit: Visit) -> Visitor:
    return visit(Role.SAAS_MEMBER)


def listed(visitor: Visitor, query: str = "") -> set[str]:
    return {row[0] for row in visitor.get(f"/risks{query}").rows}


def test_a_member_lists_what_saas_raised_and_what_their_agency_owns_or_raised(
    register: Register, member: Visitor
) -> None:
    assert listed(member) == {register.owned, register.raised, register.of_saas}
    assert "Showing 1 to 3 of 3" in member.get("/risks").words


def test_the_chair_lists_what_saas_raised(register: Register, visit: Visit) -> None:
    assert listed(visit(Role.SAAS_CHAIR)) == {register.of_saas}


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.SAAS_MEMBER, Role.SAAS_CHAIR)]
)
def test_everybody_else_lists_all(role: Role, register: Register, visit: Visit) -> None:
    assert len(listed(visit(role))) == 4


def test_no_filter_finds_what_is_hidden(register: Register, member: Visitor) -> None:
    for query in ("?search=hidden", "?search=secret", f"?search={register.hidden}"):
        assert listed(member, query) == set()
    assert register.hidden not in listed(member, "?owner_agency=kent-county-council")
    assert register.hidden not in listed(member, "?status=all&sort=reference")


def test_the_file_holds_no_more_than_the_list(register: Register, member: Visitor) -> None:
    text = member.ask("GET", "/risks.csv?status=all").text
    assert register.owned in text
    assert register.hidden not in text
    assert "hidden" not in text


def test_home_counts_no_more_than_the_list(register: Register, member: Visitor) -> None:
    assert "Not scored 3" in member.get("/").words


def test_a_link_to_what_is_hidden_does_not_say_to_what(
    register: Register, member: Visitor, ledger: Ledger
) -> None:
    reason = f"{register.hidden} feeds it, {register.hidden.lower()} always."
    do(ledger, "risk.link", register.owned, other=register.hidden, reason=reason)
    page = member.get(f"/risks/{register.owned}")
    assert "Linked items" not in page.words
    assert "Linked it to an item that your role does not see." in page.history[0]
    assert (
        "your role does not see feeds it, an item that your role does not see always." in page.words
    )
    assert register.hidden not in page.html.upper()
    for form in ("csv", "json"):
        assert register.hidden not in member.ask("GET", f"/risks.{form}?status=all").text


def test_what_an_action_serves_is_told_only_to_who_may_see_it(
    register: Register, member: Visitor, visit: Visit, ledger: Ledger
) -> None:
    served = {"serves": register.hidden, "title": "A stand-in", "measure": "Three nights"}
    action = do(
        ledger, "action.set", owner_role="Chief", owner_agency="kent-police",
        due_on="2999-01-01", **served,
    ).reference  # fmt: skip
    for address in ("/actions", "/actions.csv", "/actions.json", f"/actions/{action}", "/"):
        assert register.hidden not in member.ask("GET", address).text, address
    assert register.hidden in visit(Role.AUDITOR).ask("GET", "/actions.csv").text


def test_a_duplicate_that_goes_on_as_something_hidden_has_no_link_there(
    register: Register, member: Visitor, visit: Visit, ledger: Ledger
) -> None:
    do(ledger, "risk.merge", register.owned, into=register.hidden, reason="The same twice.")
    page = member.get(f"/risks/{register.owned}")
    assert "It goes on as another risk, which your role does not see." in page.words
    assert "Merged it, as a duplicate, into an item that your role does not see." in page.history[0]
    assert register.hidden not in page.html
    page = visit(Role.AUDITOR).get(f"/risks/{register.owned}")
    assert f"It goes on as {register.hidden} A hidden thing." in page.words
    assert page.links[register.hidden] == f"/risks/{register.hidden}"


def test_the_chair_cannot_reach_what_is_hidden_through_a_link(
    register: Register, visit: Visit, ledger: Ledger
) -> None:
    visitor = visit(Role.SAAS_CHAIR)
    form = visitor.get(f"/risks/{register.of_saas}/link")
    before = ledger.position()
    page = visitor.submit(form, status=422, other=register.hidden.lower())
    assert page.errors == {f"There is no item {register.hidden}.": "#other"}
    assert ledger.position() == before


def test_a_member_acts_on_what_their_agency_owns_and_only_reads_the_rest(
    register: Register, member: Visitor, ledger: Ledger
) -> None:
    assert "Assess a score" in member.get(f"/risks/{register.owned}").links
    form = member.get(f"/risks/{register.owned}/add-control")
    assert member.submit(form, text="A look").history[0] == "Added control 1: A look."
    for reference in (register.raised, register.of_saas):
        page = member.get(f"/risks/{reference}")
        assert "Your role can read this risk and change nothing." in page.words
        refused = member.get(f"/risks/{reference}/add-control", status=403)
        assert "SAAS member of the agency that owns it" in refused.words
        before = ledger.position()
        member.post(f"/risks/{reference}/add-control", {"text": "A look"}, status=403)
        assert ledger.position() == before


def test_a_risk_that_the_agency_gave_away_is_not_acted_on_by_way_of_the_past(
    register: Register, member: Visitor, ledger: Ledger
) -> None:
    then = f"?as-at=%23{ledger.position()}"
    do(ledger, "risk.assign_owner", register.owned,
       owner_role="Director", owner_agency="kent-county-council")  # fmt: skip
    member.get(f"/risks/{register.owned}", status=404)
    member.get(f"/risks/{register.owned}{then}", status=404)
    assert register.owned not in listed(member, f"{then}&status=all")
    assert register.owned not in member.ask("GET", f"/risks.csv{then}").text
    assert register.owned not in member.ask("GET", f"/{then}").text
    member.get(f"/risks/{register.owned}/add-control{then}", status=404)
    member.post(f"/risks/{register.owned}/add-control{then}", {"text": "A look"}, status=404)


def test_a_second_role_adds_to_what_is_seen_but_not_to_what_the_first_may_do(
    register: Register, ledger: Ledger, visit: Visit
) -> None:
    do(ledger, "role.give", person=PEOPLE[Role.SAAS_MEMBER].id, role=Role.AUDITOR)
    visitor = visit(Role.SAAS_MEMBER)
    assert len(listed(visitor)) == 4
    visitor.get(f"/risks/{register.hidden}/add-control", status=403)
    assert "SAAS member, Auditor" in visitor.get("/").root.first("header").words


def test_whoever_may_not_assign_is_offered_no_agency_but_their_own(
    visit: Visit, ledger: Ledger
) -> None:
    offered = {
        role: [
            set(choices(visit(role).get("/risks/new").form, name)) - {""}
            for name in ("raised_by", "owner_agency")
        ]
        for role in (Role.SAAS_MEMBER, Role.SAAS_CHAIR, Role.BUSINESS_TEAM)
    }
    assert offered[Role.SAAS_MEMBER] == [{"kent-police"}] * 2
    assert offered[Role.SAAS_CHAIR] == [set()] * 2
    assert all("kent-county-council" in each for each in offered[Role.BUSINESS_TEAM])
