"""What is done with groups: with the one that scrutinises, which has a quorum and four seats."""

from __future__ import annotations

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do
from tests.partnership import PEOPLE
from tests.web.doing import Example, Given

ADMINISTRATOR, TEAM = Role.ADMINISTRATOR, Role.BUSINESS_TEAM
DOCUMENT: Given = (
    "agree_document",
    {
        "title": "Terms of Reference", "edition": "version 2", "agreed_by": "the Executive",
        "agreed_on": "2026-03-04",
    },
    TEAM,
)  # fmt: skip
VACANT: Given = ("vacate_seat", {"seat": "2", "reason": "Moved on."}, TEAM)

EXAMPLES = {
    "establish": Example(
        "recorded the group Working group on neglect, joint with Medway",
        {"name": "Working group on neglect", "short": "Neglect", "kind": "working_group",
         "joint_with": "Medway", "meetings": "3"},
    ),
    "describe": Example(
        "described the group anew: Scrutiny Sub-group",
        {"name": "Scrutiny Sub-group", "short": "SAAS", "reason": "A new name."},
    ),
    "set_quorum": Example(
        "set the quorum from 1 July 2026 (version 2): It needs 5 members in all, the chair "
        "counted, no substitute counted (Terms of 2026, 3)",
        {"members": "5", "chair_counts": "yes", "substitutes": "never", "from_on": "2026-07-01",
         "source": "Terms of 2026, 3", "reason": "As agreed."},
        by=ADMINISTRATOR,
    ),
    "give_seat": Example(
        "gave seat 5 to Head of Practice, Cafcass, interim, from 10 June 2026",
        {"role": "Head of Practice", "agency": "cafcass", "standing": "member", "office": "none",
         "interim": "yes", "letter": "Cafcass, 3 June 2026"},
    ),
    "vacate_seat": Example(
        "recorded that seat 2 is vacant from 10 June 2026", {"seat": "2", "reason": "Moved on."}
    ),
    "fill_seat": Example(
        "recorded that seat 2 is held by Chief Inspector for the interim",
        {"seat": "2", "role": "Chief Inspector", "interim": "yes", "letter": "Police, 9 June"},
        given=[VACANT],
    ),
    "name_account": Example(
        "named the account of whoever holds seat 2",
        {"seat": "2", "person": PEOPLE[Role.EXECUTIVE].id},
    ),
    "end_seat": Example(
        "ended seat 2 after 30 June 2026",
        {"seat": "2", "to_on": "2026-06-30", "reason": "Two became one."},
    ),
    "agree_document": Example(
        "recorded that the Executive agreed “Terms of Reference”, version 3, on 1 June 2026; its "
        "review is due on 1 June 2027",
        {"title": "Terms of Reference", "edition": "version 3", "agreed_by": "the Executive",
         "agreed_on": "2026-06-01", "link": "https://partnership.example/tor"},
    ),
    "set_topics": Example(
        "set the 2 standing topics of its forward plan",
        {"topics": "Dashboards\nThe voice of children", "reason": "ToR 3.7."},
    ),
    "set_duties": Example(
        "set which duties its terms of reference have: 3.1 (Meets in every quarter) and 3.2 "
        "(Minutes are circulated within 10 working days)",
        {"meetings": "3.1", "minutes": "3.2"},
    ),
    "record_report": Example(
        "recorded its yearly report for 2025 to the Executive, 2 June 2026: Scrutiny in 2025",
        {"kind": "yearly", "title": "Scrutiny in 2025", "given_to": "the Executive, 2 June 2026",
         "year": "2025"},
    ),
    "review_document": Example(
        "reviewed document 1: It stands. Next by 10 June 2027",
        {"document": "1", "finding": "It stands."},
        given=[DOCUMENT],
    ),
    "bring_review_forward": Example(
        "brought the review of document 1 forward from 4 March 2027 to 1 September 2026",
        {"document": "1", "review_due_on": "2026-09-01", "reason": "The law changes."},
        given=[DOCUMENT],
    ),
    "link": Example("linked it to REC-2026-001", {"other": "rec-2026-001"}),
    "unlink": Example(
        "removed the link to REC-2026-001",
        {"other": "REC-2026-001", "reason": "A mistake."},
        given=[("link", {"other": "REC-2026-001"}, Role.BUSINESS_TEAM)],
    ),
    "end": Example("recorded that the group has ended", {"reason": "Its work is done."}),
}  # fmt: skip

PARTNERS = {
    "Lead Member": ("kent-county-council", "chair"),
    "Superintendent": ("kent-police", "none"),
    "Designated Nurse": ("nhs-kent-and-medway-icb", "none"),
    "Assistant Director": ("kent-county-council", "none"),
}

_ACCOUNTS = {"Superintendent": PEOPLE[Role.SAAS_MEMBER].id}
"""Who of them has an account."""


def establish(ledger: Ledger, *, ruled: bool = True, **data: object) -> str:
    """Record the group that scrutinises, with its rule and four seats; return its reference."""
    given = {"name": "Scrutiny Sub-group of Kent", "short": "SAAS", "kind": "scrutiny",
             "on": "2024-01-08", "meetings": "4"}  # fmt: skip
    reference = do(ledger, "group.establish", **{**given, **data}).reference
    if not ruled:
        return reference
    do(
        ledger, "group.set_quorum", reference, each_of=["local_authority", "health", "police"],
        chair_counts="no", substitutes="if_able", source="ToR 3.5", from_on="2024-01-08",
    )  # fmt: skip
    do(ledger, "group.set_topics", reference, topics="Dashboards\nThe voice of children\nStrengths")
    for role, (agency, office) in PARTNERS.items():
        do(
            ledger, "group.give_seat", reference, role=role, agency=agency, standing="member",
            office=office, interim="no", from_on="2024-01-08", person=_ACCOUNTS.get(role, ""),
        )  # fmt: skip
    return reference
