"""What the log says of the duties that meetings show: how often, in time, quorate, by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from domain.groups.duties import Duty
from domain.kernel.item import in_a_row, long_date
from domain.meetings.meeting import Meeting
from domain.meetings.records import Attendee
from domain.meetings.vocabulary import THERE, How, Kind, Quorate
from web.terms.found import Evidence, Found, State, kept_of

_QUARTERS = (
    ("January to March", "01-01", "03-31"),
    ("April to June", "04-01", "06-30"),
    ("July to September", "07-01", "09-30"),
    ("October to December", "10-01", "12-31"),
)


def in_every_quarter(meetings: Sequence[Meeting], *, year: int, since: str, today: str) -> Found:
    """Whether the group met in every quarter of the year (ToR 3.1)."""
    evidence = []
    for name, first, last in _QUARTERS:
        start, end = f"{year}-{first}", f"{year}-{last}"
        if end < since or start > today:
            continue
        held = [each for each in _held(meetings) if start <= each.meets_on <= end]
        evidence += [
            Evidence(each.reference, f"{name}: {long_date(each.meets_on)}") for each in held
        ]
        if not held:
            state = State.BROKEN if end < today else State.PENDING
            evidence.append(Evidence("", f"{name}: no meeting on record", state))
    count = len(_held(meetings))
    return Found(Duty.MEETINGS, f"{count} {'meeting' if count == 1 else 'meetings'}", evidence)


def papers_in_time(meetings: Sequence[Meeting], *, today: str) -> Found:
    """Whether agenda and papers were sent in time (ToR 3.3); late ones that the chair accepted,
    and meetings at short notice, are counted apart."""
    evidence, accepted, short = [], 0, 0
    for each in meetings:
        if each.past:
            evidence.append(_with(each, _BEFORE, State.UNKNOWN))
            continue
        if not each.opened_on and each.papers_due.day >= today:
            continue
        if each.kind is Kind.EXTRAORDINARY and each.planned_on > each.papers_due.day:
            short += 1
            continue
        late = [paper for paper in each.papers.values() if paper.late or paper.after]
        open_ones = [paper.title for paper in late if not paper.accepted]
        accepted += len(late) - len(open_ones)
        if not each.agenda_sent_on:
            evidence.append(_broken(each, "no agenda was recorded as sent"))
        elif open_ones:
            evidence.append(_broken(each, f"late: {in_a_row(open_ones)}"))
        else:
            evidence.append(_kept(each, "in time"))
    apart = [
        f"{accepted} that came late and that the chair accepted" if accepted else "",
        f"{short} called at short notice, with its reason" if short else "",
    ]
    return Found(
        Duty.PAPERS, kept_of(evidence, "meetings"), evidence, "; ".join(filter(None, apart))
    )


def minutes_in_time(meetings: Sequence[Meeting], *, today: str) -> Found:
    """Whether minutes were circulated in time (ToR 3.2)."""
    evidence = []
    for each in _held(meetings):
        due = each.minutes_due
        if each.circulated_on:
            in_time = each.circulated_on <= due.day
            told = f"circulated {long_date(each.circulated_on)}, {due.kept(each.circulated_on)}"
            evidence.append((_kept if in_time else _broken)(each, told))
        elif each.past:
            evidence.append(_with(each, _BEFORE, State.UNKNOWN))
        elif due.day < today:
            evidence.append(_broken(each, f"not circulated; due {long_date(due.day)}"))
        else:
            evidence.append(_with(each, f"due {long_date(due.day)}", State.PENDING))
    return Found(Duty.MINUTES, kept_of(evidence, "meetings"), evidence)


_BEFORE = "held before this ledger; not recorded"
_QUORATE = {
    Quorate.YES: State.KEPT,
    Quorate.SAID_YES: State.KEPT,
    Quorate.NO: State.BROKEN,
    Quorate.PARTLY: State.BROKEN,
    Quorate.SAID_NO: State.BROKEN,
}


def quorate(meetings: Sequence[Meeting]) -> Found:
    """Whether they could decide (ToR 3.5), and what became of those that could not."""
    evidence = []
    for each in _held(meetings):
        again = f" Rearranged: {each.successor}." if each.successor else ""
        state = _QUORATE.get(each.quorate or Quorate.UNKNOWN, State.UNKNOWN)
        evidence.append(_with(each, f"{each.quorum_words}{again}", state))
    return Found(Duty.QUORUM, kept_of(evidence, "meetings"), evidence)


def substitutes(meetings: Sequence[Meeting]) -> Found:
    """Who sent substitutes and why, and whether they were judged able (ToR 3.6)."""
    evidence, by_agency = [], Counter[str]()
    for meeting, who in _substitutes(meetings):
        substitute = who.substitute
        assert substitute
        by_agency[who.agency_name] += 1
        able = substitute.judged.able
        found = "judged able" if able else substitute.judged.why_not
        reason = f". {substitute.reason}" if substitute.reason else ""
        told = f"{who.agency_name}: {substitute.role}, {found}{reason}"
        evidence.append((_kept if able else _broken)(meeting, told))
    counted = in_a_row(f"{name} ({count})" for name, count in sorted(by_agency.items()))
    return Found(Duty.SUBSTITUTES, counted or "no substitute", evidence)


def _substitutes(meetings: Sequence[Meeting]) -> Iterator[tuple[Meeting, Attendee]]:
    for meeting in _held(meetings):
        for who in meeting.attendees.values():
            if who.substitute and who.how in THERE:
                yield meeting, who


def attendance(meetings: Sequence[Meeting]) -> Found:
    """How often each agency with a member took part (ToR 4.1).

    The terms name no number. Broken is where an agency stayed away without apologies, or from
    every one of two or more meetings.
    """
    held = _held(meetings)
    names = {
        seat.agency: seat.agency_name
        for meeting in held
        for seat in meeting.seats.values()
        if seat.member and seat.agency
    }
    evidence = []
    for agency, name in sorted(names.items(), key=lambda each: each[1]):
        hows = [how for each in held if (how := _how(each, agency))]
        there, away = hows.count("there"), hows.count(str(How.ABSENT))
        more = f", absent without apologies {away}" if away else ""
        if unknown := hows.count("unknown"):
            more += f", nothing recorded of {unknown}"
        broken = away > 0 or (there == 0 and len(hows) > 1 and not unknown)
        state = State.BROKEN if broken else State.UNKNOWN if unknown else State.KEPT
        evidence.append(Evidence("", f"{name}: {there} of {len(hows)} meetings{more}", state))
    return Found(Duty.ATTENDANCE, kept_of(evidence, "agencies"), evidence)


def _how(meeting: Meeting, agency: str) -> str:
    """How an agency took part: “there”, apologies, absent or unknown; "" without a member."""
    seats = [
        seat for seat in meeting.seats.values()
        if seat.member and seat.agency == agency and not seat.vacant
    ]  # fmt: skip
    if not seats:
        return ""
    recorded = [each for each in meeting.attendees.values() if each.agency == agency]
    if any(each.how in THERE for each in recorded if each.member):
        return "there"
    if any(each.how is How.APOLOGIES for each in recorded):
        return str(How.APOLOGIES)
    return str(How.ABSENT) if recorded else "unknown"


def _held(meetings: Sequence[Meeting]) -> list[Meeting]:
    return [each for each in meetings if each.took_place]


def _with(meeting: Meeting, words: str, state: State) -> Evidence:
    return Evidence(meeting.reference, f"{long_date(meeting.meets_on)}: {words}", state)


def _kept(meeting: Meeting, words: str) -> Evidence:
    return _with(meeting, words, State.KEPT)


def _broken(meeting: Meeting, words: str) -> Evidence:
    return _with(meeting, words, State.BROKEN)
