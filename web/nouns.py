"""The pages, a file for each area."""

from __future__ import annotations

from web.about import pages as about
from web.about import sign_in
from web.actions import pages as actions
from web.audit import pages as audit
from web.disputes import conformance_pages as conformance
from web.disputes import pages as disputes
from web.executive import pages as executive
from web.home import pages as home
from web.imports import pages as imports
from web.partnership import agencies, people
from web.procedure import pages as procedure
from web.recommendations import committee_tables
from web.recommendations import pages as recommendations
from web.risks import pages as risks
from web.scrutineer import pages as scrutineer

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
