"""Papers of meetings and governing documents as files: kept by their hash, had by their readers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.files import missing, put_forward
from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.databases import Databases
from tests.web.conftest import Visit
from tests.web.deeds import ground
from tests.web.deeds.meetings import CLEARED, ITEM
from tests.web.doing import arrange
from tests.web.visitor import fill_in
from web.running.startup import open_ledger

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
DIGEST = hashlib.sha256(PDF).hexdigest()
MEETING, GROUP = "MTG-2026-001", "GRP-2026-001"
ADDRESS = f"/meetings/{MEETING}"
TEAM = Role.BUSINESS_TEAM
READERS = {Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SCRUTINEER, Role.AUDITOR}


@pytest.fixture
def ledger(sqlite_databases: Databases, clock: FrozenDateTimeFactory) -> Iterator[Ledger]:
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url:
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


def send(visit: Visit, form: str, **typed: str) -> None:
    """Fill in a form and choose a file."""
    visitor = visit(TEAM)
    page = visitor.get(form)
    assert page.form["enctype"] == "multipart/form-data"
    visitor.post(form, fill_in(page, **typed) | {"file": (PDF, "paper.pdf")}, status=200)


def test_a_paper_is_kept_under_its_hash_and_had_by_whoever_sees_the_meeting(
    ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "meeting", MEETING, [ITEM])
    send(visit, f"{ADDRESS}/send-paper", title="Dashboard", item="1")
    send(visit, f"{ADDRESS}/send-paper", title="Agenda of June")
    member = visit(Role.SAAS_MEMBER)
    page = member.get(ADDRESS)
    assert f"paper.pdf, {len(PDF)} bytes, SHA-256 {DIGEST}" in page.words
    for title, number in (("Dashboard", 1), ("Agenda of June", 2)):
        assert page.links[title] == f"{ADDRESS}/papers/{number}"
        answer = member.ask("GET", page.links[title])
        assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, "application/pdf")
        assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert put_forward(ledger) == {DIGEST: f"paper 1 of {MEETING}"}
    assert missing(ledger) == []


@pytest.mark.parametrize("role", list(Role))
def test_the_paper_of_a_restricted_item_is_had_by_its_readers_alone(
    role: Role, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "meeting", MEETING, [("add_item", {**ITEM[1], "restricted": "yes"}, TEAM)])
    send(visit, f"{ADDRESS}/send-paper", title="Conduct of an agency", item="1")
    visitor = visit(role)
    assert ("Conduct of an agency" in visitor.get(ADDRESS).words) == (role in READERS)
    answer = visitor.ask("GET", f"{ADDRESS}/papers/1")
    assert answer.status_code == (200 if role in READERS else 404)


@pytest.mark.parametrize("role", [Role.SCRUTINEER, Role.SAAS_MEMBER, Role.AUDITOR])
def test_the_paper_of_a_restricted_item_that_was_withdrawn_stays_restricted(
    role: Role, ledger: Ledger, visit: Visit
) -> None:
    secret = ("add_item", {**ITEM[1], "restricted": "yes"}, TEAM)
    arrange(ledger, "meeting", MEETING, [secret, ITEM])
    send(visit, f"{ADDRESS}/send-paper", title="Conduct of an agency", item="1")
    arrange(ledger, "meeting", MEETING, [
        ("withdraw_item", {"item": "1", "reason": "It is settled."}, TEAM), ("open", {}, TEAM),
    ])  # fmt: skip
    answer = visit(role).ask("GET", f"{ADDRESS}/papers/1")
    assert answer.status_code == (200 if role is Role.AUDITOR else 404)
    assert ("Conduct of an agency" in visit(role).get(ADDRESS).words) == (role is Role.AUDITOR)


def test_the_minutes_are_kept_as_they_were_circulated(ledger: Ledger, visit: Visit) -> None:
    arrange(ledger, "meeting", MEETING, CLEARED)
    send(visit, f"{ADDRESS}/circulate-minutes")
    member = visit(Role.SAAS_MEMBER)
    page = member.get(ADDRESS)
    assert page.links["Minutes"] == f"{ADDRESS}/papers/0"
    assert member.ask("GET", page.links["Minutes"]).data == PDF
    assert put_forward(ledger) == {DIGEST: f"the minutes of {MEETING}"}


def test_a_paper_that_is_a_link_or_not_kept_here_has_no_file(ledger: Ledger, visit: Visit) -> None:
    link = "https://partnership.example/dashboard"
    arrange(ledger, "meeting", MEETING, [
        ITEM, ("send_paper", {"title": "Dashboard", "item": "1", "link": link}, TEAM),
        ("send_paper", {"title": "Annex", "item": "1"}, TEAM),
    ])  # fmt: skip
    member = visit(Role.SAAS_MEMBER)
    page = member.get(ADDRESS)
    assert page.links["Dashboard"] == link
    assert "Annex" in page.words
    assert "Annex" not in page.links
    for number in (0, 1, 2, 3):
        assert member.ask("GET", f"{ADDRESS}/papers/{number}").status_code == 404


def test_a_governing_document_is_kept_under_its_hash(ledger: Ledger, visit: Visit) -> None:
    send(
        visit, f"/groups/{GROUP}/agree-document", title="Terms of Reference", edition="version 4",
        agreed_by="the Executive", agreed_on="2026-05-01",
    )  # fmt: skip
    member = visit(Role.SAAS_MEMBER)
    page = member.get(f"/groups/{GROUP}")
    assert DIGEST in page.words
    assert member.ask("GET", page.links["Terms of Reference"]).data == PDF
    assert member.ask("GET", f"/groups/{GROUP}/documents/99").status_code == 404
