"""How logs of disputes say that one ended, and of what kind it is. Words that may mean several
things mean nothing here."""

from __future__ import annotations

from enum import StrEnum

from domain.disputes.vocabulary import Kind
from domain.kernel.plain import normal
from domain.procedure.rules import ENDINGS, Ending


class Standing(StrEnum):
    """What is said where no ending is: that it goes on, or that it is over."""

    OPEN = "open"
    OVER = "over"
    TOLD = "told"
    """Somebody outside was told, which settles nothing."""


_ENDING_WAYS = {
    Ending.AGREED: (
        "agreed", "agreement", "agreement reached", "by agreement", "resolved by agreement",
        "settled by agreement", "resolved agreed", "resolved agreement", "mutual agreement",
        "parties agreed", "consensus", "consensus reached", "compromise", "compromise agreed",
        "resolved through mediation", "resolved by mediation", "mediated", "settled",
        "resolved jointly", "resolved between agencies", "resolved between the agencies",
        "resolved informally", "informal resolution", "informally resolved",
    ),
    Ending.DECIDED: (
        "decided", "decision", "decision made", "decision taken", "by decision",
        "resolved by decision", "resolved decision", "resolved decided", "determined",
        "determination", "ruled", "ruling", "executive decision", "decided by executive",
        "decided by the executive", "decision of the executive", "decided by lsp",
        "decided by lsps", "lsp decision", "decided by the lead safeguarding partners",
        "upheld", "not upheld", "partly upheld", "partially upheld",
    ),
    Ending.WITHDRAWN: (
        "withdrawn", "withdrew", "retracted", "dropped", "withdrawn by raising agency",
        "withdrawn by raiser", "withdrawn by agency", "not pursued",
    ),
    Ending.SUPERSEDED: (
        "superseded", "replaced", "merged", "merged with another", "superseded by another",
        "replaced by another", "duplicate", "combined",
    ),
    Ending.NO_LONGER: (
        "no longer a dispute", "no longer in dispute", "no longer disputed", "lapsed",
        "fell away", "overtaken by events", "no further dispute", "no longer relevant",
        "no longer applies", "no further action", "nfa",
    ),
    Ending.ANSWERED: (
        "answered from outside", "answered externally", "external answer", "answered by dfe",
        "decided externally", "external decision",
    ),
}  # fmt: skip
_STANDING_WAYS = {
    Standing.OPEN: (
        "open", "ongoing", "on going", "in progress", "live", "active", "unresolved",
        "not resolved", "outstanding", "current", "continuing", "under way", "underway",
        "in dispute", "escalated", "awaiting response", "awaiting decision", "pending", "no", "n",
        "new", "not closed", "reopened",
    ),
    Standing.TOLD: (
        "notified", "notified externally", "external notification", "externally notified",
        "referred externally", "reported externally", "notified to dfe", "referred to dfe",
        "escalated externally", "notified to the secretary of state",
    ),
    Standing.OVER: (
        "closed", "resolved", "ended", "complete", "completed", "concluded", "finished",
        "fully resolved", "dispute resolved", "issue resolved", "yes", "y",
    ),
}  # fmt: skip
_MEANINGS: dict[str, Ending | Standing] = {
    **{way: ending for ending, ways in _ENDING_WAYS.items() for way in ways},
    **{normal(words): ending for ending, words in ENDINGS.items()},
    **{normal(ending.value): ending for ending in Ending},
    **{way: standing for standing, ways in _STANDING_WAYS.items() for way in ways},
}
_CLOSED = ("closed ", "resolved ", "ended ", "complete ", "completed ")
"""What may stand before an ending without changing it: “Closed – withdrawn”."""


def read_ending(words: str) -> Ending | Standing | None:
    """How it ended, or whether it goes on; None where the words do not say one thing."""
    plain = normal(words)
    if plain in _MEANINGS:
        return _MEANINGS[plain]
    for before in _CLOSED:
        found = _MEANINGS.get(plain.removeprefix(before))
        if plain.startswith(before) and isinstance(found, Ending):
            return found
    return None


_KIND_WAYS = {
    Kind.DISPUTE: ("dispute", "disagreement", "professional disagreement", "a dispute",
                   "inter agency dispute", "dispute between agencies"),
    Kind.ISSUE: ("issue", "issue escalation", "escalated issue", "escalation of an issue",
                 "unresolved issue", "an issue", "issue without opposing parties", "1 4c"),
}  # fmt: skip
_KINDS = {way: kind for kind, ways in _KIND_WAYS.items() for way in ways}


def read_kind(words: str) -> Kind | None:
    """A dispute, or an issue without opposing parties (ToR 1.4c)."""
    return _KINDS.get(normal(words))


_YES = {"yes", "y", "true", "1", "x", "urgent", "high", "immediate", "expedited", "very urgent"}
_NO = {"no", "n", "false", "0", "routine", "standard", "normal", "not urgent", "non urgent", "low",
       "medium"}  # fmt: skip


def read_urgent(words: str) -> bool | None:
    """Whether it was urgent; None where the words are neither yes nor no."""
    plain = normal(words)
    return True if plain in _YES else False if plain in _NO else None
