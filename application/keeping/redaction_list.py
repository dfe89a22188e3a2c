"""The list of redactions beside the signing key, outside the database.

A backup that was made before a redaction holds the words. So the list says which words went, by
position and digest and never by what they said: whatever brings an older log back takes them out
again (docs/redaction.md). It is only ever added to.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from sqlalchemy import Engine, select

from application.ledger.files import content_of
from application.ledger.ledger import Ledger
from application.ledger.log.log_tables import stored_words
from application.ledger.log.words_apart import digest, there_and_marked
from application.ledger.storage.faults import StorageError
from application.ledger.storage.sqlite_files import OWNER_ONLY
from application.proof.keys import key_file
from domain.kernel.item import london_date
from domain.kernel.terms import Actor, Occasion
from domain.redactions.redaction import FILE, Place, Redaction

SUFFIX = "-redactions"
"""The list stands beside the key, in a file whose name ends like this."""
_AT_ONCE = 500


@dataclass(frozen=True)
class Line:
    """Words that were redacted, or a file: of which item, where, under which digest, and on what
    basis.

    `origin` is that of the log then. A digest is of a salt of 128 bits, so that it names the words
    in whatever log they come back. That of a file is its SHA-256.
    """

    origin: str
    of: str
    step: int
    position: int
    field: str
    digest: str
    basis: str

    @property
    def place(self) -> Place:
        return Place(step=self.step, position=self.position, field=self.field, digest=self.digest)


@dataclass(frozen=True)
class RedactionList:
    """The file that holds the list, or would hold it."""

    path: Path

    def read(self) -> list[Line]:
        """What it says. Raises StorageError where it cannot be read."""
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise StorageError(f"The list of redactions in {self.path} cannot be read.") from error
        try:
            return [Line(**json.loads(line)) for line in text.splitlines()]
        except (TypeError, ValueError) as error:
            raise StorageError(
                f"The list of redactions in {self.path} is damaged. Put back a copy of it, and run "
                "“scrutiny redactions finish”."
            ) from error

    def held_against(self, ledger: Ledger) -> tuple[list[Line], list[Line]]:
        """What the log has redacted and the list lacks; and what the list says of this log that it
        has not redacted. Raises StorageError where it cannot be read."""
        listed, done = self.read(), list(_in_the_log(ledger))
        known, went = {line.digest for line in listed}, {line.digest for line in done}
        strange = [
            each for each in listed if each.origin == ledger.origin and each.digest not in went
        ]
        return [each for each in done if each.digest not in known], strange

    def bring_up_to_date(self, ledger: Ledger) -> int:
        """Add what the log has redacted and the list lacks; return how much that was.

        Raises OSError or StorageError.
        """
        lines, _ = self.held_against(ledger)
        if lines:
            text = "".join(f"{json.dumps(asdict(each), ensure_ascii=False)}\n" for each in lines)
            handle = os.open(
                self.path, os.O_CREAT | os.O_APPEND | os.O_WRONLY | os.O_CLOEXEC, OWNER_ONLY
            )
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
        return len(lines)


def redaction_list(engine: Engine, *, named: str = "") -> RedactionList | None:
    """The list of the ledger on a database; `named` as for its key. None: it has no place."""
    key = key_file(engine, named=named)
    return RedactionList(Path(f"{key.path}{SUFFIX}")) if key else None


def brought_back(ledger: Ledger, lines: Sequence[Line]) -> list[Line]:
    """Those of the lines whose words, or file, stand in the ledger, which an older copy has brought
    back."""
    with ledger.reading() as connection:
        files = [line for line in lines if line.field == FILE]
        found = [line for line in files if content_of(connection, line.digest) is not None]
        for at in range(0, len(lines), _AT_ONCE):
            some = {line.digest: line for line in lines[at : at + _AT_ONCE]}
            positions = {line.position for line in some.values()}
            query = select(stored_words.c.disclosures).where(stored_words.c.position.in_(positions))
            for disclosures in connection.scalars(query):
                there, _ = there_and_marked(disclosures)
                found += [some[each] for each in map(digest, there) if each in some]
    return found


def must_hold_nothing_redacted(ledger: Ledger, file: RedactionList | None) -> None:
    """Raises StorageError where an older copy has brought redacted words back."""
    if file and (lines := file.read()) and brought_back(ledger, lines):
        raise StorageError(
            "An older copy of the database was put in place, with words that have been redacted "
            "since. Run “scrutiny redactions finish”, which takes them out again."
        )


def take_out_again(ledger: Ledger, lines: Sequence[Line], *, by: Actor) -> int:
    """Take words out again that an older copy has brought back, each item's by an event of its own;
    return of how many items there were any."""
    with ledger.writing():
        back = sorted(brought_back(ledger, lines), key=lambda each: (each.of, each.basis))
        groups = groupby(back, key=lambda each: (each.of, each.basis))
        return sum(_repeated(ledger, of, basis, places, by) for (of, basis), places in groups)


def _repeated(ledger: Ledger, of: str, basis: str, lines: Iterable[Line], by: Actor) -> int:
    now = ledger.now()
    on = london_date(now)
    redaction = Redaction.repeat(
        Occasion(by, now, on, ledger.position()),
        reference=ledger.next_reference(Redaction.prefix, on.year),
        of=of, places=[each.place for each in lines], basis=basis,
    )  # fmt: skip
    ledger.save(redaction)
    return 1


def _in_the_log(ledger: Ledger) -> Iterator[Line]:
    origin = ledger.origin
    for event in ledger.redactions_after(0):
        for place in event.places:
            yield Line(
                origin, event.of, place["step"], place["position"], place["field"],
                place["digest"], event.basis,
            )  # fmt: skip
