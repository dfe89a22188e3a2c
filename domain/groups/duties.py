"""What the terms of reference of a group ask of it, and the reports that they ask for.

Which clause asks for what is the partnership's data. What each duty comes to is worked out from the
log (web/terms/).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.kernel.vocabulary import Spoken


class Duty(StrEnum):
    """Something that terms of reference ask for, and that can be seen in the log."""

    MEETINGS = "meetings"
    PAPERS = "papers"
    MINUTES = "minutes"
    QUORUM = "quorum"
    SUBSTITUTES = "substitutes"
    ATTENDANCE = "attendance"
    COMMISSIONS = "commissions"
    YEARLY_REPORT = "yearly_report"
    EXCEPTIONS = "exceptions"
    DISPUTES = "disputes"
    REVIEW = "review"


DUTIES = Spoken(
    {
        Duty.MEETINGS: "Meets in every quarter",
        Duty.PAPERS: "Agenda and papers are sent 7 working days before a meeting",
        Duty.MINUTES: "Minutes are circulated within 10 working days",
        Duty.QUORUM: "Meetings are quorate",
        Duty.SUBSTITUTES: "Substitutes are judged able to contribute and to commission work",
        Duty.ATTENDANCE: "Members take part",
        Duty.COMMISSIONS: "Commissions are ratified before they start",
        Duty.YEARLY_REPORT: "A yearly report goes to {executive}",
        Duty.EXCEPTIONS: "Exceptions are reported to {executive}",
        Duty.DISPUTES: "Disputes follow the procedure",
        Duty.REVIEW: "Governing documents are reviewed in time",
    }
)


@dataclass(frozen=True)
class Clauses:
    """Which clause asks for each duty; those that none asks for are left out."""

    by_duty: Mapping[str, str]

    @classmethod
    def of(cls, **typed: str) -> Clauses:
        """What was typed for each duty."""
        return cls({str(each): typed[each] for each in Duty if typed.get(each)})


class ReportKind(StrEnum):
    """Why a group reports to the body above it (ToR 5.1)."""

    YEARLY = "yearly"
    EXCEPTION = "exception"


REPORT_KINDS = {ReportKind.YEARLY: "Yearly report", ReportKind.EXCEPTION: "Exception report"}


@dataclass(frozen=True)
class Report:
    """A report that a group made. `year` is what a yearly one is about, `meeting` the one whose
    alert an exception report passes on."""

    number: int
    kind: ReportKind
    title: str
    given_to: str
    made_on: str
    year: int = 0
    meeting: str = ""
    link: str = ""
