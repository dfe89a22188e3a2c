"""A partnership's folder of data, and founding a ledger from it.

A folder holds partnership.toml (words, thresholds, the risk matrix), agencies.toml, groups.toml and
procedure.toml. Those that are shipped lie in partnerships/; docs/partnership-folder.md says what
may stand in each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.abc import Traversable
from importlib.resources import files
from typing import Any, TypeVar

from marshmallow import RAISE, Schema, ValidationError, fields, post_load

from application.doing.access import Person
from application.doing.intents import perform
from application.doing.toml_files import FileError, content_of, fault, line, one_of
from application.ledger.ledger import Ledger
from application.nouns.files.group_files import GroupEntry, establish_groups, read_groups
from application.nouns.files.partnership_files import LARGEST, read_settled, write_settled
from application.nouns.files.procedure_files import read_procedure, write_procedure
from application.nouns.partnership.agencies import ADD_ALIAS, JOIN
from application.nouns.partnership.partnerships import FOUND
from application.nouns.partnership.procedures import BEGIN, PUBLISH
from domain.kernel.errors import DomainError, NotFoundError
from domain.partnership.agency import AgencyKind, agency_reference
from domain.partnership.settled import Settled
from domain.procedure.procedure import PROCEDURE, Procedure
from domain.procedure.rules import Rules

Said = TypeVar("Said")
SHIPPED = "kent"
"""The folder in partnerships/ from which a ledger is founded where no other is named."""
_SINCE_EVER = "2000-01-01"
"""A first procedure holds from long ago, so that every dispute ever recorded has one to follow."""


@dataclass(frozen=True)
class AgencyEntry:
    """One agency of a folder."""

    name: str
    kind: AgencyKind
    joined_on: date
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Founding:
    """All that a partnership's folder says."""

    settled: Settled
    agencies: tuple[AgencyEntry, ...]
    groups: tuple[GroupEntry, ...]
    procedure: Rules


def shipped(name: str = SHIPPED) -> Founding:
    """What a folder in partnerships/ says."""
    return read_folder(files("partnerships").joinpath(name))


def read_folder(folder: Traversable) -> Founding:
    """What a partnership's folder says.

    Raises FileError with a sentence for each fault, which names the file and the key.
    """
    faults: list[str] = []

    def read(name: str, reader: Callable[[str], Said]) -> Said | None:
        try:
            return reader(_text_of(folder, name))
        except FileError as error:
            faults.extend(f"{name}: {each}" for each in error.faults)
            return None

    settled = read("partnership.toml", read_settled)
    agencies = read("agencies.toml", read_agencies)
    groups = read("groups.toml", read_groups)
    procedure = read("procedure.toml", read_procedure)
    if settled is None or agencies is None or groups is None or procedure is None:
        raise FileError(faults)
    return Founding(settled, agencies, groups, procedure)


def found(ledger: Ledger, founding: Founding, *, person: Person) -> None:
    """Make the ledger that of a partnership: its words, its agencies and groups, its first
    procedure.

    All or nothing. Agencies and groups are recorded on an empty ledger only, the procedure where
    there is none. Raises DomainError where the ledger is a partnership's already, and FileError
    where an agency or a group is refused.
    """
    with ledger.writing():
        empty = not ledger.position()
        perform(ledger, FOUND, {"text": write_settled(founding.settled)}, person=person)
        if empty:
            join_agencies(ledger, founding.agencies, person=person)
            establish_groups(ledger, founding.groups, person=person)
        publish_where_none(ledger, founding.procedure, person=person)


def join_agencies(ledger: Ledger, agencies: Iterable[AgencyEntry], *, person: Person) -> None:
    """Make agencies members, all or none. Raises FileError where one is refused."""
    with ledger.writing():
        for agency in agencies:
            _join(ledger, agency, person=person)


def publish_where_none(ledger: Ledger, rules: Rules, *, person: Person) -> bool:
    """Publish a procedure as version 1 where there is none; return whether it did."""
    with ledger.writing():
        if _has_procedure(ledger):
            return False
        _publish(ledger, rules, person=person)
    return True


def _join(ledger: Ledger, agency: AgencyEntry, *, person: Person) -> None:
    on = agency.joined_on.isoformat()
    joined = {"name": agency.name, "kind": agency.kind.value, "on": on}
    try:
        outcome = perform(ledger, JOIN, joined, person=person)
        for alias in agency.aliases:
            alias_of = {"alias": alias, "on": on}
            perform(ledger, ADD_ALIAS, alias_of, person=person, reference=outcome.reference)
    except ValidationError as error:
        words = " ".join(each for said in error.messages_dict.values() for each in said)
        raise FileError([f"agencies.toml: {agency.name}: {words}"]) from error
    except DomainError as error:
        raise FileError([f"agencies.toml: {agency.name}: {error.sentence}"]) from error


def _publish(ledger: Ledger, rules: Rules, *, person: Person) -> None:
    perform(ledger, BEGIN, {"text": write_procedure(rules)}, person=person)
    facts = {
        "from_on": _SINCE_EVER,
        "reason": "A placeholder, until an administrator replaces or confirms it.",
    }
    perform(ledger, PUBLISH, facts, person=person, reference=PROCEDURE)


def _has_procedure(ledger: Ledger) -> bool:
    try:
        ledger.get(Procedure, PROCEDURE)
    except NotFoundError:
        return False
    return True


# ---------------------------------------------------------------- agencies.toml


class _AgencyFile(Schema):
    class Meta:
        unknown = RAISE

    name = line(required=True)
    kind = fields.String(required=True, validate=one_of(AgencyKind))
    joined_on = fields.Date(required=True)
    aliases = fields.List(line(), load_default=list)

    @post_load
    def made(self, data: dict[str, Any], **kwargs: Any) -> AgencyEntry:
        kind = AgencyKind(data["kind"])
        return AgencyEntry(data["name"], kind, data["joined_on"], tuple(data["aliases"]))


def read_agencies(text: str) -> tuple[AgencyEntry, ...]:
    """The agencies that a file lists. Raises FileError."""
    content = content_of(text, largest=LARGEST)
    faults = [
        fault("", name, "Unknown field", known=["agency"]) for name in {*content} - {"agency"}
    ]
    listed = content.get("agency")
    if not isinstance(listed, list) or not listed:
        raise FileError([*faults, "“agency” must be a list of tables, [[agency]]."])
    agencies: list[AgencyEntry] = []
    for place, table in enumerate(listed, 1):
        where = _where(place, table)
        try:
            agencies.append(_AgencyFile().load(table))
        except ValidationError as error:
            faults += _faults_of(error, where=where)
            continue
        faults += _doubled(agencies, where=where)
    if faults:
        raise FileError(faults)
    return tuple(agencies)


def _faults_of(error: ValidationError, *, where: str) -> Iterator[str]:
    for name, said in error.messages_dict.items():
        if name == "_schema":
            yield f"{where}it must be a table, [[agency]]."
        else:
            yield fault(where, name, said, known=list(_AgencyFile().fields))


def _doubled(agencies: list[AgencyEntry], *, where: str) -> Iterator[str]:
    """What is wrong with the last of the agencies, among the others."""
    *others, last = agencies
    try:
        reference = agency_reference(last.name)
    except DomainError as error:
        yield f"{where}“name”: {error.sentence}"
        return
    if reference in {agency_reference(each.name) for each in others}:
        yield f"{where}“name”: there is another agency of that name."
    if len({last.name, *last.aliases}) <= len(last.aliases):
        yield f"{where}“aliases” has a name twice."


def _where(place: int, table: Any) -> str:
    name = table.get("name") if isinstance(table, Mapping) else ""
    return f"agency {place} ({name}): " if name else f"agency {place}: "


def _text_of(folder: Traversable, name: str) -> str:
    try:
        return folder.joinpath(name).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(["This is not text in UTF-8."]) from error
    except OSError as error:
        raise FileError([f"It cannot be read: {error.strerror or error}."]) from error
