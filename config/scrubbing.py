"""Takes out of a log line what could carry a person's words: exception messages, parameters, form content.

It must not be the only guard: code logs codes and ids, not content.
"""

import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

HIDDEN = "[removed]"
SENSITIVE = (
    "password", "secret", "token", "authorization", "cookie", "session", "csrf", "narrative",
    "params", "body", "POST", "request", "sql", "email", "name_of_subject",
)  # fmt: skip


def stack_of(error: BaseException) -> list[str]:
    """Return where an error passed, its class and nothing that it says: messages quote values."""
    frames = [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    code = getattr(error, "code", None)
    name = f"{type(error).__module__}.{type(error).__qualname__}"
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
