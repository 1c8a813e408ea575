"""For how long a decider had a request open, over all openings of its page.

Must not claim that anybody read: it says when pages were there to be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta


def seconds_open_total(
    openings: Sequence[datetime], *, decided_on: datetime, now: datetime, longest: timedelta
) -> int:
    """Return for how many seconds at least one opening of the page was there, up to the decision.

    Args:
        openings: when the person opened the page, in any order.
        decided_on: the opening on which the decision was made; it lasts until the decision.
        now: the time of the decision.
        longest: how long any other opening counts at most. Nobody tells when a page is closed; after this
            time without use its session has ended.
    """
    spans = sorted(
        [
            *((opened, min(opened + longest, now)) for opened in openings if opened <= now),
            (min(decided_on, now), now),
        ]
    )
    total, reached = timedelta(), spans[0][0]
    for begins, ends in spans:
        if ends > reached:
            total += ends - max(begins, reached)
            reached = ends
    return int(total.total_seconds())
