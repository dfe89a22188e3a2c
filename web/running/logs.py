"""What the program says of itself as it runs: one line for each thing, on standard error.

A line is JSON, or words where somebody watches at a terminal. It holds names of our own, codes and
numbers: nothing that anybody wrote, no address's query, no person's name, no text of a database. So
a fault is told by its kind and the places in the program that it went through, without its message.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# structlog would load rich for coloured tracebacks, which are never shown here: 3.7 MiB and 40 ms.
if "rich" not in sys.modules:
    sys.modules["rich"] = None  # type: ignore[assignment]
    import structlog

    del sys.modules["rich"]
else:
    import structlog
from structlog.typing import EventDict, Processor

MOST_PLACES = 12
"""How many places of a fault are told, the innermost ones."""
_ROOT = Path(__file__).parents[2]
_OURS = "scrutiny"


def _as_record(_logger: Any, _name: str, event: EventDict) -> tuple[tuple[EventDict], EventDict]:
    return (event,), {}


structlog.configure(
    processors=[structlog.contextvars.merge_contextvars, _as_record],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)

log: structlog.stdlib.BoundLogger = structlog.get_logger(_OURS)
"""`log.info("request", status=200)`: first what it is, always in the same words."""


def to_standard_error(*, level: int = logging.INFO) -> None:
    """Write from now on what this program and its libraries say, from `level` on."""
    handler = logging.StreamHandler(sys.stderr)
    watched = sys.stderr.isatty()
    handler.setFormatter(Lines(structlog.dev.ConsoleRenderer() if watched else _JSON))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(_OURS).setLevel(level)


_JSON = structlog.processors.JSONRenderer()


class Lines(logging.Formatter):
    """Makes a line of what this program says, or of what a library does."""

    def __init__(self, render: Processor) -> None:
        super().__init__()
        self._render = render
        self._time = structlog.processors.TimeStamper(fmt="iso", utc=True, key="timestamp")

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        if isinstance(record.msg, dict):
            said = dict(record.msg)
        else:
            said = {"event": _words(record), "logger": record.name}
        error = _error(said.pop("exc_info", None) or record.exc_info)
        told = self._time(None, "", {"level": record.levelname.lower(), **said, **fault(error)})
        return str(self._render(None, "", told))


def fault(error: BaseException | None) -> dict[str, Any]:
    """What may be told of a fault: its kinds, from cause to effect, and where it came through."""
    if error is None:
        return {}
    chain = list(_chain(error))
    kinds = [f"{type(each).__module__}.{type(each).__qualname__}" for each in chain]
    frames = traceback.extract_tb(chain[0].__traceback__)[-MOST_PLACES:]
    places = [f"{_short(each.filename)}:{each.lineno} {each.name}" for each in frames]
    return {"fault": kinds, "places": places}


def _chain(error: BaseException) -> Iterator[BaseException]:
    """What led to it, the cause of all first."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and cause is not error:
        yield from _chain(cause)
    yield error


def _short(filename: str) -> str:
    """A file's name from this program's folder or a library's on."""
    path = Path(filename)
    if path.is_relative_to(_ROOT) and "site-packages" not in path.parts:
        return str(path.relative_to(_ROOT))
    return "/".join(path.parts[-2:])


def _words(record: logging.LogRecord) -> str:
    """What a library says, without the values it fills in; gunicorn's are processes and signals."""
    if record.name.startswith("gunicorn"):
        return record.getMessage()
    return str(record.msg)


def _error(told: Any) -> BaseException | None:
    if told is True:
        told = sys.exc_info()
    if isinstance(told, tuple):
        told = told[1]
    return told if isinstance(told, BaseException) else None
