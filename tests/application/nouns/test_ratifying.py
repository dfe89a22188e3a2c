"""What a form says of a body that decides outside a meeting."""

from __future__ import annotations

import pytest

from application.nouns.catalogue import CATALOGUE


@pytest.mark.parametrize(
    ("name", "offers"),
    [("decision.ratify", False), ("commission.ratify", False), ("commission.decline", False),
     ("risk.answer", True)],
)  # fmt: skip
def test_a_form_offers_only_what_is_not_refused(name: str, offers: bool) -> None:
    hint = dict(CATALOGUE[name].schema().in_order())["power"].hint
    assert ("none found" in hint) is offers
