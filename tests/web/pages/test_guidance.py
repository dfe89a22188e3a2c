"""The editions of the statutory guidance: data with dates, named where a rule leans on them."""

from __future__ import annotations

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from domain.partnership.guidance import Edition, Guidance
from domain.partnership.partnership import PARTNERSHIP
from tests.acts import do
from tests.kent import load_placeholder
from tests.web.conftest import Visit
from tests.web.visitor import Visitor

OF_2023 = "Working Together to Safeguard Children 2023"
NEXT = "Working Together to Safeguard Children 2026"


@pytest.fixture
def administrator(clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit) -> Visitor:
    load_placeholder(ledger)
    return visit(Role.ADMINISTRATOR)


def adopt(ledger: Ledger, title: str = NEXT, from_on: str = "2026-06-01") -> None:
    do(
        ledger, "partnership.adopt_guidance", PARTNERSHIP, title=title, from_on=from_on,
        source="GOV.UK",
    )  # fmt: skip


def test_the_edition_in_force_is_that_of_the_day() -> None:
    early, late = Edition("Early", "2018-07-04"), Edition("Late", "2023-12-15")
    guidance = Guidance((early,)).with_one(late)
    found = [guidance.on(day) for day in ("2018-07-03", "2018-07-04", "2023-12-14", "2023-12-15")]
    assert found == [None, early, early, late]
    assert Guidance((late,)).with_one(early) == guidance
    assert guidance.without("Late") == Guidance((early,))


def test_it_is_named_where_a_rule_leans_on_it_by_the_date_of_the_page(
    administrator: Visitor, ledger: Ledger
) -> None:
    assert f"is statutory guidance: {OF_2023}." in administrator.get("/procedure").words
    then = ledger.position()
    adopt(ledger)
    assert f"is statutory guidance: {NEXT}." in administrator.get("/procedure").words
    assert f"guidance: {OF_2023}." in administrator.get(f"/procedure?as-at=%23{then}").words
    issue = do(
        ledger, "dispute.load_past", kind="issue", title="Who pays?", raised_by="kent-police",
        met_on="2026-06-03",
    ).reference  # fmt: skip
    assert f"none is bound by the others ({NEXT})." in administrator.get(f"/disputes/{issue}").words


def test_an_edition_is_recorded_and_a_mistaken_one_is_taken_back(
    administrator: Visitor, ledger: Ledger
) -> None:
    form = administrator.get("/partnership/guidance/new")
    typed = {"from_on-day": "1", "from_on-month": "June", "from_on-year": "2026"}
    page = administrator.submit(form, title=NEXT, source="GOV.UK", **typed)
    assert f"{NEXT}, in force from 1 June 2026 In force" in page.words
    form = administrator.get("/partnership/guidance/new")
    page = administrator.submit(form, title="Another", source="GOV.UK", status=422, **typed)
    assert f"{NEXT} is in force from that day." in page.words
    form = administrator.get("/partnership/guidance/end")
    page = administrator.submit(form, edition="2026-06-01", reason="It was a draft.")
    assert f"{NEXT}, in force" not in page.words
    assert "had been recorded by mistake" in administrator.get("/partnership").words
