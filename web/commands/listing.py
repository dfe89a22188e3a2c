"""`scrutiny list`: the registers of the site, with their filters and sorts, at any moment.

The options of each are read off its register, once somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from web.commands.shared.arguments import WHEN, agency_meant, formatted, looking
from web.commands.shared.console import say
from web.commands.shared.showing import say_how_many, show

if TYPE_CHECKING:
    from projections.filters import Filter
    from projections.register import Register
    from projections.view import View
    from web.noun import Noun


class Lists(click.Group):
    """A command for each noun that has a register."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from web.nouns import LISTED

        return list(LISTED)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from web.nouns import LISTED

        noun = LISTED.get(cmd_name)
        return _command(noun) if noun else None


@click.group("list", cls=Lists)
def list_() -> None:
    """Show a register, now or as it stood at any moment."""


def _command(noun: Noun) -> click.Command:
    register = noun.register
    assert register is not None

    @click.option("--as-at", metavar="WHEN", help=WHEN)
    @click.option("--sort", default=register.usual, show_default=True, help=_SORT_HELP)
    @click.option("--columns", default="", help="Keys of columns, with commas; all, if not given.")
    @formatted
    def shown(*, as_at: str | None, sort: str, columns: str, form: str, **chosen: Any) -> None:
        from projections.register import Asked

        if not register.sorts_by(sort):
            raise click.UsageError(f"--sort must be one of {', '.join(register.sorts)}.")
        keys = _keys(register, columns)
        with looking(as_at) as view:
            filters = {key: _meant(each, chosen[key], view) for key, each in _filters(register)}
            rows = register.asked(view, Asked(filters, sort))
            show(
                form, rows, register.exported(keys), noun=noun.name, title=noun.section, view=view,
                shown=keys or register.shown,
            )  # fmt: skip
            if form == "table":
                _say_what_is_left_out(register, filters, len(rows), view)
                say_how_many(len(rows), register.one, view)

    command = click.command(noun.name, help=f"Show the {noun.heading.lower()}.")(shown)
    command.params += [_option(each) for _, each in _filters(register)]
    return command


def _say_what_is_left_out(
    register: Register[Any], filters: Mapping[str, str], shown: int, view: View
) -> None:
    """Under a table of what is usually asked for, such as what is open: how much more there is."""
    from projections.filters import State
    from projections.register import Asked

    for key, each in _filters(register):
        if isinstance(each, State) and filters[key] == each.usual:
            more = register.page(view, Asked({**filters, key: "all"}), size=1).total - shown
            if more > 0:
                words, _ = each.groups[each.usual]
                say(f"\n{more:,} more that are not “{words}”: --{key} all shows them, too.")


_SORT_HELP = "What to sort by; with a minus in front, the largest first."


def _filters(register: Register[Any]) -> list[tuple[str, Filter]]:
    return list(register.filters.items())


def _option(offered: Filter) -> click.Option:
    """A filter as an option of the command."""
    from projections.filters import OfAgencyWith, Tick

    names = [offered.key, f"--{offered.key.replace('_', '-')}"]
    words = offered.hint or f"Those with this: {offered.label}."
    if isinstance(offered, Tick):
        return click.Option(names, is_flag=True, help=words)
    if isinstance(offered, OfAgencyWith) and offered.also:
        names.append(f"--{offered.also}")
    return click.Option(names, default="", help=words)


def _meant(offered: Filter, given: Any, view: View) -> str:
    """The value of a filter that is meant by a code or by words, in any letters.

    Raises UsageError where it is none that the filter can have.
    """
    from projections.filters import Containing, OfAgencyWith

    if isinstance(given, bool):
        return "yes" if given else ""
    words = str(given).strip()
    if isinstance(offered, OfAgencyWith):
        return agency_meant(view, words)
    if not words or isinstance(offered, Containing):
        return words or offered.usual
    options: Mapping[str, str] = dict(offered.options(view))
    for value, name in options.items():
        if _plain(words) in {_plain(value), _plain(name)}:
            return value
    known = ", ".join(value.replace("_", "-") for value in options) or "none yet"
    raise click.UsageError(f"--{offered.key.replace('_', '-')} must be one of {known}.")


def _plain(words: str) -> str:
    return words.casefold().replace("-", "_").replace(" ", "_")


def _keys(register: Register[Any], words: str) -> list[str]:
    keys = [each.strip() for each in words.split(",") if each.strip()]
    known = [column.key for column in register.columns]
    if unknown := [key for key in keys if key not in known]:
        raise click.UsageError(f"There is no column {unknown[0]}. They are: {', '.join(known)}.")
    return keys
