"""What the partnership, its agencies and roles are to the product."""

from __future__ import annotations

from application.nouns.partnership.agencies import AGENCY_INTENTS
from application.nouns.partnership.partnerships import PARTNERSHIP_INTENTS
from application.nouns.partnership.role_grants import ROLE_INTENTS
from domain.partnership.agency import Agency
from domain.partnership.partnership import Partnership
from domain.partnership.role_grant import RoleGrant
from projections.partnership.agencies import AGENCIES
from projections.partnership.partnership import PARTNERSHIP as SETTLED
from projections.partnership.role_grants import ROLE_GRANTS
from web.noun import Noun
from web.partnership import agencies, partnership, people

PARTNERSHIP = Noun(
    "partnership",
    Partnership,
    PARTNERSHIP_INTENTS,
    partnership.pages,
    register=SETTLED,
    page="partnership.partnership",
    title="name",
)
AGENCY = Noun(
    "agencies",
    Agency,
    AGENCY_INTENTS,
    agencies.pages,
    register=AGENCIES,
    page="agencies.agency",
    title="name",
)
ROLE_GRANT = Noun("roles", RoleGrant, ROLE_INTENTS, people.pages, register=ROLE_GRANTS)
