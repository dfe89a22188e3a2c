"""Founding the ledger of a partnership, changing what it has settled, and its list of themes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marshmallow import ValidationError

from application.doing.access import ADMINISTRATOR, TEAM
from application.doing.fields import Day, Line, Listed, ListedNumber, Prose
from application.doing.intents import Intent, IntentSchema
from application.doing.toml_files import FileError
from application.nouns.files.partnership_files import LARGEST, read_settled, write_settled
from application.nouns.shared.common import Reason
from domain.kernel.item import long_date
from domain.partnership.guidance import NO_GUIDANCE
from domain.partnership.partnership import Partnership
from domain.partnership.settled import Settled
from domain.partnership.themes import NO_THEMES


class SettledFile(Prose):
    """A partnership as a TOML file, as what it settles."""

    longest = LARGEST
    holds = Settled

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return read_settled(super()._deserialize(value, attr, data, **kwargs))
        except FileError as error:
            raise ValidationError(error.faults) from error

    def written(self, value: Settled) -> str:
        return write_settled(value)


class _Found(IntentSchema):
    text = SettledFile("The partnership as a file", attribute="settled", hint="TOML.")


class _Change(_Found):
    reason = Prose("What changes, and why?")


class _Proclaim(IntentSchema):
    day = Day("Which day?", named="the day of the bank holiday")
    name = Line("What is it called?", named="the name of the bank holiday")
    source = Line(
        "Where was it proclaimed?",
        named="where it was proclaimed",
        hint="For example: The London Gazette, 4 November 2026.",
    )


class _EndHoliday(Reason):
    day = Listed("Which day?", named="the day")


class _Guidance(IntentSchema):
    title = Line("Title", hint="For example: Working Together to Safeguard Children 2023.")
    from_on = Day("In force from")
    source = Line("Where was it published?", named="where it was published")


class _EndGuidance(Reason):
    edition = Listed("Edition")


FOUND = Intent(
    "partnership.found", "Found the ledger of a partnership", _Found, Partnership.found,
    may={ADMINISTRATOR},
)  # fmt: skip
CHANGE = Intent(
    "partnership.change", "Change words, thresholds or the risk matrix", _Change,
    Partnership.change,
    may={ADMINISTRATOR},
    hint="What is past keeps the words, the thresholds and the matrix that it had.",
    fill=lambda item: {
        "text": write_settled(replace(item.settled, themes=NO_THEMES, guidance=NO_GUIDANCE))
    },
)  # fmt: skip


class _AddTheme(IntentSchema):
    name = Line("Name of the theme")


class _RenameTheme(Reason):
    theme = ListedNumber("Theme")
    name = Line("New name")


class _MapWords(IntentSchema):
    words = Line("Words that somebody wrote")
    theme = ListedNumber("Theme that they mean")


class _MergeThemes(Reason):
    theme = ListedNumber("Theme that becomes part of another")
    into = ListedNumber("Theme that it becomes part of")


class _RetireTheme(Reason):
    theme = ListedNumber("Theme")


def _themes(partnership: Partnership) -> dict[str, list[tuple[str, str]]]:
    offered = [(str(each.number), each.name) for each in partnership.settled.themes.offered]
    return {"theme": offered, "into": offered}


THEME_INTENTS = (
    Intent(
        "partnership.add_theme", "Add a theme", _AddTheme, Partnership.add_theme,
        may={TEAM, ADMINISTRATOR},
    ),
    Intent(
        "partnership.map_words", "Count other words under a theme", _MapWords,
        Partnership.map_words,
        may={TEAM, ADMINISTRATOR}, options=_themes,
        hint="Items keep the words in which they were written; they count under the theme.",
    ),
    Intent(
        "partnership.rename_theme", "Rename a theme", _RenameTheme, Partnership.rename_theme,
        may={TEAM, ADMINISTRATOR}, options=_themes,
        hint="As at an earlier day it keeps the name that it had.",
    ),
    Intent(
        "partnership.merge_themes", "Merge two themes", _MergeThemes, Partnership.merge_themes,
        may={TEAM, ADMINISTRATOR}, options=_themes,
        hint="What was written of the one counts under the other from now on. Histories keep the "
        "words that they have, and as at an earlier day there are still two.",
    ),
    Intent(
        "partnership.retire_theme", "Retire a theme", _RetireTheme, Partnership.retire_theme,
        may={TEAM, ADMINISTRATOR}, options=_themes,
        hint="It is offered no longer. What was written of it stays.",
    ),
)  # fmt: skip
PROCLAIM = Intent(
    "partnership.proclaim_holiday", "Record a bank holiday", _Proclaim,
    Partnership.proclaim_holiday,
    may={ADMINISTRATOR},
    hint="For one that was proclaimed and that the list does not have. It counts in every sum from "
    "now on. What is due already stays as it is.",
)  # fmt: skip
END_HOLIDAY = Intent(
    "partnership.end_holiday", "Record that a day is no bank holiday", _EndHoliday,
    Partnership.end_holiday,
    may={ADMINISTRATOR},
    hint="For one that was recorded by mistake, or was called off. What is due already stays as it "
    "is.",
    options=lambda item: {
        "day": [(day, f"{long_date(day)}, {each.name}") for day, each in item.holidays.items()]
    },
)  # fmt: skip
ADOPT_GUIDANCE = Intent(
    "partnership.adopt_guidance", "Record an edition of the statutory guidance", _Guidance,
    Partnership.adopt_guidance,
    may={ADMINISTRATOR},
    hint="Pages that lean on the guidance name the edition that was in force at their date.",
)  # fmt: skip
END_GUIDANCE = Intent(
    "partnership.end_guidance", "Take back an edition of the guidance", _EndGuidance,
    Partnership.end_guidance,
    may={ADMINISTRATOR},
    hint="For one that was recorded by mistake. One that another replaces stays.",
    options=lambda item: {
        "edition": [(each.from_on, each.title) for each in item.settled.guidance.editions]
    },
)  # fmt: skip
PARTNERSHIP_INTENTS = (
    FOUND, CHANGE, *THEME_INTENTS, PROCLAIM, END_HOLIDAY, ADOPT_GUIDANCE, END_GUIDANCE,
)  # fmt: skip
