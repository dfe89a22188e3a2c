"""What a person can do with a risk: the fields each intent asks for, and what it calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from application.doing.fields import (
    AgencyField,
    Choice,
    Day,
    Factor,
    ItemField,
    Line,
    Listed,
    Prose,
    Whole,
)
from application.doing.intents import Desk, Intent, IntentSchema, by_method, with_matrix
from application.nouns.following import Link, Unlink
from domain.kernel.bodies import Body
from domain.kernel.terms import Noun
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
BODIES = {Body.EXECUTIVE: "The KSCMP Executive", Body.LSP: "The Lead Safeguarding Partners"}
_ANSWERS = {
    Answer.ACCEPT: "Accept the risk as it stands",
    Answer.DECIDE: "Decide what must be done",
    Answer.COMMISSION: "Commission work",
    Answer.RETURN: "Return it to SAAS",
}
_CLOSINGS = {
    Closing.MANAGED: "It is managed",
    Closing.DE_ESCALATED: "It is de-escalated to another register",
    Closing.NO_LONGER_RELEVANT: "It is no longer relevant",
}
MINUTE = (
    "Needed when the Business Team records it for them, for example “Executive 12 May 2026, 5.2”."
)


class _Wording(IntentSchema):
    title = Line("Title", hint="One line that an executive would recognise it by.")
    cause = Prose("Cause", hint="Because of what?", required=False)
    event = Prose("Event", hint="What may happen?", required=False)
    consequence = Prose("Consequence", hint="What would it lead to, for children?", required=False)
    theme = Line("Theme", hint="For example: workforce, exploitation, health.", required=False)


class _Record(_Wording):
    kind = Choice("What is it?", Kind, _KINDS)
    warning = Line(
        "How the early warning shows itself",
        hint="For example: weak or declining performance, emerging, latent or recurring.",
        required=False,
    )
    raised_in = Choice("Where was it raised?", Forum, FORUMS, required=False)
    raised_by = AgencyField("Agency that raised it", required=False)
    owner_role = Line(
        "Owner’s role", hint="The role that is accountable, not a person’s name.", required=False
    )
    owner_agency = AgencyField("Owner’s agency", required=False)
    likelihood = Factor("Current likelihood", "likelihoods", required=False)
    impact = Factor("Current impact", "impacts", required=False)
    review_on = Day("Next review", required=False)


class _Source(IntentSchema):
    source_body = Line("Body that published it", required=False)
    source_register = Line("Register", required=False)
    source_reference = Line("Its number there", required=False)
    source_as_at = Line("As at", hint="As published, in words if need be.", required=False)
    source_url = Line("Link", required=False)
    source_note = Prose("Note", required=False)
    published_band = Line("Band as published", required=False)
    published_scheme = Line("What its bands mean", required=False)
    published_direction = Line("Direction as published", required=False)
    published_response = Line("Response as published", required=False)


class _Reason(IntentSchema):
    reason = Prose("Reason")


class _Describe(_Wording):
    reason = Prose("Reason for the change")


class _Reclassify(_Reason):
    kind = Choice("What is it now?", Kind, _KINDS)


class _Score(IntentSchema):
    measure = Choice("Which score?", Measure, _MEASURES)
    likelihood = Factor("Likelihood", "likelihoods", required=False)
    impact = Factor("Impact", "impacts", required=False)
    published = Line(
        "Score as published",
        hint="Only for a score that somebody else published: the words as they stand, even if "
        "they contradict the factors.",
        required=False,
    )


class _Assess(_Score):
    reason = Line(
        "Why this score, in one line",
        hint="Needed when the score was judged before. The Executive reads it beside the movement.",
        required=False,
    )


class _Correct(_Score):
    reason = Line("What had been written down wrongly")


class _Owner(IntentSchema):
    owner_role = Line("Role", hint="The role that is accountable, not a person’s name.")
    owner_agency = AgencyField("Agency")
    reason = Line("Reason", required=False)


class _PublishedOwner(_Owner):
    owner_role = Line("Role", required=False)
    owner_agency = AgencyField("Agency", required=False)


class _Respond(IntentSchema):
    response = Choice("Response", Response, _RESPONSES)
    reason = Prose("Reason", required=False)


class _Appetite(IntentSchema):
    appetite = Whole("Highest score that is acceptable", hint="From 1 to 25.")
    reason = Prose("Reason", required=False)


class _Proximity(IntentSchema):
    proximity = Line("When could it happen?", hint="For example: within 3 months.")
    reason = Prose("Reason", required=False)


class _AddControl(IntentSchema):
    text = Prose("Control", hint="What is already in place. Work still to be done is an action.")


class _WithdrawControl(IntentSchema):
    control = Listed("Control")
    reason = Prose("Why is it no longer in place?")


class _TargetDate(IntentSchema):
    target_on = Day("Target date", hint="When the target score should be reached.")
    reason = Prose("Reason", hint="Needed when the date moves.", required=False)


class _Schedule(IntentSchema):
    review_on = Day("Next review")
    cadence = Whole(
        "Then every how many months?", hint="Leave empty for no regular review.", required=False
    )


class _Review(IntentSchema):
    finding = Prose("What was found?")
    review_on = Day(
        "Next review", hint="Leave empty to follow the regular cadence.", required=False
    )


class _Escalate(IntentSchema):
    to = Choice("To whom?", Body, BODIES)
    question = Prose(
        "What are they asked?", hint="An escalation is a question that wants an answer."
    )
    reason = Prose("Why can SAAS not resolve it?")


class _Answer(IntentSchema):
    answer = Choice("Answer", Answer, _ANSWERS)
    words = Prose("What was decided, and why")
    minute = Line("Minute", hint=MINUTE, required=False)


class _Accept(_Reason):
    to = Choice("Who accepts it?", Body, BODIES)
    minute = Line("Minute", hint=MINUTE, required=False)


class _Close(_Reason):
    closing = Choice("Why does it leave the register?", Closing, _CLOSINGS)
    register = Line(
        "Name of the other register", hint="Only when it is de-escalated.", required=False
    )


class _Merge(_Reason):
    into = ItemField("Reference of the risk that stays", Risk, hint="For example RSK-2026-001.")


def _record(desk: Desk, _item: None, data: Mapping[str, Any]) -> Risk:
    reference = desk.next_reference(Noun.RISK)
    return Risk.record(desk.occasion, reference=reference, matrix=desk.ledger.matrix, **data)


def _withdraw_control(desk: Desk, risk: Risk, data: Mapping[str, Any]) -> Risk:
    number = int(data["control"]) if data["control"].isdecimal() else 0
    risk.withdraw_control(desk.occasion, control=number, reason=data["reason"])
    return risk


def _wording_now(risk: Risk) -> dict[str, Any]:
    return {
        name: getattr(risk, name) for name in ("title", "cause", "event", "consequence", "theme")
    }


def _controls(risk: Risk) -> dict[str, list[tuple[str, str]]]:
    return {"control": [(str(number), text) for number, text in risk.controls.items()]}


def _owner_now(risk: Risk) -> dict[str, Any]:
    return {"owner_role": risk.owner_role, "owner_agency": risk.owner_agency}


RECORD = Intent("risk.record", "Record a risk", Risk, _Record, _record, creates=True)
CITE_SOURCE = Intent(
    "risk.cite_source", "Cite where it was published", Risk, _Source, by_method("cite_source")
)
ASSESS = Intent("risk.assess", "Assess a score", Risk, _Assess, with_matrix("assess"))
ASSIGN_OWNER = Intent(
    "risk.assign_owner",
    "Assign the owner",
    Risk,
    _Owner,
    by_method("assign_owner"),
    fill=_owner_now,
)
PUBLISHED_OWNER = Intent(
    "risk.assign_owner", "Assign the owner", Risk, _PublishedOwner, by_method("assign_owner")
)
"""The same as ASSIGN_OWNER for published data, where half of an owner is better than none."""
CHOOSE_RESPONSE = Intent(
    "risk.choose_response", "Choose the response", Risk, _Respond, by_method("choose_response")
)
SET_TARGET_DATE = Intent(
    "risk.set_target_date", "Set or move the target date", Risk, _TargetDate,
    by_method("set_target_date"),
)  # fmt: skip
SCHEDULE_REVIEW = Intent(
    "risk.schedule_review",
    "Schedule the next review",
    Risk,
    _Schedule,
    by_method("schedule_review"),
)

RISK_INTENTS = (
    RECORD,
    ASSESS,
    Intent("risk.review", "Record a review", Risk, _Review, by_method("review")),
    Intent("risk.escalate", "Escalate", Risk, _Escalate, by_method("escalate")),
    Intent("risk.answer", "Answer the escalation", Risk, _Answer, by_method("answer")),
    Intent("risk.accept", "Accept the risk", Risk, _Accept, by_method("accept")),
    CHOOSE_RESPONSE,
    ASSIGN_OWNER,
    Intent("risk.add_control", "Add a control", Risk, _AddControl, by_method("add_control")),
    Intent(
        "risk.withdraw_control", "Withdraw a control", Risk, _WithdrawControl, _withdraw_control,
        options=_controls,
    ),
    SET_TARGET_DATE,
    SCHEDULE_REVIEW,
    Intent(
        "risk.judge_proximity", "Judge when it could happen", Risk, _Proximity,
        by_method("judge_proximity"),
    ),
    Intent("risk.set_appetite", "Set the appetite", Risk, _Appetite, with_matrix("set_appetite")),
    Intent(
        "risk.describe", "Change the wording", Risk, _Describe, by_method("describe"),
        fill=_wording_now,
    ),
    Intent("risk.reclassify", "Reclassify", Risk, _Reclassify, by_method("reclassify")),
    Intent(
        "risk.correct_score", "Correct a score", Risk, _Correct, with_matrix("correct_score"),
        hint="For a score that was written down wrongly. It does not count as a movement.",
    ),
    CITE_SOURCE,
    Intent("risk.link", "Link another item", Risk, Link, by_method("link")),
    Intent("risk.unlink", "Remove a link", Risk, Unlink, by_method("unlink")),
    Intent("risk.merge", "Merge as a duplicate", Risk, _Merge, by_method("merge")),
    Intent("risk.close", "Close", Risk, _Close, by_method("close")),
    Intent("risk.reopen", "Reopen", Risk, _Reason, by_method("reopen")),
)  # fmt: skip
