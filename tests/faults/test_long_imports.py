"""A long file is loaded while people read and write: nobody waits for its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from projections.risks.risk_register import RISKS
from tests.databases import Databases
from tests.faults.browsing import Browser, Writer, served
from tests.faults.running import LONG, Programs, must_be_sound, told
from tests.loading import sheet
from tests.partnership import found
from tests.reading import looking
from web.running.startup import open_ledger

ROWS = 20_000 if LONG else 400


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    """The partnership of the tests, on each database."""
    with databases.lend(databases.prepare(found)) as url:
        yield url


def test_people_read_and_write_between_the_rows_of_a_long_file(
    url: str, programs: Programs
) -> None:
    file = programs.folder / "risks.csv"
    file.write_text(sheet(*({"title": f"Row {number}"} for number in range(ROWS))), "utf-8")
    with served(programs, url) as (port, _), closing(Browser(port)) as browser:
        browser.sign_in()
        writer = Writer("One", browser)
        writer.write_whatever_happens(1)
        loading = programs.start(url, "import", "risks", file)
        while loading.alive:
            writer.write_whatever_happens(1)
            status, _ = browser.ask("GET", "/risks")
            assert status == 200
        ended = loading.ended()
    assert ended.code == 0, ended.err

    must_be_sound(url)
    theirs = {item for topic, item in told(url) if topic == "Risk.Recorded"}
    assert len(theirs) == ROWS + len(writer.confirmed)
    assert between(url, writer) > 0, "every form waited until the whole file was loaded"


def between(url: str, writer: Writer) -> int:
    """How many of the forms were saved after the first row of the file and before its last."""
    with closing(open_ledger(url)) as ledger, looking(ledger) as view:
        rows = sorted(RISKS.rows(view), key=lambda row: int(row["since"]))
    is_form = [row["title"] in writer.confirmed for row in rows]
    first = is_form.index(False)
    last = len(is_form) - is_form[::-1].index(False)
    return sum(is_form[first:last])
