"""What a supervisor checks before a lead is released, as typed values with canonical bytes, and what it still lacks.

Pure: must not know who releases. The description is the one that was locked before any search: what was seen of the
person sought is held against the candidate, so that a face that looks alike is not the only thing that speaks for them.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from requests_app.common.errors import BadInput
from requests_app.common.foreign_data import Malformed, StrictConverter
from requests_app.common.visible import says_something
from requests_app.searches.answers import Description
from requests_app.wire import canonical

LEAST_WORDS = 20
"""Characters that a reason has at least, half of them letters; as an examiner's texts."""
ATTRIBUTES = tuple(each.name for each in dataclasses.fields(Description))
"""What a description can say of a person: height, build, age band, hair, marks, clothing, mobility."""


class Agrees(StrEnum):
    """How what is known of the candidate agrees with one part of the description. Codes are stable for ever."""

    MATCHES = "matches"
    CONTRADICTS = "contradicts"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What becomes of a candidate on whom two examiners agree. Codes are stable for ever."""

    RELEASE = "release"
    WITHHOLD = "withhold"


@dataclass(frozen=True, slots=True)
class Checked:
    """One part of the description, held against the candidate.

    Attributes:
        attribute: one of `ATTRIBUTES`.
        candidate: what is known of the candidate, in the supervisor's words.
        agrees: an `Agrees`.
        resolution: why a contradiction does not rule the candidate out.
    """

    attribute: str
    candidate: str = ""
    agrees: str = ""
    resolution: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseAnswers:
    """What a supervisor says of a candidate on whom two examiners agree.

    Attributes:
        outcome: an `Outcome`.
        checked: each part that was described, once.
        reason: why the lead is released or withheld.
    """

    outcome: str = ""
    checked: tuple[Checked, ...] = ()
    reason: str = ""


_converter = StrictConverter(dates_as_text=True)


def encode(answers: ReleaseAnswers) -> bytes:
    """Return the canonical bytes (RFC 8785) of these answers: what is sealed, and what digests are taken of."""
    return canonical.encode(_converter.unstructure(answers))


def decode(data: bytes) -> ReleaseAnswers:
    """Read such answers back from their canonical bytes.

    Raises:
        BadInput: they are none.
    """
    try:
        return _converter.read(canonical.decode(data), ReleaseAnswers)
    except (Malformed, canonical.NotCanonical) as problem:
        raise BadInput({"release": ["malformed"]}) from problem


def digest_of(answers: ReleaseAnswers) -> str:
    """Return the hex SHA-256 of their canonical bytes."""
    return hashlib.sha256(encode(answers)).hexdigest()


def described(description: Description) -> Mapping[str, str]:
    """Return what was said of the person sought before the search: attribute -> words, without what was left open."""
    said = {name: getattr(description, name).strip() for name in ATTRIBUTES}
    return {name: words for name, words in said.items() if words}


Problems = dict[str, list[str]]
"""Name of a field (for a part of the description `attribute.field`) -> codes of what is wrong with it."""


def problems_of(answers: ReleaseAnswers, description: Description) -> Problems:
    """Return what keeps such a decision from being recorded.

    Args:
        answers: what the supervisor said.
        description: the one that was locked before the search; each part of it is held against the candidate.
    """
    found: Problems = {}
    if answers.outcome not in set(Outcome):
        found["outcome"] = ["required"]
    if not says_something(answers.reason, least=LEAST_WORDS):
        found["reason"] = ["too_short"]
    names = [each.attribute for each in answers.checked]
    if len(set(names)) != len(names) or set(names) - set(described(description)):
        return found | {"checked": ["not_described"]}
    checked = {each.attribute: each for each in answers.checked}
    for name in described(description):
        found |= _problems_of_part(
            checked.get(name, Checked(name)), is_released=answers.outcome == Outcome.RELEASE
        )
    return found


def _problems_of_part(part: Checked, *, is_released: bool) -> Problems:
    if part.agrees not in set(Agrees):
        return {f"{part.attribute}.agrees": ["required"]}
    found: Problems = {}
    if part.agrees != Agrees.UNKNOWN and not any(each.isalnum() for each in part.candidate):
        found[f"{part.attribute}.candidate"] = ["required"]
    is_open = not says_something(part.resolution, least=LEAST_WORDS)
    if part.agrees == Agrees.CONTRADICTS and is_released and is_open:
        found[f"{part.attribute}.resolution"] = ["contradiction_open"]
    return found
