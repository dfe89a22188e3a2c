"""The moves of an item are a closed set, and what stands in their way is asked of functions."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from mypy import api

from domain.disputes.known_minutes import KnownMinutes
from domain.groups.duties import Clauses
from domain.kernel.days.calendar import Calendar
from domain.kernel.deciding.files import File
from domain.kernel.deciding.minutes import Minute
from domain.kernel.errors import DomainError
from domain.kernel.finder import Beside, Finder
from domain.kernel.followed import Deadlines
from domain.kernel.item import Item
from domain.kernel.moves import UnknownMoveError, move, moves_of
from domain.kernel.terms import Actor, Occasion, Role
from domain.meetings.records import HeldMeetings, PlannedEntries, RaisedDisputes
from domain.partnership.agency import KnownAgencies, Partners
from domain.partnership.role_grant import Administrators
from domain.partnership.settled import Settled
from domain.procedure.procedure import Procedure
from domain.procedure.rules import Rules
from domain.redactions.redaction import WaitingRedactions, WordsOnRecord
from domain.risks.matrix import Matrix
from domain.risks.risk import Risk
from tests.examples import NOW, aggregates, given

MOVES = [(kind, name) for kind in aggregates() for name in moves_of(kind)]
EVERY_MOVE = pytest.mark.parametrize(
    ("kind", "name"), MOVES, ids=[f"{kind.__name__}.{name}" for kind, name in MOVES]
)


class Gate:
    """Something that opens for people of age, once it is unlocked."""

    locked = False
    opened = 0

    def why_void(self) -> str | None:
        return None

    def _is_unlocked(self) -> str | None:
        return "It is locked." if self.locked else None

    def _is_whole(self) -> str | None:
        return "It is broken."

    def _may_pass(self, by: Actor) -> str | None:
        return "Not you." if by.role is Role.AUDITOR else None

    @move(_is_unlocked, by=[_may_pass])
    def open(self, occasion: Occasion, *, wide: bool = False) -> int:
        """Let somebody in."""
        self.opened += 1 + wide
        return self.opened

    @move(_is_unlocked, _is_whole)
    def repair(self, occasion: Occasion) -> None:
        """Never possible."""

    @classmethod
    @move()
    def build(cls, occasion: Occasion) -> Gate:
        """There is nothing yet that could stand in the way."""
        return cls()


AUDITOR = replace(NOW, by=Actor("a", Role.AUDITOR))


def test_a_command_that_nothing_stands_in_the_way_of_is_done() -> None:
    gate = Gate.build(NOW)
    assert gate.open(NOW, wide=True) == 2


@pytest.mark.parametrize(
    ("occasion", "locked", "sentence"),
    [
        (NOW, True, "It is locked."),
        (AUDITOR, False, "Not you."),
        (AUDITOR, True, "It is locked."),
    ],
    ids=["state", "person", "both"],
)
def test_the_first_guard_that_objects_says_why(
    occasion: Occasion, locked: bool, sentence: str
) -> None:
    gate = Gate()
    gate.locked = locked
    with pytest.raises(DomainError) as refusal:
        gate.open(occasion)
    assert refusal.value.sentence == sentence
    assert gate.opened == 0


def test_guards_are_asked_in_the_order_in_which_they_stand() -> None:
    gate = Gate()
    assert moves_of(Gate)["repair"].why_not(gate) == "It is broken."
    gate.locked = True
    assert moves_of(Gate)["repair"].why_not(gate) == "It is locked."


def test_the_moves_of_a_kind_are_its_commands_and_those_that_it_inherits() -> None:
    class WideGate(Gate):
        @move()
        def widen(self, occasion: Occasion) -> None:
            """A move of its own."""

        def repair(self, occasion: Occasion) -> None:
            """No move here any longer."""

    assert moves_of(WideGate).keys() == {"open", "build", "widen"}


@pytest.mark.parametrize("name", ["reveiw", "title", "_record", "version", "why_not"])
@pytest.mark.parametrize("asked", ["why_not", "not_by"])
def test_a_move_that_there_is_not_is_a_mistake_in_the_program(name: str, asked: str) -> None:
    risk = given(Risk.Recorded)
    of = {"why_not": (), "not_by": (NOW.by,)}
    with pytest.raises(UnknownMoveError, match=f"Risk has no move “{name}”"):
        getattr(risk, asked)(name, *of[asked])
    assert not issubclass(UnknownMoveError, DomainError)


@EVERY_MOVE
def test_a_move_is_a_public_command_that_says_what_it_does(kind: type[Item], name: str) -> None:
    command = getattr(kind, name)
    assert not name.startswith("_")
    assert command.__doc__
    first, *data = [
        each for each in inspect.signature(command).parameters.values() if each.name != "self"
    ]
    assert first.name == "occasion"
    assert {each.kind for each in data} <= {inspect.Parameter.KEYWORD_ONLY}


SUPPLIED = {
    Administrators, Beside, Calendar, Deadlines, Finder, HeldMeetings, KnownAgencies, KnownMinutes,
    Matrix, Partners, PlannedEntries, Procedure, RaisedDisputes,
    WaitingRedactions, WordsOnRecord,
}  # fmt: skip
DATA = {str, int, bool, date, time, File}
FILES = {Clauses, Rules, Settled}
"""What a file says as a whole."""


@EVERY_MOVE
def test_a_command_says_by_its_types_what_it_needs(kind: type[Item], name: str) -> None:
    """So that it can be given the data of a form, and the rest from where it is kept."""
    command = inspect.unwrap(getattr(kind, name))
    hints = get_type_hints(command)
    del hints["return"]
    assert hints.pop("occasion") is Occasion
    for asked, hint in hints.items():
        types = [each for each in _types(hint) if each is not type(None)]
        assert len(types) == 1, asked
        assert types[0] in SUPPLIED | DATA | FILES | {Minute} or issubclass(
            types[0], StrEnum | Item
        ), asked


def _types(hint: Any) -> list[Any]:
    inner = [each for argument in get_args(hint) for each in _types(argument)]
    return inner or [hint]


_OF_AN_IMPORT = {"begin", "go_on", "finish"}
"""What the loading of a file puts on record by itself."""
_OF_A_RESTORE = {"repeat"}
"""What putting an older copy back takes out once more."""
_BY_ANOTHER_ITEM = {
    "at_a_meeting",
    "confirm_at",
    "report_at",
    "find_quorum",
    "by_a_body",
    "put_on",
    "correct_date",
    "date_with",
    "take_off",
}
"""What one item does to another, by a move of its own."""


@EVERY_MOVE
def test_what_changes_an_item_is_nothing_but_its_moves(kind: type[Item], name: str) -> None:
    """Every public command is a move; time and the looking at words are the only others."""
    commands = {
        each
        for each, method in inspect.getmembers(kind, callable)
        if not each.startswith("_") and not inspect.isclass(method) and _takes_an_occasion(method)
    }
    others = {"confirm_words", "record_anyway", "notice_overdue"}
    others |= _OF_AN_IMPORT | _OF_A_RESTORE | _BY_ANOTHER_ITEM
    assert commands - moves_of(kind).keys() <= others


def _takes_an_occasion(method: object) -> bool:
    assert callable(method)
    return "occasion" in inspect.signature(method).parameters


PLANTED = """
from domain.kernel.moves import move
from domain.kernel.terms import Occasion

class Gate:
    def _is_unlocked(self) -> str | None:
        return None

    @move({guard})
    def open(self, occasion: Occasion, *, wide: bool = False) -> int:
        return 1

def act(gate: Gate, occasion: Occasion) -> int:
    return gate.{call}
"""


@pytest.mark.parametrize(
    ("guard", "call", "found"),
    [
        ("_is_unlocked", "open(occasion, wide=True)", ""),
        ("_is_unlokced", "open(occasion)", 'Name "_is_unlokced" is not defined'),
        ("'_is_unlocked'", "open(occasion)", "Argument 1 to"),
        ("_is_unlocked", "opne(occasion)", 'has no attribute "opne"'),
        ("_is_unlocked", "open(occasion, wdie=True)", 'Unexpected keyword argument "wdie"'),
        ("_is_unlocked", "open(occasion, wide='yes')", 'Argument "wide" to "open" of "Gate"'),
    ],
    ids=["right", "guard", "guard by name", "move", "field", "type"],
)
def test_a_guard_a_move_or_a_field_that_does_not_exist_is_found_by_its_type(
    guard: str, call: str, found: str, tmp_path: Path
) -> None:
    file = tmp_path / "planted.py"
    file.write_text(PLANTED.format(guard=guard, call=call), "utf-8")
    root = Path(__file__).parents[3]
    said, _, status = api.run([str(file), "--strict", f"--config-file={root / 'pyproject.toml'}"])
    assert (status == 1) is bool(found), said
    assert found in said
