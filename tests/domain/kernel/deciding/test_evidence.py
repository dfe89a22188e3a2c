"""Evidence of any item: given, checked by somebody whose own it is not, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from domain.kernel.deciding.evidence import Evidenced, EvidenceKind
from domain.kernel.deciding.files import File
from domain.kernel.deciding.links import why_no_link
from domain.kernel.errors import DomainError
from domain.kernel.terms import Actor
from domain.risks.risk import Risk
from tests.disputed import recorded
from tests.examples import given, happened, news, told
from tests.followed import (
    HEALTH,
    POLICE,
    POLICE_COLLEAGUE,
    SCRUTINEER,
    TEAM,
    add_evidence,
    by,
    responded,
    set_action,
    settled,
)

SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
SAMPLE = File("sample.pdf", "pdf", 4, SHA256)


def risk() -> Risk:
    """A risk that Kent Police owns."""
    owned = happened(
        Risk.OwnerAssigned, owner_role="Superintendent", owner_agency="kent-police", reason=""
    )
    found: Risk = given(happened(Risk.Recorded), owned)
    return found


Make = Callable[[], Any]
EACH = pytest.mark.parametrize(
    "make", [responded, set_action, risk, recorded],
    ids=["recommendation", "action", "risk", "dispute"],
)  # fmt: skip


@EACH
def test_a_link_is_evidence(make: Make) -> None:
    item = make()
    add_evidence(item)
    [(event, facts)] = news(item)
    assert event is type(item).EvidenceAdded
    assert facts == {
        "evidence": 1, "kind": "document", "title": "Document", "link": "https://kent.example/it",
        "file_name": "", "format": "", "size": 0, "sha256": "", "dated": "", "decision": 0,
    }  # fmt: skip
    assert told(item) == ["added evidence 1: Document"]


@EACH
def test_a_file_is_evidence_with_its_date_its_kind_and_its_hash_and_who_gave_it(
    make: Make,
) -> None:
    item = make()
    add_evidence(item)
    item.add_evidence(
        by(POLICE), kind=EvidenceKind.AUDIT, title="Dip sample", file=SAMPLE,
        dated=date(2026, 5, 12),
    )  # fmt: skip
    seen = item.evidence[2]
    assert (seen.kind, seen.file, seen.dated) == (EvidenceKind.AUDIT, SAMPLE, "2026-05-12")
    assert (seen.given_by, seen.given_on) == (POLICE, "2026-05-12")
    assert sorted(item.evidence) == [1, 2]


@EACH
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "link"),
        ({"link": "https://kent.example", "file": SAMPLE}, "link"),
        ({"link": "Shared drive"}, "link"),
        ({"link": "https://kent.example", "dated": date(2026, 5, 13)}, "dated"),
    ],
)
def test_evidence_of_the_future_or_with_nothing_to_look_at_is_refused(
    make: Make, given: dict[str, Any], field: str
) -> None:
    item = make()
    with pytest.raises(DomainError) as refused:
        item.add_evidence(by(POLICE), kind=EvidenceKind.OTHER, title="It", **given)
    assert refused.value.field == field
    assert item.evidence == {}


@EACH
@pytest.mark.parametrize("checker", [SCRUTINEER, HEALTH, TEAM])
def test_somebody_independent_checks_a_piece_of_evidence(make: Make, checker: Actor) -> None:
    item = make()
    add_evidence(item)
    add_evidence(item)
    settled(item)
    item.check_evidence(by(checker), evidence=2, finding="It is what it says.")
    assert [item.evidence[number].checked for number in (1, 2)] == [False, True]
    assert (item.evidence[2].checked_by, item.evidence[2].checked_on) == (checker, "2026-05-12")
    assert item.evidence[2].finding == "It is what it says."
    assert told(item) == ["checked evidence 2: It is what it says."]


@EACH
def test_nobody_checks_the_evidence_of_their_own_agency(make: Make) -> None:
    item = make()
    add_evidence(item)
    for actor in (POLICE, POLICE_COLLEAGUE):
        with pytest.raises(DomainError, match=r"Somebody of an agency that .* must check"):
            item.check_evidence(by(actor), evidence=1, finding="Fine.")


@EACH
def test_only_evidence_that_is_there_can_be_checked(make: Make) -> None:
    item = make()
    with pytest.raises(DomainError, match="no evidence yet"):
        item.check_evidence(by(SCRUTINEER), evidence=1, finding="x")
    add_evidence(item)
    with pytest.raises(DomainError, match="no evidence 2") as refused:
        item.check_evidence(by(SCRUTINEER), evidence=2, finding="x")
    assert refused.value.field == "evidence"


@EACH
def test_evidence_that_was_withdrawn_counts_no_longer_and_stays_in_the_history(make: Make) -> None:
    item: Evidenced = make()
    add_evidence(item)
    item.withdraw_evidence(by(TEAM), evidence=1, reason="It was a draft.")
    assert told(item)[-1] == "withdrew evidence 1: Document"
    assert (list(item.evidence), item.counting) == ([1], {})
    with pytest.raises(DomainError, match="no evidence yet"):
        item.withdraw_evidence(by(TEAM), evidence=1, reason="Again.")
    add_evidence(item)
    assert list(item.counting) == [2]


@pytest.mark.parametrize(
    "words",
    [
        "https://kent.example", "http://kent.example:8080/a?b=c#d", "https://kent.example/ä",
        "HTTPS://KENT.EXAMPLE/A", "https://[2001:db8::1]/a",
    ],
)  # fmt: skip
def test_what_can_be_followed_is_a_link(words: str) -> None:
    assert why_no_link(words) is None


@pytest.mark.parametrize(
    "words",
    [
        "kent.example/it", "www.kent.example", "Shared drive", "S:\\Safeguarding\\plan.docx",
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//kent.example/it",
        "https://", "https:kent.example", "https://kent.example/a b", "https://me@kent.example",
        "https://kent.example:port/", "https://[kent/", "mailto:a@kent.example",
    ],
)  # fmt: skip
def test_what_has_no_scheme_that_can_be_followed_is_told_so(words: str) -> None:
    sentence = why_no_link(words)
    assert sentence
    assert sentence.startswith(f"“{words}” is not a web address. Give the whole address:")
