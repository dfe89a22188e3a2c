"""The words of redactions: how they stand, and why the law allows or asks for them."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """How a redaction stands."""

    PROPOSED = "proposed"
    DONE = "done"
    DECLINED = "declined"


STATUSES = {
    Status.PROPOSED: "Waits for the data protection officer",
    Status.DONE: "Redacted",
    Status.DECLINED: "Declined",
}


class Basis(StrEnum):
    """Why words are taken out, as data protection law has it."""

    ERASURE = "erasure"
    MINIMISATION = "minimisation"
    RETENTION = "retention"
    ACCURACY = "accuracy"
    BREACH = "breach"
    ORDER = "order"


BASES = {
    Basis.ERASURE: "Somebody’s right to erasure (UK GDPR, Article 17)",
    Basis.MINIMISATION: "More was written than is needed (Article 5(1)(c))",
    Basis.RETENTION: "Kept longer than is needed (Article 5(1)(e))",
    Basis.ACCURACY: "Not accurate (Articles 5(1)(d) and 16)",
    Basis.BREACH: "Written here by mistake: a personal data breach (Article 33)",
    Basis.ORDER: "A court or the Information Commissioner ordered it",
}
"""As whoever proposes it chooses among them."""
BECAUSE = {
    Basis.ERASURE: "somebody used their right to erasure",
    Basis.MINIMISATION: "more had been written than was needed",
    Basis.RETENTION: "it had been kept longer than was needed",
    Basis.ACCURACY: "it was not accurate",
    Basis.BREACH: "it had been written here by mistake",
    Basis.ORDER: "it was ordered",
}
"""As whoever meets the gap is told."""
