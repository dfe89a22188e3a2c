"""A disk that is full: what is refused is refused whole, and readers go on.

The system lets no file of the process grow beyond a size, so that writing fails where a disk would.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.faults.browsing import Browser, Writer, served
from tests.faults.program import Fault
from tests.faults.running import Programs, must_be_sound, told
from tests.loading import sheet
from tests.partnership import found

ROWS = 120


@pytest.fixture
def url(sqlite_databases: Databases) -> Iterator[str]:
    """The partnership of the tests, in a file."""
    with sqlite_databases.lend(sqlite_databases.prepare(found)) as url:
        yield url


def nearly_full(url: str) -> Fault:
    """There is room for very little more."""
    file = Path(url.removeprefix("sqlite:///"))
    return Fault(largest_file=file.stat().st_size + 64 * 1024)


def test_a_file_that_has_no_room_is_not_loaded_by_half(url: str, programs: Programs) -> None:
    file = programs.folder / "risks.csv"
    rows = [{"title": f"Risk {number}", "cause": "So it is. " * 300} for number in range(ROWS)]
    file.write_text(sheet(*rows), encoding="utf-8")
    before = told(url)

    ended = programs.run(url, "import", "risks", file, fault=nearly_full(url))
    assert (ended.code, told(url)) == (2, before), ended
    assert "disk" in ended.err
    must_be_sound(url)

    programs.says(url, "import", "risks", file)
    assert len([item for topic, item in told(url) if topic == "Risk.Recorded"]) == ROWS
    must_be_sound(url)


def test_a_site_without_room_says_so_and_still_shows_what_it_has(
    url: str, programs: Programs
) -> None:
    with served(programs, url, fault=nearly_full(url)) as (port, _):
        browser = Browser(port)
        browser.sign_in()
        writer = Writer("One", browser)
        while writer.write():
            assert len(writer.confirmed) < 1000
        status, said = browser.ask("GET", "/risks")
        assert status == 200
        assert writer.confirmed[-1] in said
        browser.close()
    confirmed = len(writer.confirmed)
    assert len([item for topic, item in told(url) if topic == "Risk.Recorded"]) == confirmed
    must_be_sound(url)
    with served(programs, url) as (port, _):
        writer.browser.moved_to(port)
        assert writer.write()
        writer.browser.close()
    must_be_sound(url)
