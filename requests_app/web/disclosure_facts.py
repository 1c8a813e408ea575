"""Rows of names and what is said of each, for the summary of a disclosure pack: what says nothing is left away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from requests_app.typeset.paper import Facts


def facts(rows: Iterable[tuple[Any, Any]]) -> Facts:
    """Return the rows that say something."""
    return Facts(tuple((str(label), str(text)) for label, text in rows if str(text)))
