"""What can be loaded from a file, on the site and on the command line alike."""

from __future__ import annotations

from dataclasses import dataclass

from application.dispute_rows import DISPUTES
from application.importable import Importable
from application.recommendation_rows import RECOMMENDATIONS
from application.risk_rows import RISKS


@dataclass(frozen=True)
class Loadable:
    """A kind of item that can be loaded: how, and where its list and its pages are."""

    importable: Importable
    list_title: str
    list_endpoint: str
    item_endpoint: str


LOADABLE = {
    "disputes": Loadable(DISPUTES, "Disputes", "disputes.register", "disputes.dispute"),
    "risks": Loadable(RISKS, "Risks", "risks.register", "risks.risk"),
    "recommendations": Loadable(
        RECOMMENDATIONS,
        "Recommendations",
        "recommendations.register",
        "recommendations.recommendation",
    ),
}
