"""`scrutiny list`: the lists of the site, with its filters and sorts, now or at any moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from domain.risks.matrix import KENT
from web.commands.arguments import WHEN, agency_meant, formatted, moment_meant, opened
from web.commands.showing import say_how_many, show

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from projections.versioned import Moment

BANDS = click.Choice([*(band.name for band in KENT.bands), "unscored"], case_sensitive=False)

Command = TypeVar("Command", bound=Callable[..., Any])


def _listed(
    *, sort: str, sort_help: str, owner_help: str = "Those of this agency: reference or name."
) -> Callable[[Command], Command]:
    """Give a command the options that every list has."""

    def give(command: Command) -> Command:
        for option in (
            formatted,
            click.option("--sort", default=sort, help=sort_help),
            click.option("--search", default="", help="Those with these words in them."),
            click.option("--owner", default="", help=owner_help),
            click.option("--as-at", metavar="WHEN", help=WHEN),
        ):
            command = option(command)
        return command

    return give


@click.group("list")
def list_() -> None:
    """Show a register, now or as it stood at any moment."""


@list_.command()
@click.option("--status", type=click.Choice(["open", "closed", "all"]), default="open")
@click.option("--band", type=BANDS, help="Those whose current score is in this band.")
@_listed(sort="-score", sort_help="Such as title or owner; -score: highest first.")
def risks(
    *,
    as_at: str | None,
    status: str,
    band: str | None,
    owner: str,
    search: str,
    sort: str,
    form: str,
) -> None:
    """Show the risk register."""
    from application.doing.access import OPERATOR, sight
    from projections.risks.risk_register import SORTS, Filters, whole_register
    from web.exporting import RISK_COLUMNS

    _must_be_a_sort(sort, SORTS)
    with opened() as ledger, ledger.reading() as connection:
        moment = moment_meant(connection, ledger, as_at)
        filters = Filters(
            status="" if status == "all" else status,
            band=band or "",
            owner_agency=agency_meant(connection, owner),
            search=search,
        )
        rows = whole_register(
            connection, moment=moment, sight=sight(OPERATOR), filters=filters, sort=sort
        )
    show(form, rows, RISK_COLUMNS, noun="risks", moment=moment, shown=_OF_A_RISK)
    if form == "table":
        say_how_many(len(rows), "risk", moment)


@list_.command()
@click.option("--status", default="open", help="open, closed, all, or one such as in-progress.")
@click.option("--source", default="", help="Those of this kind of source, such as jtai.")
@click.option("--theme", default="", help="Those with this theme.")
@click.option("--colour", default="", help="red, amber, green, or blue: closed.")
@click.option("--closing", default="", help="Those closed for this reason, such as superseded.")
@click.option("--overdue", is_flag=True, help="Those past their due date.")
@click.option("--stale", is_flag=True, help="Those without an update for too long.")
@click.option("--awaiting", is_flag=True, help="Those that await verification.")
@click.option("--returned", is_flag=True, help="Those that a verifier has returned.")
@click.option("--reopened", is_flag=True, help="Those that were reopened.")
@click.option("--impact-due", is_flag=True, help="Those whose impact review is due.")
@_listed(sort="due", sort_help="Such as age or owner; -moves: most often re-dated first.")
def recommendations(
    *,
    as_at: str | None,
    owner: str,
    status: str,
    source: str,
    colour: str,
    closing: str,
    sort: str,
    form: str,
    **others: Any,
) -> None:
    """Show the follow-up of recommendations."""
    from domain.recommendations.vocabulary import Closing, Source, Status
    from projections.recommendations.follow_up import SORTS, Filters, limits_on, whole_follow_up
    from web.exporting import RECOMMENDATION_COLUMNS
    from web.wording import COLOURS

    _must_be_a_sort(sort, SORTS)
    chosen: dict[str, Any] = {
        "status": _one_of("--status", status, ["open", "closed", "all", *Status]),
        "source": _one_of("--source", source, Source),
        "colour": _one_of("--colour", colour, COLOURS),
        "closing": _one_of("--closing", closing, Closing),
    }
    with opened() as ledger, ledger.reading() as connection:
        moment = moment_meant(connection, ledger, as_at)
        filters = Filters(**chosen, owner_agency=agency_meant(connection, owner), **others)
        rows = whole_follow_up(
            connection,
            moment=moment,
            limits=limits_on(moment.on, deadlines=ledger.deadlines, calendar=ledger.calendar),
            filters=filters,
            sort=sort,
        )
    show(
        form, rows, RECOMMENDATION_COLUMNS, noun="recommendations", moment=moment,
        shown=_OF_A_RECOMMENDATION,
    )  # fmt: skip
    if form == "table":
        say_how_many(len(rows), "recommendation", moment)


@list_.command()
@click.option("--status", default="open", help="open, ended, all, or one such as in-progress.")
@click.option("--overdue", is_flag=True, help="Those past their due date.")
@click.option("--awaiting", is_flag=True, help="Those that await verification.")
@_listed(sort="due", sort_help="Such as title or owner; -moves: most often re-dated first.")
def actions(
    *, as_at: str | None, owner: str, status: str, sort: str, form: str, **others: Any
) -> None:
    """Show the actions."""
    from domain.actions.action import Status
    from projections.actions.actions import SORTS, Filters, whole_list
    from web.exporting import ACTION_COLUMNS

    _must_be_a_sort(sort, SORTS)
    status = _one_of("--status", status, ["open", "ended", "all", *Status])
    with opened() as ledger, ledger.reading() as connection:
        moment = moment_meant(connection, ledger, as_at)
        agency = agency_meant(connection, owner)
        filters = Filters(status=status, owner_agency=agency, **others)
        rows = whole_list(connection, moment=moment, filters=filters, sort=sort)
    show(form, rows, ACTION_COLUMNS, noun="actions", moment=moment, shown=_OF_AN_ACTION)
    if form == "table":
        say_how_many(len(rows), "action", moment)


@list_.command()
@click.option("--status", type=click.Choice(["open", "ended", "all"]), default="open")
@click.option("--stage", default="", help="Those at this stage, or that ended there: key or name.")
@click.option("--kind", type=click.Choice(["dispute", "issue"]))
@click.option("--overdue", is_flag=True, help="Those with a stage past its due date.")
@click.option("--urgent", is_flag=True, help="Those declared urgent.")
@click.option("--reopened", is_flag=True, help="Those that were reopened.")
@_listed(
    sort="due",
    sort_help="Such as stage or met; -ended: the last to end first.",
    owner_help="Those that this agency raised or is a party to: reference or name.",
)
def disputes(
    *,
    as_at: str | None,
    owner: str,
    status: str,
    stage: str,
    kind: str | None,
    sort: str,
    form: str,
    **others: Any,
) -> None:
    """Show the disputes, and the issues that go the same way."""
    from projections.disputes.disputes import SORTS, Filters, whole_register
    from web.exporting import DISPUTE_COLUMNS

    _must_be_a_sort(sort, SORTS)
    with opened() as ledger, ledger.reading() as connection:
        moment = moment_meant(connection, ledger, as_at)
        filters = Filters(
            status="" if status == "all" else status,
            stage=_stage_meant(connection, stage, moment),
            kind=kind or "",
            agency=agency_meant(connection, owner),
            **others,
        )
        rows = whole_register(connection, moment=moment, filters=filters, sort=sort)
    show(form, rows, DISPUTE_COLUMNS, noun="disputes", moment=moment, shown=_OF_A_DISPUTE)
    if form == "table":
        say_how_many(len(rows), "dispute", moment)


_OF_A_DISPUTE = ("reference", "title", "parties", "stage_name", "due_on", "overdue", "ending")
_OF_A_RISK = ("reference", "current_figure", "current_band", "title", "owner_name", "review_on")
_OF_A_RECOMMENDATION = ("reference", "status", "colour", "words", "owner_name", "due_on")
_OF_AN_ACTION = ("reference", "status", "title", "owner_name", "due_on")


def _must_be_a_sort(sort: str, sorts: Iterable[str]) -> None:
    if sort.removeprefix("-") not in {*sorts}:
        raise click.UsageError(f"--sort must be one of {', '.join(sorts)}.")


def _stage_meant(connection: Connection, words: str, moment: Moment) -> str:
    """The key of the stage that is meant by its key or its name; "" for none."""
    from projections.disputes.disputes import stages_there_are

    meant, stages = words.strip().casefold(), stages_there_are(connection, moment=moment)
    for key, name in stages:
        if meant in (key.casefold(), name.casefold()):
            return key
    if meant:
        known = ", ".join(key for key, _ in stages) or "none yet"
        raise click.UsageError(f"--stage must be one that a dispute has been at: {known}.")
    return ""


def _one_of(option: str, words: str, known: Iterable[str]) -> str:
    """The value that is meant, in any case and with - or _; "" for none, and for all."""
    found = words.strip().lower().replace("-", "_")
    if not words or found == "all":
        return ""
    values = [str(each) for each in known]
    if found not in values:
        dashed = ", ".join(value.replace("_", "-") for value in values)
        raise click.UsageError(f"{option} must be one of {dashed}.")
    return found
