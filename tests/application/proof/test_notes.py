"""Signed notes, held to Go's own example, to another implementation and to openssl."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tlog_scales.signing import NoteSignature, Vkey
from tlog_scales.tlog import Checkpoint as TheirCheckpoint

from application.proof.checkpoints import Checkpoint, ShortCode, Submission
from application.proof.notes import (
    COSIGNATURE,
    ED25519,
    MOST_SIGNATURES,
    Note,
    NoteError,
    Signature,
    Signer,
    Verifier,
)

# The example of golang.org/x/mod/sumdb/note.
SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
SIGNED = (
    f"{TEXT}\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6"
    "KE6RyyBwJnAM=\n"
)
ROOT = bytes(range(32))
CHECKPOINT = Checkpoint("example.org/log", 1042, ROOT)


def test_a_note_is_signed_as_go_signs_it() -> None:
    signer = Signer.read(SECRET)
    assert str(signer.verifier) == PUBLIC
    assert signer.secret == SECRET
    assert str(Note(TEXT).signed(signer.sign(TEXT))) == SIGNED


def test_what_go_has_signed_is_found_right() -> None:
    key = Verifier.read(PUBLIC)
    note = Note.read(SIGNED)
    assert note.text == TEXT
    assert note.signed_by([key]) == [(key, note.signatures[0])]


@pytest.mark.parametrize("kind", [ED25519, COSIGNATURE])
def test_another_implementation_finds_our_signatures_right(kind: int) -> None:
    signer = Signer.new("example.org/w1", kind)
    signature = signer.sign(CHECKPOINT.text, at=1_795_000_000)
    theirs = TheirCheckpoint.from_text(str(Note(CHECKPOINT.text).signed(signature)))
    assert (theirs.origin, theirs.size, theirs.root_hash) == ("example.org/log", 1042, ROOT)
    theirs.verify(Vkey.from_string(str(signer.verifier)))


def test_we_find_the_signatures_of_another_implementation_right() -> None:
    from tlog_scales.signing import PlainEd25519Signer

    theirs = PlainEd25519Signer("example.org/log", b"s" * 32)
    made = TheirCheckpoint.make_signed("example.org/log", 1042, ROOT, [theirs])
    key = Verifier.read(theirs.vkey.serialize())
    note = Note.read(made.serialize())
    assert Checkpoint.read(note.text) == CHECKPOINT
    assert [found for found, _ in note.signed_by([key])] == [key]


def test_openssl_finds_our_signature_right(tmp_path: Path) -> None:
    signer = Signer.new("example.org/log")
    signature = signer.sign(CHECKPOINT.text)
    der = bytes.fromhex("302a300506032b6570032100") + signer.verifier.public
    (tmp_path / "key.der").write_bytes(der)
    (tmp_path / "text").write_text(CHECKPOINT.text, encoding="utf-8")
    (tmp_path / "signature").write_bytes(signature.content)
    run = subprocess.run(
        ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key.der",
         "-rawin", "-in", "text", "-sigfile", "signature"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "Verified Successfully" in run.stdout


def test_a_cosignature_says_when_it_was_made() -> None:
    signer = Signer.new("example.org/w1", COSIGNATURE)
    signature = signer.sign(TEXT, at=1_795_000_000)
    assert signature.seen_at == 1_795_000_000
    later = Signature(
        signature.name, signature.key_id, (1_795_000_001).to_bytes(8) + signature.content[8:]
    )
    assert signer.verifier.checks(TEXT, signature)
    assert not signer.verifier.checks(TEXT, later)


def test_a_signature_of_an_unknown_key_is_passed_over() -> None:
    known, stranger = Signer.new("one"), Signer.new("two")
    note = Note(TEXT).signed(stranger.sign(TEXT), known.sign(TEXT))
    assert [key for key, _ in note.signed_by([known.verifier])] == [known.verifier]
    assert note.signed_by([Signer.new("three").verifier]) == []


def test_a_wrong_signature_of_a_known_key_makes_the_note_worth_nothing() -> None:
    known = Signer.new("one")
    note = Note("Other words.\n").signed(known.sign(TEXT))
    with pytest.raises(NoteError, match="The signature of one does not fit"):
        note.signed_by([known.verifier])


@pytest.mark.parametrize(
    "line",
    [
        "",
        "PeterNeumann",
        PUBLIC.replace("c74f20a3", "c74f20a4"),
        PUBLIC[:-4],
        PUBLIC.replace("PeterNeumann", "Peter Neumann"),
        PUBLIC.replace("+AR", "+CR"),
        SECRET,
    ],
)
def test_what_is_no_public_key_is_refused(line: str) -> None:
    with pytest.raises(NoteError):
        Verifier.read(line)


@pytest.mark.parametrize("line", ["", PUBLIC, SECRET[:-8], SECRET.replace("c74f20a3", "c74f20a4")])
def test_what_is_no_private_key_is_refused(line: str) -> None:
    with pytest.raises(NoteError):
        Signer.read(line)


def test_a_private_key_is_not_shown_by_accident() -> None:
    assert "x" * 32 not in repr(Signer("one", ED25519, b"x" * 32))


@pytest.mark.parametrize(
    "words",
    [
        "",
        TEXT,
        SIGNED.rstrip("\n"),
        SIGNED.replace("— Peter", "- Peter"),
        SIGNED.replace("x08go", "x08g!"),
        SIGNED.replace("then", "then\t"),
        f"{TEXT}\n— PeterNeumann AAAA\n",
        f"{TEXT}\n{'— PeterNeumann AAAAAAAA' * (MOST_SIGNATURES + 1)}\n",
    ],
)
def test_what_is_no_note_is_refused(words: str) -> None:
    with pytest.raises(NoteError):
        Note.read(words)


def test_a_note_may_have_so_many_signatures_and_no_more() -> None:
    line = "— one AAAAAAAA\n"
    assert len(Note.read(f"{TEXT}\n{line * MOST_SIGNATURES}").signatures) == MOST_SIGNATURES
    with pytest.raises(NoteError, match="at most"):
        Note.read(f"{TEXT}\n{line * (MOST_SIGNATURES + 1)}")


@given(st.text() | st.text(alphabet="old 0123\n— +=AZaz/", max_size=200))
@example("old 1\n\nx\n1\n\n")
@example("x\n99999999999999999999999\n\n\n")
@example("x\n1\n\N{ARABIC-INDIC DIGIT ONE}\n\n")
def test_whatever_is_read_is_read_or_refused_with_a_sentence(words: str) -> None:
    for read in (Note.read, Checkpoint.read, Submission.read, Verifier.read, Signer.read):
        try:
            read(words)
        except NoteError as error:
            assert error.sentence.endswith((".", "?"))  # noqa: PT017  none is a rule as well
    ShortCode.read(words)


# Checkpoints and short codes


def test_a_checkpoint_is_three_lines() -> None:
    assert CHECKPOINT.text == (
        "example.org/log\n1042\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    )
    assert Checkpoint.read(CHECKPOINT.text) == CHECKPOINT
    assert Checkpoint.read(f"{CHECKPOINT.text}another line\n") == CHECKPOINT


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("1042", "01042"),
        ("1042", "-1"),
        ("1042", "\N{ARABIC-INDIC DIGIT ONE}"),
        ("AAEC", "AAE"),
        ("example.org/log", ""),
    ],
)
def test_what_is_no_checkpoint_is_refused(was: str, becomes: str) -> None:
    with pytest.raises(NoteError):
        Checkpoint.read(CHECKPOINT.text.replace(was, becomes))


def test_a_short_code_is_size_root_and_key_and_read_however_it_was_typed() -> None:
    code = CHECKPOINT.code("c74f20a3")
    assert str(code) == "1042-00010203040506070809-c74f20a3"
    assert ShortCode.read(" 1042 - 00010203040506070809\n- C74F20A3 ") == code
    assert code.fits(ROOT)
    assert not code.fits(b"\x01" * 32)
    assert str(CHECKPOINT.code("")) == "1042-00010203040506070809-unsigned"
    assert ShortCode.read("1042-0001020304050607-c74f20a3") is None


def test_a_submission_is_read_as_it_is_written() -> None:
    signer = Signer.new("example.org/log")
    note = Note(CHECKPOINT.text).signed(signer.sign(CHECKPOINT.text))
    submission = Submission(7, (ROOT, ROOT[::-1]), note)
    assert Submission.read(str(submission)) == submission
    assert str(submission).splitlines()[0] == "old 7"
    assert NoteSignature.from_line(str(note.signatures[0])).name == "example.org/log"
    with pytest.raises(NoteError, match="63 are the most"):
        Submission.read(str(Submission(7, (ROOT,) * 64, note)))
