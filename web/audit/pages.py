"""The audit trail: who did what, when, why, and where in the log."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from application import accounts
from domain.kernel.errors import DomainError
from domain.kernel.item import long_date
from domain.kernel.terms import Noun, Role
from domain.procedure.procedure import PROCEDURE
from projections.audit.audit_trail import Trail, kinds, trail_page
from projections.partnership.agencies import list_agencies
from web.exporting import AUDIT_COLUMNS, csv_download
from web.linked import PAGES
from web.lists import page_asked_for
from web.moments import EARLIEST
from web.security import allow
from web.story import who
from web.view import ledger, moment_asked_for, without

pages = Blueprint("audit", __name__)

LATEST = 2999
_WHOLE = 1_000_000_000


@pages.get("/audit")
@allow("see.audit")
def trail() -> str:
    """Fifty lines of the trail, the latest first."""
    page = page_asked_for()
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        wanted = trail_in(request.args)
        rows, total = trail_page(connection, wanted, position=view.moment.position, page=page)
        people = accounts.names(connection)
        agencies = {row["reference"]: row["name"] for row in list_agencies(connection)}
        known_kinds = kinds(connection)
    query = list(request.args.items(multi=True))
    return render_template(
        "audit.html",
        rows=rows,
        total=total,
        page=page,
        wanted=wanted,
        applied=_applied(wanted, people, agencies),
        people=people,
        who=lambda person: people.get(person, who(person)),
        agencies=agencies,
        kinds=[(kind, _kind_words(kind)) for kind in known_kinds],
        kind_words=_kind_words,
        role_label=lambda role: Role(role).label,
        item_href=item_href,
        view=view,
        as_at_banner=view.banner,
        query=query,
        csv_href=f"{url_for('audit.download')}?{urlencode(query)}",
    )


@pages.get("/audit.csv")
@allow("see.audit")
def download() -> Response:
    """The same trail as a CSV file, whole."""
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        wanted = trail_in(request.args)
        rows, _ = trail_page(connection, wanted, position=view.moment.position, size=_WHOLE)
        position = view.position
    return csv_download(
        rows, AUDIT_COLUMNS, noun="audit-trail", moment=view.moment, position=position
    )


def item_href(reference: str) -> str:
    """Where an item has its page; "" when it has none."""
    if reference == PROCEDURE:
        return url_for("procedure.procedure")
    if reference.startswith(Noun.ROLE_GRANT):
        return ""
    for noun, page in PAGES.items():
        if reference.startswith(f"{noun}-"):
            return url_for(page, reference=reference)
    return url_for("agencies.agency", reference=reference)


def trail_in(args: MultiDict[str, str]) -> Trail:
    """The search in an address. Raises DomainError for a date that is none."""
    return Trail(
        **{name: args.get(name, "").strip()[:200] for name in ("person", "agency", "item", "kind")},
        search=args.get("search", "").strip()[:200],
        recorded_from=_day(args, "recorded_from"),
        recorded_to=_day(args, "recorded_to"),
    )


def _day(args: MultiDict[str, str], name: str) -> date | None:
    words = args.get(name, "").strip()
    if not words:
        return None
    with suppress(ValueError):
        day = date.fromisoformat(words)
        if EARLIEST <= day.year <= LATEST:
            return day
    raise DomainError(f"“{words}” is not a date that can be searched. Write it like 2026-03-31.")


def _applied(
    wanted: Trail, people: dict[str, str], agencies: dict[str, str]
) -> list[dict[str, Any]]:
    words = {
        "person": people.get(wanted.person, who(wanted.person)),
        "agency": agencies.get(wanted.agency, wanted.agency),
        "item": wanted.item,
        "kind": _kind_words(wanted.kind),
        "search": f"“{wanted.search}”",
        "recorded_from": f"From {long_date(str(wanted.recorded_from))}",
        "recorded_to": f"To {long_date(str(wanted.recorded_to))}",
    }
    return [
        {"text": words[name], "href": without(name) or "?"}
        for name, value in asdict(wanted).items()
        if value
    ]


def _kind_words(kind: str) -> str:
    """`Risk.TargetDateMoved` as “Risk: target date moved”."""
    noun, _, event = kind.partition(".")
    spaced = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in event)
    named = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in noun)
    return f"{named.strip().capitalize()}:{spaced}"
