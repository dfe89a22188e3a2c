"""When a dispute came to a later stage, and who convened one, is put right with its clock."""

from __future__ import annotations

import pytest

from domain.disputes.audit.breach_kinds import BreachKind
from domain.disputes.dispute import Dispute
from domain.kernel.errors import DomainError
from domain.kernel.item import Item
from tests.disputed import HEALTH_BOARD, KENT_POLICE, PROBATION
from tests.domain.disputes.day_by_day import (
    CALENDAR,
    COUNCIL,
    HEALTH,
    dispute,
    escalate,
    found,
    keep_all,
    on,
    urgent,
)
from tests.examples import finds, told

AGENCIES: list[Item] = [HEALTH, COUNCIL, KENT_POLICE, PROBATION, HEALTH_BOARD]


def correct(item: Dispute, fact: str, becomes: str, *, day: str = "2026-03-02") -> None:
    item.correct(
        on(day), fact=fact, becomes=becomes, reason="Misread.", calendar=CALENDAR,
        find=finds(*AGENCIES),
    )  # fmt: skip


def kinds(item: Dispute, day: str | None = None) -> list[BreachKind]:
    return [kind for kind, _ in (found(item, day) if day else found(item))]


def escalated_late() -> Dispute:
    """The first stage was due on 21 January, and is on record as left on the 22nd."""
    item = dispute()
    item.notice_overdue(on("2026-01-22"), calendar=CALENDAR)
    escalate(item, "2026-01-22")
    return item


def test_an_escalation_dated_a_day_late_leaves_no_reproach_once_it_is_corrected() -> None:
    item = escalated_late()
    assert kinds(item) == [BreachKind.LEFT_LATE]
    was = item.visit
    correct(item, "entered_on_2", "2026-01-21")
    assert kinds(item) == []
    first, second = item.visits
    assert (first.left_on, first.overdue_on, first.overdue_before) == (
        "2026-01-21", "", "2026-01-22",
    )  # fmt: skip
    assert second.entered_on == "2026-01-21"
    assert second.due_on == second.first_due_on == "2026-01-28"
    assert not second.more_time, "that is no extension"
    sentence = told(item)[-1]
    assert was.working in sentence
    assert second.working in sentence
    assert sentence.startswith(
        "corrected “When it came to its second stage” from “22 January 2026” to “21 January 2026”"
    )
    assert (item.corrections, item.escalations) == (1, 1)


def test_what_is_corrected_to_a_later_date_is_late_then() -> None:
    item = dispute()
    escalate(item, "2026-01-21")
    assert kinds(item) == []
    correct(item, "entered_on_2", "2026-01-22")
    assert kinds(item) == [BreachKind.LEFT_LATE]
    correct(item, "entered_on_2", "2026-01-21")
    assert kinds(item) == []


def test_an_earlier_stage_is_corrected_too_and_the_due_date_of_a_stage_left_counts_anew() -> None:
    item = dispute()
    escalate(item, "2026-01-21")
    escalate(item, "2026-01-29")
    assert kinds(item) == [BreachKind.LEFT_LATE]
    correct(item, "entered_on_3", "2026-01-28")
    assert kinds(item) == []
    correct(item, "entered_on_2", "2026-01-20")
    assert kinds(item) == [BreachKind.LEFT_LATE], "the second was due on 27 January then"
    assert (item.visits[0].left_on, item.visits[1].due_on) == ("2026-01-20", "2026-01-27")


@pytest.mark.parametrize(
    ("fact", "becomes", "sentence"),
    [
        ("entered_on_2", "2026-01-13", "after that"),
        ("entered_on_2", "2026-01-29", "before that"),
        ("entered_on_3", "2026-03-03", "in the future"),
        ("entered_on_1", "2026-01-13", "no such fact"),
        ("entered_on_4", "2026-01-13", "no such fact"),
        ("entered_at_2", "2026-01-21T16:30+00:00", "no such fact"),
        ("convener_role_2", "Director", "no such fact"),
    ],
)
def test_a_stage_is_entered_between_its_neighbours(fact: str, becomes: str, sentence: str) -> None:
    item = dispute()
    escalate(item, "2026-01-21")
    escalate(item, "2026-01-28")
    with pytest.raises(DomainError, match=sentence):
        correct(item, fact, becomes)


def test_where_hours_count_the_minute_is_corrected_and_the_hours_count_anew() -> None:
    item = urgent("2026-01-14", "16:30")
    escalate(item, "2026-01-15", "17:00")
    assert kinds(item) == [BreachKind.LEFT_LATE]
    correct(item, "entered_at_2", "15 January 2026, 16:00")
    assert kinds(item) == []
    first, second = item.visits
    assert first.left_at == second.entered_at == "2026-01-15T16:00+00:00"
    assert second.due_on == "2026-01-16T16:00+00:00"


def convened() -> Dispute:
    """Its third stage is over; somebody of the health board convened it."""
    item = dispute()
    escalate(item, "2026-01-21")
    escalate(item, "2026-01-28")
    item.name_convener(on("2026-01-28"), role="Director", agency=HEALTH)
    keep_all(item, "2026-01-29")
    escalate(item, "2026-01-29")
    return item


def test_a_wrongly_named_convener_is_corrected_after_the_stage_was_left() -> None:
    item = convened()
    correct(item, "convener_role_3", "Head of Probation")
    correct(item, "convener_agency_3", PROBATION.reference)
    stay = item.visits[2]
    assert (stay.convener_role, stay.convener_agency) == (
        "Head of Probation", PROBATION.reference,
    )  # fmt: skip
    assert kinds(item) == []


@pytest.mark.parametrize(
    ("fact", "becomes", "sentence"),
    [
        ("convener_agency_3", "kent-police", "is a party"),
        ("convener_role_3", "Independent Scrutineer", "never decides"),
        ("convener_role_3", "", "Enter what"),
    ],
)
def test_nobody_is_corrected_to_who_could_not_have_convened(
    fact: str, becomes: str, sentence: str
) -> None:
    with pytest.raises(DomainError, match=sentence):
        correct(convened(), fact, becomes)


def test_the_check_goes_by_the_convener_who_is_known_by_now() -> None:
    item = convened()
    correct(item, "parties", f"kent-police, {HEALTH.reference}")
    assert BreachKind.WRONG_DECIDER in kinds(item)
    correct(item, "convener_agency_3", PROBATION.reference)
    assert BreachKind.WRONG_DECIDER not in kinds(item)


def test_whoever_stood_aside_is_not_corrected_to_have_convened() -> None:
    item = convened()
    item.recuse(on("2026-01-30"), role="Head", agency=PROBATION.reference, reason="A friend.")
    with pytest.raises(DomainError, match="stood aside"):
        correct(item, "convener_agency_3", PROBATION.reference)
