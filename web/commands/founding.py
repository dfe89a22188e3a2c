"""The partnership of a ledger on the command line: founding it, showing it, changing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.kernel.vocabulary import sentence_case
from web.commands.shared.arguments import opened, os_user
from web.commands.shared.console import give, say
from web.commands.shared.faults import Refusal

if TYPE_CHECKING:
    from application.founding import Founding
    from application.ledger.ledger import Ledger
    from domain.partnership.partnership import Partnership

FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False, allow_dash=True)
LARGEST = 1_000_000
"""Characters that are read of a file; what is read is then refused if it is still too long."""


def founding_meant(folder: Path | None) -> Founding:
    """What the folder says, or the one that is shipped; Refusal with a line for each fault."""
    from application.doing.toml_files import FileError
    from application.founding import read_folder, shipped

    try:
        return read_folder(folder) if folder else shipped()
    except FileError as error:
        raise Refusal("\n".join(error.faults)) from error


def found_where_unfounded(ledger: Ledger, founding: Founding, *, named: bool) -> list[str]:
    """Found the ledger if nobody has; return what was done, in sentences.

    `named`: the partnership was asked for by name, so it is refused where there is another.
    """
    from application.doing.toml_files import FileError
    from application.founding import found

    name = founding.settled.vocabulary.name
    try:
        with ledger.writing():  # under the lock: somebody else may be about to found it, too
            if _is_founded(ledger):
                if named and (here := ledger.vocabulary().name) != name:
                    raise Refusal(
                        f"This ledger is that of {here}. “scrutiny partnership” changes it."
                    )
                return []
            found(ledger, founding, person=os_user(ledger))
    except FileError as error:
        raise Refusal("\n".join(error.faults)) from error
    agencies, groups = len(founding.agencies), len(founding.groups)
    return [
        f"Founded the ledger of {name}, with its {agencies} agencies and {groups} groups.",
        "Published its escalation procedure, which nobody has confirmed yet.",
    ]


@click.group()
def partnership() -> None:
    """What the partnership of the ledger calls things, its thresholds, its risk matrix."""


@partnership.command()
def show() -> None:
    """Print what holds now as a TOML file."""
    from application.nouns.files.partnership_files import write_settled

    with opened() as ledger:
        text = write_settled(_the_partnership(ledger).settled)
    give(text)


@partnership.command()
@click.argument("folder", type=FOLDER)
def check(*, folder: Path) -> None:
    """Say whether a ledger could be founded from FOLDER.

    Needs no database. Exit code 2 and a sentence for every fault if it could not.
    """
    founding = founding_meant(folder)
    name, matrix = founding.settled.vocabulary.name, founding.settled.matrix.name
    say(
        f"A ledger of {name} can be founded: {len(founding.agencies)} agencies, "
        f"{len(founding.groups)} groups, the risk matrix “{matrix}”, "
        f"{len(founding.procedure.stages)} stages of escalation."
    )


@partnership.command()
@click.argument("file", type=FILE)
@click.option("--reason", required=True, help="What changes, and why.")
def change(*, file: Path, reason: str) -> None:
    """Let hold from now on what FILE says; - is standard input. All of it, or nothing.

    What is past keeps the words, the thresholds and the matrix that it had.
    """
    from application.doing.intents import perform
    from application.nouns.partnership.partnerships import CHANGE
    from domain.partnership.partnership import PARTNERSHIP

    text = _read(file)
    with opened() as ledger:
        was = _the_partnership(ledger).version
        with ledger.writing():
            data = {"text": text, "reason": reason}
            perform(ledger, CHANGE, data, person=os_user(ledger), reference=PARTNERSHIP)
        events = ledger.history(PARTNERSHIP)[was:]
    for event in events:
        words = event.sentence({})
        say(sentence_case(f"{words}."))


def _is_founded(ledger: Ledger) -> bool:
    from domain.kernel.errors import NotFoundError

    try:
        _the_partnership(ledger)
    except NotFoundError:
        return False
    return True


def _the_partnership(ledger: Ledger) -> Partnership:
    from domain.partnership.partnership import PARTNERSHIP, Partnership

    return ledger.get(Partnership, PARTNERSHIP)


def _read(file: Path) -> str:
    from application.doing.toml_files import FileError
    from application.nouns.files.partnership_files import read_settled, write_settled

    try:
        with click.open_file(str(file), encoding="utf-8-sig") as source:
            return write_settled(read_settled(source.read(LARGEST)))
    except UnicodeDecodeError as error:
        raise Refusal(f"{file} is not text in UTF-8.") from error
    except FileError as error:
        raise Refusal("\n".join(error.faults)) from error
