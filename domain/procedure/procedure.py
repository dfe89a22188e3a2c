"""The escalation procedure of a partnership: its draft, if there is one, and its versions.

A dispute keeps the version that it started under.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.kernel.errors import DomainError, NotFoundError
from domain.kernel.finder import Finder
from domain.kernel.item import Item, long_date
from domain.kernel.moves import move
from domain.kernel.terms import AgencyNames, Occasion
from domain.kernel.vocabulary import said
from domain.kernel.words import Day, Words
from domain.procedure.rules import (
    ClockStart,
    Content,
    Decider,
    Ending,
    HowDecided,
    Rules,
    Stage,
)

PROCEDURE = "escalation-procedure"
"""The reference of the one procedure of a partnership."""


@dataclass(frozen=True)
class Version:
    """A published version. It is a placeholder until somebody confirms it."""

    number: int
    rules: Rules
    from_on: str
    published_on: str
    reason: str
    confirmed: bool = False


class Procedure(Item):
    """The escalation procedure of the partnership: its draft, if there is one, and its versions."""

    word = "procedure"
    only = PROCEDURE
    none_yet = "No escalation procedure has been published. An administrator can do that."

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
        """Somebody compared a version with what the partnership's own document says."""

        number: int
        reason: Words

        def apply(self, aggregate: Procedure) -> None:
            version = aggregate.versions[self.number]
            aggregate.versions[self.number] = replace(version, confirmed=True)

        def sentence(self, names: AgencyNames) -> str:
            return f"confirmed that version {self.number} is {said('{procedure}')}"

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
        single_cases: str = "",
        minutes_days: int,
        urgent_hours: int,
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
            single_cases=single_cases,
            minutes_days=minutes_days,
            urgent_hours=urgent_hours,
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
        how: HowDecided | None,
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
            how=how,
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
        how: HowDecided | None,
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
            how=how,
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
        """Say that a version is what the partnership's own document says."""
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
