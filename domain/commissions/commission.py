"""A commission: work that a group asks of another group of the partnership (ToR 5.3).

The Executive always ratifies it, at a meeting or outside one by a power on record, and nothing
starts before. What the Executive or the Lead Safeguarding Partners ask for themselves needs no
second ratification. An agency's own work (4.3) and that of a working group (3.8) are actions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.commissions.events import CommissionEvents
from domain.commissions.vocabulary import OVER, STATUSES, Status
from domain.groups.group import Group
from domain.groups.speaking import must_be_of_its_own, why_not_of
from domain.groups.vocabulary import GroupKind
from domain.kernel.bodies import BODY_NAMES, BODY_ROLES, Body, must_ratify
from domain.kernel.deciding.evidence import EvidenceKind
from domain.kernel.deciding.files import File
from domain.kernel.deciding.minutes import NO_MINUTE, Minute, must_be_of_its_meeting
from domain.kernel.errors import DomainError
from domain.kernel.finder import Finder
from domain.kernel.item import as_day, in_a_row, long_date, still_open
from domain.kernel.mending.correcting import Fact, FactKind, not_after
from domain.kernel.mending.redeciding import DAY, Voice
from domain.kernel.moves import move
from domain.kernel.terms import Actor, Occasion, Role

_OWN = {GroupKind.EXECUTIVE: Body.EXECUTIVE, GroupKind.LEAD_PARTNERS: Body.LSP}
"""The groups whose own commissions need no ratification."""
_IN_ORDER = ("asked_on", "ratified_on", "started_on", "reported_on", "considered_on")


class Commission(CommissionEvents):
    """One commission."""

    word = "commission"
    prefix = "COM"
    alike_by = "the same title, and is asked of the same group by the same"
    can_be_corrected = (
        Fact("title", "Title", required=True),
        Fact("question", "Question", FactKind.PROSE, required=True),
        Fact("reason", "Why it is asked", FactKind.PROSE, required=True),
        Fact("asked_on", "Asked on", FactKind.DAY, required=True),
        Fact("asked_in", "Where it was decided to ask", known=lambda item: item.asked_in != ""),
        Fact("due_on", "Due date", FactKind.DAY, required=True,
             known=lambda item: item.due_on != ""),
        Fact("started_on", "Started", FactKind.DAY, required=True,
             known=lambda item: item.started_on != ""),
        Fact("reported_on", "Reported", FactKind.DAY, required=True,
             known=lambda item: item.reported_on != ""),
        Fact("report", "Report", FactKind.PROSE, required=True,
             known=lambda item: item.report != ""),
    )  # fmt: skip

    # ------------------------------------------------------------------ rules

    def why_over(self) -> str | None:
        over = self.status in OVER
        return f"{self.reference}: {STATUSES[self.status].lower()}." if over else None

    @classmethod
    @move()
    def ask(
        cls,
        occasion: Occasion,
        *,
        reference: str,
        group: Group,
        of: Group,
        title: str,
        question: str,
        why_it_is_asked: str,
        due_on: date,
        minute: Minute | None = None,
    ) -> Commission:
        """Record that a group asks another one for work; the Executive's own is born ratified."""
        must_be_of_its_own(group, occasion)
        _must_be_another(group, of)
        _must_do_commissions(of)
        must_be_of_its_meeting(minute, group.reference, name=group.short)
        if due_on <= occasion.on:
            raise DomainError("It must be due after the day on which it is asked.", field="due_on")
        body = _OWN.get(group.kind)
        return cls._begin(
            occasion,
            cls.Asked,
            reference=reference,
            title=title,
            question=question,
            why_it_is_asked=why_it_is_asked,
            group=group.reference,
            group_name=group.short,
            decider=group.decider,
            body=body.value if body else "",
            of=of.reference,
            of_name=of.short,
            of_decider=of.decider,
            joint_with=list(of.joint_with),
            due_on=due_on.isoformat(),
            **(minute or NO_MINUTE).facts,
        )

    @classmethod
    def by_a_body(
        cls,
        occasion: Occasion,
        *,
        reference: str,
        body: Body,
        question: str,
        words: str,
        of: Group | None,
        due_on: date | None,
        minute: Minute,
    ) -> Commission:
        """What a body answers an escalation with: its own commission, which needs no ratification.

        Which group does it may be said later.
        """
        if of:
            _must_do_commissions(of)
        first = question.split("\n", 1)[0]
        return cls._begin(
            occasion,
            cls.Asked,
            reference=reference,
            title=first if len(first) <= 200 else f"{first[:199]}…",
            question=question,
            why_it_is_asked=words,
            group="",
            group_name="",
            decider=BODY_ROLES[body].value,
            body=body.value,
            of=of.reference if of else "",
            of_name=of.short if of else "",
            of_decider=of.decider if of else "",
            joint_with=list(of.joint_with) if of else [],
            due_on=as_day(due_on),
            **minute.facts,
        )

    def _by_who_asked(self, by: Actor) -> str | None:
        """What is for whoever asked is for nobody who speaks for another group."""
        name = BODY_NAMES[self.body] if self.body else self.group_name
        return why_not_of(by, self.decider, name)

    def _by_either(self, by: Actor) -> str | None:
        """How the work goes is told by either of the two groups."""
        return None if by.role == self.of_decider else self._by_who_asked(by)

    def _not_started(self) -> str | None:
        return f"It started on {long_date(self.started_on)}." if self.started_on else None

    @move(still_open, _not_started, by=[_by_who_asked])
    def name_group(self, occasion: Occasion, *, of: Group, due_on: date) -> None:
        """Say which group does it, and by when, or another group than before."""
        self._must_be_of_another(of)
        _must_do_commissions(of)
        if due_on <= occasion.on:
            raise DomainError("It must be due after today.", field="due_on")
        self._record(
            occasion,
            self.GroupNamed,
            of=of.reference,
            of_name=of.short,
            of_decider=of.decider,
            joint_with=list(of.joint_with),
            due_on=due_on.isoformat(),
        )

    def _must_be_of_another(self, of: Group) -> None:
        own = self.body is not None and _OWN.get(of.kind) is self.body
        if own or of.reference == self.group:
            raise DomainError("A group does not commission itself.", field="of")

    def _awaits_consent(self) -> str | None:
        return None if self.awaited_consents else "No consent of another area is awaited."

    @move(still_open, _awaits_consent)
    def consent(self, occasion: Occasion, *, area: str, known_by: str) -> None:
        """Record that another area that shares the group consents."""
        if area not in self.awaited_consents:
            raise DomainError(f"Awaited is: {in_a_row(self.awaited_consents)}.", field="area")
        self._not_before_it_was_asked(occasion)
        self._record(occasion, self.Consented, area=area, known_by=known_by)

    def _awaits_ratification(self) -> str | None:
        return None if self.status is Status.ASKED else "It does not await ratification."

    @move(still_open, _awaits_ratification)
    def ratify(self, occasion: Occasion, *, words: str = "", minute: Minute | None = None) -> None:
        """Ratify it, as or for the Executive: at a meeting, or outside one by a power on record."""
        minuted = must_ratify(occasion, minute)
        self._not_before_it_was_asked(occasion)
        self._record(occasion, self.Ratified, words=words, **minuted.facts)

    @move(still_open, _awaits_ratification)
    def decline(self, occasion: Occasion, *, reason: str, minute: Minute | None = None) -> None:
        """Record that the Executive does not ratify it, and why."""
        minuted = must_ratify(occasion, minute)
        self._not_before_it_was_asked(occasion)
        self._record(occasion, self.Declined, reason=reason, **minuted.facts)

    def _may_start(self) -> str | None:
        if self.status is Status.ASKED:
            body = BODY_NAMES[Body.EXECUTIVE]
            return f"Nothing starts before {body} has ratified it (ToR 5.3)."
        if not self.of:
            return "Nobody has said which group does it."
        if self.awaited_consents:
            return f"{in_a_row(self.awaited_consents)} has not consented, and shares the group."
        return None

    @move(still_open, _may_start, _not_started, by=[_by_either])
    def start(self, occasion: Occasion) -> None:
        """Record that the work began: never before it was ratified and consented to."""
        first = max([self.ratified_on, *self.consents.values()])
        if occasion.on.isoformat() < first:
            raise DomainError(
                f"It could start from {long_date(first)} on, when it was ratified and consented "
                "to.",
                field="on",
            )
        self._record(occasion, self.Started)

    def _is_under_way(self) -> str | None:
        return None if self.status is Status.STARTED else "The work is not under way."

    @move(still_open, _is_under_way, by=[_by_either])
    def report_back(
        self, occasion: Occasion, *, report: str, link: str = "", file: File | None = None
    ) -> None:
        """Record the report of the group that was asked; where it is given, it is evidence."""
        if occasion.on.isoformat() < self.started_on:
            raise DomainError(f"It started on {long_date(self.started_on)}.", field="on")
        self._record(occasion, self.Reported, report=report, due_on=self.due_on)
        if link or file:
            self.add_evidence(
                occasion,
                kind=EvidenceKind.DOCUMENT,
                title=f"Report of {self.of_name}",
                link=link,
                file=file,
            )

    def _is_reported(self) -> str | None:
        return None if self.status is Status.REPORTED else "There is no report to consider."

    @move(still_open, _is_reported, by=[_by_who_asked])
    def consider(self, occasion: Occasion, *, words: str, minute: Minute | None = None) -> None:
        """Record that whoever asked considered the report."""
        if occasion.on.isoformat() < self.reported_on:
            raise DomainError(f"It was reported on {long_date(self.reported_on)}.", field="on")
        must_be_of_its_meeting(minute, self.group, name=self.group_name)
        self._record(occasion, self.Considered, words=words, **(minute or NO_MINUTE).facts)

    def _is_considered(self) -> str | None:
        return None if self.status is Status.CONSIDERED else "The report has not been considered."

    @move(still_open, _is_considered, by=[_by_who_asked])
    def close(self, occasion: Occasion, *, words: str) -> None:
        """Close it, saying what came of it."""
        self._record(occasion, self.Closed, words=words)

    @move(still_open, by=[_by_who_asked])
    def withdraw(self, occasion: Occasion, *, reason: str) -> None:
        """Record that whoever asked no longer does."""
        self._record(occasion, self.Withdrawn, reason=reason)

    # ------------------------------------------------------------------ mistakes

    def _has_group(self) -> str | None:
        return None if self.of else "Nobody has said which group does it."

    @move(_has_group)
    def correct_group(self, occasion: Occasion, *, of: Group, reason: str) -> None:
        """Put right which group does it, where another had been written down, also once it started
        or is over. Where it is given to another group instead, that is said by naming it."""
        self._must_be_of_another(of)
        _must_be_no_working_group(of)
        if of.reference == self.of:
            raise DomainError("That is what is on record already.", field="of")
        self._record(
            occasion,
            self.GroupCorrected,
            was=self.of_name,
            of=of.reference,
            of_name=of.short,
            of_decider=of.decider,
            joint_with=list(of.joint_with),
            reason=reason,
        )

    def _fits(self, fact: Fact, text: str, occasion: Occasion, find: Finder) -> Mapping[str, str]:
        if fact.key == "due_on":
            if text <= self.asked_on:
                raise DomainError(f"It was asked on {long_date(self.asked_on)}, and is due after.")
        elif fact.kind is FactKind.DAY:
            not_after(fact, text, occasion)
            self._must_be_in_order({fact.key: text})
        return {}

    def _must_be_in_order(self, corrected: Mapping[str, str]) -> None:
        """It is asked, ratified, started, reported and considered, in that order (ToR 5.3)."""
        days = {key: str(getattr(self, key)) for key in _IN_ORDER} | dict(corrected)
        if self.body:
            days["ratified_on"] = days["asked_on"]
        known = [day for day in days.values() if day]
        if known != sorted(known):
            raise DomainError(
                "A commission is asked for, ratified, started, reported and considered, in that "
                "order. With this date it would not be."
            )

    def _take_correction(self, event: Commission.Corrected) -> None:
        super()._take_correction(event)
        if event.fact == "asked_on" and self.body:
            self.ratified_on = self.asked_on

    def _voices(self, event: Any) -> Sequence[Voice]:
        """The Executive ratifies or does not; the rest is for whoever asked."""
        if isinstance(event, Commission.Ratified | Commission.Declined):
            return [Voice(role=BODY_ROLES[Body.EXECUTIVE])]
        return [Voice(role=Role(self.decider) if self.decider else None)]

    def _take_redecision(self, event: Any) -> None:
        if event.what != DAY:
            return
        for key in ("ratified_on", "considered_on", "ended_on"):
            if getattr(self, key) == event.was and self._decided_then(event.decision) == key:
                setattr(self, key, event.becomes)

    def _decided_then(self, version: int) -> str:
        """Which day of it a decision set."""
        called = self.made[version].called
        return {
            Commission.Ratified.decided_as: "ratified_on",
            Commission.Considered.decided_as: "considered_on",
        }.get(called, "ended_on")

    def _not_before_it_was_asked(self, occasion: Occasion) -> None:
        if occasion.on.isoformat() < self.asked_on:
            raise DomainError(f"It was asked on {long_date(self.asked_on)}.", field="on")


def _must_be_another(group: Group, of: Group) -> None:
    if group.reference == of.reference:
        raise DomainError("A group does not commission itself.", field="of")


def _must_do_commissions(of: Group) -> None:
    if reason := of.why_over():
        raise DomainError(reason, field="of")
    _must_be_no_working_group(of)


def _must_be_no_working_group(of: Group) -> None:
    if of.kind is GroupKind.WORKING_GROUP:
        raise DomainError(
            "What a working group does is an action, which needs no ratification (ToR 3.8).",
            field="of",
        )
