"""The columns that a file of risks may have, and the headings that registers give them."""

from __future__ import annotations

from collections.abc import Iterator

from application.importing.files.headings import Header

_INHERENT = ("inherent", "gross", "initial", "raw", "original", "unmanaged", "uncontrolled")
_CURRENT = ("current", "residual", "net", "controlled", "managed", "present", "latest")
_TARGET = ("target", "tolerable", "desired", "planned", "expected", "future")
_SCORE = ("score", "risk score", "rating", "risk rating", "risk", "level of risk", "risk level", "")
_LIKELIHOOD = (
    "likelihood", "likelihood score", "probability", "l", "risk likelihood", "risk probability",
    "risk l",
)  # fmt: skip
_IMPACT = (
    "impact", "impact score", "severity", "i", "consequence score", "risk impact", "risk severity",
    "risk i",
)  # fmt: skip


def _ways(kinds: tuple[str, ...], nouns: tuple[str, ...]) -> Iterator[str]:
    for kind in kinds:
        for noun in nouns:
            yield f"{kind} {noun}".strip()
            if noun:
                yield f"{noun} {kind}"


RISK_COLUMNS = (
    Header("row_id", ("row", "row number", "line"), ignored=True),
    Header(
        "register_body",
        ("body", "organisation", "organisation name", "council", "authority", "partner",
         "partnership", "trust", "publisher", "published by"),
        "{local_authority}",
    ),
    Header(
        "register_title",
        ("register", "risk register", "register name", "source register", "document"),
        "Corporate Risk Register",
    ),
    Header(
        "as_at",
        ("as of", "register date", "date of register", "publication date", "date published",
         "published on", "report date", "date of report", "snapshot date", "assessment date",
         "date assessed", "date", "period", "last updated", "date updated", "updated"),
        "22/07/2025",
        dated=True,
    ),
    Header(
        "risk_ref",
        ("ref", "reference", "risk reference", "ref no", "reference number", "reference no",
         "risk ref no", "risk id", "risk no", "risk number", "risk code", "unique id", "id",
         "number", "no", "code"),
        "CRR0001",
    ),
    Header(
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
    Header(
        "event",
        ("risk event", "risk description", "description of risk", "description", "details",
         "risk details", "what may happen", "what could happen", "background"),
        "Posts stay vacant and caseloads grow",
    ),
    Header(
        "cause",
        ("causes", "risk cause", "risk causes", "cause of risk", "causes of risk", "root cause",
         "cause s", "triggers", "because", "source of risk"),
        "Salaries are higher in neighbouring areas",
    ),
    Header(
        "consequence",
        ("consequences", "consequence s", "effect", "effects", "risk effect", "risk consequence",
         "risk consequences", "consequence of risk", "consequences of risk", "potential impact",
         "impact description", "description of impact", "potential consequences", "outcome"),
        "Children wait longer to be seen",
    ),
    Header("theme", ("risk theme", "category", "risk category"), "Workforce"),
    Header("kind", ("risk or issue", "risk issue", "type", "risk type", "entry type"), "risk"),
    Header("warning", ("early warning", "early warning sign", "warning sign")),
    Header("raised_in", ("forum", "raised at")),
    Header("raised_by", ("raising agency", "agency that raised it")),
    Header("target_likelihood", tuple(_ways(_TARGET, _LIKELIHOOD)), "2", scale="likelihood"),
    Header("target_impact", tuple(_ways(_TARGET, _IMPACT)), "4", scale="impact"),
    Header(
        "target_on",
        ("target date", "target risk date", "target completion date", "date target reached",
         "date for target", "target by"),
        "2027-03-31",
        dated=True,
    ),
    Header("target_score", tuple(_ways(_TARGET, _SCORE)), "8"),
    Header("likelihood", (*_ways(_CURRENT, _LIKELIHOOD), *_LIKELIHOOD), "4", scale="likelihood"),
    Header("impact", (*_ways(_CURRENT, _IMPACT), *_IMPACT, "consequence rating"), "4",
           scale="impact"),
    Header(
        "previous_score",
        (*_ways(("previous", "prior", "last", "former", "old"), _SCORE[:-1]), "previous",
         "score last quarter", "last quarter"),
        "20",
    ),
    Header(
        "current_score",
        (*_ways(_CURRENT, _SCORE), "score", "risk score", "overall score", "total score",
         "overall risk score", "total", "lxi", "l x i", "p x i", "pxi", "i x l",
         "ixl", "c x l", "cxl", "risk rating", "overall rating", "rating", "score now"),
        "16",
        coloured="band_as_published",
    ),
    # After the current ones: beside a “Residual likelihood”, a “Likelihood” is the inherent one.
    Header("inherent_likelihood", (*_ways(_INHERENT, _LIKELIHOOD), *_LIKELIHOOD), "5",
           scale="likelihood"),
    Header("inherent_impact", (*_ways(_INHERENT, _IMPACT), *_IMPACT), "4", scale="impact"),
    Header("inherent_score", (*_ways(_INHERENT, _SCORE), "score", "risk score"), "20"),
    Header(
        "band_as_published",
        ("band", "rag", "rag rating", "rag status", "current rag", "risk band", "colour",
         "risk level", "level of risk", "risk rating", "rating"),
        "High",
        coloured="band_as_published",
    ),
    Header(
        "band_scheme",
        ("scheme", "what the bands mean", "scoring scheme", "risk matrix"),
        "Low 1-6, Medium 8-15, High 16-25",
    ),
    Header(
        "direction",
        ("direction of travel", "dot", "travel", "risk direction", "trend", "risk trend",
         "movement", "change", "change since last", "change in score", "trajectory"),
        "down",
    ),
    Header(
        "owner_role",
        ("risk owner", "risk owner s", "owner", "owner s", "role of owner", "risk owners",
         "accountable owner", "accountable officer", "responsible officer", "responsible owner",
         "senior responsible officer", "senior responsible owner", "sro", "risk lead",
         "lead officer", "executive lead", "lead director", "lead", "responsible"),
        "Director of Children’s Services",
    ),
    Header(
        "owner_agency",
        ("owner agency", "agency of owner", "agency", "owning agency", "lead agency",
         "owner organisation", "lead organisation", "responsible agency"),
        "{local_authority}",
    ),
    Header(
        "response_4t",
        ("response", "risk response", "4t", "4ts", "4 ts", "4t s", "treatment", "risk treatment",
         "treatment option", "response type", "risk strategy", "mitigation strategy", "approach",
         "tolerate treat transfer terminate", "treat tolerate transfer terminate"),
        "treat",
    ),
    Header(
        "controls",
        ("existing controls", "current controls", "controls in place", "key controls", "control",
         "internal controls", "existing mitigation", "existing mitigations",
         "mitigations in place", "mitigating controls", "current mitigation"),
        "Golden hello for experienced staff",
        more=True,
    ),
    Header("assessed_on", ("score date", "date of score", "last scored"), dated=True),
    Header("movement_reason", ("reason for score", "reason for change of score",
                               "reason for movement")),
    Header("appetite", ("risk appetite", "appetite score"), "10"),
    Header("proximity", ("risk proximity", "timescale", "when could it happen"), "within 3 months"),
    Header(
        "review_on",
        ("review date", "next review", "next review date", "date of next review", "review due",
         "review due date", "review by"),
        "2025-10-31",
        dated=True,
    ),
    Header("cadence", ("review frequency in months", "months between reviews"), "3"),
    Header("status", ("risk status", "state", "open or closed", "open closed"), "open"),
    Header("source_url", ("url", "link", "source link", "web address", "weblink", "hyperlink")),
    Header("note", ("notes", "comment", "comments", "remark", "remarks", "commentary")),
    Header("handling", ("handling marking", "protective marking", "marking"), ignored=True),
)  # fmt: skip
