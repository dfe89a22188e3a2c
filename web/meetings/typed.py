"""What was typed at the items of a meeting and is not in its minutes, so that no word is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from application.accounts.minute_drafts import KEPT_FOR, SHARED, Kept, drafts_of
from application.doing import access
from application.nouns.meeting.meetings import MINUTE_ITEM
from domain.kernel.item import in_a_row, london_date, long_date
from domain.meetings.meeting import Meeting
from web.view import person, side


@dataclass(frozen=True)
class TypedWords:
    """Words typed at an item that are not in the minutes; `beside`: typed at the same time as
    other words, so that somebody has to bring both together. `hidden` are another’s own."""

    item: int
    place: int
    title: str
    minute: str
    words: str
    beside: bool
    hidden: bool
    until: str
    href: str


def typed_words(meeting: Meeting) -> list[TypedWords]:
    """What was typed at the items and is not in the minutes."""
    with side().reading() as connection:
        found = drafts_of(connection, meeting.reference)
    return [_typed(meeting, each) for each in found if _waits(meeting, each)]


def own_typed_words(meeting: Meeting) -> list[TypedWords]:
    """The same, as far as whoever looks may read it: for those who take minutes."""
    if not meeting.opened_on or not access.may(person(), MINUTE_ITEM.name, meeting):
        return []
    return [each for each in typed_words(meeting) if not each.hidden]


def places_of(typed: list[TypedWords]) -> str:
    """At which items, in words."""
    places = list(dict.fromkeys(str(each.place) for each in typed))
    return f"item{'s' if len(places) > 1 else ''} {in_a_row(places)}"


def _waits(meeting: Meeting, kept: Kept) -> bool:
    points = meeting.points.get(kept.item)
    said = points.words.split() if points else []
    return kept.item in meeting.agenda and kept.draft.words.split() not in ([], said)


def _typed(meeting: Meeting, kept: Kept) -> TypedWords:
    hidden = kept.person not in (SHARED, person().id)
    until = datetime.fromisoformat(kept.draft.at) + KEPT_FOR
    return TypedWords(
        item=kept.item,
        place=meeting.place_of(kept.item),
        title=meeting.agenda[kept.item].title,
        minute=kept.draft.minute,
        words="" if hidden else kept.draft.words,
        beside=kept.person != SHARED,
        hidden=hidden,
        until=long_date(london_date(until).isoformat()),
        href=url_for("meetings.taking_item", reference=meeting.reference, item=kept.item),
    )
