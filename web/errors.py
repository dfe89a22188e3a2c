"""What a person is told when something does not work: what happened and what to do next."""

from __future__ import annotations

import secrets
from typing import Any

from eventsourcing.persistence import PersistenceError
from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from application.accounts import TooManyTriesError
from application.ledger.database import StorageError, explain
from domain.kernel.errors import (
    ChangedSinceError,
    DomainError,
    NotAllowedError,
    NotFoundError,
    RepeatedCommandError,
)

_STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (NotFoundError, 404),
    (NotAllowedError, 403),
    (ChangedSinceError, 409),
    (RepeatedCommandError, 409),
    (TooManyTriesError, 429),
)


def register(app: Flask) -> None:
    """Give every fault its page."""
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(StorageError, _unusable)
    app.register_error_handler(SQLAlchemyError, _database)
    app.register_error_handler(PersistenceError, _database)
    app.register_error_handler(Exception, _unforeseen)


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal; 422 where a rule forbids what was asked."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 422)


def _page(code: int, what_happened: str = "", reference: str = "") -> tuple[str, int]:
    page = render_template(
        "errors/error.html", code=code, what_happened=what_happened, reference=reference
    )
    return page, code


def _http(error: HTTPException) -> Any:
    if error.response is not None or error.code is None or error.code < 400:
        return error
    return _page(error.code)


def _forged(_error: CSRFError) -> tuple[str, int]:
    return _page(400)


def _refused(error: DomainError) -> tuple[str, int]:
    return _page(status_of(error), error.sentence)


def _unusable(error: StorageError) -> tuple[str, int]:
    current_app.logger.error("storage: %s", error)
    return _page(503, str(error))


def _database(error: Exception) -> tuple[str, int]:
    cause = error if isinstance(error, SQLAlchemyError) else error.__cause__
    sentence = explain(cause) if isinstance(cause, SQLAlchemyError) else StorageError(str(error))
    current_app.logger.error("database", exc_info=error)
    return _page(503, str(sentence))


def _unforeseen(error: Exception) -> tuple[str, int]:
    reference = secrets.token_hex(4)
    current_app.logger.error(
        "unforeseen %s at %s %s", reference, request.method, request.path, exc_info=error
    )
    return _page(500, reference=reference)
