"""What an incident is about: which findings bring which duties, and what its closing says of each.

Pure: typed values with canonical bytes, and what is missing of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from requests_app.common.errors import BadInput
from requests_app.common.foreign_data import Malformed, StrictConverter
from requests_app.common.visible import says_something
from requests_app.searches.outcome import LEAST_WORDS, Flaw
from requests_app.searches.outcome_problems import Problems
from requests_app.wire import canonical


class Ground(StrEnum):
    """How an incident came to be known. Codes are stable for ever."""

    RECORDED = "recorded"
    COMPLAINT = "complaint"
    MISIDENTIFIED = "misidentified"
    ERROR_FOUND = "error_found"
    OTHER = "other"


BY_HAND = (Ground.COMPLAINT, Ground.MISIDENTIFIED, Ground.ERROR_FOUND, Ground.OTHER)
"""Grounds on which a person opens one; `RECORDED` is what was recorded of the lead."""


class Duty(StrEnum):
    """What whoever looks into an incident has to see done. Codes are stable for ever."""

    RECALL_LEAD = "recall_lead"
    FIND_OUT_WHY = "find_out_why"
    TELL_PERSON = "tell_person"
    CORRECT_RECORDS = "correct_records"
    TELL_RECIPIENTS = "tell_recipients"
    TELL_JUDGE = "tell_judge"
    TELL_PROSECUTOR = "tell_prosecutor"
    TELL_SUPERIOR = "tell_superior"
    TELL_COMPLAINANT = "tell_complainant"
    TELL_COMMISSIONER = "tell_commissioner"


class Became(StrEnum):
    """What became of one duty. Codes are stable for ever."""

    DONE = "done"
    NOT_NEEDED = "not_needed"
    NOT_DONE = "not_done"


class Outcome(StrEnum):
    """What became of an incident. Codes are stable for ever."""

    PUT_RIGHT = "put_right"
    FINDING_WRONG = "finding_wrong"
    HANDED_OVER = "handed_over"


_WRONG_PERSON = (
    Duty.RECALL_LEAD,
    Duty.TELL_PERSON,
    Duty.CORRECT_RECORDS,
    Duty.TELL_RECIPIENTS,
    Duty.TELL_PROSECUTOR,
    Duty.TELL_SUPERIOR,
    Duty.TELL_COMMISSIONER,
)
_WITHOUT_GROUNDS = (Duty.TELL_PROSECUTOR, Duty.TELL_SUPERIOR)
"""How somebody came to be arrested or charged is disclosed to them; see R. v. Stinchcombe, [1991] 3 SCR 326."""
_WITHOUT_LEAD = (*_WITHOUT_GROUNDS, Duty.TELL_COMMISSIONER)
"""What was used without authority may be a confidentiality incident (Act respecting Access, CQLR c A-2.1, s. 63.8)."""
_DUTIES: dict[Flaw, tuple[Duty, ...]] = {
    Flaw.NOTHING_INDEPENDENT: _WITHOUT_GROUNDS,
    Flaw.WHEREABOUTS_UNCHECKED: (Duty.TELL_SUPERIOR,),
    Flaw.WAS_ELSEWHERE: _WRONG_PERSON,
    Flaw.SPEAKS_AGAINST: _WITHOUT_GROUNDS,
    Flaw.DAMAGED: (),
    Flaw.DESPITE_STOP: _WITHOUT_GROUNDS,
    Flaw.GIVEN_UP: (Duty.TELL_SUPERIOR,),
    Flaw.BEFORE_RELEASE: (Duty.TELL_SUPERIOR, Duty.TELL_COMMISSIONER),
    Flaw.RECALLED: (Duty.TELL_RECIPIENTS, *_WITHOUT_LEAD),
    Flaw.EXPIRED: _WITHOUT_LEAD,
    Flaw.SAME_PICTURE: (Duty.TELL_PROSECUTOR,),
    Flaw.NOT_BLIND: (Duty.TELL_PROSECUTOR,),
    Flaw.WITNESS_DID_NOT_SEE: (Duty.TELL_PROSECUTOR,),
    Flaw.WITNESS_TOLD: (Duty.TELL_PROSECUTOR,),
    Flaw.UNDISCLOSED: (Duty.TELL_JUDGE, Duty.TELL_PROSECUTOR),
    Flaw.RULE: (),
    Flaw.UNJUDGED: (),
    Flaw.MISIDENTIFIED: _WRONG_PERSON,
}
_OF_GROUND: dict[Ground, tuple[Duty, ...]] = {
    Ground.COMPLAINT: (Duty.TELL_COMPLAINANT,),
    Ground.ERROR_FOUND: (Duty.RECALL_LEAD, Duty.TELL_RECIPIENTS),
}


def flaws_of(ground: str) -> tuple[Flaw, ...]:
    """Return the findings of an incident that a person opens on a ground."""
    return (Flaw.MISIDENTIFIED,) if ground == Ground.MISIDENTIFIED else ()


def duties_of(ground: str, flaws: Iterable[str]) -> tuple[Duty, ...]:
    """Return what has to be done about an incident, in one order. Of every one somebody finds out why.

    Args:
        ground: a code of `Ground`; flaws: codes of `Flaw`. One that this release does not know brings no duty of its own.
    """
    found = {Duty.FIND_OUT_WHY}
    if ground in set(Ground):
        found.update(_OF_GROUND.get(Ground(ground), ()))
    for flaw in flaws:
        if flaw in set(Flaw):
            found.update(_DUTIES[Flaw(flaw)])
    return tuple(each for each in Duty if each in found)


@dataclass(frozen=True, slots=True)
class Opening:
    """Why a person opens an incident. ground: one of `BY_HAND`; words: what happened, and how it came to be known."""

    ground: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one duty.

    Attributes:
        duty: a `Duty`; became: a `Became`; done_on: on which day, where it was done; words: how, or why not.
    """

    duty: str = ""
    became: str = ""
    done_on: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """How an incident ends. outcome: an `Outcome`; answers: one to each duty, in their order; reason: in words."""

    outcome: str = ""
    answers: tuple[Answer, ...] = ()
    reason: str = ""

    @property
    def undone(self) -> int:
        """How many duties were not done."""
        return sum(1 for each in self.answers if each.became == Became.NOT_DONE)

    @property
    def not_needed(self) -> int:
        """How many duties did not apply, as whoever closes it says."""
        return sum(1 for each in self.answers if each.became == Became.NOT_NEEDED)


_Said = TypeVar("_Said", Opening, Closing)
_converter = StrictConverter(dates_as_text=True)


def encode(said: Opening | Closing) -> bytes:
    """Return its canonical bytes (RFC 8785): what is sealed, and what digests are taken of."""
    return canonical.encode(_converter.unstructure(said))


def decode(data: bytes, kind: type[_Said]) -> _Said:
    """Read it back from its canonical bytes.

    Raises:
        BadInput: it is none of this kind.
    """
    try:
        return _converter.read(canonical.decode(data), kind)
    except (Malformed, canonical.NotCanonical) as problem:
        raise BadInput({"incident": ["malformed"]}) from problem


def digest_of(said: Opening | Closing) -> str:
    """Return the hex SHA-256 of its canonical bytes."""
    return hashlib.sha256(encode(said)).hexdigest()


def problems_of_opening(said: Opening) -> Problems:
    """Return what keeps a person from opening an incident, by field."""
    found: Problems = {}
    if said.ground not in BY_HAND:
        found["ground"] = ["required"]
    if not says_something(said.words, least=LEAST_WORDS):
        found["words"] = ["too_short"]
    return found


def problems_of_closing(
    said: Closing,
    duties: tuple[Duty, ...],
    today: date,
    *,
    not_before: date | None,
    is_recalled: bool,
) -> Problems:
    """Return what keeps an incident from being closed, by field (of an answer `answers.number.field`).

    Args:
        said: how it is to end; duties: those of this incident; today: the agency's day.
        not_before: when its lead was released, before which nothing of it could be put right; None where what happened
            came before the release.
        is_recalled: whether the lead was recalled: the one duty of which this service knows whether it is done.
    """
    found: Problems = {}
    if said.outcome not in set(Outcome):
        found["outcome"] = ["required"]
    elif said.outcome == Outcome.PUT_RIGHT and said.undone:
        found["outcome"] = ["not_all_done"]
    if not says_something(said.reason, least=LEAST_WORDS):
        found["reason"] = ["too_short"]
    if tuple(each.duty for each in said.answers) != duties:
        found["answers"] = ["malformed"]
        return found
    for number, each in enumerate(said.answers):
        where = f"answers.{number}"
        if each.became not in set(Became):
            found[f"{where}.became"] = ["required"]
        elif each.duty == Duty.RECALL_LEAD and each.became == Became.DONE and not is_recalled:
            found[f"{where}.became"] = ["not_recalled"]
        elif each.duty == Duty.FIND_OUT_WHY and each.became == Became.NOT_NEEDED:
            found[f"{where}.became"] = ["always_applies"]
        if each.became == Became.DONE:
            if each.done_on is None:
                found[f"{where}.done_on"] = ["required"]
            elif each.done_on > today:
                found[f"{where}.done_on"] = ["in_future"]
            elif not_before is not None and each.done_on < not_before:
                found[f"{where}.done_on"] = ["before_release"]
        if not says_something(each.words, least=LEAST_WORDS):
            found[f"{where}.words"] = ["too_short"]
    return found
