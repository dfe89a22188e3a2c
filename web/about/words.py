"""Help with the words: those of each page at its foot, and all of them on one page."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, render_template, request

from domain.kernel.vocabulary import said
from web.about.meanings import MEANINGS, USED
from web.security import signed_in

pages = Blueprint("words", __name__)


@pages.get("/words")
@signed_in
def words() -> str:
    """Every word that the product uses in a sense of its own."""
    return render_template(
        "words.html",
        meanings=[(word, said(meaning)) for word, meaning in sorted(MEANINGS.items())],
        breadcrumbs=[],
    )


def words_here() -> Iterator[tuple[str, str]]:
    """The words that the page at hand uses, each with what it means."""
    room = (request.blueprint or "").partition(".")[0]
    return ((word, said(MEANINGS[word])) for word in USED.get(room, ()))
