"""Founding the ledger of a partnership, and changing what it has settled."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError

from application.doing.access import ADMINISTRATOR
from application.doing.fields import Prose
from application.doing.intents import Intent, IntentSchema
from application.doing.toml_files import FileError
from application.nouns.partnership_files import LARGEST, read_settled, write_settled
from domain.partnership.partnership import Partnership
from domain.partnership.settled import Settled


class SettledFile(Prose):
    """A partnership as a TOML file, as what it settles."""

    longest = LARGEST
    holds = Settled

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return read_settled(super()._deserialize(value, attr, data, **kwargs))
        except FileError as error:
            raise ValidationError(error.faults) from error

    def written(self, value: Settled) -> str:
        return write_settled(value)


class _Found(IntentSchema):
    text = SettledFile("The partnership as a file", attribute="settled", hint="TOML.")


class _Change(_Found):
    reason = Prose("What changes, and why?")


FOUND = Intent(
    "partnership.found", "Found the ledger of a partnership", _Found, Partnership.found,
    may={ADMINISTRATOR},
)  # fmt: skip
CHANGE = Intent(
    "partnership.change", "Change words, thresholds or the risk matrix", _Change,
    Partnership.change,
    may={ADMINISTRATOR},
    hint="What is past keeps the words, the thresholds and the matrix that it had.",
    fill=lambda item: {"text": write_settled(item.settled)},
)  # fmt: skip
PARTNERSHIP_INTENTS = (FOUND, CHANGE)
