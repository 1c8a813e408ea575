"""What an officer records of a lead after its release, as typed values with canonical bytes: passed on, reported, planned.

Pure. What is planned on the lead alone is stopped (`outcome_rules`); what happened can always be recorded.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from requests_app.common.errors import BadInput
from requests_app.common.foreign_data import Malformed, StrictConverter
from requests_app.policy.vocabulary import Disclosure, Evidence, Step, Whereabouts
from requests_app.wire import canonical

__all__ = ["Disclosure", "Evidence", "Step", "Whereabouts"]
"""Codes that rules of the packs read too."""

MOST_FILLERS = 50
LEAST_WORDS = 20
"""Characters that a text has at least, half of them letters; as an examiner's texts."""
MOST_CORROBORATIONS = 10
"""In one report; another report takes more."""


class Recipient(StrEnum):
    """To whom a lead was passed on. Codes are stable for ever."""

    SAME_UNIT = "same_unit"
    OTHER_UNIT = "other_unit"
    OTHER_AGENCY = "other_agency"
    PROSECUTOR = "prosecutor"
    OTHER = "other"


class Taken(StrEnum):
    """What was done about the candidate. Codes are stable for ever."""

    NONE = "none"
    INTERVIEW = "interview"
    DETENTION = "detention"
    SEARCH = "search"
    ARREST = "arrest"
    CHARGE = "charge"


COERCIVE = frozenset({Taken.DETENTION, Taken.SEARCH, Taken.ARREST, Taken.CHARGE})
"""What may not rest on a lead alone."""


class LineUpResult(StrEnum):
    """Whom a witness picked. Codes are stable for ever."""

    CANDIDATE = "candidate"
    ANOTHER = "another"
    NOBODY = "nobody"


class WarrantDecision(StrEnum):
    """What became of an application for a warrant. Codes are stable for ever."""

    ISSUED = "issued"
    REFUSED = "refused"
    PENDING = "pending"


class Disposition(StrEnum):
    """How it ended. Codes are stable for ever."""

    OPEN = "open"
    LEAD_DISCARDED = "lead_discarded"
    EXCLUDED = "excluded"
    IDENTIFIED_OTHERWISE = "identified_otherwise"
    CHARGED = "charged"
    DISMISSED = "dismissed"
    ACQUITTED = "acquitted"
    CONVICTED = "convicted"
    VICTIM_IDENTIFIED = "victim_identified"
    MISSING_FOUND = "missing_found"
    MISIDENTIFIED = "misidentified"


GOES_ON = frozenset({Disposition.OPEN, Disposition.CHARGED})
"""After these more is to come, so another report is owed. All others say how it ended."""
DISPOSED_OF = frozenset({Disposition.DISMISSED, Disposition.ACQUITTED, Disposition.CONVICTED})
"""By these a court has disposed of the case. The others that say how it ended end the lead alone."""


class Flaw(StrEnum):
    """Why a plan is stopped, or what is found of a report. Codes are stable for ever; each has its words."""

    NOTHING_INDEPENDENT = "nothing_independent"
    WHEREABOUTS_UNCHECKED = "whereabouts_unchecked"
    WAS_ELSEWHERE = "was_elsewhere"
    SPEAKS_AGAINST = "speaks_against"
    DAMAGED = "damaged"
    DESPITE_STOP = "despite_stop"
    GIVEN_UP = "given_up"
    BEFORE_RELEASE = "before_release"
    RECALLED = "recalled"
    EXPIRED = "expired"
    SAME_PICTURE = "same_picture"
    NOT_BLIND = "not_blind"
    WITNESS_DID_NOT_SEE = "witness_did_not_see"
    WITNESS_TOLD = "witness_told"
    UNDISCLOSED = "undisclosed"
    RULE = "stopped_by_rule"
    UNJUDGED = "rules_unjudged"
    MISIDENTIFIED = "misidentified"


@dataclass(frozen=True, slots=True)
class Passing:
    """That the lead was passed on.

    Attributes:
        recipient: a `Recipient`; name: who got it, and their office; passed_on: on which day; why: in words.
    """

    recipient: str = ""
    name: str = ""
    passed_on: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Corroboration:
    """One thing that speaks for the lead, or against it.

    Attributes:
        kind: an `Evidence`; source: what it is and from whom, in words; found_on: on which day.
        supports: whether it speaks for the candidate being the person who is sought.
        is_independent: whether it would have been found without the search.
        from_line_up: whether it is a witness's choice from a line-up in which the candidate stood because of the lead.
    """

    kind: str = ""
    source: str = ""
    found_on: date | None = None
    supports: bool | None = None
    is_independent: bool | None = None
    from_line_up: bool | None = None

    def counts(self) -> bool:
        """Whether it supports a step by itself: a choice from a line-up that the lead filled does not."""
        return self.supports is True and self.is_independent is True and self.from_line_up is False


@dataclass(frozen=True, slots=True)
class LineUp:
    """How a line-up was held, or is to be held.

    Attributes:
        held_on: on which day; empty where it is planned.
        same_picture: whether it shows the picture that the matcher returned.
        is_blind: whether whoever conducts it does not know who the candidate is.
        witness_saw: whether the witness saw the event itself, not only a recording.
        witness_told: whether they were told that a search was made.
        picture: which picture of the candidate is shown, and where it comes from.
        is_sequential: whether one is shown after the other, and not all at once.
        fillers: how many others stand in it beside the candidate.
        is_recorded: whether it is recorded in sound or picture.
        result: a `LineUpResult`; empty where it is planned.
        sureness: how sure the witness was, in their own words; empty where it is planned or they picked nobody.

    What has a default after `witness_told` is unknown of line-ups that were recorded before it was asked for.
    """

    held_on: date | None = None
    same_picture: bool | None = None
    is_blind: bool | None = None
    witness_saw: bool | None = None
    witness_told: bool | None = None
    result: str = ""
    picture: str = ""
    is_sequential: bool | None = None
    fillers: int | None = None
    is_recorded: bool | None = None
    sureness: str = ""


@dataclass(frozen=True, slots=True)
class Warrant:
    """An application for a warrant.

    Attributes:
        sought_on: on which day; empty where it is planned.
        disclosed: what whoever decides is told, as `Disclosure`s.
        decision: a `WarrantDecision`; empty where it is planned.
        relies_on_search: whether the application relies on the search.
        basis: what else it rests on, as kinds of `Evidence`; both are unknown of those that were recorded earlier.
    """

    sought_on: date | None = None
    disclosed: tuple[str, ...] = ()
    decision: str = ""
    relies_on_search: bool | None = None
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done about the candidate: a `Taken`, and on which day; none for `Taken.NONE`."""

    taken: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a lead since the last report.

    Attributes:
        earlier_holds: whether the evidence that was reported earlier still holds; None where nothing was.
        corroborations: what was found since then.
        whereabouts: a `Whereabouts`; whereabouts_on: on which day it was checked; whereabouts_how: how.
        done: all that was done, or `Taken.NONE` alone.
        line_up_held: whether one was; line_up: how; None where none was. warrant_sought, warrant: likewise.
        disposition: a `Disposition`.
        words: what happened, in the officer's words.
    """

    earlier_holds: bool | None = None
    corroborations: tuple[Corroboration, ...] = ()
    whereabouts: str = ""
    whereabouts_on: date | None = None
    whereabouts_how: str = ""
    done: tuple[Done, ...] = ()
    line_up_held: bool | None = None
    line_up: LineUp | None = None
    warrant_sought: bool | None = None
    warrant: Warrant | None = None
    disposition: str = ""
    words: str = ""


def was_charged(said: Report) -> bool:
    """Whether a report says that somebody was charged, by what was done or by how it stands."""
    return said.disposition in {Disposition.CHARGED, *DISPOSED_OF} or any(
        each.taken == Taken.CHARGE for each in said.done
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What is planned on a lead. line_up and warrant: how, where the step is one."""

    step: str = ""
    line_up: LineUp | None = None
    warrant: Warrant | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """That a step was asked for, and whether it was stopped. step: a `Step`; on: the day."""

    step: str
    is_stopped: bool
    on: date


@dataclass(frozen=True, slots=True)
class Lasts:
    """The days of a lead in the agency's zone.

    Attributes:
        released_on, expires_on: its days; recalled_on: None where it was not recalled.
        is_over: whether its time has run out by now, to the second.
    """

    released_on: date
    expires_on: date
    recalled_on: date | None = None
    is_over: bool = False


Recorded = Passing | Report | Plan
_Said = TypeVar("_Said", bound=Passing | Report | Plan)
_converter = StrictConverter(dates_as_text=True)


def encode(said: Recorded) -> bytes:
    """Return the canonical bytes (RFC 8785) of what was recorded: what is sealed, and what digests are taken of."""
    return canonical.encode(_converter.unstructure(said))


def decode(data: bytes, kind: type[_Said]) -> _Said:
    """Read it back from its canonical bytes.

    Raises:
        BadInput: it is none of this kind.
    """
    try:
        return _converter.read(canonical.decode(data), kind)
    except (Malformed, canonical.NotCanonical) as problem:
        raise BadInput({"follow_up": ["malformed"]}) from problem


def digest_of(said: Recorded) -> str:
    """Return the hex SHA-256 of its canonical bytes."""
    return hashlib.sha256(encode(said)).hexdigest()
