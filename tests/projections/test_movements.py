"""What became of each risk between two moments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from application.doing.access import sight
from application.ledger.ledger import Ledger
from domain.kernel.terms import Sight
from projections.risks.movements import Movement, movements_between
from projections.view import EVERYTHING
from tests.acts import POLICE, do, join, record
from tests.reading import looking

Since = Callable[..., dict[str, Movement]]


@pytest.fixture
def since(ledger: Ledger) -> Since:
    """The movements by reference since a position, up to now or to another position."""

    def since(
        earlier: int, moment: int | None = None, *, seen: Sight = EVERYTHING
    ) -> dict[str, Movement]:
        with looking(ledger, position=moment, sight=seen) as view:
            found = movements_between(view.back_to(on=view.on, position=earlier), view)
        return {each.now["reference"]: each for each in found.movements}

    return since


def assess(ledger: Ledger, reference: str, likelihood: int, impact: int = 5, **data: Any) -> None:
    do(
        ledger, "risk.assess", reference,
        **{"measure": "current", "likelihood": likelihood, "impact": impact, "reason": "Why"}
        | data,
    )  # fmt: skip


def correct(ledger: Ledger, reference: str, likelihood: int, impact: int = 5, **data: Any) -> None:
    do(
        ledger, "risk.correct_score", reference,
        **{"measure": "current", "likelihood": likelihood, "impact": impact, "reason": "Typed"}
        | data,
    )  # fmt: skip


def told(movement: Movement) -> tuple[str, int | None, int | None]:
    """What it is called, the figure before, the figure now."""
    return movement.change, movement.before, movement.now["current_figure"]


def test_a_score_goes_up_or_down_or_stays(ledger: Ledger, since: Since) -> None:
    up, down, same = (record(ledger, likelihood="3", impact="5") for _ in range(3))
    then = ledger.position()
    assess(ledger, up, 4)
    assess(ledger, down, 2, reason="Two posts filled")
    assess(ledger, same, 5, impact=3)
    found = since(then)
    assert told(found[up]) == ("up", 15, 20)
    assert told(found[down]) == ("down", 15, 10)
    assert told(found[same]) == ("same", 15, 15)
    assert found[down].now["movement_reason"] == "Two posts filled"


def test_what_moved_twice_is_compared_with_where_it_stood_then(
    ledger: Ledger, since: Since
) -> None:
    reference = record(ledger, likelihood="2", impact="5")
    then = ledger.position()
    assess(ledger, reference, 5)
    between = ledger.position()
    assess(ledger, reference, 3)
    assert told(since(then)[reference]) == ("up", 10, 15)
    assert told(since(between)[reference]) == ("down", 25, 15)
    assert told(since(then, between)[reference]) == ("up", 10, 25)


def test_what_is_new_is_new_whatever_its_score(ledger: Ledger, since: Since) -> None:
    then = ledger.position()
    reference = record(ledger, likelihood="2", impact="5")
    assess(ledger, reference, 5)
    assert told(since(then)[reference]) == ("new", None, 25)
    assert since(then)[reference].earlier is None


def test_what_had_no_figure_is_scored(ledger: Ledger, since: Since) -> None:
    bare, published = record(ledger), record(ledger)
    do(ledger, "risk.assess", published, measure="current", published="TBC")
    then = ledger.position()
    assess(ledger, bare, 4)
    assess(ledger, published, 4)
    assert told(since(then)[bare]) == ("scored", None, 20)
    assert told(since(then)[published]) == ("scored", None, 20)
    assert told(since(then, then)[bare]) == ("same", None, None)


def test_closed_and_reopened(ledger: Ledger, since: Since) -> None:
    closed, reopened, gone = (record(ledger, likelihood="3", impact="5") for _ in range(3))
    for each in (reopened, gone):
        do(ledger, "risk.close", each, closing="managed", reason="x")
    then = ledger.position()
    do(ledger, "risk.close", closed, closing="managed", reason="x")
    do(ledger, "risk.reopen", reopened, reason="x")
    found = since(then)
    assert told(found[closed]) == ("closed", 15, 15)
    assert told(found[reopened]) == ("reopened", 15, 15)
    assert gone not in found


def test_what_came_and_went_in_between_is_no_movement(ledger: Ledger, since: Since) -> None:
    then = ledger.position()
    reference = record(ledger)
    do(ledger, "risk.close", reference, closing="managed", reason="x")
    assert reference not in since(then)


def test_closed_and_reopened_in_between_is_no_movement_of_its_own(
    ledger: Ledger, since: Since
) -> None:
    reference = record(ledger, likelihood="3", impact="5")
    then = ledger.position()
    do(ledger, "risk.close", reference, closing="managed", reason="x")
    do(ledger, "risk.reopen", reference, reason="x")
    assert told(since(then)[reference]) == ("same", 15, 15)


# A correction is no movement


def test_a_correction_is_no_movement(ledger: Ledger, since: Since) -> None:
    reference = record(ledger, likelihood="3", impact="5")
    then = ledger.position()
    correct(ledger, reference, 4)
    assert told(since(then)[reference]) == ("same", 20, 20)


def test_a_movement_before_a_correction_is_measured_in_corrected_figures(
    ledger: Ledger, since: Since
) -> None:
    """It stood at 15; an assessment of 25 had been typed for 20."""
    reference = record(ledger, likelihood="3", impact="5")
    then = ledger.position()
    assess(ledger, reference, 5)
    correct(ledger, reference, 4)
    assert told(since(then)[reference]) == ("up", 15, 20)


def test_an_assessment_corrected_back_was_no_movement(ledger: Ledger, since: Since) -> None:
    reference = record(ledger, likelihood="3", impact="5")
    then = ledger.position()
    assess(ledger, reference, 5)
    correct(ledger, reference, 3)
    assert told(since(then)[reference]) == ("same", 15, 15)


def test_a_correction_before_a_movement_corrects_where_it_stood(
    ledger: Ledger, since: Since
) -> None:
    """15 had been typed for 20; then it fell to 10."""
    reference = record(ledger, likelihood="3", impact="5")
    then = ledger.position()
    correct(ledger, reference, 4)
    assess(ledger, reference, 2)
    correct(ledger, reference, 3)
    assert told(since(then)[reference]) == ("down", 20, 15)


def test_a_correction_after_the_moment_asked_about_is_not_known_yet(
    ledger: Ledger, since: Since
) -> None:
    reference = record(ledger, likelihood="3", impact="5")
    then = ledger.position()
    assess(ledger, reference, 5)
    moment = ledger.position()
    correct(ledger, reference, 4)
    assert told(since(then, moment)[reference]) == ("up", 15, 25)


def test_a_correction_from_words_to_a_figure_is_no_movement(ledger: Ledger, since: Since) -> None:
    reference = record(ledger)
    do(ledger, "risk.assess", reference, measure="current", published="TBC")
    then = ledger.position()
    correct(ledger, reference, 4)
    assert told(since(then)[reference]) == ("same", 20, 20)


def test_scores_but_the_current_one_do_not_move_a_risk(ledger: Ledger, since: Since) -> None:
    reference = record(ledger, likelihood="3", impact="5")
    then = ledger.position()
    assess(ledger, reference, 5, measure="inherent")
    assess(ledger, reference, 1, measure="target")
    correct(ledger, reference, 2, measure="target")
    assert told(since(then)[reference]) == ("same", 15, 15)


# Order and sight


def test_the_highest_score_comes_first(ledger: Ledger, since: Since) -> None:
    low = record(ledger, likelihood="1", impact="1")
    high = record(ledger, likelihood="5", impact="5")
    assert list(since(0)) == [high, low]


def test_kinds_of_movement_are_picked_out(ledger: Ledger) -> None:
    up = record(ledger, likelihood="1", impact="1")
    then = ledger.position()
    assess(ledger, up, 5)
    new = record(ledger)
    with looking(ledger) as view:
        found = movements_between(view.back_to(on=view.on, position=then), view)
    assert [each.now["reference"] for each in found.of("up", "down")] == [up]
    assert [each.now["reference"] for each in found.of("new")] == [new]
    assert found.of("closed") == []


def test_nobody_is_told_of_risks_that_they_may_not_see(ledger: Ledger, since: Since) -> None:
    join(ledger)
    record(ledger, "Hidden")
    seen = record(ledger, "Open", owner_agency="kent-police")
    assert list(since(0, seen=sight(POLICE))) == [seen]


def test_nothing_moves_between_a_moment_and_itself(ledger: Ledger, since: Since) -> None:
    record(ledger, likelihood="3", impact="5")
    record(ledger)
    assert {each.change for each in since(ledger.position()).values()} == {"same"}
    assert since(0, 0) == {}
