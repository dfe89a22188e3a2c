"""A page with a small form that no intent asks for: signing in, passwords, accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request

from web.forms.filled import FormField

NOTHING_WRONG: Mapping[str, str] = {}


@dataclass(frozen=True)
class SmallField:
    """One field. `filled_in_by`: what a browser knows it by (`autocomplete`)."""

    name: str
    label: str
    kind: str = "line"
    hint: str = ""
    value: str = ""
    filled_in_by: str = "off"
    width: int = 0


@dataclass(frozen=True)
class SmallForm:
    """The page: what it says, what it asks, and where it is sent; `template` may say more."""

    title: str
    fields: Sequence[SmallField]
    submit: str
    intro: Sequence[str] = ()
    action: str = ""
    cancel: str = ""
    warning: bool = False
    template: str = "small_form.html"


def page_of(
    form: SmallForm,
    errors: Mapping[str, str] = NOTHING_WRONG,
    *,
    hidden: Sequence[tuple[str, str]] = (),
    **more: object,
) -> str:
    """The page, with what is wrong by the names of fields, and what is sent unseen."""
    first = form.fields[0].name if form.fields else "main-content"
    return render_template(
        form.template,
        form=form,
        action=form.action or request.path,
        hidden=hidden,
        errors=[{"text": text, "href": f"#{name or first}"} for name, text in errors.items()],
        fields=[
            FormField(
                kind=each.kind, name=each.name, label=each.label, value=each.value,
                autocomplete=each.filled_in_by, hint=each.hint, required=True, width=each.width,
                error=errors.get(each.name, ""),
            )
            for each in form.fields
        ],
        **more,
    )  # fmt: skip
