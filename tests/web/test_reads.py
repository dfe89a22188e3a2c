"""Who read what: noted after the answer, apart from the business history, and found again."""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from freezegun.api import FrozenDateTimeFactory
from sqlalchemy import Connection, func, select

from application.accounts.reads import KEPT_FOR, Read, ReadLog, forget_old_reads
from application.accounts.side import SideRecords, reads
from application.ledger.ledger import Ledger
from domain.kernel.terms import HANDLING, Role
from tests.acts import do, record
from tests.databases import databases as databases  # on both dialects
from tests.partnership import PEOPLE, name_of
from tests.sites import Patient
from tests.web.conftest import Visit


@pytest.fixture
def noted(app: Flask) -> ReadLog:
    log: ReadLog = app.extensions["reads"]
    log._waiting.clear()  # what was read in other tests
    return log


def count(side: SideRecords) -> int:
    with side.reading() as connection:
        return connection.scalar(select(func.count()).select_from(reads)) or 0


def test_pages_and_files_are_noted_with_who_and_at_which_moment(
    clock: FrozenDateTimeFactory, ledger: Ledger, noted: ReadLog, visit: Visit
) -> None:
    reference, position = record(ledger), ledger.position()
    executive = visit(Role.EXECUTIVE)
    executive.get(f"/risks/{reference.lower()}")
    executive.ask("GET", "/risks.csv?status=all")
    do(ledger, "risk.describe", reference, title="Another", reason="Clearer.")
    executive.get(f"/executive?as-at=%23{position}")
    noted.flush()
    page = visit(Role.AUDITOR).get(f"/reads?person={PEOPLE[Role.EXECUTIVE].id}")
    who = f"{name_of(Role.EXECUTIVE)} Executive member"
    assert [row[1:] for row in page.rows][:3] == [
        [who, f"/executive as-at=%23{position}", f"Position {position}"],
        [who, "/risks.csv status=all", f"Position {position}"],
        [who, f"/risks/{reference.lower()}", f"Position {position}"],
    ]
    assert page.rows[0][0] == "10 June 2026 at 10:00am"


def test_what_the_executive_saw_is_found_and_shown_as_it_stood(
    clock: FrozenDateTimeFactory, ledger: Ledger, noted: ReadLog, visit: Visit
) -> None:
    reference = record(ledger, "As it was")
    visit(Role.EXECUTIVE).get(f"/risks/{reference}")
    visit(Role.BUSINESS_TEAM).get(f"/risks/{reference}")
    clock.tick(timedelta(days=1))
    do(ledger, "risk.describe", reference, title="Another", reason="Clearer.")
    noted.flush()
    auditor = visit(Role.AUDITOR)
    page = auditor.get(f"/reads?role=executive&item={reference}&from=2026-06-10&to=10/06/2026")
    (link,) = [href for words, href in page.links.items() if words.startswith("Position")]
    assert len(page.rows) == 1
    assert auditor.get(link).heading == "As it was"
    for query in ("role=lsp", "from=2026-06-11", "to=2026-06-09", "address=/executive"):
        assert auditor.get(f"/reads?{query}&item={reference}").rows == []


def test_forms_refusals_and_what_is_not_there_are_not_reads(
    ledger: Ledger, noted: ReadLog, side: SideRecords, visit: Visit
) -> None:
    reference = record(ledger)
    member, team = visit(Role.SAAS_MEMBER), visit(Role.BUSINESS_TEAM)
    noted.flush()
    before = count(side)
    member.get(f"/risks/{reference}", status=404)
    member.get("/executive", status=403)
    team.get(f"/risks/{reference}/assess")
    team.get("/account")
    noted.flush()
    assert count(side) == before


def test_nothing_of_it_is_in_the_log(ledger: Ledger, noted: ReadLog, visit: Visit) -> None:
    record(ledger)
    position = ledger.position()
    visit(Role.AUDITOR).get("/risks")
    noted.flush()
    assert ledger.position() == position


def test_what_cannot_be_written_waits_and_is_told_of(side: SideRecords) -> None:
    told: list[str] = []
    place = [_broken()]
    log = Patient(lambda: place[0], failed=told.append)
    log.note(Read("2026-06-10T09:00:00", "p", "", "/risks", "", "", 1))
    log.flush()
    assert told == ["no space"]
    place[0] = side
    log.flush()
    assert count(side) == 1
    log.flush()
    assert (count(side), told) == (1, ["no space"])


def _broken() -> SideRecords:
    def fails() -> None:
        raise OSError("no space")

    broken = object.__new__(SideRecords)
    vars(broken)["writing"] = fails
    return broken


def test_it_is_written_by_itself_a_moment_later(
    side: SideRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("application.accounts.reads.EVERY", 0)
    written = threading.Event()
    writing = side.writing

    @contextmanager
    def told() -> Iterator[Connection]:
        with writing() as connection:
            yield connection
        written.set()

    monkeypatch.setattr(side, "writing", told)
    log = ReadLog(lambda: side, failed=_must_not_fail)
    log.note(Read("2026-06-10T09:00:00", "p", "", "/risks", "", "", 1))
    assert written.wait(30)
    assert count(side) == 1


def test_what_waits_is_written_as_the_records_are_closed_and_nothing_later(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("application.accounts.reads.EVERY", 3600)
    side, again = SideRecords(ledger.engine), SideRecords(ledger.engine)
    log = ReadLog(lambda: side, failed=_must_not_fail)
    log.note(Read("2026-06-10T09:00:00", "p", "", "/risks", "", "", 1))
    writer = log._writer
    assert writer
    assert count(again) == 0
    side.close()
    assert count(again) == 1
    assert not writer.is_alive()
    log.note(Read("2026-06-10T09:00:01", "p", "", "/risks", "", "", 1))
    side.close()
    assert count(again) == 2
    again.close()


def _must_not_fail(why: str) -> None:
    raise AssertionError(why)


def test_it_is_kept_for_a_year(
    clock: FrozenDateTimeFactory, ledger: Ledger, noted: ReadLog, side: SideRecords, visit: Visit
) -> None:
    visit(Role.AUDITOR).get("/risks")
    noted.flush()
    for later, left in ((KEPT_FOR, True), (KEPT_FOR + timedelta(seconds=1), False)):
        with side.writing() as connection:
            forget_old_reads(connection, now=ledger.now() + later)
        assert bool(count(side)) is left


@pytest.mark.parametrize("role", [Role.BUSINESS_TEAM, Role.EXECUTIVE, Role.SAAS_MEMBER])
def test_who_read_what_is_for_those_whose_business_it_is(role: Role, visit: Visit) -> None:
    for address in ("/reads", "/reads.csv", "/access-log"):
        visit(role).get(address, status=403)


def test_the_data_protection_officer_finds_who_read_it_and_takes_it_along(
    clock: FrozenDateTimeFactory, ledger: Ledger, noted: ReadLog, visit: Visit
) -> None:
    reference, another = record(ledger), record(ledger, "Another")
    for item in (reference, another):
        visit(Role.EXECUTIVE).get(f"/risks/{item}?search==1")
    noted.flush()
    officer = visit(Role.DATA_PROTECTION)
    page = officer.get(officer.get("/audit").links["who read what"])
    assert officer.get(page.links["Who signed in"]).heading == "Access log"
    page = officer.get(f"/reads?item={reference}")
    assert len(page.rows) == 1
    lines = list(csv.DictReader(officer.ask("GET", page.links["CSV"]).text[1:].splitlines()))
    wanted = ("When", "Who", "Roles", "Page", "Item", "Handling")
    assert [tuple(line[name][:60] for name in wanted) for line in lines] == [
        ("2026-06-10T10:00:00+01:00", name_of(Role.EXECUTIVE), "Executive member",
         f"/risks/{reference}", reference, HANDLING),
    ]  # fmt: skip
    assert lines[0]["As it stood at position"] == str(ledger.position())
    assert officer.ask("GET", page.links["Excel"]).data[:2] == b"PK"
    assert officer.ask("GET", page.links["JSON"]).json["reads"][0]["item"] == reference
