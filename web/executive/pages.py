"""The Executive's page: what it must decide, and how the risks stand, on one sheet; then every
outstanding risk with what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for

from application.doing import access
from projections.listed import each_of
from projections.view import View
from web.executive.deciding import Line
from web.executive.sheet import sheet_of
from web.first_steps import first_steps
from web.security import allow
from web.since import since_asked_for, since_in_words
from web.view import person, the_view

pages = Blueprint("executive", __name__)


@dataclass(frozen=True)
class Button:
    """The way to the form; for whoever may not fill it in, and in the past, to the item."""

    words: str
    href: str
    decides: bool


@pages.get("/executive")
@allow("see.executive")
def executive() -> str:
    """What to decide, four figures, where the risks stand and what moved, what partners owe, and
    what comes. Then fifty outstanding risks, and the rest behind a link."""
    view, earlier = the_view(), since_asked_for()
    own = {held.agency for held in person().roles if held.agency}
    return render_template(
        "executive/sheet.html",
        sheet=(sheet := sheet_of(view, earlier=earlier)),
        first=first_steps(view) if view.now and not sheet.outstanding else None,
        button_of=lambda line: _button(line, view),
        is_own=lambda line: not own.isdisjoint(line.parties),
        earlier=earlier,
        since=since_in_words(earlier),
        can_look_back=False,  # the page asks for its dates itself
    )


def _button(line: Line, view: View) -> Button:
    """To the form for whoever may decide it: nobody does for an agency that is a party."""
    reference, move = line.row["reference"], line.move.deed.partition(".")[2]
    parties = each_of(line.row.get("parties", ""))
    may = view.now and access.may(person(), line.move.deed) is not None
    if may and not any(held.agency in parties for held in person().roles):
        pages_of = line.move.page.partition(".")[0]
        href = url_for(f"{pages_of}.act", reference=reference, move=move)
        return Button(line.move.words, href, decides=True)
    return Button("Open", url_for(line.move.page, reference=reference), decides=False)
