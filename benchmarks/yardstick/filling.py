"""Fill the yardstick's database: as many risks, with as long a past, as the ledger beside it.

A program of its own, since Django is set up once in a process. It prints the key of a session of
somebody of the Business Team.
"""

from __future__ import annotations

import os
import secrets
import sys
from datetime import date, timedelta
from typing import Any

import django

_FORUMS = ("executive", "saas", "business_team", "scrutineer", "subgroup")
_BAND = "CASE WHEN {figure} <= 4 THEN 'Low' WHEN {figure} <= 9 THEN 'Medium' ELSE 'High' END"
_FIGURE = "(1 + (id - 1) %% 5) * (1 + (id - 1) / 5 %% 5)"
_AIMED = "2 * (1 + (id - 1) %% 3)"
_IN_DAYS = {
    "postgresql": "CURRENT_DATE - 30 + CAST((id - 1) %% 180 AS integer)",
    "sqlite": "date('now', ((id - 1) %% 180 - 30) || ' days')",
}
_CHAPTERS = (
    ("Assigned to the agency that raised it.",
     "owner_role = 'Assistant director', owner_agency_id = raised_by_id"),
    ("Two more vacancies since the last meeting.",
     "current_likelihood = 1 + (id - 1) %% 5, current_impact = 1 + (id - 1) / 5 %% 5, "
     f"current_figure = {_FIGURE}, current_band = {_BAND.format(figure=_FIGURE)}, "
     "assessed_on = CURRENT_DATE, movement_reason = 'Two more vacancies since the last meeting.'"),
    ("Reviewed every quarter.", "cadence = 3, review_on = {in_days}"),
    ("The target agreed in June.",
     "target_likelihood = 2, target_impact = 1 + (id - 1) %% 3, "
     f"target_figure = {_AIMED}, target_band = {_BAND.format(figure=_AIMED)}"),
)  # fmt: skip
"""Why and how every risk then changes: the chapters that benchmarks/partnership.py tells, too."""


def fill(count: int) -> str:
    """Make the tables and `count` risks, each changed four times; return a session's key."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection

    from benchmarks.yardstick.models import Agency, Role

    call_command("migrate", verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)  # ours, which point at Django's own
    if connection.vendor == "postgresql":
        call_command("pgtrigger", "install", verbosity=0)
    user = get_user_model().objects.create_user(
        "benchmark", password=secrets.token_urlsafe(), first_name="Business", last_name="Team"
    )
    Agency.objects.bulk_create(
        Agency(reference=f"agency-{number}", name=f"NHS Trust of Kent and Medway {number}")
        for number in range(13)
    )
    Role.objects.create(user=user, role="business_team", from_on=date(2020, 1, 1))
    _fill_risks(count, user)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return _session(user)


def _fill_risks(count: int, user: Any) -> None:
    from django.db import connection

    from benchmarks.yardstick.models import Agency, Risk

    agencies = list(Agency.objects.values_list("id", flat=True))
    recorded_on = date.today() - timedelta(days=150)  # noqa: DTZ011
    risks = (
        Risk(
            reference=f"RSK-2026-{number + 1:03d}",
            kind=Risk.Kind.values[number % 3],
            title=f"Strategy discussions start late in district {number}",
            cause="Rotas of the agencies no longer overlap at weekends and on bank holidays.",
            event="Discussions start after 24 hours, without everybody who should be there.",
            consequence="Children wait for protection, and decisions are taken without health.",
            theme="Workforce",
            raised_in=_FORUMS[number % 5],
            raised_by_id=agencies[number % len(agencies)],
            recorded_on=recorded_on,
        )
        for number in range(count)
    )
    _chapter("Seen in the figures of June.", user, "+", lambda: Risk.objects.bulk_create(risks))
    in_days = _IN_DAYS[connection.vendor]
    for reason, changes in _CHAPTERS:
        _chapter(reason, user, "~", _change(changes.replace("{in_days}", in_days)))


def _change(changes: str) -> Any:
    """What changes every risk at once."""

    def change() -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE yardstick_risk SET version = version + 1, {changes}", [])

    return change


def _chapter(reason: str, user: Any, kind: str, act: Any) -> None:
    """Change every risk, with the history that the library would have written row by row."""
    from django.db import connection, transaction

    from benchmarks.yardstick.models import ON_POSTGRESQL, Risk

    with transaction.atomic():
        if ON_POSTGRESQL:  # its triggers write the history of what is changed in bulk, too
            import pghistory

            with pghistory.context(user=user.pk, reason=reason):
                act()
            return
        act()
        columns = ", ".join(f'"{field.column}"' for field in Risk._meta.concrete_fields)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO yardstick_historicalrisk ({columns}, history_date, "
                "history_change_reason, history_type, history_user_id) "
                f"SELECT {columns}, CURRENT_TIMESTAMP, %s, %s, %s FROM yardstick_risk",
                [reason, kind, user.pk],
            )


def _session(user: Any) -> str:
    """The key of a new session of theirs, as signing in begins one."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.yardstick.settings")
    django.setup()
    print(fill(int(sys.argv[1])))
