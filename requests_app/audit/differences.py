"""What a check of the log found: differences, each under a digest by which the next check knows it again.

Must not decide what is lifted: it is told, and only compares.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

MOST = 50
"""So many differences are named; a log that differs everywhere is told of by its first ones."""


@dataclass(frozen=True, slots=True)
class Lifted:
    """Digests of what auditors have lifted.

    Attributes:
        each: of single differences; wholes: of all that a check found, in its order, for those it did not name.
    """

    each: frozenset[str] = frozenset()
    wholes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it has to be.

    Attributes:
        code: what, as a stable code.
        index: of the leaf, event_id: of the event, request_id: of the request; as far as it has one.
        digest: SHA-256, in hexadecimal, of all this and of what was found instead of what.
        is_lifted: whether an auditor has lifted it before.
    """

    code: str
    index: int | None = None
    event_id: int | None = None
    request_id: UUID | None = None
    digest: str = ""
    is_lifted: bool = False

    def as_facts(self) -> dict[str, Any]:
        """The difference as a row keeps it: codes and numbers alone."""
        known = {
            "code": self.code,
            "index": self.index,
            "event": self.event_id,
            "request": str(self.request_id) if self.request_id else None,
            "sha256": self.digest or None,
            "lifted": self.is_lifted or None,
        }
        return {name: value for name, value in known.items() if value is not None}


@dataclass(slots=True)
class Differences:
    """The first differences that were found, and how many there are in all.

    Attributes:
        lifted: what auditors have lifted before.
        first: those named, of the new and of the known at most `MOST` each.
        count: how many are new; known: how many were lifted before and are the same.
    """

    lifted: Lifted = field(default_factory=Lifted)
    first: list[Difference] = field(default_factory=list)
    count: int = 0
    known: int = 0
    _all: Any = field(default_factory=hashlib.sha256)
    _is_unread: bool = False

    def add(
        self,
        code: str,
        *,
        index: int | None = None,
        event_id: int | None = None,
        request_id: UUID | None = None,
        found: Sequence[Any] = (),
        unread: bool = False,
    ) -> None:
        """Keep a difference, or only count it where many were kept.

        Args:
            code, index, event_id, request_id: as of `Difference`.
            found: what is there and what should be: a difference is the same only as long as both are.
            unread: whether what comes after it could not be read. Such a one is new each time, since nobody knows
                what it hides.
        """
        digest = _digest([code, index, event_id, request_id, *found])
        self._all.update(bytes.fromhex(digest))
        self._is_unread = self._is_unread or unread
        is_lifted = digest in self.lifted.each and not unread
        if is_lifted:
            self.known += 1
        else:
            self.count += 1
        if (self.known if is_lifted else self.count) <= MOST:
            self.first.append(Difference(code, index, event_id, request_id, digest, is_lifted))

    def finish(self) -> None:
        """Take all for known where a check found exactly these before, and an auditor lifted them."""
        if self.count and self.whole in self.lifted.wholes and not self._is_unread:
            self.known, self.count = self.known + self.count, 0
            self.first = [
                Difference(each.code, each.index, each.event_id, each.request_id, each.digest, True)
                for each in self.first
            ]

    @property
    def new(self) -> list[Difference]:
        """The first of those that nobody has lifted."""
        return [each for each in self.first if not each.is_lifted]

    @property
    def whole(self) -> str:
        """The digest of all that was found, in its order."""
        return str(self._all.hexdigest())


def _digest(said: Sequence[Any]) -> str:
    """The digest of what a difference says. Bytes are written in hexadecimal, times and ids as their texts."""
    text = json.dumps(said, default=_plain, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)
