"""What the forms of several nouns ask for, each written once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from application.doing.fields import AgencyField, Choice, ItemField, Line, Prose, Tags
from application.doing.intents import IntentSchema
from domain.kernel.bodies import UNSAID, Body
from domain.kernel.item import Linkable
from domain.kernel.vocabulary import Spoken
from domain.procedure.rules import Stage

_BODIES = Spoken(UNSAID)


def owner_role_field(label: str = "Owner’s role", *, required: bool = True) -> Line:
    """Who is accountable."""
    hint = "The one role that is accountable, not a person’s name."
    return Line(label, hint=hint, required=required)


def owner_agency_field(label: str = "Owner’s agency", *, required: bool = True) -> AgencyField:
    """For which agency they are."""
    return AgencyField(label, required=required)


def body_field(label: str) -> Choice:
    """A body that decides what the group cannot (SAF 2)."""
    return Choice(label, Body, _BODIES)


def minute_field() -> Line:
    """The minute in which a body decided."""
    return Line(
        "Minute",
        hint="Needed when the Business Team records it for them, for example “Executive 12 May "
        "2026, 5.2”.",
        required=False,
    )


def themes_field(**more: Any) -> Tags:
    """What it is about, in the partnership's own words."""
    return Tags("Themes", hint="Separated by commas.", **more)


def stage_options(stages: Iterable[Stage]) -> list[tuple[str, str]]:
    """Stages of the escalation procedure as options of a form."""
    return [(stage.key, stage.name) for stage in stages]


class Timeless(IntentSchema):
    """What asks for days of its own, or happens when it is done."""

    class Meta(IntentSchema.Meta):
        exclude = ("on",)


class Reason(IntentSchema):
    reason = Prose("Reason")


class Owner(IntentSchema):
    owner_role = owner_role_field("Role")
    owner_agency = owner_agency_field("Agency")
    reason = Line("Reason", required=False)


class Link(IntentSchema):
    other = ItemField("Reference of the other item", Linkable, hint="For example RSK-2026-001.")
    reason = Line("How are they connected?", required=False)


class Unlink(Reason):
    other = ItemField("Reference of the linked item", Linkable, hint="For example RSK-2026-001.")
