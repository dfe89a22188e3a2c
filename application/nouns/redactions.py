"""What a person can do about words that should not be on record."""

from __future__ import annotations

from application.doing.access import ADMINISTRATOR, DATA_PROTECTION
from application.doing.fields import Choice, Line, ListedSeveral, Prose
from application.doing.intents import Intent
from application.nouns.about.redactions import what_would_go
from application.nouns.shared.common import Reason, Timeless
from domain.redactions.redaction import Redaction
from domain.redactions.vocabulary import BASES, Basis


class _Propose(Timeless):
    of = Line("Item")
    words = ListedSeveral(
        "Which words?",
        hint="Look at the step first: the words are not shown again, here or anywhere.",
    )
    basis = Choice("On what legal basis?", Basis, BASES)
    reason = Prose(
        "Why should they go?",
        hint="Say what kind of words they are. Do not repeat them: this stays on record.",
    )


class _Decline(Timeless, Reason):
    """Why the words stay."""


REDACTION_INTENTS = (
    Intent(
        "redaction.propose", "Propose a redaction", _Propose, Redaction.propose,
        may={ADMINISTRATOR}, asks_again=True,
        hint="Nothing goes until the data protection officer has agreed. Then the words go for "
        "good, from every page, file and search. Check that nobody has to keep them: a court, an "
        "inquiry, a request that has not been answered.",
    ),
    Intent(
        "redaction.agree", "Agree: the words go for good", Timeless, Redaction.agree,
        may={DATA_PROTECTION}, asks_again=True, about=what_would_go,
        hint="They go at once and cannot be brought back. The history goes on saying that they "
        "were here, when they went, and why.",
    ),
    Intent(
        "redaction.decline", "Decline: the words stay", _Decline, Redaction.decline,
        may={DATA_PROTECTION}, asks_again=True, about=what_would_go,
    ),
)  # fmt: skip
