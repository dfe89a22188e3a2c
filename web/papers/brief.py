"""What a paper is about: which moment, compared with which, of which item."""

from __future__ import annotations

from dataclasses import dataclass

from application.ledger.ledger import Ledger
from projections.view import View


@dataclass(frozen=True)
class Brief:
    """The moment of a paper, the earlier one that it is compared with, and the item that it is of,
    "" where it is of none; `named`: somebody named the earlier moment."""

    ledger: Ledger
    view: View
    earlier: View
    reference: str = ""
    named: bool = False
