"""What somebody who means harm writes into an address, a header or a form leads nowhere."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from flask import Flask
from freezegun import freeze_time
from marshmallow import ValidationError

from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from domain.kernel.errors import DomainError
from domain.kernel.terms import Role
from tests.acts import do
from tests.databases import Databases
from tests.partnership import PEOPLE
from tests.web.conftest import Visit
from tests.web.deeds import DEEDS, ITEMS, ground
from tests.web.doing import arrange, free_texts
from tests.web.visitor import fill_in
from web.running.startup import open_ledger

NOW = "2026-06-20T10:00:00Z"
ELSEWHERE = "evil.example"
MARKUP = "<img src=x onerror=alert(1)>"
FORMULA = '=HYPERLINK("http://evil.example")'
HOSTILE = f"{FORMULA}{MARKUP}{{{{ 7 * 7 }}}}'\"--></script>"


@pytest.fixture
def ledger(sqlite_databases: Databases) -> Iterator[Ledger]:
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url:
        ledger = open_ledger(url)
        with freeze_time(NOW, ignore=["_pytest.timing"]):
            yield ledger
        ledger.close()


# Addresses and methods


def addresses(app: Flask) -> set[str]:
    """An address of every route."""
    filled = {"<reference>": "RSK-2026-001", "<move>": "link", "<path:filename>": "ledger.css"}
    found = set()
    for rule in app.url_map.iter_rules():
        address = rule.rule
        for name, value in filled.items():
            address = address.replace(name, value)
        found.add(re.sub(r"<int:\w+>", "1", address))
    return found


@pytest.mark.parametrize("role", [Role.AUDITOR, None])
def test_the_host_that_a_request_names_stands_in_no_answer(
    role: Role | None, app: Flask, visit: Visit
) -> None:
    """Or a link of ours, or a copy in a cache, could lead elsewhere."""
    visitor = visit(role)
    for address in addresses(app):
        for path in (address, f"/{address}", address.replace("/", "//"), f"{address}/"):
            answer = visitor.client.open(
                path="/",
                base_url=visitor.base_url,
                headers={"Host": ELSEWHERE, "X-Forwarded-Host": ELSEWHERE},
                environ_overrides={"PATH_INFO": path},
                buffered=True,
            )
            told = [*answer.headers.values(), answer.get_data(as_text=True)]
            assert not [each for each in told if ELSEWHERE in each], path


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "POST", "NONSENSE"])
def test_a_page_that_only_shows_takes_no_other_method(
    method: str, visit: Visit, ledger: Ledger
) -> None:
    visitor, before = visit(Role.BUSINESS_TEAM), ledger.position()
    answer = visitor.ask(method, "/risks/RSK-2026-001?_method=GET", {"csrf_token": visitor.token})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert ledger.position() == before


def test_nothing_is_done_by_asking(visit: Visit, ledger: Ledger) -> None:
    """A link in a message is followed by whoever opens it."""
    visitor, before = visit(Role.BUSINESS_TEAM), ledger.position()
    form = visitor.get("/risks/RSK-2026-001/add-control").filled_in | {"text": "A look"}
    query = "&".join(f"{name}={words}" for name, words in form.items())
    headers = {"X-HTTP-Method-Override": "POST", "X-Method-Override": "POST"}
    for method in ("GET", "HEAD", "OPTIONS"):
        visitor.client.open(
            f"/risks/RSK-2026-001/add-control?{query}&_method=POST",
            method=method, base_url=visitor.base_url, headers=headers,
        )  # fmt: skip
    visitor.client.get("/sign-out", base_url=visitor.base_url)
    assert ledger.position() == before
    assert visitor.get("/risks").heading


def test_asking_for_the_head_or_the_options_opens_nothing(visit: Visit) -> None:
    stranger = visit()
    for method in ("HEAD", "OPTIONS"):
        for address in ("/risks", "/audit.csv", "/risks/RSK-2026-001"):
            answer = stranger.ask(method, address)
            assert answer.status_code in (302, 403), (method, address)
            assert "Sign in" in answer.text or not answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/static/../site.py", "/static/..%2fsite.py", "/static/%2e%2e/site.py",
        "/static//etc/passwd", "/static/vendor/../../site.py", "/static/..\\site.py",
        "/static/.../site.py", "/static/ledger.css/../../site.py",
    ],
)  # fmt: skip
def test_no_address_leads_out_of_the_folder_of_static_files(path: str, visit: Visit) -> None:
    assert visit().client.get(path, buffered=True).status_code == 404


def test_a_link_cannot_fill_in_what_is_sent_unseen(visit: Visit, ledger: Ledger) -> None:
    """Or whoever follows it would record another's words without having read them."""
    arrange(ledger, "dispute", "DSP-2026-001", DEEDS["dispute.agree"].given)
    visitor = visit(Role.BUSINESS_TEAM)
    page = visitor.get(f"/disputes/DSP-2026-001/agree?for_the_record={ELSEWHERE}&terms=Read")
    assert page.filled_in["for_the_record"] == ""
    assert page.filled_in["terms"] == "Read"


@pytest.mark.parametrize(
    "after", ["//evil.example", "/\\evil.example", "/\t/evil.example", "https://evil.example",
              "/risks\r\nSet-Cookie: a=b", "/\x00risks", "/\x1b[2J", "javascript:alert(1)", ""],
)  # fmt: skip
def test_signing_in_leads_to_no_other_site(after: str, visit: Visit) -> None:
    visitor = visit()
    page = visitor.get("/sign-in")
    sent = fill_in(page, name=Role.AUDITOR, password="the words of the tests") | {"next": after}
    answer = visitor.ask("POST", "/sign-in", sent | {"csrf_token": visitor.token})
    assert (answer.status_code, answer.location) == (303, "/")
    assert [cookie.partition("=")[0] for cookie in answer.headers.getlist("Set-Cookie")] == [
        "scrutiny"
    ]


# Words


def with_hostile_words(ledger: Ledger) -> int:
    """Do what there is a form for, with such words wherever any can be written; how much was done.

    What one deed forbids of another, such as to close something twice, is left out.
    """
    done = 0
    for name, deed in DEEDS.items():
        intent, noun = CATALOGUE[name], name.partition(".")[0]
        reference = "" if intent.creates else ITEMS[noun][1]
        words = dict.fromkeys(free_texts(name, deed.typed), HOSTILE)
        with suppress(DomainError, ValidationError), ledger.writing():
            arrange(ledger, noun, reference, deed.given)
            typed = {**deed.typed, **words}
            do(ledger, name, reference, by=PEOPLE[deed.by], confirmed=True, **typed)
            done += 1
    return done


@pytest.fixture
def hostile(ledger: Ledger) -> Ledger:
    assert with_hostile_words(ledger) > 25
    return ledger


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.BUSINESS_TEAM])
def test_what_people_write_is_never_markup_nor_a_formula(
    role: Role, hostile: Ledger, visit: Visit
) -> None:
    visitor, seen, waiting = visit(role), set[str](), ["/", "/audit", "/executive", "/people"]
    files = 0
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = visitor.ask("GET", address)
        if "text/csv" in answer.content_type:
            files += 1
            _no_formula_in(answer.text, address)
        if "text/html" in answer.content_type:
            assert MARKUP not in answer.text, address
            assert "49'" not in answer.text, address
            waiting += [each for each in re.findall(r'href="(/[^"#?]*)', answer.text)
                        if not each.startswith("/static")]  # fmt: skip
    assert files > 4
    assert len(seen) > 50
    assert sum(HOSTILE in visitor.get(each).words for each in _items(seen)) > 3


def _items(seen: set[str]) -> list[str]:
    return [each for each in seen if re.fullmatch(r"/\w+/[A-Z]{3}-2026-\d+", each)]


def _no_formula_in(text: str, address: str) -> None:
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    cells = [cell for row in rows for cell in row]
    assert not [each for each in cells if each.lstrip().startswith(("=", "+", "-", "@"))], address


def test_the_name_of_a_file_is_made_of_nothing_that_anybody_wrote(
    hostile: Ledger, visit: Visit
) -> None:
    visitor = visit(Role.AUDITOR)
    for address in ("/risks.csv", "/risks.json", "/risks.xlsx", "/audit.csv", "/actions.csv"):
        answer = visitor.ask("GET", f"{address}?search=%0d%0aX-Evil:+1&status=all")
        name = r"[a-z-]+-as-at-2026-06-20-position-\d+\.\w+"
        named = answer.headers["Content-Disposition"]
        assert re.fullmatch(f'attachment; filename="{name}"', named)
        assert "X-Evil" not in answer.headers
