"""How a dispute or an issue is recorded and worded, also one that ran before the ledger did."""

from __future__ import annotations

from typing import Any, cast

from application.doing.access import CHAIR, TEAM
from application.doing.fields import (
    AgencyField,
    AgencyList,
    Choice,
    Clock,
    Day,
    Labelled,
    Line,
    Listed,
    Needed,
    Prose,
    Suggested,
    Switch,
)
from application.doing.intents import Intent, IntentSchema
from application.doing.steps import Step, Steps
from application.nouns.shared.common import (
    Timed,
    Timeless,
    stage_options,
    theme_field,
)
from domain.disputes.dispute import Dispute
from domain.disputes.vocabulary import Kind
from domain.kernel.vocabulary import Spoken
from domain.procedure.rules import ENDINGS, Ending

WHAT_IT_IS = Spoken(
    {
        Kind.DISPUTE: "A dispute between agencies",
        Kind.ISSUE: "An issue that {group} cannot resolve, without opposing parties",
    }
)
IN_GENERAL = "In general terms: no child’s name, date of birth or NHS number."


def ask_authorised_by(**more: Any) -> Line:
    return Line(
        "Who authorised that it is urgent?",
        hint="A role, not a person’s name.",
        suggests=Suggested.ROLES,
        **more,
    )


def ask_protective_step(**more: Any) -> Prose:
    return Prose("What has already been done to protect children?", **more)


def ask_contact(**more: Any) -> Line:
    return Line(
        "Who can be reached about it at night and at weekends?",
        hint="A role and a telephone number, not a person’s name.",
        **more,
    )


def ask_to_begin_with(stage: str) -> Prose:
    return Prose(
        f"For the record, as {stage} begins",
        named=f"the words for the record as {stage} begins",
        hint="What the procedure asks for then. Left empty, it is asked for afterwards.",
        required=False,
    )


class _Wording(IntentSchema):
    title = Line("Title", hint="One line by which everybody knows it.")
    issue = Prose("What is it about?", hint=IN_GENERAL)
    impact = Prose("Impact on children", hint=IN_GENERAL)
    outcome_sought = Prose("Outcome sought")
    theme = theme_field()


_FOR_A_DISPUTE = Needed("for a dispute", lambda typed: typed.get("kind") is Kind.DISPUTE)
_WHEN_URGENT = Needed("when it is urgent", lambda typed: bool(typed.get("urgent_reason")))


class _Parties(IntentSchema):
    raised_by = AgencyField("Agency that raises it", present=False)
    position = Prose("What is its position?", needed=_FOR_A_DISPUTE)
    other_agency = AgencyField("Agency that disagrees", present=False, needed=_FOR_A_DISPUTE)
    other_position = Prose(
        "What is that agency’s position?", named="that agency’s position", needed=_FOR_A_DISPUTE
    )
    third_agency = AgencyField(
        "A third agency", hint="More can be added later.", present=False, required=False
    )
    third_position = Prose(
        "What is the third agency’s position?",
        named="the third agency’s position",
        needed=Needed("when there is a third", lambda typed: bool(typed.get("third_agency"))),
    )


class _Minute(IntentSchema):
    meeting = Line(
        "Meeting",
        hint="For example: {group}, 14 January 2026. Its reference will do.",
        suggests=Suggested.MEETINGS,
    )
    minute = Line("Minute", hint="Its number in the minutes, for example 5.2.")
    met_on = Day("Date of the meeting")


class _MinutesDated(Timeless):
    circulated_on = Day("Date the minutes were circulated", required=False)
    approved_on = Day("Date the minutes were approved", required=False)


class _DateMinutes(_MinutesDated):
    circulated_on = Day(
        "Date the minutes were circulated",
        needed=Needed(
            "unless you give the date of approval", lambda typed: not typed.get("approved_on")
        ),
    )


class _Record(_Parties, _MinutesDated, _Minute, _Wording):
    kind = Choice(
        "What is it?",
        Kind,
        WHAT_IT_IS,
        hint="A dispute is between two or more agencies, each with its position, and starts at the "
        "first stage. An issue has no opposing parties: leave the other agencies and the "
        "positions empty. It starts where the procedure says.",
    )
    single_case = Switch("Is it about a single child’s case?")
    urgent_reason = Prose(
        "Why is it urgent?",
        hint="Otherwise leave it empty.",
        needed=Needed(
            "when it is urgent",
            lambda typed: any(
                typed.get(each) for each in ("authorised_by", "protective_step", "contact")
            ),
        ),
    )
    authorised_by = ask_authorised_by(needed=_WHEN_URGENT)
    protective_step = ask_protective_step(needed=_WHEN_URGENT)
    contact = ask_contact(needed=_WHEN_URGENT)
    declared_on = Day(
        "On which day was it declared urgent?",
        named="the day on which it was declared urgent",
        hint="Leave this empty if it is declared urgent now.",
        required=False,
    )
    declared_time = Clock(
        "At what time was it declared urgent?",
        named="the time at which it was declared urgent",
        hint="For example 16:30. Its hours are counted from then.",
        required=False,
    )
    start_at = Listed(
        "Stage at which it starts", hint="Only an urgent case may start higher.", required=False
    )
    to_begin_with = ask_to_begin_with("its first stage")

    def in_order(self) -> list[tuple[str, Labelled]]:
        """As the form groups them: the minute stands with its meeting."""
        named = cast("dict[str, Labelled]", self.fields)
        first = {"kind": 0, "single_case": 1}
        return sorted(named.items(), key=lambda each: first.get(each[0], 2))


class _LoadPast(_MinutesDated):
    """A dispute that ran before it was recorded here: not everything was written down."""

    kind = Choice("What is it?", Kind, WHAT_IT_IS)
    title = Line("Title")
    issue = Prose("What is it about?", required=False)
    impact = Prose("Impact on children", required=False)
    outcome_sought = Prose("Outcome sought", required=False)
    theme = theme_field()
    raised_by = AgencyField("Agency that raised it", present=False)
    position = Prose("What was its position?", required=False)
    other_agency = AgencyField("Agency that disagreed", present=False, required=False)
    other_position = Prose("What was that agency’s position?", required=False)
    third_agency = AgencyField("A third agency", present=False, required=False)
    third_position = Prose("What was the third agency’s position?", required=False)
    meeting = Line("Meeting", required=False)
    minute = Line("Minute", required=False)
    met_on = Day("Date of the meeting")
    more_agencies = AgencyList("Other agencies that were parties", required=False)
    number = Line("Number", hint="What it was called where it was kept before.", required=False)
    note = Prose("Note", hint="Whatever else was written about it.", required=False)
    urgent = Switch("Was it urgent?", required=False)
    urgent_reason = Prose("Why was it urgent?", required=False)
    authorised_by = ask_authorised_by(required=False)
    protective_step = ask_protective_step(required=False)
    contact = ask_contact(required=False)
    declared_on = Day("On which day was it declared urgent?", required=False)
    declared_time = Clock("At what time was it declared urgent?", required=False)


class _Describe(_Wording):
    reason = Prose("Reason for the change")


class _AddParty(IntentSchema):
    agency = AgencyField("Agency")
    position = Prose("What is its position?")


class _ReportStage(Timed):
    stage = Listed("Stage that it came to")
    note = Prose("Note", required=False)


class _ReportEnding(Timed):
    ending = Choice("How did it end?", Ending, ENDINGS, named="how it ended")
    words = Prose("How was that put?", required=False)


def _wording_now(item: Dispute) -> dict[str, Any]:
    names = ("title", "issue", "impact", "outcome_sought", "theme")
    return {name: getattr(item, name) for name in names}


def _minutes_now(item: Dispute) -> dict[str, Any]:
    return {"circulated_on": item.circulated_on, "approved_on": item.approved_on}


_URGENCY = (
    "urgent_reason", "authorised_by", "protective_step", "contact", "declared_on",
    "declared_time", "start_at",
)  # fmt: skip
_SIDES = ("position", "other_agency", "other_position", "third_agency", "third_position")
_STEPS = Steps(
    (
        Step(
            "What it is",
            ("kind", "single_case", "title", "issue", "impact", "outcome_sought", "theme"),
        ),
        Step(
            "The meeting that it comes from",
            ("meeting", "minute", "met_on", "circulated_on", "approved_on"),
        ),
        Step("Who disagrees, and what each holds", ("raised_by", *_SIDES)),
        Step(
            "How it starts",
            (*_URGENCY, "to_begin_with"),
            parts=(
                ("Only if it is urgent", _URGENCY),
                ("As its first stage begins", ("to_begin_with",)),
            ),
        ),
    ),
    passes_over=lambda typed: _SIDES if typed.get("kind") == Kind.ISSUE else (),
)
RECORD = Intent(
    "dispute.record", "Record a dispute or an issue", _Record, Dispute.record,
    may={TEAM, CHAIR}, steps=_STEPS,
)  # fmt: skip
LOAD_PAST = Intent(
    "dispute.load_past", "Load a past dispute", _LoadPast, Dispute.load_past, may={TEAM}
)
REPORT_STAGE = Intent(
    "dispute.report_stage", "Report a stage that it came to", _ReportStage,
    Dispute.report_stage, may={TEAM},
    options=lambda item: {"stage": stage_options(item.rules.in_order())},
)  # fmt: skip
REPORT_ENDING = Intent(
    "dispute.report_ending", "Report how it ended", _ReportEnding, Dispute.report_ending,
    may={TEAM},
)  # fmt: skip

RECORDING = (
    RECORD,
    LOAD_PAST,
    Intent(
        "dispute.describe", "Change the wording", _Describe, Dispute.describe,
        may={TEAM}, fill=_wording_now,
    ),
    Intent(
        "dispute.date_minutes", "Date the minutes", _DateMinutes, Dispute.date_minutes,
        may={TEAM}, fill=_minutes_now,
    ),
    Intent(
        "dispute.add_party", "Add a party", _AddParty, Dispute.add_party, may={TEAM, CHAIR}
    ),
)  # fmt: skip
REPORTING_THE_PAST = (REPORT_STAGE, REPORT_ENDING)
