"""The files of a SQLite database: nobody else's to read, and the same ones while we write.

SQLite does not notice that a file was deleted or replaced under it: it goes on writing into one
that has no name any more, and what it confirmed is gone with the program. So each connection
remembers which files it opened, and a look at their names tells whether they still are those.
A copy that is opened under another name is another database, and no business of these lines.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from urllib.parse import quote

from sqlalchemy import Engine

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database's file, by the ends of their names."""
OWNER_ONLY = 0o600
_Which = tuple[int, int] | None
"""The device and number of a file, which its name alone does not tell; None: there is none."""
_Stamp = tuple[int, int] | None
"""When a file was last written to, and its size."""


def path_of(engine: Engine) -> Path | None:
    """Where the database's file is, in full; None for PostgreSQL and for one that has no file."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name.startswith((":memory:", "file:")):
        return None
    return Path(name).absolute()


def keep_private(path: Path) -> None:
    """Let nobody but its owner use a database's file; one that is not there is made so.

    What belongs to another user is left as it is. SQLite gives the files beside it the same mode.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, OWNER_ONLY))
    except FileExistsError:
        for suffix in ("", *BESIDE):
            _close_to_others(Path(f"{path}{suffix}"))
    except OSError:
        pass  # opening it says why it cannot be


def _close_to_others(path: Path) -> None:
    try:
        now = path.stat()
        if S_ISREG(now.st_mode) and now.st_mode & 0o077 and now.st_uid == os.geteuid():
            path.chmod(OWNER_ONLY)
    except OSError:
        pass  # not there, or gone meanwhile


def folder_open_to_others(path: Path) -> str:
    """A sentence where others may enter the folder of a database; "" where they may not."""
    folder = path.parent
    mode = folder.stat().st_mode & 0o777
    if not mode & 0o077:
        return ""
    return (
        f"Other users of this machine may enter {folder} (mode {mode:04o}). The database itself is "
        f"closed to them; close the folder, too: chmod 700 {folder}"
    )


class Files:
    """The files of one database, as long as a program uses it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.log = _log_of(path)
        self._looked_into: _Stamp = None
        """When the database's file had last been written to as it was last looked into."""
        self._end = 0
        """The last position that stood in the file itself then."""

    def opened(self) -> Opened:
        """Those that have just been opened by a connection."""
        return Opened(self, _which(_stat(self.path)), _which(_stat(self.log)))

    def written_to(self, now: os.stat_result | None) -> bool:
        """Whether anybody wrote to the file itself since this was last asked.

        SQLite does, whenever the -wal has grown long; so does whoever copies another file over it.
        """
        stamp = (now.st_mtime_ns, now.st_size) if now else None
        before, self._looked_into = self._looked_into, stamp
        return stamp != before

    def fell_back(self, position: int) -> bool:
        """Whether the file itself ends before where it was once seen to end; or before a position
        that is known, where it has no `-wal` that could go on to that.

        SQLite only ever brings it on. While it does, the file may be of no shape, which is told as
        falling back: then it is to be looked at thoroughly.
        """
        end = _end_without_log(self.path)
        log = _stat(self.log)
        must_reach = self._end if log and log.st_size else max(self._end, position)
        self._end = max(end, self._end)
        return end < must_reach


@dataclass(frozen=True)
class Opened:
    """Which of the files a connection has open."""

    files: Files
    main: _Which
    log: _Which

    def fault(self, *, position: int, leaf: bytes) -> str:
        """What has become of them since, in a sentence; "" while they are the same.

        `leaf` is what is known to stand at a position of the log; 0: nothing is.
        """
        now = _stat(self.files.path)
        if gone := self.gone():
            return gone
        if self.files.written_to(now) and self.files.fell_back(position):
            return does_not_fit(self.files.path, position=position, leaf=leaf)
        return ""

    def gone(self) -> str:
        """Which of the files is no longer there under its name, in a sentence; "": none."""
        for path, opened in ((self.files.path, self.main), (self.files.log, self.log)):
            there = _which(_stat(path))
            if there != opened:
                became = "was replaced by another file" if there else "was deleted"
                return f"The file {path.name} {became} while the program was using it."
        return ""

    def only_the_log_is_gone(self) -> bool:
        """Whether nobody can have written since, so that what it held may still be brought home."""
        if _which(_stat(self.files.path)) != self.main:
            return False
        log = _stat(self.files.log)
        return log is None or log.st_size == 0


def bring_home(connection: sqlite3.Connection) -> bool:
    """Write into the database's file what this connection alone still sees in its log.

    Outside a transaction. Returns whether all of it was.
    """
    busy, pages, written = connection.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
    return not busy and pages == written


def does_not_fit(path: Path, *, position: int = 0, leaf: bytes = b"") -> str:
    """A sentence where a database's file is not the one that its `-wal` goes on from; or "".

    SQLite itself would lay the one over the other. What the log got since the file was last
    brought up to date is then incomplete, so that part of it is counted, in the table and in
    its index; and at `position`, if that is not 0, `leaf` has to stand. An event that somebody
    took out is missing from both, and is for `verify` to find. Nothing is written.
    """
    log = _stat(_log_of(path))
    if not position and (_stat(path) is None or log is None or not log.st_size):
        return ""
    before = _end_without_log(path)
    try:
        with closing(_open(path, "mode=ro")) as connection:
            if not connection.execute(_HAS_LOG).fetchone():
                return "" if not position else _another(path)
            last, rows, found = connection.execute(_SINCE, (before,)).fetchone()
            if rows == found < last - before:
                (found,) = connection.execute(_IN_INDEX, (before,)).fetchone()
            there = connection.execute(_LEAF, (position,)).fetchone()
    except sqlite3.OperationalError:
        return ""  # it cannot be opened like this, which tells nothing
    except sqlite3.DatabaseError:
        return _another(path)
    whole = last >= before and rows == found
    known = not position or (there is not None and there[0] == leaf)
    return "" if whole and known else _another(path)


def _another(path: Path) -> str:
    return (
        f"The file {path.name} is another copy of the database than the one that its -wal goes on "
        "from. Nothing was written to it."
    )


_HAS_LOG = "SELECT 1 FROM sqlite_master WHERE name = 'stored_events'"
_LEAF = "SELECT leaf FROM stored_events WHERE position = ?"
_SINCE = """
    SELECT coalesce(max(position), ?1), count(*), count(
        (SELECT 1 FROM stored_events AS again INDEXED BY sqlite_autoindex_stored_events_1
         WHERE again.originator_id = log.originator_id
           AND again.originator_version = log.originator_version)
    )
    FROM stored_events AS log WHERE position > ?1
"""
_IN_INDEX = """
    SELECT count(*) FROM stored_events INDEXED BY sqlite_autoindex_stored_events_1
    WHERE position > ?
"""
"""Read off the index alone, all of it: only where the table has a gap."""


def _end_without_log(path: Path) -> int:
    """The last position that stands in the file itself; 0 where it cannot be read by itself."""
    try:
        with closing(_open(path, "immutable=1")) as connection:
            found = connection.execute("SELECT max(position) FROM stored_events").fetchone()
    except sqlite3.DatabaseError:
        return 0
    return int(found[0] or 0)


def _open(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?{how}", uri=True)


def _log_of(path: Path) -> Path:
    return Path(f"{path}-wal")


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _which(found: os.stat_result | None) -> _Which:
    return (found.st_dev, found.st_ino) if found else None
