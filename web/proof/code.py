"""The short code that stands under pages, papers and files: what the log was at their moment."""

from __future__ import annotations

from application.proof.checkpoints import ShortCode
from application.proof.making import checkpoint_at
from application.proof.notes import Verifier
from projections.partnership.proof import key_then
from projections.view import View


def short_code(view: View) -> ShortCode:
    """The code of the log as a view sees it, by the key that signed then."""
    key = key_then(view)
    key_id = Verifier.read(key).id.hex() if key else ""
    return checkpoint_at(view.connection, view.position).code(key_id)
