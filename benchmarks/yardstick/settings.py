"""Django's settings; where the database is comes from YARDSTICK_DATABASE_URL."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import make_url

_URL = make_url(os.environ["YARDSTICK_DATABASE_URL"])
ON_POSTGRESQL = _URL.get_backend_name() == "postgresql"

SECRET_KEY = os.environ["YARDSTICK_SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "benchmarks.yardstick.urls"
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

DATABASES: dict[str, dict[str, object]]
if ON_POSTGRESQL:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _URL.database,
            "USER": _URL.username,
            "HOST": _URL.query.get("host", _URL.host),
            "PORT": _URL.query.get("port", _URL.port),
            "CONN_MAX_AGE": 600,
        }
    }
    HISTORY_APPS = ["pghistory", "pgtrigger"]
    HISTORY_MIDDLEWARE = "pghistory.middleware.HistoryMiddleware"
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": _URL.database,
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "timeout": 15,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    }
    HISTORY_APPS = ["simple_history"]
    HISTORY_MIDDLEWARE = "simple_history.middleware.HistoryRequestMiddleware"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    *HISTORY_APPS,
    "benchmarks.yardstick",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    HISTORY_MIDDLEWARE,
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"pgtrigger": {"level": "WARNING"}},
}
