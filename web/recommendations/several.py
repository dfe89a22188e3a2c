"""Several recommendations of one report: its facts are entered once, and all are recorded or none.

It works without JavaScript: “Add another” sends the form and shows it again with one more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import ValidationError

from application.doing.child_details import ChildDetailsError
from application.doing.intents import perform
from application.ledger.commands import Outcome
from application.ledger.storage.faults import FAULTS
from application.nouns.recommendations import RECEIVE
from domain.kernel.errors import DomainError
from domain.kernel.item import in_a_row
from projections.partnership.agencies import members
from web.errors import storage_fault
from web.forms.filled import (
    ASK,
    CHECKED,
    Form,
    FormField,
    Offered,
    checked_field,
    form_fields,
    typed,
)
from web.running.watching import doing, done
from web.security import allow, new_command
from web.view import ledger, person, stop_looking, the_view

pages = Blueprint("several", __name__)

OF_THE_REPORT = ("source", "title", "publisher", "published", "themes", "agencies", "on")
"""What is entered once."""
OF_EACH = ("number", "words", "owner_role", "owner_agency", "due_words")
AT_FIRST, MOST = 3, 30
"""How many recommendations the form has room for, to begin with and at the most."""
Data = Mapping[str, Any]
Errors = Mapping[str, Sequence[str]]


class _Refused(Exception):
    """Nothing is kept of what was sent; `errors` are by the names of the form's fields."""

    def __init__(self, errors: dict[str, Sequence[str]], *, doubted: bool = False) -> None:
        super().__init__()
        self.errors, self.doubted = errors, doubted


@pages.route("/recommendations/several", methods=["GET", "POST"])
@allow(RECEIVE.name)
def record() -> Any:
    """Record several recommendations of one report."""
    if request.method == "GET":
        report = {name: words for name, words in request.args.items() if name in OF_THE_REPORT}
        return _page(_Sent(report, [{}] * AT_FIRST), {}, 200, command=new_command())
    sent, command = _sent(), request.form.get("command", "")[:60]
    if "add" in request.form:
        more = replace(sent, each=[*sent.each, {}][:MOST])
        return _page(more, {}, 200, command=command)
    stop_looking()  # what is done now is seen by whatever looks afterwards
    doing(RECEIVE.name)
    try:
        outcomes = _record(sent, command)
    except _Refused as refused:
        return _page(sent, refused.errors, 422, command=command, doubted=refused.doubted)
    except FAULTS as error:
        wrong = {"": [storage_fault(error).visitor]}
        return _page(sent, wrong, 503, command=command)
    done(position=outcomes[-1].position)
    references = [outcome.reference for outcome in outcomes]
    flash(f"You recorded {in_a_row(references)}.", "success")
    query: dict[str, Any] = {
        "search": str(sent.report.get("title", "")),
        "status": "all",
        "sort": "number",
    }
    return redirect(url_for("recommendations.register", **query), 303)


@dataclass(frozen=True)
class _Sent:
    """What was typed: of the report, and of each recommendation that there is room for."""

    report: Data
    each: Sequence[Data]

    @property
    def filled(self) -> list[tuple[int, Data]]:
        """Those of which anything was typed, with their numbers on the form."""
        return [(at, data) for at, data in enumerate(self.each, 1) if any(data.values())]


def _sent() -> _Sent:
    count = request.form.get("rows", AT_FIRST, type=int)
    report = typed(RECEIVE, request.form)
    each = [
        {name: request.form.get(f"{name}-{at}", "").strip() for name in OF_EACH}
        for at in range(1, min(max(count, 1), MOST) + 1)
    ]
    return _Sent({name: report[name] for name in OF_THE_REPORT}, each)


def _record(sent: _Sent, command: str) -> list[Outcome]:
    """Record all of them. Raises _Refused, with all that is wrong, where one cannot be."""
    if not sent.filled:
        raise _Refused({"words-1": ["Enter the recommendation, in its own words"]})
    outcomes = list[Outcome]()
    errors = dict[str, Sequence[str]]()
    doubted = False
    with ledger().writing():
        for at, data in sent.filled:
            try:
                outcomes.append(_receive({**sent.report, **data}, f"{command}-{at}"))
            except ValidationError as error:
                errors |= _on_the_form(dict(error.messages_dict), at)
            except ChildDetailsError as error:
                doubted = True
                doubts = {name: [sentence] for name, sentence in error.sentences.items()}
                errors |= {**_on_the_form(doubts, at), CHECKED: [ASK]}
            except DomainError as error:
                errors |= _on_the_form({error.field or "words": [error.sentence]}, at)
        if errors:
            raise _Refused(errors, doubted=doubted)
    return outcomes


def _receive(data: Data, command: str) -> Outcome:
    return perform(ledger(), RECEIVE, data, person=person(), command=command, confirmed=_ticked())


def _ticked() -> bool:
    return request.form.get(CHECKED) == "true"


def _on_the_form(errors: Errors, at: int) -> dict[str, Sequence[str]]:
    """Errors under the names that their fields have on the form; of the report once."""
    return {
        name if name in OF_THE_REPORT else f"{name if name in OF_EACH else 'words'}-{at}": said
        for name, said in errors.items()
    }


def _page(
    sent: _Sent, errors: Errors, status: int, *, command: str, doubted: bool = False
) -> tuple[str, int]:
    settled = ledger().settled
    themes = [each.name for each in settled.themes.offered]
    offered = Offered(members(the_view()), settled.matrix, themes=themes)
    of_report = _fields(sent.report, OF_THE_REPORT, offered, errors)
    groups = [("The report", [each.name for each in of_report])]
    fields = list(of_report)
    for at, data in enumerate(sent.each, 1):
        wrong = {name: errors.get(f"{name}-{at}", ()) for name in OF_EACH}
        rows = _fields(data, OF_EACH, offered, wrong)
        named = [
            replace(each, name=f"{each.name}-{at}", required=each.required and at == 1)
            for each in rows
        ]
        groups.append((f"Recommendation {at}", [each.name for each in named]))
        fields += named
    ticks = checked_field(errors, doubted=doubted, ticked=_ticked())
    form = Form(
        title="Record several recommendations of one report",
        caption="",
        intro="The report is entered once. What is left empty below is not recorded.",
        action=request.path,
        submit="Record them",
        cancel_href=url_for("recommendations.register"),
        fields=[*fields, *ticks],
        groups=groups,
        hidden={"command": command, "rows": str(len(sent.each))},
        errors=_listed([*fields, *ticks], errors),
    )
    more = len(sent.each) < MOST
    return render_template("recommendations/several.html", form=form, more=more, trail=None), status


def _fields(
    values: Data, names: Sequence[str], offered: Offered, errors: Errors
) -> list[FormField]:
    found = {each.name: each for each in form_fields(RECEIVE, values, offered, errors)}
    return [found[name] for name in names]


def _listed(fields: Sequence[FormField], errors: Errors) -> list[dict[str, str]]:
    """The error summary: each sentence once, with a link to its field."""
    listed = [
        {"text": sentence, "href": f"#{each.name}{'-day' if each.kind == 'date' else ''}"}
        for each in fields
        for sentence in errors.get(each.name, ())
    ]
    return [*listed, *({"text": said, "href": "#main-content"} for said in errors.get("", ()))]
