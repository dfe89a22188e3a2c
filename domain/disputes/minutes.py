"""What is recorded of a dispute from the minutes of a meeting (ToR 6.1, 1.4c): what it is about,
who disagrees, and when the minutes were circulated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Self

from domain.disputes.correcting import DisputeCorrected
from domain.disputes.guards import has_parties
from domain.disputes.known_minutes import KnownMinutes
from domain.disputes.vocabulary import URGENT_NEEDS, Kind
from domain.disputes.way import must_ask_at_entry
from domain.kernel.days.calendar import Calendar
from domain.kernel.days.when import happened_at
from domain.kernel.errors import DomainError, all_at_once
from domain.kernel.item import as_day, day_of, long_date, still_open
from domain.kernel.moves import move
from domain.kernel.terms import Occasion
from domain.partnership.agency import Agency
from domain.procedure.procedure import Procedure, Version
from domain.procedure.rules import Rules


class DisputeFromMinutes(DisputeCorrected):
    """A dispute that comes out of a meeting."""

    @classmethod
    @move()
    def record(
        cls,
        occasion: Occasion,
        *,
        reference: str,
        kind: Kind,
        single_case: bool = False,
        title: str,
        issue: str,
        impact: str,
        outcome_sought: str,
        theme: str = "",
        raised_by: Agency,
        position: str = "",
        other_agency: Agency | None = None,
        other_position: str = "",
        third_agency: Agency | None = None,
        third_position: str = "",
        meeting: str,
        minute: str,
        met_on: date,
        circulated_on: date | None = None,
        approved_on: date | None = None,
        urgent_reason: str = "",
        authorised_by: str = "",
        protective_step: str = "",
        contact: str = "",
        declared_on: date | None = None,
        declared_time: time | None = None,
        start_at: str = "",
        to_begin_with: str = "",
        procedure: Procedure,
        known: KnownMinutes,
        calendar: Calendar,
    ) -> Self:
        """Record it from a minute, and start it at its first stage (ToR 6.1, 1.4c).

        Of a `meeting` that is named by its reference, it is known when its minutes were circulated
        and approved.

        An urgent one, which has an `urgent_reason`, may start higher; its hours count from when it
        was declared so, now unless another day and time are given. One that is about a
        `single_case` is turned away to the policy for those.
        """
        version = procedure.version_for(met_on)
        if single_case:
            raise DomainError(_turned_away(version.rules), field="single_case")
        circulated, approved = known.by(meeting, met_on, occasion.on)
        circulated_on, approved_on = circulated_on or circulated, approved_on or approved
        urgency = {
            "reason": urgent_reason,
            "authorised_by": authorised_by,
            "protective_step": protective_step,
            "contact": contact,
        }
        with all_at_once() as each:
            with each:
                _must_be_in_order(occasion, met_on, circulated_on, approved_on)
            with each:
                urgent = _is_urgent(urgency, declared_on, declared_time, start_at)
            with each:
                declared = _when_declared(occasion, met_on, declared_on, declared_time)
            with each:
                sides = _sides(
                    (raised_by, position, "raised_by"),
                    (other_agency, other_position, "other_agency"),
                    (third_agency, third_position, "third_agency"),
                )
                _must_be_members(sides, met_on)
                _must_be_parties(kind, sides, past=False)
        dispute = cls._from_the_minutes(
            occasion,
            sides,
            version,
            reference=reference,
            kind=kind,
            title=title,
            issue=issue,
            impact=impact,
            outcome_sought=outcome_sought,
            theme=theme,
            meeting=meeting,
            minute=minute,
            met_on=met_on,
            circulated_on=circulated_on,
            approved_on=approved_on,
        )
        if urgent:
            dispute.declare_urgent(declared, **urgency)
        first = dispute._higher(dispute.lowest, start_at) if urgent else dispute.lowest
        must_ask_at_entry(first, to_begin_with)
        dispute._enter_stage(occasion, cls.Entered, first, calendar)
        dispute._begin_the_record(occasion, to_begin_with)
        return dispute

    @classmethod
    @move()
    def load_past(
        cls,
        occasion: Occasion,
        *,
        reference: str,
        kind: Kind,
        title: str,
        issue: str = "",
        impact: str = "",
        outcome_sought: str = "",
        theme: str = "",
        raised_by: Agency,
        position: str = "",
        other_agency: Agency | None = None,
        other_position: str = "",
        third_agency: Agency | None = None,
        third_position: str = "",
        more_agencies: Sequence[Agency] = (),
        meeting: str = "",
        minute: str = "",
        met_on: date,
        circulated_on: date | None = None,
        approved_on: date | None = None,
        number: str = "",
        note: str = "",
        urgent: bool | None = None,
        urgent_reason: str = "",
        authorised_by: str = "",
        protective_step: str = "",
        contact: str = "",
        declared_on: date | None = None,
        declared_time: time | None = None,
        procedure: Procedure,
        calendar: Calendar,
    ) -> Self:
        """Record one that ran before it was recorded here.

        What nobody wrote down may be missing, and it may be between agencies that joined as
        successors of those that it was between. An urgent one was declared so on the day of its
        meeting, where nobody says another.
        """
        sides = _sides(
            (raised_by, position, "raised_by"),
            (other_agency, other_position, "other_agency"),
            (third_agency, third_position, "third_agency"),
            *((agency, "", "more_agencies") for agency in more_agencies),
        )
        dispute = cls._from_the_minutes(
            occasion,
            sides,
            procedure.version_for(met_on),
            reference=reference,
            kind=kind,
            title=title,
            issue=issue,
            impact=impact,
            outcome_sought=outcome_sought,
            theme=theme,
            meeting=meeting,
            minute=minute,
            met_on=met_on,
            circulated_on=circulated_on,
            approved_on=approved_on,
            past=True,
            number=number,
            note=note,
        )
        if urgent:
            _must_follow_the_meeting(declared_on or met_on, met_on)
            dispute.declare_urgent(
                replace(occasion, on=declared_on or met_on, clock=declared_time),
                reason=urgent_reason,
                authorised_by=authorised_by,
                protective_step=protective_step,
                contact=contact,
            )
        dispute._enter_stage(occasion, cls.Entered, dispute.lowest, calendar)
        return dispute

    @classmethod
    def _from_the_minutes(
        cls,
        occasion: Occasion,
        sides: Sequence[Side],
        version: Version,
        *,
        kind: Kind,
        met_on: date,
        circulated_on: date | None,
        approved_on: date | None,
        past: bool = False,
        number: str = "",
        note: str = "",
        **words: str,
    ) -> Self:
        """The dispute as the minutes have it, at no stage yet."""
        _must_be_parties(kind, sides, past=past)
        _must_be_in_order(occasion, met_on, circulated_on, approved_on)
        parties = sides if kind is Kind.DISPUTE else []
        return cls._begin(
            occasion,
            cls.Recorded,
            kind=kind.value,
            raised_by=sides[0].agency.reference,
            parties={side.agency.reference: side.agency.name for side in parties},
            positions={side.agency.reference: side.holds for side in parties if side.holds},
            met_on=met_on.isoformat(),
            circulated_on=as_day(circulated_on),
            approved_on=as_day(approved_on),
            procedure=version.number,
            rules=version.rules.as_content(),
            past=past,
            number=number,
            note=note,
            **words,
        )

    @move()
    def describe(
        self,
        occasion: Occasion,
        *,
        title: str,
        issue: str,
        impact: str,
        outcome_sought: str,
        theme: str,
        reason: str,
    ) -> None:
        """Say better what it is about."""
        self._record(
            occasion,
            self.Described,
            title=title,
            issue=issue,
            impact=impact,
            outcome_sought=outcome_sought,
            theme=theme,
            reason=reason,
        )

    @move()
    def date_minutes(
        self,
        occasion: Occasion,
        *,
        calendar: Calendar,
        circulated_on: date | None = None,
        approved_on: date | None = None,
    ) -> None:
        """Record when the minutes were circulated and approved.

        A waiting clock then starts; one that counts from the minutes at latest is worked out anew.
        """
        circulated = circulated_on or day_of(self.circulated_on)
        approved = approved_on or day_of(self.approved_on)
        if not circulated and not approved:
            raise DomainError("Enter at least one of the two dates.", field="circulated_on")
        if (circulated, approved) == (day_of(self.circulated_on), day_of(self.approved_on)):
            raise DomainError(
                "These dates are on record already. They can be corrected, not emptied.",
                field="circulated_on",
            )
        _must_be_in_order(occasion, date.fromisoformat(self.met_on), circulated, approved)
        self._record(
            occasion,
            self.MinutesDated,
            circulated_on=as_day(circulated),
            approved_on=as_day(approved),
        )
        if not self.ending:
            self._time_by_the_minutes(occasion, calendar)

    @move(still_open, has_parties)
    def add_party(self, occasion: Occasion, *, agency: Agency, position: str) -> None:
        """Another agency joins the dispute. If it convenes the stage, it cannot any longer."""
        if agency.reference in self.names:
            raise DomainError(f"{agency.name} is a party already.", field="agency")
        if not agency.was_member(occasion.on):
            raise DomainError(
                f"{agency.name} was not a member on {long_date(occasion.on.isoformat())}.",
                field="agency",
            )
        self._record(
            occasion,
            self.PartyAdded,
            agency=agency.reference,
            name=agency.name,
            position=position,
        )


@dataclass(frozen=True)
class Side:
    """An agency that a dispute is between, and what it holds. `place` is where it was named."""

    agency: Agency
    holds: str
    place: str


def _sides(*named: tuple[Agency | None, str, str]) -> list[Side]:
    """The agencies that were named, each with what it holds; first the one that raises it.

    Raises DomainError where one is left out, or named twice.
    """
    sides: list[Side] = []
    for agency, holds, place in named:
        if agency is None:
            if holds:
                raise DomainError("Select the agency whose position this is.", field=place)
            continue
        if place == "third_agency" and len(sides) < 2:
            raise DomainError("Select a second agency before a third.", field="other_agency")
        if any(agency.reference == side.agency.reference for side in sides):
            raise DomainError(f"{agency.name} is named twice.", field="other_agency")
        sides.append(Side(agency, holds, place))
    return sides


def _turned_away(rules: Rules) -> str:
    """Where a disagreement about a single child's case belongs instead."""
    goes_by = rules.single_cases or "your partnership’s policy for professional disagreement"
    return (
        f"A disagreement about a single child’s case is not recorded here: it goes by {goes_by}. "
        "What is recorded here is between agencies, about how they work, and tells of no child."
    )


def _is_urgent(
    urgency: Mapping[str, str], declared_on: date | None, declared_time: time | None, start_at: str
) -> bool:
    """Whether it is urgent from the start. Raises DomainError when something is missing."""
    if not urgency["reason"]:
        if any([*urgency.values(), declared_on, declared_time, start_at]):
            raise DomainError(
                "Enter why it is urgent, or leave what belongs to that empty.",
                field="urgent_reason",
            )
        return False
    with all_at_once() as each:
        for name, what in URGENT_NEEDS.items():
            with each:
                if not urgency[name]:
                    raise DomainError(f"Enter {what}.", field=name)
    return True


def _when_declared(
    occasion: Occasion, met_on: date, declared_on: date | None, declared_time: time | None
) -> Occasion:
    """When it was declared urgent: as it is recorded, unless a day and a time are given."""
    if declared_on is None and declared_time is None:
        return occasion
    declared = replace(occasion, on=declared_on or occasion.on, clock=declared_time)
    _must_follow_the_meeting(declared.on, met_on)
    if declared.on > occasion.on:
        raise DomainError("It was declared urgent in the future.", field="declared_on")
    try:
        known = happened_at(declared)
    except DomainError as error:
        raise DomainError(error.sentence, field="declared_time") from error
    if known is None:
        raise DomainError(
            "Give the time at which it was declared urgent, too: its clock runs in hours.",
            field="declared_time",
        )
    return declared


def _must_follow_the_meeting(declared_on: date, met_on: date) -> None:
    if declared_on < met_on:
        raise DomainError(
            f"It was declared urgent before the meeting that it comes from, of "
            f"{long_date(met_on.isoformat())}. Its hours count from the meeting at the earliest: "
            "give that day, and the time of the meeting.",
            field="declared_on",
        )


def _must_be_parties(kind: Kind, sides: Sequence[Side], *, past: bool) -> None:
    """A dispute is between agencies that each hold something; an issue has no parties."""
    if kind is Kind.ISSUE and len(sides) > 1:
        raise DomainError(
            "An issue has no opposing parties. With them, it is a dispute.", field="kind"
        )
    if kind is Kind.ISSUE and sides[0].holds:
        raise DomainError(
            "An issue has no parties, so no positions. Put this under what it is about.",
            field="position",
        )
    if kind is Kind.DISPUTE and len(sides) < 2:
        raise DomainError(
            "A dispute is between at least two agencies. Select the one that disagrees.",
            field="other_agency",
        )
    if past or kind is Kind.ISSUE:
        return
    with all_at_once() as each:
        for side in sides:
            with each:
                if not side.holds:
                    name = _POSITIONS[side.place]
                    raise DomainError(f"Enter the position of {side.agency.name}.", field=name)


_POSITIONS = {
    "raised_by": "position",
    "other_agency": "other_position",
    "third_agency": "third_position",
}
"""Where what an agency holds is written, by where the agency is named."""


def _must_be_members(sides: Sequence[Side], met_on: date) -> None:
    for side in sides:
        if not side.agency.was_member(met_on):
            raise DomainError(
                f"{side.agency.name} was not a member on the date of the meeting, "
                f"{long_date(met_on.isoformat())}.",
                field="raised_by" if side.place == "raised_by" else "other_agency",
            )


def _must_be_in_order(
    occasion: Occasion, met_on: date, circulated_on: date | None, approved_on: date | None
) -> None:
    """The meeting comes first, then its minutes, and none of it in the future (ToR 3.3). The chair
    approves them before or after they are circulated (ToR 2.3)."""
    if met_on > occasion.on:
        raise DomainError("The date of the meeting must not be in the future.", field="met_on")
    with all_at_once() as each:
        for day, name, did in (
            (circulated_on, "circulated_on", "circulated"),
            (approved_on, "approved_on", "approved"),
        ):
            with each:
                if day and day < met_on:
                    raise DomainError(
                        f"The minutes cannot have been {did} before the meeting.", field=name
                    )
                if day and day > occasion.on:
                    raise DomainError(
                        f"The date the minutes were {did} must not be in the future.", field=name
                    )
