"""What a person is told when something does not work: what happened and what to do next."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Flask, Response, current_app, g, render_template, request
from werkzeug.exceptions import HTTPException

from application.accounts.passwords import TooBusyError
from application.accounts.tries import TooManyTriesError
from application.ledger.files import FileLostError, FileRedactedError
from application.ledger.storage.faults import FAULTS, StorageError, explain
from domain.kernel.errors import (
    ChangedSinceError,
    DomainError,
    NotAllowedError,
    NotFoundError,
    RepeatedCommandError,
)
from web.items.beginning import recorded_since
from web.noun import as_in_the_log
from web.running import metrics
from web.running.logs import log
from web.running.watching import request_id
from web.view import ledger, stop_looking, the_view

_STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (NotFoundError, 404),
    (NotAllowedError, 403),
    (ChangedSinceError, 409),
    (RepeatedCommandError, 409),
    (TooManyTriesError, 429),
    (TooBusyError, 503),
    (FileLostError, 500),
    (FileRedactedError, 410),
)


def register(app: Flask) -> None:
    """Give every fault its page."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DomainError, _refused)
    for fault in FAULTS:
        app.register_error_handler(fault, _unusable)
    app.register_error_handler(Exception, _unforeseen)
    app.after_request(_say_when_to_come_back)


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal; 422 where a rule forbids what was asked."""
    if isinstance(error, TooManyTriesError):
        g.retry_after = error.seconds
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 422)


def storage_fault(error: Exception) -> StorageError:
    """What a fault of the database, one of FAULTS, means: logged, and its `visitor` to be told.

    What the page had begun to read is over: the connection may be gone, and what is said now must
    not ask it again.
    """
    stop_looking()
    fault = explain(error)
    g.retry_after = fault.retry_after
    mend = {"mend": str(fault)} if fault.name == "stopped" else {}
    log.error("storage fault", name=fault.name, code=fault.code, exc_info=error, **mend)
    metrics.faulted(fault.name)
    return fault


def what_was_typed() -> dict[str, str]:
    """The words of the form that was sent, by what they are, so that they can be copied."""
    return {
        name.replace("_", " ").capitalize(): words
        for name, words in request.form.items()
        if words.strip() and name not in NOT_TYPED and not name.endswith("-kept")
    }


NOT_TYPED = {
    "csrf_token", "command", "version", "password", "old", "again", "code", "proof", "whose",
    "kept", "shown", "looked_through", "later",
}  # fmt: skip


def _page(code: int, what_happened: str = "") -> tuple[str, int]:
    ours = request.method == "POST" and code not in _NOT_OF_OURS
    page = render_template(
        "errors/error.html",
        code=code,
        item=_item_meant(),
        what_happened=what_happened,
        reference=request_id(),
        typed=what_was_typed() if ours else {},
    )
    return page, code


_NOT_OF_OURS = {400, 405, 413}
"""What was sent came from no form of ours, or is too much to be read."""


def _item_meant() -> tuple[str, str] | None:
    """The reference and the page of the item whose form somebody opened and cannot have now."""
    reference = (request.view_args or {}).get("reference", "")
    before, found, _ = request.path.partition(f"/{reference}/")
    there = f"{before}/{reference}"
    if not reference or not found or request.method != "GET" or not _is_a_page(there):
        return None
    return reference, there


def _is_a_page(path: str) -> bool:
    """Whether there is one; a role that somebody was given is shown in a list alone."""
    addresses = current_app.url_map.bind_to_environ(request.environ)
    return addresses.test(path, method="GET")


def _say_when_to_come_back(response: Response) -> Response:
    """Say it in every answer that the ledger cannot be used, for programs and proxies."""
    if response.status_code in (429, 503):
        response.headers.setdefault("Retry-After", str(g.get("retry_after", 60)))
    return response


def _http(error: HTTPException) -> Any:
    if error.response is not None or error.code is None or error.code < 400:
        return error
    allowed = getattr(error, "valid_methods", None)
    page, code = _page(error.code, _not_yet() if error.code == 404 else "")
    return page, code, {"Allow": ", ".join(sorted(allowed))} if allowed else {}


def _not_yet() -> str:
    """Since when there is the item that an address names, where it was not there at the moment that
    the address names, too; "" otherwise."""
    reference = as_in_the_log(str((request.view_args or {}).get("reference", "")))
    if not reference or "view" not in g:
        return ""
    with suppress(DomainError, *FAULTS):
        return recorded_since(ledger(), the_view(), reference)
    return ""


def forged() -> tuple[str, int]:
    """The page for a form that did not come from a page of ours."""
    return _page(400)


def _refused(error: DomainError) -> tuple[str, int]:
    if (status := status_of(error)) == 500:
        log.error("lost", exc_info=error)
    return _page(status, error.sentence)


def _unusable(error: Exception) -> tuple[str, int]:
    return _page(503, storage_fault(error).visitor)


def _unforeseen(error: Exception) -> tuple[str, int]:
    log.error("unforeseen", exc_info=error)
    return _page(500)
