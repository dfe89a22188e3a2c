"""The pages of recommendations, and what recommendations are to the product."""

from __future__ import annotations

from application.importing.recommendations.rows import RECOMMENDATION_FILES
from application.nouns.recommendations import RECOMMENDATION_INTENTS
from domain.recommendations.recommendation import Recommendation
from projections.recommendations.figures import STATUS_CHANGES
from projections.recommendations.follow_up import FOLLOW_UP
from web.noun import Noun
from web.recommendations.committee_tables import pages as committee_tables
from web.recommendations.pages import pages
from web.recommendations.several import pages as several
from web.wording import state_of_recommendation

pages.register_blueprint(committee_tables)
pages.register_blueprint(several)

NOUN = Noun(
    "recommendations",
    Recommendation,
    RECOMMENDATION_INTENTS,
    pages,
    register=FOLLOW_UP,
    page="recommendations.recommendation",
    title="words",
    state=state_of_recommendation,
    section="Recommendations",
    seen="see.recommendations",
    importable=RECOMMENDATION_FILES,
    comparison=STATUS_CHANGES,
)
