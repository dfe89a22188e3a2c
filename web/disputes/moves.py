"""What a person can do with a dispute now, what they cannot and why, and what it needs next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for

from application.doing import access
from application.doing.intents import Intent
from application.nouns.catalogue import CATALOGUE
from application.nouns.disputes import DISPUTE_INTENTS
from domain.disputes.dispute import Dispute
from domain.disputes.vocabulary import BODIES
from domain.kernel.bodies import BODY_NAMES
from domain.kernel.item import in_a_row, long_date, post_of
from domain.kernel.terms import Role
from domain.kernel.vocabulary import with_article
from domain.partnership.agency import SAFEGUARDING_PARTNERS
from domain.procedure.rules import BY_PARTIES, Decider, HowDecided
from projections.versioned import Row
from projections.view import View
from web.forms.acting import grouped, groups_of
from web.forms.filled import Option
from web.procedure.words import guidance_in_force
from web.view import person
from web.wording import due_left

_GROUPS = groups_of(DISPUTE_INTENTS, (
    ("At this stage", ("reply", "keep_record", "name_convener", "extend", "date_minutes")),
    ("Take it on", ("escalate", "return_it", "declare_urgent")),
    (
        "Settle or end it",
        (
            "agree", "assent", "decide", "notify", "record_answer", "withdraw", "drop",
            "supersede",
        ),
    ),
    ("After the end", ("check_actions", "note_learning", "reopen")),
    ("Evidence", ("add_evidence", "check_evidence", "withdraw_evidence")),
    (
        "For the record",
        (
            "state_position", "record_dissent", "facilitate", "recuse", "end_recusal", "add_party",
            "describe", "link", "unlink", "report_stage", "report_ending",
        ),
    ),
))  # fmt: skip


@dataclass(frozen=True)
class NextStep:
    """Something that the dispute needs next, in words.

    `href`: where this person can do it, by the `move`; `does` is what that is called.
    """

    words: str
    href: str = ""
    move: str = ""
    does: str = ""
    note: str = ""
    late: bool = False
    who_could: Sequence[str] = ()


Grouped = list[tuple[str, list[Intent]]]


def moves_of(dispute: Dispute) -> tuple[Grouped, list[tuple[Intent, str]]]:
    """What this person can do with it now, by groups; and what not, each with the reason."""
    possible, refused = [], []
    for intent in DISPUTE_INTENTS:
        if intent.creates or (intent.move in _OF_PAST and not dispute.past):
            continue
        reason = why_not(dispute, intent)
        if reason is None:
            possible.append(intent)
        else:
            refused.append((intent, reason))
    return grouped(possible, _GROUPS), refused


_OF_PAST = {"report_stage", "report_ending"}


def why_not(dispute: Dispute, intent: Intent) -> str | None:
    """Why this person cannot do it: as the dispute stands, by their role, or for them."""
    move = intent.move
    if reason := dispute.why_not(move):
        return reason
    if access.may(person(), intent.name, dispute) is None:
        return f"This is for {who_may(intent)}."
    by = access.actor(person(), intent.name, dispute)
    return dispute.not_by(move, by)


def who_may(intent: Intent) -> str:
    """The roles that may do it, in a sentence."""
    roles = [_called(role) for role in Role if role in access.MAY[intent.name]]
    return in_a_row(roles, joint="or")


def _called(role: Role) -> str:
    label = role.label
    match role:
        case Role.SAAS_MEMBER:
            return f"{with_article(label)} of an agency that takes part in it"
        case Role.EXECUTIVE | Role.LSP:
            return with_article(label)
    return f"the {label}"


def href_of(dispute: Dispute, move: str, **query: str) -> str:
    """Where a move's form is."""
    where: dict[str, Any] = {**query, "move": move.replace("_", "-")}
    return url_for("disputes.act", reference=dispute.reference, **where)


def own_party(dispute: Dispute) -> str:
    """The party that this person is a member of the group for, or ""."""
    own = [held.agency for held in person().roles if held.role is Role.SAAS_MEMBER]
    return next((agency for agency in own if agency in dispute.names), "")


# ---------------------------------------------------------------- what is needed next


def next_steps(
    dispute: Dispute,
    *,
    agencies: Sequence[Row],
    actions: Sequence[Row],
    view: View,
) -> list[NextStep]:
    """What it needs next, and from whom, the most pressing first; for now, where it is done."""
    now = view.now
    if dispute.ending:
        return _after_the_end(dispute, actions, now)
    names = {row["reference"]: row["name"] for row in agencies} | dispute.names
    steps = [*_overdue(dispute, view), *_replies(dispute, names, now)]
    if dispute.waits_for_minutes:
        steps.append(_step(dispute, "date_minutes", "The dates of the minutes", now))
    steps += _convener(dispute, agencies, now)
    steps += [
        _step(dispute, "keep_record", f"For the record of this stage: {item}", now, record=item)
        for item in dispute.missing
        if item not in dispute.missing_at_exit
    ]
    return [*steps, *_settling(dispute, agencies, view)]


LIKELY = 3
"""So many steps have a button: what stands beside more of them is not looked at."""


def likely(steps: Sequence[NextStep]) -> list[str]:
    """The moves that the page has buttons for."""
    return [step.move for step in steps if step.href][:LIKELY]


def the_others(possible: Grouped, shown: Sequence[str]) -> Grouped:
    """The moves for which it has none, under their headings."""
    rest = [
        (title, [each for each in intents if each.move not in shown]) for title, intents in possible
    ]
    return [(title, intents) for title, intents in rest if intents]


def neutral_agencies(dispute: Dispute, agencies: Sequence[Row]) -> list[Option]:
    """The present members that are no party and did not stand aside: who could convene or chair."""
    not_neutral = {*dispute.names, *dispute.stood_aside}
    return [
        (row["reference"], row["name"])
        for row in agencies
        if not row["left_on"] and row["reference"] not in not_neutral
    ]


def safeguarding_partners(agencies: Sequence[Row]) -> list[Option]:
    """The Safeguarding Partners."""
    return [
        (row["reference"], row["name"])
        for row in agencies
        if not row["left_on"] and row["kind"] in SAFEGUARDING_PARTNERS
    ]


def neutral_partners(dispute: Dispute, agencies: Sequence[Row]) -> list[Option]:
    """The Safeguarding Partners that are no party and did not stand aside."""
    neutral = dict(neutral_agencies(dispute, agencies))
    return [each for each in safeguarding_partners(agencies) if each[0] in neutral]


def who_decide(dispute: Dispute, agencies: Sequence[Row]) -> list[Option]:
    """The Safeguarding Partners that decide at its stage: all of them, or those who are neutral.
    Whoever stands aside is not among them."""
    if dispute.stage.how is HowDecided.ALL_ASSENT:
        aside = dispute.stood_aside
        return [each for each in safeguarding_partners(agencies) if each[0] not in aside]
    return neutral_partners(dispute, agencies)


def how_it_decides(dispute: Dispute, agencies: Sequence[Row], view: View) -> list[str]:
    """How the body of its stage decides, who has assented, and whom that leaves out."""
    partners, neutral = safeguarding_partners(agencies), neutral_partners(dispute, agencies)
    deciding = [name for _, name in who_decide(dispute, agencies)]
    notes = []
    if dispute.stage.how is HowDecided.ALL_ASSENT:
        everybody = in_a_row(name for _, name in partners)
        notes.append(
            f"Decided by the assent of all: {everybody}, parties included. "
            f"There is no vote, and none is bound by the others{_by_guidance(view)}."
        )
        if aside := [name for _, name in partners if name not in deciding]:
            stands = "stands" if len(aside) == 1 else "stand"
            notes.append(
                f"{in_a_row(aside)} {stands} aside, so not all can assent. If that no longer "
                "holds, record it; otherwise escalate the dispute."
            )
        given = dispute.visit.assents
        notes += [
            f"{name} assented on {long_date(given[agency].on)} to: {given[agency].decision}"
            for agency, name in partners
            if agency in given
        ]
        if partners and not neutral:
            notes.append("All Safeguarding Partners are parties: nobody of them is neutral.")
    elif neutral:
        notes.append(f"Decided by all who are neutral: {in_a_row(deciding)}.")
        if conflict := _in_conflict(dispute, partners):
            notes.insert(0, conflict)
    else:
        notes.append("All Safeguarding Partners are parties, so none can decide: escalate it.")
    notes.append("Somebody of no party chairs.")
    return notes


def _by_guidance(view: View) -> str:
    """Which edition of the guidance says that they are equal, in brackets; "" for none known."""
    edition = guidance_in_force(view)
    return f" ({edition})" if edition else ""


def _in_conflict(dispute: Dispute, partners: Sequence[Option]) -> str:
    """Which Safeguarding Partners are parties, so that their members take no part; or ""."""
    names = [name for agency, name in partners if agency in dispute.names]
    if not names:
        return ""
    are = "is a party" if len(names) == 1 else "are parties"
    whose = "its member takes" if len(names) == 1 else "their members take"
    return f"{in_a_row(names)} {are}, so {whose} no part in the decision."


def _overdue(dispute: Dispute, view: View) -> list[NextStep]:
    """Time makes a stage overdue: then the way out is up. Asked of today, so only now."""
    if not view.now or not dispute.is_overdue(view.when) or not dispute.ways_up():
        return []
    due = dispute.visit.due_on
    late = due_left(due, view)
    stage = dispute.ways_up()[0]
    step = _step(dispute, "escalate", f"Escalation to {stage.name}", view.now)
    in_time = "What happened by then can still be recorded, with its date."
    note = f"The stage was due on {long_date(due)}: {late}. {in_time} {step.note}".strip()
    return [replace(step, note=note, late=True)]


def _replies(dispute: Dispute, names: Mapping[str, str], now: bool) -> list[NextStep]:
    found = []
    own = own_party(dispute) if now else ""  # a paper is nobody's in particular
    for agency in dispute.awaited:
        step = _step(dispute, "reply", f"A reply from {names[agency]}", now, agency=agency)
        found.append(replace(step, href=step.href if own in {"", agency} else "", note=""))
    return found


def _convener(dispute: Dispute, agencies: Sequence[Row], now: bool) -> list[NextStep]:
    visit = dispute.visit
    if dispute.stage.decided_by is not Decider.CONVENER or visit.convener_role:
        return []
    names = [name for _, name in neutral_agencies(dispute, agencies)]
    step = _step(dispute, "name_convener", "A convener from no party, to be named", now)
    return [replace(step, who_could=names)]


def _settling(dispute: Dispute, agencies: Sequence[Row], view: View) -> list[NextStep]:
    """Who can end the stage."""
    now = view.now
    decider, visit = dispute.stage.decided_by, dispute.visit
    if decider in BY_PARTIES:
        agreed = _step(dispute, "agree", "An agreement between the parties", now)
        if dispute.is_overdue(view.when) or not (up := dispute.ways_up()):
            return [agreed]
        return [agreed, _step(dispute, "escalate", f"Or else, an escalation to {up[0].name}", now)]
    if decider is Decider.NOBODY:
        if not dispute.notified:
            return [_step(dispute, "notify", "A record of who outside was told", now)]
        last = dispute.notified[-1]
        words = f"The answer of {last.told}, notified on {long_date(last.on)}"
        return [_step(dispute, "record_answer", words, now)]
    if decider is Decider.CONVENER:
        if not visit.convener_role:
            return []
        names = {row["reference"]: row["name"] for row in agencies}
        agency = names.get(visit.convener_agency, visit.convener_agency)
        whom = f"the convener, {post_of(visit.convener_role, agency)}"
        return [_step(dispute, "decide", f"A decision by {whom}", now)]
    step = _step(dispute, "decide", f"A decision by {BODY_NAMES[BODIES[decider]]}", now)
    note = " ".join([*how_it_decides(dispute, agencies, view), *filter(None, [step.note])])
    steps = [replace(step, note=note)]
    if dispute.stage.how is HowDecided.ALL_ASSENT:
        names = dict(who_decide(dispute, agencies))
        steps = [
            _step(dispute, "assent", f"The assent of {names[agency]}", now, agency=agency)
            for agency in names
            if agency not in visit.assents
        ] + steps
    return steps


def _after_the_end(dispute: Dispute, actions: Sequence[Row], now: bool) -> list[NextStep]:
    steps = []
    if not dispute.learning:
        steps.append(_step(dispute, "note_learning", "A note of what was learned", now))
    if actions and dispute.actions_done is None:
        words = "A check that the agreed actions were done"
        steps.append(_step(dispute, "check_actions", words, now))
    return steps


def _step(dispute: Dispute, move: str, words: str, now: bool, **query: str) -> NextStep:
    """A step with the way to its form, or why this person cannot take it."""
    if not now:
        return NextStep(words)
    intent = CATALOGUE[f"dispute.{move}"]
    if reason := why_not(dispute, intent):
        return NextStep(words, note=reason)
    return NextStep(words, href_of(dispute, move, **query), move, intent.title)
