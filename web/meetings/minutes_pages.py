"""The page of the minutes, to read, print or take along as a Word document; what is restricted
apart."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template, url_for

from domain.kernel.errors import DomainError
from domain.meetings.attendance import was_opened
from domain.meetings.meeting import Meeting
from projections.meetings.meetings import MEETINGS
from projections.view import View
from web.documents import Document, Part, word_document
from web.items.story import story_of
from web.meetings.minutes import Minutes, minutes_of, restricted_minutes_of
from web.security import allow
from web.view import ledger, the_view


def add_minutes(pages: Blueprint) -> None:
    """The pages and the documents of a meeting’s minutes."""
    deed = allow("see.meetings")
    for address, endpoint, view in (
        ("minutes", "minutes", _minutes),
        ("minutes.docx", "minutes_document", _minutes_document),
        ("minutes/restricted", "restricted_minutes", _restricted),
        ("minutes/restricted.docx", "restricted_minutes_document", _restricted_document),
    ):
        pages.add_url_rule(f"/meetings/<reference>/{address}", endpoint, deed(view))


def _minutes(reference: str) -> str:
    """The minutes, as far as they have come."""
    meeting, view, opened = _meeting(reference)
    minutes = minutes_of(meeting, view, opened=opened)
    return _page(meeting, minutes, view, document="minutes_document")


def _minutes_document(reference: str) -> Any:
    """The minutes as a Word document."""
    meeting, view, opened = _meeting(reference)
    return _document(minutes_of(meeting, view, opened=opened), f"minutes-{meeting.reference}", view)


def _restricted(reference: str) -> str:
    """The minute of the restricted items, for those who may read it."""
    meeting, view, _ = _meeting(reference)
    found = restricted_minutes_of(meeting, view) or abort(404)
    return _page(meeting, found, view, document="restricted_minutes_document")


def _restricted_document(reference: str) -> Any:
    """The minute of the restricted items as a Word document."""
    meeting, view, _ = _meeting(reference)
    found = restricted_minutes_of(meeting, view) or abort(404)
    return _document(found, f"restricted-minute-{meeting.reference}", view)


def _meeting(reference: str) -> tuple[Meeting, View, View]:
    """The meeting as it stood at the moment of the page, and the views of that moment and of the
    one at which it was opened; before that there are no minutes."""
    view, reference = the_view(), reference.upper()
    if MEETINGS.one_row(view, reference) is None:
        abort(404)
    story = story_of(ledger(), Meeting, reference, view)
    meeting: Meeting = story.item
    if reason := was_opened(meeting):
        raise DomainError(reason)
    if meeting.past:
        raise DomainError(
            f"{reference} was held before this ledger. Its page says what was written down of it."
        )
    began = next(each for each in story.events if isinstance(each, Meeting.Opened))
    opened = view.back_to(
        on=date.fromisoformat(meeting.meets_on), position=story.positions[began.originator_version]
    )
    return meeting, view, opened


def _page(meeting: Meeting, minutes: Minutes, view: View, *, document: str) -> str:
    apart = document == "restricted_minutes_document"
    return render_template(
        "meetings/minutes.html",
        minutes=minutes,
        meeting=meeting,
        document=url_for(f"meetings.{document}", reference=meeting.reference),
        apart=""
        if apart or restricted_minutes_of(meeting, view) is None
        else url_for("meetings.restricted_minutes", reference=meeting.reference),
        breadcrumbs=[
            {"text": "Meetings", "href": url_for("meetings.register")},
            {"text": meeting.reference,
             "href": url_for("meetings.meeting", reference=meeting.reference)},
            {"text": "Minutes"},
        ],
    )  # fmt: skip


def _document(minutes: Minutes, name: str, view: View) -> Any:
    parts = [Part(each.title, ("What", "Words"), each.rows) for each in minutes.parts]
    apart = [f"{each} is restricted: its minute is kept apart." for each in minutes.hidden]
    document = Document(minutes.title, parts, (minutes.state, *apart))
    return word_document(document, noun=name, view=view)
