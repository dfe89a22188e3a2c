"""Correcting how a decision was written down, on every noun that decisions are made about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from application.doing.access import CHAIR, EXECUTIVE, LSP, MEMBER, SCRUTINEER, TEAM
from application.doing.fields import AgencyField, Line, Listed, Needed, Prose
from application.doing.intents import Intent, IntentSchema
from application.nouns.about.redeciding import what_is_proposed
from application.nouns.shared.common import Minuted, Reason
from domain.kernel.mending.redeciding import Redecidable, Voice

_CONFIRM = frozenset({TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE, LSP})


class _Propose(Minuted, Reason):
    decision = Listed("Which decision, and what of it?")
    becomes = Prose(
        "What should it say?",
        hint="The words as they were decided, the date of the decision, or who chaired, by role.",
        needed=Needed("unless its minute or an assent is wrong"),
    )
    agency = AgencyField(
        "If an agency was named wrongly: the right one",
        hint="The one that assented, or whose member chaired.",
        present=False,
        required=False,
    )

    together = (replace(Minuted.together[0], called="If its minute is wrong: the right one"),)

    def happened_on(self, values: Mapping[str, Any]) -> date | None:
        """The minute is what the decision should say: no meeting proposes that."""
        return IntentSchema.happened_on(self, values)


class _Confirm(IntentSchema):
    confirmed_by = Listed(
        "Who confirmed it?",
        needed=Needed("when the Business Team writes down what more than one person decided"),
    )
    known_by = Line(
        "How is that known?",
        hint="For example “E-mail of the Director, 12 May 2026”.",
        needed=Needed("when the Business Team records it"),
    )


def _called(voice: Voice) -> str:
    parts = [voice.role.label if voice.role else "", voice.agency]
    return ", ".join(filter(None, parts)) or "Whoever decided it"


def _awaited(item: Redecidable) -> dict[str, list[tuple[str, str]]]:
    awaited = item.redecision.awaited if item.redecision else ()
    return {"confirmed_by": [(each.token, _called(each)) for each in awaited]}


def redeciding(kind: type[Redecidable]) -> tuple[Intent, ...]:
    """The intents by which a decision of a noun is corrected."""
    noun = kind.word
    return (
        Intent(
            f"{noun}.propose_redecision", "Correct a decision", _Propose, kind.propose_redecision,
            may={TEAM},
            hint="For a decision that was written down wrongly. It is corrected once those who "
            "decided, or who hold that role now, have confirmed it.",
            options=lambda item: {"decision": item.decisions_to_correct()},
        ),
        Intent(
            f"{noun}.confirm_redecision", "Confirm the correction of the decision", _Confirm,
            kind.confirm_redecision, may=_CONFIRM, judges=True, about=what_is_proposed,
            options=_awaited,
        ),
        Intent(
            f"{noun}.decline_redecision", "Decline the correction of the decision", Reason,
            kind.decline_redecision, may=_CONFIRM, judges=True, about=what_is_proposed,
            hint="The decision stays as it was written down.",
        ),
    )  # fmt: skip
