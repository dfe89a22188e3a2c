"""The partnerships that figures are measured on can be filled by the rules of today."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.partnership import THE_RECOMMENDATIONS, THE_RISKS, Story, large_partnership


@pytest.mark.parametrize("story", [THE_RISKS, THE_RECOMMENDATIONS])
def test_a_partnership_can_be_filled(story: Story) -> None:
    with large_partnership(replace(story, count=500)) as partnership:
        assert len(partnership.references) == 500
        assert partnership.ledger.position() > 500 * (1 + len(story.chapters))
