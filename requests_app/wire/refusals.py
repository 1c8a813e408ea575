"""Why a gate refuses: the closed list of codes, in the order of its checks, with HTTP status.

Must not explain more to the caller than the code: a refusal is no place for what was expected.
"""

from __future__ import annotations

from enum import Enum


class Refusal(Enum):
    """Each value is (code, HTTP status). The order is the order in which a gate checks."""

    ROUTE_UNKNOWN = ("route_unknown", 404)
    # 1. The token's form.
    TOKEN_MISSING = ("token_missing", 401)
    TOKEN_MALFORMED = ("token_malformed", 401)
    TOKEN_TYPE = ("token_type", 401)
    TOKEN_ALGORITHM = ("token_algorithm", 401)
    TOKEN_KEY_UNKNOWN = ("token_key_unknown", 401)
    # 2. Signature, parties, times.
    TOKEN_SIGNATURE = ("token_signature", 401)
    TOKEN_CLAIMS = ("token_claims", 401)
    TOKEN_ISSUER = ("token_issuer", 401)
    TOKEN_AUDIENCE = ("token_audience", 401)
    TOKEN_LIFETIME = ("token_lifetime", 401)
    TOKEN_NOT_YET_VALID = ("token_not_yet_valid", 401)
    TOKEN_EXPIRED = ("token_expired", 401)
    # 3. A memory younger than what it should remember.
    MEMORY_TOO_YOUNG = ("memory_too_young", 401)
    # 4. What the token is for.
    SCOPE = ("scope", 403)
    DETAIL = ("detail", 403)
    # 5. The call against the grant.
    QUERY_UNKNOWN = ("query_unknown", 403)
    GALLERY_ALL = ("gallery_all", 403)
    GALLERY_MISMATCH = ("gallery_mismatch", 403)
    GALLERY_UNKNOWN = ("gallery_unknown", 404)
    SEARCH_MISMATCH = ("search_mismatch", 403)
    CANDIDATES_MISSING = ("candidates_missing", 403)
    CANDIDATES_EXCEEDED = ("candidates_exceeded", 403)
    THRESHOLD_MISSING = ("threshold_missing", 403)
    THRESHOLD_LOWERED = ("threshold_lowered", 403)
    THRESHOLD_UNEXPECTED = ("threshold_unexpected", 403)
    CALLBACK_FORBIDDEN = ("callback_forbidden", 403)
    MODE_NOT_OFFERED = ("mode_not_offered", 403)
    # 5a. The call for a candidate's picture against its grant.
    PERSON_MISMATCH = ("person_mismatch", 403)
    ENCOUNTER_MISMATCH = ("encounter_mismatch", 403)
    # 6. The body's bytes.
    BODY_TOO_LARGE = ("body_too_large", 413)
    BODY_DIGEST = ("body_digest", 403)
    # 7. The body's meaning.
    BODY_MALFORMED = ("body_malformed", 400)
    BODY_NOT_ONE_FACE = ("body_not_one_face", 400)
    FILTER_MISMATCH = ("filter_mismatch", 403)
    PROBE_DIGEST = ("probe_digest", 403)
    PROBE_UNREADABLE = ("probe_unreadable", 422)
    PROBE_NO_FACE = ("probe_no_face", 422)
    PROBE_MANY_FACES = ("probe_many_faces", 422)
    # The proof that the approval is in the log, and what the gate itself holds against it.
    PROOF_MISSING = ("proof_missing", 403)
    PROOF_DIGEST = ("proof_digest", 403)
    PROOF_INVALID = ("proof_invalid", 403)
    PROOF_UNWITNESSED = ("proof_unwitnessed", 403)
    PROOF_STALE = ("proof_stale", 403)
    APPROVAL_MISMATCH = ("approval_mismatch", 403)
    APPROVAL_WRITER = ("approval_writer", 403)
    APPROVAL_EXPIRED = ("approval_expired", 403)
    APPROVAL_OWN_REQUEST = ("approval_own_request", 403)
    APPROVAL_UNSIGNED = ("approval_unsigned", 403)
    STOPPED = ("stopped", 403)
    # 8. and 9. Once only.
    GRANT_REPLAYED = ("grant_replayed", 409)
    SEARCH_OTHER_BODY = ("search_other_body", 422)
    SEARCH_RUNNING = ("search_running", 409)
    SEARCH_OUTCOME_UNKNOWN = ("search_outcome_unknown", 409)
    SEARCH_ALREADY_ANSWERED = ("search_already_answered", 409)
    # 9a. A picture: only of somebody whom this very answer named.
    RESULT_UNKNOWN = ("result_unknown", 403)
    RESULT_MISMATCH = ("result_mismatch", 403)
    NOT_A_CANDIDATE = ("not_a_candidate", 403)
    ENCOUNTER_UNKNOWN = ("encounter_unknown", 404)
    # 10. The engine behind.
    ENGINE_UNAVAILABLE = ("engine_unavailable", 503)
    ENGINE_ANSWER_INVALID = ("engine_answer_invalid", 502)
    GATE_FAULT = ("gate_fault", 500)

    @property
    def code(self) -> str:
        """The stable code, as in the header and the gate's register."""
        return self.value[0]

    @property
    def status(self) -> int:
        """The HTTP status that goes with it."""
        return self.value[1]

    @classmethod
    def of(cls, code: str) -> Refusal | None:
        """The refusal of a code, or None for a code that this version does not know."""
        return next((one for one in cls if one.code == code), None)


class Refused(Exception):
    """A gate's check did not hold."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.code)
