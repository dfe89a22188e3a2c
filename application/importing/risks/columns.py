"""The columns that a file of risks may have, and the headings that registers give them."""

from __future__ import annotations

from collections.abc import Iterator

from application.importing.headings import Column

_INHERENT = ("inherent", "gross", "initial", "raw", "original", "unmanaged", "uncontrolled")
_CURRENT = ("current", "residual", "net", "controlled", "managed", "present", "latest")
_TARGET = ("target", "tolerable", "desired", "planned", "expected", "future")
_SCORE = ("score", "risk score", "rating", "risk rating", "risk", "level of risk", "risk level", "")
_LIKELIHOOD = ("likelihood", "likelihood score", "probability", "l")
_IMPACT = ("impact", "impact score", "severity", "i", "consequence score")


def _ways(kinds: tuple[str, ...], nouns: tuple[str, ...]) -> Iterator[str]:
    for kind in kinds:
        for noun in nouns:
            yield f"{kind} {noun}".strip()
            if noun:
                yield f"{noun} {kind}"


RISK_COLUMNS = (
    Column("row_id", ("row", "row number", "line"), ignored=True),
    Column(
        "register_body",
        ("body", "organisation", "organisation name", "council", "authority", "partner",
         "partnership", "trust", "publisher", "published by"),
        "Kent County Council",
    ),
    Column(
        "register_title",
        ("register", "risk register", "register name", "source register", "document"),
        "Corporate Risk Register",
    ),
    Column(
        "as_at",
        ("as of", "register date", "date of register", "publication date", "date published",
         "published on", "report date", "date of report", "snapshot date", "assessment date",
         "date assessed", "date", "period", "last updated", "date updated", "updated"),
        "22/07/2025",
    ),
    Column(
        "risk_ref",
        ("ref", "reference", "risk reference", "ref no", "reference number", "reference no",
         "risk ref no", "risk id", "risk no", "risk number", "risk code", "unique id", "id",
         "number", "no", "code"),
        "CRR0001",
    ),
    Column(
        "gist",
        ("title", "risk title", "title of risk", "risk name", "name of risk", "short title",
         "risk", "risk summary", "summary", "name", "risk description", "description of risk",
         "description", "risk event", "risk and description", "risk code and title",
         "risk statement", "risk headline", "headline risk", "nature of risk",
         "risk identified", "risk details", "strategic risk",
         "corporate risk", "principal risk", "key risk", "operational risk", "partnership risk",
         "programme risk", "project risk", "threat", "event", "risk area", "area of risk"),
        "Too few social workers for the children who need one",
    ),
    Column(
        "event",
        ("risk event", "risk description", "description of risk", "description", "details",
         "risk details", "what may happen", "what could happen", "background"),
        "Posts stay vacant and caseloads grow",
    ),
    Column(
        "cause",
        ("causes", "risk cause", "risk causes", "cause of risk", "causes of risk", "root cause",
         "cause s", "triggers", "because", "source of risk"),
        "Salaries are higher in neighbouring areas",
    ),
    Column(
        "consequence",
        ("consequences", "consequence s", "effect", "effects", "risk effect", "risk consequence",
         "risk consequences", "consequence of risk", "consequences of risk", "potential impact",
         "impact description", "description of impact", "potential consequences", "outcome"),
        "Children wait longer to be seen",
    ),
    Column("theme", ("risk theme", "category", "risk category"), "Workforce"),
    Column("kind", ("risk or issue", "risk issue", "type", "risk type", "entry type"), "risk"),
    Column("target_likelihood", tuple(_ways(_TARGET, _LIKELIHOOD)), "2"),
    Column("target_impact", tuple(_ways(_TARGET, _IMPACT)), "4"),
    Column(
        "target_on",
        ("target date", "target risk date", "target completion date", "date target reached",
         "date for target", "target by"),
        "2027-03-31",
    ),
    Column("target_score", tuple(_ways(_TARGET, _SCORE)), "8"),
    Column("likelihood", (*_ways(_CURRENT, _LIKELIHOOD), *_LIKELIHOOD), "4"),
    Column("impact", (*_ways(_CURRENT, _IMPACT), *_IMPACT, "consequence rating"), "4"),
    Column(
        "previous_score",
        (*_ways(("previous", "prior", "last", "former", "old"), _SCORE[:-1]), "previous",
         "score last quarter", "last quarter"),
        "20",
    ),
    Column(
        "current_score",
        (*_ways(_CURRENT, _SCORE), "score", "risk score", "overall score", "total score",
         "overall risk score", "total", "lxi", "l x i", "p x i", "pxi", "i x l",
         "ixl", "c x l", "cxl", "risk rating", "overall rating", "rating", "score now"),
        "16",
    ),
    # After the current ones: beside a “Residual likelihood”, a “Likelihood” is the inherent one.
    Column("inherent_likelihood", (*_ways(_INHERENT, _LIKELIHOOD), *_LIKELIHOOD), "5"),
    Column("inherent_impact", (*_ways(_INHERENT, _IMPACT), *_IMPACT), "4"),
    Column("inherent_score", (*_ways(_INHERENT, _SCORE), "score", "risk score"), "20"),
    Column(
        "band_as_published",
        ("band", "rag", "rag rating", "rag status", "current rag", "risk band", "colour",
         "risk level", "level of risk", "risk rating", "rating"),
        "High",
    ),
    Column(
        "band_scheme",
        ("scheme", "what the bands mean", "scoring scheme", "risk matrix"),
        "Low 1-6, Medium 8-15, High 16-25",
    ),
    Column(
        "direction",
        ("direction of travel", "dot", "travel", "risk direction", "trend", "risk trend",
         "movement", "change", "change since last", "change in score", "trajectory"),
        "down",
    ),
    Column(
        "owner_role",
        ("risk owner", "risk owner s", "owner", "owner s", "role of owner", "risk owners",
         "accountable owner", "accountable officer", "responsible officer", "responsible owner",
         "senior responsible officer", "senior responsible owner", "sro", "risk lead",
         "lead officer", "executive lead", "lead director", "lead", "responsible"),
        "Director of Children’s Services",
    ),
    Column(
        "owner_agency",
        ("owner agency", "agency of owner", "agency", "owning agency", "lead agency",
         "owner organisation", "lead organisation", "responsible agency"),
        "Kent County Council",
    ),
    Column(
        "response_4t",
        ("response", "risk response", "4t", "4ts", "4 ts", "4t s", "treatment", "risk treatment",
         "treatment option", "response type", "risk strategy", "mitigation strategy", "approach",
         "tolerate treat transfer terminate", "treat tolerate transfer terminate"),
        "treat",
    ),
    Column(
        "controls",
        ("existing controls", "current controls", "controls in place", "key controls", "control",
         "internal controls", "existing mitigation", "existing mitigations",
         "mitigations in place", "mitigating controls", "current mitigation"),
        "Golden hello for experienced staff",
    ),
    Column("proximity", ("risk proximity", "timescale", "when could it happen"), "within 3 months"),
    Column(
        "review_on",
        ("review date", "next review", "next review date", "date of next review", "review due",
         "review due date", "review by"),
        "2025-10-31",
    ),
    Column("status", ("risk status", "state", "open or closed", "open closed"), "open"),
    Column("source_url", ("url", "link", "source link", "web address", "weblink", "hyperlink")),
    Column("note", ("notes", "comment", "comments", "remark", "remarks", "commentary")),
    Column("handling", ("handling marking", "protective marking", "marking"), ignored=True),
)  # fmt: skip
