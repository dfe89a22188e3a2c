"""The page of the minutes, to read, print or take along as a Word document; what is restricted
apart."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template, url_for

from domain.kernel.errors import DomainError
from domain.kernel.item import Item, london_date, long_date
from domain.meetings.attendance import was_opened
from domain.meetings.meeting import Meeting
from projections.meetings.meetings import MEETINGS
from projections.view import View
from web.exports.documents import Document, Part, word_document
from web.items.story import Entry, Story, full_sentence, story_of
from web.meetings.minutes import Course, Minutes, Row, minutes_of, restricted_minutes_of
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
    meeting, view, course = _meeting(reference)
    minutes = minutes_of(meeting, view, course=course)
    return _page(meeting, minutes, view, document="minutes_document")


def _minutes_document(reference: str) -> Any:
    """The minutes as a Word document."""
    meeting, view, course = _meeting(reference)
    minutes = minutes_of(meeting, view, course=course)
    return _document(minutes, f"minutes-{meeting.reference}", view)


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


def _meeting(reference: str) -> tuple[Meeting, View, Course]:
    """The meeting as it stood at the moment of the page, that view, and what its minutes look back
    to; before it was opened there are no minutes."""
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
    return meeting, view, _course(story, view)


def _course(story: Story[Meeting], view: View) -> Course:
    """What the minutes look back to. Their own corrections are told apart from what was put right
    of the meeting since the chair cleared them."""

    def at(event: Item.Event, day: str) -> View:
        position = story.positions[event.originator_version]
        return view.back_to(on=date.fromisoformat(day), position=position)

    began = next(each for each in story.events if isinstance(each, Meeting.Opened))
    opened = at(began, story.item.meets_on)
    done = next((each for each in story.events if isinstance(each, Meeting.MinutesCleared)), None)
    if done is None:
        return Course(opened, view)
    since = {
        each.originator_version
        for each in story.events
        if each.originator_version > done.originator_version and _rewrites_them(each)
    }
    put_right = [_told(each) for each in story.history if each.version in since]
    return Course(opened, at(done, london_date(done.timestamp).isoformat()), put_right)


def _rewrites_them(event: Item.Event) -> bool:
    """Whether the minutes read otherwise because of what was put right of the meeting."""
    if isinstance(event, Meeting.Corrected):
        return event.fact == "meets_on" or event.fact.startswith("attendees_")
    return isinstance(event, (Meeting.AttendanceCorrected, Meeting.ChairCorrected))


def _told(entry: Entry) -> Row:
    day = long_date(london_date(entry.recorded_on).isoformat())
    words = filter(None, [entry.sentence, entry.reason])
    return f"Since they were cleared, on {day}", " ".join(map(full_sentence, words))


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
