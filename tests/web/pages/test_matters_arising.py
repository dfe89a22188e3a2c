"""Matters arising: what earlier meetings left open comes by itself, and goes once it is done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import EXECUTIVE, do
from tests.databases import Databases
from tests.web.conftest import Visit
from tests.web.deeds import ground
from tests.web.deeds.meetings import ITEM, THERE
from tests.web.doing import arrange
from web.running.startup import open_ledger

MEETING = "MTG-2026-001"
TEAM = Role.BUSINESS_TEAM
MATTERS = "Matters arising"
DEFERRED = ("defer_item", {"item": "1", "until": "July", "reason": "No data."}, TEAM)
SUBJECT = ("decide", {"item": "2", "kind": "subject", "words": "Two rotas."}, TEAM)


@pytest.fixture
def ledger(sqlite_databases: Databases, clock: FrozenDateTimeFactory) -> Iterator[Ledger]:
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url:
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


def plan(ledger: Ledger, day: str, **more: str) -> str:
    """Plan another meeting of the group on a day."""
    given: dict[str, Any] = {
        "group": "GRP-2026-001", "kind": "ordinary", "mode": "virtual", **more,
    }  # fmt: skip
    return do(ledger, "meeting.plan", meets_on=day, **given).reference


def matters(visit: Visit, meeting: str) -> str:
    """What the page of a meeting says arises."""
    words = visit(Role.SAAS_MEMBER).get(f"/meetings/{meeting}").words
    if MATTERS not in words:
        return ""
    return words.partition(f"{MATTERS} ")[2].partition(" Agenda ")[0]


def test_what_earlier_meetings_left_open_comes_by_itself(ledger: Ledger, visit: Visit) -> None:
    traced = ("trace", {"minute": "1.2", "became": "ACT-2026-001"}, TEAM)
    arrange(ledger, "meeting", MEETING, [*THERE, DEFERRED, SUBJECT, traced])
    found = matters(visit, plan(ledger, "2026-07-01"))
    assert "Deferred MTG-2026-001: Neglect (item 1, deferred until July)" in found
    assert "Action ACT-2026-001:" in found
    assert "set at minute 1.2 of MTG-2026-001" in found
    assert "Decision DEC-2026-002: Two rotas. (SAAS, awaits ratification)" in found
    assert "Decision DEC-2026-001: The letter is sent. (SAAS, awaits ratification)" in found
    assert "Commission COM-2026-001:" in found
    assert "awaits ratification by the KSCMP Executive" in found


def test_what_is_done_leaves_it_by_itself(ledger: Ledger, visit: Visit) -> None:
    traced = ("trace", {"minute": "1.2", "became": "ACT-2026-001"}, TEAM)
    arrange(ledger, "meeting", MEETING, [*THERE, DEFERRED, SUBJECT, traced])
    later = plan(ledger, "2026-07-01")
    do(ledger, "decision.ratify", "DEC-2026-002", by=EXECUTIVE, answer="ratified", words="Yes.",
       power="Standing order 4")  # fmt: skip
    do(ledger, "action.cancel", "ACT-2026-001", reason="It is another’s.")
    do(ledger, "commission.withdraw", "COM-2026-001", reason="It is known.")
    found = matters(visit, later)
    assert "Deferred MTG-2026-001" in found
    for gone in ("DEC-2026-002", "ACT-2026-001", "COM-2026-001"):
        assert gone not in found


def test_an_item_that_a_later_meeting_ended_is_open_no_longer(ledger: Ledger, visit: Visit) -> None:
    arrange(ledger, "meeting", MEETING, [*THERE, DEFERRED])
    second = plan(ledger, "2026-06-10")
    arrange(ledger, "meeting", second, [
        ITEM, ("open", {}, TEAM),
        ("note_item", {"item": "1", "words": "The data came."}, TEAM),
    ])  # fmt: skip
    assert "Deferred" in matters(visit, second)
    assert "Deferred" not in matters(visit, plan(ledger, "2026-07-01"))


def test_what_is_restricted_arises_without_its_words(ledger: Ledger, visit: Visit) -> None:
    secret = ("add_item", {**ITEM[1], "title": "Conduct of an agency", "restricted": "yes"}, TEAM)
    deferred = ("defer_item", {**DEFERRED[1], "until": "the hearing of an agency"}, TEAM)
    arrange(ledger, "meeting", MEETING, [secret, ("open", {}, TEAM), deferred])
    found = matters(visit, plan(ledger, "2026-07-01"))
    assert "Deferred MTG-2026-001: a restricted item (item 1, deferred)" in found


def test_a_meeting_of_another_group_leaves_nothing(ledger: Ledger, visit: Visit) -> None:
    arrange(ledger, "meeting", MEETING, [*THERE, DEFERRED])
    other = do(
        ledger, "meeting.plan", group="GRP-2026-002", kind="ordinary", mode="virtual",
        meets_on="2026-07-01",
    ).reference  # fmt: skip
    found = matters(visit, other)
    assert "Deferred" not in found
    assert "Decision" not in found


def test_the_minutes_keep_what_arose_when_the_meeting_was_opened(
    ledger: Ledger, visit: Visit
) -> None:
    traced = ("trace", {"minute": "1.2", "became": "ACT-2026-001"}, TEAM)
    arrange(ledger, "meeting", MEETING, [*THERE, DEFERRED, traced])
    later = "MTG-2026-002"
    assert MATTERS not in visit(TEAM).get(f"/meetings/{later}/minutes").words, (
        "it was opened before anything was put off"
    )
    next_one = plan(ledger, "2026-06-10")
    before = matters(visit, next_one)
    arrange(ledger, "meeting", next_one, [ITEM, ("open", {}, TEAM)])
    page = visit(TEAM).get(f"/meetings/{next_one}/minutes").words
    do(ledger, "action.cancel", "ACT-2026-001", by=EXECUTIVE, reason="Done elsewhere.")
    assert visit(TEAM).get(f"/meetings/{next_one}/minutes").words == page
    for words in ("MTG-2026-001: Neglect (item 1, deferred until July)", "ACT-2026-001:"):
        assert words in before
        assert words in page.partition(MATTERS)[2]


def test_what_a_meeting_earlier_on_the_day_left_open_comes_to_a_later_one(
    ledger: Ledger, visit: Visit
) -> None:
    first = plan(ledger, "2026-06-10", starts_at="09:30")
    arrange(ledger, "meeting", first, [*THERE, DEFERRED, SUBJECT])
    later = matters(visit, plan(ledger, "2026-06-10", starts_at="14:00"))
    assert f"Deferred {first}: Neglect (item 1, deferred until July)" in later
    assert "Two rotas. (SAAS, awaits ratification)" in later
    before = matters(visit, plan(ledger, "2026-06-10", starts_at="08:00"))
    assert first not in before
    assert "Two rotas." not in before
