"""The meetings, one meeting, and everything done with it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, render_template, url_for

from application.doing import access
from application.doing.intents import Intent
from application.ledger.identity import identity_of
from application.nouns.meeting.meetings import (
    ATTEND,
    FINISH_CAPTURE,
    MEETING_INTENTS,
    MINUTE_ITEM,
    REPLY_ONESELF,
)
from domain.groups.group import Group
from domain.kernel.item import long_date
from domain.meetings.forecast import Forecast, forecast_of
from domain.meetings.meeting import Meeting
from domain.meetings.vocabulary import KINDS, MODES, QUORATE, STATUSES, Status
from domain.partnership.agency import AgencyKind
from projections.decisions.decisions import (
    can_be_confirmed,
    can_be_reported,
    decisions_to,
)
from projections.disputes.disputes import minuted_at
from projections.forward.entries import entries_to_choose
from projections.groups.groups import GROUPS
from projections.meetings.meetings import (
    MEETINGS,
    begins_after,
    can_be_rearranged,
    meetings_of,
    took_place,
)
from projections.partnership.agencies import list_agencies
from projections.view import View
from web.forms.acting import grouped, groups_of, moves_for
from web.forms.showing import Around
from web.groups.choosing import own_groups
from web.items.files import as_attachment
from web.items.linked import item_href, linked_items
from web.items.pages import add_moves
from web.items.story import story_of
from web.meetings.agenda import agenda_of, attendance_of, may_have, papers_of
from web.meetings.arising import matters_arising
from web.meetings.calendar_file import calendar_file
from web.meetings.captured import open_lines
from web.meetings.replying import own_reply
from web.meetings.roll_call import unrecorded
from web.meetings.typed import own_typed_words
from web.registers import add_register
from web.security import allow
from web.view import ledger, person, the_view
from web.wording import facts, moved_times

pages = Blueprint("meetings", __name__)
_TO_COME = (Status.PLANNED, Status.UNDER_WAY)


add_register(
    pages, MEETINGS, deed="see.meetings", title="Meetings", item="meetings.meeting",
    template="meetings/register.html", intents=MEETING_INTENTS,
)  # fmt: skip


def around_meeting(item: Meeting | None) -> Around:
    """What a form offers that only the ledger knows: groups, meetings, seats, decisions."""
    view = the_view()
    if item is None:
        rearranged = meetings_of(view, can_be_rearranged())
        return Around(listed={"group": own_groups(), "instead_of": rearranged})
    listed = {
        "entry": entries_to_choose(view, group=item.group),
        "meeting": meetings_of(view, took_place(), begins_after(item), group=item.group),
    }
    for_move = {
        "confirm_decision": {"decision": decisions_to(view, can_be_confirmed(), group=item.group)},
        "report_decision": {"decision": decisions_to(view, can_be_reported(), group=item.group)},
    }
    group = ledger().get(Group, item.group)
    held = [
        (str(seat.number), f"{seat.number}: {seat.in_words(view.names)}")
        for seat in group.seats_on(item.meets_on)
        if not seat.is_vacant(item.meets_on) and not item.held(seat.number)
    ]
    return Around(
        f"{item.reference}: {item.title}", listed=listed, besides={"seat": held}, for_move=for_move
    )


add_moves(pages, MEETING_INTENTS, page="meetings.meeting", around=around_meeting)


@pages.get("/meetings/<reference>")
@allow("see.meetings")
def meeting(reference: str) -> str:
    """One meeting: when, about what, who was there, whether it could decide, what came of it."""
    view, reference = the_view(), reference.upper()
    row = MEETINGS.one_row(view, reference) or abort(404)
    story = story_of(ledger(), Meeting, reference, view)
    item = story.item
    group = _group_then(item, view) if item.status is Status.PLANNED else None
    reply = own_reply(item, group) if group and view.now else None
    return render_template(
        "meetings/meeting.html",
        row=row,
        item=item,
        status=STATUSES[item.status],
        quorate=QUORATE[item.quorate] if item.quorate else "",
        facts=_facts_before(item) if item.past else _facts(item),
        written=_written(item),
        forecast=_forecast(item, group, view) if group else None,
        agenda=agenda_of(item, view),
        papers=papers_of(item, view),
        arising=matters_arising(item, view) if item.status in _TO_COME else (),
        attendance=attendance_of(item),
        others=[
            (words, each, item_href(each, view))
            for words, each in (
                ("In place of", item.predecessor),
                ("Rearranged to", item.successor),
                ("Minutes confirmed at", item.confirmed_at),
                (f"Group, {item.group_name}", item.group),
            )
            if each
        ],
        linked=linked_items([*item.links, *_minuted(item, view)], view),
        history=story.history,
        takes_minutes=view.now and takes_minutes(item),
        calls_the_roll=view.now and _may(item, ATTEND) and bool(unrecorded(item)),
        typed=own_typed_words(item) if view.now else (),
        open_lines=open_lines(item) if view.now and _may(item, FINISH_CAPTURE) else (),
        own_reply=reply,
        moves=grouped(_moves(item, replies=reply is not None), _GROUPS) if view.now else [],
        breadcrumbs=[
            {"text": "Meetings", "href": url_for("meetings.register")},
            {"text": reference},
        ],
    )


@pages.get("/meetings/<reference>.ics")
@allow("see.meetings")
def calendar(reference: str) -> Response:
    """The meeting for a calendar."""
    view, reference = the_view(), reference.upper()
    row = MEETINGS.one_row(view, reference) or abort(404)
    item = ledger().get(Meeting, reference, version=row["version"])
    address = url_for("meetings.meeting", reference=reference, _external=True)
    origin = identity_of(view.connection).origin
    content = calendar_file(item, address=address, origin=origin, stamped=view.moment)
    headers = {"Content-Disposition": f'attachment; filename="{reference}.ics"'}
    return Response(content, content_type="text/calendar; charset=utf-8", headers=headers)


@pages.get("/meetings/<reference>/papers/<int(max=9999):number>")
@allow("see.meetings")
def paper(reference: str, number: int) -> Response:
    """A paper of a meeting to keep, or its minutes (0), for whoever may read what it is about."""
    view, reference = the_view(), reference.upper()
    row = MEETINGS.one_row(view, reference) or abort(404)
    item = ledger().get(Meeting, reference, version=row["version"])
    found = item.papers.get(number) if number else item.minutes_sent
    if found is None or found.file is None or not may_have(found, item):
        abort(404)
    return as_attachment(found.file)


def _facts(item: Meeting) -> list[dict[str, Any]]:
    end = f" to {item.ends:%H:%M}" if item.starts_at and item.minutes else ""
    return facts(
        {
            "Date": moved_times(item.meets_on, item.moves),
            "Time": f"{item.starts_at}{end}",
            "Kind": KINDS[item.kind],
            "Why it is called": item.reason,
            "Where": ", ".join(filter(None, [MODES[item.mode], item.place])),
            "Agenda agreed by the chair": "; ".join(
                filter(None, [long_date(item.agreed_on), item.agenda_since])
            ),
            "Quorum": item.rule_words,
            "Papers due": f"{long_date(item.papers_due.day)} ({item.papers_due.working})",
            "Agenda sent": _kept(item.agenda_sent_on, item.papers_due.kept(item.agenda_sent_on)),
            "Minutes due": f"{long_date(item.minutes_due.day)} ({item.minutes_due.working})",
            "Minutes cleared by the chair": long_date(item.cleared_on),
            "Minutes circulated": _kept(
                item.circulated_on, item.minutes_due.kept(item.circulated_on)
            ),
            "Minutes confirmed": long_date(item.confirmed_on),
        }
    )


def _minuted(item: Meeting, view: View) -> list[str]:
    """The disputes that name it as where they come from, and are not linked to it."""
    return [each for each in minuted_at(view, item.reference) if each not in item.links]


_NOT_RECORDED = "Not recorded"


def _facts_before(item: Meeting) -> list[dict[str, Any]]:
    """What is known of a meeting that was held before this ledger."""
    sent, due = item.minutes_sent, item.minutes_due
    circulated = _kept(item.circulated_on, due.kept(item.circulated_on) if sent else "")
    return facts(
        {
            "Date": long_date(item.meets_on),
            "Time": item.starts_at,
            "Kind": KINDS[item.kind],
            "Where": ", ".join(filter(None, [MODES[item.mode], item.place])),
            "Minutes cleared by the chair": long_date(item.cleared_on) or _NOT_RECORDED,
            "Minutes circulated": circulated or _NOT_RECORDED,
            "Minutes confirmed": long_date(item.confirmed_on) or _NOT_RECORDED,
            "Number there": item.number,
            "Note": item.note,
        }
    )


def _written(item: Meeting) -> list[dict[str, Any]]:
    """Who took part in a meeting before this ledger, as it was written then."""
    written = item.written
    if written is None:
        return []
    told = {
        "Chaired by": written.chaired_by,
        "Present": written.present,
        "Apologies": written.apologies,
        "Absent without apologies": written.absent,
        "Substitutes": written.substitutes,
    }
    return facts({label: words or _NOT_RECORDED for label, words in told.items()})


def takes_minutes(item: Meeting) -> bool:
    """Whether whoever is signed in takes the minutes of this meeting now."""
    return _may(item, MINUTE_ITEM)


def _may(item: Meeting, intent: Intent) -> bool:
    """Whether whoever is signed in may do it with this meeting as it stands."""
    may = access.may(person(), intent.name, item)
    return may is not None and item.why_not(intent.move) is None


def _kept(day: str, kept: str) -> str:
    return ", ".join(filter(None, [long_date(day), kept]))


def _moves(item: Meeting, *, replies: bool) -> list[Intent]:
    """What can be done now; whether one comes is asked of those who hold a seat."""
    possible = moves_for(item, MEETING_INTENTS)
    return [each for each in possible if replies or each is not REPLY_ONESELF]


def _group_then(item: Meeting, view: View) -> Group | None:
    """The group of a meeting as it stood at the moment."""
    row = GROUPS.one_row(view, item.group)
    return ledger().get(Group, item.group, version=row["version"]) if row else None


def _forecast(item: Meeting, group: Group, view: View) -> Forecast:
    agencies = {
        row["reference"]: (row["name"], AgencyKind(row["kind"]))
        for row in list_agencies(view)
        if row["joined_on"] <= item.meets_on and (row["left_on"] or item.meets_on) >= item.meets_on
    }
    return forecast_of(item, group, agencies)


_GROUPS = groups_of(
    MEETING_INTENTS,
    (
        ("Agenda and papers",
         ("add_from_plan", "add_item", "change_item", "withdraw_item", "agree_agenda", "send_paper",
          "accept_late_paper")),
        ("Before the meeting",
         ("reply_oneself", "reply", "judge_substitute", "move_date", "call_off", "open")),
        ("Who takes part",
         ("attend", "attend_as_substitute", "arrive", "depart", "take_chair", "declare_interest",
          "correct_attendance", "correct_chair")),
        ("What came of it",
         ("decide", "note_item", "defer_item", "record_statement", "confirm_decision",
          "report_decision", "close")),
        ("Minutes",
         ("minute_item", "capture", "finish_capture", "drop_capture", "trace", "show_minutes",
          "clear_minutes", "circulate_minutes", "confirm_minutes", "ask_correction",
          "accept_correction", "decline_correction")),
        ("Other", ("link", "unlink")),
    ),
)  # fmt: skip
