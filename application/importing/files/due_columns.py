"""The columns in which trackers keep a due date that was moved: the first one, and the one now."""

from __future__ import annotations

from itertools import product

from application.importing.files.headings import Header

_NOUNS = (
    "due date", "target date", "date", "deadline", "completion date", "implementation date",
    "target completion date", "target", "timescale", "date for completion", "date due", "due",
)  # fmt: skip


def _called(*ways: str) -> tuple[str, ...]:
    return tuple(f"{way} {noun}" for way, noun in product(ways, _NOUNS))


REVISED_DUE = Header(
    "revised_due",
    (*_called("revised", "new", "extended", "amended", "re dated", "rescheduled", "updated"),
     "revised due", "extended to", "extension date", "extension", "due date revised",
     "target date revised", "revised"),
    dated=True,
)  # fmt: skip
"""To be looked for before the due date."""
FIRST_DUE = Header(
    "first_due",
    (*_called("original", "first", "initial", "baseline", "previous", "old"),
     "original due", "originally due", "due date original", "target date original"),
    dated=True,
)  # fmt: skip
"""To be looked for after the due date, which an original one is where there is no other."""
