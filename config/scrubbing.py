"""Takes out of a log line what could carry a person's words: exception messages, parameters, form content.

It must not be the only guard: code logs codes and ids, not content.
"""

import copy
import logging
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

HIDDEN = "[removed]"
SENSITIVE = (
    "password", "secret", "token", "authorization", "cookie", "session", "csrf", "narrative",
    "params", "body", "POST", "request", "sql", "email", "name_of_subject",
)  # fmt: skip


TEXTS_OF_ERRORS = ("exc", "traceback", "args", "kwargs", "return_value")
"""What Celery writes into the middle of its sentences about a task."""


def stack_of(error: BaseException) -> list[str]:
    """Return where an error passed, its class and nothing that it says: messages quote values."""
    frames = [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    code = getattr(error, "code", None)
    name = _name_of(error)
    return [*frames, f"{name} [{code}]" if isinstance(code, str) else name]


def scrub(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: hide sensitive keys, turn a traceback into a bare stack."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["stack"] = stack_of(error)
    for key in list(event):
        if key.startswith("_") or key in {"event", "logger", "level", "timestamp", "stack"}:
            continue
        if any(part.lower() in key.lower() for part in SENSITIVE) and key != "request_id":
            event[key] = HIDDEN
    return event


class Formatter(structlog.stdlib.ProcessorFormatter):
    """Structlog's, which finishes a sentence before any processor sees it: errors come out of it here."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line, with the class of each error in place of its text."""
        if isinstance(record.msg, BaseException) or record.args:
            record = copy.copy(record)
            record.msg = _wordless(record.msg)
            error = record.exc_info[1] if record.exc_info else None
            if isinstance(record.args, Mapping):
                record.args = {
                    key: _said_by_celery(key, value, error) for key, value in record.args.items()
                }
            elif record.args:
                record.args = tuple(_wordless(value) for value in record.args)
        return super().format(record)


def _said_by_celery(key: str, value: Any, error: BaseException | None) -> Any:
    if key not in TEXTS_OF_ERRORS or value in (None, "None"):
        return _wordless(value)
    return _name_of(error) if key == "exc" and error else HIDDEN


def _wordless(value: Any) -> Any:
    return _name_of(value) if isinstance(value, BaseException) else value


def _name_of(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"
