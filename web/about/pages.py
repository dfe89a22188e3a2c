"""The accessibility statement, and the sign of life that a supervisor asks for."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, render_template

from web.security import public

pages = Blueprint("about", __name__)


@pages.get("/accessibility")
@public
def accessibility() -> str:
    """What works for whom, what does not yet, and whom to tell."""
    return render_template("accessibility.html")


@pages.get("/health")
@public
def health() -> Any:
    """200 as long as this program runs, whatever becomes of the database; it tells nothing."""
    return jsonify(status="ok")
