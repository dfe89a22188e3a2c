"""Everything that can happen to a decision, and how it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.decisions.vocabulary import (
    BETWEEN,
    KINDS,
    RATIFICATIONS,
    WHERE,
    Kind,
    Ratification,
    Standing,
    Where,
)
from domain.kernel.deciding.basis import ALL
from domain.kernel.deciding.minutes import Minuted
from domain.kernel.item import long_date
from domain.kernel.mending.redeciding import Redecidable, Voice
from domain.kernel.mending.twice import likeness_of
from domain.kernel.terms import AgencyNames
from domain.kernel.words import Code, Day, Ref, Words


class DecisionEvents(Redecidable):
    """A decision, as far as its history goes."""

    class Event(Redecidable.Event):
        """Anything that happens to a decision."""

    class Taken(Event, Redecidable.Created):
        """A group decided, or advised, at an item of a meeting on the day `on`.

        `quorum` is the sentence that says whether it could. The words of a `restricted` item are
        not here: the meeting has them. `decider` is the role that speaks for the group, "" where
        nobody who signs in does.
        """

        rests_on = ALL
        decided_as = "Decision"

        kind: Code
        group: Ref
        group_name: Words
        meeting: Ref
        item: int
        title: Words
        minute: Words
        words: Words
        quorum: Words
        restricted: bool
        decider: Code

        def apply(self, aggregate: DecisionEvents) -> None:
            aggregate._start(self, where=Where.MEETING)

        def sentence(self, names: AgencyNames) -> str:
            what = KINDS[Kind(self.kind)].lower()
            return f"recorded what {self.group_name} said at {self.meeting} ({what}): {self.words}"

    class TakenBetween(Event, Redecidable.Created):
        """A group decided between meetings on the day `on`.

        `power` is what lets it, quoted, or that none was found; `asked` are the names of the
        agencies whose members were asked, by reference. Silence is no assent. `decider` is the
        role that speaks for the group.
        """

        rests_on = ALL
        decided_as = "Decision"

        kind: Code
        where: Code
        group: Ref
        group_name: Words
        words: Words
        power: Words
        asked: dict[Ref, Words]
        decider: Code

        def apply(self, aggregate: DecisionEvents) -> None:
            aggregate._start(self, where=Where(self.where))

        def sentence(self, names: AgencyNames) -> str:
            how = WHERE[Where(self.where)].lower()
            return (
                f"recorded a decision of {self.group_name} between meetings ({how}; power: "
                f"{self.power}): {self.words}"
            )

    class TakenBefore(Event, Redecidable.Created):
        """A group decided before this ledger was kept, as far as that was written down.

        What was not is "", and `where` is said not to be recorded. `meeting` is the reference of
        the meeting where this ledger has it, `meeting_named` what the meeting was called;
        `decided_by` the role that decided, `quorum` and `assents` what was written of them.
        `number` is what it was called there, `note` what has no place of its own.
        """

        kind: Code
        where: Code
        group: Ref
        group_name: Words
        taken_on: Day
        words: Words
        meeting: Ref
        meeting_named: Words
        minute: Words
        decided_by: Words
        power: Words
        quorum: Words
        assents: Words
        ratification: Code
        number: Words
        note: Words

        def apply(self, aggregate: DecisionEvents) -> None:
            aggregate._start(self, where=Where(self.where))
            aggregate._take_past(self)

        def sentence(self, names: AgencyNames) -> str:
            when = f" on {long_date(self.taken_on)}" if self.taken_on else ""
            met = self.meeting or self.meeting_named
            at = f" at {met}" if met else ""
            before = f"recorded what {self.group_name} decided{when}{at}, before this ledger"
            return f"{before}: {self.words}"

    class Assented(Event):
        """A member assented on the day `on`, or did not."""

        rests_on = ALL

        @property
        def stands_as(self) -> str:  # type: ignore[override]
            return f"answer of {self.agency}"

        @property
        def decided_as(self) -> str:  # type: ignore[override]
            return f"Answer of {self.name}"

        agency: Ref
        name: Words
        assents: bool
        known_by: Words

        def apply(self, aggregate: DecisionEvents) -> None:
            aggregate._answer(self)

        def sentence(self, names: AgencyNames) -> str:
            did = "assented" if self.assents else "did not assent"
            who = names.get(self.agency, self.agency)
            return f"recorded that {who} {did} (known by {self.known_by})"

    class Reported(Event):
        """It was reported to a meeting of the group."""

        meeting: Ref
        minute: Words

        def apply(self, aggregate: DecisionEvents) -> None:
            aggregate.reported_at = self.meeting

        def sentence(self, names: AgencyNames) -> str:
            return f"reported it to {self.meeting} (minute {self.minute})"

    class QuorumFoundWanting(Event):
        """It was put right who was at a meeting: there was no quorum for it or, where it
        `confirms`, for its confirmation there."""

        meeting: Ref
        item: int
        confirms: bool
        quorum: Words
        reason: Words

        def apply(self, aggregate: DecisionEvents) -> None:
            aggregate._find(self, wanting=self.quorum)

        def sentence(self, names: AgencyNames) -> str:
            whose = f"the quorum of its confirmation at {self.meeting}"
            what = whose if self.confirms else "its quorum"
            return f"found {what} wanting; it is asked to be confirmed. {self.quorum}"

    class QuorumFoundAfterAll(Event):
        """It was put right who was at a meeting, again: there was a quorum for it or, where it
        `confirms`, for its confirmation there, after all."""

        meeting: Ref
        item: int
        confirms: bool
        quorum: Words
        reason: Words

        def apply(self, aggregate: DecisionEvents) -> None:
            aggregate._find(self, wanting="")

        def sentence(self, names: AgencyNames) -> str:
            what = f"its confirmation at {self.meeting}" if self.confirms else "it"
            return f"found that there was a quorum for {what} after all. {self.quorum}"

    class Confirmed(Event):
        """A quorate meeting made the advice a decision, or confirmed one that was wanting."""

        meeting: Ref
        item: int
        minute: Words
        quorum: Words

        def apply(self, aggregate: DecisionEvents) -> None:
            aggregate.confirmations[self.meeting, self.item] = ""

        def sentence(self, names: AgencyNames) -> str:
            return f"confirmed it at {self.meeting} (minute {self.minute})"

    class DateCorrected(Event):
        """The date of its meeting had been written down wrongly, and so the day on which it was
        taken."""

        meeting: Ref
        was: Day
        becomes: Day
        reason: Words

        def apply(self, aggregate: DecisionEvents) -> None:
            aggregate._take_day(self.becomes)
            aggregate.corrections += 1

        def sentence(self, names: AgencyNames) -> str:
            return (
                f"corrected the day on which it was taken, with the date of {self.meeting}, from "
                f"{long_date(self.was)} to {long_date(self.becomes)}"
            )

    class Ratified(Event, Minuted):
        """The body above said whether what was agreed subject to it holds."""

        rests_on = ALL
        decided_as = "Ratification"
        stands_as = "ratification"
        by_power = True

        answer: Code
        words: Words

        def apply(self, aggregate: DecisionEvents) -> None:
            aggregate.ratification = Ratification(self.answer)

        def sentence(self, names: AgencyNames) -> str:
            answer = RATIFICATIONS[Ratification(self.answer)].lower()
            told = f"recorded that it is {answer}{self.in_minutes}"
            return f"{told}: {self.words}" if self.words else told

    def _start(self, event: Any, *, where: Where) -> None:
        self.kind, self.where = Kind(event.kind), where
        self.group, self.group_name = event.group, event.group_name
        self.taken_on, self.words = event.on, event.words
        self.past, self.number, self.note, self.decided_by = False, "", "", ""
        self.meeting_named = self.assents_told = ""
        self.meeting = getattr(event, "meeting", "")
        self.item: int = getattr(event, "item", 0)
        self.minute: str = getattr(event, "minute", "")
        self.quorum: str = getattr(event, "quorum", "")
        self.restricted: bool = getattr(event, "restricted", False)
        self.power: str = getattr(event, "power", "")
        self.asked: dict[str, str] = dict(getattr(event, "asked", {}))
        self.assents: dict[str, str] = {}
        self.reported_at = self.wanted = ""
        self.confirmations: dict[tuple[str, int], str] = {}
        self.ratification: Ratification | None = None

    def _take_past(self, event: TakenBefore) -> None:
        self.past, self.taken_on = True, event.taken_on
        self.number, self.note, self.decided_by = event.number, event.note, event.decided_by
        self.meeting_named, self.assents_told = event.meeting_named, event.assents
        self.asked = {}
        if event.ratification:
            self.ratification = Ratification(event.ratification)

    def _take_day(self, day: str) -> None:
        self.taken_on = day
        if 1 in self.made:
            self.made[1] = replace(self.made[1], on=day)

    @property
    def number_there(self) -> str:
        """What it was called where it was kept before, as others tell it from the rest."""
        return self.number

    @property
    def likeness(self) -> str:
        return "" if self.restricted else likeness_of([self.group, self.taken_on, self.words])

    @property
    def title(self) -> str:
        """What it says, in the first line of it."""
        first = self.words.split("\n", 1)[0]
        return first if len(first) <= 200 else f"{first[:199]}…"

    @property
    def between(self) -> bool:
        """Whether it was taken outside a meeting."""
        return self.where in BETWEEN

    def _find(self, event: QuorumFoundWanting | QuorumFoundAfterAll, *, wanting: str) -> None:
        if event.confirms:
            self.confirmations[event.meeting, event.item] = wanting
        else:
            self.wanted = wanting

    @property
    def confirmed_at(self) -> str:
        """The meeting that confirmed it last and had a quorum for that; "" for none."""
        had = [meeting for (meeting, _), wanting in self.confirmations.items() if not wanting]
        return had[-1] if had else ""

    @property
    def wanting(self) -> str:
        """Why its quorum was found wanting, or that of its confirmation where it hangs on one; ""
        where it was not, or a quorate meeting has confirmed it."""
        hangs = bool(self.wanted) or self.kind is Kind.ADVICE
        if self.confirmed_at or not hangs:
            return ""
        told = [
            f"When {meeting} confirmed it, {wanting[:1].lower()}{wanting[1:]}"
            for (meeting, _), wanting in self.confirmations.items()
        ]
        return " ".join(filter(None, [self.wanted, *told]))

    @property
    def worth(self) -> Standing:
        """What it is worth now."""
        if self.wanting:
            return Standing.WANTING
        if self.kind is Kind.ADVICE and not self.confirmed_at:
            return Standing.ADVICE
        if self.ratification is Ratification.DECLINED:
            return Standing.DECLINED
        if self.kind is Kind.SUBJECT and self.ratification is None:
            return Standing.NOT_TOLD if self.past else Standing.AWAITS
        if self.where is Where.EMAIL and self.kind is not Kind.SUBJECT and not self.past:
            return self._by_assents
        return Standing.STANDS

    @property
    def _by_assents(self) -> Standing:
        """What an agreement by e-mail is worth: silence is no assent."""
        if any(self.assents.get(each) == "" for each in self.asked):
            return Standing.REFUSED
        return Standing.UNANSWERED if self.asked.keys() - self.assents else Standing.STANDS

    def _answer(self, event: Assented) -> None:
        """A member answered; what is agreed by e-mail was decided by those who assented."""
        self.assents[event.agency] = event.on if event.assents else ""
        self._let_decide()

    def _let_decide(self) -> None:
        if self.where is Where.EMAIL and 1 in self.taken:
            voices = [Voice(agency=each) for each, day in self.assents.items() if day]
            taken = self.taken[1]
            self.taken[1] = replace(taken, voices=voices or taken.voices)

    @property
    def assents_in_words(self) -> str:
        """Who assented when, who did not, and of whom nothing is known."""
        told = [self.assents_told] if self.assents_told else []
        for agency, name in self.asked.items():
            if agency not in self.assents:
                told.append(f"{name}: no answer")
            elif day := self.assents[agency]:
                told.append(f"{name}: {long_date(day)}")
            else:
                told.append(f"{name}: did not assent")
        return "; ".join(told)
