"""An evidence pack that somebody asks for on a page, as the answer that their browser saves."""

from __future__ import annotations

from flask import Response, request

from application.doing import access
from web.exporting import sent, spooled
from web.packs.making import make_pack
from web.packs.subjects import Wish
from web.proof.pages import signing_key
from web.view import ledger, person, stop_looking


def take_along(wish: Wish) -> Response:
    """Make the pack as at the moment that the form names, and send it."""
    by = access.actor(person(), "see.audit")
    stop_looking()
    file = spooled()
    try:
        made = make_pack(
            ledger(), signing_key(), wish, file, as_at=request.form.get("as_at", ""), by=by
        )
    except BaseException:
        file.close()
        raise
    return sent(file, f"{made.subject.folder}.zip", "application/zip")
