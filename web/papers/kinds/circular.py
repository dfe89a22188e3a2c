"""The quarterly Executive Circular, on two pages: what every group of the partnership should know.

Where the ledger holds nothing of a section, the section says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from domain.commissions.vocabulary import STATUSES as COMMISSIONED
from domain.commissions.vocabulary import Status as Commissioned
from domain.disputes.dispute import Dispute
from domain.groups.vocabulary import GroupKind
from domain.kernel.bodies import BODY_NAMES, Body
from domain.kernel.vocabulary import said
from domain.meetings.vocabulary import QUORATE, Quorate
from domain.recommendations.vocabulary import Source
from projections.actions import actions
from projections.actions.actions import ACTIONS
from projections.audit.latest import lines_since
from projections.commissions import commissions
from projections.commissions.commissions import COMMISSIONS
from projections.decisions.decisions import DECISIONS
from projections.disputes import disputes
from projections.disputes.disputes import DISPUTES, changes_between
from projections.forward.entries import ENTRIES, is_planned
from projections.groups.groups import GROUPS, is_there
from projections.meetings.meetings import MEETINGS, to_come, took_place
from projections.recommendations import follow_up
from projections.recommendations.follow_up import FOLLOW_UP
from projections.versioned import Row
from projections.view import View
from web.disputes.words import waits_for
from web.executive.deciding import MOST
from web.executive.sheet import Sheet, sheet_of
from web.items.story import full_sentence
from web.papers.brief import Brief
from web.papers.kinds.executive import dates, figure, moved
from web.papers.paper import (
    Block,
    Entries,
    Entry,
    Figures,
    Head,
    Place,
    Section,
    Sentences,
    Table,
    Tone,
    Value,
    brief_date,
    day_of,
)
from web.wording import owner_words, shortened, state_of_recommendation

_FEW, _LINE = 4, 110
"""Things of a kind, and letters of one: what two pages can hold."""
_STRATEGY = "strategic plan"


def sections(brief: Brief) -> Iterator[Section]:
    """Alerts, decisions, groups, risks, what is late, disputes, learning, the plan, dates."""
    view, earlier = brief.view, brief.earlier
    sheet = sheet_of(view, earlier=earlier)
    yield Section("Alerts", [_alerts(brief)], Place.LEFT, framed=True)
    yield Section("Decisions sought", list(_sought(sheet)), Place.LEFT)
    yield Section("", [Figures([figure(each) for each in sheet.figures])], Place.RIGHT)
    yield Section("Risk movement", [moved(sheet.moved[:_FEW], earlier)], Place.RIGHT)
    yield Section("Update of each group", [_groups(brief)])
    yield Section("Recommendations and late actions", list(_late(view)), Place.LEFT, apart=True)
    yield Section("Practice-review learning", list(_learning(brief)), Place.LEFT)
    yield Section("Disputes and commissions", list(_disputes(brief)), Place.RIGHT)
    yield Section("Good practice", [Sentences([_NO_GOOD_PRACTICE])], Place.RIGHT)
    yield Section("Strategic Plan", [_plan(view)], Place.RIGHT)
    yield Section("Dates", [dates(sheet)])


_NO_GOOD_PRACTICE = (
    "The ledger has no record of good practice. Whoever sends this circular adds what the groups "
    "have reported."
)


def _listed(
    entries: Sequence[Entry], *, none: str, of: int | None = None, most: int = _FEW
) -> Entries | Sentences:
    """The first few, of so many; where there is none, a sentence."""
    shown = list(entries[:most])
    left = (len(entries) if of is None else of) - len(shown)
    if not shown:
        return Sentences([none])
    if left > 0:
        shown.append(Entry(f"And {left:,} more."))
    return Entries(shown)


def _alerts(brief: Brief) -> Entries | Sentences:
    """What groups alerted the Executive to since, the latest first."""
    row = MEETINGS.c
    met = MEETINGS.rows(
        brief.view, took_place(), row.meets_on > brief.earlier.today, row.alerts != "[]",
        sort="-date",
    )  # fmt: skip
    found = [
        Entry(shortened(each["words"], 2 * _LINE), notes=[
            f"{meeting['group_name']}, {meeting['reference']}"
            f"{', minute ' + each['minute'] if each['minute'] else ''}",
        ])
        for meeting in met
        for each in json.loads(meeting["alerts"])
    ]  # fmt: skip
    since = brief_date(brief.earlier.on)
    return _listed(found, none=said(f"No group has alerted {{executive}} since {since}."))


def _sought(sheet: Sheet) -> Iterator[Block]:
    lines = sheet.decide.lines
    found = [
        Entry(each.question, "Urgent:" if each.urgent else "",
              Tone.WORSE if each.urgent else Tone.PLAIN,
              [str(each.row["reference"]), each.whom], each.late)
        for each in lines
    ]  # fmt: skip
    yield _listed(found, none="Nothing waits for a decision.", of=sheet.decide.total, most=MOST)


# ---------------------------------------------------------------- the groups


_GROUP_HEADS = [
    Head("Group", 2),
    Head("Last met", 1.7),
    Head("Since then or that day", 4),
    Head("Next", 1.2),
]


def _groups(brief: Brief) -> Table:
    """One line for each group below the Executive."""
    view = brief.view
    above = (GroupKind.EXECUTIVE.value, GroupKind.LEAD_PARTNERS.value)
    groups = GROUPS.rows(view, is_there(), GROUPS.c.kind.not_in(above))
    last = _by_group(MEETINGS.rows(view, took_place(), sort="date"))
    following = _by_group(MEETINGS.rows(view, to_come(), sort="-date"))
    rows = [
        _group(each, last.get(each["reference"]), following.get(each["reference"]), brief)
        for each in groups
    ]
    return Table("Groups", _GROUP_HEADS, rows, said("No group below {executive} is on record."))


def _by_group(meetings: Sequence[Row]) -> Mapping[str, Row]:
    """The last of these meetings of each group."""
    return {each["group"]: each for each in meetings}


def _group(group: Row, last: Row | None, following: Row | None, brief: Brief) -> list[Value]:
    view, reference = brief.view, group["reference"]
    row, since = DECISIONS.c, brief.earlier.today
    decided = DECISIONS.rows(view, row.group == reference, row.taken_on > since)
    asks = COMMISSIONS.c
    work = COMMISSIONS.rows(view, commissions.is_open(), asks.of == reference)
    told = [
        *(f"Decided: {shortened(each['title'], _LINE).rstrip('.')} ({each['reference']})."
          for each in decided),
        *(f"Asked to look at: {shortened(each['title'], _LINE)} ({each['reference']}), "
          f"{_state(each)}." for each in work),
    ]  # fmt: skip
    met = "No meeting is on record"
    if last:
        quorate = QUORATE[Quorate(last["quorate"])].lower()
        met = f"{brief_date(view.on.fromisoformat(last['meets_on']))}, {quorate}"
    nothing = f"Nothing is on record since {brief_date(brief.earlier.on)}."
    return [
        group["name"],
        met,
        " ".join([*told[:_FEW], *([f"And {len(told) - _FEW} more."] if told[_FEW:] else [])])
        or nothing,
        day_of(following["meets_on"]) if following else "Not planned",
    ]


def _state(commission: Row) -> str:
    """How far it has come, within a sentence."""
    words = COMMISSIONED[Commissioned(commission["status"])]
    return words[0].lower() + words[1:]


# ---------------------------------------------------------------- what is followed


def _late(view: View) -> Iterator[Block]:
    """The late recommendations and actions, the longest first."""
    opened, late = FOLLOW_UP.counts(view, follow_up.is_open(), follow_up.overdue(view))
    recommendations = FOLLOW_UP.rows(view, follow_up.overdue(view), sort="due")
    yield Sentences([f"{opened:,} recommendations are open, {late:,} of them late:"])
    found = [_followed(each, each["words"], view) for each in recommendations]
    yield _listed(found, none="No recommendation is late.")
    late_actions = ACTIONS.rows(view, actions.overdue(view), sort="due")
    (doing,) = ACTIONS.counts(view, actions.is_open())
    yield Sentences([f"{doing:,} actions are open, {len(late_actions):,} of them late:"])
    found = [_followed(each, each["title"], view) for each in late_actions]
    yield _listed(found, none="No action is late.")


def _followed(row: Row, words: str, view: View) -> Entry:
    due = brief_date(view.on.fromisoformat(row["due_on"]))
    notes = [row["reference"], owner_words(row, view) or "nobody yet", f"due {due}"]
    return Entry(shortened(words, _LINE), notes=notes)


def _disputes(brief: Brief) -> Iterator[Block]:
    """How many disputes there are, those at the Executive or beyond, and the commissions."""
    view = brief.view
    became = [each["change"] for each in changes_between(brief.earlier, view)]
    opened, above = DISPUTES.counts(
        view, disputes.is_open(), disputes.is_open() & disputes.beyond()
    )
    yield Sentences([
        f"{opened:,} disputes are open, {above:,} at {BODY_NAMES[Body.EXECUTIVE]} or "
        "beyond. Since "
        f"{brief_date(brief.earlier.on)}: {became.count('new') or 'none'} recorded and "
        f"{became.count('ended') or 'none'} ended."
    ])  # fmt: skip
    rows = DISPUTES.rows(view, disputes.is_open(), disputes.beyond(), sort="due")
    found = [
        Entry(shortened(each["title"], _LINE), notes=[each["reference"], waits_for(each, view)])
        for each in rows
    ]
    yield _listed(found, none=said("None is at {executive} or beyond."))
    work = COMMISSIONS.rows(view, commissions.is_open(), sort="due")
    counted = "1 commission is" if len(work) == 1 else f"{len(work):,} commissions are"
    yield Sentences([f"{counted} open:" if work else "No commission is open."])
    if work:
        yield _listed([
            Entry(shortened(each["title"], _LINE),
                  notes=[each["reference"], each["of_name"], _state(each)])
            for each in work
        ], none="")  # fmt: skip


def _learning(brief: Brief) -> Iterator[Block]:
    """What practice reviews recommend that is open, and what was learned from disputes since."""
    view, row = brief.view, FOLLOW_UP.c
    reviews = [Source.PRACTICE_REVIEW.value, Source.NATIONAL_PRACTICE_REVIEW.value]
    rows = FOLLOW_UP.rows(view, follow_up.is_open(), row.source.in_(reviews), sort="due")
    found = [
        Entry(shortened(each["words"], _LINE),
              notes=[each["reference"], each["title"], state_of_recommendation(each, view)])
        for each in rows
    ]  # fmt: skip
    yield _listed(found, none="No recommendation of a practice review is open.")
    lines = lines_since(
        view, after=brief.earlier.position, kinds=[Dispute.LearningNoted], most=_FEW
    )
    learned = [
        Entry(full_sentence(shortened(each["sentence"], 2 * _LINE)), notes=[each["item"]])
        for each in lines
    ]
    yield _listed(learned, none="Nothing was noted of what was learned from disputes since.")


def _plan(view: View) -> Entries | Sentences:
    """When the Strategic Plan comes to a meeting: the plan itself is not in the ledger."""
    row = ENTRIES.c
    about = row.title.icontains(_STRATEGY) | row.topic.icontains(_STRATEGY)
    rows = ENTRIES.rows(view, is_planned(), about, row.meets_on >= view.today, sort="date")
    found = [
        Entry(each["title"], notes=[each["group_name"], brief_date(day)])
        for each in rows
        if not isinstance(day := day_of(each["meets_on"]), str)
    ]
    none = "The ledger holds no Strategic Plan, and no meeting to come has it in its plan."
    return _listed(found, none=none)
