"""Every duty of a group's terms of reference in a year, with what the log says of it at a moment.

The meetings and disputes of one year are replayed for it, and nothing is kept: there are few.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import and_, select

from application.ledger.ledger import Ledger
from domain.commissions.commission import Commission
from domain.disputes.audit.breach_kinds import Breach
from domain.disputes.audit.conformance import breaches
from domain.groups.duties import DUTIES, Duty
from domain.groups.group import Group
from domain.kernel.errors import DomainError
from domain.kernel.plain import in_order
from domain.meetings.meeting import Meeting
from projections.columns import TEXT, Column
from projections.commissions.commissions import COMMISSIONS
from projections.disputes.disputes import DISPUTES
from projections.groups.groups import GROUPS
from projections.meetings.meetings import MEETINGS
from projections.versioned import Row
from projections.view import View
from web.terms import of_meetings, of_others
from web.terms.found import STATES, Found

FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Watched:
    """A duty, the clause that asks for it, and what was found."""

    clause: str
    words: str
    found: Found


def watched_groups(ledger: Ledger, view: View) -> list[Group]:
    """The groups whose terms of reference are on record, as they stood at the moment."""
    found = [
        ledger.get(Group, row["reference"], version=row["version"])
        for row in GROUPS.rows(view, GROUPS.c.ended_on == "", sort="reference")
    ]
    return [each for each in found if each.duties]


def year_meant(words: str, view: View) -> int:
    """The year that somebody wrote, or that of the moment. Raises DomainError."""
    if not words:
        return view.on.year
    year = int(words) if words.isascii() and words.isdecimal() and len(words) == 4 else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DomainError(f"“{words[:20]}” is not a year. Write one such as {view.on.year}.")
    return year


def watch(ledger: Ledger, view: View, group: Group, *, year: int) -> list[Watched]:
    """Each duty that the group's terms ask for, in their order."""
    today, meetings = view.today, _meetings(ledger, view, group, year)
    of_each: Mapping[Duty, Callable[[], Found]] = {
        Duty.MEETINGS: partial(
            of_meetings.in_every_quarter, meetings, year=year, since=group.since, today=today
        ),
        Duty.PAPERS: partial(of_meetings.papers_in_time, meetings, today=today),
        Duty.MINUTES: partial(of_meetings.minutes_in_time, meetings, today=today),
        Duty.QUORUM: partial(of_meetings.quorate, meetings),
        Duty.SUBSTITUTES: partial(of_meetings.substitutes, meetings),
        Duty.ATTENDANCE: partial(of_meetings.attendance, meetings),
        Duty.COMMISSIONS: lambda: of_others.ratified_first(_commissions(ledger, view, group, year)),
        Duty.YEARLY_REPORT: partial(of_others.yearly_report, group, year=year, today=today),
        Duty.EXCEPTIONS: partial(of_others.exceptions, group, meetings, today=today),
        Duty.DISPUTES: lambda: of_others.by_the_procedure(_disputes(ledger, view, year)),
        Duty.REVIEW: lambda: of_others.reviewed(
            group,
            [e for e in ledger.history(group.reference) if e.originator_version <= group.version],
            year=year,
            today=today,
        ),
    }
    in_their_order = sorted(group.duties.items(), key=lambda each: in_order(each[1]))
    return [Watched(clause, DUTIES[duty], of_each[duty]()) for duty, clause in in_their_order]


def _meetings(ledger: Ledger, view: View, group: Group, year: int) -> list[Meeting]:
    """Those of the year that were not called off, as they were known at the moment."""
    row = MEETINGS.c
    rows = MEETINGS.rows(
        view,
        and_(row.group == group.reference, row.meets_on.between(*_days(year))),
        row.status != "called_off",
        sort="date",
    )
    return [ledger.get(Meeting, each["reference"], version=each["version"]) for each in rows]


def _commissions(ledger: Ledger, view: View, group: Group, year: int) -> list[Commission]:
    started = COMMISSIONS.c.started_on.between(*_days(year))
    found = [
        ledger.get(Commission, each["reference"], version=each["version"])
        for each in COMMISSIONS.rows(view, started, sort="reference")
    ]
    return [each for each in found if each.group == group.reference]


def _disputes(ledger: Ledger, view: View, year: int) -> Mapping[str, list[Breach]]:
    """The disputes whose meeting was in the year, each with its departures from the procedure."""
    row = DISPUTES.c
    query = DISPUTES.narrowed(
        select(row.reference, row.version), view, row.met_on.between(*_days(year))
    ).order_by(row.reference_order)
    found = {}
    for each in view.rows(query):
        events = ledger.history(each["reference"])[: each["version"]]
        found[each["reference"]] = breaches(events, on=view.moment, names=view.names)
    return found


def _days(year: int) -> tuple[str, str]:
    return f"{year}-01-01", f"{year}-12-31"


# ---------------------------------------------------------------- as a file

TERMS_COLUMNS: Sequence[Column[Any]] = tuple(
    Column(key, label, TEXT)
    for key, label in {
        "clause": "Clause",
        "duty": "Duty",
        "state": "State",
        "figure": "Figure",
        "apart": "Counted apart",
        "evidence": "Evidence",
    }.items()
)


def as_rows(watched: list[Watched]) -> list[Row]:
    """The same as rows of a file or a table."""
    return [
        {
            "clause": each.clause,
            "duty": each.words,
            "state": STATES[each.found.state],
            "figure": each.found.figure,
            "apart": each.found.apart,
            "evidence": of_others.in_words(each.found.evidence),
        }
        for each in watched
    ]
