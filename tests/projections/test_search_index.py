"""What a search finds: the same on both databases, for whoever may see it, as at any moment."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from application.ledger.ledger import Ledger
from domain.kernel.terms import Sight
from domain.partnership.partnership import PARTNERSHIP
from projections.differences import found_differences
from projections.rebuild import rebuild
from projections.search.finding import Sought, find
from projections.search.index import SEARCH, WORDS
from projections.search_terms import together
from projections.view import View
from tests.acts import do, record
from tests.following import TODAY, receive, set_action, stand_on
from tests.kent import load_kent
from tests.reading import looking
from web.nouns import every_projection, searched


def found(ledger: Ledger, words: str, *, reads_as: str = "", **at: object) -> list[str]:
    """The references that some words find, those of each kind in their order."""
    with looking(ledger, **at) as view:
        return found_in(view, words, reads_as=reads_as)


def found_in(view: View, words: str, *, reads_as: str = "", size: int = 10) -> list[str]:
    kinds = [register.name for register in searched()]
    sought = Sought.of(words, reads_as=frozenset({reads_as} - {""}))
    hits = find(view, sought, kinds=kinds, size=size)
    return [hit.reference for group in hits for hit in group.items]


@pytest.fixture
def ledger(ledger_on_each: Ledger) -> Ledger:
    stand_on(ledger_on_each, TODAY)
    load_kent(ledger_on_each)
    return ledger_on_each


@pytest.fixture
def rotas(ledger: Ledger) -> tuple[str, str]:
    """A risk and an action about sharing rotas."""
    risk = record(ledger, "Rotas are not shared", cause="Café shifts; naïve children’s plans")
    return risk, set_action(ledger, title="Share information", measure="Every rota is known")


def test_all_words_are_found_in_any_order_with_any_ending_accent_and_capital(
    ledger: Ledger, rotas: tuple[str, str]
) -> None:
    risk, action = rotas
    assert found(ledger, "sharing ROTA") == [risk, action]
    assert found(ledger, "rotas shared unknown") == []
    assert found(ledger, "cafe naive childrens planning") == [risk]
    assert found(ledger, "inform") == found(ledger, "information") == [action]
    assert found(ledger, "what is the rota of a superintendent") == [action]
    assert found(ledger, "rot") == [risk, action], "three letters of a word are enough"
    assert found(ledger, "ro") == [], "two are a word"


def test_nothing_that_is_typed_is_taken_for_the_language_of_a_database(
    ledger: Ledger, rotas: tuple[str, str]
) -> None:
    for words, plain in {
        "rotas*": "rotas", "rotas:*": "rotas", "!rotas": "rotas", "-rotas": "rotas",
        "=rotas": "rotas", "rotas'": "rotas", 'rotas"': "rotas", "rotas\\": "rotas",
        "(rotas": "rotas", "^rotas": "rotas", "rotas\0": "rotas", "rotas | a": "rotas",
        "rotas & !sharing": "rotas sharing", "NEAR(rotas sharing)": "near rotas",
        "search:rotas": "search rotas", "{search}:x": "search x", "@kent-police": "kent police",
        "|keepers|rotas": "keepers rotas", "AND": "", "NOT": "not", '"': "", "'": "", "%": "",
        "_": "", "\\": "", "﷽": "", "9" * 2000: "9999",
    }.items():  # fmt: skip
        assert found(ledger, words) == found(ledger, plain), words
    assert found(ledger, "rotas") == list(rotas)


def test_what_has_all_words_in_its_title_comes_first_then_what_changed_last(
    ledger: Ledger,
) -> None:
    titled = record(ledger, "Thresholds differ")
    older = record(ledger, "Front door", cause="Different thresholds")
    newer = record(ledger, "Back door", cause="Different thresholds")
    assert found(ledger, "different threshold") == [titled, newer, older]


def test_a_row_is_made_when_words_change_and_by_nothing_else(ledger: Ledger) -> None:
    risk = record(ledger, "Rotas")
    versions = []
    for deed, data in (
        ("risk.schedule_review", {"review_on": "2026-08-01"}),
        ("risk.describe", {"title": "Rosters", "reason": "Clearer."}),
    ):
        do(ledger, deed, risk, **data)
        with ledger.reading() as connection:
            query = select(func.count()).where(SEARCH.c.reference == risk)
            versions.append(connection.scalar(query))
    assert versions == [1, 2]
    assert found(ledger, "rota") == []
    assert found(ledger, "rota", position=ledger.position() - 1) == [risk]


def test_an_agency_is_found_by_every_name_it_has_and_so_is_what_names_it(ledger: Ledger) -> None:
    action = set_action(ledger, title="Write it")
    do(ledger, "agency.add_alias", "kent-police", alias="The Constabulary")
    do(ledger, "agency.rename", "kent-police", name="Garden Force", reason="It changed.")
    for words in ("constabulary write", "garden", "force police"):
        assert action in found(ledger, words), words
    assert "kent-police" in found(ledger, "constabularies")
    assert found(ledger, "garden", position=ledger.position() - 1) == []


def test_a_theme_is_found_by_every_word_that_means_it(ledger: Ledger) -> None:
    for name in ("Neglect", "Harm in the family"):
        do(ledger, "partnership.add_theme", PARTNERSHIP, name=name)
    risk = record(ledger, "Alone at home", theme="neglect")
    received = receive(ledger, themes="Harm in the family, Housing")
    do(ledger, "partnership.merge_themes", PARTNERSHIP, theme="1", into="2", reason="One work.")
    assert found(ledger, "neglect") == found(ledger, "harm family") == [risk, received]
    assert found(ledger, "neglect", position=ledger.position() - 1) == [risk]


def test_what_the_reader_may_not_see_is_neither_found_nor_counted(
    ledger: Ledger, rotas: tuple[str, str]
) -> None:
    risk, action = rotas
    told = set_action(ledger, title=f"Rotas after {risk}")
    member = Sight(False, frozenset({"nhs"}))
    with looking(ledger, sight=member) as view:
        assert found_in(view, "rotas") == [told, action]
        totals = [
            each.total for each in find(view, Sought.of("rota"), kinds=["risks", "actions"], size=1)
        ]
        assert totals == [2]
        assert found_in(view, risk) == [], "who hides it is not told who speaks of it"
        assert found_in(view, f"rotas {risk[:8]}") == []
    assert found(ledger, f"after {risk}") == [told]


def test_a_page_of_a_kind_goes_on_where_the_last_one_ended(ledger: Ledger) -> None:
    made = [receive(ledger, words=f"Share thing {number}.") for number in range(5)]
    with looking(ledger) as view:
        pages = [
            find(view, Sought.of("shared things"), kinds=["recommendations"], size=2, page=page)
            for page in (1, 2, 3, 4)
        ]
    assert [[hit.reference for hits in page for hit in hits.items] for page in pages] == [
        made[:2:-1], made[2:0:-1], made[:1], [],
    ]  # fmt: skip
    assert pages[0][0].total == 5


def test_a_text_of_any_length_is_kept_and_found(ledger: Ledger) -> None:
    risk = record(ledger, "Long", cause=f"First {'y' * 3000} last")
    assert found(ledger, "first last") == found(ledger, "y" * 100) == [risk]
    assert len(together(f"word{number}{'x' * 50}" for number in range(20_000))) < 900_000


def test_an_index_that_somebody_altered_is_found_and_mended(
    ledger: Ledger, rotas: tuple[str, str]
) -> None:
    if ledger.engine.dialect.name == "postgresql":
        with ledger.writing() as connection:
            WORDS.drop(connection)
    else:
        with ledger.writing() as connection:
            told = f"INSERT INTO {WORDS.name} ({WORDS.name}, rowid, search) VALUES ('delete', ?, ?)"
            row = connection.execute(select(SEARCH.c.since, SEARCH.c.search).limit(1)).one()
            connection.exec_driver_sql(told, tuple(row))
    assert [str(each) for each in found_differences(ledger, every_projection())["search"]] == [
        "the index of words does not hold the terms that its rows have."
    ]
    rebuild(ledger, every_projection())
    assert found_differences(ledger, every_projection())["search"] == []
    assert found(ledger, "sharing rota") == list(rotas)
