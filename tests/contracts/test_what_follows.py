"""Every form says what happens next; who and when are the rules', and follow them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from application.doing.access import MAY
from application.doing.foresight import Foresight
from application.doing.intents import Intent
from application.nouns.catalogue import CATALOGUE
from application.nouns.follows.all import FOLLOWS, what_follows
from application.nouns.follows.shared import of_any
from domain.kernel.days.calendar import Calendar
from domain.kernel.followed import DEADLINES
from domain.kernel.terms import Role

KNOWN = Foresight(date(2026, 11, 26), Calendar(), DEADLINES, {}, lambda: None)
MAKING = [each for each in CATALOGUE.values() if each.creates]


def test_what_follows_is_said_of_nothing_that_cannot_be_done() -> None:
    said = {f"{noun}.{move}" for noun, moves in FOLLOWS.items() for move in moves}
    shared = {move for noun in FOLLOWS for move in of_any(noun)}
    assert said <= CATALOGUE.keys()
    assert shared <= {each.move for each in CATALOGUE.values()}


@pytest.mark.parametrize("intent", MAKING, ids=lambda each: each.name)
def test_what_makes_something_says_it_in_sentences(intent: Intent) -> None:
    """The forms of all else are asked by tests/web/test_forms.py, on an item."""
    words = what_follows(intent, None, KNOWN)
    assert words[0].isupper()
    assert words.endswith(".")
    assert "  " not in words


def test_who_and_by_when_are_those_of_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    submit = CATALOGUE["action.submit"]
    before = what_follows(submit, None, KNOWN)
    assert "within 10 working days, by 10 December 2026" in before
    sooner = replace(KNOWN, deadlines=replace(DEADLINES, verify_within=3))
    assert "within 3 working days, by 1 December 2026" in what_follows(submit, None, sooner)
    escalate = CATALOGUE["risk.escalate"]
    assert what_follows(escalate, None, KNOWN).startswith("The Business Team, the Executive member")
    monkeypatch.setitem(MAY, "risk.answer", frozenset({Role.AUDITOR}))
    assert what_follows(escalate, None, KNOWN).startswith("The Auditor answers it")
