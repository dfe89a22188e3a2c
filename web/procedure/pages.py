"""The escalation procedure: what it says, its versions and their differences, and its draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for

from application.doing import access
from application.ledger.commands import Outcome
from application.nouns.catalogue import CATALOGUE
from application.nouns.partnership.procedures import BEGIN, PROCEDURE_INTENTS, stage_now
from domain.kernel.errors import DomainError, NotFoundError
from domain.procedure.procedure import PROCEDURE, Procedure, Version
from domain.procedure.rules import Rules
from web.forms.acting import act_on, moves_for
from web.forms.filled import written
from web.forms.showing import Around
from web.items.story import Entry, Story, story_of
from web.procedure import words
from web.security import allow
from web.view import ledger, person, the_view

pages = Blueprint("procedure", __name__)
DRAFT = "draft"
_OF_THE_DRAFT = ("change_rules", "add_stage", "publish", "discard")
_OF_A_STAGE = ("change_stage", "remove_stage")
_OF_THE_PROCEDURE = ("draft", "draft_from_file", "confirm")


@dataclass(frozen=True)
class Publication:
    """A version with who published it, who confirmed it, and how it stands."""

    version: Version
    standing: str
    published: Entry
    confirmed: Entry | None


@pages.get("/procedure")
@allow("see.procedure")
def procedure() -> str:
    """The version in force, every other one, the draft, and what happened."""
    view, story = the_view(), _story()
    found = story.item if story else None
    current = words.in_force(found, view.today) if found else 0
    return render_template(
        "procedure/procedure.html",
        procedure=found,
        version=found.versions[current] if found and current else None,
        publications=_publications(story, view.today) if story else [],
        history=story.history if story else [],
        moves=_moves(found, _OF_THE_PROCEDURE) if found and view.now else [],
        may_begin=found is None and view.now and _may_change(),
        words=words,
    )


@pages.get("/procedure/versions/<int:number>")
@allow("see.procedure")
def version(number: int) -> str:
    """One version, as it was published."""
    story = _story() or abort(404)
    shown = story.item.versions.get(number) or abort(404)
    publications = _publications(story, the_view().today)
    return render_template(
        "procedure/version.html",
        version=shown,
        publication=next(each for each in publications if each.version is shown),
        words=words,
        breadcrumbs=_crumbs(f"Version {number}"),
    )


@pages.get("/procedure/versions/<int:number>.toml")
@allow("see.procedure")
def version_file(number: int) -> Response:
    """A version as a file that can be changed and published again."""
    found = _procedure().versions.get(number) or abort(404)
    text = words.as_file(found.rules, called=words.called(found))
    return _download(text, f"procedure-version-{number}.toml")


@pages.get("/procedure/compare")
@allow("see.procedure")
def compare() -> str:
    """What two versions say differently, or a version and the draft."""
    found = _procedure()
    sides = {str(number): each.rules for number, each in found.versions.items()}
    if found.in_draft:
        sides[DRAFT] = found.in_draft
    before, after = _sides(found, sides)
    return render_template(
        "procedure/compare.html",
        before=before,
        after=after,
        choices=[(side, _called(side)) for side in sides],
        called=_called,
        differences=words.differences_in_words(sides[before], sides[after]),
        breadcrumbs=_crumbs("Compare"),
    )


@pages.get("/procedure/draft")
@allow("see.procedure")
def draft() -> str:
    """The draft: what prevents publishing it, its stages and rules, and what it changes."""
    found = _procedure()
    rules = found.in_draft or abort(404)
    current = words.in_force(found, the_view().today)
    in_force = found.versions[current].rules if current else None
    stage_moves = {intent.move for intent in _moves(found, _OF_A_STAGE)}
    return render_template(
        "procedure/draft.html",
        rules=rules,
        faults=rules.faults(),
        changed=words.differences_in_words(in_force, rules) if in_force else [],
        current=current,
        moves=_moves(found, _OF_THE_DRAFT),
        stage_moves=stage_moves,
        words=words,
        breadcrumbs=_crumbs("Draft"),
    )


@pages.get("/procedure/draft.toml")
@allow("see.procedure")
def draft_file() -> Response:
    """The draft as a file."""
    rules = _procedure().in_draft or abort(404)
    return _download(words.as_file(rules, called="a draft, not published"), "procedure-draft.toml")


@pages.route("/procedure/begin", methods=["GET", "POST"])
@allow("procedure.begin")
def begin() -> Any:
    """Draft the first procedure, from a file."""
    return act_on(BEGIN, cancel=url_for("procedure.procedure"), then=_to_draft)


@pages.route("/procedure/do/<move>", methods=["GET", "POST"])
@allow("procedure.*")
def act(move: str) -> Any:
    """Do one thing with the procedure or its draft."""
    intent = CATALOGUE.get(f"procedure.{move.replace('-', '_')}")
    if intent is None or intent.creates:
        abort(404)
    access.actor(person(), intent.name)
    found = _procedure()
    stage = _stage_asked_for(found.in_draft)
    about_a_stage, asked = intent.move in _OF_A_STAGE, intent.asks.fields
    if about_a_stage and found.in_draft and request.method == "GET" and not stage:
        return redirect(url_for("procedure.draft"))
    about_the_draft = about_a_stage or intent.move in _OF_THE_DRAFT
    goes_on = about_the_draft and found.in_draft is not None
    return act_on(
        intent,
        PROCEDURE,
        cancel=url_for("procedure.draft" if goes_on else "procedure.procedure"),
        then=_to_draft if intent.move in _LEADING_TO_THE_DRAFT else _to_procedure,
        around=lambda _: Around(
            caption=stage["name"] if about_a_stage and stage else "",
            starting={name: each for name, each in written(stage).items() if name in asked},
            settled=("stage",) if about_a_stage else (),
        ),
    )


_LEADING_TO_THE_DRAFT = {
    "draft", "draft_from_file", "change_rules", "change_stage", "add_stage", "remove_stage",
}  # fmt: skip


def _to_draft(_: Outcome) -> str:
    return url_for("procedure.draft")


def _to_procedure(_: Outcome) -> str:
    return url_for("procedure.procedure")


def _procedure() -> Procedure:
    return ledger().get(Procedure, PROCEDURE)


def _story() -> Story[Procedure] | None:
    """The procedure up to the moment of the page; None when there was none."""
    try:
        return story_of(ledger(), Procedure, PROCEDURE, the_view())
    except NotFoundError:
        return None


def _publications(story: Story[Procedure], today: str) -> list[Publication]:
    """Every version, the newest first, with what the history says of it."""
    found, told = story.item, {entry.version: entry for entry in story.history}
    published, confirmed = dict[int, Entry](), dict[int, Entry]()
    for event in story.events:
        if isinstance(event, Procedure.Published):
            published[event.number] = told[event.originator_version]
        if isinstance(event, Procedure.Confirmed):
            confirmed[event.number] = told[event.originator_version]
    return [
        Publication(
            version=each,
            standing=words.standing(each, found, today),
            published=published[number],
            confirmed=confirmed.get(number),
        )
        for number, each in reversed(found.versions.items())
    ]


def _moves(procedure: Procedure, names: Sequence[str]) -> list[Any]:
    """Those of the moves that are possible now for the reader, in that order."""
    possible = {intent.move: intent for intent in moves_for(procedure, PROCEDURE_INTENTS)}
    return [possible[name] for name in names if name in possible]


def _may_change() -> bool:
    return access.may(person(), BEGIN.name) is not None


def _stage_asked_for(rules: Rules | None) -> dict[str, Any]:
    """What the draft says of the stage that is named in the address, or that was sent."""
    key = request.values.get("stage", "")
    for stage in rules.stages if rules else ():
        if stage.key == key:
            return stage_now(stage)
    return {}


def _sides(found: Procedure, sides: Mapping[str, Rules]) -> tuple[str, str]:
    """The two that are compared: those in the address, or the last two there are."""
    if not sides:
        raise NotFoundError("There is nothing to compare yet.")
    known = [*sides]
    after = request.args.get("to", known[-1])
    earlier = known[: known.index(after)] if after in sides else []
    before = request.args.get("from", earlier[-1] if earlier else known[0])
    for side in (before, after):
        if side not in sides:
            raise DomainError(f"There is no version “{side}” to compare.")
    return before, after


def _called(side: str) -> str:
    return "The draft" if side == DRAFT else f"Version {side}"


def _download(text: str, name: str) -> Response:
    return Response(
        text,
        content_type="application/toml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _crumbs(here: str) -> list[dict[str, str]]:
    return [
        {"text": "Escalation procedure", "href": url_for("procedure.procedure")},
        {"text": here},
    ]
