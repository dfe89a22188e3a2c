"""The command that a row of a file is: the same whenever the same row comes again, and no form's.

Whoever knows what a row says can work its id out; but no form reaches the commands of files, and
the ids of two kinds of item, or of two ways to know a row again, never meet.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from application.ledger.commands import Command, Origin


def by_number(noun: str, number: str) -> Command:
    """The first row with that number of its publisher's."""
    return _command(noun, "number", number)


def by_words(noun: str, content: Any) -> Command:
    """A row without a number, by all that it says."""
    return _command(noun, "words", content)


def by_edition(noun: str, first: Command, edition: str) -> Command:
    """A later row about the item that `first` led to."""
    return _command(noun, "edition", [first.to, first.id, edition])


def by_reference(noun: str, reference: str, began: str) -> Command:
    """A row of another ledger's register: its reference there, and the day on which it began."""
    return _command(noun, "reference", [reference, began])


def by_file(noun: str, sha256: str) -> Command:
    """The import itself: the loading of a whole file."""
    return _command(noun, "file", sha256)


def _command(noun: str, known_by: str, said: Any) -> Command:
    text = json.dumps(said, sort_keys=True)
    return Command(Origin.IMPORT, noun, known_by, hashlib.sha256(text.encode()).hexdigest())
