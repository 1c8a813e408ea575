"""What a matcher's refusal means for the search: one table from status and code to an error.

Must not pass on the matcher's own words: they may repeat what was sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from requests_app.common import clock
from requests_app.dispatch import errors
from requests_app.wire.refusals import Refusal
from requests_app.wire.versions import HEADER_REFUSAL

_LONGEST_WAIT = 3600.0

_BY_CODE: Mapping[Refusal, type[errors.BackendError]] = {
    Refusal.GRANT_REPLAYED: errors.ReplayRejected,
    Refusal.SEARCH_ALREADY_ANSWERED: errors.AnswerNoLongerKept,
    Refusal.SEARCH_RUNNING: errors.OutcomeUnknown,
    Refusal.SEARCH_OUTCOME_UNKNOWN: errors.OutcomeUnknown,
    Refusal.SEARCH_OTHER_BODY: errors.GrantRejected,
    Refusal.GALLERY_UNKNOWN: errors.GalleryUnknown,
    Refusal.BODY_TOO_LARGE: errors.ImageTooLarge,
    Refusal.PROBE_UNREADABLE: errors.UnsupportedFormat,
    Refusal.PROBE_NO_FACE: errors.NoFaceFound,
    Refusal.PROBE_MANY_FACES: errors.MultipleFaces,
    Refusal.ENGINE_ANSWER_INVALID: errors.ContractViolation,
    Refusal.ROUTE_UNKNOWN: errors.BackendRefused,
    Refusal.ENCOUNTER_UNKNOWN: errors.EncounterUnknown,
}
_BY_STATUS: Mapping[int, type[errors.BackendError]] = {
    400: errors.BackendRefused,  # that the picture is at fault, only a code of its own can say
    401: errors.GrantRejected,
    403: errors.GrantRejected,
    404: errors.GalleryUnknown,
    409: errors.OutcomeUnknown,
    413: errors.ImageTooLarge,
    415: errors.BackendRefused,  # of the call, which is JSON; not of the picture in it
    422: errors.BackendRefused,
    429: errors.BackendUnavailable,
    500: errors.BackendUnavailable,
    502: errors.BackendUnavailable,
    503: errors.BackendUnavailable,
    504: errors.BackendUnavailable,
}
_BY_CODE_OF_A_PICTURE: Mapping[Refusal, type[errors.BackendError]] = {
    **_BY_CODE,
    Refusal.ROUTE_UNKNOWN: errors.PicturesNotOffered,
}
_BY_STATUS_OF_A_PICTURE: Mapping[int, type[errors.BackendError]] = {
    **_BY_STATUS,
    404: errors.EncounterUnknown,  # OSIA's own "unknown record"
    405: errors.PicturesNotOffered,
    413: errors.ContractViolation,  # nothing was sent that could be too large
    501: errors.PicturesNotOffered,
}

_OF_OUR_OWN: Mapping[str, type[errors.BackendError]] = {
    "unreachable": errors.BackendUnavailable,
    "connect_timeout": errors.BackendUnavailable,
    "took_too_long": errors.OutcomeUnknown,
    "timeout_after_send": errors.OutcomeUnknown,
    "connection_lost": errors.OutcomeUnknown,
    "order_invalid": errors.NotConfigured,
    "filter_not_allowed": errors.NotConfigured,
    "ca_certificate_unusable": errors.NotConfigured,
    "client_certificate_unusable": errors.NotConfigured,
    "client_certificate_missing": errors.NotConfigured,
}
"""What our own client says of a call that brought no answer."""


def family_of(code: str) -> str:
    """The general code of the kind of error that a stored code belongs to; itself where it is one."""
    refusal = Refusal.of(code)
    if code in _OF_OUR_OWN:
        return _OF_OUR_OWN[code].default_code
    if refusal is not None:
        return (_BY_CODE.get(refusal) or _BY_STATUS[refusal.status]).default_code
    if code.startswith(("answer_", "picture_")):
        return errors.ContractViolation.default_code
    status = code.removeprefix("http_")
    if status != code and status.isdigit():
        return _BY_STATUS.get(int(status), errors.ContractViolation).default_code
    return code


_NOT_SEARCHED = frozenset(
    {
        "unreachable",
        "connect_timeout",
        "tls_required",
        errors.NotConfigured.default_code,
        errors.NotSentInTime.default_code,
        errors.BackendRefused.default_code,
        errors.GrantRejected.default_code,
        errors.GalleryUnknown.default_code,
        errors.ProbeRejected.default_code,
        errors.NoFaceFound.default_code,
        errors.MultipleFaces.default_code,
        errors.ImageTooLarge.default_code,
        errors.UnsupportedFormat.default_code,
    }
)
_TURNED_AWAY = frozenset({429, 503})
"""HTTP's own words for "not now, nothing was done" (RFC 6585, 4; RFC 9110, 15.6.4)."""


def may_have_searched(code: str, http_status: int | None) -> bool:
    """Whether an engine may have made a search that failed so: to send it again might be to search twice.

    Args:
        code: the stored code of the attempt's error.
        http_status: what the matcher's side answered with; None where it did not answer.
    """
    return http_status not in _TURNED_AWAY and not {code, family_of(code)} & _NOT_SEARCHED


def error_for(
    status: int, headers: Mapping[str, str], body: bytes, *, bytes_sent: int = 0
) -> errors.BackendError:
    """The error of an answer that is no result.

    A refusal code counts only with the status that belongs to it; a status that is in no table,
    a redirect or an unasked 202 for example, breaks the contract.
    """
    return _error(status, headers, body, bytes_sent, _BY_CODE, _BY_STATUS)


def picture_error_for(status: int, headers: Mapping[str, str], body: bytes) -> errors.BackendError:
    """The error of an answer that is no picture; a status means other things than to a search.

    That there is no record, or none are given out, has one code however a matcher says it.
    """
    error = _error(status, headers, body, 0, _BY_CODE_OF_A_PICTURE, _BY_STATUS_OF_A_PICTURE)
    if isinstance(error, errors.EncounterUnknown | errors.PicturesNotOffered):
        error.code = error.default_code
    return error


def _error(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    bytes_sent: int,
    by_code: Mapping[Refusal, type[errors.BackendError]],
    by_status: Mapping[int, type[errors.BackendError]],
) -> errors.BackendError:
    refusal = Refusal.of(headers.get(HEADER_REFUSAL, ""))
    if refusal is not None and refusal.status == status:
        kind = by_code.get(refusal) or by_status[status]
        code = refusal.code
    else:
        kind = by_status.get(status, errors.ContractViolation)
        code = f"http_{status}"
    return kind(
        code,
        http_status=status,
        sent="yes",
        retry_after=_retry_after(headers.get("retry-after")) if kind.retryable else None,
        answer_sha256=hashlib.sha256(body).hexdigest(),
        bytes_sent=bytes_sent,
    )


def _retry_after(text: str | None) -> float | None:
    """Seconds to wait as the matcher asks, within bounds; None when it asks nothing readable."""
    if not text:
        return None
    try:
        if text.strip().isascii() and text.strip().isdigit():
            seconds = float(text[:12])
        else:
            seconds = (parsedate_to_datetime(text) - clock.now()).total_seconds()
    except (TypeError, ValueError):
        return None
    return min(max(seconds, 0.0), _LONGEST_WAIT)
