"""A recommendation and what came of it: what can be done with it, and the rules of that.

Owner-says-done is not verified: a claim and its verification are two events, by two people of
different agencies. Who may verify depends on who recommended it. How it stands is in state.py,
what can happen to it in events.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.kernel.bodies import BODY_NAMES, Body, must_speak_for
from domain.kernel.days.calendar import Calendar
from domain.kernel.days.due import due_day, months_after, published_day
from domain.kernel.deciding.evidence import not_its_own
from domain.kernel.deciding.minutes import NO_MINUTE, Minute, must_be_minuted
from domain.kernel.errors import DomainError, all_at_once
from domain.kernel.finder import Finder
from domain.kernel.followed import Deadlines, can_go_ahead, is_submitted
from domain.kernel.item import as_day, still_open
from domain.kernel.moves import GuardOfPerson, move
from domain.kernel.terms import Actor, Occasion, Role
from domain.kernel.vocabulary import said
from domain.recommendations.events import RecommendationEvents
from domain.recommendations.vocabulary import (
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
        if item.closers.mirrored or by.role is Role.BUSINESS_TEAM:
            return None
        return independent(item, by)

    return guard


class Recommendation(RecommendationEvents):
    """Something that a source asks of one or more agencies."""

    word = "recommendation"
    prefix = "REC"
    alike_by = "the same report, and the same number or words there"

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
        to_body: Body | None = None,
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
            to_body=to_body.value if to_body else "",
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
        with all_at_once() as each:
            with each:
                if response in NEEDS_A_REASON and not reason:
                    raise DomainError(
                        "Enter the reason why it is not accepted in full.", field="reason"
                    )
            with each:
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
        """Report a problem than its dates show."""
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
        if self.closers.mirrored:
            # An outside body decides when it wishes, whether or not anybody has claimed anything.
            return None if self.showing else f"{self.reference} has no evidence yet."
        return is_submitted(self)

    def _closes_it(self, by: Actor) -> str | None:
        closers = self.closers
        if by.role is Role.BUSINESS_TEAM and closers.written_down:
            return None
        if by.role not in closers.roles:
            return f"Only {closers.words} can decide this."
        if closers.outsider and by.role in closers.groups and not by.agency:
            return (
                "Your role names no agency, so nobody can see that you are from outside its "
                "owners. An administrator can give you the role with its agency; or the Business "
                "Team writes down what was decided, and who from outside took part."
            )
        return None

    @move(still_open, _can_be_judged, by=[_closes_it, _independent("verify it")])
    def verify(
        self,
        occasion: Occasion,
        *,
        finding: str,
        closing: Closing = Closing.IMPLEMENTED,
        unchecked: str = "",
        decision_reference: str = "",
        outsider_role: str = "",
        outsider_agency: str = "",
        impact_months: int | None = None,
        minute: Minute | None = None,
    ) -> None:
        """Find that it is done, and close it. Who may depends on the source, and on whether it is
        addressed to a body (`closers`); a group does in a meeting, with a `minute`.

        `unchecked`: why, where nobody has checked the evidence. `outsider_role` of
        `outsider_agency`: who from outside its owners took part, where that is asked for.
        """
        minuted = NO_MINUTE
        with all_at_once() as each:
            with each:
                minuted = self._must_close(occasion, decision_reference, minute)
            with each:
                self._must_be_checked(unchecked)
            with each:
                self._must_have_an_outsider(occasion, outsider_role, outsider_agency)
            with each:
                if closing not in {Closing.IMPLEMENTED, Closing.RESOLVED_OTHERWISE}:
                    raise DomainError(
                        "Verifying means implemented or resolved otherwise.", field="closing"
                    )
        impact_on = _impact_day(occasion, impact_months)
        self._record(
            occasion,
            self.Verified,
            closing=closing.value,
            finding=finding,
            evidence=sorted(self.showing),
            unchecked=unchecked,
            decision_reference=decision_reference,
            outsider_role=outsider_role,
            outsider_agency=outsider_agency,
            impact_on=impact_on,
            **minuted.facts,
        )

    @move(still_open, _can_be_judged, by=[_closes_it, _independent("return it")])
    def return_it(
        self,
        occasion: Occasion,
        *,
        reason: str,
        decision_reference: str = "",
        minute: Minute | None = None,
    ) -> None:
        """Find that it is not done yet."""
        minuted = self._must_close(occasion, decision_reference, minute)
        self._record(
            occasion,
            self.Returned,
            reason=reason,
            decision_reference=decision_reference,
            **minuted.facts,
        )

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
        """Close it without its being done: only the Executive or the LSPs may, and neither what
        is addressed to itself or to the other above it."""
        minuted = NO_MINUTE
        with all_at_once() as each:
            with each:
                self._must_be_acceptable_to(to)
            with each:
                minuted = must_speak_for(to, occasion, minute)
        self._record(occasion, self.RiskAccepted, to=to.value, reason=reason, **minuted.facts)

    def _must_be_acceptable_to(self, to: Body) -> None:
        if self.addressed_to in {to, Body.LSP}:
            way_out = "The Independent Scrutineer can verify it, or its source withdraws it."
            if self.addressed_to is Body.EXECUTIVE:
                way_out = said("{Lead_partners} can.")
            raise DomainError(
                f"It is addressed to {BODY_NAMES[self.addressed_to]}, so {BODY_NAMES[to]} cannot "
                f"accept the risk of not doing it. {way_out}",
                field="to",
            )

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

    def _must_close(
        self, occasion: Occasion, decision_reference: str, minute: Minute | None
    ) -> Minute:
        """The minute of those who decide, where a group does. Raises DomainError."""
        self._must_follow_the_claim(occasion)
        closers = self.closers
        if not closers.mirrored:
            if occasion.by.role in {*closers.groups, Role.BUSINESS_TEAM}:
                return must_be_minuted("the group", occasion, minute)
            return minute or NO_MINUTE
        if not decision_reference:
            raise DomainError(
                "Give the reference of the decision that this mirrors.",
                field="decision_reference",
            )
        return minute or NO_MINUTE

    def _must_have_an_outsider(self, occasion: Occasion, role: str, agency: str) -> None:
        """Refuse that those who own it alone say that it is done."""
        if not self.closers.outsider:
            if role or agency:
                raise DomainError(
                    "Leave this empty: nobody from outside need take part.", field="outsider_role"
                )
            return
        if agency in self.owning_agencies:
            raise DomainError(
                "That agency owns it. Name somebody from outside the agencies that do.",
                field="outsider_agency",
            )
        if occasion.by.role is Role.BUSINESS_TEAM and not role:
            raise DomainError(
                "Enter who from outside the agencies that own it took part in deciding.",
                field="outsider_role",
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
