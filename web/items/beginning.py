"""Since when there is an item, for whoever looks at a moment at which there was none yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from application.ledger.ledger import Ledger
from domain.kernel.item import long_moment
from projections.audit.audit_trail import audit_trail
from projections.view import View
from web.moments import look
from web.noun import noun_called


def recorded_since(ledger: Ledger, view: View, reference: str) -> str:
    """Since when there is an item that was not there at the moment of the view, in a sentence; ""
    where there is none, or this reader may not see it now."""
    noun = noun_called(reference)
    if noun is None or view.now:
        return ""
    row = audit_trail.c
    began = view.connection.execute(
        select(row.position, row.recorded_at).where(row.item == reference, row.version == 1)
    ).first()
    if began is None or began.position <= view.position:
        return ""
    today = look(ledger, view.connection, sight=view.sight)
    if noun.register and noun.register.one_row(today, reference) is None:
        return ""
    when = long_moment(datetime.fromisoformat(began.recorded_at))
    return (
        f"There was no {reference} yet at that moment: it was recorded on {when}, as event "
        f"{began.position:,}. Choose that moment or a later one."
    )
