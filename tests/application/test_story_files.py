"""The files that tell the demonstration: what is wrong in them is said with its place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from demonstration import (
    StoryError,
    Telling,
    in_order,
    read_steps,
    story,
)
from tests.acts import record
from tests.following import TODAY, stand_on
from tests.kent import OPERATOR

STEP = {"days_ago": 3, "as": "business-team", "do": "risk.reopen", "item": "workforce"}
RECORD = {**STEP, "do": "risk.record", "kind": "risk", "title": "Some risk"}


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"do": "risk.reopen"}, "step 1: days_ago, as, item must be given."),
        ({**STEP, "days_ago": 0}, "days_ago must be a whole number from 1 upwards."),
        ({**STEP, "days_ago": "3"}, "days_ago must be a whole number from 1 upwards."),
        ({**STEP, "do": "risk.forget"}, "the catalogue has no risk.forget."),
        ({**STEP, "resaon": "x"}, "risk.reopen does not ask for resaon."),
    ],
)
def test_a_step_of_the_wrong_shape_is_refused(table: dict[str, Any], says: str) -> None:
    with pytest.raises(StoryError) as refused:
        read_steps([table], file="story.toml")
    assert str(refused.value).startswith("story.toml, step 1")
    assert str(refused.value).endswith(says)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({**STEP, "as": "nobody"}, "there is no nobody in people.toml."),
        (STEP, "workforce is not recorded by then."),
        ({**RECORD, "item": "known"}, "known has been recorded before."),
        ({**RECORD, "kind": "worry"}, "kind: Select what it is: "),
        ({**RECORD, "on": "2026-01-05"}, "on must be days from today, like +30 or -10."),
        ({**RECORD, "on": "+30"}, "on: The date it happened must not be in the future."),
        ({**STEP, "item": "known", "reason": "x"}, "is open."),
        (
            {**STEP, "item": "known", "do": "risk.link", "other": "unknown"},
            "other: There is no item UNKNOWN.",
        ),
    ],
)
def test_a_step_that_cannot_be_done_is_refused_with_the_reason(
    ledger: Ledger, table: dict[str, Any], says: str
) -> None:
    stand_on(ledger, date(2026, 5, 1))
    references = {"known": record(ledger)}
    stand_on(ledger, TODAY)
    telling = Telling(ledger, TODAY, people={"business-team": OPERATOR}, references=references)
    (step,) = read_steps([table], file="story.toml")
    with pytest.raises(StoryError) as refused:
        telling.tell(step)
    assert str(refused.value).startswith(f"story.toml, step 1 ({table['do']}, {table['item']}, 3")
    assert says in str(refused.value)


def test_steps_of_one_day_are_told_as_they_are_written_and_each_file_after_the_other() -> None:
    early, late = ({**STEP, "days_ago": days, "do": "risk.reopen"} for days in (9, 2))
    steps = [*read_steps([late, early, late], file="a"), *read_steps([early], file="b")]
    assert [(step.file, step.number) for step in in_order(steps)] == [
        ("a", 2), ("b", 1), ("a", 1), ("a", 3),
    ]  # fmt: skip


def test_a_day_in_a_text_can_be_written_as_a_report_does(ledger: Ledger) -> None:
    telling = Telling(ledger, TODAY)
    table = {**STEP, "reason": "{-42}, {-42 iso}, {-42 month}"}
    (step,) = read_steps([table], file="story.toml")
    assert telling.in_ledger_terms(step) == {"reason": "31 March 2026, 2026-03-31, 2026-03"}


def test_the_files_of_the_demonstration_make_one_story() -> None:
    assert {step.file for step in story()} == {
        "story.toml", "recommendations.toml", "disputes.toml", "meetings.toml",
    }  # fmt: skip


def test_no_field_of_an_intent_hides_behind_a_word_of_the_story() -> None:
    asked = {name for intent in CATALOGUE.values() for name in intent.schema().fields}
    # The item of an agenda, a field of some, is called `at` there.
    assert asked & {"days_ago", "as", "do", "item", "named", "at"} == {"item"}
