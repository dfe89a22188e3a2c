"""Everything that can happen to a dispute: on its way (way_events.py), at a stage, at its end."""

from __future__ import annotations

from domain.disputes.state import DisputeState
from domain.disputes.visits import Assent, Notification, Recusal, Reply
from domain.disputes.vocabulary import ActionsDone
from domain.disputes.way_events import DisputeWayEvents
from domain.kernel.deciding.basis import ALL, Basis
from domain.kernel.deciding.minutes import Minuted
from domain.kernel.item import in_a_row, post_of
from domain.kernel.terms import AgencyNames
from domain.kernel.words import Code, Day, Ref, When, Words
from domain.procedure.rules import ENDINGS, Ending

Event = DisputeWayEvents.Event
Timed = DisputeWayEvents.Timed


class DisputeEvents(DisputeWayEvents):
    """A dispute, as far as its history goes."""

    class RecordKept(Event):
        """Something that the procedure asks for at its stage was put on record."""

        goes_along = True

        stage: Ref
        record: Words
        words: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._update(records={**aggregate.visit.records, self.record: self.words})

        def sentence(self, names: AgencyNames) -> str:
            return f"put on record, {self.record}: {self.words}"

    class PositionStated(Event):
        """A party said what it holds now."""

        bears_on = frozenset({Basis.PARTIES})

        agency: Ref
        position: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate.positions[self.agency] = self.position

        def sentence(self, names: AgencyNames) -> str:
            who = names.get(self.agency, self.agency)
            return f"recorded the position of {who}: {self.position}"

    class Replied(Timed):
        """A party replied at a stage; `due_on` is what was known to be due when it was recorded."""

        bears_on = frozenset({Basis.PARTIES})

        agency: Ref
        name: Words
        stage: Ref
        due_on: When
        reply: Words

        @property
        def decided_as(self) -> str:  # type: ignore[override]
            return f"Reply of {self.name}"

        def apply(self, aggregate: DisputeState) -> None:
            reply = Reply(
                self.agency, self.when, self.known_on, self.reply, self.due_on,
                self.originator_version, bool(self.by.on_behalf_of),
            )  # fmt: skip
            aggregate._answer(self.stage, reply)

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded the reply of {names.get(self.agency, self.agency)}: {self.reply}"

    class PartyAdded(Event):
        """Another agency is a party to it."""

        bears_on = frozenset({Basis.PARTIES})

        agency: Ref
        name: Words
        position: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._add_party(self)

        def sentence(self, names: AgencyNames) -> str:
            return f"added {self.name} as a party: {self.position}"

    class ConvenerNamed(Event):
        """Somebody from no party was asked to convene its stage and decide."""

        bears_on = frozenset({Basis.PARTIES})

        role: Words
        agency: Ref
        name: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._update(
                convener_role=self.role,
                convener_agency=self.agency,
                convener_version=self.originator_version,
            )

        def sentence(self, names: AgencyNames) -> str:
            comma = "," if self.name else ""
            return f"named {post_of(self.role, self.name)}{comma} as the convener"

    class Recused(Event):
        """Somebody stood aside from the dispute because of a conflict of interest."""

        bears_on = frozenset({Basis.PARTIES})

        role: Words
        agency: Ref
        reason: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._recuse(Recusal(self.role, self.agency, self.reason, self.on))

        def sentence(self, names: AgencyNames) -> str:
            agency = f" ({names.get(self.agency, self.agency)})" if self.agency else ""
            return f"recorded that {self.role}{agency} stood aside"

    class RecusalEnded(Event):
        """Somebody who stood aside no longer has to. `number`: which of those who did."""

        bears_on = frozenset({Basis.PARTIES})

        number: int
        role: Words
        agency: Ref
        reason: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._end_recusal(self.number, self.reason)

        def sentence(self, names: AgencyNames) -> str:
            agency = f" ({names.get(self.agency, self.agency)})" if self.agency else ""
            return f"recorded that {self.role}{agency} no longer stands aside"

    class Assented(Event):
        """A Safeguarding Partner assented to what its stage is to decide; `partners` are those of
        that day, by name."""

        agency: Ref
        name: Words
        partners: dict[Ref, Words]
        decision: Words
        known_by: Words
        rests_on = frozenset({Basis.WORDS, Basis.PARTIES, Basis.EVIDENCE})

        @property
        def stands_as(self) -> str:  # type: ignore[override]
            return f"assent of {self.agency}"

        @property
        def decided_as(self) -> str:  # type: ignore[override]
            return f"Assent of {self.name}"

        def apply(self, aggregate: DisputeState) -> None:
            assent = Assent(self.on, self.decision, self.known_by)
            aggregate._update(assents={**aggregate.visit.assents, self.agency: assent})

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that {names.get(self.agency, self.agency)} assents: {self.decision}"

    class Facilitated(Event):
        """Somebody helped the parties to talk, and decided nothing."""

        facilitator: Words
        summary: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate.facilitators.add(self.facilitator)

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that {self.facilitator} facilitated: {self.summary}"

    class DissentRecorded(Event):
        """An agency does not agree with how it went or ended."""

        agency: Ref
        dissent: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate.dissents.append(f"{self.agency}: {self.dissent}")

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded the dissent of {names.get(self.agency, self.agency)}: {self.dissent}"

    class Described(Event):
        """What it is about was put in other words. What had been written stays in the history."""

        bears_on = frozenset({Basis.WORDS})

        title: Words
        issue: Words
        impact: Words
        outcome_sought: Words
        theme: Words
        reason: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._describe(self)

        def sentence(self, names: AgencyNames) -> str:
            return "changed the wording"

    class EndedEvent(Timed):
        """What every ending holds: the version of the dispute and the position of the log seen."""

        rests_on = ALL
        decided_as = "Ending"

        stage: Ref
        decided_version: int
        decided_position: int

        def apply(self, aggregate: DisputeState) -> None:
            aggregate._end(self)

        @property
        def ending(self) -> Ending:
            raise NotImplementedError(type(self).__qualname__)

        @property
        def outcome(self) -> str:
            """How it ended, in the words of whoever recorded it."""
            return self.why

    class Agreed(EndedEvent):
        """The parties agreed."""

        decided_as = "Agreement"

        terms: Words

        ending = Ending.AGREED

        @property
        def outcome(self) -> str:
            return self.terms

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that it was resolved by agreement: {self.terms}"

    class Decided(EndedEvent, Minuted):
        """Those who decide its stage did.

        `assents` holds the date on which each of them assented, by agency; of a convener, the
        date of the decision. `partners` are the Safeguarding Partners of that date, by name, where
        a body decided; `absent` says why those of them took no part who had to. `chair_role` and
        `chair_agency` say who chaired.
        """

        decided_as = "Decision"

        decision: Words
        decided_by: Code
        how: Code
        partners: dict[Ref, Words]
        assents: dict[Ref, Day]
        absent: dict[Ref, Words]
        chair_role: Words
        chair_agency: Ref

        ending = Ending.DECIDED

        def apply(self, aggregate: DisputeState) -> None:
            super().apply(aggregate)
            aggregate.have_decided.update(self.assents)

        @property
        def outcome(self) -> str:
            return self.decision

        def sentence(self, names: AgencyNames) -> str:
            who = in_a_row(names.get(agency, agency) for agency in self.assents)
            decided = f"{who or 'those who decide'}{self.in_minutes}"
            return f"recorded the decision of {decided}: {self.decision}"

    class Withdrawn(EndedEvent):
        """The agency that raised it took it back."""

        reason: Words

        ending = Ending.WITHDRAWN

        def sentence(self, names: AgencyNames) -> str:
            return "recorded that it was withdrawn"

    class Superseded(EndedEvent):
        """Another item took its place."""

        other: Ref
        reason: Words

        ending = Ending.SUPERSEDED

        def sentence(self, names: AgencyNames) -> str:
            return f"ended it because {self.other} takes its place"

    class NoLonger(EndedEvent):
        """There is nothing to disagree about any more."""

        reason: Words

        ending = Ending.NO_LONGER

        def sentence(self, names: AgencyNames) -> str:
            return "recorded that it is no longer a dispute"

    class Notified(Event):
        """Somebody outside the partnership was told, with a reference. That settles nothing."""

        stage: Ref
        told: Words
        told_reference: Words
        reason: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate.notified.append(Notification(self.told, self.told_reference, self.on))

        def sentence(self, names: AgencyNames) -> str:
            return f"notified {self.told}, reference {self.told_reference}"

    class Answered(EndedEvent):
        """The answer of whoever outside had been told."""

        decided_as = "Answer from outside"

        answer: Words
        answered_by: Words
        answer_reference: Words

        ending = Ending.ANSWERED

        @property
        def outcome(self) -> str:
            return self.answer

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded the answer of {self.answered_by}: {self.answer}"

    class EndingReported(EndedEvent):
        """A past dispute is reported to have ended: history, not our own process."""

        how: Code
        words: Words

        @property
        def ending(self) -> Ending:
            return Ending(self.how)

        @property
        def outcome(self) -> str:
            return self.words

        def sentence(self, names: AgencyNames) -> str:
            words = f": {self.words}" if self.words else ""
            return f"reported that it ended: {ENDINGS[self.ending].lower()}{words}"

    class LearningNoted(Event):
        """What the partnership learned from it."""

        learning: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate.learning.append(self.learning)

        def sentence(self, names: AgencyNames) -> str:
            return f"noted what was learned: {self.learning}"

    class ActionsChecked(Event):
        """Somebody looked whether what had been agreed was really done.

        `still_open` are the actions serving it that were open then; `although_open` says why all
        counted as done nevertheless, where they did.
        """

        done: Code
        finding: Words
        still_open: list[Ref]
        although_open: Words

        def apply(self, aggregate: DisputeState) -> None:
            aggregate.actions_done = ActionsDone(self.done)
            aggregate.open_when_checked = list(self.still_open)
            aggregate.done_although_open = self.although_open

        def sentence(self, names: AgencyNames) -> str:
            were = "was" if self.done == ActionsDone.NONE else "were"
            found = f"found that {self.done} of the agreed actions {were} done: {self.finding}"
            if not self.although_open:
                return found
            left = in_a_row(self.still_open)
            return f"{found.rstrip('.')}, although {left} had not ended: {self.although_open}"
