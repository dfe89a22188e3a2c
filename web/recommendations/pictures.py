"""What is claimed and verified of each source, and how far due dates have slipped, as pictures."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from projections.followed.slips import Slip
from projections.recommendations.figures import Claims
from projections.view import View
from web.pictures.shares import Part, Whole, shares
from web.pictures.spans import Bar, Row, Stretch, spans
from web.wording import days_long, source_words

FURTHEST = 12
"""How many slips are drawn, and told: those that went furthest."""
_PARTS = (
    Part("claimed", "ledger-band ledger-band--medium", "falling"),
    Part("verified", "ledger-band ledger-band--low", ""),
)
_SLIPPED = Stretch("ledger-band ledger-band--medium", "falling", "slipped")


def claims_picture(claims: Sequence[Claims]) -> Markup:
    """For each source how much is claimed and how much verified; nothing where there is none."""
    if not claims:
        return Markup("")
    wholes = [
        Whole(source_words(each.source), each.counted, [each.claimed, each.verified])
        for each in claims
    ]
    claimed, verified = sum(each.claimed for each in claims), sum(each.verified for each in claims)
    counted = sum(each.counted for each in claims)
    name = (
        "Recommendations claimed and verified by source: of all "
        f"{counted:,}, {claimed:,} claimed and {verified:,} verified."
    )
    return shares(name, _PARTS, wholes, key="claims")


def slips_picture(slipped: Sequence[Slip], view: View) -> Markup:
    """From the first to the present due date of each; nothing where none has slipped."""
    if not slipped:
        return Markup("")
    rows = [
        Row(
            f"{each.reference}: {days_long(each.days)}",
            [Bar(each.first, each.due, _SLIPPED)],
            was=each.first,
            due=each.due,
        )
        for each in slipped
    ]
    name = (
        "From the first to the present due date: the furthest is "
        f"{slipped[0].reference}, by {days_long(slipped[0].days)}."
    )
    return spans(name, rows, today=view.on, key="slips", was="first due", due="due now")
