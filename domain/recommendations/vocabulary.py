"""The closed lists of words for a recommendation, and who may say that one is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.kernel.bodies import Body
from domain.kernel.terms import Role
from domain.kernel.vocabulary import said


class Source(StrEnum):
    """What kind of scrutiny made the recommendation (SAF 2)."""

    INDEPENDENT_SCRUTINY = "independent_scrutiny"
    PRACTICE_REVIEW = "practice_review"
    NATIONAL_PRACTICE_REVIEW = "national_practice_review"
    MULTI_AGENCY_AUDIT = "multi_agency_audit"
    SECTION_11_AUDIT = "section_11_audit"
    INTERNAL_AUDIT = "internal_audit"
    JTAI = "jtai"
    JOINT_INSPECTION = "joint_inspection"
    SINGLE_AGENCY_INSPECTION = "single_agency_inspection"
    PEER_REVIEW = "peer_review"
    PUBLIC_INQUIRY = "public_inquiry"
    COMMITTEE = "committee"


class Response(StrEnum):
    """What those who were asked answered."""

    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    NOT_ACCEPTED = "not_accepted"
    ALREADY_MET = "already_met"


NEEDS_A_REASON = frozenset({Response.NOT_ACCEPTED, Response.PARTLY_ACCEPTED})
"""Answers for which a reason is given."""


class Status(StrEnum):
    """How far it has come."""

    RECEIVED = "received"
    RESPONDED = "responded"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CLOSED = "closed"


class Closing(StrEnum):
    """Why it is closed."""

    IMPLEMENTED = "implemented"
    RESOLVED_OTHERWISE = "resolved_otherwise"
    NOT_ACCEPTED = "not_accepted"
    RISK_ACCEPTED = "risk_accepted"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Colour(StrEnum):
    """Worked out from the date; an owner may say that it is worse, never that it is better."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Impact(StrEnum):
    """What a look back some months after closing found."""

    SUSTAINED = "sustained"
    PARTIAL = "partial"
    NOT_EVIDENT = "not_evident"


@dataclass(frozen=True)
class Closers:
    """Who may say that a recommendation is done.

    `roles` may verify it. `mirrored`: the body that made it decides, and the Business Team writes
    that decision down with its reference. `outsider`: where a group decides, somebody from outside
    the agencies that own it must be among those who do.
    """

    called: str
    roles: frozenset[Role]
    mirrored: bool = False
    outsider: bool = False

    @property
    def groups(self) -> frozenset[Role]:
        """The roles of those who decide together, in a meeting whose minute is given."""
        return self.roles & _OF_A_GROUP

    @property
    def written_down(self) -> bool:
        """Whether the Business Team may write down what they decided."""
        return self.mirrored or bool(self.groups)

    @property
    def words(self) -> str:
        """Who they are, within a sentence."""
        return said(self.called)


_OF_A_GROUP = frozenset({Role.SAAS_CHAIR, Role.SAAS_MEMBER, Role.EXECUTIVE, Role.LSP})
_GROUP = Closers("{group}: its Chair or a member", frozenset({Role.SAAS_CHAIR, Role.SAAS_MEMBER}))
_INSPECTORATE = Closers(
    "the inspectorate: its decision is written down by the Business Team with its reference",
    frozenset({Role.BUSINESS_TEAM}),
    mirrored=True,
)
_EXECUTIVE = Closers("{executive}", frozenset({Role.EXECUTIVE}))
_PRACTICE_REVIEW = Closers(
    "{executive}, with somebody from outside the agencies that own it, or the Independent "
    "Scrutineer",
    frozenset({Role.SCRUTINEER, Role.EXECUTIVE}),
    outsider=True,
)
CLOSERS = {
    Source.INDEPENDENT_SCRUTINY: Closers(
        "the Independent Scrutineer or {executive}",
        frozenset({Role.SCRUTINEER, Role.EXECUTIVE}),
    ),
    Source.PRACTICE_REVIEW: _PRACTICE_REVIEW,
    Source.NATIONAL_PRACTICE_REVIEW: _PRACTICE_REVIEW,
    Source.MULTI_AGENCY_AUDIT: _GROUP,
    Source.SECTION_11_AUDIT: _GROUP,
    Source.INTERNAL_AUDIT: _GROUP,
    Source.JTAI: _INSPECTORATE,
    Source.JOINT_INSPECTION: _INSPECTORATE,
    Source.SINGLE_AGENCY_INSPECTION: _INSPECTORATE,
    Source.PEER_REVIEW: Closers(
        "{group} or {executive}",
        frozenset({Role.SAAS_CHAIR, Role.SAAS_MEMBER, Role.EXECUTIVE}),
    ),
    Source.PUBLIC_INQUIRY: _EXECUTIVE,
    Source.COMMITTEE: Closers(
        "the committee: its decision is written down by the Business Team with its minute",
        frozenset({Role.BUSINESS_TEAM}),
        mirrored=True,
    ),
}
_OF_ITS_OWN = {
    Body.EXECUTIVE: Closers(
        "the Independent Scrutineer or {lead_partners}",
        frozenset({Role.SCRUTINEER, Role.LSP}),
    ),
    Body.LSP: Closers("the Independent Scrutineer", frozenset({Role.SCRUTINEER})),
}
"""What is recommended to a body is not closed by that body itself."""


def closers_of(source: Source, to_body: Body | None) -> Closers:
    """Who may say that what a kind of source recommends, perhaps to a body, is done."""
    usual = CLOSERS[source]
    return usual if usual.mirrored or to_body is None else _OF_ITS_OWN[to_body]


RESPONSES = {
    Response.ACCEPTED: "accepted it",
    Response.PARTLY_ACCEPTED: "accepted it in part",
    Response.NOT_ACCEPTED: "did not accept it",
    Response.ALREADY_MET: "said that it is already met",
}
CLOSINGS = {
    Closing.IMPLEMENTED: "Implemented",
    Closing.RESOLVED_OTHERWISE: "Resolved otherwise",
    Closing.NOT_ACCEPTED: "Not accepted",
    Closing.RISK_ACCEPTED: "Risk accepted",
    Closing.SUPERSEDED: "Superseded",
    Closing.WITHDRAWN: "Withdrawn by its source",
}
IMPACT_MONTHS = (3, 6, 12)
