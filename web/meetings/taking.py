"""Taking the minutes while a meeting goes on: one page, from item to item, keyboard first.

All of the page is one form, so that whatever button is pressed keeps what was typed. It is kept
with the side records until the item is minuted (`application/accounts/minute_drafts.py`). What is
captured in a line becomes an item afterwards, on the form of its noun.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from marshmallow import ValidationError

from application.accounts.minute_drafts import MinuteDraft, draft_of, save_draft, settle_draft
from application.doing.child_details import ChildDetailsError
from application.doing.intents import Intent, perform
from application.ledger.commands import Outcome
from application.nouns.disputes_recorded import RECORD
from application.nouns.meeting.meetings import CAPTURE, FINISH_CAPTURE, MINUTE_ITEM
from domain.groups.group import Group
from domain.groups.vocabulary import GroupKind
from domain.kernel.errors import DomainError
from domain.kernel.item import clock_time
from domain.kernel.plain import clean
from domain.meetings.meeting import Meeting
from domain.meetings.records import Captured
from domain.meetings.vocabulary import CAPTURES, CaptureKind, StatementKind
from domain.risks.vocabulary import Forum
from web.disputes.pages import around_recording
from web.forms.acting import act_on
from web.forms.filled import ASK, CHECKED
from web.forms.kept import WHOSE, forget, kept_at, whose
from web.forms.showing import Around
from web.groups.choosing import groups_to_choose, own_groups
from web.items.linked import item_href
from web.items.story import people_by_id
from web.meetings.captured import BECOMES, open_lines
from web.meetings.pages import around_meeting
from web.meetings.typed import typed_words
from web.security import allow, new_command
from web.view import ledger, person, side, stop_looking, the_view

HERE, RECORD_IT = "here", "record"
"""Where the buttons lead: nowhere, or the item is minuted; otherwise the number of an item."""


def add_minute_taking(pages: Blueprint) -> None:
    """The page of the secretary, and the forms that finish what was captured on it."""
    deed = allow(MINUTE_ITEM.name)
    pages.add_url_rule("/meetings/<reference>/take-minutes", "taking", deed(_first))
    pages.add_url_rule(
        "/meetings/<reference>/take-minutes/<int:item>", "taking_item", deed(_take),
        methods=["GET", "POST"],
    )  # fmt: skip
    pages.add_url_rule(
        "/meetings/<reference>/captured/<int:capture>/<move>", "finish",
        allow(FINISH_CAPTURE.name)(_finish), methods=["GET", "POST"],
    )  # fmt: skip


def _first(reference: str) -> Any:
    """Lead to the first item that is not minuted yet."""
    meeting = _meeting(reference)
    left = [each.number for each in meeting.items if each.number not in meeting.points]
    item = (left or [meeting.items[0].number])[0]
    return redirect(_address(meeting, item))


def _meeting(reference: str) -> Meeting:
    """The meeting, if minutes of it can be taken. Raises DomainError."""
    meeting = ledger().get(Meeting, reference.upper())
    if reason := meeting.why_not(MINUTE_ITEM.move):
        raise DomainError(reason)
    return meeting


def _address(meeting: Meeting, item: int) -> str:
    return url_for("meetings.taking_item", reference=meeting.reference, item=item)


@dataclass
class _Typed:
    """What stands in the form: the draft, the line, and what is wrong with either."""

    words: str
    minute: str
    version: int
    kind: str = ""
    line: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    doubted: bool = False


def _take(reference: str, item: int) -> Any:
    """Take the minutes of one item."""
    meeting = ledger().get(Meeting, reference.upper())
    meeting._item(item)
    if reason := meeting.why_not(MINUTE_ITEM.move):
        return _too_late(meeting, item, reason)
    if request.method == "POST":
        return _saved(meeting, item)
    draft, aside = _drafts(meeting, item)
    mine = aside if aside.by else draft
    typed = _Typed(mine.words, mine.minute, draft.version)
    if kept := kept_at(request.path):
        typed = _from(kept)
    return _page(meeting, item, typed, clash=bool(aside.by), kept=bool(kept))


def _too_late(meeting: Meeting, item: int, reason: str) -> Any:
    """Keep what was still typed after the chair cleared the minutes. Raises DomainError where
    nothing was."""
    form = request.form if request.method == "POST" else kept_at(request.path)
    if not form or not meeting.opened_on:
        raise DomainError(reason)
    typed = _from(form)
    kind = CAPTURES[CaptureKind(typed.kind)] if typed.kind in list(CaptureKind) else "Noted"
    line = f"{kind}: {typed.line}" if typed.line else ""
    typed.words = "\n\n".join(filter(None, [typed.words, line]))
    _save(meeting, item, typed)
    forget()
    told = f"{reason} What you typed is kept on the page of the meeting, and is not in the minutes."
    if request.headers.get("Accept") == "application/json":
        return jsonify(told=told), 422
    flash(told, "warning")
    return redirect(f"{url_for('meetings.meeting', reference=meeting.reference)}#typed", 303)


def _drafts(meeting: Meeting, item: int) -> tuple[MinuteDraft, MinuteDraft]:
    """The draft of an item, where there is none what is minuted; and the reader’s words beside
    it."""
    with side().reading() as connection:
        draft = draft_of(connection, meeting.reference, item)
        aside = draft_of(connection, meeting.reference, item, person=person().id)
    if not draft.words and (known := meeting.points.get(item)):
        draft = replace(draft, words=known.words, minute=draft.minute or known.minute)
    if not draft.minute:
        draft = replace(draft, minute=str(meeting.place_of(item)))
    return draft, aside


def _from(form: Mapping[str, str]) -> _Typed:
    version = form.get("version", "")
    return _Typed(
        clean(form.get("words", "")), clean(form.get("minute", ""))[:40],
        int(version) if version.isdecimal() and len(version) < 10 else 0,
        form.get("kind", ""), clean(form.get("line", "")),
    )  # fmt: skip


def _saved(meeting: Meeting, item: int) -> Any:
    """Save what was typed, do what else was asked for, and lead on."""
    typed, go = _from(request.form), request.form.get("go", HERE)
    if not _save(meeting, item, typed):
        return _clashed(meeting, item, typed)
    forget()
    if request.headers.get("Accept") == "application/json":
        now = clock_time(ledger().now())
        return jsonify(version=_drafts(meeting, item)[0].version, saved=f"Saved at {now}.")
    stop_looking()
    if typed.line and not _done(CAPTURE, meeting, typed, _line(item, typed)):
        return _again(meeting, item, typed)
    typed.line = ""
    if go == RECORD_IT:
        said = {"item": str(item), "minute": typed.minute, "words": typed.words}
        if not _done(MINUTE_ITEM, meeting, typed, said):
            return _again(meeting, item, typed)
        with side().writing() as connection:
            settle_draft(connection, meeting.reference, item, typed.words)
        flash(f"Item {meeting.place_of(item)} is in the minutes.", "success")
        go = str(_next(meeting, item))
    return redirect(_address(meeting, int(go) if go.isdecimal() else item), 303)


def _save(meeting: Meeting, item: int, typed: _Typed) -> bool:
    draft = MinuteDraft(typed.words, typed.minute, typed.version, by=person().id)
    with side().writing() as connection:
        return save_draft(connection, meeting.reference, item, draft, now=ledger().now())


def _clashed(meeting: Meeting, item: int, typed: _Typed) -> Any:
    draft, aside = _drafts(meeting, item)
    typed.words, typed.version = aside.words, draft.version
    if request.headers.get("Accept") == "application/json":
        told = (
            "Somebody else has typed here meanwhile. Your words are kept: press Save to see both."
        )
        return jsonify(told=told), 409
    return _page(meeting, item, typed, clash=True), 409


def _again(meeting: Meeting, item: int, typed: _Typed) -> Any:
    typed.version = _drafts(meeting, item)[0].version
    return _page(_meeting(meeting.reference), item, typed), 422


def _line(item: int, typed: _Typed) -> dict[str, str]:
    return {"item": str(item), "kind": typed.kind, "minute": typed.minute, "words": typed.line}


def _done(intent: Intent, meeting: Meeting, typed: _Typed, data: Mapping[str, str]) -> bool:
    """Do it; False where something is wrong, which then stands in the form."""
    where = "line" if intent is CAPTURE else "words"
    try:
        perform(
            ledger(), intent, data, person=person(), reference=meeting.reference,
            command=request.form.get("command", "")[:64],
            confirmed=request.form.get(CHECKED) == "true",
        )  # fmt: skip
    except ValidationError as error:
        found = error.messages_dict
        typed.errors = {
            "kind" if name == "kind" else where: " ".join(told) for name, told in found.items()
        }
    except ChildDetailsError as error:
        typed.errors = {where: " ".join(error.sentences.values()), CHECKED: ASK}
        typed.doubted = True
    except DomainError as error:
        typed.errors = {where: error.sentence}
    return not typed.errors


def _next(meeting: Meeting, item: int) -> int:
    numbers = [each.number for each in meeting.items]
    return (numbers[numbers.index(item) + 1 :] or [item])[0]


def _page(
    meeting: Meeting, item: int, typed: _Typed, *, clash: bool = False, kept: bool = False
) -> str:
    view = the_view()
    found, draft = meeting.agenda[item], _drafts(meeting, item)[0]
    chair = meeting.chair_at(item)
    errors = dict(typed.errors)
    return render_template(
        "meetings/taking.html",
        meeting=meeting, item=found, typed=typed, errors=errors,
        error_list=[{"text": text, "href": f"#{name}"} for name, text in errors.items()],
        checked=CHECKED,
        clash=_told_of(draft, people_by_id(view.connection)) if clash else None,
        kept=kept,
        saved=_time(draft.at),
        quorum=meeting.quorum_at(item).sentence,
        chair=chair.in_words if chair else "",
        next=_next(meeting, item),
        kinds=[{"value": kind.value, "text": words} for kind, words in CAPTURES.items()],
        noted=[each for each in meeting.captures.values() if each.item == item],
        open_lines=open_lines(meeting),
        minuted=meeting.points.get(item),
        drafted={each.item for each in typed_words(meeting)},
        hidden={"command": new_command(), WHOSE: whose("Take the minutes")},
        breadcrumbs=[
            {"text": "Meetings", "href": url_for("meetings.register")},
            {"text": meeting.reference,
             "href": url_for("meetings.meeting", reference=meeting.reference)},
            {"text": "Take the minutes"},
        ],
    )  # fmt: skip


def _told_of(draft: MinuteDraft, who: Callable[[str], str]) -> dict[str, str]:
    """Who saved what over the reader’s words, and when."""
    return {
        "by": who(draft.by) if draft.by else "",
        "at": _time(draft.at),
        "words": draft.words,
    }


def _time(at: str) -> str:
    return clock_time(datetime.fromisoformat(at)) if at else ""


# ------------------------------------------------------------------ what was captured


def _finish(reference: str, capture: int, move: str) -> Any:
    """Record what was captured, on the form of what it becomes."""
    meeting = ledger().get(Meeting, reference.upper())
    noted = meeting.captures.get(capture)
    if noted is None:
        raise DomainError("Nothing was noted under that number.")
    ways = {intent.move.replace("_", "-"): intent for intent in BECOMES[noted.kind]}
    intent = ways.get(move) or abort(404)
    if not noted.is_open and request.method == "GET":
        raise DomainError("That is recorded already, or was let go.")
    page = url_for("meetings.meeting", reference=meeting.reference)
    return act_on(
        intent,
        "" if intent.creates else meeting.reference,
        cancel=page,
        then=lambda outcome: _finished(meeting.reference, capture, intent, outcome),
        around=_around(intent, meeting, noted),
    )


def _finished(reference: str, capture: int, intent: Intent, outcome: Outcome) -> str:
    """Let the line lead to what it has become, and say where that is."""
    became = outcome.reference
    meeting = ledger().get(Meeting, reference)
    if intent.item_class is Meeting:
        became = meeting.captures[capture].became  # it has been told of the line itself
    elif meeting.captures[capture].is_open:
        perform(
            ledger(), FINISH_CAPTURE, {"capture": str(capture), "became": became},
            person=person(), reference=reference, command=request.form.get("command", "")[:64],
        )  # fmt: skip
    return item_href(became, the_view()) or url_for("meetings.meeting", reference=reference)


def _around(intent: Intent, meeting: Meeting, noted: Captured) -> Callable[[Any], Around]:
    """The form of a noun, filled with what the line carries: words, meeting, minute and date.

    Where it was noted at a restricted item, an item of its own is read by more people, so that its
    words are asked for anew.
    """
    own = intent.item_class is Meeting
    kept_apart = meeting.agenda[noted.item].restricted and not own
    starting = _starting(meeting, noted, "" if kept_apart else noted.words)
    warning = _KEPT_APART.format(place=meeting.place_of(noted.item)) if kept_apart else ""

    def around(item: Any) -> Around:
        if item is not None:
            found = around_meeting(item)
        elif intent is RECORD:
            found = around_recording()
        else:
            found = Around(listed={"group": own_groups(), "of": groups_to_choose()})
        where = f"{noted.minute} of {meeting.reference}, {meeting.title}"
        known = starting[intent.name.partition(".")[0]]
        return replace(
            found, caption=f"Minute {where}", warning=warning, starting={**found.starting, **known}
        )

    return around


_KEPT_APART = (
    "Item {place} is restricted, and what you record here is not: it stands in a register that "
    "others read. Say it in words that they may all read. What was noted is not filled in for that "
    "reason; it stays in the restricted minute."
)


def _starting(meeting: Meeting, noted: Captured, words: str) -> Mapping[str, Mapping[str, Any]]:
    """What the forms of each noun begin with."""
    met, minute = meeting.meets_on, noted.minute
    minuted = {"meeting": meeting.reference, "minute": minute, "minuted_on": met}
    said = noted.kind is CaptureKind.DISAGREEMENT
    group = ledger().get(Group, meeting.group)
    return {
        "action": {"title": words, "on": met},
        "risk": {"title": words, "raised_in": _RAISED_IN.get(group.kind, ""), "on": met},
        "dispute": {"title": words, "issue": words, "meeting": meeting.reference,
                    "minute": minute, "met_on": met, "circulated_on": meeting.circulated_on},
        "commission": {"title": words, "question": words, "group": meeting.group, "on": met,
                       **minuted},
        "meeting": {"item": str(noted.item), "minute": minute, "words": words,
                    "capture": str(noted.number),
                    "kind": StatementKind.DISAGREEMENT.value if said else ""},
    }  # fmt: skip


_RAISED_IN = {
    GroupKind.SCRUTINY: Forum.SAAS.value,
    GroupKind.EXECUTIVE: Forum.EXECUTIVE.value,
    GroupKind.SUB_GROUP: Forum.SUB_GROUP.value,
    GroupKind.WORKING_GROUP: Forum.SUB_GROUP.value,
}
"""Where a risk that was noted at a meeting was raised, by the kind of its group."""
