"""What the partnership has settled, now and at any moment: one row."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from operator import attrgetter
from typing import Any

from domain.kernel.followed import Deadlines
from domain.kernel.item import long_date
from domain.kernel.vocabulary import MEANINGS, Vocabulary
from domain.partnership.guidance import guidance_of
from domain.partnership.partnership import Partnership
from domain.partnership.settled import Settled
from domain.partnership.themes import themes_of
from domain.risks.matrix import Band, Matrix
from projections.columns import DATA, DAYS, NUMBER, SEVERAL, TEXT, Column, Kind, internal
from projections.listed import each_of
from projections.register import Register
from projections.view import View


def _settled(key: str, label: str, kind: Kind, path: str) -> Column[Partnership]:
    """A column of what is settled."""
    return Column(key, label, kind, attrgetter(f"settled.{path}"))


def _band_words(partnership: Partnership) -> list[str]:
    return [
        f"{each.lowest}–{each.highest} {each.name}" for each in partnership.settled.matrix.bands
    ]


def _theme_names(partnership: Partnership) -> list[str]:
    return [each.name for each in partnership.settled.themes.offered]


def _all_themes(partnership: Partnership) -> list[dict[str, Any]]:
    return [asdict(each) for each in partnership.settled.themes.all]


def _edition_words(partnership: Partnership) -> list[str]:
    return [
        f"{each.title}, in force from {long_date(each.from_on)}"
        for each in partnership.settled.guidance.editions
    ]


def _editions(partnership: Partnership) -> list[dict[str, str]]:
    return [asdict(each) for each in partnership.settled.guidance.editions]


_WORDS = [each.name for each in fields(Vocabulary)]
PARTNERSHIP = Register(
    "partnership",
    Partnership,
    columns=[
        *(_settled(name, MEANINGS[name], TEXT, f"vocabulary.{name}") for name in _WORDS),
        _settled("verify_within", "Working days within which a claim is verified", NUMBER,
                 "deadlines.verify_within"),
        _settled("stale_after", "Working days after which no update is stale", NUMBER,
                 "deadlines.stale_after"),
        _settled("due_soon", "Days before a due date from which it is soon", NUMBER,
                 "deadlines.due_soon"),
        _settled("matrix", "Risk matrix", TEXT, "matrix.name"),
        _settled("likelihoods", "Likelihoods", SEVERAL, "matrix.likelihoods"),
        _settled("impacts", "Impacts", SEVERAL, "matrix.impacts"),
        Column("bands", "Bands", SEVERAL, _band_words),
        Column("themes", "Themes", SEVERAL, _theme_names),
        internal(Column("all_themes", "All themes", DATA, _all_themes)),
        Column("holidays", "Bank holidays recorded here", DAYS),
        Column("editions", "Statutory guidance", SEVERAL, _edition_words),
        internal(Column("guidance", "Editions of the guidance", DATA, _editions)),
    ],
)  # fmt: skip


def settled_at(view: View) -> tuple[Settled, frozenset[date]]:
    """What the partnership had settled by the moment, and the bank holidays recorded by then."""
    row = PARTNERSHIP.one_row(view, Partnership.only)
    if row is None:
        return view.unfounded, frozenset()
    likelihoods, impacts, bands = (each_of(row[key]) for key in ("likelihoods", "impacts", "bands"))
    matrix = Matrix(row["matrix"], tuple(likelihoods), tuple(impacts), tuple(map(_band, bands)))
    deadlines = Deadlines(row["verify_within"], row["stale_after"], row["due_soon"])
    words = Vocabulary(**{name: row[name] for name in _WORDS})
    settled = Settled(
        words,
        deadlines,
        matrix,
        themes_of(DATA.held(row["all_themes"])),
        guidance_of(DATA.held(row["guidance"])),
    )
    return settled, frozenset(map(date.fromisoformat, each_of(row["holidays"])))


def _band(words: str) -> Band:
    """A band out of the words that a row has for it: “8–15 Medium”."""
    scores, _, name = words.partition(" ")
    lowest, _, highest = scores.partition("–")
    return Band(name, int(lowest), int(highest))
