"""What somebody may not see is nowhere, and looks at every door as if it were not there."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from freezegun import freeze_time
from werkzeug.test import TestResponse

from application.doing.access import MAY
from application.doing.fields import ItemField
from application.doing.intents import Intent
from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from domain.kernel.terms import Role
from domain.risks.risk import Risk
from projections.partnership.role_grants import ROLE_GRANTS
from projections.risks.risk_register import RISKS
from tests.acts import do, record
from tests.databases import Databases
from tests.partnership import PEOPLE
from tests.reading import looking
from tests.web.conftest import Visit
from tests.web.deeds import ITEMS
from tests.web.deeds.lived import lived
from tests.web.visitor import Visitor
from web.running.startup import open_ledger

NOW = "2026-06-20T10:00:00Z"
ABSENT = "RSK-2019-007"
TITLE = "Unheard of"
RESTRICTED = (Role.SAAS_CHAIR, Role.SAAS_MEMBER)
"""The roles to which some risks are hidden. docs/access.md says so."""
SEEN = {
    "risk": "RSK-2026-001",
    "recommendation": "REC-2026-001",
    "action": "ACT-2026-001",
    "dispute": "DSP-2026-001",
}


def with_secrets(database_url: str) -> None:
    """A partnership that has lived, and risks of the Executive's that everything is linked to.

    The police owned the first of them once, and so could see it.
    """
    lived(database_url)
    ledger = open_ledger(database_url)
    council = {"owner_agency": "kent-county-council"}
    with freeze_time(NOW), ledger.writing():
        secret = record(ledger, TITLE, owner_agency="kent-police", raised_in="executive")
        do(ledger, "risk.assign_owner", secret, owner_role="Director", **council)
        twin = record(ledger, "Also secret", raised_in="executive", **council)
        for noun, reference in SEEN.items():
            for other in (secret, twin):
                do(ledger, f"{noun}.link", reference, other=other, reason=f"{other} feeds it.")
        do(ledger, "risk.unlink", SEEN["risk"], other=twin, reason=f"Not {twin} after all.")
        of_saas = record(ledger, "Merged away", raised_in="saas", owner_agency="kent-police")
        do(ledger, "risk.merge", of_saas, into=secret, reason=f"The same as {secret}.")
        taken_in = record(ledger, "Taken in", **council)
        do(ledger, "risk.merge", taken_in, into=SEEN["risk"], reason=f"{taken_in} is the same.")
        do(ledger, "action.set", title="It serves a secret", measure="x", owner_role="Chief",
           owner_agency="kent-police", due_on="2999-01-01", serves=secret)  # fmt: skip
    ledger.close()


@pytest.fixture
def ledger(sqlite_databases: Databases) -> Iterator[Ledger]:
    with sqlite_databases.lend(sqlite_databases.prepare(with_secrets)) as url:
        ledger = open_ledger(url)
        with freeze_time(NOW, ignore=["_pytest.timing"]):
            yield ledger
        ledger.close()


@pytest.fixture
def hidden(ledger: Ledger) -> list[str]:
    """The risks that nobody of SAAS may see."""
    titles = {TITLE, "Also secret", "Taken in"}
    with looking(ledger) as view:
        return [row["reference"] for row in RISKS.rows(view, RISKS.c.title.in_(titles))]


def plain(answer: TestResponse, reference: str) -> tuple[int, str, str]:
    """An answer without what is another one each time, and without the reference asked for."""
    text = re.sub(re.escape(reference), "IT", answer.text, flags=re.IGNORECASE)
    text = re.sub(r'(name="(csrf_token|command)" value=)"[^"]*"', r"\1", text)
    text = text.replace(answer.headers["X-Request-ID"], "")
    return answer.status_code, answer.headers.get("Location", "").replace(reference, "IT"), text


# At every door


@pytest.mark.parametrize("role", [*RESTRICTED, None])
def test_a_hidden_item_is_answered_at_every_address_like_one_that_there_is_not(
    role: Role | None, app: Flask, hidden: Sequence[str], visit: Visit, ledger: Ledger
) -> None:
    visitor = visit(role) if role else _without_a_role(ledger, visit)
    assert len(hidden) == 3
    asked = 0
    for method, address in _addresses(app, ledger):
        for reference in (hidden[0], hidden[0].lower()) if address.endswith("{}") else hidden[:1]:
            there = visitor.ask(method, address.format(reference), _sent(visitor))
            absent = ABSENT if reference.isupper() else ABSENT.lower()
            not_there = visitor.ask(method, address.format(absent), _sent(visitor))
            assert there.status_code in (403, 404, 405, 200), address
            assert plain(there, reference) == plain(not_there, absent), address
            asked += 1
    assert asked > 100


def _sent(visitor: Visitor) -> dict[str, Any]:
    return {"csrf_token": visitor.token, "version": "1", "command": "c"}


def _addresses(app: Flask, ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Every address in which a reference can stand, with {} for it."""
    then = f"?as-at=%23{ledger.position() - 1}"
    for rule in app.url_map.iter_rules():
        if "reference" not in rule.arguments:
            continue
        noun = {"risks": "risk", "people": "role"}.get(rule.rule.split("/")[1], "")
        noun = noun or rule.rule.split("/")[1].removesuffix("s")
        moves = [""]
        if "move" in rule.arguments:
            moves = [
                name.partition(".")[2].replace("_", "-")
                for name in CATALOGUE
                if name.startswith(f"{noun}.")
            ]
        for move in moves:
            address = rule.rule.replace("<reference>", "{}").replace("<move>", move)
            for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
                yield method, address
                if method == "GET" and move == moves[0]:
                    yield method, address + then
    for address in ("/risks?status=all&search={}", "/search?q={}", "/risks.csv?search={}",
                    "/risks.json?search={}", "/audit?item={}", "/audit.csv?item={}",
                    "/disputes/conformance?dispute={}"):  # fmt: skip
        yield "GET", address


def _without_a_role(ledger: Ledger, visit: Visit) -> Visitor:
    """Somebody with an account and nothing else."""
    visitor = visit(Role.AUDITOR)
    with looking(ledger) as view:
        roles = ROLE_GRANTS.rows(view, ROLE_GRANTS.c.person == PEOPLE[Role.AUDITOR].id)
    for row in roles:
        do(ledger, "role.end", row["reference"], to_on="2026-06-19", reason="x")
    return visitor


# In every field that names an item


@pytest.mark.parametrize("role", RESTRICTED)
def test_a_hidden_item_is_refused_in_every_field_like_one_that_there_is_not(
    role: Role, hidden: Sequence[str], visit: Visit, ledger: Ledger
) -> None:
    visitor, before, asked = visit(role), ledger.position(), 0
    for intent, name in _fields_that_name(role):
        noun = intent.name.partition(".")[0]
        where, move = ITEMS[noun][0], intent.move.replace("_", "-")
        address = f"{where}/new" if intent.creates else f"{where}/{SEEN[noun]}/{move}"
        form = visitor.get(address)
        answers = [
            visitor.ask("POST", address, {**form.filled_in, "reason": "x", name: reference})
            for reference in (hidden[0], ABSENT)
        ]
        assert answers[0].status_code == answers[1].status_code == 422
        assert plain(answers[0], hidden[0]) == plain(answers[1], ABSENT)
        asked += 1
    assert ledger.position() == before
    assert asked == {Role.SAAS_CHAIR: 5, Role.SAAS_MEMBER: 0}[role]


def _fields_that_name(role: Role) -> Iterator[tuple[Intent, str]]:
    for name, intent in CATALOGUE.items():
        for field, asked in intent.asks.fields.items():
            of_items = isinstance(asked, ItemField) and issubclass(Risk, asked.item_class)
            if of_items and role in MAY[name] and name.partition(".")[0] in SEEN:
                yield intent, field


# On every page


@pytest.mark.parametrize("role", RESTRICTED)
def test_no_page_or_file_that_can_be_reached_mentions_a_hidden_item(
    role: Role, hidden: Sequence[str], visit: Visit, ledger: Ledger
) -> None:
    visitor = visit(role)
    # While it was the police's, just after, and now.
    assigned = ledger.events_of(Risk.OwnerAssigned)
    own, given = (at for at, event in assigned if event.reference == hidden[0])
    moments = ["", *(f"as-at=%23{at}" for at in (own, given, ledger.position()))]
    seen: set[str] = set()
    wrong: list[str] = []
    waiting = [
        "/",
        "/audit",
        "/audit.csv",
        "/executive",
        "/search?q=secret",
        "/access-log",
        "/risks?since=2026-06-19&status=all",
        "/risks?columns=reference,links,merged_into,decision&status=all",
        "/actions?columns=reference,serves",
        "/recommendations/tables?since=2026-06-01",
    ]
    while waiting:
        path = waiting.pop()
        looked_back_on = "?" not in path and path.count("/") < 3
        looked_back_on = looked_back_on and not path.endswith(("docx", "xlsx"))
        for moment in moments if looked_back_on else moments[:1]:
            address = f"{path}?{moment}" if moment else path
            if address in seen:
                continue
            seen.add(address)
            text = _everything_in(visitor.ask("GET", address))
            wrong += [f"{address}: {each}" for each in (*hidden, TITLE) if each in text]
            if not moment:
                waiting += [each for each in _links(text) if each not in seen]
    assert wrong == []
    assert len(seen) > 150
    assert any(address.startswith("/actions/ACT") for address in seen)


def _everything_in(answer: TestResponse) -> str:
    """The words of an answer; of a workbook or a Word document, those of its parts."""
    if "openxmlformats" not in answer.content_type:
        return answer.text
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        names = [each for each in parts.namelist() if each.endswith((".xml", ".rels"))]
        return "".join(parts.read(name).decode() for name in names)


def _links(text: str) -> list[str]:
    """The addresses of ours that a page leads to: paths, and files with their query.

    A PDF says what the Word document of the same paper does, letter by letter in a code of its own.
    """
    found = []
    for href in re.findall(r'href="(/[^"#]*)', text):
        parts = urlsplit(href.replace("&amp;", "&"))
        if parts.path.startswith("/static") or parts.path.endswith(("/sign-out", ".pdf")):
            continue
        found.append(parts.path)
    return found


def test_a_form_that_is_shown_names_no_hidden_item(
    hidden: Sequence[str], visit: Visit, ledger: Ledger
) -> None:
    """What somebody else did meanwhile is told, but not to what."""
    visitor = visit(Role.SAAS_CHAIR)
    form = visitor.get(f"/risks/{SEEN['risk']}/link")
    do(ledger, "risk.link", SEEN["risk"], other=hidden[1], reason=f"{hidden[1]} again.")
    page = visitor.submit(form, status=409, other="REC-2026-002")
    assert "linked it to an item that your role does not see" in page.notices[0]
    assert not [each for each in hidden if each in page.html]


def test_what_is_proposed_names_no_hidden_item_to_whoever_decides_on_it(
    hidden: Sequence[str], visit: Visit, ledger: Ledger
) -> None:
    """The reason stands on the item's page, and above the forms on which others decide on it."""
    why = f"It is {hidden[0]} once more."
    do(ledger, "recommendation.say_in_error", SEEN["recommendation"], reason=why)
    address = f"/recommendations/{SEEN['recommendation']}"
    for page in (address, f"{address}/agree-in-error", f"{address}/decline-in-error"):
        assert why in visit(Role.EXECUTIVE).get(page).words
        found = visit(Role.SAAS_CHAIR).get(page)
        assert "It is an item that your role does not see once more." in found.words
        assert hidden[0] not in found.html


def test_neither_a_hidden_item_nor_an_absent_one_is_looked_for(
    hidden: Sequence[str], visit: Visit, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading the history of what is hidden would take longer than finding that there is none."""
    visitor, looked_for = visit(Role.SAAS_CHAIR), list[str]()
    linking = f"/risks/{SEEN['risk']}/link"
    form = visitor.get(linking).filled_in
    get = ledger.get

    def noting(kind: Any, reference: str, **more: Any) -> Any:
        looked_for.append(reference)
        return get(kind, reference, **more)

    monkeypatch.setattr(ledger, "get", noting)
    for reference in (hidden[0], ABSENT):
        for method in ("GET", "POST"):
            answer = visitor.ask(method, f"/risks/{reference}/escalate", _sent(visitor))
            assert answer.status_code == 404
        answer = visitor.ask("POST", linking, {**form, "other": reference})
        assert answer.status_code == 422
    assert SEEN["risk"] in looked_for
    assert not {hidden[0], ABSENT} & set(looked_for)
