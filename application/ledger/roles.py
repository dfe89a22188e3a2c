"""Who may do what in PostgreSQL: one role owns the tables, another only works with them.

The role that the site runs as can append to the log, and neither change nor delete what stands
there, nor alter a table; so nobody who comes in by the site can. The words, which stand apart from
the log, and the files it can change and not delete, because a redaction takes some of them out:
what is none of the digests in the log is refused wherever it is read, and where any are missing
without an agreed redaction, `verify` says so. `init`, `upgrade`, `rebuild` and
whatever else makes tables works as the owner. Where both are one role, nothing is restricted.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Connection, text

from application.ledger.storage.faults import StorageError

APPENDED_TO = (
    "stored_events", "words", "tiles", "commands", "files", "clock_readings", "checkpoints",
    "countersignatures",
)  # fmt: skip
"""The tables of which no row is ever changed, save by what `REDACTED` says."""
REDACTED = ("words", "files")
"""The tables of which a redaction changes rows."""
READ_ONLY = ("identity", "alembic_version", "projection_versions")
"""What only the owner writes."""


def let_in(connection: Connection, site: URL) -> list[str]:
    """Let the site's role do its work in the tables of this connection's, and nothing else.

    Makes the role if there is none and gives it the password of its address, where the owner may
    do that. Tables that the owner makes later are open to it, too. Returns what was done, in
    sentences. Raises StorageError.
    """
    name = site.username or ""
    quoted = connection.dialect.identifier_preparer.quote(name)
    done = []
    if not _is_there(connection, name):
        if not _makes_roles(connection):
            raise StorageError(
                f"There is no role {name} in the database server. Make it, or give the owner the "
                "right to make roles."
            )
        connection.exec_driver_sql(f"CREATE ROLE {quoted} LOGIN")
        done.append(f"Made the role {name}.")
    if site.password and _makes_roles(connection):
        connection.exec_driver_sql(f"ALTER ROLE {quoted} PASSWORD '{_sealed(connection, site)}'")
    if not _may(connection, name, "INSERT"):
        done.append(
            f"Let {name} append to the log; it can neither change nor delete what is there."
        )
    for statement in _GRANTS:
        connection.exec_driver_sql(statement.format(role=quoted, schema=_schema(connection)))
    return done


def may_alter_the_log(connection: Connection) -> bool:
    """Whether this connection's role could change what stands in the log, or the table itself."""
    return connection.dialect.name == "postgresql" and (
        _owns(connection) or any(_may(connection, None, what) for what in _CHANGES)
    )


def must_own(connection: Connection) -> None:
    """Raises StorageError where this connection's role may not make and alter the tables."""
    if connection.dialect.name == "postgresql" and not _owns(connection):
        raise StorageError(
            "The role of this address may not alter tables. Set SCRUTINY_OWNER_DATABASE_URL to the "
            "address of the tables' owner."
        )


_CHANGES = ("UPDATE", "DELETE", "TRUNCATE", "TRIGGER")
_GRANTS = (
    "REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
    "GRANT USAGE ON SCHEMA {schema} TO {role}",
    "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} "
    "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    f"REVOKE UPDATE, DELETE ON {', '.join(APPENDED_TO)} FROM {{role}}",
    f"GRANT UPDATE ON {', '.join(REDACTED)} TO {{role}}",
    f"REVOKE INSERT, UPDATE, DELETE ON {', '.join(READ_ONLY)} FROM {{role}}",
)


def _schema(connection: Connection) -> str:
    name = str(connection.scalar(text("SELECT current_schema()")))
    return connection.dialect.identifier_preparer.quote(name)


def _is_there(connection: Connection, name: str) -> bool:
    query = text("SELECT 1 FROM pg_roles WHERE rolname = :name")
    return connection.scalar(query, {"name": name}) is not None


def _makes_roles(connection: Connection) -> bool:
    query = text("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    return bool(connection.scalar(query))


def _may(connection: Connection, name: str | None, what: str) -> bool:
    query = text(
        "SELECT has_table_privilege(coalesce(:name, current_user), 'stored_events', :what)"
    )
    return bool(connection.scalar(query, {"name": name, "what": what}))


def _owns(connection: Connection) -> bool:
    """Whether the role is the owner of the log, or there is none yet."""
    query = text(
        "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class "
        "WHERE oid = to_regclass('stored_events')"
    )
    return connection.scalar(query) is not False


def _sealed(connection: Connection, site: URL) -> str:
    """The password as the server keeps it, so that it stands in no statement and no log."""
    driver: Any = connection.connection.driver_connection
    password, name = str(site.password).encode(), str(site.username).encode()
    return str(driver.pgconn.encrypt_password(password, name, b"scram-sha-256").decode())
