"""The forward plan: standing topics, when they come, and what is moved with a reason (ToR 3.7)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.forward.entry import ForwardEntry, Kind, Status
from domain.groups.group import Group
from domain.kernel.errors import DomainError
from domain.meetings.vocabulary import AskedTo
from tests.examples import NOW, given, happened, told
from tests.meetings import DAY, Sitting, on, planned

TOPICS = ["Dashboards", "The voice of children"]


def group() -> Group:
    return given(  # type: ignore[no-any-return]
        Group.Established, happened(Group.TopicsSet, topics=TOPICS), reference="GRP-2024-001"
    )


def entry(**facts: Any) -> ForwardEntry:
    said = {"kind": Kind.TOPIC, "title": "Dashboard", "topic": "Dashboards", "year": 2026, **facts}
    return ForwardEntry.plan(NOW, reference="FWD-2026-001", group=group(), **said)


def sitting(day: date = DAY, **facts: Any) -> Sitting:
    return planned(day, **facts)


def test_a_standing_topic_is_one_of_the_groups_own() -> None:
    assert told(entry()) == ["planned for SAAS (2026): Dashboard"]
    with pytest.raises(DomainError, match="Select one of the standing topics of SAAS"):
        entry(topic="Budgets")
    with pytest.raises(DomainError, match="Only a standing topic has one"):
        entry(kind=Kind.OTHER)


def test_the_scrutineer_has_an_item_of_their_own() -> None:
    assert entry(kind=Kind.SCRUTINEER, topic="").kind is Kind.SCRUTINEER


def test_the_chair_attends_the_executive_and_no_other_group() -> None:
    with pytest.raises(DomainError, match="Choose the Executive"):
        entry(kind=Kind.CHAIR_ATTENDS, topic="")


def test_it_is_moved_to_a_meeting_of_its_group_in_that_year_with_a_reason() -> None:
    found, meeting = entry(), sitting().meeting
    with pytest.raises(DomainError, match="in another year"):
        found.move_to(NOW, year=2027, meeting=meeting, reason="x")
    with pytest.raises(DomainError, match="That is when it is planned already"):
        found.move_to(NOW, year=2026, reason="x")
    with pytest.raises(DomainError, match="Give the year"):
        found.move_to(NOW, reason="x")
    found.move_to(NOW, meeting=meeting, reason="The figures are there.")
    assert (found.meeting, found.moves) == ("MTG-2026-001", 1)
    assert told(found)[-1] == "moved it from 2026 to MTG-2026-001, 13 May 2026"


def test_an_agenda_starts_from_it() -> None:
    found, meeting = entry(), sitting().meeting
    meeting.add_from_plan(on(date(2026, 5, 1)), entry=found, asked=AskedTo.DISCUSS, minutes=20)
    assert (meeting.agenda[1].title, meeting.agenda[1].plan) == ("Dashboard", "FWD-2026-001")
    assert (found.status, found.meeting) == (Status.ON_AGENDA, "MTG-2026-001")
    with pytest.raises(DomainError, match="It is on the agenda of MTG-2026-001"):
        meeting.add_from_plan(on(date(2026, 5, 1)), entry=found, asked=AskedTo.DISCUSS)


def test_what_was_taken_out_comes_to_no_agenda() -> None:
    found = entry()
    found.withdraw(NOW, reason="Done elsewhere.")
    with pytest.raises(DomainError, match="taken out of the plan"):
        sitting().meeting.add_from_plan(on(DAY), entry=found, asked=AskedTo.NOTE)


@pytest.mark.parametrize("year", [26, 1999, 20260])
def test_a_year_has_four_figures(year: int) -> None:
    with pytest.raises(DomainError, match="four figures"):
        entry(year=year)
