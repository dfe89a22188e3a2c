"""Bank holidays that were proclaimed: recorded, counted from then on, and nothing moves."""

from __future__ import annotations

from datetime import date

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.disputes.dispute import Dispute
from domain.kernel.terms import Role
from domain.partnership.partnership import PARTNERSHIP
from tests.acts import do
from tests.kent import load_placeholder
from tests.reading import looking
from tests.web.conftest import Visit
from tests.web.visitor import Visitor

NEW = "/partnership/holidays/new"
SOURCE = "The London Gazette, 9 June 2026"
DAY = {"day-day": "15", "day-month": "June", "day-year": "2026"}


@pytest.fixture
def administrator(clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit) -> Visitor:
    load_placeholder(ledger)
    return visit(Role.ADMINISTRATOR)


def dispute(ledger: Ledger, met_on: str = "2026-06-10") -> str:
    """One of which the first stage is due on 17 June, 5 working days after the meeting."""
    return do(
        ledger, "dispute.load_past", kind="dispute", title="Who convenes?",
        raised_by="kent-police", other_agency="kent-county-council", met_on=met_on,
    ).reference  # fmt: skip


def proclaim(ledger: Ledger, day: str = "2026-06-15") -> None:
    do(ledger, "partnership.proclaim_holiday", PARTNERSHIP, day=day, name="A win", source=SOURCE)


def test_one_is_recorded_with_its_source_and_moves_nothing_that_was_set(
    administrator: Visitor, ledger: Ledger
) -> None:
    reference = dispute(ledger)
    before = ledger.get(Dispute, reference).visit.due_on
    page = administrator.get(f"{NEW}?day=15+June+2026")
    assert f"{reference} Who convenes?: the stage Direct resolution between the agencies" in (
        page.words
    )
    page = administrator.submit(page, **DAY, name="A win", source=SOURCE)
    assert "15 June 2026: A win" in page.words
    assert f"Proclaimed: {SOURCE}." in page.words
    assert f"{reference} Who convenes?" in page.words
    assert ledger.get(Dispute, reference).visit.due_on == before


def test_every_sum_counts_it_from_then_on(administrator: Visitor, ledger: Ledger) -> None:
    first = ledger.get(Dispute, dispute(ledger)).visit
    proclaim(ledger)
    later = ledger.get(Dispute, dispute(ledger)).visit
    assert later.due_on > first.due_on
    assert "not counting 15 June 2026" in later.working
    page = administrator.get("/partnership/holidays")
    assert page.words.count("Who convenes?") == 1, "what was set by it needs no telling"


def test_a_past_moment_knows_only_what_was_known_then(
    administrator: Visitor, ledger: Ledger
) -> None:
    then = ledger.position()
    proclaim(ledger)
    assert not ledger.calendar.is_worked(date(2026, 6, 15))
    with looking(ledger, position=then) as view:
        assert view.calendar.is_worked(date(2026, 6, 15))
    with looking(ledger) as view:
        assert not view.calendar.is_worked(date(2026, 6, 15))
    assert (
        "None has been recorded."
        in administrator.get(f"/partnership/holidays?as-at=%23{then}").words
    )


def test_a_mistaken_one_is_ended_with_a_reason(administrator: Visitor, ledger: Ledger) -> None:
    proclaim(ledger)
    form = administrator.get("/partnership/holidays/end")
    page = administrator.submit(form, day="2026-06-15", reason="It was a rumour.")
    assert "None has been recorded." in page.words
    assert ledger.calendar.is_worked(date(2026, 6, 15))
    assert "15 June 2026 is no bank holiday" in administrator.get("/partnership").words


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-06-20", "Saturday 20 June 2026 is no working day already."),
        ("2026-08-31", "Monday 31 August 2026 is no working day already."),
    ],
)
def test_what_is_no_working_day_already_is_refused(
    administrator: Visitor, day: str, sentence: str
) -> None:
    year, month, number = day.split("-")
    typed = {"day-day": number, "day-month": month, "day-year": year, "name": "x", "source": "y"}
    assert sentence in administrator.submit(administrator.get(NEW), status=422, **typed).words


def test_only_administrators_record_one_and_everybody_sees_them(
    administrator: Visitor, ledger: Ledger, visit: Visit
) -> None:
    proclaim(ledger)
    reader = visit(Role.AUDITOR)
    assert "15 June 2026: A win" in reader.get("/partnership/holidays").words
    reader.get(NEW, status=403)
