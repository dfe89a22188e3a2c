"""What a decision may rest on."""

from __future__ import annotations

from enum import StrEnum


class Basis(StrEnum):
    """A part of what is known of an item when something is decided about it."""

    WORDS = "what it says"
    PARTIES = "whom it concerns, and what each holds"
    OWNER = "who owns it"
    DATES = "its dates"
    HANDLING = "how it is judged and handled"
    EVIDENCE = "its evidence"


ALL = frozenset(Basis)
