"""What a person can do with a group of the partnership."""

from __future__ import annotations

from application.doing.access import ADMINISTRATOR, CHAIR, TEAM
from application.doing.fields import (
    AgencyField,
    Choice,
    Choices,
    Day,
    Line,
    Lines,
    Listed,
    ListedNumber,
    Needed,
    Prose,
    Switch,
    Tags,
    WebLink,
    Whole,
)
from application.doing.intents import Intent, IntentSchema
from application.doing.supply import Together
from application.nouns.about.groups import the_documents
from application.nouns.shared.common import Link, MaybeFiled, Reason, Unlink
from application.nouns.shared.correcting import correction
from application.nouns.shared.in_error import recorded_in_error
from domain.groups.duties import DUTIES, REPORT_KINDS, Clauses, Duty, ReportKind
from domain.groups.group import Group
from domain.groups.rule import PARTNER_WORDS
from domain.groups.vocabulary import (
    GROUP_KINDS,
    OFFICES,
    STANDINGS,
    SUBSTITUTES,
    GroupKind,
    Office,
    Standing,
    Substitutes,
)
from domain.kernel.vocabulary import sentence_case
from domain.partnership.agency import AgencyKind

_KEEPERS = {TEAM, ADMINISTRATOR}


class _Named(IntentSchema):
    name = Line("Name")
    short = Line("Short name", hint="As people call it, for example {group}.")
    joint_with = Tags(
        "Areas that share it", hint="Separated by commas, for example Medway.", required=False
    )
    meetings = Whole("Ordinary meetings in a year", required=False)


class _Establish(_Named):
    kind = Choice("What is it?", GroupKind, GROUP_KINDS)


class _Describe(_Named):
    reason = Prose("Reason")


class _SetQuorum(IntentSchema):
    each_of = Choices(
        "Who must be represented?",
        AgencyKind,
        {kind: sentence_case(words) for kind, words in PARTNER_WORDS.items()},
        hint="At least one member of each.",
        needed=Needed(
            "unless you say how many must be there", lambda typed: not typed.get("members")
        ),
    )
    members = Whole("How many members must be there in all?", required=False)
    chair_counts = Switch("Does whoever chairs count?")
    substitutes = Choice("When does a substitute count?", Substitutes, SUBSTITUTES)
    source = Line("Where is it written?", hint="For example: Terms of Reference 3.5 and 3.6.")
    from_on = Day("From which day on?", hint="Leave empty for today.", required=False)
    reason = Prose("Reason", required=False)


class _GiveSeat(IntentSchema):
    role = Line("Role", hint="Of whoever has the seat, not their name.")
    agency = AgencyField(
        "Agency", hint="Leave empty where it is of none.", present=False, required=False
    )
    standing = Choice("Is it a member’s seat?", Standing, STANDINGS)
    office = Choice("Office", Office, OFFICES)
    from_on = Day("First day", hint="Leave empty for today.", required=False)
    to_on = Day("Last day", required=False)
    person = Listed("Account", hint="Where its holder has one.", required=False)
    interim = Switch("Is it held for the interim?")
    letter = Line(
        "Letter of the agency",
        hint="From whom, of which date.",
        needed=Needed("for an interim member", lambda typed: bool(typed.get("interim"))),
    )


class _Seat(IntentSchema):
    seat = ListedNumber("Seat")


class _VacateSeat(_Seat, Reason):
    pass


class _FillSeat(_Seat):
    role = Line("Role", hint="Of whoever has the seat now, not their name.")
    person = Listed("Account", hint="Where its holder has one.", required=False)
    interim = Switch("Is it held for the interim?")
    letter = Line(
        "Letter of the agency",
        hint="From whom, of which date.",
        needed=Needed("for an interim member", lambda typed: bool(typed.get("interim"))),
    )


class _NameAccount(_Seat):
    person = Listed("Account", hint="Leave empty where its holder has none.", required=False)


class _EndSeat(_Seat, Reason):
    to_on = Day("Last day")


class _Document(IntentSchema):
    title = Line("Title", hint="For example: Terms of Reference.")
    edition = Line("Version", hint="For example: version 3, of May 2026.")
    agreed_by = Line("Agreed by", hint="Which body, at which meeting.")
    agreed_on = Day("Agreed on")
    review_due_on = Day(
        "Review due", hint="Leave empty for a year later (ToR 7.1).", required=False
    )
    replaces = ListedNumber("Which document does it replace?", required=False)


class _AgreeDocument(MaybeFiled, _Document):
    pass


class _SetTopics(IntentSchema):
    topics = Lines("Topics", hint="One on each line, in their order (ToR 3.7).")
    reason = Prose("Reason", required=False)


def _clause(duty: Duty) -> Line:
    return Line(DUTIES[duty], required=False)


class _SetDuties(IntentSchema):
    meetings = _clause(Duty.MEETINGS)
    papers = _clause(Duty.PAPERS)
    minutes = _clause(Duty.MINUTES)
    quorum = _clause(Duty.QUORUM)
    substitutes = _clause(Duty.SUBSTITUTES)
    attendance = _clause(Duty.ATTENDANCE)
    commissions = _clause(Duty.COMMISSIONS)
    yearly_report = _clause(Duty.YEARLY_REPORT)
    exceptions = _clause(Duty.EXCEPTIONS)
    disputes = _clause(Duty.DISPUTES)
    review = _clause(Duty.REVIEW)
    reason = Prose("Reason", required=False)

    together = (
        Together(
            "Clause that asks for it, for example 3.1",
            into="clauses",
            fields=tuple(str(each) for each in Duty),
            make=Clauses.of,
        ),
    )


class _RecordReport(IntentSchema):
    kind = Choice("What kind of report is it?", ReportKind, REPORT_KINDS)
    title = Line("Title")
    given_to = Line("Reported to", hint="Which body, at which meeting.")
    year = Whole(
        "Which year is it about?",
        needed=Needed("for a yearly report", lambda typed: typed.get("kind") == ReportKind.YEARLY),
    )
    meeting = Listed(
        "Which meeting’s alert does it pass on?",
        needed=Needed(
            "for an exception report", lambda typed: typed.get("kind") == ReportKind.EXCEPTION
        ),
    )
    link = WebLink("Link", required=False)


class _ReviewDocument(IntentSchema):
    document = ListedNumber("Document")
    finding = Prose("What did the review find?")


class _BringForward(Reason):
    document = ListedNumber("Document")
    review_due_on = Day("Review due")


def _seats(item: Group) -> dict[str, list[tuple[str, str]]]:
    current = [seat for seat in item.seats.values() if not seat.to_on]
    return {"seat": [(str(each.number), f"{each.number}: {each.role}") for each in current]}


def _documents(item: Group) -> dict[str, list[tuple[str, str]]]:
    held = [(str(number), f"{d.title}, {d.edition}") for number, d in item.documents.items()]
    return {"document": held, "replaces": held}


ESTABLISH = Intent("group.establish", "Add a group", _Establish, Group.establish, may=_KEEPERS)
SET_QUORUM = Intent(
    "group.set_quorum", "Set the quorum", _SetQuorum, Group.set_quorum, may={ADMINISTRATOR},
    hint="Meetings that took place before the first day keep the rule that held then.",
)  # fmt: skip
GIVE_SEAT = Intent("group.give_seat", "Give a seat", _GiveSeat, Group.give_seat, may=_KEEPERS)
AGREE_DOCUMENT = Intent(
    "group.agree_document", "Record a governing document", _AgreeDocument, Group.agree_document,
    may=_KEEPERS, options=_documents, about=the_documents,
)  # fmt: skip
SET_TOPICS = Intent(
    "group.set_topics", "Set the standing topics of its forward plan", _SetTopics,
    Group.set_topics, may=_KEEPERS, fill=lambda item: {"topics": "\n".join(item.topics)},
)  # fmt: skip
SET_DUTIES = Intent(
    "group.set_duties", "Set the duties in its terms of reference", _SetDuties,
    Group.set_duties, may=_KEEPERS,
    fill=lambda item: {str(duty): clause for duty, clause in item.duties.items()},
    hint="Leave those empty that its terms of reference do not ask for.",
)  # fmt: skip

NAME_ACCOUNT = Intent(
    "group.name_account", "Say which account the holder of a seat has", _NameAccount,
    Group.name_account, may=_KEEPERS, options=_seats,
)  # fmt: skip

GROUP_INTENTS = (
    ESTABLISH,
    Intent(
        "group.describe", "Change its name, its areas or how often it meets", _Describe,
        Group.describe, may=_KEEPERS,
        fill=lambda item: {
            "name": item.name, "short": item.short, "joint_with": ", ".join(item.joint_with),
            "meetings": item.meetings or None,
        },
    ),
    SET_QUORUM,
    GIVE_SEAT,
    Intent(
        "group.vacate_seat", "Record a vacancy", _VacateSeat, Group.vacate_seat, may=_KEEPERS,
        options=_seats, hint="A vacancy never lowers the quorum.",
    ),
    Intent(
        "group.fill_seat", "Fill a vacant seat", _FillSeat, Group.fill_seat, may=_KEEPERS,
        options=_seats,
    ),
    NAME_ACCOUNT,
    Intent("group.end_seat", "End a seat", _EndSeat, Group.end_seat, may=_KEEPERS, options=_seats),
    AGREE_DOCUMENT,
    Intent(
        "group.review_document", "Record a review of a document", _ReviewDocument,
        Group.review_document, may=_KEEPERS, options=_documents, about=the_documents,
    ),
    Intent(
        "group.bring_review_forward", "Bring a review forward", _BringForward,
        Group.bring_review_forward, may=_KEEPERS, options=_documents,
        hint="Because a law changes that affects the partnership (ToR 7.1).",
    ),
    SET_TOPICS,
    SET_DUTIES,
    Intent(
        "group.record_report", "Record a yearly or an exception report", _RecordReport,
        Group.record_report, may={*_KEEPERS, CHAIR},
    ),
    Intent("group.end", "Record that the group has ended", Reason, Group.end, may=_KEEPERS),
    Intent("group.link", "Link another item", Link, Group.link, may=_KEEPERS),
    Intent("group.unlink", "Remove a link", Unlink, Group.unlink, may=_KEEPERS),
    correction(Group),
    *recorded_in_error(Group),
)  # fmt: skip
