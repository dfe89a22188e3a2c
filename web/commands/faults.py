"""What the command line says when something does not work: a sentence and an exit code."""

from __future__ import annotations

import sys
from typing import Any

import click

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
        click.echo(self.message, file=file or sys.stderr)


class Stopped(Refusal):
    """Ends a command that somebody stopped."""

    exit_code = STOPPED


class Commands(click.Group):
    """A group whose commands never end in a traceback for a fault that a person can mend."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.Abort, KeyboardInterrupt) as error:
            raise Stopped("Stopped; nothing was changed.") from error
        except Exception as error:
            sentence = sentence_for(error)
            if sentence is None:
                raise
            raise Refusal(sentence) from error


def sentence_for(error: Exception) -> str | None:
    """What to tell a person about a fault; None for one that only a programmer can mend."""
    if isinstance(error, click.ClickException | BrokenPipeError):
        return None
    # A fault of one of these brings its module with it, so this costs nothing when all is well.
    from environs import EnvError
    from marshmallow import ValidationError

    from application.ledger.faults import FAULTS, explain
    from domain.kernel.errors import DomainError
    from web.settings import SettingsError

    if isinstance(error, FAULTS):
        return str(explain(error))
    if isinstance(error, DomainError):
        return error.sentence
    if isinstance(error, ValidationError):
        return " ".join(words for each in error.messages_dict.values() for words in each)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    if isinstance(error, SettingsError | EnvError | OSError):
        return str(error)
    return None
