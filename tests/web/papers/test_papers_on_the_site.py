"""Papers on the site: where they are offered, who has them, and at which moment."""

from __future__ import annotations

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import record
from tests.web.conftest import Visit
from tests.web.papers.reading import faults, objects_of, pages_of
from web.papers.catalogue import FORMS, KINDS

NO_EXECUTIVE = {Role.SAAS_CHAIR, Role.SAAS_MEMBER}


def test_the_executives_page_offers_its_paper_at_its_own_moment(
    clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    record(ledger, "Fire", likelihood="2", impact="4")
    clock.tick(86_400)
    executive = visit(Role.EXECUTIVE)
    page = executive.get("/executive?as-at=2026-06-10&since=2026-06-01")
    address = page.links["PDF paper"]
    assert address.startswith("/papers/executive.pdf?")
    assert ("as-at=2026-06-10" in address, "since=2026-06-01" in address) == (True, True)
    answer = executive.ask("GET", address)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    name = answer.headers["Content-Disposition"]
    assert name == 'attachment; filename="executive-as-at-2026-06-10.pdf"'
    assert (faults(answer.data), pages_of(answer.data)) == ([], 2)
    assert b"As at 10 June 2026, 11:59pm" in objects_of(answer.data)
    assert b"Compared with 1 June 2026, the date that was asked for" in objects_of(answer.data)


@pytest.mark.parametrize("form", list(FORMS))
@pytest.mark.parametrize("role", [Role.SAAS_MEMBER, Role.EXECUTIVE])
def test_whoever_sees_what_a_paper_shows_may_have_it_and_nobody_else(
    role: Role, form: str, ledger: Ledger, visit: Visit
) -> None:
    assert KINDS["executive"].deed == "see.executive"
    answer = visit(role).ask("GET", f"/papers/executive.{form}")
    assert answer.status_code == (403 if role in NO_EXECUTIVE else 200)


def test_a_moment_that_makes_no_sense_is_refused_in_a_sentence(visit: Visit) -> None:
    answer = visit(Role.EXECUTIVE).ask("GET", "/papers/executive.pdf?since=soon")
    assert answer.status_code == 422
    assert "“soon” is not a moment." in answer.text
