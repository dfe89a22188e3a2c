"""What the list of themes makes of what people wrote: now, and as at an earlier moment."""

from __future__ import annotations

from datetime import date

import pytest

from application.importing.recommendations.rows import RECOMMENDATION_FILES
from application.ledger.ledger import Ledger
from domain.partnership.partnership import PARTNERSHIP
from projections.recommendations.figures import themes_across_sources
from projections.recommendations.follow_up import FOLLOW_UP
from projections.register import Asked
from projections.risks.risk_register import RISKS
from tests.acts import do, record
from tests.following import receive
from tests.kent import load_kent
from tests.loading import load, sheet
from tests.reading import disagreements, looking


@pytest.fixture
def kent(ledger: Ledger) -> Ledger:
    """A ledger with two themes, a risk and two recommendations of one of them."""
    load_kent(ledger)
    for name in ("Neglect", "Harm in the family"):
        do(ledger, "partnership.add_theme", PARTNERSHIP, name=name)
    record(ledger, theme="NEGLECT")
    receive(ledger, themes="neglect, Housing", source="jtai")
    receive(ledger, themes="Harm in the family", source="peer_review")
    return ledger


def merge(ledger: Ledger) -> None:
    do(ledger, "partnership.merge_themes", PARTNERSHIP, theme="1", into="2", reason="One work.")


def themes(ledger: Ledger, **at: int) -> list[list[str]]:
    with looking(ledger) as view:
        if at:
            view = view.back_to(on=date(2026, 6, 10), position=at["position"])
        rows = FOLLOW_UP.rows(view, sort="reference")
        return [FOLLOW_UP.column("themes").words(row, view).split("; ") for row in rows]


def test_what_was_written_is_shown_by_the_name_of_the_list(kent: Ledger) -> None:
    assert themes(kent) == [["Neglect", "Housing"], ["Harm in the family"]]
    with looking(kent) as view:
        assert [row["theme"] for row in RISKS.rows(view)] == ["Neglect"]


def test_after_a_merge_the_figures_are_by_the_merged_theme_and_before_it_by_both(
    kent: Ledger,
) -> None:
    before = kent.position()
    merge(kent)
    assert themes(kent) == [["Harm in the family", "Housing"], ["Harm in the family"]]
    assert themes(kent, position=before) == [["Neglect", "Housing"], ["Harm in the family"]]
    with looking(kent) as view:
        assert [(theme, len(rows)) for theme, rows in themes_across_sources(view)] == [
            ("Harm in the family", 2)
        ]
        assert themes_across_sources(view.back_to(on=view.on, position=before)) == []
    received = [
        event.facts["themes"]
        for reference in ("REC-2026-001", "REC-2026-002")
        for event in kent.history(reference)[:1]
    ]
    assert received == [["neglect", "Housing"], ["Harm in the family"]]
    assert disagreements(kent) == []


def test_a_filter_finds_every_way_in_which_a_theme_was_written(kent: Ledger) -> None:
    merge(kent)
    with looking(kent) as view:
        for register, found in ((RISKS, 1), (FOLLOW_UP, 2)):
            offered = register.filters["theme"]
            value = offered.meant("harm in the FAMILY", view)
            assert len(register.asked(view, Asked({"theme": value, "status": "all"}))) == found
            assert offered.words(value, view) == "Harm in the family"
            assert value in dict(offered.options(view))
        other = FOLLOW_UP.filters["theme"].meant("housing", view)
        assert len(FOLLOW_UP.asked(view, Asked({"theme": other}))) == 1


def test_a_file_is_loaded_by_the_list_and_other_words_are_proposed(kent: Ledger) -> None:
    rows = {"source_type": "jtai", "source_title": "Joint", "gist": "Do it", "rec_ref": "1"}
    report = load(
        kent, sheet({**rows, "theme": "neglect; Housing; county lines"}), RECOMMENDATION_FILES
    )
    flags = " ".join(report.rows[0].flags)
    assert "Theme “county lines” is not on the list of themes; it is proposed." in flags
    assert "Theme “Housing” is not on the list of themes; it is proposed." in flags
    assert "“neglect” is not" not in flags
    assert themes(kent)[-1] == ["Neglect", "Housing", "county lines"]
