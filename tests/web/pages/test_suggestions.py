"""What a field suggests: what is on record and the reader may see, and no endless list of it."""

from __future__ import annotations

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do, record
from tests.web.conftest import Visit
from tests.web.deeds import groups, meetings
from tests.web.doing import receive
from tests.web.page import Page
from web.forms.suggestions import MOST


def suggested(page: Page, name: str) -> dict[str, str]:
    """What the list of a field has, each with the words beside it."""
    field = next(each for each in page.form.every("input") if each["name"] == name)
    listed = page.form.first("datalist", id=field["list"])
    return {each["value"]: each.words for each in listed.every("option")}


def test_roles_meetings_and_reports_are_suggested_from_what_the_reader_sees(
    ledger: Ledger, clock: object, visit: Visit
) -> None:
    groups.establish(ledger)
    meetings.plan_two(ledger)
    coming = meetings.plan(ledger, meets_on="2026-09-10")
    receive(ledger, title="Joint inspection", publisher="Ofsted", owner_role="Director")
    secret = {"owner_role": "Head of a secret", "owner_agency": "cafcass", "raised_in": "executive"}
    record(ledger, **secret)
    form = visit(Role.BUSINESS_TEAM).get("/recommendations/new")
    assert {"Director", "Head of a secret"} <= suggested(form, "owner_role").keys()
    assert suggested(form, "title") == {"Joint inspection": ""}
    assert suggested(form, "publisher") == {"Ofsted": ""}
    member = visit(Role.SAAS_MEMBER).get("/risks/new")
    assert "Director" in suggested(member, "owner_role")
    assert "Head of a secret" not in suggested(member, "owner_role")
    listed = suggested(visit(Role.BUSINESS_TEAM).get("/commissions/new"), "meeting")
    assert listed["MTG-2026-001"].startswith("MTG-2026-001: ")
    assert coming not in listed  # no minute is of one that is still to come


def test_no_more_are_suggested_than_are_read_and_those_most_used(
    ledger: Ledger, clock: object, visit: Visit
) -> None:
    for number in range(MOST):
        do(ledger, "recommendation.receive", source="peer_review", title=f"Report {number:02}",
           words=f"Do {number}.")  # fmt: skip
    for words in ("Do more.", "Do less."):
        do(
            ledger,
            "recommendation.receive",
            source="multi_agency_audit",
            title="Report most used",
            words=words,
        )
    found = suggested(visit(Role.BUSINESS_TEAM).get("/recommendations/new"), "title")
    assert len(found) == MOST
    assert "Report most used" in found
    assert "Report 49" not in found
