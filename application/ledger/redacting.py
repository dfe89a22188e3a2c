"""Taking words out of the log's database: the one place where anything of the log goes.

The entry, its leaf and every proof stay as they are, because the log holds digests alone. In place
of each disclosure, and of a file, a mark stands from then on (`words_apart.Mark`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, get_args, get_origin, get_type_hints

from sqlalchemy import Connection, select, update

from application.ledger.files import take_out_file
from application.ledger.log.entries import Stored
from application.ledger.log.log_tables import stored_words
from application.ledger.log.words_apart import Mark, digest, disclosed, taken_out, there_and_marked
from domain.kernel.deciding.files import Filed
from domain.kernel.item import TOPICS, Item
from domain.kernel.words import Words, words_of
from domain.partnership.agency import Agency
from domain.partnership.partnership import Partnership
from domain.redactions.redaction import FILE, OnRecord, Place, Redaction

Redacts = Redaction.Agreed | Redaction.Repeated
REDACTS = (Redaction.Agreed, Redaction.Repeated)
"""The events with which words go."""
_EVERYWHERE = (Agency.Event, Partnership.Event)
"""What these say is part of the sentences of other items, which tell it as it was then."""


def words_on_record(stored: Stored) -> dict[str, OnRecord]:
    """The words of an event that are there and can be taken out, by their fields."""
    event_class = TOPICS[stored.topic]
    there, _ = there_and_marked(stored.words)
    found = {}
    for text, (_, field, said) in zip(there, disclosed(there), strict=True):
        if can_be_taken_out(event_class, field):
            step, position = stored.originator_version, stored.id
            place = Place(step=step, position=position, field=field, digest=digest(text))
            found[field] = OnRecord(place, "\n".join([said] if isinstance(said, str) else said))
    return found


def can_be_taken_out(event_class: type[Item.Event], field: str) -> bool:
    """Whether an item stands without these words: they are text, or several texts, and not a rule
    or a name that other items are told by."""
    if field not in words_of(event_class) or issubclass(event_class, _EVERYWHERE):
        return False
    hint = get_type_hints(event_class, include_extras=True)[field]
    return hint == Words or (get_origin(hint) is list and get_args(hint) == (Words,))


def file_on_record(stored: Stored) -> OnRecord | None:
    """The file that an event put forward, whether it is there or not; None for none."""
    if not issubclass(TOPICS[stored.topic], Filed):
        return None
    sha256 = str(json.loads(stored.state)[FILE])
    place = Place(step=stored.originator_version, position=stored.id, field=FILE, digest=sha256)
    return OnRecord(place, sha256) if sha256 else None


def redactions_in(events: Iterable[Any]) -> list[Redacts]:
    """Those of the events with which words go."""
    return [each for each in events if isinstance(each, REDACTS)]


def take_out(connection: Connection, redaction: Redacts) -> None:
    """Put marks in place of the words and files that a redaction names, as far as they are there.

    Call it under the log's lock.
    """
    for place in redaction.places:
        if place["field"] == FILE:
            take_out_file(connection, place["digest"], _mark(redaction, FILE))
    for position, marks in _by_position(redaction):
        here = stored_words.c.position == position
        found = connection.scalar(select(stored_words.c.disclosures).where(here))
        left = taken_out(found or "", marks)
        if left != found and found:
            connection.execute(update(stored_words).where(here).values(disclosures=left))


def _by_position(
    redaction: Redacts,
) -> Iterator[tuple[int, dict[str, Mark]]]:
    words = [each for each in redaction.places if each["field"] != FILE]
    places: Sequence[Place] = sorted(words, key=lambda each: each["position"])
    for position, there in groupby(places, key=lambda each: each["position"]):
        yield position, {each["digest"]: _mark(redaction, each["field"]) for each in there}


def _mark(redaction: Redacts, field: str) -> Mark:
    return Mark(redaction.reference, redaction.on, redaction.basis, field)
