"""Find anything: one search over every register and over what happened, in any order of words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from application.doing import access
from application.proof.checkpoints import ShortCode
from domain.meetings.meeting import Meeting
from projections.audit.audit_trail import items_told_of
from projections.columns import Column
from projections.partnership.agencies import AGENCIES
from projections.passages import Passage
from projections.register import PAGE, Page, Register
from projections.search.finding import Hit, Sought, find
from projections.view import View
from web.audit.steps import step_href
from web.first_steps import first_steps
from web.items.linked import item_href
from web.items.story import full_sentence
from web.naming import theme_href
from web.noun import Noun, as_in_the_log, noun_called, nouns
from web.registers import page_asked_for
from web.search.marking import excerpt, found_in
from web.security import deed_of, signed_in
from web.view import person, the_view

pages = Blueprint("search", __name__)

SHOWN = 10
"""Items of a kind that are shown; the rest is a link away."""
LONGEST = 200
"""Characters of a question that are looked at."""
_NOTHING = "Nothing that you may see holds all of these words. Try fewer, or other ones."
_EVERYWHERE = "These words stand in almost everything. Add one that says what you look for."
_TOO_LONG = f"Only the first {LONGEST} characters of what you typed were looked for."


@dataclass(frozen=True)
class Found:
    """One item, with the words around what was searched for and where they stand."""

    reference: str
    title: str
    href: str
    where: str
    excerpt: str
    minute: str = ""
    """Where the minute is that has those words; "" where they stand elsewhere."""


@dataclass(frozen=True)
class Group:
    """What there is of one kind: some of it, how much in all, where the rest is."""

    name: str
    found: Page
    href: str


@dataclass(frozen=True)
class NamedTheme:
    """A theme with all of the words in one of its names; `other` are those besides its own."""

    name: str
    other: Sequence[str]
    href: str


@pages.get("/search")
@signed_in
def search() -> Any:
    """What holds all of the words, by kind; a reference leads to its item at once, and the
    short code of a checkpoint to what it says and the papers that bear it."""
    typed, view = request.args.get("q", "").strip(), the_view()
    words = typed[:LONGEST]
    if there := _item_called(words, view):
        return redirect(there)
    if ShortCode.read(words) and access.may(person(), "see.proof"):
        return redirect(url_for("proof.proof", code=words))
    sought = Sought.of(words, reads_as=access.reads_as(person()))
    kind = request.args.get("kind", "")
    groups = list(_groups(words, sought, view, kind))
    themes = [] if kind or sought.references else list(_themes(sought, view))
    named = {each["reference"] for group in groups for each in group.found.rows}
    # What happened is looked through line by line, so only where little was found otherwise.
    enough = kind or sum(group.found.total for group in groups) >= SHOWN
    told = _told(sought, view, named) if sought.words and not enough else []
    nothing = not (groups or told or themes)
    return render_template(
        "search.html",
        first=first_steps(view) if view.now and nothing else None,
        words=words,
        sought=sought,
        kind=kind,
        groups=groups,
        themes=themes,
        told=told,
        trail=url_for("audit.trail", search=words) if enough and _sees_trail() else "",
        sentences=[
            *([_TOO_LONG] if len(typed) > LONGEST else []),
            *([] if not (nothing and words) else [_why_nothing(sought)]),
        ],
        query=list(request.args.items(multi=True)),
    )


def _why_nothing(sought: Sought) -> str:
    if (page := page_asked_for()) > 1:
        return f"There is no page {page:,} of what holds these words. Look in everything again."
    return _NOTHING if sought.is_anything else _EVERYWHERE


def _item_called(words: str, view: View) -> str:
    """The page of the item whose reference these words are; "" where the reader sees none."""
    reference = as_in_the_log(words)
    noun = noun_called(reference)
    if noun is None or not noun.prefix or noun.register is None:
        return ""
    if not _sees(noun) or noun.register.one_row(view, reference) is None:
        return ""
    return item_href(reference, view)


def _sees_trail() -> bool:
    return access.may(person(), "see.audit") is not None


def _sees(noun: Noun) -> bool:
    return bool(noun.page) and bool(access.may(person(), deed_of(current_app, noun.page)))


def _groups(words: str, sought: Sought, view: View, kind: str) -> Iterator[Group]:
    """What was found of each kind that the reader may see, or of the one that they chose."""
    by_kind = {
        noun.register.name: (noun, noun.register)
        for noun in nouns()
        if noun.register and noun.is_searched and _sees(noun)
    }
    kinds = [each for each in by_kind if kind in ("", each)]
    kinds.sort(key=lambda each: each != AGENCIES.name)  # whoever looks for one wants it first
    size, page = (PAGE, page_asked_for()) if kind else (SHOWN, 1)
    for hits in find(view, sought, kinds=kinds, size=size, page=page):
        noun, register = by_kind[hits.kind]
        rows = [vars(_found(noun, register, hit, sought, view)) for hit in hits.items]
        found = Page(rows, hits.total, page, size, counted_to=hits.total)
        yield Group(noun.heading, found, url_for("search.search", q=words, kind=hits.kind))


def _themes(sought: Sought, view: View) -> Iterator[NamedTheme]:
    """The themes of the list that are called so, or written so."""
    for theme in view.settled.themes.offered if sought.words else ():
        if any(found_in(each, sought) == len(sought.words) for each in (theme.name, *theme.also)):
            other = sorted({*theme.also} - {theme.name})
            yield NamedTheme(theme.name, other, theme_href(theme.name))


def _found(noun: Noun, register: Register[Any], hit: Hit, sought: Sought, view: View) -> Found:
    title, where, text, minute = "", "", "", ""
    best = 0
    columns = {column.key: column for column in register.columns}
    for each in hit.passages:
        if not sought.may_read(each):
            continue
        label, words = each.where, each.words
        if column := columns.get(each.where):
            label, words = column.label, _told_words(column, each.words, view)
        elif each.of:
            label = f"{label} of {view.named(each.of)}"
        words = view.told(words)
        count = found_in(words, sought)
        if each.where == noun.title:
            title, best = words, count
        elif count > best:
            where, text, best = label, words, count
            minute = _minute_href(hit.reference, each)
    href = item_href(hit.reference, view)
    return Found(hit.reference, title, href, where, excerpt(text, sought), minute)


def _minute_href(reference: str, passage: Passage) -> str:
    """The minutes that a passage of a meeting stands in, if it is one of them."""
    if not reference.startswith(Meeting.prefix) or not passage.where.startswith("Minute "):
        return ""
    page = "restricted_minutes" if passage.readers else "minutes"
    return url_for(f"meetings.{page}", reference=reference)


def _told_words(column: Column[Any], held: str, view: View) -> str:
    """What a column holds, as the reader sees it at the moment."""
    kind = column.kind
    meant = getattr(kind, "meant", None)
    return kind.words(kind.seen(meant(held, view) if meant else held, view), view)


def _told(sought: Sought, view: View, named: set[str]) -> Sequence[Mapping[str, Any]]:
    """What happened that says these words, once for each item that no register found."""
    return [
        {
            "reference": line["item"],
            "href": step_href(line["item"], line["version"], view),
            "sentence": excerpt(full_sentence(line["sentence"]), sought),
            "reason": excerpt(line["reason"], sought) if found_in(line["reason"], sought) else "",
        }
        for line in items_told_of(view, " ".join(sought.words), most=SHOWN * 3)
        # What the reader may not know of was taken out of the words, and counts as not said.
        if found_in(f"{line['item']} {line['sentence']} {line['reason']}", sought)
        == len(sought.words)
        and line["item"] not in named
        and _may_step(line["item"])
    ][:SHOWN]


def _may_step(reference: str) -> bool:
    noun = noun_called(reference)
    return noun is not None and _sees(noun)
