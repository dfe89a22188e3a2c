"""Every noun of the product. What is said of each stands in its own folder."""

from __future__ import annotations

from typing import Any

from projections.audit.audit_trail import AuditTrail
from projections.register import Register
from projections.search.index import SearchIndex
from projections.versioned import Projection
from web.actions.noun import NOUN as ACTIONS
from web.commissions.noun import NOUN as COMMISSIONS
from web.decisions.noun import NOUN as DECISIONS
from web.disputes.noun import NOUN as DISPUTES
from web.forward.noun import NOUN as FORWARD_PLAN
from web.groups.noun import NOUN as GROUPS
from web.imports.noun import NOUN as IMPORTS
from web.meetings.noun import NOUN as MEETINGS
from web.noun import Noun, declare
from web.partnership.noun import AGENCY, PARTNERSHIP, ROLE_GRANT
from web.procedure.noun import NOUN as PROCEDURE
from web.proof.noun import NOUN as PROOF
from web.recommendations.noun import NOUN as RECOMMENDATIONS
from web.redactions.noun import NOUN as REDACTIONS
from web.risks.noun import NOUN as RISKS
from web.scrutineer.noun import NOUN as INDICATORS

NOUNS: tuple[Noun, ...] = (
    DISPUTES,
    RISKS,
    RECOMMENDATIONS,
    ACTIONS,
    MEETINGS,
    COMMISSIONS,
    DECISIONS,
    FORWARD_PLAN,
    PROCEDURE,
    INDICATORS,
    IMPORTS,
    GROUPS,
    PROOF,
    REDACTIONS,
    ROLE_GRANT,
    AGENCY,
    PARTNERSHIP,
)

for _noun in NOUNS:
    declare(_noun)

LISTED = {noun.name: noun for noun in NOUNS if noun.seen and noun.register}
"""Those with a register that people look things up in, by name."""

LOADED = {noun.name: noun for noun in NOUNS if noun.importable}
"""Those that can be loaded from a file."""


def every_projection() -> list[Projection]:
    """Everything derived from the log: names of agencies first, as sentences need them."""
    registers = [noun.register for noun in reversed(NOUNS) if noun.register]
    return [*registers, AuditTrail(), SearchIndex(searched())]


def searched() -> dict[Register[Any], str]:
    """The registers through which a search looks, each with the column of its title: those of items
    that have pages."""
    return {noun.register: noun.title for noun in NOUNS if noun.register and noun.is_searched}
