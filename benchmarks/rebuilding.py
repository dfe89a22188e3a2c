"""What it costs to make every register anew from the log, beside reading the log."""

from __future__ import annotations

from benchmarks.figures import PROCESSOR, Figure, in_turn, middle
from benchmarks.partnership import Partnership
from projections.rebuild import rebuild
from web.nouns import every_projection


def rebuilt(partnership: Partnership) -> Figure:
    """All registers from the whole log, and decoding its events once: processor time."""
    ledger, events = partnership.ledger, partnership.ledger.position()
    rounds = in_turn(
        lambda: rebuild(ledger, every_projection()),
        lambda: sum(1 for _ in ledger.events_after(0)),
        rounds=3,
        clock=PROCESSOR,
    )
    ours, bare = (middle(each) for each in zip(*rounds, strict=True))
    return Figure(
        f"All registers anew from {events:,} events, to decoding them",
        middle(ours / bare for ours, bare in rounds),
        "×",
        details=f"{ours:.1f} s and {bare:.1f} s",
    )
