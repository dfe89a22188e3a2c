"""Home knows meetings: what to agree, send, clear, circulate, confirm, ratify and bring."""

from __future__ import annotations

from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from icalendar import Calendar

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do
from tests.web.conftest import Visit
from tests.web.deeds import commissions, groups, meetings
from tests.web.doing import arrange

TEAM, CHAIR, EXECUTIVE = Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.EXECUTIVE


@pytest.fixture
def planned(clock: FrozenDateTimeFactory, ledger: Ledger) -> str:
    """A meeting that is planned for 30 June 2026, at which Kent Police presents an item."""
    groups.establish(ledger)
    found = meetings.plan(ledger, meets_on="2026-06-30", starts_at="14:00", minutes="90")
    do(ledger, "meeting.add_item", found, **meetings.ITEM[1], presenter_agency="kent-police",
       presenter_role="Superintendent")  # fmt: skip
    return found


def home(visit: Visit, role: Role) -> str:
    return visit(role).get("/").words


def test_before_a_meeting_the_chair_agrees_its_agenda_and_the_team_sends_it(
    planned: str, clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    assert "Agendas that await your agreement (1)" in home(visit, CHAIR)
    do(ledger, "meeting.agree_agenda", planned, known_by="her e-mail")
    assert "Agendas that await your agreement" not in home(visit, CHAIR)
    do(ledger, "meeting.add_item", planned, **meetings.ITEM[1])
    assert "Agendas that await your agreement (1)" in home(visit, CHAIR)
    page = visit(CHAIR).get(f"/meetings/{planned}")
    assert "Agenda agreed by the chair 10 June 2026; 1 item added since" in page.words
    assert "Agree the agenda" in page.links
    assert f"Agendas and papers to send (1) {planned} SAAS, 30 June 2026 due 19 June 2026" in home(
        visit, TEAM
    )
    clock.tick(timedelta(days=12))
    assert "due 19 June 2026, late" in home(visit, TEAM)


def test_an_agency_is_told_what_it_brings(planned: str, visit: Visit) -> None:
    words = home(visit, Role.SAAS_MEMBER)
    assert "Meetings at which your agency presents (1)" in words
    assert "30 June 2026; papers are due by 19 June 2026" in words


def test_after_it_minutes_are_cleared_circulated_and_confirmed(
    planned: str, clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    clock.tick(timedelta(days=20))
    arrange(ledger, "meeting", planned, [("open", {}, TEAM), *meetings.ENDED])
    assert "Minutes that await your clearance (1)" in home(visit, CHAIR)
    assert "Minutes that the chair has not cleared (1)" in home(visit, TEAM)
    do(ledger, "meeting.clear_minutes", planned, known_by="her e-mail of 30 June 2026")
    assert "Minutes to circulate (1)" in home(visit, TEAM)
    do(ledger, "meeting.circulate_minutes", planned)
    words = home(visit, TEAM)
    assert "Minutes for the next meeting to confirm (1)" in words
    assert "Minutes to circulate" not in words


def test_the_executive_is_asked_to_ratify(planned: str, ledger: Ledger, visit: Visit) -> None:
    groups.establish(ledger, ruled=False, name="Policy Group", short="Policy", kind="sub_group",
                     joint_with="Medway")  # fmt: skip
    commissions.ask(ledger)
    meetings.take_between(ledger)
    words = home(visit, EXECUTIVE)
    assert "Commissions that await ratification by the KSCMP Executive (1)" in words
    assert "Decisions that await ratification by the KSCMP Executive (1)" in words
    assert "Decisions that wait to be confirmed or reported to a meeting (1)" in home(visit, TEAM)


def event_of(visit: Visit, reference: str) -> dict[str, str]:
    answer = visit(Role.AUDITOR).ask("GET", f"/meetings/{reference}.ics")
    assert answer.content_type.startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.get_data()).walk("VEVENT")
    return {name: value.to_ical().decode() for name, value in event.items()}


def test_a_calendar_takes_a_meeting_in_by_reference_and_dates_alone(
    planned: str, ledger: Ledger, visit: Visit
) -> None:
    event = event_of(visit, planned)
    assert event["SUMMARY"] == f"SAAS {planned}"
    assert (event["DTSTART"], event["DTEND"]) == ("20260630T130000Z", "20260630T143000Z")
    assert "Neglect" not in str(event)
    do(ledger, "meeting.move_date", planned, meets_on="2026-07-02", reason="Elections.")
    moved = event_of(visit, planned)
    assert moved["UID"] == event["UID"]
    assert int(moved["SEQUENCE"]) > int(event["SEQUENCE"])
    do(ledger, "meeting.correct", planned, fact="starts_at", becomes="14:30", reason="Misread.")
    corrected = event_of(visit, planned)
    assert int(corrected["SEQUENCE"]) > int(moved["SEQUENCE"])
    assert corrected["DTSTART"] == "20260702T133000Z"


def test_without_a_length_a_calendar_keeps_the_time_of_its_items_free_or_an_hour(
    planned: str, ledger: Ledger, visit: Visit
) -> None:
    other = meetings.plan(ledger, meets_on="2026-07-30", starts_at="14:00")
    assert event_of(visit, other)["DTEND"] == "20260730T140000Z"
    do(ledger, "meeting.add_item", other, **meetings.ITEM[1], minutes="20")
    assert event_of(visit, other)["DTEND"] == "20260730T132000Z"


def test_without_a_time_it_takes_the_whole_day_and_called_off_it_is_taken_out(
    planned: str, ledger: Ledger, visit: Visit
) -> None:
    other = meetings.plan(ledger, meets_on="2026-07-30")
    do(ledger, "meeting.call_off", other, reason="Snow.")
    event = event_of(visit, other)
    assert (event["DTSTART"], event["DTEND"]) == ("20260730", "20260731")
    assert event["STATUS"] == "CANCELLED"


def test_what_was_noted_in_a_line_stays_on_home_until_it_is_recorded_or_let_go(
    planned: str, clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    clock.tick(timedelta(days=20))
    arrange(ledger, "meeting", planned, [
        ("open", {}, TEAM), meetings.NOTED, meetings.NOTED, *meetings.ENDED
    ])  # fmt: skip
    page = visit(TEAM).get("/")
    assert "Noted at meetings, to be recorded (1)" in page.words
    assert "2 noted in a line" in page.words
    assert "Noted at meetings" not in home(visit, CHAIR)
    assert planned in visit(TEAM).get("/meetings?status=all&noted=yes").words
    for capture in ("1", "2"):
        do(ledger, "meeting.drop_capture", planned, capture=capture, reason="No need.")
    assert "Noted at meetings" not in home(visit, TEAM)


def test_a_requested_correction_of_minutes_is_on_the_home_of_whoever_answers_it(
    planned: str, clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    clock.tick(timedelta(days=20))
    arrange(ledger, "meeting", planned, [("open", {}, TEAM), *meetings.ENDED, meetings.ASKED])
    for role in (TEAM, CHAIR):
        assert "Requested corrections of minutes (1)" in home(visit, role)
    assert "Requested corrections" not in home(visit, EXECUTIVE)
    assert planned in visit(CHAIR).get("/meetings?status=all&corrections=yes").words
    do(ledger, "meeting.decline_correction", planned, correction="1", reason="It was not so.",
       known_by="her e-mail")  # fmt: skip
    assert "Requested corrections" not in home(visit, CHAIR)
