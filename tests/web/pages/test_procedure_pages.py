"""The escalation procedure on the site: read by everybody, changed by an administrator."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from application.nouns.files.procedure_files import read_procedure, write_procedure
from domain.kernel.terms import Role
from domain.procedure.procedure import PROCEDURE, Procedure
from domain.procedure.rules import Ending
from tests.acts import do
from tests.kent import load_placeholder, placeholder
from tests.partnership import PEOPLE
from tests.web.conftest import Visit
from tests.web.page import Page, choices
from tests.web.visitor import Visitor, fill_in

BANNER = "Placeholder for Section 11 of the KSCMP Arrangements. Not yet confirmed."
ADMINISTRATOR = PEOPLE[Role.ADMINISTRATOR]


@pytest.fixture
def administrator(clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit) -> Visitor:
    """Somebody who may change it; the placeholder is published."""
    load_placeholder(ledger)
    return visit(Role.ADMINISTRATOR)


def change(ledger: Ledger, move: str, **data: Any) -> None:
    do(ledger, f"procedure.{move}", PROCEDURE, by=ADMINISTRATOR, **data)


def do_to(visitor: Visitor, move: str, **typed: Any) -> Page:
    return visitor.submit(visitor.get(f"/procedure/do/{move}"), **typed)


def change_stage(visitor: Visitor, stage: str, **typed: Any) -> Page:
    return visitor.submit(visitor.get(f"/procedure/do/change-stage?stage={stage}"), **typed)


def publish_another(ledger: Ledger, *, reason: str = "Shorter.", **more: Any) -> None:
    """A version in which the first stage has 3 working days."""
    change(ledger, "draft", number="1")
    stages = [replace(placeholder().first, days=3), *placeholder().stages[1:]]
    change(ledger, "discard", reason="Written anew.")
    rules = replace(placeholder(), stages=tuple(stages))
    change(ledger, "draft_from_file", text=write_procedure(rules))
    change(ledger, "publish", reason=reason, **more)


# ------------------------------------------------------------------ reading


def test_everybody_reads_the_version_in_force_and_only_an_administrator_is_offered_changes(
    administrator: Visitor, visit: Visit
) -> None:
    for role in Role:
        page = visit(role).get("/procedure")
        assert page.heading == "Escalation procedure"
        assert BANNER in page.words
        assert ("Draft a new version" in page.links) == (role is Role.ADMINISTRATOR)
        footer = {link["href"] for link in page.root.first("footer").every("a")}
        assert "/procedure" in footer


def test_a_stage_says_who_decides_in_how_many_days_and_what_must_be_on_record(
    administrator: Visitor,
) -> None:
    page = administrator.get("/procedure")
    stages = page.table("stages")
    assert stages[2] == [
        "3. SAAS convened resolution",
        "A convener from no party",
        "10 working days",
        "The date the stage began",
        "When it begins What is still in dispute Before it is left What the convener found",
        "Yes",
    ]
    assert stages[5][1:4] == ["Nobody: a record of who was told", "No clock", "Never"]
    assert "Extensions A stage can be extended once, by at most 10 working days." in page.words
    assert "Issue without opposing parties Starts at KSCMP Executive." in page.words


def test_the_list_of_versions_says_who_published_each_when_why_and_from_which_date(
    administrator: Visitor, ledger: Ledger
) -> None:
    publish_another(ledger, from_on="2026-06-15")
    newest, first = administrator.get("/procedure").table("versions")
    assert newest[:2] == ["Version 2 Not in force yet", "15 June 2026"]
    assert newest[2].startswith("10 June 2026 at 10:00am Administrator of the tests, position")
    assert newest[3:] == ["Shorter. What changed in version 2", "Not yet"]
    assert first[:2] == ["Version 1 In force", "1 January 2000"]
    assert "OS user operator" in first[2]


def test_a_version_comes_into_force_on_its_day(
    administrator: Visitor, ledger: Ledger, clock: FrozenDateTimeFactory, visit: Visit
) -> None:
    publish_another(ledger, from_on="2026-06-15")
    assert administrator.get("/procedure").table("stages")[0][2] == "5 working days"
    clock.move_to("2026-06-15T08:00:00Z")
    page = visit(Role.AUDITOR).get("/procedure")
    assert page.table("stages")[0][2] == "3 working days"
    assert [row[0] for row in page.table("versions")] == [
        "Version 2 In force",
        "Version 1 Replaced",
    ]


def test_as_at_a_past_moment_it_says_what_it_said_then(
    administrator: Visitor, ledger: Ledger
) -> None:
    then = ledger.position()
    publish_another(ledger)
    page = administrator.get(f"/procedure?as-at=%23{then}")
    assert [row[0] for row in page.table("versions")] == ["Version 1 In force"]
    assert "Draft a new version" not in page.links
    assert "No version has been published yet" in administrator.get("/procedure?as-at=%231").words


def test_a_version_has_a_page_of_its_own(administrator: Visitor, ledger: Ledger) -> None:
    publish_another(ledger)
    page = administrator.get("/procedure/versions/2")
    assert page.heading == "Version 2 of the escalation procedure"
    assert BANNER in page.words
    assert "Published 10 June 2026 at 10:00am by Administrator of the tests: Shorter." in page.words
    assert page.table("stages")[0][2] == "3 working days"
    assert page.links["Compare with version 1"] == "/procedure/compare?from=1&to=2"
    administrator.get("/procedure/versions/3", status=404)


def test_the_banner_goes_once_the_version_is_confirmed(administrator: Visitor) -> None:
    page = do_to(administrator, "confirm", number="1", reason="The Arrangements of 2026.")
    assert BANNER not in page.words
    assert page.notices == ["You confirmed that version 1 is Section 11 of the KSCMP Arrangements."]
    assert "The Arrangements of 2026." in page.table("versions")[0][4]
    assert BANNER not in administrator.get("/procedure/versions/1").words


def test_what_two_versions_say_differently_is_shown_side_by_side(
    administrator: Visitor, ledger: Ledger
) -> None:
    publish_another(ledger)
    page = administrator.get("/procedure/compare?from=1&to=2")
    first = "Direct resolution between the agencies"
    assert page.table("differences") == [[first, "Working days", "5", "3"]]
    assert administrator.get("/procedure/compare").table("differences") == page.table("differences")
    assert "They say the same." in administrator.get("/procedure/compare?from=2&to=2").words
    change(ledger, "draft", number="2")
    change(ledger, "remove_stage", stage="senior")
    page = administrator.get("/procedure/compare?from=2&to=draft")
    assert page.table("differences") == [
        [first, "Leads to", "Senior managers", "SAAS convened resolution"],
        ["Senior managers", "The stage", "There", "Removed"],
    ]


@pytest.mark.parametrize("query", ["from=9", "to=draft", "to=x"])
def test_a_version_that_there_is_not_cannot_be_compared(administrator: Visitor, query: str) -> None:
    page = administrator.get(f"/procedure/compare?{query}", status=422)
    assert "There is no version" in page.words


def test_a_version_and_the_draft_can_be_downloaded_as_files_that_can_be_read_back(
    administrator: Visitor, ledger: Ledger
) -> None:
    answer = administrator.ask("GET", "/procedure/versions/1.toml")
    assert answer.content_type == "application/toml; charset=utf-8"
    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="procedure-version-1.toml"'
    )
    assert answer.text.startswith(
        "# OFFICIAL-SENSITIVE. Escalation procedure: version 1, for disputes from 1 January 2000, "
        "placeholder for Section 11 of the KSCMP Arrangements, not confirmed.\n"
    )
    assert read_procedure(answer.text) == placeholder()
    administrator.get("/procedure/draft.toml", status=404)
    change(ledger, "draft", number="1")
    draft = administrator.ask("GET", "/procedure/draft.toml")
    assert "a draft, not published" in draft.text
    assert read_procedure(draft.text) == placeholder()


def test_the_history_tells_what_each_change_of_the_draft_changed(
    administrator: Visitor, ledger: Ledger
) -> None:
    change(ledger, "draft", number="1")
    change_stage(administrator, "direct", days="3")
    page = administrator.get("/procedure")
    assert page.history[0] == (
        "Changed the draft: the stage “Direct resolution between the agencies”."
    )
    changed = next(page.main.every("caption", id=f"changes-{ledger.position()}"))
    table = next(each for each in page.main.every("table") if changed in list(each.every()))
    assert [cell.words for cell in table.first("tbody").every("th", "td")] == [
        "Stage “direct”: working days", "5", "3",
    ]  # fmt: skip


def test_no_page_speaks_of_a_bare_section_11(administrator: Visitor, ledger: Ledger) -> None:
    change(ledger, "draft", number="1")
    for address in (
        "/procedure", "/procedure/versions/1", "/procedure/draft", "/procedure/compare",
        "/procedure/do/confirm", "/procedure/what-if", "/disputes/conformance",
    ):  # fmt: skip
        words = administrator.get(address).words
        assert len(re.findall("Section 11", words)) == len(
            re.findall("Section 11 of the KSCMP Arrangements", words)
        )


def test_the_audit_trail_leads_to_the_procedure(
    administrator: Visitor, ledger: Ledger, visit: Visit
) -> None:
    page = visit(Role.AUDITOR).get(f"/audit?item={PROCEDURE}")
    link = next(each for each in page.main.every("a") if each.words == PROCEDURE)
    assert link["href"] == f"/history/{PROCEDURE}/2"


# ------------------------------------------------------------------ changing


def test_where_there_is_no_procedure_an_administrator_can_draft_the_first(
    clock: FrozenDateTimeFactory, visit: Visit
) -> None:
    assert "No version has been published yet" in visit(Role.AUDITOR).get("/procedure").words
    visitor = visit(Role.ADMINISTRATOR)
    form = visitor.get(visitor.get("/procedure").links["Draft the first procedure"])
    page = visitor.submit(form, text=write_procedure(placeholder()))
    assert page.heading == "Draft of the escalation procedure"
    assert "No version has been published yet" in visitor.get("/procedure").words
    page = do_to(visitor, "publish", reason="The first.")
    assert [row[0] for row in page.table("versions")] == ["Version 1 In force"]


def test_a_draft_is_changed_and_published(administrator: Visitor, visit: Visit) -> None:
    page = do_to(administrator, "draft", number="1")
    assert page.heading == "Draft of the escalation procedure"
    assert "It says what version 1 says." in page.words
    assert visit(Role.SAAS_MEMBER).get("/procedure/draft").heading == page.heading
    page = change_stage(administrator, "saas", name="Panel", days="4", entry="One\n\n Two ")
    assert page.notices == ["You changed the draft: the stage “SAAS convened resolution”."]
    assert page.table("stages")[2][0] == "3. Panel"
    assert page.table("changed") == [
        ["Panel", "Name", "SAAS convened resolution", "Panel"],
        ["Panel", "Working days", "10", "4"],
        ["Panel", "Record when it begins", "What is still in dispute", "One; Two"],
    ]
    page = do_to(administrator, "publish", reason="A panel now.", from_on="2026-06-10")
    assert page.heading == "Escalation procedure"
    assert page.table("stages")[2][0] == "3. Panel"
    administrator.get("/procedure/draft", status=404)


def test_the_form_of_a_stage_starts_from_what_the_stage_says(
    administrator: Visitor, ledger: Ledger
) -> None:
    change(ledger, "draft", number="1")
    page = administrator.get("/procedure/draft")
    form = administrator.get(page.links["Change SAAS convened resolution"])
    assert "SAAS convened resolution" in form.words
    filled = form.filled_in
    assert filled["name"] == "SAAS convened resolution"
    assert (filled["decided_by"], filled["days"], filled["starts"]) == ("convener", "10", "entered")
    assert (filled["urgent_may_skip"], filled["entry"]) == ("yes", "What is still in dispute")
    assert (filled["stage"], filled["then"]) == ("saas", "executive")
    assert choices(form.form, "stage") == []


@pytest.mark.parametrize("move", ["change-stage", "remove-stage"])
def test_without_a_stage_that_there_is_its_form_leads_to_the_draft(
    administrator: Visitor, ledger: Ledger, move: str
) -> None:
    change(ledger, "draft", number="1")
    for query in ("", "?stage=nothing"):
        page = administrator.get(f"/procedure/do/{move}{query}")
        assert page.heading == "Draft of the escalation procedure"


def test_a_stage_that_has_gone_meanwhile_is_asked_for_again(
    administrator: Visitor, ledger: Ledger
) -> None:
    change(ledger, "draft", number="1")
    form = administrator.get("/procedure/do/remove-stage?stage=senior")
    change(ledger, "remove_stage", stage="senior")
    page = administrator.submit(form, status=409)
    assert "Nothing has been saved yet" in page.words
    page = administrator.submit(page, status=422)
    assert page.errors == {"The procedure has no stage “senior”.": "#stage"}


def test_a_stage_is_added_and_removed(administrator: Visitor, ledger: Ledger) -> None:
    change(ledger, "draft", number="1")
    page = do_to(
        administrator, "add-stage", key="mediation", name="Mediation", decided_by="convener",
        days="5", starts="entered", urgent_may_skip="no", after="senior",
    )  # fmt: skip
    assert [row[0] for row in page.table("stages")][1:4] == [
        "2. Senior managers", "3. Mediation", "4. SAAS convened resolution",
    ]  # fmt: skip
    form = administrator.get(page.links["Remove Mediation"])
    assert "Mediation" in form.words
    page = administrator.submit(form)
    assert "It says what version 1 says." in page.words


def test_what_prevents_publishing_comes_first_and_publishing_is_not_offered(
    administrator: Visitor, ledger: Ledger
) -> None:
    change(ledger, "draft", number="1")
    assert "Publish the draft" in administrator.get("/procedure/draft").links
    page = change_stage(administrator, "saas", then="")
    assert "Publish the draft" not in page.links
    faults = page.main.first("section", aria_labelledby="faults")
    assert [fault.words for fault in faults.every("li")] == [
        "Nothing leads to the stage “KSCMP Executive”.",
        "Nothing leads to the stage “Lead Safeguarding Partners”.",
        "Nothing leads to the stage “External notification”.",
    ]
    assert page.words.index("cannot be published") < page.words.index("What you can do")
    assert page.table("stages")[3][0] == "KSCMP Executive Nothing leads to it"
    administrator.get("/procedure/do/publish", status=422)


def test_a_draft_without_any_stage_says_so(administrator: Visitor, ledger: Ledger) -> None:
    change(ledger, "draft", number="1")
    for stage in placeholder().stages:
        change(ledger, "remove_stage", stage=stage.key)
    page = administrator.get("/procedure/draft")
    assert "It has no stages." in page.words
    assert "Stages None yet." in page.words
    administrator.get("/procedure/compare?from=1&to=draft")
    administrator.get("/procedure/what-if?version=draft")


def test_the_rules_start_from_what_they_say_and_several_endings_can_be_ticked(
    administrator: Visitor, ledger: Ledger
) -> None:
    change(ledger, "draft", number="1")
    form = administrator.get("/procedure/do/change-rules")
    ticks = [each for each in form.form.every("input") if each["name"] == "endings"]
    assert [each["value"] for each in ticks if "checked" in each.attributes] == list(Ending)
    typed = fill_in(form, extensions="2", automatic="yes")
    sent = {**typed, "endings": [Ending.AGREED, Ending.DECIDED, Ending.ANSWERED]}
    page = administrator.post(form.form["action"], sent)
    assert "A stage can be extended twice, by at most 10 working days." in page.words
    assert "Escalates automatically when it is overdue." in page.words
    assert "Resolved by agreement; Resolved by decision; Answered from outside" in page.words


def test_without_any_ending_the_form_comes_back(administrator: Visitor, ledger: Ledger) -> None:
    change(ledger, "draft", number="1")
    form = administrator.get("/procedure/do/change-rules")
    sent = {name: words for name, words in form.filled_in.items() if name != "endings"}
    page = administrator.post(form.form["action"], sent)
    assert "Ways to end None" in page.words
    assert "which is not among the endings." in page.words


def test_every_fault_of_a_file_is_told(administrator: Visitor) -> None:
    text = write_procedure(placeholder()).replace("urgent_hours = 24", "urgent_hourz = 24")
    form = administrator.get("/procedure/do/draft-from-file")
    page = administrator.submit(form, status=422, text=text.replace('"meeting"', '"monday"'))
    assert [*page.errors] == [
        "“urgent_hours” is missing.",
        "“urgent_hourz” is not known. Did you mean “urgent_hours”?",
        "Stage 1 (Direct resolution between the agencies): “starts”: must be one of meeting, "
        "circulated, approved, minutes, entered.",
    ]
    assert set(page.errors.values()) == {"#text"}


def test_there_is_one_draft_at_a_time_and_it_can_be_discarded(administrator: Visitor) -> None:
    do_to(administrator, "draft", number="1")
    page = administrator.get("/procedure/do/draft", status=422)
    assert "There is a draft already." in page.words
    assert "Draft a new version" not in administrator.get("/procedure").links
    page = do_to(administrator, "discard", reason="Not now.")
    assert page.heading == "Escalation procedure"
    assert page.links.keys() >= {"Draft a new version", "Draft from a file"}


def test_somebody_who_changed_the_draft_meanwhile_is_not_overwritten(
    administrator: Visitor, ledger: Ledger
) -> None:
    change(ledger, "draft", number="1")
    form = administrator.get("/procedure/do/change-stage?stage=direct")
    change(ledger, "remove_stage", stage="senior")
    page = administrator.submit(form, status=409, days="3")
    assert "without the stage “Senior managers”" in page.words
    assert page.filled_in["days"] == "3"
    draft = ledger.get(Procedure, PROCEDURE).in_draft
    assert draft is not None
    assert (draft.first.days, len(draft.stages)) == (5, 5)
