"""Who may use which route, written out: a new route or another answer fails here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from application.nouns.procedures import load_placeholder
from domain.kernel.terms import Role
from domain.procedure.procedure import PROCEDURE
from tests.acts import do, record
from tests.disputing import dispute
from tests.following import receive, set_action
from tests.web.conftest import Visit

TEAM, CHAIR, MEMBER = Role.BUSINESS_TEAM, Role.SAAS_CHAIR, Role.SAAS_MEMBER
SCRUTINEER, EXECUTIVE, LSP = Role.SCRUTINEER, Role.EXECUTIVE, Role.LSP
AUDITOR, ADMINISTRATOR = Role.AUDITOR, Role.ADMINISTRATOR
EVERYBODY = set(Role)
ALL_BUT_SAAS = EVERYBODY - {CHAIR, MEMBER}

OPEN_TO_ALL = {
    "about.accessibility",
    "about.health",
    "sign_in.sign_in",
    "sign_in.sign_in_now",
    "sign_in.sign_out",
    "static",
}
ROUTES = {
    "home.home": EVERYBODY,
    "disputes.register": EVERYBODY,
    "disputes.download": EVERYBODY,
    "disputes.clock": EVERYBODY,
    "disputes.figures": EVERYBODY,
    "disputes.record": {TEAM, CHAIR},
    "disputes.dispute": EVERYBODY,
    "risks.register": EVERYBODY,
    "risks.download": EVERYBODY,
    "risks.record": {TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE},
    "risks.risk": EVERYBODY,
    "recommendations.register": EVERYBODY,
    "recommendations.download": EVERYBODY,
    "recommendations.receive": {TEAM, SCRUTINEER},
    "recommendations.recommendation": EVERYBODY,
    "recommendations.tables.tables": EVERYBODY,
    "recommendations.tables.late": EVERYBODY,
    "recommendations.tables.redates": EVERYBODY,
    "recommendations.tables.closed": EVERYBODY,
    "scrutineer.scrutineer": EVERYBODY,
    "scrutineer.rate": {TEAM, SCRUTINEER, EXECUTIVE},
    "actions.register": EVERYBODY,
    "actions.download": EVERYBODY,
    "actions.set_action": {TEAM, CHAIR, EXECUTIVE},
    "actions.action": EVERYBODY,
    "imports.ask": {TEAM},
    "imports.load": {TEAM},
    "executive.executive": ALL_BUT_SAAS,
    "audit.trail": ALL_BUT_SAAS,
    "audit.download": ALL_BUT_SAAS,
    "procedure.procedure": EVERYBODY,
    "procedure.version": EVERYBODY,
    "procedure.version_file": EVERYBODY,
    "procedure.compare": EVERYBODY,
    "procedure.draft": EVERYBODY,
    "procedure.draft_file": EVERYBODY,
    "procedure.begin": {ADMINISTRATOR},
    "conformance.conformance": EVERYBODY,
    "conformance.download": EVERYBODY,
    "conformance.what_if": EVERYBODY,
    "agencies.agencies": EVERYBODY,
    "agencies.join": {ADMINISTRATOR},
    "agencies.agency": EVERYBODY,
    "people.people": {ADMINISTRATOR, AUDITOR},
    "people.give": {ADMINISTRATOR},
    "people.end": {ADMINISTRATOR},
    "people.access_log": {ADMINISTRATOR, AUDITOR},
}
MOVES = {
    "risk.accept": {TEAM, EXECUTIVE, LSP},
    "risk.add_control": {TEAM, MEMBER},
    "risk.answer": {TEAM, EXECUTIVE, LSP},
    "risk.assess": {TEAM, MEMBER},
    "risk.assign_owner": {TEAM, EXECUTIVE},
    "risk.choose_response": {TEAM, MEMBER, EXECUTIVE},
    "risk.cite_source": {TEAM},
    "risk.close": {TEAM, EXECUTIVE, LSP},
    "risk.correct_score": {TEAM},
    "risk.describe": {TEAM},
    "risk.escalate": {TEAM, CHAIR},
    "risk.judge_proximity": {TEAM, MEMBER},
    "risk.link": {TEAM, CHAIR, SCRUTINEER},
    "risk.merge": {TEAM},
    "risk.reclassify": {TEAM},
    "risk.reopen": {TEAM, EXECUTIVE, LSP},
    "risk.review": {TEAM, CHAIR, MEMBER},
    "risk.schedule_review": {TEAM},
    "risk.set_appetite": {TEAM, EXECUTIVE, LSP},
    "risk.set_target_date": {TEAM, EXECUTIVE},
    "risk.unlink": {TEAM},
    "risk.withdraw_control": {TEAM, MEMBER},
    "recommendation.accept_risk": {TEAM, EXECUTIVE, LSP},
    "recommendation.add_evidence": {TEAM, MEMBER, SCRUTINEER},
    "recommendation.approve_redate": {TEAM, CHAIR, SCRUTINEER, EXECUTIVE},
    "recommendation.ask_redate": {TEAM, MEMBER},
    "recommendation.assign_owner": {TEAM, EXECUTIVE},
    "recommendation.check_evidence": {TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE},
    "recommendation.depend": {TEAM, SCRUTINEER},
    "recommendation.link": {TEAM, CHAIR, SCRUTINEER},
    "recommendation.plan": {TEAM, MEMBER},
    "recommendation.refuse_redate": {TEAM, CHAIR, SCRUTINEER, EXECUTIVE},
    "recommendation.reopen": {TEAM, SCRUTINEER, EXECUTIVE, LSP},
    "recommendation.report_progress": {TEAM, MEMBER},
    "recommendation.report_status": {TEAM},
    "recommendation.respond": {TEAM, MEMBER, EXECUTIVE},
    "recommendation.return_it": {TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE},
    "recommendation.review_impact": {TEAM, CHAIR, SCRUTINEER, EXECUTIVE},
    "recommendation.submit": {TEAM, MEMBER},
    "recommendation.supersede": {TEAM, SCRUTINEER},
    "recommendation.tag": {TEAM, SCRUTINEER},
    "recommendation.unlink": {TEAM},
    "recommendation.verify": {TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE},
    "recommendation.withdraw": {TEAM, SCRUTINEER},
    "recommendation.worsen": {TEAM, MEMBER},
    "action.add_evidence": {TEAM, MEMBER},
    "action.approve_redate": {TEAM, CHAIR, SCRUTINEER, EXECUTIVE},
    "action.ask_redate": {TEAM, MEMBER},
    "action.assign_owner": {TEAM, EXECUTIVE},
    "action.cancel": {TEAM, EXECUTIVE},
    "action.check_evidence": {TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE},
    "action.link": {TEAM, CHAIR, SCRUTINEER},
    "action.refuse_redate": {TEAM, CHAIR, SCRUTINEER, EXECUTIVE},
    "action.report_progress": {TEAM, MEMBER},
    "action.return_it": {TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE},
    "action.submit": {TEAM, MEMBER},
    "action.unlink": {TEAM},
    "action.verify": {TEAM, CHAIR, MEMBER, SCRUTINEER, EXECUTIVE},
    "procedure.add_stage": {ADMINISTRATOR},
    "procedure.change_rules": {ADMINISTRATOR},
    "procedure.change_stage": {ADMINISTRATOR},
    "procedure.confirm": {ADMINISTRATOR},
    "procedure.discard": {ADMINISTRATOR},
    "procedure.draft": {ADMINISTRATOR},
    "procedure.draft_from_file": {ADMINISTRATOR},
    "procedure.publish": {ADMINISTRATOR},
    "procedure.remove_stage": {ADMINISTRATOR},
    "dispute.add_party": {TEAM, CHAIR},
    "dispute.agree": {TEAM, CHAIR},
    "dispute.check_actions": {TEAM, CHAIR, SCRUTINEER},
    "dispute.date_minutes": {TEAM},
    "dispute.decide": {TEAM, CHAIR, MEMBER, EXECUTIVE, LSP},
    "dispute.declare_urgent": {TEAM, CHAIR},
    "dispute.describe": {TEAM},
    "dispute.drop": {TEAM, CHAIR},
    "dispute.escalate": {TEAM, CHAIR, MEMBER},
    "dispute.extend": {TEAM, CHAIR, EXECUTIVE, LSP},
    "dispute.facilitate": {TEAM, SCRUTINEER},
    "dispute.keep_record": {TEAM, CHAIR, MEMBER, EXECUTIVE, LSP},
    "dispute.link": {TEAM, CHAIR, SCRUTINEER},
    "dispute.name_convener": {TEAM, CHAIR},
    "dispute.note_learning": {TEAM, CHAIR, SCRUTINEER},
    "dispute.notify": {TEAM, EXECUTIVE, LSP},
    "dispute.record_dissent": {TEAM, MEMBER},
    "dispute.recuse": {TEAM, CHAIR, MEMBER, EXECUTIVE, LSP},
    "dispute.reopen": {TEAM, CHAIR, EXECUTIVE, LSP},
    "dispute.reply": {TEAM, MEMBER},
    "dispute.report_ending": {TEAM},
    "dispute.report_stage": {TEAM},
    "dispute.return_it": {TEAM, CHAIR, EXECUTIVE, LSP},
    "dispute.state_position": {TEAM, MEMBER},
    "dispute.supersede": {TEAM},
    "dispute.unlink": {TEAM},
    "dispute.withdraw": {TEAM, MEMBER},
    "agency.add_alias": {ADMINISTRATOR},
    "agency.leave": {ADMINISTRATOR},
    "agency.merge": {ADMINISTRATOR},
    "agency.rename": {ADMINISTRATOR},
}
ACT = {
    "disputes.act": "dispute",
    "risks.act": "risk",
    "recommendations.act": "recommendation",
    "actions.act": "action",
    "procedure.act": "procedure",
    "agencies.act": "agency",
}
"""The routes whose access each intent decides for itself."""


def test_every_route_and_every_intent_is_in_the_tables(app: Flask) -> None:
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert routes == OPEN_TO_ALL | ROUTES.keys() | ACT.keys()
    moves = {
        name
        for name, intent in CATALOGUE.items()
        if name.split(".")[0] in ACT.values() and not intent.creates
    }
    assert moves == MOVES.keys()


@pytest.mark.parametrize("role", list(Role))
def test_a_route_opens_for_the_roles_that_may_use_it_and_for_no_others(
    role: Role, app: Flask, ledger: Ledger, visit: Visit
) -> None:
    visitor = visit(role)
    wrong = []
    for method, address, roles in _requests(app, ledger):
        answer = visitor.ask(method, address, {"csrf_token": visitor.token})
        # A form of a stage leads on to the draft, where a stage is chosen.
        opened = {200: True, 302: True, 422: True, 403: False}[answer.status_code]
        if opened != (role in roles):
            wrong.append(f"{method} {address}: {answer.status_code}")
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


def _requests(app: Flask, ledger: Ledger) -> Iterator[tuple[str, str, set[Role]]]:
    """Every way to ask for every route that wants a session, and who may."""
    load_placeholder(ledger)
    names = {
        "dispute": dispute(ledger, met_on="2025-01-14"),
        "risk": record(ledger, raised_in="saas", owner_agency="kent-police"),
        "recommendation": receive(ledger),
        "action": set_action(ledger, due_on="2099-12-31"),
        "agency": "kent-police",
        "procedure": "",
        "role": do(ledger, "role.give", person="somebody", role=AUDITOR).reference,
    }
    nouns = {
        "disputes.dispute": "dispute",
        "risks.risk": "risk",
        "recommendations.recommendation": "recommendation",
        "actions.action": "action",
        "agencies.agency": "agency",
        "people.end": "role",
    } | ACT
    do(ledger, "procedure.draft", PROCEDURE, number="1")
    numbers = {"procedure.version": 1, "procedure.version_file": 1}
    addresses = app.url_map.bind("")
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN_TO_ALL:
            continue
        noun = nouns.get(rule.endpoint, "")
        arguments: dict[str, Any] = {"reference": names[noun]} if names.get(noun) else {}
        if rule.endpoint in numbers:
            arguments["number"] = numbers[rule.endpoint]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if rule.endpoint not in ACT:
                address = addresses.build(rule.endpoint, arguments, method=method)
                yield method, address, ROUTES[rule.endpoint]
                continue
            for name, roles in MOVES.items():
                if name.startswith(f"{noun}."):
                    move = name.removeprefix(f"{noun}.").replace("_", "-")
                    yield method, addresses.build(rule.endpoint, arguments | {"move": move}), roles
