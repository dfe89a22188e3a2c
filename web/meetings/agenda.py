"""The agenda and the attendance of a meeting, as its page shows them to whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from application.doing.access import reads_restricted
from application.nouns.meeting.offered import may_read
from domain.decisions.vocabulary import KINDS as DECISION_KINDS
from domain.decisions.vocabulary import Kind as DecisionKind
from domain.decisions.vocabulary import Standing
from domain.groups.vocabulary import OFFICES, Office
from domain.kernel.item import long_date, post_of
from domain.meetings.meeting import Meeting
from domain.meetings.records import KEEPERS, AgendaItem, Attendee, Outcome, Paper
from domain.meetings.vocabulary import ASKED_TO, HOWS, STATEMENTS, THERE, InterestKind
from projections.decisions.decisions import DECISIONS
from projections.view import View
from web.items.files import Kept, kept_at
from web.items.linked import item_href
from web.view import person


@dataclass(frozen=True)
class OutcomeLine:
    """What became of an item: word, words and minute, the decision with its address, and a note of
    what was found out about it later."""

    word: str
    words: str
    minute: str
    decision: str = ""
    href: str = ""
    note: str = ""


@dataclass(frozen=True)
class PaperLine:
    """A paper, whether and when it came in time, and where it is read."""

    title: str
    state: str
    kept: Kept


@dataclass(frozen=True)
class AgendaLine:
    """One item of the agenda. `hidden`: the reader may not know what it is about."""

    number: int
    place: int
    title: str
    asked: str
    presenter: str
    minutes: int
    restricted: bool
    hidden: bool
    linked: Sequence[tuple[str, str]]
    papers: Sequence[PaperLine]
    quorate: bool | None
    quorum: str
    chair: str
    interests: Sequence[str]
    outcomes: Sequence[OutcomeLine]
    statements: Sequence[str]


@dataclass(frozen=True)
class AttendanceLine:
    """One person at the meeting, by role."""

    number: int
    who: str
    notes: Sequence[str]
    how: str
    there: bool
    spells: str


def agenda_of(meeting: Meeting, view: View) -> list[AgendaLine]:
    """The items in their order, with what came of each."""
    return [_line(meeting, each, view) for each in meeting.items]


def may_have(paper: Paper, meeting: Meeting) -> bool:
    """Whether the reader may have a paper: whoever may read its item. Of a restricted item that was
    withdrawn it is for those alone who keep and check the minutes."""
    item = meeting.agenda.get(paper.item)
    if item is not None:
        return may_read(person(), item)
    return not paper.restricted or reads_restricted(person(), KEEPERS)


def papers_of(meeting: Meeting, view: View, *, item: int = 0) -> list[PaperLine]:
    """The papers of an item, or those of the whole meeting: its agenda and, once they were
    circulated, its minutes."""
    sent = [each for each in meeting.papers.values() if each.item == item]
    if not item and meeting.minutes_sent:
        sent.append(meeting.minutes_sent)
    return [_paper(meeting, each, view) for each in sent if may_have(each, meeting)]


def _paper(meeting: Meeting, paper: Paper, view: View) -> PaperLine:
    href = url_for("meetings.paper", reference=meeting.reference, number=paper.number)
    kept = kept_at(link=paper.link, file=paper.file, href=href)
    state = "circulated" if paper is meeting.minutes_sent else paper.state
    return PaperLine(paper.title, f"{state}, {long_date(paper.sent_on)}", kept)


def _line(meeting: Meeting, item: AgendaItem, view: View) -> AgendaLine:
    hidden = not may_read(person(), item)
    held = meeting.took_place
    quorum = meeting.quorum_at(item.number) if held else None
    chair = meeting.chair_at(item.number) if held else None
    presenter = post_of(item.presenter_role, view.named(item.presenter_agency))
    told = () if hidden else tuple(_outcomes(meeting, item, view))
    linked = [item.linked] if item.linked and not hidden and not view.hides(item.linked) else []
    return AgendaLine(
        number=item.number,
        place=meeting.place_of(item.number),
        title="A restricted item" if hidden else item.title,
        asked="" if hidden else ASKED_TO[item.asked],
        presenter="" if hidden else presenter,
        minutes=item.minutes,
        restricted=item.restricted,
        hidden=hidden,
        linked=[(each, item_href(each, view)) for each in linked],
        papers=() if hidden else papers_of(meeting, view, item=item.number),
        quorate=quorum.holds if quorum else None,
        quorum=quorum.sentence if quorum else "",
        chair=chair.in_words if chair else "",
        interests=() if hidden else tuple(_interests(meeting, item)),
        outcomes=told,
        statements=() if hidden else tuple(_statements(meeting, item, view)),
    )


def _outcomes(meeting: Meeting, item: AgendaItem, view: View) -> Iterator[OutcomeLine]:
    for each in meeting.outcomes.get(item.number, []):
        href = item_href(each.decision, view) if each.decision else ""
        note = _later_found(meeting, item, each, view)
        words = view.told(each.words) or _decided_earlier(each, view)
        yield OutcomeLine(_word(each), words, each.minute, each.decision, href, note)


def _decided_earlier(outcome: Outcome, view: View) -> str:
    """What a decision says that was taken before and is confirmed or reported here."""
    row = DECISIONS.one_row(view, outcome.decision) if outcome.decision else None
    return str(row["title"]) if row else ""


def _later_found(meeting: Meeting, item: AgendaItem, outcome: Outcome, view: View) -> str:
    """That what was decided, or confirmed, turned out to have had no quorum; "" where it had."""
    made = (outcome.decision, item.number, outcome.word == "confirmed")
    found = next((each for each in meeting.settled if each.key == made and each.wanting), None)
    if found is None:
        return ""
    row = DECISIONS.one_row(view, outcome.decision)
    waits = row is not None and row["status"] == Standing.WANTING
    by_now = "is asked to be confirmed" if waits else "has been confirmed since"
    return (
        "It was recorded with a quorum, which was later found wanting when it was corrected who "
        f"was there: {meeting.quorum_for(found).why}. What was decided stays as it was written, "
        f"and {by_now}."
    )


def _word(outcome: Outcome) -> str:
    if outcome.word in list(DecisionKind):
        return DECISION_KINDS[DecisionKind(outcome.word)]
    if outcome.until:
        return f"Deferred until {outcome.until}"
    return outcome.word.capitalize()


def _interests(meeting: Meeting, item: AgendaItem) -> Iterator[str]:
    for each in meeting.interests:
        if each.item == item.number:
            left = "left for it" if each.kind is InterestKind.PERSON else "stayed and counts"
            yield f"{meeting.attendees[each.attendee].in_words}: {each.words} ({left})"


def _statements(meeting: Meeting, item: AgendaItem, view: View) -> Iterator[str]:
    for each in meeting.statements.values():
        if each.item == item.number:
            whose = f", {view.named(each.agency)}" if each.agency else ""
            yield f"{STATEMENTS[each.kind]}{whose}: {view.told(each.words)}"


def attendance_of(meeting: Meeting) -> list[AttendanceLine]:
    """Who took part and how: those who were there first."""
    found = [_attendance(meeting, each) for each in meeting.attendees.values()]
    return sorted(found, key=lambda each: (not each.there, each.number))


def _attendance(meeting: Meeting, attendee: Attendee) -> AttendanceLine:
    notes = []
    if attendee.office is not Office.NONE:
        notes.append(OFFICES[attendee.office])
    if attendee.substitute:
        notes.append(_substitute(meeting, attendee))
    elif not attendee.member:
        notes.append("attends, without being a member")
    if any(each.attendee == attendee.number for each in meeting.chairing):
        chosen = any(each.attendee == attendee.number and each.silent for each in meeting.chairing)
        notes.append(
            "chosen by the members to chair, as the terms of reference are silent"
            if chosen
            else "chaired"
        )
    return AttendanceLine(
        attendee.number,
        attendee.in_words,
        notes,
        HOWS[attendee.how],
        attendee.how in THERE,
        _spells(attendee.spans) if attendee.how in THERE else "",
    )


def _substitute(meeting: Meeting, attendee: Attendee) -> str:
    known = attendee.substitute
    assert known
    whose = meeting.seats[attendee.seat].role
    if known.judged.contributes is None:
        return f"substitutes {whose}; nobody has judged whether they can"
    able = known.judged.able
    found = "able to contribute and to commission work" if able else known.judged.why_not
    when = "beforehand" if known.beforehand else "at the meeting"
    return f"substitutes {whose}: {found}, judged {when} by {known.judged_by}. {known.reason}"


def _spells(spans: Sequence[tuple[int, int]]) -> str:
    told = [
        " ".join(
            filter(
                None,
                [f"from item {start}" if start else "", f"until item {end}" if end else ""],
            )
        )
        for start, end in spans
    ]
    return ", then ".join(filter(None, told))
