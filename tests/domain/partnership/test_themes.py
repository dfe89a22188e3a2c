"""The partnership's list of themes: its rules, and what words mean by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.kernel.errors import DomainError
from domain.partnership.partnership import Partnership
from domain.partnership.themes import NO_THEMES, Theme, Themes, themes_of
from tests.domain.partnership.test_partnership import SETTLED
from tests.examples import NOW, finds, told


def with_themes(*names: str) -> Partnership:
    themes = Themes(tuple(Theme(at, name) for at, name in enumerate(names, 1)))
    settled = replace(SETTLED, themes=themes)
    return Partnership.found(NOW, settled=settled, find=finds())


def offered(partnership: Partnership) -> list[str]:
    return [each.name for each in partnership.settled.themes.offered]


def test_a_partnership_may_be_founded_with_a_list() -> None:
    partnership = with_themes("Neglect", "Housing")
    assert offered(partnership) == ["Housing", "Neglect"]
    assert told(partnership)[-2:] == ["added the theme “Neglect”", "added the theme “Housing”"]


def test_words_mean_a_theme_however_they_are_spelt() -> None:
    partnership = with_themes("Children’s homes & placements")
    themes = partnership.settled.themes
    assert themes.shown("childrens HOMES and placements") == "Children’s homes & placements"
    assert themes.called("homes") is None
    assert themes.shown("homes") == "homes"


def test_words_of_before_still_mean_a_theme_that_was_renamed() -> None:
    partnership = with_themes("Neglect")
    partnership.rename_theme(NOW, theme=1, name="Neglect and poverty", reason="Wider.")
    assert partnership.settled.themes.shown("neglect") == "Neglect and poverty"
    partnership.rename_theme(NOW, theme=1, name="Neglect", reason="Narrower.")
    assert partnership.settled.themes.shown("neglect and poverty") == "Neglect"


def test_a_merged_theme_counts_as_the_other_however_often_that_happens() -> None:
    partnership = with_themes("Neglect", "Harm", "Family")
    partnership.map_words(NOW, words="neglected children", theme=1)
    partnership.merge_themes(NOW, theme=1, into=2, reason="One piece of work.")
    partnership.merge_themes(NOW, theme=2, into=3, reason="And one more.")
    themes = partnership.settled.themes
    assert offered(partnership) == ["Family"]
    assert {themes.shown(each) for each in ("NEGLECT", "neglected children", "harm")} == {"Family"}
    assert themes.meaning(themes.all[2]) == ["family", "harm", "neglect", "neglected children"]


def test_a_retired_theme_is_offered_no_longer_and_is_brought_back_by_its_name() -> None:
    partnership = with_themes("Neglect", "Harm")
    partnership.retire_theme(NOW, theme=1, reason="Not used.")
    assert offered(partnership) == ["Harm"]
    assert partnership.settled.themes.shown("neglect") == "Neglect"
    partnership.add_theme(NOW, name="neglect")
    assert offered(partnership) == ["Harm", "Neglect"]
    assert told(partnership)[-1] == "brought the theme “Neglect” back"


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda it: it.add_theme(NOW, name="NEGLECT"),
         "That means the theme “Neglect”, which is on the list."),
        (lambda it: it.add_theme(NOW, name="…"), "Write it with letters."),
        (lambda it: it.map_words(NOW, words="Harm", theme=1),
         "That means the theme “Harm”, which is on the list."),
        (lambda it: it.map_words(NOW, words="x", theme=9), "Choose a theme of the list."),
        (lambda it: it.rename_theme(NOW, theme=1, name="Neglect", reason="x"),
         "That is its name already."),
        (lambda it: it.rename_theme(NOW, theme=1, name="harm", reason="x"),
         "That means the theme “Harm”, which is on the list."),
        (lambda it: it.merge_themes(NOW, theme=1, into=1, reason="x"),
         "A theme cannot be merged into itself."),
        (lambda it: it.merge_themes(NOW, theme=1, into=0, reason="x"),
         "Choose a theme of the list."),
        (lambda it: it.change(NOW, settled=replace(SETTLED, themes=Themes((Theme(1, "A"),))),
                              reason="x"),
         "The themes are changed on their own page: leave them out of the file."),
    ],
    ids=[
        "add a theme", "add nothing", "map a theme", "map to none", "rename to the same",
        "rename to another", "merge into itself", "merge into none", "settle",
    ],
)  # fmt: skip
def test_what_would_leave_the_list_unclear_is_refused(
    act: Callable[[Partnership], object], sentence: str
) -> None:
    partnership = with_themes("Neglect", "Harm")
    with pytest.raises(DomainError) as refused:
        act(partnership)
    assert refused.value.sentence == sentence


def test_the_file_of_what_is_settled_leaves_the_list_alone() -> None:
    partnership = with_themes("Neglect")
    changed = replace(SETTLED, deadlines=replace(SETTLED.deadlines, due_soon=7))
    partnership.change(NOW, settled=changed, reason="As agreed.")
    assert offered(partnership) == ["Neglect"]


def test_without_a_theme_there_is_nothing_to_merge() -> None:
    partnership = Partnership.found(NOW, settled=SETTLED, find=finds())
    with pytest.raises(DomainError, match="There is no theme on the list yet"):
        partnership.merge_themes(NOW, theme=1, into=2, reason="x")
    assert partnership.settled.themes == NO_THEMES


def test_a_list_may_not_begin_with_one_theme_twice() -> None:
    with pytest.raises(DomainError, match="themes: one stands there twice"):
        with_themes("Neglect", "neglect")


def test_plain_values_are_the_list_again() -> None:
    plain = [{"number": 1, "name": "A", "also": ["b"], "retired": False, "into": 0}]
    assert themes_of(plain) == Themes((Theme(1, "A", ("b",)),))
