"""Dates as they are published: what people type for one is asked about where it comes to no date.

Words of a file that is loaded are kept all the same: its report flags them (`AsPublished`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from marshmallow import ValidationError

from application.doing.fields import Line
from domain.kernel.dates import read_date
from domain.kernel.due import due_day
from domain.kernel.plain import normal

_ANY_DAY = date(2020, 1, 1)
"""Whether words such as “within three months” count from publication is no matter of its day."""
_WITHOUT_A_DATE = re.compile(
    r"to be (confirmed|agreed|determined|decided)|tb[cda]\b|not (known|stated|given|published)"
    r"|(the )?next .{0,60}meeting|none\b|no (due )?date|ongoing|on going|continuous|n a$"
)
"""How words begin that say by themselves that they come to no date."""


class AsPublished(str):
    """Words for a date out of a file, whose report says what they came to."""

    __slots__ = ()


class _Published(Line):
    """Words for a date, as it was published."""

    stand_ins: Sequence[Any] = ("2000-01-01", "2090-01-01")

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        words = super().deserialize(value, *args, **kwargs)
        return words if isinstance(value, AsPublished) or not words else self._asked(words)

    def _asked(self, words: str) -> str:
        """The words as they are kept. Raises ValidationError where they come to no date."""
        raise NotImplementedError


class PublishedOn(_Published):
    """A day, a month or a longer time."""

    def _asked(self, words: str) -> str:
        found = read_date(words)
        if found.end is None:
            raise ValidationError(
                f"{self.called} “{words}” {found.wrong or 'is no date'}. Enter a day, such as 31 "
                "March 2026, or a month, such as March 2026; or leave it empty."
            )
        return found.iso


class DueAsPublished(_Published):
    """When something is due."""

    def _asked(self, words: str) -> str:
        if due_day(words, published=_ANY_DAY) or _WITHOUT_A_DATE.match(normal(words)):
            return words
        wrong = read_date(words).wrong or "comes to no date"
        raise ValidationError(
            f"{self.called} “{words}” {wrong}. Enter a day, a month, a quarter, or such as “within "
            "three months”. If no date is known, begin with “to be confirmed”: what follows is "
            f"kept, for example “to be confirmed ({words})”."
        )
