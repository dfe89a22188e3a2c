"""What is done with Kent Rangers, a member agency, and with a role."""

from __future__ import annotations

from domain.kernel.terms import Role
from tests.partnership import PEOPLE
from tests.web.doing import Example

EXAMPLES = {
    "agency.join": Example(
        "recorded that Kent Wildlife Rescue joined (Relevant Agency)",
        {"name": "Kent Wildlife Rescue", "kind": "relevant"},
        by=Role.ADMINISTRATOR,
    ),
    "agency.rename": Example(
        "recorded that Kent Rangers is now called Kent Wildlife Trust",
        {"name": "Kent Wildlife Trust", "reason": "A new name."},
        by=Role.ADMINISTRATOR,
    ),
    "agency.add_alias": Example(
        "added the alias The rangers", {"alias": "The rangers"}, by=Role.ADMINISTRATOR
    ),
    "agency.merge": Example(
        "recorded that Kent Rangers merged into Kent County Council",
        {"into": "kent-county-council", "reason": "Reorganised."},
        by=Role.ADMINISTRATOR,
    ),
    "agency.leave": Example(
        "recorded that Kent Rangers left", {"reason": "It went its own way."}, by=Role.ADMINISTRATOR
    ),
    "role.give": Example(
        "gave the role SAAS member for Kent Police to a person, "
        "from 1 July 2026 to 31 December 2026",
        {
            "person": PEOPLE[Role.AUDITOR].id,
            "role": "saas_member",
            "agency": "kent-police",
            "from_on": "2026-07-01",
            "to_on": "2026-12-31",
            "reason": "A stand-in.",
        },
        by=Role.ADMINISTRATOR,
    ),
    "role.end": Example(
        "ended the role after 9 June 2026",
        {"to_on": "2026-06-09", "reason": "Moved on."},
        by=Role.ADMINISTRATOR,
    ),
}
