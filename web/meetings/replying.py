"""Whoever holds a seat says for themselves whether they come to a meeting."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for

from application.doing.intents import item_and_actor
from application.nouns.meeting.meetings import REPLY_ONESELF
from domain.groups.group import Group
from domain.meetings.meeting import Meeting
from domain.meetings.vocabulary import OWN_ANSWERS, Answer
from web.forms.acting import act_on
from web.forms.showing import Around
from web.security import allow
from web.view import ledger, person


def add_replying(pages: Blueprint) -> None:
    """The form, for those alone who hold a seat."""
    pages.add_url_rule(
        "/meetings/<reference>/reply-oneself", "reply_oneself",
        allow(REPLY_ONESELF.name)(_reply), methods=["GET", "POST"],
    )  # fmt: skip


def _reply(reference: str) -> Any:
    """Say whether one comes."""
    reference = reference.upper()
    meeting, _ = item_and_actor(ledger(), REPLY_ONESELF, reference, person=person())
    assert isinstance(meeting, Meeting)
    seats = meeting.own_seats(person().id, ledger().get)
    page = url_for("meetings.meeting", reference=reference)
    said = {"reply": meeting.replies.get(seats[0].number, "")}
    caption = f"{reference}: {meeting.title}"
    return act_on(
        REPLY_ONESELF, reference, cancel=page, then=lambda _: page,
        around=lambda item: Around(caption, starting=said),
    )  # fmt: skip


def own_reply(meeting: Meeting, group: Group) -> str | None:
    """What whoever looks said of whether they come to a meeting of a group, "" for nothing; None
    where they hold no seat."""
    own = group.seats_held_by(person().id, meeting.meets_on)
    if not own:
        return None
    said = meeting.replies.get(own[0].number)
    return OWN_ANSWERS[Answer(said)] if said else ""
