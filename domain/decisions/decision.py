"""One decision of a group: taken at an item of a meeting, or between meetings.

What a meeting without a quorum said is advice, until a quorate one ratifies it. A decision whose
quorum is later found wanting stays as it was written, is marked, and is asked to be confirmed. Of
one that was taken before this ledger nothing is judged but what was written down then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.decisions.events import DecisionEvents
from domain.decisions.vocabulary import (
    BETWEEN,
    KINDS,
    Kind,
    Ratification,
    Standing,
    Where,
)
from domain.groups.group import Group
from domain.groups.speaking import must_be_of_its_own
from domain.groups.vocabulary import GroupKind
from domain.kernel.bodies import BODY_ROLES, Body, must_ratify
from domain.kernel.deciding.minutes import NONE_FOUND, Minute
from domain.kernel.errors import DomainError
from domain.kernel.finder import Finder
from domain.kernel.item import Linkable, as_day, in_a_row, long_date
from domain.kernel.mending.correcting import Fact, FactKind, not_after, parts_of
from domain.kernel.mending.redeciding import ASSENT, DAY, WORDS, Voice
from domain.kernel.moves import move
from domain.kernel.plain import normal
from domain.kernel.terms import AgencyNames, Occasion, Role
from domain.kernel.vocabulary import said
from domain.partnership.agency import Agency

_NONE = frozenset(map(normal, ("", NONE_FOUND, "None", "No power found")))
RESTRICTED = "A restricted item. Its words are with the meeting."


@dataclass(frozen=True)
class _AskedFact(Fact):
    """The agencies whose members were asked."""

    def text(self, item: Any) -> str:
        return ", ".join(item.asked)

    def take(self, item: Any, text: str) -> None:
        item.asked = {each: item.asked.get(each, each) for each in parts_of(text)}


def _past(key: str, label: str, kind: FactKind = FactKind.LINE, **more: Any) -> Fact:
    return Fact(key, label, kind, known=lambda decision: decision.past, **more)


class Decision(DecisionEvents):
    """One decision, or the advice of a meeting that could not decide.

    What was written down of one that was taken before this ledger is corrected as any record is;
    what was decided since only with those who did.
    """

    word = "decision"
    prefix = "DEC"
    alike_by = "the same group, day and words"
    can_be_corrected = (
        Fact("minute", "Minute", known=lambda decision: not decision.between),
        Fact("power", "Power", known=lambda decision: decision.between or decision.past),
        _AskedFact("asked", "Whose members were asked", FactKind.AGENCIES, required=True,
                   known=lambda decision: bool(decision.asked)),
        _past("words", "Decision", FactKind.PROSE, required=True),
        _past("kind", "What it is", FactKind.CODE, required=True, choices=KINDS, holds=Kind),
        _past("taken_on", "Taken on", FactKind.DAY),
        _past("meeting_named", "Meeting, as it was called"),
        _past("decided_by", "By whom"),
        _past("quorum", "What was written of the quorum", FactKind.PROSE),
        _past("assents_told", "What was written of assents", FactKind.PROSE),
        _past("number", "Number there"),
        _past("note", "Note", FactKind.PROSE),
    )  # fmt: skip

    # ------------------------------------------------------------------ rules

    @classmethod
    def at_a_meeting(
        cls, occasion: Occasion, *, reference: str, group: Group, kind: Kind, **facts: Any
    ) -> Decision:
        """What a meeting decided, or advised: the meeting itself sees that it could."""
        _must_not_ask_itself(group, kind)
        return cls._begin(
            occasion,
            cls.Taken,
            reference=reference,
            kind=kind.value,
            group=group.reference,
            group_name=group.short,
            decider=group.decider,
            **facts,
        )

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
        must_be_of_its_own(group, occasion)
        if where not in BETWEEN:
            raise DomainError(
                "A decision of a meeting is recorded on the page of the meeting.", field="where"
            )
        if kind is Kind.ADVICE:
            raise DomainError(
                "Advice is what a meeting without a quorum gives. Choose another.", field="kind"
            )
        _must_not_ask_itself(group, kind)
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
            decider=group.decider,
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
            occasion,
            self.Assented,
            agency=agency.reference,
            name=agency.name,
            assents=assents,
            known_by=known_by,
        )

    def _not_reported(self) -> str | None:
        return f"It was reported to {self.reported_at}." if self.reported_at else None

    def _awaits_ratification(self) -> str | None:
        if self.worth in {Standing.AWAITS, Standing.NOT_TOLD}:
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
        minuted = must_ratify(occasion, minute, past=self.past)
        if answer is Ratification.DECLINED and not words:
            raise DomainError("Say why it is not ratified.", field="words")
        if occasion.on.isoformat() < self.taken_on:
            raise DomainError(f"It was taken on {long_date(self.taken_on)}.", field="on")
        self._record(occasion, self.Ratified, answer=answer.value, words=words, **minuted.facts)

    def find_quorum(
        self,
        occasion: Occasion,
        *,
        quorate: bool,
        meeting: str,
        item: int,
        confirms: bool,
        quorum: str,
        reason: str,
    ) -> None:
        """Mark it, or lift the mark, because it was put right who was there when a meeting decided
        or, where it `confirms`, confirmed it: what the meeting does."""
        event = self.QuorumFoundAfterAll if quorate else self.QuorumFoundWanting
        self._record(
            occasion,
            event,
            meeting=meeting,
            item=item,
            confirms=confirms,
            quorum=quorum,
            reason=reason,
        )

    def correct_date(self, occasion: Occasion, *, meeting: str, becomes: str, reason: str) -> None:
        """Date it anew with the meeting that took it: what the meeting does."""
        self._record(
            occasion,
            self.DateCorrected,
            meeting=meeting,
            was=self.taken_on,
            becomes=becomes,
            reason=reason,
        )

    @property
    def can_be_confirmed(self) -> bool:
        """Whether a quorate meeting can make it a decision, or confirm it."""
        return self.worth in {Standing.ADVICE, Standing.WANTING}

    def confirm_at(
        self, occasion: Occasion, *, meeting: str, item: int, minute: str, quorum: str
    ) -> None:
        """Confirm it: what a quorate meeting does."""
        self._record(
            occasion, self.Confirmed, meeting=meeting, item=item, minute=minute, quorum=quorum
        )

    def report_at(self, occasion: Occasion, *, meeting: str, minute: str) -> None:
        """Report it to a meeting: what the meeting does."""
        if reason := self._taken_between() or self._not_reported():
            raise DomainError(reason, field="decision")
        self._record(occasion, self.Reported, meeting=meeting, minute=minute)

    # ------------------------------------------------------------------ mistakes

    def _fits(self, fact: Fact, text: str, occasion: Occasion, find: Finder) -> Mapping[str, str]:
        if fact.key == "taken_on":
            not_after(fact, text, occasion)
        if fact.key != "asked":
            return {}
        asked = parts_of(text)
        if gone := [self.asked[each] for each in self.assents if each not in asked]:
            raise DomainError(
                f"{in_a_row(gone)} answered, so was asked. If another agency did, correct the "
                "answer first."
            )
        return {each: find(Agency, each).name for each in asked}

    def _take_correction(self, event: Decision.Corrected) -> None:
        super()._take_correction(event)
        if event.fact == "asked":
            self.asked = {**self.asked, **event.named}

    def _voices(self, event: Any) -> Sequence[Voice]:
        """What a group decided, whoever speaks for it; an answer, its agency; the rest, the body
        above."""
        if isinstance(event, Decision.Assented):
            return [Voice(agency=event.agency)]
        if isinstance(event, Decision.Ratified):
            return [Voice(role=BODY_ROLES[Body.EXECUTIVE])]
        return [Voice(role=Role(event.decider) if event.decider else None)]

    def _assents_of(self, event: Any) -> tuple[Mapping[str, str], AgencyNames]:
        if isinstance(event, Decision.Assented):
            return {event.agency: event.on}, self.asked
        return {}, {}

    def _has_assented(self, version: int, agency: str) -> bool:
        return agency in self.assents

    def _take_redecision(self, event: Any) -> None:
        if event.what == ASSENT:
            self.assents[event.becomes] = self.assents.pop(event.was)
        elif event.what == DAY and event.decision == 1:
            self.taken_on = event.becomes
        elif event.what == DAY:
            self.assents = {
                each: event.becomes if each in self.taken[event.decision].assents else day
                for each, day in self.assents.items()
            }
        elif event.what == WORDS and event.decision == 1:
            self.words = event.becomes
        self._let_decide()


def _power(words: str) -> str:
    """The power that lets a group decide between meetings, or that none was found."""
    return NONE_FOUND if normal(words) in _NONE else words


def _must_not_ask_itself(group: Group, kind: Kind) -> None:
    """Raise DomainError where the Executive would recommend to itself, or await itself."""
    if group.kind is GroupKind.EXECUTIVE and kind in {Kind.RECOMMENDED, Kind.SUBJECT}:
        raise DomainError(
            said("{Executive} decides that itself. Choose that it was agreed."), field="kind"
        )
