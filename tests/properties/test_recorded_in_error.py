"""What was recorded in error counts nowhere: whatever had been done with it, every figure and list
is that of a ledger in which it never was."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from application.doing.access import HeldRole, Person
from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from domain.kernel.errors import DomainError
from domain.kernel.item import KINDS
from domain.kernel.mending.in_error import MayBeInError
from domain.kernel.terms import Role
from projections.actions.actions import all_ended
from projections.disputes.disputes import references, to_tick
from projections.disputes.figures import figures as dispute_figures
from projections.disputes.figures import summary
from projections.followed.redates import redates_since
from projections.recommendations.figures import figures, themes_across_sources
from projections.register import Asked
from projections.risks.movements import movements_between
from projections.risks.risk_register import band_counts, hygiene_counts
from projections.view import View
from tests.acts import do
from tests.acts import record as record_risk
from tests.databases import Databases
from tests.partnership import FOUNDED, PEOPLE
from tests.reading import disagreements, listed, looking
from tests.web.deeds import DEEDS, lived
from tests.web.deeds.actions import set_action
from tests.web.deeds.disputes import record as record_dispute
from tests.web.deeds.in_error import AGREED
from tests.web.doing import arrange, receive
from web.noun import nouns
from web.running.startup import open_ledger

MAKE: dict[str, Callable[[Ledger], str]] = {
    "risk": lambda ledger: record_risk(
        ledger, "A slip", raised_in="saas", owner_agency="kent-police", owner_role="Chief",
        likelihood="5", impact="5", review_on="2026-06-22",
    ),
    "recommendation": lambda ledger: receive(ledger, words="A slip.", themes="Neglect, Slips"),
    "action": lambda ledger: set_action(ledger, title="A slip", serves="REC-2026-002"),
    "dispute": lambda ledger: record_dispute(ledger, title="A slip"),
}  # fmt: skip
NOUNS = [kind.word for kind in KINDS if issubclass(kind, MayBeInError) and kind.word in MAKE]
MOVES = {
    noun: sorted(
        name.partition(".")[2]
        for name in DEEDS
        if name.startswith(f"{noun}.") and not CATALOGUE[name].creates
        and not name.endswith(("_in_error", ".put_back", ".link", ".unlink", ".depend",
                               ".supersede", ".merge"))
    )
    for noun in NOUNS
}  # fmt: skip
"""What touches another item would leave its mark there, and should."""


def _counted(view: View) -> dict[str, Any]:
    """Everything that is counted and listed at a moment, without the positions of the log."""
    found: dict[str, Any] = {
        "bands": band_counts(view),
        "hygiene": hygiene_counts(view),
        "summary": summary(view),
        "stages": dispute_figures(view),
        "disputes": [references(view, ended=each) for each in (True, False, None)],
        "to tick": to_tick(view),
        "follow-up": figures(view),
        "themes": [(theme, len(rows)) for theme, rows in themes_across_sources(view)],
        "ended": all_ended(view),
        "redates": redates_since(view, FOUNDED.date()),
    }
    for noun in nouns():
        if (register := noun.register) is None or not issubclass(noun.item, MayBeInError):
            continue
        found[f"figures of {noun.name}"] = register.counts(
            view, *(each.holds(view) for each in register.figures)
        )
        for key, each in register.filters.items():
            for value, _ in each.options(view):
                if not each.lets_errors_in(value):
                    asked = Asked({key: value})
                    rows = [row["reference"] for row in register.asked(view, asked)]
                    found[f"{noun.name}, {key}={value}"] = rows
                    assert register.page(view, asked).total == len(rows)
    return found


@pytest.fixture(scope="module")
def as_if_never(sqlite_databases: Databases) -> dict[str, Any]:
    """What is counted where nothing was recorded in error."""
    with sqlite_databases.lend(sqlite_databases.prepare(lived.lived)) as url:
        ledger = open_ledger(url)
        with looking(ledger) as view:
            counted = _counted(view)
        ledger.close()
    return counted


@pytest.mark.parametrize("noun", NOUNS)
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_figure_is_that_of_a_ledger_in_which_it_never_was(
    noun: str, data: st.DataObject, sqlite_databases: Databases, as_if_never: dict[str, Any]
) -> None:
    moves = data.draw(st.lists(st.sampled_from(MOVES[noun]), max_size=6))
    with sqlite_databases.lend(sqlite_databases.prepare(lived.lived)) as url:
        ledger = open_ledger(url)
        with freeze_time("2026-06-20T09:00:00Z"):
            reference = MAKE[noun](ledger)
            for move in moves:
                example = DEEDS[f"{noun}.{move}"]
                for name, typed, by in [*example.given, (move, example.typed, example.by)]:
                    with suppress(DomainError, ValidationError):
                        do(ledger, f"{noun}.{name}", reference, by=PEOPLE[by], **typed)
            register = next(each.register for each in nouns() if each.item.word == noun)
            assert register
            assert reference in listed(ledger, register, status="all")
            arrange(ledger, noun, reference, AGREED)
        with looking(ledger) as view:
            counted = _counted(view)
            then = movements_between(view, view)
        assert counted == as_if_never
        assert reference not in {each.now["reference"] for each in then.movements}
        assert reference in listed(ledger, register, status="all")
        assert listed(ledger, register, status="in_error")[-1] == reference
        assert disagreements(ledger, register) == []
        ledger.close()


@pytest.mark.parametrize("noun", NOUNS)
def test_nothing_is_done_with_it_but_to_put_it_back(noun: str, sqlite_databases: Databases) -> None:
    with sqlite_databases.lend(sqlite_databases.prepare(lived.lived)) as url:
        ledger = open_ledger(url)
        with freeze_time("2026-06-20T09:00:00Z"):
            reference = MAKE[noun](ledger)
            with looking(ledger) as view:
                before = _counted(view)
            arrange(ledger, noun, reference, AGREED)
            item = ledger.get(MayBeInError, reference)
            intents = [each for name, each in CATALOGUE.items() if name.startswith(f"{noun}.")]
            possible = [
                each.move for each in intents if not each.creates and not item.why_not(each.move)
            ]
            assert possible == ["put_back"]
            with pytest.raises(ValidationError, match="was recorded in error"):
                do(ledger, "risk.link", "RSK-2026-001", other=reference)
            do(ledger, f"{noun}.put_back", reference, reason="It was right.")
        with looking(ledger) as view:
            assert _counted(view) == before
        ledger.close()


@pytest.mark.parametrize("noun", NOUNS)
def test_whoever_said_it_does_not_agree_in_whatever_role(
    noun: str, sqlite_databases: Databases
) -> None:
    both = Person("two-hats", (HeldRole(Role.SCRUTINEER), HeldRole(Role.EXECUTIVE)))
    with sqlite_databases.lend(sqlite_databases.prepare(lived.lived)) as url:
        ledger = open_ledger(url)
        with freeze_time("2026-06-20T09:00:00Z"):
            reference = MAKE[noun](ledger)
            do(ledger, f"{noun}.say_in_error", reference, by=both, reason="Twice.")
            with pytest.raises(DomainError, match="somebody else must agree"):
                do(ledger, f"{noun}.agree_in_error", reference, by=both)
            police = Person("chair", (HeldRole(Role.SAAS_CHAIR, "kent-police"),))
            with pytest.raises(DomainError, match="has an interest"):
                do(ledger, f"{noun}.agree_in_error", reference, by=police)
            do(ledger, f"{noun}.agree_in_error", reference, by=PEOPLE[Role.LSP])
        ledger.close()
