"""Signed notes, as C2SP's signed-note and tlog-cosignature have them (c2sp.org/signed-note).

A note is a text, an empty line and signature lines. A line names its key by a name and four bytes
that are computed from the key; whoever reads a note passes over lines of keys that they do not
know.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain.kernel.errors import DomainError

ED25519 = 1
"""The kind of key that signs the text itself."""
COSIGNATURE = 4
"""The kind of key that signs the text and when it was seen (cosignature/v1)."""
MOST_SIGNATURES = 100
_PRIVATE = "PRIVATE+KEY+"
_DASH = "\u2014 "
_NAME = re.compile(r"[^\s+]{1,200}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_KINDS = {ED25519: 64, COSIGNATURE: 72}
"""How many bytes a signature of each kind has: a cosignature begins with its time."""


class NoteError(DomainError):
    """This is no signed note, or no key of one."""


@dataclass(frozen=True)
class Verifier:
    """A public key: whose it is called, of which kind, its 32 bytes."""

    name: str
    kind: int
    public: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or self.kind not in _KINDS or len(self.public) != 32:
            raise NoteError(_NO_KEY)

    @property
    def id(self) -> bytes:
        """The four bytes by which notes name it."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return _line(self.name, self.id, bytes([self.kind]) + self.public)

    @classmethod
    def read(cls, line: str) -> Verifier:
        """The key of a verifier line. Raises NoteError."""
        return cls(*_key_in(line))

    def checks(self, text: str, signature: Signature) -> bool:
        """Whether a signature of a text was made by this key."""
        if (signature.name, signature.key_id) != (self.name, self.id):
            return False
        if len(signature.content) != _KINDS[self.kind]:
            return False
        signed = text.encode()
        if self.kind == COSIGNATURE:
            signed = _seen(signature.content[:8]) + signed
        try:
            key = Ed25519PublicKey.from_public_bytes(self.public)
            key.verify(signature.content[-64:], signed)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """A private key, by its seed of 32 bytes."""

    name: str
    kind: int
    seed: bytes = field(repr=False)

    @classmethod
    def new(cls, name: str, kind: int = ED25519) -> Signer:
        """A key that nobody had before. Raises NoteError for a name that none may have."""
        signer = cls(name, kind, Ed25519PrivateKey.generate().private_bytes_raw())
        _ = signer.verifier
        return signer

    @property
    def verifier(self) -> Verifier:
        """The public key of it."""
        return Verifier(self.name, self.kind, self._key.public_key().public_bytes_raw())

    @property
    def secret(self) -> str:
        """The line that is kept in a file, which nobody else may see."""
        return _PRIVATE + _line(self.name, self.verifier.id, bytes([self.kind]) + self.seed)

    @classmethod
    def read(cls, secret: str) -> Signer:
        """The key of such a line. Raises NoteError."""
        line = secret.strip()
        if not line.startswith(_PRIVATE):
            raise NoteError(_NO_KEY)
        name, kind, seed = _key_in(line.removeprefix(_PRIVATE), private=True)
        signer = cls(name, kind, seed)
        if signer.secret != line:
            raise NoteError(_NO_KEY)
        return signer

    def sign(self, text: str, *, at: int = 0) -> Signature:
        """The signature of a text; a cosignature is `at` a moment, in seconds since 1970."""
        if self.kind == COSIGNATURE:
            time = at.to_bytes(8)
            content = time + self._key.sign(_seen(time) + text.encode())
        else:
            content = self._key.sign(text.encode())
        return Signature(self.name, self.verifier.id, content)

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True)
class Signature:
    """A line under a note. `content` is what stands there after the key's id."""

    name: str
    key_id: bytes
    content: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {b64encode(self.key_id + self.content).decode()}"

    @classmethod
    def read(cls, line: str) -> Signature:
        """The signature of a line. Raises NoteError."""
        name, _, coded = line.removeprefix(_DASH).partition(" ")
        content = _from_base64(coded)
        if not line.startswith(_DASH) or not _NAME.fullmatch(name) or len(content) < 5:
            raise NoteError(f"This is no signature of a note: “{line[:80]}”.")
        return cls(name, content[:4], content[4:])

    @property
    def seen_at(self) -> int:
        """When a cosignature says that the text was seen, in seconds since 1970."""
        return int.from_bytes(self.content[:8])


@dataclass(frozen=True)
class Note:
    """A text, which ends with a newline, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return "\n".join([self.text, *map(str, self.signatures), ""])

    @classmethod
    def read(cls, words: str) -> Note:
        """The note that these words are. Raises NoteError."""
        text, gap, lines = words.rpartition("\n\n")
        if not gap or not words.endswith("\n") or _CONTROL.search(words):
            raise NoteError(_NO_NOTE)
        there = lines.split("\n")[:-1]
        if len(there) > MOST_SIGNATURES:
            raise NoteError(f"A note may have {MOST_SIGNATURES} signatures at most.")
        return cls(f"{text}\n", tuple(map(Signature.read, there)))

    def signed(self, *signatures: Signature) -> Note:
        """The same note with more signatures under it, each once."""
        more = [each for each in signatures if each not in self.signatures]
        return replace(self, signatures=(*self.signatures, *more))

    def signed_by(self, keys: Iterable[Verifier]) -> list[tuple[Verifier, Signature]]:
        """The signatures that these keys have made of it.

        Raises NoteError where one that a known key is said to have made does not fit.
        """
        found = []
        for key in keys:
            for each in self.signatures:
                if (each.name, each.key_id) != (key.name, key.id):
                    continue
                if not key.checks(self.text, each):
                    raise NoteError(f"The signature of {key.name} does not fit what is signed.")
                found.append((key, each))
        return found


_NO_NOTE = "This is no signed note: a text, an empty line and signatures."
_NO_KEY = "This is no key of a signed note: a name, an id and the key, with + between them."


def _seen(time: bytes) -> bytes:
    return f"cosignature/v1\ntime {int.from_bytes(time)}\n".encode()


def _line(name: str, key_id: bytes, content: bytes) -> str:
    return f"{name}+{key_id.hex()}+{b64encode(content).decode()}"


def _key_in(line: str, *, private: bool = False) -> tuple[str, int, bytes]:
    """The name, the kind and the bytes of a key; of a public one the id is checked."""
    name, _, rest = line.strip().partition("+")
    key_id, _, coded = rest.partition("+")
    content = _from_base64(coded)
    if not _NAME.fullmatch(name) or len(content) != 33 or content[0] not in _KINDS:
        raise NoteError(_NO_KEY)
    kind, key = content[0], content[1:]
    if not private and Verifier(name, kind, key).id.hex() != key_id:
        raise NoteError("The id in this key does not belong to it. Was a letter lost?")
    return name, kind, key


def _from_base64(words: str) -> bytes:
    try:
        return b64decode(words, validate=True)
    except (NotBase64, ValueError):
        return b""
