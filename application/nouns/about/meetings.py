"""What is decided about of a meeting and of a decision: the agenda, the quorum at each item, late
papers, and what was decided before."""

from __future__ import annotations

from collections.abc import Iterator

from application.doing.about import Known, Point
from domain.decisions.decision import Decision
from domain.decisions.vocabulary import KINDS, STANDINGS, WHERE
from domain.kernel.item import long_date
from domain.meetings.meeting import Meeting
from domain.meetings.records import Deadline
from domain.meetings.vocabulary import CAPTURES, STATUSES


def the_agenda(meeting: Meeting, known: Known) -> Iterator[Point]:
    """When it takes place, and each item in its order."""
    yield Point("Meeting", f"{meeting.title} ({STATUSES[meeting.status].lower()})")
    yield Point("Papers due", _due(meeting.papers_due))
    agreed = filter(None, [long_date(meeting.agreed_on), meeting.agenda_since])
    yield Point("Agreed by the chair", "; ".join(agreed))
    for each in meeting.items:
        length = f" ({each.minutes} minutes)" if each.minutes else ""
        yield Point(f"Item {each.place}", f"{each.title}{length}")


def the_late_papers(meeting: Meeting, known: Known) -> Iterator[Point]:
    """Which papers came late, and when they were due."""
    yield Point("Papers due", _due(meeting.papers_due))
    for number, each in meeting.papers.items():
        if each.late and not each.accepted:
            yield Point(f"Paper {number}", f"{each.title}, sent on {long_date(each.sent_on)}")


def the_quorum(meeting: Meeting, known: Known) -> Iterator[Point]:
    """Whether the meeting can decide, item by item, and who chairs."""
    for each in meeting.items:
        chair = meeting.chair_at(each.number)
        chaired = f" Chaired by {chair.in_words}." if chair else ""
        quorum = meeting.quorum_at(each.number).sentence
        yield Point(f"Item {each.place}", f"{each.title}. {quorum}{chaired}")


def what_came_of_it(meeting: Meeting, known: Known) -> Iterator[Point]:
    """What is on record of each item, and who took part."""
    yield Point("Who took part", meeting.who_was_there)
    yield Point("Quorum", meeting.quorum_words)
    for each in meeting.items:
        words = "; ".join(found.word for found in meeting.outcomes.get(each.number, []))
        yield Point(f"Item {each.place}", f"{each.title}: {words or 'nothing is on record'}")
    yield from _noted(meeting)


def the_minutes(meeting: Meeting, known: Known) -> Iterator[Point]:
    """When the minutes were due, cleared and circulated."""
    yield Point("Meeting", meeting.title)
    yield Point("Minutes due", _due(meeting.minutes_due))
    yield Point("Cleared by the chair", long_date(meeting.cleared_on))
    yield Point("Circulated", long_date(meeting.circulated_on))
    yield Point("Quorum", meeting.quorum_words)
    yield from _noted(meeting)


def the_minuted_items(meeting: Meeting, known: Known) -> Iterator[Point]:
    """What the minute of each item says that is not restricted."""
    for each in meeting.items:
        points = None if each.restricted else meeting.points.get(each.number)
        said = f": {points.words}" if points else ""
        yield Point(f"Item {each.place}", f"{each.public_title}{said}")
    yield Point("Meeting", meeting.title)


def the_corrections(meeting: Meeting, known: Known) -> Iterator[Point]:
    """Each correction that waits: what the minute says, and what it should say."""
    for each in meeting.open_amendments:
        points = meeting.points.get(each.item)
        yield Point(f"Minute {each.minute} says", points.words if points else "")
        yield Point(f"{each.asked_by} asks for", each.words)
        came = [ref for ref, minute in meeting.came_of.items() if minute == each.minute]
        yield Point("What came of it", ", ".join(came))


def the_decision(decision: Decision, known: Known) -> Iterator[Point]:
    """What was decided, by whom and how, and what it is worth by now."""
    yield Point("Decision", decision.words)
    yield Point("What it is", f"{KINDS[decision.kind]}, by {decision.group_name}")
    where = " ".join(filter(None, [WHERE[decision.where], decision.meeting]))
    yield Point("Taken", f"{where}, {long_date(decision.taken_on)}")
    yield Point("Quorum", decision.quorum)
    yield Point("Power", decision.power)
    yield Point("Assents", decision.assents_in_words)
    yield Point("By now", STANDINGS[decision.worth])


def _noted(meeting: Meeting) -> Iterator[Point]:
    """What was noted in a line and is still to be recorded."""
    for each in meeting.open_captures:
        title = f"Noted at minute {each.minute}, to be recorded"
        yield Point(title, f"{CAPTURES[each.kind]}: {each.words}")


def _due(deadline: Deadline) -> str:
    return f"{long_date(deadline.day)} ({deadline.working})"
