"""The demonstration partnership on a live site, and people who use it in a real browser."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, Request, Response
from sqlalchemy import select
from werkzeug.serving import make_server

from application.accounts.side import SideRecords
from application.ledger.ledger import Ledger
from demonstration import load_demo, sign_ins
from domain.kernel.item import london_date
from projections.groups.groups import GROUPS
from tests.acts import do
from tests.databases import Databases
from tests.sites import bare_site
from web.running.startup import open_ledger

WIDTHS = {"wide": 1280, "narrow": 320}
AXE = Axe().axe_script
SCHEMES: Mapping[str, Literal["light", "dark"]] = {"wide": "light", "narrow": "dark"}
"""Where a page is looked at twice, the second look is at other colours, too: colours do not hang on
the width, and so both are seen at the price of one."""
DRAWN = "new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
VIOLATIONS = """
([within, more]) =>
  axe.run(within, {resultTypes: ["violations"], rules: {"target-size": {enabled: true}}, ...more})
    .then(results => results.violations)
"""
"""Run here and not by the library, which would carry all that is well to Python too."""
CUT_IN_SILENCE = """
innerWidth > 480 ? [] : [...document.querySelectorAll(".ledger-scroll")]
  .filter(each => each.scrollWidth > each.clientWidth + 1)
  .filter(each => getComputedStyle(each, "::before").content === "none")
  .map(each => each.getAttribute("aria-labelledby"))
"""
"""Tables of which a telephone hides columns without a word that there are more."""


def _demonstration(database_url: str) -> None:
    ledger = open_ledger(database_url)
    load_demo(ledger)
    ledger.close()


@pytest.fixture
def ledger(sqlite_databases: Databases) -> Iterator[Ledger]:
    """The ledger of the demonstration, on SQLite."""
    with sqlite_databases.lend(sqlite_databases.prepare(_demonstration)) as url:
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


@pytest.fixture(scope="session")
def server() -> Iterator[tuple[Flask, str]]:
    """The site without a ledger, and the address at which it answers."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = bare_site()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield app, f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def meeting(ledger: Ledger) -> str:
    """The address of a meeting of today that is under way, with two items."""
    with ledger.reading() as connection:
        group = connection.scalar(select(GROUPS.c.reference).order_by(GROUPS.c.reference))
    today = london_date(datetime.now(UTC)).isoformat()
    reference = do(
        ledger, "meeting.plan", group=group, kind="ordinary", mode="both", meets_on=today
    ).reference
    for title in ("Neglect", "Rotas"):
        do(ledger, "meeting.add_item", reference, title=title, asked="decide", restricted="no",
           about_scrutineer="no")  # fmt: skip
    do(ledger, "meeting.open", reference)
    do(ledger, "meeting.attend", reference, role="Minute taker", how="present")
    return f"/meetings/{reference}"


@pytest.fixture
def side(ledger: Ledger) -> Iterator[SideRecords]:
    """The side records of that ledger."""
    side = SideRecords(ledger.engine)
    yield side
    side.close()


@pytest.fixture
def site(server: tuple[Flask, str], ledger: Ledger, side: SideRecords) -> str:
    """The address of the site on that ledger."""
    app, address = server
    app.extensions |= {"ledger": ledger, "side": side}
    return address


@dataclass
class Person:
    """Somebody at a browser. What went wrong without their noticing is in `faults`."""

    page: Page
    site: str
    faults: list[str] = field(default_factory=list)

    def sign_in(self, name: str) -> None:
        """Sign in to the demonstration, by the part of the name before the @."""
        found = next(each for each in sign_ins() if each.sign_in.startswith(f"{name}@"))
        self.open("/sign-in")
        self.page.get_by_label("Sign-in name").fill(found.sign_in)
        self.page.get_by_label("Password", exact=True).fill(found.password)
        self.press("Sign in")

    def open(self, address: str) -> None:
        self.page.goto(self.site + address)

    def press(self, words: str) -> None:
        """Press a button of the main part of the page."""
        self.page.get_by_role("main").get_by_role("button", name=words, exact=True).click()

    def follow(self, words: str) -> None:
        """Follow a link of the main part of the page."""
        self.page.get_by_role("main").get_by_role("link", name=words, exact=True).click()

    def follow_first(self, words: str) -> None:
        """Follow the first of the links of the main part that have these words."""
        links = self.page.get_by_role("main").get_by_role("link", name=words, exact=True)
        links.first.click()

    def follow_button(self, words: str) -> None:
        """Follow a link that looks like a button, wherever on the page it is."""
        self.page.get_by_role("button", name=words, exact=True).click()

    def resize(self, width: str) -> None:
        self.page.set_viewport_size({"width": WIDTHS[width], "height": 900})

    @property
    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    @property
    def words(self) -> str:
        """What stands in the main part of the page."""
        return self.page.get_by_role("main").inner_text()

    def barriers(self, within: str = "html", *, widths: Collection[str] = WIDTHS) -> list[str]:
        """What axe finds wrong with the page, and whether it has to be scrolled sideways.

        The same page is looked at at each width; it is left at the last, the narrow one. Where it
        is looked at at both, that is in the dark scheme.
        """
        self.page.evaluate(AXE)
        found = []
        for width in widths:
            self.resize(width)
            scheme = SCHEMES[width] if len(widths) > 1 else "light"
            if scheme == "dark":
                self.recolour(color_scheme=scheme)
            found += self._barriers(within, f"{self.page.url}, {width}, {scheme}")
        self.page.emulate_media(color_scheme="light")
        return found

    def recolour(self, **media: Any) -> None:
        """Ask for other colours, and wait until the page is drawn in them."""
        self.page.emulate_media(**media)
        self.page.evaluate(DRAWN)

    def forced_barriers(self) -> list[str]:
        """What axe finds wrong with the page as it is where the reader forces their own colours."""
        self.page.evaluate(AXE)
        self.recolour(forced_colors="active")
        found = self._violations("html", {"runOnly": ["color-contrast"]})
        return [f"{self.page.url}, forced colours: {each}" for each in found]

    def _violations(self, within: str, more: Mapping[str, Any]) -> list[str]:
        return [
            f"{violation['help']}: {node['html']}"
            for violation in self.page.evaluate(VIOLATIONS, [within, more])
            for node in violation["nodes"]
        ]

    def _barriers(self, within: str, where: str) -> list[str]:
        found = [f"{where}: {each}" for each in self._violations(within, {})]
        overflow = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{where}: {overflow} pixels too wide"] * (overflow > 0)
        cut = self.page.evaluate(CUT_IN_SILENCE)
        return found + [f"{where}: {each} does not say that it scrolls" for each in cut]


Arrive = Callable[..., Person]


@pytest.fixture
def arrive(browser: Browser, site: str) -> Iterator[Arrive]:
    """Somebody who comes to the site with a browser of their own.

    At the end, nobody's browser may have complained, asked elsewhere, or missed a file.
    """
    people: list[Person] = []

    def arrive(name: str = "", *, width: str = "wide", **options: Any) -> Person:
        size = {"width": WIDTHS[width], "height": 900}
        context = browser.new_context(viewport=size, **options)
        context.set_default_timeout(10_000)
        person = Person(context.new_page(), site)
        people.append(person)
        _watch(person)
        if name:
            person.sign_in(name)
        return person

    yield arrive
    for person in people:
        person.page.context.close()
    assert [fault for person in people for fault in person.faults] == []


def _watch(person: Person) -> None:
    def asked(request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(person.site).netloc:
            person.faults.append(f"asked elsewhere: {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            person.faults.append(f"{response.status}: {response.url}")

    def complained(kind: str, words: str) -> None:
        # A page that is refused is reported as a resource that failed to load.
        if kind == "error" and "Failed to load resource" not in words:
            person.faults.append(f"{person.page.url}: {words}")

    person.page.on("request", asked)
    person.page.on("response", answered)
    person.page.on("console", lambda message: complained(message.type, message.text))
    person.page.on("pageerror", lambda error: complained("error", str(error)))
