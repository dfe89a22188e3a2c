"""What a person can do with a recommendation and an action alike: owner, progress, evidence,
another due date, and claiming that it is done."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from application.doing.access import CHAIR, EXECUTIVE, MEMBER, SCRUTINEER, TEAM
from application.doing.fields import Choice, Day, Line, ListedNumber, Needed, Prose
from application.doing.intents import Intent, IntentSchema
from application.nouns.about.followed import another_date, the_evidence
from application.nouns.common import Link, Owner, Reason, Unlink
from domain.kernel.claims import EvidenceKind
from domain.kernel.followed import Followed
from domain.kernel.terms import Role

EVIDENCE_KINDS = {
    EvidenceKind.DOCUMENT: "A document, such as a policy or a report",
    EvidenceKind.DATA: "Data",
    EvidenceKind.AUDIT: "An audit",
    EvidenceKind.MINUTE: "A minute",
    EvidenceKind.DECISION: "A decision, such as an inspectorate’s",
    EvidenceKind.OTHER: "Something else",
}
VERIFIERS = frozenset({TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE})
"""Who may look at a claim, and say whether it is done."""
_REDATERS = frozenset({TEAM, CHAIR, SCRUTINEER, EXECUTIVE})


class _Progress(IntentSchema):
    progress = Prose("What has been done since the last update?")


class _Evidence(IntentSchema):
    kind = Choice("What is it?", EvidenceKind, EVIDENCE_KINDS)
    title = Line("Title")
    link = Line(
        "Link",
        hint="Where it can be read. Leave empty for a file.",
        needed=Needed("unless it is a file"),
    )
    file_name = Line("File name", hint="Only the name is kept here, not the file.", required=False)
    sha256 = Line(
        "SHA-256 of the file",
        hint="64 characters: its fingerprint.",
        needed=Needed("for a file", lambda typed: bool(typed.get("file_name"))),
    )
    dated = Day("Its date", required=False)


class _Check(IntentSchema):
    evidence = ListedNumber("Evidence", named="the evidence")
    finding = Prose("What did you find?", named="what you found")


class _WithdrawEvidence(Reason):
    evidence = ListedNumber("Evidence", named="the evidence")


class _Redate(Reason):
    due_on = Day("New due date")


class _Submit(IntentSchema):
    claim = Prose("What has been done?", hint="It rests on the evidence added so far.")


def _evidence(item: Followed) -> dict[str, list[tuple[str, str]]]:
    return {"evidence": [(str(number), each.title) for number, each in item.counting.items()]}


def _owner_now(item: Followed) -> dict[str, Any]:
    return {"owner_role": item.owner_role, "owner_agency": item.owner_agency}


def following(kind: type[Followed], *, may_add_evidence: Set[Role]) -> tuple[Intent, ...]:
    """The shared intents, named for one noun: `action.submit`, `recommendation.submit`."""
    noun = kind.word
    return (
        Intent(
            f"{noun}.report_progress", "Report progress", _Progress, kind.report_progress,
            may={TEAM, MEMBER},
        ),
        Intent(
            f"{noun}.add_evidence", "Add evidence", _Evidence, kind.add_evidence,
            may=may_add_evidence,
        ),
        Intent(
            f"{noun}.submit", "Submit for verification", _Submit, kind.submit,
            may={TEAM, MEMBER},
        ),
        Intent(
            f"{noun}.check_evidence", "Check evidence", _Check, kind.check_evidence,
            may=VERIFIERS, judges=True, options=_evidence, about=the_evidence,
        ),
        Intent(
            f"{noun}.withdraw_evidence", "Withdraw evidence", _WithdrawEvidence,
            kind.withdraw_evidence, may={TEAM}, options=_evidence,
            hint="For evidence that should not have been added. It stays in the history.",
        ),
        Intent(
            f"{noun}.ask_redate", "Ask for another due date", _Redate, kind.ask_redate,
            may={TEAM, MEMBER},
        ),
        Intent(
            f"{noun}.approve_redate", "Approve the new due date", IntentSchema,
            kind.approve_redate, may=_REDATERS, about=another_date,
            hint="The first due date stays on record, and the move is counted.",
        ),
        Intent(
            f"{noun}.refuse_redate", "Refuse the new due date", Reason, kind.refuse_redate,
            may=_REDATERS, about=another_date,
        ),
        Intent(
            f"{noun}.assign_owner", "Hand over to another owner", Owner, kind.assign_owner,
            may={TEAM, EXECUTIVE}, fill=_owner_now,
        ),
        Intent(
            f"{noun}.link", "Link another item", Link, kind.link, may={TEAM, CHAIR, SCRUTINEER},
        ),
        Intent(f"{noun}.unlink", "Remove a link", Unlink, kind.unlink, may={TEAM}),
    )  # fmt: skip
