"""What grows and is known to: a table, where it is read, the kind of finding; and why it may be so.

A finding that is not here fails, and so does a line here that is not found any more.
"""

from __future__ import annotations

KNOWN: dict[tuple[str, str, str], str] = {}
