"""What a person can do with a meeting: plan it, hold it, and see to its minutes."""

from __future__ import annotations

from typing import Any

from application.doing.access import CHAIR, EXECUTIVE, LSP, MEMBER, SCRUTINEER, TEAM
from application.doing.fields import (
    AgencyField,
    AgencyList,
    Choice,
    Clock,
    Day,
    ItemField,
    Line,
    ListedNumber,
    Needed,
    Prose,
    Switch,
    Whole,
)
from application.doing.intents import Intent, IntentSchema
from application.nouns.about.meetings import (
    the_agenda,
    the_corrections,
    the_late_papers,
    the_minuted_items,
    the_minutes,
    the_quorum,
    what_came_of_it,
)
from application.nouns.meeting.before import LOAD_PAST
from application.nouns.meeting.offered import (
    choices,
    free_choices,
    kept_choices,
    noted_as,
)
from application.nouns.shared.common import Link, MaybeFiled, Reason, Unlink
from application.nouns.shared.correcting import correction
from application.nouns.shared.in_error import recorded_in_error
from domain.decisions.decision import Decision
from domain.decisions.vocabulary import KINDS as DECISION_KINDS
from domain.decisions.vocabulary import Kind as DecisionKind
from domain.forward.entry import ForwardEntry
from domain.groups.group import Group
from domain.kernel.item import Linkable
from domain.meetings.meeting import Meeting
from domain.meetings.vocabulary import (
    ANSWERS,
    ASKED_TO,
    CAPTURES,
    HOWS,
    INTERESTS,
    KINDS,
    MODES,
    OWN_ANSWERS,
    STATEMENTS,
    THERE,
    Answer,
    AskedTo,
    CaptureKind,
    How,
    InterestKind,
    Kind,
    Mode,
    StatementKind,
)

_KEEPERS = {TEAM, CHAIR}
_HOW_KNOWN = "For example: her e-mail of 3 May 2026."
_BY_THE_TEAM = Needed("when the Business Team records it")


class _Plan(IntentSchema):
    group = ItemField("Group", Group)
    kind = Choice("What kind of meeting?", Kind, KINDS, only=(Kind.ORDINARY, Kind.EXTRAORDINARY))
    mode = Choice(
        "Where do they meet?", Mode, MODES, only=(Mode.IN_PERSON, Mode.VIRTUAL, Mode.BOTH)
    )
    meets_on = Day("Date of the meeting")
    starts_at = Clock("Start", hint="For example 14:00.", required=False)
    minutes = Whole("Minutes that it should take", required=False)
    place = Line("Place", required=False)
    instead_of = ItemField(
        "In place of which meeting?",
        Meeting,
        hint="Where one was not quorate, or could not be held.",
        required=False,
    )
    reason = Prose(
        "Why is it called?",
        hint="Give the reason for short notice, too.",
        needed=Needed(
            "for an extraordinary meeting", lambda typed: typed.get("kind") is Kind.EXTRAORDINARY
        ),
    )


class _MoveDate(Reason):
    meets_on = Day("New date of the meeting")
    starts_at = Clock("Start", hint="Leave empty where it stays.", required=False)


class _Item(IntentSchema):
    asked = Choice("What is the meeting asked to do?", AskedTo, ASKED_TO)
    minutes = Whole("Minutes", required=False)
    presenter_role = Line("Presented by", hint="A role, not a name.", required=False)
    presenter_agency = AgencyField("Which agency are they from?", present=False, required=False)


class _AddItem(_Item):
    title = Line("Title")
    restricted = Switch("Is it restricted?")
    circulation = AgencyList(
        "Whose people may read it?", hint="Only for a restricted item.", required=False
    )
    about_scrutineer = Switch(
        "Is it about the Independent Scrutineer?",
        needed=Needed("for a restricted item", lambda typed: bool(typed.get("restricted"))),
    )
    linked = ItemField(
        "What is it about?", Linkable, hint="A reference, for example RSK-2026-001.", required=False
    )


class _AddFromPlan(IntentSchema):
    entry = ItemField("Entry of the forward plan", ForwardEntry)
    asked = Choice("What is the meeting asked to do?", AskedTo, ASKED_TO)
    minutes = Whole("Minutes", required=False)


class _OfItem(IntentSchema):
    item = ListedNumber("Item")


class _ChangeItem(_Item, _OfItem):
    title = Line("Title", hint="Leave empty where it stays.", required=False)
    place = Whole("Place on the agenda", hint="Those from there on move down.", required=False)


class _WithdrawItem(_OfItem, Reason):
    pass


class _KnownBy(IntentSchema):
    known_by = Line("How is it known?", hint=_HOW_KNOWN, needed=_BY_THE_TEAM)


class _Paper(IntentSchema):
    title = Line("Title of the paper", hint="“Agenda” for the agenda itself.")
    item = ListedNumber("For which item?", hint="Leave empty for the agenda.", required=False)


class _SendPaper(MaybeFiled, _Paper):
    pass


class _AcceptLate(Reason, _KnownBy):
    paper = ListedNumber("Paper")


class _Reply(IntentSchema):
    seat = ListedNumber("Seat")
    reply = Choice("What do they say?", Answer, ANSWERS)


class _ReplyOneself(IntentSchema):
    reply = Choice("Do you come?", Answer, OWN_ANSWERS)


class _Judge(IntentSchema):
    seat = ListedNumber("Seat")
    role = Line("Role of the substitute")
    contributes = Switch("Can they contribute meaningfully to the meeting?")
    commissions = Switch("Can they commission work in their own agency?")
    judged_by = Line("Who judged it?", hint="A role, for example the chair.")
    reason = Prose("Why is the exception needed?")


class _Attend(IntentSchema):
    seat = ListedNumber(
        "Seat", hint="Leave empty for somebody who attends without one.", required=False
    )
    role = Line("Role", needed=Needed("without a seat", lambda typed: not typed.get("seat")))
    agency = AgencyField("Agency", hint="Only without a seat.", present=False, required=False)
    how = Choice("How do they take part?", How, HOWS)
    from_item = ListedNumber("From which item?", hint="Leave empty for all.", required=False)


class _AttendAsSubstitute(IntentSchema):
    seat = ListedNumber("In place of whom?")
    how = Choice("How do they take part?", How, HOWS, only=tuple(sorted(THERE)))
    from_item = ListedNumber("From which item?", hint="Leave empty for all.", required=False)


class _OfAttendee(IntentSchema):
    attendee = ListedNumber("Who?")


class _Arrive(_OfAttendee):
    item = ListedNumber("From which item?")
    how = Choice("How do they take part?", How, HOWS, only=tuple(sorted(THERE)))


class _Depart(_OfAttendee):
    item = ListedNumber("From which item are they gone?")
    reason = Prose("Why?", hint="For example: the line broke.", required=False)


class _TakeChair(_OfAttendee):
    item = ListedNumber("From which item?", hint="Leave empty for the first.", required=False)
    reason = Prose("Why?", needed=Needed("where the deputy chairs beside the chair"))


class _Interest(_OfAttendee):
    item = ListedNumber("In which item?")
    kind = Choice("Whose interest is it?", InterestKind, INTERESTS)
    words = Prose("What is the interest?")


class _CorrectAttendance(_OfAttendee, Reason):
    how = Choice("How did they take part?", How, HOWS)
    from_item = ListedNumber("From which item?", hint="Leave empty for all.", required=False)
    until_item = ListedNumber(
        "From which item were they gone?", hint="Leave empty where they stayed.", required=False
    )


class _CorrectChair(_OfAttendee, Reason):
    item = ListedNumber("From which item?", hint="Leave empty for the first.", required=False)


class _Minuted(_OfItem):
    minute = Line("Minute", hint="Its number in the minutes, for example 5.2.", required=False)


class _Note(_Minuted):
    words = Prose("What was received and noted?")


class _Defer(_Minuted):
    until = Line("Until when?", hint="A meeting or a date.")
    before = Whole("How often was it deferred at earlier meetings?", required=False)
    reason = Prose("Reason")


class _Noted(_Minuted):
    capture = ListedNumber(
        "Which line that was noted?",
        hint="Leave empty where it was not noted.",
        needed=Needed("once the meeting is closed"),
    )


class _Statement(_Noted):
    kind = Choice("What is it?", StatementKind, STATEMENTS)
    agency = AgencyField(
        "Which agency made it?",
        present=False,
        needed=Needed("unless it is an alert"),
    )
    words = Prose("In its own words")


class _Decide(_Noted):
    kind = Choice("What came of it?", DecisionKind, DECISION_KINDS)
    words = Prose("What was decided, or advised?")


class _OfDecision(_OfItem):
    decision = ItemField("Decision", Decision)
    minute = Line("Minute", hint="Its number in the minutes, for example 5.2.")


class _Close(IntentSchema):
    words = Prose("Anything to add?", required=False)


class _MinuteItem(_Minuted):
    words = Prose(
        "Points and challenge",
        hint="Who said what is left out, unless somebody asks to be named.",
    )


class _Capture(_Minuted):
    kind = Choice("What is it?", CaptureKind, CAPTURES)
    words = Line("In a line")


class _OfCapture(IntentSchema):
    capture = ListedNumber("What was noted?")


class _FinishCapture(_OfCapture):
    became = ItemField("What has it become?", Linkable, hint="Its reference.")


class _DropCapture(_OfCapture, Reason):
    pass


class _Trace(IntentSchema):
    minute = Line("Minute", hint="Its number in the minutes, for example 5.2.")
    became = ItemField("What came of it?", Linkable, hint="A reference, for example DSP-2026-001.")


class _Show(IntentSchema):
    agency = AgencyField("Which agency saw them?", present=False)
    known_by = Line("How is it known?", hint=_HOW_KNOWN)


class _AskCorrection(_OfItem, Reason):
    asked_by = Line("Who asks for it?", hint="A role and its agency.", needed=_BY_THE_TEAM)
    words = Prose("What should the minute say?")


class _OfCorrection(IntentSchema):
    correction = ListedNumber("Which correction?")


class _AcceptCorrection(_OfCorrection, _KnownBy):
    words = Prose(
        "What does the minute say now?", hint="Leave empty for what was asked.", required=False
    )


class _DeclineCorrection(_OfCorrection, _KnownBy, Reason):
    pass


class _Confirm(IntentSchema):
    meeting = ItemField("Meeting that confirmed them", Meeting)
    minute = Line("Minute", hint="Its number there, for example 2.")
    reason = Prose("Why not the next meeting?", needed=Needed("where a later one confirmed them"))


def _intent(move: str, title: str, schema: type[IntentSchema], method: Any, **more: Any) -> Intent:
    offered = {"options": choices, "kept_from": kept_choices}
    return Intent(f"meeting.{move}", title, schema, method, **{"may": {TEAM}, **offered, **more})


PLAN = _intent("plan", "Plan a meeting", _Plan, Meeting.plan, may=_KEEPERS)
REPLY_ONESELF = _intent(
    "reply_oneself", "Say whether you come", _ReplyOneself, Meeting.reply_oneself,
    may={TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE, LSP}, judges=True, about=the_agenda,
    hint="For the seat that you hold.",
)  # fmt: skip
ADD_ITEM = _intent("add_item", "Add an item", _AddItem, Meeting.add_item, may=_KEEPERS)
OPEN = _intent(
    "open", "Open the meeting", IntentSchema, Meeting.open,
    hint="From now on it goes by the seats and the quorum of its day, and each item is called by "
    "its place on the agenda.",
)  # fmt: skip
ATTEND = _intent("attend", "Record who takes part", _Attend, Meeting.attend, options=free_choices)
DECIDE = _intent(
    "decide", "Record a decision", _Decide, Meeting.decide,
    about=the_quorum, **noted_as(CaptureKind.DECISION),
    hint="Without a quorum at the item nothing is decided: then it is advice.",
)  # fmt: skip

MINUTE_ITEM = _intent("minute_item", "Minute an item", _MinuteItem, Meeting.minute_item)
CAPTURE = _intent(
    "capture", "Note in a line what is to be recorded", _Capture, Meeting.capture,
    hint="It is finished afterwards, on the form of what it becomes.",
)  # fmt: skip
FINISH_CAPTURE = _intent(
    "finish_capture", "Record what has become of it", _FinishCapture, Meeting.finish_capture
)

MEETING_INTENTS = (
    PLAN,
    LOAD_PAST,
    _intent(
        "move_date", "Move it", _MoveDate, Meeting.move_date, may=_KEEPERS,
        hint="The days by which papers and minutes are due are worked out anew.",
    ),
    _intent("call_off", "Call it off", Reason, Meeting.call_off, may=_KEEPERS),
    ADD_ITEM,
    _intent(
        "add_from_plan", "Add an item from the forward plan", _AddFromPlan,
        Meeting.add_from_plan, may=_KEEPERS,
    ),
    _intent("change_item", "Change an item", _ChangeItem, Meeting.change_item, may=_KEEPERS),
    _intent(
        "withdraw_item", "Take an item off the agenda", _WithdrawItem, Meeting.withdraw_item,
        may=_KEEPERS,
    ),
    _intent(
        "agree_agenda", "Agree the agenda", _KnownBy, Meeting.agree_agenda, may=_KEEPERS,
        about=the_agenda,
    ),
    _intent(
        "send_paper", "Record the agenda or a paper as sent", _SendPaper, Meeting.send_paper,
        hint="On the day that you give as the date it happened, or today.",
    ),
    _intent(
        "accept_late_paper", "Accept a late paper", _AcceptLate, Meeting.accept_late_paper,
        may=_KEEPERS, about=the_late_papers,
    ),
    _intent("reply", "Record a reply", _Reply, Meeting.reply, about=the_agenda),
    REPLY_ONESELF,
    _intent(
        "judge_substitute", "Judge a substitute", _Judge, Meeting.judge_substitute, may=_KEEPERS,
        hint="Substitutes are an exception (ToR 3.6), and matter to the quorum only where their "
        "agency has nobody else there. During the meeting, it counts for what is decided from then "
        "on.",
    ),
    OPEN,
    ATTEND,
    _intent(
        "attend_as_substitute", "Record a substitute", _AttendAsSubstitute,
        Meeting.attend_as_substitute, options=free_choices,
        hint="What was judged of them counts. Judge them first: best before the meeting.",
    ),
    _intent("arrive", "Record an arrival", _Arrive, Meeting.arrive),
    _intent("depart", "Record a departure", _Depart, Meeting.depart),
    _intent("take_chair", "Record who chairs", _TakeChair, Meeting.take_chair),
    _intent(
        "declare_interest", "Record an interest", _Interest, Meeting.declare_interest
    ),
    _intent(
        "correct_attendance", "Correct who was there", _CorrectAttendance,
        Meeting.correct_attendance,
        hint="Nothing that was decided is written anew. A decision that had no quorum after all is "
        "marked, and asked to be confirmed.",
    ),
    _intent(
        "correct_chair", "Correct who chaired", _CorrectChair, Meeting.correct_chair,
        hint="The chair is not counted. A decision that had no quorum after all is marked, and "
        "asked to be confirmed.",
    ),
    DECIDE,
    _intent("note_item", "Record an item as noted", _Note, Meeting.note_item),
    _intent("defer_item", "Defer an item", _Defer, Meeting.defer_item),
    _intent(
        "record_statement", "Record an undertaking, a disagreement or an alert", _Statement,
        Meeting.record_statement, **noted_as(CaptureKind.DISAGREEMENT),
        hint="It stands whether or not the meeting is quorate.",
    ),
    _intent(
        "confirm_decision", "Confirm an earlier decision, or ratify advice", _OfDecision,
        Meeting.confirm_decision, about=the_quorum,
    ),
    _intent(
        "report_decision", "Record the report of a decision between meetings", _OfDecision,
        Meeting.report_decision,
    ),
    MINUTE_ITEM,
    CAPTURE,
    FINISH_CAPTURE,
    _intent("drop_capture", "Let go what was noted", _DropCapture, Meeting.drop_capture),
    _intent(
        "trace", "Record what came of a minute", _Trace, Meeting.trace,
        hint="Of an item that is on record already. Each then leads to the other, and a dispute is "
        "told when the minutes are cleared and circulated.",
    ),
    _intent("close", "Close the meeting", _Close, Meeting.close, about=what_came_of_it),
    _intent(
        "show_minutes", "Record that an agency saw the draft minutes", _Show, Meeting.show_minutes,
        hint="Where the chair’s agency is party to a dispute that came of them, the other parties "
        "see them before they are cleared.",
    ),
    _intent(
        "clear_minutes", "Clear the minutes", _KnownBy, Meeting.clear_minutes, may=_KEEPERS,
        about=the_minutes,
    ),
    _intent(
        "circulate_minutes", "Record the minutes as circulated", MaybeFiled,
        Meeting.circulate_minutes,
    ),
    _intent(
        "confirm_minutes", "Confirm the minutes", _Confirm, Meeting.confirm_minutes,
        about=the_minutes,
    ),
    _intent(
        "ask_correction", "Ask for a correction of the minutes", _AskCorrection,
        Meeting.ask_correction, may={TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE}, judges=True,
        about=the_minuted_items,
        hint="No dispute’s clock stops because of it.",
    ),
    _intent(
        "accept_correction", "Accept a correction of the minutes", _AcceptCorrection,
        Meeting.accept_correction, may=_KEEPERS, about=the_corrections,
        hint="What came of the minute before stays as it was recorded.",
    ),
    _intent(
        "decline_correction", "Decline a correction of the minutes", _DeclineCorrection,
        Meeting.decline_correction, may=_KEEPERS, about=the_corrections,
    ),
    Intent("meeting.link", "Link another item", Link, Meeting.link, may=_KEEPERS),
    Intent("meeting.unlink", "Remove a link", Unlink, Meeting.unlink, may={TEAM}),
    correction(Meeting),
    *recorded_in_error(Meeting),
)  # fmt: skip
