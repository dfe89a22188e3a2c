"""Dates as they are published: what people type for one is asked about where it comes to no date.

Words of a file that is loaded are kept all the same: its report flags them (`AsPublished`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import ValidationError

from application.doing.fields import Line
from domain.kernel.days.published import ask_due, ask_published, hangs_on_publication
from domain.kernel.errors import DomainError


class AsPublished(str):
    """Words for a date out of a file, whose report says what they came to."""

    __slots__ = ()


def is_asked_for_publication(due: str) -> bool:
    """Whether due words that somebody typed come to a date only with that of publication."""
    return not isinstance(due, AsPublished) and hangs_on_publication(due)


class Published(Line):
    """Words for a date, as it was published."""

    stand_ins: Sequence[Any] = ("2000-01-01", "2090-01-01")

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        words = super().deserialize(value, *args, **kwargs)
        if isinstance(value, AsPublished):
            return AsPublished(words)
        if not words:
            return words
        try:
            return self._asked(words)
        except DomainError as error:
            raise ValidationError(error.sentence) from error

    def _asked(self, words: str) -> str:
        """The words as they are kept. Raises DomainError where they come to no date."""
        raise NotImplementedError


class PublishedOn(Published):
    """A day, a month or a longer time."""

    def _asked(self, words: str) -> str:
        return ask_published(self.called, words)


class DueAsPublished(Published):
    """When something is due."""

    def _asked(self, words: str) -> str:
        return ask_due(self.called, words)
