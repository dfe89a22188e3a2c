"""Disputes held against the procedure on the site: departures, and what another version does."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from domain.procedure.procedure import PROCEDURE
from tests.acts import do
from tests.kent import load_placeholder
from tests.web.conftest import Visit
from tests.web.page import Page
from tests.web.visitor import Visitor
from web.disputes.conformance_pages import Audited

FIRST = "Direct resolution between the agencies"


@pytest.fixture
def auditor(clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit) -> Visitor:
    """A reader; the placeholder is published."""
    load_placeholder(ledger)
    return visit(Role.AUDITOR)


def past(ledger: Ledger, *stages: tuple[str, str], **data: Any) -> str:
    """Load a dispute of a meeting on 14 January 2026 that came to these stages on these days."""
    given = {
        "kind": "dispute",
        "title": "Who convenes?",
        "raised_by": "kent-police",
        "other_agency": "kent-county-council",
        "met_on": "2026-01-14",
    }
    reference = do(ledger, "dispute.load_past", **{**given, **data}).reference
    for stage, day in stages:
        do(ledger, "dispute.report_stage", reference, stage=stage, on=day)
    return reference


def begun(ledger: Ledger, reference: str) -> str:
    """Put on record what its first stage begins with."""
    words = {"record": "The named lead of each party", "words": "Two."}
    do(ledger, "dispute.keep_record", reference, **words)
    return reference


def end(ledger: Ledger, reference: str, day: str, ending: str = "withdrawn") -> None:
    do(ledger, "dispute.report_ending", reference, ending=ending, words="It is over.", on=day)


def told(page: Page) -> list[str]:
    """The sentences of the table of departures."""
    cells = [cell.words for cell in page.main.every("td", class_="ledger-table__words")]
    return [words for words in cells if words]


# ------------------------------------------------------------------ departures


def test_without_disputes_there_is_nothing_to_depart(auditor: Visitor) -> None:
    assert "No dispute has been recorded yet." in auditor.get("/disputes/conformance").words


def test_a_dispute_that_kept_to_the_procedure_is_said_to(auditor: Visitor, ledger: Ledger) -> None:
    reference = past(ledger)
    end(ledger, reference, "2026-01-20")
    assert "Every dispute kept to the procedure." in auditor.get("/disputes/conformance").words
    page = auditor.get(f"/disputes/conformance?dispute={reference}")
    assert "It kept to the procedure." in page.words


def test_every_departure_is_listed_under_its_dispute_and_counted_by_kind(
    auditor: Visitor, ledger: Ledger
) -> None:
    kept, departed = past(ledger), past(ledger, ("saas", "2026-01-23"))
    end(ledger, kept, "2026-01-20")
    end(ledger, departed, "2026-01-26")
    page = auditor.get("/disputes/conformance")
    assert "1 of 2 disputes departed from it." in page.words
    assert page.table("kinds") == [
        ["A stage was left late", "1"],
        ["The record of a stage was not complete", "1"],
        ["A stage was passed over", "1"],
    ]
    first, *others = page.table("breaches")
    position = ledger.position() - 2
    assert first == [
        f"{departed} Who convenes?",
        "23 January 2026",
        f"The stage {FIRST} was due on 21 January 2026 and was left on 23 January 2026.",
        "A stage was left late",
        f"Position {position} of {departed}",
    ]
    assert [row[1] for row in others] == [
        f"The stage {FIRST} was left without on record: The named lead of each party; What was "
        "tried and what came of it.",
        "It went to SAAS convened resolution past Senior managers, and it was not urgent.",
    ]


def test_a_breach_is_linked_to_its_event_where_the_dispute_has_a_page() -> None:
    audited = Audited("DSP-2026-001", "Who?", "/disputes/DSP-2026-001", {1: 4, 2: 7}, [])
    assert audited.at(2) == "/disputes/DSP-2026-001?show=history#position-7"
    assert Audited("DSP-2026-001", "Who?", "", {2: 7}, []).at(2) == ""


def test_what_is_late_today_and_still_runs_is_listed(
    auditor: Visitor, ledger: Ledger, clock: FrozenDateTimeFactory, visit: Visit
) -> None:
    begun(ledger, past(ledger, met_on="2026-06-03"))
    assert "Every dispute kept" in auditor.get("/disputes/conformance").words
    clock.move_to("2026-06-11T09:00:00Z")
    page = visit(Role.AUDITOR).get("/disputes/conformance")
    assert told(page) == [f"The stage {FIRST} was due on 10 June 2026 and has not ended."]


def test_one_dispute_can_be_looked_at_and_one_that_there_is_not_cannot(
    auditor: Visitor, ledger: Ledger
) -> None:
    one, other = past(ledger, ("saas", "2026-01-16")), past(ledger, ("saas", "2026-01-16"))
    page = auditor.get(f"/disputes/conformance?dispute={one.lower()}")
    assert one in page.words
    assert other not in page.words
    page = auditor.get("/disputes/conformance?dispute=DSP-2020-001", status=404)
    assert "There is no dispute DSP-2020-001." in page.words


def test_as_at_a_past_moment_only_what_was_recorded_by_then_counts(
    auditor: Visitor, ledger: Ledger
) -> None:
    reference = begun(ledger, past(ledger, met_on="2026-06-03"))
    then = ledger.position()
    do(ledger, "dispute.report_stage", reference, stage="lsp", on="2026-06-04")
    page = auditor.get(f"/disputes/conformance?as-at=%23{then}")
    assert "Every dispute kept to the procedure." in page.words
    assert len(told(auditor.get("/disputes/conformance"))) == 5


def test_the_departures_can_be_downloaded(auditor: Visitor, ledger: Ledger) -> None:
    reference = past(ledger, ("senior", "2026-01-23"))
    page = auditor.get(f"/disputes/conformance?dispute={reference}")
    answer = auditor.ask("GET", page.links["Download as CSV"])
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [row["Kind"] for row in rows] == [
        "A stage was left late",
        "The record of a stage was not complete",
        "The record of a stage was not complete",
        "A stage is late and still running",
    ]
    first = rows[0]
    assert (first["Dispute"], first["Title"]) == (reference, "Who convenes?")
    assert (first["Stage"], first["Happened on"]) == (FIRST, "2026-01-23")
    assert (first["Position"], first["Version"]) == (str(ledger.position()), "3")
    assert first["Handling"] == "OFFICIAL-SENSITIVE"


def test_what_somebody_wrote_does_not_run(auditor: Visitor, ledger: Ledger) -> None:
    past(ledger, ("senior", "2026-01-23"), title="<script>alert(1)</script>{{ 7 * 7 }}")
    page = auditor.get("/disputes/conformance")
    assert "<script>alert(1)</script>{{ 7 * 7 }}" in page.words


# ------------------------------------------------------------------ what if


def draft(ledger: Ledger) -> None:
    """A draft with 2 working days at the first stage, and without the second."""
    do(ledger, "procedure.draft", PROCEDURE, number="1")
    do(
        ledger, "procedure.change_stage", PROCEDURE, stage="direct", name=FIRST,
        decided_by="parties", days="2", starts="meeting", urgent_may_skip="yes",
        entry="The named lead of each party", exit="What was tried and what came of it",
        then="senior",
    )  # fmt: skip
    do(ledger, "procedure.remove_stage", PROCEDURE, stage="senior")


def test_the_stages_that_would_have_been_late_come_first_with_totals_before_and_after(
    auditor: Visitor, ledger: Ledger
) -> None:
    quick, slow, newly = past(ledger), past(ledger), past(ledger, ("senior", "2026-01-20"))
    end(ledger, quick, "2026-01-15")
    end(ledger, slow, "2026-01-23")
    end(ledger, newly, "2026-01-21")
    past(ledger)  # it has not ended
    draft(ledger)
    page = auditor.get("/procedure/what-if")
    assert page.heading == "What if the draft had held?"
    assert page.table("compared") == [
        [newly, FIRST, "14 January 2026", "20 January 2026", "21 January 2026",
         "16 January 2026 2 working days late"],
        [slow, FIRST, "14 January 2026", "23 January 2026", "21 January 2026 2 working days late",
         "16 January 2026 5 working days late"],
        [quick, FIRST, "14 January 2026", "15 January 2026", "21 January 2026", "16 January 2026"],
        [newly, "Senior managers", "20 January 2026", "21 January 2026", "27 January 2026",
         "There is no such stage."],
    ]  # fmt: skip
    figures = [each.words for each in page.main.every("div", class_="ledger-figure")]
    assert figures == [
        "Disputes that have ended 3",
        "Stages that were late 1 of 4",
        "Stages that would have been late 2 of 3 with a date",
    ]


def test_another_version_can_be_chosen_and_an_extension_is_named(
    auditor: Visitor, ledger: Ledger
) -> None:
    reference = past(ledger)
    do(
        ledger, "dispute.extend", reference, days="2", reason="Leave.", on="2026-01-20"
    )  # fmt: skip
    end(ledger, reference, "2026-01-22")
    draft(ledger)
    page = auditor.get("/procedure/what-if?version=1")
    assert page.heading == "What if version 1 had held?"
    assert page.table("compared")[0][4:] == [
        "21 January 2026 1 working day late extended to 23 January 2026",
        "21 January 2026 1 working day late",
    ]
    page = auditor.get("/procedure/what-if?version=9", status=422)
    assert "There is no version “9” of the procedure." in page.words


def test_where_no_dispute_has_ended_there_is_nothing_to_compare(
    auditor: Visitor, ledger: Ledger
) -> None:
    past(ledger)
    assert "No dispute has ended yet." in auditor.get("/procedure/what-if").words


def test_everybody_may_see_both_pages(auditor: Visitor, visit: Visit) -> None:
    for role in Role:
        visitor = visit(role)
        visitor.get("/disputes/conformance")
        visitor.get("/procedure/what-if")
