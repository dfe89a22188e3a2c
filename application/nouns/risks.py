"""What a person can do with a risk: the fields each intent asks for, and what it calls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from application.doing.access import CHAIR, EXECUTIVE, LSP, MEMBER, SCRUTINEER, TEAM
from application.doing.fields import (
    AgencyField,
    Choice,
    Day,
    Factor,
    ItemField,
    Line,
    ListedNumber,
    Needed,
    Prose,
    Whole,
)
from application.doing.intents import Intent, IntentSchema
from application.doing.on_behalf import WHOSE
from application.nouns.about.risks import how_it_stands, the_question
from application.nouns.shared.common import (
    Link,
    Minuted,
    Owner,
    Reason,
    Unlink,
    body_field,
    owner_agency_field,
    owner_role_field,
    theme_field,
)
from application.nouns.shared.correcting import correction
from application.nouns.shared.evidence import evidence
from application.nouns.shared.in_error import recorded_in_error
from application.nouns.shared.redeciding import redeciding
from domain.groups.group import Group
from domain.risks.risk import Risk
from domain.risks.vocabulary import Answer, Closing, Forum, Kind, Measure, Response
from domain.risks.words import FORUMS

_KINDS = {
    Kind.RISK: "Risk: something that may happen",
    Kind.ISSUE: "Issue: a risk that has happened",
    Kind.EARLY_WARNING: "Early warning: a first sign in performance",
}
_MEASURES = {
    Measure.CURRENT: "Current: with today’s controls",
    Measure.INHERENT: "Inherent: before any controls",
    Measure.TARGET: "Target: after the planned actions",
}
_RESPONSES = {
    Response.TREAT: "Treat: act to bring it down",
    Response.TOLERATE: "Tolerate: live with it, perhaps with no further action",
    Response.TRANSFER: "Transfer: somebody else carries it",
    Response.TERMINATE: "Terminate: stop what causes it",
}
_ANSWERS = {
    Answer.ACCEPT: "Accept the risk as it stands",
    Answer.DECIDE: "Decide what must be done",
    Answer.COMMISSION: "Commission work",
    Answer.RETURN: "Return it to {group}",
}
_CLOSINGS = {
    Closing.MANAGED: "It is managed",
    Closing.DE_ESCALATED: "It is de-escalated to another register",
    Closing.NO_LONGER_RELEVANT: "It is no longer relevant",
}


class _Wording(IntentSchema):
    title = Line("Title", hint="One line by which the Executive knows it.")
    cause = Prose("Cause", hint="Because of what?", required=False)
    event = Prose("Event", hint="What may happen?", required=False)
    consequence = Prose("Consequence", hint="What would it lead to, for children?", required=False)
    theme = theme_field()


class _Record(_Wording):
    kind = Choice("What is it?", Kind, _KINDS)
    warning = Line(
        "How the early warning shows itself",
        hint="For example: work that is weak or gets worse; a risk that is new, hidden or back.",
        required=False,
    )
    raised_in = Choice("Where was it raised?", Forum, FORUMS, required=False)
    raised_by = AgencyField("Agency that raised it", required=False)
    owner_role = owner_role_field(required=False)
    owner_agency = owner_agency_field(required=False)
    likelihood = Factor("Current likelihood", "likelihoods", required=False)
    impact = Factor("Current impact", "impacts", required=False)
    review_on = Day("Next review", required=False)


class _Source(IntentSchema):
    source_body = Line(
        "Body that published it",
        needed=Needed(
            "if nothing else says where it was published",
            lambda typed: (
                not any(
                    value
                    for name, value in typed.items()
                    if name.startswith(("source", "published"))
                )
            ),
        ),
    )
    source_register = Line("Register", required=False)
    source_reference = Line("Its number there", required=False)
    source_as_at = Line("As at", hint="As published, in words if need be.", required=False)
    source_url = Line("Link", required=False)
    source_note = Prose("Note", required=False)
    published_band = Line("Band as published", required=False)
    published_scheme = Line("What its bands mean", required=False)
    published_direction = Line("Direction as published", required=False)
    published_response = Line("Response as published", required=False)


class _Describe(_Wording):
    reason = Prose("Reason for the change")


class _Reclassify(Reason):
    kind = Choice("What is it now?", Kind, _KINDS)


_UNLESS_PUBLISHED = Needed(
    "unless you give the score as published",
    lambda typed: not any(typed.get(each) for each in ("likelihood", "impact", "published")),
)


class _Score(IntentSchema):
    measure = Choice("Which score?", Measure, _MEASURES)
    likelihood = Factor("Likelihood", "likelihoods", needed=_UNLESS_PUBLISHED)
    impact = Factor("Impact", "impacts", needed=_UNLESS_PUBLISHED)
    published = Line(
        "Score as published",
        hint="Only for a score that somebody else published: the words as they stand, even if "
        "they contradict the factors.",
        required=False,
    )


class _Assess(_Score):
    reason = Line(
        "Why this score, in one line",
        named="why this score",
        hint="The Executive reads it beside the movement.",
        needed=Needed("when the score was judged before"),
    )


class _Correct(_Score):
    reason = Line("What had been written down wrongly")


class _PublishedOwner(Owner):
    owner_role = owner_role_field("Role", required=False)
    owner_agency = owner_agency_field("Agency", required=False)


class _PerhapsReason(IntentSchema):
    reason = Prose("Reason", required=False)


class _Respond(_PerhapsReason):
    response = Choice("Response", Response, _RESPONSES)


class _Appetite(_PerhapsReason):
    appetite = Whole("Highest score that is acceptable", hint="From 1 to 25.")


class _Proximity(_PerhapsReason):
    proximity = Line("When could it happen?", hint="For example: within 3 months.")


class _AddControl(IntentSchema):
    text = Prose("Control", hint="What is already in place. Work still to be done is an action.")


class _WithdrawControl(IntentSchema):
    control = ListedNumber("Control")
    reason = Prose("Why is it no longer in place?")


class _TargetDate(IntentSchema):
    target_on = Day("Target date", hint="When the target score should be reached.")
    reason = Prose("Reason", needed=Needed("when the date moves"))


class _Schedule(IntentSchema):
    review_on = Day("Next review")
    cadence = Whole(
        "How many months between reviews after that?",
        hint="Leave empty for no regular review.",
        required=False,
    )


class _Review(IntentSchema):
    finding = Prose("What was found?")
    review_on = Day(
        "Next review", hint="Leave empty to follow the regular cadence.", required=False
    )


class _Escalate(IntentSchema):
    to = body_field("Who is it escalated to?", named="who it is escalated to")
    question = Prose(
        "What are they asked?", hint="An escalation is a question that wants an answer."
    )
    reason = Prose("Why can {group} not resolve it?", named="why {group} cannot resolve it")


class _Answer(Minuted):
    answer = Choice("Answer", Answer, _ANSWERS)
    words = Prose("What was decided, and why")
    commission_of = ItemField(
        "Commissioned from which group?",
        Group,
        hint="Only for commissioned work: its reference. It can be named later on the commission.",
        required=False,
    )
    commission_due_on = Day("Commissioned by when?", hint="Only then.", required=False)


class _Accept(Minuted, Reason):
    to = body_field("Who accepts it?")


class _Close(Reason):
    closing = Choice("Why does it leave the register?", Closing, _CLOSINGS)
    register = Line(
        "Name of the other register",
        needed=Needed(
            "when it is de-escalated",
            lambda typed: typed.get("closing") is Closing.DE_ESCALATED,
        ),
    )


class _Merge(Reason):
    into = ItemField("Reference of the risk that stays", Risk, hint="For example RSK-2026-001.")


def _wording_now(risk: Risk) -> dict[str, Any]:
    return {
        name: getattr(risk, name) for name in ("title", "cause", "event", "consequence", "theme")
    }


def _controls(risk: Risk) -> dict[str, list[tuple[str, str]]]:
    return {"control": [(str(number), text) for number, text in risk.controls.items()]}


def _owner_now(risk: Risk) -> dict[str, Any]:
    return {"owner_role": risk.owner_role, "owner_agency": risk.owner_agency}


RECORD = Intent(
    "risk.record", "Record a risk", _Record, Risk.record,
    may={TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE}, assigns=("raised_by", "owner_agency"),
)  # fmt: skip
CITE_SOURCE = Intent(
    "risk.cite_source", "Record where it was published", _Source, Risk.cite_source, may={TEAM}
)
ASSESS = Intent("risk.assess", "Assess a score", _Assess, Risk.assess, may={TEAM, MEMBER})
ASSIGN_OWNER = Intent(
    "risk.assign_owner", "Assign the owner", Owner, Risk.assign_owner,
    may={TEAM, EXECUTIVE}, fill=_owner_now,
)  # fmt: skip
PUBLISHED_OWNER = replace(ASSIGN_OWNER, schema=_PublishedOwner)
"""The same for published data, where half of an owner is better than none."""
CHOOSE_RESPONSE = Intent(
    "risk.choose_response", "Choose the response", _Respond, Risk.choose_response,
    on_behalf=WHOSE, may={TEAM, MEMBER, EXECUTIVE},
)  # fmt: skip
SET_TARGET_DATE = Intent(
    "risk.set_target_date", "Set or move the target date", _TargetDate, Risk.set_target_date,
    may={TEAM, EXECUTIVE},
)  # fmt: skip
SCHEDULE_REVIEW = Intent(
    "risk.schedule_review", "Schedule the next review", _Schedule, Risk.schedule_review,
    may={TEAM},
)  # fmt: skip

RISK_INTENTS = (
    RECORD,
    CITE_SOURCE,
    Intent(
        "risk.describe", "Change the wording", _Describe, Risk.describe,
        may={TEAM}, fill=_wording_now,
    ),
    Intent("risk.reclassify", "Reclassify", _Reclassify, Risk.reclassify, may={TEAM}),
    ASSESS,
    Intent(
        "risk.correct_score", "Correct a score", _Correct, Risk.correct_score, may={TEAM},
        hint="For a score that was written down wrongly. It does not count as a movement.",
    ),
    ASSIGN_OWNER,
    CHOOSE_RESPONSE,
    Intent(
        "risk.set_appetite", "Set the appetite", _Appetite, Risk.set_appetite,
        may={TEAM, EXECUTIVE, LSP},
    ),
    Intent(
        "risk.judge_proximity", "Say when it could happen", _Proximity, Risk.judge_proximity,
        on_behalf=WHOSE, may={TEAM, MEMBER},
    ),
    Intent(
        "risk.add_control", "Add a control", _AddControl, Risk.add_control,
        on_behalf=WHOSE, may={TEAM, MEMBER},
    ),
    Intent(
        "risk.withdraw_control", "Withdraw a control", _WithdrawControl, Risk.withdraw_control,
        may={TEAM, MEMBER}, options=_controls,
    ),
    SET_TARGET_DATE,
    SCHEDULE_REVIEW,
    Intent(
        "risk.review", "Record a review", _Review, Risk.review,
        on_behalf=WHOSE, may={TEAM, CHAIR, MEMBER}, about=how_it_stands,
    ),
    Intent("risk.escalate", "Escalate", _Escalate, Risk.escalate, may={TEAM, CHAIR}),
    Intent(
        "risk.answer", "Answer the escalation", _Answer, Risk.answer,
        may={TEAM, EXECUTIVE, LSP}, about=the_question,
    ),
    Intent(
        "risk.accept", "Accept the risk", _Accept, Risk.accept,
        may={TEAM, EXECUTIVE, LSP}, about=how_it_stands,
    ),
    Intent(
        "risk.close", "Close", _Close, Risk.close,
        may={TEAM, EXECUTIVE, LSP}, about=how_it_stands,
    ),
    Intent("risk.merge", "Merge as a duplicate", _Merge, Risk.merge, may={TEAM}),
    Intent("risk.reopen", "Reopen", Reason, Risk.reopen, may={TEAM, EXECUTIVE, LSP}),
    Intent(
        "risk.link", "Link another item", Link, Risk.link, may={TEAM, CHAIR, SCRUTINEER}
    ),
    Intent("risk.unlink", "Remove a link", Unlink, Risk.unlink, may={TEAM}),
    *evidence(Risk, may_add={TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE, LSP}),
    correction(Risk),
    *recorded_in_error(Risk),
    *redeciding(Risk),
)  # fmt: skip
