"""docs/child-details.md is made from the texts that are tried (tests/child_texts.py)."""

from __future__ import annotations

from application.doing.child_details import looks_like_under
from tests.child_texts import ASKED_ABOUT, LEFT_ALONE
from tests.contracts.conftest import AsMadeNow

OPENING = """\
# What looks like a child’s details

Made from `tests/child_texts.py` by `REGENERATE=1 pytest tests/contracts`; a test fails when it is
out of date.

The ledger is about agencies, never about children. Whatever anybody writes, on a form, in a file
or in a command, is looked at before it is kept (`application/doing/child_details.py`). Text can
only look like a child’s details, so a person decides: they take it out, or confirm that no child
can be identified from it, which is recorded. Names of children cannot be told from other names. In
a file, the heading of a column may say it, too: what stands under “DOB”, “date_of_birth” or “NHS
no.” is asked about however it is written, unless it says that nothing is known.

An NHS number is told by its check digit, so one of eleven other numbers of ten digits in three
groups is asked about for nothing; a pupil’s number is told by its check letter. Signs that nobody
sees are written here as `\\u200b` and the like.
"""


def page() -> str:
    asked = [(f"What looks like {kind}", texts) for kind, texts in ASKED_ABOUT.items()]
    left = map(listed, LEFT_ALONE.items())
    return "".join([OPENING, "\n## Asked about\n", *map(listed, asked), "\n## Left alone\n", *left])


def listed(part: tuple[str, tuple[str, ...]]) -> str:
    title, texts = part
    lines = "".join(f"- `{shown(text)}`\n" for text in texts)
    return f"\n### {title}\n\n{lines}"


def shown(text: str) -> str:
    return text.encode("unicode_escape").decode() if not text.isprintable() else text or " "


def test_the_page_lists_what_was_tried(as_made_now: AsMadeNow) -> None:
    assert looks_like_under("date_of_birth", "12")
    as_made_now("docs/child-details.md", page())
