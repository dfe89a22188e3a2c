"""Bringing a database up to date, whatever its age, and saying what was done."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, delete, inspect, select, text, update

import application.accounts.people
import application.ledger.ledger  # noqa: F401  these define the permanent tables
from application.accounts.side import side_tables
from application.ledger.storage.database import connect, permanent
from application.ledger.storage.faults import StorageError
from migrations import REVISIONS
from projections.partnership.agencies import AGENCIES
from projections.risks.risk_register import RISKS
from projections.search.index import WORDS
from storage.versions import versions
from tests.acts import join, record
from tests.reading import disagreements
from web.nouns import every_projection
from web.running.startup import initialise, open_ledger

PROJECTIONS = [each.name for each in every_projection()]
NAMES = ", ".join(PROJECTIONS)


@pytest.fixture
def engine(database_url: str) -> Engine:
    return connect(database_url)


def test_an_empty_database_is_made_from_nothing(empty_database_url: str) -> None:
    assert initialise(empty_database_url) == [
        "Brought the tables from nothing to version 0001.",
        f"Built from 0 events: {NAMES}.",
    ]
    open_ledger(empty_database_url).close()


def test_nothing_is_done_to_a_database_that_is_up_to_date(database_url: str) -> None:
    ledger = open_ledger(database_url)
    reference = record(ledger)
    ledger.close()
    assert initialise(database_url) == []
    ledger = open_ledger(database_url)
    assert ledger.position() == 1
    assert ledger.history(reference)
    ledger.close()


def test_a_projection_of_an_older_version_is_built_anew(database_url: str) -> None:
    ledger = open_ledger(database_url)
    for number in range(3):
        record(ledger, f"Risk {number}")
    with ledger.writing() as connection:
        older = update(versions).where(versions.c.name == "risks").values(version=0)
        connection.execute(older)
        connection.execute(delete(RISKS.table))
    ledger.close()

    with pytest.raises(StorageError, match="Not up to date: risks"):
        open_ledger(database_url)
    assert initialise(database_url) == ["Built from 3 events: risks."]
    ledger = open_ledger(database_url)
    assert not disagreements(ledger)
    ledger.close()


def test_a_projection_with_other_columns_is_built_anew(database_url: str, engine: Engine) -> None:
    """An older program's table has the same name and other columns."""
    ledger = open_ledger(database_url)
    join(ledger)
    with ledger.writing() as connection:
        connection.execute(text("DROP TABLE agencies"))
        connection.execute(text("CREATE TABLE agencies (reference TEXT, called TEXT)"))
        connection.execute(delete(versions).where(versions.c.name == "agencies"))
    ledger.close()

    assert initialise(database_url) == ["Built from 1 events: agencies."]
    with engine.begin() as connection:
        assert connection.scalars(select(AGENCIES.c.name)).all() == ["Kent Police"]
    engine.dispose()


def test_a_ledger_from_before_projections_had_versions_is_brought_up_to_date(
    database_url: str,
) -> None:
    ledger = open_ledger(database_url)
    record(ledger)
    with ledger.writing() as connection:
        connection.execute(text("DROP TABLE projection_versions"))
    ledger.close()

    with pytest.raises(StorageError, match="Not up to date: partnership, agencies, "):
        open_ledger(database_url)
    assert initialise(database_url) == [f"Built from 1 events: {NAMES}."]
    open_ledger(database_url).close()


def test_what_is_built_tells_how_far_it_is(database_url: str) -> None:
    ledger = open_ledger(database_url)
    for number in range(3):
        record(ledger, f"Risk {number}")
    with ledger.writing() as connection:
        connection.execute(text("DROP TABLE projection_versions"))
    ledger.close()
    told: list[tuple[str, int, int]] = []
    initialise(database_url, progress=lambda *progress: told.append(progress))
    assert told == [("Building the registers", 3, 3)]


def test_an_older_database_is_not_opened(database_url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    engine.dispose()
    with pytest.raises(StorageError, match="The database is not up to date"):
        open_ledger(database_url)


def test_the_program_knows_every_step_that_alembic_finds() -> None:
    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    steps = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(step.revision for step in steps)[::-1] == REVISIONS


def differences(engine: Engine) -> list[Any]:
    """How the permanent tables of a database differ from what the program says of them."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, parents: (
                    kind != "table" or name in permanent.tables
                ),
            },
        )
        found: list[Any] = compare_metadata(context, permanent)
    engine.dispose()
    return found


def test_the_migrations_make_the_tables_that_the_program_uses(engine: Engine) -> None:
    """Otherwise somebody changed a table without writing down how an older one becomes it."""
    assert differences(engine) == []


def test_a_table_that_was_forgotten_would_be_noticed(engine: Engine) -> None:
    """The comparison above sees what it is there for."""
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE accounts ADD COLUMN telephone TEXT"))
        connection.execute(text("ALTER TABLE accounts DROP COLUMN recovery"))
    assert {"remove_column", "add_column"} <= {change[0] for change in differences(engine)}


def test_permanent_tables_and_projections_are_all_there_is(engine: Engine) -> None:
    beside = side_tables.tables if engine.dialect.name == "postgresql" else {}
    registers = {each.table.name for each in every_projection()}
    words = WORDS.tables(engine.dialect.name)
    known = {*permanent.tables, *registers, *words, *beside, versions.name, "alembic_version"}
    assert set(inspect(engine).get_table_names()) == known
    engine.dispose()
