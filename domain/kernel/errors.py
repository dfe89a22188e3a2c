"""What a command says when it will not do something: always a sentence that a user can read."""

from __future__ import annotations


class DomainError(Exception):
    """A rule forbids what was asked. Nothing has changed.

    `field` names the argument that is wrong, where one is, so that a form can point at it.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotFoundError(DomainError):
    """There is no item with that reference (or none that this person may see)."""


class NotAllowedError(DomainError):
    """This person may not do this here."""


class ChangedSinceError(DomainError):
    """The item has changed since the version that the person was looking at."""

    def __init__(self, sentence: str, *, shown: int, version: int) -> None:
        super().__init__(sentence)
        self.shown = shown
        self.version = version


class RepeatedCommandError(DomainError):
    """A command id came again with other content, so it can be neither repeated nor performed."""
