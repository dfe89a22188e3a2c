"""What the page of one theme shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from sqlalchemy import Select, select, union

from domain.kernel.item import long_date
from domain.kernel.plain import normal
from projections.across.kinds import ALL, KINDS, LATE, OPEN, Kind
from projections.audit.audit_trail import end_of, position_at
from projections.audit.change_kinds import CHANGES
from projections.audit.changes import Between, Changed, changed_page, how_many
from projections.recommendations.follow_up import FOLLOW_UP
from projections.versioned import Row
from projections.view import View
from web.audit.steps import step_href
from web.items.story import full_sentence
from web.noun import nouns
from web.partnership.across import Across, Course, Part, StandingLine
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
    themes = view.settled.themes
    theme = themes.called(words)
    rows = {kind.name: _rows(view, kind, words) for kind in KINDS if kind.theme}
    if theme is None and not any(rows.values()):
        return None
    name = theme.name if theme else _spelt(rows, words)
    across = Across(view, theme=words)
    sources = list(_sources(view, rows, words))
    between = _this_year(view, words)
    page, changed = changed_page(between, size=SHOWN)
    return ThemePage(
        name,
        sorted({*theme.also} - {name}) if theme else [],
        view.on.year,
        [(CHANGES[change], count) for change, count in how_many(between).items()],
        [_happened(each, rows, view) for each in changed],
        page.total,
        sources,
        long_date(min(each.first for each in sources)) if sources else "",
        across,
        across.parts(OPEN),
        across.table(),
        across.course(f"the theme {name}"),
    )


def _filters(kind: Kind, question: str, words: str) -> Mapping[str, str]:
    filters = kind.filters(question, theme=words)
    assert filters is not None  # it has a filter by theme, and everything can be asked of all
    return filters


def _rows(view: View, kind: Kind, words: str) -> Sequence[Row]:
    """What one register holds of it, without what was recorded in error."""
    meant = kind.meant(view, _filters(kind, ALL, words))
    return kind.register.rows(view, kind.condition(view, meant))


def _spelt(rows: Mapping[str, Sequence[Row]], words: str) -> str:
    """The words as the first item that has them spells them."""
    plain = normal(words)
    return next(
        each
        for name, found in rows.items()
        for row in found
        for each in _themes_of(row)
        if normal(each) == plain
    )


def _themes_of(row: Row) -> list[str]:
    return str(row.get("themes") or row.get("theme") or "").strip("\n").split("\n")


def _this_year(view: View, words: str) -> Between:
    """What happened from the first day of the year up to the moment, to what has the theme now."""
    last = date(view.on.year - 1, 12, 31)
    position = position_at(view.connection, end_of(last))
    earlier = view.back_to(on=last, position=min(position, view.position))
    return Between(earlier, view, items=_items(view, words))


def _items(view: View, words: str) -> Select[tuple[str]]:

    each = []
    for kind in KINDS:
        if kind.theme:
            meant = kind.meant(view, _filters(kind, ALL, words))
            query = select(kind.register.c.reference)
            each.append(kind.register.narrowed(query, view, kind.condition(view, meant)))
    found = union(*each).subquery()
    return select(found.c.reference)


def _happened(changed: Changed, rows: Mapping[str, Sequence[Row]], view: View) -> Happened:
    noun = next(each for each in nouns() if each.owns(changed.item) and each.prefix)
    row = next((each for each in rows[noun.name] if each["reference"] == changed.item), {})
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


def _sources(view: View, rows: Mapping[str, Sequence[Row]], words: str) -> Iterator[Source]:
    """Each kind of source of recommendations, and each other register, with what it has of it."""
    for kind in KINDS:
        found = rows.get(kind.name, ())
        if kind.register is FOLLOW_UP:
            groups = {
                (source_words(key), ("source", key)): [r for r in found if r["source"] == key]
                for key in dict.fromkeys(row["source"] for row in found)
            }
        else:
            heading = next(each for each in nouns() if each.register is kind.register).heading
            groups = {(heading, ("", "")): list(found)} if found else {}
        late = _references(view, kind, LATE, words) if found else set()
        still = _references(view, kind, OPEN, words) if found else set()
        for (name, (key, value)), those in groups.items():
            days = sorted(str(row[kind.began]) for row in those if row[kind.began])
            filters = {**_filters(kind, ALL, words), **({key: value} if key else {})}
            yield Source(
                name,
                len(those),
                sum(row["reference"] in still for row in those),
                sum(row["reference"] in late for row in those),
                days[0] if days else "",
                days[-1] if days else "",
                url_for(f"{kind.name}.register", **filters),
            )


def _references(view: View, kind: Kind, question: str, words: str) -> set[str]:
    meant = kind.meant(view, _filters(kind, question, words))
    return {row["reference"] for row in kind.register.rows(view, kind.condition(view, meant))}
