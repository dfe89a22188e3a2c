"""How a rule that must look at other items is given them."""

from __future__ import annotations

from typing import Protocol, TypeVar

from domain.kernel.item import Item

ItemType = TypeVar("ItemType", bound=Item)


class Finder(Protocol):
    """Finds the item of a kind that has a reference. Raises NotFoundError where there is none."""

    def __call__(self, kind: type[ItemType], reference: str, /) -> ItemType: ...
