"""What cannot be worked out of the log, so that verifying says nothing of it."""

from __future__ import annotations

from application.keeping.kept import KEPT

_BESIDE = ("accounts", "access_log", "sessions", "sign_in_tries", "spent_codes", "clock_readings")
NOT_COVERED = tuple(each.holds for each in KEPT if each.table in _BESIDE)
"""The tables of which that is true, by what they hold."""
