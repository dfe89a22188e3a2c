"""By which origin and key the log is proved, now and at any moment: one row."""

from __future__ import annotations

from domain.partnership.proof import Proof
from projections.columns import NUMBER, TEXT, Column
from projections.register import Register
from projections.view import View

PROOF = Register(
    "proof",
    Proof,
    columns=[
        Column("origin", "Origin", TEXT),
        Column("key", "Key that signs", TEXT),
        Column("keys", "Keys so far", NUMBER, lambda proof: len(proof.keys)),
        Column("lost", "Origins given up", NUMBER, lambda proof: len(proof.lost)),
    ],
)


def key_then(view: View) -> str:
    """The verifier line of the key that signed at the moment; "" for none."""
    row = PROOF.one_row(view, Proof.only)
    return str(row["key"]) if row else ""
