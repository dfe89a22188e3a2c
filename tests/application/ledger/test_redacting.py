"""Words that were redacted are nowhere in the database any more, and the log is as it was."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from marshmallow import ValidationError
from sqlalchemy import Connection, inspect, select, text, update

from application.ledger.ledger import Ledger
from application.ledger.log.log_check import check_log
from application.ledger.log.log_files import write_log
from application.ledger.log.log_tables import stored_events, stored_words
from application.ledger.log.tiles import tree_of
from application.ledger.log.words_apart import disclosed, there_and_marked
from application.ledger.storage.sqlite_files import path_of
from domain.kernel.errors import NotAllowedError
from domain.kernel.terms import Role
from domain.risks.risk import Risk
from projections.differences import differences
from projections.rebuild import rebuild
from tests.acts import do, record
from tests.databases import Databases
from tests.partnership import PEOPLE, found
from tests.web.deeds.redactions import agree, propose, redact
from web.nouns import every_projection
from web.running.startup import open_ledger

SECRET = "Zebedee Quill of Mill Lane"
"""Words that stand nowhere else."""


@pytest.fixture
def ledger(databases: Databases) -> Iterator[Ledger]:
    with databases.lend(databases.prepare(found)) as url:
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


def secretive(ledger: Ledger) -> str:
    """A risk whose title and one reason say what they should not."""
    risk = record(ledger, SECRET, raised_in="saas")
    do(ledger, "risk.assess", risk, measure="target", likelihood="1", impact="1", reason=SECRET)
    return risk


def everything_in(connection: Connection) -> str:
    """All rows of all tables, with the words of disclosures as they can be read."""
    tables = inspect(connection).get_table_names()
    queries = [text(f'SELECT * FROM "{each}"') for each in tables]
    rows = [str(row) for each in queries for row in connection.execute(each)]
    words = connection.scalars(select(stored_words.c.disclosures))
    said = [str(disclosed(there)) for each in words if (there := there_and_marked(each)[0])]
    return "\n".join([*rows, *said])


def test_redacted_words_are_in_no_table(ledger: Ledger) -> None:
    risk = secretive(ledger)
    with ledger.reading() as connection:
        assert everything_in(connection).count(SECRET) > 3
        assert "zebedee" in everything_in(connection)
    redact(ledger, risk, "1/title", "2/reason")
    with ledger.reading() as connection:
        assert "ebedee" not in everything_in(connection), "nor what a search goes by"


def test_on_sqlite_they_are_in_no_file_of_the_database(sqlite_databases: Databases) -> None:
    with sqlite_databases.lend(sqlite_databases.prepare(found)) as url:
        ledger = open_ledger(url)
        path = path_of(ledger.engine)
        assert path
        risk = secretive(ledger)
        salted = ledger.log.select_notifications(ledger.position(), 1)[0].words
        sought = (SECRET, salted, "ebedee")  # an index of words shares their beginnings
        assert all(found_in_files(path, each) for each in sought)
        redact(ledger, risk, "1/title", "2/reason")
        assert found_in_files(path, *sought) == []
        ledger.close()
        assert found_in_files(path, *sought) == []


def found_in_files(path: Path, *words: str) -> list[str]:
    """The files of the database and beside it in which any of the words stand."""
    return [
        each.name
        for each in path.parent.glob(f"{path.name}*")
        if any(word.encode() in each.read_bytes() for word in words)
    ]


def test_words_that_go_without_a_redaction_are_found(ledger: Ledger) -> None:
    risk = secretive(ledger)
    position = ledger.position() - 1
    redact(ledger, risk, "2/reason")
    with ledger.writing() as connection:
        connection.execute(
            update(stored_words)
            .where(stored_words.c.position == position)
            .values(disclosures="RED-2026-001:2026-06-10:erasure:title")
        )
    assert sorted(check_log(ledger)) == [
        f"Position {position}: words of it are missing, and no event says that they go.",
        f"Position {position}: “title” is marked as redacted, and no event says it.",
    ]


def test_words_that_stayed_although_they_were_redacted_are_found(ledger: Ledger) -> None:
    risk = secretive(ledger)
    position = ledger.position()
    words = ledger.log.select_notifications(position, 1)[0].words
    redaction = redact(ledger, risk, "2/reason")
    with ledger.writing() as connection:
        connection.execute(
            update(stored_words)
            .where(stored_words.c.position == position)
            .values(disclosures=words)
        )
    [fault] = check_log(ledger)
    assert f"Position {position}: words of it are still there that {redaction} redacted" in fault


def test_a_mark_that_lies_is_found(ledger: Ledger) -> None:
    redact(ledger, secretive(ledger), "2/reason")
    with ledger.writing() as connection:
        connection.execute(
            update(stored_words)
            .where(stored_words.c.disclosures.contains(":reason"))
            .values(disclosures="RED-2026-001:2020-01-01:erasure:reason")
        )
    assert any("not said rightly when and why" in fault for fault in check_log(ledger))


def test_the_log_and_every_root_of_it_stay_as_they_were(ledger: Ledger) -> None:
    risk = secretive(ledger)
    size = ledger.position()
    with ledger.reading() as connection:
        root = tree_of(connection, size).root()
        entries = connection.execute(select(stored_events)).all()
    redact(ledger, risk, "1/title")
    with ledger.reading() as connection:
        assert tree_of(connection, size).root() == root
        assert connection.execute(select(stored_events)).all()[:size] == entries
    assert list(check_log(ledger)) == []


def test_in_their_place_it_is_read_when_and_why_they_went(ledger: Ledger) -> None:
    risk = secretive(ledger)
    redaction = redact(ledger, risk, "1/title")
    title = ledger.get(Risk, risk).title
    assert title.startswith("[redacted on ")
    assert title.endswith(f"because somebody used their right to erasure: {redaction}]")


def test_the_rows_are_those_that_the_log_gives(ledger: Ledger) -> None:
    risk = secretive(ledger)
    do(ledger, "risk.escalate", risk, to="executive", question="Who pays?", reason="No money.")
    redact(ledger, risk, "1/title")
    assert differences(ledger, every_projection()) == []
    do(ledger, "risk.assess", risk, measure="target", likelihood="2", impact="1", reason="More.")
    assert differences(ledger, every_projection()) == []


def test_two_redactions_of_one_item_at_once_both_hold(ledger: Ledger) -> None:
    risk = secretive(ledger)
    both = [propose(ledger, risk, "2/reason"), propose(ledger, risk, "1/title")]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda each: agree(ledger, each), both))
    with ledger.reading() as connection:
        assert "Zebedee" not in everything_in(connection)
    assert list(check_log(ledger)) == []
    assert differences(ledger, every_projection()) == []


def test_the_same_words_are_proposed_once_even_at_once(ledger: Ledger) -> None:
    risk = secretive(ledger)

    def attempt(words: str) -> bool:
        try:
            return bool(propose(ledger, risk, *words.split()))
        except ValidationError:
            return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, ["2/reason", "1/title 2/reason"])) == [False, True]
    [waits] = set(ledger.to_be_redacted().values())
    agree(ledger, waits)
    assert ledger.to_be_redacted() == {}
    with pytest.raises(ValidationError, match="no longer there"):
        propose(ledger, risk, "2/reason")


def test_a_rebuild_brings_nothing_back(ledger: Ledger) -> None:
    redact(ledger, secretive(ledger), "1/title", "2/reason")
    rebuild(ledger, every_projection(), unread=True)
    with ledger.reading() as connection:
        assert "Zebedee" not in everything_in(connection)


def test_an_exported_log_holds_nothing_of_them(ledger: Ledger) -> None:
    redact(ledger, secretive(ledger), "1/title", "2/reason")
    file = io.BytesIO()
    write_log(ledger, file)
    words = [word for line in file.getvalue().decode().split('"') for word in [line]]
    coded = [each for each in words if each.startswith("WyJ")]
    assert coded
    assert "Zebedee" not in str(disclosed(coded))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_nobody_but_an_administrator_proposes(ledger: Ledger, role: Role) -> None:
    risk = secretive(ledger)
    with pytest.raises(NotAllowedError):
        do(ledger, "redaction.propose", by=PEOPLE[role], of=risk, words=["1/title"],
           basis="erasure", reason="A name.")  # fmt: skip


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DATA_PROTECTION}))
def test_nobody_but_the_data_protection_officer_agrees(ledger: Ledger, role: Role) -> None:
    redaction = propose(ledger, secretive(ledger))
    with pytest.raises(NotAllowedError):
        do(ledger, "redaction.agree", redaction, by=PEOPLE[role])
