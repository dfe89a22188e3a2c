"""What an evidence pack holds of the log: entries, words, proofs, a checkpoint, files of evidence.

What people read of it stands beside that (web/packs/).
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files as shipped

from sqlalchemy import Connection

from application.ledger.files import FileLostError, FileRedactedError, whole
from application.ledger.identity import identity_of
from application.ledger.ledger import Ledger
from application.ledger.log.entries import Stored, entry_of
from application.ledger.log.tiles import tree_of
from application.ledger.log.words_apart import DIGESTS, there_and_marked
from application.proof.bags import Bag
from application.proof.going_on import must_go_on
from application.proof.keys import KeyFile, signer_of
from application.proof.making import Made, all_made, make_checkpoint, with_countersignatures
from application.proof.notes import COSIGNATURE, Note, Signer, Verifier
from domain.kernel.deciding.evidence import Evidenced
from domain.kernel.item import TOPICS
from domain.kernel.terms import item_id

VERIFIER = "verify.py"
RESTRICTED = "of a restricted item of a meeting"
TAKEN_OUT = "taken out of the ledger"
LOST = "no longer in the ledger"


@dataclass(frozen=True)
class LeftOut:
    """Words or a file of an event that are not in the pack: how many, and why not."""

    position: int
    item: str
    what: str
    count: int
    why: str


@dataclass(frozen=True)
class Held:
    """An event as the pack holds it: what it was recorded as, and which of its words are there."""

    stored: Stored
    disclosures: Sequence[str]
    left_out: Sequence[LeftOut]

    @property
    def position(self) -> int:
        return self.stored.id

    @property
    def file(self) -> str:
        """The hash of the file that it put forward; "" for none."""
        kind = TOPICS.get(self.stored.topic)
        if kind is None or not issubclass(kind, Evidenced.EvidenceAdded):
            return ""
        return str(json.loads(self.stored.state)["sha256"])


@dataclass(frozen=True)
class Attested:
    """The checkpoint that a pack is proved by, with its countersignatures, and the keys of all who
    signed it; `signer` is the ledger's, None where it has none."""

    made: Made
    note: Note
    keys: Sequence[Verifier]
    signer: Signer | None

    @property
    def partners(self) -> Sequence[Verifier]:
        """The keys of the Safeguarding Partners that countersigned it."""
        return [each for each in self.keys if each.kind == COSIGNATURE]


def attest(
    ledger: Ledger, file: KeyFile | None, *, upto: int, partners: Mapping[str, Verifier]
) -> Attested:
    """The checkpoint for a pack of the log up to a position: `best_made`, or one that is made now.

    Raises KeyFileError; and NotGoneOnError where the log is not what it was known to be.
    """
    signer = signer_of(ledger, file)
    key_id = signer.verifier.id.hex() if signer else ""
    with ledger.reading() as connection:
        must_go_on(ledger, connection, file)
        found = best_made(connection, key_id=key_id, upto=upto, partners=partners)
    if found is None:
        make_checkpoint(ledger, file)
        with ledger.reading() as connection:
            found = best_made(connection, key_id=key_id, upto=upto, partners=partners)
        assert found is not None  # it is the one just made
    ours = [signer.verifier] if signer else []
    made, note, theirs = found
    return Attested(made, note, [*ours, *sorted(theirs, key=str)], signer)


def best_made(
    connection: Connection, *, key_id: str, upto: int, partners: Mapping[str, Verifier]
) -> tuple[Made, Note, Collection[Verifier]] | None:
    """The checkpoint that proves the log up to a position best, with its countersignatures, and
    the keys by which partners made them; None: there is none yet.

    Of those that were made of at least that much under this key it is the one that most partners
    have countersigned, and among these the earliest: so the same pack made later is proved by the
    same one, as long as nobody signs another.
    """
    origin, found = identity_of(connection).origin, []
    for made in all_made(connection, origin=origin, key_id=key_id, at_least=upto):
        note = with_countersignatures(connection, made)
        found.append((made, note, {key for key, _ in note.signed_by(partners.values())}))
    return min(found, key=lambda each: (-len(each[2]), each[0].checkpoint.size), default=None)


def held(ledger: Ledger, items: Sequence[str], *, upto: int) -> list[Held]:
    """The events of some items up to a position of the log, in its order."""
    streams = (ledger.log.select_events(item_id(item)) for item in items)
    events = [stored for stream in streams for stored in stream if stored.id <= upto]
    return [_held(stored) for stored in sorted(events, key=lambda stored: stored.id)]


def held_between(ledger: Ledger, *, after: int, upto: int) -> list[Held]:
    """Every event between two positions of the log, in its order."""
    return [_held(each) for each in ledger.log.select_notifications(after + 1, upto - after)]


def _held(stored: Stored) -> Held:
    state = json.loads(stored.state)
    there, _ = there_and_marked(stored.words)
    why = TAKEN_OUT
    if state.get("restricted"):
        there, why = [], RESTRICTED
    absent = len(state.get(DIGESTS, ())) - len(there)
    left_out = [LeftOut(stored.id, stored.item, "words", absent, why)] if absent else []
    return Held(stored, there, left_out)


# ---------------------------------------------------------------- writing it


def put_entries(bag: Bag, connection: Connection, events: Sequence[Held], by: Attested) -> None:
    """Put each event in: its entry, its words, and the proof that it is in the log, in the form
    of C2SP's tlog-proof."""
    tree = tree_of(connection, by.made.checkpoint.size)
    for each in events:
        bag.put(f"data/entries/{each.position}.json", entry_of(each.stored))
        words = "".join(f"{disclosure}\n" for disclosure in each.disclosures)
        bag.put(f"data/words/{each.position}.txt", words.encode())
        path = "".join(
            f"{b64encode(each).decode()}\n" for each in tree.inclusion(each.position - 1)
        )
        proof = f"c2sp.org/tlog-proof@v1\nindex {each.position - 1}\n{path}\n{by.note}"
        bag.put(f"data/proofs/{each.position}.tlog-proof", proof.encode())


def put_files(bag: Bag, connection: Connection, events: Sequence[Held]) -> list[LeftOut]:
    """Put in the files that were put forward as evidence, each once and under its hash; return
    those that are no longer there."""
    lost, there = [], set[str]()
    for each in events:
        if not each.file or each.file in there:
            continue
        try:
            bag.put(f"data/files/{each.file}", whole(connection, each.file))
            there.add(each.file)
        except FileRedactedError:
            lost.append(LeftOut(each.position, each.stored.item, "file", 1, TAKEN_OUT))
        except FileLostError:
            lost.append(LeftOut(each.position, each.stored.item, "file", 1, LOST))
    return lost


def put_period(bag: Bag, first: int, last: int) -> None:
    """Put in between which positions every entry of the log is there."""
    bag.put("data/period.txt", f"{first} {last}\n".encode())


def put_proof(bag: Bag, by: Attested, left_out: Sequence[LeftOut]) -> None:
    """Put in what the entries are held to, the list of what is left out, and the program that
    checks all of it."""
    bag.put("data/checkpoint.txt", str(by.note).encode())
    bag.put("data/keys.txt", "".join(f"{each}\n" for each in by.keys).encode())
    lines = ["position,item,what,count,why"]
    lines += [f"{_.position},{_.item},{_.what},{_.count},{_.why}" for _ in left_out]
    bag.put("data/left-out.csv", "".join(f"{line}\n" for line in lines).encode())
    bag.put(VERIFIER, verifier())


def seal(by: Attested, listed: bytes) -> tuple[str, bytes]:
    """The file by which the ledger vouches for every other file of the pack, by name and content;
    `listed` is tagmanifest-sha256.txt without the line of this one.

    Its first line is no origin, so that nobody takes it for a checkpoint.
    """
    text = f"Files of an evidence pack\n{sha256(listed).hexdigest()}\n"
    note = Note(text)
    return "manifest.note", str(note.signed(by.signer.sign(text)) if by.signer else note).encode()


def verifier() -> bytes:
    """The program that checks packs, as it stands in each."""
    return shipped("application.proof.packs").joinpath(VERIFIER).read_bytes()
