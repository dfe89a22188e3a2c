"""The terms of reference, watched: one page, and the same as a file."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for

from domain.groups.group import Group
from domain.kernel.errors import NotFoundError
from projections.view import View
from web.exports.registers import FORMATS, download
from web.items.linked import item_href
from web.security import allow
from web.terms.found import STATES
from web.terms.watching import TERMS_COLUMNS, as_rows, watch, watched_groups, year_meant
from web.view import ledger, the_view, with_this_query

pages = Blueprint("terms", __name__)


@pages.get("/terms")
@allow("see.groups")
def terms() -> str:
    """Each duty of a group in a year: whether it was kept, its figure, and what that stands on."""
    view = the_view()
    groups = watched_groups(ledger(), view)
    group = _asked_for(groups) if groups else None
    year = year_meant(request.args.get("year", ""), view)
    watched = watch(ledger(), view, group, year=year) if group else []
    return render_template(
        "terms/terms.html",
        group=group,
        groups=groups,
        year=year,
        watched=watched,
        states=STATES,
        href=lambda reference: item_href(reference, view),
        files=[(name, with_this_query("terms.file", form=form)) for form, name in FORMATS.items()],
        breadcrumbs=_crumbs(view),
    )


@allow("see.groups")
def file(form: str) -> Response:
    """The same as a file."""
    view = the_view()
    groups = watched_groups(ledger(), view)
    if not groups:
        raise NotFoundError("No group has the duties of its terms of reference on record.")
    group, year = _asked_for(groups), year_meant(request.args.get("year", ""), view)
    rows = as_rows(watch(ledger(), view, group, year=year))
    title = f"Terms of reference of {group.short}, {year}"
    return download(form, rows, TERMS_COLUMNS, noun="terms", view=view, title=title)


for _form in FORMATS:
    pages.add_url_rule(f"/terms.{_form}", "file", file, defaults={"form": _form})


def _asked_for(groups: list[Group]) -> Group:
    """The group in the address, or the first. Raises NotFoundError."""
    asked = request.args.get("group", "").strip().upper()
    for each in groups:
        if asked in ("", each.reference):
            return each
    raise NotFoundError(f"The duties of a group {asked[:40]} are not on record.")


def _crumbs(view: View) -> list[dict[str, str]]:
    return [
        {"text": "Groups", "href": url_for("groups.register")},
        {"text": "Terms of reference"},
    ]
