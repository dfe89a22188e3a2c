"""Intents: everything a person can do, each an entry of one catalogue, and the one way to do it.

The site's forms, the import, the access table's test and the documentation are read off the
catalogue. `perform` checks, loads, acts and saves, in that order and in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast

from marshmallow import EXCLUDE, Schema, ValidationError

from application.doing.access import Person, actor, sees
from application.doing.child_details import ChildDetailsError, looks_like
from application.doing.fields import AgencyField, AgencyList, Day, ItemField, Labelled, Words
from application.ledger.ledger import Ledger, Outcome
from domain.kernel.errors import ChangedSinceError, DomainError, NotFoundError
from domain.kernel.item import Item, london_date
from domain.kernel.terms import Noun, Occasion
from domain.partnership.agency import Agency


class IntentSchema(Schema):
    """What every intent may be given: the date it happened, where that was not today."""

    class Meta:
        unknown = EXCLUDE

    on = Day(
        "Date it happened",
        hint="Leave this empty if it happened today.",
        required=False,
    )

    def in_order(self) -> list[tuple[str, Labelled]]:
        """The fields as a person meets them: what it is, the rest, then why, then when."""
        place = {"kind": -1, "minute": 1, "reason": 2, "for_the_record": 3, "on": 4}
        named = cast("dict[str, Labelled]", self.fields)
        return sorted(named.items(), key=lambda item: place.get(item[0], 0))


@dataclass(frozen=True)
class Desk:
    """What a command has at hand: the ledger, and the circumstances of what is being done."""

    ledger: Ledger
    occasion: Occasion

    def next_reference(self, noun: Noun) -> str:
        """The first unused reference of that noun in the year of recording."""
        return self.ledger.next_reference(noun, london_date(self.occasion.at).year)


Act = Callable[[Desk, Any, Mapping[str, Any]], Item]
"""Does it: given the desk, the item (None when it makes one) and the loaded data."""


@dataclass(frozen=True)
class Intent:
    """One thing a person can do.

    `name` is `noun.move`; `move` is also the aggregate's method unless `act` says otherwise.
    `fill` gives a form's starting values from the item; `options` gives the choices of `Listed`
    fields from the item. `creates` says that it makes the item it is about.
    """

    name: str
    title: str
    item_class: type[Item]
    schema: type[IntentSchema]
    act: Act
    creates: bool = False
    hint: str = ""
    fill: Callable[[Any], dict[str, Any]] = lambda item: {}
    options: Callable[[Any], dict[str, list[tuple[str, str]]]] = lambda item: {}

    @property
    def move(self) -> str:
        return self.name.split(".")[1]

    @cached_property
    def asks(self) -> IntentSchema:
        """What it needs, ready to load data. Making one takes longer than loading with it."""
        return self.schema()


def by_method(name: str) -> Act:
    """Call the item's method of that name with the data."""

    def act(desk: Desk, item: Item, data: Mapping[str, Any]) -> Item:
        getattr(item, name)(desk.occasion, **data)
        return item

    return act


def with_matrix(name: str) -> Act:
    """Call the item's method of that name with the data and the ledger's risk matrix."""

    def act(desk: Desk, item: Item, data: Mapping[str, Any]) -> Item:
        getattr(item, name)(desk.occasion, matrix=desk.ledger.matrix, **data)
        return item

    return act


def with_calendar(name: str) -> Act:
    """Call the item's method of that name with the data and the ledger's working days."""

    def act(desk: Desk, item: Item, data: Mapping[str, Any]) -> Item:
        getattr(item, name)(desk.occasion, calendar=desk.ledger.calendar, **data)
        return item

    return act


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
) -> Outcome:
    """Do it: validate, check, load, act, save. All of it is kept, or nothing.

    `version` is the item's version that the person was shown; `command` the id that makes a
    repeat harmless. `confirmed`: the person has checked that words which look like a child's
    details identify no child; that they did is recorded. Raises marshmallow's ValidationError
    (bad input), NotAllowedError, NotFoundError, ChangedSinceError, RepeatedCommandError,
    DomainError (a rule forbids it) or, where nothing else is wrong, ChildDetailsError (words
    look like that, and were not confirmed).
    """
    values = intent.asks.load(data)
    content = [intent.name, reference, values]
    doubt = child_details(intent, values)

    def act() -> Item:
        item = None if intent.creates else _find(ledger, intent.item_class, reference, person)
        by = actor(person, intent.name, item)
        if item is not None and version is not None and version != item.version:
            raise ChangedSinceError(
                f"{item.reference} has changed since you opened this page.",
                shown=version,
                version=item.version,
            )
        others = _resolve(ledger, intent, values, person)
        now = ledger.now()
        on: date = values.pop("on", None) or london_date(now)
        desk = Desk(ledger, Occasion(by, now, on, ledger.position()))
        changed = intent.act(desk, item, values)
        if doubt and not confirmed:
            raise doubt
        if doubt:
            changed.confirm_words(
                desk.occasion,
                fields=list(doubt.labels.values()),
                looks_like=doubt.all_it_looks_like,
            )
        ledger.save(changed, *others)
        return changed

    try:
        return ledger.once(command, content, act)
    except DomainError as error:
        if error.field in intent.asks.fields:
            raise ValidationError({error.field: [error.sentence]}) from error
        raise


def child_details(intent: Intent, values: Mapping[str, Any]) -> ChildDetailsError | None:
    """What of the loaded values looks like a child's details; None: nothing does.

    Every field is looked at in which anything can be written.
    """
    found: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for name, field in intent.asks.in_order():
        if not isinstance(field, Words) or not field.free or not values.get(name):
            continue
        written = values[name] if isinstance(values[name], str) else ", ".join(values[name])
        if what := looks_like(written):
            found[name], labels[name] = what, field.label
    return ChildDetailsError(labels=labels, looks_like=found) if found else None


def _find(ledger: Ledger, item_class: type[Item], reference: str, person: Person) -> Item:
    item = ledger.get(item_class, reference)
    if not sees(person, item):
        raise NotFoundError(f"There is no {item_class.word} {reference}.")
    return item


def _resolve(ledger: Ledger, intent: Intent, values: dict[str, Any], person: Person) -> list[Item]:
    """Put the items in place of their references, check the agencies; return the items."""
    others: list[Item] = []
    for name, field in intent.asks.fields.items():
        if not values.get(name):
            continue
        try:
            if isinstance(field, ItemField):
                values[name] = _find(ledger, field.item_class, values[name], person)
                others.append(values[name])
            elif isinstance(field, AgencyField | AgencyList):
                chosen = values[name]
                for agency in [chosen] if isinstance(chosen, str) else chosen:
                    if ledger.get(Agency, agency).left and field.present:
                        raise NotFoundError(f"{field.label}: that agency is no longer a member.")
        except NotFoundError as error:
            raise ValidationError({name: [error.sentence]}) from error
    return others
