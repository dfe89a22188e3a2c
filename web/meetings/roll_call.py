"""The roll of a meeting: how each holder of a seat takes part, on one page, all or none.

What they replied is filled in for those who come, so that at the table it is looked through.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import ValidationError

from application.doing.intents import item_and_actor, perform
from application.ledger.commands import Outcome
from application.ledger.storage.faults import FAULTS
from application.nouns.meeting.meetings import ATTEND
from domain.kernel.errors import DomainError
from domain.meetings.meeting import Meeting
from domain.meetings.records import SeatThen
from domain.meetings.vocabulary import HOWS, Answer, How
from web.errors import storage_fault
from web.forms.filled import Form, FormField
from web.running.watching import doing, done
from web.security import allow, new_command
from web.view import ledger, person, stop_looking

_REPLIED = {Answer.COMING: How.PRESENT, Answer.ONLINE: How.ONLINE, Answer.APOLOGIES: How.APOLOGIES}
"""How somebody is taken to take part by what they replied; a substitute is recorded as one."""
Sentences = dict[str, str]


def add_roll_call(pages: Blueprint) -> None:
    """The page that records everybody at once."""
    pages.add_url_rule(
        "/meetings/<reference>/roll-call", "roll_call", allow(ATTEND.name)(_roll_call),
        methods=["GET", "POST"],
    )  # fmt: skip


def unrecorded(meeting: Meeting) -> list[SeatThen]:
    """The seats whose holders nothing is recorded of, and nobody in their place."""
    known = {each.seat for each in meeting.attendees.values()}
    return [
        each
        for each in sorted(meeting.seats.values(), key=lambda seat: seat.number)
        if each.number not in known and not each.vacant
    ]


def _roll_call(reference: str) -> Any:
    """Record how the holders of seats take part."""
    meeting, _ = item_and_actor(ledger(), ATTEND, reference.upper(), person=person())
    assert isinstance(meeting, Meeting)
    if reason := meeting.why_not(ATTEND.move):
        raise DomainError(reason)
    if request.method == "GET":
        said = {seat.number: _replied(meeting, seat) for seat in unrecorded(meeting)}
        return _page(meeting, said, {}, 200, command=new_command())
    told = {seat: how for seat in meeting.seats if (how := request.form.get(_name(seat), ""))}
    command = request.form.get("command", "")[:60]
    stop_looking()  # what is done now is seen by whatever looks afterwards
    doing(ATTEND.name)
    try:
        outcomes, errors = _record(meeting, told, command)
    except FAULTS as error:
        return _page(meeting, told, {"": storage_fault(error).visitor}, 503, command=command)
    if errors:
        return _page(meeting, told, errors, 422, command=command)
    done(position=outcomes[-1].position)
    verb = "takes" if len(outcomes) == 1 else "take"
    flash(f"You recorded how {len(outcomes)} of them {verb} part.", "success")
    page = url_for("meetings.meeting", reference=meeting.reference)
    return redirect(f"{page}#attendance", 303)


def _replied(meeting: Meeting, seat: SeatThen) -> str:
    said = meeting.replies.get(seat.number)
    return _REPLIED.get(Answer(said), "") if said else ""


class _RefusedError(Exception):
    """Nothing is kept, because something was refused."""


def _record(
    meeting: Meeting, told: Mapping[int, str], command: str
) -> tuple[list[Outcome], Sentences]:
    """Record all of them, or say what is wrong and record nothing."""
    outcomes, errors = list[Outcome](), Sentences()
    if not told:
        return [], {"": "Select of at least one how they take part."}
    try:
        with ledger().writing():
            for seat, how in told.items():
                try:
                    data = {"seat": str(seat), "how": how}
                    outcomes.append(
                        perform(
                            ledger(), ATTEND, data, person=person(), reference=meeting.reference,
                            command=f"{command}-{seat}",
                        )
                    )  # fmt: skip
                except ValidationError as error:
                    said = [each for found in error.messages_dict.values() for each in found]
                    errors[_name(seat)] = " ".join(said)
            if errors:
                raise _RefusedError
    except _RefusedError:
        return [], errors
    except DomainError as error:
        return [], {"": error.sentence}
    return outcomes, {}


def _name(seat: int) -> str:
    return f"seat-{seat}"


def _page(
    meeting: Meeting,
    said: Mapping[int, str],
    errors: Mapping[str, str],
    status: int,
    *,
    command: str,
) -> tuple[str, int]:
    asked = [*unrecorded(meeting), *(meeting.seats[each] for each in said if _name(each) in errors)]
    seats = {each.number: each for each in asked}
    fields = [_field(seats[each], said.get(each, ""), errors) for each in sorted(seats)]
    form = Form(
        title="Record who takes part",
        caption=f"{meeting.reference}: {meeting.title}",
        intro="What they replied is filled in. Leave empty of whom you do not know yet. A "
        "substitute is recorded on a form of their own."
        if fields
        else "Everybody is on record.",
        action=request.path,
        submit="Save",
        cancel_href=url_for("meetings.meeting", reference=meeting.reference),
        fields=fields,
        hidden={"command": command},
        errors=_listed(errors),
    )
    return render_template("form.html", form=form, trail=None), status


def _field(seat: SeatThen, how: str, errors: Mapping[str, str]) -> FormField:
    options = [{"value": each.value, "text": words} for each, words in HOWS.items()]
    name = _name(seat.number)
    return FormField(
        "select", name, f"{seat.number}: {seat.in_words}", "", required=True, value=how,
        options=options, error=errors.get(name, ""),
    )  # fmt: skip


def _listed(errors: Mapping[str, str]) -> Sequence[Mapping[str, str]]:
    return [
        {"text": said, "href": f"#{name}" if name else "#main-content"}
        for name, said in errors.items()
    ]
