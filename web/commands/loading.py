"""Loading files into the ledger, and the log out of it and back."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.commands.redacting import finish_redactions
from web.commands.shared.arguments import (
    NounParameter,
    looking,
    opened,
    opened_by_owner,
    os_user,
    writes_a_file,
)
from web.commands.shared.console import give, progress_bar, say
from web.commands.shared.faults import Refusal, Stopped

if TYPE_CHECKING:
    from application.importing.importable import Importable
    from application.importing.reports import Report
    from web.noun import Noun

LARGEST = 25 * 1024 * 1024
"""Bytes of a file that is loaded here; the site takes smaller ones only."""


@click.command("import")
@click.argument("noun", type=NounParameter(lambda noun: noun.importable is not None))
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--dry-run", is_flag=True, help="Say what would become of each row; load nothing.")
@click.option("--skip-refused", is_flag=True, help="Load the rest of a file with refused rows.")
@click.option(
    "--checked",
    is_flag=True,
    help="Say that you have checked: no child can be identified from the file. Rows with what "
    "looks like an NHS number or a date of birth are refused otherwise.",
)
@click.option(
    "--fill",
    "filling",
    multiple=True,
    metavar="HEADING=VALUE",
    help="What stands in a column where a row leaves it empty, such as "
    "'register body=Anyshire County Council'. May be given several times.",
)
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="HEADING:WORDS=VALUE",
    help="What words in a column stand for, such as 'impact:Catastrophic=5' for another body's "
    "scale. May be given several times.",
)
@click.option(
    "--anyway",
    default="",
    metavar="WHY",
    help="Load rows that look like what is there already, too: say why they are other ones.",
)
@click.option(
    "--encoding",
    default="",
    help="In which letters the file is written, such as mac_roman, where that cannot be told.",
)
@click.option(
    "--sheet",
    default="",
    help="Which sheet of a workbook to load, or which table of a Word document (by its number); "
    "the first that has anything in it, if not given.",
)
@click.option("--template", is_flag=True, help="Print a file to fill in, and load nothing.")
def import_(
    *,
    noun: Noun,
    file: Path | None,
    dry_run: bool,
    skip_refused: bool,
    checked: bool,
    anyway: str,
    filling: tuple[str, ...],
    mapping: tuple[str, ...],
    encoding: str,
    sheet: str,
    template: bool,
) -> None:
    """Load the rows of a CSV file, a workbook or a Word table: all of them, or none."""
    from web.commands.shared.console import report_lines, summary

    if template:
        _print_template(noun)
        return
    if file is None:
        raise click.UsageError("Name the file to load, or ask for a --template.")
    fill = dict(_pair(each) for each in filling)
    meant = dict(_meaning(each) for each in mapping)
    report = _load(
        noun,
        file,
        fill=fill,
        meant=meant,
        dry_run=dry_run,
        skip_refused=skip_refused,
        checked=checked,
        anyway=anyway,
        encoding=encoding,
        sheet=sheet,
    )
    for line in report_lines(report):
        say(line)
    if report.interrupted:
        raise Stopped(report.stopped)
    if report.stopped:
        raise Refusal(report.stopped)
    if report.refused and not skip_refused:
        raise Refusal(f"Nothing was loaded, because of the refused rows. {summary(report)}")
    if dry_run:
        say("Nothing was loaded: this was a dry run.")


def _load(
    noun: Noun,
    file: Path,
    *,
    fill: Mapping[str, str],
    meant: Mapping[tuple[str, str], str],
    dry_run: bool,
    skip_refused: bool,
    checked: bool,
    anyway: str,
    encoding: str,
    sheet: str,
) -> Report:
    from application.importing.importing import import_file
    from web.imports.groups import GroupsThatMeet
    from web.imports.our_register import AgenciesCalled, HeldInRegister, our_register
    from web.moments import look

    assert noun.importable is not None
    assert noun.register is not None

    with file.open("rb") as source, opened() as ledger, progress_bar() as bar:
        with ledger.reading() as connection:
            register = our_register(noun.register, look(ledger, connection))
        return import_file(
            ledger,
            source,
            noun.importable,
            person=os_user(ledger, only_looks=dry_run),
            agency_called=AgenciesCalled(ledger),
            groups=GroupsThatMeet(ledger),
            register=register,
            held_of=HeldInRegister(ledger, noun.register, noun.importable.ours),
            fill=fill,
            meant=meant,
            dry_run=dry_run,
            skip_refused=skip_refused,
            confirmed=checked,
            anyway=" ".join(anyway.split()),
            largest=LARGEST,
            encoding=encoding,
            sheet=sheet,
            progress=lambda what, done, total: bar(f"{what} {noun.name}", done, total),
        )


def _print_template(noun: Noun) -> None:
    import csv

    assert noun.importable is not None
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows(_template(noun.importable))
    give(lines.getvalue())


def _template(importable: Importable) -> list[list[str]]:
    """A template in the words of the ledger at hand; where there is none, in general words."""
    from application.importing.importing import template
    from application.ledger.storage.faults import StorageError
    from projections.partnership.agencies import safeguarding_partners

    try:
        with looking() as view:
            return list(template(importable, safeguarding_partners(view)))
    except StorageError:
        return list(template(importable))


def _pair(words: str) -> tuple[str, str]:
    heading, equals, value = words.partition("=")
    if not equals:
        raise click.UsageError(f"--fill {words}: write it as HEADING=VALUE.")
    return heading, value


def _meaning(words: str) -> tuple[tuple[str, str], str]:
    heading, colon, rest = words.partition(":")
    said, equals, value = rest.rpartition("=")
    if not (colon and equals):
        raise click.UsageError(f"--map {words}: write it as HEADING:WORDS=VALUE.")
    return (heading, said), value


@click.command("export-log")
@writes_a_file()
def export_log(*, file: Path) -> None:
    """Write the whole log to a file, one event on a line.

    Accounts and passwords are not in it.
    """
    from application.keeping.whole_files import whole_file
    from application.ledger.log.log_files import write_log

    with opened() as ledger, whole_file(file) as (target, _):
        count = write_log(ledger, target)
    say(f"Wrote {count:,} events to {file}.")


@click.command("import-log")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def import_log(*, file: Path) -> None:
    """Read a log that export-log wrote, into an empty ledger or where there is none yet.

    The ledger is then the one that wrote the log, and keeps its id.
    """
    from application.ledger.log.log_files import read_log
    from application.ledger.storage.maintenance import maintenance
    from projections.rebuild import rebuild
    from web.nouns import every_projection
    from web.running.settings import default_database_url, owner_database_url
    from web.running.startup import made_where_missing

    with (
        file.open("rb") as source,
        made_where_missing(owner_database_url(), site_url=default_database_url()),
        opened_by_owner() as ledger,
        maintenance(ledger.engine, what="import-log"),
        progress_bar() as progress,
        ledger.writing(),
    ):
        count = read_log(ledger, source)
        rebuild(ledger, every_projection(), unread=True, progress=progress)
        finish_redactions(ledger)
    say(f"Read {count:,} events from {file}.")
    say(
        "Accounts and passwords are not in such a file. Add whoever is to sign in by "
        "“scrutiny user add”."
    )
