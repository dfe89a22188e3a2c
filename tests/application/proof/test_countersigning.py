"""A Safeguarding Partner countersigns a log that has only grown, and keeps what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from tlog_scales.signing import Vkey
from tlog_scales.tlog import Checkpoint as TheirCheckpoint

from application.ledger.ledger import Ledger
from application.ledger.log.log_tables import stored_events
from application.ledger.log.tiles import tree_of
from application.ledger.log.tree import Tree
from application.proof.checkpoints import Checkpoint, Submission
from application.proof.countersigning import RefusedError, RewrittenError, Witness
from application.proof.keys import KeyFile, KeyFileError
from application.proof.making import Made, make_checkpoint, with_countersignatures
from application.proof.notes import COSIGNATURE, Note, NoteError, Signature, Signer, Verifier
from application.proof.witnesses import hand_in, sightings, submission_for
from domain.kernel.errors import DomainError
from tests.acts import record
from tests.application.ledger.log.test_tree import LEAVES, tiles_over

NOW = datetime(2026, 11, 25, 10, 2, 11, tzinfo=UTC)
LOG = "example.org/log"


@pytest.fixture
def police(tmp_path: Path) -> Witness:
    return Witness(tmp_path / "police")


def log_of(leaves: list[bytes], signer: Signer, old: int) -> Submission:
    """What a log of these leaves gives to somebody who has seen `old` of it."""
    tree = Tree(len(leaves), tiles_over(leaves))
    text = Checkpoint(LOG, len(leaves), tree.root()).text
    return Submission(old, tuple(tree.consistency(old)), Note(text).signed(signer.sign(text)))


def test_what_has_only_grown_is_countersigned(police: Witness) -> None:
    log = Signer.new(LOG)
    key = police.begin("police.uk/w1")
    police.trust(str(log.verifier))
    for seen, size in ((0, 5), (5, 5), (5, 300), (300, 900)):
        note = police.countersign(log_of(LEAVES[:size], log, seen), now=NOW)
        [(found, signature)] = note.signed_by([key])
        assert found == key
        assert signature.seen_at == int(NOW.timestamp())
        assert police.seen(LOG).size == size
        TheirCheckpoint.from_text(str(note)).verify(Vkey.from_string(str(key)))
    assert list(police.folder.glob("refused*")) == []


@given(st.integers(1, 600), st.integers(1, 600), st.integers(0, 599))
def test_a_log_that_was_rewritten_is_refused_and_the_refusal_kept(
    first: int, more: int, altered: int
) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        police, log = Witness(Path(folder)), Signer.new(LOG)
        police.begin("police.uk/w1")
        police.trust(str(log.verifier))
        police.countersign(log_of(LEAVES[:first], log, 0), now=NOW)
        rewritten = LEAVES[: first + more]
        rewritten[altered % first] = b"\x00" * 32
        submission = log_of(rewritten, log, first)
        with pytest.raises(RewrittenError, match="REFUSED"):
            police.countersign(submission, now=NOW)
        assert police.seen(LOG).size == first
        [kept] = police.folder.glob("refused*")
        assert kept.read_text(encoding="utf-8").endswith(str(submission))
        police.countersign(log_of(LEAVES[: first + more], log, first), now=NOW)


def test_it_refuses_what_it_was_not_asked_to_trust(police: Witness) -> None:
    log = Signer.new(LOG)
    fresh = log_of(LEAVES[:5], log, 0)
    with pytest.raises(RefusedError, match="no key in"):
        police.countersign(fresh, now=NOW)
    police.begin("police.uk/w1")
    with pytest.raises(RefusedError, match="You know no key of"):
        police.countersign(fresh, now=NOW)
    police.trust(str(Signer.new(LOG).verifier))
    with pytest.raises(RefusedError, match="None of its signatures"):
        police.countersign(fresh, now=NOW)
    assert police.seen(LOG).size == 0


def test_it_refuses_what_does_not_go_on_from_what_it_has_seen(police: Witness) -> None:
    log = Signer.new(LOG)
    police.begin("police.uk/w1")
    police.trust(str(log.verifier))
    with pytest.raises(RefusedError, match="says that you have seen 6"):
        police.countersign(Submission(6, (), log_of(LEAVES[:5], log, 0).note), now=NOW)
    with pytest.raises(RewrittenError):  # a proof where there is nothing to prove
        police.countersign(Submission(0, (LEAVES[0],), log_of(LEAVES[:5], log, 0).note), now=NOW)
    police.countersign(log_of(LEAVES[:5], log, 0), now=NOW)
    for old in (0, 3):
        with pytest.raises(RefusedError, match="You have countersigned 5 events"):
            police.countersign(log_of(LEAVES[:9], log, old), now=NOW)


def test_there_is_one_key_and_what_was_seen_is_never_guessed(police: Witness) -> None:
    police.begin("police.uk/w1")
    with pytest.raises(KeyFileError, match="never overwritten"):
        police.begin("police.uk/w2")
    with pytest.raises(NoteError, match="no key of a log"):
        police.trust(str(Signer.new("other", COSIGNATURE).verifier))
    (police.folder / "seen.json").write_text('{"half', encoding="utf-8")
    with pytest.raises(RefusedError, match="Put it back"):
        police.seen(LOG)


# What the ledger keeps of it


LONG_AGO = datetime(2026, 1, 25, 10, 2, 11, tzinfo=UTC)


def signed_by(made: Made, name: str, *, at: datetime = LONG_AGO) -> tuple[Verifier, Note]:
    signer = Signer.new(name, COSIGNATURE)
    text = made.checkpoint.text
    return signer.verifier, made.note.signed(signer.sign(text, at=int(at.timestamp())))


def test_what_a_partner_has_seen_is_kept_and_shown(signing: Ledger, key: KeyFile) -> None:
    made = make_checkpoint(signing, key)
    police, note = signed_by(made, "police.uk/w1")
    council, _ = signed_by(made, "kent.gov.uk/w1")
    keys = {"kent-police": police, "kent-county-council": council}
    for _ in range(2):  # handed in again, it is there once
        [seen] = hand_in(signing, note, keys)
    assert (seen.agency, seen.size, seen.seen) == ("kent-police", 5, "2026-01-25T10:02:11.000000Z")
    with signing.reading() as connection:
        assert sightings(connection) == {"kent-police": seen}
        assert with_countersignatures(connection, made) == note


def test_the_next_file_goes_on_from_what_a_partner_has_seen(
    signing: Ledger, key: KeyFile, police: Witness
) -> None:
    verifier = police.begin("police.uk/w1")
    police.trust(make_line(signing, key))
    for _ in range(3):
        record(signing)
        made = make_checkpoint(signing, key)
        with signing.reading() as connection:
            seen = sightings(connection).get("kent-police")
            submission = submission_for(connection, made, old=seen.size if seen else 0)
        note = police.countersign(Submission.read(str(submission)), now=signing.now())
        hand_in(signing, note, {"kent-police": verifier})
    with signing.writing() as connection:
        connection.execute(
            update(stored_events).where(stored_events.c.position == 1).values(leaf=b"0" * 32)
        )
        text = Checkpoint(signing.origin, 8, tree_of(connection, 8).root()).text
        proof = tuple(tree_of(connection, 8).consistency(8))
    log = key.read()
    with pytest.raises(RewrittenError):
        police.countersign(Submission(8, proof, Note(text).signed(log.sign(text))), now=NOW)


def make_line(ledger: Ledger, key: KeyFile) -> str:
    return str(key.read().verifier)


def test_nothing_is_kept_of_what_does_not_fit(signing: Ledger, key: KeyFile) -> None:
    made = make_checkpoint(signing, key)
    verifier, note = signed_by(made, "police.uk/w1")
    keys = {"kent-police": verifier}

    def refused(note: Note, words: str) -> None:
        with pytest.raises(DomainError, match=words):
            hand_in(signing, note, keys)

    refused(made.note, "No Safeguarding Partner")
    refused(Note(note.text, (signature_of_others(note),)), "does not fit what is signed")
    keys = {"kent-police": verifier}
    for checkpoint, words in (
        (Checkpoint("example.org/log", 5, made.checkpoint.root), "and the ledger is"),
        (Checkpoint(signing.origin, 40, made.checkpoint.root), "later than this ledger"),
        (Checkpoint(signing.origin, 3, made.checkpoint.root), "DOES NOT FIT"),
    ):
        other = Made(checkpoint, Note(checkpoint.text), "", "")
        verifier, note = signed_by(other, "police.uk/w1")
        keys = {"kent-police": verifier}
        refused(note, words)
    verifier, note = signed_by(made, "police.uk/w1", at=signing.now() + timedelta(days=1))
    keys = {"kent-police": verifier}
    refused(note, "dated in the future")
    with signing.reading() as connection:
        assert sightings(connection) == {}
        with pytest.raises(DomainError, match="nobody can have seen 6"):
            submission_for(connection, made, old=6)


def signature_of_others(note: Note) -> Signature:

    return replace(note.signatures[-1], content=note.signatures[-1].content[:-1] + b"\x00")
