"""Agencies, roles, risks with their history, and the little that home asks of everything else."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

ON_POSTGRESQL = settings.ON_POSTGRESQL
BANDS = {"Low": 4, "Medium": 9, "High": 25}
"""The highest score of each band."""


def band_of(figure: int) -> str:
    """The band of a score."""
    return next(band for band, highest in BANDS.items() if figure <= highest)


class Agency(models.Model):
    reference = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return str(self.name)


class Role(models.Model):
    """What somebody is, for which agency, from when and until when."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="held")
    role = models.CharField(max_length=30)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)


class Seen(models.QuerySet):
    """Risks, narrowed to what people ask for."""

    def visible_to(self, roles: list[Role]) -> Any:
        """What the roles let somebody see: their agencies' own, or everything."""
        if any(held.role in ("business_team", "scrutineer", "saas_chair") for held in roles):
            return self
        agencies = [held.agency_id for held in roles]
        return self.filter(Q(owner_agency__in=agencies) | Q(raised_by__in=agencies))

    def opened(self) -> Any:
        return self.filter(status="open")

    def by_score(self) -> Any:
        return self.order_by(F("current_figure").desc(nulls_last=True), "reference")


def _words(length: int = 200) -> Any:
    return models.CharField(max_length=length, blank=True, default="")


def _text() -> Any:
    return models.TextField(blank=True, default="")


def _number() -> Any:
    return models.PositiveSmallIntegerField(null=True, blank=True)


def _day() -> Any:
    return models.DateField(null=True, blank=True)


class Risk(models.Model):
    class Kind(models.TextChoices):
        RISK = "risk", "Risk"
        ISSUE = "issue", "Issue"
        EARLY_WARNING = "early_warning", "Early warning"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    class Response(models.TextChoices):
        TREAT = "treat", "Treat"
        TOLERATE = "tolerate", "Tolerate"
        TRANSFER = "transfer", "Transfer"
        TERMINATE = "terminate", "Terminate"

    reference = models.CharField("Reference", max_length=20, unique=True)
    status = models.CharField("Status", max_length=10, choices=Status, default=Status.OPEN)
    kind = models.CharField("Kind", max_length=20, choices=Kind)
    title = models.CharField("Title", max_length=300)
    cause, event, consequence = _text(), _text(), _text()
    theme, warning = _words(), _words()
    raised_in = _words(30)
    raised_by = models.ForeignKey(
        Agency, models.PROTECT, related_name="raised", null=True, blank=True
    )
    owner_role = _words()
    owner_agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="owned", null=True, blank=True
    )
    current_likelihood, current_impact, current_figure = _number(), _number(), _number()
    current_band, current_published, current_flag = _words(20), _words(), _words()
    inherent_likelihood, inherent_impact, inherent_figure = _number(), _number(), _number()
    inherent_band, inherent_published, inherent_flag = _words(20), _words(), _words()
    target_likelihood, target_impact, target_figure = _number(), _number(), _number()
    target_band, target_published, target_flag = _words(20), _words(), _words()
    assessed_on = _day()
    movement_reason = _text()
    response = models.CharField(max_length=20, choices=Response, blank=True, default="")
    appetite = _number()
    proximity = _words()
    controls = models.PositiveSmallIntegerField(default=0)
    target_on, first_target_on = _day(), _day()
    target_moves = models.PositiveSmallIntegerField(default=0)
    review_on, reviewed_on = _day(), _day()
    cadence = _number()
    escalated_to = _words(20)
    escalated_on = _day()
    question = _text()
    decision = _words()
    decided_on, closed_on = _day(), _day()
    closing = _text()
    merged_into = _words(20)
    source_body, source_register, source_reference, source_as_at = (
        _words(), _words(), _words(), _words(),
    )  # fmt: skip
    published_band, published_direction = _words(), _words()
    links = _text()
    recorded_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = Seen.as_manager()

    class Meta:
        indexes = (
            models.Index(
                F("status"),
                F("current_figure").desc(nulls_last=True if ON_POSTGRESQL else None),
                F("reference"),
                name="risk_by_score",
            ),
            models.Index(fields=["status", "review_on"], name="risk_by_review"),
            models.Index(fields=["escalated_to", "escalated_on"], name="risk_escalated"),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class Followed(models.Model):
    """What home asks of a recommendation, an action or a dispute."""

    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=300)
    status = models.CharField(max_length=30)
    owner_agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True)
    due_on = _day()

    class Meta:
        abstract = True
        indexes = (models.Index(fields=["status", "due_on"]),)


class Recommendation(Followed):
    pass


class Action(Followed):
    pass


class Dispute(Followed):
    convener = _words()


if ON_POSTGRESQL:
    import pghistory

    pghistory.track(meta={"indexes": [models.Index(fields=["pgh_obj", "-pgh_id"])]})(Risk)
else:
    from simple_history import register

    register(Risk)
