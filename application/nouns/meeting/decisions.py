"""What a person can do with a decision, besides what a meeting does."""

from __future__ import annotations

from application.doing.access import CHAIR, EXECUTIVE, TEAM
from application.doing.fields import (
    AgencyField,
    AgencyList,
    Choice,
    Day,
    ItemField,
    Line,
    Needed,
    Prose,
    Switch,
)
from application.doing.intents import Intent, IntentSchema
from application.nouns.about.meetings import the_decision
from application.nouns.shared.common import Link, Ratified, Timeless, Unlink
from application.nouns.shared.correcting import correction
from application.nouns.shared.in_error import recorded_in_error
from application.nouns.shared.redeciding import redeciding
from domain.decisions.decision import Decision
from domain.decisions.vocabulary import KINDS, RATIFICATIONS, WHERE, Kind, Ratification, Where
from domain.groups.group import Group
from domain.meetings.meeting import Meeting


class _TakeBetween(IntentSchema):
    group = ItemField("Group", Group)
    where = Choice("How was it taken?", Where, WHERE, only=(Where.CHAIRS_ACTION, Where.EMAIL))
    kind = Choice(
        "What is it?", Kind, KINDS, only=(Kind.AGREED, Kind.RECOMMENDED, Kind.SUBJECT)
    )  # fmt: skip
    words = Prose("What was decided?")
    power = Line(
        "By which power?",
        hint="Quote it. Leave empty where none was found: the terms of reference give none.",
        required=False,
    )
    agencies = AgencyList(
        "Whose members were asked?",
        hint="Record what each says afterwards.",
        needed=Needed(
            "for an agreement by e-mail", lambda typed: typed.get("where") is Where.EMAIL
        ),
    )


class _LoadPast(Timeless):
    """A decision that was taken before it was recorded here: not everything was written down."""

    group = ItemField("Group", Group)
    words = Prose("What was decided?")
    kind = Choice("What is it?", Kind, KINDS, required=False)
    where = Choice("How was it taken?", Where, WHERE, required=False)
    taken_on = Day("Taken on", required=False)
    met = ItemField("Meeting of this ledger", Meeting, required=False)
    meeting = Line("Meeting", required=False)
    minute = Line("Minute", required=False)
    decided_by = Line("By whom?", hint="A role, not a name.", required=False)
    power = Line("By which power?", required=False)
    quorum = Prose("What was written of the quorum?", required=False)
    assents = Prose("What was written of assents?", required=False)
    ratification = Choice("Was it ratified?", Ratification, RATIFICATIONS, required=False)
    number = Line("Number", hint="What it was called where it was kept before.", required=False)
    note = Prose("Note", hint="Whatever else was written about it.", required=False)


class _Assent(IntentSchema):
    agency = AgencyField("Agency", present=False)
    assents = Switch("Does it assent?")
    known_by = Line("How is it known?", hint="For example: an e-mail of 3 May 2026.")


class _Ratify(Ratified):
    answer = Choice("Is it ratified?", Ratification, RATIFICATIONS)
    words = Prose("In their words", needed=Needed("where it is not ratified"))


TAKE_BETWEEN = Intent(
    "decision.take_between", "Record a decision between meetings", _TakeBetween,
    Decision.take_between, may={TEAM, CHAIR},
    hint="It is reported to the next meeting. Silence is no assent.",
)  # fmt: skip
LOAD_PAST = Intent(
    "decision.load_past", "Load a past decision", _LoadPast, Decision.load_past, may={TEAM}
)

DECISION_INTENTS = (
    TAKE_BETWEEN,
    LOAD_PAST,
    Intent(
        "decision.assent", "Record an assent", _Assent, Decision.assent, may={TEAM},
        about=the_decision,
        hint="With the date of the words by which it is known, under “Date it happened”.",
    ),
    Intent(
        "decision.ratify", "Record whether it is ratified", _Ratify, Decision.ratify,
        may={TEAM, EXECUTIVE}, about=the_decision,
    ),
    Intent("decision.link", "Link another item", Link, Decision.link, may={TEAM, CHAIR}),
    Intent("decision.unlink", "Remove a link", Unlink, Decision.unlink, may={TEAM}),
    correction(Decision),
    *redeciding(Decision),
    *recorded_in_error(Decision),
)  # fmt: skip
