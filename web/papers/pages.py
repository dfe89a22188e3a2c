"""Papers on the site: each as a file, at the moment of the page and with the eyes of its reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from marshmallow import ValidationError

from application.doing import access
from application.ledger.ledger import Ledger
from application.proof.keys import proof_of
from application.proof.papers import differences
from domain.kernel.errors import DomainError, NotAllowedError
from domain.kernel.item import long_date
from domain.kernel.terms import HANDLING
from domain.meetings.meeting import Meeting
from domain.partnership.issued import IssuedPaper
from projections.meetings.meetings import MEETINGS, to_come
from projections.view import View
from web.exports.registers import sent, spooled
from web.noun import as_in_the_log
from web.papers.catalogue import FORMS, KINDS, Kind
from web.papers.issuing import SEND, as_made_now, issue, was_issued
from web.papers.making import Wish, file_name, paper_of, written
from web.papers.paper import MARKINGS
from web.proof.pages import signing_key
from web.security import allow, new_command
from web.view import ledger, person, stop_looking, the_view

pages = Blueprint("papers", __name__)
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _file_of(name: str, kind: Kind) -> Callable[..., Response]:
    """The view that gives out a paper of a kind."""

    def file(form: str, reference: str = "") -> Response:
        view, since = the_view(), request.args.get("since", "").strip()
        wish = Wish(name, reference.upper(), since if kind.compares else "", view.asked)
        paper = paper_of(ledger(), view.connection, wish, sight=view.sight)
        out = spooled()
        out.write(written(paper, form))
        return sent(out, file_name(paper, form), _TYPES[form])

    file.__doc__ = f"The paper “{kind.title}” as a file."
    return allow(kind.deed)(file)


for _name, _kind in KINDS.items():
    _of = "/<reference>" if _kind.of_item else ""
    _file = _file_of(_name, _kind)
    for _form in FORMS:
        _address = f"/papers/{_name}{_of}.{_form}"
        pages.add_url_rule(_address, _name, _file, defaults={"form": _form})


# ---------------------------------------------------------------- issuing


@dataclass(frozen=True)
class Told:
    """A paper that was issued, the address of its file, and what would differ if it were made
    again now."""

    record: IssuedPaper
    href: str
    would_differ: Sequence[str]


_TOLD = 20
"""How many of the papers that were issued the page tells of."""


@pages.get("/papers")
@allow("see.meetings")
def papers() -> str:
    """Every paper that the reader may have, those that were issued, and the form by which some are
    issued to a meeting: `meeting` in the address offers the items of that one alone."""
    return _page()


def _page(error: str = "") -> str:
    """The page; after an `error`, with what was typed."""
    view = the_view()
    may_send = view.now and access.may(person(), SEND) is not None
    meeting = as_in_the_log(request.args.get("meeting", ""))
    return render_template(
        "papers/papers.html",
        kinds=[(name, each) for name, each in KINDS.items() if _may_have(each)],
        papers=[
            {"value": name, "text": each.title, "checked": name in request.form.getlist("paper")}
            for name, each in KINDS.items()
            if _may_have(each) and not each.of_item
        ],
        forms=[{"value": form, "text": called} for form, called in FORMS.items()],
        markings=[{"value": each, "text": each} for each in MARKINGS],
        slots=list(_slots(view, meeting)) if may_send else [],
        meeting=meeting,
        may_send=may_send,
        command=request.form.get("command", "") or new_command(),
        typed={name: request.form.get(name, "") for name in _FIELDS},
        errors=[{"text": error, "href": "#paper"}] if error else [],
        issued=list(_issued(view)),
        breadcrumbs=[
            {"text": "Meetings", "href": url_for("meetings.register")},
            *_back_to(meeting, view),
            {"text": "Papers"},
        ],
    )


def _back_to(meeting: str, view: View) -> Iterator[Mapping[str, str]]:
    """The way back to the meeting that the page was opened for, if there is one."""
    if meeting and MEETINGS.one_row(view, meeting):
        yield {"text": meeting, "href": url_for("meetings.meeting", reference=meeting)}


_FIELDS = ("reference", "since", "form", "slot", "marking")


@pages.post("/papers/issue")
@allow(SEND)
def issue_papers() -> Any:
    """Make the papers that were ticked as they are now, and keep them with a meeting."""
    try:
        _issue_what_was_typed()
    except NotAllowedError:
        raise
    except DomainError as error:
        return _page(error.sentence), 422
    meeting = request.args.get("meeting") or None
    return redirect(url_for("papers.papers", meeting=meeting, _anchor="issued"))


def _issue_what_was_typed() -> None:
    """Issue each paper that was asked for; what the same form issued before is not issued twice."""
    form = request.form
    kind_of_file, command = form.get("form", ""), form.get("command", "")
    meeting, _, item = form.get("slot", "").partition(":")
    wishes = list(_wishes())
    if not wishes or kind_of_file not in FORMS or not item or not command:
        raise DomainError("Choose a paper, what it is written as, and the item that it is for.")
    stop_looking()
    for wish in wishes:
        of_one = f"{command}-{wish.name}"
        if was_issued(ledger(), of_one, person=person()):
            continue
        try:
            issue(
                ledger(), signing_key(), wish, kind_of_file,
                meeting=meeting, item=item, person=person(), command=of_one,
            )  # fmt: skip
        except ValidationError as error:
            raise DomainError("There is no such item on the agenda. Choose one.") from error


def _wishes() -> Iterator[Wish]:
    """What was asked for, that of a dispute first: only its reference can be wrong."""
    form = request.form
    reference = as_in_the_log(form.get("reference", ""))
    ticked = [name for name in KINDS if name in form.getlist("paper")]
    for name in [*(["dispute"] if reference else []), *ticked]:
        if KINDS[name].of_item and not reference:
            raise DomainError("A paper of a dispute needs its reference.")
        yield Wish(
            name,
            reference if KINDS[name].of_item else "",
            form.get("since", "").strip() if KINDS[name].compares else "",
            marking=form.get("marking", "") or HANDLING,
        )


def _may_have(kind: Kind) -> bool:
    return access.may(person(), kind.deed) is not None


def _slots(view: View, only: str) -> Iterator[Mapping[str, str]]:
    """The items of the meetings to come (of `only` one, where it is named), the soonest first, as a
    list to choose from."""
    for row in MEETINGS.rows(view, to_come(), sort="date"):
        if only not in ("", row["reference"]):
            continue
        meeting = ledger().get(Meeting, row["reference"], version=row["version"])
        day = long_date(meeting.meets_on)
        for each in meeting.items:
            words = f"{row['group_name']}, {day}, item {each.place}: {each.public_title}"
            yield {"value": f"{row['reference']}:{each.number}", "text": words}


def _issued(view: View) -> Iterator[Told]:
    """The papers that were issued by the moment of the page, the latest first."""
    for each in list(_by_then(ledger(), view))[: -_TOLD - 1 : -1]:
        href = url_for("meetings.paper", reference=each.meeting, number=each.paper)
        yield Told(each, href, differences(ledger(), each, as_made_now(ledger(), each)))


def _by_then(ledger: Ledger, view: View) -> Sequence[IssuedPaper]:
    proof = proof_of(ledger)
    return [each for each in (proof.papers if proof else ()) if each.made_at < view.position]
