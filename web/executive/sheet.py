"""Everything that the Executive's sheet says, once: its page and its paper are made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from application.proof.checkpoints import ShortCode
from projections.executive.outstanding import Totals, outstanding
from projections.executive.standing import places, standing
from projections.register import PAGE, Page
from projections.risks.movements import moved_between
from projections.risks.risk_register import hygiene_counts
from projections.view import View
from web.executive.deciding import ToDecide, to_decide
from web.executive.heat import Grid, heat_map
from web.executive.telling import (
    AHEAD,
    Dates,
    Figure,
    Moved,
    Outstanding,
    Partners,
    by_partner,
    dates_ahead,
    flagged,
    four_figures,
    most_telling,
    moved_in_words,
)
from web.proof.code import short_code
from web.wording import counted

_MOVED = 5
"""Movements that are told with their reasons; all are drawn on the map."""


@dataclass(frozen=True)
class Sheet:
    """What to decide, four figures, where the risks stand and what moved since an earlier moment,
    what partners owe, what comes; then fifty outstanding risks. It does not grow with the register.

    `amiss` counts what is wrong with the outstanding risks, `found` is the page that they are of.
    """

    view: View
    earlier: View
    decide: ToDecide
    figures: Sequence[Figure]
    grid: Grid
    moved: Sequence[Moved]
    more_moved: int
    partners: Partners
    dates: Dates
    found: Page
    totals: Totals
    amiss: Sequence[str]
    outstanding: Sequence[Outstanding]
    code: ShortCode
    ahead: int = AHEAD

    @property
    def left_out(self) -> Sequence[str]:
        """What is not on the sheet besides things to decide, in sentences."""
        off, more = self.totals.off_the_map, self.more_moved
        has, are = ("risk has", "is") if off == 1 else ("risks have", "are")
        told = {
            f"{more:,} more {'risk' if more == 1 else 'risks'} moved, came or went.": more > 0,
            f"More dates come within {self.ahead} days.": self.dates.more,
            f"{counted(off)} {has} no likelihood or impact and {are} not on the map.": off,
            "Of partners, no more is counted than the register counts anywhere.":
                not self.partners.whole,
        }  # fmt: skip
        return [sentence for sentence, so in told.items() if so]


def sheet_of(view: View, *, earlier: View) -> Sheet:
    """The sheet at a moment, compared with an earlier one."""
    moved = most_telling(moved_between(earlier, view, most=PAGE))
    found, totals = outstanding(view, most=PAGE)
    return Sheet(
        view=view,
        earlier=earlier,
        decide=to_decide(view),
        figures=four_figures(standing(view), standing(earlier), view),
        grid=heat_map(view.matrix, places(view), moved),
        moved=moved_in_words(moved[:_MOVED]),
        more_moved=len(moved) - _MOVED,
        partners=by_partner(view),
        dates=dates_ahead(view),
        found=found,
        totals=totals,
        amiss=_amiss(totals, view),
        outstanding=flagged(found.rows, earlier=earlier, view=view),
        code=short_code(view),
    )


def _amiss(totals: Totals, view: View) -> list[str]:
    """How many of the outstanding risks have each flag, in a few words."""
    told = [
        f"{counted(count)} {words}"
        for count, words in (
            (totals.escalated, "awaiting an answer"),
            (totals.above_appetite, "above appetite"),
            (totals.target_dates, "target date passed or moved"),
        )
        if count
    ]
    lacking = (f"{words}: {counted(count)}" for _, words, count in hygiene_counts(view) if count)
    return [*told, *lacking]
