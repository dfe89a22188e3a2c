"""What a person can do with a recommendation and an action alike: owner, progress, evidence,
another due date, and claiming that it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from application.doing.fields import AgencyField, Choice, Day, ItemField, Line, Listed, Prose
from application.doing.intents import Desk, Intent, IntentSchema, by_method
from domain.kernel.followed import EvidenceKind, Followed
from domain.kernel.item import Linkable

EVIDENCE_KINDS = {
    EvidenceKind.DOCUMENT: "A document, such as a policy or a report",
    EvidenceKind.DATA: "Data",
    EvidenceKind.AUDIT: "An audit",
    EvidenceKind.MINUTE: "A minute",
    EvidenceKind.DECISION: "A decision, such as an inspectorate’s",
    EvidenceKind.OTHER: "Something else",
}


class Reason(IntentSchema):
    reason = Prose("Reason")


class Owner(IntentSchema):
    owner_role = Line("Role", hint="The role that is accountable, not a person’s name.")
    owner_agency = AgencyField("Agency")
    reason = Line("Reason", required=False)


class Link(IntentSchema):
    other = ItemField("Reference of the other item", Linkable, hint="For example RSK-2026-001.")
    reason = Line("How are they connected?", required=False)


class Unlink(IntentSchema):
    other = ItemField("Reference of the linked item", Linkable, hint="For example RSK-2026-001.")
    reason = Prose("Reason")


class _Progress(IntentSchema):
    progress = Prose("What has been done since the last update?")


class _Evidence(IntentSchema):
    kind = Choice("What is it?", EvidenceKind, EVIDENCE_KINDS)
    title = Line("Title")
    link = Line("Link", hint="Where it can be read. Leave empty for a file.", required=False)
    file_name = Line("File name", hint="Only the name is kept here, not the file.", required=False)
    sha256 = Line("SHA-256 of the file", hint="64 characters: its fingerprint.", required=False)
    dated = Day("Its date", required=False)


class _Check(IntentSchema):
    evidence = Listed("Evidence")
    finding = Prose("What did you find?")


class _Redate(Reason):
    due_on = Day("New due date")


class _Submit(IntentSchema):
    claim = Prose("What has been done?", hint="It rests on the evidence added so far.")


def submit(desk: Desk, item: Followed, data: Mapping[str, Any]) -> Followed:
    """Submit it; the date by which it should be verified is worked out and kept."""
    calendar, deadlines = desk.ledger.calendar, desk.ledger.deadlines
    item.submit(desk.occasion, calendar=calendar, deadlines=deadlines, **data)
    return item


def _check(desk: Desk, item: Followed, data: Mapping[str, Any]) -> Followed:
    number = int(data["evidence"]) if data["evidence"].isdecimal() else 0
    item.check_evidence(desk.occasion, evidence=number, finding=data["finding"])
    return item


def _evidence(item: Followed) -> dict[str, list[tuple[str, str]]]:
    return {"evidence": [(str(number), each.title) for number, each in item.evidence.items()]}


def _owner_now(item: Followed) -> dict[str, Any]:
    return {"owner_role": item.owner_role, "owner_agency": item.owner_agency}


def following(noun: str, item_class: type[Followed]) -> tuple[Intent, ...]:
    """The shared intents, named for one noun: `action.submit`, `recommendation.submit`."""

    def intent(move: str, title: str, schema: type[IntentSchema], **more: Any) -> Intent:
        act = more.pop("act", by_method(move))
        return Intent(f"{noun}.{move}", title, item_class, schema, act, **more)

    return (
        intent("report_progress", "Report progress", _Progress),
        intent("add_evidence", "Add evidence", _Evidence),
        intent("submit", "Submit for verification", _Submit, act=submit),
        intent("check_evidence", "Check evidence", _Check, act=_check, options=_evidence),
        intent("ask_redate", "Ask for another due date", _Redate),
        intent(
            "approve_redate", "Approve the new due date", IntentSchema,
            hint="The first due date stays on record, and the move is counted.",
        ),
        intent("refuse_redate", "Refuse the new due date", Reason),
        intent("assign_owner", "Hand over to another owner", Owner, fill=_owner_now),
        intent("link", "Link another item", Link),
        intent("unlink", "Remove a link", Unlink),
    )  # fmt: skip
