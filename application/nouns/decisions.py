"""What a person can do with a decision, besides what a meeting does."""

from __future__ import annotations

from application.doing.access import CHAIR, EXECUTIVE, TEAM
from application.doing.fields import (
    AgencyField,
    AgencyList,
    Choice,
    ItemField,
    Line,
    Needed,
    Prose,
    Switch,
)
from application.doing.intents import Intent, IntentSchema
from application.nouns.about.meetings import the_decision
from application.nouns.shared.common import Link, Minuted, Unlink
from application.nouns.shared.correcting import correction
from application.nouns.shared.in_error import recorded_in_error
from domain.decisions.decision import Decision
from domain.decisions.vocabulary import KINDS, RATIFICATIONS, WHERE, Kind, Ratification, Where
from domain.groups.group import Group


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


class _Assent(IntentSchema):
    agency = AgencyField("Agency", present=False)
    assents = Switch("Does it assent?")
    known_by = Line("How is it known?", hint="For example: an e-mail of 3 May 2026.")


class _Ratify(Minuted):
    answer = Choice("Is it ratified?", Ratification, RATIFICATIONS)
    words = Prose("In their words", needed=Needed("where it is not ratified"))


TAKE_BETWEEN = Intent(
    "decision.take_between", "Record a decision between meetings", _TakeBetween,
    Decision.take_between, may={TEAM, CHAIR},
    hint="It is reported to the next meeting. Silence is no assent.",
)  # fmt: skip

DECISION_INTENTS = (
    TAKE_BETWEEN,
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
    *recorded_in_error(Decision),
)  # fmt: skip
