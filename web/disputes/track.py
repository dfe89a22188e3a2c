"""The way of a dispute through the stages: those it has been at, where it is, what is to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from domain.disputes.dispute import Dispute
from domain.disputes.visits import Reply, Visit
from domain.kernel.days.when import day_part, moment_of
from domain.kernel.deciding.evidence import EvidenceKind
from domain.kernel.item import in_a_row, long_date, post_of
from domain.procedure.rules import DECIDERS, ENDINGS, Ending, Stage
from projections.view import View
from web.wording import days_left, time_left

DONE, CURRENT, SKIPPED, TO_COME = "Done", "Now", "Passed over", "To come"


@dataclass(frozen=True)
class Stop:
    """One stage on the way, as often as the dispute was there.

    `visit` is the time that it was there, if it was. `came` says how it was entered and
    `extensions` how it got more time, each with the reason; `replies` are agency, date, words and
    by how much it was late; `silent` are the parties that never replied before it was left, `days`
    the working days until then.
    """

    number: int
    name: str
    decided_by: str
    state: str
    visit: Visit | None = None
    came: Sequence[tuple[str, str]] = ()
    extensions: Sequence[tuple[str, str]] = ()
    replies: Sequence[Mapping[str, str]] = ()
    silent: Sequence[str] = ()
    missing: Sequence[str] = ()
    convener: str = ""
    recusals: Sequence[tuple[str, str]] = ()
    left: str = ""
    days: int = 0


def track_of(dispute: Dispute, *, view: View) -> list[Stop]:
    """Every stage that it has been at or passed over, and those to come while it is open."""
    way = list(_way(dispute, view))
    if dispute.ending:
        return way
    above = dispute.rules.in_order()[dispute.visit.number :]
    return way + [_stop(dispute, stage, TO_COME) for stage in above]


def _way(dispute: Dispute, view: View) -> Iterator[Stop]:
    for visit, following in zip_longest(dispute.visits, dispute.visits[1:]):
        for key in visit.skipped:
            yield _stop(dispute, dispute.rules.stage(key), SKIPPED)
        yield _visited(dispute, visit, following, view)


def _stop(dispute: Dispute, stage: Stage, state: str) -> Stop:
    return Stop(dispute.rules.number(stage.key), stage.name, DECIDERS[stage.decided_by], state)


def _visited(dispute: Dispute, visit: Visit, following: Visit | None, view: View) -> Stop:
    stage = dispute.rules.stage(visit.stage)
    return Stop(
        number=visit.number,
        name=stage.name,
        decided_by=DECIDERS[stage.decided_by],
        state=DONE if visit.left_on else CURRENT,
        visit=visit,
        came=[(_how(visit), visit.reason)] if visit.reason else [],
        extensions=[
            (f"Extended from {long_date(each.was)} to {long_date(each.due_on)}", each.reason)
            for each in visit.more_time
        ],
        replies=[_reply(each, visit, dispute=dispute, view=view) for each in visit.answers],
        silent=[view.named(agency) for agency in visit.awaited],
        missing=[item for item in (*stage.entry, *stage.exit) if item not in visit.records],
        convener=post_of(visit.convener_role, view.named(visit.convener_agency)),
        recusals=[
            (post_of(each.role, view.named(each.agency)), each.reason) for each in visit.recusals
        ],
        left=_left(visit, following) if visit.left_on else "",
        days=_days_there(visit, view) if visit.left_on else 0,
    )


def _days_there(visit: Visit, view: View) -> int:
    entered, left = date.fromisoformat(visit.entered_on), date.fromisoformat(visit.left_on)
    return max(0, view.calendar.between(entered, left))


def _left(visit: Visit, following: Visit | None) -> str:
    """How it left the stage: on to another, or because it ended there."""
    if visit.outcome in {ending.value for ending in Ending}:
        return ENDINGS[Ending(visit.outcome)]
    return _how(following) if following else ""


def _how(visit: Visit) -> str:
    """How it came to a stage."""
    itself = " automatically" if visit.automatic else ""
    return {
        "Escalated": f"Escalated{itself} to stage {visit.number}",
        "ReturnedToStage": f"Returned to stage {visit.number}",
        "Reopened": "Reopened",
        "StageReported": f"Reported to have come to stage {visit.number}",
    }.get(visit.came, "Started")


def _reply(reply: Reply, visit: Visit, *, dispute: Dispute, view: View) -> dict[str, str]:
    # Nobody waits for whoever raised it, nor for a second reply.
    awaited = visit.is_first(reply) and reply.agency != dispute.raised_by
    return {
        "agency": view.named(reply.agency),
        "on": reply.on,
        "recorded_on": reply.recorded_on if reply.recorded_on != day_part(reply.on) else "",
        "words": reply.words,
        "written_down": _written_down(reply, dispute) if reply.written_down else "",
        "late": _late(reply, visit, view) if awaited else "",
    }


def _written_down(reply: Reply, dispute: Dispute) -> str:
    """That somebody wrote it down for the agency, and which evidence is its e-mail."""
    mails = [
        str(number)
        for number, each in dispute.counting.items()
        if (each.kind, each.given_by.on_behalf_of, each.given_on)
        == (EvidenceKind.SAID, reply.agency, reply.on)
    ]
    shown = f"its e-mail is evidence {in_a_row(mails)}" if mails else "its e-mail is not on record"
    return f"recorded on its behalf; {shown}"


def _late(reply: Reply, visit: Visit, view: View) -> str:
    """By how much it was late; "" where it was not."""
    if not visit.is_late(reply):
        return ""
    when = visit.due_when(reply.on)
    due_at, came_at = moment_of(when), moment_of(reply.on)
    if due_at and came_at:
        return time_left(int((due_at - came_at).total_seconds()) // 60)
    due, came = date.fromisoformat(day_part(when)), date.fromisoformat(day_part(reply.on))
    # A day that is not worked counts as the next one that is.
    days = view.calendar.between(due, came) + (not view.calendar.is_worked(came))
    return days_left(-days, "working day")
