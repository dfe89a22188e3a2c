"""What a person can do with a recommendation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from application.doing.fields import (
    AgencyField,
    AgencyList,
    Choice,
    ItemField,
    Line,
    Prose,
    Tags,
    Whole,
)
from application.doing.intents import Desk, Intent, IntentSchema, by_method
from application.nouns.following import Reason, following
from application.nouns.risks import BODIES, MINUTE
from domain.kernel.bodies import Body
from domain.kernel.terms import Noun
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import Closing, Colour, Impact, Response, Source
from domain.recommendations.words import RESPONSES_GIVEN, SOURCES

_DONE = {
    Closing.IMPLEMENTED: "It is implemented",
    Closing.RESOLVED_OTHERWISE: "It is resolved otherwise",
}


class _Receive(IntentSchema):
    source = Choice("What kind of source?", Source, SOURCES)
    title = Line("Title of the report")
    publisher = Line("Published by", required=False)
    published = Line(
        "Date published", hint="For example 2026-03-31, or 2026-03 if only the month is known.",
        required=False,
    )  # fmt: skip
    number = Line("Its number there", required=False)
    words = Prose("The recommendation, in its own words")
    themes = Tags("Themes", hint="Separated by commas.", required=False)
    agencies = AgencyList("Agencies that it is addressed to", required=False)
    owner_role = Line(
        "Owner’s role", hint="The one role that is accountable, not a person’s name.",
        required=False,
    )  # fmt: skip
    owner_agency = AgencyField("Owner’s agency", required=False)
    due_words = Line(
        "Due", hint="As published: a date, “immediately”, “within three months”, “next meeting of "
        "the Executive”, “to be confirmed”.", required=False,
    )  # fmt: skip
    recurs = Whole("Recurs every how many months?", hint="Leave empty for once.", required=False)


class _Status(IntentSchema):
    status = Prose("Status, as reported")
    reported = Line("Date of the report", required=False)
    reported_by = Line("Reported by", required=False)
    link = Line("Link", required=False)
    note = Prose("Note", required=False)


class _Respond(IntentSchema):
    response = Choice("Response", Response, RESPONSES_GIVEN)
    reason = Prose(
        "Reason", hint="Needed where it is accepted only in part, or not at all.", required=False
    )


class _Plan(IntentSchema):
    plan = Prose("How will it be done?")


class _Worsen(Reason):
    colour = Choice("How does it go?", Colour, hint="Worse than its dates show. Never better.")


class _Tag(IntentSchema):
    themes = Tags("Themes", hint="Separated by commas.")


class _Depend(IntentSchema):
    other = ItemField(
        "Reference of the recommendation that must come first", Recommendation,
        hint="For example REC-2026-001.",
    )  # fmt: skip
    reason = Line("Why?", required=False)


class _Verify(IntentSchema):
    closing = Choice("What did you find?", Closing, _DONE, only=tuple(_DONE))
    finding = Prose("On what grounds?")
    decision_reference = Line(
        "Reference of the decision",
        hint="Only where an inspectorate or a committee decides.",
        required=False,
    )
    impact_months = Whole(
        "Look at its impact after how many months?", hint="3, 6 or 12; leave empty for never.",
        required=False,
    )  # fmt: skip


class _Return(Reason):
    decision_reference = Line(
        "Reference of the decision",
        hint="Only where an inspectorate or a committee decides.",
        required=False,
    )


class _Supersede(Reason):
    by_other = ItemField(
        "Reference of the recommendation that takes its place", Recommendation,
        hint="For example REC-2026-001.",
    )  # fmt: skip


class _AcceptRisk(Reason):
    to = Choice("Who accepts it?", Body, BODIES)
    minute = Line("Minute", hint=MINUTE, required=False)


class _Impact(IntentSchema):
    impact = Choice("Is the change still there?", Impact)
    finding = Prose("On what grounds?")
    impact_months = Whole(
        "Look again after how many months?", hint="3, 6 or 12; leave empty for never.",
        required=False,
    )  # fmt: skip


def _receive(desk: Desk, _item: None, data: Mapping[str, Any]) -> Recommendation:
    reference = desk.next_reference(Noun.RECOMMENDATION)
    return Recommendation.receive(desk.occasion, reference=reference, **data)


def _worsen(desk: Desk, item: Recommendation, data: Mapping[str, Any]) -> Recommendation:
    calendar, deadlines = desk.ledger.calendar, desk.ledger.deadlines
    item.worsen(desk.occasion, calendar=calendar, deadlines=deadlines, **data)
    return item


def _depend(desk: Desk, item: Recommendation, data: Mapping[str, Any]) -> Recommendation:
    item.depend(desk.occasion, find=desk.ledger.get, **data)
    return item


def _themes_now(item: Recommendation) -> dict[str, Any]:
    return {"themes": ", ".join(item.themes)}


RECEIVE = Intent(
    "recommendation.receive", "Record a recommendation", Recommendation, _Receive, _receive,
    creates=True,
)  # fmt: skip


def _intent(move: str, title: str, schema: type[IntentSchema], **more: Any) -> Intent:
    act = more.pop("act", by_method(move))
    return Intent(f"recommendation.{move}", title, Recommendation, schema, act, **more)


RECOMMENDATION_INTENTS = (
    RECEIVE,
    _intent("respond", "Record the response", _Respond),
    _intent("plan", "Plan how to do it", _Plan),
    *following("recommendation", Recommendation),
    _intent("verify", "Verify and close", _Verify),
    _intent("return_it", "Return as not yet done", _Return),
    _intent("worsen", "Say that it goes worse", _Worsen, act=_worsen),
    _intent("review_impact", "Review the impact", _Impact),
    _intent("accept_risk", "Accept the risk of not doing it", _AcceptRisk),
    _intent("supersede", "Record what supersedes it", _Supersede),
    _intent("withdraw", "Record that its source withdrew it", Reason),
    _intent("reopen", "Reopen", Reason),
    _intent("tag", "Set the themes", _Tag, fill=_themes_now),
    _intent("depend", "Note what must come first", _Depend, act=_depend),
    _intent("report_status", "Note a published status", _Status),
)
