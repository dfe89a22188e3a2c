"""Every intent of the catalogue on the site: its form, what comes of it, and what it refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.doing.about import Known
from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from domain.kernel.terms import Role
from domain.risks.risk import Risk
from tests.acts import do, record
from tests.databases import Databases
from tests.web.conftest import Visit
from tests.web.deeds import DEEDS, ELSEWHERE, ITEMS, ground
from tests.web.deeds.disputes import SAFETY
from tests.web.doing import DOUBTFUL, arrange, confirm_doubtful_words, free_texts, with_history
from tests.web.doing import open_form as open_form_of
from tests.web.page import Page
from tests.web.visitor import Visitor, fill_in
from web.forms.filled import ASK, CHECKED
from web.items.story import full_sentence, people_by_id
from web.running.startup import open_ledger

RAW = re.compile(r"[A-Z]\w+\(\w+=|<[A-Z]\w+\.\w+:|\{'|\{[A-Za-z_]+\}")
"""What Python would print and people should not read."""


@pytest.fixture
def ledger(sqlite_databases: Databases, clock: FrozenDateTimeFactory) -> Iterator[Ledger]:
    """The ledger of a partnership with two items of each kind."""
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url:
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


@pytest.fixture
def item(ledger: Ledger, name: str) -> str:
    """What the intent of that name is about, brought to where it can be done."""
    reference = ITEMS[noun(name)][1]
    if not CATALOGUE[name].creates:
        arrange(ledger, noun(name), reference, DEEDS[name].given)
    return reference


def test_every_intent_has_an_example() -> None:
    assert DEEDS.keys() | ELSEWHERE == CATALOGUE.keys()


@pytest.mark.parametrize("name", DEEDS)
def test_what_is_sent_is_told_at_once_and_in_the_history(
    name: str, item: str, visit: Visit
) -> None:
    deed = DEEDS[name]
    visitor = visit(deed.by)
    form = open_form(visitor, name, item)
    assert form.heading == CATALOGUE[name].title
    assert (SAFETY in form.words) == name.startswith("dispute.")
    assert re.search(r"What happens next: [A-Z].+\.", form.words)
    done = visitor.post(form.form["action"], fill_in(form, **deed.typed))
    (notice,) = done.notices
    assert full_sentence(f"you {deed.told}")[1:] in notice
    assert visitor.address.startswith(ITEMS[noun(name)][0])
    assert not RAW.search(done.html)
    if history := with_history(visitor, done).history:
        assert full_sentence(deed.told) in history


@pytest.mark.parametrize("name", [name for name in DEEDS if CATALOGUE[name].about])
def test_whoever_decides_sees_what_about_fresh_and_again(
    name: str, item: str, ledger: Ledger, visit: Visit
) -> None:
    """Each of its points stands above the fields, and still does when the form comes back."""
    intent, visitor = CATALOGUE[name], visit(DEEDS[name].by)
    with ledger.reading() as connection:
        known = Known(ledger.names(connection), people_by_id(connection), ledger.get)
        points = intent.points(ledger.get(intent.item_class, item), known)
    form = open_form(visitor, name, item)
    empty = dict.fromkeys(form.filled_in.keys() - {"csrf_token", "version", "command"}, "")
    pages = [form]
    if DEEDS[name].required:
        pages.append(visitor.post(form.form["action"], form.filled_in | empty, status=422))
    assert points
    for page in pages:
        above = page.words[: page.words.index("Save")]
        assert "What this is about" in above
        assert [each.words for each in points if each.words.split("\n")[0] not in above] == []


@pytest.mark.parametrize("name", DEEDS)
def test_a_form_asks_again_until_it_can_be_kept(
    name: str, item: str, ledger: Ledger, visit: Visit
) -> None:
    """Nothing typed, what cannot be kept, what may identify a child; then it is done, as text."""
    deed, texts = DEEDS[name], free_texts(name, DEEDS[name].typed)
    visitor = visit(deed.by)
    form = open_form(visitor, name, item)
    before = ledger.position()
    if deed.required:
        empty = dict.fromkeys(form.filled_in.keys() - {"csrf_token", "version", "command"}, "")
        page = visitor.post(form.form["action"], form.filled_in | empty, status=422)
        asked = {target.removesuffix("-day") for target in page.errors.values()}
        assert asked
        assert asked <= {f"#{each}" for each in (*CATALOGUE[name].asks.fields, "main-content")}
    if not texts:
        return
    bell = "a bell \a rings"
    typed = fill_in(form, **deed.typed | dict.fromkeys(texts, bell))
    page = visitor.post(form.form["action"], typed, status=422)
    assert sorted(page.errors.values()) == sorted(f"#{each}" for each in texts)
    assert all(sentence.endswith(CANNOT_BE_PRINTED) for sentence in page.errors)
    assert {page.filled_in[each] for each in texts} == {bell}
    assert ledger.position() == before
    done = confirm_doubtful_words(visitor, form, name, deed.typed, ledger=ledger)
    told = with_history(visitor, done)
    if told.history:
        assert DOUBTFUL in told.words


CANNOT_BE_PRINTED = "a character that cannot be printed (U+0007). Remove it."


@pytest.mark.parametrize("name", ["risk.describe"])
def test_a_text_without_end_is_refused(name: str, item: str, visit: Visit) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = open_form(visitor, name, item)
    page = visitor.submit(form, status=422, cause="x" * 100_000, reason="nothing \0 at all")
    (too_long, nul) = page.errors
    assert too_long.endswith("characters or fewer; it has 100,000.")
    assert nul.endswith("a character that cannot be printed (U+0000). Remove it.")


@pytest.mark.parametrize("name", ["risk.describe"])
def test_the_tick_is_asked_for_beside_the_words_and_says_what_it_means(
    name: str, item: str, visit: Visit
) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = open_form(visitor, name, item)
    page = visitor.submit(form, status=422, **DEEDS[name].typed | {"cause": DOUBTFUL})
    tick = next(each for each in page.form.every("input") if each["name"] == CHECKED)
    label = next(each for each in page.form.every("label") if each["for"] == tick["id"])
    assert (tick["type"], label.words) == (
        "checkbox", "I have checked: no child can be identified from this",
    )  # fmt: skip
    cause = next(each for each in page.form.every("textarea") if each["name"] == "cause")
    assert cause["aria-describedby"].endswith("cause-error")
    assert "“Cause” holds what looks like an NHS number and a date of birth." in page.form.words
    assert ASK in page.form.words


@pytest.mark.parametrize("name", ["risk.describe"])
def test_words_that_are_taken_out_need_no_tick(
    name: str, item: str, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = open_form(visitor, name, item)
    page = visitor.submit(form, status=422, **DEEDS[name].typed | {"cause": DOUBTFUL})
    page = visitor.submit(page, cause="A form")
    assert page.notices == [full_sentence(f"{item}: you {DEEDS[name].told}")]
    assert type(ledger.history(item)[-1]).__name__ == "Described"


@pytest.mark.parametrize("name", ["risk.describe"])
def test_a_tick_stays_while_the_form_comes_back_for_something_else(
    name: str, item: str, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = open_form(visitor, name, item)
    page = visitor.submit(form, status=422, **DEEDS[name].typed | {"cause": DOUBTFUL})
    page = visitor.submit(page, status=422, title="", **{CHECKED: "true"})
    assert page.errors == {"Enter a title.": "#title"}
    assert page.filled_in[CHECKED] == "true"
    do(ledger, "risk.add_control", item, text="A weekly look")
    page = visitor.submit(page, status=409, title="Late discussions")
    assert page.filled_in[CHECKED] == "true"
    page = visitor.submit(page)
    assert "do not identify a child" in page.notices[0]


def test_no_address_ticks_it_for_anybody(ledger: Ledger, visit: Visit) -> None:
    address = f"/risks/{record(ledger)}/add-control?{CHECKED}=true"
    assert CHECKED not in visit(Role.BUSINESS_TEAM).get(address).filled_in


def test_a_decision_in_confirmed_words_has_not_changed_since(ledger: Ledger, visit: Visit) -> None:
    reference = record(ledger)
    do(ledger, "risk.close", reference, closing="managed", reason=DOUBTFUL, confirmed=True)
    page = visit(Role.BUSINESS_TEAM).get(f"/risks/{reference}")
    assert page.history[0].startswith("Confirmed that the words under “Reason”")
    assert "Nothing that it rests on has changed since." in page.words


NO_DATE = "must be a real date, such as 14 January 2026."
WRONG_DATES = {
    "a day that no month has": (
        ("31", "2", "2026"),
        "cannot be read: there is no 31 February 2026.",
    ),
    "words": (("next", "Tuesday", "please"), NO_DATE),
    "part of a date": (("", "6", ""), NO_DATE),
    "no year": (("1", "June", ""), "names no year."),
    "no day": (("", "June", "2026"), "must be one day, such as 30 June 2026."),
    "zeros": (("00", "00", "0000"), "is of the year 0, which cannot be meant."),
    "the month first": (
        ("6", "30", "2026"),
        "can only be 30 June 2026 with the month first; write the day first.",
    ),
    "a year without end": (("1", "6", "9" * 5000), NO_DATE),
    "a day without end": (("9" * 5000, "6", "2026"), NO_DATE),
    "a sign": (("-1", "+6", "2026"), NO_DATE),
}


@pytest.mark.parametrize("name", ["risk.schedule_review"])
@pytest.mark.parametrize(("parts", "why"), WRONG_DATES.values(), ids=WRONG_DATES)
def test_what_is_no_date_is_asked_for_again_as_it_was_typed(
    parts: tuple[str, str, str], why: str, name: str, item: str, visit: Visit
) -> None:
    visitor = visit(DEEDS[name].by)
    form = open_form(visitor, name, item)
    names = ("review_on-day", "review_on-month", "review_on-year")
    sent = form.filled_in | dict(zip(names, parts, strict=True))
    page = visitor.post(form.form["action"], sent, status=422)
    assert page.errors == {f"Next review {why}": "#review_on-day"}
    assert tuple(page.filled_in[each] for each in names) == parts


@pytest.mark.parametrize("name", ["risk.schedule_review"])
@pytest.mark.parametrize(
    "parts",
    [
        ("14", "jan", "27"),
        ("14th", "January", "2027"),
        ("14", "1", "27"),
        ("\u0661\u0664", "\u0661", "\u0662\u0660\u0662\u0667"),
    ],
    ids=["a short month", "words", "two digits", "other digits"],
)
def test_a_date_may_be_typed_in_words_two_digits_of_the_year_or_other_digits(
    parts: tuple[str, str, str], name: str, item: str, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(DEEDS[name].by)
    form = open_form(visitor, name, item)
    names = ("review_on-day", "review_on-month", "review_on-year")
    visitor.post(form.form["action"], form.filled_in | dict(zip(names, parts, strict=True)))
    assert ledger.get(Risk, item).review_on == "2027-01-14"


@pytest.mark.parametrize("name", ["risk.assess"])
@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"on-day": "11", "on-month": "6", "on-year": "2026"},
            {"The date it happened must not be in the future.": "#on-day"},
        ),
        (
            {"measure": "imaginary"},
            {
                "Select which score: Inherent: before any controls, Current: with "
                "today’s controls, Target: after the planned actions.": "#measure"
            },
        ),
        ({"likelihood": "6"}, {"Likelihood must be a whole number from 1 to 5.": "#likelihood"}),
        ({"impact": "0"}, {"Impact must be a whole number from 1 to 5.": "#impact"}),
        ({"impact": "²"}, {"Impact must be a whole number.": "#impact"}),
        ({"impact": "9" * 5000}, {"Impact must be a whole number.": "#impact"}),
        (
            {"likelihood": "", "impact": ""},
            {
                "Select a likelihood.": "#likelihood",
                "Select an impact.": "#impact",
            },
        ),
    ],
    ids=["a future date", "no such score", "above", "below", "a power", "no end", "nothing"],
)
def test_a_score_that_cannot_be_is_refused(
    typed: dict[str, str], errors: dict[str, str], name: str, item: str, visit: Visit
) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = open_form(visitor, name, item)
    sent = form.filled_in | DEEDS[name].typed | typed
    page = visitor.post(form.form["action"], sent, status=422)
    assert page.errors == errors


TAMPERED = {
    "no such control": ("risk.withdraw_control", {"control": "²"}),
    "no such agency": ("risk.assign_owner", {"owner_agency": "atlantis"}),
    "no such risk": ("risk.merge", {"into": "RSK-2026-999"}),
    "the risk itself": ("risk.link", {"other": "RSK-2026-001"}),
    "an agency for a risk": ("risk.link", {"other": "kent-police"}),
    "no such body": ("risk.escalate", {"to": "parliament"}),
    "the agency itself": ("agency.merge", {"into": "kent-rangers"}),
    "no such role": ("role.give", {"role": "king"}),
    "a name without letters": ("agency.join", {"name": "!!!"}),
    "a name that is taken": ("agency.join", {"name": "kent police"}),
}


@pytest.mark.parametrize(("name", "typed"), TAMPERED.values(), ids=TAMPERED)
def test_what_the_form_does_not_offer_is_refused_where_it_was_given(
    name: str, typed: dict[str, str], item: str, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(DEEDS[name].by)
    form = open_form(visitor, name, item)
    before = ledger.position()
    sent = form.filled_in | DEEDS[name].typed | typed
    page = visitor.post(form.form["action"], sent, status=422)
    assert list(page.errors.values()) == [f"#{field}" for field in typed]
    assert ledger.position() == before


def test_a_form_is_not_shown_where_the_item_does_not_allow_it(ledger: Ledger, visit: Visit) -> None:
    reference = record(ledger)
    page = visit(Role.BUSINESS_TEAM).get(f"/risks/{reference}/reopen", status=422)
    assert f"{reference} is open." in page.words


def test_a_form_starts_with_what_the_item_says_now(ledger: Ledger, visit: Visit) -> None:
    reference = record(ledger, cause="Rotas")
    page = visit(Role.BUSINESS_TEAM).get(f"/risks/{reference}/describe")
    assert page.filled_in["title"] == "Fewer strategy discussions"
    assert page.filled_in["cause"] == "Rotas"


def test_line_breaks_in_what_is_typed_come_back_as_they_were(ledger: Ledger, visit: Visit) -> None:
    reference = record(ledger)
    visitor = visit(Role.BUSINESS_TEAM)
    words = "\nA first line after an empty one.\n\n  A second."
    form = visitor.get(f"/risks/{reference}/add-control")
    sent = form.filled_in | {"text": words, "on-day": "x"}
    assert visitor.post(form.form["action"], sent, status=422).filled_in["text"] == words


ON_ONE_PAGE = "Answer all questions on one page instead"
"""Leads to the whole of a form in steps, which tests/web/pages/test_forms_in_steps.py looks at."""


def noun(name: str) -> str:
    return name.split(".")[0]


def open_form(visitor: Visitor, name: str, item: str) -> Page:
    """The intent's form, by the link or the button that leads to it."""
    register, _ = ITEMS[noun(name)]
    if noun(name) == "role" and not CATALOGUE[name].creates:
        links = visitor.get("/people").links
        return visitor.get(next(href for href in links.values() if item in href))
    if CATALOGUE[name].creates:
        links = visitor.get(register).links.values()
        page = visitor.get(
            next(href for href in links if href.endswith(("/new", "/rate", "/give-role")))
        )
        return visitor.get(page.links[ON_ONE_PAGE]) if CATALOGUE[name].steps else page
    return open_form_of(visitor, f"{register}/{item}", name)
