"""The agencies as they are and as they were."""

from __future__ import annotations

import pytest

from application.ledger.ledger import Ledger
from projections.partnership.agencies import NamesNow, agency_called, list_agencies, members
from tests.acts import do, join
from tests.reading import looking


@pytest.fixture
def council(ledger: Ledger) -> str:
    return join(ledger, "Kent County Council", "local_authority", on="2019-09-17")


def test_an_agency_has_its_kind_and_the_date_it_joined(ledger: Ledger, council: str) -> None:
    with looking(ledger) as view:
        [row] = list_agencies(view)
    assert (row["reference"], row["name"], row["kind"]) == (
        council, "Kent County Council", "local_authority",
    )  # fmt: skip
    assert (row["joined_on"], row["left_on"], row["aliases"]) == ("2019-09-17", "", "")


def test_names_are_those_of_the_position_asked_about(ledger: Ledger, council: str) -> None:
    do(ledger, "agency.rename", council, name="Council of Kent", reason="x")
    do(ledger, "agency.rename", council, name="Kent Council", reason="x")
    with looking(ledger) as view:
        then = [view.back_to(on=view.on, position=position) for position in (0, 1, 2, 3)]
        assert [each.named(council) for each in then] == [
            council, "Kent County Council", "Council of Kent", "Kent Council",
        ]  # fmt: skip
        assert view.named(council) == "Kent Council"
        assert view.named("nobody") == "nobody"
        assert view.named("") == ""
        now = NamesNow(view.connection)
        assert dict(now) == {council: "Kent Council"}
        assert len(now) == 1
        for nobody in ("nobody", ""):
            with pytest.raises(KeyError):
                now[nobody]


def test_members_come_first_in_the_order_of_their_names(ledger: Ledger, council: str) -> None:
    join(ledger, "Zeta", "relevant")
    join(ledger, "Alpha", "relevant")
    do(ledger, "agency.leave", "alpha", reason="x")
    with looking(ledger) as view:
        assert [row["name"] for row in list_agencies(view)] == [
            "Kent County Council", "Zeta", "Alpha",
        ]  # fmt: skip
        assert members(view) == [(council, "Kent County Council"), ("zeta", "Zeta")]
        assert len(list_agencies(view.back_to(on=view.on, position=1))) == 1


def test_a_merged_agency_says_into_which(ledger: Ledger, council: str) -> None:
    join(ledger, "Kent Districts", "relevant", on="2019-09-17")
    do(ledger, "agency.merge", "kent-districts", into=council, reason="x", on="2020-04-01")
    with looking(ledger) as view:
        rows = {row["reference"]: row for row in list_agencies(view)}
    gone = rows["kent-districts"]
    assert (gone["left_on"], gone["merged_into"]) == ("2020-04-01", council)


@pytest.mark.parametrize(
    "words",
    ["Kent County Council", "kent county council", "  KCC ", "kcc", "Council of Kent"],
)
def test_an_agency_is_found_by_any_of_its_names(ledger: Ledger, council: str, words: str) -> None:
    do(ledger, "agency.add_alias", council, alias="KCC")
    do(ledger, "agency.add_alias", council, alias="Council of Kent")
    with looking(ledger) as view:
        assert agency_called(view, words) == council


def test_an_agency_is_found_by_its_old_name(ledger: Ledger, council: str) -> None:
    do(ledger, "agency.rename", council, name="Council of Kent", reason="x")
    with looking(ledger) as view:
        assert agency_called(view, "Kent County Council") == council
        assert agency_called(view, "Council of Kent") == council


@pytest.mark.parametrize("words", ["", "  ", "Kent", "Kent County Council and others", "\n"])
def test_other_words_are_no_agency(ledger: Ledger, council: str, words: str) -> None:
    with looking(ledger) as view:
        assert agency_called(view, words) == ""


def test_an_agency_that_has_left_is_not_found(ledger: Ledger, council: str) -> None:
    do(ledger, "agency.leave", council, reason="x")
    with looking(ledger) as view:
        assert agency_called(view, "Kent County Council") == ""
