"""What each column of a register is in terms of its item.

The registers work their rows out event by event; an item says the same of itself. Until the rows
are what items say, the two are held against each other here, after every event.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from domain.actions.action import Action
from domain.disputes.dispute import Dispute
from domain.indicators.indicator import Indicator
from domain.kernel.item import Item
from domain.partnership.agency import Agency
from domain.partnership.role_grant import RoleGrant
from domain.recommendations.recommendation import Recommendation
from domain.risks.risk import Risk
from domain.risks.vocabulary import Measure
from projections.actions.actions import Actions
from projections.disputes.disputes import Disputes
from projections.indicators.indicators import Indicators
from projections.listed import listed
from projections.partnership.agencies import Agencies
from projections.partnership.role_grants import RoleGrants
from projections.recommendations.follow_up import FollowUp
from projections.risks.risk_register import RiskRegister
from projections.versioned import VersionedProjection

Said = Callable[[Any], Any]

_SCORES: dict[str, Said] = {
    f"{measure}_{part}": lambda item, measure=measure, part=part: getattr(  # type: ignore[misc]
        item.score(measure), part
    )
    for measure in Measure
    for part in ("likelihood", "impact", "published", "figure", "band", "flag")
}
_REGISTERS: dict[type[Item], tuple[type[VersionedProjection], dict[str, Said]]] = {
    Action: (
        Actions,
        {"evidence": lambda item: len(item.evidence), "serves": lambda item: item.links},
    ),
    Recommendation: (FollowUp, {"evidence": lambda item: len(item.evidence)}),
    Risk: (
        RiskRegister,
        {
            **_SCORES,
            "controls": lambda item: len(item.controls),
            "decision": lambda item: item.decided.words if item.decided else "",
            "decided_on": lambda item: item.decided.on if item.decided else "",
            "decided_version": lambda item: item.decided.version if item.decided else None,
            "decided_position": lambda item: item.decided.position if item.decided else None,
        },
    ),
    Dispute: (
        Disputes,
        {
            "party_names": lambda item: list(item.names.values()),
            "stage": lambda item: item.visit.stage,
            "stage_name": lambda item: item.visit.name,
            "stage_number": lambda item: item.visit.number,
            **{
                name: lambda item, name=name: getattr(item.visit, name)  # type: ignore[misc]
                for name in (
                    "decided_by",
                    "entered_on",
                    "due_on",
                    "first_due_on",
                    "working",
                    "late_from",
                    "overdue_on",
                    "extensions",
                    "convener_role",
                    "convener_agency",
                )
            },
            "missing": lambda item: item.missing_at_entry,
            "asked": lambda item: json.dumps(
                {stage.key: list(stage.entry) for stage in item.rules.stages}
            ),
            "learning": lambda item: len(item.learning),
            "dissents": lambda item: len(item.dissents),
        },
    ),
    Agency: (Agencies, {"aliases": lambda item: "\n".join(item.aliases)}),
    RoleGrant: (RoleGrants, {}),
    Indicator: (Indicators, {}),
}
"""The register of each kind of item, and the columns that are not attributes of their own name."""
_NOT_OF_THE_ITEM = {"row", "since", "until", "search"}


def told_by(item: Item) -> dict[str, Any]:
    """The row of an item, as it says it itself."""
    projection, columns = _REGISTERS[type(item)]
    told = {}
    for column in projection.default.columns:
        name = column.name
        if name not in _NOT_OF_THE_ITEM:
            value = columns[name](item) if name in columns else getattr(item, name)
            told[name] = "" if value is None and not column.nullable else _as_stored(value)
    return told


def _as_stored(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    return listed(value) if isinstance(value, list) else value


def assert_rows_are_what_items_say(events: Iterable[Item.Event]) -> None:
    """After each event of one item, its row and the item say the same."""
    item: Item | None = None
    row: Mapping[str, Any] = {}
    for event in events:
        item = event.mutate(item)
        assert item is not None
        if type(item) not in _REGISTERS:
            return
        row = row_after(event, row)
        told = told_by(item)
        assert told == {name: row[name] for name in told}, event.sentence({})


def row_after(event: Item.Event, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a register after an event, given the row before it."""
    projection = next(each for each, _ in _REGISTERS.values() if isinstance(event, each.events))
    handler = projection.handlers.get(type(event))
    changes = handler(event, row) if handler else {}
    return {
        **(row or _unset(projection)),
        **changes,
        "reference": event.reference,
        "version": event.originator_version,
    }


def _unset(projection: type[VersionedProjection]) -> dict[str, Any]:
    """What columns hold that no event has filled."""
    return {
        column.name: column.default.arg if column.default is not None else None
        for column in projection.default.columns
    }
