"""What the places of laws and agencies are called, as names that can stand by themselves or in a list."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from requests_app.common.folding import folded
from requests_app.policy.vocabulary.jurisdiction import AGENCY_PLACES, Jurisdiction

PLACES: Mapping[str, Promise] = {
    Jurisdiction.CANADA: gettext_lazy("Canada"),
    Jurisdiction.CANADA_FEDERAL: gettext_lazy("federal institutions of Canada"),
    Jurisdiction.ALBERTA: gettext_lazy("Alberta"),
    Jurisdiction.BRITISH_COLUMBIA: gettext_lazy("British Columbia"),
    Jurisdiction.MANITOBA: gettext_lazy("Manitoba"),
    Jurisdiction.NEW_BRUNSWICK: gettext_lazy("New Brunswick"),
    Jurisdiction.NEWFOUNDLAND_AND_LABRADOR: gettext_lazy("Newfoundland and Labrador"),
    Jurisdiction.NOVA_SCOTIA: gettext_lazy("Nova Scotia"),
    Jurisdiction.NORTHWEST_TERRITORIES: gettext_lazy("Northwest Territories"),
    Jurisdiction.NUNAVUT: gettext_lazy("Nunavut"),
    Jurisdiction.ONTARIO: gettext_lazy("Ontario"),
    Jurisdiction.PRINCE_EDWARD_ISLAND: gettext_lazy("Prince Edward Island"),
    Jurisdiction.QUEBEC: gettext_lazy("Quebec"),
    Jurisdiction.SASKATCHEWAN: gettext_lazy("Saskatchewan"),
    Jurisdiction.YUKON: gettext_lazy("Yukon"),
    Jurisdiction.EUROPEAN_UNION: gettext_lazy("European Union"),
    Jurisdiction.UNITED_KINGDOM: gettext_lazy("United Kingdom"),
    Jurisdiction.UNITED_STATES: gettext_lazy("United States"),
    Jurisdiction.US_FEDERAL: gettext_lazy("federal institutions of the United States"),
    Jurisdiction.COLORADO: gettext_lazy("Colorado"),
    Jurisdiction.MARYLAND: gettext_lazy("Maryland"),
    Jurisdiction.MASSACHUSETTS: gettext_lazy("Massachusetts"),
    Jurisdiction.MONTANA: gettext_lazy("Montana"),
    Jurisdiction.NEW_JERSEY: gettext_lazy("New Jersey"),
    Jurisdiction.UTAH: gettext_lazy("Utah"),
    Jurisdiction.WASHINGTON: gettext_lazy("Washington State"),
}
"""A code of `Jurisdiction` -> its name, in the language of the page."""


def place_choices() -> list[tuple[str, str]]:
    """Return where an agency can be, by name in the language of the page; an accent does not part them."""
    named = [(code.value, str(PLACES[code])) for code in AGENCY_PLACES]
    return sorted(named, key=lambda choice: (folded(choice[1]), choice[0]))
