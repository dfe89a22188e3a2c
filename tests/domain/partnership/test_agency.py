"""Agencies join, are renamed, merge and leave, each on its date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.kernel.errors import DomainError
from domain.partnership.agency import AGENCY_KINDS, Agency, AgencyKind, agency_reference
from tests.examples import NAMES, NOW, finds, given, happened, news, told


def test_an_agency_joins() -> None:
    agency = Agency.join(NOW, name="Kent Police", kind=AgencyKind.POLICE, find=finds())
    assert news(agency) == [(Agency.Joined, {"name": "Kent Police", "kind": "police"})]
    assert told(agency) == ["recorded that Kent Police joined (Safeguarding Partner: Police)"]


def test_no_two_agencies_have_a_name_that_makes_one_reference() -> None:
    known = given(Agency.Joined)
    with pytest.raises(DomainError, match="There is already an agency Kent Police") as refused:
        Agency.join(NOW, name="kent POLICE", kind=AgencyKind.POLICE, find=finds(known))
    assert refused.value.field == "name"


def test_every_kind_of_agency_has_words() -> None:
    assert set(AGENCY_KINDS) == set(AgencyKind)


def test_a_renamed_agency_keeps_its_old_name_as_an_alias() -> None:
    agency = given(Agency.Joined)
    agency.rename(NOW, name="Kent and Medway Police", reason="The forces became one.")
    assert news(agency) == [
        (
            Agency.Renamed,
            {
                "name": "Kent and Medway Police",
                "was": "Kent Police",
                "reason": "The forces became one.",
            },
        )
    ]
    assert told(agency) == ["recorded that Kent Police is now called Kent and Medway Police"]
    assert agency.name == "Kent and Medway Police"
    assert agency.aliases == ["Kent Police"]


def test_a_name_that_it_has_already_is_no_new_name() -> None:
    with pytest.raises(DomainError, match="its name already") as refused:
        given(Agency.Joined).rename(NOW, name="Kent Police", reason="")
    assert refused.value.field == "name"


def test_an_alias_is_added() -> None:
    agency = given(Agency.Joined)
    agency.add_alias(NOW, alias="The Constabulary")
    assert news(agency) == [(Agency.AliasAdded, {"alias": "The Constabulary"})]
    assert told(agency) == ["added the alias The Constabulary"]


@pytest.mark.parametrize("known", ["Kent Police", "The Constabulary"])
def test_a_name_by_which_it_is_known_is_no_new_alias(known: str) -> None:
    agency = given(Agency.Joined, Agency.AliasAdded)
    with pytest.raises(DomainError, match="known by that name already"):
        agency.add_alias(NOW, alias=known)


def test_an_agency_merges_into_another() -> None:
    agency = given(Agency.Joined)
    council = given(
        happened(Agency.Joined, name="Kent County Council"), reference="kent-county-council"
    )
    agency.merge(NOW, into=council, reason="Reorganisation.")
    assert news(agency) == [
        (
            Agency.Merged,
            {"name": "Kent Police", "into": "kent-county-council", "reason": "Reorganisation."},
        )
    ]
    assert told(agency) == ["recorded that Kent Police merged into Kent County Council"]
    assert agency.left


def test_a_sentence_about_an_agency_that_nobody_knows_keeps_its_reference() -> None:
    agency = given(Agency.Joined)
    agency.merge(NOW, into=given(Agency.Joined, reference="elsewhere"), reason="x")
    [event] = agency.pending_events
    assert event.sentence({}) == "recorded that Kent Police merged into elsewhere"
    assert NAMES["kent-police"] == "Kent Police"


def test_an_agency_does_not_merge_into_itself() -> None:
    agency = given(Agency.Joined)
    with pytest.raises(DomainError, match="cannot merge into itself") as refused:
        agency.merge(NOW, into=given(Agency.Joined), reason="x")
    assert refused.value.field == "into"


def test_an_agency_does_not_merge_into_one_that_has_left() -> None:
    gone = given(Agency.Joined, Agency.Left, reference="gone")
    with pytest.raises(DomainError, match="Kent Police is no longer a member") as refused:
        given(Agency.Joined).merge(NOW, into=gone, reason="x")
    assert refused.value.field == "into"


def test_an_agency_leaves() -> None:
    agency = given(Agency.Joined)
    agency.leave(NOW, reason="It joined another partnership.")
    assert news(agency) == [
        (Agency.Left, {"name": "Kent Police", "reason": "It joined another partnership."})
    ]
    assert told(agency) == ["recorded that Kent Police left"]
    assert agency.left


@pytest.mark.parametrize("last", [Agency.Left, Agency.Merged])
def test_of_one_that_is_no_longer_a_member_only_aliases_are_added(last: type) -> None:
    other = given(Agency.Joined, reference="other")
    for change in (
        lambda agency: agency.rename(NOW, name="Another", reason="x"),
        lambda agency: agency.merge(NOW, into=other, reason="x"),
        lambda agency: agency.leave(NOW, reason="x"),
    ):
        agency = given(Agency.Joined, last)
        with pytest.raises(DomainError, match="Kent Police is no longer a member"):
            change(agency)
        assert not agency.pending_events
    agency = given(Agency.Joined, last)
    assert agency.why_not("add_alias") is None
    agency.add_alias(NOW, alias="Found in old minutes")
    assert "Found in old minutes" in agency.aliases


def test_changes_of_an_agency_follow_each_other() -> None:
    """It joined on 12 May 2026; nothing of what an agency does can be before that."""
    before = replace(NOW, on=date(2026, 5, 11))
    other = given(Agency.Joined, reference="other")
    for change in (
        lambda agency: agency.rename(before, name="Another", reason="x"),
        lambda agency: agency.merge(before, into=other, reason="x"),
        lambda agency: agency.leave(before, reason="x"),
    ):
        with pytest.raises(DomainError, match=r"before the last change .* 12 May 2026") as refused:
            change(given(Agency.Joined))
        assert refused.value.field == "on"


def test_a_change_on_the_same_day_is_a_later_change() -> None:
    agency = given(Agency.Joined)
    agency.rename(NOW, name="Another", reason="x")
    agency.leave(NOW, reason="x")
    assert [event_class for event_class, _ in news(agency)] == [Agency.Renamed, Agency.Left]


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("Kent Police", "kent-police"),
        ("NHS Kent and Medway ICB", "nhs-kent-and-medway-icb"),
        ("  St. John’s (Kent) ", "st-john-s-kent"),
    ],
)
def test_the_reference_of_an_agency_is_its_words(name: str, reference: str) -> None:
    assert agency_reference(name) == reference


@pytest.mark.parametrize("name", ["", "—", "…!"])
def test_a_name_without_letters_is_refused(name: str) -> None:
    with pytest.raises(DomainError, match="must have letters") as refused:
        agency_reference(name)
    assert refused.value.field == "name"
