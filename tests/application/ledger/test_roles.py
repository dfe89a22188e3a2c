"""The role that the site runs as on PostgreSQL can do all its work, and cannot touch the log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from application.ledger.ledger import Ledger
from application.ledger.roles import APPENDED_TO, READ_ONLY, REDACTED, let_in, may_alter_the_log
from application.ledger.storage.database import connect
from application.ledger.storage.faults import StorageError
from demonstration import load_demo
from projections.rebuild import rebuild
from projections.risks.risk_register import RISKS
from tests.acts import record
from tests.databases import Shared
from tests.reading import disagreements
from tests.web.commanding import Scrutiny
from web.nouns import every_projection
from web.running.startup import initialise, open_ledger

ALTERING = [
    "UPDATE stored_events SET topic = 'Risk.Closed'",
    "DELETE FROM stored_events",
    "TRUNCATE stored_events",
    "DROP TABLE stored_events",
    "ALTER TABLE stored_events ADD COLUMN note text",
    "ALTER TABLE stored_events DISABLE TRIGGER ALL",
    "CREATE TRIGGER t BEFORE UPDATE ON stored_events "
    "EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE RULE r AS ON INSERT TO stored_events DO INSTEAD NOTHING",
    "INSERT INTO stored_events SELECT * FROM stored_events "
    "ON CONFLICT (position) DO UPDATE SET topic = ''",
    "LOCK TABLE stored_events IN ACCESS EXCLUSIVE MODE",
    "CREATE TABLE more (a int)",
    "UPDATE identity SET origin = ''",
    "DELETE FROM alembic_version",
    "DELETE FROM words",
    "DELETE FROM commands",
    f"DROP TABLE {RISKS.table.name}",
]  # fmt: skip


@pytest.fixture
def site(shared_database: Shared) -> Iterator[Ledger]:
    ledger = open_ledger(shared_database.site)
    yield ledger
    ledger.close()


@contextmanager
def as_owner(url: str) -> Iterator[Connection]:
    engine = connect(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def tried(engine: Engine, statement: str) -> str:
    """What the server says to a statement of the site's role."""
    with pytest.raises(ProgrammingError) as refusal, engine.begin() as connection:
        connection.exec_driver_sql(statement)
    return str(refusal.value.orig)


def test_it_writes_all_that_a_partnership_does(site: Ledger) -> None:
    """The demonstration: every kind of item, an import, accounts, what time alone has done."""
    load_demo(site)
    assert site.position() > 500
    assert disagreements(site) == []  # which needs tables of its own for a while


@pytest.mark.parametrize("statement", ALTERING)
def test_it_cannot_alter_what_was_written(site: Ledger, statement: str) -> None:
    record(site)
    before = len(site.history(f"RSK-{site.now().year}-001"))
    words = tried(site.engine, statement)
    assert "permission denied" in words or "must be owner" in words
    assert len(site.history(f"RSK-{site.now().year}-001")) == before
    record(site)


def test_of_every_table_it_may_only_what_the_lists_say(site: Ledger) -> None:
    held = text(
        "SELECT privilege_type FROM information_schema.role_table_grants "
        "WHERE grantee = current_user AND table_name = :table"
    )
    tables = text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    with site.reading() as connection:
        for table in connection.scalars(tables).all():
            may = set(connection.scalars(held, {"table": table}))
            if table in READ_ONLY:
                assert may == {"SELECT"}, table
            elif table in REDACTED:
                assert may == {"SELECT", "INSERT", "UPDATE"}, table
            elif table in APPENDED_TO:
                assert may == {"SELECT", "INSERT"}, table
            else:
                assert may == {"SELECT", "INSERT", "UPDATE", "DELETE"}, table
        assert not may_alter_the_log(connection)


def test_what_the_owner_builds_anew_is_open_to_it(site: Ledger, shared_database: Shared) -> None:
    record(site)
    owner = open_ledger(shared_database.owner)
    rebuild(owner, every_projection())
    with owner.reading() as connection:
        assert may_alter_the_log(connection)
    owner.close()
    record(site)
    assert disagreements(site) == []


def test_setting_up_again_changes_nothing(shared_database: Shared) -> None:
    assert initialise(shared_database.owner, site_url=shared_database.site) == []


def test_its_password_is_that_of_its_address_and_stands_there_sealed(
    shared_database: Shared,
) -> None:
    url = make_url(shared_database.site)
    query = text("SELECT rolpassword FROM pg_authid WHERE rolname = :name")
    with as_owner(shared_database.owner) as connection:
        kept = str(connection.scalar(query, {"name": url.username}))
    assert kept.startswith("SCRAM-SHA-256$")
    assert str(url.password) not in kept


def test_what_only_the_owner_may_do_names_the_setting(
    shared_database: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrutiny = Scrutiny(shared_database.site, monkeypatch)
    assert "SCRUTINY_OWNER_DATABASE_URL" in scrutiny.refuses("rebuild")
    assert "SCRUTINY_OWNER_DATABASE_URL" in scrutiny.refuses("init")

    monkeypatch.setenv("SCRUTINY_OWNER_DATABASE_URL", shared_database.owner)
    assert scrutiny.says("rebuild").startswith("Built anew")
    assert scrutiny("init").exit_code == 0
    scrutiny.says("verify")
    scrutiny.says("tick")


def test_a_missing_role_that_the_owner_may_not_make_is_named(
    shared_database: Shared,
) -> None:
    """As on a server that is somebody else's, whose roles only they make."""
    url = make_url(shared_database.site).set(username="nobody_in_particular")
    with as_owner(shared_database.owner) as connection:
        connection.exec_driver_sql(f"SET ROLE {make_url(shared_database.site).username}")
        with pytest.raises(StorageError, match="There is no role nobody_in_particular"):
            let_in(connection, url)
