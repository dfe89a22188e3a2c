"""What a person can do with a dispute, and with an issue on the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from application.doing.fields import (
    AgencyField,
    AgencyList,
    Choice,
    Day,
    ItemField,
    Labelled,
    Line,
    Listed,
    Prose,
    Whole,
)
from application.doing.intents import Desk, Intent, IntentSchema, by_method, with_calendar
from application.ledger.ledger import Ledger
from application.nouns.following import Link, Reason, Unlink
from domain.disputes.dispute import Dispute
from domain.disputes.vocabulary import ActionsDone, Kind
from domain.disputes.words import ACTIONS_DONE
from domain.kernel.errors import DomainError, NotFoundError
from domain.kernel.item import Linkable
from domain.kernel.terms import Noun
from domain.partnership.agency import Agency
from domain.procedure.procedure import Procedure
from domain.procedure.rules import ENDINGS, Ending

WHAT_IT_IS = {
    Kind.DISPUTE: "A dispute between agencies",
    Kind.ISSUE: "An issue that SAAS cannot resolve, without opposing parties",
}
IN_GENERAL = "In general terms: no child’s name, date of birth or NHS number."


class _Wording(IntentSchema):
    title = Line("Title", hint="One line that everybody would recognise it by.")
    issue = Prose("What is it about?", hint=IN_GENERAL)
    impact = Prose("Impact on children", hint=IN_GENERAL)
    outcome_sought = Prose("Outcome sought")
    theme = Line("Theme", hint="For example: thresholds, information sharing.", required=False)


class _Parties(IntentSchema):
    raised_by = AgencyField("Agency that raises it", present=False)
    position = Prose("What does it hold?", hint="Needed for a dispute.", required=False)
    other_agency = AgencyField(
        "Agency that disagrees", hint="Needed for a dispute.", present=False, required=False
    )
    other_position = Prose(
        "What does that agency hold?", hint="Needed for a dispute.", required=False
    )
    third_agency = AgencyField(
        "A third agency", hint="More can be added later.", present=False, required=False
    )
    third_position = Prose("What does the third agency hold?", required=False)


class _Minute(IntentSchema):
    meeting = Line("Meeting", hint="For example: SAAS, 14 January 2026.")
    minute = Line("Minute", hint="Its number in the minutes, for example 5.2.")
    met_on = Day("Date of the meeting")
    circulated_on = Day("Date the minutes were circulated", required=False)
    approved_on = Day("Date the minutes were approved", required=False)


class _Record(_Minute, _Parties, _Wording):
    kind = Choice(
        "What is it?",
        Kind,
        WHAT_IT_IS,
        hint="A dispute names at least two agencies and what each holds, and starts at the first "
        "stage. An issue has no opposing parties: leave the others and what they hold empty. It "
        "starts where the procedure says.",
    )
    urgent_reason = Prose("Why is it urgent?", hint="Leave empty if it is not.", required=False)
    authorised_by = Line(
        "Who authorised that it is urgent?", hint="A role, not a person’s name.", required=False
    )
    protective_step = Prose(
        "What has already been done to protect children?",
        hint="Needed when it is urgent.",
        required=False,
    )
    start_at = Listed(
        "Stage at which it starts", hint="Only an urgent case may start higher.", required=False
    )

    class Meta(IntentSchema.Meta):
        exclude = ("on",)

    def in_order(self) -> list[tuple[str, Labelled]]:
        """As the form groups them: the minute stands with its meeting."""
        named = cast("dict[str, Labelled]", self.fields)
        return sorted(named.items(), key=lambda each: each[0] != "kind")


class _LoadPast(IntentSchema):
    """A dispute that ran before it was recorded here: not everything was written down."""

    kind = Choice("What is it?", Kind, WHAT_IT_IS)
    title = Line("Title")
    issue = Prose("What is it about?", required=False)
    impact = Prose("Impact on children", required=False)
    outcome_sought = Prose("Outcome sought", required=False)
    theme = Line("Theme", required=False)
    raised_by = AgencyField("Agency that raised it", present=False)
    position = Prose("What did it hold?", required=False)
    other_agency = AgencyField("Agency that disagreed", present=False, required=False)
    other_position = Prose("What did that agency hold?", required=False)
    third_agency = AgencyField("A third agency", present=False, required=False)
    third_position = Prose("What did the third agency hold?", required=False)
    meeting = Line("Meeting", required=False)
    minute = Line("Minute", required=False)
    met_on = Day("Date of the meeting")
    circulated_on = Day("Date the minutes were circulated", required=False)
    approved_on = Day("Date the minutes were approved", required=False)
    more_agencies = AgencyList("Other agencies that were parties", required=False)
    number = Line("Number", hint="What whoever kept it before calls it.", required=False)
    note = Prose("Note", hint="Whatever else was written about it.", required=False)

    class Meta(IntentSchema.Meta):
        exclude = ("on",)


class _Describe(_Wording):
    reason = Prose("Reason for the change")


class _DateMinutes(IntentSchema):
    circulated_on = Day("Date the minutes were circulated", required=False)
    approved_on = Day("Date the minutes were approved", required=False)

    class Meta(IntentSchema.Meta):
        exclude = ("on",)


class _AddParty(IntentSchema):
    agency = AgencyField("Agency")
    position = Prose("What does it hold?")


class _Position(IntentSchema):
    agency = Listed("Agency")
    position = Prose("What does it hold now?")


class _Reply(IntentSchema):
    agency = Listed("Agency")
    reply = Prose("What does it reply?", hint=IN_GENERAL)


class _KeepRecord(IntentSchema):
    record = Listed("What the procedure asks for")
    words = Prose("For the record")


class _Extend(Reason):
    days = Whole("How many working days more?")


class _Convener(IntentSchema):
    role = Line("Convener’s role", hint="A role, not a person’s name.")
    agency = AgencyField("Convener’s agency", hint="It must be of no party.")


class _Recuse(Reason):
    role = Line("Who stands aside?", hint="A role, for example SAAS Chair.")
    agency = AgencyField("Of which agency?", required=False)


class _Facilitate(IntentSchema):
    facilitator = Line("Who facilitated?", hint="A role, for example Independent Scrutineer.")
    summary = Prose("What was done?")


class _Dissent(IntentSchema):
    agency = AgencyField("Agency", present=False)
    dissent = Prose("What does it not agree with?")


class _Urgent(IntentSchema):
    reason = Prose("Why is it urgent?")
    authorised_by = Line("Who authorised that it is urgent?", hint="A role, not a person’s name.")
    protective_step = Prose("What has already been done to protect children?")


class _Leaving(IntentSchema):
    """What every way out of a stage may be given."""

    for_the_record = Prose(
        "For the record, as this stage ends",
        hint="What the procedure asks for. Leave empty what is on record already.",
        required=False,
    )


class _Escalate(_Leaving, Reason):
    to = Listed("To which stage?", hint="Leave empty for the next one.", required=False)


class _Return(Reason):
    stage = Listed("To which stage?")


class _Agree(_Leaving):
    terms = Prose("What was agreed?", hint="Set actions for it afterwards; they are followed here.")


class _Decide(_Leaving):
    decision = Prose("What was decided?")
    deciders = AgencyList(
        "Safeguarding Partners who decided",
        hint="At the Executive and the Lead Safeguarding Partners. None may be a party.",
        required=False,
    )
    minute = Line(
        "Minute", hint="Needed when the Business Team records it for them.", required=False
    )


class _Supersede(Reason):
    other = ItemField(
        "Reference of what takes its place", Linkable, hint="For example DSP-2026-002."
    )


class _Notify(_Leaving, Reason):
    told = Line("Who was told?", hint="A body outside the partnership.")
    told_reference = Line("Reference", hint="Of the letter or the case there.")


class _Learning(IntentSchema):
    learning = Prose("What was learned?")


class _CheckActions(IntentSchema):
    done = Choice("Were the agreed actions done?", ActionsDone, ACTIONS_DONE)
    finding = Prose("What did you find?")


class _ReportStage(IntentSchema):
    stage = Listed("Stage that it came to")
    note = Prose("Note", required=False)


class _ReportEnding(IntentSchema):
    ending = Choice("How did it end?", Ending, ENDINGS)
    words = Prose("In what words?", required=False)


def _record(desk: Desk, _item: None, data: Mapping[str, Any]) -> Dispute:
    return Dispute.record(desk.occasion, **_from_the_minutes(desk, data))


def _load_past(desk: Desk, _item: None, data: Mapping[str, Any]) -> Dispute:
    more = [desk.ledger.get(Agency, agency) for agency in data["more_agencies"]]
    facts = {**_from_the_minutes(desk, data), "more_agencies": more}
    return Dispute.load_past(desk.occasion, **facts)


def _from_the_minutes(desk: Desk, data: Mapping[str, Any]) -> dict[str, Any]:
    agencies = {name: desk.ledger.get(Agency, data[name]) for name in _AGENCIES if data[name]}
    return {
        **{name: value for name, value in data.items() if name not in _AGENCIES},
        **agencies,
        "reference": desk.next_reference(Noun.DISPUTE),
        "procedure": procedure_of(desk.ledger),
        "calendar": desk.ledger.calendar,
    }


_AGENCIES = ("raised_by", "other_agency", "third_agency")


def procedure_of(ledger: Ledger) -> Procedure:
    """The escalation procedure. Raises DomainError while there is none."""
    try:
        return ledger.get(Procedure, Procedure.only)
    except NotFoundError as error:
        raise DomainError(Procedure.none_yet) from error


def _with_agency(name: str) -> Any:
    """Call the item's method of that name with the data, the agency itself in it."""

    def act(desk: Desk, item: Dispute, data: Mapping[str, Any]) -> Dispute:
        agency = desk.ledger.get(Agency, data["agency"])
        getattr(item, name)(desk.occasion, **{**data, "agency": agency})
        return item

    return act


def _decide(desk: Desk, item: Dispute, data: Mapping[str, Any]) -> Dispute:
    deciders = [desk.ledger.get(Agency, agency) for agency in data["deciders"]]
    item.decide(desk.occasion, **{**data, "deciders": deciders})
    return item


def _parties(item: Dispute) -> dict[str, list[tuple[str, str]]]:
    return {"agency": list(item.names.items())}


def _stages(name: str, of: Any) -> Any:
    return lambda item: {name: [(stage.key, stage.name) for stage in of(item)]}


def _wording_now(item: Dispute) -> dict[str, Any]:
    names = ("title", "issue", "impact", "outcome_sought", "theme")
    return {name: getattr(item, name) for name in names}


def _minutes_now(item: Dispute) -> dict[str, Any]:
    return {"circulated_on": item.circulated_on, "approved_on": item.approved_on}


RECORD = Intent(
    "dispute.record", "Record a dispute or an issue", Dispute, _Record, _record, creates=True
)
LOAD_PAST = Intent(
    "dispute.load_past", "Load a past dispute", Dispute, _LoadPast, _load_past, creates=True
)
REPORT_STAGE = Intent(
    "dispute.report_stage", "Report a stage that it came to", Dispute, _ReportStage,
    with_calendar("report_stage"), options=_stages("stage", lambda item: item.rules.in_order()),
)  # fmt: skip
REPORT_ENDING = Intent(
    "dispute.report_ending", "Report how it ended", Dispute, _ReportEnding,
    by_method("report_ending"),
)  # fmt: skip


def _intent(move: str, title: str, schema: type[IntentSchema], **more: Any) -> Intent:
    act = more.pop("act", by_method(move))
    return Intent(f"dispute.{move}", title, Dispute, schema, act, **more)


DISPUTE_INTENTS = (
    RECORD,
    LOAD_PAST,
    _intent("describe", "Describe it better", _Describe, fill=_wording_now),
    _intent(
        "date_minutes", "Date the minutes", _DateMinutes, act=with_calendar("date_minutes"),
        fill=_minutes_now,
    ),
    _intent("add_party", "Add a party", _AddParty, act=_with_agency("add_party")),
    _intent("state_position", "Record a party’s position", _Position, options=_parties),
    _intent("reply", "Record a reply", _Reply, options=_parties),
    _intent(
        "keep_record", "Complete the record of the stage", _KeepRecord,
        options=lambda item: {"record": [(each, each) for each in item.missing]},
    ),
    _intent(
        "extend", "Extend the stage", _Extend, act=with_calendar("extend"),
        hint="The first due date stays on record.",
    ),
    _intent("name_convener", "Name the convener", _Convener, act=_with_agency("name_convener")),
    _intent("recuse", "Record that somebody stands aside", _Recuse),
    _intent(
        "facilitate", "Record facilitation", _Facilitate,
        hint="The Independent Scrutineer may facilitate, and never decides.",
    ),
    _intent("record_dissent", "Record dissent", _Dissent),
    _intent(
        "declare_urgent", "Declare it urgent", _Urgent,
        hint="The due date that is set stays. The next stage has the clock of an urgent case.",
    ),
    _intent(
        "escalate", "Escalate", _Escalate, act=with_calendar("escalate"),
        options=_stages("to", Dispute.ways_up),
    ),
    _intent(
        "return_it", "Return to a lower stage", _Return, act=with_calendar("return_it"),
        options=_stages("stage", Dispute.ways_down),
    ),
    _intent("agree", "Record an agreement", _Agree),
    _intent("decide", "Record a decision", _Decide, act=_decide),
    _intent("withdraw", "Withdraw", Reason),
    _intent("supersede", "Supersede", _Supersede),
    _intent("drop", "Record that it is no longer a dispute", Reason),
    _intent("notify", "Record the external notification", _Notify),
    _intent("reopen", "Reopen", Reason, act=with_calendar("reopen")),
    _intent("note_learning", "Note what was learned", _Learning),
    _intent("check_actions", "Check that the agreed actions were done", _CheckActions),
    REPORT_STAGE,
    REPORT_ENDING,
    _intent("link", "Link another item", Link),
    _intent("unlink", "Remove a link", Unlink),
)  # fmt: skip
