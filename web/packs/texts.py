"""What people read in an evidence pack: README.html, the story, CHECK-IT-YOURSELF.txt."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from application.ledger.log.words_apart import disclosed
from application.proof.packs.packing import Attested, Held, LeftOut
from domain.kernel.item import long_date, long_moment
from domain.kernel.terms import HANDLING
from domain.kernel.vocabulary import said
from projections.view import View
from web.items.story import Entry
from web.packs.subjects import Subject


@dataclass(frozen=True)
class Contents:
    """What a pack is of and holds, for whoever writes about it."""

    subject: Subject
    view: View
    attested: Attested
    history: Sequence[Entry]
    events: Sequence[Held]
    left_out: Sequence[LeftOut]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many events there are of each item."""
        return Counter(entry.reference for entry in self.history)


def readme(contents: Contents) -> str:
    """The first page: what this is, what it proves and what not, and how that is checked."""
    return _page("readme.html", contents)


def story_page(contents: Contents) -> str:
    """Everything that happened, for people."""
    return _page("story.html", contents, words=_words(contents.events))


def check_it_yourself(contents: Contents) -> str:
    """How to check it without any program of ours."""
    return _page("check-it-yourself.txt", contents)


def _words(events: Sequence[Held]) -> Mapping[int, list[tuple[str, str]]]:
    """The words of each event by the names of its fields, as they were recorded."""
    return {
        event.position: [
            (name.replace("_", " "), each if isinstance(each, str) else json.dumps(each, indent=1))
            for _, name, each in disclosed(event.disclosures)
        ]
        for event in events
    }


def _page(name: str, contents: Contents, **more: Any) -> str:
    return (
        _templates()
        .get_template(name)
        .render(
            **{key: getattr(contents, key) for key in Contents.__dataclass_fields__},
            counts=contents.counts,
            handling=HANDLING,
            partnership=said("{name}"),
            program=version("scrutiny-ledger"),
            **more,
        )
    )


@cache
def _templates() -> Environment:
    """The templates of packs: nothing of the site's is in them, nor anything from elsewhere."""
    environment = Environment(
        loader=PackageLoader("web", "templates/packs"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"date": _date, "datetime": long_moment, "number": _number}
    return environment


def _date(day: date) -> str:
    return long_date(day.isoformat())


def _number(number: int) -> str:
    return f"{number:,}"
