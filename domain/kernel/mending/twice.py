"""Recording the same thing twice: what two items are compared by, in one folding for every noun."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from domain.kernel.plain import normal


def likeness_of(parts: Iterable[str]) -> str:
    """What two items share that say the same in all parts, however they are spelt.

    A digest, so that it is short and says nothing by itself.
    """
    folded = "\n".join(map(normal, parts))
    return hashlib.sha256(folded.encode()).hexdigest()[:40]
