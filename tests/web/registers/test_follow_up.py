"""The list of recommendations, its downloads, and the tables that committees ask for."""

from __future__ import annotations

import csv
import io

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import HANDLING, Role
from tests.databases import databases as databases  # on both dialects
from tests.minuted import OUTSIDE
from tests.partnership import name_of
from tests.web.conftest import Visit
from tests.web.doing import ACCEPTED, SUBMITTED, VERIFIED, Given, arrange, receive
from tests.web.visitor import Visitor

TEAM, CHAIR, MEMBER = Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_MEMBER
SCRUTINEER, EXECUTIVE, AUDITOR = Role.SCRUTINEER, Role.EXECUTIVE, Role.AUDITOR
LATER: Given = ("ask_redate", {"due_on": "2026-09-30", "reason": "Rotas."}, TEAM)
GRANTED: Given = ("approve_redate", {}, CHAIR)
RETURN: Given = ("return_it", {"reason": "Not yet."}, SCRUTINEER)
REOPEN: Given = ("reopen", {"reason": "Again."}, SCRUTINEER)
HISTORIES: dict[str, tuple[dict[str, object], list[Given]]] = {
    "received": ({"source": "jtai", "due_words": "to be confirmed", "owner_agency": ""}, []),
    "soon": ({"due_words": "2026-06-20", "themes": "Neglect, Workforce"}, [ACCEPTED]),
    "late": (
        {"due_words": "2026-05-01", "source": "peer_review", "themes": "Neglect",
         "owner_agency": "cafcass", "number": "7"},
        [],
    ),
    "moved": ({"due_words": "2026-05-02", "title": "100% of the audit_trail"}, [LATER, GRANTED]),
    "submitted": ({"source": "multi_agency_audit"}, SUBMITTED),
    "returned": ({}, [*SUBMITTED, RETURN]),
    "closed": ({}, VERIFIED),
    "reopened": ({}, [*VERIFIED, REOPEN]),
    "worse": ({}, [("worsen", {"colour": "red", "reason": "Stuck."}, MEMBER)]),
    "withdrawn": ({}, [("withdraw", {"reason": "Old."}, TEAM)]),
}  # fmt: skip
"""A recommendation for each word, by what was received and what came after."""


@pytest.fixture
def story(clock: FrozenDateTimeFactory, ledger: Ledger) -> None:
    """All of them, received on 20 April 2026; now it is 10 June."""
    clock.move_to("2026-04-20T09:00:00Z")
    references = [receive(ledger, words=f"{words}.", **facts)
                  for words, (facts, _) in HISTORIES.items()]  # fmt: skip
    clock.move_to("2026-05-29T09:00:00Z")
    for reference, (_, given) in zip(references, HISTORIES.values(), strict=True):
        arrange(ledger, "recommendation", reference, given)
    clock.move_to("2026-06-10T09:00:00Z")


def listed(visitor: Visitor, query: str) -> list[str]:
    """The words of the recommendations in the list, without their full stop."""
    page = visitor.get(f"/recommendations?{query}")
    return [row[1].partition(".")[0] for row in page.rows]


def download(visitor: Visitor, address: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    answer = visitor.ask("GET", address)
    assert answer.status_code == 200
    assert answer.content_type == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


# The list

FOUND = {
    "": {"received", "soon", "late", "moved", "submitted", "returned", "reopened", "worse"},
    "status=all": set(HISTORIES),
    "status=closed": {"closed", "withdrawn"},
    "status=submitted": {"submitted"},
    "status=returned": {"returned"},
    "source=jtai": {"received"},
    "owner_agency=cafcass": {"late"},
    "theme=Neglect": {"soon", "late"},
    "theme=Work": set(),
    "colour=red": {"late", "worse"},
    "colour=amber": {"soon", "received", "moved"},
    "colour=blue&status=all": {"closed", "withdrawn"},
    "closing=withdrawn&status=all": {"withdrawn"},
    "overdue=yes": {"late"},
    "stale=yes": {"received", "late", "moved", "worse"},
    "awaiting=yes": {"submitted"},
    "returned=yes": {"returned"},
    "reopened=yes": {"reopened"},
    "search=100%25 of": {"moved"},
    "search=audit_trail": {"moved"},
    "search=auditXtrail": set(),
    "search=rec-2026-003": {"late"},
    "search=WORKFORCE&theme=Neglect": {"soon"},
    "status=imaginary&colour=mauve&source=gossip&sort=luck": {
        "received", "soon", "late", "moved", "submitted", "returned", "reopened", "worse",
    },
}  # fmt: skip


def test_each_filter_leaves_what_it_says(story: None, visit: Visit) -> None:
    visitor = visit(AUDITOR)
    assert {query: set(listed(visitor, query)) for query in FOUND} == FOUND


def test_an_impact_review_falls_due(
    story: None, visit: Visit, clock: FrozenDateTimeFactory
) -> None:
    assert listed(visit(AUDITOR), "impact_due=yes&status=all") == []
    clock.move_to("2026-08-29T09:00:00Z")
    assert listed(visit(AUDITOR), "impact_due=yes&status=all") == ["closed"]


FIRST = {
    "due": "late", "-due": "moved", "reference": "received", "-reference": "worse",
    "-moves": "moved", "updated": "received", "age": "received", "source": "soon",
    "owner": "late", "status": "reopened",
}  # fmt: skip


def test_the_list_is_sorted(story: None, visit: Visit) -> None:
    visitor = visit(AUDITOR)
    assert {sort: listed(visitor, f"sort={sort}")[0] for sort in FIRST} == FIRST


def test_a_row_says_how_late_it_is_how_often_it_moved_and_who_is_late(
    story: None, visit: Visit, clock: FrozenDateTimeFactory
) -> None:
    clock.move_to("2026-06-15T09:00:00Z")
    rows = {row[1].partition(".")[0]: row for row in visit(AUDITOR).get("/recommendations").rows}
    assert rows["late"][4] == "1 May 2026 45 days late"
    assert rows["moved"][4] == "30 September 2026 107 days left moved once"
    assert rows["received"][4:] == ["To be confirmed", "Superintendent"]
    assert rows["submitted"][4] == (
        "31 July 2026 to be verified by 12 June 2026, 1 working day late"
    )
    assert rows["submitted"][3] == "Green Awaiting verification Verification late"
    assert rows["worse"][3] == "Red Received; worse, its owner says"
    assert rows["reopened"][3] == "Green In progress; reopened once"


def test_addressed_and_verified_stand_side_by_side(story: None, visit: Visit) -> None:
    page = visit(AUDITOR).get("/recommendations")
    # Nine of ten count; “submitted” and “closed” are addressed.
    assert (
        "Addressed 22% 2 of 9, as owners claim Verified 11% 1 of 9, by somebody else" in page.words
    )
    assert "The percentages leave out 1 of 10 that was superseded or withdrawn." in page.words
    assert "Awaiting verification 1 0 late" in page.words


def test_without_any_the_page_says_so(clock: FrozenDateTimeFactory, visit: Visit) -> None:
    page = visit(TEAM).get("/recommendations")
    assert "No recommendation is on record yet." in page.words
    assert "Addressed None to count" in page.words
    page = visit(TEAM).get("/recommendations?search=x")
    assert "No recommendation is on record yet." in page.words


def test_the_list_as_at_a_past_day_is_what_it_was(story: None, visit: Visit) -> None:
    visitor = visit(AUDITOR)
    assert set(listed(visitor, "as-at=2026-04-30")) == set(HISTORIES)
    page = visitor.get("/recommendations?as-at=2026-05-01")
    assert "Overdue 0" in page.words
    assert page.links["REC-2026-001"] == "/recommendations/REC-2026-001?as-at=2026-05-01"


def test_who_may_record_finds_the_button_and_only_now(story: None, visit: Visit) -> None:
    buttons = {
        role: {"Record a recommendation", "Load a file"}
        & visit(role).get("/recommendations").links.keys()
        for role in Role
    }
    assert {role: found for role, found in buttons.items() if found} == {
        TEAM: {"Record a recommendation", "Load a file"},
        SCRUTINEER: {"Record a recommendation"},
    }
    past = visit(TEAM).get("/recommendations?as-at=2026-05-01")
    assert "Record a recommendation" not in past.links


def test_the_download_is_the_list_in_words_with_its_marking(story: None, visit: Visit) -> None:
    visitor = visit(AUDITOR)
    page = visitor.get("/recommendations?theme=Neglect&sort=-due")
    rows = download(visitor, page.links["CSV"])
    assert [row["Recommendation"] for row in rows] == ["soon.", "late."]
    assert rows[0]["Themes"] == "Neglect; Workforce"
    assert (rows[0]["Status"], rows[0]["Colour"], rows[0]["Response"]) == (
        "Responded", "Amber", "Accepted",
    )  # fmt: skip
    assert rows[1]["Source"] == "Peer review"
    assert {row["Handling"] for row in rows} == {HANDLING}
    assert len(download(visitor, "/recommendations.csv?status=all")) == len(HISTORIES)


# The tables for committees


@pytest.fixture
def meeting(story: None, ledger: Ledger, clock: FrozenDateTimeFactory) -> None:
    """On 10 July: what was late on 8 June has been dealt with in every way there is."""
    late = ("done", "otherwise", "replaced", "borne", "claimed", "granted", "left")
    references = {
        words: receive(ledger, words=f"{words}.", due_words="2026-06-01", themes="Workforce")
        for words in late
    }
    clock.move_to("2026-07-01T09:00:00Z")
    for words, given in {
        "done": VERIFIED,
        "otherwise": [("respond", {"response": "not_accepted", "reason": "No."}, MEMBER)],
        "replaced": [("supersede", {"by_other": "REC-2026-002", "reason": "More."}, TEAM)],
        "borne": [
            ("accept_risk", {"to": "executive", "reason": "Too dear.", **OUTSIDE}, EXECUTIVE)
        ],
        "claimed": SUBMITTED,
        "granted": [LATER, GRANTED],
        "left": [LATER, ("refuse_redate", {"reason": "No."}, CHAIR), LATER],
    }.items():
        arrange(ledger, "recommendation", references[words], given)
    clock.move_to("2026-07-10T09:00:00Z")


SINCE = "since=2026-06-10"


def test_of_those_late_then_each_is_found_where_it_belongs(meeting: None, visit: Visit) -> None:
    page = visit(AUDITOR).get(f"/recommendations/tables?{SINCE}")
    assert page.table("late") == [
        ["Verified", "1", "REC-2026-011"],
        ["Otherwise resolved", "1", "REC-2026-012"],
        ["Superseded", "1", "REC-2026-013"],
        ["Risk accepted", "1", "REC-2026-014"],
        ["Claimed to be done", "1", "REC-2026-015"],
        ["Given a new date", "1", "REC-2026-016"],
        ["Still late", "2", "REC-2026-003, REC-2026-017"],
    ]
    rows = download(visit(AUDITOR), f"/recommendations/late.csv?{SINCE}")
    assert [(row["Became"], row["Due then"]) for row in rows][-3:] == [
        ("Given a new date", "2026-06-01"),
        ("Still late", "2026-05-01"),
        ("Still late", "2026-06-01"),
    ]
    assert len(rows) == 8


def test_each_date_that_was_asked_for_shows_who_why_and_by_how_much(
    meeting: None, visit: Visit
) -> None:
    page = visit(AUDITOR).get(f"/recommendations/tables?{SINCE}")
    by = f"{name_of(TEAM)} 1 July 2026"
    when = ["1 June 2026", "30 September 2026"]
    assert page.table("redates") == [
        ["REC-2026-016", *when, "121 days", "Rotas.", by, f"{name_of(CHAIR)} approved 1 July 2026"],
        ["REC-2026-017", *when, "None", "Rotas.", by, f"{name_of(CHAIR)} refused"],
        ["REC-2026-017", *when, "None", "Rotas.", by, "Not decided yet"],
    ]
    rows = download(visit(AUDITOR), f"/recommendations/re-dates.csv?{SINCE}")
    assert [row["Slip in days"] for row in rows] == ["121", "", ""]


def test_claimed_and_verified_by_source_and_slips_are_pictures_with_their_tables(
    meeting: None, visit: Visit
) -> None:
    page = visit(AUDITOR).get("/recommendations/tables")
    claims = [[int(each) for each in row[1:]] for row in page.table("claims")]
    counted, claimed, verified = (sum(column) for column in zip(*claims, strict=True))
    assert counted > claimed > verified > 0
    moved = ["REC-2026-004", "moved.", "2 May 2026", "30 September 2026", "151 days moved once"]
    assert page.table("slips") == [
        moved,
        ["REC-2026-016", "granted.", "1 June 2026", "30 September 2026", "121 days moved once"],
    ]
    assert [each["aria-label"] for each in page.main.every("svg")] == [
        f"Recommendations claimed and verified by source: of all {counted}, {claimed} claimed and "
        f"{verified} verified.",
        "From the first to the present due date: the furthest is REC-2026-004, by 151 days.",
    ]
    before = visit(AUDITOR).get("/recommendations/tables?as-at=2026-06-20&since=2026-06-10")
    assert before.table("slips") == [moved]
    assert [row[1:] for row in before.table("claims")] != [row[1:] for row in page.table("claims")]


def test_those_closed_between_two_dates_are_counted_by_reason(meeting: None, visit: Visit) -> None:
    page = visit(AUDITOR).get(f"/recommendations/tables?{SINCE}")
    assert page.table("closed") == [
        ["Implemented", "1", "REC-2026-011"],
        ["Resolved otherwise", "0", ""],
        ["Not accepted", "1", "REC-2026-012"],
        ["Risk accepted", "1", "REC-2026-014"],
        ["Superseded", "1", "REC-2026-013"],
        ["Withdrawn by its source", "0", ""],
    ]
    rows = download(visit(AUDITOR), f"/recommendations/closed.csv?{SINCE}")
    assert {row["Closed because"] for row in rows} == {
        "Implemented", "Not accepted", "Risk accepted", "Superseded",
    }  # fmt: skip


def test_a_theme_counts_as_recurring_only_across_kinds_of_source(
    meeting: None, visit: Visit
) -> None:
    page = visit(AUDITOR).get("/recommendations/tables")
    assert page.table("themes") == [
        ["Neglect", "Peer review, Independent scrutiny", "REC-2026-003, REC-2026-002"]
    ]
    assert page.links["Neglect"] == "/themes/neglect"


def test_the_tables_as_at_a_past_day_know_nothing_later(meeting: None, visit: Visit) -> None:
    page = visit(AUDITOR).get(f"/recommendations/tables?{SINCE}&as-at=2026-06-20")
    assert page.table("late")[-1][1] == "8"
    assert "New due dates asked for None." in page.words
    assert "Impact reviews due None." in page.words


def test_where_none_was_late_the_table_says_so(clock: object, visit: Visit) -> None:
    page = visit(AUDITOR).get("/recommendations/tables")
    assert "None was late then." in page.words
    assert "No theme is shared by two kinds of source." in page.words


# Who may
