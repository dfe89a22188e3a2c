"""Meetings for tests of the domain: a group of seven seats, and what happens in its meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from application.bank_holidays import england_and_wales
from domain.decisions.decision import Decision
from domain.groups.group import Group
from domain.groups.rule import QuorumRule
from domain.groups.vocabulary import GroupKind, Office, Standing, Substitutes
from domain.kernel.errors import NotFoundError
from domain.kernel.finder import ItemType
from domain.kernel.item import Item
from domain.kernel.terms import Actor, Occasion, Role
from domain.meetings.meeting import Meeting
from domain.meetings.records import PlannedEntries, RaisedDisputes
from domain.meetings.vocabulary import AskedTo, How, Kind, Mode
from domain.partnership.agency import Agency, AgencyKind, KnownAgencies

CALENDAR = england_and_wales()
NOTHING_PLANNED = PlannedEntries(lambda meeting: [])
TEAM, CHAIR = Actor("b7e1", Role.BUSINESS_TEAM), Actor("c4a1", Role.SAAS_CHAIR)
DAY = date(2026, 5, 13)
COUNCIL, HEALTH, POLICE = "Kent County Council", "NHS Kent and Medway ICB", "Kent Police"
RULE = QuorumRule(
    (AgencyKind.LOCAL_AUTHORITY, AgencyKind.HEALTH, AgencyKind.POLICE), source="ToR 3.5"
)
SEATS: Sequence[tuple[str, str, Office]] = (
    ("Lead Member", COUNCIL, Office.CHAIR),
    ("Director", COUNCIL, Office.DEPUTY),
    ("Assistant Director", COUNCIL, Office.NONE),
    ("Designated Nurse", HEALTH, Office.NONE),
    ("Superintendent", POLICE, Office.NONE),
    ("Head teacher", "Kent schools", Office.NONE),
    ("Head of Safeguarding", "Kent Hospitals Trust", Office.NONE),
)
LEAD, DIRECTOR, ASSISTANT, NURSE, SUPERINTENDENT, TEACHER, TRUST = range(1, 8)
KINDS = {
    COUNCIL: AgencyKind.LOCAL_AUTHORITY,
    HEALTH: AgencyKind.HEALTH,
    POLICE: AgencyKind.POLICE,
}


def on(day: date, by: Actor = TEAM) -> Occasion:
    """Something that is recorded at noon of the day on which it happens."""
    return Occasion(by, datetime(day.year, day.month, day.day, 12, tzinfo=UTC), day, position=41)


def agency(name: str) -> Agency:
    """A member agency since 2020, by its name."""
    kind = KINDS.get(name, AgencyKind.RELEVANT)

    def nothing(*_: Any) -> Any:
        raise NotFoundError("There is none.")

    return Agency.join(on(date(2020, 1, 6)), name=name, kind=kind, find=nothing)


AGENCIES = {name: agency(name) for name in dict.fromkeys(seat[1] for seat in SEATS)}


def group(rule: QuorumRule | None = RULE) -> Group:
    """The group that scrutinises, with its seven seats, since 2024."""
    made = on(date(2024, 1, 8))
    found = Group.establish(
        made, reference="GRP-2024-001", name="Scrutiny Sub-group", short="SAAS",
        kind=GroupKind.SCRUTINY,
    )  # fmt: skip
    if rule:
        set_rule(found, rule, date(2024, 1, 8))
    for role, name, office in SEATS:
        found.give_seat(
            made, role=role, agency=AGENCIES[name], standing=Standing.MEMBER, office=office
        )
    return found


def set_rule(group: Group, rule: QuorumRule, from_on: date) -> None:
    """Let a group be quorate by a rule from a day on."""
    group.set_quorum(
        on(date(2024, 1, 8)), each_of=rule.each_of, members=rule.members,
        chair_counts=rule.chair_counts, substitutes=rule.substitutes, source=rule.source,
        from_on=from_on,
    )  # fmt: skip


@dataclass
class Others:
    """The other items of a command: those that there are, and those that are made."""

    items: dict[str, Item] = field(default_factory=dict)

    def find(self, kind: type[ItemType], reference: str, /) -> ItemType:
        found = self.items.get(reference)
        if not isinstance(found, kind):
            raise NotFoundError(f"There is no {kind.word} {reference}.")
        return found

    def next_reference(self, kind: type[Item], /) -> str:
        count = sum(isinstance(each, kind) for each in self.items.values())
        return f"{kind.prefix}-2026-{count + 1:03}"

    def keep(self, item: Item, /) -> None:
        self.items[item.reference] = item


@dataclass
class Sitting:
    """A meeting with its group and its agencies, and what comes of it."""

    group: Group
    meeting: Meeting
    others: Others = field(default_factory=Others)

    def __post_init__(self) -> None:
        self.others.keep(self.group)

    @property
    def now(self) -> Occasion:
        return on(date.fromisoformat(self.meeting.meets_on))

    def find(self, kind: type[ItemType], reference: str, /) -> ItemType:
        known = [self.group, *AGENCIES.values()]
        for each in known:
            if isinstance(each, kind) and each.reference == reference:
                return each
        raise NotFoundError(f"There is no {kind.word} {reference}.")

    def open(self, items: int = 3) -> Sitting:
        """Put items on the agenda and open it."""
        for number in range(1, items + 1):
            self.meeting.add_item(self.now, title=f"Item {number}", asked=AskedTo.DECIDE)
        self.meeting.open(self.now, find=self.find, known=KnownAgencies(AGENCIES.values()))
        return self

    def move(self, day: date, *, dated: Sequence[str] = ()) -> None:
        """Move it to another day; `dated` is what is planned for it."""
        self.meeting.move_date(
            self.now, meets_on=day, reason="Elections.", calendar=CALENDAR, beside=self.others,
            planned=PlannedEntries(lambda meeting: dated),
        )  # fmt: skip

    def call_off(self, *entries: str) -> None:
        """Call it off; `entries` are what is planned for it."""
        self.meeting.call_off(
            self.now, reason="Snow.", beside=self.others,
            planned=PlannedEntries(lambda meeting: entries),
        )  # fmt: skip

    def clear(self) -> None:
        """Clear its minutes."""
        self.meeting.clear_minutes(
            self.now, known_by="her e-mail", beside=self.others, calendar=CALENDAR,
            raised=RaisedDisputes(lambda meeting: []),
        )  # fmt: skip

    def correct(self, fact: str, becomes: str, *, dated: Sequence[str] = ()) -> None:
        """Correct a fact of it, a month later; `dated` are the disputes that name it."""
        self.meeting.correct(
            on(DAY + timedelta(days=30)), fact=fact, becomes=becomes, reason="Misread.",
            calendar=CALENDAR, find=self.find, beside=self.others,
            raised=RaisedDisputes(lambda meeting: dated),
            planned=NOTHING_PLANNED,
        )  # fmt: skip

    def attend(self, seat: int, how: How = How.PRESENT, **facts: Any) -> int:
        """Record the holder of a seat; return the number of the attendee."""
        self.meeting.attend(
            self.now, seat=seat, how=how, find=self.find, beside=self.others, **facts
        )
        return max(self.meeting.attendees)

    def substitute(self, seat: int, how: How = How.PRESENT, **judged: Any) -> int:
        """Record a substitute, judged beforehand where it is said how."""
        if judged:
            self.judge(seat, **judged)
        self.meeting.attend_as_substitute(
            self.now, seat=seat, how=how, find=self.find, beside=self.others
        )
        return max(self.meeting.attendees)

    def judge(self, seat: int, *, contributes: bool = True, commissions: bool = True) -> None:
        self.meeting.judge_substitute(
            self.now, seat=seat, role="Deputy", contributes=contributes, commissions=commissions,
            judged_by="the chair", reason="Ill.", find=self.find,
        )  # fmt: skip

    def chair(self, attendee: int, item: int | None = None, **facts: Any) -> None:
        """Let somebody chair from an item on."""
        self.meeting.take_chair(self.now, attendee=attendee, item=item, beside=self.others, **facts)

    def decide(self, item: int, **facts: Any) -> Decision:
        """Decide on an item; return the decision."""
        from domain.decisions.vocabulary import Kind as DecisionKind

        said: dict[str, Any] = {"kind": DecisionKind.AGREED, "words": "Agreed.", **facts}
        self.meeting.decide(self.now, item=item, beside=self.others, **said)
        *_, reference = self.meeting.decisions
        return self.others.find(Decision, reference)

    def sentence(self, item: int = 1) -> str:
        """Whether there is a quorum at an item, and why."""
        return self.meeting.quorum_at(item).sentence


def planned(
    day: date = DAY, *, rule: QuorumRule | None = RULE, reference: str = "MTG-2026-001",
    recorded: date | None = None, **facts: Any,
) -> Sitting:  # fmt: skip
    """A meeting of that group on a day."""
    found = group(rule)
    meeting = Meeting.plan(
        on(recorded or day), reference=reference, group=found, meets_on=day, calendar=CALENDAR,
        **{"kind": Kind.ORDINARY, "mode": Mode.BOTH, "beside": Others(),
           "planned": NOTHING_PLANNED, **facts},
    )  # fmt: skip
    return Sitting(found, meeting)


def quorate(day: date = DAY, **facts: Any) -> Sitting:
    """A meeting under way that the chair chairs, with a member of each partner."""
    sitting = planned(day, **facts).open()
    sitting.chair(sitting.attend(LEAD))
    for seat in (ASSISTANT, NURSE, SUPERINTENDENT):
        sitting.attend(seat)
    return sitting


NEVER = replace(RULE, substitutes=Substitutes.NEVER)
