"""What a person can do about words, and files, that should not be on record."""

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
        "What should go?",
        hint="Look at the step first: the words are not shown again, here or anywhere. A file goes "
        "from wherever the very same was put forward.",
    )
    basis = Choice("On what legal basis?", Basis, BASES)
    reason = Prose(
        "Why should it go?",
        hint="Say what kind of words or file it is. Do not repeat the words: this stays on record.",
    )


class _Decline(Timeless, Reason):
    """Why it stays."""


REDACTION_INTENTS = (
    Intent(
        "redaction.propose", "Propose a redaction", _Propose, Redaction.propose,
        may={ADMINISTRATOR}, asks_again=True,
        hint="Nothing goes until the data protection officer has agreed. Then it goes for "
        "good, from every page, file and search. Check that nobody has to keep it: a court, an "
        "inquiry, a request that has not been answered.",
    ),
    Intent(
        "redaction.agree", "Agree: it goes for good", Timeless, Redaction.agree,
        may={DATA_PROTECTION}, asks_again=True, about=what_would_go,
        hint="It goes at once and cannot be brought back. The history goes on saying that it was "
        "here, when it went, and why.",
    ),
    Intent(
        "redaction.decline", "Decline: it stays", _Decline, Redaction.decline,
        may={DATA_PROTECTION}, asks_again=True, about=what_would_go,
    ),
)  # fmt: skip
