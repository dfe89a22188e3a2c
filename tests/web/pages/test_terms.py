"""The terms of reference, watched: each duty with its figure, and red where it is broken."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do
from tests.web.conftest import Visit
from tests.web.deeds import commissions, groups, meetings
from tests.web.doing import arrange

TEAM, CHAIR = Role.BUSINESS_TEAM, Role.SAAS_CHAIR
ALL = {
    "meetings": "3.1", "minutes": "3.2", "papers": "3.3", "quorum": "3.5", "substitutes": "3.6",
    "attendance": "4.1", "yearly_report": "5.1", "exceptions": "5.1 b", "commissions": "5.3",
    "disputes": "6.1", "review": "7.1",
}  # fmt: skip


@pytest.fixture
def group(clock: FrozenDateTimeFactory, ledger: Ledger) -> str:
    """The group that scrutinises, with every duty that can be watched."""
    found = groups.establish(ledger)
    do(ledger, "group.set_duties", found, **ALL)
    return found


def states(visit: Visit, query: str = "") -> dict[str, list[str]]:
    """Each clause with its duty, state, figure and evidence."""
    page = visit(Role.AUDITOR).get(f"/terms?{query}")
    told = {each["aria-labelledby"]: each.words for each in page.main.every("ul")
            if each.attributes.get("aria-labelledby")}  # fmt: skip
    return {
        clause: [*cells, told.get(duty, "")]
        for (clause, *cells), duty in zip(page.rows, sorted(ALL, key=ALL.__getitem__), strict=True)
    }


def test_a_quarter_without_a_meeting_is_broken_once_it_is_over(
    group: str, ledger: Ledger, visit: Visit
) -> None:
    held = meetings.plan(ledger, meets_on="2026-06-10")
    arrange(ledger, "meeting", held, meetings.OPEN)
    _, state, figure, evidence = states(visit)["3.1"]
    assert (state, figure) == ("Broken", "1 meeting")
    assert "Broken January to March: no meeting on record" in evidence
    assert f"{held} April to June: 10 June 2026" in evidence
    assert "July" not in evidence


def test_papers_and_minutes_are_held_against_their_days_and_accepted_ones_counted_apart(
    group: str, clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    held = meetings.plan(ledger)
    arrange(ledger, "meeting", held, [
        meetings.ITEM, ("send_paper", {"title": "Agenda", "on": "2026-05-20"}, TEAM),
        ("send_paper", {"title": "Dashboard", "item": "1", "on": "2026-06-05"}, TEAM),
    ])  # fmt: skip
    assert "late: Dashboard" in states(visit)["3.3"][3]
    do(ledger, "meeting.accept_late_paper", held, paper="2", reason="The figures came late.",
       known_by="her e-mail of 8 June 2026")  # fmt: skip
    found = states(visit)
    assert found["3.3"][1:3] == [
        "Kept", "1 of 1 meetings Apart: 1 that came late and that the chair accepted"
    ]  # fmt: skip
    arrange(ledger, "meeting", held, [("open", {}, TEAM), *meetings.ENDED])
    assert states(visit)["3.2"][1] == "Not due yet"
    clock.tick(timedelta(days=30))
    assert "not circulated; due 23 June 2026" in states(visit)["3.2"][3]
    assert states(visit)["3.2"][1] == "Broken"


def test_a_meeting_without_a_quorum_is_broken_and_says_why(
    group: str, ledger: Ledger, visit: Visit
) -> None:
    held = meetings.plan(ledger)
    arrange(ledger, "meeting", held, [
        *meetings.OPEN, *meetings.PEOPLE[:2], ("take_chair", {"attendee": "1"}, TEAM)
    ])  # fmt: skip
    found = states(visit)
    assert found["3.5"][1:3] == ["Broken", "0 of 1 meetings"]
    assert "nobody from NHS Kent and Medway ICB" in found["3.5"][3]
    assert "Kent Police: 1 of 1 meetings" in found["4.1"][3]


def test_a_substitute_whom_nobody_judged_able_is_named_by_agency_and_reason(
    group: str, ledger: Ledger, visit: Visit
) -> None:
    held = meetings.plan(ledger)
    judged = {"seat": "2", "role": "Chief Inspector", "contributes": "yes", "commissions": "no",
              "judged_by": "The chair", "reason": "She is in court."}  # fmt: skip
    arrange(ledger, "meeting", held, [
        meetings.ITEM, ("judge_substitute", judged, TEAM), ("open", {}, TEAM),
        ("attend_as_substitute", {"seat": "2", "how": "present"}, TEAM),
    ])  # fmt: skip
    _, state, figure, evidence = states(visit)["3.6"]
    assert (state, figure) == ("Broken", "Kent Police (1)")
    assert "Chief Inspector, a substitute who cannot commission work. She is in court." in evidence


def test_an_alert_wants_an_exception_report_and_a_year_its_yearly_one(
    group: str, clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    held = meetings.plan(ledger)
    alert = {"item": "1", "kind": "alert", "words": "Referrals doubled."}
    arrange(ledger, "meeting", held, [*meetings.OPEN, ("record_statement", alert, TEAM)])
    assert states(visit)["5.1 b"][1] == "Not due yet"
    clock.tick(timedelta(days=30))
    assert states(visit)["5.1 b"][1] == "Broken"
    assert states(visit)["5.1"][1] == "Not due yet"
    do(ledger, "group.record_report", group, kind="exception", title="Neglect", meeting=held,
       given_to="the Executive")  # fmt: skip
    do(ledger, "group.record_report", group, kind="yearly", title="Scrutiny in 2025", year="2025",
       given_to="the Executive")  # fmt: skip
    found = states(visit)
    assert (found["5.1 b"][1], found["5.1"][1:3]) == ("Kept", ["Kept", "1 made"])
    assert states(visit, "as-at=2026-06-30")["5.1 b"][1] == "Broken"
    assert states(visit, "year=2025")["5.1"][1] == "Broken"


def test_a_review_is_held_against_the_day_on_which_it_was_due(
    group: str, ledger: Ledger, visit: Visit
) -> None:
    arrange(ledger, "group", group, [
        ("agree_document", {"title": "Terms", "edition": "1", "agreed_by": "the Executive",
                            "agreed_on": "2025-03-01"}, TEAM),
        ("review_document", {"document": "1", "finding": "They stand.", "on": "2026-05-01"}, TEAM),
    ])  # fmt: skip
    assert states(visit)["7.1"][1:] == [
        "Broken", "0 of 1 reviews", f"Broken {group} Terms: due 1 March 2026, done 1 May 2026"
    ]  # fmt: skip
    assert states(visit, "year=2027")["7.1"][1] == "Not due yet"


def test_a_commission_that_was_ratified_first_is_kept(
    group: str, ledger: Ledger, visit: Visit
) -> None:
    groups.establish(ledger, ruled=False, name="Policy Group", short="Policy", kind="sub_group",
                     joint_with="Medway")  # fmt: skip
    asked = commissions.ask(ledger)
    arrange(ledger, "commission", asked, [
        commissions.CONSENTED, commissions.RATIFIED, ("start", {}, CHAIR)
    ])  # fmt: skip
    assert states(visit)["5.3"][1:3] == ["Kept", "1 of 1 commissions that started"]


def test_the_same_is_a_file(group: str, visit: Visit) -> None:
    found = json.loads(visit(Role.AUDITOR).ask("GET", "/terms.json?year=2025").text)
    assert [each["clause"] for each in found["terms"]] == [*ALL.values()]
    assert found["terms"][0]["state"] == "Broken"


@pytest.mark.parametrize("query", ["year=nonsense", "year=1", "year=²026"])
def test_what_is_no_year_is_refused(query: str, group: str, visit: Visit) -> None:
    assert "is not a year" in visit(Role.AUDITOR).get(f"/terms?{query}", status=422).words


def test_without_duties_on_record_the_page_says_where_they_are_set(
    clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    groups.establish(ledger)
    assert "They are set on the page of the group." in visit(Role.AUDITOR).get("/terms").words


def test_of_a_meeting_before_this_ledger_only_what_was_written_is_judged(
    group: str, ledger: Ledger, visit: Visit
) -> None:
    for day, said in (("2025-03-12", "said_no"), ("2025-06-11", ""), ("2025-09-10", "said_yes")):
        do(ledger, "meeting.load_past", group=group, meets_on=day, quorate=said)
    found = states(visit, "year=2025")
    assert found["3.1"][2] == "3 meetings"
    assert found["3.2"][1:3] == ["Not known", "No meetings to judge"]
    assert found["3.3"][1:3] == ["Not known", "No meetings to judge"]
    assert "held before this ledger; not recorded" in found["3.3"][3]
    assert found["3.5"][1:3] == ["Broken", "1 of 2 meetings"]
    assert "11 June 2025: Quorum not recorded." in found["3.5"][3]
