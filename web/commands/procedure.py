"""The escalation procedure as a file: show it, check one, publish one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.kernel.vocabulary import sentence_case
from web.commands.shared.arguments import opened, os_user
from web.commands.shared.console import give, say
from web.commands.shared.faults import Refusal

if TYPE_CHECKING:
    from application.ledger.ledger import Ledger
    from domain.procedure.procedure import Procedure
    from domain.procedure.rules import Rules

FILE = click.Path(path_type=Path, dir_okay=False, allow_dash=True)
LARGEST = 1_000_000
"""Characters that are read of a file; what is read is then refused if it is still too long."""


@click.group()
def procedure() -> None:
    """The escalation procedure that disputes go through."""


@procedure.command()
@click.argument("number", required=False, default="")
def show(*, number: str) -> None:
    """Print the version in force as a TOML file, or the one with this NUMBER, or the “draft”."""
    from web.procedure.words import as_file, called

    with opened() as ledger:
        found = _procedure(ledger)
    if number == "draft":
        if found.in_draft is None:
            raise Refusal("There is no draft.")
        text = as_file(found.in_draft, called="a draft, not published")
    else:
        version = found.numbered(_number_meant(found, number))
        text = as_file(version.rules, called=called(version))
    give(text)


@procedure.command()
@click.argument("file", type=FILE)
def check(*, file: Path) -> None:
    """Say whether disputes could be taken through the procedure in FILE; - is standard input.

    Needs no database. Exit code 2 and a sentence for every fault if they could not.
    """
    from domain.procedure.rules import DECIDERS

    rules = _read(file)
    say(f"“{rules.title}” can work:")
    for number, stage in enumerate(rules.in_order(), 1):
        days = "no clock" if stage.days is None else f"working days: {stage.days}"
        say(f"{number}. {stage.name} ({DECIDERS[stage.decided_by]}; {days})")


@procedure.command()
@click.argument("file", type=FILE)
@click.option("--reason", required=True, help="What changes, and why.")
@click.option(
    "--from", "from_on", metavar="DATE", default="",
    help="The version is for disputes of meetings on this ISO date or later. Today, if not given.",
)  # fmt: skip
def publish(*, file: Path, reason: str, from_on: str) -> None:
    """Publish the procedure in FILE as a new version. All of it is done, or nothing.

    Refused while the site has a draft. It is shown as not confirmed until somebody confirms it.
    """
    from application.doing.intents import perform
    from application.nouns.files.procedure_files import write_procedure
    from application.nouns.partnership.procedures import BEGIN, DRAFT_FROM_FILE, PUBLISH
    from domain.kernel.errors import NotFoundError
    from domain.procedure.procedure import PROCEDURE

    text = {"text": write_procedure(_read(file))}
    with opened() as ledger:
        with ledger.writing():
            person = os_user(ledger)
            try:
                _procedure(ledger)
                perform(ledger, DRAFT_FROM_FILE, text, person=person, reference=PROCEDURE)
            except NotFoundError:
                perform(ledger, BEGIN, text, person=person)
            facts = {"reason": reason, "from_on": from_on}
            perform(ledger, PUBLISH, facts, person=person, reference=PROCEDURE)
        event = ledger.history(PROCEDURE)[-1]
    words = event.sentence({})
    say(sentence_case(f"{words}."))


def _procedure(ledger: Ledger) -> Procedure:
    from domain.procedure.procedure import PROCEDURE, Procedure

    return ledger.get(Procedure, PROCEDURE)


def _number_meant(found: Procedure, words: str) -> int:
    """The version with that number; without one, the version in force. Raises UsageError."""
    from application.ledger.clock import today

    if not words:
        return found.version_for(today()).number
    if not (words.isascii() and words.isdigit() and len(words) < 6):
        raise click.UsageError(f"“{words}” is no version. Write its number, or “draft”.")
    return int(words)


def _read(file: Path) -> Rules:
    """The rules in a file; Refusal with a line for each fault."""
    from application.nouns.files.procedure_files import ProcedureFileError, read_procedure

    try:
        with click.open_file(str(file), encoding="utf-8-sig") as source:
            return read_procedure(source.read(LARGEST))
    except UnicodeDecodeError as error:
        raise Refusal(f"{file} is not text in UTF-8.") from error
    except ProcedureFileError as error:
        raise Refusal("\n".join(error.faults)) from error
