"""What a person can do with a dispute, and with an issue on the same way."""

from __future__ import annotations

from typing import Any

from application.doing.access import CHAIR, EXECUTIVE, LSP, MEMBER, SCRUTINEER, TEAM
from application.doing.fields import (
    AgencyField,
    AgencyList,
    Choice,
    ItemField,
    Line,
    Listed,
    ListedNumber,
    Needed,
    Prose,
    Suggested,
    Whole,
)
from application.doing.intents import Intent, IntentSchema
from application.doing.on_behalf import WHOSE
from application.doing.supply import the_only
from application.ledger.ledger import Ledger
from application.nouns.about.disputes import (
    the_clock,
    the_disagreement,
    what_is_to_be_decided,
    what_was_agreed,
    who_was_told,
)
from application.nouns.disputes_recorded import (
    IN_GENERAL,
    RECORDING,
    REPORTING_THE_PAST,
    ask_authorised_by,
    ask_contact,
    ask_protective_step,
    ask_to_begin_with,
)
from application.nouns.shared.common import (
    Link,
    Minuted,
    Reason,
    Timed,
    Unlink,
    stage_options,
)
from application.nouns.shared.correcting import correction
from application.nouns.shared.evidence import evidence
from application.nouns.shared.in_error import recorded_in_error
from application.nouns.shared.redeciding import redeciding
from domain.disputes.dispute import Dispute
from domain.disputes.vocabulary import ActionsDone
from domain.disputes.words import ACTIONS_DONE
from domain.kernel.errors import DomainError
from domain.kernel.item import Linkable, london_date, post_of
from domain.procedure.procedure import Procedure
from domain.procedure.rules import Rules

_WHERE_A_BODY_DECIDES = Needed("where {executive} or {lead_partners} decide")


class _Position(IntentSchema):
    agency = Listed("Agency")
    position = Prose("What is its position now?")


class _Reply(Timed):
    agency = Listed("Agency")
    reply = Prose("What does it reply?", hint=IN_GENERAL)


class _KeepRecord(IntentSchema):
    record = Listed("What the procedure asks for")
    words = Prose("For the record", named="the words for the record")


class _Extend(Timed, Reason):
    days = Whole(
        "How many more working days?",
        needed=Needed("unless its clock runs in hours, as in an urgent case"),
    )
    hours = Whole("How many more hours?", needed=Needed("where its clock runs in hours"))


class _Convener(IntentSchema):
    role = Line("Convener’s role", hint="A role, not a person’s name.", suggests=Suggested.ROLES)
    agency = AgencyField(
        "Convener’s agency",
        hint="It must be of no party. Leave empty for somebody of no member agency.",
        required=False,
    )


class _Recuse(Reason):
    role = Line(
        "Who stands aside?",
        hint="A role, for example {group_chair}.",
        suggests=Suggested.ROLES,
    )
    agency = AgencyField("Which agency are they from?", required=False)


class _Facilitate(IntentSchema):
    facilitator = Line("Who facilitated?", hint="A role, for example Independent Scrutineer.")
    summary = Prose("What was done?")


class _Dissent(IntentSchema):
    agency = AgencyField("Agency", present=False)
    dissent = Prose("What does it disagree with?")


class _Urgent(Timed):
    reason = Prose("Why is it urgent?")
    authorised_by = ask_authorised_by()
    protective_step = ask_protective_step()
    contact = ask_contact()


class _Leaving(IntentSchema):
    """What every way out of a stage may be given."""

    for_the_record = Prose(
        "For the record, as this stage ends",
        named="the words for the record as this stage ends",
        hint="Leave it empty if all that the procedure asks for is there.",
        needed=Needed("unless it is on record"),
    )


class _Beginning(IntentSchema):
    """What every way into a stage may be given."""

    to_begin_with = ask_to_begin_with("the next stage")


class _Escalate(_Leaving, _Beginning, Timed, Reason):
    to = Listed("To which stage?", hint="Leave empty for the next one.", required=False)


class _Return(_Beginning, Timed, Reason):
    stage = Listed("To which stage?", named="the stage")


class _Reopen(Timed, Reason):
    to_begin_with = ask_to_begin_with("the stage")


class _Agree(_Leaving, Timed):
    terms = Prose("What was agreed?", hint="Set actions for it afterwards; they are followed here.")


class _Decide(_Leaving, Timed, Minuted):
    decision = Prose("What was decided?")
    assenting = AgencyList(
        "Safeguarding Partners who assent",
        hint="Leave out those whose assent is on record already.",
        needed=_WHERE_A_BODY_DECIDES,
    )
    absent = AgencyList(
        "Safeguarding Partners who were absent",
        needed=Needed("where all who are neutral decide, and one of them took no part"),
    )
    absence = Line(
        "Why were they absent?",
        needed=Needed("when somebody was absent", lambda typed: bool(typed.get("absent"))),
    )
    chair_role = Line(
        "Who chaired?",
        hint="A role, of somebody who belongs to no party.",
        needed=_WHERE_A_BODY_DECIDES,
    )
    chair_agency = AgencyField(
        "Chair’s agency", hint="Leave empty for somebody of none.", required=False
    )


class _Assent(IntentSchema):
    agency = AgencyField("Safeguarding Partner")
    decision = Prose("What does it assent to?", hint="The words of the decision.")
    known_by = Line(
        "How is that known?",
        named="how that is known",
        hint="For example “E-mail of the Director, 12 May 2026”.",
        needed=Needed("when the Business Team records it"),
    )


class _EndRecusal(Reason):
    recusal = ListedNumber("Who no longer stands aside?")


class _Withdraw(Timed, Reason):
    """Why it is taken back, or dropped."""


class _Supersede(Timed, Reason):
    other = ItemField(
        "Reference of what takes its place", Linkable, hint="For example DSP-2026-002."
    )


class _Notify(_Leaving, Reason):
    told = Line("Who was told?", hint="A body outside the partnership.")
    told_reference = Line("Reference", hint="Of the letter or the case there.")


class _Answer(Timed):
    answer = Prose("What was the answer?", named="the answer")
    answered_by = Line("Who answered?", hint="A body outside the partnership.")
    answer_reference = Line("Reference", hint="Of the answer.", required=False)


class _Learning(IntentSchema):
    learning = Prose("What was learned?")


class _CheckActions(IntentSchema):
    done = Choice(
        "Were the agreed actions done?",
        ActionsDone,
        ACTIONS_DONE,
        named="whether the agreed actions were done",
    )
    finding = Prose("What did you find?", named="what you found")
    although_open = Prose(
        "Why do open actions count as done?",
        needed=Needed("where all were done and a linked action is still open"),
    )


def procedure_of(ledger: Ledger) -> Procedure:
    """The escalation procedure. Raises DomainError while there is none."""
    return the_only(ledger, Procedure)


def rules_today(ledger: Ledger) -> Rules | None:
    """What it says today; None while there is none."""
    try:
        return procedure_of(ledger).version_for(london_date(ledger.now())).rules
    except DomainError:
        return None


def _parties(item: Dispute) -> dict[str, list[tuple[str, str]]]:
    return {"agency": list(item.names.items())}


def _decision_so_far(item: Dispute) -> dict[str, Any]:
    """The words to which somebody has assented already."""
    assents = [*item.visit.assents.values()]
    return {"decision": assents[-1].decision} if assents else {}


def _last_told(item: Dispute) -> dict[str, Any]:
    return {"answered_by": item.notified[-1].told} if item.notified else {}


DISPUTE_INTENTS = (
    *RECORDING,
    Intent(
        "dispute.state_position", "Record a party’s position", _Position,
        Dispute.state_position, on_behalf="agency", may={TEAM, MEMBER}, options=_parties,
    ),
    Intent(
        "dispute.reply", "Record a reply", _Reply, Dispute.reply,
        on_behalf="agency", may={TEAM, MEMBER}, about=the_disagreement, options=_parties,
    ),
    Intent(
        "dispute.keep_record", "Complete the record of the stage", _KeepRecord,
        Dispute.keep_record, may={TEAM, CHAIR, MEMBER, EXECUTIVE, LSP},
        options=lambda item: {"record": [(each, each) for each in item.missing]},
    ),
    Intent(
        "dispute.extend", "Extend the stage", _Extend, Dispute.extend,
        may={TEAM, CHAIR, EXECUTIVE, LSP}, about=the_clock,
        hint="The first due date stays on record.",
    ),
    Intent(
        "dispute.name_convener", "Name the convener", _Convener, Dispute.name_convener,
        may={TEAM, CHAIR},
    ),
    Intent(
        "dispute.recuse", "Record that somebody stands aside", _Recuse, Dispute.recuse,
        may={TEAM, CHAIR, MEMBER, EXECUTIVE, LSP},
    ),
    Intent(
        "dispute.end_recusal", "Record that somebody no longer stands aside", _EndRecusal,
        Dispute.end_recusal, may={TEAM, CHAIR, MEMBER, EXECUTIVE, LSP},
        options=lambda item: {
            "recusal": [
                (str(at), post_of(each.role, item.names.get(each.agency, each.agency)))
                for at, each in item.stand_aside.items()
            ]
        },
    ),
    Intent(
        "dispute.facilitate", "Record facilitation", _Facilitate, Dispute.facilitate,
        may={TEAM, SCRUTINEER},
        hint="The Independent Scrutineer may facilitate, and never decides.",
    ),
    Intent(
        "dispute.record_dissent", "Record dissent", _Dissent, Dispute.record_dissent,
        on_behalf="agency", may={TEAM, MEMBER},
    ),
    Intent(
        "dispute.declare_urgent", "Declare it urgent", _Urgent, Dispute.declare_urgent,
        may={TEAM, CHAIR},
        hint="The due date that is set stays. The next stage has the clock of an urgent case, in "
        "hours, and stages that an urgent case may skip can be passed over at once.",
    ),
    Intent(
        "dispute.escalate", "Escalate", _Escalate, Dispute.escalate,
        may={TEAM, CHAIR, MEMBER},
        options=lambda item: {"to": stage_options(item.ways_up())},
    ),
    Intent(
        "dispute.return_it", "Return to a lower stage", _Return, Dispute.return_it,
        may={TEAM, CHAIR, EXECUTIVE, LSP}, about=the_disagreement,
        options=lambda item: {"stage": stage_options(item.ways_down())},
    ),
    Intent(
        "dispute.agree", "Record an agreement", _Agree, Dispute.agree,
        may={TEAM, CHAIR}, about=the_disagreement,
    ),
    Intent(
        "dispute.decide", "Record a decision", _Decide, Dispute.decide,
        may={TEAM, CHAIR, MEMBER, EXECUTIVE, LSP}, about=what_is_to_be_decided,
        fill=_decision_so_far,
    ),
    Intent(
        "dispute.assent", "Record an assent", _Assent, Dispute.assent,
        on_behalf="agency", may={TEAM, EXECUTIVE, LSP},
        about=what_is_to_be_decided, fill=_decision_so_far,
        hint="All Safeguarding Partners decide together, and none is bound by the others. When "
        "all have assented, record the decision.",
    ),
    Intent(
        "dispute.withdraw", "Withdraw", _Withdraw, Dispute.withdraw,
        on_behalf=WHOSE, may={TEAM, MEMBER},
    ),
    Intent("dispute.supersede", "Supersede", _Supersede, Dispute.supersede, may={TEAM}),
    Intent(
        "dispute.drop", "Record that it is no longer a dispute", _Withdraw, Dispute.drop,
        may={TEAM, CHAIR},
    ),
    Intent(
        "dispute.notify", "Record the external notification", _Notify, Dispute.notify,
        may={TEAM, EXECUTIVE, LSP},
        hint="This does not end the dispute: it stays unresolved until the answer is recorded.",
    ),
    Intent(
        "dispute.record_answer", "Record the answer from outside", _Answer,
        Dispute.record_answer, may={TEAM, EXECUTIVE, LSP}, about=who_was_told, fill=_last_told,
        hint="The dispute ends with the answer.",
    ),
    Intent(
        "dispute.reopen", "Reopen", _Reopen, Dispute.reopen, may={TEAM, CHAIR, EXECUTIVE, LSP}
    ),
    Intent(
        "dispute.note_learning", "Note what was learned", _Learning, Dispute.note_learning,
        may={TEAM, CHAIR, SCRUTINEER},
    ),
    Intent(
        "dispute.check_actions", "Check that the agreed actions were done", _CheckActions,
        Dispute.check_actions, may={TEAM, CHAIR, SCRUTINEER}, about=what_was_agreed,
    ),
    *REPORTING_THE_PAST,
    Intent(
        "dispute.link", "Link another item", Link, Dispute.link, may={TEAM, CHAIR, SCRUTINEER}
    ),
    Intent("dispute.unlink", "Remove a link", Unlink, Dispute.unlink, may={TEAM}),
    *evidence(Dispute, may_add={TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE, LSP}),
    correction(Dispute),
    *recorded_in_error(Dispute),
    *redeciding(Dispute),
)  # fmt: skip
