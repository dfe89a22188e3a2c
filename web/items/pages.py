"""The pages of one item, read off what can be done with such items and off their register.

`add_moves` gives a blueprint the forms; `ordinary_pages` makes a whole blueprint for a noun that
needs nothing of its own: the register, the page of one item, and the forms.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, abort, render_template, url_for

from application.doing.intents import Intent
from application.ledger.commands import Outcome
from domain.kernel.deciding.evidence import Evidenced
from domain.kernel.item import Item
from projections.register import Register
from projections.view import View
from web.forms.acting import act_on, moves_for
from web.forms.showing import Around
from web.items.correcting import correct_on
from web.items.evidence import Shown, add_evidence_files, evidence_of
from web.items.linked import linked_items
from web.items.story import story_of
from web.naming import cell
from web.registers import add_register
from web.security import allow
from web.view import ledger, the_view
from web.wording import facts


def add_moves(
    pages: Blueprint,
    intents: Sequence[Intent],
    *,
    page: str,
    called: Callable[[Any], str] = lambda item: str(item.title),
    around: Callable[[Any], Around] | None = None,
) -> None:
    """The forms by which items are made (`new`) and changed (`act`).

    `page` is the endpoint of one item; `called` says in a few words which it is, or `around` what
    else surrounds a form. The first intent that makes an item is the one of the register's own
    page.
    """
    by_move = {intent.move: intent for intent in intents if not intent.creates}
    makes = next((intent for intent in intents if intent.creates), None)

    def to_item(outcome: Outcome) -> str:
        return url_for(page, reference=outcome.reference)

    def act(reference: str, move: str) -> Any:
        reference, intent = reference.upper(), by_move.get(move.replace("-", "_"))
        if intent is None:
            abort(404)
        if intent.move == "correct":
            return correct_on(
                intent,
                reference,
                cancel=url_for(page, reference=reference),
                then=to_item,
                called=called,
            )
        return act_on(
            intent,
            reference,
            cancel=url_for(page, reference=reference),
            then=to_item,
            around=around or (lambda item: Around(f"{reference}: {called(item)}")),
        )

    act.__doc__ = "Do one thing with one of them."
    noun = intents[0].name.partition(".")[0]
    _add_form(pages, f"/{pages.name}/<reference>/<move>", "act", allow(f"{noun}.*")(act))
    if makes:
        made_by = makes

        def new() -> Any:
            return act_on(
                made_by,
                cancel=url_for(f"{pages.name}.register"),
                then=to_item,
                around=around or (lambda item: Around()),
            )

        new.__doc__ = f"{made_by.title}."
        _add_form(pages, f"/{pages.name}/new", "new", allow(made_by.name)(new))


def _add_form(pages: Blueprint, address: str, endpoint: str, view: Callable[..., Any]) -> None:
    pages.add_url_rule(address, endpoint, view, methods=["GET", "POST"])


def ordinary_pages(
    register: Register[Any],
    kind: type[Item],
    intents: Sequence[Intent],
    *,
    seen: str,
    title: str,
    called: str = "title",
    around: Callable[[Any], Around] | None = None,
    template: str = "registers/ordinary.html",
) -> Blueprint:
    """The pages of a noun that needs nothing of its own, under the name of its register.

    `seen` is the deed of seeing them, `title` the heading of the register, `called` the column that
    says what an item is about, `around` what surrounds its forms. The page of the
    register may have a `template` of its own.
    """
    pages = Blueprint(register.name, __name__)
    page = f"{register.name}.item"

    @allow(seen)
    def item(reference: str) -> str:
        view, reference = the_view(), reference.upper()
        row = register.one_row(view, reference) or abort(404)
        story = story_of(ledger(), kind, reference, view)
        columns = [each for each in register.exported([]) if each.key not in ("reference", called)]
        return render_template(
            "registers/item.html",
            row=row,
            item=story.item,
            heading=row[called],
            facts=facts({each.label: cell(each, row) for each in columns}),
            evidence=_evidence(story.item, view),
            linked=linked_items(getattr(story.item, "links", ()), view),
            history=story.history,
            moves=[("Do", moves_for(story.item, intents))] if view.now else [],
            act=f"{register.name}.act",
            breadcrumbs=[
                {"text": title, "href": url_for(f"{register.name}.register")},
                {"text": reference},
            ],
        )

    def _evidence(found: Item, view: View) -> Sequence[Shown] | None:
        """What was put forward for it; None where no evidence is kept of such items."""
        if not isinstance(found, Evidenced):
            return None
        return evidence_of(found, pages=register.name, view=view)

    item.__doc__ = "One of them: how it stands, what can be done, its history."
    if issubclass(kind, Evidenced):
        add_evidence_files(pages, register, kind, deed=seen)
    add_register(
        pages,
        register,
        deed=seen,
        title=title,
        item=page,
        template=template,
        intents=intents,
    )
    add_moves(
        pages, intents, page=page, called=lambda item: str(getattr(item, called)), around=around
    )
    pages.add_url_rule(f"/{register.name}/<reference>", "item", item)
    return pages
