"""The minutes of a meeting, drafted from what was recorded, in the order in which they are read.

Points are unattributed unless somebody asked to be named; each position in a disagreement is in its
own words (ToR 6.1). What is restricted has a minute apart, for those who may read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.groups.vocabulary import OFFICES, Office
from domain.kernel.item import in_a_row, long_date, post_of
from domain.meetings.meeting import Meeting
from domain.meetings.records import Attendee
from domain.meetings.vocabulary import (
    CAPTURES,
    HOWS,
    STATEMENTS,
    THERE,
    Amended,
    How,
    InterestKind,
    StatementKind,
)
from projections.actions.actions import ACTIONS
from projections.commissions.commissions import COMMISSIONS
from projections.disputes.disputes import minuted_at
from projections.forward.entries import ENTRIES, is_planned
from projections.meetings.meetings import MEETINGS, to_come
from projections.view import View
from web.items.linked import IN_ERROR, linked_items
from web.items.story import full_sentence
from web.meetings.agenda import AgendaLine, agenda_of
from web.meetings.arising import matters_arising

Row = tuple[str, str]
"""What it is, and its words."""


@dataclass(frozen=True)
class MinutesPart:
    """A heading of the minutes with what stands under it."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Minutes:
    """The minutes: how far they have come in a sentence, and their parts."""

    title: str
    state: str
    parts: Sequence[MinutesPart]
    hidden: Sequence[str] = ()
    """The items whose minute is kept apart."""


@dataclass(frozen=True)
class Course:
    """What minutes hold beside how the meeting stands, so that they do not change with what happens
    afterwards: the views of the moments at which it was opened and its minutes were cleared (until
    then: of the page), and what was put right since they were cleared."""

    opened: View
    cleared: View
    put_right: Sequence[Row] = ()


def minutes_of(meeting: Meeting, view: View, *, course: Course) -> Minutes:
    """The minutes that everybody may read who sees the meeting."""
    lines = agenda_of(meeting, view)
    open_ones = [each for each in lines if not each.restricted]
    parts = [
        MinutesPart("Present", list(_present(meeting))),
        MinutesPart("Quorum", [("Quorum", meeting.quorum_words)]),
        MinutesPart("Interests", list(_interests(meeting, open_ones))),
        MinutesPart("Minutes of the last meeting", list(_last_minutes(meeting))),
        MinutesPart("Matters arising", list(_arising(meeting, course.opened))),
        *(_of_item(meeting, each, view) for each in open_ones),
        MinutesPart("Alerts to the Executive", list(_alerts(meeting, open_ones, view))),
        MinutesPart("Forward plan and dates", list(_to_come(meeting, course.cleared))),
        MinutesPart("Annex: late papers, arrivals and departures", list(_annex(meeting))),
        MinutesPart(
            "Corrections of these minutes",
            [*_corrections(meeting, restricted=False), *course.put_right],
        ),
    ]
    hidden = [f"Item {each.place}" for each in lines if each.restricted]
    return Minutes(f"Minutes of {meeting.title}", state_of(meeting), _kept(parts), hidden)


def restricted_minutes_of(meeting: Meeting, view: View) -> Minutes | None:
    """The minute of the restricted items that the reader may read; None where there is none."""
    lines = [each for each in agenda_of(meeting, view) if each.restricted and not each.hidden]
    if not lines:
        return None
    parts = [
        *(_of_item(meeting, each, view) for each in lines),
        MinutesPart("Interests", list(_interests(meeting, lines))),
        MinutesPart("Corrections of this minute", list(_corrections(meeting, restricted=True))),
    ]
    return Minutes(f"Restricted minute of {meeting.title}", state_of(meeting), _kept(parts))


def state_of(meeting: Meeting) -> str:
    """How far the minutes have come, in a sentence."""
    if meeting.confirmed_on:
        return f"Confirmed on {long_date(meeting.confirmed_on)} at {meeting.confirmed_at}."
    if meeting.circulated_on:
        when = long_date(meeting.circulated_on)
        return f"Circulated on {when}; the next meeting has not confirmed them yet."
    if meeting.cleared_on:
        when = long_date(meeting.cleared_on)
        return f"Cleared by the chair on {when}; not circulated yet."
    return "A draft, which the chair has not cleared yet."


def _kept(parts: Sequence[MinutesPart]) -> list[MinutesPart]:
    found = [MinutesPart(each.title, [row for row in each.rows if row[1]]) for each in parts]
    return [each for each in found if each.rows]


def _present(meeting: Meeting) -> Iterator[Row]:
    """Who was there and how, attending, apologies, substitutes and by whom they were judged."""
    people = list(meeting.attendees.values())
    members = [each for each in people if each.member]
    for how in (How.PRESENT, How.ONLINE):
        yield HOWS[how], _those(each for each in members if each.how is how)
    yield "Attending", _those(each for each in people if each.how in THERE and not each.member)
    for how in (How.APOLOGIES, How.ABSENT):
        yield HOWS[how], _those(each for each in people if each.how is how)
    for each in people:
        if known := each.substitute:
            whose, judged = meeting.seats[each.seat].in_words, known.judged_by or "nobody"
            able = "counts" if known.judged.able else f"does not count, {known.judged.why_not}"
            told = f"{each.in_words}, for {whose}: judged by {judged}, {able}. {known.reason}"
            yield "Substitute", told.strip()
    for taken in meeting.chairing:
        silent = " (chosen by the members: the terms of reference are silent)"
        who = meeting.attendees[taken.attendee].in_words
        told = f"{who}, from item {meeting.place_of(taken.item)}{silent if taken.silent else ''}"
        yield "Chaired by", told


def _those(people: Iterable[Attendee]) -> str:
    return "; ".join(
        each.in_words + (f" ({OFFICES[each.office].lower()})" * (each.office is not Office.NONE))
        for each in people
    )


def _interests(meeting: Meeting, lines: Sequence[AgendaLine]) -> Iterator[Row]:
    numbers = {each.number: each.place for each in lines}
    for each in meeting.interests:
        if each.item in numbers:
            left = "left for it" if each.kind is InterestKind.PERSON else "stayed and counts"
            who = meeting.attendees[each.attendee].in_words
            yield f"Item {numbers[each.item]}", f"{who}: {each.words} ({left})"


def _last_minutes(meeting: Meeting) -> Iterator[Row]:
    for reference, day, minute in meeting.confirms:
        yield "Confirmed", f"{reference} of {long_date(day)} (minute {minute})"


def _arising(meeting: Meeting, opened: View) -> Iterator[Row]:
    """What earlier meetings had left open when it was opened: minutes do not change with what is
    dealt with afterwards."""
    for each in matters_arising(meeting, opened):
        yield each.what, f"{each.reference}: {each.title} ({each.state})"


def _of_item(meeting: Meeting, line: AgendaLine, view: View) -> MinutesPart:
    """One item: received, points and challenge, what came of it, disagreements."""
    return MinutesPart(f"{line.place}. {line.title}", list(_item_rows(meeting, line, view)))


def _item_rows(meeting: Meeting, line: AgendaLine, view: View) -> Iterator[Row]:
    yield "Presented by", line.presenter
    yield "Received", "; ".join(f"{each.title}: {each.state}" for each in line.papers)
    if points := meeting.points.get(line.number):
        yield f"Points and challenge (minute {points.minute})", view.told(points.words)
    for each in line.outcomes:
        number = f" (minute {each.minute})" if each.minute else ""
        words = ": ".join(filter(None, [each.decision, each.words]))
        yield f"{each.word}{number}", f"{words} {each.note}".strip()
    noted = {each.became for each in meeting.captures.values() if each.item == line.number}
    came_of = {**minuted_at(view, meeting.reference), **meeting.came_of}
    came = [
        became
        for became, minute in came_of.items()
        if became in noted or minute.partition(".")[0] == str(line.place)
    ]
    for item in linked_items(came, view):
        told = IN_ERROR if item.state == IN_ERROR else _promised(item.reference, view)
        what = f"Came of minute {came_of[item.reference]}"
        yield what, f"{item.reference} {item.title}{f' ({told})' if told else ''}"
    for noted_line in meeting.open_captures:
        if noted_line.item == line.number:
            kind = CAPTURES[noted_line.kind]
            yield f"{kind} (minute {noted_line.minute}), to be recorded", noted_line.words
    for said in meeting.statements.values():
        if said.item == line.number and said.kind is not StatementKind.ALERT:
            whose = f", {view.named(said.agency)}" if said.agency else ""
            yield f"{STATEMENTS[said.kind]}{whose}", view.told(said.words)
    if line.quorate is False and not any(each.note for each in line.outcomes):
        yield "Quorum", f"{line.quorum} What was said is advice."


def _promised(reference: str, view: View) -> str:
    """By whom and by when it was to be done, as it was first set; "" for what is no work. How far
    it has come since is not for the minutes."""
    if row := ACTIONS.one_row(view, reference):
        who, day = post_of(row["owner_role"], view.named(row["owner_agency"])), row["first_due_on"]
    elif row := COMMISSIONS.one_row(view, reference):
        who, day = row["of_name"], row["due_on"]
    else:
        return ""
    return ", ".join(filter(None, [who, f"due on {long_date(day)}" if day else ""]))


def _alerts(meeting: Meeting, lines: Sequence[AgendaLine], view: View) -> Iterator[Row]:
    places = {each.number: each.place for each in lines}
    for each in meeting.statements.values():
        if each.kind is StatementKind.ALERT and each.item in places:
            yield f"Item {places[each.item]}", view.told(each.words)


def _to_come(meeting: Meeting, view: View) -> Iterator[Row]:
    row = MEETINGS.c
    for each in MEETINGS.rows(
        view, to_come(), row.group == meeting.group, row.meets_on > meeting.meets_on, sort="date"
    ):
        planned = ENTRIES.rows(view, is_planned(), ENTRIES.c.meeting == each["reference"])
        about = in_a_row(entry["title"] for entry in planned)
        due = f"papers are due by {long_date(each['papers_due_on'])}"
        yield long_date(each["meets_on"]), "; ".join(filter(None, [each["reference"], due, about]))


def _annex(meeting: Meeting) -> Iterator[Row]:
    for paper in meeting.papers.values():
        item = meeting.agenda.get(paper.item)
        if (paper.late or paper.after) and not (item and item.restricted):
            yield "Late paper", f"{paper.title}, sent on {long_date(paper.sent_on)}: {paper.state}"
    for who in meeting.attendees.values():
        if who.how not in THERE:
            continue
        for start, end in who.spans:
            if start:
                yield "Arrived", f"{who.in_words}, from item {meeting.place_of(start)}"
            if end:
                yield "Left", f"{who.in_words}, from item {meeting.place_of(end)}"


def _corrections(meeting: Meeting, *, restricted: bool) -> Iterator[Row]:
    """What was asked to be corrected and what came of it; a dispute from before is named."""
    for each in meeting.amendments.values():
        if meeting.agenda[each.item].restricted is not restricted:
            continue
        asked = f"Asked for by {each.asked_by} on {long_date(each.asked_on)}: {each.words}"
        if each.answer is Amended.ACCEPTED:
            after = f", after {in_a_row(each.after)} came of it" if each.after else ""
            answer = f"Accepted on {long_date(each.answered_on)}{after}."
        elif each.answer is Amended.DECLINED:
            answer = full_sentence(
                f"Declined on {long_date(each.answered_on)}: {each.answer_words}"
            )
        else:
            answer = "Not answered yet."
        yield f"Minute {each.minute}", f"{full_sentence(asked)} {answer}"
