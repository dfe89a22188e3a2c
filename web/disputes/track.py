"""The way of a dispute through the stages: those it has been at, where it is, what is to come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from domain.disputes.dispute import Dispute
from domain.disputes.vocabulary import Kind
from domain.kernel.calendar import Calendar
from domain.kernel.item import Item, long_date
from domain.procedure.rules import BY_PARTIES, DECIDERS, ENDINGS, Stage
from web.wording import days_left

DONE, CURRENT, SKIPPED, TO_COME = "Done", "Now", "Passed over", "To come"


@dataclass(frozen=True)
class Reply:
    """What a party answered at a stage; `late` says by how much, where it was."""

    agency: str
    on: str
    words: str
    late: str


@dataclass(frozen=True)
class Stop:
    """One stage on the way, as often as the dispute was there.

    `came` says how it was entered, `extensions` how it got more time, each with the reason;
    `silent` are the parties that never replied before it was left.
    """

    number: int
    name: str
    decided_by: str
    state: str
    stage: str = ""
    entered_on: str = ""
    due_on: str = ""
    first_due_on: str = ""
    working: str = ""
    overdue_on: str = ""
    days: int | None = None
    first_working: str = ""
    came: Sequence[tuple[str, str]] = ()
    extensions: Sequence[tuple[str, str]] = ()
    replies: Sequence[Reply] = ()
    silent: Sequence[str] = ()
    records: Mapping[str, str] = field(default_factory=dict)
    missing: Sequence[str] = ()
    convener: str = ""
    recusals: Sequence[tuple[str, str]] = ()
    left_on: str = ""
    left: str = ""


def track_of(
    dispute: Dispute, history: Iterable[Item.Event], *, calendar: Calendar, names: Mapping[str, str]
) -> list[Stop]:
    """Every stage that it has been at or passed over, and those to come while it is open."""
    way = _Way(
        dispute, calendar, lambda agency: names.get(agency, dispute.names.get(agency, agency))
    )
    for event in history:
        way.take(event)
    return way.stops + ([] if dispute.ending else way.to_come())


class _Way:
    """Takes the events of one dispute, one after the other, into the stops on its way."""

    def __init__(self, dispute: Dispute, calendar: Calendar, named: Callable[[str], str]) -> None:
        self.dispute, self.calendar, self.named = dispute, calendar, named
        self.order = dispute.rules.in_order()
        self.parties: list[str] = []
        self.convener = ""
        self.stops: list[Stop] = []

    def take(self, event: Item.Event) -> None:
        """What one event makes of the way."""
        if isinstance(event, Dispute.Recorded):
            self.parties = list(event.parties)
        elif isinstance(event, Dispute.StageBegun):
            self._begin(event)
        elif isinstance(event, Dispute.ClockStarted):
            clock = {"due_on": event.due_on, "first_due_on": event.due_on}
            self._change(**clock, working=event.working, first_working=event.working)
        elif isinstance(event, Dispute.Extended):
            note = (f"Extended from {long_date(event.was)} to {long_date(event.due_on)}", event.why)
            extensions = (*self.here.extensions, note)
            self._change(due_on=event.due_on, working=event.working, extensions=extensions)
        elif isinstance(event, Dispute.StageOverdue):
            self._change(overdue_on=event.on)
        elif isinstance(event, Dispute.RecordKept):
            self._change(
                records={**self.here.records, event.record: event.words},
                missing=[item for item in self.here.missing if item != event.record],
            )
        elif isinstance(event, Dispute.Replied):
            reply = Reply(self.named(event.agency), event.on, event.reply, self._late(event))
            silent = [name for name in self.here.silent if name != reply.agency]
            self._change(replies=(*self.here.replies, reply), silent=silent)
        elif isinstance(event, Dispute.PartyAdded):
            self.parties.append(event.agency)
            self._convenes_no_longer(event.agency)
            if self._by_parties():
                self._change(silent=[*self.here.silent, self.named(event.agency)])
        elif isinstance(event, Dispute.ConvenerNamed):
            self.convener = event.agency
            self._change(convener=f"{event.role}, {self.named(event.agency)}")
        elif isinstance(event, Dispute.Recused):
            who = ", ".join(filter(None, [event.role, event.agency and self.named(event.agency)]))
            self._change(recusals=(*self.here.recusals, (who, event.reason)))
            self._convenes_no_longer(event.agency)
        elif isinstance(event, Dispute.EndedEvent):
            self._leave(ENDINGS[event.ending], event.on)

    def to_come(self) -> list[Stop]:
        """The stages after the one that it is at."""
        above = self.order[self.here.number :]
        return [self._stop(stage, TO_COME) for stage in above]

    @property
    def here(self) -> Stop:
        return self.stops[-1]

    def _begin(self, event: Dispute.StageBegun) -> None:
        how, reason = _how(event)
        if self.stops and self.here.state == CURRENT:
            self._leave(how, event.on)
        self.convener = ""
        before = self.order[self._start() - 1 : event.number - 1] if not self.stops else []
        skipped = [stage.key for stage in before] or getattr(event, "skipped", [])
        self.stops += [self._stop(self.dispute.rules.stage(key), SKIPPED) for key in skipped]
        stage = self.dispute.rules.stage(event.stage)
        parties = self.parties if stage.decided_by in BY_PARTIES else []
        stop = replace(
            self._stop(stage, CURRENT),
            entered_on=event.entered_on,
            due_on=event.due_on,
            first_due_on=event.due_on,
            working=event.working,
            first_working=event.working,
            came=((how, reason),) if reason else (),
            missing=[*stage.entry, *stage.exit],
            silent=[self.named(each) for each in parties if each != self.dispute.raised_by],
        )
        self.stops.append(stop)

    def _stop(self, stage: Stage, state: str) -> Stop:
        number = self.dispute.rules.number(stage.key)
        return Stop(number, stage.name, DECIDERS[stage.decided_by], state, stage.key)

    def _leave(self, how: str, on: str) -> None:
        entered = date.fromisoformat(self.here.entered_on)
        days = max(0, self.calendar.between(entered, date.fromisoformat(on)))
        self._change(state=DONE, left=how, left_on=on, days=days)

    def _change(self, **changes: object) -> None:
        self.stops[-1] = replace(self.here, **changes)  # type: ignore[arg-type]

    def _start(self) -> int:
        """The number of the stage that it starts at, unless it is urgent."""
        rules = self.dispute.rules
        return rules.number(rules.issues_start_at) if self.dispute.kind is Kind.ISSUE else 1

    def _convenes_no_longer(self, agency: str) -> None:
        """An agency stood aside or became a party: if it was to convene, it does not any more."""
        if agency and agency == self.convener:
            self.convener = ""
            self._change(convener="")

    def _by_parties(self) -> bool:
        return self.dispute.rules.stage(self.here.stage).decided_by in BY_PARTIES

    def _late(self, event: Dispute.Replied) -> str:
        """By how much it was late. Nobody waits for whoever raised it, nor for a second reply."""
        replied = {reply.agency for reply in self.here.replies}
        if event.agency == self.dispute.raised_by or self.named(event.agency) in replied:
            return ""
        if not event.due_on or event.on <= event.due_on:
            return ""
        due, came = date.fromisoformat(event.due_on), date.fromisoformat(event.on)
        # A day that is not worked counts as the next one that is.
        days = self.calendar.between(due, came) + (not self.calendar.is_worked(came))
        return days_left(-days, "working day")


def _how(event: Dispute.StageBegun) -> tuple[str, str]:
    """How it came to the stage, and why."""
    if isinstance(event, Dispute.Escalated):
        itself = " by itself" if event.automatic else ""
        return f"Escalated{itself} to stage {event.number}", event.reason
    if isinstance(event, Dispute.ReturnedToStage):
        return f"Returned to stage {event.number}", event.reason
    if isinstance(event, Dispute.Reopened):
        return "Reopened", event.reason
    if isinstance(event, Dispute.StageReported):
        return f"Reported to have come to stage {event.number}", event.note
    return "Started", ""
