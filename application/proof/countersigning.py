"""What a Safeguarding Partner does at home: it countersigns a log that has only grown.

This needs no ledger and no database, only a folder of the partner's own with its key, the keys that
it trusts and the last checkpoint that it has seen of each log. It is what C2SP's tlog-witness asks
of a witness, with a file in the place of a request; one over HTTP would call `countersign` too.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from application.ledger.log.tree import extends
from application.proof.checkpoints import Checkpoint, Submission
from application.proof.keys import KeyFile, write_private
from application.proof.notes import COSIGNATURE, ED25519, Note, NoteError, Signer, Verifier
from domain.kernel.errors import DomainError

KEY, SEEN, LOCK = "key", "seen.json", "lock"


class RefusedError(DomainError):
    """This is not countersigned; the sentence says why."""


class RewrittenError(RefusedError):
    """The log is not the one that was countersigned before. The refusal is kept in a file."""


@dataclass
class Seen:
    """What is known of a log: the keys that are trusted for it, the size and the root that were
    countersigned last."""

    verifiers: list[str] = field(default_factory=list)
    size: int = 0
    root: str = ""


@dataclass(frozen=True)
class Witness:
    """Whoever countersigns, by the folder that is theirs."""

    folder: Path

    @property
    def key(self) -> KeyFile:
        return KeyFile(self.folder / KEY)

    def begin(self, name: str) -> Verifier:
        """Make the partner's key. Raises NoteError or KeyFileError."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        signer = Signer.new(name, COSIGNATURE)
        with self.key.kept(signer):
            return signer.verifier

    def trust(self, line: str) -> Verifier:
        """Take what this key signs for a word of the log that it is named after."""
        verifier = Verifier.read(line)
        if verifier.kind != ED25519:
            raise NoteError("This is no key of a log. “scrutiny key show” of the ledger prints it.")
        with self._remembering() as seen:
            of_log = seen.setdefault(verifier.name, Seen())
            if str(verifier) not in of_log.verifiers:
                of_log.verifiers.append(str(verifier))
        return verifier

    def seen(self, origin: str) -> Seen:
        """What it knows of a log."""
        with self._remembering() as seen:
            return seen.get(origin, Seen())

    def countersign(self, submission: Submission, *, now: datetime) -> Note:
        """The checkpoint with the partner's signature, if the log has only grown since it last saw
        it. Raises RefusedError; a log that was rewritten is kept as a refusal."""
        signer = self._signer()
        checkpoint = Checkpoint.read(submission.note.text)
        with self._remembering() as seen:
            known = seen.get(checkpoint.origin)
            _must_be_of_the_log(submission.note, checkpoint, known)
            assert known is not None
            _must_go_on_from(submission, checkpoint, known)
            if not _only_grown(submission, checkpoint, known):
                file = self._keep_refusal(submission, known, now)
                raise RewrittenError(
                    f"REFUSED. The log of {checkpoint.size} events does not go on from the one of "
                    f"{known.size} events that you countersigned: something in it was changed or "
                    f"taken out. Nothing was signed. The evidence is in {file}; show it to the "
                    "other Safeguarding Partners."
                )
            known.size, known.root = checkpoint.size, checkpoint.root.hex()
        signature = signer.sign(submission.note.text, at=int(now.timestamp()))
        return submission.note.signed(signature)

    def _signer(self) -> Signer:
        if not self.key.is_there():
            raise RefusedError(
                f"There is no key in {self.folder}. Make one with “scrutiny countersign --new "
                "NAME”, and give the line that it prints to the partnership."
            )
        return self.key.read()

    def _keep_refusal(self, submission: Submission, known: Seen, now: datetime) -> Path:
        moment = now.astimezone(UTC)
        file = self.folder / f"refused-{moment:%Y%m%dT%H%M%S%f}Z.txt"
        head = (
            f"Refused on {moment.isoformat(timespec='seconds')}\n"
            f"Countersigned before: {known.size} events, root {known.root}\n"
            "What was to be countersigned follows.\n\n"
        )
        write_private(file, head + str(submission))
        return file

    @contextmanager
    def _remembering(self) -> Iterator[dict[str, Seen]]:
        """What is known of each log; what is changed in it is kept, before anything is signed.

        One at a time, or two at once could each countersign a log that the other rules out.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            before = self._read()
            seen = deepcopy(before)
            yield seen
            if seen != before:
                kept = {origin: asdict(each) for origin, each in seen.items()}
                write_private(self.folder / SEEN, json.dumps(kept, indent=2) + "\n")
        finally:
            os.close(lock)

    def _read(self) -> dict[str, Seen]:
        file = self.folder / SEEN
        try:
            kept = json.loads(file.read_text(encoding="utf-8"))
            return {origin: Seen(**each) for origin, each in kept.items()}
        except FileNotFoundError:
            return {}
        except (ValueError, TypeError, AttributeError) as error:
            raise RefusedError(
                f"{file} cannot be read. It says what you have countersigned, and without it "
                "nothing can be. Put it back from a copy."
            ) from error


def _must_be_of_the_log(note: Note, checkpoint: Checkpoint, known: Seen | None) -> None:
    if known is None or not known.verifiers:
        raise RefusedError(
            f"You know no key of {checkpoint.origin}. Ask the partnership for the line that "
            "“scrutiny key show” prints, by another way than this file came, and give it with "
            "--trust."
        )
    if not note.signed_by(map(Verifier.read, known.verifiers)):
        raise RefusedError(
            "None of its signatures is of a key that you trust for this log. If the partnership "
            "has a new key, give its line with --trust."
        )


def _must_go_on_from(submission: Submission, checkpoint: Checkpoint, known: Seen) -> None:
    if submission.old > checkpoint.size:
        raise RefusedError(
            f"It is of {checkpoint.size} events, but says that you have seen {submission.old}."
        )
    if submission.old != known.size:
        raise RefusedError(
            f"You have countersigned {known.size} events of this log, and this file goes on from "
            f"{submission.old}. Ask for one that goes on from {known.size}."
        )


def _only_grown(submission: Submission, checkpoint: Checkpoint, known: Seen) -> bool:
    if known.size == 0:
        return not submission.proof
    return extends(
        old=known.size,
        old_root=bytes.fromhex(known.root),
        size=checkpoint.size,
        root=checkpoint.root,
        proof=submission.proof,
    )
