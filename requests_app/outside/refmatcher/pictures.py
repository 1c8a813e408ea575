"""The drawings as OSIA's encounters: each was made once, and its record holds nothing but the picture.

Must not be asked for anybody whom the caller's own search did not name: `memory` sees to that.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from requests_app.outside.refmatcher import drawings
from requests_app.outside.refmatcher.matching import ShapeGallery
from requests_app.wire.picture_grant import PictureDetail
from requests_app.wire.refusals import Refusal, Refused


def encounter_id(person_id: str) -> str:
    """The id of the one record of a drawing."""
    return f"{person_id}-1"


def detail_of(person_id: str, search_id: str, answer: bytes) -> PictureDetail:
    """What a grant for the picture of somebody in this answer must say."""
    return PictureDetail.of(
        search_id=search_id,
        answer_sha256=hashlib.sha256(answer).hexdigest(),
        person_id=person_id,
        encounter_id=encounter_id(person_id),
    )


def encounter_of(person_id: str, galleries: Mapping[str, ShapeGallery]) -> dict[str, Any]:
    """OSIA's encounter of one drawing; raises Refused for one that no gallery has any more."""
    for name, gallery in galleries.items():
        found = gallery.drawing(person_id)
        if found is not None:
            image, made_on = found
            return {
                "encounterId": encounter_id(person_id),
                "status": "ACTIVE",
                "encounterType": "drawing",
                "galleries": [name],
                "biometricData": [
                    {
                        "biometricType": "FACE",
                        "encounterId": encounter_id(person_id),
                        "image": base64.b64encode(drawings.png(image)).decode("ascii"),
                        "mimeType": "image/png",
                        "compression": "PNG",
                        "width": image.width,
                        "height": image.height,
                        "captureDate": made_on.isoformat(timespec="seconds"),
                    }
                ],
            }
    raise Refused(Refusal.ENCOUNTER_UNKNOWN)
