"""The Independent Scrutineer's page: computed figures beside a human rating, and what changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from statistics import median

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import Closing, Source
from tests.acts import do
from tests.partnership import PEOPLE, name_of
from tests.web.conftest import Visit
from tests.web.doing import (
    ACCEPTED,
    SUBMITTED,
    VERIFIED,
    Given,
    arrange,
    receive,
)
from tests.web.page import Page

TEAM, SCRUTINEER, EXECUTIVE = Role.BUSINESS_TEAM, Role.SCRUTINEER, Role.EXECUTIVE
PARTLY: Given = ("respond", {"response": "partly_accepted", "reason": "Half."}, TEAM)
HISTORIES: list[tuple[dict[str, object], list[Given]]] = [
    ({}, []),
    ({"due_words": "2026-05-01"}, [ACCEPTED]),
    ({"due_words": "2026-05-02"}, [PARTLY]),
    ({}, SUBMITTED),
    ({}, VERIFIED),
    ({}, [*VERIFIED, ("reopen", {"reason": "It did not last."}, SCRUTINEER)]),
    ({}, [("respond", {"response": "not_accepted", "reason": "No."}, TEAM)]),
    ({}, [("withdraw", {"reason": "Old."}, SCRUTINEER)]),
    ({"source": "jtai", "due_words": "2026-05-01"}, [ACCEPTED]),
]


@pytest.fixture
def story(clock: FrozenDateTimeFactory, ledger: Ledger) -> None:
    """Received on 20 April 2026; what came of them did so on 29 May; now it is 10 June."""
    clock.move_to("2026-04-20T09:00:00Z")
    references = [receive(ledger, **facts) for facts, _ in HISTORIES]
    clock.move_to("2026-05-29T09:00:00Z")
    for reference, (_, given) in zip(references, HISTORIES, strict=True):
        arrange(ledger, "recommendation", reference, given)
    clock.move_to("2026-06-10T09:00:00Z")


def figures(page: Page) -> dict[str, str]:
    """The figures, each label with its number and its note."""
    return {
        each.first("dt").words: " ".join(part.words for part in each.every("dd"))
        for each in page.main.every("div", class_="ledger-figure")
    }


def counted(ledger: Ledger, on: date) -> dict[str, str]:
    """The same figures by a plain count over every recommendation, one after the other."""
    events = [event for _, event in ledger.events_after(0)]
    received = [each for each in events if isinstance(each, Recommendation.Received)]
    mine = [
        ledger.get(Recommendation, each.reference)
        for each in received
        if each.source == Source.INDEPENDENT_SCRUTINY
    ]
    counts = [each for each in mine if each.closing not in {Closing.SUPERSEDED, Closing.WITHDRAWN}]
    verified = [
        each for each in counts if each.closing in {Closing.IMPLEMENTED, Closing.RESOLVED_OTHERWISE}
    ]
    claimed = [each for each in counts if each.submitted_by]
    days = [
        (event.on, next(each.on for each in received if each.reference == event.reference))
        for event in events
        if isinstance(event, Recommendation.Verified)
        and event.reference in {each.reference for each in verified}
    ]

    def share(part: int, words: str) -> str:
        return f"{round(100 * part / len(counts))}% {part} of {len(counts)}, {words}"

    def number(which: Callable[[Recommendation], bool]) -> str:
        return str(sum(which(each) for each in mine))

    took = median((date.fromisoformat(end) - date.fromisoformat(start)).days for end, start in days)
    accepted = sum(str(each.response) in {"accepted", "partly_accepted"} for each in counts)
    return {
        "In all": f"{len(mine)} recommended",
        "Accepted": f"{accepted} in full or in part",
        "Addressed": share(len(claimed) + len(verified), "as owners claim"),
        "Verified": share(len(verified), "by somebody else"),
        "Overdue": number(
            lambda each: (
                not each.closing
                and not each.submitted_by
                and bool(each.due_on)
                and each.due_on < on.isoformat()
            )
        ),
        "Reopened": number(lambda each: each.reopened > 0),
        "Median days to closure": f"{took:g} of those verified",
    }


def test_the_figures_are_those_of_a_plain_count(story: None, ledger: Ledger, visit: Visit) -> None:
    shown = figures(visit(SCRUTINEER).get("/scrutineer"))
    assert shown == counted(ledger, date(2026, 6, 10))
    assert shown["Addressed"] == "29% 2 of 7, as owners claim"
    assert shown["Median days to closure"] == "39 of those verified"


def test_everything_recommended_by_scrutiny_is_listed_with_its_state_and_nothing_else(
    story: None, visit: Visit
) -> None:
    rows = visit(SCRUTINEER).get("/scrutineer").table("all")
    assert len(rows) == len(HISTORIES) - 1
    states = {row[0]: row[2] for row in rows}
    assert states["REC-2026-002"] == "Red Responded"
    assert states["REC-2026-004"] == "Green Awaiting verification"
    assert states["REC-2026-005"] == "Closed Implemented"
    assert states["REC-2026-006"] == "Green In progress; reopened once"
    assert states["REC-2026-008"] == "Closed Withdrawn by its source"


def test_what_changed_since_a_date_is_told_the_latest_first(
    story: None, ledger: Ledger, visit: Visit
) -> None:
    do(ledger, "recommendation.report_progress", "REC-2026-001", by=PEOPLE[TEAM],
       progress="Begun.")  # fmt: skip
    do(ledger, "recommendation.report_progress", "REC-2026-009", progress="Of an inspection.")
    visitor = visit(SCRUTINEER)
    page = visitor.get("/scrutineer?since=2026-06-01")
    assert f"REC-2026-001 Reported progress: Begun. {name_of(TEAM)}, 10 June 2026" in page.words
    assert "Of an inspection." not in page.words
    assert (
        "What changed since 10 June 2026 Nothing."
        in visitor.get("/scrutineer?since=2026-06-10").words
    )
    assert "Recorded recommendation" in visitor.get("/scrutineer?since=2026-04-01").words
    assert "Recorded recommendation" not in visitor.get("/scrutineer?since=2026-05-01").words


def test_the_rating_is_a_judgement_with_reasons_beside_the_figures(
    story: None, visit: Visit, ledger: Ledger
) -> None:
    visitor = visit(SCRUTINEER)
    page = visitor.get("/scrutineer")
    assert "Nobody has rated it yet." in page.words
    before = figures(page)
    form = visitor.get(page.links["Rate the indicator"])
    page = visitor.submit(form, extent="partly", reason="Half of it\nlasts.")
    assert page.notices == ["You rated the indicator: partly."]
    assert (
        f"The judgement Partly Half of it lasts. {name_of(SCRUTINEER)}, 10 June 2026" in page.words
    )
    assert figures(page) == before
    position = ledger.position()
    visitor = visit(EXECUTIVE)
    page = visitor.submit(visitor.get("/scrutineer/rate"), extent="largely", reason="More lasts.")
    assert page.notices == ["You rated the indicator again: largely."]
    assert "The judgement Largely More lasts." in page.words
    past = visitor.get(f"/scrutineer?as-at=%23{position}")
    assert "The judgement Partly" in past.words
    assert "Rate the indicator" not in past.links


def test_an_empty_page_says_so(clock: object, visit: Visit) -> None:
    page = visit(Role.AUDITOR).get("/scrutineer")
    assert figures(page) == {
        "In all": "0 recommended",
        "Accepted": "0 in full or in part",
        "Addressed": "None to count",
        "Verified": "None to count",
        "Overdue": "0",
        "Reopened": "0",
        "Median days to closure": "None is verified",
    }
    assert "Everything recommended Nothing yet." in page.words
