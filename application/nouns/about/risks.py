"""What is decided about of a risk: what was asked, and how it stands."""

from __future__ import annotations

from collections.abc import Iterator

from application.doing.about import Known, Point
from application.nouns.about.evidence import the_evidence
from domain.kernel.bodies import BODY_NAMES
from domain.kernel.item import long_date, post_of
from domain.kernel.vocabulary import sentence_case
from domain.risks.risk import Risk
from domain.risks.vocabulary import Measure, score_words
from domain.risks.words import RESPONSES_CHOSEN


def the_question(risk: Risk, known: Known) -> Iterator[Point]:
    """What the body is asked and why, and the risk that it is asked about."""
    if asked := risk.open_escalation:
        yield Point("Question", asked.question)
        yield Point("Why it is asked", asked.reason)
        body = sentence_case(BODY_NAMES[asked.to])
        yield Point("Asked", f"{body}, {long_date(asked.on)}")
    yield from how_it_stands(risk, known)


def how_it_stands(risk: Risk, known: Known) -> Iterator[Point]:
    """The risk and its scores, who owns it, and what holds it down."""
    yield Point("Cause", risk.cause)
    yield Point("Event", risk.event)
    yield Point("Consequence", risk.consequence)
    why = f". {risk.movement_reason}" if risk.movement_reason else ""
    yield Point("Current score", f"{score_words(risk.score(Measure.CURRENT))}{why}")
    by = f", by {long_date(risk.target_on)}" if risk.target_on else ""
    yield Point("Target score", f"{score_words(risk.score(Measure.TARGET))}{by}")
    yield Point("Appetite", f"A score up to {risk.appetite}" if risk.appetite else "")
    yield Point("Response", RESPONSES_CHOSEN[risk.response] if risk.response else "")
    yield Point("Owner", post_of(risk.owner_role, known.agency(risk.owner_agency)) or "None")
    yield Point("Controls in place", "\n".join(risk.controls.values()))
    yield Point("Last review", long_date(risk.reviewed_on))
    yield from the_evidence(risk, known)
