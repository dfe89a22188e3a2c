"""What changed between two moments, in the whole ledger or in one register."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.item import TOPICS
from domain.kernel.terms import Role
from domain.partnership.proof import PROOF, PackOf, Proof
from projections.audit.change_kinds import _BY_NAME, Change, change_of
from tests.acts import do, record
from tests.databases import databases as databases  # on both dialects
from tests.following import set_action
from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from web.packs import subjects

SINCE = "2026-06-10"


@pytest.fixture
def risk(clock: FrozenDateTimeFactory, ledger: Ledger) -> str:
    """Two risks of 10 June; two days later one of them is assessed anew and re-owned, and an action
    is set."""
    still, moved = record(ledger, "Still"), record(ledger, "Rotas", likelihood="4", impact="5")
    clock.tick(timedelta(days=2))
    do(ledger, "risk.assess", moved, measure="current", likelihood="2", impact="5",
       reason="Posts are filled.", on="2026-06-11")  # fmt: skip
    do(ledger, "risk.assign_owner", moved, owner_role="Head", owner_agency="kent-police")
    set_action(ledger, title="Fill the rota", due_on="2026-12-31")
    assert still != moved
    return moved


@pytest.fixture
def auditor(risk: str, visit: Visit) -> Visitor:
    return visit(Role.AUDITOR)


def test_each_item_that_changed_is_told_with_before_and_after_and_its_steps(
    auditor: Visitor, risk: str
) -> None:
    page = auditor.get(f"/changes?since={SINCE}")
    headings = [each.words for each in page.main.every("h2", class_="govuk-heading-s")]
    assert headings == ["ACT-2026-001 Fill the rota", f"{risk} Rotas"]
    assert "Moved, Owner changed" in page.words
    assert "Current score: 20 (4 × 5), High → 10 (2 × 5), Medium" in page.words
    assert "Assessed the current score as 10 (2 × 5), Medium. Posts are filled." in page.words
    assert "11 June 2026, recorded 12 June 2026 at 10:00am" in page.words


def test_it_counts_each_kind_of_change_and_leads_to_it(auditor: Visitor, risk: str) -> None:
    page = auditor.get(f"/changes?since={SINCE}")
    assert "Added 1" in page.words
    moved = page.links["Moved"]
    page = auditor.get(f"/changes{moved}")
    assert [each.words for each in page.main.every("h2", class_="govuk-heading-s")] == [
        f"{risk} Rotas"
    ]


def test_one_register_can_be_chosen_and_an_earlier_end(auditor: Visitor, risk: str) -> None:
    page = auditor.get(f"/changes?since={SINCE}&noun=actions")
    assert risk not in page.words
    assert "ACT-2026-001" in page.words
    assert "Nothing changed." in auditor.get(f"/changes?since={SINCE}&as-at={SINCE}").words


@pytest.mark.parametrize("query", ["noun=nothing", "change=nothing", "since=nonsense"])
def test_what_there_is_not_is_refused_in_a_sentence(query: str, auditor: Visitor) -> None:
    assert auditor.get(f"/changes?{query}", status=422).heading == "That cannot be done"


def test_the_file_has_a_line_for_each_event_with_its_reason(auditor: Visitor, risk: str) -> None:
    links = auditor.get(f"/changes?since={SINCE}&noun=risks").links
    text = auditor.ask("GET", links["CSV"]).data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["Item"], row["Change"], row["Reason"]) for row in rows] == [
        (risk, "Moved", "Posts are filled."), (risk, "Owner changed", ""),
    ]  # fmt: skip
    assert auditor.ask("GET", links["Excel"]).data.startswith(b"PK")


def test_a_minute_stands_beside_what_was_decided_in_it(
    clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    reference = record(ledger, likelihood="4", impact="5")
    clock.tick(timedelta(days=1))
    do(ledger, "risk.escalate", reference, to="executive", question="Who pays?", reason="Cost.")
    do(ledger, "risk.answer", reference, answer="accept", words="For a year.",
       meeting="KSCMP Executive", minute="7", minuted_on="2026-06-11")  # fmt: skip
    page = visit(Role.AUDITOR).get(f"/changes?since={SINCE}")
    assert "minute 7 of KSCMP Executive, 11 June 2026" in page.words


def test_every_name_of_an_event_in_the_table_is_one_and_a_first_event_adds() -> None:
    names = {topic.rpartition(".")[2] for topic in TOPICS}
    assert {name for group in _BY_NAME.values() for name in group} <= names
    assert change_of(TOPICS["Risk.Recorded"]) is Change.ADDED
    assert change_of(TOPICS["Risk.ScoreCorrected"]) is Change.CORRECTED
    assert change_of(TOPICS["Risk.ControlAdded"]) is Change.OTHER


def test_all_that_was_recorded_between_the_two_moments_is_taken_along_as_a_pack(
    auditor: Visitor, ledger: Ledger
) -> None:
    page = auditor.get(f"/changes?since={SINCE}&noun=risks")
    [form] = [each for each in page.root.every("form") if each["action"].endswith("/pack")]
    sent = {each["name"]: each["value"] for each in form.every("input")}
    after = int(sent["since"].removeprefix("#"))
    upto = ledger.position()
    assert f"{upto - after} events" in page.words
    answer = auditor.ask("POST", form["action"], sent)
    assert answer.headers["Content-Type"] == "application/zip"
    with ZipFile(io.BytesIO(answer.data)) as pack:
        entries = [each for each in pack.namelist() if "/data/entries/" in each]
    assert len(entries) == upto - after
    made = ledger.get(Proof, PROOF).packs[-1]
    assert (made.of, made.since, made.upto) == (PackOf.PERIOD, after, upto)


def test_a_period_that_is_too_long_for_a_pack_is_said_and_has_no_button(
    auditor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subjects, "MOST", 2)
    page = auditor.get(f"/changes?since={SINCE}")
    assert "an evidence pack holds 2 at the most" in page.words
    assert "Make an evidence pack" not in page.words
