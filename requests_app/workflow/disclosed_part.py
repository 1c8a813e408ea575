"""One part of a disclosure pack before it is made."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist

from requests_app.searches import content
from requests_app.searches.disclosure import LeftOut

log = logging.getLogger(__name__)

ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/heif": "heif",
    "application/pdf": "pdf",
}
"""Media type of a stored file -> ending of its name."""
UNKNOWN = "bin"


@dataclass(frozen=True, slots=True)
class Part:
    """One part that a reader expects.

    Attributes:
        name: its path in the file. What stands before its last dot is the same whenever it is made.
        make: returns its bytes, or why it is left out; what is damaged or destroyed raises as `content` does.
        event: the number of the event that holds the same digest, if one does.
    """

    name: str
    make: Callable[[], bytes | LeftOut]
    event: int | None = None

    @property
    def stem(self) -> str:
        """The name without its ending, which may not be known before it is made."""
        return stem_of(self.name)

    def made(self) -> bytes | LeftOut:
        """Return its bytes, or why it is left out. One that cannot be made keeps no other from being made."""
        try:
            return self.make()
        except content.ContentDestroyed:
            return LeftOut.DESTROYED
        except content.ContentDamaged:
            return LeftOut.DAMAGED
        except (LookupError, ValueError, ObjectDoesNotExist):
            log.exception(
                "disclosed_part_not_made",
                extra={
                    "part": self.name,
                    "still_works": "the pack, which says that this part could not be made",
                    "what_now": "report the stack below; once it is mended, another pack has the part",
                },
            )
            return LeftOut.NOT_MADE


def stem_of(name: str) -> str:
    """Return the name of a part without its ending."""
    folder, slash, last = name.rpartition("/")
    return f"{folder}{slash}{last.partition('.')[0]}" if not last.startswith("event-") else name
