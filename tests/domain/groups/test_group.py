"""Groups: their seats, the versions of their quorum, and their governing documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.groups.group import Group
from domain.groups.rule import QuorumRule, rule_of
from domain.groups.vocabulary import GroupKind, Office, Standing, Substitutes
from domain.kernel.errors import DomainError
from domain.partnership.agency import Agency, AgencyKind
from tests.examples import NOW, given, happened, news, told

POLICE = given(Agency.Joined)
VACATED = (Group.Established, Group.SeatGiven, Group.SeatVacated)


def saas(*more: object) -> Group:
    return given(Group.Established, *more)  # type: ignore[arg-type,no-any-return]


def test_a_group_is_recorded_with_the_areas_that_share_it() -> None:
    group = Group.establish(
        NOW, reference="GRP-2026-002", name="Policy Group", short="Policy",
        kind=GroupKind.SUB_GROUP, joint_with=["Medway"],
    )  # fmt: skip
    assert told(group) == ["recorded the group Policy Group, joint with Medway"]
    assert not group.quorum.known


def test_a_rule_holds_from_its_first_day_and_what_was_before_keeps_its_own() -> None:
    group = saas((Group.QuorumSet, {"from_on": "2026-04-01"}))
    group.set_quorum(
        NOW, members=5, chair_counts=True, substitutes=Substitutes.ALWAYS, source="ToR 2026, 3",
        from_on=date(2026, 7, 1), reason="As agreed.",
    )  # fmt: skip
    assert group.rule_on("2026-03-31").rule.known is False
    assert group.rule_on("2026-06-30").number == 1
    assert group.rule_on("2026-07-01").rule == QuorumRule(
        members=5, chair_counts=True, substitutes=Substitutes.ALWAYS, source="ToR 2026, 3"
    )


def test_a_rule_of_which_nothing_follows_is_refused() -> None:
    with pytest.raises(DomainError, match="Select who must be represented"):
        saas().set_quorum(NOW, chair_counts=False, substitutes=Substitutes.NEVER, source="x")


def test_a_rule_cannot_hold_from_before_the_last() -> None:
    with pytest.raises(DomainError, match="The rule before holds from 1 April 2026"):
        saas(Group.QuorumSet).set_quorum(
            NOW, members=3, chair_counts=False, substitutes=Substitutes.NEVER, source="x",
            from_on=date(2026, 3, 31),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (QuorumRule(), "Its quorum is not known to this ledger."),
        (QuorumRule((AgencyKind.HEALTH, AgencyKind.POLICE), source="ToR 3.5"),
         "It needs one member each of Health and the Police, the chair not counted, a substitute "
         "only if judged able to contribute and to commission work (ToR 3.5)."),
        (QuorumRule((AgencyKind.POLICE,), 4, chair_counts=True, substitutes=Substitutes.NEVER),
         "It needs one member each of the Police and 4 members in all, the chair counted, no "
         "substitute counted."),
    ],
)  # fmt: skip
def test_a_rule_is_said_in_a_sentence_and_read_back_from_the_log(
    rule: QuorumRule, words: str
) -> None:
    assert rule.in_words == words
    assert rule_of(rule.content()) == rule


# ---------------------------------------------------------------- seats


def test_a_seat_is_given_to_a_role_of_an_agency() -> None:
    group = saas()
    group.give_seat(NOW, role="Superintendent", agency=POLICE, standing=Standing.MEMBER)
    assert told(group) == ["gave seat 1 to Superintendent, Kent Police, from 12 May 2026"]
    assert group.seats[1].in_words({}) == "Superintendent, kent-police"


def test_an_interim_member_has_a_letter_of_the_agency() -> None:
    with pytest.raises(DomainError, match="letter of the agency"):
        saas().give_seat(
            NOW, role="Inspector", agency=POLICE, standing=Standing.MEMBER, interim=True
        )
    with pytest.raises(DomainError, match="letter of the agency"):
        given(*VACATED).fill_seat(NOW, seat=1, role="Inspector", interim=True)


def test_an_agency_that_was_no_member_by_then_gets_no_seat() -> None:
    with pytest.raises(DomainError, match="Kent Police is no member on 1 May 2026"):
        saas().give_seat(
            NOW, role="Superintendent", agency=POLICE, standing=Standing.MEMBER,
            from_on=date(2026, 5, 1),
        )  # fmt: skip


def test_there_is_one_chair_at_a_time() -> None:
    group = saas(happened(Group.SeatGiven, office="chair"))
    with pytest.raises(DomainError, match="Seat 1 is that of the chair"):
        group.give_seat(NOW, role="Another", standing=Standing.MEMBER, office=Office.CHAIR)
    group.end_seat(NOW, seat=1, to_on=date(2026, 5, 31), reason="Elections.")
    group.give_seat(
        NOW, role="Another", standing=Standing.MEMBER, office=Office.CHAIR,
        from_on=date(2026, 6, 1),
    )  # fmt: skip
    chair = group.holder_of(Office.CHAIR)
    assert chair
    assert chair.role == "Another"


def test_a_seat_is_vacant_until_it_is_filled_and_was_then() -> None:
    group = given(*VACATED)
    assert group.seats[1].is_vacant("2026-05-12")
    assert not group.seats[1].is_vacant("2026-05-11")
    group.fill_seat(replace(NOW, on=date(2026, 5, 12)), seat=1, role="Chief Inspector")
    assert not group.seats[1].is_vacant("2026-05-12")
    assert group.seats[1].role == "Chief Inspector"


def test_only_a_vacant_seat_is_filled_and_none_is_vacated_twice() -> None:
    with pytest.raises(DomainError, match="No seat is vacant"):
        saas(Group.SeatGiven).fill_seat(NOW, seat=1, role="Inspector")
    with pytest.raises(DomainError, match="vacant already"):
        given(*VACATED).vacate_seat(NOW, seat=1, reason="x")
    with pytest.raises(DomainError, match="It is vacant from 12 May 2026 on"):
        given(*VACATED).fill_seat(replace(NOW, on=date(2026, 5, 11)), seat=1, role="Inspector")


def test_whose_account_a_seat_has_is_said_without_a_vacancy() -> None:
    group = saas(happened(Group.SeatGiven, person=""))
    group.name_account(NOW, seat=1, person="c0ffee")
    assert [each.number for each in group.seats_held_by("c0ffee", "2026-05-12")] == [1]
    assert not group.seats[1].vacant
    with pytest.raises(DomainError, match="on record already"):
        group.name_account(NOW, seat=1, person="c0ffee")
    group.name_account(NOW, seat=1)
    assert not group.seats_held_by("c0ffee", "2026-05-12")
    assert told(group) == [
        "named the account of whoever holds seat 1",
        "recorded that whoever holds seat 1 has no account",
    ]
    group.vacate_seat(NOW, seat=1, reason="Moved.")
    with pytest.raises(DomainError, match="Nobody holds that seat"):
        group.name_account(NOW, seat=1, person="c0ffee")


def test_a_seat_that_there_is_not_is_refused_at_its_field() -> None:
    with pytest.raises(DomainError) as refused:
        saas(Group.SeatGiven).vacate_seat(NOW, seat=2, reason="x")
    assert refused.value.field == "seat"


def test_a_seat_exists_from_its_first_day_to_its_last() -> None:
    group = saas(Group.SeatGiven, happened(Group.SeatEnded, to_on="2026-06-30"))
    found = {day: len(group.seats_on(day)) for day in ("2026-03-31", "2026-06-30", "2026-07-01")}
    assert found == {"2026-03-31": 0, "2026-06-30": 1, "2026-07-01": 0}


# ---------------------------------------------------------------- governing documents


def test_a_document_is_reviewed_a_year_after_it_was_agreed() -> None:
    group = saas()
    group.agree_document(
        NOW, title="Terms of Reference", edition="version 3", agreed_by="the Executive",
        agreed_on=date(2026, 2, 28),
    )  # fmt: skip
    (event, facts), *_ = news(group)
    assert event is Group.DocumentAgreed
    assert facts["review_due_on"] == "2027-02-28"
    assert facts["working"] == "12 months from 28 February 2026"


def test_a_change_of_law_brings_a_review_forward_never_back() -> None:
    group = saas(Group.DocumentAgreed)
    with pytest.raises(DomainError, match="Its review is due on 1 April 2027 already"):
        group.bring_review_forward(
            NOW, document=1, review_due_on=date(2027, 4, 1), reason="Working Together 2027."
        )
    group.bring_review_forward(
        NOW, document=1, review_due_on=date(2026, 9, 1), reason="Working Together 2026."
    )
    assert group.documents[1].review_due_on == "2026-09-01"


def test_another_edition_takes_the_place_of_the_document() -> None:
    group = saas(Group.DocumentAgreed)
    group.agree_document(
        NOW, title="Terms of Reference", edition="version 4", agreed_by="the Executive",
        agreed_on=date(2026, 5, 1), replaces=1,
    )  # fmt: skip
    assert [each.edition for each in group.documents.values()] == ["version 4"]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"agreed_on": date(2026, 5, 13)}, "must not be agreed in the future"),
        ({"link": "tor.pdf"}, "is not a web address"),
        ({"replaces": 2}, "There is no document of that number"),
    ],
)
def test_a_document_that_cannot_be_so_is_refused(facts: dict[str, object], sentence: str) -> None:
    said = {"title": "x", "edition": "1", "agreed_by": "x", "agreed_on": date(2026, 5, 1)}
    with pytest.raises(DomainError, match=sentence):
        saas(Group.DocumentAgreed).agree_document(NOW, **{**said, **facts})  # type: ignore[arg-type]


def test_a_group_that_has_ended_gets_no_seats() -> None:
    with pytest.raises(DomainError, match="has ended"):
        saas(Group.Ended).give_seat(NOW, role="x", standing=Standing.MEMBER)
