"""Everything that can happen in a meeting, and to its minutes."""

from __future__ import annotations

from domain.groups.rule import RuleContent, rule_of
from domain.groups.vocabulary import Office
from domain.kernel.item import post_of
from domain.kernel.terms import AgencyNames
from domain.kernel.words import Code, Ref, Words
from domain.meetings.planning_events import PlanningEvents
from domain.meetings.quorum import Judged
from domain.meetings.records import (
    Attendee,
    Chairing,
    Interest,
    Outcome,
    Statement,
    Substitute,
    seat_then,
)
from domain.meetings.state import MeetingState
from domain.meetings.vocabulary import HOWS, How, InterestKind, StatementKind
from domain.partnership.agency import AgencyKind

Event = PlanningEvents.Event


class MeetingEvents(PlanningEvents):
    """A meeting, as far as its history goes."""

    class Opened(Event):
        """It began, with the seats and by the rule that held on the day of the meeting.

        `partners` are the names of the Safeguarding Partners that day, by their kind. `order` are
        the items in the order of the agenda: from now on each is called by its place.
        """

        order: list[int]
        rule: RuleContent
        rule_version: int
        seats: RuleContent
        partners: dict[Code, Words]

        def apply(self, aggregate: MeetingState) -> None:
            aggregate.opened_on = self.on
            aggregate._number_the_items(self.order)
            aggregate.rule, aggregate.rule_version = rule_of(self.rule), self.rule_version
            aggregate.seats = {int(key): seat_then(seat) for key, seat in self.seats.items()}
            aggregate.partners = {AgencyKind(kind): name for kind, name in self.partners.items()}

        def sentence(self, names: AgencyNames) -> str:
            return f"opened the meeting. {rule_of(self.rule).in_words}"

    class SeatTakenUp(Event):
        """A seat that nobody held when the meeting was opened has been filled, or given, since, by
        the day of the meeting: whoever holds it is a member as the others are."""

        seat: RuleContent

        def apply(self, aggregate: MeetingState) -> None:
            taken = seat_then(self.seat)
            aggregate.seats = {**aggregate.seats, taken.number: taken}

        def sentence(self, names: AgencyNames) -> str:
            taken = seat_then(self.seat)
            return f"recorded that seat {taken.number} is held by {taken.in_words}"

    class Attended(Event):
        """How somebody takes part, from an item on (0: from the start). `substitute`: in the place
        of the holder of the seat; then what was judged of them, by whom and why."""

        attendee: int
        seat: int
        agency: Ref
        agency_name: Words
        kind: Code
        role: Words
        member: bool
        office: Code
        how: Code
        from_item: int
        substitute: bool
        contributes: bool | None
        commissions: bool | None
        judged_by: Words
        reason: Words
        beforehand: bool

        def apply(self, aggregate: MeetingState) -> None:
            judged = Judged(self.contributes, self.commissions)
            aggregate.attendees[self.attendee] = Attendee(
                number=self.attendee,
                seat=self.seat,
                agency=self.agency,
                agency_name=self.agency_name,
                kind=AgencyKind(self.kind) if self.kind else None,
                role=self.role,
                member=self.member,
                how=How(self.how),
                spans=((self.from_item, 0),),
                office=Office(self.office),
                substitute=Substitute(
                    self.seat, self.role, judged, self.judged_by, self.reason, self.beforehand
                )
                if self.substitute
                else None,
            )

        def sentence(self, names: AgencyNames) -> str:
            who = post_of(self.role, self.agency_name)
            late = f", from item {self.from_item}" if self.from_item else ""
            instead = " as a substitute" if self.substitute else ""
            return f"recorded {who}{instead}: {HOWS[How(self.how)].lower()}{late}"

    class Arrived(Event):
        """Somebody is there from an item on."""

        attendee: int
        who: Words
        how: Code
        item: int

        def apply(self, aggregate: MeetingState) -> None:
            attendee = aggregate.attendees[self.attendee]
            before = [] if attendee.how not in (How.PRESENT, How.ONLINE) else [*attendee.spans]
            spans = (*before, (self.item, 0))
            aggregate._change_attendee(self.attendee, how=How(self.how), spans=spans)

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that {self.who} is there from item {self.item} on"

    class Departed(Event):
        """Somebody is no longer there, or no longer heard, from an item on."""

        attendee: int
        who: Words
        item: int
        reason: Words

        def apply(self, aggregate: MeetingState) -> None:
            *before, (start, _) = aggregate.attendees[self.attendee].spans
            aggregate._change_attendee(self.attendee, spans=(*before, (start, self.item)))

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that {self.who} is no longer there from item {self.item} on"

    class ChairTaken(Event):
        """Somebody chairs from an item on. `silent`: the members chose them, as neither the chair
        nor the deputy could; the terms of reference say nothing of that."""

        attendee: int
        who: Words
        item: int
        silent: bool
        reason: Words

        def apply(self, aggregate: MeetingState) -> None:
            aggregate._let_chair(Chairing(self.item, self.attendee, self.silent))

        def sentence(self, names: AgencyNames) -> str:
            chosen = (
                ", chosen by the members, as neither the chair nor the deputy could; the terms of "
                "reference are silent on that"
                if self.silent
                else ""
            )
            return f"recorded that {self.who} chairs from item {self.item} on{chosen}"

    class ChairCorrected(Event):
        """Who chairs from an item on had been written down wrongly. Nothing decided changes
        because of it."""

        attendee: int
        who: Words
        was: Words
        item: int
        silent: bool
        reason: Words

        def apply(self, aggregate: MeetingState) -> None:
            aggregate._let_chair(Chairing(self.item, self.attendee, self.silent))
            aggregate.corrections += 1

        def sentence(self, names: AgencyNames) -> str:
            instead = f"{self.who}, where it was {self.was}"
            return f"corrected who chairs from item {self.item} on: {instead}"

    class InterestDeclared(Event):
        """Somebody declared an interest in an item."""

        attendee: int
        who: Words
        item: int
        kind: Code
        words: Words
        restricted: bool

        def apply(self, aggregate: MeetingState) -> None:
            found = Interest(self.attendee, self.item, InterestKind(self.kind), self.words)
            aggregate.interests = [*aggregate.interests, found]

        def sentence(self, names: AgencyNames) -> str:
            what = "" if self.restricted else f": {self.words}"
            whose = (
                "an interest of their agency" if self.kind == "agency" else "a personal interest"
            )
            return f"recorded that {self.who} declared {whose} in item {self.item}{what}"

    class AttendanceCorrected(Event):
        """Who was there for which items had been written down wrongly. Nothing decided changes
        because of it. `spans` are the items: from one up to another, 0 for start and end."""

        attendee: int
        who: Words
        how: Code
        spans: list[list[int]]
        reason: Words

        def apply(self, aggregate: MeetingState) -> None:
            spans = tuple((start, end) for start, end in self.spans)
            aggregate._change_attendee(self.attendee, how=How(self.how), spans=spans)
            aggregate.corrections += 1

        def sentence(self, names: AgencyNames) -> str:
            how = HOWS[How(self.how)].lower()
            return f"corrected the attendance of {self.who}: {how}{_spells(self.spans)}"

    class ItemNoted(Event):
        """The meeting noted an item."""

        item: int
        minute: Words
        words: Words
        restricted: bool

        def apply(self, aggregate: MeetingState) -> None:
            aggregate._add_outcome(self.item, Outcome("noted", self.words, self.minute))

        def sentence(self, names: AgencyNames) -> str:
            words = "" if self.restricted else f": {self.words}"
            return f"noted item {self.item} ({_minute(self.minute)}){words}"

    class ItemDeferred(Event):
        """An item was put off, until a meeting or a day; `times` is how often by now."""

        item: int
        minute: Words
        until: Words
        reason: Words
        times: int
        restricted: bool

        def apply(self, aggregate: MeetingState) -> None:
            aggregate._add_outcome(
                self.item, Outcome("deferred", self.reason, self.minute, until=self.until)
            )

        def sentence(self, names: AgencyNames) -> str:
            often = f", for the {_nth(self.times)} time" if self.times > 1 else ""
            return f"deferred item {self.item} until {self.until}{often}"

    class StatementRecorded(Event):
        """An agency's own undertaking, a disagreement or an alert: it stands, quorate or not.
        `capture`: the line that it was noted by, 0 for none."""

        statement: int
        item: int
        kind: Code
        agency: Ref
        words: Words
        minute: Words
        capture: int
        restricted: bool

        def apply(self, aggregate: MeetingState) -> None:
            aggregate._finish_line(self.capture, aggregate.reference)
            aggregate.statements[self.statement] = Statement(
                self.statement,
                self.item,
                StatementKind(self.kind),
                self.agency,
                self.words,
                self.minute,
            )

        def sentence(self, names: AgencyNames) -> str:
            kind = {
                StatementKind.UNDERTAKING: "an undertaking",
                StatementKind.DISAGREEMENT: "a disagreement",
                StatementKind.ALERT: "an alert",
            }[StatementKind(self.kind)]
            whose = f" of {names.get(self.agency, self.agency)}" if self.agency else ""
            words = "" if self.restricted else f": {self.words}"
            return f"recorded {kind}{whose} at item {self.item}{words}"

    class Decided(Event):
        """The meeting decided on an item, or could only advise. The decision is an item of its own;
        `quorum` says who made it one, `capture` the line that it was noted by, 0 for none."""

        item: int
        decision: Ref
        kind: Code
        minute: Words
        quorum: Words
        words: Words
        capture: int
        restricted: bool

        def apply(self, aggregate: MeetingState) -> None:
            aggregate._finish_line(self.capture, self.decision)
            outcome = Outcome(self.kind, self.words, self.minute, decision=self.decision)
            aggregate._add_outcome(self.item, outcome)
            aggregate.decisions[self.decision] = self.item
            if self.kind != "advice":
                aggregate._settle(self.decision, self.item)

        def sentence(self, names: AgencyNames) -> str:
            what = "gave advice" if self.kind == "advice" else "decided"
            words = "" if self.restricted else f": {self.words}"
            return f"{what} on item {self.item}, {self.decision} ({_minute(self.minute)}){words}"

    class DecisionConfirmed(Event):
        """The meeting, quorate, made an earlier one's advice a decision, or confirmed one whose
        quorum was found wanting."""

        item: int
        decision: Ref
        minute: Words
        quorum: Words

        def apply(self, aggregate: MeetingState) -> None:
            outcome = Outcome("confirmed", "", self.minute, decision=self.decision)
            aggregate._add_outcome(self.item, outcome)
            aggregate._settle(self.decision, self.item, confirms=True)

        def sentence(self, names: AgencyNames) -> str:
            return f"confirmed {self.decision} at item {self.item} ({_minute(self.minute)})"

    class DecisionReported(Event):
        """A decision that was taken between meetings was reported to it."""

        item: int
        decision: Ref
        minute: Words

        def apply(self, aggregate: MeetingState) -> None:
            outcome = Outcome("reported", "", self.minute, decision=self.decision)
            aggregate._add_outcome(self.item, outcome)

        def sentence(self, names: AgencyNames) -> str:
            return (
                f"heard the report of {self.decision} at item {self.item} ({_minute(self.minute)})"
            )

    class QuorumFoundWanting(Event):
        """A decision of it, or its confirmation of an earlier one, turned out not to have had a
        quorum. It is asked to be confirmed."""

        decision: Ref
        item: int
        confirms: bool
        quorum: Words

        def apply(self, aggregate: MeetingState) -> None:
            aggregate._find_quorate(self.decision, self.item, confirms=self.confirms, quorate=False)

        def sentence(self, names: AgencyNames) -> str:
            what = _settled(self.decision, confirms=self.confirms)
            return f"found the quorum of {what} wanting, at item {self.item}: {self.quorum}"

    class QuorumFoundAfterAll(Event):
        """What had been found to want a quorum turned out to have had one after all."""

        decision: Ref
        item: int
        confirms: bool
        quorum: Words

        def apply(self, aggregate: MeetingState) -> None:
            aggregate._find_quorate(self.decision, self.item, confirms=self.confirms, quorate=True)

        def sentence(self, names: AgencyNames) -> str:
            what = _settled(self.decision, confirms=self.confirms)
            return f"found a quorum for {what} after all, at item {self.item}: {self.quorum}"

    class Closed(Event):
        """It ended."""

        words: Words

        def apply(self, aggregate: MeetingState) -> None:
            aggregate.closed_on = self.on

        def sentence(self, names: AgencyNames) -> str:
            return ". ".join(filter(None, ["closed the meeting", self.words]))


def _settled(decision: str, *, confirms: bool) -> str:
    """What took a quorum."""
    return f"the confirmation of {decision}" if confirms else decision


def _minute(number: str) -> str:
    return f"minute {number}" if number else "no minute yet"


def _nth(count: int) -> str:
    return {2: "second", 3: "third", 4: "fourth", 5: "fifth"}.get(count, f"{count}th")


def _spells(spans: list[list[int]]) -> str:
    """From which item to which, in words; "" for all of it."""
    if spans in ([], [[0, 0]]):
        return ""
    told = [
        (f"from item {start}" if start else "from the start")
        + (f" until item {end}" if end else "")
        for start, end in spans
    ]
    return f", {', then '.join(told)}"
