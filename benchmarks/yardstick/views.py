"""The pages."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from benchmarks.yardstick.forms import Assess
from benchmarks.yardstick.history import entries, history_of, trail, with_reason
from benchmarks.yardstick.models import BANDS, Action, Agency, Dispute, Recommendation, Risk, Role

PAGE = 50
_SHOWN = 5
_SORTS = {
    "score": "current_figure", "target": "target_figure", "reference": "reference",
    "title": "title", "owner": "owner_agency__name", "review": "review_on",
}  # fmt: skip
_HYGIENE = {
    "no_owner": ("No owner", Q(owner_agency=None, owner_role="")),
    "no_score": ("No current score", Q(current_figure=None)),
    "no_review": ("No review planned", Q(review_on=None)),
}


def _roles(request: HttpRequest) -> list[Role]:
    """What whoever is signed in is today."""
    today = timezone.localdate()
    held = Role.objects.filter(user=request.user, from_on__lte=today)
    return list(held.filter(Q(until_on=None) | Q(until_on__gte=today)).select_related("agency"))


def _seen(request: HttpRequest) -> tuple[Any, list[Role]]:
    roles = _roles(request)
    if not roles:
        raise PermissionDenied
    return Risk.objects.visible_to(roles), roles


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What needs this person, and how many risks are in each band."""
    risks, _ = _seen(request)
    today = timezone.localdate()
    opened = risks.opened()
    lists = [
        ("Disputes to escalate: their stage is overdue",
         Dispute.objects.filter(status="open", due_on__lt=today).order_by("due_on")),
        ("Disputes that need a convener", Dispute.objects.filter(status="open", convener="")),
        ("Escalations without an answer yet",
         opened.exclude(escalated_to="").order_by("escalated_on")),
        ("Recommendations that are overdue",
         Recommendation.objects.filter(status="open", due_on__lt=today).order_by("due_on")),
        ("Actions that are overdue",
         Action.objects.filter(status="open", due_on__lt=today).order_by("due_on")),
        ("Reviews of risks that are overdue", opened.filter(review_on__lt=today).by_score()),
        *((words, opened.filter(broken).by_score())
          for words, broken in (_HYGIENE["no_owner"], _HYGIENE["no_score"])),
    ]  # fmt: skip
    needs = [
        {"title": title, "total": total, "lines": list(found[:_SHOWN])}
        for title, found in lists
        if (total := found.count())
    ]
    counted = opened.order_by().values_list("current_band").annotate(Count("id"))
    return render(
        request, "home.html",
        {"needs": needs, "bands": [(band, dict(counted).get(band, 0)) for band in BANDS],
         "today": today},
    )  # fmt: skip


def _filtered(request: HttpRequest) -> tuple[Any, str]:
    """The risks that the address asks for, and the order."""
    risks, _ = _seen(request)
    asked, today = request.GET, timezone.localdate()
    status = asked.get("status", "open")
    if status in Risk.Status.values:
        risks = risks.filter(status=status)
    for key in ("kind", "owner_agency__reference", "current_band"):
        if asked.get(key):
            risks = risks.filter(**{key: asked[key]})
    for key, condition in (
        ("escalated", ~Q(escalated_to="")),
        ("overdue", Q(review_on__lt=today)),
        ("above_target", Q(current_figure__gt=F("target_figure"))),
        ("above_appetite", Q(current_figure__gt=F("appetite"))),
    ):
        if asked.get(key):
            risks = risks.filter(condition)
    if asked.get("hygiene") in _HYGIENE:
        risks = risks.filter(_HYGIENE[asked["hygiene"]][1])
    for word in asked.get("search", "").split():
        risks = risks.filter(
            Q(title__icontains=word) | Q(reference__icontains=word) | Q(cause__icontains=word)
            | Q(event__icontains=word) | Q(consequence__icontains=word) | Q(theme__icontains=word)
        )  # fmt: skip
    sort = asked.get("sort", "-score")
    if sort.removeprefix("-") not in _SORTS:
        sort = "-score"
    column = F(_SORTS[sort.removeprefix("-")])
    order = column.desc(nulls_last=True) if sort[0] == "-" else column.asc(nulls_last=True)
    return risks.order_by(order, "reference"), sort


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """The register: filtered, sorted, fifty to a page."""
    risks, sort = _filtered(request)
    page = Paginator(risks.select_related("owner_agency"), PAGE).get_page(request.GET.get("page"))
    return render(
        request, "register.html",
        {"page": page, "sort": sort, "asked": request.GET,
         "agencies": Agency.objects.order_by("name"), "kinds": Risk.Kind.choices,
         "bands": list(BANDS), "hygiene": _HYGIENE,
         "today": timezone.localdate(),
         "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)},
    )  # fmt: skip


@login_required
def register_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file, whole, with the words for codes."""
    risks, _ = _filtered(request)
    fields = [field for field in Risk._meta.concrete_fields if field.name != "id"]
    names = dict(Agency.objects.values_list("id", "name"))
    words: list[dict[Any, Any] | None] = [
        names if field.is_relation else dict(field.flatchoices) or None for field in fields
    ]
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="risks-{date.today()}.csv"'  # noqa: DTZ011
    answer.write("﻿")
    writer = csv.writer(answer)
    writer.writerow([*(str(field.verbose_name) for field in fields), "As at", "Handling"])
    marking = [timezone.localdate().isoformat(), "OFFICIAL-SENSITIVE"]
    for row in risks.values_list(*(field.attname for field in fields)).iterator():
        cells = (
            _safe(value if known is None else known.get(value, value))
            for value, known in zip(row, words, strict=True)
        )
        writer.writerow([*cells, *marking])
    return answer


def _safe(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value


@login_required
def risk(request: HttpRequest, reference: str) -> HttpResponse:
    """One risk: how it stands, what can be done, and its whole history."""
    risks, _ = _seen(request)
    found = get_object_or_404(
        risks.select_related("owner_agency", "raised_by"), reference=reference.upper()
    )
    scores = [
        (words, *(getattr(found, f"{measure}_{part}")
                  for part in ("band", "figure", "likelihood", "impact", "flag")))
        for words, measure in (("Inherent", "inherent"), ("Current", "current"),
                               ("Target", "target"))
    ]  # fmt: skip
    return render(
        request, "risk.html",
        {"risk": found, "scores": scores, "history": history_of(found),
         "moves": _MOVES, "today": timezone.localdate()},
    )  # fmt: skip


_MOVES = {
    "Assess and review": ("Assess a score", "Review", "Schedule a review", "Correct a score"),
    "Decide": ("Escalate", "Accept", "Close"),
    "Manage": ("Choose a response", "Assign an owner", "Add a control", "Withdraw a control",
               "Set a target date", "Set the appetite", "Judge the proximity"),
    "Describe": ("Describe", "Reclassify", "Cite a source", "Link", "Unlink", "Merge"),
}  # fmt: skip


@login_required
def assess(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a risk a score: on a locked row, from the version that the person saw."""
    if request.method != "POST":
        risks, _ = _seen(request)
        found = get_object_or_404(risks, reference=reference.upper())
        form = Assess(instance=found, initial={"version": found.version})
        return render(request, "assess.html", {"form": form, "risk": found})
    with transaction.atomic():
        risks, roles = _seen(request)
        if not any(held.role == "business_team" for held in roles):
            raise PermissionDenied
        found = get_object_or_404(risks.select_for_update(), reference=reference.upper())
        form = Assess(request.POST, instance=found)
        if form.is_valid() and form.cleaned_data["version"] != found.version:
            form.add_error(None, "Somebody else changed this risk meanwhile. Look again.")
            return render(request, "assess.html", {"form": form, "risk": found}, status=409)
        if not form.is_valid():
            return render(request, "assess.html", {"form": form, "risk": found}, status=422)
        found.assessed_on = form.cleaned_data["assessed_on"] or timezone.localdate()
        with with_reason(found, form.cleaned_data["reason"]):
            form.save()
    messages.success(request, f"{found.reference}: you assessed the score.")
    return redirect("risk", reference=found.reference)


@login_required
def audit(request: HttpRequest) -> HttpResponse:
    """Who changed what, when and why: fifty to a page, the latest first."""
    _seen(request)
    asked = {key: request.GET.get(key, "") for key in ("person", "item", "search")}
    page = Paginator(trail(**asked), PAGE).get_page(request.GET.get("page"))
    return render(
        request, "audit.html",
        {"page": page, "lines": entries(page.object_list), "asked": asked,
         "people": get_user_model().objects.order_by("last_name"),
         "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)},
    )  # fmt: skip
