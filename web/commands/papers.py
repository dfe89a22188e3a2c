"""`scrutiny paper`: papers to hand out, as PDF, Word document or workbook."""

from __future__ import annotations

from pathlib import Path

import click

from web.commands.proving import key_file_of
from web.commands.shared.arguments import WHEN, opened, os_user, writes_a_file
from web.commands.shared.console import progress_bar, say


class PaperName(click.ParamType):  # type: ignore[type-arg]
    """The name of a paper. They take long to load, so they are asked only when one is used."""

    name = "paper"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from web.papers.catalogue import KINDS

        if value not in KINDS:
            self.fail(f"{value} is not one of: {', '.join(KINDS)}.", param, ctx)
        return value


@click.command()
@click.argument("name", type=PaperName())
@writes_a_file()
@click.argument("reference", required=False, default="")
@click.option(
    "--from", "since", metavar="WHEN", default="",
    help="What to compare with; the last meeting of the Executive, if not given.",
)  # fmt: skip
@click.option("--as-at", metavar="WHEN", default="", help=f"{WHEN} Now, if not given.")
@click.option("--to", "meeting", metavar="MEETING", default="",
              help="Issue it to this meeting, which keeps it whole.")  # fmt: skip
@click.option("--marking", default="official-sensitive", show_default=True,
              type=click.Choice(["official", "official-sensitive"], case_sensitive=False),
              help="How it is marked.")  # fmt: skip
@click.option("--item", metavar="NUMBER", default="", help="The item of its agenda, by its number.")
def paper(
    *,
    name: str,
    file: Path,
    reference: str,
    since: str,
    as_at: str,
    meeting: str,
    item: str,
    marking: str,
) -> None:
    """Write a paper to FILE: a PDF, a Word document or a workbook, by the ending of its name.

    NAME says which; that of a dispute needs its reference. One that is issued to a meeting is on
    record with its SHA-256 and a checkpoint.
    """
    from application.keeping.whole_files import whole_file
    from web.noun import as_in_the_log
    from web.nouns import NOUNS
    from web.papers.catalogue import FORMS, KINDS
    from web.papers.issuing import issue, told_of
    from web.papers.making import Wish, paper_of, written

    assert NOUNS  # they are known once they are loaded
    kind, form = KINDS[name], file.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise click.UsageError(f"Name a file that ends in one of: .{', .'.join(FORMS)}.")
    if kind.of_item != bool(reference):
        which = "Name the item that it is of" if kind.of_item else "This paper is of no one item"
        raise click.UsageError(f"{which}: “scrutiny paper {name} FILE{' REF' * kind.of_item}”.")
    if bool(item) != bool(meeting):
        raise click.UsageError("A paper is issued to an item: give both --to and --item.")
    wish = Wish(name, as_in_the_log(reference), since, as_at, marking.upper())
    with opened() as ledger, progress_bar() as progress:
        progress("Reading the registers", 0, 2)
        if meeting:
            person = os_user(ledger)
            issued = issue(
                ledger, key_file_of(ledger), wish, form,
                meeting=as_in_the_log(meeting), item=item, person=person,
            )  # fmt: skip
            found, content, told = issued.paper, issued.content, issued.told
        else:
            with ledger.reading() as connection:
                found = paper_of(ledger, connection, wish)
            progress("Setting the paper", 1, 2)
            content = written(found, form)
            told = told_of(ledger, found, wish, form, content)
        progress("Setting the paper", 2, 2)
        with whole_file(file) as (out, _):
            out.write(content)
    say(f"Wrote “{found.title}” to {file}. {found.when}")
    say(f"It bears the checkpoint {found.code} and {found.marking}.")
    if meeting:
        record = issued.record
        say(f"It is paper {record.paper} of {record.meeting}, which keeps it whole.")
        say(f"Its SHA-256 is {record.sha256}; that is on record.")
    if told:
        say(told)
