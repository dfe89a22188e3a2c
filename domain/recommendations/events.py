"""Everything that can happen to a recommendation, besides what it shares with an action."""

from __future__ import annotations

from domain.kernel.bodies import BODY_NAMES, Body
from domain.kernel.claims import Verdict, although_unchecked
from domain.kernel.deciding.basis import ALL, Basis
from domain.kernel.deciding.minutes import Minuted
from domain.kernel.followed import Followed
from domain.kernel.item import long_date
from domain.kernel.terms import AgencyNames
from domain.kernel.words import Code, Day, Ref, Words
from domain.recommendations.state import RecommendationState
from domain.recommendations.vocabulary import CLOSINGS, RESPONSES, Closing, Colour, Impact, Response


class RecommendationEvents(RecommendationState):
    """A recommendation, as far as its history goes."""

    class Event(Followed.Event):
        """Anything that happens to a recommendation."""

    class Received(Event, Followed.Created):
        """A source published a recommendation.

        `published` and `due_words` are as published; `published_on` and `due_on` the ISO dates
        that they come to, or "". `first_due_on` is the date that was moved to that one before, ""
        where none was. `agencies` are those it is addressed to, `to_body` the body that it is ("":
        none), `recurs` every how many months it asks for something (0: once).
        """

        source: Code
        to_body: Code
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
        first_due_on: Day
        recurs: int

        def apply(self, aggregate: RecommendationState) -> None:
            aggregate._start(self)

        def sentence(self, names: AgencyNames) -> str:
            number = f" {self.number}" if self.number else ""
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

        def apply(self, aggregate: RecommendationState) -> None:
            aggregate.reported = self.status

        def sentence(self, names: AgencyNames) -> str:
            by = f" by {self.reported_by}" if self.reported_by else ""
            dated = f" on {long_date(self.reported)}" if self.reported else ""
            return f"noted what was reported{by}{dated}: {self.status}"

    class Responded(Event):
        """Those who were asked answered. Not accepting needs a reason, and closes it."""

        rests_on = frozenset({Basis.WORDS, Basis.PARTIES})
        stands_as = "response"
        decided_as = "Response"

        response: Code
        reason: Words

        def apply(self, aggregate: RecommendationState) -> None:
            aggregate.response, aggregate.responded_on = Response(self.response), self.on
            aggregate._moved_on(self.on)
            if self.response == Response.NOT_ACCEPTED:
                aggregate._close(Closing.NOT_ACCEPTED, self.reason, self)

        def sentence(self, names: AgencyNames) -> str:
            return RESPONSES[Response(self.response)]

    class Planned(Event):
        """How it will be done."""

        plan: Words

        def apply(self, aggregate: RecommendationState) -> None:
            aggregate.method, aggregate.started = self.plan, True
            aggregate._moved_on(self.on)

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded the plan: {self.plan}"

    class ColourWorsened(Event):
        """The owner says that it goes worse than its date shows."""

        colour: Code
        reason: Words

        def apply(self, aggregate: RecommendationState) -> None:
            aggregate.worsened, aggregate.why_worse = Colour(self.colour), self.reason

        def sentence(self, names: AgencyNames) -> str:
            return f"said that it is {self.colour}"

    class Tagged(Event):
        """Its themes, by which recommendations of several sources are found together."""

        themes: list[Words]

        def apply(self, aggregate: RecommendationState) -> None:
            aggregate.themes = list(self.themes)

        def sentence(self, names: AgencyNames) -> str:
            return f"tagged it: {', '.join(self.themes)}"

    class DependencyNoted(Event):
        """It cannot be done before another recommendation is."""

        other: Ref
        reason: Words

        def apply(self, aggregate: RecommendationState) -> None:
            aggregate.depends_on.add(self.other)

        def sentence(self, names: AgencyNames) -> str:
            return f"noted that it depends on {self.other}"

    class Verified(Event, Minuted):
        """Somebody independent found that it is done, on the evidence listed.

        `closing` is implemented or resolved_otherwise; `unchecked` says why, where nobody had
        checked any of the evidence; `decision_reference` names the outside decision that is
        mirrored; `outsider_role` and `outsider_agency` name somebody from outside its owners among
        those who decided; `impact_on` is when the impact is to be looked at, "" for never.
        """

        rests_on = ALL
        decided_as = "Verification"

        closing: Code
        finding: Words
        evidence: list[int]
        unchecked: Words
        decision_reference: Words
        outsider_role: Words
        outsider_agency: Ref
        impact_on: Day

        def apply(self, aggregate: RecommendationState) -> None:
            verdict = Verdict(
                verified=True,
                finding=self.finding,
                by=self.by,
                on=self.on,
                closing=self.closing,
                decision_reference=self.decision_reference,
                unchecked=self.unchecked,
                minute=self.minuted,
                outsider_role=self.outsider_role,
                outsider_agency=self.outsider_agency,
                version=self.originator_version,
            )
            aggregate._judge(verdict, self.evidence)
            aggregate._close(Closing(self.closing), self.finding, self)
            aggregate.verified_on, aggregate.impact_on = self.on, self.impact_on
            aggregate.claimed = True
            aggregate.submitted_by = aggregate.submitted_for = ""

        def sentence(self, names: AgencyNames) -> str:
            cited = f" ({self.decision_reference})" if self.decision_reference else self.in_minutes
            found = CLOSINGS[Closing(self.closing)].lower()
            found = f"verified{cited} that it is {found}: {self.finding}"
            return f"{found}{although_unchecked(self.unchecked)}"

    class Superseded(Event):
        """Another recommendation took its place."""

        rests_on = ALL
        decided_as = "Closing"

        by_other: Ref
        reason: Words

        def apply(self, aggregate: RecommendationState) -> None:
            aggregate._close(Closing.SUPERSEDED, self.reason, self)
            aggregate.superseded_by = self.by_other
            aggregate._link(self.by_other)

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that {self.by_other} supersedes it"

    class Supersedes(Event):
        """It took the place of another recommendation."""

        other: Ref
        reason: Words

        def apply(self, aggregate: RecommendationState) -> None:
            aggregate._link(self.other)

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that it supersedes {self.other}"

    class Withdrawn(Event):
        """Its source took it back."""

        rests_on = ALL
        decided_as = "Closing"

        reason: Words

        def apply(self, aggregate: RecommendationState) -> None:
            aggregate._close(Closing.WITHDRAWN, self.reason, self)

        def sentence(self, names: AgencyNames) -> str:
            return "recorded that its source withdrew it"

    class RiskAccepted(Event, Minuted):
        """A body decided to live with it not being done."""

        rests_on = ALL
        decided_as = "Acceptance of the risk"

        to: Code
        reason: Words

        def apply(self, aggregate: RecommendationState) -> None:
            aggregate._close(Closing.RISK_ACCEPTED, self.reason, self)

        def sentence(self, names: AgencyNames) -> str:
            body = BODY_NAMES[Body(self.to)]
            return f"accepted for {body}{self.in_minutes} the risk of not doing it"

    class Reopened(Event):
        """It is open again: reopening is normal.

        An earlier claim no longer stands, nor what its owner said of the colour; what was not
        accepted is to be answered anew.
        """

        undoes = True

        reason: Words

        def apply(self, aggregate: RecommendationState) -> None:
            aggregate._reopen(self)

        def sentence(self, names: AgencyNames) -> str:
            return "reopened it"

    class ImpactReviewed(Event):
        """Some months after closing: did it make a difference? `impact_on` is the next look."""

        rests_on = frozenset({Basis.WORDS, Basis.EVIDENCE})
        stands_as = "review of its impact"
        decided_as = "Review of the impact"

        impact: Code
        finding: Words
        impact_on: Day

        def apply(self, aggregate: RecommendationState) -> None:
            aggregate.impact, aggregate.impact_on = Impact(self.impact), self.impact_on

        def sentence(self, names: AgencyNames) -> str:
            words = self.impact.replace("_", " ")
            return f"reviewed its impact and found it {words}: {self.finding}"
