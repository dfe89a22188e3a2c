"""Addresses on the web, as people give them."""

from __future__ import annotations

from urllib.parse import urlsplit

SCHEMES = ("https", "http")


def why_no_link(words: str) -> str | None:
    """Why words are no web address that can be followed, in a sentence; None where they are."""
    try:
        parts = urlsplit(words)
        found = parts.scheme in SCHEMES and bool(parts.hostname) and not parts.username
        _ = parts.port
    except ValueError:
        found = False
    if found and not any(each.isspace() for each in words):
        return None
    return (
        f"“{words}” is not a web address. Give the whole address: it begins with https:// or "
        "http://. Where there is none, choose the file itself."
    )
