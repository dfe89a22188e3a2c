"""The codes of risks in words."""

from __future__ import annotations

from domain.kernel.vocabulary import Spoken
from domain.risks.vocabulary import Forum, Kind, Response

KINDS = {Kind.RISK: "Risk", Kind.ISSUE: "Issue", Kind.EARLY_WARNING: "Early warning"}
STATUSES = {"open": "Open", "closed": "Closed"}
RESPONSES_CHOSEN = {
    Response.TOLERATE: "Tolerate",
    Response.TREAT: "Treat",
    Response.TRANSFER: "Transfer",
    Response.TERMINATE: "Terminate",
}
FORUMS = Spoken(
    {
        Forum.SAAS: "{Group}",
        Forum.SUB_GROUP: "{Sub_group}",
        Forum.SCRUTINY: "Independent scrutiny",
        Forum.BUSINESS_TEAM: "The Business Team",
        Forum.EXECUTIVE: "{Executive}",
    }
)
