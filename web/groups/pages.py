"""The groups that meet, one of them, and everything done with it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, render_template, url_for

from application.accounts.people import everybody as every_account
from application.nouns.meeting.groups import GROUP_INTENTS
from domain.groups.duties import REPORT_KINDS
from domain.groups.group import Group
from domain.groups.seats import Document
from domain.groups.vocabulary import GroupKind
from domain.kernel.item import in_a_row, long_date
from projections.groups.groups import GROUPS
from projections.meetings.meetings import meetings_of
from web.forms.acting import grouped, groups_of, moves_for
from web.forms.showing import Around
from web.items.files import Kept, as_attachment, kept_at
from web.items.linked import linked_items
from web.items.pages import add_moves
from web.items.story import people_by_id, story_of
from web.registers import add_register
from web.security import allow
from web.view import ledger, the_view
from web.wording import facts

pages = Blueprint("groups", __name__)


add_register(
    pages, GROUPS, deed="see.groups", title="Groups", item="groups.group",
    template="registers/ordinary.html", intents=GROUP_INTENTS,
)  # fmt: skip


def _accounts(item: Any) -> Around:
    """Who could be named as the holder of a seat, and the meetings that a report could be about."""
    listed = [
        (account.person, f"{account.name} ({account.sign_in})")
        for account in every_account(the_view().connection)
        if account.signs_in
    ]
    caption = f"{item.reference}: {item.name}" if item else ""
    if item is None:
        return Around(caption, listed={"person": listed})
    names = the_view().names
    seats = [
        (str(each.number), f"{each.number}: {each.in_words(names)}")
        for each in item.seats.values()
        if not each.to_on
    ]
    meetings = meetings_of(the_view(), group=item.reference)
    return Around(caption, listed={"person": listed, "meeting": meetings, "seat": seats})


add_moves(
    pages, GROUP_INTENTS, page="groups.group", called=lambda group: str(group.name),
    around=_accounts,
)  # fmt: skip


@pages.get("/groups/<reference>")
@allow("see.groups")
def group(reference: str) -> str:
    """One group: its seats, its quorum, its governing documents, what can be done, its history."""
    view, reference = the_view(), reference.upper()
    row = GROUPS.one_row(view, reference) or abort(404)
    story = story_of(ledger(), Group, reference, view)
    item = story.item
    return render_template(
        "groups/group.html",
        row=row,
        item=item,
        facts=_facts(item),
        linked=linked_items(item.links, view),
        unknown=not item.quorum.known,
        executive=item.kind is GroupKind.EXECUTIVE,
        seats=sorted(item.seats.values(), key=lambda seat: (seat.to_on != "", seat.number)),
        documents=_documents(item),
        today=view.today,
        report_kinds=REPORT_KINDS,
        who=people_by_id(view.connection),
        history=story.history,
        moves=grouped(moves_for(item, GROUP_INTENTS), _GROUPS) if view.now else [],
        breadcrumbs=[
            {"text": "Groups", "href": url_for("groups.register")},
            {"text": item.short},
        ],
    )


@pages.get("/groups/<reference>/documents/<int(max=9999):number>")
@allow("see.groups")
def document(reference: str, number: int) -> Response:
    """A governing document of a group, to keep, for whoever sees the group."""
    view, reference = the_view(), reference.upper()
    row = GROUPS.one_row(view, reference) or abort(404)
    item = ledger().get(Group, reference, version=row["version"])
    found = item.documents.get(number)
    if found is None or found.file is None:
        abort(404)
    return as_attachment(found.file)


def _documents(item: Group) -> list[tuple[Document, Kept]]:
    """Its governing documents, each with where it is read."""
    return [
        (each, kept_at(link=each.link, file=each.file, href=_href(item, each)))
        for each in item.documents.values()
    ]


def _href(item: Group, document: Document) -> str:
    return url_for("groups.document", reference=item.reference, number=document.number)


def _facts(item: Group) -> list[dict[str, Any]]:
    return facts(
        {
            "Kind": item.kind_words,
            "Shared with": in_a_row(item.joint_with),
            "Ordinary meetings in a year": str(item.meetings or ""),
            "Since": long_date(item.since),
            "Ended": long_date(item.ended_on),
        }
    )


_GROUPS = groups_of(
    GROUP_INTENTS,
    (
        ("Seats", ("give_seat", "vacate_seat", "fill_seat", "name_account", "end_seat")),
        ("Governing documents", ("agree_document", "review_document", "bring_review_forward")),
        ("Reports", ("record_report",)),
        (
            "The group",
            ("set_quorum", "set_topics", "set_duties", "describe", "end", "link", "unlink"),
        ),
    ),
)
