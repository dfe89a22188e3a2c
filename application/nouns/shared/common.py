"""What the forms of several nouns ask for, each written once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError, validates_schema

from application.doing.chosen_files import LARGEST, TAKEN
from application.doing.fields import (
    AgencyField,
    Choice,
    Clock,
    Day,
    FileField,
    ItemField,
    Line,
    Needed,
    Prose,
    Suggested,
    ThemeLine,
    ThemeTags,
    WebLink,
)
from application.doing.intents import IntentSchema
from application.doing.supply import Together
from domain.kernel.bodies import BODIES, Body
from domain.kernel.deciding.minutes import Minute
from domain.kernel.item import Linkable
from domain.procedure.rules import Stage


def owner_role_field(label: str = "Owner’s role", *, required: bool = True) -> Line:
    """Who is accountable."""
    hint = "The one role that is accountable, not a person’s name."
    return Line(label, hint=hint, required=required, suggests=Suggested.ROLES)


def owner_agency_field(label: str = "Owner’s agency", *, required: bool = True) -> AgencyField:
    """For which agency they are."""
    return AgencyField(label, required=required)


def body_field(label: str, **more: Any) -> Choice:
    """A body that decides what the group cannot (SAF 2)."""
    return Choice(label, Body, BODIES, **more)


def themes_field(**more: Any) -> ThemeTags:
    """What it is about, by the partnership's list."""
    return ThemeTags("Themes", hint="Separated by commas.", **more)


def theme_field(**more: Any) -> ThemeLine:
    """What it is about in a word, by the partnership's list."""
    return ThemeLine("Theme", required=False, **more)


def file_field() -> FileField:
    """A document, as a file."""
    hint = f"Up to {LARGEST // 1024**2} MB, and nothing about a single child. {TAKEN}"
    return FileField("File", hint=hint, required=False)


class MaybeFiled(IntentSchema):
    """A document that may be kept here: as a file, or as a link."""

    file = file_field()
    link = WebLink("Link", hint="Where it can be read, instead of a file.", required=False)


def stage_options(stages: Iterable[Stage]) -> list[tuple[str, str]]:
    """Stages of the escalation procedure as options of a form."""
    return [(stage.key, stage.name) for stage in stages]


class Timeless(IntentSchema):
    """What asks for days of its own, or happens when it is done."""

    class Meta(IntentSchema.Meta):
        exclude = ("on",)


_IN_A_MEETING = Needed("if it was decided at a meeting")


class Minuted(IntentSchema):
    """What a group decides is written down in the minute of a meeting, or was decided outside."""

    meeting = Line(
        "Meeting", hint="For example: {executive}. Its reference will do.", needed=_IN_A_MEETING,
        suggests=Suggested.MEETINGS,
    )  # fmt: skip
    minute = Line(
        "Minute", hint="Its number in the minutes, for example 5.2.", needed=_IN_A_MEETING
    )
    minuted_on = Day(
        "Date of the meeting",
        hint="Leave empty where you give the reference of a meeting.",
        needed=_IN_A_MEETING,
    )
    power = Line(
        "Outside a meeting: by which power?",
        named="by which power it was decided outside a meeting",
        hint="Leave the meeting empty then. Quote the rule that allows it, or write “none found”.",
        needed=Needed("where it was decided outside a meeting"),
    )

    together = (
        Together(
            "Where it was decided",
            into="minute",
            fields=("meeting", "minute", "minuted_on", "power"),
            make=Minute.of,
        ),
    )

    def happened_on(self, values: Mapping[str, Any]) -> date | None:
        """What a meeting decided happened on its day."""
        minuted_on: date | None = values.get("minuted_on")
        return super().happened_on(values) or minuted_on

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def _whole(self, values: Mapping[str, Any], original: Mapping[str, Any], **_: Any) -> None:
        """Tell all that is wrong with the minute at once, but of what nobody can read."""
        names = self.together[0].fields
        if any(original.get(name) and not values.get(name) for name in names):
            return
        minute = Minute.of(**{name: values[name] for name in names if values.get(name)})
        faults = {name: [each] for name, each in minute.faults()} if minute else {}
        if minute and minute.reference:
            faults.pop("minuted_on", None)  # the meeting is on record, and so is its day
        if faults:
            raise ValidationError(faults)


class Ratified(Minuted):
    """The same, of what is ratified or not: outside a meeting only by a power on record."""

    power = Line(
        "Outside a meeting: by which power?",
        named="by which power it was decided outside a meeting",
        hint="Leave the meeting empty then, and quote the rule that allows it. Without one, only a "
        "meeting can say this.",
        needed=Needed("where it was decided outside a meeting"),
    )


class Timed(IntentSchema):
    """What may happen to an urgent case, whose clock runs in hours."""

    time = Clock(
        "At what time did it happen?",
        hint="For example 16:30. Leave this empty if it happens now.",
        required=False,
    )


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
    other = ItemField(
        "Reference of the linked item", Linkable, void=True, hint="For example RSK-2026-001."
    )
