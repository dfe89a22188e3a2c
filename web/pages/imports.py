"""Loading a file of risks on the site: look first, then load."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("imports", __name__)
