"""Disputes held against the procedure: where they departed from it, and what another version
would have made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from domain.disputes.audit.breach_kinds import BREACH_KINDS, Breach
from domain.disputes.audit.by_other_rules import Late, StageByBoth
from domain.disputes.audit.by_other_rules import what_if as by_other_rules
from domain.disputes.audit.conformance import breaches
from domain.disputes.dispute import Dispute
from domain.kernel.errors import DomainError, NotFoundError
from domain.kernel.item import Item
from domain.procedure.procedure import PROCEDURE, Procedure
from domain.procedure.rules import Rules
from projections.audit.audit_trail import lines_of
from projections.disputes.disputes import references
from projections.view import View
from web.exports.registers import BREACH_COLUMNS, download
from web.items.linked import item_href
from web.security import allow
from web.view import ledger, the_view, with_this_query
from web.wording import days_left, time_left

pages = Blueprint("conformance", __name__)
DRAFT = "draft"


@dataclass(frozen=True)
class Audited:
    """One dispute, what its log tells, and where its page is."""

    reference: str
    title: str
    href: str
    positions: Mapping[int, int]
    """The position in the log of each version."""
    events: list[Item.Event]

    def at(self, version: int) -> str:
        """The address of an event in the dispute's history; "" where that has no page."""
        if not self.href:
            return ""
        joined = "&" if "?" in self.href else "?"
        return f"{self.href}{joined}show=history#position-{self.positions[version]}"


@pages.get("/disputes/conformance")
@allow("see.conformance")
def conformance() -> str:
    """Every departure from the procedure, by dispute, and how many there are of each kind."""
    view = the_view()
    found = list(_audited(view))
    kinds = Counter(breach.kind for _, broken in found for breach in broken)
    return render_template(
        "disputes/conformance.html",
        found=found,
        count=len(_references(view)),
        kinds=[(words, kinds[kind]) for kind, words in BREACH_KINDS.items() if kinds[kind]],
        kind_words=BREACH_KINDS,
        dispute=_dispute_asked_for(),
        csv_href=with_this_query("conformance.file"),
        breadcrumbs=_crumbs("Disputes and the procedure"),
    )


@pages.get("/disputes/conformance.csv")
@allow("see.conformance")
def file() -> Response:
    """The same as a file."""
    view = the_view()
    rows = [
        {
            **vars(breach),
            "reference": audited.reference,
            "title": audited.title,
            "position": audited.positions[breach.version],
        }
        for audited, broken in _audited(view)
        for breach in broken
    ]
    return download("csv", rows, BREACH_COLUMNS, noun="conformance", view=view)


@pages.get("/procedure/what-if")
@allow("see.conformance")
def what_if() -> str:
    """The disputes that have ended, had the draft or another version held for them."""
    procedure = ledger().get(Procedure, PROCEDURE)
    sides = {str(number): each.rules for number, each in procedure.versions.items()}
    if procedure.in_draft:
        sides[DRAFT] = procedure.in_draft
    side = _side_asked_for(sides)
    view = the_view()
    found = [_read(reference, view) for reference in references(view, ended=True)]
    compared = [
        (audited, comparison)
        for audited in found
        for comparison in by_other_rules(audited.events, sides[side], ledger().calendar)
    ]
    return render_template(
        "procedure/what_if.html",
        side=side,
        called=_called,
        choices=[(each, _called(each)) for each in sides],
        count=len(found),
        compared=sorted(compared, key=_worst_first),
        late_then=sum(bool(each.late_then) for _, each in compared),
        late_there=sum(bool(each.late_there) for _, each in compared),
        unknown=sum(not each.due_there for _, each in compared),
        late_words=_late_words,
        breadcrumbs=_crumbs("What if another version had applied?"),
    )


def _worst_first(each: tuple[Audited, StageByBoth]) -> tuple[Any, ...]:
    """Those that would have been late and were not, the rest of the late, then all others."""
    audited, compared = each
    newly = bool(compared.late_there) and not compared.late_then
    worst = -compared.late_there.rank, -compared.late_then.rank
    return not newly, *worst, audited.reference, compared.version


def _late_words(late: Late) -> str:
    return time_left(-late.minutes) if late.minutes else days_left(-late.days, "working day")


def _audited(view: View) -> Iterator[tuple[Audited, list[Breach]]]:
    """The disputes that departed from the procedure, each with where it did."""
    for reference in _references(view):
        audited = _read(reference, view)
        broken = breaches(audited.events, on=view.moment, names=view.names)
        if broken:
            yield audited, broken


def _references(view: View) -> list[str]:
    """The disputes to look at: the one in the address, or all. Raises NotFoundError."""
    found = references(view, ended=None)
    wanted = _dispute_asked_for()
    if wanted and wanted not in found:
        raise NotFoundError(f"There is no dispute {wanted}.")
    return [wanted] if wanted else found


def _read(reference: str, view: View) -> Audited:
    """What the log told of a dispute at the moment of the page."""
    positions = {line["version"]: line["position"] for line in lines_of(view, reference)}
    events = [
        event for event in ledger().history(reference) if event.originator_version in positions
    ]
    titles = [each.title for each in events if isinstance(each, _WITH_TITLE)]
    return Audited(reference, titles[-1], item_href(reference, view), positions, events)


_WITH_TITLE = Dispute.Recorded | Dispute.Described


def _dispute_asked_for() -> str:
    return request.args.get("dispute", "").strip().upper()[:40]


def _side_asked_for(sides: Mapping[str, Rules]) -> str:
    """The version in the address; or the draft, or the newest version."""
    if not sides:
        raise NotFoundError("No version of the procedure has been published yet.")
    side = request.args.get("version", [*sides][-1])
    if side not in sides:
        raise DomainError(f"There is no version “{side}” of the procedure.")
    return side


def _called(side: str) -> str:
    return "the draft" if side == DRAFT else f"version {side}"


def _crumbs(here: str) -> list[dict[str, str]]:
    return [
        {"text": "Escalation procedure", "href": url_for("procedure.procedure")},
        {"text": here},
    ]
