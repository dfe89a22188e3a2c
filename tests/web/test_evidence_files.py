"""Files as evidence: chosen in a form, stored by their hash, and had by whoever sees the item."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlalchemy import func, select, update

from application.accounts.side import SideRecords, uploads
from application.accounts.uploads import forget_old_uploads
from application.doing.chosen_files import LARGEST
from application.ledger.files import files
from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do, record
from tests.partnership import PASSWORD
from tests.web.conftest import Visit
from tests.web.page import Page
from tests.web.visitor import Visitor, fill_in
from web.items.files import FILE_POLICY

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
TYPED = {"kind": "audit", "title": "Dip sample"}


def send(
    visitor: Visitor, form: str, name: str, content: bytes, *, status: int = 200, **typed: str
) -> Page:
    """Fill in the form of an item and choose a file."""
    page = visitor.get(form)
    sent = fill_in(page, **typed) | {"file": (content, name)}
    return visitor.post(form, sent, status=status)


def count(ledger: Ledger) -> int:
    with ledger.reading() as connection:
        return connection.scalar(select(func.count()).select_from(files)) or 0


@pytest.fixture
def risk(ledger: Ledger) -> str:
    return record(ledger, "Late discussions", raised_in="saas", owner_agency="kent-police")


def test_a_file_is_stored_with_its_event_and_had_as_an_attachment(
    risk: str, ledger: Ledger, visit: Visit
) -> None:
    member = visit(Role.SAAS_MEMBER)
    page = member.get(f"/risks/{risk}/add-evidence")
    assert page.form["enctype"] == "multipart/form-data"
    send(member, f"/risks/{risk}/add-evidence", "../Dip “sample”.pdf", PDF, **TYPED)
    [event] = [each for each in ledger.history(risk) if hasattr(each, "sha256")]
    digest = hashlib.sha256(PDF).hexdigest()
    assert (event.file_name, event.format, event.size, event.sha256) == (
        "Dip “sample”.pdf", "pdf", len(PDF), digest,
    )  # fmt: skip
    page = visit(Role.AUDITOR).get(f"/risks/{risk}")
    assert f"1. Dip sample Not checked Audit: Dip “sample”.pdf, {len(PDF)} bytes." in page.words
    assert digest in page.words
    answer = member.ask("GET", page.links["Dip sample"])
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert answer.headers["Content-Security-Policy"] == FILE_POLICY


def test_the_same_file_is_stored_once(risk: str, ledger: Ledger, visit: Visit) -> None:
    member = visit(Role.SAAS_MEMBER)
    for name in ("one.pdf", "other.pdf"):
        send(member, f"/risks/{risk}/add-evidence", name, PDF, **TYPED)
    assert count(ledger) == 1


def test_a_form_that_comes_back_keeps_the_file(
    risk: str, ledger: Ledger, side: SideRecords, visit: Visit
) -> None:
    member, form = visit(Role.SAAS_MEMBER), f"/risks/{risk}/add-evidence"
    member.get(form)
    again = send(member, form, "sample.pdf", PDF, status=422, kind="audit", title="")
    assert again.errors == {"Enter a title.": "#title"}
    assert "You chose sample.pdf, and it is kept" in again.words
    assert count(ledger) == 0
    page = member.submit(again, title="Dip sample")
    assert page.history[0] == "Added evidence 1: Dip sample."
    assert count(ledger) == 1
    with side.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(uploads)) == 0


def test_a_file_that_is_kept_can_be_left_out(risk: str, ledger: Ledger, visit: Visit) -> None:
    member, form = visit(Role.SAAS_MEMBER), f"/risks/{risk}/add-evidence"
    link = "https://evidence.example/1"
    both = send(member, form, "sample.pdf", PDF, status=422, link=link, **TYPED)
    assert list(both.errors) == ["Select a file or enter a link, not both."]
    sent = fill_in(both) | {"file-left-out": "yes"}
    assert "Added evidence 1: Dip sample." in member.post(form, sent).history[0]
    assert count(ledger) == 0


def test_nobody_sends_a_file_that_somebody_else_chose(
    risk: str, ledger: Ledger, visit: Visit
) -> None:
    form = f"/risks/{risk}/add-evidence"
    again = send(visit(Role.SAAS_MEMBER), form, "a.pdf", PDF, status=422, kind="audit", title="")
    other = visit(Role.SCRUTINEER)
    sent = fill_in(other.get(form), **TYPED) | {"file-kept": again.filled_in["file-kept"]}
    refused = other.post(form, sent, status=422)
    assert list(refused.errors) == ["Select a file, or enter a link."]
    assert count(ledger) == 0


def test_what_somebody_else_did_meanwhile_keeps_the_file_too(
    risk: str, ledger: Ledger, visit: Visit
) -> None:
    member, form = visit(Role.SAAS_MEMBER), f"/risks/{risk}/add-evidence"
    page = member.get(form)
    do(ledger, "risk.add_control", risk, text="A weekly look")
    sent = fill_in(page, **TYPED) | {"file": (PDF, "sample.pdf")}
    again = member.post(form, sent, status=409)
    assert "You chose sample.pdf, and it is kept" in again.words
    assert member.submit(again).history[0] == "Added evidence 1: Dip sample."


def macros() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        for name in ("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"):
            parts.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("setup.exe", b"MZ\0\0", "“setup.exe” is not a kind of file that is taken."),
        ("page.html", b"<html>", "“page.html” is not a kind of file that is taken."),
        ("picture.svg", b"<svg/>", "“picture.svg” is not a kind of file that is taken."),
        ("sample", b"words", "“sample” is not a kind of file that is taken."),
        ("sample.pdf.lnk", b"L\0", "“sample.pdf.lnk” is not a kind of file that is taken."),
        ("sample.pdf", b"<html>", "“sample.pdf” does not hold what its name says"),
        ("sample.txt", b"<!DOCTYPE html>", "“sample.txt” does not hold what its name says"),
        ("sample.csv", b"MZ\0\0", "“sample.csv” does not hold what its name says"),
        ("letter.docx", macros(), "“letter.docx” does not hold what its name says"),
        ("letter.odt", b"PK\x03\x04", "“letter.odt” does not hold what its name says"),
        ("empty.txt", b"", "“empty.txt” is empty."),
        ("large.txt", b"a" * (LARGEST + 1), "“large.txt” is larger than 10 MB."),
    ],
    ids=lambda each: each if isinstance(each, str) and "“" not in each else "",
)
def test_what_is_not_taken_is_told_in_a_sentence_and_keeps_the_words(
    name: str, content: bytes, said: str, risk: str, ledger: Ledger, visit: Visit
) -> None:
    member = visit(Role.SAAS_MEMBER)
    again = send(member, f"/risks/{risk}/add-evidence", name, content, status=422, **TYPED)
    [(sentence, field)] = again.errors.items()
    assert (sentence.startswith(said), field) == (True, "#file"), sentence
    assert again.filled_in["title"] == "Dip sample"
    assert "it is kept" not in again.words
    assert count(ledger) == 0


def test_the_name_of_a_file_is_looked_at_for_a_child_s_details(
    risk: str, ledger: Ledger, visit: Visit
) -> None:
    member, name = visit(Role.SAAS_MEMBER), "A child 943 476 5919.pdf"
    again = send(member, f"/risks/{risk}/add-evidence", name, PDF, status=422, **TYPED)
    assert "“File” holds what looks like an NHS number." in again.errors
    assert member.submit(again, no_child="true").history[1] == "Added evidence 1: Dip sample."


def test_only_evidence_with_a_file_has_one_to_be_had(
    risk: str, ledger: Ledger, visit: Visit
) -> None:
    """The address of a link, of a number that is none, and of an item that is none."""
    link = "https://evidence.example/1"
    do(ledger, "risk.add_evidence", risk, kind="data", title="Sample", link=link)
    visitor = visit(Role.AUDITOR)
    assert visitor.get(f"/risks/{risk}").links["Sample"] == link
    for address in (f"{risk}/evidence/1", f"{risk}/evidence/2", "RSK-2026-999/evidence/1"):
        visitor.get(f"/risks/{address}", status=404)


def test_a_file_that_is_not_what_was_put_forward_is_not_given_out(
    risk: str, ledger: Ledger, visit: Visit
) -> None:
    member = visit(Role.SAAS_MEMBER)
    send(member, f"/risks/{risk}/add-evidence", "sample.pdf", PDF, **TYPED)
    with ledger.writing() as connection:
        connection.execute(update(files).values(content=PDF + b"more"))
    page = member.get(f"/risks/{risk}/evidence/1", status=500)
    assert "The file is no longer what was put forward." in page.words


def test_sight_of_a_file_is_sight_of_its_item(ledger: Ledger, visit: Visit) -> None:
    """Each role, each risk, and now as well as at the moment when it was added."""
    council = {"owner_agency": "kent-county-council"}
    risks = [
        record(ledger, "Owned by the police", owner_agency="kent-police"),
        record(ledger, "Raised in SAAS", raised_in="saas", **council),
        record(ledger, "Hidden", raised_in="executive", **council),
    ]
    for risk in risks:
        file = {"name": "sample.txt", "content": f"A sample of {risk}."}
        do(ledger, "risk.add_evidence", risk, kind="data", title="Sample", file=file)
    then = f"?as-at=%23{ledger.position()}"
    seen = {}
    for role in Role:
        visitor = visit(role)
        for risk in risks:
            page = visitor.ask("GET", f"/risks/{risk}").status_code
            for when in ("", then):
                got = visitor.ask("GET", f"/risks/{risk}/evidence/1{when}")
                assert got.status_code == page, f"{role} {risk}{when}"
                assert (f"A sample of {risk}." in got.text) == (page == 200)
            seen[role, risk] = page
    assert set(seen.values()) == {200, 404}
    before = f"?as-at=%23{ledger.position() - 3}"
    assert (
        visit(Role.AUDITOR).ask("GET", f"/risks/{risks[0]}/evidence/1{before}").status_code == 404
    )


def test_a_file_that_was_sent_after_the_session_had_ended_is_there_after_signing_in(
    risk: str, ledger: Ledger, clock: FrozenDateTimeFactory, visit: Visit
) -> None:
    member, form = visit(Role.SAAS_MEMBER), f"/risks/{risk}/add-evidence"
    page = member.get(form)
    clock.tick(timedelta(minutes=31))
    sent = fill_in(page, **TYPED) | {"file": (PDF, "sample.pdf")}
    out = member.post(form, sent, status=403)
    signing_in = member.get(out.links["Sign in"])
    again = member.submit(signing_in, name=Role.SAAS_MEMBER, password=PASSWORD)
    assert again.filled_in["title"] == "Dip sample"
    assert "You chose sample.pdf, and it is kept" in again.words
    assert count(ledger) == 0
    assert member.submit(again).history[0] == "Added evidence 1: Dip sample."
    assert count(ledger) == 1


def test_files_that_nobody_sent_again_are_few_and_gone_after_a_day(
    risk: str, clock: FrozenDateTimeFactory, side: SideRecords, visit: Visit
) -> None:
    member, form = visit(Role.SAAS_MEMBER), f"/risks/{risk}/add-evidence"
    for number in range(5):
        send(member, form, f"{number}.pdf", PDF, status=422, kind="audit", title="")
        clock.tick(timedelta(seconds=1))
    assert names_kept(side) == ["2.pdf", "3.pdf", "4.pdf"]
    clock.tick(timedelta(days=1))
    with side.writing() as connection:
        forget_old_uploads(connection, now=datetime.now(UTC))
    assert names_kept(side) == []


def names_kept(side: SideRecords) -> list[str]:
    with side.reading() as connection:
        return sorted(connection.scalars(select(uploads.c.name)))
