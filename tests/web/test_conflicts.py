"""Two people at once, and one person twice."""

from __future__ import annotations

import pytest

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do, record
from tests.databases import databases as databases  # on both dialects
from tests.partnership import PEOPLE, name_of
from tests.web.conftest import Visit
from tests.web.visitor import fill_in


@pytest.fixture
def reference(ledger: Ledger) -> str:
    """A risk of the police."""
    return record(ledger, owner_agency="kent-police", raised_in="saas")


def test_who_comes_second_keeps_what_they_typed_and_sees_what_changed_and_by_whom(
    reference: str, ledger: Ledger, visit: Visit
) -> None:
    second = visit(Role.BUSINESS_TEAM)
    form = second.get(f"/risks/{reference}/describe")
    do(ledger, "risk.add_control", reference, by=PEOPLE[Role.SAAS_MEMBER], text="A weekly look")
    do(ledger, "risk.escalate", reference, by=PEOPLE[Role.SAAS_CHAIR],
       to="executive", question="Who pays?", reason="Beyond us.")  # fmt: skip
    before = ledger.position()
    typed = {"title": "Late discussions", "reason": "Clearer."}
    page = second.submit(form, status=409, **typed)
    assert ledger.position() == before
    (notice,) = page.notices
    assert "Nothing has been saved yet" in notice
    assert f"{name_of(Role.SAAS_MEMBER)} added control 1: A weekly look." in notice
    assert f"{name_of(Role.SAAS_CHAIR)} escalated it to the KSCMP Executive" in notice
    assert page.filled_in | typed == page.filled_in
    page = second.submit(page)
    assert page.heading == "Late discussions"
    assert page.history[0] == "Changed the wording; it now reads “Late discussions”."


def test_who_comes_second_again_is_told_only_of_what_is_new(
    reference: str, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    page = visitor.get(f"/risks/{reference}/judge-proximity")
    for control in ("First", "Second"):
        do(ledger, "risk.add_control", reference, text=control)
        page = visitor.submit(page, status=409, proximity="Soon")
        assert f"control {1 if control == 'First' else 2}: {control}." in page.notices[0]
    assert "First" not in page.notices[0]


@pytest.mark.parametrize("version", ["0", "99", "9" * 9])
def test_a_version_that_was_never_shown_saves_nothing(
    version: str, reference: str, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = visitor.get(f"/risks/{reference}/add-control")
    before = ledger.position()
    visitor.submit(form, status=409, text="A look", version=version)
    assert ledger.position() == before


@pytest.mark.parametrize("version", ["", "-1", "1.0", "٣", "9" * 30, "#1", " 1"])
@pytest.mark.parametrize("address", ["add-control", "accept"])
def test_a_form_that_names_no_version_saves_nothing(
    version: str, address: str, reference: str, ledger: Ledger, visit: Visit
) -> None:
    """It would be a way round the question whether anything has changed since."""
    visitor = visit(Role.BUSINESS_TEAM)
    form = visitor.get(f"/risks/{reference}/{address}")
    typed = fill_in(form, **({"text": "A look"} if address == "add-control" else {}))
    before = ledger.position()
    for sent in (typed | {"version": version}, {k: typed[k] for k in typed if k != "version"}):
        page = visitor.post(f"/risks/{reference}/{address}", sent, status=422)
        assert "did not say which version of the item" in page.words
        assert ledger.position() == before
    if address == "add-control":
        assert visitor.submit(page).history[0] == "Added control 1: A look."


def test_the_version_of_another_item_is_not_that_of_this_one(
    reference: str, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    do(ledger, "risk.add_control", reference, text="First")
    other = record(ledger, "Another")
    form = visitor.get(f"/risks/{other}/add-control")
    before = ledger.position()
    visitor.post(f"/risks/{reference}/add-control", fill_in(form, text="Second"), status=409)
    assert ledger.position() == before


def test_sending_a_form_twice_does_it_once(reference: str, ledger: Ledger, visit: Visit) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = visitor.get(f"/risks/{reference}/add-control")
    visitor.submit(form, text="A weekly look")
    after = ledger.position()
    second = visitor.submit(form, text="A weekly look")
    assert second.notices == [
        f"{reference}: this had been recorded before, and was not recorded again."
    ]
    assert ledger.position() == after


def test_recording_twice_by_a_double_click_records_one(ledger: Ledger, visit: Visit) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = visitor.get("/risks/new")
    visitor.submit(form, kind="risk", title="A risk")
    once = visitor.address
    visitor.submit(form, kind="risk", title="A risk")
    assert visitor.address == once
    assert len(visitor.get("/risks").rows) == 1


def test_a_form_that_was_sent_before_with_other_words_is_not_sent_again(
    reference: str, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = visitor.get(f"/risks/{reference}/add-control")
    visitor.submit(form, text="A weekly look")
    after = ledger.position()
    page = visitor.submit(form, status=409, text="Something else")
    assert f"This was already recorded as {reference}, with other content." in page.words
    assert ledger.position() == after


def test_a_form_that_was_refused_can_be_mended_and_sent(reference: str, visit: Visit) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = visitor.get(f"/risks/{reference}/add-control")
    page = visitor.submit(form, status=422, text="")
    assert visitor.submit(page, text="A weekly look").history[0].endswith("A weekly look.")


def test_each_form_has_a_command_of_its_own(reference: str, visit: Visit) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    commands = {fill_in(visitor.get("/risks/new"))["command"] for _ in range(2)}
    assert len(commands) == 2
