"""Intents: everything a person can do, each an entry of one catalogue, and the one way to do it.

The site's forms, the import, the access table's test and the documentation are read off the
catalogue. `perform` checks, loads, acts and saves, in that order and in one transaction.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import KW_ONLY, dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, cast

from marshmallow import RAISE, Schema, ValidationError, validates_schema

from application.doing.about import About, Known, Point
from application.doing.access import MAY, Person, actor, allow, may, sees
from application.doing.child_details import ChildDetailsError, looks_like
from application.doing.chosen_files import ChosenFile
from application.doing.fields import AgencyField, Day, FileField, Labelled
from application.doing.minuted import of_its_meeting, with_its_day
from application.doing.on_behalf import FIELDS as BEHALF_FIELDS
from application.doing.on_behalf import WHOSE, OnBehalf, WhatItSaid, for_whom
from application.doing.steps import Steps
from application.doing.supply import (
    Desk,
    Method,
    MisfitError,
    Supply,
    Together,
    kind_of,
    seen_item,
    supply_of,
)
from application.doing.twice import ANYWAY, Another, TwiceError, like
from application.doing.what_else import Sentences, what_else
from application.ledger.commands import Command, Origin, Outcome
from application.ledger.draft import Draft, decide
from application.ledger.ledger import Acted, Ledger
from domain.kernel.days.happened import Happened
from domain.kernel.deciding.minutes import Minute
from domain.kernel.errors import ChangedSinceError, DomainError, NotFoundError, each_of
from domain.kernel.item import Item, london_date
from domain.kernel.terms import Actor, Occasion, Role


class IntentSchema(Schema):
    """What every intent may be given: the date it happened, where that was not today."""

    class Meta:
        unknown = RAISE  # a misspelt key must not be lost words

    on = Day(
        "Date it happened",
        hint="Leave this empty if it happened today.",
        required=False,
    )

    together: Sequence[Together] = ()
    """Which of the fields are given to the command as one value."""

    def happened_on(self, values: Mapping[str, Any]) -> date | None:
        """The day on which it happened, as far as what was typed says so."""
        on: date | None = values.get("on")
        return on

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def _must_be_there_where_needed(
        self, data: Mapping[str, Any], original: Mapping[str, Any], **_: Any
    ) -> None:
        lacking = {
            name: [field.missing]
            for name, field in cast("dict[str, Labelled]", self.fields).items()
            if field.needed and not original.get(name) and field.needed.asked(data)
        }
        if lacking:
            raise ValidationError(cast("Any", lacking))

    def in_order(self) -> list[tuple[str, Labelled]]:
        """The fields as a person meets them: what it is, the rest, then why, then when."""
        place = {
            "kind": -1, "reason": 1, "for_the_record": 2, "to_begin_with": 2,
            **{name: 3 for each in self.together for name in each.fields}, "on": 4, "time": 5,
            **{name: 6 + at for at, name in enumerate(BEHALF_FIELDS)},
        }  # fmt: skip
        named = cast("dict[str, Labelled]", self.fields)
        return sorted(named.items(), key=lambda item: place.get(item[0], 0))


def _are_all(names: Sequence[str], schema: IntentSchema) -> bool:
    """Whether they are each field once; a file could not wait between two steps."""
    files = any(isinstance(each, FileField) for each in schema.fields.values())
    return sorted(names) == sorted(schema.fields) and not files


Values = dict[str, Any]
Options = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True, eq=False)
class Intent:
    """One thing a person can do.

    `name` is `noun.move`, `method` the command itself, `may` the roles in which it can be
    done; of a member of the group it is asked that their agency owns the item, unless it `judges`
    what others own. `assigns` are the fields that say for which agency something is recorded:
    whoever may not assign its owner names none but their own there. `asks_again`: whoever does it
    on the site shows once more who they are. `on_behalf` is the field that names the agency for
    which the Business Team may record it, "" for none. `about` says what stands above its form:
    what is decided, answered or verified with it. `fill` gives a form's starting values from the
    item; `options` gives the choices of `Listed` fields from the item, `kept_from` those by their
    numbers that somebody may not know of, `unasked` the fields that its form need not show to
    whoever does it, as the item stands. `steps` are the pages on which a long form that makes an
    item is filled in. Raises MisfitError where the schema does not fit the
    command.
    """

    name: str
    title: str
    schema: type[IntentSchema]
    method: Method
    _: KW_ONLY
    may: Set[Role]
    judges: bool = False
    asks_again: bool = False
    assigns: Sequence[str] = ()
    hint: str = ""
    on_behalf: str = ""
    about: About | None = None
    fill: Callable[[Any], Values] = lambda item: {}
    options: Callable[[Any], Options] = lambda item: {}
    kept_from: Callable[[Any, Person], Mapping[str, Set[int]]] = lambda item, person: {}
    unasked: Callable[[Any, Actor], Collection[str]] = lambda item, by: ()
    steps: Steps | None = None

    def points(self, item: Item | None, known: Known) -> list[Point]:
        """What the deed is about, as the item stands; nothing that is not known of it."""
        if item is None or self.about is None:
            return []
        return [each for each in self.about(item, known) if each.words]

    def offered(self, item: Item | None, person: Person) -> Options:
        """The choices of its `Listed` fields, without those that are kept from somebody."""
        kept = {name: {*map(str, each)} for name, each in self.kept_from(item, person).items()}
        return {
            name: [each for each in choices if each[0] not in kept.get(name, ())]
            for name, choices in self.options(item).items()
        }

    def __post_init__(self) -> None:
        if self.on_behalf and not issubclass(self.schema, WhatItSaid):
            said = OnBehalf if self.on_behalf == WHOSE else WhatItSaid
            whole = type(self.schema.__name__, (self.schema, said), {})
            object.__setattr__(self, "schema", whole)
        if self.name.rpartition(".")[2] != self.move:
            raise MisfitError(f"{self.name} does not name its move, {self.method.__qualname__}.")
        _ = self.supply
        if strange := {*self.assigns} - {*self.asks.fields}:
            raise MisfitError(f"{self.schema.__name__} does not ask for {strange}.")
        if self.steps and not (self.creates and _are_all(self.steps.fields, self.asks)):
            raise MisfitError(f"The steps of {self.name} are not all of what it asks for.")
        allow(self.name, self.may, judging=self.judges)

    @property
    def move(self) -> str:
        return self.method.__name__

    @property
    def creates(self) -> bool:
        """Whether it makes the item that it is about."""
        return inspect.ismethod(self.method)

    @cached_property
    def item_class(self) -> type[Item]:
        return kind_of(self.method, self.name.partition(".")[0])

    @cached_property
    def asks(self) -> IntentSchema:
        """What it needs, ready to load data. Making one takes longer than loading with it."""
        return self.schema()

    @property
    def _of_the_command(self) -> list[tuple[str, Labelled]]:
        """The fields that the command itself is given."""
        return [each for each in self.asks.in_order() if each[0] not in BEHALF_FIELDS]

    def is_unasked(self, item: Item, by: Actor) -> list[str]:
        """The fields that its form need not show to somebody."""
        team = by.role is Role.BUSINESS_TEAM
        behalf = [] if team or not self.on_behalf else [*BEHALF_FIELDS]
        return [*self.unasked(item, by), *behalf]

    @cached_property
    def supply(self) -> Supply:
        """Who gives the command what."""
        fields = [field for name, field in self._of_the_command if name not in {"on", "time"}]
        name = self.schema.__name__
        return supply_of(
            self.method,
            self.item_class,
            schema=name,
            fields=fields,
            together=self.asks.together,
        )


def perform(
    ledger: Ledger,
    intent: Intent,
    data: Mapping[str, Any],
    *,
    person: Person,
    reference: str = "",
    version: int | None = None,
    command: str = "",
    confirmed: bool = False,
    anyway: str = "",
    another: Another = lambda item: False,
) -> Outcome:
    """Do it: validate, check, load, act, save. All of it is kept, or nothing; all that is wrong is
    told at once.

    `version` is the item's version that the person was shown; `command` the id that makes a
    repeat harmless: it is this person's, for this intent. `confirmed`: the person has checked that
    words which look like a child's details identify no child; that they did is recorded.
    `anyway` says why it is another one than what is there already and looks the same; `another`,
    of such an item, whether that is known without asking. Whoever
    repeats a command is asked first whether they still may.

    Raises marshmallow's ValidationError (bad input), NotAllowedError, NotFoundError,
    ChangedSinceError, RepeatedCommandError, DomainError (a rule forbids it) or, where nothing else
    is wrong, ChildDetailsError (words look like that, and were not confirmed), then TwiceError.
    """

    def act(ledger: Ledger, values: Values) -> Acted:
        item, by = item_and_actor(ledger, intent, reference, person=person)
        if item is not None and version is not None and version != item.version:
            raise ChangedSinceError(
                f"{item.reference} has changed since you opened this page.",
                shown=version,
                version=item.version,
            )
        _name_no_other(intent, person, values)
        _name_nothing_kept(intent, item, person, values)
        if "minuted_on" in intent.asks.fields:
            values = with_its_day(ledger, person, values)
        now = ledger.now()
        on = intent.asks.happened_on(values) or london_date(now)
        occasion = Occasion(by, now, on, ledger.position(), values.get("time"))
        occasion = for_whom(
            ledger, item, occasion, person,
            deed=intent.name, named_by=intent.on_behalf, values=values,
        )  # fmt: skip
        desk = Desk(ledger, person, occasion)
        facts = {
            name: of_its_meeting(ledger, person, each) if isinstance(each, Minute) else each
            for name, each in intent.supply.facts(desk, values).items()
        }
        changed = _done(intent, item, occasion, facts)
        doubt = child_details(intent, values, anyway)
        if doubt and not confirmed:
            raise doubt
        if doubt:
            changed.confirm_words(
                occasion, fields=list(doubt.labels.values()), looks_like=doubt.all_it_looks_like
            )
        if twice := like(ledger, changed, person=person, another=another) if item is None else []:
            if not anyway:
                raise TwiceError(intent.item_class, twice)
            changed.record_anyway(occasion, like=twice, reason=anyway)
        items = (each for each in facts.values() if isinstance(each, Item))
        given = [*facts.values(), values.get("behalf_file")]
        files = [each for each in given if isinstance(each, ChosenFile)]
        happened = ledger.save(
            changed, *items, *desk.others, files={f.sha256: f.content for f in files}
        )
        return changed, _told(intent, changed, happened)

    def permit(first: str) -> None:
        item_and_actor(ledger, intent, reference, person=person)
        if not sees(person, ledger.get(intent.item_class, first)):
            raise NotFoundError("What you recorded with this form is no longer yours to see.")

    def attempt(data: Mapping[str, Any]) -> None:
        with ledger.reading():
            act(Draft(ledger), intent.asks.load(data))

    try:
        values = intent.asks.load(data)
    except ValidationError as error:
        if not ledger.decides_first:
            raise
        more = what_else(dict(intent.asks.in_order()), data, error.messages_dict, attempt)
        raise ValidationError({**error.messages_dict, **more}) from error
    known_by = Command(Origin.PERSON, person.id, intent.name, command) if command else None
    content = [intent.name, reference, values]
    try:
        return decide(ledger, known_by, content, lambda ledger: act(ledger, values), permit=permit)
    except DomainError as error:
        if found := _by_field(intent, error):
            raise ValidationError(found) from error
        raise


def refusals(
    ledger: Ledger, intent: Intent, data: Mapping[str, Any], *, person: Person
) -> Sentences:
    """What would be refused if that were sent to make an item, by the names of fields; nothing is
    kept. What only somebody can answer, such as whether words identify a child, is asked later."""

    def attempt(data: Mapping[str, Any]) -> None:
        with ledger.reading():
            perform(Draft(ledger), intent, data, person=person, confirmed=True)

    try:
        attempt(data)
    except ValidationError as error:
        wrong = cast("Sentences", error.messages_dict)
        fields = dict(intent.asks.in_order())
        known = _likely(ledger, fields, wrong)
        return {**wrong, **what_else(fields, data, wrong, attempt, known=known)}
    except TwiceError:
        return {}
    except DomainError as error:
        return {"": [error.sentence]}
    return {}


def foreseen(
    ledger: Ledger, intent: Intent, data: Mapping[str, Any], *, person: Person
) -> Item | None:
    """The item that would be made if that were sent; None where it would be refused, or asked
    about first. Nothing is kept."""
    with ledger.reading():
        draft = Draft(ledger)
        try:
            outcome = perform(draft, intent, data, person=person, confirmed=True)
        except (ValidationError, DomainError):
            return None
        return draft.led_to(outcome.reference)


_SOME = 4
"""So many agencies are tried where one is missing: more than a form asks for."""


def _likely(
    ledger: Ledger, fields: Mapping[str, Labelled], wrong: Iterable[str]
) -> dict[str, list[str]]:
    """What could stand in fields that are not answered yet: agencies, in each another one; days of
    late; words."""
    with ledger.reading() as connection:
        agencies = list(ledger.names(connection))[:_SOME]
    today = london_date(ledger.now())
    days = [(today - timedelta(days=each)).isoformat() for each in (0, 30)]
    found: dict[str, list[str]] = {}
    for at, name in enumerate(wrong):
        field = fields.get(name)
        if isinstance(field, AgencyField):
            found[name] = agencies[at % len(agencies) :] + agencies[: at % len(agencies)]
        elif isinstance(field, Day):
            found[name] = days
        elif field:
            found[name] = [*field.stand_ins]
    return found


def _by_field(intent: Intent, error: DomainError) -> dict[str, list[str]]:
    """What was refused by the names of the fields; nothing where it was no field."""
    found: dict[str, list[str]] = {}
    for each in each_of(error):
        name = each.field if each.field in intent.asks.fields else ""
        found.setdefault(name or "", []).append(each.sentence)
    return {} if found.keys() == {""} else found


def _told(intent: Intent, item: Item, happened: Sequence[Happened]) -> tuple[str, ...]:
    """What was done, in a sentence, and that words were confirmed, where they were.

    Where an item was made, that comes first; otherwise what was asked for is the last to happen of
    what does not go along with it. What goes along is told after it.
    """
    own = [each for each in happened if each.event.originator_id == item.id]
    confirmed = [each for each in own if isinstance(each.event, Item.WordsConfirmed)]
    done = [each for each in own if each not in confirmed]
    if not done:
        return ()
    asked = [each for each in done if not each.event.goes_along] or done
    first = done[0] if intent.creates else asked[-1]
    along = [each for each in done if each.event.goes_along and each is not first]
    told = [first, *along, *confirmed]
    return tuple(each.sentence for each in told)


def child_details(
    intent: Intent, values: Mapping[str, Any], anyway: str = ""
) -> ChildDetailsError | None:
    """What of the loaded values looks like a child's details; None: nothing does.

    Every field is looked at in which anything can be written, and why it is recorded `anyway`.
    """
    found: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for name, field in intent.asks.in_order():
        if not field.free or not values.get(field.into):
            continue
        if what := looks_like(field.written(values[field.into])):
            found[name], labels[name] = what, field.label
    if what := looks_like(anyway):
        found[ANYWAY], labels[ANYWAY] = what, "Why it is another one"
    return ChildDetailsError(labels=labels, looks_like=found) if found else None


def item_and_actor(
    ledger: Ledger, intent: Intent, reference: str, *, person: Person
) -> tuple[Item | None, Actor]:
    """The item that an intent is about, None where it makes one; and who would do it.

    Raises NotFoundError and NotAllowedError.
    """
    item = None
    if not intent.creates:
        item = seen_item(ledger, intent.item_class, reference, person=person)
    return item, actor(person, intent.name, item)


def only_own(intent: Intent, person: Person) -> frozenset[str] | None:
    """The agencies for which a person may record something with an intent; None: for any."""
    if not intent.assigns or may(person, _assigning(intent)):
        return None
    return frozenset(held.agency for held in person.roles if held.agency)


def _name_no_other(intent: Intent, person: Person, values: Mapping[str, Any]) -> None:
    """Let nobody assign by recording. Raises DomainError."""
    own = only_own(intent, person)
    if own is None:
        return
    for name in intent.assigns:
        if values.get(name) and values[name] not in own:
            who = ", ".join(role.label for role in Role if role in MAY[_assigning(intent)])
            raise DomainError(
                f"Only these can record it for another agency: {who}. Name your own, or leave "
                "this empty.",
                field=name,
            )


def _name_nothing_kept(
    intent: Intent, item: Item | None, person: Person, values: Mapping[str, Any]
) -> None:
    """Let nobody choose what is kept from them. Raises DomainError."""
    for name, kept in intent.kept_from(item, person).items():
        if values.get(name) in kept:
            raise DomainError(
                "That is restricted, and you are not one of those who may read it. Choose another.",
                field=name,
            )


def _assigning(intent: Intent) -> str:
    """The deed by which such an item is given an owner."""
    return f"{intent.name.partition('.')[0]}.assign_owner"


def _done(intent: Intent, item: Item | None, occasion: Occasion, facts: Mapping[str, Any]) -> Item:
    """Do it, to the item or so that there is one; return that."""
    if item is None:
        return cast("Item", intent.method(occasion, **facts))
    intent.method(item, occasion, **facts)
    return item
