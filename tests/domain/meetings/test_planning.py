"""Planning a meeting: its dates with their sums, its agenda, its papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.forward.entry import ForwardEntry
from domain.forward.entry import Kind as EntryKind
from domain.forward.entry import Status as EntryStatus
from domain.groups.group import Group
from domain.groups.rule import QuorumRule
from domain.groups.vocabulary import GroupKind
from domain.kernel.errors import DomainError
from domain.kernel.item import LONDON
from domain.meetings.meeting import Meeting
from domain.meetings.records import PlannedEntries
from domain.meetings.vocabulary import AskedTo, Kind, Mode, Status
from domain.partnership.agency import KnownAgencies
from tests.meetings import (
    CALENDAR,
    CHAIR,
    DAY,
    NOTHING_PLANNED,
    RULE,
    TEAM,
    Others,
    Sitting,
    on,
    planned,
    quorate,
    set_rule,
)

SENT = date(2026, 5, 1)
"""Seven working days before 13 May 2026 without 4 May, which is a bank holiday."""


@pytest.mark.parametrize(
    ("day", "papers", "minutes"),
    [
        (date(2026, 1, 14), "2026-01-05", "2026-01-28"),
        (date(2026, 4, 2), "2026-03-24", "2026-04-20"),
        (date(2026, 1, 6), "2025-12-23", "2026-01-20"),
        (date(2026, 12, 16), "2026-12-07", "2027-01-04"),
    ],
)
def test_papers_are_due_seven_working_days_before_and_minutes_ten_after(
    day: date, papers: str, minutes: str
) -> None:
    meeting = planned(day).meeting
    assert meeting.papers_due.day == papers
    assert meeting.minutes_due.day == minutes


def test_each_date_has_its_sum() -> None:
    meeting = planned(date(2026, 4, 2)).meeting
    assert meeting.papers_due.working == "7 working days before 2 April 2026"
    assert meeting.minutes_due.working == (
        "10 working days from 2 April 2026, not counting 3 April 2026 and 6 April 2026"
    )


def test_a_meeting_that_is_moved_has_its_dates_worked_out_anew() -> None:
    sitting = planned()
    meeting = sitting.meeting
    sitting.move(date(2026, 12, 16))
    assert (meeting.moves, meeting.papers_due.day, meeting.minutes_due.day) == (
        1, "2026-12-07", "2027-01-04",
    )  # fmt: skip
    with pytest.raises(DomainError, match="when it takes place already"):
        sitting.move(date(2026, 12, 16))


def test_a_paper_is_late_or_in_time_by_the_day_to_which_its_meeting_was_moved() -> None:
    sitting = planned()
    sitting.meeting.send_paper(on(date(2026, 5, 5)), title="Dashboard")
    assert sitting.meeting.papers[1].late
    sitting.move(date(2026, 5, 20))
    assert sitting.meeting.papers[1].state == "in time"
    sitting.move(date(2026, 5, 12))
    assert sitting.meeting.papers[1].state == "late"


def test_what_is_planned_for_a_meeting_is_dated_with_it() -> None:
    sitting = planned()
    entry = ahead(sitting)
    sitting.move(date(2027, 1, 13), dated=[entry.reference])
    assert (entry.year, entry.meets_on, entry.moves) == (2027, "2027-01-13", 0)
    *_, event = entry.pending_events
    assert event.sentence({}) == (  # type: ignore[attr-defined]
        "dated it with its meeting, MTG-2026-001, 13 January 2027, which was 13 May 2026"
    )


def test_an_extraordinary_meeting_says_why_it_is_called() -> None:
    with pytest.raises(DomainError, match="Enter why an extraordinary meeting"):
        planned(kind=Kind.EXTRAORDINARY)
    assert planned(kind=Kind.EXTRAORDINARY, reason="A death.").meeting.reason == "A death."


def test_a_meeting_across_midnight_while_the_clocks_change_is_as_long_as_it_is() -> None:
    """The clocks go back on 25 October 2026 at 2 o'clock, forward on 29 March at 1 o'clock."""
    back = planned(date(2026, 10, 24), starts_at=time(22, 30), minutes=300).meeting
    assert back.starts == datetime(2026, 10, 24, 22, 30, tzinfo=LONDON)
    assert back.ends.replace(tzinfo=None) == datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001
    assert back.ends.astimezone(UTC) - back.starts.astimezone(UTC) == timedelta(minutes=300)
    forward = planned(date(2026, 3, 28), starts_at=time(23), minutes=180).meeting
    assert forward.ends.replace(tzinfo=None) == datetime(2026, 3, 29, 3, 0)  # noqa: DTZ001


# ---------------------------------------------------------------- the agenda


def with_items(count: int = 2) -> Sitting:
    sitting = planned()
    for number in range(1, count + 1):
        sitting.meeting.add_item(on(SENT), title=f"Item {number}", asked=AskedTo.DISCUSS)
    return sitting


def test_items_stand_in_their_order_and_are_called_by_their_place_once_it_is_opened() -> None:
    sitting = with_items(3)
    sitting.meeting.change_item(on(SENT), item=3, asked=AskedTo.NOTE, place=1)
    sitting.meeting.withdraw_item(on(SENT), item=2, reason="Not ready.", beside=Others())
    assert order_of(sitting) == [(1, "Item 3"), (2, "Item 1")]
    sitting.meeting.send_paper(on(SENT), title="A paper", item=3)
    sitting.open(items=1)
    assert [(each.number, each.title) for each in sitting.meeting.items] == [
        (1, "Item 3"), (2, "Item 1"), (3, "Item 1"),
    ]  # fmt: skip
    assert sitting.meeting.papers[1].item == 1


def order_of(sitting: Sitting) -> list[tuple[int, str]]:
    return [(each.place, each.title) for each in sitting.meeting.items]


def test_an_item_takes_the_place_that_it_is_given_and_no_two_have_the_same() -> None:
    sitting = with_items(4)
    for item, place, then in [
        (4, 2, ["Item 1", "Item 4", "Item 2", "Item 3"]),
        (1, 4, ["Item 4", "Item 2", "Item 3", "Item 1"]),
        (3, None, ["Item 4", "Item 2", "Item 3", "Item 1"]),
    ]:
        sitting.meeting.change_item(on(SENT), item=item, asked=AskedTo.NOTE, place=place)
        assert order_of(sitting) == list(enumerate(then, 1))
    with pytest.raises(DomainError, match="The last place on the agenda is 4"):
        sitting.meeting.change_item(on(SENT), item=3, asked=AskedTo.NOTE, place=5)
    sitting.meeting.withdraw_item(on(SENT), item=2, reason="Not ready.", beside=Others())
    sitting.meeting.add_item(on(SENT), title="Item 5", asked=AskedTo.NOTE)
    assert order_of(sitting) == [(1, "Item 4"), (2, "Item 3"), (3, "Item 1"), (4, "Item 5")]


def test_an_agenda_that_others_say_is_agreed_says_how_it_is_known() -> None:
    meeting = with_items().meeting
    with pytest.raises(DomainError, match="Enter how it is known"):
        meeting.agree_agenda(on(SENT))
    meeting.agree_agenda(on(SENT, CHAIR))
    assert meeting.agreed_on == SENT.isoformat()


def test_an_agenda_that_changed_since_the_chair_agreed_it_says_so_and_is_agreed_again() -> None:
    meeting = with_items().meeting
    meeting.agree_agenda(on(SENT, CHAIR))
    assert (meeting.agenda_since, meeting.why_not("agree_agenda")) == (
        "", "The agenda has been agreed.",
    )  # fmt: skip
    for title in ("Rotas", "Housing"):
        meeting.add_item(on(SENT), title=title, asked=AskedTo.NOTE)
    meeting.change_item(on(SENT), item=1, title="Neglect", asked=AskedTo.DECIDE)
    meeting.withdraw_item(on(SENT), item=2, reason="Not ready.", beside=Others())
    assert meeting.agenda_since == (
        "2 items added since; 1 item changed since; 1 item taken off since"
    )
    later = SENT + timedelta(days=1)
    meeting.agree_agenda(on(later, CHAIR))
    assert (meeting.agreed_on, meeting.agenda_since) == (later.isoformat(), "")


@pytest.mark.parametrize(
    "move",
    ["agree_agenda", "accept_late_paper", "clear_minutes", "accept_correction",
     "decline_correction"],
)  # fmt: skip
def test_the_chair_of_one_group_does_nothing_as_the_chair_of_another(move: str) -> None:
    executive = Group.establish(
        on(SENT), reference="GRP-2026-002", name="Executive", short="the Executive",
        kind=GroupKind.EXECUTIVE,
    )  # fmt: skip
    theirs = Meeting.plan(
        on(SENT), reference="MTG-2026-002", group=executive, kind=Kind.ORDINARY,
        mode=Mode.BOTH, meets_on=DAY, calendar=CALENDAR,
        beside=Others(), planned=NOTHING_PLANNED,
    )  # fmt: skip
    assert theirs.not_by(move, CHAIR) == (
        "This is for the chair of the Executive. What they did, the Business Team records, and "
        "says how it is known."
    )
    assert theirs.not_by(move, TEAM) is None
    assert planned().meeting.not_by(move, CHAIR) is None


def test_the_chair_of_another_group_cannot_agree_an_agenda() -> None:
    sub_group = Group.establish(
        on(SENT), reference="GRP-2026-003", name="Exploitation", short="Exploitation",
        kind=GroupKind.SUB_GROUP,
    )  # fmt: skip
    meeting = Meeting.plan(
        on(SENT), reference="MTG-2026-003", group=sub_group, kind=Kind.ORDINARY,
        mode=Mode.BOTH, meets_on=DAY, calendar=CALENDAR,
        beside=Others(), planned=NOTHING_PLANNED,
    )  # fmt: skip
    meeting.add_item(on(SENT), title="Rotas", asked=AskedTo.DISCUSS)
    with pytest.raises(DomainError, match="This is for the chair of Exploitation"):
        meeting.agree_agenda(on(SENT, CHAIR))
    meeting.agree_agenda(on(SENT), known_by="Her e-mail of that day.")
    assert meeting.agreed_on == SENT.isoformat()


def test_only_a_restricted_item_has_a_circulation_of_its_own() -> None:
    meeting = planned().meeting
    with pytest.raises(DomainError, match="Only a restricted item"):
        meeting.add_item(on(SENT), title="x", asked=AskedTo.NOTE, circulation=["kent-police"])


def test_the_words_of_a_restricted_item_are_in_no_sentence() -> None:
    meeting = planned().meeting
    meeting.add_item(
        on(SENT), title="Secret", asked=AskedTo.NOTE, restricted=True, circulation=["kent-police"]
    )
    meeting.change_item(on(SENT), item=1, title="Very secret", asked=AskedTo.NOTE)
    meeting.send_paper(on(SENT), title="Secret paper", item=1)
    meeting.withdraw_item(on(SENT), item=1, reason="Secret reason", beside=Others())
    for event in meeting.pending_events:
        assert "ecret" not in event.sentence({}) + event.why  # type: ignore[attr-defined]


# ---------------------------------------------------------------- papers


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 5, 1), "in time"),
        (date(2026, 5, 2), "late"),
        (date(2026, 5, 13), "late"),
        (date(2026, 5, 14), "circulated after the meeting"),
    ],
)
def test_a_paper_is_in_time_late_or_circulated_after(day: date, state: str) -> None:
    meeting = with_items().meeting
    meeting.send_paper(on(day), title="A paper", item=1)
    assert meeting.papers[1].state == state


def test_a_late_paper_is_accepted_by_the_chair_with_a_reason() -> None:
    meeting = with_items().meeting
    meeting.send_paper(on(date(2026, 5, 5)), title="Late", item=1)
    with pytest.raises(DomainError, match="Enter how it is known"):
        meeting.accept_late_paper(on(date(2026, 5, 6)), paper=1, reason="Figures came late.")
    meeting.accept_late_paper(on(date(2026, 5, 6), CHAIR), paper=1, reason="Figures came late.")
    assert meeting.papers[1].state == "late, accepted by the chair: Figures came late."
    with pytest.raises(DomainError, match="No paper came late"):
        meeting.accept_late_paper(on(date(2026, 5, 6), CHAIR), paper=1, reason="Again.")


# ---------------------------------------------------------------- its rule


def test_the_rule_is_that_of_the_day_of_the_meeting_even_if_it_changes_while_planned() -> None:
    sitting = planned()
    set_rule(sitting.group, replace(RULE, each_of=(), members=5), date(2026, 5, 1))
    set_rule(sitting.group, QuorumRule(members=2, source="x"), date(2026, 6, 1))
    sitting.open()
    assert sitting.meeting.rule.members == 5
    assert sitting.meeting.rule_version == 2


def test_a_rule_that_is_set_after_the_opening_changes_nothing() -> None:
    sitting = planned().open()
    set_rule(sitting.group, QuorumRule(members=1, source="x"), DAY)
    assert sitting.meeting.rule == RULE


def test_a_meeting_that_was_called_off_is_not_opened() -> None:
    sitting = with_items()
    sitting.call_off()
    with pytest.raises(DomainError, match="It was called off"):
        sitting.open()


def test_it_is_not_opened_before_its_day() -> None:
    sitting = with_items()
    with pytest.raises(DomainError, match="It takes place on 13 May 2026"):
        sitting.meeting.open(on(SENT), find=sitting.find, known=KnownAgencies())


# ---------------------------------------------------------------- rearranged


def instead_of(sitting: Sitting, *entries: ForwardEntry) -> Meeting:
    """The meeting that takes the place of another, for which those entries were planned."""
    for each in entries:
        sitting.others.keep(each)
    return planned(
        date(2026, 5, 27), reference="MTG-2026-002", recorded=DAY, instead_of=sitting.meeting,
        beside=sitting.others,
        planned=PlannedEntries(lambda meeting: [each.reference for each in entries]),
    ).meeting  # fmt: skip


def test_an_inquorate_meeting_is_rearranged_and_linked_to_its_successor() -> None:
    sitting = planned().open()
    sitting.chair(sitting.attend(1))
    with pytest.raises(DomainError, match=r"MTG-2026-001 is still under way\. Close it first"):
        instead_of(sitting)
    sitting.meeting.close(sitting.now)
    later = instead_of(sitting)
    assert sitting.meeting.status is Status.REARRANGED
    assert (sitting.meeting.successor, later.predecessor) == ("MTG-2026-002", "MTG-2026-001")
    assert sitting.meeting.quorate == "no"
    assert sitting.meeting.settled_on == ""
    sitting.clear()
    assert sitting.meeting.cleared_on


def test_what_was_planned_for_a_meeting_that_was_not_held_comes_to_its_successor() -> None:
    sitting = planned()
    entry = ahead(sitting)
    assert instead_of(sitting, entry).reference == entry.meeting
    assert sitting.meeting.settled_on


def test_what_a_meeting_without_a_quorum_had_on_its_agenda_stays_there() -> None:
    sitting = planned().open()
    sitting.chair(sitting.attend(1))
    sitting.meeting.close(sitting.now)
    entry = ahead(sitting)
    instead_of(sitting, entry)
    assert entry.meeting == "MTG-2026-001"


def test_what_is_taken_off_an_agenda_or_called_off_is_in_the_plan_again() -> None:
    sitting = planned()
    entry = ahead(sitting)
    for how in (
        lambda: sitting.meeting.withdraw_item(
            on(SENT), item=1, reason="Not ready.", beside=sitting.others
        ),
        lambda: sitting.call_off(entry.reference),
    ):
        sitting.meeting.add_from_plan(on(SENT), entry=entry, asked=AskedTo.DISCUSS)
        how()
        assert (entry.status, entry.when) == (EntryStatus.PLANNED, "2026")
    *_, event = entry.pending_events
    assert event.sentence({}) == (  # type: ignore[attr-defined]
        "put it back into the plan, for 2026, where it was MTG-2026-001, 13 May 2026"
    )
    with pytest.raises(DomainError, match="It was called off"):
        entry.move_to(on(SENT), year=2026, meeting=sitting.meeting, reason="x")


def ahead(sitting: Sitting) -> ForwardEntry:
    entry = ForwardEntry.plan(
        on(SENT), reference="FWD-2026-001", group=sitting.group, kind=EntryKind.OTHER,
        title="A visit", year=2026, meeting=sitting.meeting,
    )  # fmt: skip
    sitting.others.keep(entry)
    return entry


def test_a_quorate_meeting_is_not_rearranged() -> None:
    sitting = quorate()
    sitting.meeting.close(sitting.now)
    with pytest.raises(DomainError, match="took place and was not without a quorum"):
        instead_of(sitting)
