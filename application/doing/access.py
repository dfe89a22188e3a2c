"""Who may do and see what: one table, and the one function that answers from it.

Separation of duties (nobody decides for a body they do not speak for) is a rule of the domain,
not a permission, and is not here.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel.errors import NotAllowedError
from domain.kernel.item import Item, Linkable
from domain.kernel.terms import Actor, Role, Sight
from domain.risks.risk import Risk
from domain.risks.vocabulary import Forum

TEAM, CHAIR, MEMBER = Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_MEMBER
SCRUTINEER, EXECUTIVE, LSP = Role.SCRUTINEER, Role.EXECUTIVE, Role.LSP
AUDITOR, ADMINISTRATOR = Role.AUDITOR, Role.ADMINISTRATOR
EVERYBODY = frozenset(Role)
WHOLE_REGISTER = EVERYBODY - {CHAIR, MEMBER}

MAY: dict[str, frozenset[Role]] = {
    # seeing
    "see.home": EVERYBODY,
    "see.risks": EVERYBODY,
    "see.scrutineer": EVERYBODY,
    "see.recommendations": EVERYBODY,
    "see.actions": EVERYBODY,
    "see.disputes": EVERYBODY,
    "see.procedure": EVERYBODY,
    "see.conformance": EVERYBODY,
    "see.executive": WHOLE_REGISTER,
    "see.audit": WHOLE_REGISTER,
    "see.agencies": EVERYBODY,
    "see.people": frozenset({ADMINISTRATOR, AUDITOR}),
    "see.import": frozenset({TEAM}),
    "see.access_log": frozenset({ADMINISTRATOR, AUDITOR}),
    # risks
    "risk.record": frozenset({TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE}),
    "risk.cite_source": frozenset({TEAM}),
    "risk.describe": frozenset({TEAM}),
    "risk.reclassify": frozenset({TEAM}),
    "risk.assess": frozenset({TEAM, MEMBER}),
    "risk.correct_score": frozenset({TEAM}),
    "risk.assign_owner": frozenset({TEAM, EXECUTIVE}),
    "risk.choose_response": frozenset({TEAM, MEMBER, EXECUTIVE}),
    "risk.set_appetite": frozenset({TEAM, EXECUTIVE, LSP}),
    "risk.judge_proximity": frozenset({TEAM, MEMBER}),
    "risk.add_control": frozenset({TEAM, MEMBER}),
    "risk.withdraw_control": frozenset({TEAM, MEMBER}),
    "risk.set_target_date": frozenset({TEAM, EXECUTIVE}),
    "risk.schedule_review": frozenset({TEAM}),
    "risk.review": frozenset({TEAM, CHAIR, MEMBER}),
    "risk.escalate": frozenset({TEAM, CHAIR}),
    "risk.answer": frozenset({TEAM, EXECUTIVE, LSP}),
    "risk.accept": frozenset({TEAM, EXECUTIVE, LSP}),
    "risk.close": frozenset({TEAM, EXECUTIVE, LSP}),
    "risk.merge": frozenset({TEAM}),
    "risk.reopen": frozenset({TEAM, EXECUTIVE, LSP}),
    "risk.link": frozenset({TEAM, CHAIR, SCRUTINEER}),
    "risk.unlink": frozenset({TEAM}),
    # recommendations
    "recommendation.receive": frozenset({TEAM, SCRUTINEER}),
    "recommendation.respond": frozenset({TEAM, MEMBER, EXECUTIVE}),
    "recommendation.plan": frozenset({TEAM, MEMBER}),
    "recommendation.report_progress": frozenset({TEAM, MEMBER}),
    "recommendation.add_evidence": frozenset({TEAM, MEMBER, SCRUTINEER}),
    "recommendation.submit": frozenset({TEAM, MEMBER}),
    "recommendation.check_evidence": frozenset({TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE}),
    "recommendation.ask_redate": frozenset({TEAM, MEMBER}),
    "recommendation.approve_redate": frozenset({TEAM, CHAIR, SCRUTINEER, EXECUTIVE}),
    "recommendation.refuse_redate": frozenset({TEAM, CHAIR, SCRUTINEER, EXECUTIVE}),
    "recommendation.assign_owner": frozenset({TEAM, EXECUTIVE}),
    "recommendation.link": frozenset({TEAM, CHAIR, SCRUTINEER}),
    "recommendation.unlink": frozenset({TEAM}),
    "recommendation.verify": frozenset({TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE}),
    "recommendation.return_it": frozenset({TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE}),
    "recommendation.worsen": frozenset({TEAM, MEMBER}),
    "recommendation.review_impact": frozenset({TEAM, CHAIR, SCRUTINEER, EXECUTIVE}),
    "recommendation.accept_risk": frozenset({TEAM, EXECUTIVE, LSP}),
    "recommendation.supersede": frozenset({TEAM, SCRUTINEER}),
    "recommendation.withdraw": frozenset({TEAM, SCRUTINEER}),
    "recommendation.reopen": frozenset({TEAM, SCRUTINEER, EXECUTIVE, LSP}),
    "recommendation.tag": frozenset({TEAM, SCRUTINEER}),
    "recommendation.depend": frozenset({TEAM, SCRUTINEER}),
    "recommendation.report_status": frozenset({TEAM}),
    # actions
    "action.set": frozenset({TEAM, CHAIR, EXECUTIVE}),
    "action.report_progress": frozenset({TEAM, MEMBER}),
    "action.add_evidence": frozenset({TEAM, MEMBER}),
    "action.submit": frozenset({TEAM, MEMBER}),
    "action.check_evidence": frozenset({TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE}),
    "action.ask_redate": frozenset({TEAM, MEMBER}),
    "action.approve_redate": frozenset({TEAM, CHAIR, SCRUTINEER, EXECUTIVE}),
    "action.refuse_redate": frozenset({TEAM, CHAIR, SCRUTINEER, EXECUTIVE}),
    "action.assign_owner": frozenset({TEAM, EXECUTIVE}),
    "action.link": frozenset({TEAM, CHAIR, SCRUTINEER}),
    "action.unlink": frozenset({TEAM}),
    "action.verify": frozenset({TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE}),
    "action.return_it": frozenset({TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE}),
    "action.cancel": frozenset({TEAM, EXECUTIVE}),
    # disputes
    "dispute.record": frozenset({TEAM, CHAIR}),
    "dispute.load_past": frozenset({TEAM}),
    "dispute.describe": frozenset({TEAM}),
    "dispute.date_minutes": frozenset({TEAM}),
    "dispute.add_party": frozenset({TEAM, CHAIR}),
    "dispute.state_position": frozenset({TEAM, MEMBER}),
    "dispute.reply": frozenset({TEAM, MEMBER}),
    "dispute.keep_record": frozenset({TEAM, CHAIR, MEMBER, EXECUTIVE, LSP}),
    "dispute.extend": frozenset({TEAM, CHAIR, EXECUTIVE, LSP}),
    "dispute.name_convener": frozenset({TEAM, CHAIR}),
    "dispute.recuse": frozenset({TEAM, CHAIR, MEMBER, EXECUTIVE, LSP}),
    "dispute.facilitate": frozenset({TEAM, SCRUTINEER}),
    "dispute.record_dissent": frozenset({TEAM, MEMBER}),
    "dispute.declare_urgent": frozenset({TEAM, CHAIR}),
    "dispute.escalate": frozenset({TEAM, CHAIR, MEMBER}),
    "dispute.return_it": frozenset({TEAM, CHAIR, EXECUTIVE, LSP}),
    "dispute.agree": frozenset({TEAM, CHAIR}),
    "dispute.decide": frozenset({TEAM, CHAIR, MEMBER, EXECUTIVE, LSP}),
    "dispute.withdraw": frozenset({TEAM, MEMBER}),
    "dispute.supersede": frozenset({TEAM}),
    "dispute.drop": frozenset({TEAM, CHAIR}),
    "dispute.notify": frozenset({TEAM, EXECUTIVE, LSP}),
    "dispute.reopen": frozenset({TEAM, CHAIR, EXECUTIVE, LSP}),
    "dispute.note_learning": frozenset({TEAM, CHAIR, SCRUTINEER}),
    "dispute.check_actions": frozenset({TEAM, CHAIR, SCRUTINEER}),
    "dispute.report_stage": frozenset({TEAM}),
    "dispute.report_ending": frozenset({TEAM}),
    "dispute.link": frozenset({TEAM, CHAIR, SCRUTINEER}),
    "dispute.unlink": frozenset({TEAM}),
    # the escalation procedure
    "procedure.begin": frozenset({ADMINISTRATOR}),
    "procedure.draft": frozenset({ADMINISTRATOR}),
    "procedure.draft_from_file": frozenset({ADMINISTRATOR}),
    "procedure.change_rules": frozenset({ADMINISTRATOR}),
    "procedure.change_stage": frozenset({ADMINISTRATOR}),
    "procedure.add_stage": frozenset({ADMINISTRATOR}),
    "procedure.remove_stage": frozenset({ADMINISTRATOR}),
    "procedure.publish": frozenset({ADMINISTRATOR}),
    "procedure.confirm": frozenset({ADMINISTRATOR}),
    "procedure.discard": frozenset({ADMINISTRATOR}),
    "indicator.rate": frozenset({TEAM, SCRUTINEER, EXECUTIVE}),
    # the partnership itself
    "agency.join": frozenset({ADMINISTRATOR}),
    "agency.rename": frozenset({ADMINISTRATOR}),
    "agency.add_alias": frozenset({ADMINISTRATOR}),
    "agency.merge": frozenset({ADMINISTRATOR}),
    "agency.leave": frozenset({ADMINISTRATOR}),
    "role.give": frozenset({ADMINISTRATOR}),
    "role.end": frozenset({ADMINISTRATOR}),
}


JUDGING = frozenset({"verify", "return_it", "check_evidence"})
"""Moves of a SAAS member on what other agencies own; the domain refuses them their own."""


@dataclass(frozen=True)
class HeldRole:
    """A role that a person holds today, for an agency or for none ("")."""

    role: Role
    agency: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in: their account's id and every role they hold today."""

    id: str
    roles: tuple[HeldRole, ...]


OPERATOR = Person("operator", (HeldRole(TEAM), HeldRole(ADMINISTRATOR)))
"""Whoever runs commands on the server itself, and so has the database in their hands anyway."""


def may(person: Person, deed: str, item: Item | None = None) -> HeldRole | None:
    """The role in which `person` may do `deed` (to `item`, if given); None when in no role.

    A SAAS member acts only on what their agency owns (ToR 4.3), or judges what others own. Of
    several roles, one that the item does not refuse is preferred, and one without that condition.
    """
    move = deed.split(".")[1]
    allowed = [
        held
        for held in sorted(person.roles, key=lambda held: held.role is MEMBER)
        if held.role in MAY[deed] and _concerns(held, move, item)
    ]
    for held in allowed:
        by = Actor(person.id, held.role, _agency(person, held, item))
        if item is None or item.not_by(move, by) is None:
            return held
    return allowed[0] if allowed else None


def _concerns(held: HeldRole, move: str, item: Item | None) -> bool:
    if held.role is not MEMBER or not isinstance(item, Linkable):
        return True
    return move in JUDGING or held.agency in item.owning_agencies


def actor(person: Person, deed: str, item: Item | None = None) -> Actor:
    """The actor that the log will name. Raises NotAllowedError."""
    held = may(person, deed, item)
    if held is None:
        owners = " of the agency that owns it" if MEMBER in MAY[deed] and item else ""
        names = [role.label + owners * (role is MEMBER) for role in Role if role in MAY[deed]]
        raise NotAllowedError(f"This can be done only by: {', '.join(names)}.")
    return Actor(person.id, held.role, _agency(person, held, item))


def _agency(person: Person, held: HeldRole, item: Item | None) -> str:
    """The agency of the role; but out of an agency with an interest in the item nobody can step,
    whatever role they act in."""
    if not isinstance(item, Linkable):
        return held.agency
    own = {each.agency for each in person.roles} & item.interested_agencies
    return held.agency if held.agency in own else min(own, default=held.agency)


def sight(person: Person) -> Sight:
    """What `person` may see: the register is the Executive's and LSPs', not SAAS's (SAF 2)."""
    if any(held.role in WHOLE_REGISTER for held in person.roles):
        return Sight(everything=True)
    forums = frozenset({Forum.SAAS}) if person.roles else frozenset()
    return Sight(False, frozenset(held.agency for held in person.roles if held.agency), forums)


def sees(person: Person, item: Item) -> bool:
    """Whether `person` may see `item`: `sight`, asked of one item."""
    seen = sight(person)
    if seen.everything or not isinstance(item, Risk):
        return True
    return item.raised_in in seen.forums or not seen.agencies.isdisjoint(
        {item.owner_agency, item.raised_by}
    )
