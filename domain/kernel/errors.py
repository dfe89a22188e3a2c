"""What a command says when it will not do something: always a sentence that a user can read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType


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


class SeveralErrors(DomainError):
    """Several rules forbid it; `sentence` tells them all, one after the other."""

    def __init__(self, errors: Sequence[DomainError]) -> None:
        super().__init__(" ".join(dict.fromkeys(each.sentence for each in errors)))
        self.errors = errors


def each_of(error: DomainError) -> Sequence[DomainError]:
    """What rules refused by it; nothing where it says something else, such as that there is no
    such item."""
    if isinstance(error, SeveralErrors):
        return error.errors
    return [error] if type(error) is DomainError else []


class Refusals:
    """What several rules say, one after the other, each asked although another has refused."""

    def __init__(self) -> None:
        self.found: list[DomainError] = []

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> bool:
        refused = each_of(error) if isinstance(error, DomainError) else []
        self.found += refused
        return bool(refused)


@contextmanager
def all_at_once() -> Iterator[Refusals]:
    """Let rules that do not hang on each other all say what they refuse, and tell it at the end.

        with all_at_once() as each:
            with each:
                _must_not_be_in_the_future(occasion, met_on)
            with each:
                _must_be_parties(kind, sides)

    Raises what one of them refused, or SeveralErrors.
    """
    refusals = Refusals()
    yield refusals
    if len(refusals.found) == 1:
        raise refusals.found[0]
    if refusals.found:
        raise SeveralErrors(refusals.found)
