"""What a version of the escalation procedure says: its stages, their clocks, what cannot work.

The text of a partnership's procedure (ToR 6.1) need not be public, so nothing of it is
code: who decides, in how many days, counted from when, is content that an administrator replaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Annotated, Any

from domain.kernel.errors import DomainError
from domain.kernel.plain import normal
from domain.kernel.vocabulary import Spoken
from domain.kernel.words import FREE

Content = Annotated[dict[str, Any], FREE]
"""What rules say, as plain values. Much of it is written by people: names, records, notes."""

LONGEST_RECORD = 200
"""Characters of the words for something that a stage asks for."""
LONGEST_KEY = 40
"""Characters of a stage's key."""
LONGEST_CLOCK = 260
"""Working days of a clock: about a year."""
LONGEST_URGENT = 240
"""Hours of a stage in an urgent case: ten days."""
MOST_TIMES = 20
"""How often a stage may be extended, or a dispute returned, at the most."""


class Decider(StrEnum):
    """Who settles a dispute at a stage."""

    PARTIES = "parties"
    SENIOR_OFFICERS = "senior_officers"
    CONVENER = "convener"
    EXECUTIVE = "executive"
    LSP = "lsp"
    NOBODY = "nobody"


DECIDERS = Spoken(
    {
        Decider.PARTIES: "The named leads of the parties, jointly",
        Decider.SENIOR_OFFICERS: "One senior officer of each party, jointly",
        Decider.CONVENER: "A convener from no party",
        Decider.EXECUTIVE: "{Executive} (Delegated Safeguarding Partners)",
        Decider.LSP: "{Lead_partners}, jointly",
        Decider.NOBODY: "Nobody: a record of who was told",
    }
)
BY_PARTIES = frozenset({Decider.PARTIES, Decider.SENIOR_OFFICERS})
"""Who settles a stage by agreeing, because nobody stands above the parties there."""


BODIES_DECIDE = frozenset({Decider.EXECUTIVE, Decider.LSP})
"""Who decides as a body of several Safeguarding Partners."""


class HowDecided(StrEnum):
    """How a body of several Safeguarding Partners comes to a decision: never by a vote."""

    ALL_ASSENT = "all_assent"
    ALL_NEUTRAL = "all_neutral"


HOW_DECIDED = {
    HowDecided.ALL_ASSENT: "By the assent of all its Safeguarding Partners, parties included",
    HowDecided.ALL_NEUTRAL: "By all its Safeguarding Partners that are neutral",
}


class ClockStart(StrEnum):
    """The date that a stage's working days are counted from. It does not count itself."""

    MEETING = "meeting"
    CIRCULATED = "circulated"
    APPROVED = "approved"
    MINUTES = "minutes"
    ENTERED = "entered"


CLOCK_STARTS = {
    ClockStart.MEETING: "The date of the meeting",
    ClockStart.CIRCULATED: "The date the minutes were circulated",
    ClockStart.APPROVED: "The date the minutes were approved",
    ClockStart.MINUTES: "The date the minutes were circulated, at latest when they should have "
    "been",
    ClockStart.ENTERED: "The date the stage began",
}


class Ending(StrEnum):
    """How a dispute can end."""

    AGREED = "agreed"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    NO_LONGER = "no_longer"
    ANSWERED = "answered"


ENDINGS = {
    Ending.AGREED: "Resolved by agreement",
    Ending.DECIDED: "Resolved by decision",
    Ending.WITHDRAWN: "Withdrawn by the agency that raised it",
    Ending.SUPERSEDED: "Superseded by another item",
    Ending.NO_LONGER: "No longer a dispute",
    Ending.ANSWERED: "Answered from outside",
}


@dataclass(frozen=True)
class Stage:
    """One stage. `days` are working days, None where no clock runs.

    `how` says how a body of several decides; None where none does. `entry` and `exit` name what
    must be on record before the stage can be left; `then` is the key of the stage that follows,
    "" for the last.
    """

    key: str
    name: str
    decided_by: Decider
    how: HowDecided | None = None
    days: int | None = None
    starts: ClockStart = ClockStart.ENTERED
    urgent_may_skip: bool = False
    entry: tuple[str, ...] = ()
    exit: tuple[str, ...] = ()
    then: str = ""

    def can_end_by(self, ending: Ending) -> bool:
        """Whether a dispute can end in that way at this stage."""
        match ending:
            case Ending.DECIDED:
                return self.decided_by not in {*BY_PARTIES, Decider.NOBODY}
            case Ending.AGREED:
                return self.decided_by is not Decider.NOBODY
            case Ending.ANSWERED:
                return self.decided_by is Decider.NOBODY
        return True


_ITS_NUMBER = re.compile(r"^(?:(?:stage|level|tier|step) )?\d+ ")
"""What may stand before the name of a stage: “stage 3”, “3”."""
_NUMBERED = re.compile(r"(?:stage|level|tier|step) (\d{1,3})\b.*|(\d{1,3})|(\d{1,3}) .*")
"""Plain words that start with the number of a stage."""


def _is_called(stage: Stage, plain: str) -> bool:
    """Whether plain words are the key or the name of a stage, with or without what the name has
    in brackets."""
    names = {normal(stage.key), normal(stage.name), normal(stage.name.partition("(")[0])}
    return plain in names or _ITS_NUMBER.sub("", plain) in names


@dataclass(frozen=True)
class Rules:
    """What a version of the procedure says.

    `single_cases` names the policy by which a disagreement about a single child's case goes,
    which is none of this procedure's; `minutes_days` are the working days after a meeting in
    which its minutes should be circulated (ToR 3.2); `urgent_hours` is the clock of every stage
    of an urgent case, in hours that pass, worked or not, and the longest extension of one;
    `extensions` how often a stage may be extended, each by at most `extension_days` working days;
    `returns` how often a dispute may go back to a lower stage; `automatic` whether the tick
    escalates an overdue stage by itself; `issues_start_at` the stage at which an issue without
    opposing parties starts (ToR 1.4c).
    """

    title: str
    stages: tuple[Stage, ...]
    note: str = ""
    single_cases: str = ""
    minutes_days: int = 10
    urgent_hours: int = 24
    extensions: int = 1
    extension_days: int = 10
    returns: int = 1
    automatic: bool = False
    issues_start_at: str = ""
    endings: tuple[Ending, ...] = tuple(Ending)

    @property
    def first(self) -> Stage:
        return self.stages[0]

    def stage(self, key: str) -> Stage:
        """The stage with that key. Raises DomainError."""
        for stage in self.stages:
            if stage.key == key:
                return stage
        raise DomainError(f"The procedure has no stage “{key}”.", field="stage")

    def called(self, words: str) -> Stage:
        """The stage with that key, name or number, such as “Stage 3” or “Senior managers”.

        Raises DomainError.
        """
        order, plain = self.in_order(), normal(words)
        named = [stage for stage in order if _is_called(stage, plain)]
        number = _NUMBERED.fullmatch(plain)
        place = int(number[1] or number[2] or number[3]) if number else 0
        mentioned = [stage for stage in order if normal(stage.key) in plain.split()]
        if named:
            return named[0]
        if 1 <= place <= len(order):
            return order[place - 1]
        if len(mentioned) == 1:
            return mentioned[0]
        known = "; ".join(f"{number} {stage.name}" for number, stage in enumerate(order, 1))
        raise DomainError(f"The procedure has no stage “{words}”. It has: {known}.", field="stage")

    def in_order(self) -> list[Stage]:
        """The stages from the first to the last, each after the one that leads to it."""
        return [self.stage(key) for key in self._walk()]

    def number(self, key: str) -> int:
        """The place of a stage in the order, from 1."""
        return [stage.key for stage in self.in_order()].index(key) + 1

    def faults(self) -> list[str]:
        """Why a dispute could not be taken through it; empty when it works."""
        return list(self._faults())

    def as_content(self) -> dict[str, Any]:
        """It as plain values, as the log and a file hold it."""
        stages = [
            {
                **asdict(stage),
                "decided_by": stage.decided_by.value,
                "how": stage.how.value if stage.how else "",
                "starts": stage.starts.value,
                "entry": list(stage.entry),
                "exit": list(stage.exit),
            }
            for stage in self.stages
        ]
        endings = [ending.value for ending in self.endings]
        return {**asdict(self), "stages": stages, "endings": endings}

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Rules:
        """The rules that plain values say; the values themselves must be of the right types."""
        stages = tuple(
            Stage(
                **{
                    **stage,
                    "decided_by": Decider(stage["decided_by"]),
                    "how": HowDecided(stage["how"]) if stage["how"] else None,
                    "starts": ClockStart(stage["starts"]),
                    "entry": tuple(stage["entry"]),
                    "exit": tuple(stage["exit"]),
                }
            )
            for stage in content["stages"]
        )
        endings = tuple(Ending(ending) for ending in content["endings"])
        return cls(**{**content, "stages": stages, "endings": endings})

    def _walk(self) -> Iterator[str]:
        """The keys from the first stage on, up to the last or to where it turns in a circle."""
        following = {stage.key: stage.then for stage in self.stages}
        key, seen = self.first.key, set[str]()
        while key in following and key not in seen:
            yield key
            seen.add(key)
            key = following[key]

    def _faults(self) -> Iterator[str]:
        if not self.stages:
            yield "It has no stages."
            return
        keys = [stage.key for stage in self.stages]
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield f"Two stages have the key “{key}”."
        reached = list(self._walk())
        last = self.stage(reached[-1])
        if last.then in reached:
            back = self.stage(last.then).name
            yield f"It turns in a circle: “{last.name}” leads back to “{back}”."
        for stage in self.stages:
            if stage.then and stage.then not in keys:
                yield f"“{stage.name}” leads to “{stage.then}”, which is no stage."
            if stage.key not in reached:
                yield f"Nothing leads to the stage “{stage.name}”."
            yield from self._faults_of(stage)
        yield from self._faults_of_endings(last)
        yield from self._faults_of_numbers()

    def excesses(self) -> Iterator[str]:
        """What is so much that it can only be a slip of the keyboard."""
        for stage in self.stages:
            if (stage.days or 0) > LONGEST_CLOCK:
                yield f"“{stage.name}” can have at most {LONGEST_CLOCK} working days."
        if max(self.minutes_days, self.extension_days) > LONGEST_CLOCK:
            yield f"No clock can run for more than {LONGEST_CLOCK} working days."
        if self.urgent_hours > LONGEST_URGENT:
            yield f"An urgent case can have at most {LONGEST_URGENT} hours at a stage."
        if max(self.extensions, self.returns) > MOST_TIMES:
            yield f"Nothing can be extended or returned more than {MOST_TIMES} times."

    def _faults_of(self, stage: Stage) -> Iterator[str]:
        if not stage.name or not stage.key:
            yield "A stage has no name or no key."
        if stage.decided_by in BODIES_DECIDE and stage.how is None:
            yield (
                f"It does not say how “{stage.name}” is decided: by the assent of all, or by all "
                "who are neutral."
            )
        if stage.how and stage.decided_by not in BODIES_DECIDE:
            yield f"No body of several decides “{stage.name}”, so it cannot say how one does."
        if stage.decided_by is Decider.NOBODY:
            if stage.then:
                yield f"Nobody may decide the stage “{stage.name}”, and it is not the last."
            if stage.days is not None:
                yield f"“{stage.name}” has days, but nobody decides it, so no clock can run."
        elif stage.days is None:
            yield f"The days of “{stage.name}” are missing."
        elif stage.days < 1:
            yield f"“{stage.name}” must have at least 1 working day."
        if len(stage.key) > LONGEST_KEY:
            yield f"The key of “{stage.name}” must have {LONGEST_KEY} characters or fewer."
        asked = [*stage.entry, *stage.exit]
        for record in sorted({record for record in asked if asked.count(record) > 1}):
            yield f"“{stage.name}” asks twice for “{record}”."
        for record in (*stage.entry, *stage.exit):
            if not 0 < len(record) <= LONGEST_RECORD:
                yield (
                    f"What “{stage.name}” asks for must have 1 to {LONGEST_RECORD} characters, or "
                    "nobody could put it on record."
                )
        if stage.key != self.first.key and stage.starts is not ClockStart.ENTERED:
            yield (
                f"The clock of “{stage.name}” can only start when the stage begins: only the "
                "first stage can count from the meeting or its minutes."
            )

    def _faults_of_endings(self, last: Stage) -> Iterator[str]:
        deciders = {stage.decided_by for stage in self.stages}
        if Decider.NOBODY in deciders and Ending.ANSWERED not in self.endings:
            yield f"“{last.name}” can only end by an answer, which is not among the endings."
        if Ending.ANSWERED in self.endings and Decider.NOBODY not in deciders:
            yield "It can end by an answer from outside, but has no stage for that."
        if deciders & BY_PARTIES and Ending.AGREED not in self.endings:
            yield "Parties settle a stage by agreeing, which is not among the endings."
        if deciders - BY_PARTIES - {Decider.NOBODY} and Ending.DECIDED not in self.endings:
            yield "Somebody decides a stage, and a decision is not among the endings."
        if last.decided_by in BY_PARTIES:
            yield f"It stops at “{last.name}”, so parties that never agree would stay there."

    def _faults_of_numbers(self) -> Iterator[str]:
        if self.minutes_days < 1:
            yield "The minutes of a meeting must have at least 1 working day."
        if self.urgent_hours < 1:
            yield "An urgent case must have at least 1 hour at a stage."
        if self.extensions and self.extension_days < 1:
            yield "An extension must be of at least 1 working day."
        yield from self.excesses()
        starts = [stage for stage in self.stages if stage.key == self.issues_start_at]
        if not starts:
            yield f"Issues start at “{self.issues_start_at}”, which is no stage."
        elif starts[0].decided_by in BY_PARTIES:
            yield f"Issues start at “{starts[0].name}”, which parties settle; an issue has none."
