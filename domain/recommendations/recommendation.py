"""A recommendation and what came of it: what can be done with it, and the rules of that.

Owner-says-done is not verified: a claim and its verification are two events, by two people of
different agencies. Who may verify depends on who recommended it. How it stands is in state.py,
what can happen to it in events.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.kernel.bodies import Body, must_speak_for
from domain.kernel.calendar import Calendar
from domain.kernel.due import due_day, months_after, published_day
from domain.kernel.errors import DomainError
from domain.kernel.evidence import not_its_own
from domain.kernel.finder import Finder
from domain.kernel.followed import Deadlines, can_go_ahead, is_submitted
from domain.kernel.item import as_day, still_open
from domain.kernel.minutes import Minute
from domain.kernel.moves import GuardOfPerson, move
from domain.kernel.terms import Actor, Occasion
from domain.recommendations.events import RecommendationEvents
from domain.recommendations.vocabulary import (
    CLOSERS,
    IMPACT_MONTHS,
    NEEDS_A_REASON,
    Closing,
    Colour,
    Impact,
    Response,
    Source,
)

_SEVERITY = {Colour.GREEN: 0, Colour.AMBER: 1, Colour.RED: 2}


def _independent(what: str) -> GuardOfPerson:
    """A guard: somebody independent does it, unless they only write down what others decided."""
    independent = not_its_own(what)

    def guard(item: Recommendation, by: Actor) -> str | None:
        return None if CLOSERS[item.source].mirrored else independent(item, by)

    return guard


class Recommendation(RecommendationEvents):
    """Something that a source asks of one or more agencies."""

    word = "recommendation"
    prefix = "REC"

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
        first_due_on: date | None = None,
        recurs: int | None = None,
    ) -> Recommendation:
        """Record what a source recommended. Due words come to a date where one follows.

        `first_due_on` is when it was due before its date was moved elsewhere.
        """
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
            published_on=as_day(published_on),
            number=number,
            words=words,
            themes=list(themes),
            agencies=list(dict.fromkeys(filter(None, [owner_agency, *agencies]))),
            owner_role=owner_role,
            owner_agency=owner_agency,
            due_words=due_words,
            due_on=as_day(due_on),
            first_due_on=as_day(first_due_on if due_on != first_due_on else None),
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
        if response in NEEDS_A_REASON and not reason:
            raise DomainError("Enter the reason why it is not accepted in full.", field="reason")
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
            return None if self.counting else f"{self.reference} has no evidence yet."
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
            evidence=sorted(self.counting),
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
    def accept_risk(
        self, occasion: Occasion, *, to: Body, reason: str, minute: Minute | None = None
    ) -> None:
        """Close it without its being done: only the Executive or the LSPs may."""
        minuted = must_speak_for(to, occasion, minute)
        self._record(occasion, self.RiskAccepted, to=to.value, reason=reason, **minuted.facts)

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
