"""A form in steps, as pages: one question page for each step, and the page on which all answers are
looked through before anything is recorded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import request
from werkzeug.datastructures import MultiDict

from application.doing.fields import Day, Labelled
from application.doing.steps import Step, Steps
from domain.kernel.item import long_date
from web.forms.filled import Answer, Answered, Form, FormField

BEGUN, STEP = "begun", "step"
"""In an address: which form that was begun, by the id of its command, and which of its steps."""
ON_ONE_PAGE = "on-one-page"
"""In an address: show all fields of a form in steps on one page."""
LOOKED_THROUGH = "looked_through"
"""The name under which a form says that it was sent from the page with all answers."""
ANSWERED = "answered"
"""The name under which the numbers of the steps that were answered are kept."""
LATER = "later"
"""The name of the button by which somebody leaves a form to come back to it."""
SHOWN = "shown"
"""The name under which a step says which answers it was filled in with."""

Pairs = list[tuple[str, str]]
"""What a form sends: names and values, a name as often as it is sent."""


@dataclass(frozen=True)
class Trail:
    """Where a page of such a form leads, besides on."""

    back: str
    one_page: str = ""
    begun: Sequence[Mapping[str, str]] = ()
    """Others of the kind that the person has begun."""


def form_of(address: str) -> str:
    """The address of a whole form, of one of its steps."""
    return address.partition(f"&{STEP}=")[0]


def on_one_page() -> bool:
    """Whether all of the form is asked for at once."""
    return ON_ONE_PAGE in request.args


def pairs_of(form: MultiDict[str, str], fields: Mapping[str, Labelled]) -> Pairs:
    """What a form says of some fields, as it says it."""
    return [
        (name, value)
        for field, asked in fields.items()
        for name in _names(field, asked)
        for value in form.getlist(name)
    ]


def _names(field: str, asked: Labelled) -> list[str]:
    return [f"{field}-{part}" for part in _PARTS] if isinstance(asked, Day) else [field]


_PARTS = ("day", "month", "year")


def mark_of(pairs: Pairs) -> str:
    """Tells what was answered from any other answer."""
    return hashlib.sha256(json.dumps(pairs).encode()).hexdigest()[:16]


def steps_answered(draft: MultiDict[str, str]) -> list[int]:
    """The numbers of the steps that were answered."""
    return [int(each) for each in draft.get(ANSWERED, "").split() if each.isdecimal()]


@dataclass(frozen=True)
class Addresses:
    """Where a form that was begun is: its steps, and the page with all answers.

    `given` is what the address says that the form begins with.
    """

    path: str
    begun: str
    given: Mapping[str, str]

    @property
    def answers(self) -> str:
        """Where all answers are looked through, and sent to; what was answered is kept by it."""
        return f"{self.path}?{urlencode({BEGUN: self.begun, **self.given})}"

    def step(self, number: int, field: str = "") -> str:
        """Where a step is, and in it a field."""
        return f"{self.answers}&{STEP}={number}{f'#{field}' if field else ''}"

    @property
    def one_page(self) -> str:
        """Where all of it is asked for at once."""
        return f"{self.path}?{urlencode({ON_ONE_PAGE: 'yes', **self.given})}"


def as_question(
    form: Form, steps: Steps, number: int, at: Addresses, leave_out: Collection[str]
) -> Form:
    """The form with the fields of one step alone, which leads to the next one."""
    step = steps.pages[number - 1]
    names = {*step.fields} - {*leave_out}
    last = number == len(steps.pages)
    return replace(
        form,
        title=step.title,
        caption=f"{form.title}: step {number} of {len(steps.pages)}",
        action=at.step(number),
        submit="Check your answers" if last else "Continue",
        follows="",
        fields=[each for each in form.fields if each.name in names],
        groups=[each for each in form.groups if {*each[1]} < {*step.fields}],
        errors=[each for each in form.errors if _field(each["href"]) in {*names, _NO_FIELD}],
    )


def as_answers(
    form: Form, steps: Steps, at: Addresses, *, sent: Pairs, leave_out: Collection[str]
) -> Form:
    """The form with all answers to look through; what they are is sent unseen."""
    fields = {each.name: each for each in form.fields}
    of_steps = {*steps.fields}
    return replace(
        form,
        title="Check your answers",
        caption=form.title,
        action=at.answers,
        fields=[each for each in form.fields if each.name not in of_steps],
        answers=[
            _answered(step, number, at, fields, leave_out)
            for number, step in enumerate(steps.pages, 1)
        ],
        sent=sent,
        errors=[_led(each, steps, at) for each in form.errors],
    )


def _answered(
    step: Step,
    number: int,
    at: Addresses,
    fields: Mapping[str, FormField],
    leave_out: Collection[str],
) -> Answered:
    shown = (fields[name] for name in step.fields if name not in leave_out)
    answers = [
        Answer(each.label, words_of(each), at.step(number, _anchor(each)))
        for each in shown
        if each.kind != "hidden"
    ]
    return Answered(
        step.title,
        [each for each in answers if each.words],
        [each for each in answers if not each.words],
    )


def words_of(field: FormField) -> str:
    """What stands in a field, as it is read; "" where nothing does."""
    if field.kind == "date":
        return _day(field.values)
    chosen = [field.value] if isinstance(field.value, str) else field.value
    if field.kind in {"choice", "select", "ticks"}:
        return ", ".join(each["text"] for each in field.options if each["value"] in chosen)
    return ", ".join(chosen)


def _day(parts: Mapping[str, str]) -> str:
    typed = [parts.get(each, "") for each in _PARTS]
    with suppress(ValueError):
        day, month, year = map(int, typed)
        return long_date(date(year, month, day).isoformat())
    return " ".join(filter(None, typed))


def _anchor(field: FormField) -> str:
    return f"{field.name}-day" if field.kind == "date" else field.name


_NO_FIELD = "main-content"


def _field(href: str) -> str:
    return href.removeprefix("#").removesuffix("-day")


def _led(error: Mapping[str, str], steps: Steps, at: Addresses) -> dict[str, str]:
    """An error that leads to the step where it can be mended."""
    for number, step in enumerate(steps.pages, 1):
        if _field(error["href"]) in step.fields:
            return {**error, "href": at.step(number, error["href"].removeprefix("#"))}
    return {**error}


def without(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Values as typed, with nothing in some fields."""
    return {**values, **{name: type(values.get(name, ""))() for name in names}}
