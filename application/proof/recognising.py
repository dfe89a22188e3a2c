"""What a checkpoint that somebody shows says of this ledger: is it what it was then?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, select

from application.ledger.ledger import Ledger
from application.ledger.log.log_tables import stored_events
from application.ledger.log.tiles import tree_of
from application.proof.checkpoints import UNSIGNED, Checkpoint, ShortCode, Submission
from application.proof.going_on import Roots
from application.proof.keys import proof_of, verifiers_of
from application.proof.notes import Note, NoteError, Verifier
from domain.kernel.item import long_moment
from domain.partnership.proof import Lost, Proof


class Verdict(StrEnum):
    """Whether the ledger is what a checkpoint says, in a word."""

    FITS = "fits"
    DIFFERS = "differs"
    LATER = "later"
    LOST = "lost"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Recognised:
    """What was made of it: a verdict and the sentences that say it."""

    verdict: Verdict
    sentences: tuple[str, ...]

    @property
    def well(self) -> bool:
        return self.verdict is Verdict.FITS


def recognise(ledger: Ledger, connection: Connection, words: str) -> Recognised:
    """What these words, a short code or a checkpoint, say of the ledger.

    Raises NoteError where they are neither.
    """
    if code := ShortCode.read(words):
        return _of_code(ledger, connection, code)
    note = note_in(words)
    return recognise_note(ledger, connection, note)


def note_in(words: str) -> Note:
    """The checkpoint in a text: alone, or in a file that was made to be countersigned."""
    text = words.removeprefix("\ufeff").replace("\r\n", "\n").strip("\n") + "\n"
    if text.startswith("old "):
        return Submission.read(text).note
    if "\n\n" not in text:
        text += "\n"  # an unsigned one, whose empty line was lost on the way
    return Note.read(text)


def recognise_note(
    ledger: Ledger, connection: Connection, note: Note, *, roots: Roots | None = None
) -> Recognised:
    """The same of a checkpoint that was read already. Raises NoteError.

    `roots` gives the root at a size, where it should not be read off the tiles.
    """
    root_at = roots or (lambda size: tree_of(connection, size).root())
    checkpoint = Checkpoint.read(note.text)
    proof = proof_of(ledger)
    lost = {each.origin: each for each in proof.lost} if proof else {}
    if checkpoint.origin in lost:
        found = _of_lost(ledger, connection, checkpoint, lost[checkpoint.origin], root_at)
    elif checkpoint.origin != ledger.origin:
        return Recognised(
            Verdict.FOREIGN,
            (
                f"This is a checkpoint of another ledger, {checkpoint.origin}. This one is "
                f"{ledger.origin}.",
            ),
        )
    else:
        found = _of_size(ledger, connection, checkpoint, root_at)
    return Recognised(found.verdict, (*found.sentences, _signed(note, checkpoint, proof)))


def _of_code(ledger: Ledger, connection: Connection, code: ShortCode) -> Recognised:
    position = ledger.position()
    proof = proof_of(ledger)
    if code.size > position or not code.fits(tree_of(connection, code.size).root()):
        for lost in proof.lost if proof else ():
            if lost.size == code.size and lost.root.startswith(code.root):
                return Recognised(Verdict.LOST, (_lost(lost),))
        if code.size > position:
            return _later(code.size, position)
        return _differs(code.size)
    known = {each.id.hex() for each in verifiers_of(proof)}
    if code.key_id == UNSIGNED:
        more = "It was signed by nobody."
    elif code.key_id in known:
        more = (
            f"It names the ledger’s key {code.key_id}; a code is too short to hold the signature "
            "itself."
        )
    else:
        more = f"The key {code.key_id} that it names is none of this ledger’s."
    fits = _fits(connection, code.size)
    return Recognised(fits.verdict, (*fits.sentences, more))


def _of_size(
    ledger: Ledger, connection: Connection, checkpoint: Checkpoint, root_at: Roots
) -> Recognised:
    position = ledger.position()
    if checkpoint.size > position:
        return _later(checkpoint.size, position)
    if root_at(checkpoint.size) != checkpoint.root:
        return _differs(checkpoint.size)
    return _fits(connection, checkpoint.size)


def _of_lost(
    ledger: Ledger, connection: Connection, checkpoint: Checkpoint, lost: Lost, root_at: Roots
) -> Recognised:
    size = checkpoint.size
    if size <= ledger.position() and root_at(size) == checkpoint.root:
        return _fits(connection, size)  # more may be the same in both than is on record
    return Recognised(Verdict.LOST, (_lost(lost),)) if size > lost.kept else _differs(size)


def _fits(connection: Connection, size: int) -> Recognised:
    when = connection.scalar(
        select(stored_events.c.recorded).where(stored_events.c.position == size)
    )
    then = f", the last of {_moment(when)}" if when else ""
    return Recognised(
        Verdict.FITS,
        (
            f"It fits: the first {size:,} events of this ledger{then}, are those that it was made "
            "of. None of them was changed, taken out or put in since.",
        ),
    )


def _differs(size: int) -> Recognised:
    return Recognised(
        Verdict.DIFFERS,
        (
            f"IT DOES NOT FIT: the first {size:,} events of this ledger are not those that it was "
            "made of. Something was changed, taken out or put in, or it is of another ledger. Keep "
            "what you pasted, and ask for “scrutiny verify --against” it.",
        ),
    )


def _later(size: int, position: int) -> Recognised:
    return Recognised(
        Verdict.LATER,
        (
            f"It is later than this ledger: it was made of {size:,} events, and there are "
            f"{position:,}. Either it is of another ledger, or an older copy has been put in the "
            "place of this one and what came after it is missing.",
        ),
    )


def _lost(lost: Lost) -> str:
    return (
        f"It is of what was lost when an older copy was put back: a log of {lost.size:,} events, "
        f"of which this ledger has the first {lost.kept:,}, and not what came then. That is on "
        "record, and the ledger goes on under another origin since."
    )


def _signed(note: Note, checkpoint: Checkpoint, proof: Proof | None) -> str:
    """Who signed it, in a sentence."""
    if not note.signatures:
        return "It is not signed."
    replaced = {Verifier.read(each.verifier): each.until for each in proof.keys} if proof else {}
    try:
        signed = note.signed_by(replaced)
    except NoteError as error:
        return f"Its signature is wrong: {error.sentence}"
    if not signed:
        return "None of its signatures is of a key of this ledger, so they were not checked."
    key = signed[-1][0]
    until = replaced[key]
    if until is not None and checkpoint.size > until:
        return (
            f"It is signed by the key {key.id.hex()}, which was replaced when the log had "
            f"{until:,} events: whoever signed this with it later was not the ledger."
        )
    return f"Its signature is right: the ledger’s key {key.id.hex()}."


def _moment(recorded: str) -> str:
    return long_moment(datetime.fromisoformat(recorded))
