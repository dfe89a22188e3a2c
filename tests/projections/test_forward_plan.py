"""The forward plan: which standing topic comes to which meeting of a year, gaps first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from freezegun import freeze_time

from application.ledger.ledger import Ledger
from projections.forward.entries import coverage_of
from tests.acts import do
from tests.databases import Databases
from tests.reading import looking
from tests.web.deeds import TODAY, ground
from tests.web.deeds.forward import plan_ahead
from tests.web.deeds.meetings import TEAM, plan
from tests.web.doing import arrange
from web.running.startup import open_ledger

SAAS = "GRP-2026-001"
TOPICS = ["Dashboards", "The voice of children", "Strengths"]


@pytest.fixture
def ledger(sqlite_databases: Databases) -> Iterator[Ledger]:
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url:
        ledger = open_ledger(url)
        with freeze_time(TODAY):
            yield ledger
        ledger.close()


def test_topics_that_never_come_stand_first_and_each_meeting_has_a_column(ledger: Ledger) -> None:
    plan_ahead(ledger, topic="Strengths", meeting="MTG-2026-001")
    do(ledger, "entry.withdraw", plan_ahead(ledger, topic="The voice of children"), reason="No.")
    with looking(ledger) as view:
        heads, found = coverage_of(view, group=SAAS, topics=TOPICS, year=2026)
    assert heads == ["9 June 2026", "10 June 2026", "No meeting yet"]
    assert [(each.topic, each.count) for each in found] == [
        ("The voice of children", 0), ("Dashboards", 1), ("Strengths", 1),
    ]  # fmt: skip
    assert [[row["reference"] for row in place] for place in found[2].at] == [
        ["FWD-2026-002"], [], [],
    ]  # fmt: skip


def test_another_year_has_gaps_of_its_own(ledger: Ledger) -> None:
    with looking(ledger) as view:
        heads, found = coverage_of(view, group=SAAS, topics=TOPICS, year=2027)
    assert heads == ["No meeting yet"]
    assert not any(each.count for each in found)


def test_no_entry_is_lost_when_its_meeting_is_rearranged_moved_or_called_off(
    ledger: Ledger,
) -> None:
    held, later, other = (
        "MTG-2026-001",
        plan(ledger, meets_on="2026-07-01"),
        plan(ledger, meets_on="2026-08-05"),
    )
    on_agenda, moved, called_off = (
        plan_ahead(ledger, topic="Strengths", title=title, meeting=meeting)
        for title, meeting in (("One", held), ("Two", later), ("Three", other))
    )
    do(ledger, "meeting.add_from_plan", held, entry=on_agenda, asked="note")
    arrange(ledger, "meeting", held, [
        ("open", {}, TEAM), ("attend", {"seat": "1", "how": "present"}, TEAM), ("close", {}, TEAM)
    ])  # fmt: skip
    again = plan(ledger, meets_on="2026-06-30", instead_of=held)
    do(ledger, "meeting.move_date", later, meets_on="2026-09-02", reason="Elections.")
    do(ledger, "meeting.call_off", other, reason="Snow.")
    with looking(ledger) as view:
        heads, found = coverage_of(view, group=SAAS, topics=TOPICS, year=2026)
    strengths = next(each for each in found if each.topic == "Strengths")
    placed = {row["reference"]: head for head, rows in zip(heads, strengths.at, strict=True)
              for row in rows}  # fmt: skip
    assert placed == {
        on_agenda: "9 June 2026", moved: "2 September 2026", called_off: "No meeting yet"
    }  # fmt: skip
    assert again
