"""The evidence packs that a page offers, and one that is asked for, which the browser saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Response, request

from application.doing import access
from web.exports.registers import sent, spooled
from web.packs.again import Again, packs_before
from web.packs.making import make_pack
from web.packs.subjects import Wish
from web.proof.pages import signing_key
from web.view import ledger, person, stop_looking, the_view


@dataclass(frozen=True)
class Offer:
    """A pack that can be made: what it holds, the form that is sent for it, what is known of those
    made before, and the address of the page as at a moment."""

    words: str
    action: str
    sent: Mapping[str, str]
    again: Again | None
    here: Callable[..., str]

    def at(self, position: int) -> str:
        """The page as it stood just after a position, from where the same pack is made again."""
        return self.here(**{"as-at": f"#{position}"})


def offer(
    words: str, action: str, sent: Mapping[str, str], *, wish: Wish, here: Callable[..., str]
) -> Offer:
    """Offer a pack on the page that is made just now."""
    return Offer(words, action, sent, packs_before(ledger(), wish, the_view()), here)


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
