"""Names that lead somewhere: an agency's and a theme's, wherever a page or a register has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import g, url_for
from markupsafe import Markup

from domain.kernel.item import post_of
from domain.kernel.plain import normal
from projections.columns import Column, OfAgencies, OfAgency, OfTheme, OfThemes
from projections.listed import each_of
from projections.versioned import Row
from web.view import the_view

_LINK = Markup('<a class="govuk-link" href="{}">{}</a>')


def agency_link(reference: str) -> Markup:
    """An agency by the name that it had at the moment, which leads to its page; "" for none."""
    view = the_view()
    name = view.named(reference)
    if reference not in view.names:
        return Markup.escape(name)
    made: dict[str, Markup] = g.setdefault("agency_links", {})
    if reference not in made:
        made[reference] = _LINK.format(url_for("agencies.agency", reference=reference), name)
    return made[reference]


def theme_link(words: str) -> Markup:
    """A theme, which leads to its page; "" for none."""
    return _LINK.format(theme_href(words), words) if normal(words) else Markup.escape(words)


def theme_href(words: str) -> str:
    """The page of a theme, or of words that are none yet."""
    return url_for("themes.theme", name=normal(words).replace(" ", "-"))


def owner_link(row: Row) -> Markup:
    """Who is accountable: a role, an agency that leads to its page, or both; "" for nobody."""
    agency = row["owner_agency"]
    words = post_of(row["owner_role"], _PLACE if agency else "")
    before, _, after = words.partition(_PLACE)
    return Markup("{}{}{}").format(before, agency_link(agency), after)


_PLACE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Where the agency stands; `clean` lets nobody type it."""


def in_a_list(parts: Iterable[Any], between: str = ", ") -> Markup:
    """Those that say anything, one after the other."""
    return Markup.escape(between).join(each for each in parts if each)


def cell(column: Column[Any], row: Row) -> str:
    """What a column says of a row, where the agencies and themes in it lead to their pages."""
    value = row[column.key]
    if isinstance(column.kind, OfAgency):
        return agency_link(value)
    if isinstance(column.kind, OfAgencies):
        return in_a_list(map(agency_link, each_of(value)), "; ")
    if isinstance(column.kind, OfTheme):
        return theme_link(value or "")
    if isinstance(column.kind, OfThemes):
        return in_a_list(map(theme_link, each_of(value)), "; ")
    return column.words(row, the_view())
