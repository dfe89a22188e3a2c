"""What a recommendation and an action share: one accountable owner, a due date that moves only
with approval, progress that is never overwritten, evidence, and somebody else who verifies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from domain.kernel.claims import Claim, Redate, Verdict
from domain.kernel.days.calendar import Calendar
from domain.kernel.deciding.basis import Basis
from domain.kernel.deciding.evidence import Evidenced, is_shown, not_its_own
from domain.kernel.deciding.minutes import Minuted
from domain.kernel.errors import DomainError
from domain.kernel.item import day_of, long_date, post_of, still_open
from domain.kernel.mending.redeciding import DAY, WORDS
from domain.kernel.moves import move
from domain.kernel.terms import Actor, AgencyNames, Occasion
from domain.kernel.words import Code, Day, Ref, Words


@dataclass(frozen=True)
class Deadlines:
    """What counts as late where nobody set a date; a partnership may choose its own.

    `verify_within` and `stale_after` are working days, `due_soon` calendar days.
    """

    verify_within: int = 10
    stale_after: int = 20
    due_soon: int = 28

    def soon(self, day: date) -> date:
        """The last due date that is soon on a day."""
        return day + timedelta(days=self.due_soon)

    def stale_before(self, day: date, calendar: Calendar) -> date:
        """What was not updated since that date is stale on a day."""
        return calendar.after(day, -self.stale_after)


DEADLINES = Deadlines()
"""What we propose, and what holds until a partnership has founded the ledger."""


def can_go_ahead(item: Followed) -> str | None:
    """A guard: its owner can go ahead with it."""
    return item.why_not_ahead()


def is_submitted(item: Followed) -> str | None:
    """A guard: somebody claims that it is done."""
    if item.submitted_by:
        return None
    return f"{item.reference} has not been submitted for verification."


class Followed(Evidenced):
    """Something that an agency must do and that somebody independent verifies."""

    class Event(Evidenced.Event):
        """Anything that happens to it."""

    class OwnerAssigned(Event):
        """One role of one agency became accountable. Handing over is a second one of these."""

        bears_on = frozenset({Basis.OWNER})

        owner_role: Words
        owner_agency: Ref
        reason: Words

        def apply(self, aggregate: Followed) -> None:
            aggregate.owner_role, aggregate.owner_agency = self.owner_role, self.owner_agency

        def sentence(self, names: AgencyNames) -> str:
            agency = names.get(self.owner_agency, self.owner_agency)
            return f"made {post_of(self.owner_role, agency)} the owner"

    class ProgressReported(Event):
        """The owner said how it goes. Updates add up; none is ever overwritten."""

        progress: Words

        def apply(self, aggregate: Followed) -> None:
            aggregate._moved_on(self.on)
            aggregate.started = True
            aggregate.progress = self.progress

        def sentence(self, names: AgencyNames) -> str:
            return f"reported progress: {self.progress}"

    class RedateAsked(Event):
        """A new due date was asked for. It holds only once it is approved."""

        due_on: Day
        was: Day
        reason: Words

        def apply(self, aggregate: Followed) -> None:
            asked = Redate(
                self.was, self.due_on, self.reason, self.on, self.by.person, self.by.on_behalf_of
            )
            aggregate.redates.append(asked)

        def sentence(self, names: AgencyNames) -> str:
            return f"asked to move the due date to {long_date(self.due_on)}"

    class RedateApproved(Event):
        """The due date moved by `slip` days (None: there was no date before).

        The first date stays in the history; `reason` is the one that was given when asking.
        """

        bears_on = frozenset({Basis.DATES})
        rests_on = frozenset({Basis.WORDS, Basis.OWNER})
        stands_as = "approval of another date"
        decided_as = "Approval of another date"

        due_on: Day
        was: Day
        slip: int | None
        asked_by: Ref
        reason: Words

        def apply(self, aggregate: Followed) -> None:
            aggregate.due_on = self.due_on
            aggregate.moves += bool(self.was)  # a first date is no move
            aggregate.first_due_on = aggregate.first_due_on or self.due_on
            aggregate._decided(self, approved_on=self.on, slip=self.slip)

        def sentence(self, names: AgencyNames) -> str:
            was = long_date(self.was) if self.was else "no date"
            return f"approved moving the due date from {was} to {long_date(self.due_on)}"

    class RedateRefused(Event):
        """The due date stays as it is."""

        due_on: Day
        reason: Words

        def apply(self, aggregate: Followed) -> None:
            aggregate._decided(self)

        def sentence(self, names: AgencyNames) -> str:
            return f"refused to move the due date to {long_date(self.due_on)}"

    class Submitted(Event):
        """The owner says that it is done. That is a claim, not a verification.

        `evidence` lists what it rests on; `verify_by` is the date by which somebody should have
        verified it, `working` how that date was worked out.
        """

        claim: Words
        evidence: list[int]
        verify_by: Day
        working: Code

        def apply(self, aggregate: Followed) -> None:
            claim = Claim(
                self.claim, self.by, self.on, tuple(self.evidence), self.verify_by, self.working
            )
            aggregate.claims.append(claim)
            aggregate.submitted_by, aggregate.submitted_on = self.by.person, self.on
            aggregate.submitted_for, aggregate.verify_by = self.by.speaks_for, self.verify_by
            aggregate.submitted_on_behalf = bool(self.by.on_behalf_of)
            aggregate._moved_on(self.on)
            aggregate.started = aggregate.claimed = True

        def sentence(self, names: AgencyNames) -> str:
            return f"submitted it for verification: {self.claim}"

    class Returned(Event, Minuted):
        """The verifier was not satisfied. `decision_reference` names an outside decision; the
        minute is that of a group, where one decided."""

        reason: Words
        decision_reference: Words

        def apply(self, aggregate: Followed) -> None:
            cited = self.decision_reference
            aggregate._judge(
                Verdict(
                    False,
                    self.reason,
                    self.by,
                    self.on,
                    decision_reference=cited,
                    minute=self.minuted,
                    version=self.originator_version,
                )
            )
            aggregate._take_claim_back()
            aggregate._moved_on(self.on)
            aggregate.returned += 1
            aggregate.sent_back = True

        def sentence(self, names: AgencyNames) -> str:
            cited = f" ({self.decision_reference})" if self.decision_reference else self.in_minutes
            return f"returned it as not yet done{cited}"

    # ------------------------------------------------------------------ state

    def _follow(
        self, *, owner_role: str, owner_agency: str, due_on: str, first_due_on: str, on: str
    ) -> None:
        self.owner_role, self.owner_agency = owner_role, owner_agency
        self.due_on, self.first_due_on = due_on, first_due_on or due_on
        self.due_as_recorded = due_on
        self.moves = int(self.first_due_on != due_on)
        self.updated_on = on
        self.started = False
        self.progress = ""
        self.redates: list[Redate] = []
        self.claims: list[Claim] = []
        self._take_claim_back()
        self.returned = 0
        self.sent_back = False

    def _correct_due_date(self, day: str) -> None:
        """Another date had been meant as the due date that was recorded first. What was approved
        since stands, and nothing has moved."""
        if self.first_due_on == self.due_as_recorded:
            self.first_due_on = day
        if not any(each.approved_on for each in self.redates):
            self.due_on = day
        self.due_as_recorded = day

    def _decided(self, event: Followed.Event, **how: Any) -> None:
        self.redates[-1] = replace(self.redates[-1], decided_by=event.by.person, **how)

    def _judge(self, verdict: Verdict, evidence: Sequence[int] = ()) -> None:
        """What came of the open claim; without one somebody judged unasked, on that evidence."""
        waits = self.claims and self.claims[-1].verdict is None
        claim = self.claims.pop() if waits else Claim()
        claim = replace(claim, verdict=verdict, evidence=claim.evidence or tuple(evidence))
        self.claims.append(claim)

    def _take_redecision(self, event: Any) -> None:
        for at, claim in enumerate(self.claims):
            said = claim.verdict
            if said and said.version == event.decision:
                self.claims[at] = replace(claim, verdict=_as_corrected(said, event))
        for at, asked in enumerate(self.redates):
            if event.what == DAY and asked.approved_on and asked.approved_on == event.was:
                self.redates[at] = replace(asked, approved_on=event.becomes)

    def _moved_on(self, on: str) -> None:
        # What is recorded late may have happened before the last update: that one still counts.
        self.updated_on = max(self.updated_on, on)

    def _take_claim_back(self) -> None:
        self.claimed = False
        self.submitted_by = self.submitted_for = self.submitted_on = self.verify_by = ""
        self.submitted_on_behalf = False

    @property
    def evidence_checked(self) -> bool:
        """Whether somebody independent has looked at any of the evidence that counts."""
        return any(each.checked for each in self.showing.values())

    @property
    def verified_unchecked(self) -> str:
        """Why it was verified, the last time, although nobody had checked the evidence; "" where
        somebody had, or where nobody has verified it. It stays when it is opened again."""
        verdicts = [each.verdict for each in self.claims if each.verdict and each.verdict.verified]
        return verdicts[-1].unchecked if verdicts else ""

    @property
    def redate(self) -> Redate | None:
        """The other due date that is asked for and not decided on, if any."""
        last = self.redates[-1] if self.redates else None
        return last if last and not last.decided_by else None

    @property
    def asked_due_on(self) -> str:
        """The other due date that is asked for and not decided on; "" for none."""
        return self.redate.due_on if self.redate else ""

    # ------------------------------------------------------------------ rules

    @move(still_open)
    def assign_owner(
        self, occasion: Occasion, *, owner_role: str, owner_agency: str, reason: str = ""
    ) -> None:
        """Name the one accountable owner, or hand over to another."""
        if (owner_role, owner_agency) == (self.owner_role, self.owner_agency):
            raise DomainError("That is the owner already.", field="owner_role")
        self._record(
            occasion,
            self.OwnerAssigned,
            owner_role=owner_role,
            owner_agency=owner_agency,
            reason=reason,
        )

    @move(still_open)
    def report_progress(self, occasion: Occasion, *, progress: str) -> None:
        """Say how it goes."""
        self._record(occasion, self.ProgressReported, progress=progress)

    def _no_redate_asked(self) -> str | None:
        if self.redate is None:
            return None
        return "A new due date has been asked for already and awaits a decision."

    @move(still_open, _no_redate_asked)
    def ask_redate(self, occasion: Occasion, *, due_on: date, reason: str) -> None:
        """Ask for another due date."""
        if due_on.isoformat() == self.due_on:
            raise DomainError("That is the due date already.", field="due_on")
        if due_on < occasion.on:
            raise DomainError("The new due date must not be in the past.", field="due_on")
        self._record(
            occasion, self.RedateAsked, due_on=due_on.isoformat(), was=self.due_on, reason=reason
        )

    def _redate_asked(self) -> str | None:
        return None if self.redate else "No new due date has been asked for."

    def _not_who_asked(self, by: Actor) -> str | None:
        asked = self.redate
        if asked and not asked.asked_for and by.person == asked.asked_by and not by.on_behalf_of:
            return "Somebody else than the person who asked must decide."
        return None

    @move(still_open, _redate_asked, by=[not_its_own("decide on the new date"), _not_who_asked])
    def approve_redate(self, occasion: Occasion) -> None:
        """Approve the new date, as somebody who neither owns it nor asked."""
        asked = self._asked()
        was = day_of(self.due_on)
        self._record(
            occasion,
            self.RedateApproved,
            due_on=asked.due_on,
            was=self.due_on,
            slip=(date.fromisoformat(asked.due_on) - was).days if was else None,
            asked_by=asked.asked_by,
            reason=asked.reason,
        )

    @move(still_open, _redate_asked, by=[not_its_own("decide on the new date"), _not_who_asked])
    def refuse_redate(self, occasion: Occasion, *, reason: str) -> None:
        """Refuse the new date; the old one stands."""
        asked = self._asked()
        self._record(occasion, self.RedateRefused, due_on=asked.due_on, reason=reason)

    def why_not_ahead(self) -> str | None:
        """Why its owner cannot go ahead with it yet, though it is open. None when they can."""
        return None

    def _not_submitted(self) -> str | None:
        return f"{self.reference} has been submitted already." if self.submitted_by else None

    @move(still_open, can_go_ahead, _not_submitted, is_shown)
    def submit(
        self, occasion: Occasion, *, claim: str, calendar: Calendar, deadlines: Deadlines
    ) -> None:
        """Claim that it is done, on the evidence put forward so far.

        The date by which somebody should verify it is worked out, and kept.
        """
        days = deadlines.verify_within
        self._record(
            occasion,
            self.Submitted,
            claim=claim,
            evidence=sorted(self.showing),
            verify_by=calendar.after(occasion.on, days).isoformat(),
            working=calendar.working(occasion.on, days),
        )

    def _asked(self) -> Redate:
        assert self.redate is not None
        return self.redate

    def _must_be_checked(self, unchecked: str) -> None:
        """Refuse to verify what nobody has checked without a word why, and a word too many."""
        if self.evidence_checked and unchecked:
            raise DomainError(
                "Somebody has checked the evidence, so leave this empty.", field="unchecked"
            )
        if not self.evidence_checked and not unchecked:
            raise DomainError(
                "Nobody has checked the evidence. Check it first, or enter why it is verified "
                "without that; the reason stays on the page.",
                field="unchecked",
            )

    def _must_follow_the_claim(self, occasion: Occasion) -> None:
        if occasion.on.isoformat() < self.submitted_on:
            raise DomainError(
                f"It was submitted on {long_date(self.submitted_on)}, after that date.", field="on"
            )


def _as_corrected(said: Verdict, event: Any) -> Verdict:
    """A verdict, as it should have been written down."""
    if event.what == WORDS:
        return replace(said, finding=event.becomes)
    if event.what == DAY:
        return replace(said, on=event.becomes)
    return replace(said, minute=event.minuted)
