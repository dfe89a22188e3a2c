"""Correcting a mistake: first which fact, each with what is on record, then what it should say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request

from application.doing.intents import Intent, item_and_actor
from application.ledger.commands import Outcome
from application.nouns.shared.correcting import asked_as
from domain.kernel.errors import DomainError, NotFoundError
from domain.kernel.item import long_date
from domain.kernel.mending.correcting import Correctable, Fact, FactKind, parts_of
from projections.partnership.agencies import list_agencies
from web.forms.acting import act_on
from web.forms.showing import Around, is_hidden
from web.view import ledger, person, the_view


def correct_on(
    intent: Intent,
    reference: str,
    *,
    cancel: str,
    then: Callable[[Outcome], str],
    called: Callable[[Any], str],
) -> Any:
    """Answer with the facts to choose from, or with the form of the one that the address names."""
    chosen = _chosen(intent, request.values.get("fact", ""))
    if chosen is None:
        return _facts(intent, reference, cancel=cancel, called=called)

    def around(item: Correctable) -> Around:
        named = [(row["reference"], row["name"]) for row in list_agencies(the_view())]
        text = chosen.text(item)
        if chosen.kind is FactKind.MOMENT:
            text = long_date(text)
        several = chosen.kind is FactKind.AGENCIES
        return Around(
            caption=f"{reference}: {called(item)}",
            starting={"fact": chosen.key, "becomes": parts_of(text) if several else text},
            settled=("fact",),
            listed={"becomes": named},
        )

    return act_on(
        intent,
        reference,
        cancel=cancel,
        then=then,
        around=around,
        asked={"becomes": asked_as(chosen)},
    )


def _chosen(intent: Intent, key: str) -> Fact | None:
    kind: Any = intent.item_class
    try:
        fact: Fact = kind.fact(key)
    except DomainError:
        return None
    return fact


def _facts(intent: Intent, reference: str, *, cancel: str, called: Callable[[Any], str]) -> Any:
    """What there is to correct, and how each stands; the page is for whoever may correct it."""
    if is_hidden(reference):
        raise NotFoundError(f"There is no {intent.item_class.word} {reference}.")
    item: Any
    item, _ = item_and_actor(ledger(), intent, reference, person=person())
    names = {row["reference"]: row["name"] for row in list_agencies(the_view())}
    rows = [
        {
            "key": {"text": fact.label},
            "value": {"text": fact.in_words(fact.text(item), names)},
            "actions": {"items": [_link(fact)]},
        }
        for fact in item.facts_to_correct()
    ]
    page = render_template(
        "correct.html",
        title=intent.title,
        intro=intent.hint,
        caption=f"{reference}: {called(item)}",
        rows=rows,
        cancel=cancel,
    )
    return page, 422 if request.method == "POST" else 200


def _link(fact: Fact) -> dict[str, str]:
    href = f"{request.path}?fact={fact.key}"
    return {"href": href, "text": "Correct", "visuallyHiddenText": fact.label}
