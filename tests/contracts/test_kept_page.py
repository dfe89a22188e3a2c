"""docs/kept.md is made from the one list of what is kept."""

from __future__ import annotations

from application.keeping.kept import FILES, KEPT
from tests.contracts.conftest import AsMadeNow

OPENING = """\
# What is kept, what a backup has of it, and what erasing a person does

Made from `application/keeping/kept.py` by `REGENERATE=1 pytest tests/contracts`; a test fails when
it is out of date, and another when there is a table or a file that the list does not name.

Every register and the audit trail are derived from the log: a backup may have them, a restore makes
them anew where it has not, and erasing a name needs nothing there, as they show names as they now
are.

A backup keeps the names of the day on which it was made. Whoever was erased since is there again
after a restore: erase them again (`scrutiny user erase`), and keep backups no longer than you may
keep names.

| table | what it holds | in a backup | in an exported log | erasing a person |
|---|---|---|---|---|
"""
BETWEEN = """
## The files of a SQLite database

Named after the database. Copy them by hand only while nothing runs; while the site runs, use
`scrutiny backup`.

| its name and then | what it is |
|---|---|
"""


def page() -> str:
    """The page as it has to be."""
    tables = "".join(
        f"| `{each.table}` | {each.holds} | {f'no: {each.left_out}' if each.left_out else 'yes'} "
        f"| {'yes' if each.in_log_file else 'no'} | {each.erasing} |\n"
        for each in KEPT
    )
    files = "".join(
        f"| {f'`{name}`' if name else '–'} | {what} |\n" for name, what in FILES.items()
    )
    return OPENING + tables + BETWEEN + files


def test_the_page_says_what_the_list_says(as_made_now: AsMadeNow) -> None:
    as_made_now("docs/kept.md", page())
