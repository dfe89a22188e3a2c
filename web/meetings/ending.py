"""Closing a meeting and clearing its minutes: before either, what was typed and is not in the
minutes is shown, to be put there or to be left out on purpose."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import ValidationError

from application.accounts.minute_drafts import settle_draft
from application.doing import access
from application.doing.child_details import ChildDetailsError
from application.doing.intents import Intent, item_and_actor, perform
from application.nouns.catalogue import CATALOGUE
from application.nouns.meeting.meetings import MINUTE_ITEM
from domain.kernel.errors import DomainError
from domain.meetings.meeting import Meeting
from web.forms.acting import act_on
from web.forms.showing import why_not
from web.meetings.pages import around_meeting
from web.meetings.typed import TypedWords, places_of, typed_words
from web.security import allow
from web.view import ledger, person, side, stop_looking

ENDS = (CATALOGUE["meeting.close"], CATALOGUE["meeting.clear_minutes"])


def add_ending(pages: Blueprint) -> None:
    """The forms of what ends the taking of minutes, and what puts in the minutes what waits."""
    for intent in ENDS:
        _add_end(pages, intent)
    pages.add_url_rule(
        "/meetings/<reference>/put-in-the-minutes", "put_in",
        allow(MINUTE_ITEM.name)(_put_in), methods=["POST"],
    )  # fmt: skip


def _add_end(pages: Blueprint, intent: Intent) -> None:
    """The form of an intent. `which` are the words that are left out on purpose: others that are
    typed meanwhile are not."""

    def end(reference: str, which: str = "") -> Any:
        return _end(intent, reference.upper(), which)

    end.__doc__ = f"{intent.title}; first of all see to what is typed and not in the minutes."
    address = f"/meetings/<reference>/{intent.move.replace('_', '-')}"
    for each in (address, f"{address}/without/<which>"):
        pages.add_url_rule(each, intent.move, allow(intent.name)(end), methods=["GET", "POST"])


def _end(intent: Intent, reference: str, which: str) -> Any:
    meeting, by = item_and_actor(ledger(), intent, reference, person=person())
    assert isinstance(meeting, Meeting)
    waiting = typed_words(meeting) if why_not(meeting, intent, by) is None else []
    if waiting and which != _which(waiting):
        return _page(intent, meeting, waiting), 409 if request.method == "POST" else 200
    page = url_for("meetings.meeting", reference=reference)
    return act_on(intent, reference, cancel=page, then=lambda _: page, around=around_meeting)


def _which(waiting: list[TypedWords]) -> str:
    """The same for the same words alone."""
    told = "\n".join(f"{each.item} {each.until} {each.words}" for each in waiting)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _page(intent: Intent, meeting: Meeting, waiting: list[TypedWords]) -> str:
    may_put_in = access.may(person(), MINUTE_ITEM.name, meeting) is not None
    return render_template(
        "meetings/waiting.html",
        intent=intent,
        meeting=meeting,
        waiting=waiting,
        where=places_of(waiting),
        may_put_in=may_put_in,
        puts_in=may_put_in and any(not each.beside for each in waiting),
        back=intent.move,
        on=url_for(f"meetings.{intent.move}", reference=meeting.reference, which=_which(waiting)),
        breadcrumbs=[
            {"text": "Meetings", "href": url_for("meetings.register")},
            {"text": meeting.reference,
             "href": url_for("meetings.meeting", reference=meeting.reference)},
            {"text": intent.title},
        ],
    )  # fmt: skip


def _put_in(reference: str) -> Any:
    """Put what is typed in the minutes, item by item, and go back to what was to be done."""
    meeting = ledger().get(Meeting, reference.upper())
    waiting = [each for each in typed_words(meeting) if not each.beside]
    stop_looking()
    for each in waiting:
        said = {"item": str(each.item), "minute": each.minute, "words": each.words}
        try:
            perform(ledger(), MINUTE_ITEM, said, person=person(), reference=meeting.reference)
        except (ValidationError, ChildDetailsError, DomainError):
            flash(
                f"Item {each.place} is not in the minutes yet. Press “Put item {each.place} in the "
                "minutes” to see what is to be looked at.",
                "warning",
            )
            return redirect(each.href, 303)
        with side().writing() as connection:
            settle_draft(connection, meeting.reference, each.item, each.words)
    if waiting:
        flash(f"What was typed at {places_of(waiting)} is in the minutes.", "success")
    back = next((each.move for each in ENDS if each.move == request.form.get("back")), "meeting")
    return redirect(url_for(f"meetings.{back}", reference=meeting.reference), 303)
