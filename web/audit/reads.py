"""Who read what: noted of every page and file with what is in the ledger, and shown to auditors,
administrators and the data protection officer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, current_app, g, render_template, request

from application.accounts.people import names as names_of
from application.accounts.reads import (
    Read,
    ReadLog,
    Wanted,
    all_reads,
    read_at,
    reads_page,
    roles_as_kept,
)
from domain.kernel.item import LONDON
from domain.kernel.terms import Role
from projections.register import COUNTED, PAGE, Page
from web.audit.days import day_asked_for
from web.exports.registers import FORMATS, READ_COLUMNS, download
from web.items.story import people_by_id
from web.noun import as_in_the_log
from web.registers import page_asked_for
from web.running.logs import log
from web.security import allow, only_looks
from web.view import ledger, side, the_view, with_this_query

pages = Blueprint("reads", __name__)


def register(app: Flask) -> None:
    """Note what is read from now on."""
    app.extensions["reads"] = ReadLog(lambda: app.extensions["side"], failed=_not_noted)
    app.after_request(_note)


def _note(response: Response) -> Response:
    view = g.get("view")
    if response.status_code == 200 and request.method == "GET" and only_looks() and view:
        log_of_reads: ReadLog = current_app.extensions["reads"]
        log_of_reads.note(
            Read(
                at=read_at(ledger().now()),
                person=g.person.id,
                roles=roles_as_kept(held.role.value for held in g.person.roles),
                page=request.path[:250],
                query=urlencode(list(request.args.items(multi=True)))[:2000],
                item=as_in_the_log(str((request.view_args or {}).get("reference", "")))[:250],
                position=view.position,
            )
        )
    return response


def _not_noted(why: str) -> None:
    log.warning("reads not noted", why=why)


@pages.get("/reads")
@allow("see.access_log")
def reads() -> str:
    """Who read what, the latest first, fifty to a page."""
    view, wanted = the_view(), _wanted()
    with side().reading() as connection:
        lines, total = reads_page(
            connection, wanted, page=page_asked_for(), size=PAGE, counted_to=COUNTED
        )
    return render_template(
        "people/reads.html",
        found=Page(lines, total, page_asked_for(), PAGE, counted_to=COUNTED),
        wanted=wanted,
        asked={name: request.args.get(name, "") for name in ("from", "to")},
        people=names_of(view.connection),
        roles=[(role.value, role.label) for role in Role],
        who=people_by_id(view.connection),
        roles_of=_roles_of,
        again=_again,
        query=list(request.args.items(multi=True)),
        files=[(name, with_this_query("reads.file", form=form)) for form, name in FORMATS.items()],
    )


@allow("see.access_log")
def file(form: str) -> Response:
    """The same lines as a file, whole."""
    view, wanted = the_view(), _wanted()
    who = people_by_id(view.connection)
    with side().reading() as connection:
        rows = (
            {**line, "who": who(line["person"]), "roles": _roles_of(line)}
            for line in all_reads(connection, wanted)
        )
        return download(form, rows, READ_COLUMNS, noun="reads", title="Who read what", view=view)


for _form in FORMATS:
    pages.add_url_rule(f"/reads.{_form}", "file", file, defaults={"form": _form})


def _wanted() -> Wanted:
    start, end = day_asked_for(request.args, "from"), day_asked_for(request.args, "to")
    return Wanted(
        person=request.args.get("person", "")[:64],
        role=request.args.get("role", "")[:20],
        item=as_in_the_log(request.args.get("item", "")[:250]),
        page=request.args.get("address", "").strip()[:250],
        start=datetime.combine(start, time(), LONDON).astimezone(UTC) if start else None,
        end=(
            datetime.combine(end + timedelta(days=1), time(), LONDON).astimezone(UTC)
            if end
            else None
        ),
    )


def _roles_of(line: Mapping[str, Any]) -> str:
    return ", ".join(Role(code).label for code in line["roles"].split())


def _again(line: Mapping[str, Any]) -> str:
    """The address of the page as it stood then."""
    kept = [each for each in line["query"].split("&") if each and not each.startswith("as-at=")]
    query = "&".join([*kept, f"as-at=%23{line['position']}"])
    return f"{line['page']}?{query}"
