"""What an officer's questions need to know of the register: the agency, and the galleries on offer."""

from __future__ import annotations

from requests_app.registry import selectors
from requests_app.registry.models import Agency, Gallery


def read_agency() -> Agency:
    """Return the agency of this installation, with safe defaults until it has been configured."""
    return selectors.agency()


def galleries_on_offer() -> tuple[Gallery, ...]:
    """Return the galleries an officer may choose from, each with its matcher, by code."""
    return tuple(selectors.galleries_on_offer())
