"""A file is told to be too large before it is sent, kept where the form comes back, and had."""

from __future__ import annotations

from playwright.sync_api import FilePayload, expect

from tests.journeys.conftest import Arrive

PLAN: FilePayload = {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"One page."}
FILM: FilePayload = {"name": "film.txt", "mimeType": "text/plain", "buffer": b"x" * 10_500_000}


def test_a_file_becomes_evidence(arrive: Arrive) -> None:
    person = arrive("business-team")
    page = person.page
    person.open("/risks/RSK-2025-028/add-evidence")
    chooser = page.get_by_label("File (optional)")
    chooser.set_input_files(FILM)
    told = page.get_by_role("alert").filter(has_text="larger than 10 MB")
    expect(told).to_be_visible()
    # Not by the button, which takes no second press for a second.
    page.evaluate("document.querySelector('main form').requestSubmit()")
    expect(chooser).to_be_focused()
    assert person.barriers("main") == []

    chooser.set_input_files(PLAN)
    expect(told).to_have_count(0)
    page.get_by_label("A document, such as a policy or a report").check()
    person.press("Save")
    expect(page.get_by_text("You chose plan.txt, and it is kept")).to_be_visible()
    assert person.barriers("main") == []
    page.get_by_label("Title", exact=True).fill("The plan")
    person.press("Save")
    with page.expect_download() as download:
        page.get_by_role("link", name="The plan", exact=True).click()
    assert download.value.suggested_filename == "plan.txt"
    assert download.value.path().read_bytes() == b"One page."
