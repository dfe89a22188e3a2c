"""Words compared as people compare them."""

from __future__ import annotations

import re
import unicodedata


def normal(words: str) -> str:
    """Words without what does not matter: capitals, punctuation, underscores, line breaks."""
    plain = (
        unicodedata.normalize("NFKC", words).casefold().replace("&", " and ").replace("#", " no ")
    )
    return " ".join(re.findall(r"[a-z0-9]+", plain.replace("×", "x")))
