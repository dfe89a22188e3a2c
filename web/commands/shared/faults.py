"""What the command line says when something does not work: a sentence and an exit code."""

from __future__ import annotations

import errno
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from web.commands.shared.console import harmless, say

WRONG = 1
"""Exit code: what was asked about is wrong."""
REFUSED = 2
"""Exit code: bad usage or input, or a database that cannot be used; nothing was written."""
STOPPED = 130
"""Exit code: somebody pressed Ctrl-C."""


class Refusal(click.ClickException):
    """Ends a command with a sentence on standard error."""

    exit_code = REFUSED

    def show(self, file: Any = None) -> None:
        say(self.message, err=True)


class Stopped(Refusal):
    """Ends a command that somebody stopped."""

    exit_code = STOPPED


class Commands(click.Group):
    """A group whose commands never end in a traceback for a fault that a person can mend."""

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        """Read what was typed."""
        with _quoted_harmlessly():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            with _quoted_harmlessly():
                return super().invoke(ctx)
        except (click.Abort, KeyboardInterrupt) as error:
            raise Stopped("Stopped; nothing was changed.") from error
        except Exception as error:
            sentence = sentence_for(error)
            if sentence is None:
                sys.excepthook = _tell_in_full
                raise
            raise Refusal(sentence) from error


@contextmanager
def _quoted_harmlessly() -> Iterator[None]:
    """What click quotes of what was typed steers no terminal either."""
    try:
        yield
    except click.ClickException as error:
        error.message = harmless(str(error.message or ""))  # type: ignore[misc]
        raise


def _tell_in_full(kind: Any, error: BaseException, traced: Any) -> None:
    """For a programmer: Python's own account of a fault, with nothing that steers a terminal."""
    say("".join(traceback.format_exception(kind, error, traced)), err=True)


NOT_TEXT = (
    "Something that was given is not text in UTF-8: an argument, a file, standard input or a "
    "setting. Nothing was done."
)


_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""What the system says where a file can grow no more: the disk, one's share of it, or a limit."""


def sentence_for(error: Exception) -> str | None:
    """What to tell a person about a fault; None for one that only a programmer can mend."""
    if isinstance(error, click.ClickException | BrokenPipeError):
        return None
    # A fault of one of these brings its module with it, so this costs nothing when all is well.
    from environs import EnvError
    from marshmallow import ValidationError

    from application.ledger.storage.faults import FAULTS, explain
    from domain.kernel.errors import DomainError
    from web.running.settings import SettingsError

    if isinstance(error, FAULTS):
        return str(explain(error))
    if isinstance(error, DomainError):
        return error.sentence
    if isinstance(error, ValidationError):
        return " ".join(words for each in error.messages_dict.values() for words in each)
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return "The disk is full. Free some space and run the command again."
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    if isinstance(error, UnicodeError):
        return NOT_TEXT
    if isinstance(error, SettingsError | EnvError | OSError):
        return str(error)
    return None
