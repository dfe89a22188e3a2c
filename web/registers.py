"""The page and the files of any register, read off its description.

`add_register` gives a blueprint the page of a register and its files. A template of its own may
fill the blocks of registers/register.html where people are better served by more than a table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from application.doing import access
from application.doing.intents import Intent
from domain.kernel.errors import DomainError
from projections.filters import Containing, Filter, Tick
from projections.register import Asked, Register
from projections.versioned import Row
from projections.view import View
from web.exports.registers import FORMATS, download
from web.first_steps import first_step
from web.noun import nouns
from web.security import allow
from web.view import person, the_view, with_this_query, without

MORE = Callable[[View, Sequence[Row]], Mapping[str, Any]]
"""What a page with a template of its own is given besides, by the view and the rows it shows."""


def _nothing(view: View, rows: Sequence[Row]) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class FilterField:
    """A filter as the page offers it: a box for words, a list to choose from, or a tick."""

    kind: str
    key: str
    label: str
    value: str
    usual: str
    options: Sequence[tuple[str, str]]


def add_register(
    pages: Blueprint,
    register: Register[Any],
    *,
    deed: str,
    title: str,
    item: str = "",
    template: str = "registers/register.html",
    intents: Sequence[Intent] = (),
    paper: str = "",
    more: MORE = _nothing,
) -> None:
    """Give a blueprint the page of a register, under its own name, and a file in each format.

    `deed` is who may see it, `item` the endpoint of the page of one of its items. Of the `intents`,
    those that make an item are offered to whoever may, at the blueprint's `new`. `paper` is the
    name of the one that is made of it, "" for none.
    """
    makes = [each for each in intents if each.creates]

    @allow(deed)
    def page() -> str:
        view = the_view()
        asked = asked_for(register, view)
        found = register.page(view, asked)
        return render_template(
            template,
            title=title,
            register=register,
            item=item,
            found=found,
            first=None if found.rows or not view.now else first_step(register, view),
            asked=asked,
            filters={key: asked.filters.get(key, "") for key in register.filters},
            filter_fields=filter_fields(register, view, asked),
            applied=applied(register, view, asked),
            columns=[register.column(key) for key in asked.columns or register.shown],
            figures=_figures(register, view),
            query=list(request.args.items(multi=True)),
            may_import=_is_loaded(register) and access.may(person(), "see.import") is not None,
            files=[(name, _file_href(form)) for form, name in FORMATS.items()],
            makers=[each for each in makes if access.may(person(), each.name) is not None],
            new=f"{pages.name}.new",
            paper=paper,
            **more(view, found.rows),
        )

    @allow(deed)
    def file(form: str) -> Response:
        view = the_view()
        asked = asked_for(register, view)
        columns = register.exported(asked.columns)
        rows = register.each_asked(view, asked)
        return download(form, rows, columns, noun=register.name, title=title, view=view)

    page.__doc__ = f"{title}: filtered, sorted, fifty to a page, at any moment."
    file.__doc__ = "The same as a file, whole."
    pages.add_url_rule(f"/{register.name}", "register", page)
    for form in FORMATS:
        address = f"/{register.name}.{form}"
        pages.add_url_rule(address, "file", file, defaults={"form": form})


def asked_for(register: Register[Any], view: View) -> Asked:
    """What the address asks of a register; a filter that makes no sense counts as not given.

    Raises DomainError for a column that there is not.
    """
    words = {key: request.args.get(key, "").strip()[:200] for key in register.filters}
    # A page that lets people choose the order has the one in force besides.
    sort = (request.args.getlist("sort") or [""])[-1]
    return Asked(
        filters={key: each.meant(words[key], view) for key, each in register.filters.items()},
        sort=sort if register.sorts_by(sort) else register.usual,
        page=page_asked_for(),
        columns=_columns(register),
    )


def _columns(register: Register[Any]) -> list[str]:
    """The columns in the address; a file without one that was asked for would look whole."""
    asked = [key for key in request.args.get("columns", "").split(",") if key]
    known = [column.key for column in register.exported([])]
    if unknown := [key for key in asked if key not in known]:
        raise DomainError(
            f"There is no column {unknown[0][:100]}. The columns are: {', '.join(known)}."
        )
    return asked


def page_asked_for() -> int:
    """The number of the page in the address; 1 where it makes no sense."""
    page = request.args.get("page", 1, type=int)
    return min(max(1, page), 1_000_000)


def number_asked_for(name: str, *, usual: int, least: int = 0, most: int = 2**31) -> int:
    """The whole number of that name in the address; `usual` where there is none.

    Raises DomainError where it is none, or beyond what makes sense: taken for another, it would
    answer what nobody asked.
    """
    words = request.args.get(name, "").strip()
    if not words:
        return usual
    number = int(words) if words.isascii() and words.isdecimal() and len(words) < 20 else -1
    if not least <= number <= most:
        raise DomainError(
            f"“{words[:20]}” is not a number that “{name}” can be. Write a whole one from "
            f"{least} to {most}."
        )
    return number


def applied(register: Register[Any], view: View, asked: Asked) -> list[dict[str, str]]:
    """Each filter in force, in words, with the address of the list without it."""
    return [
        {"text": each.words(value, view), "href": without(key) or "?"}
        for key, each in register.filters.items()
        if (value := asked.filters[key]) != each.usual
    ]


def filter_fields(register: Register[Any], view: View, asked: Asked) -> list[FilterField]:
    """The filters as the page offers them."""
    return [
        FilterField(
            _kind(each), key, each.label, asked.filters[key], each.usual, each.options(view)
        )
        for key, each in register.filters.items()
    ]


def _is_loaded(register: Register[Any]) -> bool:
    """Whether files of such items can be loaded."""
    return any(noun.importable for noun in nouns() if noun.register is register)


def _kind(offered: Filter) -> str:
    if isinstance(offered, Containing):
        return "words"
    return "tick" if isinstance(offered, Tick) else "choice"


def _figures(register: Register[Any], view: View) -> list[tuple[str, int, str]]:
    """Label, number and address of each count above the register."""
    counted = register.counts(view, *(figure.holds(view) for figure in register.figures))
    return [
        (figure.label, count, f"?{urlencode({**figure.query, **view.query})}")
        for figure, count in zip(register.figures, counted, strict=True)
    ]


def _file_href(form: str) -> str:
    endpoint = f"{str(request.endpoint).rpartition('.')[0]}.file"
    return with_this_query(endpoint, form=form)
