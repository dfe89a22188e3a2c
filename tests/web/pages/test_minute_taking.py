"""Taking the minutes of a meeting while it goes on: nothing typed is lost, and what is noted in a
line becomes an item, each leading to the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.accounts.minute_drafts import MinuteDraft, save_draft
from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from domain.meetings.meeting import Meeting
from tests.acts import do
from tests.databases import Databases
from tests.web.conftest import Visit
from tests.web.deeds import ground, meetings
from tests.web.doing import arrange
from tests.web.page import Page
from tests.web.visitor import Visitor, fill_in
from web.running.startup import open_ledger

MTG = "MTG-2026-001"
PAGE = f"/meetings/{MTG}/take-minutes/1"


@pytest.fixture
def ledger(sqlite_databases: Databases, clock: FrozenDateTimeFactory) -> Iterator[Ledger]:
    """A meeting of 9 June 2026 under way, with two items, the day after."""
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url:
        ledger = open_ledger(url)
        arrange(ledger, "meeting", MTG, meetings.THERE)
        yield ledger
        ledger.close()


def press(visitor: Visitor, page: Page, *, go: str, status: int = 200, **typed: str) -> Page:
    """The page that comes of filling in the form and pressing one of its buttons."""
    data = fill_in(page, **typed) | {"go": go}
    return visitor.post(page.form["action"], data, status=status)


@pytest.fixture
def team(visit: Visit) -> Visitor:
    return visit(Role.BUSINESS_TEAM)


def test_it_begins_at_the_first_item_that_is_not_minuted(team: Visitor) -> None:
    page = team.get(team.get(f"/meetings/{MTG}").links["Take the minutes"])
    assert page.heading == "1. Neglect"
    assert "Quorate: " in page.words
    press(team, page, words="It was asked why.", go="record")
    assert team.get(f"/meetings/{MTG}/take-minutes").heading == "2. Rotas"


def test_what_is_typed_is_there_after_a_reload_and_for_a_colleague(
    team: Visitor, visit: Visit
) -> None:
    page = press(team, team.get(PAGE), words="It was asked why.", minute="1.1", go="2")
    assert page.heading == "2. Rotas", "every button saves and leads on"
    for visitor in (team, visit(Role.BUSINESS_TEAM)):
        assert "It was asked why." in visitor.get(PAGE).words
    assert "Last saved at 10:00am" in team.get(PAGE).words


def test_of_two_who_type_the_same_minute_the_other_is_told_and_neither_loses_words(
    team: Visitor, visit: Visit, ledger: Ledger
) -> None:
    other = visit(Role.BUSINESS_TEAM)
    mine, theirs = team.get(PAGE), other.get(PAGE)
    team.submit(mine, words="It was asked why.")
    page = other.submit(theirs, words="It was asked when.", status=409)
    assert "saved other words here" in page.words
    assert "It was asked why." in page.words
    assert "It was asked when." in page.words
    page = other.get(PAGE)
    assert "It was asked when." in page.words, "after a reload, too"
    assert "It was asked when." not in team.get("/meetings/MTG-2026-001/take-minutes/2").words
    other.submit(page, words="It was asked why and when.")
    found = other.get(PAGE)
    assert "It was asked why and when." in found.words
    assert "Typed at the same time" not in found.words


def test_a_second_tab_of_the_same_person_is_told_too(team: Visitor) -> None:
    first, second = team.get(PAGE), team.get(PAGE)
    team.submit(first, words="One.")
    page = team.submit(second, words="Two.", status=409)
    assert ("One." in page.words, "Two." in page.words) == (True, True)


def test_a_script_saves_meanwhile_and_is_told_of_others(team: Visitor) -> None:
    def send(version: str, words: str) -> tuple[int, dict[str, object]]:
        answer = team.client.post(
            PAGE,
            data={"csrf_token": team.token, "version": version, "words": words, "minute": "1"},
            headers={"Accept": "application/json", "Referer": "http://ledger.test/"},
            base_url="http://ledger.test",
        )  # fmt: skip
        return answer.status_code, answer.get_json()

    team.get(PAGE)
    assert send("0", "It was asked") == (200, {"version": 1, "saved": "Saved at 10:00am."})
    status, said = send("0", "Something else")
    assert (status, "Your words are kept" in str(said["told"])) == (409, True)


@pytest.mark.parametrize("closed", [False, True], ids=["under way", "closed and cleared"])
@pytest.mark.parametrize(
    ("kind", "link", "typed", "became"),
    [
        ("action", "Set an action", {"owner_role": "Superintendent", "owner_agency": "kent-police",
                                     "due_on": "2026-07-01"}, "ACT-"),
        ("decision", "Record a decision", {"kind": "agreed"}, "DEC-"),
        ("risk", "Record a risk", {"kind": "risk"}, "RSK-"),
        ("disagreement", "Record an undertaking, a disagreement or an alert",
         {"agency": "kent-police"}, "MTG-"),
        ("disagreement", "Record a dispute or an issue",
         {"kind": "dispute", "impact": "Late.", "outcome_sought": "A rule.", "single_case": "no",
          "raised_by": "kent-police", "position": "One.", "other_agency": "cafcass",
          "other_position": "Two."}, "DSP-"),
    ],
)  # fmt: skip
def test_a_line_becomes_an_item_on_the_form_of_its_noun_and_each_leads_to_the_other(
    kind: str, link: str, typed: dict[str, str], became: str, closed: bool, team: Visitor,
    ledger: Ledger,
) -> None:  # fmt: skip
    page = press(
        team, team.get(PAGE), words="Points.", minute="1.2", kind=kind,
        line="The Police send the rota.", go="record" if closed else "here",
    )  # fmt: skip
    if closed:
        arrange(ledger, "meeting", MTG, [("close", {}, Role.BUSINESS_TEAM),
                                         ("clear_minutes", {}, Role.SAAS_CHAIR)])  # fmt: skip
        page = team.get(f"/meetings/{MTG}")
    else:
        assert "Points." in page.words, "capturing keeps what was typed above"
    href = next(href for words, href in page.links.items() if words.startswith(f"{link}: "))
    page = team.get(href)
    if became == "DSP-":
        page = team.get(page.links["Answer all questions on one page instead"])
    page = team.submit(page, **typed)
    meeting = ledger.get(Meeting, MTG)
    assert meeting.captures[1].became.startswith(became)
    own = became in ("DEC-", "MTG-")
    assert meeting.came_of == ({} if own else {meeting.captures[1].became: "1.2"})
    found = team.get(f"/meetings/{MTG}/minutes").words
    assert "Came of minute 1.2 MTG" not in found, "a meeting does not come of itself"
    assert "to be recorded" not in found
    if became != "MTG-":
        assert MTG in page.words, "from the item to the meeting"
        assert meeting.captures[1].became in team.get(f"/meetings/{MTG}").words, "and back"
    assert team.ask("GET", href).status_code == 422, "it is recorded once"


@pytest.mark.parametrize(
    ("kind", "link", "empty"),
    [
        ("action", "Set an action", ["title"]),
        ("risk", "Record a risk", ["title"]),
        ("commission", "Commission work", ["title", "question"]),
        ("disagreement", "Record a dispute or an issue", ["title", "issue"]),
        ("decision", "Record a decision", []),
    ],
)
def test_a_line_of_a_restricted_item_is_worded_anew_where_more_people_read_it(
    kind: str, link: str, empty: list[str], team: Visitor, ledger: Ledger
) -> None:
    add = {**meetings.ITEM[1], "title": "A contract", "restricted": "yes"}
    noted = {"item": "3", "kind": kind, "words": "End the contract."}
    arrange(
        ledger, "meeting", MTG,
        [("add_item", add, Role.BUSINESS_TEAM), ("capture", noted, Role.BUSINESS_TEAM)],
    )  # fmt: skip
    href = team.get(f"/meetings/{MTG}").links[f"{link}: End the contract."]
    page = team.get(href)
    told = "Item 3 is restricted, and what you record here is not" in page.words
    assert told == bool(empty)
    assert {name: page.filled_in[name] for name in empty} == dict.fromkeys(empty, "")
    assert ("End the contract." in page.filled_in.values()) == (not empty)


def test_what_was_noted_begins_with_the_day_and_the_group_of_its_meeting(
    team: Visitor, ledger: Ledger
) -> None:
    executive = do(
        ledger, "group.establish", name="Executive", short="Executive", kind="executive"
    ).reference
    reference = meetings.plan(ledger, group=executive)
    given = [*meetings.OPEN, meetings.NOTED, ("capture", {**meetings.NOTED[1], "kind": "risk"},
                                              Role.BUSINESS_TEAM)]  # fmt: skip
    arrange(ledger, "meeting", reference, given)
    links = team.get(f"/meetings/{reference}").links
    risk = team.get(links["Record a risk: Send it."])
    assert risk.filled_in["raised_in"] == "executive"
    police = {"owner_role": "Superintendent", "owner_agency": "kent-police"}
    page = team.submit(team.get(links["Set an action: Send it."]), **police, due_on="2026-07-01")
    assert "9 June 2026" in page.words[page.words.index("Set on") :][:30]


def test_a_line_without_a_kind_is_told_and_kept(team: Visitor) -> None:
    page = team.submit(team.get(PAGE), words="Points.", line="The Police send it.", status=422)
    assert "There is a problem" in page.words
    assert "Points." in team.get(PAGE).words


def test_words_that_look_like_a_childs_details_are_asked_about(team: Visitor) -> None:
    page = press(
        team, team.get(PAGE), words="The boy born on 3 May 2015 was seen.", go="record", status=422
    )
    assert "This ledger must hold no child’s name" in page.words
    page = press(team, page, go="record", no_child="true")
    assert "Item 1 is in the minutes." in page.words


def test_closing_and_clearing_show_what_is_typed_and_not_in_the_minutes(
    team: Visitor, visit: Visit, ledger: Ledger
) -> None:
    press(team, team.get(PAGE), words="It was asked why.", minute="1.1", go="2")
    for move in ("close", "clear-minutes"):
        page = team.get(f"/meetings/{MTG}/{move}")
        assert "What was typed at item 1 is not in the minutes" in page.words
        assert "It was asked why." in page.words
        refused = team.post(f"/meetings/{MTG}/{move}", {"version": "99"}, status=409)
        assert "It was asked why." in refused.words, "whoever sends the form unseen is told, too"
        page = team.get(page.links["Go on without them"])
        team.submit(page, **({"known_by": "her e-mail"} if move != "close" else {}))
        words = team.get(f"/meetings/{MTG}").words
        assert "1. Neglect It was asked why." in words[words.index("Typed, and not in") :], words
    assert ledger.get(Meeting, MTG).cleared_on
    assert (
        "Typed, and not in the minutes" not in visit(Role.SAAS_CHAIR).get(f"/meetings/{MTG}").words
    ), "for those alone who take the minutes"


def test_what_waits_is_put_in_the_minutes_before_the_meeting_is_closed(
    team: Visitor, visit: Visit, ledger: Ledger
) -> None:
    press(team, team.get(PAGE), words="It was asked why.", minute="1.1", go="2")
    assert (
        "The Business Team puts it in the minutes." not in team.get(f"/meetings/{MTG}/close").words
    )
    page = team.post(f"/meetings/{MTG}/put-in-the-minutes", {"back": "close"})
    assert page.heading == "Close the meeting"
    assert "What was typed at item 1 is in the minutes." in page.words
    team.submit(page)
    meeting = ledger.get(Meeting, MTG)
    assert (meeting.points[1].words, meeting.points[1].minute) == ("It was asked why.", "1.1")
    assert meeting.closed_on
    other = "/meetings/MTG-2026-001/take-minutes/2"
    press(team, team.get(other), words="It was asked when.", go="here")
    chair = visit(Role.SAAS_CHAIR).get(f"/meetings/{MTG}/clear-minutes")
    assert "The Business Team puts it in the minutes." in chair.words


def test_words_that_look_like_a_childs_details_are_not_put_in_unseen(
    team: Visitor, ledger: Ledger
) -> None:
    press(team, team.get(PAGE), words="The boy born on 3 May 2015 was seen.", go="here")
    page = team.post(f"/meetings/{MTG}/put-in-the-minutes", {"back": "close"})
    assert page.heading == "1. Neglect"
    assert "Item 1 is not in the minutes yet." in page.words
    assert ledger.get(Meeting, MTG).points == {}


def test_what_another_typed_at_once_is_told_and_stands_there_for_them_alone(
    team: Visitor, visit: Visit
) -> None:
    mine, theirs = team.get(PAGE), team.get(PAGE)
    press(team, mine, words="It was asked why.", go="record")
    team.submit(theirs, words="It was asked when.", status=409)
    with team.app.extensions["side"].writing() as connection:
        draft = MinuteDraft("It was asked who.", "1", 0, by="somebody")
        save_draft(connection, MTG, 1, draft, now=datetime(2026, 6, 10, tzinfo=UTC))
    page = team.get(f"/meetings/{MTG}/close")
    assert "It was asked when. Typed by you at the same time as other words." in page.words
    assert "Somebody else typed other words here" in page.words
    assert "It was asked who." not in page.words
    assert "Put it in the minutes" not in page.words, "somebody has to bring both together"


def test_what_is_typed_while_the_chair_clears_the_minutes_is_kept(
    team: Visitor, ledger: Ledger
) -> None:
    page = team.get(PAGE)
    arrange(ledger, "meeting", MTG, meetings.CLEARED[len(meetings.THERE) :])
    page = team.submit(page, words="It was asked why.", kind="action", line="Send it.")
    assert "What you typed is kept on the page of the meeting" in page.words
    assert "1. Neglect It was asked why. Action: Send it." in page.words
    assert team.ask("GET", PAGE).status_code == 422


def test_a_line_stays_on_the_page_after_the_minutes_are_cleared_until_it_is_finished_or_let_go(
    team: Visitor, ledger: Ledger
) -> None:
    arrange(ledger, "meeting", MTG, [meetings.NOTED, *meetings.CLEARED[len(meetings.THERE) :]])
    page = team.get(f"/meetings/{MTG}")
    assert "Noted, to be recorded Action, minute 1: Send it." in page.words
    assert "Set an action: Send it." in page.links
    page = team.submit(team.get(page.links["Let it go: Send it."]), reason="It was sent.")
    assert "Set an action: Send it." not in page.links
    assert "It was sent." in page.words


def test_nobody_takes_minutes_of_a_meeting_that_is_not_opened(
    team: Visitor, ledger: Ledger
) -> None:
    reference = meetings.plan(ledger, meets_on="2026-09-09")
    assert team.ask("GET", f"/meetings/{reference}/take-minutes").status_code == 422
