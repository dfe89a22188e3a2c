"""“Since the last meeting of …” is the usual earlier date wherever two moments are compared."""

from __future__ import annotations

from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.web.conftest import Visit
from tests.web.deeds import groups, meetings
from tests.web.doing import arrange

COMPARING = ("/executive", "/scrutineer", "/changes", "/recommendations/tables")


def hold(ledger: Ledger, group: str, day: str) -> str:
    """Hold a meeting of a group, and return its reference."""
    held = meetings.plan(ledger, group=group, meets_on=day)
    arrange(ledger, "meeting", held, [*meetings.OPEN, *meetings.ENDED])
    return held


@pytest.fixture
def met(clock: FrozenDateTimeFactory, ledger: Ledger) -> str:
    """The Executive met on 8 and on 10 June 2026, the group that scrutinises on the 9th."""
    group = groups.establish(ledger, name="Executive of Kent", short="Executive",
                             kind="executive", ruled=False)  # fmt: skip
    hold(ledger, group, "2026-06-08")
    hold(ledger, groups.establish(ledger), "2026-06-09")
    return hold(ledger, group, "2026-06-10")


@pytest.mark.parametrize("address", COMPARING)
def test_a_page_compares_with_the_last_executive_before_its_day(
    address: str, met: str, clock: FrozenDateTimeFactory, visit: Visit
) -> None:
    clock.tick(timedelta(days=20))
    words = visit(Role.AUDITOR).get(address).words
    why = f"the day on which the KSCMP Executive last met ({met})"
    assert f"Compared with 10 June 2026, {why}." in words


@pytest.mark.parametrize("address", COMPARING)
def test_without_a_meeting_of_the_executive_it_is_a_quarter_and_the_page_says_so(
    address: str, clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    words = visit(Role.AUDITOR).get(address).words
    assert "Compared with 11 March 2026, a quarter earlier: no meeting of " in words


def test_on_the_day_of_an_executive_its_paper_compares_with_the_one_before(
    met: str, visit: Visit
) -> None:
    assert "Compared with 8 June 2026" in visit(Role.EXECUTIVE).get("/executive").words


def test_another_meeting_can_be_chosen_and_the_moment_of_the_page_stays(
    met: str, clock: FrozenDateTimeFactory, visit: Visit
) -> None:
    clock.tick(timedelta(days=20))
    reader = visit(Role.AUDITOR)
    page = reader.get("/changes?as-at=2026-06-20&noun=meetings")
    chosen = reader.get(page.links["SAAS, 9 June 2026"].replace("&amp;", "&"))
    assert "Compared with 9 June 2026, the day on which SAAS met (MTG-2026-002)." in chosen.words
    assert "Up to 20 June 2026." in chosen.words


def test_a_date_that_was_asked_for_is_said_to_be_that(met: str, visit: Visit) -> None:
    words = visit(Role.AUDITOR).get("/changes?since=2026-06-01").words
    assert "Compared with 1 June 2026, the date that was asked for." in words


def test_a_meeting_that_was_planned_and_not_held_is_no_date_to_compare_with(
    met: str, clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    meetings.plan(ledger, group="GRP-2026-001", meets_on="2026-06-20")
    clock.tick(timedelta(days=20))
    assert "Compared with 10 June 2026" in visit(Role.EXECUTIVE).get("/executive").words
