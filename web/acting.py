"""One view for every intent: show its form, perform what was sent, say what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request
from marshmallow import ValidationError

from application.doing import access
from application.doing.about import Known, Point
from application.doing.child_details import ChildDetailsError
from application.doing.fields import ItemField, Labelled
from application.doing.intents import Intent, item_and_actor, only_own, perform
from application.doing.on_behalf import FIELDS as BEHALF_FIELDS
from application.doing.on_behalf import LEGEND
from application.doing.twice import ANYWAY, TwiceError
from application.ledger.commands import Outcome
from application.ledger.storage.faults import FAULTS
from domain.kernel.errors import ChangedSinceError, DomainError, NotFoundError
from domain.kernel.item import Item
from domain.kernel.plain import clean
from domain.kernel.terms import Actor
from domain.kernel.vocabulary import said
from projections.audit.audit_trail import lines_of
from projections.partnership.agencies import members
from projections.view import View
from web.account.again import ask_again
from web.errors import status_of, storage_fault
from web.forms import (
    ANYWAY_TICK,
    ASK,
    CHECKED,
    SAY_WHY,
    Form,
    Legends,
    Offered,
    Option,
    Twice,
    anyway_fields,
    checked_field,
    error_list,
    form_fields,
    starting_values,
    typed,
)
from web.items.linked import linked_items
from web.items.story import full_sentence, people_by_id
from web.kept import KEPT, WHOSE, forget, kept_at, whose
from web.noun import noun_called
from web.running.watching import doing, done
from web.security import new_command
from web.uploads import forget_files, keep_files, with_files
from web.view import ledger, person, stop_looking, the_view

Errors = Mapping[str, Sequence[str]]
_NOTHING_KEPT: Mapping[str, str] = {}


@dataclass(frozen=True)
class Around:
    """What a page says around an intent's form, and offers in it.

    `caption` says what the form is about. `listed` are the options of `Listed` fields and of those
    that name an agency (before what the intent itself offers), `besides` are offered with what the
    intent itself does, `for_move` of one move alone; `starting` are values to begin with;
    `settled` fields are sent unseen; `groups` are headings of fields that stand one after another
    and are not given together; `warning` is what to heed while it is filled in. `template` and
    `beside` are a page that says more.
    """

    caption: str = ""
    listed: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    besides: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    for_move: Mapping[str, Mapping[str, Sequence[Option]]] = field(default_factory=dict)
    starting: Mapping[str, Any] = field(default_factory=dict)
    settled: Sequence[str] = ()
    groups: Legends = ()
    warning: str = ""
    template: str = "form.html"
    beside: Mapping[str, Any] = field(default_factory=dict)


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

    `cancel` is where giving up leads, `then` gives the address to go to afterwards, `around` what
    surrounds the form, by the item (None where it makes one); `asked` are fields that the form has
    in place of the intent's own. Raises DomainError where no form
    could mend it.
    """
    showing = _Showing(intent, reference, cancel, around, asked or {})
    if is_hidden(reference):
        raise NotFoundError(f"There is no {intent.item_class.word} {reference}.")
    if request.method == "GET":
        return showing.fresh()
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
    forget_files(intent, data)
    done(position=outcome.position)
    flash(_done(outcome), "success")
    return redirect(then(outcome), 303)


@dataclass(frozen=True)
class _Showing:
    """The page with the form of one intent, fresh or with what was wrong."""

    intent: Intent
    reference: str
    cancel: str
    around: Callable[[Any], Around]
    asked: Mapping[str, Labelled]

    @property
    def command(self) -> str:
        return request.form.get("command", "")[:64]

    @property
    def ticked(self) -> bool:
        return request.form.get(CHECKED) == "true"

    @property
    def anyway(self) -> str:
        """Why it is another one than what is there, where somebody ticked that it is."""
        return _anyway_because() if request.form.get(ANYWAY_TICK) == "true" else ""

    def asked_whether_another(self, data: Mapping[str, Any], error: TwiceError) -> Any:
        """The form with what was typed, under what may be the same and is there already."""
        item, _ = self._item_and_actor()
        view = the_view()
        errors = {ANYWAY: [SAY_WHY]} if request.form.get(ANYWAY_TICK) == "true" else {}
        return self._page(
            item, self.around(item), data, errors, 409, command=self.command,
            twice=Twice(error.reason, linked_items(error.like, view)),
        )  # fmt: skip

    def fresh(self) -> Any:
        """The form as somebody first sees it; only what can be done has one."""
        item, by = self._item_and_actor()
        if item and (reason := why_not(item, self.intent, by)):
            raise DomainError(reason)
        around = self._around(item, by)
        # Whoever made the address settles nothing that is sent unseen.
        asked = {key: each for key, each in request.args.items() if key not in around.settled}
        values = {**starting_values(self.intent, item), **around.starting, **asked}
        if kept := kept_at(self._address(around, values)):
            values |= with_files(self.intent, typed(self.intent, kept, self.asked), kept)
        return self._page(item, around, values, {}, 200, command=new_command(), kept=kept)

    def again(
        self, data: Mapping[str, Any], errors: Errors, status: int, *, doubted: bool = False
    ) -> Any:
        """The form with what was typed, and what is wrong with it."""
        item, by = self._item_and_actor()
        refused = () if doubted else tuple(errors)
        around, data = self._around(item, by), keep_files(self.intent, data, refused=refused)
        return self._page(item, around, data, errors, status, command=self.command, doubted=doubted)

    def after_somebody_else(self, data: Mapping[str, Any], error: ChangedSinceError) -> Any:
        """The form with what was typed, under what somebody else has done meanwhile."""
        item, by = self._item_and_actor()
        data = keep_files(self.intent, data)
        conflict = {"sentences": what_changed(the_view(), self.reference, error.shown)}
        return self._page(
            item, self._around(item, by), data, {}, 409, command=new_command(), conflict=conflict
        )

    def _around(self, item: Item | None, by: Actor) -> Around:
        """What surrounds the form, and which of its fields need not be shown to whoever it is."""
        around = self.around(item)
        unasked = self.intent.is_unasked(item, by) if item else ()
        return replace(around, settled=(*around.settled, *unasked))

    def _address(self, around: Around, values: Mapping[str, Any]) -> str:
        """Where the form is sent, and is shown again; what is settled is part of it."""
        settled = urlencode({name: values[name] for name in around.settled if values.get(name)})
        return f"{request.path}?{settled}" if settled else request.path

    def _item_and_actor(self) -> tuple[Item | None, Actor]:
        """What it is about, and who would do it: nobody else is shown a form, fresh or again."""
        return item_and_actor(ledger(), self.intent, self.reference, person=person())

    def _about(self, item: Item | None) -> list[Point]:
        """What it is about, without what whoever looks may not know of."""
        view = the_view()
        known = Known(view.names, people_by_id(view.connection), ledger().get)
        return [
            replace(each, words=view.told(each.words), href=each.href if shown else "")
            for each in self.intent.points(item, known)
            for shown in [view.told(each.href) == each.href]
        ]

    def _page(
        self,
        item: Item | None,
        around: Around,
        values: Mapping[str, Any],
        errors: Errors,
        status: int,
        *,
        command: str,
        conflict: Mapping[str, Any] | None = None,
        doubted: bool = False,
        twice: Twice | None = None,
        kept: Mapping[str, str] = _NOTHING_KEPT,
    ) -> tuple[str, int]:
        intent = self.intent
        options = {
            **intent.offered(item, person()), **_own_agencies(intent), **around.listed,
            **around.for_move.get(intent.move, {}),
        }  # fmt: skip
        for name, more in around.besides.items():
            options[name] = [*options.get(name, ()), *more]
        settled = ledger().settled
        themes = [each.name for each in settled.themes.offered]
        offered = Offered(members(the_view()), settled.matrix, options, themes)
        form = Form(
            title=intent.title,
            caption=around.caption,
            intro=said(intent.hint),
            action=self._address(around, values),
            submit=intent.title if intent.creates else "Save",
            cancel_href=self.cancel,
            fields=[
                *form_fields(
                    intent, values, offered, errors, settled=around.settled, as_asked=self.asked
                ),
                *checked_field(errors, doubted=doubted, ticked=self.ticked),
                *anyway_fields(
                    errors,
                    asked=twice is not None,
                    ticked=request.form.get(ANYWAY_TICK) == "true",
                    because=_anyway_because(),
                ),
            ],
            about=self._about(item),
            warning=around.warning,
            groups=[
                *around.groups,
                *((each.called, each.fields) for each in intent.asks.together),
                (LEGEND, BEHALF_FIELDS),
            ],
            hidden={
                "version": kept.get("version", str(item.version)) if item else "",
                "command": command,
                WHOSE: whose(),
                **({KEPT: "yes"} if kept or KEPT in request.form else {}),
            },
            kept=bool(kept),
            errors=error_list(intent, errors, self.asked),
            conflict=conflict,
            twice=twice,
        )
        return render_template(around.template, form=form, **around.beside), status


def _anyway_because() -> str:
    return clean(request.form.get(ANYWAY, ""))[:2000]


def is_hidden(reference: str) -> bool:
    """Whether whoever asks may not know of an item.

    It is asked before anything is looked for, so that what there is and they may not see takes as
    long to refuse as what there is not.
    """
    return not access.sight(person()).everything and the_view().hides(reference)


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


def _own_agencies(intent: Intent) -> dict[str, list[Option]]:
    """The choices of fields in which a person may name none but their own agencies."""
    own = only_own(intent, person())
    if own is None:
        return {}
    named = [(agency, words) for agency, words in members(the_view()) if agency in own]
    return dict.fromkeys(intent.assigns, named)


def _by_field(error: ValidationError) -> dict[str, Sequence[str]]:
    return cast("dict[str, Sequence[str]]", error.messages)


def what_changed(view: View, reference: str, version: int) -> list[str]:
    """What happened to an item after a version of it, each with who did it."""
    who = people_by_id(view.connection)
    rows = lines_of(view, reference, after=version)
    return [full_sentence(f"{who(row['person'])} {row['sentence']}") for row in rows]


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


def why_not(item: Item, intent: Intent, by: Actor) -> str | None:
    """Why it is not possible: as the item stands, or for this person."""
    return item.why_not(intent.move) or item.not_by(intent.move, by)


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
