"""The strict reading of a candidate's record: the one picture that was asked for, or no answer.

Must not keep anything else of a record: names, dates of birth and other data of a person are read past.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NewType

from requests_app.common.foreign_data import (
    JsonFault,
    Malformed,
    NotStrictJson,
    StrictConverter,
    Unfit,
    camel_case,
    load_json,
)
from requests_app.dispatch.errors import ContractViolation
from requests_app.dispatch.types import FetchedPicture, PictureOrder

_NOT_JSON = {
    JsonFault.NOT_JSON: "answer_not_json",
    JsonFault.KEY_TWICE: "answer_schema",
    JsonFault.NOT_A_NUMBER: "answer_not_a_number",
}
_FROM_THE_FRONT = "PORTRAIT"

_Moment = NewType("_Moment", datetime)


_PAST_OF_A_RECORD = frozenset(
    [
        "encounterType", "createdDate", "updatedDate", "clientData", "contextualData",
        "biographicData", "integrity",
    ]
)  # fmt: skip
_PAST_OF_A_PICTURE = frozenset(
    [
        "instance", "captureDevice", "impressionType", "width", "height", "bitdepth", "mimeType",
        "resolution", "compression", "missing", "metadata", "comment", "template", "templateRef",
        "templateFormat", "quality", "qualityFormat", "algorithm", "vendor", "integrity",
    ]
)  # fmt: skip
"""What OSIA 1.6.0 lets a record hold besides, and nothing here looks at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Biometric:
    """What is read of OSIA's BiometricData."""

    biometric_type: str
    biometric_sub_type: str = ""
    encounter_id: str | None = None
    image: str | None = None
    image_ref: str | None = None
    capture_date: _Moment | None = None
    encryption: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Encounter:
    """What is read of OSIA's Encounter."""

    encounter_id: str
    status: Literal["ACTIVE", "INACTIVE"]
    galleries: tuple[str, ...]
    biometric_data: tuple[_Biometric, ...]
    encryption: Any = None


class _Broken(Exception):
    """Carries the code of what is wrong with an answer."""


def read_picture(data: bytes, order: PictureOrder, *, is_drawn: bool) -> FetchedPicture:
    """The picture in an answer's bytes.

    Args:
        data: the whole answer; order: what was asked for; is_drawn: whether the matcher says of itself that
            it recognises no faces.

    Raises:
        ContractViolation: for anything that OSIA 1.6.0 does not allow, the record of another encounter, one
            that is withdrawn or no longer in the gallery that was searched, no picture or several, one that
            is only an address, and one that is encrypted. Its message holds a code only.
    """
    try:
        chosen = _chosen(_read(data), order)
        return FetchedPicture(_bytes_of(chosen), chosen.capture_date, is_drawn)
    except _Broken as broken:
        code = str(broken)
    # Outside the handler: what is tied to the error would hold the record.
    raise ContractViolation.by(data, code)


def _read(data: bytes) -> _Encounter:
    try:
        return _converter.read(_needed(load_json(data)), _Encounter)
    except NotStrictJson as refused:
        raise _Broken(_NOT_JSON[refused.fault]) from None
    except Malformed:
        raise _Broken("answer_schema") from None


def _needed(record: Any) -> Any:
    """A record without what is read past; what is no record stays as it is, to be refused."""
    needed = _without(_PAST_OF_A_RECORD, record)
    if isinstance(needed, dict) and isinstance(needed.get("biometricData"), list):
        needed["biometricData"] = [
            _without(_PAST_OF_A_PICTURE, one) for one in needed["biometricData"]
        ]
    return needed


def _without(names: frozenset[str], value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {name: part for name, part in value.items() if name not in names}


def _chosen(encounter: _Encounter, order: PictureOrder) -> _Biometric:
    if encounter.encounter_id != order.encounter_id:
        raise _Broken("picture_other_encounter")
    if encounter.status != "ACTIVE":
        raise _Broken("picture_withdrawn")
    if order.gallery not in encounter.galleries:
        raise _Broken("picture_other_gallery")
    if encounter.encryption is not None:
        raise _Broken("picture_encrypted")
    faces = [one for one in encounter.biometric_data if one.biometric_type == "FACE"]
    if any(one.encounter_id not in {None, order.encounter_id} for one in faces):
        raise _Broken("picture_other_encounter")
    front = [one for one in faces if one.biometric_sub_type == _FROM_THE_FRONT]
    # A record may hold profiles beside the one picture from the front; which of two it is, nobody can say.
    chosen = front if len(front) == 1 else faces
    if not chosen:
        raise _Broken("picture_missing")
    if len(chosen) > 1:
        raise _Broken("picture_several")
    return chosen[0]


def _bytes_of(face: _Biometric) -> bytes:
    if face.encryption is not None:
        raise _Broken("picture_encrypted")
    if not face.image:
        # An address is never followed: whoever answers there holds no grant of ours.
        raise _Broken("picture_by_reference" if face.image_ref else "picture_missing")
    try:
        return base64.b64decode(face.image, validate=True)
    except (binascii.Error, ValueError):
        raise _Broken("picture_not_base64") from None


def _moment(value: Any, _kind: Any) -> datetime:
    """RFC 3339: a date with a time and its distance from UTC."""
    try:
        read = datetime.fromisoformat(value) if type(value) is str else None
    except ValueError:
        read = None
    if read is None or read.tzinfo is None:
        raise Unfit("a date with a time and its zone")
    return read


def _made_converter() -> StrictConverter:
    converter = StrictConverter(key_of=camel_case, null_for_none=False)
    converter.register_structure_hook(_Moment, _moment)
    return converter


_converter = _made_converter()
