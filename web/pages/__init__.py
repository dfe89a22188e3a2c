"""The pages, a file for each area."""

from __future__ import annotations

from web.pages import about, agencies, audit, executive, home, imports, people, risks, sign_in

BLUEPRINTS = (
    about.pages,
    sign_in.pages,
    home.pages,
    imports.pages,
    risks.pages,
    executive.pages,
    audit.pages,
    agencies.pages,
    people.pages,
)
