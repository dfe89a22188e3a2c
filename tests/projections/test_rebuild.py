"""Registers are disposable: built anew while others write, and checked against the log."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from typing import Any

import pytest
from sqlalchemy import Table, delete, func, insert, inspect, select, text, update

from application.ledger.ledger import Ledger
from application.ledger.log.log_tables import stored_events
from domain.kernel.days.happened import Happened
from domain.kernel.vocabulary import Vocabulary, speaking
from domain.procedure.procedure import Procedure
from projections.audit.audit_trail import AuditTrail, audit_trail
from projections.differences import differences
from projections.rebuild import outdated, rebuild
from projections.register import Register
from projections.risks.risk_register import RISKS
from storage.versions import versions
from tests.acts import CHAIR, do, record
from tests.databases import Databases
from tests.examples import aggregates
from tests.history import little_of_everything
from tests.reading import disagreements
from tests.tampering import retold
from web.nouns import every_projection
from web.running.startup import open_ledger

EVERY = every_projection()
FIRST = "RSK-2026-001"


def content(ledger: Ledger, table: Table = RISKS.table) -> list[Any]:
    with ledger.reading() as connection:
        return list(connection.execute(select(table).order_by(*table.primary_key)).tuples())


def contents(ledger: Ledger) -> dict[str, list[Any]]:
    return {each.name: content(ledger, each.table) for each in EVERY}


def shape(ledger: Ledger) -> dict[str, set[str | None]]:
    """Every table, with the names of its indexes."""
    with ledger.reading() as connection:
        found: dict[str, set[str | None]] = {
            table: set() for table in inspect(connection).get_table_names()
        }
        # SQLAlchemy does not tell of those over what a column comes to.
        for table, index in connection.exec_driver_sql(_INDEXES[ledger.engine.dialect.name]):
            found[table].add(index)
        return found


_INDEXES = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public'"
    " AND indexname NOT LIKE '%%_pkey'",
}


def test_no_row_hangs_on_the_words_that_are_spoken_when_it_is_worked_out(
    databases: Databases,
) -> None:
    """They are the partnership's, and whoever verifies or rebuilds need not speak any: an honest
    ledger would be called altered, or altered by a rebuild."""
    others = Vocabulary(**{each.name: f"the sly {each.name}" for each in fields(Vocabulary)})
    with databases.lend(databases.prepare(little_of_everything)) as url:
        ledger = open_ledger(url)
        with speaking(lambda: others):
            assert differences(ledger, EVERY) == []
        ledger.close()


def test_every_item_has_a_register() -> None:
    items = {each.item for each in EVERY if isinstance(each, Register)}
    # There is one procedure, which is read whole.
    assert items == {*aggregates()} - {Procedure}


# Built anew


def test_what_is_built_anew_is_the_same_and_the_ledger_goes_on(history: Ledger) -> None:
    before, there = contents(history), shape(history)
    for _ in range(2):
        assert rebuild(history, EVERY) == history.position()
        assert (contents(history), shape(history)) == (before, there)
    assert all(there[each.table.name] for each in EVERY)
    do(history, "risk.add_control", FIRST, text="x")
    do(history, "agency.add_alias", "kent-police", alias="The Constabulary")
    do(history, "role.give", person="3", role="auditor")
    record(history, "Another")
    assert disagreements(history) == []
    assert shape(history) == there, "nothing of a check or a build is left"


def test_a_lost_table_is_built_anew(history: Ledger) -> None:
    before = content(history)
    with history.writing() as connection:
        RISKS.table.drop(connection)
    rebuild(history, [RISKS])
    assert content(history) == before


def test_a_build_that_was_broken_off_is_begun_again(history: Ledger) -> None:
    def broken_off(*progress: Any) -> None:
        raise KeyboardInterrupt

    before = content(history)
    with pytest.raises(KeyboardInterrupt):
        rebuild(history, [RISKS], progress=broken_off)
    assert content(history) == before
    rebuild(history, [RISKS])
    assert content(history) == before


def test_it_is_built_in_batches_and_says_how_far_it_is(
    history: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projections.given.BATCH", 10)
    told: list[tuple[str, int, int]] = []
    rebuild(history, [AuditTrail()], progress=lambda *progress: told.append(progress))
    last, done = history.position(), [each[1] for each in told]
    assert {(each[0], each[2]) for each in told} == {("Building the registers", last)}
    assert len(done) > 3
    assert done == sorted(done)
    assert done[-1] == last


def test_an_empty_ledger_has_empty_registers(ledger_on_each: Ledger) -> None:
    assert rebuild(ledger_on_each, EVERY) == 0
    assert not any(contents(ledger_on_each).values())


def test_others_write_and_read_while_it_is_built(
    history: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two batches somebody records a risk, and the old rows can still be read."""
    monkeypatch.setattr("projections.given.BATCH", 3)
    seen = []

    def meanwhile(*progress: Any) -> None:
        with ThreadPoolExecutor(max_workers=1) as thread:
            thread.submit(record, history, f"While {len(seen)}").result(timeout=30)
            seen.append(len(thread.submit(content, history).result(timeout=30)))

    before = len(content(history))
    assert rebuild(history, [RISKS], progress=meanwhile) == history.position()
    assert seen == [*range(before + 1, before + len(seen) + 1)]
    assert len(seen) >= 3
    assert differences(history, [RISKS]) == []


def test_a_reader_from_before_sees_the_rows_that_it_began_with(history: Ledger) -> None:
    """And keeps nobody waiting, as long as it may read."""
    with history.reading() as before:
        rows = before.execute(select(RISKS.table)).all()
        with ThreadPoolExecutor(max_workers=1) as thread:
            thread.submit(spoil, history).result(timeout=30)
            thread.submit(rebuild, history, EVERY).result(timeout=60)
        assert before.execute(select(RISKS.table)).all() == rows
    assert disagreements(history) == []


def spoil(ledger: Ledger) -> None:
    """Let the register of risks lack a row, have one too many, and say something else."""
    with ledger.writing() as connection:
        [first, second, third] = connection.scalars(
            select(RISKS.c.since).where(RISKS.c.until.is_(None)).order_by(RISKS.c.since).limit(3)
        ).all()
        connection.execute(delete(RISKS.table).where(RISKS.c.since == first))
        connection.execute(update(RISKS.table).where(RISKS.c.since == second).values(title="?"))
        row = connection.execute(select(RISKS.table).where(RISKS.c.since == third)).mappings().one()
        other = {**row, "since": 10_000, "reference": "RSK-1999-001"}
        connection.execute(insert(RISKS.table), other)


def test_what_is_wrong_is_put_right_though_it_has_ended_meanwhile(history: Ledger) -> None:
    """Between the look and the mending somebody goes on with the very items."""
    references = [row.reference for row in content(history) if row.until is None]
    spoil(history)

    def meanwhile(*progress: Any) -> None:
        if references:
            with ThreadPoolExecutor(max_workers=1) as thread:
                for reference in set(references):
                    thread.submit(
                        do, history, "risk.add_control", reference, text="Meanwhile"
                    ).exception(timeout=30)
            references.clear()

    rebuild(history, EVERY, progress=meanwhile)
    assert not references
    assert disagreements(history) == []


def test_a_row_that_stands_there_twice_is_found_and_put_right(history: Ledger) -> None:
    """As only a table can have it that lost its key."""
    with history.writing() as connection:
        connection.execute(text(f"CREATE TABLE doubled AS SELECT * FROM {audit_trail.name}"))
        connection.execute(text(f"INSERT INTO doubled SELECT * FROM {audit_trail.name} LIMIT 2"))
        connection.execute(text(f"DROP TABLE {audit_trail.name}"))
        connection.execute(text(f"ALTER TABLE doubled RENAME TO {audit_trail.name}"))
    assert [words.partition(" stands ")[2] for words in disagreements(history)] == [
        "there more than once."
    ] * 2
    rebuild(history, [AuditTrail()])
    assert disagreements(history) == []


def test_where_nothing_is_wrong_nobody_waits_for_a_rebuild(history: Ledger) -> None:
    """It does not even ask for the lock that somebody else holds."""
    with history.writing(), ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(rebuild, history, EVERY).result(timeout=10)


# Versions


def test_what_was_never_built_is_out_of_date(ledger_on_each: Ledger) -> None:
    with ledger_on_each.writing() as connection:
        assert outdated(connection, EVERY) == []
        connection.execute(delete(versions).where(versions.c.name == "agencies"))
        assert [each.name for each in outdated(connection, EVERY)] == ["agencies"]
        versions.drop(connection)
        assert outdated(connection, EVERY) == EVERY


def test_a_register_of_another_version_is_out_of_date(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RISKS, "version", RISKS.version + 1)
    with ledger.reading() as connection:
        assert outdated(connection, EVERY) == [RISKS]
    rebuild(ledger, [RISKS])
    with ledger.reading() as connection:
        assert outdated(connection, EVERY) == []


# Differences


def test_a_row_that_somebody_altered_is_found(history: Ledger) -> None:
    here = (RISKS.c.reference == FIRST) & RISKS.c.until.is_(None)
    with history.writing() as connection:
        since = connection.scalar(select(RISKS.c.since).where(here))
        connection.execute(update(RISKS.table).where(here).values(current_figure=1))
    assert disagreements(history) == [
        f"risks: the row of {FIRST} from position {since} is not what the log gives.",
    ]


def test_a_truth_of_another_kind_is_found(history: Ledger) -> None:
    """SQLite takes any number for a boolean, which would be read as true; PostgreSQL does not."""
    other = "5" if history.engine.dialect.name == "sqlite" else "FALSE"
    risk = record(history, "Twice", raised_in="saas")
    do(history, "risk.say_in_error", risk, reason="Twice.")
    do(history, "risk.agree_in_error", risk, by=CHAIR)
    assert disagreements(history) == []
    alter = f"UPDATE {RISKS.table.name} SET in_error = {other} WHERE in_error AND reference = :it"
    with history.writing() as connection:
        connection.execute(text(alter), {"it": risk})
    [told] = disagreements(history)
    assert f"the row of {risk} from position" in told


def test_a_row_that_somebody_removed_is_found(history: Ledger) -> None:
    with history.writing() as connection:
        connection.execute(delete(audit_trail).where(audit_trail.c.position == 1))
    assert disagreements(history) == [
        "audit_trail: the row of kent-police from position 1 is missing."
    ]


def test_a_row_that_somebody_added_is_found(history: Ledger) -> None:
    with history.writing() as connection:
        query = select(audit_trail).order_by(audit_trail.c.position).limit(1)
        line = connection.execute(query).mappings().one()
        connection.execute(insert(audit_trail), {**line, "position": 1000})
    assert disagreements(history) == [
        "audit_trail: the row of kent-police from position 1000 is not what the log gives."
    ]


@pytest.mark.parametrize(
    ("topic", "alteration", "found_by"),
    [
        ("Risk.Recorded", {"title": "Another title"}, {"risks", "search", "audit_trail"}),
        ("Risk.Assessed", {"figure": 1}, {"risks", "audit_trail"}),
        ("Risk.Merged", {"reason": "Another reason"}, {"risks", "search", "audit_trail"}),
        ("Agency.Renamed", {"name": "Another Police"}, {"agencies", "search", "audit_trail"}),
        ("RoleGrant.Granted", {"person": "another"}, {"role_grants"}),
    ],
)
def test_an_event_that_somebody_altered_is_found(
    history: Ledger, topic: str, alteration: dict[str, Any], found_by: set[str]
) -> None:
    log = stored_events.c
    with history.reading() as connection:
        query = select(log.position).where(log.topic == topic).order_by(log.position)
        position = connection.scalars(query).first()
    assert position
    retold(history, position, **alteration)
    assert {words.split(":")[0] for words in disagreements(history)} == found_by


def test_the_last_event_removed_is_found(history: Ledger) -> None:
    with history.writing() as connection:
        last = select(func.max(stored_events.c.position)).scalar_subquery()
        connection.execute(delete(stored_events).where(stored_events.c.position == last))
    assert disagreements(history)


def test_no_more_than_a_few_differences_of_a_kind_are_listed(ledger: Ledger) -> None:
    for number in range(10):
        record(ledger, f"Risk {number}")
    with ledger.writing() as connection:
        connection.execute(update(RISKS.table).values(title="Altered"))
    assert len(disagreements(ledger)) == 5


def test_they_are_looked_for_while_others_write(history: Ledger) -> None:
    class Writing(AuditTrail):
        """Somebody records a risk in the middle of the check."""

        def row(self, happened: Happened) -> dict[str, Any]:
            if happened.position == 4:
                with ThreadPoolExecutor(max_workers=1) as thread:
                    thread.submit(record, history, "In the middle").result(timeout=30)
            return super().row(happened)

    before = history.position()
    assert differences(history, [Writing()]) == []
    assert history.position() == before + 1
