"""The key that signs checkpoints: a file outside the database, which only its owner may read.

Which key is the ledger's is on record (domain/partnership/proof.py), so that a file which was
swapped or put back signs nothing. Without a key everything works, unsigned.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_IMODE

from sqlalchemy import Engine

from application.ledger.ledger import Ledger
from application.ledger.storage.faults import StorageError
from application.ledger.storage.sqlite_files import OWNER_ONLY, path_of
from application.proof.notes import NoteError, Signer, Verifier
from domain.kernel.errors import DomainError, NotFoundError
from domain.kernel.item import london_date
from domain.kernel.terms import Actor, Occasion
from domain.partnership.proof import PROOF, Proof

SETTING = "SCRUTINY_SIGNING_KEY"
SUFFIX = "-signing-key"
"""On SQLite the key stands in a file beside the database, whose name ends like this."""
_LATEST = "-latest"
"""The latest checkpoint stands in a file beside the key's, so that an older database is known."""
_NEXT = "-next"
"""A key that is about to take the place of another one stands beside it, for a moment."""
_LONGEST = 4096


class KeyFileError(DomainError):
    """The file of the key cannot be used, or is not there; the sentence says what to do."""


class AnothersKeyError(DomainError):
    """The file holds the key of another ledger, which would be lost."""


@dataclass(frozen=True)
class KeyFile:
    """Where the private key of a ledger stands, or would stand."""

    path: Path

    def is_there(self) -> bool:
        return self.path.exists()

    @property
    def latest(self) -> Path:
        """The file with the latest checkpoint that was made of the log."""
        return Path(f"{self.path}{_LATEST}")

    def read(self) -> Signer:
        """The key. Raises KeyFileError."""
        return _read(self.path)

    @contextmanager
    def kept(self, signer: Signer) -> Iterator[None]:
        """Keep a first key, unless the block fails. Raises KeyFileError where there is one."""
        _write(self.path, signer)
        try:
            yield
        except BaseException:
            self.path.unlink(missing_ok=True)
            raise

    @contextmanager
    def replaced(self, signer: Signer) -> Iterator[None]:
        """Keep another key instead of the one that is there, once the block has ended well."""
        beside = Path(f"{self.path}{_NEXT}")
        beside.unlink(missing_ok=True)
        _write(beside, signer)
        try:
            yield
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        beside.replace(self.path)

    def follow(self, verifier: Verifier) -> None:
        """Take up a key that the log speaks of already, where a program ended in between."""
        beside = Path(f"{self.path}{_NEXT}")
        with suppress(KeyFileError):
            if beside.exists() and _read(beside).verifier == verifier:
                beside.replace(self.path)


def key_file(engine: Engine, *, named: str = "") -> KeyFile | None:
    """The file of the key: the one that is `named` (SCRUTINY_SIGNING_KEY), or the one beside a
    SQLite database. None: on PostgreSQL nobody named one."""
    if named:
        return KeyFile(Path(named).expanduser().absolute())
    path = path_of(engine)
    return KeyFile(Path(f"{path}{SUFFIX}")) if path else None


# ---------------------------------------------------------------- what is on record


def proof_of(ledger: Ledger) -> Proof | None:
    """What is on record of how the log is proved; None: nothing yet."""
    try:
        return ledger.get(Proof, PROOF)
    except NotFoundError:
        return None


def verifiers_of(proof: Proof | None) -> list[Verifier]:
    """Every key that the ledger has had, the present one last."""
    return [Verifier.read(each.verifier) for each in proof.keys] if proof else []


def signer_of(ledger: Ledger, file: KeyFile | None) -> Signer | None:
    """The key that signs now; None: the ledger has none.

    Raises KeyFileError where it has one, and the file does not hold it.
    """
    known = verifiers_of(proof_of(ledger))
    if not known:
        return None
    if file is None:
        raise KeyFileError(_UNNAMED)
    file.follow(known[-1])
    if not file.is_there():
        raise KeyFileError(
            f"The ledger’s key {known[-1].id.hex()} should be in {file.path}, and is not. Put it "
            "back, or run “scrutiny key rotate” for a new one."
        )
    signer = file.read()
    if signer.verifier != known[-1]:
        raise KeyFileError(
            f"{file.path} holds the key {signer.verifier.id.hex()}, but the ledger’s is "
            f"{known[-1].id.hex()}. Put that back, or run “scrutiny key rotate” for a new one."
        )
    return signer


def make_key(ledger: Ledger, file: KeyFile | None, *, by: Actor) -> Verifier:
    """Make the ledger's first key, and put on record that it was made.

    Raises KeyFileError or DomainError; then nothing was made.
    """
    if file is None:
        raise KeyFileError(_UNNAMED)
    signer = Signer.new(ledger.origin)
    with file.kept(signer), ledger.writing():
        proof, occasion = begun(ledger, by)
        proof.make_key(occasion, verifier=str(signer.verifier))
        ledger.save(proof)
    return signer.verifier


def rotate_key(ledger: Ledger, file: KeyFile | None, *, by: Actor, reason: str) -> Verifier:
    """Make another key in the place of the ledger's, and put that on record.

    Raises KeyFileError; AnothersKeyError where the file holds the key of another ledger; or
    DomainError; then nothing was changed.
    """
    if file is None:
        raise KeyFileError(_UNNAMED)
    with suppress(KeyFileError):
        there = file.read().verifier
        if there.name not in {ledger.origin, *(e.name for e in verifiers_of(proof_of(ledger)))}:
            raise AnothersKeyError(
                f"{file.path} holds the key {there.id.hex()} of {there.name}, which is another "
                f"ledger, and it is never overwritten. Move it away, or let {SETTING} name another "
                "file."
            )
    return replace_key(ledger, file, by=by, reason=reason)


def replace_key(ledger: Ledger, file: KeyFile, *, by: Actor, reason: str) -> Verifier:
    """The same where whatever key is in the file is to go: its log was given up."""
    signer = Signer.new(ledger.origin)
    with file.replaced(signer), ledger.writing():
        proof, occasion = begun(ledger, by)
        size = ledger.position()
        proof.rotate_key(occasion, verifier=str(signer.verifier), size=size, reason=reason)
        ledger.save(proof)
    return signer.verifier


def occasion_of(ledger: Ledger, by: Actor) -> Occasion:
    """Now, as it is decided under the log's lock."""
    now = ledger.now()
    return Occasion(by, now, london_date(now), ledger.position())


def begun(ledger: Ledger, by: Actor) -> tuple[Proof, Occasion]:
    """What is on record, begun where nothing was. Call it under the log's lock."""
    occasion = occasion_of(ledger, by)
    return proof_of(ledger) or Proof.begin(occasion, origin=ledger.origin), occasion


_UNNAMED = (
    f"On PostgreSQL the key stands in a file of its own. Let {SETTING} name it, such as "
    "/etc/scrutiny/signing-key, in a folder that only the ledger’s user may enter."
)


def write_private(path: Path, text: str) -> None:
    """Let a file hold a text, all of it or what was there before, for its owner alone."""
    beside = Path(f"{path}.new")
    handle = os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_CLOEXEC, OWNER_ONLY)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _read(path: Path) -> Signer:
    try:
        mode = S_IMODE(path.stat().st_mode)
        content = path.read_bytes()[:_LONGEST]
    except OSError as error:
        raise KeyFileError(f"{path} cannot be read: {error.strerror}.") from error
    if mode & 0o077:
        raise KeyFileError(
            f"Others may read the key in {path}, so it is not used. Run “chmod 600” on it if "
            "nobody has, otherwise “scrutiny key rotate”."
        )
    try:
        return Signer.read(content.decode())
    except (NoteError, UnicodeDecodeError) as error:
        raise KeyFileError(f"{path} holds no key, or one that was cut or altered.") from error


def _write(path: Path, signer: Signer) -> None:
    """Keep a key in a file that is not there yet."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, OWNER_ONLY)
    except FileExistsError as error:
        raise KeyFileError(
            f"There is a key in {path} already, and it is never overwritten. To sign with another "
            "one, run “scrutiny key rotate”."
        ) from error
    except OSError as error:
        raise KeyFileError(f"{path} cannot be made: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{signer.secret}\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise StorageError(f"{path} cannot be written: {error.strerror}.") from error
