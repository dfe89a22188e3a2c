"""Checkpoints of a ledger: made, kept, and never of a log that is not what it was."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from freezegun import freeze_time
from sqlalchemy import delete, select, update

from application.ledger.ledger import Ledger
from application.ledger.log.log_tables import stored_events, stored_words
from application.ledger.log.tree import root_of
from application.proof.checkpoints import Checkpoint
from application.proof.forking import begin_origin
from application.proof.going_on import How, NotGoneOnError, broken
from application.proof.keys import KeyFile, make_key, proof_of, rotate_key, signer_of
from application.proof.making import (
    count_made,
    is_due,
    latest_made,
    made_of,
    make_checkpoint,
    page_made,
)
from application.proof.notes import Note
from application.proof.recognising import Verdict, recognise
from application.proof.records import checkpoints
from projections.rebuild import rebuild
from tests.acts import record
from tests.application.proof.conftest import ADMINISTRATOR
from web.nouns import every_projection


def leaves(ledger: Ledger) -> list[bytes]:
    with ledger.reading() as connection:
        query = select(stored_events.c.leaf).order_by(stored_events.c.position)
        return [bytes(each) for each in connection.scalars(query)]


def verdict(ledger: Ledger, words: object) -> Verdict:
    with ledger.reading() as connection:
        return recognise(ledger, connection, str(words)).verdict


def says(ledger: Ledger, words: object) -> str:
    with ledger.reading() as connection:
        return " ".join(recognise(ledger, connection, str(words)).sentences)


def test_a_checkpoint_says_what_the_log_is_and_is_signed(
    ledger_on_each: Ledger, key: KeyFile
) -> None:
    ledger = ledger_on_each
    record(ledger)
    verifier = make_key(ledger, key, by=ADMINISTRATOR)
    made = make_checkpoint(ledger, key)
    assert made.checkpoint == Checkpoint(ledger.origin, 3, root_of(leaves(ledger)))
    assert [found for found, _ in made.note.signed_by([verifier])] == [verifier]
    assert str(made.code) == f"3-{root_of(leaves(ledger)).hex()[:20]}-{verifier.id.hex()}"
    with ledger.reading() as connection:
        assert latest_made(connection) == made == made_of(connection, 3, key_id=made.key_id)
    assert make_checkpoint(ledger, key) == made  # nothing has happened since
    assert key.latest.read_text() == str(made.note)


def test_without_a_key_it_is_unsigned(ledger: Ledger) -> None:
    record(ledger)
    made = make_checkpoint(ledger, None)
    assert made.note == Note(made.checkpoint.text)
    assert str(made.code).endswith("-unsigned")
    assert verdict(ledger, made.note) is Verdict.FITS
    assert "It is not signed." in says(ledger, made.note)
    assert "signed by nobody" in says(ledger, made.code)


def test_one_is_due_on_each_day_on_which_something_has_happened(ledger: Ledger) -> None:
    def due() -> bool:
        with ledger.reading() as connection:
            return is_due(ledger, connection)

    now = ledger.now()
    assert not due()  # of nothing there is nothing to say
    record(ledger)
    assert due()
    make_checkpoint(ledger, None)
    record(ledger)
    assert not due()  # there is one of today
    with freeze_time(now + timedelta(days=1)):
        assert due()
        make_checkpoint(ledger, None)
        assert not due()
    with freeze_time(now + timedelta(days=2)):
        assert not due()  # nothing has happened since


def test_the_day_is_that_of_london(ledger: Ledger) -> None:
    """In summer its midnight is at eleven in the evening of UTC."""

    def due() -> bool:
        with ledger.reading() as connection:
            return is_due(ledger, connection)

    with freeze_time("2030-07-01T22:30:00Z"):
        record(ledger)
        make_checkpoint(ledger, None)
        record(ledger, "Another")
        assert not due()
    with freeze_time("2030-07-01T23:30:00Z"):  # half past midnight of 2 July there
        assert due()
        make_checkpoint(ledger, None)
        record(ledger, "A third")
    with freeze_time("2030-07-02T01:00:00Z"):
        assert not due()


def test_what_was_altered_since_is_found_by_an_earlier_checkpoint(
    signing: Ledger, key: KeyFile
) -> None:
    made = make_checkpoint(signing, key)
    assert verdict(signing, made.note) is verdict(signing, made.code) is Verdict.FITS
    record(signing)
    assert verdict(signing, made.note) is verdict(signing, made.code) is Verdict.FITS
    with signing.writing() as connection:
        connection.execute(
            update(stored_events).where(stored_events.c.position == 2).values(leaf=b"0" * 32)
        )
    assert verdict(signing, made.note) is verdict(signing, made.code) is Verdict.DIFFERS
    assert "DOES NOT FIT" in says(signing, made.note)
    with pytest.raises(NotGoneOnError, match="not those of the checkpoint"):
        make_checkpoint(signing, key)


def test_the_page_of_checkpoints_has_the_latest_first(signing: Ledger, key: KeyFile) -> None:
    sizes = []
    for _ in range(3):
        record(signing)
        sizes.append(make_checkpoint(signing, key).checkpoint.size)
    with signing.reading() as connection:
        assert count_made(connection) == 3
        found = page_made(connection, offset=1, limit=5)
    assert [each.checkpoint.size for each in found] == sizes[-2::-1]


def test_a_checkpoint_of_another_ledger_is_said_to_be_that(signing: Ledger) -> None:
    other = Checkpoint("example.org/log", 1, b"r" * 32)
    assert verdict(signing, Note(other.text)) is Verdict.FOREIGN


def test_a_signature_is_told_right_wrong_or_unknown(signing: Ledger, key: KeyFile) -> None:
    note = make_checkpoint(signing, key).note
    assert "Its signature is right" in says(signing, note)
    text = str(note)
    assert "not checked" in says(signing, text.replace("— scrutiny", "— another"))
    wrong = Note(note.text, (type(note.signatures[0])(
        note.signatures[0].name, note.signatures[0].key_id, b"s" * 64
    ),))  # fmt: skip
    assert "Its signature is wrong" in says(signing, wrong)
    of_nobody = f"{str(make_checkpoint(signing, key).code)[:-8]}00000000"
    assert "none of this ledger’s" in says(signing, of_nobody)


def test_an_old_key_stands_for_what_it_signed_and_nothing_later(
    signing: Ledger, key: KeyFile
) -> None:
    old = signer_of(signing, key)
    assert old is not None
    before = make_checkpoint(signing, key).note
    rotate_key(signing, key, by=ADMINISTRATOR, reason="")
    record(signing)
    after = make_checkpoint(signing, key)
    assert "Its signature is right" in says(signing, before)
    assert "Its signature is right" in says(signing, after.note)
    forged = Note(after.checkpoint.text).signed(old.sign(after.checkpoint.text))
    assert "was replaced when the log had 5 events" in says(signing, forged)


# An older copy of the database


def cut(ledger: Ledger, after: int) -> None:
    """Let the log be what an older backup had."""
    with ledger.writing() as connection:
        for table in (stored_events, stored_words):
            connection.execute(delete(table).where(table.c.position > after))
    ledger.log.forget_end()
    ledger.log._known = ledger.log.end()
    rebuild(ledger, every_projection())


def put_back(ledger: Ledger, after: int, title: str, *, more: int) -> None:
    """Put an older copy back, which knows of no later checkpoint, and record so much more there."""
    cut(ledger, after)
    with ledger.writing() as connection:
        connection.execute(delete(checkpoints).where(checkpoints.c.size > after))
    for _ in range(more):
        record(ledger, title)


def lost(ledger: Ledger, key: KeyFile | None) -> tuple[Checkpoint, How] | None:
    with ledger.reading() as connection:
        found = broken(ledger, connection, key)
    return (found.known, found.how) if found else None


def test_a_log_that_is_shorter_than_its_checkpoint_signs_nothing(
    signing: Ledger, key: KeyFile
) -> None:
    record(signing)
    record(signing)
    later = make_checkpoint(signing, key)
    cut(signing, 6)
    with pytest.raises(NotGoneOnError, match="--new-origin"):
        make_checkpoint(signing, key)
    assert verdict(signing, later.note) is verdict(signing, later.code) is Verdict.LATER
    assert lost(signing, key) == (later.checkpoint, How.SHORTER)


def test_what_was_lost_is_named_and_the_log_goes_on_under_another_origin(
    signing: Ledger, key: KeyFile
) -> None:
    early = make_checkpoint(signing, key)
    record(signing)
    record(signing)
    later = make_checkpoint(signing, key)
    cut(signing, 6)
    old = signing.origin
    given_up = begin_origin(signing, later.checkpoint, key, kept=6, by=ADMINISTRATOR)
    assert (given_up.origin, given_up.kept, given_up.size) == (old, 6, 7)
    assert given_up.root == later.checkpoint.root.hex()
    proof = proof_of(signing)
    assert proof is not None
    assert signing.origin == proof.origin != old
    assert verdict(signing, early.note) is Verdict.FITS
    assert verdict(signing, later.note) is Verdict.LOST
    now = make_checkpoint(signing, key)
    assert now.checkpoint.origin == signing.origin
    assert now.note.signatures[0].name == signing.origin
    assert verdict(signing, now.note) is Verdict.FITS
    assert "is of what was lost" in says(signing, later.note)
    assert lost(signing, key) is None


def test_the_file_beside_the_key_remembers_what_a_replaced_database_does_not(
    signing: Ledger, key: KeyFile, tmp_path: Path
) -> None:
    record(signing)
    later = make_checkpoint(signing, key)
    with signing.writing() as connection:
        connection.execute(delete(checkpoints))
    cut(signing, 4)
    assert lost(signing, key) == (later.checkpoint, How.SHORTER)
    assert lost(signing, None) is None
    key.latest.write_bytes(b"\xff not a checkpoint")
    assert lost(signing, key) is None


def test_a_latest_checkpoint_that_somebody_altered_lets_no_log_seem_lost(
    signing: Ledger, key: KeyFile
) -> None:
    """Else whoever ran the ledger would be told to give a whole log up."""
    made = make_checkpoint(signing, key)
    other = Checkpoint(signing.origin, made.checkpoint.size, b"r" * 32)
    key.latest.write_text(str(Note(other.text, made.note.signatures)))
    assert lost(signing, key) is None
    make_checkpoint(signing, key)
    assert key.latest.read_text() == str(made.note)


@pytest.mark.parametrize("more", [1, 2, 5])
def test_an_older_copy_that_has_gone_on_otherwise_is_known_whatever_its_size(
    signing: Ledger, key: KeyFile, more: int
) -> None:
    early = make_checkpoint(signing, key)
    record(signing)
    between, code = make_checkpoint(signing, key).note, make_checkpoint(signing, key).code
    record(signing, "What is lost")
    later = make_checkpoint(signing, key)
    put_back(signing, 6, "Recorded on the older copy", more=more)
    with pytest.raises(NotGoneOnError, match=f"{later.checkpoint.size}.*{later.code.root}"):
        make_checkpoint(signing, key)
    assert lost(signing, key) == (later.checkpoint, How.OTHERWISE)
    begin_origin(signing, later.checkpoint, key, kept=early.checkpoint.size, by=ADMINISTRATOR)
    assert lost(signing, key) is None
    make_checkpoint(signing, key)
    for note, found in ((early.note, Verdict.FITS), (between, Verdict.FITS)):
        assert verdict(signing, note) is found, "more is in common than is on record"
    assert verdict(signing, code) is Verdict.FITS
    assert verdict(signing, later.note) is verdict(signing, later.code) is Verdict.LOST


def test_a_copy_from_before_a_new_origin_is_known_by_the_origin_beside_the_key(
    signing: Ledger, key: KeyFile
) -> None:
    before = signing.origin
    latest = Checkpoint("scrutiny-ledger/another", 9, b"r" * 32)
    key.latest.write_text(str(Note(latest.text)))
    with pytest.raises(NotGoneOnError, match="scrutiny-ledger/another, and this one is"):
        make_checkpoint(signing, key)
    begin_origin(signing, latest, key, kept=0, by=ADMINISTRATOR)
    assert before != signing.origin
    assert verdict(signing, Note(latest.text)) is Verdict.LOST
    assert make_checkpoint(signing, key).checkpoint.origin == signing.origin


def test_a_log_that_was_altered_is_not_taken_for_an_older_copy(
    signing: Ledger, key: KeyFile
) -> None:
    make_checkpoint(signing, key)
    with signing.writing() as connection:
        connection.execute(
            update(stored_events).where(stored_events.c.position == 2).values(leaf=b"0" * 32)
        )
    found = lost(signing, key)
    assert found is not None
    assert found[1] is How.ALTERED
