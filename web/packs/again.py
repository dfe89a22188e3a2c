"""What a page says of the packs that were made before of the same, and of one made again now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

from application.ledger.ledger import Ledger
from application.proof.keys import proof_of, verifiers_of
from application.proof.packs.differing import differences, differs, made_before
from application.proof.packs.packing import best_made
from domain.partnership.proof import Pack
from projections.view import View
from web.moments import look
from web.packs.subjects import Wish
from web.proof.partners import keys_of_partners

_TOLD = 5
"""How many of the packs that were made a page tells of."""


@dataclass(frozen=True)
class Made:
    """A pack that was made; `differs` says how it is another one than that of the same before."""

    pack: Pack
    differs: str


@dataclass(frozen=True)
class Again:
    """The packs that were made of something, the latest first, and in what one that is made now
    would differ from them."""

    made: Sequence[Made]
    others: int
    would_differ: Sequence[str]


def packs_before(ledger: Ledger, wish: Wish, view: View) -> Again | None:
    """What is known of earlier packs of what somebody may want one of; None: none was made."""
    proof = proof_of(ledger)
    if proof is None or not proof.packs:
        return None
    subject = wish(ledger, look(ledger, view.connection, f"#{view.position}"))
    now = replace(
        proof.packs[-1],
        of=subject.of,
        items=tuple(subject.items),
        since=subject.since,
        upto=subject.upto,
        program=version("scrutiny-ledger"),
        made_at=ledger.position(),
    )
    earlier = made_before(proof.packs, now)
    if earlier is None:
        return None
    # How many texts are left out is known once it is made; what of them went since, by redactions.
    now = replace(now, left_out=earlier.left_out, sha256="")
    keys = verifiers_of(proof)
    found = best_made(
        view.connection,
        key_id=keys[-1].id.hex() if keys else "",
        upto=subject.upto,
        partners=keys_of_partners(look(ledger, view.connection)),
    )
    another, signed = (str(found[0].code), len(found[2])) if found else ("a new one", 0)
    now = replace(now, checkpoint=another, countersigned=signed)
    same = [each for each in proof.packs if each.wish == now.wish]
    return Again(_told(ledger, same), max(len(same) - _TOLD, 0), differences(ledger, earlier, now))


def _told(ledger: Ledger, packs: Sequence[Pack]) -> list[Made]:
    told = [
        Made(pack, differs(ledger, made_before(packs[:number], pack), pack))
        for number, pack in enumerate(packs)
        if number >= len(packs) - _TOLD
    ]
    return told[::-1]
