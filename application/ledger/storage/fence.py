"""A program stops writing once a newer one has brought the ledger up to date.

What is derived would otherwise be written in an older form beside the newer. Both versions are
read under the log's lock, with where the log ends, so that this costs no round trip.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Column, MetaData, String, Table, select

from application.ledger.storage.faults import StorageError
from storage.versions import TOLD, told

revision = Table("alembic_version", MetaData(), Column("version_num", String(32)))
READ = (select(revision.c.version_num).scalar_subquery(), TOLD)
"""What a database says of itself: the two arguments of `Fence.must_fit`."""


class OutdatedProgramError(StorageError):
    """A newer program has upgraded the ledger, or nobody has yet; the sentence says which."""


@dataclass(frozen=True)
class Fence:
    """What a program writes: the revision of the permanent tables, the version of each register."""

    schema: str
    registers: Mapping[str, int]

    def must_fit(self, schema: str | None, versions: str | None) -> None:
        """Raise OutdatedProgramError where the ledger is of another version than the program."""
        if schema != self.schema:
            raise _misfit(newer=(schema or "") > self.schema, what="its tables")
        built = told(versions)
        for name, version in self.registers.items():
            if (there := built.get(name, 0)) != version:
                raise _misfit(newer=there > version, what=name)


def _misfit(*, newer: bool, what: str) -> OutdatedProgramError:
    if newer:
        sentence = (
            f"A newer program has brought this ledger up to date ({what}), so this one writes no "
            "more. Install the newer program, and start the service again."
        )
    else:
        sentence = f"The ledger is not up to date ({what}). Run “scrutiny init”."
    return OutdatedProgramError(sentence, name="outdated")
