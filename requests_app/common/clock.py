"""The one source of the present time, so that a demonstration can be told over several days.

Must not be held in production, and never moves the times that the database itself observes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_held_at: ContextVar[datetime | None] = ContextVar("countersign_clock_held_at", default=None)
_permission = {"holding": False}


class HoldingRefused(RuntimeError):
    """Somebody tried to hold the clock where that was never permitted."""


def now() -> datetime:
    """The present moment in UTC, or the moment at which the clock is held."""
    held = _held_at.get()
    return held if held is not None else datetime.now(UTC)


def real_now() -> datetime:
    """The present moment in UTC, never held: for expiry, leases and whatever else gives or ends a power."""
    return datetime.now(UTC)


def permit_holding() -> None:
    """Allow `hold` in this process; called by the trial's and the tests' settings only."""
    _permission["holding"] = True


@contextmanager
def hold(at: datetime) -> Iterator[None]:
    """Hold the clock at one moment, for this context (thread or task) alone.

    Raises:
        HoldingRefused: unless `permit_holding` was called.
        ValueError: for a naive datetime.
    """
    if not _permission["holding"]:
        raise HoldingRefused("The clock may be held in a trial or in tests only.")
    if at.tzinfo is None:
        raise ValueError("The clock can only be held at a time with a time zone.")
    token = _held_at.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _held_at.reset(token)
