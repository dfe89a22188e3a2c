"""Home tells everybody what others changed since they were last here, until they have seen it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do, record
from tests.databases import databases as databases  # on both dialects
from tests.following import receive
from tests.kent import load_placeholder
from tests.partnership import PEOPLE
from tests.web.conftest import Visit
from tests.web.deeds import actions, commissions, disputes, groups
from tests.web.deeds.actions import SUBMITTED as ACTION_SUBMITTED
from tests.web.doing import arrange
from tests.web.page import Page
from tests.web.visitor import Visitor

EVERYBODY = [role for role in Role if role in PEOPLE]
MEMBER, EXECUTIVE, AUDITOR = Role.SAAS_MEMBER, Role.EXECUTIVE, Role.AUDITOR


def changed(page: Page) -> list[str]:
    """The lines of what changed."""
    section = page.main.first("section", class_="ledger-changed-lately")
    return [each.words for each in section.every("li")]


def mark(visitor: Visitor) -> Page:
    """Mark all as seen on the home page as it is now."""
    page = visitor.get("/")
    return visitor.submit(page)


@pytest.mark.parametrize("role", EVERYBODY)
def test_everybody_is_told_by_item_until_they_mark_it_as_seen(
    role: Role, clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    risk = record(ledger, "Rising", raised_in="saas", likelihood="2", impact="2")
    do(ledger, "risk.assess", risk, measure="current", likelihood="4", impact="4", reason="Worse.")
    visitor = visit(role)
    (line,) = [line for line in changed(visitor.get("/")) if line.startswith(risk)]
    assert line.startswith(f"{risk} Rising")
    assert "Assessed the current score" in line
    assert "2 things before it" in line
    page = mark(visitor)
    assert "Marked as seen. What changes from now on is listed here." in page.words
    assert changed(page) == []
    assert "since you marked all as seen on 10 June 2026" in page.words
    clock.tick(timedelta(minutes=10))
    do(ledger, "risk.judge_proximity", risk, proximity="Soon")
    assert [line[:12] for line in changed(visitor.get("/"))] == [risk]


def test_what_one_has_seen_another_has_not(clock: object, ledger: Ledger, visit: Visit) -> None:
    risk = record(ledger, "Rising", owner_agency="kent-police")
    mark(visit(AUDITOR))
    assert [line[:12] for line in changed(visit(EXECUTIVE).get("/"))] == [risk]


def test_what_came_while_the_page_was_read_is_not_marked(
    clock: object, ledger: Ledger, visit: Visit
) -> None:
    record(ledger, "Before")
    visitor = visit(AUDITOR)
    page = visitor.get("/")
    meanwhile = record(ledger, "Meanwhile")
    assert [line[:12] for line in changed(visitor.submit(page))] == [meanwhile]


def test_a_position_that_makes_no_sense_marks_nothing_that_there_is_not(
    clock: object, ledger: Ledger, visit: Visit
) -> None:
    risk = record(ledger, "Before")
    visitor = visit(AUDITOR)
    visitor.submit(visitor.get("/"), position="everything")
    assert [line[:12] for line in changed(visitor.get("/"))] == [risk]
    visitor.submit(visitor.get("/"), position="999999999999")
    assert changed(visitor.get("/")) == []
    later = record(ledger, "Later")
    assert [line[:12] for line in changed(visitor.get("/"))] == [later]


def test_ones_own_deeds_are_no_news(clock: object, ledger: Ledger, visit: Visit) -> None:
    team = visit(Role.BUSINESS_TEAM)
    form = team.get("/risks/new")
    team.submit(form, kind="risk", title="My own", raised_in="saas")
    assert not [line for line in changed(team.get("/")) if "My own" in line]
    assert [line for line in changed(visit(AUDITOR).get("/")) if "My own" in line]


def test_whoever_never_marked_anything_is_told_of_the_last_14_days(
    clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    record(ledger, "Long ago")
    clock.tick(timedelta(days=20))
    recent = record(ledger, "Recent")
    page = visit(AUDITOR).get("/")
    assert [line[:12] for line in changed(page)] == [recent]
    assert "in the last 14 days: you have not marked anything as seen yet" in page.words


def test_what_a_reader_may_not_see_is_not_told(clock: object, ledger: Ledger, visit: Visit) -> None:
    record(ledger, "Hidden", raised_in="executive", owner_agency="cafcass")
    assert not [line for line in changed(visit(MEMBER).get("/")) if "Hidden" in line]
    assert [line for line in changed(visit(AUDITOR).get("/")) if "Hidden" in line]


def test_the_past_has_no_such_list(clock: object, ledger: Ledger, visit: Visit) -> None:
    record(ledger, "Rising")
    page = visit(AUDITOR).get(f"/?as-at=%23{ledger.position()}")
    assert "since you were last here" not in page.words


def test_what_is_asked_of_the_reader_says_so_and_comes_first(
    clock: object, ledger: Ledger, visit: Visit
) -> None:
    load_placeholder(ledger)
    theirs = receive(ledger)
    silent = disputes.record(ledger, title="Silent")
    asked = record(ledger, "Asked", owner_agency="cafcass")
    do(ledger, "risk.escalate", asked, to="executive", question="Now?", reason="Beyond us.")
    for number in range(10):
        record(ledger, f"Number {number}", owner_agency="cafcass")
    first = changed(visit(MEMBER).get("/"))[:2]
    assert {(line[:12], "Needs your response" in line) for line in first} == {
        (theirs, True), (silent, True),
    }  # fmt: skip
    (line, *rest) = changed(visit(EXECUTIVE).get("/"))
    assert line.startswith(asked)
    assert "You are asked" in line
    assert not [other for other in rest if "You are asked" in other]


def test_the_executive_is_asked_to_ratify_and_to_decide_where_its_agency_is_no_party(
    clock: object, ledger: Ledger, visit: Visit
) -> None:
    load_placeholder(ledger)
    groups.establish(ledger)
    groups.establish(ledger, ruled=False, name="Policy Group", short="Policy", kind="sub_group")
    commission = commissions.ask(ledger)
    up = disputes.record(ledger, title="Up there")
    arrange(ledger, "dispute", up, [*disputes.AT_EXECUTIVE, *disputes.kept("executive")])
    told = changed(visit(EXECUTIVE).get("/"))
    assert {line[:12] for line in told if "You are asked" in line} == {commission, up}
    do(ledger, "role.give", person=PEOPLE[EXECUTIVE].id, role=EXECUTIVE, agency="kent-police")
    told = changed(visit(EXECUTIVE).get("/"))
    assert {line[:12] for line in told if "You are asked" in line} == {commission}


def test_what_a_verifier_sent_back_is_returned_to_its_owner(
    clock: object, ledger: Ledger, visit: Visit
) -> None:
    action = actions.set_action(ledger)
    sent_back = ("return_it", {"reason": "No sample."}, EXECUTIVE)
    arrange(ledger, "action", action, [*ACTION_SUBMITTED, sent_back])
    (line,) = [line for line in changed(visit(MEMBER).get("/")) if line.startswith(action)]
    assert "Returned to you" in line


def test_more_than_can_be_shown_is_a_link_away_for_those_who_may_see_all(
    clock: object, ledger: Ledger, visit: Visit
) -> None:
    for number in range(12):
        record(ledger, f"Number {number}", raised_in="saas")
    page = visit(AUDITOR).get("/")
    assert len(changed(page)) == 8
    assert "Number 11" in visit(AUDITOR).get(page.links["See all that changed since then"]).words
    assert "4 more items changed." in visit(MEMBER).get("/").words
