"""Papers on the site: each as a file, at the moment of the page and with the eyes of its reader."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request

from web.exporting import sent, spooled
from web.papers.catalogue import FORMS, KINDS, Kind
from web.papers.making import Wish, file_name, paper_of, written
from web.security import allow
from web.view import ledger, the_view

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
