"""How a pack that is made again is another one than that which was made of the same before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from application.ledger.ledger import Ledger
from domain.kernel.item import in_a_row
from domain.partnership.proof import Pack


def made_before(packs: Sequence[Pack], pack: Pack) -> Pack | None:
    """The one of these, in the order in which they were made, to hold a pack against: the last that
    was made of the same up to the same position, else the last that was made of the same."""
    same = [each for each in packs if each.wish == pack.wish]
    there = [each for each in same if each.upto == pack.upto]
    return next(reversed(there or same), None)


def differences(ledger: Ledger, earlier: Pack, later: Pack) -> list[str]:
    """What is another in a pack than in an earlier one of the same, each thing in a few words; what
    people, agencies and keys are called is not among it."""
    # Of another position it is another one, which goes without saying.
    checkpoint = later.checkpoint if earlier.upto == later.upto else earlier.checkpoint
    told = [
        f"{what} {was} then and {now} now"
        for what, was, now in (
            ("it went up to event", f"{earlier.upto:,}", f"{later.upto:,}"),
            ("the items in it were", len(earlier.items), len(later.items)),
            ("the program was", earlier.program, later.program),
            ("the checkpoint was", earlier.checkpoint, checkpoint),
            ("partners that countersigned were", earlier.countersigned, later.countersigned),
            ("texts and files left out were", earlier.left_out, later.left_out),
        )
        if was != now
    ]
    if redacted := _redacted_between(ledger, earlier, later):
        told.append(f"words were redacted in between ({in_a_row(redacted)})")
    return told


def differs(ledger: Ledger, earlier: Pack | None, later: Pack) -> str:
    """The same as a sentence, of two that were made; "" where they are the same bytes."""
    if earlier is None or earlier.sha256 == later.sha256:
        return ""
    why = "; ".join(differences(ledger, earlier, later))
    why = why or "what people, agencies or keys are called is told otherwise"
    return f"It is not the same as the pack made of the same before: {why}."


def _redacted_between(ledger: Ledger, earlier: Pack, later: Pack) -> list[str]:
    return redacted_between(ledger, after=earlier.made_at, upto=later.made_at, held=earlier.holds)


def redacted_between(
    ledger: Ledger, *, after: int, upto: int, held: Callable[..., bool]
) -> list[str]:
    """The redactions that were done between two positions of the log of anything that was `held`,
    by item and `position`."""
    return [
        each.reference
        for each in ledger.redactions_after(after, upto=upto)
        if any(held(each.of, position=place["position"]) for place in each.places)
    ]
