"""What a person can do with a recommendation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, validates_schema

from application.doing.access import CHAIR, EXECUTIVE, LSP, MEMBER, SCRUTINEER, TEAM
from application.doing.fields import (
    AgencyField,
    AgencyList,
    Choice,
    Day,
    ItemField,
    Line,
    Needed,
    Prose,
    Suggested,
    WebLink,
    Whole,
)
from application.doing.intents import Intent, IntentSchema
from application.doing.on_behalf import WHOSE
from application.doing.published import DueAsPublished, PublishedOn, is_asked_for_publication
from application.nouns.about.followed import the_claim, what_it_asks, what_was_done
from application.nouns.shared.common import (
    Minuted,
    Reason,
    body_field,
    owner_agency_field,
    owner_role_field,
    themes_field,
)
from application.nouns.shared.correcting import correction
from application.nouns.shared.evidence import VERIFIERS
from application.nouns.shared.following import following, unasked_of_evidence, unchecked_field
from application.nouns.shared.in_error import recorded_in_error
from application.nouns.shared.redeciding import redeciding
from domain.kernel.days.published import not_without_publication
from domain.kernel.terms import Actor
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import (
    NEEDS_A_REASON,
    Closing,
    Colour,
    Impact,
    Response,
    Source,
)
from domain.recommendations.words import RESPONSES_GIVEN, SOURCES

_DONE = {
    Closing.IMPLEMENTED: "It is implemented",
    Closing.RESOLVED_OTHERWISE: "It is resolved otherwise",
}


def _decision_reference() -> Line:
    return Line(
        "Reference of the decision",
        hint="Only where inspectors or a committee decide.",
        required=False,
    )


def _impact_months(label: str) -> Whole:
    return Whole(label, hint="3, 6 or 12; leave empty for never.", required=False)


def _another(label: str) -> ItemField:
    return ItemField(label, Recommendation, hint="For example REC-2026-001.")


class _Receive(IntentSchema):
    source = Choice("What kind of source?", Source, SOURCES)
    title = Line("Title of the report", suggests=Suggested.REPORTS)
    publisher = Line("Published by", required=False, suggests=Suggested.PUBLISHERS)
    published = PublishedOn(
        "Date published", hint="For example 2026-03-31, or 2026-03 if only the month is known.",
        required=False,
    )  # fmt: skip
    number = Line("Its number there", required=False)
    words = Prose("The recommendation, in its own words")
    themes = themes_field(required=False)
    agencies = AgencyList("Agencies that it is addressed to", required=False)
    to_body = body_field(
        "Body that it is addressed to",
        hint="That body does not close it itself.",
        required=False,
    )
    owner_role = owner_role_field(required=False)
    owner_agency = owner_agency_field(required=False)
    due_words = DueAsPublished(
        "Due", hint="As published: a date, “immediately”, “within three months”, “next meeting of "
        "the Executive”, “to be confirmed”.", required=False,
    )  # fmt: skip
    first_due_on = Day(
        "First due date", hint="Only where its date was moved before it was recorded here.",
        required=False,
    )  # fmt: skip
    recurs = Whole(
        "How often does it recur, in months?", hint="Leave empty for once.", required=False
    )

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def _due_on_a_date(
        self, data: Mapping[str, Any], original: Mapping[str, Any], **_: Any
    ) -> None:
        """What counts from publication is asked for its date, rather than left without one."""
        words = data.get("due_words", "")
        if not original.get("published") and is_asked_for_publication(words):
            asked = not_without_publication("Due", words)
            raise ValidationError({"due_words": [asked]})


class _Status(IntentSchema):
    status = Prose("Status, as reported")
    reported = Line("Date of the report", required=False)
    reported_by = Line("Reported by", required=False)
    link = WebLink("Link", required=False)
    note = Prose("Note", required=False)


class _Respond(IntentSchema):
    response = Choice("Response", Response, RESPONSES_GIVEN)
    reason = Prose(
        "Reason",
        needed=Needed(
            "where it is accepted only in part, or not at all",
            lambda typed: typed.get("response") in NEEDS_A_REASON,
        ),
    )


class _Plan(IntentSchema):
    plan = Prose("How will it be done?")


class _Worsen(Reason):
    colour = Choice(
        "How is it going?",
        Colour,
        hint="Worse than its dates show. Never better.",
        named="how it is going",
    )


class _Tag(IntentSchema):
    themes = themes_field()


class _Depend(IntentSchema):
    other = _another("Reference of the recommendation that must come first")
    reason = Line("Why?", required=False)


class _Verify(Minuted):
    closing = Choice(
        "What did you find?", Closing, _DONE, only=tuple(_DONE), named="what you found"
    )
    finding = Prose("On what grounds?", named="the grounds")
    unchecked = unchecked_field()
    decision_reference = _decision_reference()
    outsider_role = Line(
        "Who from outside its owners took part in deciding?",
        hint="A role, of an agency that does not own it, or the Independent Scrutineer.",
        needed=Needed("when the Business Team writes the decision down"),
    )
    outsider_agency = AgencyField(
        "Which agency are they from?", hint="Leave empty for somebody of none.", required=False
    )
    impact_months = _impact_months("After how many months should its impact be reviewed?")


class _Return(Minuted, Reason):
    decision_reference = _decision_reference()


class _Supersede(Reason):
    by_other = _another("Reference of the recommendation that takes its place")


class _AcceptRisk(Minuted, Reason):
    to = body_field("Who accepts it?")


class _Impact(IntentSchema):
    impact = Choice("Has the change lasted?", Impact, named="whether the change has lasted")
    finding = Prose("On what grounds?", named="the grounds")
    impact_months = _impact_months("After how many months should it be reviewed again?")


_CLOSING = VERIFIERS | {LSP}
_MINUTE = Minuted.together[0].fields


def _unasked(item: Recommendation, by: Actor) -> list[str]:
    """What is asked of nobody, or not of whoever it is, depends on who closes it."""
    closers, fields = item.closers, unasked_of_evidence(item, by)
    if not closers.mirrored:
        fields.append("decision_reference")
    if closers.mirrored or by.role not in {*closers.groups, TEAM}:
        fields += _MINUTE
    if not closers.outsider or by.role is not TEAM:
        fields += ["outsider_role", "outsider_agency"]
    return fields


def _themes_now(item: Recommendation) -> dict[str, Any]:
    return {"themes": ", ".join(item.themes)}


RECEIVE = Intent(
    "recommendation.receive", "Record a recommendation", _Receive, Recommendation.receive,
    may={TEAM, SCRUTINEER},
)  # fmt: skip

RECOMMENDATION_INTENTS = (
    RECEIVE,
    Intent(
        "recommendation.respond", "Record the response", _Respond, Recommendation.respond,
        on_behalf=WHOSE, may={TEAM, MEMBER, EXECUTIVE}, about=what_it_asks,
    ),
    Intent(
        "recommendation.plan", "Record the plan", _Plan, Recommendation.plan,
        on_behalf=WHOSE, may={TEAM, MEMBER},
    ),
    *following(Recommendation, may_add_evidence={TEAM, MEMBER, SCRUTINEER}),
    Intent(
        "recommendation.verify", "Verify and close", _Verify, Recommendation.verify,
        may=_CLOSING, judges=True, about=the_claim, unasked=_unasked,
    ),
    Intent(
        "recommendation.return_it", "Return as not yet done", _Return, Recommendation.return_it,
        may=_CLOSING, judges=True, about=the_claim, unasked=_unasked,
    ),
    Intent(
        "recommendation.worsen", "Report a problem", _Worsen, Recommendation.worsen,
        on_behalf=WHOSE, may={TEAM, MEMBER},
    ),
    Intent(
        "recommendation.review_impact", "Review the impact", _Impact,
        Recommendation.review_impact, may={TEAM, CHAIR, SCRUTINEER, EXECUTIVE},
        about=what_was_done,
    ),
    Intent(
        "recommendation.accept_risk", "Accept the risk of not doing it", _AcceptRisk,
        Recommendation.accept_risk, may={TEAM, EXECUTIVE, LSP}, about=what_it_asks,
    ),
    Intent(
        "recommendation.supersede", "Record what replaces it", _Supersede,
        Recommendation.supersede, may={TEAM, SCRUTINEER},
    ),
    Intent(
        "recommendation.withdraw", "Record that its source withdrew it", Reason,
        Recommendation.withdraw, may={TEAM, SCRUTINEER},
    ),
    Intent(
        "recommendation.reopen", "Reopen", Reason, Recommendation.reopen,
        may={TEAM, SCRUTINEER, EXECUTIVE, LSP},
    ),
    Intent(
        "recommendation.tag", "Set the themes", _Tag, Recommendation.tag,
        may={TEAM, SCRUTINEER}, fill=_themes_now,
    ),
    Intent(
        "recommendation.depend", "Note what must come first", _Depend, Recommendation.depend,
        may={TEAM, SCRUTINEER},
    ),
    Intent(
        "recommendation.report_status", "Note a published status", _Status,
        Recommendation.report_status, may={TEAM},
    ),
    correction(Recommendation),
    *recorded_in_error(Recommendation),
    *redeciding(Recommendation),
)  # fmt: skip
