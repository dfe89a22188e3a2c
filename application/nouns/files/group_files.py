"""The groups of a partnership as a TOML file: groups.toml of a partnership's folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load

from application.doing.access import Person
from application.doing.intents import perform
from application.doing.toml_files import FileError, content_of, fault, line, number, one_of
from application.ledger.ledger import Ledger
from application.nouns.meeting.groups import (
    AGREE_DOCUMENT,
    ESTABLISH,
    GIVE_SEAT,
    SET_DUTIES,
    SET_QUORUM,
    SET_TOPICS,
)
from domain.groups.duties import Duty
from domain.groups.rule import QuorumRule
from domain.groups.vocabulary import GroupKind, Office, Standing, Substitutes
from domain.kernel.errors import DomainError
from domain.partnership.agency import SAFEGUARDING_PARTNERS, AgencyKind, agency_reference

LARGEST = 40_000
"""Characters of a file."""


@dataclass(frozen=True)
class SeatEntry:
    """A seat of a group; `agency` by its name, "" for none."""

    role: str
    agency: str
    standing: Standing
    office: Office


@dataclass(frozen=True)
class DocumentEntry:
    """A governing document."""

    title: str
    edition: str
    agreed_by: str
    agreed_on: date
    link: str


@dataclass(frozen=True)
class GroupEntry:
    """One group; `quorum` None where nobody knows it."""

    name: str
    short: str
    kind: GroupKind
    since: date
    joint_with: Sequence[str]
    meetings: int
    quorum: QuorumRule | None
    seats: Sequence[SeatEntry]
    documents: Sequence[DocumentEntry]
    topics: Sequence[str]
    duties: Mapping[str, str]


class _Strict(Schema):
    class Meta:
        unknown = RAISE


class _SeatFile(_Strict):
    role = line(required=True)
    agency = line(load_default="")
    standing = fields.String(load_default=Standing.MEMBER.value, validate=one_of(Standing))
    office = fields.String(load_default=Office.NONE.value, validate=one_of(Office))

    @post_load
    def made(self, data: dict[str, Any], **kwargs: Any) -> SeatEntry:
        standing, office = Standing(data["standing"]), Office(data["office"])
        return SeatEntry(data["role"], data["agency"], standing, office)


class _DocumentFile(_Strict):
    title = line(required=True)
    edition = line(required=True)
    agreed_by = line(required=True)
    agreed_on = fields.Date(required=True)
    link = line(load_default="")

    @post_load
    def made(self, data: dict[str, Any], **kwargs: Any) -> DocumentEntry:
        return DocumentEntry(**data)


class _QuorumFile(_Strict):
    each_of = fields.List(fields.String(validate=one_of(AgencyKind)), load_default=list)
    members = number(load_default=0)
    chair_counts = fields.Boolean(load_default=False)
    substitutes = fields.String(
        load_default=Substitutes.IF_ABLE.value, validate=one_of(Substitutes)
    )
    source = line(required=True)

    @post_load
    def made(self, data: dict[str, Any], **kwargs: Any) -> QuorumRule:
        return QuorumRule(
            tuple(AgencyKind(each) for each in data["each_of"]),
            data["members"],
            data["chair_counts"],
            Substitutes(data["substitutes"]),
            data["source"],
        )


class _GroupFile(_Strict):
    name = line(required=True)
    short = line(required=True)
    kind = fields.String(required=True, validate=one_of(GroupKind))
    since = fields.Date(required=True)
    joint_with = fields.List(line(), load_default=list)
    meetings = number(load_default=0)
    quorum = fields.Nested(_QuorumFile, load_default=None)
    seat = fields.List(fields.Nested(_SeatFile), load_default=list)
    document = fields.List(fields.Nested(_DocumentFile), load_default=list)
    topics = fields.List(line(), load_default=list)
    duties = fields.Dict(
        fields.String(validate=one_of(Duty)), line(required=True), load_default=dict
    )

    @post_load
    def made(self, data: dict[str, Any], **kwargs: Any) -> GroupEntry:
        data["kind"] = GroupKind(data["kind"])
        seats, documents = data.pop("seat"), data.pop("document")
        return GroupEntry(seats=tuple(seats), documents=tuple(documents), **data)


def read_groups(text: str) -> tuple[GroupEntry, ...]:
    """The groups that a file lists; there may be none. Raises FileError."""
    content = content_of(text, largest=LARGEST)
    faults = [fault("", name, "Unknown field", known=["group"]) for name in {*content} - {"group"}]
    listed = content.get("group", [])
    if not isinstance(listed, list):
        raise FileError([*faults, "“group” must be a list of tables, [[group]]."])
    groups = []
    for place, table in enumerate(listed, 1):
        where = f"group {place}"
        if isinstance(table, Mapping) and table.get("name"):
            where += f" ({table['name']})"
        try:
            groups.append(_GroupFile().load(table))
        except ValidationError as error:
            faults += _faults_of(error.messages_dict, where=f"{where}: ")
            continue
        faults += _faults_within(groups[-1], where=where)
    if len({each.name for each in groups}) < len(groups):
        faults.append("Two groups have one name.")
    if faults:
        raise FileError(faults)
    return tuple(groups)


def _faults_of(messages: Mapping[Any, Any], *, where: str) -> Iterator[str]:
    known = list(_GroupFile().fields)
    for name, said in messages.items():
        if name == "_schema":
            yield f"{where}it must be a table, [[group]]."
        elif isinstance(said, Mapping):
            for key, inner in said.items():
                place = f"{name} {key + 1}" if isinstance(key, int) else f"{name}: {key}"
                yield fault(where, place, inner, known=known)
        else:
            yield fault(where, name, said, known=known)


def _faults_within(group: GroupEntry, *, where: str) -> Iterator[str]:
    for office in (Office.CHAIR, Office.DEPUTY):
        if sum(seat.office is office for seat in group.seats) > 1:
            yield f"{where}: two seats are the {office}’s."
    if group.quorum and not {*group.quorum.each_of} <= SAFEGUARDING_PARTNERS:
        yield f"{where}: “each_of” can name Safeguarding Partners only."


def establish_groups(ledger: Ledger, groups: Sequence[GroupEntry], *, person: Person) -> None:
    """Record groups with their seats, quorum and documents, all or none. Raises FileError."""
    with ledger.writing():
        for group in groups:
            try:
                _establish(ledger, group, person=person)
            except ValidationError as error:
                words = " ".join(each for said in error.messages_dict.values() for each in said)
                raise FileError([f"groups.toml: {group.name}: {words}"]) from error
            except DomainError as error:
                raise FileError([f"groups.toml: {group.name}: {error.sentence}"]) from error


def _establish(ledger: Ledger, group: GroupEntry, *, person: Person) -> None:
    on = group.since.isoformat()
    facts = {
        "name": group.name, "short": group.short, "kind": group.kind.value, "on": on,
        "joint_with": ", ".join(group.joint_with), "meetings": str(group.meetings or ""),
    }  # fmt: skip
    reference = perform(ledger, ESTABLISH, facts, person=person).reference
    if group.quorum:
        rule: dict[str, Any] = group.quorum.content()
        said = {**rule, "chair_counts": "yes" if rule["chair_counts"] else "no"}
        said |= {"members": str(rule["members"] or ""), "from_on": on, "on": on}
        perform(ledger, SET_QUORUM, said, person=person, reference=reference)
    if group.topics:
        topics = {"topics": "\n".join(group.topics), "on": on}
        perform(ledger, SET_TOPICS, topics, person=person, reference=reference)
    if group.duties:
        clauses = {**group.duties, "on": on}
        perform(ledger, SET_DUTIES, clauses, person=person, reference=reference)
    for seat in group.seats:
        given = {
            "role": seat.role, "standing": seat.standing.value, "office": seat.office.value,
            "agency": agency_reference(seat.agency) if seat.agency else "", "interim": "no",
            "from_on": on, "on": on,
        }  # fmt: skip
        perform(ledger, GIVE_SEAT, given, person=person, reference=reference)
    for document in group.documents:
        agreed = {
            "title": document.title, "edition": document.edition, "link": document.link,
            "agreed_by": document.agreed_by, "agreed_on": document.agreed_on.isoformat(),
            "on": document.agreed_on.isoformat(),
        }  # fmt: skip
        perform(ledger, AGREE_DOCUMENT, agreed, person=person, reference=reference)
