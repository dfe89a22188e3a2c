"""Entering the same thing twice is asked about first: of every noun, at every door."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.doing.access import HeldRole, Person
from application.doing.twice import ANYWAY, TwiceError
from application.ledger.ledger import Ledger
from domain.kernel.errors import DomainError
from domain.kernel.item import Item
from domain.kernel.terms import Role
from domain.risks.risk import Risk
from tests.acts import do
from tests.databases import Databases
from tests.loading import load, sheet
from tests.reading import disagreements
from tests.web.conftest import Visit
from tests.web.deeds import DEEDS, ITEMS, ground
from tests.web.deeds.in_error import AGREED
from tests.web.doing import arrange, with_history
from tests.web.page import Page
from tests.web.visitor import Visitor
from web.forms.filled import ANYWAY_TICK, SAY_WHY
from web.forms.steps import ON_ONE_PAGE
from web.running.startup import open_ledger

MAKERS = {
    "risk": "risk.record", "recommendation": "recommendation.receive", "action": "action.set",
    "dispute": "dispute.record",
}  # fmt: skip
SPELT = {
    "title": lambda words: f"  {words.upper()} ",
    "meeting": lambda words: words.replace(" ", "\u00a0"),
}


@pytest.fixture
def ledger(sqlite_databases: Databases, clock: FrozenDateTimeFactory) -> Iterator[Ledger]:
    """The ledger of a partnership with two items of each kind."""
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url:
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


def form(visitor: Visitor, where: str) -> Page:
    """The form that records one of these, with all its questions on one page."""
    return visitor.get(f"{where}/new?{ON_ONE_PAGE}=yes")


@pytest.mark.parametrize("noun", MAKERS)
def test_the_form_asks_names_what_is_there_and_keeps_every_word(
    noun: str, ledger: Ledger, visit: Visit
) -> None:
    where, example = ITEMS[noun][0], DEEDS[MAKERS[noun]]
    visitor = visit(example.by)
    visitor.submit(form(visitor, where), **example.typed)
    typed = {name: SPELT.get(name, str)(words) for name, words in example.typed.items()}
    before = ledger.position()
    page = visitor.submit(form(visitor, where), status=409, **typed)
    assert "Nothing has been saved yet" in page.words
    assert "Is it on record already?" in page.words
    assert ledger.position() == before
    (reference, href) = next(
        (words.split()[0], href)
        for words, href in page.links.items()
        if href.startswith(f"{where}/") and "-2026-" in href
    )
    assert visitor.get(href).words.startswith(reference)
    for name, words in typed.items():
        if name in page.filled_in:
            assert page.filled_in[name].split() == words.split()

    again = visitor.submit(page, status=409, **{ANYWAY_TICK: "true"})
    assert again.errors == {SAY_WHY: f"#{ANYWAY}"}
    done = visitor.submit(again, **{ANYWAY: "It is about another district."})
    told = with_history(visitor, done)
    assert f"Recorded it as another one than {reference}." in told.history
    assert "It is about another district." in told.words
    assert disagreements(ledger) == []


@pytest.mark.parametrize("noun", MAKERS)
def test_nobody_is_asked_because_of_what_was_recorded_in_error(
    noun: str, ledger: Ledger, visit: Visit
) -> None:
    where, example = ITEMS[noun][0], DEEDS[MAKERS[noun]]
    visitor = visit(example.by)
    visitor.submit(form(visitor, where), **example.typed)
    page = visitor.submit(form(visitor, where), status=409, **example.typed)
    reference = next(words.split()[0] for words in page.links if "-2026-" in words)
    arrange(ledger, noun, reference, AGREED)
    visitor.submit(form(visitor, where), **example.typed)


def test_a_risk_with_the_title_of_a_closed_one_is_another(ledger: Ledger) -> None:
    given = {"kind": "risk", "title": "Night cover"}
    first = do(ledger, "risk.record", asks=True, **given).reference
    with pytest.raises(TwiceError) as asked:
        do(ledger, "risk.record", asks=True, **{**given, "title": "night  COVER"})
    assert asked.value.like == (first,)
    do(ledger, "risk.close", first, closing="managed", reason="Over.")
    do(ledger, "risk.record", asks=True, **given)


def test_whoever_may_not_see_what_is_there_is_not_told_of_it(ledger: Ledger) -> None:
    do(ledger, "risk.record", kind="risk", title="Secret")
    police = Person("c0ffee", (HeldRole(Role.SAAS_MEMBER, "kent-police"),))
    do(ledger, "risk.record", by=police, asks=True, kind="risk", title="Secret")


def test_the_same_action_is_asked_about_by_its_due_date_or_what_it_serves(ledger: Ledger) -> None:
    given = {
        "title": "Write a page", "owner_role": "Nurse", "owner_agency": "kent-police",
        "due_on": "2026-08-31", "serves": "REC-2026-001",
    }  # fmt: skip
    do(ledger, "action.set", asks=True, **given)
    for other in ({"serves": ""}, {"due_on": "2026-09-30"}):
        with pytest.raises(TwiceError):
            do(ledger, "action.set", asks=True, **given | other)
    do(ledger, "action.set", asks=True, **given | {"serves": "", "due_on": "2026-09-30"})
    do(ledger, "action.set", asks=True, **given | {"owner_role": "Doctor"})


def test_a_role_is_not_given_twice_for_the_same_days(ledger: Ledger) -> None:
    given = {"person": "person-lsp", "role": "executive", "agency": "kent-police"}
    one = do(ledger, "role.give", asks=True, **given, to_on="2026-06-30").reference
    with pytest.raises(DomainError, match="the same person, role and agency"):
        do(ledger, "role.give", asks=True, **given, from_on="2026-06-30")
    do(ledger, "role.give", asks=True, **given, from_on="2026-07-01")
    do(ledger, "role.give", asks=True, **given | {"agency": "cafcass"})
    do(ledger, "role.end", one, to_on="2026-06-09", reason="Never.")
    do(ledger, "role.give", asks=True, **given, to_on="2026-06-20")


@pytest.mark.parametrize("name", ["KENT   POLICE", "Kent\u2011Police", "kent police."])
def test_no_two_agencies_share_a_name_however_it_is_spelt(name: str, ledger: Ledger) -> None:
    with pytest.raises(Exception, match="already an agency Kent Police"):
        do(ledger, "agency.join", name=name, kind="relevant")
    with pytest.raises(Exception, match="already an agency Kent Police"):
        do(ledger, "agency.add_alias", "cafcass", alias=name)


def test_a_file_leaves_alone_what_was_entered_by_hand_and_says_so(ledger: Ledger) -> None:
    reference = do(ledger, "risk.record", kind="risk", title="Night cover").reference
    before = ledger.position()
    rows = sheet({"title": "Night Cover"}, {"title": "Thresholds"})
    report = load(ledger, rows)
    assert [row.result.value for row in report.rows] == ["already there", "loaded"]
    assert report.rows[0].reference == reference
    assert report.rows[0].reason.startswith(f"{reference} has the same title, and is open.")
    assert ledger.get(Risk, report.rows[1].reference).reference == "RSK-2026-004", "without a gap"
    assert ledger.position() > before
    report = load(ledger, sheet({"title": "Night Cover"}), anyway="It is about the south.")
    events = ledger.history(report.rows[0].reference)
    (said,) = [each for each in events if isinstance(each, Item.RecordedAnyway)]
    assert (said.like, said.reason) == ([reference], "It is about the south.")
