"""Altering the log behind the product's back, as nobody should."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from application.ledger.ledger import Ledger
from application.ledger.log.log_tables import stored_events, stored_words
from application.ledger.log.words_apart import BETWEEN, disclosed, disclosure, join, part, to_json
from domain.kernel.item import TOPICS
from domain.kernel.words import words_of

_LOG, _WORDS = stored_events.c, stored_words.c


def altered(ledger: Ledger, position: int, **columns: object) -> None:
    """Let other things stand in the row of an event."""
    with ledger.writing() as connection:
        connection.execute(update(stored_events).where(_LOG.position == position).values(**columns))


def retold(ledger: Ledger, position: int, **facts: Any) -> None:
    """Let an event say something else, its words included, and all but its leaf fit that."""
    with ledger.writing() as connection:
        topic, state = connection.execute(
            select(_LOG.topic, _LOG.state).where(_LOG.position == position)
        ).one()
        said = join(json.loads(state), words_at(connection, position), TOPICS[topic])
        parted, words = part(said | facts, words_of(TOPICS[topic]))
        _write_words(connection, position, words)
    altered(ledger, position, state=to_json(parted).encode())


def reworded(ledger: Ledger, position: int, name: str, value: str) -> None:
    """Let other words stand with an event that was not altered itself."""
    with ledger.writing() as connection:
        others = words_at(connection, position).split(BETWEEN)
        kept = [each for each in others if disclosed([each])[0][1] != name]
        _write_words(connection, position, BETWEEN.join([*kept, disclosure(name, value)]))


def without_words(ledger: Ledger, position: int) -> None:
    """Take out every word of an event."""
    with ledger.writing() as connection:
        _write_words(connection, position, "")


def words_at(connection: Connection, position: int) -> str:
    """The disclosures of an event; "" for none."""
    query = select(_WORDS.disclosures).where(_WORDS.position == position)
    return connection.scalar(query) or ""


def _write_words(connection: Connection, position: int, words: str) -> None:
    connection.execute(delete(stored_words).where(_WORDS.position == position))
    if words:
        connection.execute(insert(stored_words).values(position=position, disclosures=words))
