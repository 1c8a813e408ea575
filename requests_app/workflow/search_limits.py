"""How a search is to run, in the spelling of the wire: read before a version is frozen or approved.

Must not judge what the limits may be, which is the work of the rules; it only reads them.
"""

from __future__ import annotations

from dataclasses import dataclass

from requests_app.common.errors import PreconditionFailed
from requests_app.searches.answers import Answers
from requests_app.wire.decimals import canonical_decimal
from requests_app.wire.shapes import Malformed, read_code, read_integer


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """What an approval says of how a search runs."""

    purpose: str
    mode: str
    candidate_limit: int
    threshold: str | None


def read_limits(answers: Answers) -> SearchLimits:
    """Return the limits that these answers set.

    Raises:
        PreconditionFailed: `limits_unreadable`; an earlier release kept a limit that no approval
            can carry, or one was never answered.
    """
    scope = answers.scope
    try:
        return SearchLimits(
            purpose=read_code(answers.purpose.purpose, "purpose"),
            mode=read_code(scope.mode, "mode"),
            candidate_limit=read_integer(scope.candidate_limit, "limit", least=1, most=1000),
            threshold=canonical_decimal(scope.threshold) if scope.threshold else None,
        )
    except Malformed as problem:
        raise PreconditionFailed("limits_unreadable") from problem
