"""What a person can do with a recommendation and an action alike: owner, progress, another due
date, and claiming that it is done."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from application.doing.access import CHAIR, EXECUTIVE, MEMBER, SCRUTINEER, TEAM
from application.doing.fields import Day, Needed, Prose
from application.doing.intents import Intent, IntentSchema
from application.doing.on_behalf import WHOSE
from application.nouns.about.followed import another_date
from application.nouns.shared.common import Link, Owner, Reason, Unlink
from application.nouns.shared.evidence import evidence
from domain.kernel.followed import Followed
from domain.kernel.terms import Actor, Role

_REDATERS = frozenset({TEAM, CHAIR, SCRUTINEER, EXECUTIVE})


class _Progress(IntentSchema):
    progress = Prose("What has been done since the last update?")


class _Redate(Reason):
    due_on = Day("New due date")


class _Submit(IntentSchema):
    claim = Prose("What has been done?", hint="It rests on the evidence added so far.")


def unchecked_field() -> Prose:
    """Why something is verified although nobody has checked the evidence."""
    return Prose(
        "Why is it verified without checked evidence?",
        hint="It stays on the page and in the registers.",
        needed=Needed("where nobody has checked the evidence"),
    )


def unasked_of_evidence(item: Followed, by: Actor) -> list[str]:
    """Nobody is asked why where the evidence was checked."""
    return ["unchecked"] if item.evidence_checked else []


def _owner_now(item: Followed) -> dict[str, Any]:
    return {"owner_role": item.owner_role, "owner_agency": item.owner_agency}


def following(kind: type[Followed], *, may_add_evidence: Set[Role]) -> tuple[Intent, ...]:
    """The shared intents, named for one noun: `action.submit`, `recommendation.submit`."""
    noun = kind.word
    return (
        Intent(
            f"{noun}.report_progress", "Report progress", _Progress, kind.report_progress,
            on_behalf=WHOSE, may={TEAM, MEMBER},
        ),
        *evidence(kind, may_add=may_add_evidence),
        Intent(
            f"{noun}.submit", "Submit for verification", _Submit, kind.submit,
            on_behalf=WHOSE, may={TEAM, MEMBER},
        ),
        Intent(
            f"{noun}.ask_redate", "Ask for another due date", _Redate, kind.ask_redate,
            on_behalf=WHOSE, may={TEAM, MEMBER},
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
