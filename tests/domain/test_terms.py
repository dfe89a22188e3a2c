"""References people can say."""

from __future__ import annotations

import pytest

from domain.kernel.errors import DomainError
from domain.kernel.terms import Noun, Reference, Role, item_id


def test_a_reference_says_kind_year_and_number() -> None:
    assert str(Reference(Noun.RISK, 2026, 4)) == "RSK-2026-004"


def test_a_number_beyond_999_takes_the_room_it_needs() -> None:
    assert str(Reference(Noun.RISK, 2026, 12_345)) == "RSK-2026-12345"


@pytest.mark.parametrize("words", ["RSK-2026-004", "rsk-2026-004", "  Rsk-2026-004\n"])
def test_a_reference_is_read_as_people_type_it(words: str) -> None:
    assert Reference.parse(words, noun=Noun.RISK) == Reference(Noun.RISK, 2026, 4)


@pytest.mark.parametrize(
    "words",
    ["", "4", "RSK", "RSK-26-004", "RSK-2026-4", "RSK-2026-004a", "xRSK-2026-004", "RSK 2026 004",
     "RSK-٢٠٢٦-٠٠٤"],
)  # fmt: skip
def test_other_words_are_no_reference(words: str) -> None:
    with pytest.raises(DomainError, match="is not a reference like RSK-2026-001"):
        Reference.parse(words, noun=Noun.RISK)


def test_a_reference_of_another_kind_is_refused() -> None:
    with pytest.raises(DomainError, match="RSK-2026-001"):
        Reference.parse("GRT-2026-004", noun=Noun.RISK)


def test_a_reference_read_back_is_the_same() -> None:
    for number in (1, 999, 1_000):
        reference = Reference(Noun.ROLE_GRANT, 2026, number)
        assert Reference.parse(str(reference), noun=Noun.ROLE_GRANT) == reference


def test_the_id_of_a_reference_never_changes() -> None:
    """A stored event is found by it for as long as the log is kept."""
    assert str(item_id("RSK-2026-001")) == "3dc4747a-d625-588f-a621-c6d5c9149ed6"


def test_every_role_has_words() -> None:
    assert all(role.label for role in Role)
