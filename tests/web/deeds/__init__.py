"""Everything that can be done on the site, each by an example: what is typed, and how it is told.

All of it is done to what `ground` has put there.
"""

from __future__ import annotations

from freezegun import freeze_time

from application.nouns.catalogue import CATALOGUE
from domain.kernel.terms import Role
from tests.acts import do, join
from tests.acts import record as record_risk
from tests.kent import load_placeholder
from tests.partnership import found
from tests.web.deeds import (
    actions,
    commissions,
    disputes,
    forward,
    groups,
    in_error,
    meetings,
    partnership,
    recommendations,
    redactions,
    risks,
)
from tests.web.doing import Example, receive
from web.running.startup import open_ledger

TODAY = "2026-06-10T09:00:00Z"
DEEDS: dict[str, Example] = {
    **{f"risk.{move}": each for move, each in risks.EXAMPLES.items()},
    **{f"recommendation.{move}": each for move, each in recommendations.EXAMPLES.items()},
    **{f"action.{move}": each for move, each in actions.EXAMPLES.items()},
    **{f"dispute.{move}": each for move, each in disputes.EXAMPLES.items()},
    **{f"group.{move}": each for move, each in groups.EXAMPLES.items()},
    **{
        f"{noun}.{move}": each
        for noun in [name.partition(".")[0] for name in CATALOGUE if name.endswith(".put_back")]
        for move, each in in_error.EXAMPLES.items()
    },
    **{f"meeting.{move}": each for move, each in meetings.EXAMPLES.items()},
    **{f"commission.{move}": each for move, each in commissions.EXAMPLES.items()},
    **{f"entry.{move}": each for move, each in forward.EXAMPLES.items()},
    **{f"redaction.{move}": each for move, each in redactions.EXAMPLES.items()},
    **{f"decision.{move}": each for move, each in meetings.DECISION_EXAMPLES.items()},
    **partnership.EXAMPLES,
    "indicator.rate": Example(
        "rated the indicator: partly", {"extent": "partly", "reason": "Half of it lasts."},
        by=Role.SCRUTINEER,
    ),
}  # fmt: skip
ELSEWHERE = {
    *(name for name in CATALOGUE if name.endswith((".correct", "_redecision"))),
    "agency.name_key", "redaction.propose",
    "action.load", "decision.load_past", "dispute.load_past", "meeting.load_past",
    "dispute.report_stage",
    "dispute.report_ending",
    *(name for name in CATALOGUE if name.startswith(("partnership.", "procedure."))),
}  # fmt: skip
"""What is for disputes that ran before has no form; what is corrected is chosen on a page before,
and what is redacted on the page of a step.
The partnership and the procedure have tests of their own, and
so has what only a Safeguarding Partner has."""


def ground(database_url: str) -> None:
    """Two items of each kind where one might lead to the other, as of 10 June 2026.

    The agency is Kent Rangers; the role is that of somebody without an account.
    """
    found(database_url)
    ledger = open_ledger(database_url)
    with freeze_time(TODAY), ledger.writing():
        join(ledger, "Kent Rangers", "relevant")
        do(ledger, "role.give", person="somebody", role="executive")
        load_placeholder(ledger)
        record_risk(ledger, raised_in="saas", owner_agency="kent-police")
        record_risk(ledger, "Neglect is seen late", raised_in="saas")
        receive(ledger)
        receive(ledger, words="Use it well.", number="2")
        actions.set_action(ledger)
        groups.establish(ledger)
        groups.establish(ledger, ruled=False, name="Policy Group", short="Policy",
                         kind="sub_group", joint_with="Medway")  # fmt: skip
        groups.establish(ledger, ruled=False, name="Practice Reviews", short="Reviews",
                         kind="sub_group")  # fmt: skip
        meetings.plan_two(ledger)
        commissions.ask(ledger)
        forward.plan_ahead(ledger)
        redactions.propose(ledger)
        meetings.take_between(ledger)
        disputes.record(ledger)
        disputes.record(ledger, title="Another", met_on="2026-06-09", meeting="SAAS, 9 June 2026")
    ledger.close()


ITEMS = {
    "risk": ("/risks", "RSK-2026-001"),
    "recommendation": ("/recommendations", "REC-2026-001"),
    "action": ("/actions", "ACT-2026-001"),
    "dispute": ("/disputes", "DSP-2026-001"),
    "group": ("/groups", "GRP-2026-001"),
    "meeting": ("/meetings", "MTG-2026-001"),
    "decision": ("/decisions", "DEC-2026-001"),
    "commission": ("/commissions", "COM-2026-001"),
    "entry": ("/forward_plan", "FWD-2026-001"),
    "redaction": ("/redactions", "RED-2026-001"),
    "agency": ("/agencies", "kent-rangers"),
    "role": ("/people", "GRT-2026-001"),
    "indicator": ("/scrutineer", ""),
}
"""The list of each kind of item, and the item that things are done to."""
