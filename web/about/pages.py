"""The accessibility statement, and the sign of life that a supervisor asks for."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, jsonify, render_template

from web.running.operations import in_brief
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


@pages.get("/ready")
@public
def ready() -> Any:
    """200 where the ledger can be read and written to, else 503. Strangers are told no more."""
    state = current_app.extensions["readiness"].state()
    return jsonify(in_brief(state)), 200 if state.ready else 503
