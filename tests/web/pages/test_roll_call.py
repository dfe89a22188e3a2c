"""Who takes part in a meeting, of all seats on one page."""

from __future__ import annotations

import pytest

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from domain.meetings.meeting import Meeting
from domain.meetings.vocabulary import How
from tests.acts import do
from tests.web.conftest import Visit
from tests.web.deeds import groups, meetings
from tests.web.deeds.meetings import COUNCIL, HEALTH, ITEM, LEAD, POLICE, TEAM
from tests.web.doing import arrange

REPLIES = {POLICE: "online", HEALTH: "apologies", COUNCIL: "substitute"}


@pytest.fixture
def reference(ledger: Ledger) -> str:
    """A meeting of today that is open, with what three members replied."""
    groups.establish(ledger)
    reference = meetings.plan(ledger, meets_on="2026-06-10")
    replies = [("reply", {"seat": s, "reply": said}, TEAM) for s, said in REPLIES.items()]
    arrange(ledger, "meeting", reference, [ITEM, *replies, ("open", {}, TEAM)])
    return reference


def there(ledger: Ledger, reference: str) -> dict[str, How]:
    people = ledger.get(Meeting, reference).attendees.values()
    return {str(each.seat): each.how for each in people}


def test_everybody_is_recorded_at_once_as_they_replied_or_otherwise(
    reference: str, ledger: Ledger, visit: Visit
) -> None:
    team = visit(Role.BUSINESS_TEAM)
    form = team.get(team.get(f"/meetings/{reference}").links["Record everybody at once"])
    said = {name: form.filled_in[f"seat-{name}"] for name in (LEAD, POLICE, HEALTH, COUNCIL)}
    assert said == {LEAD: "", POLICE: "online", HEALTH: "apologies", COUNCIL: ""}
    page = team.submit(form, **{f"seat-{LEAD}": "present", f"seat-{HEALTH}": "present"})
    assert page.notices == ["You recorded how 3 of them take part."]
    assert there(ledger, reference) == {
        LEAD: How.PRESENT, POLICE: How.ONLINE, HEALTH: How.PRESENT,
    }  # fmt: skip
    again = team.get(page.links["Record everybody at once"])
    assert [name for name in again.filled_in if name.startswith("seat-")] == [f"seat-{COUNCIL}"]
    before = ledger.position()
    assert team.submit(form, **{f"seat-{LEAD}": "present", f"seat-{HEALTH}": "present"})
    assert ledger.position() == before, "sent twice, it is recorded once"


def test_what_another_recorded_meanwhile_is_told_and_nothing_is_recorded(
    reference: str, ledger: Ledger, visit: Visit
) -> None:
    team = visit(Role.BUSINESS_TEAM)
    address = f"/meetings/{reference}/roll-call"
    form = team.get(address)
    do(ledger, "meeting.attend", reference, seat=POLICE, how="absent")
    before = ledger.position()
    page = team.submit(form, status=422, **{f"seat-{LEAD}": "present"})
    (told,) = page.errors
    assert told.startswith("Superintendent, Kent Police is on record already.")
    assert page.filled_in[f"seat-{LEAD}"] == "present"
    assert ledger.position() == before
    page = team.submit(page, **{f"seat-{POLICE}": ""})
    assert there(ledger, reference)[POLICE] is How.ABSENT
    assert page.notices == ["You recorded how 2 of them take part."]


def test_nothing_selected_and_a_closed_meeting_are_refused(
    reference: str, ledger: Ledger, visit: Visit
) -> None:
    team = visit(Role.BUSINESS_TEAM)
    address = f"/meetings/{reference}/roll-call"
    form = team.get(address)
    none = dict.fromkeys((f"seat-{POLICE}", f"seat-{HEALTH}"), "")
    assert [*team.submit(form, status=422, **none).errors] == [
        "Select of at least one how they take part."
    ]
    arrange(ledger, "meeting", reference, meetings.ENDED)
    assert "was closed on 10 June 2026" in team.submit(form, status=422).words
