"""A column of 256 bits, which Python reads as a text of zeros and ones.

Must not be written to from Python: the database fills it (`GENERATED ALWAYS`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    _Field = models.Field[str, str]
else:
    _Field = models.Field


class BitsField(_Field):
    """PostgreSQL's `bit(256)`, which compares two hashes in one step."""

    def db_type(self, connection: Any) -> str:
        """Return the type of the column."""
        return "bit(256)"
