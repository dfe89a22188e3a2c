"""From an intent's schema to a form, and from what was typed to the data that it asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from application.doing.about import Point
from application.doing.chosen_files import LARGEST
from application.doing.fields import (
    AgencyField,
    AgencyList,
    Choice,
    Day,
    Factor,
    FileField,
    ItemField,
    Labelled,
    Line,
    Listed,
    ListedSeveral,
    Prose,
    Suggested,
    ThemeLine,
    ThemeTags,
    Whole,
)
from application.doing.fields import Choices as Chosen
from application.doing.intents import Intent
from application.doing.steps import Legends
from application.doing.twice import ANYWAY
from domain.kernel.item import Item
from domain.partnership.agency import Agency
from domain.risks.matrix import Matrix
from web.items.linked import LinkedItem

Option = tuple[str, str]
CHECKED = "no_child"
"""The name of the tick by which a person confirms words that look like a child's details."""
ANYWAY_TICK = "another_one"
"""The name of the tick by which a person says that it is another one than what is there."""
SAY_WHY = "Say why it is another one, for example that it is of another meeting."
ASK = (
    "This ledger must hold no child’s name, date of birth or NHS number. "
    "Take it out, or tick that you have checked."
)
_NONE: Mapping[str, Labelled] = {}
_NO_HINTS: Mapping[str, str] = {}
_FEW = 7
"""Up to so many choices are shown as radios, more as a select."""


@dataclass(frozen=True)
class FormField:
    """One field as the template needs it."""

    kind: str
    name: str
    label: str
    hint: str
    required: bool
    """Whether to leave out “(optional)”: it is required, or the hint says when it is."""
    value: str | Sequence[str] = ""
    values: Mapping[str, str] = field(default_factory=dict)
    options: Sequence[Mapping[str, str]] = ()
    error: str = ""
    width: int = 0
    """In characters; of a file, how many bytes it may have."""
    autocomplete: str = ""


@dataclass(frozen=True)
class Twice:
    """What may be on record already: in a sentence, and each of them with its address."""

    sentence: str
    items: Sequence[LinkedItem]


@dataclass(frozen=True)
class Answer:
    """What was answered, in words, and where it can be changed."""

    label: str
    words: str
    href: str


@dataclass(frozen=True)
class Answered:
    """A step under its heading: its answers, and what was left unanswered."""

    title: str
    answers: Sequence[Answer]
    left: Sequence[Answer]


@dataclass(frozen=True)
class Form:
    """A page with a form for one intent."""

    title: str
    caption: str
    intro: str
    action: str
    submit: str
    cancel_href: str
    fields: Sequence[FormField]
    hidden: Mapping[str, str]
    groups: Legends = ()
    about: Sequence[Point] = ()
    errors: Sequence[Mapping[str, str]] = ()
    conflict: Mapping[str, Any] | None = None
    twice: Twice | None = None
    warning: str = ""
    follows: str = ""
    """What happens once it is sent, and by when."""
    kept: bool = False
    """Whether it holds what was typed before the person's session ended."""
    answers: Sequence[Answered] = ()
    """Where it is looked through: what was answered, under the headings of its steps."""
    sent: Sequence[tuple[str, str]] = ()
    """What is sent unseen of what was answered."""

    @property
    def sections(self) -> list[tuple[str, list[FormField]]]:
        """The fields in their order, those of a group under its heading; "" for those of none."""
        found: list[tuple[str, list[FormField]]] = []
        for each in self.fields:
            legend = next((legend for legend, names in self.groups if each.name in names), "")
            if each.kind == "hidden":
                legend = found[-1][0] if found else ""
            if not found or found[-1][0] != legend:
                found.append((legend, []))
            found[-1][1].append(each)
        return found


@dataclass(frozen=True)
class Offered:
    """The options that only the ledger knows."""

    agencies: Sequence[Option]
    matrix: Matrix
    listed: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    themes: Sequence[str] = ()
    suggested: Mapping[Suggested, Sequence[Option]] = field(default_factory=dict)


def fields_of(intent: Intent, asked: Mapping[str, Labelled]) -> dict[str, Labelled]:
    """The fields of an intent in the order of its form, those in `asked` in place of its own."""
    return {name: asked.get(name, each) for name, each in intent.schema().in_order()}


def typed(
    intent: Intent, form: MultiDict[str, str], as_asked: Mapping[str, Labelled] = _NONE
) -> dict[str, Any]:
    """What was typed, as the intent's schema wants it: the parts of a date become one.

    `as_asked`, here and below, are fields that the form has in place of the intent's own.
    """
    data: dict[str, Any] = {}
    for name, asked in fields_of(intent, as_asked).items():
        if isinstance(asked, Day):
            data[name] = _joined({part: form.get(f"{name}-{part}", "") for part in _PARTS})
        elif isinstance(asked, ListedSeveral | Chosen):
            data[name] = form.getlist(name)
        else:
            data[name] = form.get(name, "")
    return data


def form_fields(
    intent: Intent,
    values: Mapping[str, Any],
    choices: Offered,
    errors: Mapping[str, Sequence[str]],
    *,
    settled: Sequence[str] = (),
    as_asked: Mapping[str, Labelled] = _NONE,
    hints: Mapping[str, str] = _NO_HINTS,
) -> list[FormField]:
    """The fields of an intent, filled with `values` (as `typed` or `starting_values` give them).

    `settled` fields are sent unseen, as long as nothing is wrong with their values; of what can be
    ticked, nothing is sent where nothing is. `hints` are said besides a field's own.
    """
    fields = [
        _field(name, asked, values.get(name, ""), choices, " ".join(errors.get(name, ())))
        for name, asked in fields_of(intent, as_asked).items()
    ]
    fields = [
        replace(each, hint=f"{each.hint} {hints[each.name]}".strip())
        if each.name in hints
        else each
        for each in fields
    ]
    return [
        replace(each, kind="hidden") if each.name in settled and not each.error else each
        for each in fields
        if each.kind != "ticks" or each.value or each.error or each.name not in settled
    ]


def checked_field(
    errors: Mapping[str, Sequence[str]], *, doubted: bool, ticked: bool
) -> list[FormField]:
    """The tick that words which look like a child's details identify none.

    It is on a form only once such words were sent, and stays while the form comes back.
    """
    if not doubted and not ticked:
        return []
    return [
        FormField(
            kind="tick",
            name=CHECKED,
            label="I have checked: no child can be identified from this",
            hint="That you did is recorded, with your name.",
            required=True,
            value="true" if ticked else "",
            error=" ".join(errors.get(CHECKED, ())),
        )
    ]


def anyway_fields(
    errors: Mapping[str, Sequence[str]], *, asked: bool, ticked: bool, because: str
) -> list[FormField]:
    """The tick that it is another one than what is there, and why: on a form only once that was
    asked, and then for as long as the form comes back."""
    if not asked and not ticked:
        return []
    return [
        FormField(
            kind="tick", name=ANYWAY_TICK, label="Record it anyway: it is another one",
            hint="That you said so is recorded, with your reason.",
            required=True, value="true" if ticked else "",
        ),
        FormField(
            kind="line", name=ANYWAY, label="Because", hint="", required=True, value=because,
            error=" ".join(errors.get(ANYWAY, ())),
        ),
    ]  # fmt: skip


def starting_values(intent: Intent, item: Item | None) -> dict[str, Any]:
    """What a fresh form holds: the item's own values where the intent says so."""
    return written(intent.fill(item) if item else {})


def written(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a form holds them: several as a list, all else as text."""
    return {
        name: [*value] if isinstance(value, tuple) else "" if value is None else str(value)
        for name, value in values.items()
    }


def error_list(
    intent: Intent,
    errors: Mapping[str, Sequence[str]],
    as_asked: Mapping[str, Labelled] = _NONE,
) -> list[dict[str, str]]:
    """The error summary: each sentence with a link to its field, in the order of the fields."""
    listed = []
    for name, asked in fields_of(intent, as_asked).items():
        target = f"{name}-day" if isinstance(asked, Day) else name
        listed += [{"text": text, "href": f"#{target}"} for text in errors.get(name, ())]
    known = intent.schema().fields
    for name, sentences in errors.items():
        if name not in known:
            target = name if name in {CHECKED, ANYWAY} else "main-content"
            listed += [{"text": text, "href": f"#{target}"} for text in sentences]
    return listed


_PARTS = ("day", "month", "year")


def _joined(parts: Mapping[str, str]) -> str:
    """A date as it was typed, its three parts with a space between; "" where nothing was."""
    typed = ["".join(parts[part].split()) for part in _PARTS]
    return " ".join(typed) if any(typed) else ""


def _parted(day: str) -> dict[str, str]:
    """The parts of a date, as it was typed or as an ISO date."""
    with suppress(ValueError):
        known = date.fromisoformat(day)
        return {"day": str(known.day), "month": str(known.month), "year": f"{known:%Y}"}
    return dict(zip(_PARTS, [*day.split(" ", 2), "", ""], strict=False))


def _field(name: str, asked: Labelled, value: Any, choices: Offered, error: str) -> FormField:
    kind, options, width, hint = "line", list[dict[str, str]](), 0, asked.hint
    if isinstance(asked, FileField):
        return _file(name, asked, value, error)
    if isinstance(asked, Day):
        kind = "date"
    elif isinstance(asked, Prose):
        kind = "prose"
    elif isinstance(asked, ThemeLine | ThemeTags) and choices.themes:
        hint = " ".join(filter(None, [hint, _of_the_list(choices.themes)]))
        if isinstance(asked, ThemeLine):
            options = _options([(name, name) for name in choices.themes])
    elif isinstance(asked, Choice):
        options = _options([(member.value, words) for member, words in asked.names.items()])
        kind = "choice" if len(options) <= _FEW and asked.required else "select"
    elif isinstance(asked, Factor):
        words = getattr(choices.matrix, asked.axis)
        options = _options([(str(n), f"{n} – {word}") for n, word in enumerate(words, 1)])
        kind = "select"
    elif isinstance(asked, Whole):
        kind, width = "number", 3
    elif isinstance(asked, Listed):
        kind, options = "select", _options(choices.listed.get(name, ()))
        if not options and not asked.required:
            kind = "hidden"
    elif isinstance(asked, ListedSeveral):
        others = choices.agencies if isinstance(asked, AgencyList) else ()
        options = _options(choices.listed.get(name, others))
        return _ticks(name, asked, value, options, error)
    elif isinstance(asked, Chosen):
        options = _options([(member.value, words) for member, words in asked.names.items()])
        return _ticks(name, asked, value, options, error)
    elif isinstance(asked, AgencyField) or _is_agency(asked):
        kind, options = "select", _options(choices.listed.get(name, choices.agencies))
    elif isinstance(asked, ItemField) and name in choices.listed:
        kind, options = "select", _options(choices.listed[name])
    elif isinstance(asked, Line) and asked.suggests:
        options = _options(choices.suggested.get(asked.suggests, ()))
    return FormField(
        kind=kind,
        name=name,
        label=asked.label,
        hint=hint,
        required=asked.required or asked.needed is not None,
        value=str(value),
        values=_parted(str(value)) if kind == "date" else {},
        options=options,
        error=error,
        width=width,
    )


def _ticks(
    name: str, asked: Labelled, value: Any, options: Sequence[Mapping[str, str]], error: str
) -> FormField:
    return FormField(
        "ticks", name, asked.label, asked.hint, asked.required or asked.needed is not None,
        value=list(value or []), options=options, error=error,
    )  # fmt: skip


def _file(name: str, asked: Labelled, value: Any, error: str) -> FormField:
    """A file; where one was chosen before, and is kept, its name and the id under which it is."""
    kept = {"id": value.kept, "name": value.name} if getattr(value, "kept", "") else {}
    return FormField(
        "file",
        name,
        asked.label,
        asked.hint,
        asked.required,
        values=kept,
        error=error,
        width=LARGEST,
    )


def _of_the_list(names: Sequence[str]) -> str:
    return f"The list has: {', '.join(names)}. Other words are proposed for it."


def _is_agency(asked: Labelled) -> bool:
    return isinstance(asked, ItemField) and asked.item_class is Agency


def _options(pairs: Sequence[Option]) -> list[dict[str, str]]:
    return [{"value": value, "text": text} for value, text in pairs]
