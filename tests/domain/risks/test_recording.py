"""A risk is recorded, worded, and linked to others."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.errors import DomainError
from domain.risks.risk import Risk
from domain.risks.vocabulary import KIND_NAMES, Forum, Kind
from tests.domain.risks.given_risks import OTHER, another
from tests.examples import EXAMPLES, NOW, given, happened, news, told
from tests.kent import KENT

# Recorded, and published elsewhere


def test_a_risk_is_recorded() -> None:
    risk = Risk.record(
        NOW,
        reference="RSK-2026-001",
        kind=Kind.RISK,
        title="Fewer strategy discussions",
        cause="Rotas",
        event="late",
        consequence="children wait",
        theme="Workforce",
        raised_in=Forum.SAAS,
        raised_by="kent-police",
        matrix=KENT,
    )
    assert news(risk) == [
        (
            Risk.Recorded,
            {
                "kind": "risk",
                "warning": "",
                "title": "Fewer strategy discussions",
                "cause": "Rotas",
                "event": "late",
                "consequence": "children wait",
                "theme": "Workforce",
                "raised_in": "saas",
                "raised_by": "kent-police",
            },
        )
    ]
    assert told(risk) == ["recorded the risk “Fewer strategy discussions”, raised by Kent Police"]


def test_a_title_is_enough_to_record_a_risk() -> None:
    risk = Risk.record(
        NOW, reference="RSK-2026-001", kind=Kind.ISSUE, title="It happened", matrix=KENT
    )
    assert told(risk) == ["recorded the issue “It happened”"]
    assert (risk.scores, risk.owner_agency, risk.response, risk.closed) == ({}, "", None, False)


def test_its_owner_score_and_next_review_may_be_recorded_with_it() -> None:
    risk = Risk.record(
        NOW,
        reference="RSK-2026-001",
        kind=Kind.RISK,
        title="A risk",
        owner_role="Superintendent",
        likelihood=4,
        impact=5,
        review_on=date(2026, 8, 12),
        matrix=KENT,
    )
    assert told(risk) == [
        "recorded the risk “A risk”",
        "made Superintendent the owner",
        "assessed the current score as 20 (4 × 5), High",
        "set the next review for 12 August 2026",
    ]


def test_an_early_warning_says_how_it_showed_itself() -> None:
    risk = Risk.record(
        NOW,
        reference="RSK-2026-001",
        kind=Kind.EARLY_WARNING,
        title="A sign",
        warning="Recurring",
        matrix=KENT,
    )
    assert risk.warning == "Recurring"


@pytest.mark.parametrize("kind", [Kind.RISK, Kind.ISSUE])
def test_only_an_early_warning_shows_itself(kind: Kind) -> None:
    with pytest.raises(DomainError, match="early warnings only") as refused:
        Risk.record(
            NOW, reference="RSK-2026-001", kind=kind, title="A risk", warning="Latent", matrix=KENT
        )
    assert refused.value.field == "warning"


def test_where_it_was_published_is_kept_word_for_word() -> None:
    risk = given(Risk.Recorded)
    source = EXAMPLES[Risk.SourceCited]
    risk.cite_source(NOW, **source)
    assert news(risk) == [(Risk.SourceCited, source)]
    assert told(risk) == [
        "cited where it was published: Another partnership, number SR-07, "
        "as at 2021 autumn (inferred)"
    ]


def test_a_source_of_which_little_is_known_reads_well_too() -> None:
    risk = given(Risk.Recorded)
    nothing = dict.fromkeys(EXAMPLES[Risk.SourceCited], "")
    risk.cite_source(NOW, **nothing | {"source_note": "Page 4."})
    assert told(risk) == ["cited where it was published: a register"]


def test_a_source_of_which_nothing_is_known_is_refused() -> None:
    risk = given(Risk.Recorded)
    with pytest.raises(DomainError, match="Enter the body that published it") as refused:
        risk.cite_source(NOW, **dict.fromkeys(EXAMPLES[Risk.SourceCited], ""))
    assert refused.value.field == "source_body"


# Wording and kind


def test_the_wording_changes_for_a_reason() -> None:
    risk = given(Risk.Recorded)
    risk.describe(NOW, **EXAMPLES[Risk.Described])
    assert news(risk) == [(Risk.Described, EXAMPLES[Risk.Described])]
    assert told(risk) == ["changed the wording; it now reads “Strategy discussions start late”"]
    assert (risk.title, risk.event) == (
        "Strategy discussions start late",
        "discussions start after 24 hours",
    )


def test_the_same_wording_is_no_change() -> None:
    risk = given(Risk.Recorded, Risk.Described)
    with pytest.raises(DomainError, match="Nothing was changed"):
        risk.describe(NOW, **EXAMPLES[Risk.Described] | {"reason": "Another reason"})


def test_a_risk_that_happens_becomes_an_issue() -> None:
    risk = given(happened(Risk.Recorded, kind="risk", warning=""))
    risk.reclassify(NOW, kind=Kind.ISSUE, reason="It has happened twice.")
    assert news(risk) == [
        (Risk.Reclassified, {"kind": "issue", "reason": "It has happened twice."})
    ]
    assert told(risk) == ["reclassified it as an issue"]
    assert risk.kind is Kind.ISSUE


@pytest.mark.parametrize("kind", Kind)
def test_it_does_not_become_what_it_is(kind: Kind) -> None:
    risk = given(happened(Risk.Recorded, kind=kind.value, warning=""))
    with pytest.raises(DomainError, match=f"It is already an? {KIND_NAMES[kind]}") as refused:
        risk.reclassify(NOW, kind=kind, reason="x")
    assert refused.value.field == "kind"


# Linked


def test_a_link_shows_on_both_risks() -> None:
    risk, other = given(Risk.Recorded), another()
    risk.link(NOW, other=other, reason="One feeds the other")
    assert news(risk) == [(Risk.Linked, {"other": OTHER, "reason": "One feeds the other"})]
    assert news(other) == [
        (Risk.Linked, {"other": "RSK-2026-001", "reason": "One feeds the other"})
    ]
    assert told(risk) == [f"linked it to {OTHER}"]
    assert (risk.links, other.links) == ([OTHER], ["RSK-2026-001"])


def test_a_link_is_removed_from_both_risks() -> None:
    risk = given(Risk.Recorded, Risk.Linked)
    other = another(happened(Risk.Linked, other="RSK-2026-001"))
    risk.unlink(NOW, other=other, reason="By mistake")
    assert news(risk) == [(Risk.Unlinked, {"other": OTHER, "reason": "By mistake"})]
    assert news(other) == [(Risk.Unlinked, {"other": "RSK-2026-001", "reason": "By mistake"})]
    assert told(risk) == [f"removed the link to {OTHER}"]
    assert (risk.links, other.links) == ([], [])


def test_the_link_to_a_duplicate_can_be_removed() -> None:
    risk = given(happened(Risk.Recorded), happened(Risk.Absorbed, merged=OTHER))
    duplicate = another(happened(Risk.Merged, into="RSK-2026-001"))
    risk.unlink(NOW, other=duplicate, reason="Of no use")
    assert risk.links == []


def test_a_risk_is_not_linked_to_itself() -> None:
    with pytest.raises(DomainError, match="to itself") as refused:
        given(Risk.Recorded).link(NOW, other=given(Risk.Recorded))
    assert refused.value.field == "other"


def test_a_risk_is_not_linked_twice() -> None:
    with pytest.raises(DomainError, match=f"already linked to {OTHER}") as refused:
        given(Risk.Recorded, Risk.Linked).link(NOW, other=another())
    assert refused.value.field == "other"


def test_a_link_that_is_not_there_is_not_removed() -> None:
    risk = given(Risk.Recorded, happened(Risk.Linked, other="RSK-2026-003"))
    with pytest.raises(DomainError, match=f"not linked to {OTHER}") as refused:
        risk.unlink(NOW, other=another(), reason="x")
    assert refused.value.field == "other"
