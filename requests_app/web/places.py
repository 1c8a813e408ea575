"""The places whose law rules cite and where an agency can be, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from requests_app.policy.vocabulary import Jurisdiction

PLACES: Mapping[str, Any] = {
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
    Jurisdiction.US_FEDERAL: gettext_lazy("federal agencies of the United States"),
    Jurisdiction.COLORADO: gettext_lazy("Colorado"),
    Jurisdiction.MARYLAND: gettext_lazy("Maryland"),
    Jurisdiction.MASSACHUSETTS: gettext_lazy("Massachusetts"),
    Jurisdiction.MONTANA: gettext_lazy("Montana"),
    Jurisdiction.NEW_JERSEY: gettext_lazy("New Jersey"),
    Jurisdiction.UTAH: gettext_lazy("Utah"),
    Jurisdiction.WASHINGTON: pgettext_lazy("the state", "Washington State"),
}
