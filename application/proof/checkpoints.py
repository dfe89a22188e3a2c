"""Checkpoints: what a log is at a size, in a text that others' tools read.

Its form is C2SP's tlog-checkpoint. The short code of one fits under a paper: its size, the first 20
hexadecimal digits of its root and the id of the key that signed it.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass

from application.proof.notes import Note, NoteError

UNSIGNED = "unsigned"
_DIGITS = 20
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_CODE = re.compile(r"(0|[1-9][0-9]{0,18})-([0-9a-f]{20})-([0-9a-f]{8}|unsigned)", re.IGNORECASE)
_HASH = 32


@dataclass(frozen=True)
class Checkpoint:
    """A log's origin, how many events it has, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def read(cls, text: str) -> Checkpoint:
        """The checkpoint that a note's text is; further lines are passed over. Raises NoteError."""
        origin, *rest = text.split("\n")
        if not origin or len(rest) < 3 or not _SIZE.fullmatch(rest[0]):
            raise NoteError(_NO_CHECKPOINT)
        return cls(origin, int(rest[0]), hash_in(rest[1]))

    def code(self, key_id: str) -> ShortCode:
        """Its short code; `key_id` "": nobody signed it."""
        return ShortCode(self.size, self.root.hex()[:_DIGITS], key_id or UNSIGNED)


@dataclass(frozen=True)
class ShortCode:
    """A checkpoint, in as few letters as can be typed."""

    size: int
    root: str
    key_id: str

    def __str__(self) -> str:
        return f"{self.size}-{self.root}-{self.key_id}"

    @classmethod
    def read(cls, words: str) -> ShortCode | None:
        """The code that these words are, with spaces or in capitals; None: they are none."""
        found = _CODE.fullmatch("".join(words.split()))
        return cls(int(found[1]), found[2].lower(), found[3].lower()) if found else None

    def fits(self, root: bytes) -> bool:
        """Whether a root begins as this one does."""
        return root.hex().startswith(self.root)


@dataclass(frozen=True)
class Submission:
    """What a witness is given (c2sp.org/tlog-witness, add-checkpoint): the size that it has seen,
    the proof that the log has only grown since, and the checkpoint as a note."""

    old: int
    proof: Sequence[bytes]
    note: Note

    def __str__(self) -> str:
        proof = "".join(f"{b64encode(each).decode()}\n" for each in self.proof)
        return f"old {self.old}\n{proof}\n{self.note}"

    @classmethod
    def read(cls, words: str) -> Submission:
        """The body of such a request. Raises NoteError."""
        head, gap, note = words.partition("\n\n")
        first, *hashes = head.split("\n")
        old = first.removeprefix("old ")
        if not gap or not first.startswith("old ") or not _SIZE.fullmatch(old):
            raise NoteError(_NO_SUBMISSION)
        if len(hashes) > _LONGEST_PROOF:
            raise NoteError(f"The proof has {len(hashes)} hashes; {_LONGEST_PROOF} are the most.")
        return cls(int(old), tuple(map(hash_in, hashes)), Note.read(note))


_LONGEST_PROOF = 63
_NO_CHECKPOINT = (
    "This is no checkpoint: its first three lines are the log’s origin, its size and its root."
)
_NO_SUBMISSION = (
    "This is no checkpoint to countersign: its first line is “old” and a size. Ask the partnership "
    "for the file, or take it from the page “Proof”."
)


def hash_in(line: str) -> bytes:
    """The 32 bytes of a line. Raises NoteError."""
    try:
        found = b64decode(line, validate=True)
    except (NotBase64, ValueError):
        found = b""
    if len(found) != _HASH:
        raise NoteError(f"“{line[:60]}” is no hash: 32 bytes in base64.")
    return found
