"""Whether the list of bank holidays reaches far enough, for those who would have to see to it."""

from __future__ import annotations

from datetime import timedelta

from domain.kernel.item import long_date
from projections.view import View

_AHEAD = timedelta(days=365)


def ending_list(view: View) -> str:
    """A sentence from a year before the list ends; "" before that, or where there is none."""
    ends = view.calendar.ends
    if ends is None or ends - view.on > _AHEAD:
        return ""
    return (
        f"The list of bank holidays ends on {long_date(ends.isoformat())}. Later ones are worked "
        "out by rule, without any that may be proclaimed, and every sum says so. Ask whoever runs "
        "the server to install a newer program, and record one that is proclaimed meanwhile."
    )
