"""What stands on the page of a dispute, and who looks at it."""

from __future__ import annotations

from application.nouns.disputes import DISPUTE_INTENTS
from domain.kernel.terms import Role
from tests.web.page import Element, Page

TEAM, CHAIR, MEMBER = Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_MEMBER
SCRUTINEER, EXECUTIVE, LSP = Role.SCRUTINEER, Role.EXECUTIVE, Role.LSP
AUDITOR = Role.AUDITOR
PAGE = "/disputes/DSP-2026-001"


def offered(page: Page) -> set[str]:
    """The moves that the page offers, by a button or under a heading."""
    moves = {intent.move for intent in DISPUTE_INTENTS}
    panels = [
        *page.main.every("nav", class_="ledger-moves"),
        *page.main.every("section", class_="ledger-next"),
    ]
    found = {
        link["href"].partition("?")[0].rpartition("/")[2].replace("-", "_")
        for panel in panels
        for link in panel.every("a")
    }
    assert found <= moves
    return found


def way(page: Page, words: str) -> str:
    """Where something that is needed next is done; "" where this person cannot do it."""
    section = page.root.first("section", class_="ledger-next")
    found = [link["href"] for link in section.every("a") if words in link.words]
    return found[0] if found else ""


def buttons(page: Page) -> list[str]:
    """The moves that the page has a button for."""
    section = page.root.first("section", class_="ledger-next")
    return [link.words.partition(" (")[0] for link in section.every("a", class_="govuk-button")]


def refusals(page: Page) -> dict[str, str]:
    """What the page says cannot be done, each with the reason."""
    panel = page.root.first("dl", class_="ledger-refused")
    titles, reasons = panel.every("dt"), panel.every("dd")
    return {title.words: reason.words for title, reason in zip(titles, reasons, strict=True)}


def states(page: Page) -> list[str]:
    """What the track says of each stage."""
    return [
        stop.first("h3").first("strong").words
        for stop in page.root.first("ol", class_="ledger-track").every("li")
    ]


def stop(page: Page, number: int) -> str:
    """What the track says of one stage, by its place on the way."""
    stops: list[Element] = list(page.root.first("ol", class_="ledger-track").every("li"))
    return stops[number - 1].words


def needed(page: Page) -> list[str]:
    """What the page says is needed next."""
    section = page.root.first("section", class_="ledger-next")
    return [each.first("div").words for each in section.every("li")]
