"""The evidence of an item: as its page shows it, and the files themselves, for whoever sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, url_for

from domain.kernel.deciding.evidence import Evidence, Evidenced
from domain.kernel.terms import Actor
from projections.register import Register
from projections.view import View
from web.items.files import as_attachment, kept_at
from web.items.story import people_by_id
from web.security import allow
from web.view import ledger, the_view


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
        href = url_for(f"{pages}.evidence", reference=item.reference, number=number)
        kept = kept_at(link=each.link, file=each.file, href=href)
        return Shown(
            number=number,
            title=each.title,
            href=kept.href,
            kind=each.kind.words.capitalize(),
            dated=each.dated,
            of=item.made[each.decision].words if each.decision else "",
            file=kept.file,
            sha256=kept.sha256,
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
        return as_attachment(found.file)

    evidence.__doc__ = "A file that was put forward as evidence of one of them, to keep."
    pages.add_url_rule(
        f"/{pages.name}/<reference>/evidence/<int(max=9999):number>", "evidence", evidence
    )
