"""One view for every intent: show its form, perform what was sent, say what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from flask import flash, redirect, request
from marshmallow import ValidationError

from application.doing import access
from application.doing.child_details import ChildDetailsError
from application.doing.fields import ItemField, Labelled
from application.doing.intents import Intent, perform
from application.doing.twice import TwiceError
from application.ledger.commands import Outcome
from application.ledger.storage.faults import FAULTS
from domain.kernel.errors import ChangedSinceError, DomainError, NotFoundError
from domain.kernel.item import Item
from web.account.again import ask_again
from web.errors import status_of, storage_fault
from web.forms.filled import (
    ASK,
    CHECKED,
    typed,
)
from web.forms.kept import forget
from web.forms.showing import Around, Errors, Showing, is_hidden, why_not
from web.forms.steps import STEP, on_one_page
from web.forms.uploads import forget_files, with_files
from web.forms.walk import Walk
from web.items.story import full_sentence
from web.noun import noun_called
from web.running.watching import doing, done
from web.view import ledger, person, stop_looking


def act_on(
    intent: Intent,
    reference: str = "",
    *,
    cancel: str,
    then: Callable[[Outcome], str],
    around: Callable[[Any], Around] = lambda item: Around(),
    asked: Mapping[str, Labelled] | None = None,
) -> Any:
    """Answer a GET with the intent's form and a POST by performing it.

    A form in steps is answered a page at a time, and its last page is sent here, too (`walk.py`).
    `cancel` is where giving up leads, `then` gives the address to go to afterwards, `around` what
    surrounds the form, by the item (None where it makes one); `asked` are fields that the form has
    in place of the intent's own. Raises DomainError where no form
    could mend it.
    """
    showing = Showing(intent, reference, cancel, around, asked or {})
    if is_hidden(reference):
        raise NotFoundError(f"There is no {intent.item_class.word} {reference}.")
    walk = Walk.of(showing, intent.steps, then) if intent.steps and not on_one_page() else None
    if request.method == "GET":
        return walk.page() if walk else showing.fresh()
    if walk and STEP in request.args:
        return walk.answered()
    if intent.asks_again and (first := ask_again(intent.title)):
        return first
    data, version = (
        with_files(intent, typed(intent, request.form, showing.asked), request.form),
        _version(request.form.get("version", "")),
    )
    if wrong := _wrong(intent, data, version):
        return showing.again(data, wrong, 422)
    stop_looking()  # what is done now is seen by whatever looks afterwards
    doing(intent.name)
    try:
        outcome = perform(
            ledger(),
            intent,
            data,
            person=person(),
            reference=reference,
            version=version,
            command=showing.command,
            confirmed=showing.ticked,
            anyway=showing.anyway,
        )
    except ValidationError as error:
        return showing.again(data, _by_field(error), 422)
    except ChangedSinceError as error:
        return showing.after_somebody_else(data, error)
    except ChildDetailsError as error:
        doubts = {name: [sentence] for name, sentence in error.sentences.items()}
        return showing.again(data, {**doubts, CHECKED: [ASK]}, 422, doubted=True)
    except TwiceError as error:
        return showing.asked_whether_another(data, error)
    except DomainError as error:
        if status_of(error) != 422:
            raise
        return showing.again(data, {"": [error.sentence]}, 422)
    except FAULTS as error:
        return showing.again(data, {"": [storage_fault(error).visitor]}, 503)
    forget()
    if walk:
        walk.end()
    forget_files(intent, data)
    done(position=outcome.position)
    flash(_done(outcome), "success")
    return redirect(then(outcome), 303)


def _wrong(intent: Intent, data: Mapping[str, Any], version: int | None) -> Errors:
    """What keeps a form from being looked at: it is for no version, or names what is hidden."""
    if version is None and not intent.creates:
        return {"": [_NO_VERSION]}
    named = {
        name: (asked.item_class.word, str(data.get(name, "")).strip().upper())
        for name, asked in intent.asks.fields.items()
        if isinstance(asked, ItemField)
    }
    return {
        name: [f"There is no {word} {reference}."]
        for name, (word, reference) in named.items()
        if is_hidden(reference)
    }


def _by_field(error: ValidationError) -> dict[str, Sequence[str]]:
    return cast("dict[str, Sequence[str]]", error.messages)


_NO_VERSION = (
    "This form did not say which version of the item it was filled in for. Look at how the item "
    "stands now, and send the form again."
)


def _version(words: str) -> int | None:
    """The version that a form was made for; None where it names none that there could be."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else None


def _done(outcome: Outcome) -> str:
    """What was done, to whoever did it."""
    noun = noun_called(outcome.reference)
    # What there is one of, and what is called by words, goes without saying.
    about = f"{outcome.reference}: " if noun and noun.prefix and not noun.item.only else ""
    if outcome.repeated:
        return full_sentence(f"{about}this had been recorded before, and was not recorded again")
    done, *more = outcome.told
    told = [full_sentence(f"{about}you {done}"), *(full_sentence(f"you {each}") for each in more)]
    return " ".join(told)


def moves_for(item: Item, intents: Sequence[Intent]) -> list[Intent]:
    """The intents that are possible now, on this item, for this person."""
    return [intent for intent in intents if not intent.creates and _possible(item, intent)]


def _possible(item: Item, intent: Intent) -> bool:
    held = access.may(person(), intent.name, item)
    return bool(held) and why_not(item, intent, access.actor(person(), intent.name, item)) is None


Groups = Sequence[tuple[str, Sequence[str]]]
"""Headings, each with the moves that stand under it."""


_MISTAKES = (
    "correct", "propose_redecision", "confirm_redecision", "decline_redecision", "say_in_error",
    "agree_in_error", "decline_in_error", "put_back",
)  # fmt: skip
"""What puts a mistake right, on every page under one heading."""


def groups_of(intents: Sequence[Intent], groups: Groups) -> Groups:
    """The headings of a page. Raises LookupError where one names no move, or a move has none."""
    moves = {intent.move for intent in intents if not intent.creates}
    mistakes = [move for move in _MISTAKES if move in moves]
    groups = [*groups, *([("If something was a mistake", mistakes)] if mistakes else [])]
    named = {move for _, each in groups for move in each}
    if moves != named:
        raise LookupError(f"Without a heading, or no moves: {sorted(moves ^ named)}.")
    return groups


def grouped(moves: Sequence[Intent], groups: Groups) -> list[tuple[str, list[Intent]]]:
    """The intents under the headings that a page shows them by; `groups` are `groups_of` them."""
    by_name = {intent.move: intent for intent in moves}
    found = [
        (title, [by_name[name] for name in names if name in by_name]) for title, names in groups
    ]
    return [(title, intents) for title, intents in found if intents]
