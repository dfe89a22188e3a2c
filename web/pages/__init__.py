"""The pages, a file for each area."""

from __future__ import annotations

from web.pages import (
    about,
    actions,
    agencies,
    audit,
    committee_tables,
    conformance,
    disputes,
    executive,
    home,
    imports,
    people,
    procedure,
    recommendations,
    risks,
    scrutineer,
    sign_in,
)  # fmt: skip

recommendations.pages.register_blueprint(committee_tables.pages)

BLUEPRINTS = (
    about.pages,
    sign_in.pages,
    home.pages,
    imports.pages,
    risks.pages,
    recommendations.pages,
    actions.pages,
    disputes.pages,
    scrutineer.pages,
    executive.pages,
    audit.pages,
    procedure.pages,
    conformance.pages,
    agencies.pages,
    people.pages,
)
