"""A process is killed while it writes: log and projections agree, and what was confirmed stays."""

from __future__ import annotations

from collections.abc import Callable
from subprocess import Popen

import pytest
from sqlalchemy import func, select

from application.ledger.commands import commands
from application.ledger.ledger import Ledger
from projections.risks.risk_register import RISKS
from tests.acts import record
from tests.application.ledger import another_process as other
from tests.reading import disagreements

Start = Callable[..., Popen[str]]


@pytest.fixture
def ledger(ledger_on_each: Ledger) -> Ledger:
    return ledger_on_each


def line_of(program: Popen[str]) -> str:
    assert program.stdout
    return program.stdout.readline().strip()


def kill(program: Popen[str]) -> None:
    program.kill()  # SIGKILL: nothing is tidied up
    program.wait()


def found(ledger: Ledger) -> list[str]:
    return disagreements(ledger)


def count(ledger: Ledger, table: object) -> int | None:
    with ledger.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def test_killed_between_append_and_commit_it_has_written_nothing(
    database_url: str, ledger: Ledger, another_process: Start
) -> None:
    record(ledger)
    program = another_process(database_url, "stop-before-commit")
    assert line_of(program) == "appended"
    kill(program)

    assert ledger.position() == 1
    assert count(ledger, RISKS.table) == 1
    assert count(ledger, commands) == 0
    assert found(ledger) == []


def test_the_next_writer_does_not_wait_for_the_dead(
    database_url: str, ledger: Ledger, another_process: Start
) -> None:
    program = another_process(database_url, "stop-before-commit")
    assert line_of(program) == "appended"
    kill(program)

    outcome = other.record(ledger, other.COMMAND)
    assert not outcome.repeated
    assert outcome.reference.endswith("-001")
    assert ledger.position() == 2
    assert found(ledger) == []


def test_killed_between_commit_and_answer_it_has_written_everything(
    database_url: str, ledger: Ledger, another_process: Start
) -> None:
    program = another_process(database_url, "stop-before-answer")
    assert line_of(program) == "committed"
    kill(program)

    assert ledger.position() == 2
    assert found(ledger) == []
    again = other.record(ledger, other.COMMAND)
    assert again.repeated
    assert (again.version, again.position) == (2, 2)
    assert ledger.position() == 2
    assert count(ledger, RISKS.table) == 2


@pytest.mark.parametrize("confirmed", [1, 9])
def test_killed_anywhere_it_loses_nothing_that_it_confirmed(
    database_url: str, ledger: Ledger, another_process: Start, confirmed: int
) -> None:
    program = another_process(database_url, "record", 1_000_000)
    assert line_of(program) == "ready"
    assert program.stdin
    program.stdin.write("go\n")
    program.stdin.flush()
    told = [line_of(program) for _ in range(confirmed)]
    kill(program)
    assert program.stdout
    told += program.stdout.read().split()

    written = [event.reference for _, event in ledger.events_after(0)][::2]
    assert written[: len(told)] == told
    assert len(written) <= len(told) + 1  # one may have been committed and not yet told
    assert ledger.position() == 2 * len(written)
    assert found(ledger) == []
    assert record(ledger).endswith(f"-{len(written) + 1:03d}")
