"""Which evidence packs that were given out hold words or files that were redacted, or are to be."""

from __future__ import annotations

from application.ledger.files import places_of
from application.ledger.ledger import Ledger
from application.proof.keys import proof_of
from domain.kernel.terms import item_id
from domain.partnership.proof import Pack
from domain.redactions.redaction import FILE, Redaction
from domain.redactions.vocabulary import Status


def packs_with_words(ledger: Ledger, redaction: Redaction) -> list[Pack]:
    """Those that were made while they were there: of words, with the item that said them; of a
    file, with any that put it forward."""
    proof = proof_of(ledger)
    places = [(redaction.of, place["position"]) for place in redaction.places]
    for sha256 in {each["digest"] for each in redaction.places if each["field"] == FILE}:
        places += places_of(ledger, sha256)
    went = ledger.position()
    if redaction.status is Status.DONE:
        went = ledger.log.select_events(item_id(redaction.reference), desc=True, limit=1)[0].id
    return [
        pack
        for pack in (proof.packs if proof else ())
        if pack.made_at < went and any(pack.holds(item, position=at) for item, at in places)
    ]
