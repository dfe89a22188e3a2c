"""A command is decided before the lock is taken, and again where that no longer holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from application.doing.intents import perform
from application.ledger.draft import PATIENCE, Draft
from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from domain.kernel.errors import ChangedSinceError, DomainError
from domain.risks.risk import Risk
from tests.acts import TEAM, do, join, record
from tests.reading import disagreements

ASSESS = CATALOGUE["risk.assess"]
SCORES = {"measure": "current", "likelihood": "2", "impact": "2", "reason": "Two are filled."}


@pytest.fixture
def meanwhile(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let something happen between the next decision and its lock, so many times."""

    def arrange(act: Callable[[], object], *, times: int = 1) -> None:
        left, writing = [times], Ledger.writing

        def late(self: Ledger, **more: bool) -> object:
            if left[0] and not self.log.is_writing:
                left[0] -= 1
                monkeypatch.setattr(Ledger, "writing", writing)
                act()
                monkeypatch.setattr(Ledger, "writing", late)
            return writing(self, **more)

        monkeypatch.setattr(Ledger, "writing", late)

    return arrange


def test_nothing_is_decided_under_the_lock(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    reference, held = record(ledger), list[bool]()
    monkeypatch.setattr(Risk, "_record", _noted(Risk._record, ledger, held))
    do(ledger, "risk.assess", reference, **SCORES)
    assert held == [False]


def _noted(record_: Callable[..., None], ledger: Ledger, held: list[bool]) -> Callable[..., None]:
    def noting(self: Risk, *args: object, **facts: object) -> None:
        held.append(ledger.log.is_writing)
        record_(self, *args, **facts)

    return noting


def test_what_happens_to_another_item_meanwhile_changes_nothing(
    ledger: Ledger, meanwhile: Callable[..., None]
) -> None:
    one, other = record(ledger, "One"), record(ledger, "Other")
    meanwhile(lambda: do(ledger, "risk.assess", other, **SCORES))
    outcome = perform(ledger, ASSESS, SCORES, person=TEAM, reference=one, version=1, command="a")
    assert outcome.position == ledger.position()
    assert (ledger.get(Risk, one).version, ledger.get(Risk, other).version) == (2, 2)
    assert disagreements(ledger) == []


def test_what_happens_to_the_item_meanwhile_is_a_conflict(
    ledger: Ledger, meanwhile: Callable[..., None]
) -> None:
    one = record(ledger)
    meanwhile(lambda: do(ledger, "risk.review", one, finding="No change"))
    with pytest.raises(ChangedSinceError):
        perform(ledger, ASSESS, SCORES, person=TEAM, reference=one, version=1)
    assert ledger.get(Risk, one).version == 2


def test_a_rule_is_asked_again_where_its_answer_changed_meanwhile(
    ledger: Ledger, meanwhile: Callable[..., None]
) -> None:
    one = record(ledger)
    meanwhile(lambda: do(ledger, "risk.close", one, closing="managed", reason="Done."))
    with pytest.raises(DomainError, match="closed"):
        do(ledger, "risk.review", one, finding="No change")


def test_a_reference_that_is_taken_meanwhile_is_given_out_once(
    ledger: Ledger, meanwhile: Callable[..., None]
) -> None:
    meanwhile(lambda: record(ledger, "First"))
    second = record(ledger, "Second")
    assert second.endswith("-002")
    assert ledger.get(Risk, second).title == "Second"
    assert disagreements(ledger) == []


def test_what_is_made_is_not_decided_again_for_another_number(
    ledger: Ledger, meanwhile: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    decided, save = list[str](), Draft.save
    monkeypatch.setattr(
        Draft,
        "save",
        lambda self, *items, **more: (
            decided.append(items[0].title) or save(self, *items, **more)  # type: ignore[func-returns-value]
        ),
    )
    meanwhile(lambda: record(ledger, "First"))
    record(ledger, "Second")
    assert decided == ["Second", "First"]


def test_the_sentence_names_what_was_made_by_the_number_that_it_got(
    ledger: Ledger, meanwhile: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "application.doing.intents._told", lambda _, item, __: (f"{item.reference} is recorded.",)
    )
    meanwhile(lambda: record(ledger, "First"))
    outcome = do(ledger, "risk.record", kind="risk", title="Second")
    assert outcome.told == (f"{outcome.reference} is recorded.",)
    assert outcome.reference.endswith("-002")


def test_the_same_command_sent_twice_at_once_is_done_once(
    ledger: Ledger, meanwhile: Callable[..., None]
) -> None:
    one = record(ledger)
    meanwhile(lambda: do(ledger, "risk.assess", one, command="twice", **SCORES))
    assert do(ledger, "risk.assess", one, command="twice", **SCORES).repeated
    assert ledger.get(Risk, one).version == 2


def test_a_name_that_changes_meanwhile_is_said_as_it_is_then(
    ledger: Ledger, meanwhile: Callable[..., None]
) -> None:
    one, police = record(ledger), join(ledger)
    meanwhile(lambda: do(ledger, "agency.rename", police, name="Police of Kent", reason="New."))
    told = do(ledger, "risk.assign_owner", one, owner_role="Head", owner_agency=police).told
    assert "Police of Kent" in told[0]
    assert disagreements(ledger) == []


def test_where_others_are_always_quicker_it_is_decided_under_the_lock(
    ledger: Ledger, meanwhile: Callable[..., None]
) -> None:
    one = record(ledger)
    meanwhile(lambda: do(ledger, "risk.review", one, finding="Again"), times=PATIENCE)
    do(ledger, "risk.assess", one, **SCORES)
    assert ledger.get(Risk, one).version == 1 + PATIENCE + 1
    assert disagreements(ledger) == []
