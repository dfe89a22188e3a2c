"""The manual is true: what it names stands on its pages, and its pictures are of them.

    REGENERATE=1 python -m pytest tests/journeys/test_manual.py

makes those pictures anew that show something else than their pages, each with the words that it
shows in a file beside it; one that was deleted is made in any case. What is compared is those words
and no pixels, so that another machine's letters are no other picture.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from difflib import ndiff
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from freezegun import freeze_time

from application.accounts.side import SideRecords
from application.accounts.signs import TICK, leave_sign
from application.ledger.ledger import Ledger
from demonstration import load_demo
from tests.databases import Databases
from tests.journeys.conftest import Arrive, Person
from tests.journeys.small_pictures import WIDTH, picture_of, words_in_picture
from web.commands.proving import begin_proof
from web.running.startup import open_ledger

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "docs/manual"
MANUALS = sorted(each.stem for each in MANUAL.glob("*.md") if each.stem != "README")
REGENERATE = os.environ.get("REGENERATE") == "1"
DAY = "2026-11-25T10:00:00Z"
"""The moment of all pictures, so that their dates stay: a Wednesday morning."""
WAITED_FOR = ["_pytest.timing", "asyncio", "greenlet", "playwright", "selectors", "socketserver"]
"""What waits for the browser or takes the time of a test, and so goes by the real clock."""
MOST_BYTES = 60_000

_STEP = re.compile(r"^\d+\. ", re.MULTILINE)
_PICTURE = re.compile(r'!\[([^\]]+)\]\((\S+) "([^"]+)"\)')
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_NAMES = """() => [...document.querySelectorAll(
    "h1, h2, h3, h4, a, button, label, legend, summary, strong, [role=heading]"
  )].map(each => {
    const copy = each.cloneNode(true);
    copy.querySelectorAll(".govuk-visually-hidden").forEach(hidden => hidden.remove());
    const words = copy.textContent.replace(/\\s+/g, " ").trim();
    return [words, each.href || "", each.closest("form[method=post]") ? each.type || "" : ""];
  })"""


@dataclass(frozen=True)
class Step:
    """A numbered step: what it says, what it names in bold, its picture and where that was made."""

    words: str
    file: Path
    address: str
    start: str

    @property
    def named(self) -> list[str]:
        """The buttons, links, labels and headings that it names."""
        return [" ".join(each.split()) for each in _BOLD.findall(self.words)]

    @property
    def kept(self) -> Path:
        """Where the words of its picture are."""
        return self.file.with_suffix(".txt")


def steps_of(manual: str) -> list[Step]:
    """The steps of one of the manuals, in their order."""
    _, *written = _STEP.split(text_of(manual))
    found = []
    for each in written:
        [(_, file, shown)] = _PICTURE.findall(each)
        address, _, start = shown.partition("#")
        words = _PICTURE.sub("", each)
        found.append(Step(words, MANUAL / file, address, unquote(start)))
    return found


def text_of(manual: str) -> str:
    return (MANUAL / f"{manual}.md").read_text(encoding="utf-8")


def _demonstration_of_that_day(database_url: str) -> None:
    ledger = open_ledger(database_url)
    load_demo(ledger)
    ledger.close()


@pytest.fixture
def ledger(sqlite_databases: Databases) -> Iterator[Ledger]:
    """The demonstration as it is on the day of the pictures."""
    with (
        freeze_time(DAY, ignore=WAITED_FOR),
        sqlite_databases.lend(sqlite_databases.prepare(_demonstration_of_that_day)) as url,
    ):
        ledger = open_ledger(url)
        with closing(SideRecords(ledger.engine)) as side:  # a copy of a database has none
            leave_sign(side, TICK, now=ledger.now())
        begin_proof(ledger)  # as `scrutiny demo` does: the key lies beside the database
        yield ledger
        ledger.close()


def test_the_steps_of_the_manual_can_be_followed_and_its_pictures_are_of_the_pages(
    arrive: Arrive,
) -> None:
    """All in one, so that the demonstration is loaded once."""
    wrong = []
    for manual in MANUALS:
        [name] = re.findall(r"`([\w-]+)@demo\.example`", text_of(manual))
        person = arrive(name)
        person.page.set_viewport_size({"width": WIDTH, "height": 900})
        steps = steps_of(manual)
        assert len(steps) >= 4
        for step, following in zip(steps, [*steps[1:], None], strict=True):
            person.open(step.address)
            wrong += _not_there(person, step) + _not_led_to(person, step, following)
            if REGENERATE:
                _make(person, step)
            wrong += _looks_otherwise(person, step)
    assert not wrong, "\n".join(wrong)


def _not_there(person: Person, step: Step) -> list[str]:
    """What the step names, and the page has not: in those words, or with a count behind them."""
    there = [words for words, _, _ in person.page.evaluate(_NAMES)]
    return [
        f"{step.address} has nothing called “{name}”, which {step.file.stem} names."
        for name in step.named
        if not any(each == name or each.startswith(f"{name} (") for each in there)
    ]


def _not_led_to(person: Person, step: Step, following: Step | None) -> list[str]:
    """Whether nothing that the step names leads to the next one. A form that is sent leads to what
    it is about, and the same page may be shown twice."""
    if following is None or urlsplit(following.address).path == urlsplit(step.address).path:
        return []
    for words, href, sends in person.page.evaluate(_NAMES):
        if words in step.named and (
            sends == "submit" or urlsplit(href).path == urlsplit(following.address).path
        ):
            return []
    return [f"Nothing that {step.file.stem} names leads to {following.address}."]


def _make(person: Person, step: Step) -> None:
    """Make a picture that there is not, or that shows other words than the page."""
    if _looks_otherwise(person, step):
        step.file.write_bytes(picture_of(person.page, step.start))
        words = words_in_picture(person.page, step.start)
        step.kept.write_text("\n".join(words) + "\n", encoding="utf-8")


def _looks_otherwise(person: Person, step: Step) -> list[str]:
    """What the page shows today and the picture does not, or the other way about."""
    if not (step.file.is_file() and step.kept.is_file()):
        return [f"{step.file.name} is missing. {_ANEW}"]
    kept = step.kept.read_text(encoding="utf-8").splitlines()
    today = words_in_picture(person.page, step.start)
    if kept == today:
        return []
    changed = "\n  ".join(each for each in ndiff(kept, today) if each[0] in "+-")
    return [f"{step.address} no longer looks as {step.file.name} shows it. {_ANEW}\n  {changed}"]


_ANEW = (
    "Make the pictures anew, look at them, and see whether the manual still says what they show: "
    "REGENERATE=1 python -m pytest tests/journeys/test_manual.py"
)


def test_every_picture_is_small_and_shown() -> None:
    shown = [step.file for manual in MANUALS for step in steps_of(manual)]
    kept = sorted((MANUAL / "pictures").iterdir())
    assert kept == sorted([*shown, *(each.with_suffix(".txt") for each in shown)])
    assert [each for each in kept if each.stat().st_size > MOST_BYTES] == []


def test_the_first_page_of_the_manual_and_the_readme_lead_to_each() -> None:
    for page in (MANUAL / "README.md", ROOT / "README.md"):
        leads = _leads(page)
        assert {MANUAL / f"{each}.md" for each in MANUALS} <= set(leads)
        assert [each for each in leads if not each.exists()] == []


@pytest.mark.parametrize("manual", MANUALS)
def test_a_manual_fits_a_page_and_leads_nowhere_in_vain(manual: str) -> None:
    assert len(text_of(manual).split()) < 400
    assert [each for each in _leads(MANUAL / f"{manual}.md") if not each.exists()] == []


def _leads(page: Path) -> Sequence[Path]:
    """The files to which a page has links, or which it shows."""
    found = re.findall(r'\]\(([^)\s]+)(?: "[^"]*")?\)', page.read_text(encoding="utf-8"))
    return [(page.parent / each).resolve() for each in found if "://" not in each]
