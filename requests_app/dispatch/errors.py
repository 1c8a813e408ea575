"""Why a search did not come back: one tree, which says what to do next and whether it was sent.

Must not hold bodies, tokens, addresses or ids: the code goes to logs and operators.
"""

from __future__ import annotations

import hashlib
from typing import ClassVar


class BackendError(Exception):
    """A call that gave no usable answer.

    `code` is stable; `sent` is no, yes or unknown: whether the matcher may have seen the probe.
    """

    retryable: ClassVar[bool] = False
    default_code: ClassVar[str] = "backend_error"

    def __init__(
        self,
        code: str | None = None,
        *,
        http_status: int | None = None,
        sent: str = "unknown",
        retry_after: float | None = None,
        answer_sha256: str | None = None,
        bytes_sent: int = 0,
    ) -> None:
        self.code = code or self.default_code
        self.http_status = http_status
        self.sent = sent
        self.retry_after = retry_after
        self.answer_sha256 = answer_sha256
        self.bytes_sent = bytes_sent
        super().__init__(self.code)


class BackendUnavailable(BackendError):
    """Not reached, or not able to work now: try again later."""

    retryable = True
    default_code = "backend_unavailable"


class OutcomeUnknown(BackendError):
    """Sent, and no answer seen: only a gate that remembers searches may be asked again."""

    retryable = True
    default_code = "outcome_unknown"


class NotSentInTime(BackendError):
    """Claimed, and not sent: its worker stood still for so long that the claim would not cover the call."""

    retryable = True
    default_code = "not_sent_in_time"


class BackendRefused(BackendError):
    """The matcher's side will not do it: somebody must look at clocks, keys or limits."""

    default_code = "backend_refused"


class GrantRejected(BackendRefused):
    """The grant was not accepted."""

    default_code = "grant_rejected"


class ReplayRejected(BackendRefused):
    """The grant had been used before."""

    default_code = "replay_rejected"


class AnswerNoLongerKept(BackendRefused):
    """The search was made, its answer did not arrive, and the matcher's side does not keep it any more.

    No later call can fetch it: the same search is answered in the same way for ever.
    """

    default_code = "search_already_answered"


class GalleryUnknown(BackendError):
    """The matcher has no such gallery."""

    default_code = "gallery_unknown"


class ProbeRejected(BackendError):
    """The image cannot be searched with: back to the officer, with the reason."""

    default_code = "probe_rejected"


class NoFaceFound(ProbeRejected):
    """The engine found no face in it."""

    default_code = "no_face_found"


class MultipleFaces(ProbeRejected):
    """The engine found several faces in it."""

    default_code = "multiple_faces"


class ImageTooLarge(ProbeRejected):
    """It is more than the matcher takes."""

    default_code = "image_too_large"


class UnsupportedFormat(ProbeRejected):
    """The engine cannot read its format."""

    default_code = "unsupported_format"


class EncounterUnknown(BackendError):
    """The matcher has no record of this candidate, or has it no longer."""

    default_code = "encounter_unknown"


class PicturesNotOffered(BackendError):
    """The matcher gives out no records at all: the comparison is made where its pictures can be seen."""

    default_code = "pictures_not_offered"


class ContractViolation(BackendError):
    """The answer is not what was asked for; it is kept as a digest only, and nobody sees it."""

    default_code = "contract_violation"

    @classmethod
    def by(cls, answer: bytes, code: str, http_status: int = 200) -> ContractViolation:
        """The error of an answer of these bytes."""
        digest = hashlib.sha256(answer).hexdigest()
        return cls(code, http_status=http_status, sent="yes", answer_sha256=digest)


class NotConfigured(BackendError):
    """There is no usable matcher for this gallery: the row waits."""

    default_code = "not_configured"
