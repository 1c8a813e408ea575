"""What a use case may raise: stable codes and parameters, told apart by class.

Must not hold words for people: `web` finds those by code, in the reader's language.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from typing import Any, ClassVar


class CountersignError(Exception):
    """A refusal or a conflict that the person can be told about; never a fault of the program."""

    code: ClassVar[str] = "error"
    is_recorded = False
    """Whether the log holds this refusal already."""

    def __init__(self, **params: Any) -> None:
        self.params: dict[str, Any] = params
        # Only the code reaches tracebacks and logs: parameters may hold what a person typed.
        super().__init__(self.code)


class NotPermitted(CountersignError):
    """This person may not do this; `reason` is the stable code of why."""

    code = "not_permitted"

    def __init__(self, reason: str, **params: Any) -> None:
        super().__init__(reason=reason, **params)
        self.reason = reason


class InvalidTransition(CountersignError):
    """The transition table knows no such action from the status the request is in."""

    code = "invalid_transition"


class PreconditionFailed(CountersignError):
    """The right person, but not now; `reason` is the stable code of what stands in the way."""

    code = "precondition_failed"

    def __init__(self, reason: str, **params: Any) -> None:
        super().__init__(reason=reason, **params)
        self.reason = reason


class StaleRead(CountersignError):
    """What the person read is no longer what is stored; `changes` names what differs."""

    code = "stale_read"

    def __init__(self, changes: Any = (), **params: Any) -> None:
        super().__init__(changes=changes, **params)
        self.changes = changes


class AlreadyTaken(CountersignError):
    """Another person or process was first."""

    code = "already_taken"


class BadInput(CountersignError):
    """Fields that cannot be accepted: field name -> stable codes of what is wrong with it."""

    code = "bad_input"

    def __init__(self, field_errors: Mapping[str, list[str]], **params: Any) -> None:
        self.field_errors = {name: list(codes) for name, codes in field_errors.items()}
        super().__init__(field_errors=self.field_errors, **params)


class Contradicts(BadInput):
    """Fields that say otherwise than what is known already: told beside the field, and recorded as a refusal."""


class NotFound(CountersignError):
    """No such thing, or not one that this person may know of: the two are told alike."""

    code = "not_found"


def class_and_place(error: BaseException) -> dict[str, str]:
    """Return what a log may say of an error: its class, and where in our code it passed last.

    Never its text, nor that of the error it came from: a library's message quotes what it was given.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/requests_app/" in frame.filename] or frames[-1:]
    place = [
        f"requests_app/{frame.filename.rpartition('/requests_app/')[2]}:{frame.lineno} {frame.name}"
        for frame in ours[-1:]
    ]
    return {
        "problem": f"{type(error).__module__}.{type(error).__qualname__}",
        "place": "".join(place),
    }
