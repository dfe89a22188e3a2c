"""Kent's partnership, by whose words, thresholds and matrix tests go that found no other."""

from __future__ import annotations

from dataclasses import replace

from application.doing.access import operator
from application.doing.intents import perform
from application.founding import join_agencies, publish_where_none, shipped
from application.ledger.ledger import Ledger
from application.nouns.files.partnership_files import write_settled
from application.nouns.partnership.partnerships import FOUND
from domain.kernel.vocabulary import Vocabulary
from domain.procedure.rules import ClockStart, Rules

OPERATOR = operator("operator")
"""Whoever does what a test says nobody in particular does."""
FOUNDING = shipped("kent")
SETTLED = FOUNDING.settled
KENT = SETTLED.matrix


def placeholder() -> Rules:
    """The procedure that is shipped, with a first clock that counts from the meeting, so that
    tests of other things need no minutes."""
    first, *others = FOUNDING.procedure.stages
    by_meeting = replace(first, starts=ClockStart.MEETING)
    return replace(FOUNDING.procedure, stages=(by_meeting, *others))


def load_placeholder(ledger: Ledger) -> bool:
    """Publish it where there is none; return whether that was done."""
    return publish_where_none(ledger, placeholder(), person=OPERATOR)


def load_shipped(ledger: Ledger) -> bool:
    """Publish the procedure as it is shipped, whose first clock counts from the minutes."""
    return publish_where_none(ledger, FOUNDING.procedure, person=OPERATOR)


def load_kent(ledger: Ledger) -> None:
    """Found Kent's partnership and make its agencies members; there is no procedure yet."""
    text = {"text": write_settled(SETTLED)}
    with ledger.writing():
        perform(ledger, FOUND, text, person=OPERATOR)
        join_agencies(ledger, FOUNDING.agencies, person=OPERATOR)


def words() -> Vocabulary:
    """What KSCMP calls things."""
    return SETTLED.vocabulary
