"""What the pages need to know of the register: the agency and its time, and the galleries on offer."""

from __future__ import annotations

from requests_app.common.read_once import read_once
from requests_app.registry import selectors
from requests_app.registry.models import Agency, Gallery
from requests_app.registry.time_zone import agency_time as agency_time


def read_agency() -> Agency:
    """Return the agency of this installation, with safe defaults until it has been configured."""
    return selectors.agency()


@read_once
def galleries_on_offer() -> tuple[Gallery, ...]:
    """Return the galleries an officer may choose from, each with its matcher, by code."""
    return tuple(selectors.galleries_on_offer())
