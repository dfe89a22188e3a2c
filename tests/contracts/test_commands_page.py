"""README.md and docs/ show no command that there is not, and docs/commands.md has all."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from web.commands.cli import main

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]
_BLOCK = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands_in(page: Path) -> Iterator[str]:
    """What follows “scrutiny” in each line of a block, without what is said of it behind."""
    for block in _BLOCK.findall(page.read_text(encoding="utf-8")):
        for line in block.splitlines():
            if found := re.match(r"(?:docker compose run --rm \w+ |\S+/)?scrutiny (.+)", line):
                yield re.split(r" {2,}| # | > ", found[1])[0]


def parsed(words: str) -> tuple[str, str]:
    """The command that is named, and what there is not of it, "" for nothing."""
    command: click.Command = main
    given, path = shlex.split(words), []
    while isinstance(command, click.Group) and given:
        if (below := command.get_command(click.Context(command), given[0])) is None:
            break
        command = below
        path.append(given.pop(0))
    if isinstance(command, click.Group):
        return " ".join(path), "" if path and not given else f"there is no “{words}”"
    known = {name for each in command.params for name in each.opts}
    options = [each.partition("=")[0] for each in given if each.startswith("--")]
    unknown = [each for each in options if each not in known | {"--help"}]
    return " ".join(path), f"“{words}” takes no {unknown[0]}" if unknown else ""


def every_command(group: click.Group, above: str = "") -> Iterator[str]:
    for name in group.list_commands(context := click.Context(group)):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from every_command(command, f"{above}{name} ")
        else:
            yield f"{above}{name}"


def test_every_command_that_a_page_shows_exists_with_its_options() -> None:
    shown = [(page.name, each) for page in PAGES for each in commands_in(page)]
    assert len(shown) > 50
    assert [f"{page}: {why}" for page, each in shown if (why := parsed(each)[1])] == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("paper executive executive.pdf", ""),
        ("user give-role ann@example.gov.uk --role saas-chair", ""),
        ("papers executive", "there is no “papers executive”"),
        ("user gift ann", "there is no “user gift ann”"),
        ("verify --whole", "“verify --whole” takes no --whole"),
    ],
)
def test_a_command_that_there_is_not_is_found(words: str, why: str) -> None:
    assert parsed(words)[1] == why


def test_the_page_of_commands_has_every_one() -> None:
    page = ROOT / "docs/commands.md"
    text = page.read_text(encoding="utf-8")
    shown = {parsed(each)[0] for each in [*commands_in(page), *commands_in(ROOT / "README.md")]}
    lacking = [
        each
        for each in every_command(main)
        if each not in shown and f"`scrutiny {each}`" not in text
    ]
    assert lacking == []
