"""The history of one item: each event in words, with what it changed, before and after.

The one place where a page replays an item.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from application import accounts
from application.ledger.ledger import Ledger
from domain.disputes.dispute import Dispute
from domain.indicators.indicator import Indicator
from domain.kernel.bodies import BODY_NAMES
from domain.kernel.followed import Evidence, RedateRequest
from domain.kernel.item import Item, london_date, long_date
from domain.kernel.terms import Role
from domain.partnership.agency import AGENCY_KINDS, AgencyKind
from domain.procedure.in_words import procedure_in_words
from domain.procedure.procedure import Procedure
from domain.recommendations.vocabulary import Source
from domain.recommendations.words import SOURCES
from domain.risks.matrix import Score
from domain.risks.risk import Risk
from domain.risks.vocabulary import ANSWERS, Decision, Escalation, Forum, score_words
from domain.risks.words import FORUMS
from projections.audit.audit_trail import confirms_words, sentences_after
from projections.partnership.agencies import AgencyNamesAt
from projections.versioned import Row
from web.disputes.words import dispute_in_words


@dataclass(frozen=True)
class Change:
    """One thing about an item, in words, before and after an event."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One event of an item's history, as the timeline shows it."""

    position: int
    version: int
    kind: str
    sentence: str
    who: str
    role: str
    agency: str
    recorded_on: datetime
    occurred_on: date | None
    reason: str
    changes: list[Change]


def entries(
    connection: Connection, ledger: Ledger, reference: str, *, position: int | None = None
) -> list[Entry]:
    """The history of an item up to a position of the log, oldest first."""
    people = accounts.names(connection)
    agencies = AgencyNamesAt(connection)
    lines = {row["version"]: row for row in sentences_after(connection, reference, version=0)}
    item: Item | None = None
    before: Mapping[str, str] = {}
    found = []
    for event in ledger.history(reference):
        line = lines[event.originator_version]
        if position is not None and line["position"] > position:
            break
        item = event.mutate(item)
        after = state_in_words(item, agencies)
        found.append(_entry(line, people, agencies, _differences(before, after)))
        before = after
    return found


def changed_since(history: list[Entry], row: Row) -> list[Entry]:
    """What changed after the version that the last decision was made on, the decision apart."""
    if row["decided_version"] is None:
        return []
    later = [entry for entry in history if entry.version > row["decided_version"] + 1]
    return [entry for entry in later if not confirms_words(entry.kind)]


def state_in_words(item: Item | None, agencies: Mapping[str, str]) -> dict[str, str]:
    """Everything about an item that a reader would call its state, each thing in words."""
    if isinstance(item, Dispute):
        return dispute_in_words(item, agencies)
    if isinstance(item, Procedure):
        return procedure_in_words(item)
    words: dict[str, str] = {}
    hidden = _NOT_SHOWN | (_NOT_SHOWN_OF.get(type(item), set()) if item else set())
    for name, value in vars(item).items():
        if name.startswith("_") or name in hidden:
            continue
        label = name.replace("_", " ").capitalize()
        if name == "scores":
            for measure, score in value.items():
                words[f"{measure.capitalize()} score"] = score_words(score)
        elif name == "controls":
            words |= {f"Control {number}": text for number, text in value.items()}
        elif name == "evidence":
            words |= {f"Evidence {number}": _evidence(each) for number, each in value.items()}
        elif name in {"links", "aliases"}:
            words[_LABELS.get(name, label)] = "; ".join(sorted(value))
        elif name == "raised_in":
            words["Raised in"] = FORUMS[Forum(value)] if value else ""
        else:
            words[_LABELS.get(name, label)] = _in_words(value, agencies)
    return words


_NOT_SHOWN = {
    "reference", "last_control", "first_due_on", "started", "submitted_by", "submitted_for",
    "updated_on", "verify_by", "sent_back", "claimed", "progress", "set_on", "ended_on",
    # of a risk
    "recorded_on", "first_target_on", "target_moves", "assessment", "assessed_on",
    "movement_reason", "closed_on", "source_body", "source_register", "source_reference",
    "source_as_at", "source_url", "source_note", "published_band", "published_scheme",
    "published_direction", "published_response",
    # of a recommendation
    "published", "recurs", "received_on", "responded_on", "reported", "closing_words",
    "verified_on",
    # of a role grant and an indicator
    "granted_by", "rated_by",
}  # fmt: skip
_NOT_SHOWN_OF: dict[type[Item], set[str]] = {Risk: {"closing"}, Indicator: {"role"}}
"""What has a name that others show."""
_LABELS = {
    "agencies": "Addressed to",
    "closing": "Closed because",
    "worsened": "Colour, as its owner says",
    "due_on": "Due date",
    "due_words": "Due, as published",
    "impact_on": "Impact review",
    "left_on": "Left",
    "links": "Linked items",
    "method": "Plan",
    "moves": "Times re-dated",
    "owner_role": "Owner’s role",
    "owner_agency": "Owner’s agency",
    "redate": "Other due date asked for",
    "reopened": "Times reopened",
    "returned": "Times returned",
    "status_at_end": "Ended as",
    "submitted_on": "Submitted",
    "title": "Title",
    "words": "Recommendation",
    "target_on": "Target date",
    "review_on": "Next review",
    "reviewed_on": "Last review",
    "cadence": "Months between reviews",
    "closed": "Closed",
}


def _in_words(value: Any, agencies: Mapping[str, str]) -> str:
    if value is None or value == "" or value is False or value == 0:
        return ""
    if value is True:
        return "Yes"
    if isinstance(value, Score):
        return score_words(value)
    if isinstance(value, Decision):
        return value.words
    if isinstance(value, RedateRequest):
        return long_date(value.due_on)
    if isinstance(value, Source):
        return SOURCES[value]
    if isinstance(value, Escalation):
        answer = ANSWERS[value.answer] if value.answer else "has not answered yet"
        return f"{value.question} ({BODY_NAMES[value.to]} {answer})"
    if isinstance(value, AgencyKind):
        return AGENCY_KINDS[value]
    if isinstance(value, StrEnum):
        return value.replace("_", " ").capitalize()
    if isinstance(value, list | set | frozenset):
        each = value if isinstance(value, list) else sorted(value)
        return "; ".join(_in_words(one, agencies) for one in each)
    words = str(value).replace("_", " ") if isinstance(value, StrEnum) else str(value)
    if words in agencies:
        return agencies[words]
    return long_date(words)


def _evidence(evidence: Evidence) -> str:
    words = (evidence.title, evidence.link or evidence.file_name, "checked" * evidence.checked)
    return ", ".join(filter(None, words))


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    labels = [*after, *(label for label in before if label not in after)]
    return [
        Change(label, before.get(label, ""), after.get(label, ""))
        for label in labels
        if before.get(label, "") != after.get(label, "")
    ]


def _entry(
    line: Row, people: Mapping[str, str], agencies: Mapping[str, str], changes: list[Change]
) -> Entry:
    recorded = datetime.fromisoformat(line["recorded_at"])
    happened = date.fromisoformat(line["happened_on"])
    return Entry(
        position=line["position"],
        version=line["version"],
        kind=line["kind"],
        sentence=full_sentence(line["sentence"]),
        who=people.get(line["person"], who(line["person"])),
        role=Role(line["role"]).label,
        agency=agencies.get(line["agency"], line["agency"]),
        recorded_on=recorded,
        occurred_on=happened if happened != london_date(recorded) else None,
        reason=line["reason"],
        changes=changes,
    )


def full_sentence(words: str) -> str:
    """The words of an event as a sentence of their own: a capital first, one full stop last."""
    end = "" if words.endswith((".", "?", "!")) else "."
    return f"{words[:1].upper()}{words[1:]}{end}"


def people_and_names(connection: Connection) -> Callable[[str], str]:
    """Says what to call a person, by their id."""
    names = accounts.names(connection)
    return lambda person: names.get(person, who(person))


def who(person: str) -> str:
    """What to call a person without an account's name: the operator, the clock, somebody erased."""
    nobodies = {"operator": "The server’s operator", "clock": "The clock"}
    return nobodies.get(person, "A person whose name was erased")
