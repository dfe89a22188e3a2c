"""What the log says of the duties that commissions, reports, disputes and reviews show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.commissions.commission import Commission
from domain.disputes.audit.breach_kinds import Breach
from domain.groups.duties import Duty, ReportKind
from domain.groups.group import Group
from domain.kernel.item import Item, long_date
from domain.meetings.meeting import Meeting
from domain.meetings.vocabulary import StatementKind
from web.terms.found import Evidence, Found, State, kept_of


def ratified_first(commissions: Sequence[Commission]) -> Found:
    """Whether each commission that started had been ratified before (ToR 5.3)."""
    evidence = []
    for each in commissions:
        first = "" < each.ratified_on <= each.started_on
        ratified = f"ratified {long_date(each.ratified_on)}" if each.ratified_on else "not ratified"
        told = f"{ratified}, started {long_date(each.started_on)}"
        evidence.append(Evidence(each.reference, told, State.KEPT if first else State.BROKEN))
    return Found(Duty.COMMISSIONS, kept_of(evidence, "commissions that started"), evidence)


def yearly_report(group: Group, *, year: int, today: str) -> Found:
    """Whether a yearly report was made in the year (ToR 5.1)."""
    made = [
        Evidence(
            group.reference,
            f"{long_date(each.made_on)}: {each.title}, for {each.year}, to {each.given_to}",
        )
        for each in group.reports.values()
        if each.kind is ReportKind.YEARLY and each.made_on[:4] == str(year)
    ]
    over = f"{year}-12-31" < today
    none = Evidence(
        "", f"no yearly report on record in {year}", State.BROKEN if over else State.PENDING
    )
    return Found(Duty.YEARLY_REPORT, f"{len(made)} made", made or [none])


def exceptions(group: Group, meetings: Sequence[Meeting], *, today: str) -> Found:
    """Whether each alert of a meeting was passed on by an exception report (ToR 1.4c, 5.1).

    The terms name no day. It is broken once the minutes, which carry the alert, were due.
    """
    reports = {
        each.meeting: each for each in group.reports.values() if each.kind is ReportKind.EXCEPTION
    }
    evidence = []
    for meeting in meetings:
        for alert in meeting.statements.values():
            if alert.kind is not StatementKind.ALERT:
                continue
            report = reports.get(meeting.reference)
            when = f"{long_date(meeting.meets_on)}, item {alert.item}"
            if report:
                told, state = f"reported {long_date(report.made_on)}: {report.title}", State.KEPT
            else:
                told = "no exception report on record"
                late = meeting.minutes_due.day < today
                state = State.BROKEN if late else State.PENDING
            evidence.append(Evidence(meeting.reference, f"Alert of {when}: {told}", state))
    return Found(Duty.EXCEPTIONS, kept_of(evidence, "alerts reported"), evidence)


def by_the_procedure(broken: Mapping[str, Sequence[Breach]]) -> Found:
    """Whether disputes followed the procedure (ToR 6.1): those raised in the year, each with its
    departures from it."""
    evidence = [
        Evidence(reference, " ".join(each.sentence for each in found), State.BROKEN)
        if found
        else Evidence(reference, "no departure found")
        for reference, found in broken.items()
    ]
    return Found(Duty.DISPUTES, kept_of(evidence, "disputes"), evidence)


@dataclass(frozen=True)
class _Due:
    """A review that was due on a day, and the day on which it was done ("": not yet)."""

    title: str
    due_on: str
    done_on: str = ""


def reviewed(group: Group, events: Sequence[Item.Event], *, year: int, today: str) -> Found:
    """Whether the governing documents were reviewed by the days on which that was due (ToR 7.1):
    what was due in the year, and what was still open from before."""
    start, end = f"{year}-01-01", f"{year}-12-31"
    evidence = []
    for each in _reviews(events):
        carried_over = each.due_on < start and (not each.done_on or each.done_on >= start)
        if not (start <= each.due_on <= end or carried_over):
            continue
        told = f"{each.title}: due {long_date(each.due_on)}, "
        if each.done_on:
            state = State.KEPT if each.done_on <= each.due_on else State.BROKEN
            told += f"done {long_date(each.done_on)}"
        else:
            state = State.BROKEN if each.due_on < today else State.PENDING
            told += "not done yet"
        evidence.append(Evidence(group.reference, told, state))
    return Found(Duty.REVIEW, kept_of(evidence, "reviews"), evidence)


def _reviews(events: Sequence[Item.Event]) -> list[_Due]:
    """Every review that was ever due, with when it was done."""
    running: dict[int, _Due] = {}
    ended = []
    for event in events:
        if isinstance(event, Group.ReviewBroughtForward):
            running[event.document] = _Due(running[event.document].title, event.review_due_on)
        if not isinstance(event, Group.DocumentAgreed | Group.DocumentReviewed):
            continue
        before = running.get(event.document)
        if isinstance(event, Group.DocumentAgreed):
            title, done_on = event.title, event.agreed_on
        else:
            title, done_on = before.title if before else "", event.on
        if before:
            ended.append(_Due(before.title, before.due_on, done_on))
        running[event.document] = _Due(title, event.review_due_on)
    return [*ended, *running.values()]


def in_words(found: Sequence[Evidence]) -> str:
    """What a figure stands on, as one line of a file."""
    return "; ".join(
        f"{each.reference}: {each.words}" if each.reference else each.words for each in found
    )
