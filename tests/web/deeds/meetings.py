"""What is done with meetings and decisions: a meeting of the group that scrutinises on 9 June 2026,
looked at the day after, and a decision between meetings."""

from __future__ import annotations

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do
from tests.web.doing import Example, Given

TEAM, CHAIR, EXECUTIVE = Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.EXECUTIVE

LEAD, POLICE, HEALTH, COUNCIL = "1", "2", "3", "4"
"""The seats of the group."""
ITEM: Given = (
    "add_item",
    {"title": "Neglect", "asked": "decide", "restricted": "no", "about_scrutineer": "no"},
    TEAM,
)
SECOND: Given = ("add_item", {**ITEM[1], "title": "Rotas"}, TEAM)
OPEN: list[Given] = [ITEM, SECOND, ("open", {}, TEAM)]
PEOPLE: list[Given] = [
    ("attend", {"seat": seat, "how": "present"}, TEAM) for seat in (LEAD, POLICE, HEALTH, COUNCIL)
]
THERE: list[Given] = [
    *OPEN,
    *PEOPLE,
    ("take_chair", {"attendee": "1"}, TEAM),
]  # fmt: skip
ENDED: list[Given] = [
    ("attend", {"role": "Minute taker", "how": "present"}, TEAM), ("close", {}, TEAM)
]  # fmt: skip
"""Somebody was there, without a seat, and it ended."""
DECIDED: list[Given] = [
    *THERE, ("decide", {"item": "1", "kind": "agreed", "words": "One tool."}, TEAM)
]  # fmt: skip
CLOSED: list[Given] = [*DECIDED, ("close", {}, TEAM)]
CLEARED: list[Given] = [*CLOSED, ("clear_minutes", {}, CHAIR)]
NOTED: Given = ("capture", {"item": "1", "kind": "action", "words": "Send it."}, TEAM)
ASKED: Given = (
    "ask_correction",
    {"item": "1", "words": "It was asked when.", "asked_by": "Nurse", "reason": "So it was."},
    TEAM,
)  # fmt: skip
LATE: Given = ("send_paper", {"title": "Dashboard", "item": "1", "on": "2026-06-05"}, TEAM)
ON_TIME = {"on": "2026-05-20"}

EXAMPLES = {
    "plan": Example(
        "planned an extraordinary meeting of SAAS on 1 July 2026; papers are due by 22 June 2026",
        {"group": "GRP-2026-001", "kind": "extraordinary", "mode": "virtual",
         "meets_on": "2026-07-01", "starts_at": "14:00", "minutes": "60", "place": "Online",
         "reason": "An inspection."},
        by=CHAIR,
    ),
    "move_date": Example(
        "moved it from 9 June 2026 to 10 June 2026", {"meets_on": "2026-06-10", "reason": "Snow."}
    ),
    "call_off": Example("called it off", {"reason": "Snow."}),
    "add_item": Example(
        "put item 1 on the agenda, presented by Nurse, NHS Kent and Medway ICB: Neglect",
        {"title": "Neglect", "asked": "discuss", "minutes": "20", "presenter_role": "Nurse",
         "presenter_agency": "nhs-kent-and-medway-icb", "restricted": "no",
         "about_scrutineer": "no"},
        by=CHAIR,
    ),
    "add_from_plan": Example(
        "put item 1 on the agenda: Dashboard of summer",
        {"entry": "FWD-2026-001", "asked": "discuss", "minutes": "20"}, by=CHAIR,
    ),
    "change_item": Example(
        "changed item 2 of the agenda: Neglect of teenagers",
        {"item": "1", "title": "Neglect of teenagers", "asked": "note", "place": "2"},
        given=[ITEM, SECOND],
    ),
    "withdraw_item": Example(
        "took off the agenda: Neglect", {"item": "1", "reason": "Not ready."}, given=[ITEM]
    ),
    "agree_agenda": Example(
        "recorded that the chair agreed the agenda, known by her e-mail",
        {"known_by": "her e-mail"}, given=[ITEM],
    ),
    "send_paper": Example(
        "circulated after the meeting: Dashboard", {"title": "Dashboard", "item": "1"},
        given=[ITEM],
    ),
    "accept_late_paper": Example(
        "accepted paper 1, which came late",
        {"paper": "1", "reason": "Late figures.", "known_by": "her e-mail"},
        given=[ITEM, LATE],
    ),
    "reply": Example(
        "recorded the reply of Superintendent, Kent Police: sends a substitute",
        {"seat": POLICE, "reply": "substitute"},
    ),
    "reply_oneself": Example(
        "recorded the reply of Superintendent, Kent Police: takes part online",
        {"reply": "online"}, by=Role.SAAS_MEMBER,
    ),
    "judge_substitute": Example(
        "recorded that The chair judged Inspector, who substitutes for Superintendent, Kent "
        "Police: cannot commission work",
        {"seat": POLICE, "role": "Inspector", "contributes": "yes", "commissions": "no",
         "judged_by": "The chair", "reason": "In court."},
    ),
    "open": Example(
        "opened the meeting. It needs one member each of the Local Authority, Health and the "
        "Police, the chair not counted, a substitute only if judged able to contribute and to "
        "commission work (ToR 3.5).",
        {}, given=[ITEM],
    ),
    "attend": Example(
        "recorded Minute taker, Cafcass: online",
        {"role": "Minute taker", "agency": "cafcass", "how": "online"}, given=OPEN,
    ),
    "attend_as_substitute": Example(
        "recorded Substitute of Superintendent, Kent Police as a substitute: in the room, from "
        "item 2",
        {"seat": POLICE, "how": "present", "from_item": "2"}, given=OPEN,
    ),
    "arrive": Example(
        "recorded that Superintendent, Kent Police is there from item 2 on",
        {"attendee": "1", "item": "2", "how": "online"},
        given=[*OPEN, ("attend", {"seat": POLICE, "how": "apologies"}, TEAM)],
    ),
    "depart": Example(
        "recorded that Superintendent, Kent Police is no longer there from item 2 on",
        {"attendee": "2", "item": "2", "reason": "Called away."}, given=THERE,
    ),
    "take_chair": Example(
        "recorded that Lead Member, Kent County Council chairs from item 1 on",
        {"attendee": "1", "reason": "She is the chair."},
        given=[*OPEN, ("attend", {"seat": LEAD, "how": "present"}, TEAM)],
    ),
    "declare_interest": Example(
        "recorded that Superintendent, Kent Police declared a personal interest in item 2: A "
        "contract.",
        {"attendee": "2", "item": "2", "kind": "person", "words": "A contract."}, given=THERE,
    ),
    "correct_attendance": Example(
        "found the quorum of DEC-2026-002 wanting, at item 1: Not quorate: nobody from Kent "
        "Police.",
        {"attendee": "2", "how": "apologies", "reason": "He had left."}, given=DECIDED,
    ),
    "correct_chair": Example(
        "corrected who chairs from item 1 on: Superintendent, Kent Police, where it was Lead "
        "Member, Kent County Council",
        {"attendee": "2", "reason": "The minutes say so."}, given=THERE,
    ),
    "decide": Example(
        "decided on item 1, DEC-2026-002 (minute 1.4): One tool.",
        {"item": "1", "kind": "agreed", "words": "One tool.", "minute": "1.4"}, given=THERE,
    ),
    "note_item": Example(
        "noted item 1 (minute 1.1): Received.",
        {"item": "1", "words": "Received.", "minute": "1.1"}, given=OPEN,
    ),
    "defer_item": Example(
        "deferred item 1 until July, for the third time",
        {"item": "1", "until": "July", "reason": "No data.", "before": "2", "minute": "1"},
        given=OPEN,
    ),
    "record_statement": Example(
        "recorded a disagreement of Kent Police at item 1: We do not.",
        {"item": "1", "kind": "disagreement", "agency": "kent-police", "words": "We do not.",
         "minute": "1.5"},
        given=OPEN,
    ),
    "confirm_decision": Example(
        "confirmed DEC-2026-002 at item 2 (minute 2.1)",
        {"decision": "DEC-2026-002", "item": "2", "minute": "2.1"},
        given=[
            *OPEN, ("decide", {"item": "1", "kind": "advice", "words": "Wait."}, TEAM),
            *THERE[len(OPEN):],
        ],
    ),
    "report_decision": Example(
        "heard the report of DEC-2026-001 at item 2 (minute 2.2)",
        {"decision": "DEC-2026-001", "item": "2", "minute": "2.2"}, given=OPEN,
    ),
    "minute_item": Example(
        "minuted item 1 (minute 1): It was asked why.", {"item": "1", "words": "It was asked why."},
        given=OPEN,
    ),
    "capture": Example(
        "noted at item 1 (minute 1.2), as action: The Police send the rota.",
        {"item": "1", "kind": "action", "minute": "1.2", "words": "The Police send the rota."},
        given=OPEN,
    ),
    "finish_capture": Example(
        "linked it to REC-2026-001", {"capture": "1", "became": "REC-2026-001"},
        given=[*OPEN, NOTED],
    ),
    "drop_capture": Example(
        "let go what was noted at minute 1", {"capture": "1", "reason": "It was sent."},
        given=[*OPEN, NOTED],
    ),
    "trace": Example(
        "linked it to REC-2026-001", {"minute": "1.2", "became": "REC-2026-001"}, given=OPEN
    ),
    "show_minutes": Example(
        "recorded that Kent Police saw the draft minutes (known by an e-mail)",
        {"agency": "kent-police", "known_by": "an e-mail"}, given=CLOSED,
    ),
    "ask_correction": Example(
        "asked, for SAAS member, Kent Police, to correct minute 1: It was asked when.",
        {"item": "1", "words": "It was asked when.", "reason": "So it was."},
        by=Role.SAAS_MEMBER, given=CLOSED,
    ),
    "accept_correction": Example(
        "accepted the correction of minute 1 (known by her e-mail); it now says: It was asked "
        "when.",
        {"correction": "1", "known_by": "her e-mail"}, given=[*CLOSED, ASKED],
    ),
    "decline_correction": Example(
        "declined the correction of minute 1",
        {"correction": "1", "reason": "It was not."}, by=CHAIR, given=[*CLOSED, ASKED],
    ),
    "close": Example("closed the meeting", {}, given=THERE),
    "clear_minutes": Example(
        "recorded that the chair cleared the minutes, known by her e-mail",
        {"known_by": "her e-mail"}, given=CLOSED,
    ),
    "circulate_minutes": Example("circulated the minutes, in time", {}, given=CLEARED),
    "confirm_minutes": Example(
        "confirmed the minutes at MTG-2026-002 (minute 2)",
        {"meeting": "MTG-2026-002", "minute": "2"},
        given=[*CLEARED, ("circulate_minutes", {}, TEAM)],
    ),
    "link": Example("linked it to REC-2026-001", {"other": "rec-2026-001"}, by=CHAIR),
    "unlink": Example(
        "removed the link to REC-2026-001",
        {"other": "REC-2026-001", "reason": "A mistake."},
        given=[("link", {"other": "REC-2026-001"}, CHAIR)],
    ),
}  # fmt: skip
DECISION_EXAMPLES = {
    "take_between": Example(
        "recorded a decision of SAAS between meetings (chair’s action; power: None found): Send "
        "it.",
        {"group": "GRP-2026-001", "where": "chairs_action", "kind": "agreed",
         "words": "Send it.", "power": "none found"},
        by=CHAIR,
    ),
    "assent": Example(
        "recorded that Kent Police assented (known by an e-mail)",
        {"agency": "kent-police", "assents": "yes", "known_by": "an e-mail"},
    ),
    "ratify": Example(
        "recorded that it is ratified (outside a meeting, by this power: Section 6): With thanks.",
        {"answer": "ratified", "words": "With thanks.", "power": "Section 6"},
        by=EXECUTIVE,
    ),
    "link": Example("linked it to REC-2026-001", {"other": "rec-2026-001"}, by=CHAIR),
    "unlink": Example(
        "removed the link to REC-2026-001",
        {"other": "REC-2026-001", "reason": "A mistake."},
        given=[("link", {"other": "REC-2026-001"}, CHAIR)],
    ),
}  # fmt: skip


def plan(ledger: Ledger, **data: object) -> str:
    """Plan a meeting of the group, and return its reference."""
    given = {"group": "GRP-2026-001", "kind": "ordinary", "mode": "both", "meets_on": "2026-06-09"}
    return do(ledger, "meeting.plan", **{**given, **data}).reference


def plan_two(ledger: Ledger) -> None:
    """The meeting that things are done to, and a later one that has been opened and is quorate."""
    plan(ledger)
    later = plan(ledger, meets_on="2026-06-10")
    do(ledger, "meeting.add_item", later, **ITEM[1])
    do(ledger, "meeting.open", later)
    for seat in (LEAD, POLICE, HEALTH, COUNCIL):
        do(ledger, "meeting.attend", later, seat=seat, how="present")
    do(ledger, "meeting.take_chair", later, attendee="1")


def take_between(ledger: Ledger, **data: object) -> str:
    """Record a decision between meetings, and return its reference."""
    given = {
        "group": "GRP-2026-001", "where": "email", "kind": "subject",
        "words": "The letter is sent.", "agencies": ["kent-police"], "on": "2026-06-05",
    }  # fmt: skip
    return do(ledger, "decision.take_between", **{**given, **data}).reference
