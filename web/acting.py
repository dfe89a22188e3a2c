"""One view for every intent: show its form, perform what was sent, say what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from flask import flash, redirect, render_template, request
from marshmallow import ValidationError
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from application import accounts
from application.doing import access
from application.doing.child_details import ChildDetailsError
from application.doing.fields import ItemField
from application.doing.intents import Intent, perform
from application.ledger.clock import today
from application.ledger.database import explain
from application.ledger.ledger import Outcome
from application.nouns.procedure_files import ProcedureFileError
from domain.indicators.indicator import Indicator
from domain.kernel.errors import ChangedSinceError, DomainError
from domain.kernel.item import Item
from domain.kernel.terms import Actor
from domain.partnership.agency import Agency
from domain.procedure.procedure import Procedure
from domain.risks.risk import Risk
from projections.audit.audit_trail import confirms_words, sentences_after
from projections.partnership.agencies import members
from projections.risks.risk_register import risk_row
from projections.versioned import Moment
from web.errors import status_of
from web.forms import (
    ASK,
    CHECKED,
    Choices,
    Form,
    Option,
    checked_field,
    error_list,
    form_fields,
    starting_values,
    typed,
)
from web.security import new_command
from web.story import full_sentence, who
from web.view import ledger, person, sight

Errors = Mapping[str, Sequence[str]]


def act_on(
    intent: Intent,
    reference: str = "",
    *,
    cancel: str,
    then: Callable[[Outcome], str],
    caption: str = "",
    listed: Mapping[str, Sequence[Option]] | None = None,
    starting: Mapping[str, Any] | None = None,
    settled: Sequence[str] = (),
    template: str = "form.html",
    beside: Mapping[str, Any] | None = None,
) -> Any:
    """Answer a GET with the intent's form and a POST by performing it.

    `cancel` is where giving up leads, `then` gives the address to go to afterwards, `listed` the
    options of `Listed` fields and of those that name an agency (before what the intent itself
    offers), `starting` values to begin with;
    `settled` fields are sent unseen. `template` and `beside` are a page that says more around
    the form. Raises DomainError where no form could mend it.
    """
    item = None if intent.creates else ledger().get(intent.item_class, reference)
    by = access.actor(person(), intent.name, item)
    options = {**intent.options(item), **(listed or {})}

    def page(
        values: Mapping[str, Any],
        errors: Errors,
        status: int,
        *,
        conflict: Mapping[str, Any] | None = None,
        command: str = "",
        doubted: bool = False,
    ) -> tuple[str, int]:
        with ledger().reading() as connection:
            choices = Choices(members(connection), ledger().matrix, options)
        form = Form(
            title=intent.title,
            caption=caption,
            intro=intent.hint,
            action=request.path,
            submit=intent.title if intent.creates else "Save",
            cancel_href=cancel,
            fields=[
                *form_fields(intent, values, choices, errors, settled=settled),
                *checked_field(errors, doubted=doubted, ticked=ticked),
            ],
            hidden={
                "version": str(item.version) if item else "",
                "command": command or new_command(),
            },
            errors=error_list(intent, errors),
            conflict=conflict,
        )
        return render_template(template, form=form, **(beside or {})), status

    ticked = request.form.get(CHECKED) == "true"
    if request.method == "GET":
        if item and (reason := _why_not(item, intent, by)):
            raise DomainError(reason)
        prefilled = {
            **starting_values(intent, item), **(starting or {}), **request.args.to_dict()
        }  # fmt: skip
        return page(prefilled, {}, 200)
    data = typed(intent, request.form)
    command = request.form.get("command", "")[:64]
    if unseen := _unseen(intent, data):
        return page(data, unseen, 422, command=command)
    try:
        outcome = perform(
            ledger(),
            intent,
            data,
            person=person(),
            reference=reference,
            version=_version(request.form.get("version", "")),
            command=command,
            confirmed=ticked,
        )
    except ValidationError as error:
        return page(data, _by_field(error), 422, command=command)
    except ChangedSinceError as error:
        with ledger().reading() as connection:
            sentences = what_changed(connection, reference, error.shown)
        return page(data, {}, 409, conflict={"sentences": sentences})
    except ChildDetailsError as error:
        doubts = {name: [sentence] for name, sentence in error.sentences.items()}
        return page(data, {**doubts, CHECKED: [ASK]}, 422, command=command, doubted=True)
    except ProcedureFileError as error:
        return page(data, {"text": error.faults}, 422, command=command)
    except DomainError as error:
        if status_of(error) != 422:
            raise
        return page(data, {"": [error.sentence]}, 422, command=command)
    except SQLAlchemyError as error:
        return page(data, {"": [str(explain(error))]}, 503, command=command)
    flash(_done(intent, outcome), "success")
    return redirect(then(outcome), 303)


def _unseen(intent: Intent, data: Mapping[str, str]) -> dict[str, Sequence[str]]:
    """The risks that were named and that the person may not see: to them there are none such."""
    named = {
        name: data[name].strip().upper()
        for name, field in intent.schema().fields.items()
        if isinstance(field, ItemField) and field.item_class is Risk and data[name].strip()
    }
    with ledger().reading() as connection:
        return {
            name: [f"There is no risk {reference}."]
            for name, reference in named.items()
            if risk_row(connection, reference, moment=Moment(today()), sight=sight()) is None
        }


def _by_field(error: ValidationError) -> dict[str, Sequence[str]]:
    return cast("dict[str, Sequence[str]]", error.messages)


def what_changed(connection: Connection, reference: str, version: int) -> list[str]:
    """What happened to an item after a version of it, each with who did it."""
    names = accounts.names(connection)
    rows = sentences_after(connection, reference, version=version)
    return [
        full_sentence(f"{names.get(row['person'], who(row['person']))} {row['sentence']}")
        for row in rows
    ]


def _version(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else None


def _done(intent: Intent, outcome: Outcome) -> str:
    with ledger().reading() as connection:
        before = 0 if intent.creates else outcome.version - 2
        since = sentences_after(connection, outcome.reference, version=before)
    rows = [row for row in since if row["version"] <= outcome.version]
    confirmed = [rows.pop()] if confirms_words(rows[-1]["kind"]) else []
    # An indicator is made by its first rating only; every other is one more event of it.
    began = intent.creates and intent.item_class is not Indicator
    done = rows[0] if began else rows[-1]
    about = "" if intent.item_class in {Agency, Indicator, Procedure} else f"{outcome.reference}: "
    told = [full_sentence(f"{about}you {done['sentence']}")]
    return " ".join([*told, *(full_sentence(f"you {row['sentence']}") for row in confirmed)])


def moves_for(item: Item, intents: Sequence[Intent]) -> list[Intent]:
    """The intents that are possible now, on this item, for this person."""
    return [intent for intent in intents if not intent.creates and _possible(item, intent)]


def _possible(item: Item, intent: Intent) -> bool:
    if not access.may(person(), intent.name, item):
        return False
    return _why_not(item, intent, access.actor(person(), intent.name, item)) is None


def _why_not(item: Item, intent: Intent, by: Actor) -> str | None:
    """Why it is not possible: as the item stands, for this person, or today."""
    move = intent.move
    return item.why_not(move) or item.not_by(move, by) or item.not_on(move, today())
