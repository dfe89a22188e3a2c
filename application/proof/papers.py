"""How a paper that is made again is another one than that which was issued before."""

from __future__ import annotations

from collections.abc import Sequence

from application.ledger.ledger import Ledger
from application.proof.packs.differing import redacted_between
from domain.kernel.item import in_a_row
from domain.partnership.issued import IssuedPaper


def issued_before(papers: Sequence[IssuedPaper], paper: IssuedPaper) -> IssuedPaper | None:
    """The last of these that is the same paper as the same kind of file, of the same moments; None
    where there is none: of another moment it is another paper."""
    same = [each for each in papers if (each.wish, each.moments) == (paper.wish, paper.moments)]
    return same[-1] if same else None


def differences(ledger: Ledger, earlier: IssuedPaper, later: IssuedPaper) -> list[str]:
    """What is another in a paper than in an earlier one of the same, each thing in a few words."""
    told = [
        f"{what} {was} then and {now} now"
        for what, was, now in (
            ("it went up to event", f"{earlier.upto:,}", f"{later.upto:,}"),
            ("the program was", earlier.program, later.program),
            ("the template was", earlier.template[:_DIGITS], later.template[:_DIGITS]),
            ("the checkpoint was", earlier.checkpoint, later.checkpoint),
            ("whoever made it saw", _seen(earlier), _seen(later)),
        )
        if was != now
    ]
    redacted = redacted_between(
        ledger, after=earlier.made_at, upto=later.made_at,
        held=lambda item, *, position: position <= earlier.upto,
    )  # fmt: skip
    if redacted:
        told.append(f"words were redacted in between ({in_a_row(redacted)})")
    return told


def compared(ledger: Ledger, earlier: IssuedPaper, later: IssuedPaper) -> str:
    """Whether a paper is the one that was issued before, in a sentence."""
    issued = f"issued to {earlier.meeting} as its paper {earlier.paper}"
    if earlier.sha256 == later.sha256:
        return f"It is the same, byte for byte, as the one {issued}."
    why = "; ".join(differences(ledger, earlier, later))
    why = why or "what people or agencies are called is told otherwise"
    return f"It is not the same as the one {issued}: {why}."


_DIGITS = 12


def _seen(paper: IssuedPaper) -> str:
    return "a part" if paper.partial else "all"
