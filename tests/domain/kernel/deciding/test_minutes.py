"""Where it is written down that a group decided: in a minute, or outside a meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as supposing
from hypothesis import strategies as st

from domain.kernel.bodies import BODY_ROLES, Body, must_speak_for
from domain.kernel.deciding.minutes import NONE_FOUND, Minute, must_be_minuted
from domain.kernel.errors import DomainError
from domain.kernel.terms import Actor, Role
from tests.examples import NOW
from tests.minuted import MINUTE, NOT_MINUTED


@pytest.mark.parametrize(("minute", "words"), [
    (MINUTE, "minute 5.2 of KSCMP Executive, 12 May 2026"),
    (replace(MINUTE, meeting="SAAS, 12 May 2026"), "minute 5.2 of SAAS, 12 May 2026"),
    (replace(MINUTE, meeting="", reference="MTG-2026-004"),
     "minute 5.2 of MTG-2026-004, 12 May 2026"),
    (Minute(meeting="SAAS"), "SAAS"),
    (Minute(power="Section 6"), "outside a meeting, by this power: Section 6"),
    (NOT_MINUTED, "outside a meeting, no power for it found"),
    (Minute(), ""),
])  # fmt: skip
def test_it_is_said_in_words(minute: Minute, words: str) -> None:
    assert minute.words == words


def test_a_meeting_may_be_named_by_its_reference() -> None:
    found = Minute.of(meeting="mtg-2026-004", minute="5.2", minuted_on=date(2026, 5, 12))
    assert found == Minute(reference="MTG-2026-004", number="5.2", date="2026-05-12")


@pytest.mark.parametrize("power", ["none found", "None found.", "NONE", "no power found"])
def test_that_no_power_was_found_is_said_in_one_way(power: str) -> None:
    assert Minute.of(power=power) == Minute(power=NONE_FOUND)


def test_where_nobody_said_anything_there_is_no_minute() -> None:
    assert Minute.of() is None


@pytest.mark.parametrize(("minute", "fields"), [
    (Minute(meeting="Executive"), ["minute", "minuted_on"]),
    (Minute(number="5.2"), ["meeting", "minuted_on"]),
    (Minute(date="2026-05-12"), ["meeting", "minute"]),
    (replace(MINUTE, power="Section 6"), ["power"]),
    (Minute(number="5.2", power=NONE_FOUND), ["power"]),
    (MINUTE, []),
    (NOT_MINUTED, []),
])  # fmt: skip
def test_all_that_is_wrong_with_it_is_told_at_once(minute: Minute, fields: list[str]) -> None:
    assert [field for field, _ in minute.faults()] == fields
    if fields:
        with pytest.raises(DomainError) as refused:
            must_be_minuted("the group", NOW, minute)
        assert refused.value.field == fields[0]


def test_a_meeting_is_not_after_what_it_decided() -> None:
    before = replace(NOW, on=date(2026, 5, 11))
    with pytest.raises(DomainError, match="after the day on which it was decided"):
        must_be_minuted("the group", before, MINUTE)
    with pytest.raises(DomainError, match="dated in the future"):
        must_be_minuted("the group", NOW, replace(MINUTE, date="2026-05-13"))


@pytest.mark.parametrize("body", Body)
@pytest.mark.parametrize("role", Role)
def test_no_decision_of_a_body_is_without_its_minute(body: Body, role: Role) -> None:
    occasion = replace(NOW, by=Actor("1", role))
    with pytest.raises(DomainError) as refused:
        must_speak_for(body, occasion, None)
    if role in {BODY_ROLES[body], Role.BUSINESS_TEAM}:
        assert refused.value.field == "meeting"
        assert must_speak_for(body, occasion, MINUTE) == MINUTE
    else:
        assert refused.value.sentence.startswith("Only ")


@supposing(
    st.builds(
        Minute,
        st.just("") | st.text(min_size=1),
        st.just(""),
        st.just("") | st.text(min_size=1),
        st.just("") | st.dates().map(date.isoformat),
        st.just("") | st.text(min_size=1),
    )
)
def test_it_is_whole_in_a_meeting_or_outside_one_and_never_both(minute: Minute) -> None:
    in_a_meeting = [minute.meeting, minute.number, minute.date]
    whole = not any(in_a_meeting) if minute.outside else all(in_a_meeting)
    assert whole == (not [*minute.faults()])
