"""The pages of risks, and what risks are to the product."""

from __future__ import annotations

from application.importing.risks.rows import RISK_FILES
from application.nouns.risks import RISK_INTENTS
from domain.risks.risk import Risk
from projections.risks.movements import RISK_MOVEMENTS
from projections.risks.risk_register import RISKS
from web.noun import Noun
from web.risks.pages import pages
from web.risks.quarters import pages as by_quarter
from web.wording import state_of_risk

pages.register_blueprint(by_quarter)
NOUN = Noun(
    "risks",
    Risk,
    RISK_INTENTS,
    pages,
    register=RISKS,
    page="risks.risk",
    state=state_of_risk,
    section="Risks",
    seen="see.risks",
    importable=RISK_FILES,
    comparison=RISK_MOVEMENTS,
)
