"""Which evidence packs that were given out hold words that were redacted, or are to be."""

from __future__ import annotations

from application.ledger.ledger import Ledger
from application.proof.keys import proof_of
from domain.kernel.terms import item_id
from domain.partnership.proof import Pack
from domain.redactions.redaction import Redaction
from domain.redactions.vocabulary import Status


def packs_with_words(ledger: Ledger, redaction: Redaction) -> list[Pack]:
    """Those of the redaction's item that were made while its words were there."""
    proof = proof_of(ledger)
    places = [place["position"] for place in redaction.places]
    went = ledger.position()
    if redaction.status is Status.DONE:
        went = ledger.log.select_events(item_id(redaction.reference), desc=True, limit=1)[0].id
    return [
        pack
        for pack in (proof.packs if proof else ())
        if pack.made_at < went and any(pack.holds(redaction.of, position=at) for at in places)
    ]
