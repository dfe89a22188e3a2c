"""What changed between two moments: in the whole ledger, or in one register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from domain.kernel.errors import DomainError
from domain.kernel.item import long_date
from projections.audit.change_kinds import CHANGES, Change
from projections.audit.changes import Between, Changed, changed_lines, changed_page, how_many
from projections.versioned import Row
from web.audit.steps import step_href
from web.exports.registers import CHANGE_COLUMNS, FORMATS, download
from web.items.story import Difference, differences_between, full_sentence, people_by_id
from web.noun import noun_called, nouns
from web.packs import subjects
from web.packs.downloads import Offer, offer, take_along
from web.registers import page_asked_for
from web.security import allow
from web.since import since_asked_for, since_in_words
from web.view import ledger, the_view, with_this_query, without

pages = Blueprint("changes", __name__)


@dataclass(frozen=True)
class Told:
    """One item that changed, for people: what it is, how it changed on the whole, and each step."""

    reference: str
    name: str
    kinds: str
    differences: Sequence[Difference]
    steps: list[Row]


@pages.get("/changes")
@allow("see.audit")
def changes() -> str:
    """Each item that changed, the latest first, fifty to a page."""
    between = between_asked_for()
    recorded = between.view.position - between.earlier.position
    found, changed = changed_page(between, page=page_asked_for())
    people = people_by_id(between.view.connection)
    return render_template(
        "changes.html",
        found=found,
        told=[_told(each, between, people) for each in changed],
        between=between,
        since=since_in_words(between.earlier),
        counts=[
            (CHANGES[change], count, without("change"), change.value)
            for change, count in how_many(_of_any_kind(between)).items()
        ],
        kinds=[(change.value, words) for change, words in CHANGES.items()],
        registers=[(noun.name, noun.section) for noun in _compared()],
        noun=request.args.get("noun", ""),
        query=list(request.args.items(multi=True)),
        recorded=recorded,
        most=subjects.MOST,
        packs=[_pack_of(between)] if 0 < recorded <= subjects.MOST else [],
        files=[
            (name, with_this_query("changes.file", form=form)) for form, name in FORMATS.items()
        ],
    )


def _pack_of(between: Between) -> Offer:
    """The evidence pack of everything that was recorded in the period."""
    view, since = between.view, f"#{between.earlier.position}"
    recorded, now = view.position - between.earlier.position, {"as-at": None}
    upto = "" if view.now else f" and up to {long_date(view.today)}"
    counted = f"{recorded:,} event{'s' if recorded > 1 else ''}"
    return offer(
        f"An evidence pack of this period holds everything that was recorded since then{upto}, "
        f"whichever register it is of: {counted}.",
        url_for("changes.pack", **now),
        {"as_at": view.asked, "since": since},
        wish=subjects.period(since),
        here=partial(url_for, "changes.changes", since=since),
    )


@pages.post("/changes/pack")
@allow("see.audit")
def pack() -> Response:
    """The evidence pack of everything that was recorded between the two moments of the page."""
    return take_along(subjects.period(request.form.get("since", "")))


@allow("see.audit")
def file(form: str) -> Response:
    """The same as a file: each event that changed something, in the order of the log."""
    between = between_asked_for()
    rows = change_rows(changed_lines(between), people_by_id(between.view.connection))
    return download(
        form, rows, CHANGE_COLUMNS, noun="changes", title="What changed", view=between.view
    )


for _form in FORMATS:
    pages.add_url_rule(f"/changes.{_form}", "file", file, defaults={"form": _form})


def change_rows(lines: Iterable[Row], people: Callable[[str], str]) -> list[Row]:
    """Lines of the trail as the rows of CHANGE_COLUMNS."""
    return [
        {
            **line,
            "change": CHANGES[Change(line["change"])],
            "sentence": full_sentence(line["sentence"]),
            "who": people(line["person"]),
        }
        for line in lines
    ]


def between_asked_for() -> Between:
    """The two moments, the register and the kind of change in the address.

    Raises DomainError for a register or a kind that there is not.
    """
    asked, change = request.args.get("noun", ""), request.args.get("change", "")
    noun = next((each for each in _compared() if each.name == asked), None)
    if asked and noun is None:
        raise DomainError(f"There is no register {asked[:100]}.")
    if change and change not in set(CHANGES):
        raise DomainError(f"Nothing changes in a way called {change[:100]}.")
    prefix = f"{noun.prefix}-" if noun else ""
    return Between(since_asked_for(), the_view(), prefix, change)


def _of_any_kind(between: Between) -> Between:
    return Between(between.earlier, between.view, between.prefix)


def _compared() -> list[Any]:
    return [noun for noun in nouns() if noun.section and noun.register and noun.item.prefix]


def _told(changed: Changed, between: Between, people: Callable[[str], str]) -> Told:
    view, steps = between.view, changed.lines
    noun = noun_called(changed.item)
    row = noun.register.one_row(view, changed.item) if noun and noun.register else None
    return Told(
        reference=changed.item,
        name=str(row.get(noun.title) or "") if noun and row else "",
        kinds=", ".join(CHANGES[each] for each in changed.changes),
        differences=differences_between(
            ledger(),
            changed.item,
            (steps[0]["version"] - 1, between.earlier),
            (steps[-1]["version"], view),
        ),
        steps=[
            {
                **line,
                "href": step_href(line["item"], line["version"], view),
                "sentence": full_sentence(line["sentence"]),
                "who": people(line["person"]),
            }
            for line in steps
        ],
    )
