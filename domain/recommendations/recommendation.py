"""A recommendation and what came of it: its events first, then its rules.

Owner-says-done is not verified: a claim and its verification are two events, by two people of
different agencies. Who may verify depends on who recommended it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.kernel.bodies import BODY_NAMES, Body, must_speak_for
from domain.kernel.calendar import Calendar
from domain.kernel.due import due_day, months_after, published_day
from domain.kernel.errors import DomainError
from domain.kernel.finder import Finder
from domain.kernel.followed import Deadlines, Followed, can_go_ahead, is_submitted, not_its_own
from domain.kernel.item import long_date, still_open
from domain.kernel.moves import GuardOfPerson, move
from domain.kernel.terms import Actor, AgencyNames, Occasion, Role
from domain.kernel.words import Code, Day, Ref, Words


class Source(StrEnum):
    """What kind of scrutiny made the recommendation (SAF 2)."""

    INDEPENDENT_SCRUTINY = "independent_scrutiny"
    PRACTICE_REVIEW = "practice_review"
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
    that decision down with its reference.
    """

    words: str
    roles: frozenset[Role]
    mirrored: bool = False


_SAAS = Closers("SAAS: its Chair or a member", frozenset({Role.SAAS_CHAIR, Role.SAAS_MEMBER}))
_INSPECTORATE = Closers(
    "the inspectorate: its decision is written down by the Business Team with its reference",
    frozenset({Role.BUSINESS_TEAM}),
    mirrored=True,
)
_EXECUTIVE = Closers("the KSCMP Executive", frozenset({Role.EXECUTIVE}))
CLOSERS = {
    Source.INDEPENDENT_SCRUTINY: Closers(
        "the Independent Scrutineer or the KSCMP Executive",
        frozenset({Role.SCRUTINEER, Role.EXECUTIVE}),
    ),
    Source.PRACTICE_REVIEW: _EXECUTIVE,
    Source.MULTI_AGENCY_AUDIT: _SAAS,
    Source.SECTION_11_AUDIT: _SAAS,
    Source.INTERNAL_AUDIT: _SAAS,
    Source.JTAI: _INSPECTORATE,
    Source.JOINT_INSPECTION: _INSPECTORATE,
    Source.SINGLE_AGENCY_INSPECTION: _INSPECTORATE,
    Source.PEER_REVIEW: Closers(
        "SAAS or the KSCMP Executive",
        frozenset({Role.SAAS_CHAIR, Role.SAAS_MEMBER, Role.EXECUTIVE}),
    ),
    Source.PUBLIC_INQUIRY: _EXECUTIVE,
    Source.COMMITTEE: Closers(
        "the committee: its decision is written down by the Business Team with its minute",
        frozenset({Role.BUSINESS_TEAM}),
        mirrored=True,
    ),
}
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
_SEVERITY = {Colour.GREEN: 0, Colour.AMBER: 1, Colour.RED: 2}


def _independent(what: str) -> GuardOfPerson:
    """A guard: somebody independent does it, unless they only write down what others decided."""
    independent = not_its_own(what)

    def guard(item: Recommendation, by: Actor) -> str | None:
        return None if CLOSERS[item.source].mirrored else independent(item, by)

    return guard


class Recommendation(Followed):
    """Something that a source asks of one or more agencies."""

    word = "recommendation"

    class Event(Followed.Event):
        """Anything that happens to a recommendation."""

    class Received(Event, Followed.Created):
        """A source published a recommendation.

        `published` and `due_words` are as published; `published_on` and `due_on` the ISO dates
        that they come to, or "". `agencies` are those it is addressed to, `recurs` every how many
        months it asks for something (0: once).
        """

        source: Code
        title: Words
        publisher: Words
        published: Words
        published_on: Day
        number: Words
        words: Words
        themes: list[Words]
        agencies: list[Ref]
        owner_role: Words
        owner_agency: Ref
        due_words: Words
        due_on: Day
        recurs: int

        def apply(self, aggregate: Recommendation) -> None:
            aggregate._start(self)

        def sentence(self, names: AgencyNames) -> str:
            number = f" {self.number}" * bool(self.number)
            return (
                f"recorded recommendation{number} of {self.publisher or self.title}: {self.words}"
            )

    class StatusReported(Event):
        """What somebody published about it, word for word. It is history, not our verification."""

        status: Words
        reported: Words
        reported_by: Words
        link: Words
        note: Words

        def apply(self, aggregate: Recommendation) -> None:
            aggregate.reported = self.status

        def sentence(self, names: AgencyNames) -> str:
            by = f" by {self.reported_by}" * bool(self.reported_by)
            dated = f" on {long_date(self.reported)}" * bool(self.reported)
            return f"noted what was reported{by}{dated}: {self.status}"

    class Responded(Event):
        """Those who were asked answered. Not accepting needs a reason, and closes it."""

        response: Code
        reason: Words

        def apply(self, aggregate: Recommendation) -> None:
            aggregate.response, aggregate.responded_on = Response(self.response), self.on
            aggregate._moved_on(self.on)
            if self.response == Response.NOT_ACCEPTED:
                aggregate._close(Closing.NOT_ACCEPTED, self.reason, self)

        def sentence(self, names: AgencyNames) -> str:
            return RESPONSES[Response(self.response)]

    class Planned(Event):
        """How it will be done."""

        plan: Words

        def apply(self, aggregate: Recommendation) -> None:
            aggregate.method, aggregate.started = self.plan, True
            aggregate._moved_on(self.on)

        def sentence(self, names: AgencyNames) -> str:
            return f"planned how to do it: {self.plan}"

    class ColourWorsened(Event):
        """The owner says that it goes worse than its date shows."""

        colour: Code
        reason: Words

        def apply(self, aggregate: Recommendation) -> None:
            aggregate.worsened = Colour(self.colour)

        def sentence(self, names: AgencyNames) -> str:
            return f"said that it is {self.colour}"

    class Tagged(Event):
        """Its themes, by which recommendations of several sources are found together."""

        themes: list[Words]

        def apply(self, aggregate: Recommendation) -> None:
            aggregate.themes = list(self.themes)

        def sentence(self, names: AgencyNames) -> str:
            return f"tagged it: {', '.join(self.themes)}"

    class DependencyNoted(Event):
        """It cannot be done before another recommendation is."""

        other: Ref
        reason: Words

        def apply(self, aggregate: Recommendation) -> None:
            aggregate.depends_on.add(self.other)

        def sentence(self, names: AgencyNames) -> str:
            return f"noted that it depends on {self.other}"

    class Verified(Event):
        """Somebody independent found that it is done, on the evidence listed.

        `closing` is implemented or resolved_otherwise; `decision_reference` names the outside
        decision that is mirrored; `impact_on` is when the impact is to be looked at, "" for never.
        """

        closing: Code
        finding: Words
        evidence: list[int]
        decision_reference: Words
        impact_on: Day

        def apply(self, aggregate: Recommendation) -> None:
            aggregate._close(Closing(self.closing), self.finding, self)
            aggregate.verified_on, aggregate.impact_on = self.on, self.impact_on
            aggregate.claimed = True
            aggregate.submitted_by = aggregate.submitted_for = ""

        def sentence(self, names: AgencyNames) -> str:
            cited = f" ({self.decision_reference})" * bool(self.decision_reference)
            found = CLOSINGS[Closing(self.closing)].lower()
            return f"verified{cited} that it is {found}: {self.finding}"

    class Superseded(Event):
        """Another recommendation took its place."""

        by_other: Ref
        reason: Words

        def apply(self, aggregate: Recommendation) -> None:
            aggregate._close(Closing.SUPERSEDED, self.reason, self)
            aggregate.superseded_by = self.by_other
            aggregate._link(self.by_other)

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that {self.by_other} supersedes it"

    class Supersedes(Event):
        """It took the place of another recommendation."""

        other: Ref
        reason: Words

        def apply(self, aggregate: Recommendation) -> None:
            aggregate._link(self.other)

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that it supersedes {self.other}"

    class Withdrawn(Event):
        """Its source took it back."""

        reason: Words

        def apply(self, aggregate: Recommendation) -> None:
            aggregate._close(Closing.WITHDRAWN, self.reason, self)

        def sentence(self, names: AgencyNames) -> str:
            return "recorded that its source withdrew it"

    class RiskAccepted(Event):
        """A body decided to live with it not being done."""

        to: Code
        minute: Words
        reason: Words

        def apply(self, aggregate: Recommendation) -> None:
            aggregate._close(Closing.RISK_ACCEPTED, self.reason, self)

        def sentence(self, names: AgencyNames) -> str:
            minute = f" ({self.minute})" * bool(self.minute)
            return f"accepted for {BODY_NAMES[Body(self.to)]}{minute} the risk of not doing it"

    class Reopened(Event):
        """It is open again: reopening is normal.

        An earlier claim no longer stands, nor what its owner said of the colour; what was not
        accepted is to be answered anew.
        """

        reason: Words

        def apply(self, aggregate: Recommendation) -> None:
            aggregate._reopen(self)

        def sentence(self, names: AgencyNames) -> str:
            return "reopened it"

    class ImpactReviewed(Event):
        """Some months after closing: did it make a difference? `impact_on` is the next look."""

        impact: Code
        finding: Words
        impact_on: Day

        def apply(self, aggregate: Recommendation) -> None:
            aggregate.impact, aggregate.impact_on = Impact(self.impact), self.impact_on

        def sentence(self, names: AgencyNames) -> str:
            words = self.impact.replace("_", " ")
            return f"reviewed its impact and found it {words}: {self.finding}"

    # ------------------------------------------------------------------ state

    def _start(self, event: Received) -> None:
        self._follow(
            owner_role=event.owner_role,
            owner_agency=event.owner_agency,
            due_on=event.due_on,
            on=event.on,
        )
        self.source = Source(event.source)
        self.title, self.publisher, self.number = event.title, event.publisher, event.number
        self.words, self.themes = event.words, list(event.themes)
        self.agencies = list(event.agencies)
        self.published, self.published_on = event.published, event.published_on
        self.due_words, self.recurs, self.received_on = event.due_words, event.recurs, event.on
        self.response: Response | None = None
        self.responded_on = self.reported = ""
        self.method = ""
        self.worsened: Colour | None = None
        self.depends_on: set[str] = set()
        self.closing: Closing | None = None
        self.closed_on = self.closing_words = self.verified_on = ""
        self.superseded_by = ""
        self.impact: Impact | None = None
        self.impact_on = ""
        self.reopened = 0

    def _close(self, closing: Closing, words: str, event: Recommendation.Event) -> None:
        self.closing, self.closed_on, self.closing_words = closing, event.on, words

    def _reopen(self, event: Reopened) -> None:
        self.closing = self.worsened = None
        self.closed_on = self.closing_words = self.verified_on = ""
        self.impact_on = self.superseded_by = ""
        self.reopened += 1
        self.sent_back = False
        if self.response is Response.NOT_ACCEPTED:
            self.response = None
        self._take_claim_back()
        self._moved_on(event.on)
        self.started = True

    @property
    def status(self) -> Status:
        """How far it has come."""
        if self.closing:
            return Status.CLOSED
        if self.submitted_by:
            return Status.SUBMITTED
        if self.sent_back:
            return Status.RETURNED
        if self.started:
            return Status.IN_PROGRESS
        return Status.RESPONDED if self.response else Status.RECEIVED

    @property
    def owning_agencies(self) -> set[str]:
        return {self.owner_agency, *self.agencies} - {""}

    def colour_on(self, day: date, *, calendar: Calendar, deadlines: Deadlines) -> Colour:
        """The colour that its dates give on a day, while it is open.

        While it awaits its verification, nothing of it is late that its owner could do.
        """
        if self.submitted_by:
            return Colour.GREEN
        if self.due_on and self.due_on < day.isoformat():
            return Colour.RED
        soon = self.due_on and self.due_on <= deadlines.soon(day).isoformat()
        stale = self.updated_on < deadlines.stale_before(day, calendar).isoformat()
        return Colour.AMBER if soon or stale else Colour.GREEN

    # ------------------------------------------------------------------ rules

    def why_over(self) -> str | None:
        return f"{self.reference} is closed. Reopen it first." if self.closing else None

    def why_not_ahead(self) -> str | None:
        return None if self.response else f"{self.reference} has no response yet. Record it first."

    @classmethod
    @move()
    def receive(
        cls,
        occasion: Occasion,
        *,
        reference: str,
        source: Source,
        title: str,
        words: str,
        publisher: str = "",
        published: str = "",
        number: str = "",
        themes: Sequence[str] = (),
        agencies: Sequence[str] = (),
        owner_role: str = "",
        owner_agency: str = "",
        due_words: str = "",
        recurs: int | None = None,
    ) -> Recommendation:
        """Record what a source recommended. Due words come to a date where one follows."""
        published_on = published_day(published)
        due_on = due_day(due_words, published=published_on)
        return cls._begin(
            occasion,
            cls.Received,
            reference=reference,
            source=source.value,
            title=title,
            publisher=publisher,
            published=published,
            published_on=published_on.isoformat() if published_on else "",
            number=number,
            words=words,
            themes=list(themes),
            agencies=list(dict.fromkeys(filter(None, [owner_agency, *agencies]))),
            owner_role=owner_role,
            owner_agency=owner_agency,
            due_words=due_words,
            due_on=due_on.isoformat() if due_on else "",
            recurs=recurs or 0,
        )

    @move()
    def report_status(
        self,
        occasion: Occasion,
        *,
        status: str,
        reported: str = "",
        reported_by: str = "",
        link: str = "",
        note: str = "",
    ) -> None:
        """Note what somebody published about it."""
        self._record(
            occasion,
            self.StatusReported,
            status=status,
            reported=reported,
            reported_by=reported_by,
            link=link,
            note=note,
        )

    @move(still_open)
    def respond(self, occasion: Occasion, *, response: Response, reason: str = "") -> None:
        """Answer it. Accepting in part, or not at all, needs a reason."""
        if response in {Response.NOT_ACCEPTED, Response.PARTLY_ACCEPTED} and not reason:
            raise DomainError("Say why it is not accepted in full.", field="reason")
        if response is self.response:
            raise DomainError("That is the response already.", field="response")
        self._record(occasion, self.Responded, response=response.value, reason=reason)

    @move(still_open, can_go_ahead)
    def plan(self, occasion: Occasion, *, plan: str) -> None:
        """Say how it will be done."""
        self._record(occasion, self.Planned, plan=plan)

    @move(still_open)
    def worsen(
        self,
        occasion: Occasion,
        *,
        colour: Colour,
        reason: str,
        calendar: Calendar,
        deadlines: Deadlines,
    ) -> None:
        """Say that it goes worse than its dates show."""
        computed = self.colour_on(occasion.on, calendar=calendar, deadlines=deadlines)
        if _SEVERITY[colour] <= _SEVERITY[computed]:
            raise DomainError(
                f"Its dates make it {computed}. An owner may say that it is worse, not better.",
                field="colour",
            )
        self._record(occasion, self.ColourWorsened, colour=colour.value, reason=reason)

    @move()
    def tag(self, occasion: Occasion, *, themes: Sequence[str]) -> None:
        """Set its themes."""
        if list(themes) == self.themes:
            raise DomainError("Those are its themes already.", field="themes")
        self._record(occasion, self.Tagged, themes=list(themes))

    @move(still_open)
    def depend(
        self,
        occasion: Occasion,
        *,
        other: Recommendation,
        reason: str = "",
        find: Finder,
    ) -> None:
        """Note that it cannot be done before another one is."""
        if other.id == self.id or self.reference in _waited_for(other, find):
            raise DomainError("Recommendations cannot wait for each other.", field="other")
        if other.reference in self.depends_on:
            raise DomainError(f"It waits for {other.reference} already.", field="other")
        self._record(occasion, self.DependencyNoted, other=other.reference, reason=reason)

    def _can_be_judged(self) -> str | None:
        if CLOSERS[self.source].mirrored:
            # An outside body decides when it wishes, whether or not anybody has claimed anything.
            return None if self.evidence else f"{self.reference} has no evidence yet."
        return is_submitted(self)

    def _closes_it(self, by: Actor) -> str | None:
        closers = CLOSERS[self.source]
        return None if by.role in closers.roles else f"Only {closers.words} can decide this."

    @move(still_open, _can_be_judged, by=[_closes_it, _independent("verify it")])
    def verify(
        self,
        occasion: Occasion,
        *,
        finding: str,
        closing: Closing = Closing.IMPLEMENTED,
        decision_reference: str = "",
        impact_months: int | None = None,
    ) -> None:
        """Find that it is done, and close it. Who may depends on the source (CLOSERS)."""
        self._must_close(occasion, decision_reference)
        if closing not in {Closing.IMPLEMENTED, Closing.RESOLVED_OTHERWISE}:
            raise DomainError("Verifying means implemented or resolved otherwise.", field="closing")
        impact_on = _impact_day(occasion, impact_months)
        self._record(
            occasion,
            self.Verified,
            closing=closing.value,
            finding=finding,
            evidence=sorted(self.evidence),
            decision_reference=decision_reference,
            impact_on=impact_on,
        )

    @move(still_open, _can_be_judged, by=[_closes_it, _independent("return it")])
    def return_it(self, occasion: Occasion, *, reason: str, decision_reference: str = "") -> None:
        """Find that it is not done yet."""
        self._must_close(occasion, decision_reference)
        self._record(occasion, self.Returned, reason=reason, decision_reference=decision_reference)

    @move(still_open)
    def supersede(self, occasion: Occasion, *, by_other: Recommendation, reason: str) -> None:
        """Close it, because another open recommendation takes its place."""
        if by_other.id == self.id:
            raise DomainError("A recommendation cannot supersede itself.", field="by_other")
        if by_other.closing:
            raise DomainError(
                f"{by_other.reference} is closed, so it cannot take this one’s place.",
                field="by_other",
            )
        self._record(occasion, self.Superseded, by_other=by_other.reference, reason=reason)
        by_other._record(occasion, self.Supersedes, other=self.reference, reason=reason)

    @move(still_open)
    def withdraw(self, occasion: Occasion, *, reason: str) -> None:
        """Close it, because its source took it back."""
        self._record(occasion, self.Withdrawn, reason=reason)

    @move(still_open)
    def accept_risk(self, occasion: Occasion, *, to: Body, reason: str, minute: str = "") -> None:
        """Close it without its being done: only the Executive or the LSPs may."""
        must_speak_for(to, occasion, minute)
        self._record(occasion, self.RiskAccepted, to=to.value, minute=minute, reason=reason)

    def _is_closed(self) -> str | None:
        return None if self.closing else f"{self.reference} is not closed."

    @move(_is_closed)
    def reopen(self, occasion: Occasion, *, reason: str) -> None:
        """Open it again, from any closed state."""
        self._record(occasion, self.Reopened, reason=reason)

    @move(_is_closed, by=[not_its_own("review its impact")])
    def review_impact(
        self,
        occasion: Occasion,
        *,
        impact: Impact,
        finding: str,
        impact_months: int | None = None,
    ) -> None:
        """Look back: is the change still there?"""
        self._record(
            occasion,
            self.ImpactReviewed,
            impact=impact.value,
            finding=finding,
            impact_on=_impact_day(occasion, impact_months),
        )

    def _must_close(self, occasion: Occasion, decision_reference: str) -> None:
        self._must_follow_the_claim(occasion)
        if CLOSERS[self.source].mirrored and not decision_reference:
            raise DomainError(
                "Give the reference of the decision that this mirrors.",
                field="decision_reference",
            )


def _waited_for(item: Recommendation, find: Finder) -> set[str]:
    """Everything that it waits for, directly or not."""
    found: set[str] = set()
    ahead = set(item.depends_on)
    while ahead:
        reference = ahead.pop()
        found.add(reference)
        ahead |= find(Recommendation, reference).depends_on - found
    return found


def _impact_day(occasion: Occasion, months: int | None) -> str:
    """When the impact is to be looked at, as an ISO date; "" for never."""
    if not months:
        return ""
    if months not in IMPACT_MONTHS:
        raise DomainError("The impact is looked at after 3, 6 or 12 months.", field="impact_months")
    return months_after(occasion.on, months).isoformat()
