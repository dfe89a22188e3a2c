"""The meetings of the demonstration: each written once in meetings.toml, told in many steps.

A meeting is planned, its agenda agreed and sent, people come, and what came of each item follows;
then its minutes are cleared and circulated, and a later meeting confirms them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Table = Mapping[str, Any]
SECRETARY, CHAIR = "business-team", "saas-chair"
_PLANNED, _PAPERS = 28, 13
"""How many days before a meeting it is planned, and its papers are sent, where it says nothing."""


def steps_of_meeting(meeting: Table) -> Iterator[dict[str, Any]]:
    """The steps of one meeting, in the order in which they happened."""
    day, key = meeting["days_ago"], meeting["key"]

    def step(days_ago: int, do: str, by: str = SECRETARY, **fields: Any) -> dict[str, Any]:
        return {"days_ago": days_ago, "as": by, "do": f"meeting.{do}", "item": key, **fields}

    planned = day + meeting.get("planned", _PLANNED)
    yield step(planned, "plan", **_planned(meeting, day))
    for item in meeting["items"]:
        if "entry" in item:
            yield step(planned, "add_from_plan", **item)
        else:
            yield step(planned, "add_item", **{**_OPEN, **item})
    sent = min(planned, day + meeting.get("papers", _PAPERS))
    yield step(sent, "agree_agenda", known_by="the chair’s e-mail of that day")
    yield step(sent, "send_paper", title="Agenda")
    for paper in meeting.get("paper", []):
        yield step(day + paper["before"], "send_paper", title=paper["title"], at=paper["at"])
    for reply in meeting.get("reply", []):
        yield step(sent, "reply", seat=str(reply["seat"]), reply=reply["says"])
    for each in meeting.get("substitute", []):
        yield step(sent, "judge_substitute", **_judged(each))
    if day > 0:
        yield from _held(meeting, step)


def _planned(meeting: Table, day: int) -> dict[str, Any]:
    said = ("instead_of", "reason")
    return {
        "group": meeting.get("group", "SAAS"),
        "kind": meeting.get("kind", "ordinary"),
        "mode": meeting.get("mode", "both"),
        "meets_on": f"{-day:+}",
        "starts_at": meeting.get("starts_at", "14:00"),
        "minutes": "120",
        "place": "Sessions House, Maidstone",
        **{name: meeting[name] for name in said if name in meeting},
    }


_OPEN = {"asked": "discuss", "restricted": "no", "about_scrutineer": "no"}


def _judged(each: Table) -> dict[str, Any]:
    return {
        "seat": str(each["seat"]),
        "role": each["role"],
        "contributes": "yes",
        "commissions": each["commissions"],
        "judged_by": "The chair",
        "reason": each["reason"],
    }


def _held(meeting: Table, step: Any) -> Iterator[dict[str, Any]]:
    """Who came, what came of it, and what became of the minutes."""
    day = meeting["days_ago"]
    yield step(day, "open")
    attendees: dict[int, str] = {}
    for how in ("present", "online", "apologies"):
        for seat in meeting.get(how, []):
            attendees[seat] = str(len(attendees) + 1)
            yield step(day, "attend", seat=str(seat), how=how)
    for each in meeting.get("substitute", []):
        attendees[each["seat"]] = str(len(attendees) + 1)
        yield step(day, "attend_as_substitute", seat=str(each["seat"]), how="present")
    if meeting.get("chair"):
        yield step(day, "take_chair", attendee=attendees[meeting["chair"]])
    for each in meeting.get("then", []):
        fields = {name: value for name, value in each.items() if name not in ("do", "who")}
        if "who" in each:
            fields["attendee"] = attendees[each["who"]]
        yield step(day, each["do"], **fields)
    for earlier in meeting.get("confirms", []):
        said = {"minute": "2", **meeting.get("confirms_late", {}).get(earlier, {})}
        yield {**step(day, "confirm_minutes", meeting=meeting["key"], **said), "item": earlier}
    yield step(day, "close")
    if cleared := meeting.get("cleared"):
        if meeting.get("group"):
            yield step(day - cleared, "clear_minutes", known_by="the Partnership Chair’s e-mail")
        else:
            yield step(day - cleared, "clear_minutes", CHAIR)
    if circulated := meeting.get("circulated"):
        yield step(day - circulated, "circulate_minutes")
