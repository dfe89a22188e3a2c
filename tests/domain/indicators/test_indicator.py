"""The human rating of an indicator: it has reasons, and it is never overwritten."""

from __future__ import annotations

from datetime import date

import pytest

from domain.indicators.indicator import SCRUTINY_ACTED_UPON, Extent, Indicator
from domain.kernel.errors import DomainError
from tests.examples import NOW, finds, news, told
from tests.followed import SCRUTINEER, by, settled


def rated(extent: Extent = Extent.PARTLY) -> Indicator:
    return Indicator.rate(by(SCRUTINEER), extent=extent, reason="Two are open.", find=finds())


def test_an_indicator_is_rated_with_reasons() -> None:
    indicator = rated()
    assert news(indicator) == [
        (Indicator.FirstRated, {"extent": "partly", "reason": "Two are open."})
    ]
    assert told(indicator) == ["rated the indicator: partly"]
    assert indicator.reference == SCRUTINY_ACTED_UPON
    assert indicator.pending_events[0].by == SCRUTINEER  # type: ignore[attr-defined]
    assert (indicator.extent, indicator.rated_on) == (Extent.PARTLY, "2026-05-12")


def test_it_is_rated_again_beside_the_first_rating() -> None:
    indicator = settled(rated())
    again = Indicator.rate(
        NOW, extent=Extent.NOT_YET, reason="One came back.", find=finds(indicator)
    )
    assert again is indicator
    assert news(indicator) == [(Indicator.Rated, {"extent": "not_yet", "reason": "One came back."})]
    assert told(indicator) == ["rated the indicator again: not yet"]
    assert (indicator.extent, indicator.reason) == (Extent.NOT_YET, "One came back.")


def test_a_rating_is_not_dated_before_the_last_one() -> None:
    indicator = settled(rated())
    with pytest.raises(DomainError, match="before the last one") as refused:
        Indicator.rate(
            by(SCRUTINEER, date(2026, 5, 11)),
            extent=Extent.FULLY,
            reason="x",
            find=finds(indicator),
        )
    assert refused.value.field == "on"
    assert news(indicator) == []


def test_an_indicator_can_be_rated_at_any_time() -> None:
    assert rated().why_not("rate") is None
