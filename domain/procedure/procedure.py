"""The escalation procedure as versioned data: its stages, its rules, and the versions of it.

The text of Section 11 of the KSCMP Arrangements (ToR 6.1) is not public, so nothing of it is
code: who decides, in how many days, counted from when, is content that an administrator replaces.
A dispute keeps the version that it started under.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from domain.kernel.errors import DomainError, NotFoundError
from domain.kernel.finder import Finder
from domain.kernel.item import Item, long_date
from domain.kernel.moves import move
from domain.kernel.plain import normal
from domain.kernel.terms import AgencyNames, Occasion
from domain.kernel.words import FREE, Day, Words

PROCEDURE = "escalation-procedure"
"""The reference of the one procedure of a partnership."""

Content = Annotated[dict[str, Any], FREE]
"""What rules say, as plain values. Much of it is written by people: names, records, notes."""

LONGEST_RECORD = 200
"""Characters of the words for something that a stage asks for."""
LONGEST_KEY = 40
"""Characters of a stage's key."""
LONGEST_CLOCK = 260
"""Working days of a clock: about a year."""
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


DECIDERS = {
    Decider.PARTIES: "The named leads of the parties, jointly",
    Decider.SENIOR_OFFICERS: "One senior officer of each party, jointly",
    Decider.CONVENER: "A convener from no party",
    Decider.EXECUTIVE: "The KSCMP Executive (Delegated Safeguarding Partners)",
    Decider.LSP: "The Lead Safeguarding Partners, jointly",
    Decider.NOBODY: "Nobody: a record of who was told",
}
BY_PARTIES = frozenset({Decider.PARTIES, Decider.SENIOR_OFFICERS})
"""Who settles a stage by agreeing, because nobody stands above the parties there."""


class ClockStart(StrEnum):
    """The date that a stage's working days are counted from. It does not count itself."""

    MEETING = "meeting"
    CIRCULATED = "circulated"
    APPROVED = "approved"
    ENTERED = "entered"


CLOCK_STARTS = {
    ClockStart.MEETING: "The date of the meeting",
    ClockStart.CIRCULATED: "The date the minutes were circulated",
    ClockStart.APPROVED: "The date the minutes were approved",
    ClockStart.ENTERED: "The date the stage began",
}


class Ending(StrEnum):
    """How a dispute can end."""

    AGREED = "agreed"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    NO_LONGER = "no_longer"
    NOTIFIED = "notified"


ENDINGS = {
    Ending.AGREED: "Resolved by agreement",
    Ending.DECIDED: "Resolved by decision",
    Ending.WITHDRAWN: "Withdrawn by the agency that raised it",
    Ending.SUPERSEDED: "Superseded by another item",
    Ending.NO_LONGER: "No longer a dispute",
    Ending.NOTIFIED: "Notified externally",
}


@dataclass(frozen=True)
class Stage:
    """One stage. `days` are working days, None where no clock runs.

    `entry` and `exit` name what must be on record before the stage can be left; `then` is the
    key of the stage that follows, "" for the last.
    """

    key: str
    name: str
    decided_by: Decider
    days: int | None = None
    starts: ClockStart = ClockStart.ENTERED
    urgent_may_skip: bool = False
    entry: tuple[str, ...] = ()
    exit: tuple[str, ...] = ()
    then: str = ""


_ITS_NUMBER = re.compile(r"^(?:(?:stage|level|tier|step) )?\d+ ")
"""What may stand before the name of a stage: “stage 3”, “3”."""
_NUMBERED = re.compile(r"(?:stage|level|tier|step) (\d+)\b.*|(\d+)|(\d+) .*")
"""Plain words that start with the number of a stage."""


def _is_called(stage: Stage, plain: str) -> bool:
    """Whether plain words are the key or the name of a stage, with or without what the name has
    in brackets."""
    names = {normal(stage.key), normal(stage.name), normal(stage.name.partition("(")[0])}
    return plain in names or _ITS_NUMBER.sub("", plain) in names


@dataclass(frozen=True)
class Rules:
    """What a version of the procedure says.

    `urgent_days` is the clock of every stage of an urgent case, in working days; `extensions`
    how often a stage may be extended, each by at most `extension_days` working days; `returns`
    how often a dispute may go back to a lower stage; `automatic` whether the tick escalates an
    overdue stage by itself; `issues_start_at` the stage at which an issue without opposing
    parties starts (ToR 1.4c).
    """

    title: str
    stages: tuple[Stage, ...]
    note: str = ""
    urgent_days: int = 1
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
        """The stage with that key, name or number, such as “Stage 3” or “SAAS meeting”.

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
        if max(self.urgent_days, self.extension_days) > LONGEST_CLOCK:
            yield f"No clock can run for more than {LONGEST_CLOCK} working days."
        if max(self.extensions, self.returns) > MOST_TIMES:
            yield f"Nothing can be extended or returned more than {MOST_TIMES} times."

    def _faults_of(self, stage: Stage) -> Iterator[str]:
        if not stage.name or not stage.key:
            yield "A stage has no name or no key."
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
        if Decider.NOBODY in deciders and Ending.NOTIFIED not in self.endings:
            yield f"“{last.name}” can only end by notifying, which is not among the endings."
        if Ending.NOTIFIED in self.endings and Decider.NOBODY not in deciders:
            yield "It can end by notifying externally, but has no stage for that."
        if deciders & BY_PARTIES and Ending.AGREED not in self.endings:
            yield "Parties settle a stage by agreeing, which is not among the endings."
        if deciders - BY_PARTIES - {Decider.NOBODY} and Ending.DECIDED not in self.endings:
            yield "Somebody decides a stage, and a decision is not among the endings."
        if last.decided_by in BY_PARTIES:
            yield f"It stops at “{last.name}”, so parties that never agree would stay there."

    def _faults_of_numbers(self) -> Iterator[str]:
        if self.urgent_days < 1:
            yield "An urgent case must have at least 1 working day."
        if self.extensions and self.extension_days < 1:
            yield "An extension must be of at least 1 working day."
        yield from self.excesses()
        starts = [stage for stage in self.stages if stage.key == self.issues_start_at]
        if not starts:
            yield f"Issues start at “{self.issues_start_at}”, which is no stage."
        elif starts[0].decided_by in BY_PARTIES:
            yield f"Issues start at “{starts[0].name}”, which parties settle; an issue has none."


@dataclass(frozen=True)
class Version:
    """A published version. It is a placeholder until somebody confirms it."""

    number: int
    rules: Rules
    from_on: str
    published_on: str
    reason: str
    confirmed: bool = False


@dataclass(frozen=True)
class Difference:
    """One thing that two versions say differently; "" where one says nothing."""

    where: str
    what: str
    before: str
    after: str


class Procedure(Item):
    """The escalation procedure of the partnership: its draft, if there is one, and its versions."""

    word = "procedure"
    only = PROCEDURE
    """The reference of the one procedure."""
    none_yet = "No escalation procedure has been published. An administrator can do that."
    """What to say where it is needed and there is none."""

    @staticmethod
    def spelt(reference: str) -> str:
        return reference.lower()

    class Event(Item.Event):
        """Anything that happens to the procedure."""

    class Begun(Event, Item.Created):
        """The first draft was made."""

        content: Content

        def apply(self, aggregate: Procedure) -> None:
            aggregate._start(self)

        def sentence(self, names: AgencyNames) -> str:
            return "drafted the first escalation procedure"

    class Drafted(Event):
        """A new draft was made: a copy of version `based_on`, or of a file (0)."""

        content: Content
        based_on: int

        def apply(self, aggregate: Procedure) -> None:
            aggregate.in_draft = Rules.of(self.content)

        def sentence(self, names: AgencyNames) -> str:
            source = f"version {self.based_on}" if self.based_on else "a file"
            return f"drafted a new version of the procedure from {source}"

    class DraftChanged(Event):
        """The draft says something else now. `change` says what, in words."""

        content: Content
        change: Words

        def apply(self, aggregate: Procedure) -> None:
            aggregate.in_draft = Rules.of(self.content)

        def sentence(self, names: AgencyNames) -> str:
            return f"changed the draft: {self.change}"

    class DraftDiscarded(Event):
        """The draft was thrown away."""

        reason: Words

        def apply(self, aggregate: Procedure) -> None:
            aggregate.in_draft = None

        def sentence(self, names: AgencyNames) -> str:
            return "discarded the draft of the procedure"

    class Published(Event):
        """The draft became a version, for disputes that start on `from_on` or later."""

        number: int
        content: Content
        from_on: Day
        reason: Words

        def apply(self, aggregate: Procedure) -> None:
            aggregate.in_draft = None
            aggregate.versions[self.number] = Version(
                self.number, Rules.of(self.content), self.from_on, self.on, self.reason
            )

        def sentence(self, names: AgencyNames) -> str:
            return (
                f"published version {self.number} of the procedure, for disputes from "
                f"{long_date(self.from_on)}"
            )

    class Confirmed(Event):
        """Somebody compared a version with Section 11 of the KSCMP Arrangements."""

        number: int
        reason: Words

        def apply(self, aggregate: Procedure) -> None:
            version = aggregate.versions[self.number]
            aggregate.versions[self.number] = replace(version, confirmed=True)

        def sentence(self, names: AgencyNames) -> str:
            return f"confirmed that version {self.number} is Section 11 of the KSCMP Arrangements"

    # ------------------------------------------------------------------ state

    def _start(self, event: Begun) -> None:
        self.in_draft: Rules | None = Rules.of(event.content)
        self.versions: dict[int, Version] = {}

    def version_for(self, on: date) -> Version:
        """The version for a dispute that starts on a day: the newest that was in force by then.

        Before the first came into force, the first. Raises DomainError while none is published.
        """
        if not self.versions:
            raise DomainError("No version of the procedure has been published yet.")
        in_force = [each for each in self.versions.values() if each.from_on <= on.isoformat()]
        return in_force[-1] if in_force else self.versions[1]

    def numbered(self, number: int) -> Version:
        """The version with that number. Raises DomainError."""
        if number not in self.versions:
            raise DomainError(f"There is no version {number} of the procedure.")
        return self.versions[number]

    # ------------------------------------------------------------------ rules

    @classmethod
    @move()
    def begin(cls, occasion: Occasion, *, rules: Rules, find: Finder) -> Procedure:
        """Make the first draft of the one procedure."""
        try:
            find(Procedure, cls.only)
        except NotFoundError:
            content = rules.as_content()
            return cls._begin(occasion, cls.Begun, reference=cls.only, content=content)
        raise DomainError("There is a procedure already. Draft a new version of it.")

    def _no_draft(self) -> str | None:
        if self.in_draft is None:
            return None
        return "There is a draft already. Publish or discard it first."

    def _has_versions(self) -> str | None:
        return None if self.versions else "There is no version to copy yet."

    @move(_no_draft, _has_versions)
    def draft(self, occasion: Occasion, *, number: int) -> None:
        """Make a draft that says what a version says."""
        content = self.numbered(number).rules.as_content()
        self._record(occasion, self.Drafted, content=content, based_on=number)

    @move(_no_draft)
    def draft_from_file(self, occasion: Occasion, *, rules: Rules) -> None:
        """Make a draft of what somebody wrote elsewhere."""
        self._record(occasion, self.Drafted, content=rules.as_content(), based_on=0)

    def _has_draft(self) -> str | None:
        return None if self.in_draft else "There is no draft."

    @move(_has_draft)
    def change_rules(
        self,
        occasion: Occasion,
        *,
        title: str,
        note: str,
        urgent_days: int,
        extensions: int,
        extension_days: int,
        returns: int,
        automatic: bool,
        issues_start_at: str,
        endings: Sequence[Ending],
    ) -> None:
        """Change what the draft says of all stages."""
        changed = Rules(
            title=title,
            stages=self._draft.stages,
            note=note,
            urgent_days=urgent_days,
            extensions=extensions,
            extension_days=extension_days,
            returns=returns,
            automatic=automatic,
            issues_start_at=issues_start_at,
            endings=tuple(endings),
        )
        self._change(occasion, changed, "its rules for every stage")

    @move(_has_draft)
    def change_stage(
        self,
        occasion: Occasion,
        *,
        stage: str,
        name: str,
        decided_by: Decider,
        days: int | None,
        starts: ClockStart,
        urgent_may_skip: bool,
        entry: Sequence[str],
        exit: Sequence[str],
        then: str,
    ) -> None:
        """Change one stage of the draft: all that it says but its key."""
        now = self._draft.stage(stage)
        changed = Stage(
            key=now.key,
            name=name,
            decided_by=decided_by,
            days=days,
            starts=starts,
            urgent_may_skip=urgent_may_skip,
            entry=tuple(entry),
            exit=tuple(exit),
            then=then,
        )
        stages = tuple(changed if each is now else each for each in self._draft.stages)
        self._change(occasion, replace(self._draft, stages=stages), f"the stage “{now.name}”")

    @move(_has_draft)
    def add_stage(
        self,
        occasion: Occasion,
        *,
        key: str,
        name: str,
        decided_by: Decider,
        days: int | None,
        starts: ClockStart,
        urgent_may_skip: bool,
        entry: Sequence[str],
        exit: Sequence[str],
        after: str,
    ) -> None:
        """Put a stage into the draft after another, or first (after "")."""
        if any(each.key == key for each in self._draft.stages):
            raise DomainError(f"There is a stage with the key “{key}” already.", field="key")
        stages = list(self._draft.stages)
        if after:
            before = self._draft.stage(after)
            place, then = stages.index(before) + 1, before.then
            stages[place - 1] = replace(before, then=key)
        else:
            place, then = 0, stages[0].key if stages else ""
        added = Stage(
            key=key,
            name=name,
            decided_by=decided_by,
            days=days,
            starts=starts,
            urgent_may_skip=urgent_may_skip,
            entry=tuple(entry),
            exit=tuple(exit),
            then=then,
        )
        stages.insert(place, added)
        changed = replace(self._draft, stages=tuple(stages))
        self._change(occasion, changed, f"a new stage “{name}”")

    @move(_has_draft)
    def remove_stage(self, occasion: Occasion, *, stage: str) -> None:
        """Take a stage out of the draft; what led to it leads to what followed it."""
        gone = self._draft.stage(stage)
        stages = tuple(
            replace(each, then=gone.then) if each.then == gone.key else each
            for each in self._draft.stages
            if each is not gone
        )
        changed = replace(self._draft, stages=stages)
        self._change(occasion, changed, f"without the stage “{gone.name}”")

    @move(_has_draft)
    def discard(self, occasion: Occasion, *, reason: str) -> None:
        """Throw the draft away."""
        self._record(occasion, self.DraftDiscarded, reason=reason)

    def _draft_can_work(self) -> str | None:
        faults = self._draft.faults()
        return f"The draft cannot work. {' '.join(faults)}" if faults else None

    @move(_has_draft, _draft_can_work)
    def publish(self, occasion: Occasion, *, from_on: date | None = None, reason: str) -> None:
        """Make the draft a version, for disputes that start from a day on (None: today)."""
        from_on = from_on or occasion.on
        latest = max((each.from_on for each in self.versions.values()), default="")
        if from_on.isoformat() < latest:
            raise DomainError(
                f"The version before it holds from {long_date(latest)}; this one cannot hold "
                "from an earlier day.",
                field="from_on",
            )
        self._record(
            occasion,
            self.Published,
            number=len(self.versions) + 1,
            content=self._draft.as_content(),
            from_on=from_on.isoformat(),
            reason=reason,
        )

    def _has_unconfirmed(self) -> str | None:
        if not self.versions:
            return "There is no version to confirm yet."
        if all(version.confirmed for version in self.versions.values()):
            return "Every version has been confirmed."
        return None

    @move(_has_unconfirmed)
    def confirm(self, occasion: Occasion, *, number: int, reason: str) -> None:
        """Say that a version is what Section 11 of the KSCMP Arrangements says."""
        if self.numbered(number).confirmed:
            raise DomainError(f"Version {number} has been confirmed already.", field="number")
        self._record(occasion, self.Confirmed, number=number, reason=reason)

    @property
    def _draft(self) -> Rules:
        assert self.in_draft is not None  # a guard has asked
        return self.in_draft

    def _change(self, occasion: Occasion, rules: Rules, change: str) -> None:
        if rules == self.in_draft:
            raise DomainError("That is what the draft says already.")
        if excesses := [*rules.excesses()]:
            raise DomainError(" ".join(excesses))
        self._record(occasion, self.DraftChanged, content=rules.as_content(), change=change)


_RULES = {
    "title": "Title",
    "note": "Note",
    "urgent_days": "Working days of a stage when urgent",
    "extensions": "Extensions of a stage",
    "extension_days": "Longest extension, in working days",
    "returns": "Returns to a lower stage",
    "automatic": "Overdue stages escalate by themselves",
    "issues_start_at": "Issues start at",
    "endings": "Endings",
}
_STAGE = {
    "name": "Name",
    "decided_by": "Decided by",
    "days": "Working days",
    "starts": "Clock starts at",
    "urgent_may_skip": "An urgent case may skip it",
    "entry": "Record when it begins",
    "exit": "Record when it ends",
    "then": "Leads to",
}


def procedure_in_words(procedure: Procedure) -> dict[str, str]:
    """How the procedure stands, each thing in words: its versions, and what it says.

    What it says is what its draft says, or else the newest version.
    """
    words = {f"Version {each.number}": _standing(each) for each in procedure.versions.values()}
    newest = procedure.versions[max(procedure.versions)].rules if procedure.versions else None
    if procedure.in_draft:
        words["Draft"] = "There is one"
    return words | rules_in_words(procedure.in_draft or newest)


def rules_in_words(rules: Rules | None) -> dict[str, str]:
    """What rules say, each thing by its label; what a stage says by its key, which stays when its
    name changes."""
    if rules is None:
        return {}
    words = {label: rule_in_words(getattr(rules, name)) for name, label in _RULES.items()}
    for stage in rules.stages:
        for name, label in _STAGE.items():
            words[f"Stage “{stage.key}”: {label.lower()}"] = rule_in_words(getattr(stage, name))
    return words


def _standing(version: Version) -> str:
    confirmed = ", confirmed" if version.confirmed else ", not confirmed"
    return f"For disputes from {long_date(version.from_on)}{confirmed}"


def differences(before: Rules, after: Rules) -> list[Difference]:
    """What two versions say differently, rule by rule and stage by stage."""
    found = [
        Difference("Every stage", label, *both)
        for name, label in _RULES.items()
        if (both := _both(before, after, name))
    ]
    stages = {stage.key: stage for stage in before.stages}
    for stage in after.stages:
        was = stages.pop(stage.key, None)
        if was is None:
            found.append(Difference(stage.name, "The stage", "", "Added"))
            continue
        found += [
            Difference(stage.name, label, *both)
            for name, label in _STAGE.items()
            if (both := _both(was, stage, name))
        ]
    return found + [
        Difference(each.name, "The stage", "There", "Removed") for each in stages.values()
    ]


def _both(before: Rules | Stage, after: Rules | Stage, name: str) -> tuple[str, str] | None:
    was, now = getattr(before, name), getattr(after, name)
    return None if was == now else (rule_in_words(was), rule_in_words(now))


def rule_in_words(value: Any) -> str:
    """What a field of the rules or of a stage says, for people."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, tuple):
        return "; ".join(rule_in_words(each) for each in value)
    if isinstance(value, Decider):
        return DECIDERS[value]
    if isinstance(value, ClockStart):
        return CLOCK_STARTS[value]
    if isinstance(value, Ending):
        return ENDINGS[value]
    return "" if value is None else str(value)
