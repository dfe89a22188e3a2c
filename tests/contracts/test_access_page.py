"""docs/access.md is made from the catalogue, and from what application/doing/access.py says of
seeing."""

from __future__ import annotations

from application.doing.access import MAY, NEED_SECOND_FACTOR, HeldRole, Person, may
from application.nouns.catalogue import CATALOGUE
from domain.kernel.item import Item
from domain.kernel.terms import Role
from domain.risks.risk import Risk
from tests.contracts.conftest import AsMadeNow
from tests.disputed import HEALTH_BOARD, PROBATION, recorded
from tests.examples import given, happened
from tests.followed import received, set_action

OPENING = """\
# Who may do what

Made from `application/doing/access.py` by `REGENERATE=1 pytest tests/contracts`; a test fails when
it is out of date.

The same table holds for the site and the command line. “own” means: only what the person's own
agency owns (ToR 4.3), and a recommendation that is addressed to it. Separation of duties is not
here: that nobody decides for a body that they do not speak for, and that nobody verifies what their
own agency did, are rules of the domain. So is that whoever speaks for one group speaks for no other
(`domain/groups/speaking.py`): the SAAS Chair plans, moves and clears the minutes of no meeting of
another group, and decides, commissions, plans ahead and reports for none but SAAS; in the plan of
the Executive only when they attend it. The Executive’s members likewise. What another chair did,
the Business Team records.

Recording for an agency is bounded as assigning is: whoever may not assign the owner of a risk can
record one as raised or owned by their own agency or by none. To set an action is to assign it; a
recommendation is addressed by its source, which whoever records it repeats.

What a person sees: everybody with a role sees every recommendation and every action. The SAAS Chair
and SAAS members see the risks that were raised in SAAS, and those that their agency owns or raised;
everybody else with a role sees the whole register (SAF 2). That is asked of the item as it stands
today, whatever moment is looked at. What somebody may not see is answered as if it were not there,
and its reference is told nowhere. See `docs/adr/0004-who-sees-the-register.md` and
`docs/adr/0011-todays-sight-decides.md`.
"""
CHAPTERS = {
    "see": "Seeing",
    "risk": "Risks",
    "recommendation": "Recommendations",
    "action": "Actions",
    "dispute": "Disputes",
    "procedure": "The escalation procedure",
    "indicator": "Indicators",
    "partnership": "The partnership",
    "agency": "Agencies",
    "group": "Groups",
    "meeting": "Meetings",
    "decision": "Decisions",
    "commission": "Commissions",
    "entry": "Forward plan",
    "redaction": "Redactions",
    "role": "Roles",
}

SEEN = [deed for deed in MAY if deed.startswith("see.")]
OF_OTHERS: dict[str, Item] = {
    "risk": given(Risk.Recorded, happened(Risk.OwnerAssigned, owner_agency="another")),
    "recommendation": received(owner_agency="another", agencies=[]),
    "action": set_action(owner_agency="another"),
    "dispute": recorded(raised_by=HEALTH_BOARD, others=[PROBATION]),
}
"""One of each kind that somebody can own, and that Kent Police have nothing to do with."""


SECOND_FACTOR = """
Whoever administers or decides signs in with a second factor, unless SCRUTINY_SECOND_FACTOR says
that it is optional: {}.
"""


def page() -> str:
    needed = ", ".join(role.label for role in Role if role in NEED_SECOND_FACTOR)
    return (
        OPENING
        + SECOND_FACTOR.format(needed)
        + "".join(f"\n## {title}\n\n{table(noun)}" for noun, title in CHAPTERS.items())
    )


def table(noun: str) -> str:
    deeds = [deed for deed in (*SEEN, *CATALOGUE) if deed.split(".")[0] == noun]
    heads = ["deed", "what it is", *(role.label for role in Role)]
    rows = [heads, ["---"] * len(heads)] + [
        [f"`{deed}`", title(deed), *(cell(role, deed) for role in Role)] for deed in deeds
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def title(deed: str) -> str:
    intent = CATALOGUE.get(deed)
    return intent.title if intent else deed.split(".")[1].replace("_", " ").capitalize()


def cell(role: Role, deed: str) -> str:
    """Asked of the function that answers everywhere else: “yes”, “own” or nothing."""
    person = Person("somebody", (HeldRole(role, "kent-police"),))
    if not may(person, deed):
        return ""
    about_an_item = deed in CATALOGUE and not CATALOGUE[deed].creates
    elsewhere = OF_OTHERS.get(deed.split(".")[0]) if about_an_item else None
    return "own" if elsewhere and not may(person, deed, elsewhere) else "yes"


def test_the_page_of_access_is_up_to_date(as_made_now: AsMadeNow) -> None:
    as_made_now("docs/access.md", page())


def test_every_deed_is_in_a_chapter() -> None:
    assert {deed.split(".")[0] for deed in MAY} == CHAPTERS.keys()
