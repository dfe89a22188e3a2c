"""The page that says what the log is, for whoever wants to hold it to that later."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for

from application.ledger.storage.faults import FAULTS
from application.proof.checkpoints import UNSIGNED, ShortCode
from application.proof.going_on import broken
from application.proof.keys import KeyFile, key_file, proof_of, verifiers_of
from application.proof.last_run import Run, last_run
from application.proof.making import (
    Made,
    count_made,
    made_of,
    make_checkpoint,
    page_made,
    with_countersignatures,
)
from application.proof.notes import NoteError
from application.proof.recognising import Recognised, note_in, recognise
from application.proof.witnesses import hand_in, sightings, submission_for
from domain.kernel.errors import DomainError
from domain.partnership.issued import IssuedPaper
from domain.partnership.proof import PROOF, Proof
from projections.register import PAGE, Page
from web.items.story import story_of
from web.proof.code import short_code
from web.proof.covered import NOT_COVERED
from web.proof.partners import keys_of_partners, partners_seen
from web.registers import number_asked_for, page_asked_for
from web.security import allow
from web.view import ledger, side, stop_looking, the_view

pages = Blueprint("proof", __name__)

LONGEST = 20_000
"""Characters of what is pasted: a checkpoint with all its signatures has some 1,000."""


@pages.get("/proof")
@allow("see.proof")
def proof() -> str:
    """What the log is, who has seen how much of it, and which checkpoints were made; what a short
    code in the address says, and which papers bear it."""
    words = request.args.get("code", "").strip()[:LONGEST]
    if ShortCode.read(words) is None:
        return _page()
    view = the_view()
    return _page(shown=words, found=recognise(ledger(), view.connection, words))


@pages.post("/proof")
@allow("see.proof")
def check() -> Any:
    """Say what a checkpoint that was pasted says of this ledger; keep what partners signed."""
    words = request.form.get("shown", "")[:LONGEST]
    if not words.strip():
        return _page(error="Paste a short code or a checkpoint."), 422
    try:
        view = the_view()
        found = recognise(ledger(), view.connection, words)
        kept = _kept(words) if found.well else []
    except NoteError as error:
        return _page(shown=words, error=error.sentence), 422
    return _page(shown=words, found=found, kept=kept)


@pages.get("/proof/<int:size>-<key_id>.txt")
@allow("see.proof")
def checkpoint(size: int, key_id: str) -> Response:
    """A checkpoint that was made, with whatever was signed under it."""
    connection = the_view().connection
    made = made_of(connection, size, key_id="" if key_id == UNSIGNED else key_id) or abort(404)
    return _file(str(with_countersignatures(connection, made)), f"checkpoint-{made.code}.txt")


@pages.post("/proof/now")
@allow("see.proof")
def now() -> Response:
    """A checkpoint of the log as it is now."""
    stop_looking()
    made = make_checkpoint(ledger(), signing_key())
    return _file(str(made.note), f"checkpoint-{made.code}.txt")


@pages.get("/proof/for/<agency>.txt")
@allow("see.proof")
def submission(agency: str) -> Response:
    """What a Safeguarding Partner is given to countersign: the latest checkpoint, and the proof
    that the log has only grown since the one that it has seen."""
    view = the_view()
    if agency not in {each.reference for each in partners_seen(view)}:
        abort(404)
    latest = page_made(view.connection, offset=0, limit=1)
    if not latest:
        raise DomainError("There is no checkpoint yet. Make one first.")
    seen = sightings(view.connection).get(agency)
    old = number_asked_for("seen", usual=seen.size if seen else 0)
    text = str(submission_for(view.connection, latest[0], old=old))
    return _file(text, f"countersign-{agency}-{latest[0].checkpoint.size}.txt")


def signing_key() -> KeyFile | None:
    """The file of the key that signs on this site."""
    settings = current_app.extensions["settings"]
    return key_file(ledger().engine, named=settings.signing_key)


def _page(
    *,
    shown: str = "",
    error: str = "",
    found: Recognised | None = None,
    kept: Sequence[str] = (),
) -> str:
    view = the_view()
    number = page_asked_for()
    lines = [
        {"made": each, "href": _href(each)}
        for each in page_made(view.connection, offset=(number - 1) * PAGE, limit=PAGE)
    ]
    on_record = proof_of(ledger())
    fork = broken(ledger(), view.connection, signing_key())
    keys = verifiers_of(on_record)
    return render_template(
        "proof/proof.html",
        code=short_code(view),
        origin=ledger().origin,
        keys=keys,
        lost=on_record.lost if on_record else [],
        broken=fork.sentence if fork else "",
        partners=partners_seen(view),
        found_list=Page(lines, count_made(view.connection), number),
        query=list(request.args.items(multi=True)),
        shown=shown,
        errors=[{"text": error, "href": "#shown"}] if error else [],
        error=error,
        recognised=found,
        papers=_papers_under(shown) if found else [],
        kept=kept,
        last_run=_last_run(),
        not_covered=NOT_COVERED,
        history=story_of(ledger(), Proof, PROOF, view).history if on_record else [],
    )


def _papers_under(words: str) -> list[IssuedPaper]:
    """The papers that were issued under a short code."""
    code, on_record = ShortCode.read(words), proof_of(ledger())
    return on_record.papers_under(str(code)) if code and on_record else []


def _last_run() -> Run | None:
    """What “scrutiny verify” found last; None where nobody knows."""
    with suppress(*FAULTS), side().reading() as connection:
        return last_run(connection)
    return None


def _href(made: Made) -> str:
    key_id = made.key_id or UNSIGNED
    return url_for("proof.checkpoint", size=made.checkpoint.size, key_id=key_id)


def _kept(words: str) -> list[str]:
    """What partners have signed under it, kept, in sentences."""
    try:
        note = note_in(words)
    except NoteError:
        return []  # a short code has nothing under it
    view = the_view()
    keys = keys_of_partners(view)
    if not any(note.signed_by(keys.values())):
        return []
    stop_looking()
    return [
        f"{the_view().named(each.agency)} has countersigned the first {each.size:,} events."
        for each in hand_in(ledger(), note, keys)
    ]


def _file(text: str, name: str) -> Response:
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return Response(text, headers=headers)
