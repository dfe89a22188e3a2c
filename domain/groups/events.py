"""Everything that can happen to a group."""

from __future__ import annotations

from dataclasses import replace

from domain.groups.duties import DUTIES, REPORT_KINDS, Duty, Report, ReportKind
from domain.groups.rule import NOT_KNOWN, QuorumRule, RuleContent, rule_of
from domain.groups.seats import Document, RuleVersion, Seat
from domain.groups.speaking import speaker_of
from domain.groups.vocabulary import GROUP_KINDS, GroupKind, Office, Standing
from domain.kernel.deciding.files import Filed
from domain.kernel.item import in_a_row, long_date, post_of
from domain.kernel.mending.correcting import Correctable
from domain.kernel.terms import AgencyNames
from domain.kernel.words import Code, Day, Ref, Words


class GroupEvents(Correctable):
    """A group, as far as its history goes."""

    class Event(Correctable.Event):
        """Anything that happens to a group."""

    class Established(Event, Correctable.Created):
        """The partnership has such a group, since the date `on`.

        `joint_with` are areas whose partnership shares it; `meetings` is how many ordinary ones
        there should be in a year, 0 where nobody says.
        """

        name: Words
        short: Words
        kind: Code
        joint_with: list[Words]
        meetings: int

        def apply(self, aggregate: GroupEvents) -> None:
            aggregate._start(self)

        def sentence(self, names: AgencyNames) -> str:
            joint = f", joint with {in_a_row(self.joint_with)}" if self.joint_with else ""
            return f"recorded the group {self.name}{joint}"

    class Described(Event):
        """It is called, shared or meant to meet otherwise."""

        name: Words
        short: Words
        joint_with: list[Words]
        meetings: int
        reason: Words

        def apply(self, aggregate: GroupEvents) -> None:
            aggregate._describe(self)

        def sentence(self, names: AgencyNames) -> str:
            return f"described the group anew: {self.name}"

    class QuorumSet(Event):
        """It is quorate by this rule from a day on; what met before keeps the rule that held."""

        number: int
        rule: RuleContent
        from_on: Day
        reason: Words

        def apply(self, aggregate: GroupEvents) -> None:
            made = RuleVersion(self.number, rule_of(self.rule), self.from_on)
            aggregate.rules = [*aggregate.rules, made]

        def sentence(self, names: AgencyNames) -> str:
            words = rule_of(self.rule).in_words
            return f"set the quorum from {long_date(self.from_on)} (version {self.number}): {words}"

    class SeatGiven(Event):
        """There is another seat. `office`: it is the chair's or the deputy's.

        `person` is the account of whoever holds it, "" where there is none or it is not known.
        """

        seat: int
        agency: Ref
        role: Words
        standing: Code
        office: Code
        from_on: Day
        to_on: Day
        person: Ref
        interim: bool
        letter: Words

        def apply(self, aggregate: GroupEvents) -> None:
            facts = self.facts
            number = facts.pop("seat")
            facts |= {"standing": Standing(self.standing), "office": Office(self.office)}
            aggregate.seats[number] = Seat(number, **facts)

        def sentence(self, names: AgencyNames) -> str:
            whose = post_of(self.role, names.get(self.agency, self.agency))
            interim = ", interim" if self.interim else ""
            return f"gave seat {self.seat} to {whose}{interim}, from {long_date(self.from_on)}"

    class SeatVacated(Event):
        """Nobody holds a seat from the date `on`. That never lowers the quorum."""

        seat: int
        reason: Words

        def apply(self, aggregate: GroupEvents) -> None:
            seat = aggregate.seats[self.seat]
            vacant = (*seat.vacant, (self.on, ""))
            aggregate.seats[self.seat] = replace(seat, vacant=vacant, person="")

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that seat {self.seat} is vacant from {long_date(self.on)}"

    class SeatFilled(Event):
        """Somebody holds a vacant seat from the date `on`; `letter` is the agency's, of when."""

        seat: int
        role: Words
        person: Ref
        interim: bool
        letter: Words

        def apply(self, aggregate: GroupEvents) -> None:
            seat = aggregate.seats[self.seat]
            *before, (start, _) = seat.vacant
            aggregate.seats[self.seat] = replace(
                seat,
                role=self.role,
                person=self.person,
                interim=self.interim,
                letter=self.letter,
                vacant=(*before, (start, self.on)),
            )

        def sentence(self, names: AgencyNames) -> str:
            how = " for the interim" if self.interim else ""
            return f"recorded that seat {self.seat} is held by {self.role}{how}"

    class SeatAccountNamed(Event):
        """Whoever holds a seat has that account, which nobody knew or which was another; "": none.
        Nobody else holds the seat because of that."""

        seat: int
        person: Ref

        def apply(self, aggregate: GroupEvents) -> None:
            aggregate.seats[self.seat] = replace(aggregate.seats[self.seat], person=self.person)

        def sentence(self, names: AgencyNames) -> str:
            if self.person:
                return f"named the account of whoever holds seat {self.seat}"
            return f"recorded that whoever holds seat {self.seat} has no account"

    class SeatEnded(Event):
        """There is no such seat after a day."""

        seat: int
        to_on: Day
        reason: Words

        def apply(self, aggregate: GroupEvents) -> None:
            aggregate.seats[self.seat] = replace(aggregate.seats[self.seat], to_on=self.to_on)

        def sentence(self, names: AgencyNames) -> str:
            return f"ended seat {self.seat} after {long_date(self.to_on)}"

    class DocumentAgreed(Event, Filed):
        """A governing document was agreed, or a new edition of one (ToR 7.1).

        `working` says how the day by which it is reviewed was worked out.
        """

        document: int
        title: Words
        edition: Words
        agreed_by: Words
        agreed_on: Day
        review_due_on: Day
        working: Code

        @property
        def shown_as(self) -> str:
            return f"governing document {self.document}"

        def apply(self, aggregate: GroupEvents) -> None:
            aggregate.documents[self.document] = Document(
                self.document,
                self.title,
                self.edition,
                self.agreed_by,
                self.agreed_on,
                self.review_due_on,
                self.working,
                link=self.link,
                file=self.file,
            )

        def sentence(self, names: AgencyNames) -> str:
            return (
                f"recorded that {self.agreed_by} agreed “{self.title}”, {self.edition}, on "
                f"{long_date(self.agreed_on)}; its review is due on {long_date(self.review_due_on)}"
            )

    class DocumentReviewed(Event):
        """A governing document was looked at again, and stands."""

        document: int
        finding: Words
        review_due_on: Day
        working: Code

        def apply(self, aggregate: GroupEvents) -> None:
            aggregate.documents[self.document] = replace(
                aggregate.documents[self.document],
                review_due_on=self.review_due_on,
                working=self.working,
                reviewed_on=self.on,
            )

        def sentence(self, names: AgencyNames) -> str:
            due = long_date(self.review_due_on)
            return f"reviewed document {self.document}: {self.finding} Next by {due}"

    class ReviewBroughtForward(Event):
        """A change of law asks for a review sooner than a year after the last (ToR 7.1)."""

        document: int
        review_due_on: Day
        was: Day
        reason: Words

        def apply(self, aggregate: GroupEvents) -> None:
            aggregate._review(self.document, self.review_due_on, self.reason)

        def sentence(self, names: AgencyNames) -> str:
            return (
                f"brought the review of document {self.document} forward from "
                f"{long_date(self.was)} to {long_date(self.review_due_on)}"
            )

    class TopicsSet(Event):
        """The standing topics of its forward plan are these, in their order (ToR 3.7)."""

        topics: list[Words]
        reason: Words

        def apply(self, aggregate: GroupEvents) -> None:
            aggregate.topics = list(self.topics)

        def sentence(self, names: AgencyNames) -> str:
            return f"set the {len(self.topics)} standing topics of its forward plan"

    class DutiesSet(Event):
        """These clauses of its terms of reference ask for these duties."""

        clauses: dict[Code, Words]
        reason: Words

        def apply(self, aggregate: GroupEvents) -> None:
            aggregate.duties = {Duty(each): words for each, words in self.clauses.items()}

        def sentence(self, names: AgencyNames) -> str:
            named = [f"{words} ({DUTIES[Duty(each)]})" for each, words in self.clauses.items()]
            return f"set which duties its terms of reference have: {in_a_row(named)}"

    class ReportMade(Event):
        """It reported to the body above it on the date `on` (ToR 5.1)."""

        report: int
        kind: Code
        title: Words
        given_to: Words
        year: int
        meeting: Ref
        link: Words

        def apply(self, aggregate: GroupEvents) -> None:
            facts = self.facts
            number = facts.pop("report")
            facts |= {"kind": ReportKind(self.kind), "made_on": self.on}
            aggregate.reports[number] = Report(number, **facts)

        def sentence(self, names: AgencyNames) -> str:
            about = f" for {self.year}" if self.year else ""
            about += f" about an alert of {self.meeting}" if self.meeting else ""
            what = REPORT_KINDS[ReportKind(self.kind)].lower()
            return f"recorded its {what}{about} to {self.given_to}: {self.title}"

    class Ended(Event):
        """There is no such group any longer."""

        reason: Words

        def apply(self, aggregate: GroupEvents) -> None:
            aggregate.ended_on = self.on

        def sentence(self, names: AgencyNames) -> str:
            return "recorded that the group has ended"

    # ------------------------------------------------------------------ state

    def _start(self, event: Established) -> None:
        self._describe(event)
        self.kind = GroupKind(event.kind)
        self.since, self.ended_on = event.on, ""
        self.seats: dict[int, Seat] = {}
        self.rules: list[RuleVersion] = []
        self.documents: dict[int, Document] = {}
        self.topics: list[str] = []
        self.duties: dict[Duty, str] = {}
        self.reports: dict[int, Report] = {}

    def _describe(self, event: Established | Described) -> None:
        self.name, self.short = event.name, event.short
        self.joint_with, self.meetings = list(event.joint_with), event.meetings

    def _review(self, number: int, due_on: str, working: str) -> None:
        """Let a document be reviewed by a day, which was worked out like that."""
        document = self.documents[number]
        changed = replace(document, review_due_on=due_on, working=working)
        self.documents = {**self.documents, number: changed}

    @property
    def decider(self) -> str:
        """The role that speaks for it; "" where nobody who signs in does."""
        return speaker_of(self.kind)

    @property
    def kind_words(self) -> str:
        """What it is to the partnership."""
        return GROUP_KINDS[self.kind]

    @property
    def rules_by_number(self) -> dict[int, RuleVersion]:
        """Each rule that was set, by the number of its version."""
        return {each.number: each for each in self.rules}

    @rules_by_number.setter
    def rules_by_number(self, rules: dict[int, RuleVersion]) -> None:
        self.rules = list(rules.values())

    def rule_on(self, day: str) -> RuleVersion:
        """The rule that holds on a day: of several, the one that was set last."""
        held = [each for each in self.rules if each.from_on <= day]
        return held[-1] if held else RuleVersion(0, NOT_KNOWN, "")

    @property
    def quorum(self) -> QuorumRule:
        """The rule that was set last."""
        return self.rules[-1].rule if self.rules else NOT_KNOWN

    def seats_on(self, day: str) -> list[Seat]:
        """The seats that there are on a day."""
        return [seat for seat in self.seats.values() if seat.exists(day)]

    def seats_held_by(self, person: str, day: str) -> list[Seat]:
        """The seats that the holder of an account has on a day."""
        held = [each for each in self.seats_on(day) if not each.is_vacant(day)]
        return [each for each in held if person and each.person == person]

    def holder_of(self, office: Office) -> Seat | None:
        """The seat of the chair or the deputy, as it is now."""
        held = [s for s in self.seats.values() if s.office is office and not s.to_on]
        return held[-1] if held else None
