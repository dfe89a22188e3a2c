"""The risks by quarter: how many stood in each band, and how the score of one has gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template, url_for
from markupsafe import Markup

from domain.kernel.item import long_date
from projections.quarters import Quarter, quarters
from projections.risks.by_quarter import Course, bands_by_quarter
from projections.view import View
from web.pictures.columns import Layer, columns
from web.pictures.sparkline import Numbers, course, sparkline
from web.security import allow
from web.tags import band_class
from web.view import the_view

pages = Blueprint("quarters", __name__)
"""Under the blueprint of the risks."""
_WAYS = ("", "dots", "rising", "falling")
"""How the bands are hatched, from the lowest up; those of a longer matrix begin again."""


@pages.get("/risks/quarters")
@allow("see.risks")
def by_quarter() -> str:
    """How many risks were open in each band at the end of each of the last eight quarters."""
    view = the_view()
    ends = quarters(view)
    counted = bands_by_quarter(view, ends)
    bands = _bands(counted, view)
    return render_template(
        "risks/quarters.html",
        picture=_picture(ends, bands, counted),
        bands=[band or "Not scored" for band in bands],
        rows=[
            (each, [count.get(band, 0) for band in bands], sum(count.values()))
            for each, count in zip(ends, counted, strict=True)
        ],
        breadcrumbs=[
            {"text": "Risks", "href": url_for("risks.register")},
            {"text": "By quarter"},
        ],
    )


def sparks_of(found: Mapping[str, Course], view: View) -> Mapping[str, Markup]:
    """The score of each risk as a line over the quarters, by its reference."""
    highest = view.matrix.highest
    return {
        reference: sparkline("Score", _figures(stood), highest)
        for reference, stood in found.items()
    }


def course_of(stood: Course, ends: Sequence[Quarter], view: View) -> Markup:
    """The score of one risk as a picture over the quarters."""
    return course("Score", [each.on for each in ends], _figures(stood), view.matrix.highest)


def _figures(stood: Course) -> Numbers:
    return tuple(each.figure if each else None for each in stood)


def _bands(counted: Sequence[Mapping[str, int]], view: View) -> list[str]:
    """Those of the moment's matrix from the lowest up, others that were in use, and none."""
    known = ["", *(band.name for band in view.matrix.bands)]
    other = {band: None for count in counted for band in count if band not in known}
    found = [*known[1:], *other]
    return [*found, ""] if any(count.get("") for count in counted) else found


def _picture(
    ends: Sequence[Quarter], bands: Sequence[str], counted: Sequence[Mapping[str, int]]
) -> Markup:
    layers = [
        Layer(
            band or "Not scored",
            f"ledger-band {band_class(band)}",
            _WAYS[number % len(_WAYS)] if band else "",
            [count.get(band, 0) for count in counted],
        )
        for number, band in enumerate(bands)
    ]
    first, last = (", ".join(_told(bands, each)) or "none" for each in (counted[0], counted[-1]))
    name = (
        f"Open risks in each band by quarter: {first} on {long_date(ends[0].on.isoformat())}; "
        f"{last} on {long_date(ends[-1].on.isoformat())}."
    )
    return columns(name, [each.on for each in ends], layers, key="bands")


def _told(bands: Sequence[str], count: Mapping[str, int]) -> list[str]:
    return [f"{count[band]} {band or 'not scored'}" for band in bands if count.get(band)]
