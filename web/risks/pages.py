"""The Partnership Risk Register, one risk, and everything that can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template, request, url_for

from application.doing import access
from application.ledger.clock import today
from application.ledger.ledger import Outcome
from application.nouns.catalogue import CATALOGUE
from application.nouns.risks import RECORD, RISK_INTENTS
from domain.kernel.errors import NotFoundError
from domain.kernel.item import long_date
from domain.risks.matrix import Matrix
from domain.risks.risk import Risk
from domain.risks.vocabulary import KIND_NAMES, Forum, Kind
from domain.risks.words import FORUMS
from projections.partnership.agencies import AgencyNamesAt, list_agencies
from projections.risks import risk_register
from projections.risks.risk_register import HIGHEST_FIRST, SORTS, UNSCORED, Filters
from projections.versioned import Moment, Row
from web.acting import act_on, moves_for
from web.exporting import RISK_COLUMNS, csv_download
from web.linked import linked_items
from web.lists import (
    applied_filters,
    filters_asked_for,
    grouped,
    page_asked_for,
    sort_asked_for,
)
from web.security import allow
from web.story import changed_since, entries
from web.view import earlier_asked_for, ledger, moment_asked_for, person, sight

pages = Blueprint("risks", __name__)


@pages.get("/risks")
@allow("see.risks")
def register() -> str:
    """The register: filtered, sorted, fifty to a page, now or as at any moment."""
    filters, sort = _filters(), sort_asked_for(SORTS, HIGHEST_FIRST)
    page = page_asked_for()
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        found = risk_register.register_page(
            connection, moment=view.moment, sight=sight(), filters=filters, sort=sort, page=page
        )
        agencies = list_agencies(connection, position=view.moment.position)
        since = earlier_asked_for(connection, view.moment)
        movements = (
            risk_register.movements_of(connection, found.rows, earlier=since, moment=view.moment)
            if since
            else {}
        )
    names = {row["reference"]: row["name"] for row in agencies}
    return render_template(
        "risks/register.html",
        found=found,
        filters=filters,
        applied=applied_filters(filters, _words(filters, names)),
        agencies=list(names.items()),
        bands=_bands(ledger().matrix),
        hygiene=risk_register.HYGIENE_WORDS,
        sort=sort,
        page=page,
        view=view,
        since=since,
        movements=movements,
        as_at_banner=view.banner,
        query=list(request.args.items(multi=True)),
        may_record=access.may(person(), "risk.record") is not None,
        may_import=access.may(person(), "see.import") is not None,
        csv_href=f"{url_for('risks.download')}?{urlencode(list(request.args.items(multi=True)))}",
    )


@pages.get("/risks.csv")
@allow("see.risks")
def download() -> Response:
    """The same register as a CSV file, whole."""
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        rows = risk_register.whole_register(
            connection,
            moment=view.moment,
            sight=sight(),
            filters=_filters(),
            sort=sort_asked_for(SORTS, HIGHEST_FIRST),
        )
        position = view.position
    return csv_download(rows, RISK_COLUMNS, noun="risks", moment=view.moment, position=position)


@pages.route("/risks/new", methods=["GET", "POST"])
@allow("risk.record")
def record() -> Any:
    """Put a risk on the register."""
    return act_on(RECORD, cancel=url_for("risks.register"), then=_to_risk)


@pages.get("/risks/<reference>")
@allow("see.risks")
def risk(reference: str) -> Any:
    """One risk: how it stands, what can be done, and its whole history."""
    reference = reference.upper()
    with ledger().reading() as connection:
        view = moment_asked_for(connection)
        row = risk_register.risk_row(connection, reference, moment=view.moment, sight=sight())
        if row is None:
            abort(404)
        history = entries(connection, ledger(), reference, position=view.moment.position)
        state = ledger().get(Risk, reference, version=row["version"])
        now = ledger().get(Risk, reference)
        names = dict(AgencyNamesAt(connection, view.moment.position))
        linked = linked_items(connection, state.links, view)
        merged_into = risk_register.risk_row(
            connection, row["merged_into"], moment=view.moment, sight=sight()
        )
    moves = [] if view.banner else moves_for(now, RISK_INTENTS)
    return render_template(
        "risks/risk.html",
        row=row,
        facts=_facts(row, names),
        risk=state,
        history=history,
        changed=changed_since(history, row),
        linked=linked,
        merged_into=merged_into,
        moves=grouped(moves, _GROUPS),
        may_answer=any(intent.move == "answer" for intent in moves),
        view=view,
        as_at_banner=view.banner,
        matrix=ledger().matrix,
        breadcrumbs=[
            {"text": "Risks", "href": url_for("risks.register", **view.query)},
            {"text": reference},
        ],
    )


@pages.route("/risks/<reference>/<move>", methods=["GET", "POST"])
@allow("risk.*")
def act(reference: str, move: str) -> Any:
    """Do one thing with one risk."""
    reference = reference.upper()
    intent = CATALOGUE.get(f"risk.{move.replace('-', '_')}")
    if intent is None or intent.creates:
        abort(404)
    with ledger().reading() as connection:
        row = risk_register.risk_row(connection, reference, moment=Moment(today()), sight=sight())
    if row is None:
        raise NotFoundError(f"There is no risk {reference}.")
    return act_on(
        intent,
        reference,
        cancel=url_for("risks.risk", reference=reference),
        then=_to_risk,
        caption=f"{reference}: {row['title']}",
    )


def _facts(row: Row, agencies: Mapping[str, str]) -> list[dict[str, Any]]:
    """How the risk is managed, as the rows of a summary list; what is not known is left out."""
    moved = {0: "", 1: ", moved once"}.get(
        row["target_moves"], f", moved {row['target_moves']} times"
    )
    raised = [
        FORUMS[Forum(row["raised_in"])] if row["raised_in"] else "",
        agencies.get(row["raised_by"], ""),
    ]
    cited = [row["source_body"], row["source_register"], row["source_as_at"]]
    known = {
        "Owner": ", ".join(filter(None, [row["owner_role"], row["owner_name"]])) or "No owner",
        "Response": row["response"].capitalize(),
        "Appetite": f"A score up to {row['appetite']}" if row["appetite"] else "",
        "When it could happen": row["proximity"],
        "Target date": row["target_on"] and long_date(row["target_on"]) + moved,
        "First target date": long_date(row["first_target_on"]) if row["target_moves"] else "",
        "Next review": long_date(row["review_on"]) or "None planned",
        "Last review": long_date(row["reviewed_on"]),
        "Theme": row["theme"],
        "How it shows itself": row["warning"],
        "Raised": ", ".join(filter(None, raised)),
        "Recorded": long_date(row["recorded_on"]),
        "Published in": ", ".join(filter(None, cited)),
        "Published band": row["published_band"],
        "Published direction": row["published_direction"],
        "Why it was closed": row["closing"],
    }
    return [{"key": {"text": key}, "value": {"text": text}} for key, text in known.items() if text]


def _filters() -> Filters:
    known: dict[str, set[str]] = {
        "status": {"open", "closed"},
        "kind": set(Kind),
        "band": {UNSCORED, *(band.name for band in ledger().matrix.bands)},
        "hygiene": set(risk_register.HYGIENE_WORDS),
    }
    return filters_asked_for(Filters, known)


def _words(filters: Filters, agencies: Mapping[str, str]) -> dict[str, str]:
    return {
        "owner_agency": agencies.get(filters.owner_agency, filters.owner_agency),
        "band": "Not scored" if filters.band == UNSCORED else filters.band,
        "kind": KIND_NAMES[Kind(filters.kind)].capitalize() if filters.kind else "",
        "status": {"closed": "Closed", "": "Open and closed"}.get(filters.status, ""),
        "escalated": "Awaiting an answer",
        "overdue": "Review overdue",
        "above_target": "Above target",
        "above_appetite": "Above appetite",
        "hygiene": risk_register.HYGIENE_WORDS.get(filters.hygiene, ""),
        "search": f"“{filters.search}”",
    }


def _bands(matrix: Matrix) -> list[tuple[str, str]]:
    highest_first = [(band.name, band.name) for band in reversed(matrix.bands)]
    return [*highest_first, (UNSCORED, "Not scored")]


_GROUPS = (
    ("Assess and review", ("assess", "review", "schedule_review", "correct_score")),
    ("Decide", ("escalate", "answer", "accept", "close", "reopen")),
    (
        "Manage",
        (
            "choose_response", "assign_owner", "add_control", "withdraw_control",
            "set_target_date", "set_appetite", "judge_proximity",
        ),
    ),
    ("Describe", ("describe", "reclassify", "cite_source", "link", "unlink", "merge")),
)  # fmt: skip


def _to_risk(outcome: Outcome) -> str:
    return url_for("risks.risk", reference=outcome.reference)
