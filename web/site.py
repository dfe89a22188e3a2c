"""Putting the site together: settings, ledger, templates, security and pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from importlib.metadata import version
from typing import Any

from flask import Flask
from jinja2 import (
    ChoiceLoader,
    Environment,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Undefined,
    pass_context,
)
from jinja2.runtime import Context
from markupsafe import Markup

from application.accounts.side import SideRecords
from application.ledger.ledger import Ledger
from domain.kernel.bodies import BODY_NAMES, Body
from domain.kernel.item import clock_time, long_date, long_moment
from domain.kernel.vocabulary import said, sentence_case
from projections.questions import Remembered
from web import errors, security, tags
from web.about import pages as about
from web.about import sign_in, words
from web.account import pages as account
from web.audit import changes, reads, steps
from web.audit import pages as audit
from web.chasing import pages as chasing
from web.disputes import conformance_pages
from web.executive import pages as executive
from web.home import pages as home
from web.imports import pages as imports
from web.imports.notice import files_being_loaded
from web.items.mistakes import mistakes_of
from web.naming import agency_link
from web.nouns import NOUNS
from web.papers import pages as papers
from web.papers.catalogue import FORMS as PAPER_FORMS
from web.partnership import accounts, guidance, holidays, themes
from web.running import forwarded, watching
from web.running.limits import LARGEST_REQUEST
from web.running.readiness import Readiness
from web.running.settings import Settings
from web.running.startup import open_ledger
from web.search import pages as search
from web.search.marking import marked
from web.terms import pages as terms
from web.view import the_view
from web.wording import counted, days_left, due_left, times, working_days_left


def build(
    settings: Settings, ledger: Ledger | None = None, side: SideRecords | None = None
) -> Flask:
    """The site with the given settings, on the given ledger or the one they name."""
    app = Flask("web", template_folder="templates", static_folder="static")
    # Or two slashes would lead on to an address with whatever host the request named.
    app.url_map.merge_slashes = False
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SESSION_COOKIE_NAME="__Host-scrutiny" if settings.secure else "scrutiny",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        WTF_CSRF_TIME_LIMIT=None,
    )
    ledger = ledger or open_ledger(settings.database_url)
    app.extensions["ledger"] = ledger
    app.extensions["side"] = side or SideRecords(ledger.engine, key=settings.secret_key.encode())
    app.extensions["settings"] = settings
    app.extensions["readiness"] = Readiness(
        lambda: app.extensions["ledger"], lambda: app.extensions["side"]
    )
    _templates(app)
    watching.register(app)
    forwarded.register(app, proxies=settings.proxies)
    errors.register(app)
    _pages(app)
    security.register(app)
    reads.register(app)
    return app


def _pages(app: Flask) -> None:
    """Every page: those of the nouns, and those that are about several."""
    for blueprint in dict.fromkeys([*(noun.pages for noun in NOUNS), *OTHER_PAGES]):
        app.register_blueprint(blueprint)


OTHER_PAGES = (
    terms.pages,
    chasing.pages,
    about.pages,
    words.pages,
    sign_in.pages,
    account.pages,
    accounts.pages,
    themes.pages,
    home.pages,
    imports.pages,
    executive.pages,
    papers.pages,
    audit.pages,
    changes.pages,
    reads.pages,
    steps.pages,
    search.pages,
    conformance_pages.pages,
    holidays.pages,
    guidance.pages,
)


def _templates(app: Flask) -> None:
    app.jinja_options = {
        "loader": ChoiceLoader(
            [
                PackageLoader("web"),
                PrefixLoader({_LIBRARY: PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        "trim_blocks": True,
        "lstrip_blocks": True,
        "undefined": StrictUndefined,  # a misspelt key is a fault, not an empty place
    }
    # The library's own templates rely on keys that are not there.
    components = app.jinja_env.overlay(undefined=Undefined)
    app.jinja_env.globals.update({_macro(name): _component(components, name) for name in _USED})
    app.jinja_env.filters.update(
        date=_date,
        short_date=_short_date,
        datetime=_datetime,
        clock=clock_time,
        number=_number,
        counted=counted,
        days_to=_days_to,
        days_left=_days_left,
        working_days_left=_working_days_left,
        due_left=_due_left,
        times=times,
        body_name=_body_name,
        said=_said,
        agency=_agency,
        agency_linked=agency_link,
        capitalize_first=sentence_case,
        prose=_prose,
        marked=marked,
    )
    app.jinja_env.globals.update(
        product_version=version("scrutiny-ledger"),
        files_being_loaded=files_being_loaded,
        mistakes_of=mistakes_of,
        words_here=words.words_here,
        paper_forms=PAPER_FORMS,
        **tags.FOR_TEMPLATES,
    )


_LIBRARY = "govuk_frontend_jinja"
_USED = (
    "back-link", "breadcrumbs", "button", "checkboxes", "date-input", "details", "error-summary",
    "file-upload", "input", "notification-banner", "pagination", "password-input", "radios",
    "select", "service-navigation", "skip-link", "summary-list", "textarea", "warning-text",
)  # fmt: skip
"""The components of GOV.UK Frontend that our templates call, each as a macro: `govukBackLink`."""


def _macro(component: str) -> str:
    return "govuk" + "".join(part.capitalize() for part in component.split("-"))


def _component(environment: Environment, name: str) -> Callable[..., Markup]:
    """A component's macro, loaded when a page first calls it."""

    made: Remembered[Markup] = Remembered()

    def called(parameters: Mapping[str, Any], caller: Callable[[], Markup] | None = None) -> Markup:
        template = environment.get_template(f"{_LIBRARY}/components/{name}/macro.html")
        macro = getattr(template.module, _macro(name))
        return Markup(macro(parameters, caller=caller) if caller else macro(parameters))

    def remembered(parameters: Mapping[str, Any]) -> Markup:
        return made.get(repr(parameters), lambda: called(parameters))

    return remembered if name in _THE_SAME_AGAIN else called


_THE_SAME_AGAIN = {"button", "pagination", "service-navigation", "skip-link"}
"""Those that stand on most pages and hold nothing that anybody wrote. They are remembered: to make
them took a third of what Python does for a page of a register, 2 ms."""


def _date(day: date | str) -> str:
    """14 January 2026; words that are no date stay as they are."""
    return long_date(day if isinstance(day, str) else day.isoformat())


def _short_date(day: str) -> str:
    """14 Jan: an ISO date where its year is plain from what stands around it."""
    found = date.fromisoformat(day)
    return f"{found.day} {found:%b}"


def _datetime(moment: datetime | str) -> str:
    """14 January 2026 at 3:07pm, London time."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return long_moment(moment)


def _number(value: Any) -> str:
    return f"{value:,}"


def _days_to(day: str, on: date) -> str:
    """How long it is from an ISO date to a day: “1 day”, “35 days”."""
    days = (on - date.fromisoformat(day)).days
    return "1 day" if days == 1 else f"{days} days"


def _days_left(day: str, on: date) -> str:
    """How far an ISO date is from a day: “12 days left”, “3 days late”, “due today”."""
    return days_left((date.fromisoformat(day) - on).days)


def _due_left(when: str) -> str:
    return due_left(when, the_view())


def _working_days_left(day: str, on: date) -> str:
    """How many working days there are from a day to an ISO date: “3 working days late”."""
    return working_days_left(day, on, the_view().calendar)


def _agency(reference: str) -> str:
    """What an agency was called at the moment of the page."""
    return the_view().named(reference)


@pass_context  # or Jinja works out the words once, as the template is compiled, for everybody
def _said(_context: Context, words: str) -> str:
    return said(words)


def _body_name(body: str) -> str:
    return BODY_NAMES[Body(body)]


def _prose(words: str) -> Markup:
    """Text with its line breaks kept; "Not described" where there is none."""
    if not words:
        return Markup('<span class="ledger-quiet">Not described</span>')
    return Markup('<span class="ledger-prose">{}</span>').format(words)
