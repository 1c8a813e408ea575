"""The facts of `search.approved`: what one authorisation allows, as the log and the gate read it.

Must not hold a plain digest of the probe: a leaf is for ever, and would confirm who was searched.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from requests_app.wire.shapes import (
    Malformed,
    read_code,
    read_decimal,
    read_digest,
    read_fields,
    read_integer,
    read_text,
    read_time,
    read_uuid,
    write_time,
)

EVENT_CODE = "search.approved"
OPENING_BYTES = 32
FIELDS = frozenset(
    [
        "approved_at",
        "candidate_limit",
        "deciders",
        "decision_digest",
        "expires_at",
        "filter_digest",
        "gallery_digest",
        "gallery_id",
        "mode",
        "probe_commitment",
        "purpose_code",
        "requester_person",
        "search_id",
        "threshold",
    ]
)
_DECIDER_FIELDS = frozenset({"person", "role", "signature"})
# Empty until deciders sign; then a scheme, a colon, and unpadded base64url of what it says.
_SIGNATURE = re.compile(r"[a-z0-9-]{1,20}:[A-Za-z0-9_-]{1,8000}", re.ASCII)


@dataclass(frozen=True)
class Decider:
    """One person who approved, in which role; `signature` is the place for their own signature."""

    person: str
    role: str
    signature: str | None = None


@dataclass(frozen=True)
class ApprovalLeaf:
    """One authorisation. `gallery_id` is the engine's own name, as it stands in the grant."""

    search_id: str
    probe_commitment: str
    gallery_id: str
    gallery_digest: str
    mode: str
    candidate_limit: int
    threshold: str | None
    filter_digest: str
    purpose_code: str
    requester_person: str
    deciders: tuple[Decider, ...]
    decision_digest: str
    approved_at: datetime
    expires_at: datetime

    def to_facts(self) -> dict[str, Any]:
        """The facts as `audit.record` takes them; raises Malformed for what could not be read."""
        facts = {
            "approved_at": write_time(self.approved_at),
            "candidate_limit": self.candidate_limit,
            "deciders": [
                {"person": one.person, "role": one.role, "signature": one.signature}
                for one in self.deciders
            ],
            "decision_digest": self.decision_digest,
            "expires_at": write_time(self.expires_at),
            "filter_digest": self.filter_digest,
            "gallery_digest": self.gallery_digest,
            "gallery_id": self.gallery_id,
            "mode": self.mode,
            "probe_commitment": self.probe_commitment,
            "purpose_code": self.purpose_code,
            "requester_person": self.requester_person,
            "search_id": self.search_id,
            "threshold": self.threshold,
        }
        self.from_facts(facts)
        return facts

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> ApprovalLeaf:
        """The approval of an entry's facts.

        Raises:
            Malformed for a missing or a further field, and for an approval that could not have
                been one: by the requester, by nobody, twice in one role, or over before it began.
        """
        fields = read_fields(facts, FIELDS, "The approval")
        threshold = fields["threshold"]
        leaf = cls(
            search_id=read_uuid(fields["search_id"], "search_id"),
            probe_commitment=read_digest(fields["probe_commitment"], "probe_commitment"),
            gallery_id=read_text(fields["gallery_id"], "gallery_id", longest=80),
            gallery_digest=read_digest(fields["gallery_digest"], "gallery_digest"),
            mode=read_code(fields["mode"], "mode"),
            candidate_limit=read_integer(
                fields["candidate_limit"], "candidate_limit", least=1, most=1000
            ),
            threshold=None if threshold is None else read_decimal(threshold, "threshold"),
            filter_digest=read_digest(fields["filter_digest"], "filter_digest"),
            purpose_code=read_code(fields["purpose_code"], "purpose_code"),
            requester_person=read_uuid(fields["requester_person"], "requester_person"),
            deciders=_read_deciders(fields["deciders"]),
            decision_digest=read_digest(fields["decision_digest"], "decision_digest"),
            approved_at=read_time(fields["approved_at"], "approved_at"),
            expires_at=read_time(fields["expires_at"], "expires_at"),
        )
        if any(one.person == leaf.requester_person for one in leaf.deciders):
            raise Malformed("Nobody approves their own request.")
        if leaf.expires_at <= leaf.approved_at:
            raise Malformed("The approval is over before it began.")
        return leaf


def _read_deciders(value: Any) -> tuple[Decider, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise Malformed("An approval names everyone who decided.")
    deciders = []
    for item in value:
        fields = read_fields(item, _DECIDER_FIELDS, "A decider")
        signature = fields["signature"]
        if signature is not None and not (
            isinstance(signature, str) and _SIGNATURE.fullmatch(signature)
        ):
            raise Malformed("A decider's signature is neither empty nor in its form.")
        deciders.append(
            Decider(
                read_uuid(fields["person"], "person"), read_code(fields["role"], "role"), signature
            )
        )
    for once in ([one.person for one in deciders], [one.role for one in deciders]):
        if len(set(once)) != len(once):
            raise Malformed("One person decides once, and one role is filled once.")
    return tuple(deciders)


def probe_commitment(key: bytes, probe_sha256: str) -> str:
    """HMAC-SHA-256 over the ASCII hex digest of the probe copy that is sent to the matcher.

    `key` is 32 random bytes, made for this approval alone; destroying it makes the leaf say nothing
    about any image.

    Raises:
        ValueError: for a key of another length, Malformed for no digest.
    """
    if len(key) != OPENING_BYTES:
        raise ValueError("The key of a commitment has 32 bytes.")
    digest = read_digest(probe_sha256, "probe_sha256")
    return hmac.new(key, digest.encode("ascii"), hashlib.sha256).hexdigest()


def commitment_opens(commitment: str, key: bytes, probe_sha256: str) -> bool:
    """Whether this key and this probe digest are what the commitment was made of."""
    return hmac.compare_digest(commitment, probe_commitment(key, probe_sha256))
