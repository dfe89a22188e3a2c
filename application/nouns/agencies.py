"""What an administrator can do with an agency, and Kent's list of them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from application.doing.access import OPERATOR
from application.doing.fields import Choice, ItemField, Line, Prose
from application.doing.intents import Desk, Intent, IntentSchema, by_method, perform
from application.ledger.ledger import Ledger
from domain.partnership.agency import AGENCY_KINDS, Agency, AgencyKind


class _Join(IntentSchema):
    name = Line("Name")
    kind = Choice("Kind", AgencyKind, AGENCY_KINDS)


class _Rename(IntentSchema):
    name = Line("New name")
    reason = Prose("Reason")


class _Alias(IntentSchema):
    alias = Line("Another name", hint="A name under which documents mention it.")


class _Merge(IntentSchema):
    into = ItemField("Agency that it becomes part of", Agency)
    reason = Prose("Reason")


class _Leave(IntentSchema):
    reason = Prose("Reason")


def _join(desk: Desk, _item: None, data: Mapping[str, Any]) -> Agency:
    return Agency.join(desk.occasion, find=desk.ledger.get, **data)


JOIN = Intent("agency.join", "Add an agency", Agency, _Join, _join, creates=True)
ADD_ALIAS = Intent("agency.add_alias", "Add another name", Agency, _Alias, by_method("add_alias"))

AGENCY_INTENTS = (
    JOIN,
    Intent(
        "agency.rename", "Rename it", Agency, _Rename, by_method("rename"),
        hint="What was recorded under the old name keeps the old name.",
    ),
    ADD_ALIAS,
    Intent("agency.merge", "Merge it into another agency", Agency, _Merge, by_method("merge")),
    Intent("agency.leave", "Record that it left", Agency, _Leave, by_method("leave")),
)  # fmt: skip


def load_kent(ledger: Ledger) -> int:
    """Record the agencies of partnerships/kent/agencies.toml; return how many. All or none."""
    text = files("partnerships").joinpath("kent/agencies.toml").read_text(encoding="utf-8")
    agencies = tomllib.loads(text)["agency"]
    with ledger.writing():
        for agency in agencies:
            joined = {
                "name": agency["name"], "kind": agency["kind"], "on": str(agency["joined_on"])
            }  # fmt: skip
            outcome = perform(ledger, JOIN, joined, person=OPERATOR)
            for alias in agency.get("aliases", []):
                perform(
                    ledger, ADD_ALIAS, {"alias": alias, "on": str(agency["joined_on"])},
                    person=OPERATOR, reference=outcome.reference,
                )  # fmt: skip
    return len(agencies)
