"""What a person reads for the codes that the registry holds of a gallery."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_app.policy.vocabulary import GalleryAcquisition

_ACQUISITIONS: Mapping[str, Promise] = {
    GalleryAcquisition.BOOKING_PHOTO: _("photographs taken when people were booked"),
    GalleryAcquisition.WARRANT_FILE: _("photographs from files of warrants"),
    GalleryAcquisition.MISSING_PERSONS: _("photographs of missing people"),
    GalleryAcquisition.DECEASED_UNIDENTIFIED: _("photographs of the dead without a name"),
    GalleryAcquisition.DRIVER_LICENCE: _("photographs of driver’s licences"),
    GalleryAcquisition.PASSPORT_VISA: _("photographs of passports or visas"),
    GalleryAcquisition.SEX_OFFENDER_REGISTER: _("photographs from a register of sex offenders"),
    GalleryAcquisition.CORRECTIONS: _("photographs taken in prisons"),
    GalleryAcquisition.CSAM_VICTIM_ID: _("faces of child victims, kept to identify them"),
    GalleryAcquisition.PARTNER_AGENCY: _("photographs of a partner agency"),
    GalleryAcquisition.WEB_SCRAPED: _("images gathered from the web"),
    GalleryAcquisition.SOCIAL_MEDIA_SCRAPED: _("images gathered from social media"),
    GalleryAcquisition.CCTV_SCRAPED: _("images gathered from cameras"),
    GalleryAcquisition.BROKER: _("images bought from a data broker"),
}


def acquisition(code: str) -> str:
    """How a gallery's images came together, in words; the code itself where it is none of them."""
    return str(_ACQUISITIONS.get(code, code))
