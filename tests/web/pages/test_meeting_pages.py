"""The page of a meeting: its quorum in a sentence, and restricted items for those they are for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from domain.meetings.meeting import Meeting
from tests.acts import do
from tests.databases import Databases
from tests.loading import sheet
from tests.web.conftest import Visit
from tests.web.deeds import ground
from tests.web.deeds.meetings import ITEM, OPEN, PEOPLE, THERE, plan
from tests.web.doing import arrange
from tests.web.page import choices
from web.running.startup import open_ledger

MEETING = "MTG-2026-001"
ADDRESS = f"/meetings/{MEETING}"
TEAM, CHAIR = Role.BUSINESS_TEAM, Role.SAAS_CHAIR
OF_THE_POLICE = {"title": "Conduct of an agency", "restricted": "yes", "circulation": ["cafcass"]}


@pytest.fixture
def ledger(sqlite_databases: Databases, clock: FrozenDateTimeFactory) -> Iterator[Ledger]:
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url:
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


def decide_on_a_restricted_item(ledger: Ledger, **item: object) -> None:
    """Let the meeting decide on one item that is restricted."""
    said = {**ITEM[1], **OF_THE_POLICE, **item}
    chaired = ("take_chair", {"attendee": "1"}, TEAM)
    arrange(ledger, "meeting", MEETING, [
        ("add_item", said, TEAM), ("open", {}, TEAM), *PEOPLE, chaired,
        ("decide", {"item": "1", "kind": "agreed", "words": "A letter is sent."}, TEAM),
        ("record_statement",
         {"item": "1", "kind": "alert", "words": "The letter is urgent."}, TEAM),
    ])  # fmt: skip


READERS = {Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SCRUTINEER, Role.AUDITOR}


@pytest.mark.parametrize("role", list(Role))
def test_a_restricted_item_is_read_by_those_it_is_for(
    role: Role, ledger: Ledger, visit: Visit
) -> None:
    decide_on_a_restricted_item(ledger)
    page = visit(role).get(ADDRESS)
    for words in ("Conduct of an agency", "A letter is sent.", "The letter is urgent."):
        assert (words in page.words) == (role in READERS), words
    assert "Restricted" in page.words


def test_the_scrutineer_does_not_read_what_is_about_the_scrutineer(
    ledger: Ledger, visit: Visit
) -> None:
    decide_on_a_restricted_item(ledger, about_scrutineer="yes")
    assert "A letter is sent." not in visit(Role.SCRUTINEER).get(ADDRESS).words
    assert "A letter is sent." in visit(Role.AUDITOR).get(ADDRESS).words


def test_an_agency_in_the_circulation_reads_it(ledger: Ledger, visit: Visit) -> None:
    decide_on_a_restricted_item(ledger, circulation=["kent-police"])
    assert "A letter is sent." in visit(Role.SAAS_MEMBER).get(ADDRESS).words


@pytest.mark.parametrize(
    "address",
    ["/decisions/DEC-2026-002", "/decisions.csv", "/meetings.csv?status=all", "/audit",
     "/search?q=letter", f"/history/{MEETING}", f"{ADDRESS}?as-at=2026-06-10"],
)  # fmt: skip
def test_its_words_are_nowhere_else(address: str, ledger: Ledger, visit: Visit) -> None:
    decide_on_a_restricted_item(ledger)
    answer = visit(Role.EXECUTIVE).ask("GET", address)
    assert "A letter is sent" not in answer.text
    assert "Conduct of an agency" not in answer.text
    assert "The letter is urgent" not in answer.text


def test_it_is_said_why_a_meeting_is_not_quorate(ledger: Ledger, visit: Visit) -> None:
    given = [each for each in THERE if each[1].get("seat") != "3"]
    arrange(ledger, "meeting", MEETING, given)
    page = visit(TEAM).get(ADDRESS)
    assert "Not quorate: nobody from NHS Kent and Medway ICB." in page.words
    form = visit(TEAM).get(f"{ADDRESS}/decide")
    assert "Not quorate: nobody from NHS Kent and Medway ICB." in form.words
    assert "DEC-2026-002" not in page.words


def test_whoever_holds_a_seat_replies_for_themselves_and_nobody_else_does(
    ledger: Ledger, visit: Visit
) -> None:
    member, form = visit(Role.SAAS_MEMBER), f"{ADDRESS}/reply-oneself"
    page = member.get(ADDRESS)
    assert "You have not said yet whether you come." in page.words
    page = member.submit(member.get(page.links["Reply"]), reply="online")
    assert "Your reply: Yes, online." in page.words
    assert ledger.get(Meeting, MEETING).replies == {2: "online"}
    assert member.get(form).filled_in["reply"] == "online"
    for role in (Role.BUSINESS_TEAM, Role.SCRUTINEER):
        other = visit(role)
        assert "Say whether you come" not in other.get(ADDRESS).links
        assert "You hold no seat in" in other.get(form, status=422).words
        assert other.ask("POST", form, {"csrf_token": other.token}).status_code == 422
    assert visit(Role.AUDITOR).ask("GET", form).status_code == 403
    arrange(ledger, "meeting", MEETING, OPEN)
    assert member.ask("GET", form).status_code == 422
    assert "Your reply" not in member.get(ADDRESS).words


def test_a_form_offers_no_decision_or_meeting_that_it_would_refuse(
    ledger: Ledger, visit: Visit
) -> None:
    advised = [*OPEN, ("decide", {"item": "1", "kind": "advice", "words": "Wait."}, TEAM)]
    arrange(ledger, "meeting", MEETING, advised)
    team, later = visit(TEAM), "MTG-2026-002"

    def offered(address: str, name: str) -> list[str]:
        return [each for each in choices(team.get(address).form, name) if each]

    assert offered(f"/meetings/{later}/confirm-decision", "decision") == ["DEC-2026-002"]
    assert offered(f"/meetings/{later}/report-decision", "decision") == ["DEC-2026-001"]
    ended = [("close", {}, TEAM), ("clear_minutes", {}, CHAIR), ("circulate_minutes", {}, TEAM)]
    arrange(ledger, "meeting", MEETING, [*THERE[len(OPEN) :], *ended])
    planned = plan(ledger, meets_on="2026-07-09")
    assert offered(f"{ADDRESS}/confirm-minutes", "meeting") == [later], "none before, none to come"
    assert planned in offered("/meetings/new", "instead_of")
    assert MEETING not in offered("/meetings/new", "instead_of"), "it was quorate"


def test_who_has_not_answered_is_to_be_asked(ledger: Ledger, visit: Visit) -> None:
    for seat in ("1", "3", "4"):
        do(ledger, "meeting.reply", MEETING, seat=seat, reply="coming")
    page = visit(TEAM).get(ADDRESS)
    assert "It would not be quorate: nobody from Kent Police." in page.words
    assert "Ask: Superintendent, Kent Police" in " ".join(page.words.split())


def test_of_a_meeting_before_this_ledger_the_page_tells_what_was_written_and_no_more(
    ledger: Ledger, visit: Visit
) -> None:
    held = do(
        ledger, "meeting.load_past", group="GRP-2026-001", meets_on="2025-03-12",
        present="Superintendent, Kent Police", circulated_on="2025-03-26",
    ).reference  # fmt: skip
    page = visit(TEAM).get(f"/meetings/{held}")
    assert "Held before this ledger" in page.words
    told = {row.first("dt").words: row.first("dd").words
            for row in page.main.every("div", class_="govuk-summary-list__row")}  # fmt: skip
    assert told["Present"] == "Superintendent, Kent Police"
    assert told["Minutes circulated"] == "26 March 2025"
    for label in ("Kind", "Where", "Apologies", "Chaired by", "Minutes confirmed"):
        assert told[label] == "Not recorded", label
    assert "Minutes" not in page.links
    assert "Minutes due" not in told
    wrong = visit(TEAM).get(f"/meetings/{held}/minutes", status=422)
    assert "before this ledger" in wrong.words


def test_meetings_and_decisions_are_loaded_from_files_on_the_site(
    ledger: Ledger, visit: Visit
) -> None:
    team = visit(TEAM)
    held = sheet({"Group": "SAAS", "Date": "12 March 2025", "Quorate": "Inquorate"})
    decided = sheet({"Decision": "Adopt it", "Meeting": "SAAS, 12 March 2025", "Minute": "5.2",
                     "Date": "12/03/2025"})  # fmt: skip
    for noun, content in (("meetings", held), ("decisions", decided)):
        page = team.get(team.get(f"/{noun}").links["Load a file"])
        sent = page.filled_in | {"file": (content.encode(), "past.csv"), "how": "load"}
        assert "1 of 1 rows are now in the ledger." in team.post(f"/{noun}/import", sent).words
    listed = team.get("/meetings?status=all").rows
    meeting = next(row[0] for row in listed if "12 March 2025" in row[1])
    assert "Said not to have been quorate" in team.get(f"/meetings/{meeting}").words
    decision = team.get(f"/meetings/{meeting}").links["DEC-2026-002"]
    page = team.get(decision)
    assert "Taken before this ledger" in page.words
    assert page.links[meeting] == f"/meetings/{meeting}"
    assert visit(Role.AUDITOR).get("/meetings").links.get("Load a file") is None


def test_a_seat_is_offered_as_long_as_somebody_holds_it_that_day(
    ledger: Ledger, visit: Visit
) -> None:
    do(ledger, "group.vacate_seat", "GRP-2026-001", seat="3", reason="Moved.", on="2026-06-01")
    team, nurse = visit(TEAM), "3: Nurse, NHS Kent and Medway ICB"
    assert nurse not in team.get(f"{ADDRESS}/reply").words
    arrange(ledger, "meeting", MEETING, THERE[:3])
    assert nurse not in team.get(f"{ADDRESS}/attend").words
    do(ledger, "group.fill_seat", "GRP-2026-001", seat="3", role="Nurse", interim="no",
       on="2026-06-09")  # fmt: skip
    form = team.get(f"{ADDRESS}/attend")
    assert nurse in form.words
    page = team.post(f"{ADDRESS}/attend", form.filled_in | {"seat": "3", "how": "present"})
    assert "you recorded Nurse, NHS Kent and Medway ICB: in the room" in page.words
    assert any("seat 3 is held by Nurse" in each for each in page.history)
    assert nurse not in team.get(f"{ADDRESS}/attend").words
    assert team.get(f"{ADDRESS}/judge-substitute").words.count(nurse) == 1


def test_a_forecast_of_the_past_goes_by_the_seats_of_then(ledger: Ledger, visit: Visit) -> None:
    nurse = "Designated Nurse, NHS Kent and Medway ICB"
    then = f"{ADDRESS}?as-at=%23{ledger.position()}"
    do(ledger, "group.vacate_seat", "GRP-2026-001", seat="3", reason="Moved.", on="2026-06-01")
    assert nurse in visit(TEAM).get(then).words
    assert nurse not in visit(TEAM).get(ADDRESS).words


def test_of_an_open_item_nobody_is_asked_whether_it_is_about_the_scrutineer(
    ledger: Ledger, visit: Visit
) -> None:
    team = visit(TEAM)
    said = {"title": "Rotas", "asked": "note", "restricted": "no"}
    assert team.submit(team.get(f"{ADDRESS}/add-item"), **said).notices
    page = team.submit(team.get(f"{ADDRESS}/add-item"), status=422, **said | {"restricted": "yes"})
    assert [*page.errors] == ["Select whether it is about the Independent Scrutineer."]


def test_the_history_of_a_group_tells_of_seats_by_the_names_of_their_agencies(
    ledger: Ledger, visit: Visit
) -> None:
    do(ledger, "group.vacate_seat", "GRP-2026-001", seat="3", reason="Moved.")
    words = visit(TEAM).get("/groups/GRP-2026-001").words
    assert "3: Designated Nurse, NHS Kent and Medway ICB (vacant)" in words
    assert "1: Lead Member, Kent County Council (Chair); 2:" in words
    assert "kent-police" not in words
