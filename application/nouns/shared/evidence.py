"""What a person can do with the evidence of an item, whatever kind of item it is."""

from __future__ import annotations

from collections.abc import Set

from application.doing.access import CHAIR, EXECUTIVE, MEMBER, SCRUTINEER, TEAM
from application.doing.fields import (
    Choice,
    Day,
    Line,
    ListedNumber,
    Needed,
    Prose,
    WebLink,
)
from application.doing.intents import Intent, IntentSchema
from application.doing.on_behalf import WHOSE
from application.nouns.about.evidence import the_evidence
from application.nouns.shared.common import Reason, file_field
from domain.kernel.deciding.evidence import Evidenced, EvidenceKind
from domain.kernel.terms import Role

EVIDENCE_KINDS = {
    EvidenceKind.DOCUMENT: "A document, such as a policy or a report",
    EvidenceKind.DATA: "Data",
    EvidenceKind.AUDIT: "An audit",
    EvidenceKind.MINUTE: "A minute",
    EvidenceKind.LETTER: "A letter or an e-mail",
    EvidenceKind.DECISION: "A decision, such as an inspectorate’s",
    EvidenceKind.OTHER: "Something else",
}
VERIFIERS = frozenset({TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE})
"""Who may look at evidence, and at a claim that rests on it."""


class _Evidence(IntentSchema):
    kind = Choice("What is it?", EvidenceKind, EVIDENCE_KINDS, only=tuple(EVIDENCE_KINDS))
    title = Line("Title")
    file = file_field()
    link = WebLink(
        "Link",
        hint="Where it can be read.",
        needed=Needed("unless you choose a file"),
    )
    decision = ListedNumber(
        "Which decision or reply does it show?",
        hint="For example the minute in which it stands, or the e-mail by which it came. Leave "
        "empty where it shows something else.",
        required=False,
    )
    dated = Day("Its date", required=False)


class _Check(IntentSchema):
    evidence = ListedNumber("Evidence", named="the evidence")
    finding = Prose("What did you find?", named="what you found")


class _Withdraw(Reason):
    evidence = ListedNumber("Evidence", named="the evidence")


def _counting(item: Evidenced) -> dict[str, list[tuple[str, str]]]:
    return {"evidence": [(str(number), each.title) for number, each in item.counting.items()]}


def _decisions(item: Evidenced) -> dict[str, list[tuple[str, str]]]:
    latest_first = sorted(item.made.items(), reverse=True)
    return {"decision": [(str(version), each.words) for version, each in latest_first]}


def evidence(kind: type[Evidenced], *, may_add: Set[Role]) -> tuple[Intent, ...]:
    """The three intents, named for one noun: `dispute.add_evidence`, `risk.add_evidence`."""
    noun = kind.word
    return (
        Intent(
            f"{noun}.add_evidence", "Add evidence", _Evidence, kind.add_evidence, may=may_add,
            options=_decisions,
        ),
        Intent(
            f"{noun}.check_evidence", "Check evidence", _Check, kind.check_evidence,
            may=VERIFIERS, judges=True, on_behalf=WHOSE, options=_counting, about=the_evidence,
        ),
        Intent(
            f"{noun}.withdraw_evidence", "Withdraw evidence", _Withdraw, kind.withdraw_evidence,
            may={TEAM}, options=_counting,
            hint="For evidence that should not have been added. It stays in the history.",
        ),
    )  # fmt: skip
