"""A group of the partnership that meets: SAAS, the Executive, a sub-group, a working group
(ToR 2, 3.5 to 3.8, 4.1, 7.1). Its events are in events.py, what was recorded wrongly
in correcting.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.groups.correcting import CorrectedGroup, sum_of_review
from domain.groups.duties import Clauses, ReportKind
from domain.groups.rule import QuorumRule
from domain.groups.seats import Seat
from domain.groups.speaking import why_not_of
from domain.groups.vocabulary import OFFICES, GroupKind, Office, Standing, Substitutes
from domain.kernel.deciding.files import File, filed
from domain.kernel.errors import DomainError
from domain.kernel.item import as_day, long_date, still_open
from domain.kernel.moves import move
from domain.kernel.terms import Actor, Occasion
from domain.partnership.agency import Agency, AgencyKind


def _by_its_own(group: CorrectedGroup, by: Actor) -> str | None:
    """A guard of a person: whoever speaks for another group does not report for this one."""
    return why_not_of(by, group.decider, group.name)


class Group(CorrectedGroup):
    """One group that meets."""

    word = "group"
    prefix = "GRP"

    def why_over(self) -> str | None:
        return f"{self.name} has ended." if self.ended_on else None

    @classmethod
    @move()
    def establish(
        cls,
        occasion: Occasion,
        *,
        reference: str,
        name: str,
        short: str,
        kind: GroupKind,
        joint_with: Sequence[str] = (),
        meetings: int | None = None,
    ) -> Group:
        """Record that the partnership has such a group."""
        return cls._begin(
            occasion,
            cls.Established,
            reference=reference,
            name=name,
            short=short,
            kind=kind.value,
            joint_with=list(joint_with),
            meetings=meetings or 0,
        )

    @move(still_open)
    def describe(
        self,
        occasion: Occasion,
        *,
        name: str,
        short: str,
        joint_with: Sequence[str] = (),
        meetings: int | None = None,
        reason: str,
    ) -> None:
        """Say what it is called, with whom it is shared, and how often it should meet."""
        said = (name, short, list(joint_with), meetings or 0)
        if said == (self.name, self.short, self.joint_with, self.meetings):
            raise DomainError("That is what is on record already.", field="name")
        self._record(
            occasion,
            self.Described,
            name=name,
            short=short,
            joint_with=list(joint_with),
            meetings=meetings or 0,
            reason=reason,
        )

    @move(still_open)
    def set_quorum(
        self,
        occasion: Occasion,
        *,
        each_of: Sequence[AgencyKind] = (),
        members: int | None = None,
        chair_counts: bool,
        substitutes: Substitutes,
        source: str,
        from_on: date | None = None,
        reason: str = "",
    ) -> None:
        """Set the rule by which it is quorate from a day on. Meetings before keep theirs."""
        start = as_day(from_on or occasion.on)
        rule = QuorumRule(tuple(each_of), members or 0, chair_counts, substitutes, source)
        if not rule.known:
            raise DomainError(
                "Select who must be represented, or enter how many must be there.", field="each_of"
            )
        if self.rules and start < self.rules[-1].from_on:
            held = long_date(self.rules[-1].from_on)
            raise DomainError(f"The rule before holds from {held}.", field="from_on")
        self._record(
            occasion,
            self.QuorumSet,
            number=len(self.rules) + 1,
            rule=rule.content(),
            from_on=start,
            reason=reason,
        )

    # ------------------------------------------------------------------ seats

    @move(still_open)
    def give_seat(
        self,
        occasion: Occasion,
        *,
        role: str,
        agency: Agency | None = None,
        standing: Standing,
        office: Office = Office.NONE,
        from_on: date | None = None,
        to_on: date | None = None,
        person: str = "",
        interim: bool = False,
        letter: str = "",
    ) -> None:
        """Give a seat to a role, of an agency or of none (the Independent Scrutineer)."""
        start = from_on or occasion.on
        if to_on and to_on < start:
            raise DomainError("The last day must not be before the first.", field="to_on")
        if interim and not letter:
            raise DomainError("Enter the letter of the agency and its date.", field="letter")
        if agency and not agency.was_member(start):
            raise DomainError(
                f"{agency.name} is no member on {long_date(start.isoformat())}.", field="agency"
            )
        held = self.holder_of(office) if office is not Office.NONE else None
        if held and (not held.to_on or held.to_on >= start.isoformat()):
            raise DomainError(
                f"Seat {held.number} is that of the {OFFICES[office].lower()}. End it first.",
                field="office",
            )
        self._record(
            occasion,
            self.SeatGiven,
            seat=max(self.seats, default=0) + 1,
            agency=agency.reference if agency else "",
            role=role,
            standing=standing.value,
            office=office.value,
            from_on=start.isoformat(),
            to_on=as_day(to_on),
            person=person,
            interim=interim,
            letter=letter,
        )

    def _has_seats(self) -> str | None:
        return None if self.seats else f"{self.name} has no seats on record."

    @move(still_open, _has_seats)
    def vacate_seat(self, occasion: Occasion, *, seat: int, reason: str) -> None:
        """Record that nobody holds a seat any longer. The quorum stays what it is."""
        found = self._seat(seat, occasion)
        if found.vacant and not found.vacant[-1][1]:
            raise DomainError("That seat is vacant already.", field="seat")
        self._record(occasion, self.SeatVacated, seat=seat, reason=reason)

    def _has_vacancies(self) -> str | None:
        vacant = [each for each in self.seats.values() if each.vacant and not each.vacant[-1][1]]
        return None if vacant else "No seat is vacant."

    @move(still_open, _has_vacancies)
    def fill_seat(
        self,
        occasion: Occasion,
        *,
        seat: int,
        role: str,
        person: str = "",
        interim: bool = False,
        letter: str = "",
    ) -> None:
        """Record who holds a vacant seat; an interim member by the letter of their agency."""
        found = self._seat(seat, occasion)
        if not found.vacant or found.vacant[-1][1]:
            raise DomainError("That seat is not vacant.", field="seat")
        if occasion.on.isoformat() < found.vacant[-1][0]:
            since = long_date(found.vacant[-1][0])
            raise DomainError(f"It is vacant from {since} on.", field="on")
        if interim and not letter:
            raise DomainError("Enter the letter of the agency and its date.", field="letter")
        self._record(
            occasion,
            self.SeatFilled,
            seat=seat,
            role=role,
            person=person,
            interim=interim,
            letter=letter,
        )

    @move(still_open, _has_seats)
    def name_account(self, occasion: Occasion, *, seat: int, person: str = "") -> None:
        """Record which account whoever holds a seat has, "" for none. They speak by it for
        themselves, and hold the seat as before."""
        found = self._seat(seat, occasion)
        if found.is_vacant(occasion.on.isoformat()):
            raise DomainError("Nobody holds that seat. Record who fills it.", field="seat")
        if found.person == person:
            raise DomainError("That is what is on record already.", field="person")
        self._record(occasion, self.SeatAccountNamed, seat=seat, person=person)

    @move(still_open, _has_seats)
    def end_seat(self, occasion: Occasion, *, seat: int, to_on: date, reason: str) -> None:
        """End a seat after a day."""
        found = self._seat(seat, occasion)
        if to_on.isoformat() < found.from_on:
            raise DomainError(f"It began on {long_date(found.from_on)}.", field="to_on")
        self._record(occasion, self.SeatEnded, seat=seat, to_on=to_on.isoformat(), reason=reason)

    def _seat(self, number: int, occasion: Occasion) -> Seat:
        found = self.seats.get(number)
        if found is None:
            raise DomainError("There is no seat of that number.", field="seat")
        if found.to_on and found.to_on < occasion.on.isoformat():
            raise DomainError(f"That seat ended on {long_date(found.to_on)}.", field="seat")
        return found

    # ------------------------------------------------------------------ governing documents

    @move(still_open)
    def set_duties(self, occasion: Occasion, *, clauses: Clauses, reason: str = "") -> None:
        """Say which clause of its terms of reference asks for which duty."""
        if clauses.by_duty == self.duties:
            raise DomainError("Those are its duties already.")
        self._record(occasion, self.DutiesSet, clauses=dict(clauses.by_duty), reason=reason)

    @move(still_open, by=[_by_its_own])
    def record_report(
        self,
        occasion: Occasion,
        *,
        kind: ReportKind,
        title: str,
        given_to: str,
        year: int | None = None,
        meeting: str = "",
        link: str = "",
    ) -> None:
        """Record that it reported to the body above it (ToR 5.1), on the day on which it did."""
        if kind is ReportKind.YEARLY and not year:
            raise DomainError("Enter the year that it is about.", field="year")
        if kind is ReportKind.EXCEPTION and not meeting:
            raise DomainError("Select the meeting whose alert it passes on.", field="meeting")
        self._record(
            occasion,
            self.ReportMade,
            report=len(self.reports) + 1,
            kind=kind.value,
            title=title,
            given_to=given_to,
            year=(year or 0) if kind is ReportKind.YEARLY else 0,
            meeting=meeting if kind is ReportKind.EXCEPTION else "",
            link=link,
        )

    @move(still_open)
    def agree_document(
        self,
        occasion: Occasion,
        *,
        title: str,
        edition: str,
        agreed_by: str,
        agreed_on: date,
        review_due_on: date | None = None,
        replaces: int | None = None,
        link: str = "",
        file: File | None = None,
    ) -> None:
        """Record a governing document, or another edition of one; its review is due in a year."""
        if agreed_on > occasion.on:
            raise DomainError("It must not be agreed in the future.", field="agreed_on")
        if replaces is not None and replaces not in self.documents:
            raise DomainError("There is no document of that number.", field="replaces")
        due, working = sum_of_review(agreed_on)
        if review_due_on:
            due, working = review_due_on.isoformat(), "as it was agreed"
        self._record(
            occasion,
            self.DocumentAgreed,
            document=replaces or max(self.documents, default=0) + 1,
            title=title,
            edition=edition,
            agreed_by=agreed_by,
            agreed_on=agreed_on.isoformat(),
            review_due_on=due,
            working=working,
            **filed(link=link, file=file),
        )

    def _has_documents(self) -> str | None:
        return None if self.documents else f"{self.name} has no governing document on record."

    @move(still_open, _has_documents)
    def review_document(self, occasion: Occasion, *, document: int, finding: str) -> None:
        """Record that a document was reviewed and stands; the next review is due in a year."""
        self._must_have_document(document)
        due, working = sum_of_review(occasion.on)
        self._record(
            occasion,
            self.DocumentReviewed,
            document=document,
            finding=finding,
            review_due_on=due,
            working=working,
        )

    @move(still_open, _has_documents)
    def bring_review_forward(
        self, occasion: Occasion, *, document: int, review_due_on: date, reason: str
    ) -> None:
        """Let a document be reviewed sooner, because a law changes (ToR 7.1)."""
        self._must_have_document(document)
        was = self.documents[document].review_due_on
        if review_due_on.isoformat() >= was:
            raise DomainError(
                f"Its review is due on {long_date(was)} already.", field="review_due_on"
            )
        self._record(
            occasion,
            self.ReviewBroughtForward,
            document=document,
            review_due_on=review_due_on.isoformat(),
            was=was,
            reason=reason,
        )

    def _must_have_document(self, number: int) -> None:
        if number not in self.documents:
            raise DomainError("There is no document of that number.", field="document")

    @move(still_open)
    def set_topics(self, occasion: Occasion, *, topics: Sequence[str], reason: str = "") -> None:
        """Say which topics its forward plan comes back to, in their order (ToR 3.7)."""
        if list(topics) == self.topics:
            raise DomainError("Those are its topics already.", field="topics")
        self._record(occasion, self.TopicsSet, topics=list(topics), reason=reason)

    @move(still_open)
    def end(self, occasion: Occasion, *, reason: str) -> None:
        """Record that there is no such group any longer."""
        self._record(occasion, self.Ended, reason=reason)
