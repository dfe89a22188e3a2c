"""The register of redactions."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from domain.redactions.redaction import Redaction, what_goes
from domain.redactions.vocabulary import BASES, STATUSES, Status
from projections.columns import DAY, ITEM, TEXT, Column, OfCode
from projections.filters import State
from projections.register import Register
from projections.versioned import Row
from projections.view import View


def waiting(view: View) -> ColumnElement[bool]:
    """They wait for the data protection officer."""
    return REDACTIONS.c.status == Status.PROPOSED  # type: ignore[no-any-return]


REDACTIONS: Register[Redaction] = Register(
    "redactions",
    Redaction,
    columns=[
        Column("title", "Where it stands", TEXT),
        Column("of", "Item", ITEM),
        Column("what", "What goes", TEXT, lambda redaction: what_goes(redaction.places)),
        Column("status", "Status", OfCode(STATUSES), sort="status"),
        Column("basis", "Legal basis", OfCode(BASES)),
        Column("reason", "Why", TEXT, searched=True),
        Column("why_declined", "Why declined", TEXT),
        Column("decided_on", "Decided", DAY, sort="decided"),
    ],
    shown=("reference", "title", "of", "status", "basis", "decided_on"),
    usual="-decided",
    filters=[
        State("status", "Status", lambda: REDACTIONS.c.status,
              {"proposed": ("Waiting", lambda: REDACTIONS.c.status == Status.PROPOSED.value),
               "decided": ("Decided", lambda: REDACTIONS.c.status != Status.PROPOSED.value)},
              STATUSES),
    ],
)  # fmt: skip


def done_to(view: View, reference: str) -> list[Row]:
    """The redactions of an item that were made by the moment, in their order."""
    row = REDACTIONS.c
    return list(REDACTIONS.rows(view, row.of == reference, row.status == Status.DONE.value))
