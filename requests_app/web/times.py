"""How times are written for people beyond what Django's formats know."""

from __future__ import annotations

import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def exact(at: datetime.datetime) -> str:
    """Return a time to the second with its zone, as a record needs it, in the reader's zone and language."""
    local = localtime(at)
    return f"{date_format(local.date(), 'DATE_FORMAT')}, {local:%H:%M:%S} ({zone_of(local)})"


def zone_of(local: datetime.datetime) -> str:
    """Return how far a local time is from UTC, such as UTC−5 or UTC+5:30: the same in every language."""
    minutes = round((local.utcoffset() or datetime.timedelta()).total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02d}" if rest else "")


def in_words(duration: datetime.timedelta) -> str:
    """Return a waiting time in its two largest units, such as "3 h 20 min"."""
    minutes = max(0, int(duration.total_seconds()) // 60)
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        parts = [ngettext("%(days)d day", "%(days)d days", days) % {"days": days}]
        if hours:
            parts.append(_("%(hours)d h") % {"hours": hours})
    elif hours:
        parts = [_("%(hours)d h") % {"hours": hours}]
        if minutes % 60:
            parts.append(_("%(minutes)d min") % {"minutes": minutes % 60})
    else:
        parts = [_("%(minutes)d min") % {"minutes": minutes}]
    return " ".join(parts)
