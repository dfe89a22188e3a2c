"""What is done about words that should not be on record: with one redaction that is proposed."""

from __future__ import annotations

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do
from tests.partnership import PEOPLE
from tests.web.doing import Example

ADMINISTRATOR, OFFICER = PEOPLE[Role.ADMINISTRATOR], PEOPLE[Role.DATA_PROTECTION]
EXAMPLES = {
    "agree": Example(
        "agreed: words in step 1 of RSK-2026-002 were redacted", {}, by=Role.DATA_PROTECTION
    ),
    "decline": Example(
        "declined to redact words of RSK-2026-002", {"reason": "An inquiry needs them."},
        by=Role.DATA_PROTECTION,
    ),
}  # fmt: skip


def propose(ledger: Ledger, of: str = "RSK-2026-002", *words: str, **data: object) -> str:
    """Propose to redact words of an item, and return the reference of the redaction."""
    given = {"words": list(words or ["1/title"]), "basis": "erasure", "reason": "A name is in it."}
    return do(ledger, "redaction.propose", by=ADMINISTRATOR, of=of, **{**given, **data}).reference


def agree(ledger: Ledger, redaction: str) -> None:
    """Agree to it, so that the words go."""
    do(ledger, "redaction.agree", redaction, by=OFFICER)


def redact(ledger: Ledger, of: str, *words: str, **data: object) -> str:
    """Propose it and agree to it."""
    redaction = propose(ledger, of, *words, **data)
    agree(ledger, redaction)
    return redaction
