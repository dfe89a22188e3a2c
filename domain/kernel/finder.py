"""How a rule that must look at other items is given them."""

from __future__ import annotations

from typing import Protocol, TypeVar

from domain.kernel.item import Item

ItemType = TypeVar("ItemType", bound=Item)


class Finder(Protocol):
    """Finds the item of a kind that has a reference. Raises NotFoundError where there is none."""

    def __call__(self, kind: type[ItemType], reference: str, /) -> ItemType: ...


class Beside(Protocol):
    """The other items of a command that changes more than its own: those that it finds to change,
    and those that it makes. All of them are kept with it, or none."""

    def find(self, kind: type[ItemType], reference: str, /) -> ItemType:
        """An item that is to change, too. Raises NotFoundError where there is none."""
        ...

    def next_reference(self, kind: type[Item], /) -> str:
        """The reference of the one more item of a kind that is made."""
        ...

    def keep(self, item: Item, /) -> None:
        """Let an item that was made be kept."""
        ...
