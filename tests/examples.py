"""One example of every event, and the few words in which tests say what happened to an item.

A domain test gives events, calls a command and reads the news:

    risk = given(Risk.Recorded, happened(Risk.Closed, closing="managed"))
    risk.reopen(NOW, reason="It is back.")
    assert news(risk) == [(Risk.Reopened, {"reason": "It is back."})]
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import application.nouns.catalogue  # noqa: F401  every aggregate is known once this is
from domain.actions.action import Action
from domain.commissions.commission import Commission
from domain.decisions.decision import Decision
from domain.disputes.dispute import Dispute
from domain.forward.entry import ForwardEntry
from domain.groups.group import Group
from domain.imports.imported_file import ImportedFile
from domain.indicators.indicator import SCRUTINY_ACTED_UPON, Indicator
from domain.kernel.errors import NotFoundError
from domain.kernel.finder import Finder, ItemType
from domain.kernel.item import Item
from domain.kernel.terms import Actor, Occasion, Role, item_id
from domain.meetings.meeting import Meeting
from domain.partnership.agency import Agency
from domain.partnership.partnership import PARTNERSHIP, Partnership
from domain.partnership.proof import PROOF, Proof
from domain.partnership.role_grant import RoleGrant
from domain.procedure.procedure import PROCEDURE, Procedure
from domain.recommendations.recommendation import Recommendation
from domain.redactions.redaction import Redaction
from domain.risks.risk import Risk
from tests.event_examples import (
    disputes,
    followed,
    groups,
    meetings,
    partnership,
    procedure,
    risks,
    shared,
)

TEAM = Actor("b7e1", Role.BUSINESS_TEAM)
NOW = Occasion(TEAM, datetime(2026, 5, 12, 9, 30, tzinfo=UTC), date(2026, 5, 12), position=41)
NAMES = {"kent-police": "Kent Police", "kent-county-council": "Kent County Council"}
"""The names that the agencies in the examples have at present."""

EXAMPLES: dict[type[Item.Event], dict[str, Any]] = {
    event: facts
    for noun in (partnership, procedure, groups, meetings, risks, followed, disputes)
    for event, facts in noun.EVENTS.items()
}
"""The events that each kind of item has alone; those that it shares follow."""

_REFERENCES = {
    Partnership: PARTNERSHIP,
    Proof: PROOF,
    Agency: "kent-police",
    Group: "GRP-2026-001",
    Meeting: "MTG-2026-001",
    Commission: "COM-2026-001",
    ForwardEntry: "FWD-2026-001",
    Redaction: "RED-2026-001",
    Decision: "DEC-2026-001",
    RoleGrant: "GRT-2026-001",
    Risk: "RSK-2026-001",
    Recommendation: "REC-2026-001",
    Action: "ACT-2026-001",
    ImportedFile: "IMP-2026-001",
    Indicator: SCRUTINY_ACTED_UPON,
    Procedure: PROCEDURE,
    Dispute: "DSP-2026-001",
}


def aggregates() -> list[type[Item]]:
    """Every kind of item that the product has, by name: those of which nothing else is a kind."""
    return sorted(_kinds_of(Item), key=lambda each: each.__name__)


def _kinds_of(aggregate: type[Item]) -> list[type[Item]]:
    kinds = [each for each in aggregate.__subclasses__() if each.__module__.startswith("domain.")]
    return [leaf for kind in kinds for leaf in _kinds_of(kind)] or [aggregate]


def event_classes() -> Iterator[tuple[type[Item], type[Item.Event]]]:
    """Every event that can be in the log, with its item: those that have a sentence."""
    for aggregate in aggregates():
        for each in vars(aggregate).values():
            if isinstance(each, type) and issubclass(each, Item.Event) and declared(each):
                yield aggregate, each


def declared(event_class: type[Item.Event]) -> type[Item.Event] | None:
    """The class in which an event was written down: its own, or one from which its item has it
    and of which eventsourcing made a class for that item. None where it has no sentence."""
    found = next(each for each in event_class.__mro__ if "sentence" in vars(each))
    return None if found is Item.Event else found


EXAMPLES |= {
    event_class: shared.EVENTS[written]
    for _, event_class in event_classes()
    if (written := declared(event_class)) in shared.EVENTS
}


def example(
    event_class: type[Item.Event], *, reference: str = "", version: int = 1, **facts: Any
) -> Item.Event:
    """The example of an event, with other facts where they are given."""
    owner = next(item for item, each in event_classes() if each is event_class)
    reference = reference or _REFERENCES[owner]
    topic = f"{owner.__module__}:{owner.__qualname__}"
    created = {"originator_topic": topic} if issubclass(event_class, Item.Created) else {}
    return event_class(
        originator_id=item_id(reference),
        originator_version=version,
        timestamp=NOW.at,
        reference=reference,
        by=TEAM,
        on="2026-05-12",
        **created,
        **{**EXAMPLES[event_class], **facts},
    )


Happened = type[Item.Event] | tuple[type[Item.Event], dict[str, Any]]


def happened(event_class: type[Item.Event], **facts: Any) -> Happened:
    """An event for `given`: its example but for these facts."""
    return event_class, facts


def given(*events: Happened, reference: str = "") -> Any:
    """The item to which these events have happened; a class stands for its example."""
    item = None
    for version, each in enumerate(events, start=1):
        event_class, facts = (each, {}) if isinstance(each, type) else each
        item = example(event_class, reference=reference, version=version, **facts).mutate(item)
    return item


def finds(*items: Item) -> Finder:
    """Finds these items, and no other."""

    def find(kind: type[ItemType], reference: str, /) -> ItemType:
        for item in items:
            if isinstance(item, kind) and item.reference == reference:
                return item
        raise NotFoundError(f"There is no {kind.word} {reference}.")

    return find


def news(item: Item) -> list[tuple[type[Item.Event], dict[str, Any]]]:
    """What has happened to the item since it was given."""
    return [(type(event), event.facts) for event in item.pending_events]


def told(item: Item) -> list[str]:
    """The same in sentences."""
    return [event.sentence(NAMES) for event in item.pending_events]
