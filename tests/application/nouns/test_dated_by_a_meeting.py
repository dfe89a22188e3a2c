"""What has its date from a meeting follows it, in the log and in every register."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from freezegun import freeze_time

from application.ledger.ledger import Ledger
from domain.decisions.decision import Decision
from domain.disputes.dispute import Dispute
from domain.forward.entry import ForwardEntry
from domain.meetings.meeting import Meeting
from tests.acts import do
from tests.databases import Databases
from tests.reading import disagreements
from tests.web.deeds import disputes, forward, ground
from tests.web.deeds.meetings import DECIDED
from tests.web.doing import arrange
from web.running.startup import open_ledger

MEETING = "MTG-2026-001"


@pytest.fixture
def ledger(sqlite_databases: Databases) -> Iterator[Ledger]:
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url:
        ledger = open_ledger(url)
        with freeze_time("2026-06-10"):
            yield ledger
        ledger.close()


def test_a_corrected_date_goes_to_what_has_it_from_the_meeting(ledger: Ledger) -> None:
    dispute = disputes.record(ledger, title="Rotas", met_on="2026-06-09", meeting=MEETING)
    entry = forward.plan_ahead(ledger, title="Figures", meeting=MEETING)
    arrange(ledger, "meeting", MEETING, DECIDED)
    was = ledger.get(Dispute, dispute).visits[0].first_due_on
    do(
        ledger,
        "meeting.correct",
        MEETING,
        fact="meets_on",
        becomes="2 June 2026",
        reason="Misread.",
    )
    meeting = ledger.get(Meeting, MEETING)
    (decision,) = meeting.decisions
    assert ledger.get(Decision, decision).taken_on == "2026-06-02"
    assert ledger.get(Dispute, dispute).met_on == "2026-06-02"
    assert ledger.get(Dispute, dispute).visits[0].first_due_on < was
    assert ledger.get(ForwardEntry, entry).meets_on == "2026-06-02"
    assert (meeting.opened_on, meeting.minutes_due.day) == ("2026-06-02", "2026-06-16")
    assert disagreements(ledger) == []


def test_what_is_planned_moves_with_its_meeting_and_what_was_withdrawn_does_not(
    ledger: Ledger,
) -> None:
    entry, gone = (
        forward.plan_ahead(ledger, title=title, meeting=MEETING) for title in ("One", "Two")
    )
    do(ledger, "entry.withdraw", gone, reason="No need.")
    do(ledger, "meeting.move_date", MEETING, meets_on="2027-01-13", reason="Elections.")
    assert ledger.get(ForwardEntry, entry).year == 2027
    assert ledger.get(ForwardEntry, gone).year == 2026
    assert disagreements(ledger) == []
