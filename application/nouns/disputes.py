"""What a person can do with a dispute, and with an issue on the same way."""

from __future__ import annotations

from typing import Any, cast

from application.doing.access import CHAIR, EXECUTIVE, LSP, MEMBER, SCRUTINEER, TEAM
from application.doing.fields import (
    AgencyField,
    AgencyList,
    Choice,
    Clock,
    Day,
    ItemField,
    Labelled,
    Line,
    Listed,
    ListedNumber,
    Needed,
    Prose,
    Switch,
    Whole,
)
from application.doing.intents import Intent, IntentSchema
from application.doing.on_behalf import WHOSE
from application.doing.supply import the_only
from application.ledger.ledger import Ledger
from application.nouns.about.disputes import (
    the_clock,
    the_disagreement,
    what_is_to_be_decided,
    what_was_agreed,
    who_was_told,
)
from application.nouns.common import (
    Link,
    Minuted,
    Reason,
    Timed,
    Timeless,
    Unlink,
    stage_options,
    theme_field,
)
from application.nouns.correcting import correction
from application.nouns.evidence import evidence
from application.nouns.in_error import recorded_in_error
from application.nouns.redeciding import redeciding
from domain.disputes.dispute import Dispute
from domain.disputes.vocabulary import ActionsDone, Kind
from domain.disputes.words import ACTIONS_DONE
from domain.kernel.item import Linkable, post_of
from domain.procedure.procedure import Procedure
from domain.procedure.rules import ENDINGS, Ending

WHAT_IT_IS = {
    Kind.DISPUTE: "A dispute between agencies",
    Kind.ISSUE: "An issue that {group} cannot resolve, without opposing parties",
}
IN_GENERAL = "In general terms: no child’s name, date of birth or NHS number."


def _authorised_by(**more: Any) -> Line:
    return Line("Who authorised that it is urgent?", hint="A role, not a person’s name.", **more)


def _protective_step(**more: Any) -> Prose:
    return Prose("What has already been done to protect children?", **more)


def _contact(**more: Any) -> Line:
    return Line(
        "Who can be reached about it at night and at weekends?",
        hint="A role and a telephone number, not a person’s name.",
        **more,
    )


def _to_begin_with(stage: str) -> Prose:
    return Prose(
        f"For the record, as {stage} begins",
        named=f"the words for the record as {stage} begins",
        hint="What the procedure asks for then. Left empty, it is asked for afterwards.",
        required=False,
    )


class _Wording(IntentSchema):
    title = Line("Title", hint="One line that everybody would recognise it by.")
    issue = Prose("What is it about?", hint=IN_GENERAL)
    impact = Prose("Impact on children", hint=IN_GENERAL)
    outcome_sought = Prose("Outcome sought")
    theme = theme_field()


_FOR_A_DISPUTE = Needed("for a dispute", lambda typed: typed.get("kind") is Kind.DISPUTE)
_WHEN_URGENT = Needed("when it is urgent", lambda typed: bool(typed.get("urgent_reason")))
_WHERE_A_BODY_DECIDES = Needed("where {executive} or {lead_partners} decide")


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
    meeting = Line("Meeting", hint="For example: {group}, 14 January 2026.")
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


class _Record(_MinutesDated, _Minute, _Parties, _Wording):
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
    authorised_by = _authorised_by(needed=_WHEN_URGENT)
    protective_step = _protective_step(needed=_WHEN_URGENT)
    contact = _contact(needed=_WHEN_URGENT)
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
    to_begin_with = _to_begin_with("its first stage")

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
    authorised_by = _authorised_by(required=False)
    protective_step = _protective_step(required=False)
    contact = _contact(required=False)
    declared_on = Day("On which day was it declared urgent?", required=False)
    declared_time = Clock("At what time was it declared urgent?", required=False)


class _Describe(_Wording):
    reason = Prose("Reason for the change")


class _AddParty(IntentSchema):
    agency = AgencyField("Agency")
    position = Prose("What is its position?")


class _Position(IntentSchema):
    agency = Listed("Agency")
    position = Prose("What is its position now?")


class _Reply(Timed):
    agency = Listed("Agency")
    reply = Prose("What does it reply?", hint=IN_GENERAL)


class _KeepRecord(IntentSchema):
    record = Listed("What the procedure asks for")
    words = Prose("For the record", named="the words for the record")


class _Extend(Timed, Reason):
    days = Whole(
        "How many more working days?",
        needed=Needed("unless its clock runs in hours, as in an urgent case"),
    )
    hours = Whole("How many more hours?", needed=Needed("where its clock runs in hours"))


class _Convener(IntentSchema):
    role = Line("Convener’s role", hint="A role, not a person’s name.")
    agency = AgencyField(
        "Convener’s agency",
        hint="It must be of no party. Leave empty for somebody of no member agency.",
        required=False,
    )


class _Recuse(Reason):
    role = Line("Who stands aside?", hint="A role, for example {group_chair}.")
    agency = AgencyField("Which agency are they from?", required=False)


class _Facilitate(IntentSchema):
    facilitator = Line("Who facilitated?", hint="A role, for example Independent Scrutineer.")
    summary = Prose("What was done?")


class _Dissent(IntentSchema):
    agency = AgencyField("Agency", present=False)
    dissent = Prose("What does it disagree with?")


class _Urgent(Timed):
    reason = Prose("Why is it urgent?")
    authorised_by = _authorised_by()
    protective_step = _protective_step()
    contact = _contact()


class _Leaving(IntentSchema):
    """What every way out of a stage may be given."""

    for_the_record = Prose(
        "For the record, as this stage ends",
        named="the words for the record as this stage ends",
        hint="Leave it empty if everything that the procedure asks for is on record already.",
        needed=Needed("unless it is on record already"),
    )


class _Beginning(IntentSchema):
    """What every way into a stage may be given."""

    to_begin_with = _to_begin_with("the next stage")


class _Escalate(_Leaving, _Beginning, Timed, Reason):
    to = Listed("To which stage?", hint="Leave empty for the next one.", required=False)


class _Return(_Beginning, Timed, Reason):
    stage = Listed("To which stage?", named="the stage")


class _Reopen(Timed, Reason):
    to_begin_with = _to_begin_with("the stage")


class _Agree(_Leaving, Timed):
    terms = Prose("What was agreed?", hint="Set actions for it afterwards; they are followed here.")


class _Decide(_Leaving, Timed, Minuted):
    decision = Prose("What was decided?")
    assenting = AgencyList(
        "Safeguarding Partners who assent",
        hint="Leave out those whose assent is on record already.",
        needed=_WHERE_A_BODY_DECIDES,
    )
    absent = AgencyList(
        "Safeguarding Partners who were absent",
        needed=Needed("where all who are neutral decide, and one of them took no part"),
    )
    absence = Line(
        "Why were they absent?",
        needed=Needed("when somebody was absent", lambda typed: bool(typed.get("absent"))),
    )
    chair_role = Line(
        "Who chaired?",
        hint="A role, of somebody who belongs to no party.",
        needed=_WHERE_A_BODY_DECIDES,
    )
    chair_agency = AgencyField(
        "Chair’s agency", hint="Leave empty for somebody of none.", required=False
    )


class _Assent(IntentSchema):
    agency = AgencyField("Safeguarding Partner")
    decision = Prose("What does it assent to?", hint="The words of the decision.")
    known_by = Line(
        "How is that known?",
        named="how that is known",
        hint="For example “E-mail of the Director, 12 May 2026”.",
        needed=Needed("when the Business Team records it"),
    )


class _EndRecusal(Reason):
    recusal = ListedNumber("Who no longer stands aside?")


class _Withdraw(Timed, Reason):
    """Why it is taken back, or dropped."""


class _Supersede(Timed, Reason):
    other = ItemField(
        "Reference of what takes its place", Linkable, hint="For example DSP-2026-002."
    )


class _Notify(_Leaving, Reason):
    told = Line("Who was told?", hint="A body outside the partnership.")
    told_reference = Line("Reference", hint="Of the letter or the case there.")


class _Answer(Timed):
    answer = Prose("What was the answer?", named="the answer")
    answered_by = Line("Who answered?", hint="A body outside the partnership.")
    answer_reference = Line("Reference", hint="Of the answer.", required=False)


class _Learning(IntentSchema):
    learning = Prose("What was learned?")


class _CheckActions(IntentSchema):
    done = Choice(
        "Were the agreed actions done?",
        ActionsDone,
        ACTIONS_DONE,
        named="whether the agreed actions were done",
    )
    finding = Prose("What did you find?", named="what you found")
    although_open = Prose(
        "Why do open actions count as done?",
        hint="Needed only where all were done and a linked action is still open.",
        required=False,
    )


class _ReportStage(Timed):
    stage = Listed("Stage that it came to")
    note = Prose("Note", required=False)


class _ReportEnding(Timed):
    ending = Choice("How did it end?", Ending, ENDINGS, named="how it ended")
    words = Prose("How was that put?", required=False)


def procedure_of(ledger: Ledger) -> Procedure:
    """The escalation procedure. Raises DomainError while there is none."""
    return the_only(ledger, Procedure)


def _parties(item: Dispute) -> dict[str, list[tuple[str, str]]]:
    return {"agency": list(item.names.items())}


def _wording_now(item: Dispute) -> dict[str, Any]:
    names = ("title", "issue", "impact", "outcome_sought", "theme")
    return {name: getattr(item, name) for name in names}


def _decision_so_far(item: Dispute) -> dict[str, Any]:
    """The words to which somebody has assented already."""
    assents = [*item.visit.assents.values()]
    return {"decision": assents[-1].decision} if assents else {}


def _last_told(item: Dispute) -> dict[str, Any]:
    return {"answered_by": item.notified[-1].told} if item.notified else {}


def _minutes_now(item: Dispute) -> dict[str, Any]:
    return {"circulated_on": item.circulated_on, "approved_on": item.approved_on}


RECORD = Intent(
    "dispute.record", "Record a dispute or an issue", _Record, Dispute.record,
    may={TEAM, CHAIR},
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

DISPUTE_INTENTS = (
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
    Intent(
        "dispute.state_position", "Record a party’s position", _Position,
        Dispute.state_position, on_behalf="agency", may={TEAM, MEMBER}, options=_parties,
    ),
    Intent(
        "dispute.reply", "Record a reply", _Reply, Dispute.reply,
        on_behalf="agency", may={TEAM, MEMBER}, about=the_disagreement, options=_parties,
    ),
    Intent(
        "dispute.keep_record", "Complete the record of the stage", _KeepRecord,
        Dispute.keep_record, may={TEAM, CHAIR, MEMBER, EXECUTIVE, LSP},
        options=lambda item: {"record": [(each, each) for each in item.missing]},
    ),
    Intent(
        "dispute.extend", "Extend the stage", _Extend, Dispute.extend,
        may={TEAM, CHAIR, EXECUTIVE, LSP}, about=the_clock,
        hint="The first due date stays on record.",
    ),
    Intent(
        "dispute.name_convener", "Name the convener", _Convener, Dispute.name_convener,
        may={TEAM, CHAIR},
    ),
    Intent(
        "dispute.recuse", "Record that somebody stands aside", _Recuse, Dispute.recuse,
        may={TEAM, CHAIR, MEMBER, EXECUTIVE, LSP},
    ),
    Intent(
        "dispute.end_recusal", "Record that somebody no longer stands aside", _EndRecusal,
        Dispute.end_recusal, may={TEAM, CHAIR, MEMBER, EXECUTIVE, LSP},
        options=lambda item: {
            "recusal": [
                (str(at), post_of(each.role, item.names.get(each.agency, each.agency)))
                for at, each in item.stand_aside.items()
            ]
        },
    ),
    Intent(
        "dispute.facilitate", "Record facilitation", _Facilitate, Dispute.facilitate,
        may={TEAM, SCRUTINEER},
        hint="The Independent Scrutineer may facilitate, and never decides.",
    ),
    Intent(
        "dispute.record_dissent", "Record dissent", _Dissent, Dispute.record_dissent,
        on_behalf="agency", may={TEAM, MEMBER},
    ),
    Intent(
        "dispute.declare_urgent", "Declare it urgent", _Urgent, Dispute.declare_urgent,
        may={TEAM, CHAIR},
        hint="The due date that is set stays. The next stage has the clock of an urgent case, in "
        "hours, and stages that an urgent case may skip can be passed over at once.",
    ),
    Intent(
        "dispute.escalate", "Escalate", _Escalate, Dispute.escalate,
        may={TEAM, CHAIR, MEMBER},
        options=lambda item: {"to": stage_options(item.ways_up())},
    ),
    Intent(
        "dispute.return_it", "Return to a lower stage", _Return, Dispute.return_it,
        may={TEAM, CHAIR, EXECUTIVE, LSP}, about=the_disagreement,
        options=lambda item: {"stage": stage_options(item.ways_down())},
    ),
    Intent(
        "dispute.agree", "Record an agreement", _Agree, Dispute.agree,
        may={TEAM, CHAIR}, about=the_disagreement,
    ),
    Intent(
        "dispute.decide", "Record a decision", _Decide, Dispute.decide,
        may={TEAM, CHAIR, MEMBER, EXECUTIVE, LSP}, about=what_is_to_be_decided,
        fill=_decision_so_far,
    ),
    Intent(
        "dispute.assent", "Record an assent", _Assent, Dispute.assent,
        on_behalf="agency", may={TEAM, EXECUTIVE, LSP},
        about=what_is_to_be_decided, fill=_decision_so_far,
        hint="All Safeguarding Partners decide together, and none is bound by the others. When "
        "all have assented, record the decision.",
    ),
    Intent(
        "dispute.withdraw", "Withdraw", _Withdraw, Dispute.withdraw,
        on_behalf=WHOSE, may={TEAM, MEMBER},
    ),
    Intent("dispute.supersede", "Supersede", _Supersede, Dispute.supersede, may={TEAM}),
    Intent(
        "dispute.drop", "Record that it is no longer a dispute", _Withdraw, Dispute.drop,
        may={TEAM, CHAIR},
    ),
    Intent(
        "dispute.notify", "Record the external notification", _Notify, Dispute.notify,
        may={TEAM, EXECUTIVE, LSP},
        hint="This does not end the dispute: it stays unresolved until the answer is recorded.",
    ),
    Intent(
        "dispute.record_answer", "Record the answer from outside", _Answer,
        Dispute.record_answer, may={TEAM, EXECUTIVE, LSP}, about=who_was_told, fill=_last_told,
        hint="The dispute ends with the answer.",
    ),
    Intent(
        "dispute.reopen", "Reopen", _Reopen, Dispute.reopen, may={TEAM, CHAIR, EXECUTIVE, LSP}
    ),
    Intent(
        "dispute.note_learning", "Note what was learned", _Learning, Dispute.note_learning,
        may={TEAM, CHAIR, SCRUTINEER},
    ),
    Intent(
        "dispute.check_actions", "Check that the agreed actions were done", _CheckActions,
        Dispute.check_actions, may={TEAM, CHAIR, SCRUTINEER}, about=what_was_agreed,
    ),
    REPORT_STAGE,
    REPORT_ENDING,
    Intent(
        "dispute.link", "Link another item", Link, Dispute.link, may={TEAM, CHAIR, SCRUTINEER}
    ),
    Intent("dispute.unlink", "Remove a link", Unlink, Dispute.unlink, may={TEAM}),
    *evidence(Dispute, may_add={TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE, LSP}),
    correction(Dispute),
    *recorded_in_error(Dispute),
    *redeciding(Dispute),
)  # fmt: skip
