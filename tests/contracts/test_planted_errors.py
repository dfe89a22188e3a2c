"""The checks are checked: an error that is planted at a seam is found before anything runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError
from mypy import api

from application.doing.supply import MisfitError
from application.importing.importable import Step
from application.nouns.actions import SET
from domain.kernel.days.happened import Happened
from domain.kernel.item import Linkable
from tests.followed import set_action
from tests.sites import bare_site

ROOT = Path(__file__).parents[2]
RISKS = ROOT / "application/nouns/risks.py"
ACTION = ROOT / "domain/actions/action.py"
ACTIONS = ROOT / "projections/actions/actions.py"


def planted(file: Path, right: str, wrong: str) -> str:
    """The text of a file with one error in it."""
    text = file.read_text("utf-8")
    assert text.count(right) == 1, right
    return text.replace(right, wrong)


def types_say(text: str, folder: Path) -> str:
    """What the type checker says of a file with this text, in the product's own settings."""
    file = folder / "planted.py"
    file.write_text(text, "utf-8")
    said, _, _ = api.run([str(file), f"--config-file={ROOT / 'pyproject.toml'}"])
    return said


@pytest.mark.parametrize(
    ("right", "wrong", "found"),
    [
        ("Risk.review,", "Risk.review,", "Success"),
        ("Risk.review,", "Risk.reveiw,", 'has no attribute "reveiw"'),
        ("may={TEAM, CHAIR, MEMBER},", "may={TEAM, 'chair', MEMBER},", "incompatible type"),
        ("_Review, Risk.review,", "_Reveiw, Risk.review,", 'Name "_Reveiw" is not defined'),
        ("into = ItemField(", "into = ItmeField(", 'Name "ItmeField" is not defined'),
    ],
    ids=["nothing planted", "move", "role", "schema", "field"],
)
def test_types_find_an_intent_that_names_what_there_is_not(
    right: str, wrong: str, found: str, tmp_path: Path
) -> None:
    assert found in types_say(planted(RISKS, right, wrong), tmp_path)


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        (
            'finding = Prose("What was found?")',
            'findings = Prose("What was found?")',
            "_Review asks for “findings”, which Risk.review does not take.",
        ),
        (
            '    finding = Prose("What was found?")\n',
            "",
            "Risk.review wants “finding”, which neither _Review nor the ledger gives.",
        ),
        (
            'control = ListedNumber("Control")',
            'control = Line("Control")',
            "“control” of _WithdrawControl holds str, where Risk.withdraw_control wants int.",
        ),
        (
            'Choice("Answer", Answer, _ANSWERS)',
            'Choice("Answer", Response, _RESPONSES)',
            "“answer” of _Answer holds Response, where Risk.answer wants Answer.",
        ),
        (
            'target_on = Day("Target date",',
            'target_on = Day("Target date", required=False,',
            "“target_on” of _TargetDate holds date or nothing, where Risk.set_target_date wants "
            "date.",
        ),
        (
            '"Reference of the risk that stays", Risk,',
            '"Reference of the risk that stays", Linkable,',
            "“into” of _Merge holds Linkable, where Risk.merge wants Risk.",
        ),
        ("_Review, Risk.review,", "_Review, Risk.close,", "risk.review does not name its move"),
        ('"risk.review", "R', '"risk.reveiw", "R', "risk.reveiw does not name its move"),
    ],
    ids=["field", "missing", "number", "choice", "no day", "kind of item", "method", "name"],
)
def test_the_program_does_not_start_with_a_form_that_does_not_fit_its_rule(
    right: str, wrong: str, sentence: str
) -> None:
    text = planted(RISKS, right, wrong)
    with pytest.raises(MisfitError) as refused:
        exec(compile(text, str(RISKS), "exec"), {"__name__": "planted", "Linkable": Linkable})
    assert sentence in str(refused.value)


def test_types_find_an_event_that_is_asked_for_what_it_does_not_have(tmp_path: Path) -> None:
    text = planted(ACTION, "that it is done: {self.finding}", "that it is done: {self.findnig}")
    assert '"Verified" has no attribute "findnig"' in types_say(text, tmp_path)


def executed(file: Path, right: str, wrong: str) -> dict[str, Any]:
    """What a file with an error in it says as the program starts."""
    names: dict[str, Any] = {"__name__": "planted"}
    exec(compile(planted(file, right, wrong), str(file), "exec"), names)
    return names


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ('shown=("reference", "title",', 'shown=("reference", "titel",', "titel"),
        ('usual="due"', 'usual="deu"', "deu"),
    ],
    ids=["column of the page", "order"],
)
def test_the_program_does_not_start_with_a_register_that_names_no_column(
    right: str, wrong: str, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        executed(ACTIONS, right, wrong)


def test_the_first_row_finds_a_column_that_its_item_does_not_have() -> None:
    register = executed(ACTIONS, 'Column("measure",', 'Column("mesure",')["ACTIONS"]
    event: Any = None
    with pytest.raises(AttributeError, match="mesure"):
        register.row(Happened(1, event, set_action(), {}))


@pytest.mark.parametrize(
    "wrong", ["{{ row.titel }}", "{% if row.titel %}x{% endif %}", "{{ titel }}"]
)
def test_a_page_does_not_show_what_there_is_not(wrong: str) -> None:
    app = bare_site()
    template = app.jinja_env.from_string(wrong)
    with pytest.raises(UndefinedError, match="titel"):
        template.render(row={"title": "A title"})


@pytest.mark.parametrize(("data", "columns"), [({"titel": "x"}, {}), ({}, {"titel": "title"})])
def test_a_row_of_a_file_is_not_read_into_what_an_intent_does_not_ask_for(
    data: dict[str, str], columns: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match=r"action\.set does not ask for \['titel'\]"):
        Step(SET, data, columns)
