"""What can be loaded from a file, on the site and on the command line alike."""

from __future__ import annotations

from dataclasses import dataclass

from application.importing.disputes.rows import DISPUTES
from application.importing.importable import Importable
from application.importing.recommendations.rows import RECOMMENDATIONS
from application.importing.risks.rows import RISKS


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
