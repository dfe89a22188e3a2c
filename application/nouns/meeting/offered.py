"""What the forms of a meeting offer, and which of its items are kept from whom."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from application.doing.access import Person, reads_restricted
from application.doing.intents import Options
from domain.kernel.terms import Actor
from domain.meetings.meeting import Meeting
from domain.meetings.records import AgendaItem, Captured
from domain.meetings.vocabulary import CaptureKind

_OF_ITEMS = ("item", "from_item", "until_item")
"""The fields that name an item of the agenda."""


def may_read(person: Person, item: AgendaItem) -> bool:
    """Whether somebody may know what an item is about."""
    return not item.restricted or reads_restricted(person, item.readers)


def kept_choices(item: Meeting | None, person: Person) -> dict[str, set[int]]:
    """The items by number that no form offers to somebody, as they may not read them."""
    if item is None:
        return {}
    kept = {number for number, each in item.agenda.items() if not may_read(person, each)}
    return dict.fromkeys(_OF_ITEMS, kept)


def free_choices(item: Meeting | None) -> Options:
    """The same, of the seats only those for which nobody is there."""
    if item is None:
        return {}
    taken = {str(each.seat) for each in item.attendees.values() if each.stays}
    found = choices(item)
    return {**found, "seat": [each for each in found["seat"] if each[0] not in taken]}


def choices(item: Meeting | None) -> Options:
    """What the forms of a meeting offer: its items, papers, seats, and those who take part."""
    if item is None:
        return {}
    items = [(str(each.number), f"{each.place}: {each.title}") for each in item.items]
    late = [each for each in item.papers.values() if each.late and not each.accepted]
    return {
        **dict.fromkeys(_OF_ITEMS, items),
        "attendee": [(str(each.number), each.in_words) for each in item.attendees.values()],
        "seat": [
            (str(each.number), f"{each.number}: {each.in_words}")
            for each in item.seats.values()
            if not each.vacant
        ],
        "paper": [(str(each.number), each.title) for each in late],
        "capture": [_line(each) for each in item.open_captures],
        "correction": [
            (str(each.number), f"{each.minute}, asked by {each.asked_by}")
            for each in item.open_amendments
        ],
    }


def noted_as(kind: CaptureKind) -> dict[str, Any]:
    """What an intent says that records a line of a kind, or what nobody noted: it offers those
    lines, and asks for none where there is none."""

    def lines(item: Meeting | None) -> list[tuple[str, str]]:
        return [_line(each) for each in item.open_captures if each.kind is kind] if item else []

    def offered(item: Meeting | None) -> Options:
        return {**choices(item), "capture": lines(item)} if item else {}

    def unasked(item: Meeting, by: Actor) -> Collection[str]:
        return () if lines(item) else ("capture",)

    return {"options": offered, "unasked": unasked}


def _line(noted: Captured) -> tuple[str, str]:
    return str(noted.number), f"{noted.minute}: {noted.words}"
