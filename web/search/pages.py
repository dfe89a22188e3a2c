"""Find anything: one search over every register and over what happened, in any order of words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from application.doing import access
from domain.kernel.plain import normal
from projections.audit.audit_trail import items_told_of
from projections.register import Asked, Register
from projections.versioned import Row
from projections.view import View
from web.audit.steps import step_href
from web.items.linked import item_href
from web.items.story import full_sentence
from web.noun import Noun, noun_called, nouns
from web.search.marking import excerpt, holds
from web.security import deed_of, signed_in
from web.view import person, the_view

pages = Blueprint("search", __name__)

SHOWN = 10
"""Items that a register shows; the rest is a link away."""


@dataclass(frozen=True)
class Found:
    """One item, with the words around what was searched for and where they stand."""

    reference: str
    title: str
    href: str
    where: str
    excerpt: str


@dataclass(frozen=True)
class Group:
    """What one register holds of it: the first items, how many there are, where all of them are."""

    name: str
    items: Sequence[Found]
    total: int
    href: str


@pages.get("/search")
@signed_in
def search() -> Any:
    """What holds all of the words, by kind; a reference leads to its item at once."""
    words, view = request.args.get("q", "").strip()[:200], the_view()
    if there := _item_called(words, view):
        return redirect(there)
    wanted = normal(words).split()
    groups = list(_groups(words, wanted, view)) if wanted else []
    named = {each.reference for group in groups for each in group.items}
    return render_template(
        "search.html",
        words=words,
        wanted=wanted,
        groups=groups,
        told=_told(wanted, view, named) if wanted else [],
        query=list(request.args.items(multi=True)),
    )


def _item_called(words: str, view: View) -> str:
    """The page of the item whose reference these words are; "" where the reader sees none."""
    reference = words.upper()
    noun = noun_called(reference)
    if noun is None or not noun.prefix or noun.register is None:
        return ""
    if not _sees(noun) or noun.register.one_row(view, reference) is None:
        return ""
    return item_href(reference, view)


def _sees(noun: Noun) -> bool:
    return bool(noun.page) and bool(access.may(person(), deed_of(current_app, noun.page)))


def _groups(words: str, wanted: Sequence[str], view: View) -> Iterator[Group]:
    for noun in nouns():
        register = noun.register
        if register is None or noun.item.only or not _sees(noun):
            continue
        usual = {key: "all" for key in ("status",) if key in register.filters}
        found = register.page(view, Asked(filters={**usual, "search": words}), size=SHOWN)
        if found.rows:
            there: dict[str, Any] = {**usual, "search": words}
            yield Group(
                noun.heading,
                [_found(noun, register, row, wanted, view) for row in found.rows],
                found.total,
                url_for(f"{noun.pages.name}.register", **there) if noun.section else "",
            )


def _found(
    noun: Noun, register: Register[Any], row: Row, wanted: Sequence[str], view: View
) -> Found:
    title = str(row.get(noun.title) or "")
    where, text = "", ""
    if not holds(title, wanted):
        where, text = _where(register, row, wanted, view)
    return Found(row["reference"], title, item_href(row["reference"], view), where, text)


def _where(register: Register[Any], row: Row, wanted: Sequence[str], view: View) -> tuple[str, str]:
    """The column that holds most of the words, and the words around them."""
    told = {column.label: column.words(row, view) for column in register.columns if column.searched}
    label, text = max(
        told.items(), key=lambda each: sum(holds(each[1], [word]) for word in wanted),
        default=("", ""),
    )  # fmt: skip
    return (label, excerpt(text, wanted)) if holds(text, wanted, any_of=True) else ("", "")


def _told(wanted: Sequence[str], view: View, named: set[str]) -> Sequence[Mapping[str, Any]]:
    """What happened that says these words, once for each item that no register found."""
    return [
        {
            "reference": line["item"],
            "href": step_href(line["item"], line["version"], view),
            "sentence": excerpt(full_sentence(line["sentence"]), wanted),
            "reason": excerpt(line["reason"], wanted) if holds(line["reason"], wanted, any_of=True)
            else "",
        }
        for line in items_told_of(view, " ".join(wanted), most=SHOWN * 3)
        # What the reader may not know of was taken out of the words, and counts as not said.
        if holds(f"{line['item']} {line['sentence']} {line['reason']}", wanted)
        and line["item"] not in named
        and _may_step(line["item"])
    ][:SHOWN]  # fmt: skip


def _may_step(reference: str) -> bool:
    noun = noun_called(reference)
    return noun is not None and _sees(noun)
