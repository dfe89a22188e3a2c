"""What a command asks for by its signature, and where each thing comes from.

    def escalate(self, occasion: Occasion, *, to: str, reason: str, calendar: Calendar) -> None

`to` and `reason` are in the schema, `calendar` is the ledger's. Who gives what is worked out once,
when an intent is made: a schema that does not fit its command stops the program at its start.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from marshmallow import ValidationError

from application.doing.access import Person, sees
from application.doing.fields import AgencyField, AgencyList, ItemField, Labelled
from application.ledger.ledger import ItemType, Ledger
from domain.disputes.known_minutes import KnownMinutes, MinutesDays
from domain.kernel.days.calendar import Calendar
from domain.kernel.errors import DomainError, NotFoundError
from domain.kernel.finder import Beside, Finder
from domain.kernel.followed import Deadlines
from domain.kernel.item import KINDS, Item, day_of, london_date
from domain.kernel.moves import moves_of
from domain.kernel.terms import Occasion
from domain.meetings.meeting import Meeting
from domain.meetings.records import HeldMeetings, PlannedEntries, RaisedDisputes
from domain.partnership.agency import SAFEGUARDING_PARTNERS, Agency, KnownAgencies, Partners
from domain.partnership.role_grant import Administrators
from domain.redactions.redaction import WaitingRedactions, WordsOnRecord
from domain.risks.matrix import Matrix

Method = Callable[..., Any]
"""A method of an item that does something: `Risk.review`, or `Risk.record`, which makes one."""


class MisfitError(TypeError):
    """An intent, its schema and its command do not fit each other: a mistake in the program."""


@dataclass(frozen=True)
class Desk:
    """What there is at hand while something is done: the ledger, who does it, and when."""

    ledger: Ledger
    person: Person
    occasion: Occasion
    others: list[Item] = dataclasses.field(default_factory=list)
    """Items that a command finds and changes, or makes, besides its own (OtherItems)."""


Source = Callable[[Desk], Any]
"""Where a thing comes from that nobody types."""


@dataclass(frozen=True)
class Wanted:
    """What a parameter asks for: one of a type or several, and whether nothing will do as well."""

    kind: Any
    several: bool
    or_nothing: bool
    needed: bool
    """Whether the command has no value of its own for it."""

    def __str__(self) -> str:
        called = getattr(self.kind, "__name__", str(self.kind))
        return f"{'several ' * self.several}{called}{' or nothing' * self.or_nothing}"


@dataclass(frozen=True)
class Together:
    """Fields that a command is given as one value: `make` makes it of them, by their names.

    They stand together on a form, under the heading `called`; `into` is the parameter.
    """

    called: str
    into: str
    fields: Sequence[str]
    make: Callable[..., Any]

    def of(self, values: Mapping[str, Any]) -> Any:
        """The value of what was typed."""
        return self.make(**{name: values[name] for name in self.fields})


@dataclass(frozen=True)
class Supply:
    """Whatever one command is given: `typed` by somebody in a form, some of it `together`, and
    `kept` by the ledger."""

    typed: Mapping[str, tuple[Labelled, Wanted]]
    together: Sequence[Together]
    kept: Mapping[str, Source]

    def facts(self, desk: Desk, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the command is given, if this was typed.

        Raises ValidationError where a field names what there is not, and DomainError where the
        ledger has nothing yet that it should give.
        """
        found, wrong = dict[str, Any](), dict[str, Any]()
        for name, asked in self.typed.items():
            try:
                found[name] = _given(desk, *asked, values[name])
            except ValidationError as error:
                wrong |= error.messages_dict
        if wrong:
            raise ValidationError(wrong)
        whole = {each.into: each.of(values) for each in self.together}
        return {**found, **whole, **{name: source(desk) for name, source in self.kept.items()}}


def kind_of(method: Method, noun: str) -> type[Item]:
    """The kind of item that a command is a move of, where an intent calls it by this noun.

    A move that several kinds inherit, such as a link, is each one's. Raises MisfitError.
    """
    move = method.__name__
    for kind in KINDS:
        own = kind.word.split()[0] == noun and getattr(kind, move, None) == method
        if own and move in moves_of(kind):
            return kind
    raise MisfitError(f"{method.__qualname__} is not a move of any {noun}.")


def supply_of(
    method: Method,
    kind: type[Item],
    *,
    schema: str,
    fields: Iterable[Labelled],
    together: Sequence[Together] = (),
) -> Supply:
    """Who gives a command what: the fields of a schema, and the ledger.

    Raises MisfitError, naming both, where a field gives what the command does not take, or where
    nobody gives what it cannot do without.
    """
    wanted, called = _wanted_by(method), method.__qualname__
    prefix = kind.prefix if inspect.ismethod(method) else ""
    typed, kept = {}, {}
    parts = {name for each in together for name in each.fields}
    for each in together:
        _must_fit(each, wanted.pop(each.into, None), schema=schema, called=called)
    for field in fields:
        if field.name in parts:
            continue
        asked = wanted.pop(field.into, None)
        if asked is None:
            raise MisfitError(f"{schema} asks for “{field.into}”, which {called} does not take.")
        if not _fits(field, asked):
            raise MisfitError(
                f"“{field.into}” of {schema} holds {_held(field, asked)}, where {called} wants "
                f"{asked}."
            )
        typed[field.into] = (field, asked)
    for name, asked in wanted.items():
        if source := _source(name, asked, prefix):
            kept[name] = source
        elif asked.needed:
            raise MisfitError(
                f"{called} wants “{name}”, which neither {schema} nor the ledger gives."
            )
    return Supply(typed, together, kept)


def seen_item(ledger: Ledger, kind: type[ItemType], reference: str, *, person: Person) -> ItemType:
    """The item with that reference, for somebody who may see it; to others there is none.

    Raises NotFoundError.
    """
    item = ledger.get(kind, reference)
    if not sees(person, item):
        raise NotFoundError(f"There is no {kind.word} {reference}.")
    return item


def the_only(ledger: Ledger, kind: type[ItemType]) -> ItemType:
    """The one item of a kind of which there is only one. Raises DomainError while there is none."""
    try:
        return ledger.get(kind, kind.only)
    except NotFoundError as error:
        raise DomainError(kind.none_yet) from error


# ------------------------------------------------------------ what a command asks for


def _wanted_by(method: Method) -> dict[str, Wanted]:
    """The parameters of a command after its occasion, by name."""
    hints = get_type_hints(method)
    asked = [
        each
        for name, each in inspect.signature(method).parameters.items()
        if name not in {"self", "occasion"}
    ]
    for each in asked:
        if each.kind is not inspect.Parameter.KEYWORD_ONLY:
            raise MisfitError(f"{method.__qualname__} must take “{each.name}” by name alone.")
    return {
        each.name: _wanted(hints[each.name], needed=each.default is inspect.Parameter.empty)
        for each in asked
    }


def _wanted(hint: Any, *, needed: bool) -> Wanted:
    either = get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)
    kind = next(each for each in either if each is not NoneType)
    several = get_origin(kind) in {Sequence, tuple}
    if several:
        kind = get_args(kind)[0]
    return Wanted(kind, several=several, or_nothing=NoneType in either, needed=needed)


# ------------------------------------------------------------ what a field gives


def _must_fit(together: Together, wanted: Wanted | None, *, schema: str, called: str) -> None:
    """See that a command wants what fields make together. Raises MisfitError."""
    made = _wanted(get_type_hints(together.make)["return"], needed=True)
    if wanted is None:
        raise MisfitError(f"{schema} makes “{together.into}”, which {called} does not take.")
    if made.kind is not wanted.kind or (made.or_nothing and not wanted.or_nothing):
        raise MisfitError(
            f"“{together.into}” of {schema} is {made}, where {called} wants {wanted}."
        )


def _fits(field: Labelled, wanted: Wanted) -> bool:
    """Whether the command can be given whatever the field may hold."""
    if field.many != wanted.several or (_may_be_nothing(field, wanted) and not wanted.or_nothing):
        return False
    if isinstance(field, AgencyField | AgencyList):
        return wanted.kind in {str, Agency}
    if isinstance(field, ItemField):
        return isinstance(wanted.kind, type) and issubclass(field.item_class, wanted.kind)
    return field.holds is wanted.kind


def _may_be_nothing(field: Labelled, wanted: Wanted) -> bool:
    """Whether the command may be given None for it: no day, no item."""
    if field.required or field.many:
        return False
    return field.empty is None or _is_item(wanted.kind)


def _held(field: Labelled, wanted: Wanted) -> str:
    """What a field holds, in the words in which a parameter says what it wants."""
    or_nothing = _may_be_nothing(field, wanted)
    return str(Wanted(field.holds, several=field.many, or_nothing=or_nothing, needed=True))


def _given(desk: Desk, field: Labelled, wanted: Wanted, value: Any) -> Any:
    """What the command is given for what the field holds. Raises ValidationError."""
    try:
        if isinstance(field, AgencyList):
            agencies = tuple(_agency(desk, field, each) for each in value)
            return agencies if wanted.kind is Agency else value
        if isinstance(field, AgencyField):
            agency = _agency(desk, field, value) if value else None
            return agency if wanted.kind is Agency else value
        if isinstance(field, ItemField):
            return _item(desk, field, value) if value else None
    except NotFoundError as error:
        raise ValidationError({field.name: [error.sentence]}) from error
    return value


def _item(desk: Desk, field: ItemField, reference: str) -> Item:
    item = seen_item(desk.ledger, field.item_class, reference, person=desk.person)
    if item.why_void() and not field.void:
        raise NotFoundError(f"{reference} was recorded in error.")
    return item


def _agency(desk: Desk, field: AgencyField | AgencyList, reference: str) -> Agency:
    agency = desk.ledger.get(Agency, reference)
    if agency.left and field.present:
        raise NotFoundError(f"{field.label}: that agency is no longer a member.")
    return agency


# ------------------------------------------------------------ what the ledger gives

_KEPT: Mapping[Any, Source] = {
    Matrix: lambda desk: desk.ledger.matrix,
    Calendar: lambda desk: desk.ledger.calendar,
    Deadlines: lambda desk: desk.ledger.deadlines,
    Finder: lambda desk: desk.ledger.get,
    WordsOnRecord: lambda desk: desk.ledger.on_record,
    WaitingRedactions: lambda desk: desk.ledger.to_be_redacted,
    Beside: lambda desk: OtherItems(desk),
    Administrators: lambda desk: desk.ledger.administrators(),
    KnownMinutes: lambda desk: KnownMinutes(partial(_minutes_days, desk.ledger)),
    HeldMeetings: lambda desk: HeldMeetings(desk.ledger.held),
    RaisedDisputes: lambda desk: RaisedDisputes(desk.ledger.raised),
    PlannedEntries: lambda desk: PlannedEntries(desk.ledger.planned),
    Partners: lambda desk: _partners(desk),
    KnownAgencies: lambda desk: KnownAgencies(_agencies(desk)),
}


@dataclass(frozen=True)
class OtherItems:
    """The other items of a command, as the domain asks for them (Beside)."""

    desk: Desk

    def find(self, kind: type[ItemType], reference: str, /) -> ItemType:
        """An item that is to change, too; the same one where it is asked for again."""
        for each in self.desk.others:
            if isinstance(each, kind) and each.reference == reference:
                return each
        found = self.desk.ledger.get(kind, reference)
        self.desk.others.append(found)
        return found

    def next_reference(self, kind: type[Item], /) -> str:
        """The first unused reference in the year of recording."""
        return _next_reference(self.desk, kind.prefix)

    def keep(self, item: Item, /) -> None:
        """Let an item that was made be kept."""
        self.desk.others.append(item)


def _minutes_days(ledger: Ledger, reference: str) -> MinutesDays | None:
    try:
        meeting = ledger.get(Meeting, reference)
    except NotFoundError:
        return None
    circulated, cleared = day_of(meeting.circulated_on), day_of(meeting.cleared_on)
    return MinutesDays(date.fromisoformat(meeting.meets_on), circulated, cleared)


def _agencies(desk: Desk) -> list[Agency]:
    with desk.ledger.reading() as connection:
        return [desk.ledger.get(Agency, each) for each in desk.ledger.names(connection)]


def _partners(desk: Desk) -> Partners:
    """The Safeguarding Partners on the date of the occasion."""
    on = desk.occasion.on
    return Partners(
        each
        for each in _agencies(desk)
        if each.kind in SAFEGUARDING_PARTNERS and each.was_member(on)
    )


def _source(name: str, wanted: Wanted, prefix: str) -> Source | None:
    """Where the ledger has what a parameter asks for; None where it has no such thing.

    `prefix` is that of the references of what is being made, "" where nothing is.
    """
    if name == "reference" and wanted.kind is str and prefix:
        return lambda desk: _next_reference(desk, prefix)
    if _is_item(wanted.kind) and wanted.kind.only:
        return lambda desk: _only_one(desk, wanted)
    return _KEPT.get(wanted.kind)


def _next_reference(desk: Desk, prefix: str) -> str:
    """The first unused reference in the year of recording."""
    return desk.ledger.next_reference(prefix, london_date(desk.occasion.at).year)


def _only_one(desk: Desk, wanted: Wanted) -> Item | None:
    kind: type[Item] = wanted.kind
    try:
        return the_only(desk.ledger, kind)
    except DomainError:
        if wanted.or_nothing:
            return None
        raise


def _is_item(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Item)
