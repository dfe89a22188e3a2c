"""The audit trail: who did what, when, why, and where in the log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, render_template, request
from werkzeug.datastructures import MultiDict

from application.accounts.people import names as names_of
from application.doing import access
from domain.kernel.errors import DomainError
from domain.kernel.item import long_date
from domain.kernel.terms import Role
from projections.audit.audit_trail import Trail, kinds, trail_page, whole_trail
from projections.view import View
from web.audit.days import day_asked_for
from web.audit.steps import step_href
from web.exports.registers import AUDIT_COLUMNS, FORMATS, download
from web.items.story import people_by_id, role_words
from web.registers import number_asked_for, page_asked_for
from web.security import allow
from web.view import person, the_view, with_this_query, without

pages = Blueprint("audit", __name__)

_NARROWED = ("person", "agency", "item", "role", "kind")
_LATE = {"yes": "Recorded late", "no": "Not recorded late"}


@pages.get("/audit")
@allow("see.audit")
def trail() -> str:
    """Fifty lines of the trail, the latest first."""
    page, view, wanted = page_asked_for(), the_view(), trail_in(request.args)
    found = trail_page(view, wanted, page=page)
    people = names_of(view.connection)
    who = people_by_id(view.connection)
    query = list(request.args.items(multi=True))
    return render_template(
        "audit.html",
        found=found,
        wanted=wanted,
        applied=_applied(wanted, who, view),
        people=people,
        who=who,
        agencies=view.names,
        kinds=[(kind, _kind_words(kind)) for kind in kinds(view)],
        kind_words=_kind_words,
        roles=[(role.value, role.label) for role in Role],
        late=[*_LATE.items()],
        role_words=role_words,
        step_href=lambda row: step_href(row["item"], row["version"], view),
        query=query,
        may_see_reads=access.may(person(), "see.access_log") is not None,
        files=[(name, with_this_query("audit.file", form=form)) for form, name in FORMATS.items()],
    )


@allow("see.audit")
def file(form: str) -> Response:
    """The same trail as a file, whole."""
    view = the_view()
    who = people_by_id(view.connection)
    rows = (
        {**row, "who": who(row["person"]), "role": role_words(row["person"], row["role"])}
        for row in whole_trail(view, trail_in(request.args))
    )
    return download(form, rows, AUDIT_COLUMNS, noun="audit-trail", title="Audit trail", view=view)


for _form in FORMATS:
    pages.add_url_rule(f"/audit.{_form}", "file", file, defaults={"form": _form})


def trail_in(args: MultiDict[str, str]) -> Trail:
    """The search in an address. Raises DomainError for a date that is none."""
    first, last = day_asked_for(args, "recorded_from"), day_asked_for(args, "recorded_to")
    if first and last and first > last:
        raise DomainError(
            f"Nothing can be recorded from {long_date(first.isoformat())} to "
            f"{long_date(last.isoformat())}: the second date is before the first. Swap them."
        )
    return Trail(
        **{name: args.get(name, "").strip()[:200] for name in _NARROWED},
        late=args.get("late", "") if args.get("late", "") in _LATE else "",
        search=args.get("search", "").strip()[:200],
        recorded_from=first,
        recorded_to=last,
        happened_to=day_asked_for(args, "happened_to"),
        after=number_asked_for("after", usual=0),
    )


def _applied(wanted: Trail, who: Callable[[str], str], view: View) -> list[dict[str, Any]]:
    words = {
        "person": who(wanted.person),
        "agency": view.named(wanted.agency),
        "item": wanted.item,
        "role": _role_words(wanted.role),
        "kind": _kind_words(wanted.kind),
        "late": _LATE.get(wanted.late, ""),
        "search": f"“{wanted.search}”",
        "recorded_from": f"From {long_date(str(wanted.recorded_from))}",
        "recorded_to": f"To {long_date(str(wanted.recorded_to))}",
        "happened_to": f"Happened by {long_date(str(wanted.happened_to))}",
        "after": f"Recorded after position {wanted.after:,}",
    }
    return [
        {"text": words[name], "href": without(name) or "?"}
        for name, value in asdict(wanted).items()
        if value
    ]


def _role_words(role: str) -> str:
    return Role(role).label if role in Role._value2member_map_ else role


def _kind_words(kind: str) -> str:
    """`Risk.TargetDateMoved` as “Risk: target date moved”."""
    noun, _, event = kind.partition(".")
    spaced = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in event)
    named = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in noun)
    return f"{named.strip().capitalize()}:{spaced}"
