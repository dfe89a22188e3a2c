"""The commands of a dispute with what each needs, and how a test gives one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.disputes.dispute import Dispute
from domain.disputes.vocabulary import ActionsDone
from domain.kernel.deciding.evidence import EvidenceKind
from domain.kernel.errors import DomainError
from domain.kernel.terms import Actor, Role
from domain.partnership.agency import Agency, AgencyKind
from domain.procedure.rules import Ending
from tests.disputed import CALENDAR, HEALTH_BOARD, MET, PARTNERS, PROBATION, agency, recorded
from tests.examples import finds
from tests.followed import TEAM, by
from tests.minuted import NOT_MINUTED

CHAIR_OF_COUNCIL = Actor("c4a1", Role.SAAS_CHAIR, "kent-county-council")
PROBATION_MEMBER = Actor("9b01", Role.SAAS_MEMBER, "probation-service")
EVERY_ENDING = pytest.mark.parametrize("ending", list(Ending))


def refused(act: Callable[..., Any], *arguments: Any, **facts: Any) -> tuple[str, str | None]:
    """The sentence with which something is refused, and the field it points at."""
    with pytest.raises(DomainError) as error:
        act(*arguments, **facts)
    return error.value.sentence, error.value.field


def sentence_of(act: Callable[..., Any], *arguments: Any, **facts: Any) -> str:
    return refused(act, *arguments, **facts)[0]


COMMANDS: dict[str, dict[str, Any]] = {
    "add_evidence": {
        "kind": EvidenceKind.LETTER, "title": "Letter", "link": "https://kent.example/letter",
    },
    "check_evidence": {"evidence": 1, "finding": "x"},
    "withdraw_evidence": {"evidence": 1, "reason": "x"},
    "describe": {
        "title": "Nights", "issue": "Nights only.", "impact": "Late.", "outcome_sought": "A rule.",
        "theme": "", "reason": "By day it is settled.",
    },
    "date_minutes": {"calendar": CALENDAR, "circulated_on": date(2026, 5, 8)},
    "add_party": {"agency": HEALTH_BOARD, "position": "Either."},
    "state_position": {"agency": "kent-police", "position": "The council, by day."},
    "reply": {"agency": "kent-county-council", "reply": "By day."},
    "keep_record": {"record": "The named lead of each party", "words": "Two superintendents."},
    "extend": {"days": 5, "reason": "Leave.", "calendar": CALENDAR},
    "name_convener": {"role": "Head of Service", "agency": PROBATION},
    "recuse": {"role": "SAAS Chair", "agency": "kent-county-council", "reason": "A party."},
    "facilitate": {"facilitator": "Independent Scrutineer", "summary": "Met both."},
    "record_dissent": {"agency": "kent-police", "dissent": "Nights."},
    "declare_urgent": {
        "reason": "x", "authorised_by": "Director", "protective_step": "Cover.",
        "contact": "Duty manager, 01632 960001",
    },
    "escalate": {"reason": "No reply.", "calendar": CALENDAR},
    "return_it": {"stage": "direct", "reason": "They have not met.", "calendar": CALENDAR},
    "agree": {"terms": "They take turns."},
    "assent": {
        "agency": HEALTH_BOARD, "decision": "The council.", "known_by": "E-mail, 11 May 2026",
        "partners": PARTNERS,
    },
    "decide": {
        "decision": "The council.", "assenting": PARTNERS, "chair_role": "Independent chair",
        "minute": NOT_MINUTED, "partners": PARTNERS,
    },
    "end_recusal": {"recusal": 1, "reason": "She left."},
    "withdraw": {"reason": "Put right."},
    "supersede": {"other": recorded(reference="DSP-2026-002"), "reason": "Wider."},
    "drop": {"reason": "Guidance."},
    "notify": {"told": "DfE", "told_reference": "17", "reason": "No way left."},
    "record_answer": {"answer": "As last year.", "answered_by": "DfE"},
    "reopen": {"reason": "It was not done.", "calendar": CALENDAR},
    "note_learning": {"learning": "Ask about nights first."},
    "check_actions": {
        "done": ActionsDone.SOME, "finding": "One waits.",
        "find": finds(recorded(reference="DSP-2026-002")),
    },
    "report_stage": {"stage": "senior", "calendar": CALENDAR},
    "report_ending": {"ending": Ending.AGREED},
    "correct": {
        "fact": "meeting", "becomes": "SAAS, extraordinary", "reason": "Misread.",
        "calendar": CALENDAR, "find": finds(),
    },
    "say_in_error": {"reason": "It was entered twice."},
    "agree_in_error": {},
    "decline_in_error": {"reason": "It was not."},
    "put_back": {"reason": "It was right."},
    "propose_redecision": {"decision": "5 words", "becomes": "By month.", "reason": "Misread."},
    "confirm_redecision": {"confirmed_by": "//kent-police", "known_by": "E-mail of 12 May"},
    "decline_redecision": {"reason": "It was decided so."},
    "link": {"other": recorded(reference="DSP-2026-003"), "reason": "The same districts."},
    "unlink": {"other": recorded(reference="DSP-2026-003"), "reason": "A mistake."},
}  # fmt: skip
"""Every command with what it needs; a test puts other facts beside or in place of them."""


CONVENED: dict[str, Any] = {"assenting": [], "chair_role": ""}
"""What is left empty where a convener decides."""


def do(
    dispute: Dispute, move: str, actor: Actor = TEAM, on: date | None = None, **facts: Any
) -> None:
    """Give one command, on the day of every test or another."""
    occasion = replace(by(actor), on=on) if on else by(actor)
    getattr(dispute, move)(occasion, **{**COMMANDS[move], **facts})


def newcomer() -> Agency:
    return agency("newcomer", "Newcomer", AgencyKind.RELEVANT, MET)
