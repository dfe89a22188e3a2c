"""How a dispute went against the procedure that it carries.

Commands refuse most of what is found here. But the past is loaded as it was, time escalates what
nobody did, and an agency may become a party after it decided; so the log is asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from domain.disputes.audit.breach_kinds import Breach, BreachKind
from domain.disputes.audit.decisions_audited import wrong_in_deciding
from domain.disputes.dispute import Dispute
from domain.disputes.guards import has_its_convener, has_the_ending
from domain.disputes.neutral import doubtful, is_scrutineer
from domain.disputes.visits import Reply, Visit
from domain.disputes.vocabulary import URGENT_NEEDS
from domain.kernel.days.when import is_later, moment_text
from domain.kernel.item import Item, long_date, post_of
from domain.kernel.mending.correcting import parts_of
from domain.kernel.terms import AgencyNames
from domain.procedure.rules import (
    ENDINGS,
    Ending,
    Stage,
)


def breaches(
    events: Iterable[Item.Event], *, on: date | None = None, names: AgencyNames | None = None
) -> list[Breach]:
    """Every breach of the rules that one dispute carries, in the order of its history.

    `events` are its whole history. `on`: the day, or the moment, at which to ask whether it is
    running late; not asked without one. `names` says what to call agencies that are no parties.
    """
    whole = list(events)
    auditor = _Auditor(names or {}, _replayed(whole))
    found = [breach for event in whole for breach in auditor.take(event)]
    return found + list(auditor.still_running(_as_when(on))) if on else found


class _Auditor:
    """Replays a dispute and holds each event against the rules before it takes it.

    `known`: the dispute as it is known by now. What happened in time and was recorded after
    something else still counts.
    """

    def __init__(self, names: AgencyNames, known: Dispute | None) -> None:
        self._names, self._known = names, known
        self._dispute: Dispute | None = None
        self._clock_event: Item.Event | None = None
        self._began: Item.Event | None = None

    def take(self, event: Item.Event) -> Iterator[Breach]:
        """The breaches that an event shows."""
        if self._dispute is not None:
            yield from self._found(self._dispute, event)
        self._dispute = after(self._dispute, event)
        if isinstance(event, _OF_THE_CLOCK):
            self._clock_event = event
        if isinstance(event, Dispute.StageBegun):
            self._began = event

    def still_running(self, when: str) -> Iterator[Breach]:
        """The breaches that its last stage is while it runs: late then, or without the record with
        which it begins."""
        dispute, event = self._dispute, self._clock_event
        if not dispute or not event or dispute.ending or not dispute.visits:
            return
        if self._began and dispute.missing_at_entry:
            lacking = "; ".join(dispute.missing_at_entry)
            words = f"The stage {dispute.stage.name} began without on record: {lacking}."
            yield _breach(BreachKind.RECORD_MISSING, words, self._began, dispute)
        if dispute.is_overdue(when):
            due_on = long_date(dispute.visit.due_on)
            words = f"The stage {dispute.stage.name} was due on {due_on} and has not ended."
            yield _breach(BreachKind.RUNNING_LATE, words, event, dispute)

    def _found(self, dispute: Dispute, event: Item.Event) -> Iterator[Breach]:
        known = self._known or dispute
        if isinstance(event, Dispute.Entered):
            yield from _skipped(dispute, event, _between(dispute, dispute.lowest.key, event))
        elif isinstance(event, Dispute.Replied):
            yield from _late_reply(dispute, event, known)
        elif isinstance(event, Dispute.DeclaredUrgent):
            yield from _urgent_incomplete(dispute, event)
        elif isinstance(event, Dispute.Extended):
            yield from _extended(dispute, event)
        elif isinstance(event, Dispute.ConvenerNamed):
            yield from _convener(dispute, event, self._names, known)
        elif isinstance(event, Dispute.PartyAdded):
            yield from _became_a_party(dispute, event, event.agency, event.name, known)
        elif isinstance(event, Dispute.Corrected) and event.fact == "parties":
            for agency in parts_of(event.becomes):
                if agency not in dispute.names:
                    name = event.named.get(agency, agency)
                    yield from _became_a_party(dispute, event, agency, name, known)
        elif isinstance(event, Dispute.Notified):
            yield from _told_too_soon(dispute, event)
        if leaves(dispute, event):
            assert isinstance(event, Dispute.Timed)
            yield from _left(dispute, event, known)
        if isinstance(event, Dispute.StageBegun) and dispute.visits:
            yield from _moved(dispute, event)
        if isinstance(event, Dispute.EndedEvent):
            yield from _ended(dispute, event, self._names, known)
        move = _MOVES.get(type(event))
        if move and dispute.visits and (reason := dispute.not_by(move.__name__, event.by)):
            yield _breach(BreachKind.WRONG_DECIDER, reason, event, dispute)


_OF_THE_CLOCK = (
    Dispute.StageBegun
    | Dispute.ClockStarted
    | Dispute.ClockReworked
    | Dispute.Extended
    | Dispute.StageOverdue
)
"""The events to point at when a stage is running late."""
_MOVES: dict[type[Item.Event], Callable[..., object]] = {
    Dispute.Agreed: Dispute.agree,
    Dispute.NoLonger: Dispute.drop,
    Dispute.Reopened: Dispute.reopen,
    Dispute.ConvenerNamed: Dispute.name_convener,
    Dispute.Extended: Dispute.extend,
    Dispute.ReturnedToStage: Dispute.return_it,
    Dispute.Withdrawn: Dispute.withdraw,
}
"""What not everybody may do, whatever the stage. Who decides is looked at with the ending."""
_NEED_THE_RECORD = {Ending.AGREED, Ending.DECIDED, Ending.ANSWERED}


def after(dispute: Dispute | None, event: Item.Event) -> Dispute:
    """The dispute as an event leaves it."""
    changed = event.mutate(dispute)
    assert isinstance(changed, Dispute)
    return changed


def _replayed(events: Iterable[Item.Event]) -> Dispute | None:
    dispute: Dispute | None = None
    for event in events:
        dispute = after(dispute, event)
    return dispute


def leaves(dispute: Dispute, event: Item.Event) -> bool:
    """Whether it leaves its stage by the event. One that has ended has left it already."""
    leaving = isinstance(event, Dispute.StageBegun | Dispute.EndedEvent)
    return leaving and bool(dispute.visits) and dispute.ending is None


def _as_when(on: date) -> str:
    return moment_text(on) if isinstance(on, datetime) else on.isoformat()


def _urgent_incomplete(dispute: Dispute, event: Dispute.DeclaredUrgent) -> Iterator[Breach]:
    lacking = [what for name, what in URGENT_NEEDS.items() if not getattr(event, name)]
    if lacking:
        words = f"It was declared urgent without on record: {'; '.join(lacking)}."
        yield _breach(BreachKind.URGENT_INCOMPLETE, words, event, dispute)


def _left(dispute: Dispute, event: Dispute.Timed, known: Dispute) -> Iterator[Breach]:
    """What is wrong with leaving a stage. Where its dates were corrected, those count."""
    stay = known.visits[len(dispute.visits) - 1]
    name, due_on = dispute.stage.name, stay.due_on
    when = stay.left_at or stay.left_on or event.when
    if is_later(stay.entered, when):
        began, left = long_date(stay.entered), long_date(when)
        words = f"The stage {name} was left on {left}, before it began on {began}."
        yield _breach(BreachKind.OUT_OF_ORDER, words, event, dispute)
    if isinstance(event, Dispute.Escalated) and event.automatic and not dispute.rules.automatic:
        words = f"It left {name} by itself, and its procedure lets no stage escalate by itself."
        yield _breach(BreachKind.WRONG_DECIDER, words, event, dispute)
    if due_on and is_later(when, due_on):
        due, left = long_date(due_on), long_date(when)
        words = f"The stage {name} was due on {due} and was left on {left}."
        yield _breach(BreachKind.LEFT_LATE, words, event, dispute)
    if _needs_the_record(dispute, event) and dispute.missing:
        words = f"The stage {name} was left without on record: {'; '.join(dispute.missing)}."
        yield _breach(BreachKind.RECORD_MISSING, words, event, dispute)
    if _needs_the_record(dispute, event) and has_its_convener(dispute):
        itself = ", by itself" if isinstance(event, Dispute.Escalated) and event.automatic else ""
        words = f"The stage {name} was left{itself} without a convener named."
        yield _breach(BreachKind.NO_CONVENER, words, event, dispute)


def _needs_the_record(dispute: Dispute, event: Item.Event) -> bool:
    """Whether the record must be complete before: on the way up, and to settle it."""
    if isinstance(event, Dispute.EndedEvent):
        return event.ending in _NEED_THE_RECORD
    if isinstance(event, Dispute.StageBegun):
        return dispute.rules.number(event.stage) > dispute.rules.number(dispute.visit.stage)
    return False


def _late_reply(dispute: Dispute, event: Dispute.Replied, known: Dispute) -> Iterator[Breach]:
    """The first reply of a party counts; nobody waits for that of the agency that raised it."""
    if event.agency == dispute.raised_by:
        return
    for visit in known.visits:
        for reply in visit.answers:
            if reply.version == event.originator_version and visit.is_first(reply):
                yield from _if_late(dispute, event, visit, reply)


def _if_late(
    dispute: Dispute, event: Dispute.Replied, visit: Visit, reply: Reply
) -> Iterator[Breach]:
    if visit.is_late(reply):
        who = dispute.names.get(reply.agency, reply.agency)
        words = (
            f"The reply of {who} was due on {long_date(visit.due_when(reply.on))} and came on "
            f"{long_date(reply.on)}."
        )
        yield Breach(BreachKind.LATE_REPLY, words, event.originator_version, event.on, visit.name)


def _extended(dispute: Dispute, event: Dispute.Extended) -> Iterator[Breach]:
    name, in_hours, rules = dispute.stage.name, dispute.visit.in_hours, dispute.rules
    if dispute.is_overdue(event.when):
        words = (
            f"The stage {name} was due on {long_date(dispute.visit.due_on)} and was extended only "
            f"on {long_date(event.when)}."
        )
        yield _breach(BreachKind.EXTENDED_LATE, words, event, dispute)
    longest = rules.urgent_hours if in_hours else rules.extension_days
    if event.more > longest:
        unit = "hours" if in_hours else "working days"
        words = f"The stage {name} was extended by {event.more} {unit}, of {longest} allowed."
        yield _breach(BreachKind.EXTENDED_TOO_LONG, words, event, dispute)
    count, allowed = dispute.visit.extensions + 1, dispute.rules.extensions
    if count > allowed:
        words = (
            f"The stage {dispute.stage.name} was extended to {long_date(event.due_on)}: extension "
            f"number {count}, of {allowed} allowed."
        )
        yield _breach(BreachKind.TOO_MANY_EXTENSIONS, words, event, dispute)


def _between(dispute: Dispute, below: str, event: Dispute.StageBegun) -> Sequence[Stage]:
    """The stages from one on up to that of the event, without that."""
    rules = dispute.rules
    return rules.in_order()[rules.number(below) - 1 : rules.number(event.stage) - 1]


def _moved(dispute: Dispute, event: Dispute.StageBegun) -> Iterator[Breach]:
    here, there = dispute.visit.number, event.number
    yield from _skipped(dispute, event, dispute.rules.in_order()[here : there - 1])
    times, allowed = dispute.times_down + 1, dispute.rules.returns
    if there < here and times > allowed:
        words = f"It went back to {event.name}: return number {times}, of {allowed} allowed."
        yield _breach(BreachKind.TOO_MANY_RETURNS, words, event, dispute)


def _became_a_party(
    dispute: Dispute, event: Item.Event, agency: str, name: str, known: Dispute
) -> Iterator[Breach]:
    if agency in dispute.have_decided:
        words = f"{name} became a party after it had taken part in deciding."
        yield _breach(BreachKind.WRONG_DECIDER, words, event, dispute)
    for visit, now in zip(dispute.visits, known.visits, strict=False):
        same_naming = now.convener_version == visit.convener_version
        corrected = same_naming and now.convener_role and now.convener_agency != agency
        if visit.convener_agency == agency and not corrected:
            words = f"{name} became a party after it was named to convene {visit.name}."
            yield _breach(BreachKind.WRONG_DECIDER, words, event, dispute)


def _told_too_soon(dispute: Dispute, event: Dispute.Notified) -> Iterator[Breach]:
    stage = dispute.stage
    if not stage.can_end_by(Ending.ANSWERED):
        words = f"{event.told} was told at {stage.name}, before the stage at which nobody decides."
        yield _breach(BreachKind.TOLD_TOO_SOON, words, event, dispute)


def _skipped(
    dispute: Dispute, event: Dispute.StageBegun, passed_over: Sequence[Stage]
) -> Iterator[Breach]:
    for stage in passed_over:
        if dispute.may_pass_over(stage):
            continue
        why = "which an urgent case may not skip" if dispute.urgent else "and it was not urgent"
        words = f"It went to {event.name} past {stage.name}, {why}."
        yield _breach(BreachKind.SKIPPED, words, event, dispute)


def _convener(
    dispute: Dispute, event: Dispute.ConvenerNamed, names: AgencyNames, known: Dispute
) -> Iterator[Breach]:
    """What is wrong with the convener who was named, as it is known by now."""
    role, agency, name = event.role, event.agency, event.name
    stay = known.visits[len(dispute.visits) - 1]
    if stay.convener_version == event.originator_version and stay.convener_role:
        role, agency = stay.convener_role, stay.convener_agency
        name = name if agency == event.agency else names.get(agency, agency)
    if agency in dispute.names:
        words = f"{name} is a party, and its {role} was named as the convener."
        yield _breach(BreachKind.WRONG_DECIDER, words, event, dispute)
    elif aside := dispute.aside(role, agency):
        who = post_of(role, name)
        words = f"{who}, was named as the convener, and {aside.role} had stood aside."
        yield _breach(BreachKind.WRONG_DECIDER, words, event, dispute)
    if is_scrutineer(role):
        words = "The Independent Scrutineer was named as the convener, who decides."
        yield _breach(BreachKind.WRONG_DECIDER, words, event, dispute)
    if not agency and (doubt := doubtful(role, dispute.names)):
        words = f"{role} was named as the convener: {doubt}."
        yield _breach(BreachKind.WRONG_DECIDER, words, event, dispute)


def _ended(
    dispute: Dispute, event: Dispute.EndedEvent, names: AgencyNames, known: Dispute
) -> Iterator[Breach]:
    stage, ending = dispute.stage, ENDINGS[event.ending].lower()
    if no_such_ending := has_the_ending(event.ending)(dispute):
        yield _breach(BreachKind.WRONG_ENDING, no_such_ending, event, dispute)
    elif not stage.can_end_by(event.ending):
        words = f"It was {ending} at {stage.name}, where that is not possible."
        if event.ending is Ending.DECIDED:
            words = f"It was {ending} at {stage.name}, where nobody decides."
        yield _breach(BreachKind.WRONG_ENDING, words, event, dispute)
    if event.ending is Ending.AGREED and not dispute.names:
        words = "It was resolved by agreement, and an issue has no parties that could agree."
        yield _breach(BreachKind.WRONG_ENDING, words, event, dispute)
    if event.ending is Ending.ANSWERED and not dispute.notified:
        words = "It ended by an answer from outside, and nobody outside had been told."
        yield _breach(BreachKind.WRONG_ENDING, words, event, dispute)
    if event.ending is Ending.DECIDED:
        for kind, words in wrong_in_deciding(dispute, event, names, known):
            yield _breach(kind, words, event, dispute)


def _breach(kind: BreachKind, sentence: str, event: Item.Event, dispute: Dispute) -> Breach:
    stage = dispute.stage.name if dispute.visits else dispute.rules.first.name
    return Breach(kind, sentence, event.originator_version, event.on, stage)
