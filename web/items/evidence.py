"""The evidence of an item: as its page shows it, and the files themselves, for whoever sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, url_for

from application.doing.chosen_files import FORMATS
from application.ledger.files import whole
from domain.kernel.evidence import Evidence, Evidenced, File
from domain.kernel.terms import Actor
from projections.register import Register
from projections.view import View
from web.items.story import people_by_id
from web.security import allow
from web.view import ledger, reading, the_view

FILE_POLICY = "default-src 'none'; sandbox"
"""What the content security policy says of a file that somebody put forward: nothing in it runs."""


@dataclass(frozen=True)
class Shown:
    """One piece of evidence, as a page has it. `href` is where it is read, `of` the
    decision that it shows."""

    number: int
    title: str
    href: str
    kind: str
    dated: str
    of: str
    file: str
    sha256: str
    given_by: str
    given_on: str
    checked_by: str
    checked_on: str
    finding: str
    withdrawn: str


def evidence_of(item: Evidenced, *, pages: str, view: View) -> list[Shown]:
    """The evidence of an item at the moment; `pages` is the blueprint of such items."""
    who = people_by_id(view.connection)

    def shown(number: int, each: Evidence) -> Shown:
        file = each.file
        where = {"reference": item.reference, "number": number, **view.query}
        return Shown(
            number=number,
            title=each.title,
            href=url_for(f"{pages}.evidence", **where) if file else each.link,
            kind=each.kind.words.capitalize(),
            dated=each.dated,
            of=item.made[each.decision].words if each.decision else "",
            file=f"{file.name}, {in_bytes(file.size)}" if file else "",
            sha256=file.sha256 if file else "",
            given_by=who_was(each.given_by, who=who, view=view),
            given_on=each.given_on,
            checked_by=who_was(each.checked_by, who=who, view=view) if each.checked_by else "",
            checked_on=each.checked_on,
            finding=each.finding,
            withdrawn=each.withdrawn,
        )

    return [shown(number, each) for number, each in item.evidence.items()]


def who_was(by: Actor, *, who: Callable[[str], str], view: View) -> str:
    """Somebody by name, role and agency, each once, and for whom they wrote it down."""
    words = (who(by.person), by.role.label, view.named(by.agency))
    named = ", ".join(dict.fromkeys(filter(None, words)))
    whose = view.named(by.on_behalf_of)
    return f"{named}, on behalf of {whose}" if whose else named


def in_bytes(size: int) -> str:
    """The size of a file as people say it: “1.2 MB”."""
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:,.0f} KB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"


def add_evidence_files(
    pages: Blueprint, register: Register[Any], kind: type[Evidenced], *, deed: str
) -> None:
    """Give a blueprint the files of its items' evidence: whoever sees the item may have them."""

    @allow(deed)
    def evidence(reference: str, number: int) -> Response:
        view, reference = the_view(), reference.upper()
        row = register.one_row(view, reference) or abort(404)
        item = ledger().get(kind, reference, version=row["version"])
        found = item.evidence.get(number)
        if found is None or found.file is None:
            abort(404)
        return _as_attachment(found.file)

    evidence.__doc__ = "A file that was put forward as evidence of one of them, to keep."
    pages.add_url_rule(
        f"/{pages.name}/<reference>/evidence/<int(max=9999):number>", "evidence", evidence
    )


def _as_attachment(file: File) -> Response:
    """The file, never to be shown in the browser. Raises FileLostError."""
    answer = Response(whole(reading(), file.sha256), mimetype=FORMATS[file.format].mime)
    answer.headers.set("Content-Disposition", "attachment", filename=file.name)
    answer.headers["Content-Security-Policy"] = FILE_POLICY
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
