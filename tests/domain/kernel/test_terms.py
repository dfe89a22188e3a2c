"""References people can say."""

from __future__ import annotations

from domain.kernel.terms import Reference, Role, item_id


def test_a_reference_says_kind_year_and_number() -> None:
    assert str(Reference("RSK", 2026, 4)) == "RSK-2026-004"


def test_a_number_beyond_999_takes_the_room_it_needs() -> None:
    assert str(Reference("RSK", 2026, 12_345)) == "RSK-2026-12345"


def test_the_id_of_a_reference_never_changes() -> None:
    """A stored event is found by it for as long as the log is kept."""
    assert str(item_id("RSK-2026-001")) == "3dc4747a-d625-588f-a621-c6d5c9149ed6"


def test_every_role_has_words() -> None:
    assert all(role.label for role in Role)
