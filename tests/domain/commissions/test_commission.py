"""A commission: nothing starts before it is ratified, and the report is considered (ToR 5.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.commissions.commission import Commission
from domain.commissions.vocabulary import Status
from domain.groups.group import Group
from domain.groups.vocabulary import GroupKind
from domain.kernel.bodies import Body
from domain.kernel.deciding.minutes import NONE_FOUND, Minute
from domain.kernel.errors import DomainError
from domain.kernel.terms import Actor, Role
from tests.examples import NOW, told
from tests.minuted import MINUTE, NOT_MINUTED

EXECUTIVE = replace(NOW, by=Actor("e5ec", Role.EXECUTIVE))
CHAIR = replace(NOW, by=Actor("c4a1", Role.SAAS_CHAIR))
DUE = date(2026, 9, 30)


def group(kind: GroupKind, short: str, *areas: str) -> Group:
    return Group.establish(
        NOW, reference=f"GRP-2026-{len(short):03}", name=short, short=short, kind=kind,
        joint_with=areas,
    )  # fmt: skip


SAAS = group(GroupKind.SCRUTINY, "SAAS")
BOARD = group(GroupKind.EXECUTIVE, "Executive")
LEADS = group(GroupKind.LEAD_PARTNERS, "LSP")
REVIEWS = group(GroupKind.SUB_GROUP, "Practice Review")
POLICY = group(GroupKind.SUB_GROUP, "Policy and Procedures", "Medway")
WORKING = group(GroupKind.WORKING_GROUP, "Neglect")


def asked(by: Group = SAAS, of: Group = REVIEWS, **facts: Any) -> Commission:
    said = {"title": "Thresholds", "question": "Who uses which?", "why_it_is_asked": "Two differ.",
            "due_on": DUE, **facts}  # fmt: skip
    return Commission.ask(NOW, reference="COM-2026-001", group=by, of=of, **said)


def ratified(of: Group = REVIEWS) -> Commission:
    commission = asked(of=of)
    commission.ratify(EXECUTIVE, minute=MINUTE)
    return commission


def test_it_is_asked_ratified_started_reported_considered_and_closed() -> None:
    commission = ratified()
    commission.start(NOW)
    commission.report_back(NOW, report="One of two.")
    commission.consider(NOW, words="One for both.", minute=MINUTE)
    commission.close(NOW, words="Adopted.")
    assert commission.status is Status.CLOSED
    assert told(commission) == [
        "recorded that SAAS asks Practice Review for work, by 30 September 2026: Thresholds",
        f"recorded that the KSCMP Executive ratified it ({MINUTE.words})",
        "recorded that the work started",
        "recorded its report: One of two.",
        f"recorded that the report was considered ({MINUTE.words}): One for both.",
        "closed it: Adopted.",
    ]


def test_a_start_without_ratification_is_refused() -> None:
    with pytest.raises(DomainError, match="Nothing starts before the KSCMP Executive"):
        asked().start(NOW)


def test_what_was_declined_does_not_start() -> None:
    commission = asked()
    commission.decline(EXECUTIVE, reason="No money.", minute=MINUTE)
    with pytest.raises(DomainError, match="not ratified"):
        commission.start(NOW)


def test_it_does_not_start_before_the_day_of_its_ratification() -> None:
    commission = ratified()
    with pytest.raises(DomainError, match="It could start from 12 May 2026 on"):
        commission.start(replace(NOW, on=NOW.on - timedelta(days=1)))


@pytest.mark.parametrize(("group", "body"), [(BOARD, Body.EXECUTIVE), (LEADS, Body.LSP)])
def test_the_executives_own_is_born_ratified(group: Group, body: Body) -> None:
    commission = asked(by=group)
    assert (commission.status, commission.body) == (Status.RATIFIED, body)
    with pytest.raises(DomainError, match="does not await ratification"):
        commission.ratify(EXECUTIVE, minute=MINUTE)
    commission.start(NOW)


def test_outside_a_meeting_it_is_ratified_or_not_only_by_a_power_on_record() -> None:
    assert NOT_MINUTED.power == NONE_FOUND
    with pytest.raises(DomainError, match="only by a power that is on record"):
        asked().ratify(EXECUTIVE, minute=NOT_MINUTED)
    with pytest.raises(DomainError, match="only by a power that is on record"):
        asked().decline(EXECUTIVE, reason="No money.", minute=NOT_MINUTED)
    with pytest.raises(DomainError) as refused:
        asked().ratify(EXECUTIVE)
    assert "none found" not in refused.value.sentence
    commission = asked()
    commission.ratify(EXECUTIVE, minute=Minute(power="Standing order 4"))
    assert commission.status is Status.RATIFIED


def test_nobody_but_the_executive_ratifies_it() -> None:
    for act in (
        lambda c: c.ratify(CHAIR, minute=MINUTE),
        lambda c: c.decline(CHAIR, reason="x", minute=MINUTE),
    ):
        with pytest.raises(DomainError, match="Only the KSCMP Executive can decide this"):
            act(asked())


def test_a_group_that_is_joint_with_another_area_needs_its_consent() -> None:
    commission = ratified(of=POLICY)
    with pytest.raises(DomainError, match="Medway has not consented"):
        commission.start(NOW)
    with pytest.raises(DomainError, match="Awaited is: Medway"):
        commission.consent(NOW, area="Swale", known_by="a letter")
    commission.consent(NOW, area="Medway", known_by="a letter of 11 May 2026")
    commission.start(NOW)
    with pytest.raises(DomainError, match="No consent of another area is awaited"):
        commission.consent(NOW, area="Medway", known_by="a letter")


def test_a_group_does_not_commission_itself() -> None:
    with pytest.raises(DomainError, match="does not commission itself") as refused:
        asked(of=SAAS)
    assert refused.value.field == "of"


def test_what_a_working_group_does_is_an_action() -> None:
    with pytest.raises(DomainError, match="is an action, which needs no ratification"):
        asked(of=WORKING)


def test_it_is_due_after_it_is_asked() -> None:
    with pytest.raises(DomainError, match="must be due after"):
        asked(due_on=NOW.on)


def test_a_commission_without_a_group_is_given_to_one_before_it_starts() -> None:
    commission = Commission.by_a_body(
        NOW, reference="COM-2026-001", body=Body.EXECUTIVE, question="Who pays?", words="A rota.",
        of=None, due_on=None, minute=MINUTE,
    )  # fmt: skip
    with pytest.raises(DomainError, match="Nobody has said which group does it"):
        commission.start(NOW)
    with pytest.raises(DomainError, match="does not commission itself"):
        commission.name_group(NOW, of=BOARD, due_on=DUE)
    commission.name_group(NOW, of=POLICY, due_on=DUE)
    assert commission.awaited_consents == ["Medway"]


def test_a_report_after_its_date_says_so() -> None:
    commission = ratified()
    commission.start(NOW)
    commission.report_back(replace(NOW, on=DUE + timedelta(days=1), at=NOW.at + timedelta(200)),
                           report="Late.")  # fmt: skip
    assert told(commission)[-1] == (
        "recorded its report, late: it was due on 30 September 2026: Late."
    )


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda c: c.report_back(NOW, report="x"), "not under way"),
        (lambda c: c.consider(NOW, words="x"), "no report to consider"),
        (lambda c: c.close(NOW, words="x"), "has not been considered"),
    ],
)
def test_nothing_comes_before_what_it_follows(act: Any, sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        act(ratified())


def test_a_group_that_was_written_down_wrongly_is_put_right_once_it_started() -> None:
    commission = ratified()
    commission.start(NOW)
    with pytest.raises(DomainError, match="It started on"):
        commission.name_group(NOW, of=POLICY, due_on=DUE)
    commission.correct_group(NOW, of=POLICY, reason="Two were mixed up.")
    assert (commission.of_name, commission.due_on) == ("Policy and Procedures", "2026-09-30")
    assert commission.awaited_consents == ["Medway"]
    assert told(commission)[-1] == (
        "corrected which group does it: Policy and Procedures, where it was Practice Review"
    )
    commission.consent(NOW, area="Medway", known_by="a letter")
    commission.report_back(NOW, report="One of two.")


def test_the_right_group_is_another_one_that_does_commissions() -> None:
    commission = ratified()
    for of, why in (
        (SAAS, "does not commission itself"), (WORKING, "is an action"), (REVIEWS, "on record"),
    ):  # fmt: skip
        with pytest.raises(DomainError, match=why):
            commission.correct_group(NOW, of=of, reason="x")
