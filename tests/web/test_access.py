"""Who may use which route, and that every page offers just what can be done."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from freezegun import freeze_time

from application.doing.access import MAY
from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from application.proof.making import make_checkpoint
from domain.groups.group import Group
from domain.kernel.terms import Role
from domain.meetings.meeting import Meeting
from domain.procedure.procedure import PROCEDURE
from tests.acts import do
from tests.databases import Databases
from tests.web.conftest import Visit
from tests.web.deeds import DEEDS, ITEMS
from tests.web.deeds.lived import lived
from web.running.startup import open_ledger

TEAM, CHAIR, MEMBER = Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_MEMBER
SCRUTINEER, EXECUTIVE, LSP = Role.SCRUTINEER, Role.EXECUTIVE, Role.LSP
AUDITOR, ADMINISTRATOR = Role.AUDITOR, Role.ADMINISTRATOR
EVERYBODY = set(Role)
ALL_BUT_SAAS = EVERYBODY - {CHAIR, MEMBER}

OPEN_TO_ALL = {
    "about.accessibility",
    "about.health",
    "about.ready",
    "sign_in.code",
    "sign_in.code_now",
    "sign_in.sign_in",
    "sign_in.sign_in_now",
    "sign_in.sign_out",
    "static",
}
OF_ACCOUNTS = (
    "accounts", "new", "add", "account", "rename", "rename_now", "disable", "enable",
    "give_password", "take_off_second_factor", "end_sessions", "erase", "erase_now",
)  # fmt: skip
THEME_MOVES = ("add_theme", "map_words", "rename_theme", "merge_themes", "retire_theme")
FOR_SOME = {
    "disputes.record": {TEAM, CHAIR},
    "risks.new": {TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE},
    "recommendations.new": {TEAM, SCRUTINEER},
    "actions.new": {TEAM, CHAIR, EXECUTIVE},
    "scrutineer.rate": {TEAM, SCRUTINEER, EXECUTIVE},
    "imports.ask": {TEAM},
    "imports.load": {TEAM},
    "executive.executive": ALL_BUT_SAAS,
    **{f"papers.{kind}": ALL_BUT_SAAS for kind in ("executive", "circular", "changes")},
    "audit.trail": ALL_BUT_SAAS,
    "audit.file": ALL_BUT_SAAS,
    "changes.changes": ALL_BUT_SAAS,
    "history.pack": ALL_BUT_SAAS,
    "changes.file": ALL_BUT_SAAS,
    "changes.pack": ALL_BUT_SAAS,
    "procedure.begin": {ADMINISTRATOR},
    "partnership.change": {ADMINISTRATOR},
    **{f"themes.{move}": {TEAM, ADMINISTRATOR} for move in THEME_MOVES},
    "holidays.proclaim": {ADMINISTRATOR},
    "holidays.end": {ADMINISTRATOR},
    "guidance.adopt": {ADMINISTRATOR},
    "guidance.end": {ADMINISTRATOR},
    "agencies.join": {ADMINISTRATOR},
    "groups.new": {TEAM, ADMINISTRATOR},
    "meetings.new": {TEAM, CHAIR},
    **{
        f"meetings.{page}": {TEAM}
        for page in ("taking", "taking_item", "finish", "close", "put_in", "roll_call")
    },
    "meetings.clear_minutes": {TEAM, CHAIR},
    "meetings.reply_oneself": set(Role) - {AUDITOR, ADMINISTRATOR, Role.DATA_PROTECTION},
    "decisions.new": {TEAM, CHAIR},
    "recommendations.several.record": {TEAM, SCRUTINEER},
    "commissions.new": {TEAM, CHAIR, EXECUTIVE},
    "forward_plan.new": {TEAM, CHAIR, SCRUTINEER},
    "redactions.register": ALL_BUT_SAAS,
    "redactions.item": ALL_BUT_SAAS,
    "redactions.file": ALL_BUT_SAAS,
    "redactions.propose": {ADMINISTRATOR},
    "people.people": {ADMINISTRATOR, AUDITOR},
    "people.give": {ADMINISTRATOR},
    "people.end": {ADMINISTRATOR},
    "people.access_log": {ADMINISTRATOR, AUDITOR, Role.DATA_PROTECTION},
    "reads.reads": {ADMINISTRATOR, AUDITOR, Role.DATA_PROTECTION},
    "reads.file": {ADMINISTRATOR, AUDITOR, Role.DATA_PROTECTION},
    **{f"accounts.{name}": {ADMINISTRATOR} for name in OF_ACCOUNTS},
    "papers.issue_papers": {TEAM},
}
"""The routes that are not for everybody who is signed in, written out."""
ACT = {
    "disputes.act": "dispute",
    "risks.act": "risk",
    "recommendations.act": "recommendation",
    "actions.act": "action",
    "procedure.act": "procedure",
    "agencies.act": "agency",
    "groups.act": "group",
    "meetings.act": "meeting",
    "decisions.act": "decision",
    "commissions.act": "commission",
    "forward_plan.act": "entry",
    "redactions.act": "redaction",
}
"""The routes whose access each intent decides for itself: who may is told in docs/access.md."""
WITH_EVIDENCE = {
    "risk": "risks", "recommendation": "recommendations", "action": "actions",
    "dispute": "disputes", "commission": "commissions",
}  # fmt: skip
OF_A_MEETING = (
    "meeting", "calendar", "taking", "taking_item", "finish", "close", "clear_minutes", "put_in",
    "roll_call", "reply_oneself", "minutes", "minutes_document",
    "restricted_minutes", "restricted_minutes_document",
)  # fmt: skip
"""The pages of one meeting."""
MOVES = {name: MAY[name] for name, intent in CATALOGUE.items() if not intent.creates}


@pytest.fixture
def ledger(sqlite_databases: Databases) -> Iterator[Ledger]:
    """A partnership with items in every state, on the day they were recorded."""
    with sqlite_databases.lend(sqlite_databases.prepare(lived)) as url:
        ledger = open_ledger(url)
        with freeze_time("2026-06-20T10:00:00Z", ignore=["_pytest.timing"]):
            yield ledger
        ledger.close()


@pytest.mark.parametrize("role", list(Role))
def test_a_route_opens_for_the_roles_that_may_use_it_and_for_no_others(
    role: Role, app: Flask, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(role)
    wrong = []
    for method, address, roles in _requests(app, ledger):
        if address.startswith("/account/"):
            continue  # whatever their role, it is their own: tests/web/pages/test_account.py
        answer = visitor.ask(method, address, {"csrf_token": visitor.token})
        # A form of a stage leads on to the draft, where a stage is chosen.
        opened = {200: True, 302: True, 303: True, 422: True, 403: False}[answer.status_code]
        if opened != (role in roles):
            wrong.append(f"{method} {address}: {answer.status_code}")
    assert wrong == []


IN_EVERY_STATE = {
    "risk": ("RSK-2026-001", "RSK-2026-003"),
    "recommendation": ("REC-2026-001", "REC-2026-007", "REC-2026-009"),
    "action": ("ACT-2026-001", "ACT-2026-003", "ACT-2026-004"),
    "dispute": ("DSP-2026-001", "DSP-2026-005", "DSP-2026-007", "DSP-2026-008"),
    "agency": ("kent-rangers",),
    "group": ("GRP-2026-001",),
    "meeting": ("MTG-2026-001", "MTG-2026-002", "MTG-2026-003"),
    "decision": ("DEC-2026-001", "DEC-2026-002"),
    "commission": ("COM-2026-001", "COM-2026-002"),
    "entry": ("FWD-2026-001", "FWD-2026-002"),
    "redaction": ("RED-2026-001",),
}


@pytest.mark.parametrize("role", list(Role))
def test_a_page_offers_what_can_be_done_and_nothing_else(
    role: Role, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(role)
    wrong = []
    for noun, references in IN_EVERY_STATE.items():
        if noun == "redaction" and role in {CHAIR, MEMBER}:
            assert visitor.ask("GET", "/redactions/RED-2026-001").status_code == 403
            continue
        moves = [name for name in MOVES if name.startswith(f"{noun}.")]
        for address in (f"{ITEMS[noun][0]}/{reference}" for reference in references):
            links = [href.partition("?")[0] for href in visitor.get(address).links.values()]
            for name in moves:
                form = f"{address}/{name.partition('.')[2].replace('_', '-')}"
                status = visitor.ask("GET", form).status_code
                expected = (
                    (200,) if form in links else (403, 422) if role in MOVES[name] else (403,)
                )
                if status not in expected:
                    wrong.append(f"{form}: {status}")
    assert wrong == []


def test_without_a_session_every_route_but_the_public_ones_leads_to_signing_in(
    app: Flask, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit()
    visitor.get("/sign-in")
    for method, address, _ in _requests(app, ledger):
        sign_in = f"/sign-in?next={quote(address)}"
        if method == "GET":
            answer = visitor.ask(method, address)
            assert (answer.status_code, answer.location) == (302, sign_in)
        else:
            assert visitor.post(address, status=403).links == {"Sign in": sign_in}


def test_the_public_routes_open_without_a_session(visit: Visit) -> None:
    visitor = visit()
    assert visitor.get("/accessibility").heading == "Accessibility statement for Scrutiny Ledger"
    assert visitor.get("/sign-in").heading == "Sign in"
    assert visitor.ask("GET", "/static/ledger.css").status_code == 200
    health = visitor.ask("GET", "/health")
    assert (health.status_code, health.get_json()["status"]) == (200, "ok")


def test_asking_for_health_leaves_no_trace_of_a_visit(visit: Visit) -> None:
    assert visit().ask("GET", "/health").headers.getlist("Set-Cookie") == []


def _requests(app: Flask, ledger: Ledger) -> Iterator[tuple[str, str, Set[Role]]]:
    """Every way to ask for every route that wants a session, and who may."""
    names = {noun: reference for noun, (_, reference) in ITEMS.items()}
    nouns = {
        "disputes.dispute": "dispute",
        "papers.dispute": "dispute",
        "risks.risk": "risk",
        "recommendations.recommendation": "recommendation",
        "actions.action": "action",
        "agencies.agency": "agency",
        "groups.group": "group",
        "groups.document": "group",
        "meetings.calendar": "meeting",
        "meetings.paper": "meeting",
        **{f"chasing.{page}": "agency" for page in ("awaited", "document", "text")},
        "history.whole": "agency",
        "history.step": "agency",
        "history.pack": "agency",
        **{f"meetings.{page}": "meeting" for page in OF_A_MEETING},
        "decisions.decision": "decision",
        "commissions.item": "commission",
        "forward_plan.item": "entry",
        "redactions.item": "redaction",
        "redactions.propose": "risk",
        "people.end": "role",
        **{f"{plural}.evidence": noun for noun, plural in WITH_EVIDENCE.items()},
    } | ACT
    for noun in WITH_EVIDENCE:
        file = {"name": "sample.txt", "content": "A sample."}
        do(ledger, f"{noun}.add_evidence", names[noun], kind="data", title="Sample", file=file)
    paper = {"name": "sample.txt", "content": "A sample."}
    do(ledger, "meeting.send_paper", names["meeting"], title="Agenda", file=paper)
    do(ledger, "group.agree_document", names["group"], title="Terms", edition="2",
       agreed_by="the Executive", agreed_on="2026-06-01", file=paper)  # fmt: skip
    do(ledger, "procedure.draft", PROCEDURE, number="1")
    do(ledger, "group.set_duties", names["group"], **DEEDS["group.set_duties"].typed)
    somebodys: dict[str, Any] = {
        "who": "person-lsp", "key": "x", "agency": "kent-police", "key_id": "unsigned",
        "which": "x",
        "size": make_checkpoint(ledger, None).checkpoint.size,
    }  # fmt: skip
    numbers = {
        "procedure.version": {"number": 1},
        "procedure.version_file": {"number": 1},
        "history.step": {"version": 1},
        "meetings.taking_item": {"item": 1},
        "meetings.paper": {"number": max(ledger.get(Meeting, names["meeting"]).papers)},
        "groups.document": {"number": max(ledger.get(Group, names["group"]).documents)},
        "meetings.finish": {"capture": 1, "move": "set"},
        "redactions.propose": {"step": 1},
        "themes.theme": {"name": "neglect"},
        **{f"{plural}.evidence": {"number": 1} for plural in WITH_EVIDENCE.values()},
    }
    addresses = app.url_map.bind("")
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN_TO_ALL:
            continue
        noun = nouns.get(rule.endpoint, "")
        arguments: dict[str, Any] = {"reference": names[noun]} if names.get(noun) else {}
        if rule.endpoint in numbers:
            arguments |= numbers[rule.endpoint]
        arguments |= {name: somebodys[name] for name in rule.arguments & somebodys.keys()}
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if rule.endpoint not in ACT:
                address = addresses.build(
                    rule.endpoint, {**arguments, **(rule.defaults or {})}, method=method
                )
                yield method, address, FOR_SOME.get(rule.endpoint, EVERYBODY)
                continue
            if method == "GET" and noun in IN_EVERY_STATE:
                continue  # what a page offers is a test of its own
            for name, roles in MOVES.items():
                if name.startswith(f"{noun}."):
                    move = name.removeprefix(f"{noun}.").replace("_", "-")
                    yield method, addresses.build(rule.endpoint, arguments | {"move": move}), roles
