"""What others changed since somebody was last here, item by item, what is asked of them first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from application.accounts.seen import Seen, seen_by
from domain.actions.action import Status as ActionStatus
from domain.commissions.vocabulary import Status as CommissionStatus
from domain.decisions.vocabulary import Standing
from domain.disputes.vocabulary import BODIES
from domain.kernel.bodies import BODY_ROLES, Body
from domain.kernel.terms import Role
from domain.recommendations.vocabulary import Status
from projections.audit.audit_trail import end_of, position_at
from projections.audit.changes import Changed, changed_by_others
from projections.listed import each_of
from projections.versioned import Row
from projections.view import View
from web.home.needs import agencies, roles
from web.items.linked import item_href
from web.items.story import full_sentence, people_by_id, role_words
from web.noun import Noun, nouns
from web.view import person, side

SHOWN = 8
"""How many items are listed; what is asked of the reader is among them first."""
AT_FIRST = timedelta(days=14)
"""How far back it goes for whoever has never marked anything as seen."""
_LOOKED_AT, _ITEMS = 1_000, 100
"""Events that are looked through, and items whose rows are read: nobody reads further on."""

RETURNED, RESPONSE, ASKED = "Returned to you", "Needs your response", "You are asked"


@dataclass(frozen=True)
class ChangedLine:
    """One item: what is asked of the reader, the last thing that happened, and by whom; `more`:
    how many things besides."""

    reference: str
    name: str
    href: str
    call: str
    sentence: str
    by: str
    on: datetime
    more: int


@dataclass(frozen=True)
class SinceLastHere:
    """What changed up to a position, and since when; `marked`: when the reader said last that they
    had seen everything, None for never."""

    lines: Sequence[ChangedLine]
    more: int
    position: int
    since: int
    marked: datetime | None


def since_last_here(view: View) -> SinceLastHere | None:
    """What changed for whoever is signed in; None in the past and for whoever has no role."""
    if not view.now or not person().roles:
        return None
    seen = _seen()
    since = seen.position if seen else position_at(view.connection, end_of(view.on - AT_FIRST))
    listed = {f"{noun.item.prefix}-": noun for noun in nouns() if noun.section and noun.item.prefix}
    changed = changed_by_others(
        view, after=since, person=person().id, items=list(listed), most=_LOOKED_AT
    )
    rows = _rows(changed[:_ITEMS], listed, view)
    found = [
        (each, row, noun, _call(row, noun))
        for each in changed
        if (noun := listed[each.item[:4]]) and (row := rows.get(each.item))
    ]
    called = people_by_id(view.connection)
    found.sort(key=lambda each: (not each[3], not _mine(each[1])))
    return SinceLastHere(
        [_line(*each, called, view) for each in found[:SHOWN]],
        max(0, len(changed) - SHOWN),
        view.position,
        since,
        datetime.fromisoformat(seen.at) if seen else None,
    )


def _seen() -> Seen | None:
    with side().reading() as connection:
        return seen_by(connection, person().id)


def _rows(changed: Sequence[Changed], listed: Mapping[str, Noun], view: View) -> dict[str, Row]:
    """The rows of the items that changed, in one query for each register."""
    found: dict[str, Row] = {}
    for prefix, noun in listed.items():
        wanted = [each.item for each in changed if each.item.startswith(prefix)]
        if wanted and noun.register:
            those = noun.register.rows(view, noun.register.c.reference.in_(wanted))
            found |= {row["reference"]: row for row in those}
    return found


def _line(
    changed: Changed, row: Row, noun: Noun, call: str, called: Callable[[str], str], view: View
) -> ChangedLine:
    last = changed.lines[-1]
    who = last["person"]
    by = [called(who), role_words(who, last["role"]), view.named(last["agency"])]
    return ChangedLine(
        changed.item,
        str(row[noun.title]),
        item_href(changed.item, view),
        call,
        full_sentence(last["sentence"]),
        ", ".join(dict.fromkeys(filter(None, by))),
        datetime.fromisoformat(last["recorded_at"]),
        len(changed.lines) - 1,
    )


# ---------------------------------------------------------------- what is asked of the reader


def _call(row: Row, noun: Noun) -> str:
    """What is asked of the reader of an item as it stands now, in words; "" for nothing."""
    call = _CALLS.get(noun.name)
    return call(row) if call else ""


def _followed(row: Row) -> str:
    if row["owner_agency"] not in agencies():
        return ""
    if row["status"] in (Status.RETURNED, ActionStatus.RETURNED):
        return RETURNED
    unanswered = "response" in row and not row["response"] and not row["closing"]
    return RESPONSE if unanswered else ""


def _dispute(row: Row) -> str:
    if row["status"] != "open":
        return ""
    mine, parties = {*agencies()}, {*each_of(row["parties"])}
    if Role.SAAS_MEMBER in roles() and mine & {*each_of(row["awaited"])}:
        return RESPONSE
    body = next((body for decider, body in BODIES.items() if decider == row["decided_by"]), None)
    return ASKED if body and BODY_ROLES[body] in roles() and not mine & parties else ""


def _risk(row: Row) -> str:
    to = row["escalated_to"]
    return ASKED if row["status"] == "open" and to and BODY_ROLES[Body(to)] in roles() else ""


def _to_ratify(awaits: str) -> Callable[[Row], str]:
    def call(row: Row) -> str:
        return ASKED if row["status"] == awaits and Role.EXECUTIVE in roles() else ""

    return call


_CALLS: Mapping[str, Callable[[Row], str]] = {
    "recommendations": _followed,
    "actions": _followed,
    "disputes": _dispute,
    "risks": _risk,
    "commissions": _to_ratify(CommissionStatus.ASKED),
    "decisions": _to_ratify(Standing.AWAITS),
}


def _mine(row: Row) -> bool:
    """Whether an agency of the reader owns the item, or takes part in it."""
    theirs = {row.get("owner_agency", ""), *each_of(row.get("parties", ""))}
    return not theirs.isdisjoint(agencies())
