"""A minute that names a meeting of this ledger is of its day, and of the group that decides."""

from __future__ import annotations

import pytest
from marshmallow import ValidationError

from application.ledger.ledger import Ledger
from domain.commissions.commission import Commission
from domain.commissions.vocabulary import Status
from domain.kernel.terms import Role
from tests.acts import do, record
from tests.following import TODAY, found, stand_on
from tests.web.deeds import commissions, groups
from tests.web.deeds.meetings import ITEM, plan
from tests.web.deeds.risks import EXAMPLES
from tests.web.doing import PEOPLE, arrange

ANSWER = EXAMPLES["answer"]


@pytest.fixture
def asked(ledger: Ledger) -> str:
    """A risk about which the Executive was asked; its meeting is MTG-2026-002."""
    stand_on(ledger, TODAY)
    found(ledger)
    groups.establish(ledger, ruled=False)
    groups.establish(ledger, ruled=False, name="Executive", short="Executive", kind="executive")
    plan(ledger, meets_on="2026-05-12")
    plan(ledger, meets_on="2026-05-12", group="GRP-2026-002")
    reference = record(ledger)
    arrange(ledger, "risk", reference, ANSWER.given)
    return reference


def answer(ledger: Ledger, reference: str, **minute: str) -> None:
    typed = {**ANSWER.typed, "minute": "4", **minute}
    do(ledger, "risk.answer", reference, by=PEOPLE[Role.EXECUTIVE], **typed)


@pytest.mark.parametrize(
    ("meeting", "day", "field", "words"),
    [
        ("MTG-2026-001", "2026-05-12", "meeting", "MTG-2026-001 was a meeting of SAAS."),
        ("mtg-2026-002", "2026-05-11", "minuted_on", "MTG-2026-002 met on 12 May 2026."),
        ("MTG-2026-099", "2026-05-12", "meeting", "There is no meeting MTG-2026-099."),
    ],
)
def test_another_groups_meeting_another_day_and_no_meeting_are_refused(
    ledger: Ledger, asked: str, meeting: str, day: str, field: str, words: str
) -> None:
    before = ledger.position()
    with pytest.raises(ValidationError) as error:
        answer(ledger, asked, meeting=meeting, minuted_on=day)
    [sentence] = error.value.messages_dict[field]
    assert sentence.startswith(words)
    assert ledger.position() == before


@pytest.mark.parametrize("meeting", ["MTG-2026-002", "Executive, in an older book"])
def test_a_meeting_of_the_body_and_one_that_is_not_kept_here_are_taken(
    ledger: Ledger, asked: str, meeting: str
) -> None:
    answer(ledger, asked, meeting=meeting, minuted_on="2026-05-12")
    assert ledger.history(asked)[-1].minuted.number == "4"


def test_the_day_of_a_meeting_that_is_kept_here_need_not_be_said(
    ledger: Ledger, asked: str
) -> None:
    with pytest.raises(ValidationError) as error:
        answer(ledger, asked, meeting="Executive, in an older book", minuted_on="")
    assert error.value.messages_dict == {"minuted_on": ["Enter the date of the meeting."]}
    with pytest.raises(ValidationError) as error:
        answer(ledger, asked, meeting="MTG-2026-099", minuted_on="")
    assert [*error.value.messages_dict] == ["meeting"]
    answer(ledger, asked, meeting="mtg-2026-002", minuted_on="")
    event = ledger.history(asked)[-1]
    assert (event.minuted.date, event.on) == ("2026-05-12", "2026-05-12")


def test_nothing_is_decided_yet_at_a_meeting_that_is_still_to_come(
    ledger: Ledger, asked: str
) -> None:
    plan(ledger, meets_on="2027-03-18", group="GRP-2026-002")
    with pytest.raises(ValidationError) as error:
        answer(ledger, asked, meeting="MTG-2026-003", minuted_on="")
    assert error.value.messages_dict == {
        "meeting": [
            "MTG-2026-003 is on 18 March 2027, still to come. Enter a meeting that has been held."
        ]
    }


def test_work_is_asked_for_and_considered_at_a_meeting_of_the_group_that_asks(
    ledger: Ledger, asked: str
) -> None:
    commission = commissions.ask(ledger, group="GRP-2026-002", of="GRP-2026-001", on="2026-05-01")
    arrange(ledger, "commission", commission, [
        ("start", {"on": "2026-05-01"}, Role.BUSINESS_TEAM),
        ("report_back", {"report": "Two.", "on": "2026-05-11"}, Role.BUSINESS_TEAM),
    ])  # fmt: skip
    others = {"meeting": "MTG-2026-001", "minute": "6", "minuted_on": "2026-05-12"}
    for attempt in (
        lambda: do(ledger, "commission.consider", commission, words="Well done.", **others),
        lambda: commissions.ask(ledger, group="GRP-2026-002", of="GRP-2026-001", **others),
    ):
        with pytest.raises(ValidationError) as error:
            attempt()
        assert error.value.messages_dict == {
            "meeting": [
                "MTG-2026-001 was a meeting of SAAS. Enter the meeting at which Executive decided."
            ]
        }


def test_nothing_is_decided_at_a_meeting_that_did_not_take_place(
    ledger: Ledger, asked: str
) -> None:
    do(ledger, "meeting.call_off", "MTG-2026-002", reason="Snow.")
    with pytest.raises(ValidationError) as error:
        answer(ledger, asked, meeting="MTG-2026-002", minuted_on="2026-05-12")
    assert error.value.messages_dict["meeting"] == [
        "Nothing was decided at MTG-2026-002. It was called off. Enter another meeting."
    ]


def test_a_report_is_considered_at_a_meeting_that_was_closed_since(
    ledger: Ledger, asked: str
) -> None:
    commission = commissions.ask(ledger, group="GRP-2026-002", of="GRP-2026-001", on="2026-05-01")
    arrange(ledger, "commission", commission, [
        ("start", {"on": "2026-05-01"}, Role.BUSINESS_TEAM),
        ("report_back", {"report": "Two.", "on": "2026-05-11"}, Role.BUSINESS_TEAM),
    ])  # fmt: skip
    arrange(ledger, "meeting", "MTG-2026-002", [
        ITEM, ("open", {}, Role.BUSINESS_TEAM),
        ("attend", {"role": "Member", "how": "present"}, Role.BUSINESS_TEAM),
        ("close", {}, Role.BUSINESS_TEAM),
    ])  # fmt: skip
    do(ledger, "commission.consider", commission, words="Well done.", meeting="MTG-2026-002",
       minute="6", minuted_on="2026-05-12")  # fmt: skip
    considered = ledger.get(Commission, commission)
    assert (considered.status, considered.considered_on) == (Status.CONSIDERED, "2026-05-12")
    assert ledger.history(commission)[-1].minuted.reference == "MTG-2026-002"
