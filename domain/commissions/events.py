"""Everything that can happen to a commission, and how it stands."""

from __future__ import annotations

from domain.commissions.vocabulary import Status
from domain.kernel.bodies import BODY_NAMES, WITHIN, Body
from domain.kernel.deciding.basis import ALL, Basis
from domain.kernel.deciding.evidence import Evidenced
from domain.kernel.deciding.minutes import Minuted
from domain.kernel.item import long_date
from domain.kernel.mending.twice import likeness_of
from domain.kernel.terms import AgencyNames
from domain.kernel.words import Code, Day, Ref, Words


class CommissionEvents(Evidenced):
    """A commission, as far as its history goes."""

    class Event(Evidenced.Event):
        """Anything that happens to a commission."""

    class Asked(Event, Evidenced.Created, Minuted):
        """A group, or one of the bodies above it, asked another group for work.

        `body` is the body whose own it is, "" for any other group's; `of` is "" while nobody has
        said which group is to do it. `joint_with` are the areas that share that group, each of
        which has to consent. `decider` and `of_decider` are the roles that speak for the two
        groups, "" where nobody who signs in does.
        """

        title: Words
        question: Words
        why_it_is_asked: Words
        group: Ref
        group_name: Words
        decider: Code
        body: Code
        of: Ref
        of_name: Words
        of_decider: Code
        joint_with: list[Words]
        due_on: Day

        def apply(self, aggregate: CommissionEvents) -> None:
            aggregate._start(self)

        def sentence(self, names: AgencyNames) -> str:
            asker = BODY_NAMES[Body(self.body)] if self.body else self.group_name
            of = self.of_name or "a group that is yet to be named"
            due = f", by {long_date(self.due_on)}" if self.due_on else ""
            return f"recorded that {asker} asks {of} for work{due}: {self.title}{self.in_minutes}"

    class GroupNamed(Event):
        """It was said which group does it, and by when."""

        bears_on = frozenset({Basis.OWNER, Basis.DATES})

        of: Ref
        of_name: Words
        of_decider: Code
        joint_with: list[Words]
        due_on: Day

        def apply(self, aggregate: CommissionEvents) -> None:
            aggregate._name(self)

        def sentence(self, names: AgencyNames) -> str:
            return f"gave it to {self.of_name}, by {long_date(self.due_on)}"

    class GroupCorrected(Event):
        """It had been written down wrongly which group does it; whoever shares the right one has to
        consent."""

        bears_on = frozenset({Basis.OWNER})

        was: Words
        of: Ref
        of_name: Words
        of_decider: Code
        joint_with: list[Words]
        reason: Words

        def apply(self, aggregate: CommissionEvents) -> None:
            aggregate._give_to(self)
            aggregate.corrections += 1

        def sentence(self, names: AgencyNames) -> str:
            return f"corrected which group does it: {self.of_name}, where it was {self.was}"

    class Consented(Event):
        """Another area that shares the group consented."""

        area: Words
        known_by: Words

        def apply(self, aggregate: CommissionEvents) -> None:
            aggregate.consents[self.area] = self.on

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that {self.area} consents (known by {self.known_by})"

    class Ratified(Event, Minuted):
        """The Executive ratified it."""

        rests_on = frozenset({Basis.WORDS, Basis.OWNER, Basis.DATES})
        decided_as = "Ratification"
        stands_as = "ratification"
        by_power = True

        words: Words

        def apply(self, aggregate: CommissionEvents) -> None:
            aggregate.status, aggregate.ratified_on = Status.RATIFIED, self.on

        def sentence(self, names: AgencyNames) -> str:
            words = f": {self.words}" if self.words else ""
            return f"recorded that {BODY_NAMES[Body.EXECUTIVE]} ratified it{self.in_minutes}{words}"

    class Declined(Event, Minuted):
        """The Executive did not ratify it."""

        rests_on = ALL
        decided_as = "Refusal to ratify it"
        by_power = True

        reason: Words

        def apply(self, aggregate: CommissionEvents) -> None:
            aggregate._end(Status.DECLINED, self.on)

        def sentence(self, names: AgencyNames) -> str:
            body = BODY_NAMES[Body.EXECUTIVE]
            return f"recorded that {body} did not ratify it{self.in_minutes}"

    class Started(Event):
        """The group that was asked began."""

        def apply(self, aggregate: CommissionEvents) -> None:
            aggregate.status, aggregate.started_on = Status.STARTED, self.on

        def sentence(self, names: AgencyNames) -> str:
            return "recorded that the work started"

    class Reported(Event):
        """The group that was asked reported. The report itself is evidence, where it was kept."""

        report: Words
        due_on: Day

        def apply(self, aggregate: CommissionEvents) -> None:
            aggregate.status, aggregate.reported_on = Status.REPORTED, self.on
            aggregate.report = self.report

        def sentence(self, names: AgencyNames) -> str:
            late = f", late: it was due on {long_date(self.due_on)}" if self._late else ""
            return f"recorded its report{late}: {self.report}"

        @property
        def _late(self) -> bool:
            return bool(self.due_on) and self.on > self.due_on

    class Considered(Event, Minuted):
        """Whoever asked considered the report."""

        rests_on = frozenset({Basis.WORDS, Basis.EVIDENCE})
        decided_as = "Consideration of the report"
        stands_as = "consideration"

        words: Words

        def apply(self, aggregate: CommissionEvents) -> None:
            aggregate.status, aggregate.considered_on = Status.CONSIDERED, self.on

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that the report was considered{self.in_minutes}: {self.words}"

    class Closed(Event):
        """Nothing more is done about it."""

        rests_on = ALL
        decided_as = "Closing"

        words: Words

        def apply(self, aggregate: CommissionEvents) -> None:
            aggregate._end(Status.CLOSED, self.on)

        def sentence(self, names: AgencyNames) -> str:
            return f"closed it: {self.words}"

    class Withdrawn(Event):
        """Whoever asked no longer does."""

        rests_on = ALL
        decided_as = "Withdrawal"

        reason: Words

        def apply(self, aggregate: CommissionEvents) -> None:
            aggregate._end(Status.WITHDRAWN, self.on)

        def sentence(self, names: AgencyNames) -> str:
            return "withdrew it"

    # ------------------------------------------------------------------ state

    def _start(self, event: Asked) -> None:
        self.title, self.question, self.reason = event.title, event.question, event.why_it_is_asked
        self.group, self.group_name, self.decider = event.group, event.group_name, event.decider
        self.body = Body(event.body) if event.body else None
        self.asked_on, self.asked_in = event.on, event.minuted.words
        self.consents: dict[str, str] = {}
        self._name(event)
        self.status = Status.RATIFIED if self.body else Status.ASKED
        self.ratified_on = event.on if self.body else ""
        self.started_on = self.reported_on = self.considered_on = self.ended_on = self.report = ""

    def _name(self, event: Asked | GroupNamed) -> None:
        self.due_on = event.due_on
        self._give_to(event)

    def _give_to(self, event: Asked | GroupNamed | GroupCorrected) -> None:
        self.of, self.of_name, self.of_decider = event.of, event.of_name, event.of_decider
        self.joint_with = list(event.joint_with)

    def _end(self, status: Status, on: str) -> None:
        self.status, self.ended_on = status, on

    @property
    def likeness(self) -> str:
        return likeness_of([self.title, self.group, self.body or "", self.of])

    def is_like(self, other: CommissionEvents) -> bool:
        """The same may be asked again once it is over."""
        return other.why_over() is None

    @property
    def asker(self) -> str:
        """Who asks for it, in words that are yet to be said."""
        return WITHIN[self.body] if self.body else self.group_name

    @property
    def awaited_consents(self) -> list[str]:
        """The areas that share the group and have not consented yet."""
        return [area for area in self.joint_with if area not in self.consents]
