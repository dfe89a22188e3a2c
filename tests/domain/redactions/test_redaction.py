"""Redactions: two people, a reason that repeats nothing, and never a second time."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from domain.kernel.errors import DomainError, NotFoundError
from domain.kernel.terms import Actor, Occasion, Role
from domain.redactions.redaction import OnRecord, Place, Redaction
from domain.redactions.vocabulary import Basis, Status
from tests.examples import NOW

SAID = "Ann Example lives at 4 Mill Lane, 07700 900123"
WAITING: dict[str, str] = {}
PLACE = Place(step=2, position=17, field="reason", digest="d1")


def on_record(reference: str, step: int, /) -> Mapping[str, OnRecord]:
    if (reference, step) != ("RSK-2026-001", 2):
        raise NotFoundError(f"There is no step {step} of {reference}.")
    return {"reason": OnRecord(PLACE, SAID)}


def by(person: str) -> Occasion:
    return Occasion(Actor(person, Role.ADMINISTRATOR), NOW.at, NOW.on, NOW.position)


def propose(reason: str = "It says where somebody lives.", *words: str) -> Redaction:
    return Redaction.propose(
        by("ann"), reference="RED-2026-001", of="RSK-2026-001", words=words or ["2/reason"],
        basis=Basis.ERASURE, reason=reason, on_record=on_record, waiting=lambda: WAITING,
    )  # fmt: skip


def test_a_redaction_names_the_place_and_the_digest_and_never_the_words() -> None:
    redaction = propose()
    assert redaction.places == [PLACE]
    assert redaction.status is Status.PROPOSED
    assert not any("Mill" in str(event.facts) for event in redaction.pending_events)


@pytest.mark.parametrize(
    "reason",
    [
        SAID,
        f"He wrote “{SAID.upper()}”",
        SAID.replace(" ", "  "),
        "Somebody wrote that Ann Example lives\nat a place she has left.",
        "The house is “at 4, Mill-Lane”.",
        "She asked for it by 07700-900123.",
    ],
)
def test_its_reason_must_not_repeat_the_words(reason: str) -> None:
    with pytest.raises(DomainError, match="repeats the words") as refused:
        propose(reason)
    assert refused.value.field == "reason"


@pytest.mark.parametrize("reason", ["It says who lives at an address.", "4 Mill", "Ann asked."])
def test_a_word_or_two_of_them_may_stand_in_it(reason: str) -> None:
    assert propose(reason).reason == reason


def test_what_waits_to_be_decided_is_not_proposed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WAITING, "d1", "RED-2026-009")
    with pytest.raises(DomainError, match="step 2 is named by RED-2026-009 already") as refused:
        propose()
    assert refused.value.field == "words"


def test_what_has_gone_already_cannot_be_agreed_to() -> None:
    redaction = propose()
    with pytest.raises(DomainError, match="gone already"):
        redaction.agree(by("bob"), on_record=lambda reference, step: {})
    redaction.decline(by("bob"), reason="Another one took it out.")
    assert redaction.status is Status.DECLINED


@pytest.mark.parametrize("words", ["2/title", "two/reason", "2", ""])
def test_words_that_are_not_there_cannot_be_redacted(words: str) -> None:
    with pytest.raises(DomainError, match="no longer there"):
        propose("Why", words)


@pytest.mark.parametrize("move", ["agree", "decline"])
def test_nobody_decides_about_what_they_proposed(move: str) -> None:
    redaction = propose()
    given = {"reason": "Needed."} if move == "decline" else {"on_record": on_record}
    with pytest.raises(DomainError, match="somebody else must agree"):
        getattr(redaction, move)(by("ann"), **given)


def test_it_is_decided_once() -> None:
    agreed, declined = propose(), propose()
    agreed.agree(by("bob"), on_record=on_record)
    declined.decline(by("bob"), reason="An inquiry needs them.")
    assert (agreed.status, declined.status) == (Status.DONE, Status.DECLINED)
    for redaction in (agreed, declined):
        with pytest.raises(DomainError, match="decided already"):
            redaction.agree(by("cid"), on_record=on_record)
