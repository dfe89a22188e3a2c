"""Text that a field accepts is kept as it is, in the log and in the registers."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from application.doing.fields import Line, Prose
from application.ledger.ledger import Ledger
from domain.kernel.plain import normal
from domain.risks.risk import Risk
from projections.audit.audit_trail import Trail, trail_page
from projections.register import Asked
from projections.risks.risk_register import RISKS
from tests.acts import record
from tests.reading import listed, looking


def accepted(field: Line | Prose, words: str) -> str:
    """What a form that is sent with these words holds, or "" where it is refused."""
    try:
        kept = field.deserialize(words)
    except ValidationError:
        return ""
    assert isinstance(kept, str)
    return kept


@given(words=st.text(st.characters()))
def test_what_is_accepted_is_accepted_again_as_it_is(words: str) -> None:
    for field in (Line("Title", required=False), Prose("Cause", required=False)):
        once = accepted(field, words)
        assert accepted(field, once) == once
        assert len(once) <= field.longest


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.text(), min_size=4, max_size=4))
def test_what_is_accepted_is_kept_and_found(ledger: Ledger, words: list[str]) -> None:
    title, cause, event, theme = (accepted(Prose("x", required=False), each) for each in words)
    title, theme = accepted(Line("x"), title) or "A title", accepted(Line("x"), theme)
    reference = record(ledger, title, cause=cause, event=event, theme=theme)
    risk = ledger.get(Risk, reference)
    assert (risk.title, risk.cause, risk.event, risk.theme) == (title, cause, event, theme)
    with looking(ledger) as view:
        row = RISKS.one_row(view, reference)
        assert row
        assert (row["title"], row["cause"], row["event"]) == (title, cause, event)
        if not normal(title):
            return  # nothing but signs, which no search compares
        found = RISKS.asked(view, Asked({"search": title}))
        assert reference in {each["reference"] for each in found}
        lines = trail_page(view, Trail(search=title), size=1000).rows
        assert reference in {line["item"] for line in lines}


@pytest.mark.parametrize("words", ["İstanbul", "ß", "ﬁ", "Ǆ", "\u017f", "\u1e9e", "Å"])
def test_letters_that_change_their_length_are_found(ledger: Ledger, words: str) -> None:
    reference = record(ledger, words)
    for search in (words, words.casefold()):
        assert listed(ledger, RISKS, search=search) == [reference]
