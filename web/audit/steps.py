"""The history of one item: whole, and one event after the other.

A step is an event of the item: who, in which role, when it was recorded and when it happened, why,
what it changed, what else was recorded with it, and the entry of the log itself. Whoever may see
the item's page may step through its history.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)

from application.doing import access
from application.ledger.files import mark_of
from application.ledger.log.entries import Stored
from application.ledger.log.words_apart import there_and_marked
from application.ledger.redacting import file_on_record
from domain.kernel.days.happened import replay
from domain.kernel.deciding.evidence import Evidenced
from domain.kernel.errors import NotFoundError
from domain.kernel.item import Item, london_date, long_date
from domain.partnership.proof import PackOf
from domain.redactions.redaction import called
from domain.redactions.vocabulary import BECAUSE, Basis
from projections.audit.audit_trail import recorded_later, recorded_with
from projections.versioned import Row
from projections.view import View
from web.items.evidence import Shown, evidence_of
from web.items.linked import item_href
from web.items.story import Entry, Story, full_sentence, people_by_id, story_of
from web.noun import as_in_the_log, noun_called, noun_of
from web.packs import subjects
from web.packs.downloads import Offer, offer, take_along
from web.security import allow, deed_of, signed_in
from web.view import ledger, person, the_view

pages = Blueprint("history", __name__)

_BESIDE = 20
"""Events of the same moment that a step lists: of a file that was loaded there can be hundreds."""


@dataclass(frozen=True)
class Raw:
    """The entry of the log as it stands there, for those who see all that it may name."""

    topic: str
    state: str
    leaf: str


@pages.get("/history/<reference>")
@signed_in
def whole(reference: str) -> Any:
    """Everything that happened to one item, the latest first."""
    view, story = the_view(), _story(reference)
    reference = story.item.reference
    if request.args.get("step", "").isdecimal():
        return redirect(step_href(reference, int(request.args["step"]), view))
    late = [] if view.now else recorded_later(view, reference)
    people = people_by_id(view.connection)
    return render_template(
        "history/whole.html",
        reference=reference,
        title=_called(story.item, view),
        history=story.history,
        recorded_late=[entry for entry in story.history if entry.occurred_on],
        late=[_line(each, people) for each in late],
        packs=_packs(reference, view) if access.may(person(), "see.audit") else [],
        breadcrumbs=_breadcrumbs(story.item, view),
    )


def _packs(reference: str, view: View) -> list[Offer]:
    """The evidence packs that can be made of an item, and of the report that it is of."""
    address = url_for("history.pack", reference=reference, **_NOW)
    here = partial(url_for, "history.whole", reference=reference)
    sent = {"as_at": view.asked}
    when = "" if view.now else " as it stood then"
    offers = [
        offer(f"An evidence pack holds all of this{when}.", address, sent,
              wish=subjects.item(reference), here=here),
    ]  # fmt: skip
    title, items = subjects.of_report(reference, view)
    if items:
        all_of_it = f"all its {len(items)} recommendations" if len(items) > 1 else "its only one"
        words = f"One of the whole report “{title}” holds the same of {all_of_it}."
        sent = {**sent, "of": PackOf.REPORT.value}
        offers.append(offer(words, address, sent, wish=subjects.report(reference), here=here))
    return offers


_NOW: dict[str, Any] = {"as-at": None}


@pages.get("/history/<reference>/<int:version>")
@signed_in
def step(reference: str, version: int) -> Any:
    """One event of an item: all that is known of it, and the way to the one before and after."""
    view, story = the_view(), _story(reference)
    reference = story.item.reference
    if not 1 <= version <= len(story.history):
        abort(404)
    entry, event = story.history[version - 1], story.events[version - 1]
    beside = recorded_with(view, entry.position, most=_BESIDE + 1)
    people = people_by_id(view.connection)
    return render_template(
        "history/step.html",
        reference=reference,
        title=_called(story.item, view),
        entry=entry,
        steps=story.history,
        days_late=_days_late(entry),
        before=_at(reference, entry.position - 1) if version > 1 else "",
        after=_at(reference, entry.position),
        beside=[_line(each, people) for each in beside[:_BESIDE]],
        more_beside=len(beside) > _BESIDE,
        decided=_decided(story, event, view),
        raw=_raw(entry.position) if view.sight.everything else None,
        redacted=_redacted(entry.position, view),
        propose=_propose(reference, version, view),
        address=lambda number: step_href(reference, number, view),
        breadcrumbs=[
            *_breadcrumbs(story.item, view)[:-1],
            {"text": "History", "href": _whole(reference, view)},
            {"text": f"Step {version}"},
        ],
    )


@pages.post("/history/<reference>/pack")
@allow("see.audit")
def pack(reference: str) -> Response:
    """The evidence pack of an item, or of the report that it is of, as at the moment of the page
    that it was asked for on."""
    reference = _story(reference).item.reference
    of_report = request.form.get("of") == PackOf.REPORT
    return take_along(subjects.report(reference) if of_report else subjects.item(reference))


def _whole(reference: str, view: View) -> str:
    return url_for("history.whole", reference=reference)


def step_href(reference: str, version: int, view: View) -> str:
    """Where the step of an item is, at the moment of the view."""
    return url_for("history.step", reference=reference, version=version)


def _at(reference: str, position: int) -> str:
    """The page of an item as it stood just after a position; "" where it has none."""
    noun = noun_called(reference)
    if noun is None or not noun.page:
        return ""
    there: dict[str, Any] = {"as-at": f"#{position}"}
    if noun.item.only:
        return url_for(noun.page, **there)
    return url_for(noun.page, reference=reference, **there)


def _story(reference: str) -> Story[Item]:
    """The story of an item that the reader may see; what they may not see is not there."""
    view, reference = the_view(), as_in_the_log(reference)
    noun = noun_called(reference) or abort(404)
    deed = deed_of(current_app, noun.page) if noun.page else "see.audit"
    if access.may(person(), deed) is None:
        abort(404)
    if noun.register is not None and noun.register.one_row(view, reference) is None:
        abort(404)
    try:
        return story_of(ledger(), Item, reference, view)
    except NotFoundError:
        abort(404)


def _called(item: Item, view: View) -> str:
    noun = noun_called(item.reference)
    row = noun.register.one_row(view, item.reference) if noun and noun.register else None
    if noun is None or row is None:
        return ""
    return str(row.get(noun.title, "") or "")


def _breadcrumbs(item: Item, view: View) -> list[dict[str, str]]:
    noun, href = noun_called(item.reference), item_href(item.reference, view)
    crumbs = []
    if noun and noun.section and noun.register:
        crumbs.append({"text": noun.section, "href": url_for(f"{noun.pages.name}.register")})
    if href:
        crumbs.append({"text": item.reference, "href": href})
    return [*crumbs, {"text": "History"}]


def _line(line: Row, people: Any) -> Row:
    return {**line, "sentence": full_sentence(line["sentence"]), "who": people(line["person"])}


def _days_late(entry: Entry) -> int:
    """How many days after it had happened it was recorded."""
    if entry.occurred_on is None:
        return 0
    return (london_date(entry.recorded_on) - entry.occurred_on).days


@dataclass(frozen=True)
class DecidedThen:
    """What somebody who decided saw, what has changed since of what that rests on, and the evidence
    that there was; None of an item that has none."""

    saw: str
    version: int
    holds: bool
    changed: Sequence[Entry]
    evidence: Sequence[Shown] | None


def _decided(story: Story[Item], event: Item.Event, view: View) -> DecidedThen | None:
    if not event.rests_on or event.originator_version == 1:
        return None  # What it began with was decided before there was anything to see of it.
    version = event.originator_version
    found = next((each for each in story.decided if each.entry.version == version), None)
    saw = _at(event.reference, story.positions[version] - 1)
    changed = found.changed if found else ()
    then = replay(None, story.events[: version - 1])
    noun, evidence = noun_of(story.item), None
    if isinstance(then, Evidenced):
        evidence = evidence_of(then, pages=noun.pages.name, view=view)
    return DecidedThen(saw, version - 1, found is not None, changed, evidence)


def _redacted(position: int, view: View) -> list[dict[str, str]]:
    """What was redacted of an event: each field in words and the file, when and why, and the
    redaction."""
    (stored,) = ledger().log.select_notifications(position, 1)
    _, marks = there_and_marked(stored.words)
    file = file_on_record(stored)
    if file and (mark := mark_of(view.connection, file.place["digest"])):
        marks.append(mark)
    sees = access.may(person(), "see.redactions") is not None
    return [
        {
            "field": called(each.field),
            "on": long_date(each.on),
            "because": BECAUSE[Basis(each.basis)],
            "reference": each.redaction,
            "href": url_for("redactions.item", reference=each.redaction) if sees else "",
        }
        for each in marks
    ]


def _propose(reference: str, version: int, view: View) -> str:
    """Where a redaction of this step is proposed; "" where that is not possible, or not theirs."""
    if not view.now or access.may(person(), "redaction.propose") is None:
        return ""
    if not ledger().on_record(reference, version):
        return ""
    return url_for("redactions.propose", reference=reference, step=version)


def _raw(position: int) -> Raw:
    (stored,) = ledger().log.select_notifications(position, 1)
    assert isinstance(stored, Stored)
    state = json.dumps(json.loads(stored.state), indent=2, ensure_ascii=False)
    return Raw(stored.topic, state, stored.leaf.hex())
