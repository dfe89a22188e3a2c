"""What the proof of the log is to the product."""

from __future__ import annotations

from domain.partnership.proof import Proof
from projections.partnership.proof import PROOF
from web.noun import Noun
from web.proof.pages import pages

NOUN = Noun("proof", Proof, (), pages, register=PROOF, page="proof.proof", title="origin")
