"""How our own risk register’s files are read, and which intents make the changes in them."""

from __future__ import annotations

from collections.abc import Iterator

from application.importing.ours.our_files import Change, Links, OurColumns
from application.nouns.catalogue import CATALOGUE
from application.nouns.risks import (
    ASSESS,
    CHOOSE_RESPONSE,
    CITE_SOURCE,
    PUBLISHED_OWNER,
    SCHEDULE_REVIEW,
    SET_TARGET_DATE,
)
from domain.risks.vocabulary import Measure

_COLUMNS = {
    "status": "status",
    "kind": "kind",
    "title": "gist",
    "cause": "cause",
    "event": "event",
    "consequence": "consequence",
    "theme": "theme",
    "warning": "warning",
    "raised_in": "raised_in",
    "raised_by": "raised_by",
    "owner_role": "owner_role",
    "owner_agency": "owner_agency",
    "current_likelihood": "likelihood",
    "current_impact": "impact",
    "current_published": "current_score",
    "inherent_likelihood": "inherent_likelihood",
    "inherent_impact": "inherent_impact",
    "inherent_published": "inherent_score",
    "target_likelihood": "target_likelihood",
    "target_impact": "target_impact",
    "target_published": "target_score",
    "assessed_on": "assessed_on",
    "movement_reason": "movement_reason",
    "response": "response_4t",
    "appetite": "appetite",
    "proximity": "proximity",
    "target_on": "target_on",
    "review_on": "review_on",
    "cadence": "cadence",
    "source_body": "register_body",
    "source_register": "register_title",
    "source_reference": "risk_ref",
    "source_as_at": "as_at",
    "published_band": "band_as_published",
    "published_direction": "direction",
}
_FOLLOWS = {
    *(f"{measure}_{part}" for measure in Measure for part in ("figure", "band", "flag")),
    "first_target_on", "recorded_on",
}  # fmt: skip
"""What follows from other columns, and need not be kept."""


def _read(said: dict[str, str]) -> dict[str, str]:
    """A figure counts only where nothing is said of what makes it."""
    for measure in Measure:
        told = [f"{measure}_{part}" for part in ("likelihood", "impact", "published")]
        figure = said.get(f"{measure}_figure", "")
        if figure and not any(said.get(key) for key in told):
            said[f"{measure}_published"] = figure
    return {key: words for key, words in said.items() if key not in _FOLLOWS}


def _scores() -> Iterator[Change]:
    for measure in Measure:
        fields = {f"{measure}_{part}": part for part in ("likelihood", "impact", "published")}
        yield Change(ASSESS, fields, fixed={"measure": measure.value})


_WORDING = ("title", "cause", "event", "consequence", "theme")
_SOURCE = (
    "source_body", "source_register", "source_reference", "source_as_at", "published_band",
    "published_direction",
)  # fmt: skip
OUR_RISKS = OurColumns(
    columns=_COLUMNS,
    changes=(
        Change(CATALOGUE["risk.describe"], {name: name for name in _WORDING}),
        Change(CATALOGUE["risk.reclassify"], {"kind": "kind"}),
        Change(PUBLISHED_OWNER, {"owner_role": "owner_role", "owner_agency": "owner_agency"}),
        *_scores(),
        Change(CHOOSE_RESPONSE, {"response": "response"}),
        Change(CATALOGUE["risk.set_appetite"], {"appetite": "appetite"}),
        Change(CATALOGUE["risk.judge_proximity"], {"proximity": "proximity"}),
        Change(SET_TARGET_DATE, {"target_on": "target_on"}),
        Change(SCHEDULE_REVIEW, {"review_on": "review_on", "cadence": "cadence"}),
        Change(
            CITE_SOURCE,
            {name: name for name in _SOURCE},
            kept=("source_url", "source_note", "published_scheme", "published_response"),
        ),
        Links("links", CATALOGUE["risk.link"], CATALOGUE["risk.unlink"]),
    ),
    began="recorded_on",
    known_by=("title", "recorded_on"),
    number="source_reference",
    read=_read,
)
