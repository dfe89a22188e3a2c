"""A file whose rows are loaded: that it was begun, gone on with and finished, and what came of it.

Its rows are loaded a few at a time. Until the last of them is, the register holds a part of the
file, and says so. The file is known by its SHA-256; its name is not kept, as it may name anybody.
"""

from __future__ import annotations

from domain.kernel.item import Item
from domain.kernel.terms import AgencyNames, Occasion
from domain.kernel.words import Code


class ImportedFile(Item):
    """The loading of one file. Loading the same file again goes on with it."""

    word = "import"
    prefix = "IMP"

    class Event(Item.Event):
        """Anything that happens to an import."""

    class Begun(Event, Item.Created):
        """Somebody began to load a file; `rows` are those of it that were to be loaded."""

        noun: Code
        sha256: Code
        rows: int

        def apply(self, aggregate: ImportedFile) -> None:
            aggregate._start(self)

        def sentence(self, names: AgencyNames) -> str:
            return f"began to load {_rows(self.rows)} of {self.noun} from a file"

    class WentOn(Event):
        """Somebody loaded the same file again, of which so many rows were still to be loaded."""

        rows: int

        def apply(self, aggregate: ImportedFile) -> None:
            aggregate._go(self)

        def sentence(self, names: AgencyNames) -> str:
            return f"went on loading a file, of which {_rows(self.rows)} were left"

    class Finished(Event):
        """No more of it is loaded now; `left` rows were not, because one of them was refused."""

        loaded: int
        changed: int
        left: int

        def apply(self, aggregate: ImportedFile) -> None:
            aggregate.loading = False
            aggregate.loaded += self.loaded
            aggregate.changed += self.changed
            aggregate.left = self.left

        def sentence(self, names: AgencyNames) -> str:
            changed = f" and {self.changed:,} changed" if self.changed else ""
            left = f"; {_rows(self.left)} were left out" if self.left else ""
            return f"finished loading a file: {self.loaded:,} loaded{changed}{left}"

    loaded = changed = left = 0

    def _start(self, event: Begun) -> None:
        self.noun, self.sha256 = event.noun, event.sha256
        self._go(event)

    def _go(self, event: Begun | WentOn) -> None:
        self.loading, self.rows = True, event.rows
        self.begun_at, self.begun_by = event.timestamp.isoformat(), event.by.person

    @classmethod
    def begin(
        cls, occasion: Occasion, *, reference: str, noun: str, sha256: str, rows: int
    ) -> ImportedFile:
        """Put on record that so many rows of a file are going to be loaded."""
        return cls._begin(
            occasion, cls.Begun, reference=reference, noun=noun, sha256=sha256, rows=rows
        )

    def go_on(self, occasion: Occasion, *, rows: int) -> None:
        """Put on record that the rest of it is going to be loaded."""
        self._record(occasion, self.WentOn, rows=rows)

    def finish(self, occasion: Occasion, *, loaded: int, changed: int, left: int) -> None:
        """Put on record what came of it."""
        self._record(occasion, self.Finished, loaded=loaded, changed=changed, left=left)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
