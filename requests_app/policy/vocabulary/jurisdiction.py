"""Whose law a citation is: places, and in federations the institutions of the federation itself.

Codes only. A code that goes on after a hyphen lies within the code before it: what binds `ca` binds `ca-qc` too,
and what binds `ca-fed` (the Privacy Act, for instance) binds no provincial or municipal police.
"""

from enum import StrEnum


class Jurisdiction(StrEnum):
    """Where a law is in force; the places follow ISO 3166 where it has them."""

    CANADA = "ca"
    CANADA_FEDERAL = "ca-fed"
    ALBERTA = "ca-ab"
    BRITISH_COLUMBIA = "ca-bc"
    MANITOBA = "ca-mb"
    NEW_BRUNSWICK = "ca-nb"
    NEWFOUNDLAND_AND_LABRADOR = "ca-nl"
    NOVA_SCOTIA = "ca-ns"
    NORTHWEST_TERRITORIES = "ca-nt"
    NUNAVUT = "ca-nu"
    ONTARIO = "ca-on"
    PRINCE_EDWARD_ISLAND = "ca-pe"
    QUEBEC = "ca-qc"
    SASKATCHEWAN = "ca-sk"
    YUKON = "ca-yt"
    EUROPEAN_UNION = "eu"
    UNITED_KINGDOM = "gb"
    UNITED_STATES = "us"
    US_FEDERAL = "us-fed"
    COLORADO = "us-co"
    MARYLAND = "us-md"
    MASSACHUSETTS = "us-ma"
    MONTANA = "us-mt"
    NEW_JERSEY = "us-nj"
    UTAH = "us-ut"
    WASHINGTON = "us-wa"

    def covers(self, place: str) -> bool:
        """Whether law of this jurisdiction holds in a place: the same one, or one that lies within it.

        Args:
            place: a code of this list; empty where an agency has not said where it is, and nothing covers that.
        """
        return place == self.value or place.startswith(f"{self.value}-")


AGENCY_PLACES = tuple(
    code
    for code in Jurisdiction
    if not any(other != code and code.covers(other.value) for other in Jurisdiction)
)
"""Where an agency can be: a country that has parts here is never precise enough to know whose law binds."""
