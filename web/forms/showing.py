"""The page with the form of one intent: fresh, or again with what was typed and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast
from urllib.parse import urlencode

from flask import render_template, request
from werkzeug.datastructures import MultiDict

from application.doing import access
from application.doing.about import Known, Point
from application.doing.fields import Labelled
from application.doing.foresight import Foresight
from application.doing.intents import Intent, item_and_actor, only_own
from application.doing.on_behalf import FIELDS as BEHALF_FIELDS
from application.doing.on_behalf import LEGEND
from application.doing.steps import Legends, Steps
from application.doing.twice import ANYWAY, TwiceError
from application.ledger.clock import today
from application.nouns.disputes import rules_today
from application.nouns.follows.all import what_follows
from domain.kernel.errors import ChangedSinceError, DomainError
from domain.kernel.item import Item
from domain.kernel.plain import clean
from domain.kernel.terms import Actor
from domain.kernel.vocabulary import said
from projections.audit.audit_trail import lines_of
from projections.partnership.agencies import members
from projections.view import View
from web.forms.filled import (
    ANYWAY_TICK,
    CHECKED,
    SAY_WHY,
    Form,
    Offered,
    Option,
    Twice,
    anyway_fields,
    checked_field,
    error_list,
    fields_of,
    form_fields,
    starting_values,
    typed,
)
from web.forms.kept import BESIDE, KEPT, WHOSE, address, kept_at, whose
from web.forms.steps import ANSWERED, LOOKED_THROUGH, Addresses, Trail, as_answers, pairs_of
from web.forms.suggestions import suggestions
from web.forms.uploads import keep_files, with_files
from web.items.linked import linked_items
from web.items.story import full_sentence, people_by_id
from web.security import new_command
from web.view import ledger, person, the_view

Errors = Mapping[str, Sequence[str]]
_NOTHING_KEPT: Mapping[str, str] = {}


@dataclass(frozen=True)
class Around:
    """What a page says around an intent's form, and offers in it.

    `caption` says what the form is about. `listed` are the options of `Listed` fields and of those
    that name an agency (before what the intent itself offers), `besides` are offered with what the
    intent itself does, `for_move` of one move alone; `starting` are values to begin with;
    `settled` fields are sent unseen; `groups` are headings of fields that stand one after another
    and are not given together; `warning` is what to heed while it is filled in, `hints` what to
    know at a field besides its own hint, by what is typed. `template` and `beside` are a page that
    says more.
    """

    caption: str = ""
    listed: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    besides: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    for_move: Mapping[str, Mapping[str, Sequence[Option]]] = field(default_factory=dict)
    starting: Mapping[str, Any] = field(default_factory=dict)
    settled: Sequence[str] = ()
    groups: Legends = ()
    warning: str = ""
    hints: Callable[[Mapping[str, Any]], Mapping[str, str]] = lambda typed: {}
    template: str = "form.html"
    beside: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Showing:
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

    @property
    def called(self) -> str:
        """What the form is called where its owner finds it again."""
        title = self.intent.title
        return f"{self.reference}: {title}" if self.reference else title

    @property
    def fields(self) -> dict[str, Labelled]:
        """The fields of the form, in their order."""
        return fields_of(self.intent, self.asked)

    def addresses(self, begun: str) -> Addresses:
        """Where it is as a form in steps, of that id."""
        given = {name: each for name, each in request.args.items() if name in self.fields}
        return Addresses(request.path, begun, given)

    def asked_whether_another(self, data: Mapping[str, Any], error: TwiceError) -> Any:
        """The form with what was typed, under what may be the same and is there already."""
        item, _ = self._item_and_actor()
        view = the_view()
        errors = {ANYWAY: [SAY_WHY]} if request.form.get(ANYWAY_TICK) == "true" else {}
        around = self.around(item)
        twice = Twice(error.reason, linked_items(error.like, view))
        form = self._form(item, around, data, errors, command=self.command, twice=twice)
        return self._page(form, around, data, 409)

    def fresh(self) -> Any:
        """The form as somebody first sees it; only what can be done has one."""
        item, by = self._item_and_actor()
        if item and (reason := why_not(item, self.intent, by)):
            raise DomainError(reason)
        around = self._around(item, by)
        values = self._starting(item, around)
        where = address() if BESIDE in request.args else self._address(around, values)
        if kept := kept_at(where):
            values |= with_files(self.intent, typed(self.intent, kept, self.asked), kept)
        form = self._form(item, around, values, {}, command=new_command(), kept=kept, where=where)
        return self._page(form, around, values, 200)

    def starting(self) -> dict[str, Any]:
        """What the form of something new begins with."""
        item, by = self._item_and_actor()
        return self._starting(item, self._around(item, by))

    def _starting(self, item: Item | None, around: Around) -> dict[str, Any]:
        # Whoever made the address settles nothing that is sent unseen.
        asked = {key: each for key, each in request.args.items() if key not in around.settled}
        return {**starting_values(self.intent, item), **around.starting, **asked}

    def again(
        self, data: Mapping[str, Any], errors: Errors, status: int, *, doubted: bool = False
    ) -> Any:
        """The form with what was typed, and what is wrong with it."""
        item, by = self._item_and_actor()
        refused = () if doubted else tuple(errors)
        around, data = self._around(item, by), keep_files(self.intent, data, refused=refused)
        form = self._form(item, around, data, errors, command=self.command, doubted=doubted)
        return self._page(form, around, data, status)

    def after_somebody_else(self, data: Mapping[str, Any], error: ChangedSinceError) -> Any:
        """The form with what was typed, under what somebody else has done meanwhile."""
        item, by = self._item_and_actor()
        data = keep_files(self.intent, data)
        conflict = {"sentences": what_changed(the_view(), self.reference, error.shown)}
        around = self._around(item, by)
        form = self._form(item, around, data, {}, command=new_command(), conflict=conflict)
        return self._page(form, around, data, 409)

    def form_with(
        self,
        values: Mapping[str, Any],
        errors: Errors,
        *,
        command: str,
        kept: Mapping[str, str],
        conflict: Mapping[str, Any] | None = None,
        foreseen: Item | None = None,
    ) -> tuple[Form, Around]:
        """The form of something new, with values and what is wrong with them; what surrounds it.

        `foreseen` is what would be recorded."""
        item, by = self._item_and_actor()
        around = self._around(item, by)
        form = self._form(
            item, around, values, errors, command=command, kept=kept, where=address(),
            conflict=conflict, foreseen=foreseen,
        )  # fmt: skip
        return form, around

    def answers(
        self,
        form: Form,
        around: Around,
        status: int,
        *,
        at: Addresses,
        values: Mapping[str, Any],
        said: MultiDict[str, str],
    ) -> tuple[str, int]:
        """The page on which a form in steps is looked through; it sends what was `said`."""
        steps = cast("Steps", self.intent.steps)
        left_out = {*steps.passes_over(values)}
        fields = {name: each for name, each in self.fields.items() if name not in left_out}
        sent = [*pairs_of(said, fields), (ANSWERED, said.get(ANSWERED, ""))]
        form = as_answers(form, steps, at, sent=sent, leave_out=left_out)
        form = replace(form, hidden={**form.hidden, LOOKED_THROUGH: "yes", KEPT: at.answers})
        return self.page(form, around, status, trail=Trail(at.step(len(steps.pages))))

    def page(
        self, form: Form, around: Around, status: int, *, trail: Trail | None = None
    ) -> tuple[str, int]:
        """The page with a form; `trail` where it is one of several."""
        back = {"text": "Back", "href": trail.back} if trail and trail.back else None
        return (
            render_template(
                around.template, form=form, trail=trail, back_link=back, **around.beside
            ),
            status,
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

    def _follows(self, item: Item | None) -> str:
        """What happens next once it is sent, as far as whoever looks may know of it; "" where it
        cannot be done any more."""
        if item and not self.intent.creates and item.why_not(self.intent.move):
            return ""
        view = the_view()
        known = Foresight(
            today(), ledger().calendar, view.deadlines, view.names, lambda: rules_today(ledger())
        )
        return view.told(what_follows(self.intent, item, known))

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
        self, form: Form, around: Around, values: Mapping[str, Any], status: int
    ) -> tuple[str, int]:
        """The page with a form that holds those values, or with all its answers where they were
        sent from there."""
        if self.intent.steps and LOOKED_THROUGH in request.form:
            at = self.addresses(form.hidden["command"])
            return self.answers(form, around, status, at=at, values=values, said=request.form)
        return self.page(form, around, status)

    def _form(
        self,
        item: Item | None,
        around: Around,
        values: Mapping[str, Any],
        errors: Errors,
        *,
        command: str,
        conflict: Mapping[str, Any] | None = None,
        doubted: bool = False,
        twice: Twice | None = None,
        kept: Mapping[str, str] = _NOTHING_KEPT,
        where: str = "",
        foreseen: Item | None = None,
    ) -> Form:
        intent = self.intent
        options = {
            **intent.offered(item, person()), **_own_agencies(intent), **around.listed,
            **around.for_move.get(intent.move, {}),
        }  # fmt: skip
        for name, more in around.besides.items():
            options[name] = [*options.get(name, ()), *more]
        settled = ledger().settled
        themes = [each.name for each in settled.themes.offered]
        suggested = suggestions(self.fields.values(), the_view())
        offered = Offered(members(the_view()), settled.matrix, options, themes, suggested)
        return Form(
            title=intent.title,
            caption=around.caption,
            intro=said(intent.hint),
            action=self._address(around, values),
            submit=intent.title if intent.creates else "Save",
            cancel_href=self.cancel,
            fields=[
                *form_fields(
                    intent,
                    values,
                    offered,
                    errors,
                    settled=around.settled,
                    as_asked=self.asked,
                    hints=around.hints(values),
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
            follows=self._follows(item if foreseen is None else foreseen),
            groups=[
                *around.groups,
                *(intent.steps.legends if intent.steps else ()),
                *((each.called, each.fields) for each in intent.asks.together),
                (LEGEND, BEHALF_FIELDS),
            ],
            hidden={
                "version": kept.get("version", str(item.version)) if item else "",
                "command": command,
                WHOSE: whose(self.called),
                **({KEPT: request.form.get(KEPT) or where} if kept or KEPT in request.form else {}),
            },
            kept=bool(kept),
            errors=error_list(intent, errors, self.asked),
            conflict=conflict,
            twice=twice,
        )


def _anyway_because() -> str:
    return clean(request.form.get(ANYWAY, ""))[:2000]


def is_hidden(reference: str) -> bool:
    """Whether whoever asks may not know of an item.

    It is asked before anything is looked for, so that what there is and they may not see takes as
    long to refuse as what there is not.
    """
    return not access.sight(person()).everything and the_view().hides(reference)


def _own_agencies(intent: Intent) -> dict[str, list[Option]]:
    """The choices of fields in which a person may name none but their own agencies."""
    own = only_own(intent, person())
    if own is None:
        return {}
    named = [(agency, words) for agency, words in members(the_view()) if agency in own]
    return dict.fromkeys(intent.assigns, named)


def what_changed(view: View, reference: str, version: int) -> list[str]:
    """What happened to an item after a version of it, each with who did it."""
    who = people_by_id(view.connection)
    rows = lines_of(view, reference, after=version)
    return [full_sentence(f"{who(row['person'])} {row['sentence']}") for row in rows]


def why_not(item: Item, intent: Intent, by: Actor) -> str | None:
    """Why it is not possible: as the item stands, or for this person."""
    return item.why_not(intent.move) or item.not_by(intent.move, by)
