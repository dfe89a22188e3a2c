"""The pages of redactions, and the form that a step of a history leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import abort, request, url_for

from application.ledger.files import places_of
from application.nouns.redactions import REDACTION_INTENTS
from domain.kernel.errors import NotFoundError
from domain.kernel.item import in_a_row
from domain.kernel.plain import in_order
from domain.redactions.redaction import FILE, OnRecord, Redaction, called, named
from projections.redactions.redactions import REDACTIONS
from web.forms.acting import act_on
from web.forms.showing import Around
from web.items.pages import ordinary_pages
from web.noun import as_in_the_log
from web.security import allow
from web.view import ledger

PROPOSE, *_DECIDING = REDACTION_INTENTS

pages = ordinary_pages(REDACTIONS, Redaction, _DECIDING, seen="see.redactions", title="Redactions")


@pages.route("/redactions/of/<reference>/<int:step>", methods=["GET", "POST"])
@allow(PROPOSE.name)
def propose(reference: str, step: int) -> Any:
    """Propose to redact words or the file of one step, and those of other steps that say the same
    or put the same file forward."""
    reference = as_in_the_log(reference)
    try:
        options = list(_options(reference, step))
    except NotFoundError:
        abort(404)
    around = Around(
        f"{reference}, step {step}",
        listed={"words": options},
        starting={"of": reference, "words": request.args.getlist("words")},
        settled=("of",),
    )
    return act_on(
        PROPOSE,
        cancel=url_for("history.step", reference=reference, version=step),
        then=lambda outcome: url_for("redactions.item", reference=outcome.reference),
        around=lambda item: around,
    )


def _options(reference: str, step: int) -> Iterator[tuple[str, str]]:
    """The fields of words of a step, and its file; then where else in the history the very same is
    said."""
    here, waiting = ledger().on_record(reference, step), ledger().to_be_redacted()
    for found in here.values():
        yield _option(found, waiting, note=_elsewhere(found, reference))
    said = {found.said for found in here.values()}
    for other in range(1, len(ledger().history(reference)) + 1):
        if other != step:
            for found in ledger().on_record(reference, other).values():
                if found.said in said:
                    yield _option(found, waiting, note=", which is the same")


def _elsewhere(found: OnRecord, reference: str) -> str:
    """Of a file: what else put it forward, from where it goes, too."""
    if found.place["field"] != FILE:
        return ""
    items = {item for item, _ in places_of(ledger(), found.place["digest"])} - {reference}
    return f". It goes from {in_a_row(sorted(items, key=in_order))}, too" if items else ""


def _option(found: OnRecord, waiting: Mapping[str, str], *, note: str) -> tuple[str, str]:
    place = found.place
    other = waiting.get(place["digest"])
    proposed = f" (proposed already, by {other})" if other else ""
    return named(place), f"Step {place['step']}: {called(place['field'])}{note}{proposed}"
