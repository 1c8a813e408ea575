"""One part of a disclosure pack before it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from requests_app.searches import content
from requests_app.searches.disclosure import LeftOut


@dataclass(frozen=True, slots=True)
class Part:
    """One part that a reader expects.

    Attributes:
        name: its path in the file.
        make: returns its bytes, or why it is left out; what is damaged or destroyed raises as `content` does.
        event: the number of the event that holds the same digest, if one does.
    """

    name: str
    make: Callable[[], bytes | LeftOut]
    event: int | None = None

    def made(self) -> bytes | LeftOut:
        """Return its bytes, or why it is left out."""
        try:
            return self.make()
        except content.ContentDestroyed:
            return LeftOut.DESTROYED
        except content.ContentDamaged:
            return LeftOut.DAMAGED
