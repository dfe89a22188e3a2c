"""The list of themes: what is used of it, the words that are no theme yet, and changing it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, url_for

from application.doing.intents import Intent
from application.ledger.commands import Outcome
from application.nouns.partnership.partnerships import THEME_INTENTS
from domain.kernel.errors import NotFoundError
from domain.kernel.plain import normal
from domain.partnership.partnership import Partnership
from domain.partnership.themes import Theme
from projections.disputes.disputes import DISPUTES
from projections.listed import each_of
from projections.recommendations.follow_up import FOLLOW_UP
from projections.register import Register
from projections.risks.risk_register import RISKS
from projections.view import View
from web.forms.acting import act_on, moves_for
from web.partnership.theme import theme_page
from web.security import allow
from web.view import ledger, the_view

pages = Blueprint("themes", __name__)

USED_IN: tuple[tuple[str, Register[Any], str], ...] = (
    ("risks", RISKS, "theme"),
    ("recommendations", FOLLOW_UP, "themes"),
    ("disputes", DISPUTES, "theme"),
)
"""Where themes are written: the register, by the name of its pages, and the column."""


@dataclass(frozen=True)
class Used:
    """A theme, or words that are none yet, and how many items there are of it by register."""

    name: str
    counts: dict[str, int]
    theme: Theme | None = None

    @property
    def others(self) -> list[str]:
        """The other words that mean the theme."""
        return sorted({*self.theme.also} - {self.name}) if self.theme else []


@pages.get("/themes")
@allow("see.partnership")
def themes() -> str:
    """The themes and how often each is used, and the words that are proposed for the list."""
    view = the_view()
    counts = {name: _counted(view, register, key) for name, register, key in USED_IN}
    names = sorted({words for counted in counts.values() for words in counted})
    listed = view.settled.themes
    offered = [_used(each.name, counts, each) for each in listed.offered]
    others = [each for each in names if (known := listed.called(each)) is None or not known.offered]
    item = ledger().get(Partnership, Partnership.only)
    return render_template(
        "partnership/themes.html",
        offered=offered,
        proposed=[_used(each, counts) for each in others if not listed.called(each)],
        retired=[_used(each, counts) for each in others if listed.called(each)],
        places=[name for name, _, _ in USED_IN],
        moves={each.move: each for each in moves_for(item, THEME_INTENTS)} if view.now else {},
    )


@pages.get("/themes/<name>")
@allow("see.partnership")
def theme(name: str) -> str:
    """One theme, or words that are none yet: what happened with it this year, in which sources it
    recurs and since when, and all that there is of it."""
    view = the_view()
    found = theme_page(view, name.replace("-", " "))
    if found is None:
        raise NotFoundError(f"Nothing has the theme “{name}”. Choose one of the list of themes.")
    return render_template(
        "partnership/theme.html",
        theme=found,
        breadcrumbs=[
            {"text": "Themes", "href": url_for("themes.themes")},
            {"text": found.name},
        ],
    )


def _add_form(intent: Intent) -> None:
    """The form that changes the list in one way."""

    def change() -> Any:
        return act_on(intent, Partnership.only, cancel=url_for("themes.themes"), then=_to_the_list)

    change.__doc__ = f"{intent.title}."
    address = f"/themes/{intent.move.replace('_', '-')}"
    view = allow(intent.name)(change)
    pages.add_url_rule(address, intent.move, view, methods=["GET", "POST"])


def _to_the_list(outcome: Outcome) -> str:
    return url_for("themes.themes")


for _intent in THEME_INTENTS:
    _add_form(_intent)


def _counted(view: View, register: Register[Any], key: str) -> Counter[str]:
    """How many items of the register there are of each theme; of other words as they are spelt."""
    found: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for row in register.rows(view, register.c[key] != ""):
        words = {normal(each): each for each in each_of(row[key])}
        found.update(spelt.setdefault(plain, each) for plain, each in words.items())
    return found


def _used(name: str, counts: dict[str, Counter[str]], theme: Theme | None = None) -> Used:
    return Used(name, {place: counted[name] for place, counted in counts.items()}, theme)
