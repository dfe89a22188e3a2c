"""The file of a backup: a tar with a manifest and what it lists, and last a checksum of it all.

The checksum is the last line, SHA-256 of every byte before it, so that a file which was cut short
or altered anywhere is known before anything is read out of it. `tar` passes the line over.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Literal

from application.keeping.whole_files import whole_file
from domain.kernel.errors import DomainError
from domain.kernel.terms import HANDLING

FORMAT = "Scrutiny Ledger backup"
VERSION = 1
_MANIFEST = "manifest.json"
_CHECKSUM = len("sha256:") + 64 + 1
_PIECE = 1 << 20

Kind = Literal["sqlite", "postgresql", "log"]


class BackupFileError(DomainError):
    """The file is no backup, or a damaged one; nothing was written."""


@dataclass(frozen=True)
class Manifest:
    """What a backup is of. `leaf` is that of the event at `position`, in hexadecimal."""

    kind: Kind
    product: str
    made: str
    """When, as an ISO instant."""
    revision: str
    """The version of its tables."""
    origin: str
    position: int
    leaf: str
    whole: bool
    """Whether the log was found whole as the backup was made."""


@dataclass(frozen=True)
class Archive:
    """A backup that was found undamaged."""

    path: Path
    manifest: Manifest
    files: Mapping[str, str]
    """The names of what is in it, each with its SHA-256."""

    def extract(self, name: str, target: Path) -> None:
        """Write one of the files to `target`, which only its owner can read."""
        with tarfile.open(self.path, "r:") as tar:
            source = tar.extractfile(name)
            if source is None:
                raise BackupFileError(f"{self.path.name} has no {name}.")
            handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with source, os.fdopen(handle, "wb") as out:
                digest = hashlib.sha256()
                while piece := source.read(_PIECE):
                    digest.update(piece)
                    out.write(piece)
        if digest.hexdigest() != self.files[name]:
            raise BackupFileError(f"{self.path.name} is damaged: {name} is not what was written.")


def write_archive(path: Path, manifest: Manifest, files: Mapping[str, Path]) -> None:
    """Write a backup, under its name only once it is whole on the disk and read again."""
    digests = {name: _digest(file) for name, file in files.items()}
    told = {
        "format": FORMAT,
        "version": VERSION,
        "handling": HANDLING,
        **asdict(manifest),
        "files": digests,
    }
    with whole_file(path) as (raw, here):
        out = _Summing(raw)
        # In one go from the beginning to the end, which the type of tarfile does not know.
        with tarfile.open(fileobj=out, mode="w|") as tar:  # type: ignore[call-overload]
            _add(tar, _MANIFEST, io.BytesIO(json.dumps(told, indent=2).encode()))
            for member, file in files.items():
                with file.open("rb") as source:
                    _add(tar, member, source)
        raw.write(f"sha256:{out.sum.hexdigest()}\n".encode())
        raw.flush()
        read_archive(here)


def read_archive(path: Path) -> Archive:
    """The backup in a file, once all of it was found undamaged. Raises BackupFileError."""
    _must_be_undamaged(path)
    try:
        with tarfile.open(path, "r:") as tar:
            source = tar.extractfile(_MANIFEST)
            told = json.load(source) if source else {}
        version, files = told.pop("version"), told.pop("files")
        if told.pop("format") != FORMAT:
            raise BackupFileError(f"{path.name} is no backup of Scrutiny Ledger.")
        if version > VERSION:
            raise BackupFileError(
                f"{path.name} is of a newer version ({version}) than this program reads "
                f"({VERSION}). Install the newer program."
            )
        told.pop("handling")
        return Archive(path, Manifest(**told), files)
    except (tarfile.TarError, LookupError, TypeError, ValueError) as error:
        raise BackupFileError(f"{path.name} is no backup of Scrutiny Ledger.") from error


def _must_be_undamaged(path: Path) -> None:
    with path.open("rb") as file:
        left = path.stat().st_size - _CHECKSUM
        digest = hashlib.sha256()
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            digest.update(piece)
            left -= len(piece)
        last = file.read()
    if last != f"sha256:{digest.hexdigest()}\n".encode():
        raise BackupFileError(
            f"{path.name} is no backup of Scrutiny Ledger, or it was cut short or altered. Nothing "
            "was changed."
        )


def _add(tar: tarfile.TarFile, name: str, source: IO[bytes]) -> None:
    member = tarfile.TarInfo(name)
    member.size = source.seek(0, os.SEEK_END)
    member.mode = 0o600
    source.seek(0)
    tar.addfile(member, source)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Summing:
    """A file that sums up what is written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sum = hashlib.sha256()

    def write(self, piece: bytes) -> int:
        self.sum.update(piece)
        return self._file.write(piece)
