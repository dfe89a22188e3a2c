"""That a file is being loaded: so the register holds a part of it, which whoever loads files is
told."""

from __future__ import annotations

from dataclasses import dataclass

from application.doing import access
from projections.imports.imports import being_loaded
from web.items.story import people_by_id
from web.view import person, the_view


@dataclass(frozen=True)
class BeingLoaded:
    """A file of which rows are still to come. `begun` is an aware moment as ISO text."""

    noun: str
    rows: int
    begun: str
    by: str


def files_being_loaded(noun: str = "") -> list[BeingLoaded]:
    """Those of one kind of item, or of any; none for who may not load files."""
    if access.may(person(), "see.import") is None:
        return []
    view = the_view()
    rows = being_loaded(view, noun)
    if not rows:
        return []
    who = people_by_id(view.connection)
    return [
        BeingLoaded(row["noun"], row["rows"], row["begun_at"], who(row["begun_by"])) for row in rows
    ]
