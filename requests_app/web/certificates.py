"""When a certificate ends, in words, from a month before its last day."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests_app.accounts.training import DAYS_WARNED, days_left


def ends_soon(last_day: date, today: date) -> str:
    """Say in how many days a certificate ends; nothing where that is far off, or it has ended.

    Args:
        last_day: the last day on which it counts, to its end.
        today: the agency's day.
    """
    left = days_left(last_day, today)
    if not 0 <= left <= DAYS_WARNED:
        return ""
    if left == 0:
        return _("Today is its last day")
    return ngettext("Ends in %(days)d day", "Ends in %(days)d days", left) % {"days": left}
