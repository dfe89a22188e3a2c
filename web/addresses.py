"""Addresses as people type them lead where they should: with a slash at the end, or no more than
the reference of an item.
"""

from __future__ import annotations

import re
from typing import Any

from flask import current_app, redirect, request, url_for
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from web.noun import noun_called

_REFERENCE = re.compile(r"/([A-Za-z]{3})-([0-9]{4})-([0-9]{1,9})/?")
_KEEPING_THE_METHOD = 308


def lead_on() -> Any:
    """A redirect where an address means a page by another one; None where it is one, or none.

    A form that was sent goes there, too. Whether there is such an item is not looked at, so that
    one that is hidden and one that there is not look the same.
    """
    if request.endpoint is not None or isinstance(request.routing_exception, MethodNotAllowed):
        return None
    there = _of_an_item(request.path) or _without_its_slash(request.path)
    if not there:
        return None
    query = request.query_string.decode("ascii", "replace")
    return redirect(f"{there}?{query}" if query else there, _KEEPING_THE_METHOD)


def _of_an_item(path: str) -> str:
    """The page of the item whose reference is all that the address says: /dsp-2026-4."""
    found = _REFERENCE.fullmatch(path)
    if not found:
        return ""
    prefix, year, number = found.groups()
    reference = f"{prefix.upper()}-{year}-{int(number):03d}"
    noun = noun_called(reference)
    if noun is None or not noun.page or noun.item.prefix != prefix.upper():
        return ""
    return url_for(noun.page, reference=reference)


def _without_its_slash(path: str) -> str:
    """The same address without slashes at its end, where that is one of this site."""
    shorter = path.rstrip("/")
    if not path.endswith("/") or not shorter or shorter.startswith("//"):
        return ""
    addresses = current_app.url_map.bind_to_environ(request.environ)
    try:
        addresses.match(shorter)
    except (MethodNotAllowed, RequestRedirect):
        pass
    except HTTPException:
        return ""
    return shorter
