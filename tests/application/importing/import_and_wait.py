"""A program that loads the published rows and waits for ever after ten, to be killed there.

python -m tests.application.importing.import_and_wait URL
"""

from __future__ import annotations

import sys
from itertools import count

from application.ledger.ledger import Ledger
from tests.kent import SETTLED
from tests.loading import PUBLISHED, load
from web.startup import open_ledger


def main(url: str) -> None:
    Ledger.unfounded = SETTLED
    rows = count(1)

    def wait(done: int, size: int) -> None:
        if next(rows) == 10:
            print("ten rows are done", flush=True)  # noqa: T201  this is what the test waits for
            sys.stdin.read()

    load(open_ledger(url), PUBLISHED, progress=wait)


if __name__ == "__main__":
    main(sys.argv[1])
