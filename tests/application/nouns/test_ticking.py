"""What time alone does to disputes is put on record once, however often somebody looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from subprocess import Popen

import pytest

from application.ledger.ledger import Ledger
from application.nouns.files.procedure_files import write_procedure
from application.nouns.ticking import CLOCK, tick
from domain.disputes.dispute import Dispute
from domain.kernel.terms import Role
from domain.procedure.procedure import PROCEDURE
from tests.acts import do
from tests.disputing import act, dispute, found_partnership
from tests.following import stand_on
from tests.kent import placeholder
from tests.reading import disagreements

Start = Callable[..., Popen[str]]
MET = date(2026, 5, 6)
"""A Wednesday. A stage of five working days is due on 13 May and overdue from 14 May."""


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    return founded(ledger)


def founded(ledger: Ledger) -> Ledger:
    """Three agencies and a procedure since 2024; it is the day of the meeting."""
    stand_on(ledger, date(2024, 1, 8))
    found_partnership(ledger)
    stand_on(ledger, MET)
    return ledger


def recorded(ledger: Ledger, met: date = MET) -> str:
    """A dispute of a meeting, recorded on the same day."""
    stand_on(ledger, met)
    return dispute(ledger, met_on=str(met))


def let_it_escalate_by_itself(ledger: Ledger) -> None:
    """Publish a version under which overdue stages do."""
    file = write_procedure(placeholder()).replace("automatic = false", "automatic = true")
    do(ledger, "procedure.draft_from_file", PROCEDURE, text=file)
    do(ledger, "procedure.publish", PROCEDURE, reason="Nothing is left lying.")


def overdue(ledger: Ledger, reference: str) -> list[str]:
    """The days on which stages of it became overdue."""
    history = ledger.history(reference)
    return [event.on for event in history if isinstance(event, Dispute.StageOverdue)]


def stand_at(ledger: Ledger, moment: datetime) -> None:
    ledger.now = lambda: moment


def test_an_overdue_stage_is_recorded_once_by_the_clock(ledger: Ledger) -> None:
    reference = recorded(ledger)
    stand_on(ledger, date(2026, 5, 14))
    assert tick(ledger, [reference]) == [reference]
    version = ledger.get(Dispute, reference).version
    assert tick(ledger, [reference]) == []
    stand_on(ledger, date(2026, 5, 15))
    assert tick(ledger, [reference]) == []
    assert ledger.get(Dispute, reference).version == version
    event = ledger.history(reference)[-1]
    assert isinstance(event, Dispute.StageOverdue)
    assert event.by == CLOCK
    assert event.by.role is Role.BUSINESS_TEAM


def test_before_it_is_overdue_nothing_is_recorded(ledger: Ledger) -> None:
    reference, position = recorded(ledger), ledger.position()
    stand_on(ledger, date(2026, 5, 13))
    assert tick(ledger, [reference]) == []
    assert ledger.position() == position


def test_an_event_happens_when_it_fell_due_and_is_recorded_when_somebody_looks(
    ledger: Ledger,
) -> None:
    """Nobody looked for ten days."""
    reference = recorded(ledger)
    stand_on(ledger, date(2026, 5, 24))
    tick(ledger, [reference])
    event = ledger.history(reference)[-1]
    assert event.on == "2026-05-14"
    assert event.timestamp == datetime(2026, 5, 24, 9, tzinfo=UTC)


def test_several_disputes_are_looked_at_in_one_run(ledger: Ledger) -> None:
    early, late = recorded(ledger), recorded(ledger, date(2026, 5, 20))
    other = recorded(ledger, date(2026, 5, 7))
    stand_on(ledger, date(2026, 5, 20))
    assert tick(ledger, [early, late, other]) == [early, other]


def test_stages_that_escalate_by_themselves_catch_up_in_one_run(ledger: Ledger) -> None:
    """Each stage began on the day on which the one before it became overdue."""
    let_it_escalate_by_itself(ledger)
    reference = recorded(ledger)
    stand_on(ledger, date(2026, 7, 31))
    assert tick(ledger, [reference]) == [reference]
    found = ledger.get(Dispute, reference)
    assert [(visit.stage, visit.entered_on, visit.due_on) for visit in found.visits] == [
        ("direct", "2026-05-06", "2026-05-13"),
        ("senior", "2026-05-14", "2026-05-21"),
        ("saas", "2026-05-22", "2026-06-08"),
        ("executive", "2026-06-09", "2026-06-23"),
        ("lsp", "2026-06-24", "2026-07-08"),
        ("external", "2026-07-09", ""),
    ]
    assert found.visits[2].working == ("10 working days from 22 May 2026, not counting 25 May 2026")
    assert overdue(ledger, reference) == [visit.entered_on for visit in found.visits[1:]]
    of_the_run = ledger.history(reference)[2:]
    assert {event.timestamp for event in of_the_run} == {datetime(2026, 7, 31, 9, tzinfo=UTC)}
    assert [event.on for event in of_the_run[::2]] == [event.on for event in of_the_run[1::2]]
    assert tick(ledger, [reference]) == []
    assert not disagreements(ledger)


def test_one_long_sleep_is_the_same_as_looking_every_day(ledger: Ledger) -> None:
    let_it_escalate_by_itself(ledger)
    daily, sleeper = recorded(ledger), recorded(ledger)
    for days in range(90):
        stand_on(ledger, MET + timedelta(days))
        tick(ledger, [daily])
    tick(ledger, [sleeper])
    assert ledger.get(Dispute, daily).visits == ledger.get(Dispute, sleeper).visits


def test_without_the_switch_an_overdue_stage_waits_for_somebody(ledger: Ledger) -> None:
    reference = recorded(ledger)
    stand_on(ledger, date(2026, 7, 31))
    tick(ledger, [reference])
    assert ledger.get(Dispute, reference).visit.stage == "direct"
    assert overdue(ledger, reference) == ["2026-05-14"]


def test_what_has_ended_is_left_alone(ledger: Ledger) -> None:
    reference = recorded(ledger)
    act(ledger, reference, "drop", reason="Guidance has settled it.")
    stand_on(ledger, date(2026, 7, 31))
    assert tick(ledger, [reference]) == []


def test_a_stage_that_is_entered_again_can_be_overdue_again(ledger: Ledger) -> None:
    reference = recorded(ledger)
    stand_on(ledger, date(2026, 5, 14))
    tick(ledger, [reference])
    act(ledger, reference, "drop", reason="Guidance has settled it.")
    act(ledger, reference, "reopen", reason="It has not.")
    stand_on(ledger, date(2026, 5, 22))
    assert tick(ledger, [reference]) == [reference]
    assert overdue(ledger, reference) == ["2026-05-14", "2026-05-22"]


@pytest.mark.parametrize(
    ("met", "moment", "on"),
    [
        # 5 working days from 6 May are over at midnight in London, an hour before UTC's.
        (MET, datetime(2026, 5, 13, 22, 59, tzinfo=UTC), ""),
        (MET, datetime(2026, 5, 13, 23, 0, tzinfo=UTC), "2026-05-14"),
        (MET, datetime(2026, 5, 13, 23, 30, tzinfo=UTC), "2026-05-14"),
        # In winter both midnights are one.
        (date(2026, 1, 14), datetime(2026, 1, 21, 23, 59, tzinfo=UTC), ""),
        (date(2026, 1, 14), datetime(2026, 1, 22, 0, 0, tzinfo=UTC), "2026-01-22"),
        # Clocks go forward on Sunday 29 March: due on Friday, overdue from Monday.
        (date(2026, 3, 20), datetime(2026, 3, 28, 23, 30, tzinfo=UTC), ""),
        (date(2026, 3, 20), datetime(2026, 3, 29, 22, 59, tzinfo=UTC), ""),
        (date(2026, 3, 20), datetime(2026, 3, 29, 23, 0, tzinfo=UTC), "2026-03-30"),
        # Clocks go back on Sunday 25 October.
        (date(2026, 10, 16), datetime(2026, 10, 24, 23, 30, tzinfo=UTC), ""),
        (date(2026, 10, 16), datetime(2026, 10, 25, 23, 30, tzinfo=UTC), ""),
        (date(2026, 10, 16), datetime(2026, 10, 26, 0, 0, tzinfo=UTC), "2026-10-26"),
    ],
)
def test_a_day_ends_at_midnight_in_london(
    ledger: Ledger, met: date, moment: datetime, on: str
) -> None:
    reference = recorded(ledger, met)
    stand_at(ledger, moment)
    tick(ledger, [reference])
    assert overdue(ledger, reference) == [on] * bool(on)


def test_two_processes_at_once_record_it_once(
    database_url: str, ledger_on_each: Ledger, another_process: Start
) -> None:
    ledger = founded(ledger_on_each)
    let_it_escalate_by_itself(ledger)
    reference = recorded(ledger)
    when = "2026-07-31T09:00:00+00:00"
    programs = [another_process(database_url, "tick", reference, when) for _ in range(2)]
    for program in programs:
        assert program.stdout
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin
        program.stdin.write("go\n")
        program.stdin.flush()
    told = [program.stdout.readline().strip() for program in programs if program.stdout]
    assert sorted(told) == ["noticed 0", "noticed 1"]
    assert len(overdue(ledger, reference)) == 5
    assert ledger.get(Dispute, reference).visit.stage == "external"
