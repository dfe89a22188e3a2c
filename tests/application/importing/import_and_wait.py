"""A program that loads a file of many risks and says how far it is, to be killed somewhere.

python -m tests.application.importing.import_and_wait URL ROWS
"""

from __future__ import annotations

import sys

from application.ledger.ledger import Ledger
from tests.kent import SETTLED
from tests.loading import load, many_risks
from web.running.startup import open_ledger


def main(url: str, rows: int) -> None:
    Ledger.unfounded = SETTLED

    def tell(what: str, done: int, total: int) -> None:
        print(what, done, flush=True)  # noqa: T201  this is what the test waits for

    load(open_ledger(url), many_risks(rows), progress=tell)
    print("Done", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
