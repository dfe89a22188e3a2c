"""The disputes in figures: where they are, how long stages take, who replies late."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy import and_

from domain.procedure.rules import Ending
from projections.disputes.disputes import (
    DISPUTES,
    beyond,
    is_open,
    on_the_clock,
    overdue,
    reopened,
)
from projections.listed import each_of
from projections.view import View


@dataclass(frozen=True)
class Summary:
    """How the open disputes stand."""

    open: int
    on_the_clock: int
    overdue: int
    urgent: int
    beyond: int


def summary(view: View) -> Summary:
    """The open disputes in five counts."""
    urgent = and_(is_open(), DISPUTES.c.urgent)
    counted = (is_open(), on_the_clock(), overdue(view), urgent, and_(is_open(), beyond()))
    return Summary(*DISPUTES.counts(view, *counted))


@dataclass(frozen=True)
class StageFigures:
    """One stage in figures. Days are working days; those of open stays count up to the moment.

    `settled` are the disputes that were resolved there, by agreement or decision, and were not
    reopened.
    """

    stage: str
    name: str
    open: int
    overdue: int
    median_days: float | None
    longest_days: int | None
    settled: int


@dataclass(frozen=True)
class DisputeFigures:
    """The disputes in figures: by stage, the overdue replies of each agency, and how often."""

    stages: list[StageFigures]
    overdue_replies: list[tuple[str, int]]
    reopened: int


@dataclass(frozen=True)
class _Stay:
    """One time that a dispute was at a stage; `last`: it has not been at another since."""

    reference: str
    stage: str
    name: str
    number: int
    entered_on: str
    left_on: str
    ending: str
    last: bool


def figures(view: View) -> DisputeFigures:
    """The figures at a moment. The median and the longest stay take in those not yet over."""
    by_stage: dict[str, list[_Stay]] = {}
    for stay in sorted(_stays(view), key=lambda each: (each.number, each.entered_on)):
        by_stage.setdefault(stay.stage, []).append(stay)
    late = DISPUTES.rows(view, overdue(view))
    silent = Counter(agency for row in late for agency in each_of(row["awaited"]))
    overdue_ones = {row["reference"] for row in late}
    return DisputeFigures(
        [_of_stage(stays, view, late=overdue_ones) for stays in by_stage.values()],
        sorted(silent.items(), key=lambda item: (-item[1], item[0])),
        DISPUTES.count(view, reopened()),
    )


def _stays(view: View) -> list[_Stay]:
    found = []
    for row in DISPUTES.rows(view):
        stays: list[dict[str, Any]] = json.loads(row["stays"])
        found += [_Stay(row["reference"], **stay, last=stay is stays[-1]) for stay in stays]
    return found


def _of_stage(stays: list[_Stay], view: View, *, late: Container[str]) -> StageFigures:
    days = [
        max(0, view.calendar.between(date.fromisoformat(stay.entered_on), _until(stay, view)))
        for stay in stays
    ]
    there = [stay for stay in stays if not stay.left_on]
    settled = [stay for stay in stays if stay.last and stay.ending in _SETTLED]
    return StageFigures(
        stays[-1].stage,
        stays[-1].name,
        len(there),
        sum(stay.reference in late for stay in there),
        median(days),
        max(days),
        len(settled),
    )


_SETTLED = (Ending.AGREED, Ending.DECIDED)


def _until(stay: _Stay, view: View) -> date:
    return date.fromisoformat(stay.left_on) if stay.left_on else view.on
