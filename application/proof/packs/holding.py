"""Which evidence packs and papers that were given out hold what was redacted, or is to be."""

from __future__ import annotations

from application.ledger.files import places_of
from application.ledger.ledger import Ledger
from application.proof.keys import proof_of
from domain.kernel.terms import item_id
from domain.partnership.issued import IssuedPaper
from domain.partnership.proof import Pack
from domain.redactions.redaction import FILE, Redaction
from domain.redactions.vocabulary import Status


def packs_with_words(ledger: Ledger, redaction: Redaction) -> list[Pack]:
    """Those that were made while they were there: of words, with the item that said them; of a
    file, with any that put it forward."""
    proof, went = proof_of(ledger), _went(ledger, redaction)
    places = [(redaction.of, place["position"]) for place in redaction.places]
    for sha256 in {each["digest"] for each in redaction.places if each["field"] == FILE}:
        places += places_of(ledger, sha256)
    return [
        pack
        for pack in (proof.packs if proof else ())
        if pack.made_at < went and any(pack.holds(item, position=at) for item, at in places)
    ]


def papers_that_may(ledger: Ledger, redaction: Redaction) -> list[IssuedPaper]:
    """The papers that were issued to meetings while the words were there, and may hold them: what
    a paper says of an item is not on record."""
    proof, went = proof_of(ledger), _went(ledger, redaction)
    said = [place["position"] for place in redaction.places if place["field"] != FILE]
    return [
        paper
        for paper in (proof.papers if proof else ())
        if paper.made_at < went and any(at <= paper.upto for at in said)
    ]


def _went(ledger: Ledger, redaction: Redaction) -> int:
    """The position of the log at which the words went; the end of it while they are there."""
    if redaction.status is not Status.DONE:
        return ledger.position()
    return ledger.log.select_events(item_id(redaction.reference), desc=True, limit=1)[0].id
