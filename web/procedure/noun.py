"""The pages of the escalation procedure, and what it is to the product."""

from __future__ import annotations

from application.nouns.partnership.procedures import PROCEDURE_INTENTS
from domain.procedure.in_words import procedure_in_words
from domain.procedure.procedure import Procedure
from web.noun import Noun
from web.procedure.pages import pages

NOUN = Noun(
    "procedure",
    Procedure,
    PROCEDURE_INTENTS,
    pages,
    page="procedure.procedure",
    words=lambda procedure, view: procedure_in_words(procedure),
)
