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
    """The moves that the page offers."""
    titles = {intent.title: intent.move for intent in DISPUTE_INTENTS}
    found = page.main.every("nav", class_="ledger-moves")
    return {titles[link.words] for panel in found for link in panel.every("a")}


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
    return [each.words for each in page.root.first("section", class_="ledger-next").every("li")]
