"""Tells a statement that the database ended for taking too long from other failures of the database.

Must not catch anything: whoever asked knows what to say.
"""

from __future__ import annotations

QUERY_CANCELED = "57014"
"""PostgreSQL's code of it (Appendix A, PostgreSQL Error Codes)."""


def took_too_long(problem: BaseException) -> bool:
    """Return whether a statement was ended because it took longer than one may (PostgreSQL's `statement_timeout`)."""
    return getattr(problem.__cause__, "sqlstate", None) == QUERY_CANCELED
