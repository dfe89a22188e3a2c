"""The agencies: kept up to date by an administrator, and remembered as they were."""

from __future__ import annotations

from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import record
from tests.web.conftest import Visit
from tests.web.page import Page, choices
from tests.web.visitor import Visitor


@pytest.fixture
def administrator(clock: FrozenDateTimeFactory, visit: Visit) -> Visitor:
    return visit(Role.ADMINISTRATOR)


def do_to(visitor: Visitor, agency: str, move: str, **typed: str) -> Page:
    return visitor.submit(visitor.get(f"/agencies/{agency}/{move}"), **typed)


def row_of(page: Page, name: str) -> list[str]:
    return next(row for row in page.rows if row[0] == name)


def test_an_agency_that_joins_is_listed_and_can_own_risks(
    administrator: Visitor, visit: Visit
) -> None:
    form = administrator.get("/agencies/new")
    page = administrator.submit(form, name="Kent Rangers", kind="relevant", on="2026-06-01")
    assert page.heading == "Kent Rangers"
    assert "A member since 1 June 2026." in page.words
    listed = row_of(administrator.get("/agencies"), "Kent Rangers")
    assert listed[1:7] == ["Relevant Agency", "0", "0", "0", "1 June 2026", "Member"]
    form = visit(Role.BUSINESS_TEAM).get("/risks/new")
    assert "kent-rangers" in choices(form.form, "owner_agency")


def test_after_a_renaming_the_history_keeps_the_name_of_its_time(
    clock: FrozenDateTimeFactory, ledger: Ledger, administrator: Visitor, visit: Visit
) -> None:
    reference = record(ledger, owner_agency="kent-police", raised_by="kent-police")
    clock.tick(timedelta(minutes=10))
    then = ledger.position()
    page = do_to(
        administrator, "kent-police", "rename", name="Kent and Medway Police", reason="One."
    )
    assert page.heading == "Kent and Medway Police"
    assert "Kent Police" in row_of(administrator.get("/agencies"), page.heading)[7]
    auditor = visit(Role.AUDITOR)
    risk = auditor.get(f"/risks/{reference}")
    assert "Owner Kent and Medway Police" in risk.words
    assert risk.history == [
        "Made Kent Police the owner.",
        "Recorded the risk “Fewer strategy discussions”, raised by Kent Police.",
    ]
    assert auditor.get("/risks").rows[0][4] == "Kent and Medway Police"
    assert auditor.get(f"/risks?as-at=%23{then}").rows[0][4] == "Kent Police"
    assert "Owner Kent Police" in auditor.get(f"/risks/{reference}?as-at=%23{then}").words
    assert "Kent Police" in [row[0] for row in auditor.get(f"/agencies?as-at=%23{then}").rows]
    told = [row[3] for row in auditor.get("/audit?agency=&search=made").rows]
    assert told == ["Made Kent Police the owner"]


def test_an_agency_that_merged_or_left_is_kept_and_no_longer_offered(
    administrator: Visitor, visit: Visit
) -> None:
    do_to(administrator, "cafcass", "merge", into="kent-county-council", reason="Reorganised.")
    page = do_to(administrator, "probation-service", "leave", reason="Abolished.")
    assert "A member until 10 June 2026." in page.words
    assert "What you can do" in page.words
    assert page.links.keys() >= {"Add another name"}
    assert "Record that it left" not in page.links
    listing = administrator.get("/agencies")
    assert row_of(listing, "Cafcass")[6] == "10 June 2026 now part of Kent County Council"
    assert row_of(listing, "Probation Service")[6] == "10 June 2026"
    form = visit(Role.BUSINESS_TEAM).get("/risks/new")
    offered = choices(form.form, "owner_agency")
    assert "kent-police" in offered
    assert not {"cafcass", "probation-service"} & set(offered)


def test_a_name_that_documents_use_is_added(administrator: Visitor) -> None:
    page = do_to(administrator, "cafcass", "add-alias", alias="The court service")
    assert "The court service" in page.words
    again = administrator.get("/agencies/cafcass/add-alias")
    page = administrator.submit(again, status=422, alias="The court service")
    assert page.errors == {"It is known by that name already.": "#alias"}


def test_everybody_reads_them_and_only_an_administrator_is_offered_changes(visit: Visit) -> None:
    for role in Role:
        visitor = visit(role)
        offered = role is Role.ADMINISTRATOR
        assert ("Add an agency" in visitor.get("/agencies").links) == offered
        assert ("What you can do" in visitor.get("/agencies/cafcass").words) == offered


def test_the_past_cannot_be_changed(ledger: Ledger, administrator: Visitor) -> None:
    page = administrator.get(f"/agencies?as-at=%23{ledger.position()}")
    assert "Add an agency" not in page.links
