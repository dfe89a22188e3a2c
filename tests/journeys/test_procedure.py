"""The draft of the escalation procedure and its forms, and disputes held against it: no barrier."""

from __future__ import annotations

from typing import Any

from application.ledger.ledger import Ledger
from application.nouns.partnership.procedures import stage_now
from domain.procedure.procedure import PROCEDURE
from tests.acts import do
from tests.journeys.conftest import Arrive
from tests.kent import placeholder

LONG = "Supercalifragilisticexpialidocious" * 5
FORMS = (
    "change-stage?stage=saas", "remove-stage?stage=saas", "add-stage", "change-rules", "discard",
    "confirm",
)  # fmt: skip


def draft(ledger: Ledger, **changes: Any) -> None:
    """A draft that cannot work: its third stage leads nowhere."""
    do(ledger, "procedure.draft", PROCEDURE, number="1")
    facts = {**stage_now(placeholder().stage("saas")), "then": "", "days": "10", **changes}
    del facts["key"]  # by which the form knows it, and which never changes
    do(ledger, "procedure.change_stage", PROCEDURE, **facts)


def test_a_draft_and_what_it_changes_have_no_barrier(ledger: Ledger, arrive: Arrive) -> None:
    draft(ledger, name=LONG, entry=LONG)
    person = arrive("administrator")
    for address in ("/procedure/draft", "/procedure/compare?from=1&to=draft", "/procedure"):
        person.open(address)
        person.page.evaluate(
            "document.querySelectorAll('main details').forEach(e => e.open = true)"
        )
        assert person.barriers() == []


def test_the_forms_of_a_draft_have_no_barrier(ledger: Ledger, arrive: Arrive) -> None:
    draft(ledger)
    person = arrive("administrator")
    for form in FORMS:
        person.open(f"/procedure/do/{form}")
        assert person.barriers("main") == []


def test_a_file_that_cannot_work_is_no_barrier(arrive: Arrive) -> None:
    person = arrive("administrator")
    person.open("/procedure/do/draft-from-file")
    assert person.barriers("main") == []
    person.page.get_by_label("The procedure as a file").fill("colour = 1")
    person.press("Save")
    assert person.page.title().startswith("Error: ")
    assert person.barriers() == []


def test_disputes_held_against_the_procedure_have_no_barrier(
    ledger: Ledger, arrive: Arrive
) -> None:
    reference = do(
        ledger, "dispute.load_past", kind="dispute", title=LONG, raised_by="kent-police",
        other_agency="kent-county-council", met_on="2026-01-14",
    ).reference  # fmt: skip
    do(ledger, "dispute.report_stage", reference, stage="lsp", on="2026-01-30")
    do(ledger, "dispute.report_ending", reference, ending="decided", on="2026-03-02")
    draft(ledger)
    person = arrive("auditor")
    for address in ("/disputes/conformance", "/procedure/what-if"):
        person.open(address)
        assert reference in person.words
        assert person.barriers() == []
