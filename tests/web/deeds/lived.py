"""A partnership that has lived for a while: items in every state, as of 20 June 2026.

Whoever looks on 5 October finds some of everything: late, awaited, moved, returned, reopened.
"""

from __future__ import annotations

from typing import Any

from freezegun import freeze_time

from application.ledger.ledger import Ledger
from domain.kernel.mending.redeciding import Redecidable
from tests.acts import do
from tests.acts import record as record_risk
from tests.web.deeds import commissions, forward, ground, groups, meetings, redactions, risks
from tests.web.deeds.actions import SUBMITTED as ACTION_SUBMITTED
from tests.web.deeds.actions import VERIFIED as ACTION_VERIFIED
from tests.web.deeds.actions import set_action
from tests.web.deeds.disputes import (
    AGREED,
    AT_EXECUTIVE,
    AT_SAAS,
    AT_THE_END,
    CHAIR,
    MEMBER,
    SCRUTINEER,
    TEAM,
    URGENT,
    record,
)  # fmt: skip
from tests.web.deeds.in_error import AGREED as RECORDED_IN_ERROR
from tests.web.deeds.in_error import SAID
from tests.web.doing import (
    ACCEPTED,
    ASKED,
    GIVEN_BY_TEAM,
    SUBMITTED,
    VERIFIED,
    Given,
    arrange,
    receive,
)
from web.moments import look
from web.noun import nouns
from web.running.startup import open_ledger

LONG_AFTER = "2026-10-05T09:00:00Z"
UNCHECKED = {"unchecked": "It hangs on the wall."}
GRANTED: Given = ("approve_redate", {}, CHAIR)
RECOMMENDATIONS: list[tuple[dict[str, Any], list[Given]]] = [
    ({"source": "jtai", "due_words": "to be confirmed", "owner_agency": ""}, []),
    ({"due_words": "2026-10-20", "themes": "Neglect, Workforce"}, [ACCEPTED]),
    ({"due_words": "2026-07-01", "source": "peer_review", "owner_agency": "cafcass"}, []),
    ({"due_words": "2026-06-30"}, [ASKED, GRANTED]),
    ({"source": "multi_agency_audit"}, [*SUBMITTED, ASKED]),
    ({}, [*SUBMITTED, ("return_it", {"reason": "Not yet."}, SCRUTINEER)]),
    ({}, VERIFIED),
    ({}, [*VERIFIED, ("reopen", {"reason": "Again."}, SCRUTINEER)]),
    ({}, [("worsen", {"colour": "red", "reason": "Stuck."}, MEMBER)]),
    ({}, [("withdraw", {"reason": "Old."}, TEAM)]),
    ({}, [*SUBMITTED[:-1], (VERIFIED[-1][0], {**VERIFIED[-1][1], **UNCHECKED}, SCRUTINEER)]),
]
ACTIONS: list[tuple[dict[str, Any], list[Given]]] = [
    ({"title": "Late", "due_on": "2026-07-15", "owner_agency": "cafcass",
      "serves": "REC-2026-001"}, []),
    ({"title": "Claimed"}, [*ACTION_SUBMITTED, ASKED]),
    ({"title": "Done"}, ACTION_VERIFIED),
    ({"title": "Cancelled"}, [("cancel", {"reason": "No need."}, TEAM)]),
    ({"title": "Moved"}, [ASKED, GRANTED]),
    ({"title": "Not yet"}, [*ACTION_SUBMITTED, ("return_it", {"reason": "Two are not."}, CHAIR)]),
    ({"title": "Seen"},
     [*ACTION_SUBMITTED[:-1], ("verify", {"finding": "Yes.", **UNCHECKED}, CHAIR)]),
]  # fmt: skip
NO_PARTIES = {"kind": "issue", "position": "", "other_agency": "", "other_position": ""}
DISPUTES: list[tuple[dict[str, Any], list[Given]]] = [
    ({**URGENT, "title": "Urgent", "start_at": "executive"}, []),
    ({**NO_PARTIES, "title": "Issue", "theme": "Neglect"}, []),
    ({"title": "Agreed", "other_agency": "cafcass"},
     [("reply", {"agency": "cafcass", "reply": "Yes."}, TEAM), *AGREED]),
    ({"title": "Back"}, [*AGREED, ("reopen", {"reason": "No."}, CHAIR)]),
    ({"title": "Convened"}, AT_SAAS),
    ({"title": "Far up"}, AT_EXECUTIVE),
]  # fmt: skip


def lived(database_url: str) -> None:
    """All of it, recorded on 20 June 2026."""
    ground(database_url)
    ledger = open_ledger(database_url)
    with freeze_time("2026-06-20T09:00:00Z"), ledger.writing():
        _risks(ledger)
        for facts, given in RECOMMENDATIONS:
            arrange(ledger, "recommendation", receive(ledger, **facts), given)
        for facts, given in ACTIONS:
            arrange(ledger, "action", set_action(ledger, **facts), given)
        for facts, given in DISPUTES:
            arrange(ledger, "dispute", record(ledger, **facts), given)
        _meetings(ledger)
        for name, reference, fact in (
            ("risk", "RSK-2026-002", "raised_by"),
            ("recommendation", "REC-2026-002", "publisher"),
            ("action", "ACT-2026-001", "measure"),
            ("dispute", "DSP-2026-002", "minute"),
            ("meeting", "MTG-2026-003", "place"),
            ("decision", "DEC-2026-002", "minute"),
            ("commission", "COM-2026-001", "title"),
            ("entry", "FWD-2026-001", "title"),
            ("group", "GRP-2026-002", "short"),
        ):
            said = "cafcass" if fact == "raised_by" else "As it should have been"
            do(
                ledger, f"{name}.correct", reference,
                fact=fact, becomes=said, reason="It was written down wrongly.",
            )  # fmt: skip
            arrange(ledger, name, reference, [SAID])
        for name, reference in (
            ("risk", record_risk(ledger, "A slip", raised_in="saas")),
            ("recommendation", receive(ledger, words="A slip.")),
            ("action", set_action(ledger, title="A slip")),
            ("dispute", record(ledger, title="A slip")),
        ):
            arrange(ledger, name, reference, RECORDED_IN_ERROR)
        _add_what_has_no_date(ledger)
        _add_evidence_to_what_was_decided(ledger)
        _propose_corrections(ledger)
        redactions.redact(ledger, "RSK-2026-001", "1/title")
    ledger.close()


def _add_what_has_no_date(ledger: Ledger) -> None:
    """An action that was kept elsewhere, a dispute at the stage that has no clock, and a commission
    by which a risk was answered."""
    do(ledger, "action.load", title="Undated")
    answered = risks.EXAMPLES["answer"]
    arrange(ledger, "risk", record_risk(ledger, "Costs", raised_in="saas"), [
        *answered.given, ("answer", {**answered.typed, "minuted_on": "2026-06-20"}, answered.by)
    ])  # fmt: skip
    arrange(ledger, "dispute", record(ledger, title="Outside"), AT_THE_END)


def _add_evidence_to_what_was_decided(ledger: Ledger) -> None:
    """Of one item of each kind something has changed since it was decided."""
    for name, reference in (
        ("risk", "RSK-2026-008"),
        ("recommendation", "REC-2026-009"),
        ("action", "ACT-2026-005"),
        ("dispute", "DSP-2026-005"),
        ("commission", "COM-2026-004"),
    ):
        arrange(ledger, name, reference, [GIVEN_BY_TEAM])


def _meetings(ledger: Ledger) -> None:
    """One that decided and was found wanting, one that was not quorate and is rearranged, and one
    of the Executive, whose quorum nobody knows; a group that has ended."""
    executive = groups.establish(ledger, name="Executive of Kent", short="Executive",
                                 kind="executive", ruled=False)  # fmt: skip
    for reference, agreed in ((executive, "2025-09-01"), ("GRP-2026-001", "2026-01-01")):
        do(ledger, "group.agree_document", reference, title="Terms", edition="1",
           agreed_by="the Executive", agreed_on=agreed)  # fmt: skip
    do(ledger, "group.end", groups.establish(ledger, name="A working group", short="Working",
                                             kind="working_group"), reason="Done.")  # fmt: skip
    own = commissions.ask(ledger, group=executive, title="Rotas", due_on="2026-07-01")
    arrange(ledger, "commission", own, [
        commissions.CONSENTED, ("start", {}, TEAM), ("report_back", {"report": "Two."}, TEAM)
    ])  # fmt: skip
    begun = commissions.ask(ledger, group=executive, of="GRP-2026-001", title="Begun")
    arrange(ledger, "commission", begun, [("start", {}, CHAIR)])
    off = commissions.ask(ledger, title="Another", of=executive)
    arrange(ledger, "commission", off, [("withdraw", {"reason": "No need."}, TEAM)])
    forward.plan_ahead(ledger, group=executive, kind="chair_attends", topic="", title="Attend",
                       year="2027")  # fmt: skip
    forward.plan_ahead(ledger, title="Voice", topic="The voice of children", meeting="MTG-2026-002")
    gone = forward.plan_ahead(ledger, title="Gone", topic="Strengths", meeting="MTG-2026-001")
    do(ledger, "entry.withdraw", gone, reason="No need.")
    board = meetings.plan(ledger, group=executive, kind="extraordinary", meets_on="2026-06-16",
                          reason="A death.")  # fmt: skip
    decided: Given = ("decide", {"item": "1", "kind": "agreed", "words": "Alone."}, TEAM)
    arrange(ledger, "meeting", board, [*meetings.OPEN, decided, *meetings.ENDED])
    closed = meetings.plan(ledger, meets_on="2026-06-12", starts_at="14:00", minutes="90")
    arrange(ledger, "meeting", closed, [
        *meetings.DECIDED,
        ("correct_attendance", {"attendee": "2", "how": "apologies", "reason": "He left."}, TEAM),
        meetings.NOTED, ("close", {}, TEAM), ("clear_minutes", {}, CHAIR),
        ("circulate_minutes", {}, TEAM), meetings.ASKED,
    ])  # fmt: skip
    inquorate = meetings.plan(ledger, meets_on="2026-06-15")
    advice: Given = ("decide", {"item": "1", "kind": "advice", "words": "Wait."}, TEAM)
    arrange(ledger, "meeting", inquorate, [
        *meetings.OPEN, *meetings.PEOPLE[:1], advice, ("close", {}, TEAM)
    ])  # fmt: skip
    meetings.plan(ledger, meets_on="2026-12-16", instead_of=inquorate)
    off = meetings.plan(ledger, meets_on="2026-12-02")
    arrange(ledger, "meeting", off, [("call_off", {"reason": "Snow."}, TEAM)])


def _propose_corrections(ledger: Ledger) -> None:
    """Of one decision of each kind of item."""
    for noun in nouns():
        if not issubclass(noun.item, Redecidable) or noun.register is None:
            continue
        with ledger.reading() as connection:
            rows = noun.register.rows(look(ledger, connection), sort="reference")
        items: list[Any] = [ledger.get(noun.item, row["reference"]) for row in rows]
        item = next(each for each in items if each.decisions_to_correct())
        (decision, _) = item.decisions_to_correct()[-1]
        do(
            ledger, f"{noun.item.word}.propose_redecision", item.reference,
            decision=decision, becomes="18 June 2026", reason="The minutes have another date.",
        )  # fmt: skip


def _risks(ledger: Ledger) -> None:
    high = record_risk(
        ledger, "High", cause="a Flood", owner_agency="kent-police", owner_role="Chief",
        likelihood="4", impact="5", review_on="2026-06-22", raised_in="saas",
    )  # fmt: skip
    do(ledger, "risk.assess", high, measure="target", likelihood="2", impact="5")
    do(ledger, "risk.escalate", high, to="executive", question="Who pays?", reason="Beyond us.")
    medium = record_risk(
        ledger, "Medium", kind="issue", likelihood="3", impact="4", review_on="2026-12-01",
        owner_agency="kent-county-council",
    )  # fmt: skip
    do(ledger, "risk.assess", medium, measure="target", likelihood="1", impact="1")
    do(ledger, "risk.set_target_date", medium, target_on="2026-07-31")
    low = record_risk(ledger, "Low", kind="early_warning", likelihood="1", impact="2", theme="50%")
    do(ledger, "risk.set_appetite", low, appetite="1")
    record_risk(ledger, "Unscored", owner_role="Somebody", review_on="2026-12-01")
    odd = record_risk(ledger, "Odd", owner_role="Somebody", review_on="2026-12-01")
    do(ledger, "risk.assess", odd, measure="current", likelihood="3", impact="5", published="16")
    closed = record_risk(ledger, "Closed", likelihood="5", impact="5")
    do(ledger, "risk.close", closed, closing="managed", reason="All is well.")
