"""The pages of actions, and what actions are to the product."""

from __future__ import annotations

from application.importing.actions.rows import ACTION_FILES
from application.nouns.actions import ACTION_INTENTS
from domain.actions.action import Action
from projections.actions.actions import ACTIONS
from web.actions.log import pages as log
from web.actions.pages import pages
from web.noun import Noun
from web.wording import state_of_action

pages.register_blueprint(log)

NOUN = Noun(
    "actions",
    Action,
    ACTION_INTENTS,
    pages,
    register=ACTIONS,
    page="actions.action",
    state=state_of_action,
    section="Actions",
    seen="see.actions",
    importable=ACTION_FILES,
)
