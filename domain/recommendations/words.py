"""The codes of recommendations in words."""

from __future__ import annotations

from domain.recommendations.vocabulary import Colour, Impact, Response, Source, Status

STATUSES = {
    Status.RECEIVED: "Received",
    Status.RESPONDED: "Responded",
    Status.IN_PROGRESS: "In progress",
    Status.SUBMITTED: "Awaiting verification",
    Status.RETURNED: "Returned",
    Status.CLOSED: "Closed",
}
SOURCES = {
    Source.INDEPENDENT_SCRUTINY: "Independent scrutiny",
    Source.PRACTICE_REVIEW: "Local child safeguarding practice review",
    Source.NATIONAL_PRACTICE_REVIEW: "National child safeguarding practice review",
    Source.MULTI_AGENCY_AUDIT: "Multi-agency audit",
    Source.SECTION_11_AUDIT: "Section 11 audit (Children Act 2004)",
    Source.INTERNAL_AUDIT: "Internal audit of one agency",
    Source.JTAI: "Joint Targeted Area Inspection",
    Source.JOINT_INSPECTION: "Other joint inspection",
    Source.SINGLE_AGENCY_INSPECTION: "Single agency inspection",
    Source.PEER_REVIEW: "Peer review",
    Source.PUBLIC_INQUIRY: "Public inquiry",
    Source.COMMITTEE: "Committee of a council",
}
RESPONSES_GIVEN = {
    Response.ACCEPTED: "Accepted",
    Response.PARTLY_ACCEPTED: "Accepted in part",
    Response.NOT_ACCEPTED: "Not accepted",
    Response.ALREADY_MET: "Already met",
}
COLOURS = {
    Colour.RED.value: "Red",
    Colour.AMBER.value: "Amber",
    Colour.GREEN.value: "Green",
    "blue": "Blue: closed",
}
IMPACTS = {
    Impact.SUSTAINED: "Sustained",
    Impact.PARTIAL: "Partial",
    Impact.NOT_EVIDENT: "Not evident",
}
