"""What happens next with disputes: which stage is due when, who still has to reply, and what comes
after the end."""

from __future__ import annotations

from collections.abc import Mapping

from application.doing.foresight import Follows, Foresight
from domain.disputes.dispute import Dispute
from domain.kernel.item import in_a_row, long_date
from domain.procedure.rules import Stage


def recording(item: Dispute | None, known: Foresight) -> str:
    """Of one that is not recorded yet, where its answers are complete; else what the rules say."""
    if item is not None:
        return _as_it_stands(item, known)
    rules = known.rules()
    if rules is None:
        return ""
    return (
        f"A dispute starts at stage 1, {rules.first.name}{_clock(rules.first)}. The agencies "
        "that disagree find it on their home pages and reply."
    )


def _clock(stage: Stage) -> str:
    if stage.days is None:
        return ""
    return f", which has {stage.days} working {'day' if stage.days == 1 else 'days'}"


def _as_it_stands(item: Dispute, known: Foresight) -> str:
    return " ".join(filter(None, [_stage(item), _replies(item, known)]))


def _stage(item: Dispute) -> str:
    visit = item.visit
    named = f"Stage {visit.number}, {visit.name},"
    if visit.due_on:
        return f"{named} is due on {long_date(visit.due_on)}."
    return (
        f"{named} has no due date yet. {visit.working}"
        if visit.working
        else f"{named} has no clock."
    )


def _replies(item: Dispute, known: Foresight) -> str:
    awaited = [known.agency(each) for each in item.awaited]
    if not awaited:
        return ""
    by = f" by {long_date(item.visit.due_on)}" if item.visit.due_on else ""
    verb = (
        "finds it on its home page and replies"
        if len(awaited) == 1
        else "find it on their home pages and reply"
    )
    return f"{in_a_row(awaited)} {verb}{by}."


def _begins(stage: Stage, item: Dispute, known: Foresight) -> str:
    named = f"Stage {item.rules.number(stage.key)}, {stage.name}, begins"
    if stage.days is None:
        return f"{named}. No clock runs there."
    if item.urgent:
        return f"{named} and is to be settled within {item.rules.urgent_hours} hours."
    return f"{named}. Begun today, it is to be settled {known.within(stage.days)}."


def _up(item: Dispute, known: Foresight) -> str:
    return _begins(item.ways_up()[0], item, known)


def _down(item: Dispute, known: Foresight) -> str:
    ways = item.ways_down()
    if len(ways) == 1:
        return _begins(ways[0], item, known)
    return "The stage that you choose begins, with its working days counted from today."


def _ends(item: Dispute, known: Foresight) -> str:
    return (
        f"The dispute ends and its clock stops. {known.whoever('dispute.note_learning')} then "
        "notes what was learned, and checks that agreed actions were done."
    )


def _ends_without(item: Dispute, known: Foresight) -> str:
    return f"The dispute ends and its clock stops. {known.whoever('dispute.reopen')} can reopen it."


OF_DISPUTES: Mapping[str, Follows] = {
    "record": recording,
    "load_past": lambda item, known: (
        "It stands in the register as one from before this ledger. No clock is worked out for it."
    ),
    "date_minutes": lambda item, known: (
        "Where the clock of its first stage counts from the minutes, its due date is worked out "
        "anew."
    ),
    "add_party": lambda item, known: (
        f"The new party finds it on its home page and replies. {_stage(item)}"
    ),
    "state_position": _as_it_stands,
    "reply": lambda item, known: f"The other parties read it at once. {_stage(item)}",
    "keep_record": lambda item, known: (
        f"The stage can be left once its record is complete. {_stage(item)}"
    ),
    "extend": lambda item, known: (
        f"The stage is due later by as much as you say. Now it is due on "
        f"{long_date(item.visit.due_on)}, and that date stays on record."
    ),
    "name_convener": lambda item, known: (
        f"The convener decides, or the parties agree. {_stage(item)}"
    ),
    "declare_urgent": lambda item, known: (
        f"Its clock runs in hours: this stage is to be settled within {item.rules.urgent_hours} "
        "hours, by day and night, from when it was declared."
    ),
    "escalate": _up,
    "return_it": _down,
    "reopen": lambda item, known: _begins(item.stage, item, known),
    "agree": _ends,
    "decide": _ends,
    "record_answer": _ends,
    "assent": lambda item, known: (
        f"Once all who must have assented, {known.whoever('dispute.decide')} records the decision. "
        f"{_stage(item)}"
    ),
    "withdraw": _ends_without,
    "drop": _ends_without,
    "supersede": lambda item, known: "The dispute ends and its clock stops. The other goes on.",
    "notify": lambda item, known: (
        "It stays unresolved until the answer from outside is recorded. "
        f"{known.whoever('dispute.record_answer')} does that."
    ),
}
