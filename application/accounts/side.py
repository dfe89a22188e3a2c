"""Side records: sessions, tries to sign in, files that are not recorded yet, the access log. They
never share the log's lock.

On SQLite they stand in a file of their own, whose name is the database's with `-side` behind it; on
PostgreSQL in plain tables of the same database. Their transactions are short and their own: never
open one inside `ledger.writing()`.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    inspect,
)

from application.ledger.log.log_tables import whole_number
from application.ledger.storage.database import begun, begun_to_read, connect, for_writing
from application.ledger.storage.faults import FAULTS

PATIENCE = 2_000
"""Milliseconds that a side record waits for another one: each is written in a few."""

side_tables = MetaData()
"""The tables of the side records; on SQLite in their own file."""

sessions = Table(
    "sessions",
    side_tables,
    Column("token", String(64), primary_key=True),  # SHA-256 of what the browser holds
    Column("person", String(64), nullable=False),
    Column("started_at", String(32), nullable=False),
    Column("seen_at", String(32), nullable=False),
    Column("proved_at", String(32), nullable=False),
    Column("address", String(64), nullable=False),
    Column("browser", String(200), nullable=False),
    Index("ix_sessions_person", "person"),
)
"""`proved_at`: when the person last proved who they are; "" as long as a code is still wanted."""
tries = Table(
    "sign_in_tries",
    side_tables,
    Column("who", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("tried_at", String(32), nullable=False),
    Column("free_at", String(32), nullable=False),
    Column("refusal_noted", String(32), nullable=False),
    Index("ix_sign_in_tries_tried_at", "tried_at"),
)
spent_codes = Table(
    "spent_codes",
    side_tables,
    Column("person", String(64), primary_key=True),
    Column("code", String(80), primary_key=True),
    Column("at", String(32), nullable=False),
)
kept_words = Table(
    "kept_words",
    side_tables,
    Column("person", String(64), primary_key=True),
    Column("address", String(500), primary_key=True),
    Column("called", String(200), nullable=False),
    Column("words", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Index("ix_kept_words_at", "at"),
)
minute_drafts = Table(
    "minute_drafts",
    side_tables,
    Column("meeting", String(64), primary_key=True),
    Column("item", Integer, primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("words", Text, nullable=False),
    Column("minute", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(32), nullable=False),
    Index("ix_minute_drafts_at", "at"),
)
"""`person`: whose words could not be saved over another’s; "" for the draft itself."""
seen_up_to = Table(
    "seen_up_to",
    side_tables,
    Column("person", String(64), primary_key=True),
    Column("position", whole_number, nullable=False),
    Column("at", String(32), nullable=False),
)
uploads = Table(
    "uploads",
    side_tables,
    Column("id", String(32), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("at", String(32), nullable=False),
    Index("ix_uploads_person", "person"),
    Index("ix_uploads_at", "at"),
)
access_log = Table(
    "access_log",
    side_tables,
    Column("id", whole_number, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("what", String(40), nullable=False),
    Column("person", String(64), nullable=False),
    Column("by", String(64), nullable=False),
    Column("stranger", Text, nullable=False),
    Column("address", String(64), nullable=False),
    Index("ix_access_log_at", "at"),
    Index("ix_access_log_person", "person", "at"),
)


signs = Table(
    "signs",
    side_tables,
    Column("name", String(40), primary_key=True),
    Column("at", String(32), nullable=False),
)


reads = Table(
    "reads",
    side_tables,
    Column("id", whole_number, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("person", String(64), nullable=False),
    Column("roles", String(200), nullable=False),
    Column("page", String(250), nullable=False),
    Column("query", Text, nullable=False),
    Column("item", String(250), nullable=False),
    Column("position", whole_number, nullable=False),
    Index("ix_reads_at", "at"),
    Index("ix_reads_person", "person", "id"),
    Index("ix_reads_item", "item", "id"),
    Index("ix_reads_page", "page", "id"),
)
"""What was read; `position`: up to which of the log the page showed."""

verifications = Table(
    "verifications",
    side_tables,
    Column("at", String(32), primary_key=True),
    Column("size", whole_number, nullable=False),
    Column("root", String(64), nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("found", Text, nullable=False),
)
"""What `scrutiny verify` found: of how many events, with which root, and JSON by area."""


class SideRecords:
    """The side records of one ledger.

    `key` keeps what strangers typed from being read back out of its digests; without one, digests
    are good for this process only. Raises nothing where the records cannot be made: whoever needs
    them is told by the fault of the database, and everybody else goes on.
    """

    def __init__(self, ledgers: Engine, *, key: bytes = b"") -> None:
        self.in_ledger = ledgers.dialect.name == "postgresql"
        """Whether they can be read in one statement with what the ledger's database holds."""
        self.engine = _engine(ledgers)
        self._waiting = for_writing(self.engine, patience=PATIENCE)
        self._at_once = for_writing(self.engine, patience=1)
        self._key = key or secrets.token_bytes(32)
        self._before_close: list[Callable[[], object]] = []
        if not self.in_ledger:
            with suppress(*FAULTS, OSError):
                make_side_tables(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with begun_to_read(self.engine) as connection:
            yield connection

    @contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[Connection]:
        """A transaction of its own, committed at the end or rolled back whole.

        Without `wait` it fails at once where another one is being written: for what may as well be
        noted later.
        """
        with begun(self._waiting if wait else self._at_once) as connection:
            yield connection

    def digest(self, words: str) -> str:
        """Stands for words that are not to be kept as they are; the same words give the same."""
        return hmac.new(self._key, words.encode(errors="replace"), hashlib.sha256).hexdigest()

    def before_close(self, last: Callable[[], object]) -> None:
        """Do this once more before the records are closed."""
        self._before_close.append(last)

    def close(self) -> None:
        """Write what waits to be written, and let go of the database."""
        while self._before_close:
            self._before_close.pop()()
        self.engine.dispose()


@contextmanager
def at_once(engine: Engine) -> Iterator[Connection]:
    """A transaction beside the log's, in its database, that fails where it would have to wait.

    It appends nothing, so it does not take the log's lock.
    """
    with begun(for_writing(engine, patience=1)) as connection:
        yield connection


def make_side_tables(engine: Engine) -> None:
    """Make what is missing of the side records: in this database on PostgreSQL, and on SQLite in a
    file beside it, or in it where it is that file.

    Raises one of FAULTS, or OSError, where they cannot be made.
    """
    beside = _engine(engine)
    try:
        if set(side_tables.tables) - set(inspect(beside).get_table_names()):
            with for_writing(beside).begin() as connection:
                side_tables.create_all(connection)
    finally:
        beside.dispose()


def side_file(database: str) -> str:
    """The file of the side records of a SQLite database."""
    return database if database.endswith(_SUFFIX) else f"{database}{_SUFFIX}"


_SUFFIX = "-side"


def _engine(ledgers: Engine) -> Engine:
    url = ledgers.url
    if ledgers.dialect.name == "sqlite":
        url = url.set(database=side_file(url.database or ""))
    return connect(url.render_as_string(hide_password=False))
