"""The codes of the probe image and of the gallery that it is compared with.

Codes only. Prohibited values stay here so that an attempt can be recorded.
"""

from enum import StrEnum


class ProbeSource(StrEnum):
    """Where the probe image comes from."""

    CCTV_PUBLIC_BODY = "cctv_public_body"
    CCTV_PRIVATE_VOLUNTARY = "cctv_private_voluntary"
    CCTV_WARRANT = "cctv_warrant"
    BODY_WORN_CAMERA = "body_worn_camera"
    DASH_CAMERA = "dash_camera"
    DOORBELL_VOLUNTARY = "doorbell_voluntary"
    ATM_BANK_PRODUCTION_ORDER = "atm_bank_production_order"
    VICTIM_OR_WITNESS_DEVICE_CONSENT = "victim_or_witness_device_consent"
    SEIZED_DEVICE_WARRANT = "seized_device_warrant"
    BOOKING_PHOTO = "booking_photo"
    POST_MORTEM_PHOTO = "post_mortem_photo"
    MISSING_PERSON_FAMILY_PHOTO = "missing_person_family_photo"
    ID_DOCUMENT_SEIZED = "id_document_seized"
    CSAM_VICTIM_FRAME = "csam_victim_frame"
    SOCIAL_MEDIA_LAWFULLY_CAPTURED = "social_media_lawfully_captured"
    WEB_SCRAPE_TOOL = "web_scrape_tool"
    CLEARVIEW_LIKE_RESULT_IMAGE = "clearview_like_result_image"
    DATA_BROKER = "data_broker"
    COVERT_CAPTURE_WITHOUT_AUTHORITY = "covert_capture_without_authority"
    PROTEST_FOOTAGE_SWEEP = "protest_footage_sweep"
    SCHOOL_OR_HEALTH_RECORD = "school_or_health_record"
    LIVE_STREAM = "live_stream"
    DEEPFAKE_OR_GENERATED = "deepfake_or_generated"
    SKETCH = "sketch"
    FORENSIC_COMPOSITE = "forensic_composite"
    ARTIST_RENDER = "artist_render"
    CELEBRITY_LOOKALIKE = "celebrity_lookalike"
    OTHER_PERSON_SUBSTITUTE = "other_person_substitute"


PROBE_SOURCES_PROHIBITED = frozenset(
    {
        ProbeSource.WEB_SCRAPE_TOOL,
        ProbeSource.CLEARVIEW_LIKE_RESULT_IMAGE,
        ProbeSource.DATA_BROKER,
        ProbeSource.COVERT_CAPTURE_WITHOUT_AUTHORITY,
        ProbeSource.PROTEST_FOOTAGE_SWEEP,
        ProbeSource.SCHOOL_OR_HEALTH_RECORD,
        ProbeSource.LIVE_STREAM,
        ProbeSource.DEEPFAKE_OR_GENERATED,
        ProbeSource.SKETCH,
        ProbeSource.FORENSIC_COMPOSITE,
        ProbeSource.ARTIST_RENDER,
        ProbeSource.CELEBRITY_LOOKALIKE,
        ProbeSource.OTHER_PERSON_SUBSTITUTE,
    }
)
PROBE_SOURCES_WARNED = frozenset({ProbeSource.SOCIAL_MEDIA_LAWFULLY_CAPTURED})
PROBE_SOURCES_ALLOWED = frozenset(ProbeSource) - PROBE_SOURCES_PROHIBITED - PROBE_SOURCES_WARNED


class ProbeEdit(StrEnum):
    """What was done to the image before it reached us, or here."""

    CROP = "crop"
    ROTATE = "rotate"
    RESIZE = "resize"
    EXPOSURE = "exposure"
    CONTRAST = "contrast"
    COLOUR_BALANCE = "colour_balance"
    DE_INTERLACE = "de_interlace"
    DENOISE_MILD = "denoise_mild"
    POSE_CORRECTION = "pose_correction"
    DEBLUR = "deblur"
    SUPER_RESOLUTION = "super_resolution"
    FRAME_AVERAGE = "frame_average"
    FEATURE_PASTE = "feature_paste"
    EYES_OPENED = "eyes_opened"
    MIRROR_HALF = "mirror_half"
    FACE_SWAP = "face_swap"
    GENERATIVE_FILL = "generative_fill"


EDITS_ALLOWED = frozenset(
    {
        ProbeEdit.CROP,
        ProbeEdit.ROTATE,
        ProbeEdit.RESIZE,
        ProbeEdit.EXPOSURE,
        ProbeEdit.CONTRAST,
        ProbeEdit.COLOUR_BALANCE,
        ProbeEdit.DE_INTERLACE,
        ProbeEdit.DENOISE_MILD,
    }
)
EDITS_RESTRICTED = frozenset(
    {
        ProbeEdit.POSE_CORRECTION,
        ProbeEdit.DEBLUR,
        ProbeEdit.SUPER_RESOLUTION,
        ProbeEdit.FRAME_AVERAGE,
    }
)
EDITS_PROHIBITED = frozenset(ProbeEdit) - EDITS_ALLOWED - EDITS_RESTRICTED


class Suitability(StrEnum):
    """A person's view of whether the image can carry a comparison."""

    SUITABLE = "suitable"
    LIMITED = "limited"
    UNSUITABLE = "unsuitable"


class GalleryAcquisition(StrEnum):
    """How a gallery's images came together."""

    BOOKING_PHOTO = "booking_photo"
    WARRANT_FILE = "warrant_file"
    MISSING_PERSONS = "missing_persons"
    DECEASED_UNIDENTIFIED = "deceased_unidentified"
    DRIVER_LICENCE = "driver_licence"
    PASSPORT_VISA = "passport_visa"
    SEX_OFFENDER_REGISTER = "sex_offender_register"
    CORRECTIONS = "corrections"
    CSAM_VICTIM_ID = "csam_victim_id"
    PARTNER_AGENCY = "partner_agency"
    WEB_SCRAPED = "web_scraped"
    SOCIAL_MEDIA_SCRAPED = "social_media_scraped"
    CCTV_SCRAPED = "cctv_scraped"
    BROKER = "broker"


class LegalReview(StrEnum):
    """What the latest legal review of a gallery decided."""

    LAWFUL = "lawful"
    UNLAWFUL = "unlawful"


GALLERY_ACQUISITIONS_PROHIBITED = frozenset(
    {
        GalleryAcquisition.WEB_SCRAPED,
        GalleryAcquisition.SOCIAL_MEDIA_SCRAPED,
        GalleryAcquisition.CCTV_SCRAPED,
        GalleryAcquisition.BROKER,
    }
)
# Everybody with a licence or a passport is in these: a second approver and a statute are needed.
GALLERY_ACQUISITIONS_RESTRICTED = frozenset(
    {GalleryAcquisition.DRIVER_LICENCE, GalleryAcquisition.PASSPORT_VISA}
)
GALLERY_ACQUISITIONS_ALLOWED = (
    frozenset(GalleryAcquisition)
    - GALLERY_ACQUISITIONS_PROHIBITED
    - GALLERY_ACQUISITIONS_RESTRICTED
)
