"""Coloured labels, and the few words that stand in every row of a table.

They are functions and no macros of a template, because a page of fifty rows has hundreds: a macro
of Jinja's takes 8 µs, and one of these, which remembers what it made, a tenth of one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

from flask import url_for
from markupsafe import Markup

from projections.versioned import Row
from web.naming import agency_link, cell, owner_link, theme_link

_TONES = {
    "overdue": "alert", "awaiting an answer": "alert", "returned": "alert", "escalated": "alert",
    "issue": "alert",
    "due soon": "soon", "review due": "soon", "early warning": "soon",
    "changed since decided": "soon", "flagged": "soon",
    "closed": "done", "answered": "done", "verified": "done", "resolved": "done", "done": "done",
}  # fmt: skip


@lru_cache(maxsize=1024)
def band_tag(band: str | None, score: int | None = None) -> Markup:
    """A band such as “High”, with its score if there is one. No band: “Not scored”.

    The word is always there; the colour only helps the eye.
    """
    word = band or "Not scored"
    figure = "" if score is None else Markup('<span class="ledger-tag__score">{}</span> ')
    return Markup('<strong class="ledger-tag ledger-band {}">{}{}</strong>').format(
        band_class(word), figure and figure.format(score), word
    )


@lru_cache(maxsize=256)
def band_class(band: str | None) -> str:
    """What colours a band. One that we have no colour for is grey."""
    return f"ledger-band--{(band or 'not scored').lower().replace(' ', '-')}"


@lru_cache(maxsize=1024)
def status_tag(text: str, tone: str | None = None) -> Markup:
    """A status such as “Escalated”; `tone` is alert, soon, done or plain where it has none."""
    tone = tone or _TONES.get(text.lower(), "plain")
    label = Markup('<strong class="ledger-tag ledger-status ledger-status--{}">{}</strong>')
    return label.format(tone, text)


def error_tag(row: Row) -> Markup | str:
    """A tag for what was recorded in error, or is said to have been; nothing for all else."""
    if row.get("in_error"):
        return Markup("<br>") + status_tag("Recorded in error", "plain")
    if row.get("said_in_error_on"):
        return Markup("<br>") + status_tag("Said to be in error", "soon")
    return ""


def owner_of(row: Row) -> Markup:
    """Who is accountable, where the agency leads to its page; or a tag for nobody."""
    return owner_link(row) or status_tag("No owner", "alert")


def links_to(endpoint: str) -> Callable[[str], str]:
    """The address of an item's page by its reference.

    An address takes Flask some time to make, and those of a table differ in the reference alone.
    """
    before, _, after = url_for(endpoint, reference=_PLACE).partition(_PLACE)
    return lambda reference: f"{before}{quote(reference, safe='')}{after}"


_PLACE = "REFERENCE"
FOR_TEMPLATES = {
    each.__name__: each
    for each in (
        band_tag,
        band_class,
        status_tag,
        error_tag,
        owner_of,
        links_to,
        cell,
        agency_link,
        theme_link,
    )
}
