"""One decision of a group: taken at an item of a meeting, or between meetings.

What a meeting without a quorum said is advice, until a quorate one ratifies it. A decision whose
quorum is later found wanting stays as it was written, is marked, and is asked to be confirmed. Of
one that was taken before this ledger nothing is judged but what was written down then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
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
from domain.groups.group import Group
from domain.kernel.bodies import Body, must_speak_for
from domain.kernel.deciding.minutes import NONE_FOUND, Minute, Minuted
from domain.kernel.errors import DomainError
from domain.kernel.item import Linkable, as_day, in_a_row, long_date
from domain.kernel.mending.correcting import Correctable, Fact
from domain.kernel.mending.twice import likeness_of
from domain.kernel.moves import move
from domain.kernel.plain import normal
from domain.kernel.terms import AgencyNames, Occasion
from domain.kernel.words import Code, Day, Ref, Words
from domain.partnership.agency import Agency

_NONE = frozenset(map(normal, ("", NONE_FOUND, "None", "No power found")))
RESTRICTED = "A restricted item. Its words are with the meeting."


class Decision(Correctable):
    """One decision, or the advice of a meeting that could not decide."""

    word = "decision"
    prefix = "DEC"
    alike_by = "the same group, day and words"
    can_be_corrected = (Fact("minute", "Minute"),)

    class Event(Correctable.Event):
        """Anything that happens to a decision."""

    class Taken(Event, Correctable.Created):
        """A group decided, or advised, at an item of a meeting on the day `on`.

        `quorum` is the sentence that says whether it could. The words of a `restricted` item are
        not here: the meeting has them.
        """

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

        def apply(self, aggregate: Decision) -> None:
            aggregate._start(self, where=Where.MEETING)

        def sentence(self, names: AgencyNames) -> str:
            what = KINDS[Kind(self.kind)].lower()
            return f"recorded what {self.group_name} said at {self.meeting} ({what}): {self.words}"

    class TakenBetween(Event, Correctable.Created):
        """A group decided between meetings on the day `on`.

        `power` is what lets it, quoted, or that none was found; `asked` are the names of the
        agencies whose members were asked, by reference. Silence is no assent.
        """

        kind: Code
        where: Code
        group: Ref
        group_name: Words
        words: Words
        power: Words
        asked: dict[Ref, Words]

        def apply(self, aggregate: Decision) -> None:
            aggregate._start(self, where=Where(self.where))

        def sentence(self, names: AgencyNames) -> str:
            how = WHERE[Where(self.where)].lower()
            return (
                f"recorded a decision of {self.group_name} between meetings ({how}; power: "
                f"{self.power}): {self.words}"
            )

    class TakenBefore(Event, Correctable.Created):
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

        def apply(self, aggregate: Decision) -> None:
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

        agency: Ref
        assents: bool
        known_by: Words

        def apply(self, aggregate: Decision) -> None:
            aggregate.assents[self.agency] = self.on if self.assents else ""

        def sentence(self, names: AgencyNames) -> str:
            did = "assented" if self.assents else "did not assent"
            who = names.get(self.agency, self.agency)
            return f"recorded that {who} {did} (known by {self.known_by})"

    class Reported(Event):
        """It was reported to a meeting of the group."""

        meeting: Ref
        minute: Words

        def apply(self, aggregate: Decision) -> None:
            aggregate.reported_at = self.meeting

        def sentence(self, names: AgencyNames) -> str:
            return f"reported it to {self.meeting} (minute {self.minute})"

    class QuorumFoundWanting(Event):
        """The attendance of its meeting was corrected: there was no quorum for it after all."""

        quorum: Words
        reason: Words

        def apply(self, aggregate: Decision) -> None:
            aggregate.wanting, aggregate.confirmed_at = self.quorum, ""

        def sentence(self, names: AgencyNames) -> str:
            return f"found its quorum wanting; it is asked to be confirmed. {self.quorum}"

    class Confirmed(Event):
        """A quorate meeting made the advice a decision, or confirmed one that was wanting."""

        meeting: Ref
        minute: Words
        quorum: Words

        def apply(self, aggregate: Decision) -> None:
            aggregate.confirmed_at, aggregate.wanting = self.meeting, ""

        def sentence(self, names: AgencyNames) -> str:
            return f"confirmed it at {self.meeting} (minute {self.minute})"

    class Ratified(Event, Minuted):
        """The body above said whether what was agreed subject to it holds."""

        answer: Code
        words: Words

        def apply(self, aggregate: Decision) -> None:
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
        self.reported_at = self.confirmed_at = self.wanting = ""
        self.ratification: Ratification | None = None

    def _take_past(self, event: TakenBefore) -> None:
        self.past, self.taken_on = True, event.taken_on
        self.number, self.note, self.decided_by = event.number, event.note, event.decided_by
        self.meeting_named, self.assents_told = event.meeting_named, event.assents
        self.asked = {}
        if event.ratification:
            self.ratification = Ratification(event.ratification)

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

    @property
    def standing(self) -> Standing:
        """What it is worth now."""
        if self.wanting:
            return Standing.WANTING
        if self.kind is Kind.ADVICE and not self.confirmed_at:
            return Standing.ADVICE
        if self.ratification is Ratification.DECLINED:
            return Standing.DECLINED
        if self.kind is Kind.SUBJECT and self.ratification is None:
            return Standing.NOT_TOLD if self.past else Standing.AWAITS
        return Standing.STANDS

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

    # ------------------------------------------------------------------ rules

    @classmethod
    def at_a_meeting(cls, occasion: Occasion, *, reference: str, **facts: Any) -> Decision:
        """What a meeting decided, or advised: the meeting itself sees that it could."""
        return cls._begin(occasion, cls.Taken, reference=reference, **facts)

    @classmethod
    @move()
    def take_between(
        cls,
        occasion: Occasion,
        *,
        reference: str,
        group: Group,
        where: Where,
        kind: Kind,
        words: str,
        power: str = "",
        agencies: Sequence[Agency] = (),
    ) -> Decision:
        """Record that a group decided between meetings, of which members were asked.

        The terms of reference give no power for it: one that is found is quoted, else it is
        recorded that none was.
        """
        if where not in BETWEEN:
            raise DomainError(
                "A decision of a meeting is recorded on the page of the meeting.", field="where"
            )
        if kind is Kind.ADVICE:
            raise DomainError(
                "Advice is what a meeting without a quorum gives. Choose another.", field="kind"
            )
        if where is Where.EMAIL and not agencies:
            raise DomainError("Say which members were asked.", field="agencies")
        seated = {seat.agency for seat in group.seats_on(occasion.on.isoformat())}
        if strangers := [each.name for each in agencies if each.reference not in seated]:
            raise DomainError(
                f"{in_a_row(strangers)} had no seat in {group.name} that day.", field="agencies"
            )
        return cls._begin(
            occasion,
            cls.TakenBetween,
            reference=reference,
            kind=kind.value,
            where=where.value,
            group=group.reference,
            group_name=group.short,
            words=words,
            power=_power(power),
            asked={each.reference: each.name for each in agencies},
        )

    @classmethod
    @move()
    def load_past(
        cls,
        occasion: Occasion,
        *,
        reference: str,
        group: Group,
        words: str,
        kind: Kind | None = None,
        where: Where | None = None,
        taken_on: date | None = None,
        met: Linkable | None = None,
        meeting: str = "",
        minute: str = "",
        decided_by: str = "",
        power: str = "",
        quorum: str = "",
        assents: str = "",
        ratification: Ratification | None = None,
        number: str = "",
        note: str = "",
    ) -> Decision:
        """Record what a group decided before this ledger was kept, as far as that was written.

        `met` is the meeting where this ledger has it, `meeting` what it was called.
        """
        day = as_day(taken_on)
        if day > occasion.on.isoformat():
            raise DomainError("A past decision is not dated in the future.", field="taken_on")
        found = where or (Where.MEETING if met or meeting else Where.NOT_RECORDED)
        if found in BETWEEN and (met or meeting):
            raise DomainError(
                "It was taken at a meeting or outside one: leave out the meeting, or how it was "
                "taken.",
                field="where",
            )
        past = cls._begin(
            occasion,
            cls.TakenBefore,
            reference=reference,
            kind=(kind or Kind.AGREED).value,
            where=found.value,
            group=group.reference,
            group_name=group.short,
            taken_on=day,
            words=words,
            meeting=met.reference if met else "",
            meeting_named=meeting,
            minute=minute,
            decided_by=decided_by,
            power=_power(power) if found in BETWEEN else power,
            quorum=quorum,
            assents=assents,
            ratification=ratification.value if ratification else "",
            number=number,
            note=note,
        )
        if met:
            past.link(occasion, other=met, reason="It was taken there.")
        return past

    def _taken_between(self) -> str | None:
        return None if self.between else "It was not taken between meetings."

    def _somebody_was_asked(self) -> str | None:
        return None if self.asked else "Nobody was asked to assent."

    @move(_taken_between, _somebody_was_asked)
    def assent(self, occasion: Occasion, *, agency: Agency, assents: bool, known_by: str) -> None:
        """Record that a member assents, or does not; the date is that of their words."""
        if agency.reference not in self.asked:
            raise DomainError(f"{agency.name} was not asked.", field="agency")
        if occasion.on.isoformat() < self.taken_on:
            raise DomainError(
                f"They were asked on {long_date(self.taken_on)}, not before.", field="on"
            )
        self._record(
            occasion, self.Assented, agency=agency.reference, assents=assents, known_by=known_by
        )

    def _not_reported(self) -> str | None:
        return f"It was reported to {self.reported_at}." if self.reported_at else None

    def _awaits_ratification(self) -> str | None:
        if self.standing in {Standing.AWAITS, Standing.NOT_TOLD}:
            return None
        return "It does not await ratification."

    @move(_awaits_ratification)
    def ratify(
        self,
        occasion: Occasion,
        *,
        answer: Ratification,
        words: str = "",
        minute: Minute | None = None,
    ) -> None:
        """Say, as or for the Executive, whether what was agreed subject to it holds."""
        minuted = must_speak_for(Body.EXECUTIVE, occasion, minute)
        if answer is Ratification.DECLINED and not words:
            raise DomainError("Say why it is not ratified.", field="words")
        if occasion.on.isoformat() < self.taken_on:
            raise DomainError(f"It was taken on {long_date(self.taken_on)}.", field="on")
        self._record(occasion, self.Ratified, answer=answer.value, words=words, **minuted.facts)

    def found_wanting(self, occasion: Occasion, *, quorum: str, reason: str) -> None:
        """Mark it, because the attendance of its meeting was corrected."""
        self._record(occasion, self.QuorumFoundWanting, quorum=quorum, reason=reason)

    @property
    def can_be_confirmed(self) -> bool:
        """Whether a quorate meeting can make it a decision, or confirm it."""
        return self.standing in {Standing.ADVICE, Standing.WANTING}

    def confirm_at(self, occasion: Occasion, *, meeting: str, minute: str, quorum: str) -> None:
        """Confirm it: what a quorate meeting does."""
        self._record(occasion, self.Confirmed, meeting=meeting, minute=minute, quorum=quorum)

    def report_at(self, occasion: Occasion, *, meeting: str, minute: str) -> None:
        """Report it to a meeting: what the meeting does."""
        if reason := self._taken_between() or self._not_reported():
            raise DomainError(reason, field="decision")
        self._record(occasion, self.Reported, meeting=meeting, minute=minute)


def _power(words: str) -> str:
    """The power that lets a group decide between meetings, or that none was found."""
    return NONE_FOUND if normal(words) in _NONE else words
