"""The kinds of field an intent may ask for. Each checks its text and says what is wrong in a
sentence, made of its label; forms, imports and the docs read labels and hints off the field."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields

from application.doing.asking import ENTER, SELECT, ask_for, thing
from application.doing.chosen_files import ChosenFile, FileNotTakenError, chosen
from domain.kernel.days.dates import ReadDate, read_date
from domain.kernel.days.times import read_time
from domain.kernel.deciding.files import File
from domain.kernel.deciding.links import why_no_link
from domain.kernel.item import Item, long_date
from domain.kernel.plain import MOST_MARKS, clean, few_marks
from domain.kernel.vocabulary import said, sentence_case

LINE = 200
PROSE = 10_000
_CLEANED = 10 * PROSE
"""Characters; what has more is refused for its length by whatever field it stands in."""


@dataclass(frozen=True)
class Needed:
    """When a field must be filled in that otherwise may be empty.

    `when` goes on from “Needed”: “for a dispute”. `asked` says so of what else was typed; without
    it, it hangs on the item or on who does it, and the item's own command asks for it.
    """

    when: str
    asked: Callable[[Mapping[str, Any]], bool] = lambda values: False


class Labelled(fields.Field[Any]):
    """What all of them share: a label, a hint, and whether it must be filled in.

    `named` is what a label that is a question asks for, within a sentence: “What is it?” asks for
    “what it is”. `needed` is when something that is not required must be filled in all the same.
    """

    def __init__(
        self,
        label: str,
        *,
        named: str = "",
        hint: str = "",
        required: bool = True,
        needed: Needed | None = None,
        **kwargs: Any,
    ) -> None:
        self._label = label
        self._named = named
        self._hint = hint
        self.needed = needed
        if needed:
            required = False
        if not required:
            kwargs.setdefault("load_default", self.empty)
        super().__init__(required=required, **kwargs)

    empty: Any = None
    """What the field holds when an optional one is left out."""
    holds: Any = str
    """The type of what it holds, as the command that is given it names it."""
    many = False
    """Whether it holds any number of those, as a tuple."""
    verb = ENTER
    """What a person does to fill it in."""
    stand_ins: Sequence[Any] = ()
    """What could have been sent in place of what is wrong, to see what else is; none: who knows."""
    free = False
    """Whether anything can be written in it, so that it may be about anybody."""

    def written(self, value: Any) -> str:
        """What was written, out of what the field holds."""
        return str(value)

    @property
    def label(self) -> str:
        """What it is called, in the partnership's words."""
        return said(self._label)

    @property
    def hint(self) -> str:
        """What helps to fill it in, in the partnership's words."""
        when = f"Needed {self.needed.when}." if self.needed else ""
        return said(" ".join(filter(None, [when, self._hint])))

    @property
    def into(self) -> str:
        """The parameter of the command that its value is for: that of its own name, if no other."""
        return str(self.attribute or self.name)

    @property
    def missing(self) -> str:
        """The sentence that asks for it where it is empty."""
        return ask_for(self.label, verb=self.verb, named=said(self._named))

    @property
    def called(self) -> str:
        """What it is called as a sentence about it begins."""
        asks = self._named or self.label.endswith("?")
        return sentence_case(said(self._named) or thing(self.label)) if asks else self.label

    def make_error(self, key: str, **kwargs: Any) -> ValidationError:
        """What is wrong, in a sentence: that it is missing, or that it makes no sense."""
        if key in {"required", "null"}:
            return ValidationError(self.missing)
        return ValidationError(f"{self.called} is not valid.")

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(value, str) and len(value) <= _CLEANED:
            if few_marks(value) != value:
                raise ValidationError(
                    f"{self.called} has a letter with more than {MOST_MARKS} marks. Remove them."
                )
            value = clean(value)
        if value is None or value == "":
            if self.required:
                raise self.make_error("required")
            return self.empty
        return super().deserialize(value, *args, **kwargs)


class Words(Labelled):
    """Text without control characters, not longer than `longest` characters.

    `free`: anything can be written, so it may be about anybody. It is not where the ledger is
    asked whether there is such an item.
    """

    free = True

    empty: Any = ""
    longest = LINE
    stand_ins: Sequence[Any] = ("words",)

    def written(self, value: Any) -> str:
        """What was written, out of what the field holds."""
        return value if isinstance(value, str) else ", ".join(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        words = value.strip()
        if len(words) > self.longest:
            raise ValidationError(
                f"{self.called} must be {self.longest:,} characters or fewer; "
                f"it has {len(words):,}."
            )
        for character in words:
            if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t":
                raise ValidationError(
                    f"{self.called} has a character that cannot be printed "
                    f"(U+{ord(character):04X}). Remove it."
                )
        return words


class Suggested(StrEnum):
    """What is on record already and can be taken over into a field, though anything can be typed
    there: roles that something belongs to, meetings, reports and who published them."""

    ROLES = "roles"
    MEETINGS = "meetings"
    REPORTS = "reports"
    PUBLISHERS = "publishers"


class Line(Words):
    """One line of text; `suggests` says what of that which is on record could stand in it."""

    def __init__(self, label: str, *, suggests: Suggested | None = None, **kwargs: Any) -> None:
        self.suggests = suggests
        super().__init__(label, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        words: str = super()._deserialize(value, attr, data, **kwargs)
        return " ".join(words.split())


class WebLink(Line):
    """A web address, whole."""

    longest = 2000
    stand_ins: Sequence[Any] = ("https://example.org",)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        words: str = super()._deserialize(value, attr, data, **kwargs)
        if wrong := why_no_link(words):
            raise ValidationError(wrong)
        return words


class FileField(Labelled):
    """A file: its name and what is in it, as bytes or, of a text, as words."""

    holds = File
    free = True
    verb = "Choose"
    stand_ins: Sequence[Any] = ({"name": "words.txt", "content": "words"},)

    def written(self, value: Any) -> str:
        """Its name: that can be about anybody, too."""
        return str(value.name)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> ChosenFile:
        if isinstance(value, ChosenFile):
            return value
        try:
            name, content = value["name"], value["content"]
            return chosen(name, content.encode() if isinstance(content, str) else bytes(content))
        except FileNotTakenError as error:
            raise ValidationError(str(error)) from error
        except (LookupError, TypeError, AttributeError) as error:
            raise self.make_error("invalid") from error


class Prose(Words):
    """Text of several lines."""

    longest = PROSE


class Lines(Prose):
    """Lines of text, as a tuple of those that are not empty."""

    empty = ()
    many = True

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        words: str = super()._deserialize(value, attr, data, **kwargs)
        lines = (" ".join(line.split()) for line in words.split("\n"))
        return tuple(dict.fromkeys(line for line in lines if line))


class Day(Labelled):
    """A date, however dates are written (domain/kernel/days/dates.py); one day of one year."""

    holds = date
    stand_ins = ("2000-01-01", "2090-01-01")

    @property
    def missing(self) -> str:
        named = said(self._named) or thing(self.label)
        is_date = "date" in named or "day" in named
        return ask_for(self.label, named=named if is_date else f"the date of {named}")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, date):
            return value
        found = read_date(value) if isinstance(value, str) else ReadDate("")
        if found.day and not found.told:
            return found.day
        why = found.wrong or found.told or "must be a real date, such as 14 January 2026"
        if found.end and not found.day:
            why = f"must be one day, such as {long_date(found.end.isoformat())}"
        raise ValidationError(f"{self.called} {why}.")


class Clock(Labelled):
    """A time of day, in whatever form times are written (domain/kernel/days/times.py)."""

    holds = time

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, time):
            return value
        found = read_time(value) if isinstance(value, str) else None
        if found is None:
            raise ValidationError(f"{self.called} must be a time, such as 16:30 or 4.30pm.")
        return found


class Whole(Labelled):
    """A whole number. Its range is the domain's affair."""

    holds = int
    stand_ins = ("1", "3", "12")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        words = str(value).strip()
        if isinstance(value, bool) or not words.isascii() or not words.isdigit() or len(words) > 9:
            raise ValidationError(f"{self.called} must be a whole number.")
        return int(words)


class Factor(Whole):
    """A likelihood or an impact, chosen from the words of the ledger's risk matrix.

    `axis` is the matrix's attribute that holds the words: likelihoods or impacts.
    """

    verb = SELECT

    def __init__(self, label: str, axis: str, **kwargs: Any) -> None:
        self.axis = axis
        super().__init__(label, **kwargs)


class Choice(Labelled):
    """One of a StrEnum's members, each shown in words."""

    verb = SELECT

    def __init__(
        self,
        label: str,
        choices: type[StrEnum],
        names: Mapping[Any, str] | None = None,
        *,
        only: Sequence[StrEnum] = (),
        **kwargs: Any,
    ) -> None:
        self.choices = self.holds = choices
        self._offered = only or list(choices)
        self.stand_ins = [member.value for member in self._offered]
        self._names = names or {}
        super().__init__(label, **kwargs)

    @property
    def names(self) -> dict[Any, str]:
        """Those that are offered, each in words."""
        return {each: said(self._names.get(each, _capital(each))) for each in self._offered}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if value not in [member.value for member in self.names]:
            words = ", ".join(self.names.values())
            raise ValidationError(f"{self.missing.removesuffix('.')}: {words}.")
        return self.choices(value)


class YesNo(StrEnum):
    """The two answers to the question that a switch asks."""

    YES = "yes"
    NO = "no"


class Switch(Choice):
    """Yes or no, as True or False."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, YesNo, **kwargs)
        self.holds = bool

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        return super()._deserialize(value, attr, data, **kwargs) is YesNo.YES


class Choices(Labelled):
    """Any number of a StrEnum's members, each shown in words."""

    empty = ()
    verb = SELECT
    many = True

    def __init__(
        self, label: str, choices: type[StrEnum], names: Mapping[Any, str], **kwargs: Any
    ) -> None:
        self.choices = self.holds = choices
        self.names = names
        super().__init__(label, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        known = {member.value for member in self.choices}
        if not isinstance(value, list) or not known.issuperset(value):
            raise self.make_error("invalid")
        return tuple(member for member in self.choices if member.value in value)


class Listed(Line):
    """One of a list that is known only when the form is shown (the agencies, the controls)."""

    free = False
    verb = SELECT
    stand_ins = ()


class ListedNumber(Listed):
    """One of such a list by its number (a control, a version); 0, which nothing has, for words
    that are no number."""

    empty = None
    holds = int

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        words = super()._deserialize(value, attr, data, **kwargs)
        return int(words) if words.isdecimal() and len(words) < 10 else 0


class ListedSeveral(Labelled):
    """Any number of such a list, by their names."""

    empty = ()
    verb = SELECT
    many = True

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.make_error("invalid")
        return tuple(dict.fromkeys(each.strip() for each in value if each.strip()))


class ThemeLine(Line):
    """A theme: one of the partnership's list, or other words, which are proposed for it."""


class Tags(Line):
    """Words separated by commas, as a list of them without repeats."""

    empty = ()
    many = True

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        words = super()._deserialize(value, attr, data, **kwargs)
        return tuple(dict.fromkeys(tag.strip() for tag in words.split(",") if tag.strip()))


class ThemeTags(Tags):
    """Several themes, likewise."""


class AgencyList(ListedSeveral):
    """Any number of member agencies, by reference; the command is given those, or the agencies."""

    present = True


class AgencyField(Line):
    """A member agency, by its reference; the command is given that, or the agency itself.

    Either way there must be such an agency. `present`: it must be a member today. Otherwise the
    command says when it must have been one.
    """

    def __init__(self, label: str, *, present: bool = True, **kwargs: Any) -> None:
        self.present = present
        super().__init__(label, **kwargs)

    free = False
    verb = SELECT
    stand_ins = ()


class ItemField(Line):
    """Another item, by its reference; the command is given the item itself, or None.

    `void`: it may be one that counts for nothing, because it was recorded in error.
    """

    free = False
    stand_ins = ()

    def __init__(
        self, label: str, item_class: type[Item], *, void: bool = False, **kwargs: Any
    ) -> None:
        self.item_class = self.holds = item_class
        self.void = void
        super().__init__(label, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return self.item_class.spelt(super()._deserialize(value, attr, data, **kwargs))


def _capital(member: Iterable[str]) -> str:
    return str(member).replace("_", " ").capitalize()
