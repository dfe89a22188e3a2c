"""How risks stood at the end of each of the last quarters."""

from __future__ import annotations

from collections import Counter
from datetime import date

from application.doing.access import sight
from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from projections.quarters import quarters
from projections.risks.by_quarter import Stood, bands_by_quarter, courses
from projections.risks.risk_register import RISKS, band_counts
from projections.view import View
from tests.acts import POLICE, do, join, record
from tests.following import stand_on
from tests.partnership import PEOPLE
from tests.reading import looking

DAYS = ["2024-09-30", "2024-12-31", "2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31",
        "2026-03-31", "2026-05-12"]  # fmt: skip


def scored(figure: int, band: str) -> Stood:
    return Stood(figure, band)


def course(view: View, reference: str) -> list[Stood | None]:
    return list(courses(view, [reference], quarters(view))[reference])


def bands(view: View) -> list[dict[str, int]]:
    return [dict(each) for each in bands_by_quarter(view, quarters(view))]


def assess(ledger: Ledger, reference: str, likelihood: int) -> None:
    do(ledger, "risk.assess", reference, measure="current", likelihood=likelihood, impact=5,
       reason="Why")  # fmt: skip


def test_the_quarters_go_back_two_years_from_the_moment_that_is_looked_at(ledger: Ledger) -> None:
    stand_on(ledger, date(2025, 12, 31))
    record(ledger)
    then = ledger.position()
    stand_on(ledger, date(2026, 1, 1))
    record(ledger)
    with looking(ledger) as view:
        found = quarters(view)
        assert [each.on.isoformat() for each in found] == DAYS
        assert [each.position for each in found] == [0] * 5 + [then, ledger.position()] + [
            ledger.position()
        ]
    with looking(ledger, on=date(2025, 12, 31), position=then) as view:
        ends = [each.on.isoformat() for each in quarters(view)]
        assert ends == ["2024-03-31", "2024-06-30", *DAYS[:6]]


def test_the_course_of_a_risk_has_its_score_at_the_end_of_each_quarter(ledger: Ledger) -> None:
    stand_on(ledger, date(2025, 2, 3))
    reference = record(ledger, likelihood="2", impact="5")
    stand_on(ledger, date(2025, 5, 6))
    assess(ledger, reference, 5)
    assess(ledger, reference, 4)
    stand_on(ledger, date(2025, 8, 1))
    do(ledger, "risk.close", reference, closing="managed", reason="x")
    stand_on(ledger, date(2026, 1, 5))
    do(ledger, "risk.reopen", reference, reason="x")
    low, high = scored(10, "Medium"), scored(20, "High")
    with looking(ledger) as view:
        assert course(view, reference) == [None, None, low, high, None, None, high, high]
        assert bands(view) == [
            {}, {}, {"Medium": 1}, {"High": 1}, {}, {}, {"High": 1}, {"High": 1},
        ]  # fmt: skip


def test_a_correction_is_no_movement_by_quarter(ledger: Ledger) -> None:
    stand_on(ledger, date(2025, 8, 1))
    wrong, right = (record(ledger, likelihood="5", impact="5") for _ in range(2))
    stand_on(ledger, date(2026, 2, 2))
    do(ledger, "risk.correct_score", wrong, measure="current", likelihood=1, impact=5, reason="x")
    with looking(ledger) as view:
        low = scored(5, "Low")
        assert course(view, wrong) == [None] * 4 + [low] * 4
        assert bands(view) == [{}] * 4 + [{"High": 1, "Low": 1}] * 4
    with looking(ledger, on=date(2026, 1, 1), position=ledger.position() - 1) as view:
        assert bands(view)[-1] == {"High": 2}
        assert course(view, right)[-1] == scored(25, "High")


def test_what_was_recorded_in_error_is_in_no_quarter(ledger: Ledger) -> None:
    stand_on(ledger, date(2025, 8, 1))
    wrong, _ = (record(ledger, likelihood="5", impact="5") for _ in range(2))
    stand_on(ledger, date(2026, 2, 2))
    do(ledger, "risk.say_in_error", wrong, reason="Twice.")
    do(ledger, "risk.agree_in_error", wrong, by=PEOPLE[Role.LSP])
    with looking(ledger) as view:
        assert bands(view) == [{}] * 4 + [{"High": 1}] * 4


def test_risks_without_a_score_have_no_band_and_no_figure(ledger: Ledger) -> None:
    reference = record(ledger)
    with looking(ledger) as view:
        assert course(view, reference)[-1] == Stood(None, "")
        assert bands(view)[-1] == {"": 1}


def test_a_reader_counts_by_quarter_what_they_may_see_today(ledger: Ledger) -> None:
    stand_on(ledger, date(2025, 8, 1))
    join(ledger, "Kent Police")
    theirs = record(ledger, likelihood="5", impact="5")
    record(ledger, likelihood="5", impact="5")
    stand_on(ledger, date(2026, 2, 2))
    do(ledger, "risk.assign_owner", theirs, owner_role="Chief", owner_agency="kent-police")
    with looking(ledger, sight=sight(POLICE)) as view:
        assert bands(view) == [{}] * 4 + [{"High": 1}] * 4


def test_the_bands_are_those_of_the_register_and_of_the_courses_of_its_risks(told: Ledger) -> None:
    with looking(told, on=date(2026, 6, 30)) as view:
        ends = quarters(view)
        counted = bands_by_quarter(view, ends)
        assert counted[-1] == band_counts(view) != {}
        references = [row["reference"] for row in RISKS.rows(view)]
        each = zip(*courses(view, references, ends).values(), strict=True)
        assert counted == [Counter(stood.band for stood in all_ if stood) for all_ in each]
