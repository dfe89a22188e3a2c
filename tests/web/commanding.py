"""Running `scrutiny` in a test: in this process, or as a person does, in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from web.commands.cli import main

ROOT = Path(__file__).parents[2]


def beside_the_warning(complained: str) -> str:
    """What was said on standard error, apart from this: the server of the tests forgets, on
    purpose, and `init` and `serve` warn of that."""
    lines = complained.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("THE DATABASE SERVER DOES NOT"))


class Scrutiny:
    """The command line on one database."""

    def __init__(self, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.database_url = database_url
        monkeypatch.setenv("SCRUTINY_DATABASE_URL", database_url)
        monkeypatch.setenv("COLUMNS", "160")

    def __call__(self, *arguments: object, typed: str | None = None) -> Result:
        """Run a command; whatever goes wrong in it must have ended in an exit code."""
        result = CliRunner().invoke(main, list(map(str, arguments)), input=typed)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def says(self, *arguments: object, typed: str | None = None) -> str:
        """What a command prints; it must have gone well."""
        result = self(*arguments, typed=typed)
        assert (result.exit_code, beside_the_warning(result.stderr)) == (0, ""), result.output
        return result.stdout

    def refuses(self, *arguments: object, typed: str | None = None) -> str:
        """The sentence with which a command ends in exit code 2."""
        result = self(*arguments, typed=typed)
        assert result.exit_code == 2, result.output
        return beside_the_warning(result.stderr).strip()

    def start(self, *arguments: object, **environment: str) -> subprocess.Popen[str]:
        """The command in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "web.commands.cli", *map(str, arguments)],
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
