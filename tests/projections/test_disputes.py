"""The rules of the register of disputes: what a row says, what is late, and the figures."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import update

from application.bank_holidays import england_and_wales
from application.ledger.ledger import Ledger
from application.nouns.ticking import tick
from domain.disputes.dispute import Dispute
from projections.disputes.disputes import (
    DISPUTES,
    awaits,
    changes_between,
    references,
    stages_there_are,
    to_tick,
)
from projections.disputes.figures import DisputeFigures, Summary, figures, summary
from projections.listed import each_of
from tests.acts import do, record
from tests.disputing import (
    BOOKED,
    COUNCIL_AGENCY,
    HEALTH_AGENCY,
    POLICE_AGENCY,
    act,
    complete_record,
    dispute,
    escalate,
    found_partnership,
)
from tests.following import TODAY
from tests.reading import listed, looking, meeting, row_of


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    ledger.listed = england_and_wales()
    found_partnership(ledger)
    return ledger


def in_figures(ledger: Ledger, *, on: date = TODAY, position: int | None = None) -> DisputeFigures:
    with looking(ledger, on=on, position=position) as view:
        return figures(view)


def test_a_row_says_what_was_recorded_and_when_it_is_due(ledger: Ledger) -> None:
    row = row_of(ledger, DISPUTES, dispute(ledger, theme="Thresholds"))
    expected = {
        "reference": "DSP-2026-001", "status": "open", "kind": "dispute", "title": "Thresholds",
        "raised_by": POLICE_AGENCY, "meeting":
        "SAAS, 30 April 2026", "minute": "5.2", "met_on": "2026-04-30", "recorded_on":
        "2026-05-12", "past": False, "urgent": False, "procedure": 1, "stage": "direct",
        "stage_number": 1, "decided_by": "parties", "entered_on": "2026-04-30", "due_on":
        "2026-05-08", "first_due_on": "2026-05-08", "late_from": "2026-05-11", "working":
        "5 working days from 30 April 2026, not counting 4 May 2026", "overdue": True,
        "overdue_on": "", "ending": "", "theme": "Thresholds",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected
    assert each_of(row["parties"]) == [POLICE_AGENCY, COUNCIL_AGENCY]
    assert each_of(row["party_names"]) == ["Kent Police", "Kent County Council"]
    assert each_of(row["awaited"]) == [COUNCIL_AGENCY]


def test_a_stage_waits_for_every_party_but_the_one_that_raised_it(ledger: Ledger) -> None:
    reference = dispute(ledger)
    act(ledger, reference, "add_party", agency=HEALTH_AGENCY, position="In between.")
    assert each_of(row_of(ledger, DISPUTES, reference)["awaited"]) == [
        COUNCIL_AGENCY,
        HEALTH_AGENCY,
    ]
    act(ledger, reference, "reply", agency=COUNCIL_AGENCY, reply="No.")
    assert each_of(row_of(ledger, DISPUTES, reference)["awaited"]) == [HEALTH_AGENCY]
    escalate(ledger, reference, "direct")
    assert each_of(row_of(ledger, DISPUTES, reference)["awaited"]) == [
        COUNCIL_AGENCY,
        HEALTH_AGENCY,
    ]
    escalate(ledger, reference, "senior")
    assert row_of(ledger, DISPUTES, reference)["awaited"] == ""
    live = ledger.get(Dispute, reference)
    assert live.awaited == []


def test_a_reply_that_is_awaited_is_found_by_its_agency(ledger: Ledger) -> None:
    first, second = dispute(ledger), dispute(ledger, raised_by=COUNCIL_AGENCY, position="Yes.",
        other_agency=POLICE_AGENCY, other_position="No.")  # fmt: skip

    def awaited_from(*agencies: str) -> list[str]:
        return meeting(ledger, DISPUTES, lambda view: awaits(frozenset(agencies)))

    assert awaited_from(COUNCIL_AGENCY) == [first]
    assert awaited_from(POLICE_AGENCY) == [second]
    assert awaited_from(POLICE_AGENCY, COUNCIL_AGENCY) == [first, second]
    assert awaited_from() == []


def test_a_convener_is_shown_until_they_cannot_convene(ledger: Ledger) -> None:
    reference = dispute(ledger)
    for stage in ("direct", "senior"):
        escalate(ledger, reference, stage)
    act(ledger, reference, "name_convener", role="Director", agency=HEALTH_AGENCY)
    named = ledger.position()
    act(ledger, reference, "recuse", role="Director", agency=HEALTH_AGENCY, reason="A friend.")
    assert row_of(ledger, DISPUTES, reference, position=named)["convener_agency"] == HEALTH_AGENCY
    assert row_of(ledger, DISPUTES, reference)["convener_agency"] == ""


def test_an_extension_moves_the_due_date_and_keeps_the_first(ledger: Ledger) -> None:
    reference = dispute(ledger)
    act(ledger, reference, "extend", days="2", reason="Half-term.", on="2026-05-07")
    row = row_of(ledger, DISPUTES, reference)
    assert (row["first_due_on"], row["due_on"], row["late_from"], row["extensions"]) == (
        "2026-05-08", "2026-05-12", "2026-05-13", 1,
    )  # fmt: skip
    assert not row["overdue"]


def test_every_ending_is_in_the_row_and_goes_when_it_is_reopened(ledger: Ledger) -> None:
    reference = dispute(ledger)
    act(ledger, reference, "withdraw", reason="Settled by telephone.")
    row = row_of(ledger, DISPUTES, reference)
    assert (row["status"], row["ending"], row["ended_on"], row["outcome"], row["awaited"]) == (
        "ended", "withdrawn", "2026-05-12", "Settled by telephone.", "",
    )  # fmt: skip
    act(ledger, reference, "note_learning", learning="Talk first.")
    act(ledger, reference, "record_dissent", agency=COUNCIL_AGENCY, dissent="Not settled.")
    act(ledger, reference, "reopen", reason="It was not.")
    row = row_of(ledger, DISPUTES, reference)
    assert (row["status"], row["ending"], row["outcome"]) == ("open", "", "")
    assert (row["reopened"], row["learning"], row["dissents"]) == (1, 1, 1)
    first, second = ledger.get(Dispute, reference).visits
    assert (first.outcome, second.outcome) == ("withdrawn", "")


def test_filters_tell_the_late_the_urgent_and_those_that_came_back(ledger: Ledger) -> None:
    late = dispute(ledger)
    urgent = dispute(
        ledger, met_on="2026-05-11", urgent_reason="A plan runs out.",
        authorised_by="Head of Service", protective_step="A visit was made.",
        contact="Duty manager, 01632 960001", start_at="saas",
    )  # fmt: skip
    issue = dispute(
        ledger, kind="issue", position="", other_agency="", other_position="", met_on="2026-05-11",
        raised_by=HEALTH_AGENCY,
    )  # fmt: skip
    again = dispute(ledger, met_on="2026-05-11")
    act(ledger, again, "drop", reason="The rule changed.")
    act(ledger, again, "reopen", reason="It changed back.")
    assert listed(ledger, DISPUTES, overdue="yes") == [late]
    assert listed(ledger, DISPUTES, urgent="yes") == [urgent]
    assert listed(ledger, DISPUTES, reopened="yes") == [again]
    assert listed(ledger, DISPUTES, beyond="yes") == [issue]
    assert listed(ledger, DISPUTES, agency=COUNCIL_AGENCY) == [late, urgent, again]
    assert listed(ledger, DISPUTES, agency=HEALTH_AGENCY) == [issue]


def test_overdue_is_known_without_a_tick_and_recorded_by_one(ledger: Ledger) -> None:
    reference = dispute(ledger)

    def found(on: date) -> list[str]:
        with looking(ledger, on=on) as view:
            return list(to_tick(view))

    assert listed(ledger, DISPUTES, overdue="yes", on=date(2026, 5, 8)) == []
    assert found(date(2026, 5, 10)) == []
    assert found(date(2026, 5, 11)) == [reference]
    assert tick(ledger, found(TODAY)) == [reference]
    assert row_of(ledger, DISPUTES, reference)["overdue_on"] == "2026-05-11"
    assert found(TODAY) == []


def test_what_is_at_the_executive_or_beyond_is_told_apart(ledger: Ledger) -> None:
    dispute(ledger)
    high = dispute(ledger)
    for stage in ("direct", "senior", "saas"):
        escalate(ledger, high, stage)
    with looking(ledger) as view:
        stages = stages_there_are(view)
    assert listed(ledger, DISPUTES, beyond="yes") == [high]
    assert stages == [
        ("direct", "Direct resolution between the agencies"), ("executive", "KSCMP Executive"),
    ]  # fmt: skip


def test_the_newest_procedure_names_a_stage(ledger: Ledger) -> None:
    dispute(ledger)
    newer = dispute(ledger)
    called = update(DISPUTES.table).values(procedure=2, stage_name="Between the agencies")
    with ledger.writing() as connection:
        connection.execute(called.where(DISPUTES.c.reference == newer))
    with looking(ledger) as view:
        stages = stages_there_are(view)
    assert stages == [("direct", "Between the agencies")]


def test_references_are_of_the_open_the_ended_or_all(ledger: Ledger) -> None:
    first, second = dispute(ledger), dispute(ledger)
    act(ledger, first, "drop", reason="The rule changed.")
    with looking(ledger) as view:
        assert references(view, ended=None) == [first, second]
        assert references(view, ended=True) == [first]
        assert references(view, ended=False) == [second]


def test_what_changed_between_two_moments(ledger: Ledger) -> None:
    up, down, ended, reopened, still = (dispute(ledger) for _ in range(5))
    escalate(ledger, down, "direct")
    act(ledger, reopened, "drop", reason="The rule changed.")
    then = ledger.position()
    escalate(ledger, up, "direct")
    act(ledger, down, "return_it", stage="direct", reason="They have not talked yet.")
    act(ledger, ended, "drop", reason="The rule changed.")
    act(ledger, reopened, "reopen", reason="It changed back.")
    act(ledger, still, "state_position", agency=POLICE_AGENCY, position="As before.")
    new = dispute(ledger)
    with looking(ledger) as view:
        changes = changes_between(view.back_to(on=TODAY, position=then), view)
    assert [(row["reference"], row["change"]) for row in changes] == [
        (up, "up"), (down, "down"), (ended, "ended"), (reopened, "reopened"), (still, "same"),
        (new, "new"),
    ]  # fmt: skip
    assert changes[0]["stage_before"] == "Direct resolution between the agencies"


def test_links_show_on_the_row(ledger: Ledger) -> None:
    reference, risk = dispute(ledger), record(ledger)
    act(ledger, reference, "link", other=risk)
    assert each_of(row_of(ledger, DISPUTES, reference)["links"]) == [risk]
    do(ledger, "risk.unlink", risk, other=reference, reason="By mistake.")
    assert row_of(ledger, DISPUTES, reference)["links"] == ""


# Stays


def test_every_stay_has_its_dates_and_how_it_was_left(ledger: Ledger) -> None:
    reference = dispute(ledger)
    escalate(ledger, reference, "direct")
    complete_record(ledger, reference, "senior")
    act(ledger, reference, "agree", terms="One reading, in writing.")
    stays = json.loads(row_of(ledger, DISPUTES, reference)["stays"])
    names = ("stage", "entered_on", "left_on", "ending")
    assert [tuple(stay[name] for name in names) for stay in stays] == [
        ("direct", "2026-04-30", "2026-05-12", ""),
        ("senior", "2026-05-12", "2026-05-12", "agreed"),
    ]


def test_figures_by_stage_count_stays_that_are_not_over(ledger: Ledger) -> None:
    settled, running, back = dispute(ledger), dispute(ledger), dispute(ledger)
    act(ledger, settled, "reply", agency=COUNCIL_AGENCY, reply="Yes.")
    complete_record(ledger, settled, "direct")
    act(ledger, settled, "agree", terms="One reading.", on="2026-05-07")
    complete_record(ledger, back, "direct")
    act(ledger, back, "agree", terms="One reading.", on="2026-05-07")
    found = in_figures(ledger)
    (direct,) = found.stages
    assert (direct.open, direct.overdue, direct.settled) == (1, 1, 2)
    assert (direct.median_days, direct.longest_days) == (4, 7)
    assert found.overdue_replies == [(COUNCIL_AGENCY, 1)]
    assert found.reopened == 0
    act(ledger, back, "reopen", reason="Not held to.")
    again = in_figures(ledger)
    assert (again.stages[0].settled, again.reopened) == (1, 1)
    assert row_of(ledger, DISPUTES, running)["status"] == "open"


def test_figures_are_read_as_at_an_earlier_position(ledger: Ledger) -> None:
    reference = dispute(ledger)
    before = ledger.position()
    act(ledger, reference, "withdraw", reason="Settled.")
    assert [stage.open for stage in in_figures(ledger, position=before).stages] == [1]
    assert [stage.open for stage in in_figures(ledger).stages] == [0]


def test_what_a_stage_began_without_goes_as_it_is_put_on_record(ledger: Ledger) -> None:
    reference = dispute(ledger)
    first, last = BOOKED["direct"]
    assert each_of(row_of(ledger, DISPUTES, reference)["missing"]) == [first]
    act(ledger, reference, "keep_record", record=first, words="Two leads.")
    assert row_of(ledger, DISPUTES, reference)["missing"] == ""
    act(ledger, reference, "keep_record", record=last, words="They met.")
    act(ledger, reference, "escalate", reason="No reply.")
    assert each_of(row_of(ledger, DISPUTES, reference)["missing"]) == [BOOKED["senior"][0]]
    act(ledger, reference, "withdraw", reason="Settled.")
    assert row_of(ledger, DISPUTES, reference)["missing"] == ""


def test_the_open_disputes_are_counted_now_and_as_at(ledger: Ledger) -> None:
    reference = dispute(ledger)
    before = ledger.position()
    urgent = {
        "urgent_reason": "A child waits.", "authorised_by": "Director",
        "protective_step": "A plan.",
        "contact": "Duty manager, 01632 960001",
        "start_at": "executive", "met_on": "2026-05-12",
    }  # fmt: skip
    dispute(ledger, **urgent)
    escalate(ledger, reference, "direct")
    with looking(ledger) as view:
        assert summary(view) == Summary(2, 2, 0, 1, 1)
        assert summary(view.back_to(on=TODAY, position=before)) == Summary(1, 1, 1, 0, 0)
        assert summary(view.back_to(on=TODAY, position=0)) == Summary(0, 0, 0, 0, 0)
