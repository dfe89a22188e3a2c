"""What the page of one theme shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Select, func, literal, select, union

from domain.kernel.item import long_date
from domain.kernel.plain import normal
from projections.across.kinds import ALL, KINDS, LATE, OPEN, Kind
from projections.audit.audit_trail import end_of, position_at
from projections.audit.change_kinds import CHANGES
from projections.audit.changes import Between, Changed, changed_page, how_many
from projections.listed import each_of
from projections.recommendations.follow_up import FOLLOW_UP
from projections.view import View
from web.audit.steps import step_href
from web.items.story import full_sentence
from web.noun import noun_called
from web.partnership.across import Across, Course, Part, StandingLine, noun_of
from web.wording import source_words

SHOWN = 20
"""Items of which it is told what happened to them this year."""


@dataclass(frozen=True)
class Source:
    """In which source it recurs: how often, how much of that is open and late, from when on."""

    name: str
    count: int
    open: int
    late: int
    first: str
    last: str
    href: str


@dataclass(frozen=True)
class Happened:
    """What happened to one item this year: what it is about, the last step, and how many."""

    reference: str
    title: str
    href: str
    kinds: str
    on: str
    sentence: str
    steps: int


@dataclass(frozen=True)
class ThemePage:
    """Everything of one theme; `other` are other words that mean it."""

    name: str
    other: Sequence[str]
    year: int
    changes: Sequence[tuple[str, int]]
    happened: Sequence[Happened]
    changed: int
    sources: Sequence[Source]
    since: str
    across: Across
    open: Sequence[Part]
    table: Sequence[StandingLine]
    course: Course


def theme_page(view: View, words: str) -> ThemePage | None:
    """The theme that the words mean, or what has just these words; None where nothing has."""
    theme = view.settled.themes.called(words)
    sources = list(_sources(view, words))
    if theme is None and not sources:
        return None
    name = theme.name if theme else _spelt(view, words)
    across = Across(view, theme=words)
    between = _this_year(view, words)
    page, changed = changed_page(between, size=SHOWN)
    return ThemePage(
        name,
        sorted({*theme.also} - {name}) if theme else [],
        view.on.year,
        [(CHANGES[change], count) for change, count in how_many(between).items()],
        [_happened(each, view) for each in changed],
        page.total,
        sources,
        long_date(min(each.first for each in sources if each.first)) if sources else "",
        across,
        across.parts(OPEN),
        across.table(),
        across.course(f"the theme {name}"),
    )


def _filters(kind: Kind, question: str, words: str) -> Mapping[str, str]:
    filters = kind.filters(question, theme=words)
    assert filters is not None  # it has a filter by theme, and everything can be asked of all
    return filters


def _condition(view: View, kind: Kind, question: str, words: str) -> ColumnElement[bool]:
    return kind.condition(view, kind.meant(view, _filters(kind, question, words)))


def _spelt(view: View, words: str) -> str:
    """The words as the first item that has them spells them."""
    for kind in KINDS:
        if kind.theme:
            row = next(iter(kind.page(view, _filters(kind, ALL, words), size=1).rows), {})
            for each in each_of(str(row.get("themes") or row.get("theme") or "")):
                if normal(each) == normal(words):
                    return each
    return words


def _this_year(view: View, words: str) -> Between:
    """What happened from the first day of the year up to the moment, to what has the theme now."""
    last = date(view.on.year - 1, 12, 31)
    position = position_at(view.connection, end_of(last))
    earlier = view.back_to(on=last, position=min(position, view.position))
    return Between(earlier, view, items=_items(view, words))


def _items(view: View, words: str) -> Select[tuple[str]]:
    """The references of all that has the theme, as far as the reader may see it."""
    each = [
        kind.register.narrowed(
            select(kind.register.c.reference), view, _condition(view, kind, ALL, words)
        )
        for kind in KINDS
        if kind.theme
    ]
    found = union(*each).subquery()
    return select(found.c.reference)


def _happened(changed: Changed, view: View) -> Happened:
    noun = noun_called(changed.item)
    assert noun is not None
    assert noun.register is not None
    row = noun.register.one_row(view, changed.item) or {}
    last = changed.lines[-1]
    return Happened(
        changed.item,
        str(row.get(noun.title, "")),
        step_href(changed.item, last["version"], view),
        ", ".join(CHANGES[each] for each in changed.changes),
        long_date(datetime.fromisoformat(last["recorded_at"]).date().isoformat()),
        full_sentence(last["sentence"]),
        len(changed.lines),
    )


def _sources(view: View, words: str) -> Iterator[Source]:
    """Each kind of source of recommendations, and each other register, with what it has of it."""
    for kind in KINDS:
        if not kind.theme:
            continue
        began = kind.register.c[kind.began]
        source = FOLLOW_UP.c.source if kind.register is FOLLOW_UP else literal("")
        told = (
            source.label("source"),
            func.count(),
            *(func.count().filter(_condition(view, kind, each, words)) for each in (OPEN, LATE)),
            func.min(func.nullif(began, "")),
            func.max(began),
        )
        query = kind.register.narrowed(select(*told), view, _condition(view, kind, ALL, words))
        for key, count, still, late, first, last in view.connection.execute(
            query.group_by("source")
        ):
            if count:
                filters: dict[str, Any] = {**_filters(kind, ALL, words)}
                name = source_words(key) if key else noun_of(kind).heading
                filters |= {"source": key} if key else {}
                href = url_for(f"{kind.name}.register", **filters)
                yield Source(name, count, still, late, first or "", last or "", href)
