"""An administrator keeps the agencies; Kent's own list is shipped."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from marshmallow import ValidationError

from application.doing.toml_files import FileError
from application.ledger.ledger import Ledger
from domain.kernel.errors import DomainError
from domain.partnership.agency import Agency, AgencyKind
from projections.partnership.agencies import agency_called, list_agencies
from tests.acts import do, join
from tests.kent import load_kent
from tests.reading import looking


def test_an_agencys_reference_is_made_of_its_first_name(ledger: Ledger) -> None:
    assert join(ledger) == "kent-police"
    do(ledger, "agency.rename", "kent-police", name="Kent and Medway Police", reason="One force")
    assert ledger.get(Agency, "kent-police").name == "Kent and Medway Police"


@pytest.mark.parametrize("name", ["Kent Police", "KENT  police", "Kent: Police"])
def test_an_agency_joins_once(ledger: Ledger, name: str) -> None:
    join(ledger)
    with pytest.raises(ValidationError) as refused:
        join(ledger, name)
    assert refused.value.messages == {"name": ["There is already an agency Kent Police."]}


def test_a_rule_about_a_field_is_said_at_the_field(ledger: Ledger) -> None:
    join(ledger, on="2020-01-01")
    with pytest.raises(ValidationError) as refused:
        do(ledger, "agency.leave", "kent-police", on="2019-12-31", reason="x")
    assert refused.value.messages == {
        "on": ["The date is before the last change of this agency, on 1 January 2020."]
    }


def test_an_agency_merges_into_another_typed_in_any_letters(ledger: Ledger) -> None:
    join(ledger)
    join(ledger, "Kent County Council", "local_authority")
    do(ledger, "agency.merge", "kent-police", into="Kent-County-COUNCIL", reason="An example")
    assert ledger.get(Agency, "kent-police").left


def test_nothing_becomes_of_an_agency_that_has_left(ledger: Ledger) -> None:
    join(ledger)
    do(ledger, "agency.leave", "kent-police", reason="x")
    with pytest.raises(DomainError, match="Kent Police is no longer a member"):
        do(ledger, "agency.rename", "kent-police", name="Another", reason="x")


# Kent's list


def test_the_list_of_kent_is_loaded_whole(ledger: Ledger) -> None:
    text = files("partnerships").joinpath("kent/agencies.toml").read_text(encoding="utf-8")
    shipped = {agency["name"] for agency in tomllib.loads(text)["agency"]}
    load_kent(ledger)
    with looking(ledger) as view:
        rows = list_agencies(view)
        assert {row["name"] for row in rows} == shipped
        assert agency_called(view, "KCC") == "kent-county-council"
    kinds = [row["kind"] for row in rows]
    for kind in (AgencyKind.LOCAL_AUTHORITY, AgencyKind.HEALTH, AgencyKind.POLICE):
        assert kinds.count(kind) == 1


def test_no_name_on_it_means_two_agencies(ledger: Ledger) -> None:
    load_kent(ledger)
    with looking(ledger) as view:
        names = [
            name.casefold()
            for row in list_agencies(view)
            for name in filter(None, [row["name"], *row["aliases"].split("\n")])
        ]
    assert len(names) == len(set(names))


def test_it_is_loaded_all_or_not_at_all(ledger: Ledger) -> None:
    join(ledger, "Cafcass", "relevant")  # the last on the list
    with pytest.raises(FileError, match=r"agencies\.toml: Cafcass: There is already an agency"):
        load_kent(ledger)
    assert ledger.position() == 1
