"""Every intent of the catalogue on the site: its form, what comes of it, and what it refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.doing.fields import AgencyField, ItemField, Line, Listed, Prose
from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from domain.kernel.terms import Role
from tests.acts import do, join, record
from tests.partnership import PEOPLE
from tests.web.conftest import Visit
from tests.web.doing import DOUBTFUL, confirm_doubtful_words
from tests.web.page import Page
from tests.web.visitor import Visitor
from web.forms import ASK, CHECKED
from web.story import full_sentence

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'</p>&amp;{{ 7 * 7 }}"


@dataclass(frozen=True)
class Example:
    """One thing that somebody does on the site, and how it is told."""

    told: str
    typed: dict[str, str]
    by: Role = Role.BUSINESS_TEAM
    given: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What was done with the item before, by the names of intents."""


ASSESSED = {"risk.assess": {"measure": "current", "likelihood": "4", "impact": "5"}}
ASKED = {"risk.escalate": {"to": "executive", "question": "Who pays?", "reason": "Beyond us."}}
CONTROL = {"risk.add_control": {"text": "A weekly look"}}
LINKED = {"risk.link": {"other": "RSK-2026-002"}}
CLOSED = {"risk.close": {"closing": "managed", "reason": "All is well."}}

EXAMPLES = {
    "risk.record": Example(
        "recorded the early warning “Fewer strategy discussions”, raised by Kent Police",
        {
            "kind": "early_warning",
            "title": "Fewer strategy discussions",
            "cause": "Rotas no longer overlap",
            "event": "discussions start late",
            "consequence": "children wait",
            "theme": "Workforce",
            "warning": "Emerging",
            "raised_in": "saas",
            "raised_by": "kent-police",
            "owner_role": "Superintendent",
            "owner_agency": "kent-police",
            "likelihood": "4",
            "impact": "5",
            "review_on": "2026-09-01",
            "on": "2026-06-09",
        },
        by=Role.SAAS_MEMBER,
    ),
    "risk.assess": Example(
        "assessed the current score as 20 (4 × 5), High",
        {"measure": "current", "likelihood": "4", "impact": "5", "reason": "A hard winter."},
        by=Role.SAAS_MEMBER,
    ),
    "risk.review": Example(
        "reviewed it: Rotas are late again; next review 1 December 2026",
        {"finding": "Rotas are late again", "review_on": "2026-12-01"},
        by=Role.SAAS_CHAIR,
    ),
    "risk.escalate": Example(
        "escalated it to the KSCMP Executive, asking: Will you pay?",
        {"to": "executive", "question": "Will you pay?", "reason": "It is beyond SAAS."},
        by=Role.SAAS_CHAIR,
    ),
    "risk.answer": Example(
        "answered for the KSCMP Executive: commissioned work. Cost a joint rota.",
        {"answer": "commission", "words": "Cost a joint rota."},
        by=Role.EXECUTIVE,
        given=ASKED,
    ),
    "risk.accept": Example(
        "accepted it for the Lead Safeguarding Partners",
        {"to": "lsp", "reason": "Nothing more can be done."},
        by=Role.LSP,
    ),
    "risk.choose_response": Example(
        "chose to treat it", {"response": "treat", "reason": "It can be cut."}
    ),
    "risk.assign_owner": Example(
        "made Director, Kent County Council the owner",
        {"owner_role": "Director", "owner_agency": "kent-county-council", "reason": "New."},
    ),
    "risk.add_control": Example(
        "added control 1: A weekly look at late discussions",
        {"text": "A weekly look at late discussions"},
    ),
    "risk.withdraw_control": Example(
        "withdrew control 1", {"control": "1", "reason": "The post was cut."}, given=CONTROL
    ),
    "risk.set_target_date": Example(
        "set the target date: 31 March 2027", {"target_on": "2027-03-31", "reason": "Year’s end."}
    ),
    "risk.schedule_review": Example(
        "set the next review for 1 July 2026, then every 3 months",
        {"review_on": "2026-07-01", "cadence": "3"},
    ),
    "risk.judge_proximity": Example(
        "judged when it could happen: Within 3 months",
        {"proximity": "Within 3 months", "reason": "Winter."},
        by=Role.SAAS_MEMBER,
    ),
    "risk.set_appetite": Example(
        "set the appetite at a score of 9", {"appetite": "9", "reason": "Away day."}, by=Role.LSP
    ),
    "risk.describe": Example(
        "changed the wording; it now reads “Late discussions”",
        {
            "title": "Late discussions",
            "cause": "Rotas",
            "event": "Delay",
            "consequence": "Harm",
            "theme": "Workforce",
            "reason": "Clearer.",
        },
    ),
    "risk.reclassify": Example(
        "reclassified it as an issue", {"kind": "issue", "reason": "It has happened."}
    ),
    "risk.correct_score": Example(
        "corrected the current score to 15 (3 × 5), Medium",
        {"measure": "current", "likelihood": "3", "impact": "5", "reason": "Typed 4 for 3."},
        given=ASSESSED,
    ),
    "risk.cite_source": Example(
        "cited where it was published: Another partnership, number SR-07, "
        "as at 2021 autumn (inferred)",
        {
            "source_body": "Another partnership",
            "source_register": "Strategic risks",
            "source_reference": "SR-07",
            "source_as_at": "2021 autumn (inferred)",
            "source_url": "https://partnership.example/risks.pdf",
            "source_note": "Page 4.",
            "published_band": "Red",
            "published_scheme": "Red, amber, green",
            "published_direction": "Worsening",
            "published_response": "tolerate (accept)",
        },
    ),
    "risk.link": Example(
        "linked it to RSK-2026-002",
        {"other": "rsk-2026-002", "reason": "One feeds the other."},
        by=Role.SCRUTINEER,
    ),
    "risk.unlink": Example(
        "removed the link to RSK-2026-002",
        {"other": "RSK-2026-002", "reason": "A mistake."},
        given=LINKED,
    ),
    "risk.merge": Example(
        "merged it, as a duplicate, into RSK-2026-002",
        {"into": "RSK-2026-002", "reason": "The same twice."},
    ),
    "risk.close": Example(
        "closed it because it is de-escalated to another register (Kent Police’s own)",
        {"closing": "de_escalated", "register": "Kent Police’s own", "reason": "One agency’s."},
        by=Role.EXECUTIVE,
    ),
    "risk.reopen": Example("reopened it", {"reason": "It is back."}, given=CLOSED),
    "agency.join": Example(
        "recorded that Kent Wildlife Rescue joined (Relevant Agency)",
        {"name": "Kent Wildlife Rescue", "kind": "relevant"},
        by=Role.ADMINISTRATOR,
    ),
    "agency.rename": Example(
        "recorded that Kent Rangers is now called Kent Wildlife Trust",
        {"name": "Kent Wildlife Trust", "reason": "A new name."},
        by=Role.ADMINISTRATOR,
    ),
    "agency.add_alias": Example(
        "added the alias The rangers", {"alias": "The rangers"}, by=Role.ADMINISTRATOR
    ),
    "agency.merge": Example(
        "recorded that Kent Rangers merged into Kent County Council",
        {"into": "kent-county-council", "reason": "Reorganised."},
        by=Role.ADMINISTRATOR,
    ),
    "agency.leave": Example(
        "recorded that Kent Rangers left", {"reason": "It went its own way."}, by=Role.ADMINISTRATOR
    ),
    "role.give": Example(
        "gave the role SAAS member for Kent Police to a person, "
        "from 1 July 2026 to 31 December 2026",
        {
            "person": PEOPLE[Role.AUDITOR].id,
            "role": "saas_member",
            "agency": "kent-police",
            "from_on": "2026-07-01",
            "to_on": "2026-12-31",
            "reason": "A stand-in.",
        },
        by=Role.ADMINISTRATOR,
    ),
    "role.end": Example(
        "ended the role after 9 June 2026",
        {"to_on": "2026-06-09", "reason": "Moved on."},
        by=Role.ADMINISTRATOR,
    ),
}
LISTS = {"risk": "/risks", "agency": "/agencies", "role": "/people"}


def noun(name: str) -> str:
    return name.split(".")[0]


def texts(name: str) -> list[str]:
    """The fields of the example in which anything can be typed."""
    fields = CATALOGUE[name].schema().fields
    return [
        each
        for each in EXAMPLES[name].typed
        if isinstance(fields[each], Line | Prose)
        and not isinstance(fields[each], Listed | AgencyField | ItemField)
    ]


every_intent = pytest.mark.parametrize("name", EXAMPLES)
every_intent_with_text = pytest.mark.parametrize("name", list(filter(texts, EXAMPLES)))


@pytest.fixture
def item(clock: FrozenDateTimeFactory, ledger: Ledger, name: str) -> str:
    """What the intent of that name is about, brought to where it can be done; "" if it makes it.

    A risk is RSK-2026-001, with RSK-2026-002 beside it.
    """
    if CATALOGUE[name].creates:
        return ""
    if noun(name) == "agency":
        return join(ledger, "Kent Rangers", "relevant")
    if noun(name) == "role":
        return do(ledger, "role.give", person=PEOPLE[Role.AUDITOR].id, role="executive").reference
    reference = record(ledger, raised_in="saas", owner_agency="kent-police")
    record(ledger, "Another risk", raised_in="saas")
    for before, data in EXAMPLES[name].given.items():
        do(ledger, before, reference, **data)
    return reference


def test_every_intent_has_an_example() -> None:
    # These are beside the tests of their pages.
    elsewhere = ("recommendation.", "action.", "indicator.", "dispute.", "procedure.")
    assert EXAMPLES.keys() == {name for name in CATALOGUE if not name.startswith(elsewhere)}


@every_intent
def test_what_is_sent_is_told_at_once_and_in_the_history(
    name: str, item: str, visit: Visit
) -> None:
    example = EXAMPLES[name]
    visitor = visit(example.by)
    form = open_form(visitor, name, item)
    assert form.heading == CATALOGUE[name].title
    done = visitor.submit(form, **example.typed)
    (notice,) = done.notices
    assert full_sentence(f"you {example.told}")[1:] in notice
    if noun(name) == "role":
        assert visitor.address == "/people"
        assert visit(Role.AUDITOR).get("/audit").rows[0][3].startswith(_capital(example.told))
    else:
        assert visitor.address.startswith(f"{LISTS[noun(name)]}/{item}")
        assert full_sentence(example.told) in done.history


@every_intent
def test_a_form_that_is_sent_empty_says_what_is_missing_and_records_nothing(
    name: str, item: str, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(EXAMPLES[name].by)
    form = open_form(visitor, name, item)
    before = ledger.position()
    again = visitor.post(form.form["action"], status=422)
    assert again.heading == form.heading
    assert again.errors
    assert ledger.position() == before


@every_intent_with_text
def test_markup_in_what_is_typed_is_shown_as_text(name: str, item: str, visit: Visit) -> None:
    visitor = visit(EXAMPLES[name].by)
    form = open_form(visitor, name, item)
    page = visitor.submit(form, **EXAMPLES[name].typed | dict.fromkeys(texts(name), MARKUP))
    assert page.notices
    if noun(name) != "role":
        assert MARKUP in page.words


@every_intent_with_text
def test_text_that_cannot_be_kept_is_refused_and_stays_in_the_form(
    name: str, item: str, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(EXAMPLES[name].by)
    page = open_form(visitor, name, item)
    before = ledger.position()
    for typed, complaint in UNFIT.items():
        page = visitor.submit(
            page, status=422, **EXAMPLES[name].typed | dict.fromkeys(texts(name), typed)
        )
        assert sorted(page.errors.values()) == sorted(f"#{each}" for each in texts(name))
        assert all(sentence.endswith(complaint) for sentence in page.errors)
        assert {page.filled_in[each] for each in texts(name)} == {typed}
    assert ledger.position() == before


UNFIT = {
    "x" * 100_000: "characters or fewer; it has 100,000.",
    "a bell \a rings": "a character that cannot be printed (U+0007). Remove it.",
    "nothing \0 at all": "a character that cannot be printed (U+0000). Remove it.",
}
"""Text that cannot be kept, with what is said of it."""


@every_intent_with_text
def test_words_that_look_like_a_childs_details_are_recorded_once_somebody_has_checked(
    name: str, item: str, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(EXAMPLES[name].by)
    form = open_form(visitor, name, item)
    confirm_doubtful_words(visitor, form, name, EXAMPLES[name].typed, ledger=ledger)
    trail = visit(Role.AUDITOR).get("/audit").rows[:2]  # some acts happen to another item too
    assert any(row[3].startswith("Confirmed that the words under “") for row in trail)


@pytest.mark.parametrize("name", ["risk.describe"])
def test_the_tick_is_asked_for_beside_the_words_and_says_what_it_means(
    name: str, item: str, visit: Visit
) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = open_form(visitor, name, item)
    page = visitor.submit(form, status=422, **EXAMPLES[name].typed | {"cause": DOUBTFUL})
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
    page = visitor.submit(form, status=422, **EXAMPLES[name].typed | {"cause": DOUBTFUL})
    page = visitor.submit(page, cause="A form")
    assert page.notices == [full_sentence(f"{item}: you {EXAMPLES[name].told}")]
    assert type(ledger.history(item)[-1]).__name__ == "Described"


@pytest.mark.parametrize("name", ["risk.describe"])
def test_a_tick_stays_while_the_form_comes_back_for_something_else(
    name: str, item: str, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    form = open_form(visitor, name, item)
    page = visitor.submit(form, status=422, **EXAMPLES[name].typed | {"cause": DOUBTFUL})
    page = visitor.submit(page, status=422, title="", **{CHECKED: "true"})
    assert page.errors == {"Title is missing.": "#title"}
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
    assert "Nothing has changed since." in page.words


WRONG_DATES = {
    "a day that no month has": ("31", "2", "2026"),
    "words": ("next", "Tuesday", "please"),
    "part of a date": ("", "6", ""),
    "a year of two digits": ("1", "6", "26"),
    "zeros": ("00", "00", "0000"),
    "a year without end": ("1", "6", "9" * 5000),
    "a day without end": ("9" * 5000, "6", "2026"),
    "other digits": ("\u0661", "\u0666", "\u0662\u0660\u0662\u0666"),
    "a sign": ("-1", "+6", "2026"),
}


@pytest.mark.parametrize("name", ["risk.schedule_review"])
@pytest.mark.parametrize("parts", WRONG_DATES.values(), ids=WRONG_DATES)
def test_what_is_no_date_is_asked_for_again_as_it_was_typed(
    parts: tuple[str, str, str], name: str, item: str, visit: Visit
) -> None:
    visitor = visit(EXAMPLES[name].by)
    form = open_form(visitor, name, item)
    names = ("review_on-day", "review_on-month", "review_on-year")
    sent = form.filled_in | dict(zip(names, parts, strict=True))
    page = visitor.post(form.form["action"], sent, status=422)
    assert page.errors == {
        "Next review must be a real date, such as 14 January 2026.": "#review_on-day"
    }
    assert tuple(page.filled_in[each] for each in names) == parts


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
                "“Which score?” must be one of: Inherent: before any controls, Current: with "
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
                "Give a likelihood and an impact, or the score as published.": "#main-content",
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
    sent = form.filled_in | EXAMPLES[name].typed | typed
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
    visitor = visit(EXAMPLES[name].by)
    form = open_form(visitor, name, item)
    before = ledger.position()
    sent = form.filled_in | EXAMPLES[name].typed | typed
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


def open_form(visitor: Visitor, name: str, item: str) -> Page:
    """The intent's form, by the link or the button that leads to it."""
    if CATALOGUE[name].creates:
        return visitor.get(visitor.get(LISTS[noun(name)]).links[CATALOGUE[name].title])
    if noun(name) == "role":
        links = visitor.get("/people").links
        return visitor.get(next(href for href in links.values() if item in href))
    return visitor.get(visitor.get(f"{LISTS[noun(name)]}/{item}").links[CATALOGUE[name].title])


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
