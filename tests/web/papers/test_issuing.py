"""Issuing a paper to a meeting: kept whole, on record, found by its code, the same made again."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.files import missing
from application.ledger.ledger import Ledger
from application.proof.keys import key_file, make_key, proof_of
from application.proof.making import latest_made
from domain.kernel.terms import Actor, Role
from domain.partnership.issued import IssuedPaper
from tests.acts import record
from tests.databases import Databases
from tests.disputing import dispute
from tests.kent import load_placeholder
from tests.web.conftest import Visit
from tests.web.deeds import ground
from tests.web.deeds.meetings import ITEM
from tests.web.deeds.redactions import redact
from tests.web.doing import arrange
from tests.web.page import Page
from tests.web.papers.reading import made
from tests.web.visitor import Visitor, fill_in
from web.exports.documents import TEMPLATE, template_file
from web.papers import issuing
from web.papers.issuing import told_of
from web.papers.making import Wish, written
from web.running.startup import open_ledger

MEETING = "MTG-2026-001"


@pytest.fixture
def ledger(sqlite_databases: Databases, clock: FrozenDateTimeFactory) -> Iterator[Ledger]:
    """A ledger with a key, a risk, and a meeting to come with an item on its agenda."""
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url:
        ledger = open_ledger(url)
        make_key(ledger, key_file(ledger.engine), by=Actor("x", Role.ADMINISTRATOR))
        record(ledger, "Fire", likelihood="2", impact="4")
        arrange(ledger, "meeting", MEETING, [ITEM])
        yield ledger
        ledger.close()


@pytest.fixture
def team(visit: Visit) -> Visitor:
    return visit(Role.BUSINESS_TEAM)


def issue(
    team: Visitor, *, paper: str | list[str] = "executive", form: str = "pdf", **typed: str
) -> Page:
    page = team.get("/papers")
    sent = fill_in(page, paper=paper, form=form, slot=f"{MEETING}:1", **typed)
    return team.post("/papers/issue", sent)


def issued(ledger: Ledger) -> list[IssuedPaper]:
    proof = proof_of(ledger)
    assert proof is not None
    return proof.papers


def test_it_is_kept_whole_with_the_meeting_and_what_it_was_made_of_is_on_record(
    ledger: Ledger, team: Visitor, visit: Visit
) -> None:
    page = issue(team)
    (paper,) = issued(ledger)
    assert (paper.meeting, paper.paper, paper.name, paper.form) == (MEETING, 1, "executive", "pdf")
    content = visit(Role.SAAS_MEMBER).ask("GET", f"/meetings/{MEETING}/papers/1").data
    assert sha256(content).hexdigest() == paper.sha256
    assert missing(ledger) == []
    with ledger.reading() as connection:
        checkpoint = latest_made(connection)
    assert checkpoint is not None
    assert str(checkpoint.code) == paper.checkpoint
    assert checkpoint.key_id
    assert "Made again now as at the same moment, it is the same, byte for byte." in page.words
    assert paper.sha256 in page.words
    assert f"Issued “{paper.title}” to {MEETING}" in team.get("/proof").words


def test_its_code_pasted_into_the_site_finds_it(ledger: Ledger, team: Visitor) -> None:
    issue(team)
    (paper,) = issued(ledger)
    record(ledger, "Flood")
    words = f"It stands under “{paper.title}”, paper 1 of {MEETING}, issued on 10 June 2026."
    searched = team.ask("GET", f"/search?q={paper.checkpoint}")
    assert searched.status_code == 302
    found = team.get(searched.headers["Location"])
    assert "It fits: the first" in found.words
    assert words in found.words
    assert found.links[f"paper 1 of {MEETING}"] == f"/meetings/{MEETING}/papers/1"
    pasted = {**team.get("/proof").filled_in, "shown": f" {paper.checkpoint.upper()}\n"}
    assert words in team.post("/proof", pasted).words


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_made_again_as_at_its_moment_it_is_the_same_bytes_or_says_what_differs(
    form: str,
    ledger: Ledger,
    team: Visitor,
    clock: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    issue(team, form=form, since="1 June 2026")
    (paper,) = issued(ledger)
    clock.tick(600)
    record(ledger, "Flood", likelihood="5", impact="5")

    def again() -> str:
        found = made(ledger, "executive", as_at=paper.as_at, since=paper.since)
        wish = Wish("executive", "", paper.since, paper.as_at)
        return told_of(ledger, found, wish, form, written(found, form))

    where = f"issued to {MEETING} as its paper 1"
    assert again() == f"It is the same, byte for byte, as the one {where}."
    monkeypatch.setattr(issuing, "version", lambda name: "9.9.9")
    assert team.get("/papers").words.count("the program was 0.1.0 then and 9.9.9 now") == 1
    if form == "docx":
        other = tmp_path / "ours.docx"
        other.write_bytes(template_file().read_bytes() + b" ")
        monkeypatch.setenv(TEMPLATE, str(other))
        assert "the template was" in team.get("/papers").words


def test_a_paper_is_for_an_item_of_a_meeting_to_come(ledger: Ledger, team: Visitor) -> None:
    sent = fill_in(team.get("/papers"), paper="executive", form="pdf", slot=f"{MEETING}:1")
    for wrong, sentence in (
        ({"slot": ""}, "Choose a paper, what it is written as, and the item"),
        ({"slot": f"{MEETING}:9"}, "There is no such item on the agenda."),
        ({"slot": f"{MEETING}:x"}, "Name the item of the agenda"),
        ({"paper": "none"}, "Choose a paper"),
        ({"paper": ""}, "Choose a paper"),
        ({"command": ""}, "Choose a paper"),
        ({"paper": "dispute"}, "A paper of a dispute needs its reference."),
        ({"reference": "DSP-2026-009"}, "There is no DSP-2026-009."),
        ({"since": "soon"}, "“soon” is not a moment."),
        ({"marking": "SECRET"}, "A paper is marked OFFICIAL-SENSITIVE or OFFICIAL."),
    ):
        answer = team.ask("POST", "/papers/issue", {**sent, **wrong})
        assert answer.status_code == 422, wrong
        page = Page(answer.text)
        assert page.filled_in["since"] == {**sent, **wrong}["since"]
        assert sentence in page.words, wrong
    assert issued(ledger) == []


def test_the_papers_for_a_meeting_are_issued_at_once_and_each_once(
    ledger: Ledger, team: Visitor
) -> None:
    load_placeholder(ledger)
    quarrel = dispute(ledger, position="The police cannot meet it.")
    page = team.get(team.get(f"/meetings/{MEETING}").links["Papers to issue"])
    typed = {"paper": ["executive", "actions"], "form": "xlsx", "reference": quarrel.lower()}
    sent = fill_in(page, slot=f"{MEETING}:1", **typed)
    for _ in range(2):  # somebody goes back and sends it again
        done = team.post(f"/papers/issue?meeting={MEETING}", sent)
        assert f'href="/meetings/{MEETING}"' in done.html  # the way back
        titles = [each.title for each in issued(ledger)]
        assert titles == [f"Dispute {quarrel}", "Outstanding risks and decisions", "Actions"]
    answer = team.ask("POST", "/papers/issue", {**sent, "paper": ["changes"], "form": "none"})
    assert Page(answer.text).filled_in["paper"] == "changes"
    assert "MTG-2026-009 is no meeting to come" in team.get("/papers?meeting=mtg-2026-009").words


def test_whoever_keeps_no_meeting_issues_none_and_nobody_makes_what_they_may_not_see(
    ledger: Ledger, team: Visitor, visit: Visit
) -> None:
    issue(team)
    member = visit(Role.SAAS_MEMBER)
    page = member.get("/papers")
    assert "Issue papers to a meeting" not in page.words
    assert "Executive Circular" not in page.words
    assert "Partnership Risk Register" in page.words


def test_a_redaction_names_the_papers_that_were_issued_while_the_words_were_there(
    ledger: Ledger, team: Visitor, visit: Visit, clock: FrozenDateTimeFactory
) -> None:
    told = record(ledger, "Smoke")
    issue(team)
    (paper,) = issued(ledger)
    redaction = redact(ledger, record(ledger, "Flood"))  # said only after the paper
    officer = visit(Role.DATA_PROTECTION)
    assert "Papers that were issued" not in officer.get(f"/redactions/{redaction}").words
    redaction = redact(ledger, told)
    words = officer.get(f"/redactions/{redaction}").words
    assert "Papers that were issued to meetings may hold what was redacted" in words
    assert f"“{paper.title}”, paper 1 of {MEETING}" in words
    assert f"words were redacted in between ({redaction})" in team.get("/papers").words
