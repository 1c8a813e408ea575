"""What an officer records of a lead after its release, as typed values with canonical bytes: passed on, reported, planned.

Pure. What is planned on the lead alone is stopped; what happened can always be recorded, and is told as it was.
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
from requests_app.wire import canonical

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


class Evidence(StrEnum):
    """What corroborates a lead. Codes are stable for ever."""

    PHYSICAL = "physical_evidence"
    DNA = "dna"
    FINGERPRINT = "fingerprint"
    LOCATION = "location_data"
    DOCUMENT = "document"
    CONFESSION = "confession_recorded"
    EYEWITNESS = "eyewitness_unprompted"
    PROCEEDS = "possession_of_proceeds"
    VEHICLE = "vehicle_link"
    OTHER = "other"


class Whereabouts(StrEnum):
    """What a check of where the candidate was at the time found. Codes are stable for ever."""

    ELSEWHERE = "elsewhere"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"
    NOT_CHECKED = "not_checked"


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


class Disclosure(StrEnum):
    """What whoever decides on a warrant is told of the search (the settlement of Williams v. Detroit, 2024)."""

    SEARCH_USED = "search_used"
    IMAGE_QUALITY = "image_quality"
    LIST_SIZE = "list_size"
    RANK = "rank"
    OTHER_CANDIDATES = "other_candidates"
    DISAGREEMENT = "disagreement"


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
"""After these more is to come, so a request is not closed on them."""


class Step(StrEnum):
    """What may be planned, and may not rest on the lead alone. Codes are stable for ever."""

    ARREST = "arrest"
    WARRANT = "warrant"
    LINE_UP = "line_up"


class Flaw(StrEnum):
    """Why a plan is stopped, or what is found of a report. Codes are stable for ever; each has its words."""

    NOTHING_INDEPENDENT = "nothing_independent"
    WHEREABOUTS_UNCHECKED = "whereabouts_unchecked"
    WAS_ELSEWHERE = "was_elsewhere"
    RECALLED = "recalled"
    EXPIRED = "expired"
    SAME_PICTURE = "same_picture"
    NOT_BLIND = "not_blind"
    WITNESS_DID_NOT_SEE = "witness_did_not_see"
    WITNESS_TOLD = "witness_told"
    UNDISCLOSED = "undisclosed"
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
        is_independent: whether it would have been found without the search.
        from_line_up: whether it is a witness's choice from a line-up in which the candidate stood because of the lead.
    """

    kind: str = ""
    source: str = ""
    found_on: date | None = None
    is_independent: bool | None = None
    from_line_up: bool | None = None

    def counts(self) -> bool:
        """Whether it supports a step by itself: a choice from a line-up that the lead filled does not."""
        return self.is_independent is True and self.from_line_up is False


@dataclass(frozen=True, slots=True)
class LineUp:
    """How a line-up was held, or is to be held.

    Attributes:
        held_on: on which day; empty where it is planned.
        same_picture: whether it shows the picture that the matcher returned.
        is_blind: whether whoever conducts it does not know who the candidate is.
        witness_saw: whether the witness saw the event itself, not only a recording.
        witness_told: whether they were told that a search was made.
        result: a `LineUpResult`; empty where it is planned.
    """

    held_on: date | None = None
    same_picture: bool | None = None
    is_blind: bool | None = None
    witness_saw: bool | None = None
    witness_told: bool | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class Warrant:
    """An application for a warrant.

    Attributes:
        sought_on: on which day; empty where it is planned.
        disclosed: what whoever decides is told, as `Disclosure`s.
        decision: a `WarrantDecision`; empty where it is planned.
    """

    sought_on: date | None = None
    disclosed: tuple[str, ...] = ()
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a lead since the last report.

    Attributes:
        corroborations: what was found since then.
        whereabouts: a `Whereabouts`; whereabouts_how: how it was checked.
        line_up: the one that was held; None where none was. warrant: the one that was sought.
        taken: a `Taken`; taken_on: on which day.
        disposition: a `Disposition`.
        words: what happened, in the officer's words.
    """

    corroborations: tuple[Corroboration, ...] = ()
    whereabouts: str = ""
    whereabouts_how: str = ""
    line_up: LineUp | None = None
    warrant: Warrant | None = None
    taken: str = ""
    taken_on: date | None = None
    disposition: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is planned on a lead. line_up and warrant: how, where the step is one."""

    step: str = ""
    line_up: LineUp | None = None
    warrant: Warrant | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Lasts:
    """The days of a lead in the agency's zone. recalled_on: None where it was not."""

    released_on: date
    expires_on: date
    recalled_on: date | None = None


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


# --- what a step rests on -------------------------------------------------------------------------


def has_independent(reports: Iterable[Report], *, until: date | None = None) -> bool:
    """Whether anything that counts was found, on a day not after `until` where one is given."""
    return any(
        each.counts() and (until is None or (each.found_on is not None and each.found_on <= until))
        for report in reports
        for each in report.corroborations
    )


def stops_of(
    plan: Plan, reports: tuple[Report, ...], lasts: Lasts, today: date
) -> tuple[Flaw, ...]:
    """Return what stops a planned step; nothing where it may go on.

    Args:
        plan: what is planned; reports: all so far, oldest first; lasts: the days of the lead; today: the agency's day.
    """
    found = list(_stops_of_lead(lasts, today))
    if not has_independent(reports):
        found.append(Flaw.NOTHING_INDEPENDENT)
    found += _stops_of_whereabouts(reports)
    if plan.step == Step.LINE_UP:
        found += _flaws_of_line_up(plan.line_up or LineUp())
    if plan.step == Step.WARRANT and _undisclosed(plan.warrant or Warrant()):
        found.append(Flaw.UNDISCLOSED)
    return tuple(found)


def _stops_of_lead(lasts: Lasts, day: date) -> Iterable[Flaw]:
    if lasts.recalled_on is not None and lasts.recalled_on <= day:
        yield Flaw.RECALLED
    if lasts.expires_on < day:
        yield Flaw.EXPIRED


def _stops_of_whereabouts(reports: Iterable[Report]) -> Iterable[Flaw]:
    checked = [
        report.whereabouts
        for report in reports
        if report.whereabouts not in {"", Whereabouts.NOT_CHECKED}
    ]
    if not checked:
        yield Flaw.WHEREABOUTS_UNCHECKED
    elif checked[-1] == Whereabouts.ELSEWHERE:
        yield Flaw.WAS_ELSEWHERE


def _flaws_of_line_up(line_up: LineUp) -> Iterable[Flaw]:
    if line_up.same_picture is not False:
        yield Flaw.SAME_PICTURE
    if line_up.is_blind is not True:
        yield Flaw.NOT_BLIND
    if line_up.witness_saw is not True:
        yield Flaw.WITNESS_DID_NOT_SEE
    if line_up.witness_told is not False:
        yield Flaw.WITNESS_TOLD


def _undisclosed(warrant: Warrant) -> bool:
    return not set(Disclosure) <= set(warrant.disclosed)


def flaws_of(report: Report, earlier: tuple[Report, ...], lasts: Lasts) -> tuple[Flaw, ...]:
    """Return what is found of what happened: each calls for somebody to look into it.

    Args:
        report: what was reported now; earlier: the reports before it, oldest first; lasts: the days of the lead.
    """
    found: list[Flaw] = []
    known = (*earlier, report)
    for day in _days_of_steps(report):
        found += _stops_of_lead(lasts, day)
        if not has_independent(known, until=day):
            found.append(Flaw.NOTHING_INDEPENDENT)
    if report.line_up is not None:
        found += _flaws_of_line_up(report.line_up)
    if report.warrant is not None and _undisclosed(report.warrant):
        found.append(Flaw.UNDISCLOSED)
    if report.disposition == Disposition.MISIDENTIFIED:
        found.append(Flaw.MISIDENTIFIED)
    return tuple(dict.fromkeys(found))


def _days_of_steps(report: Report) -> Iterable[date]:
    if report.taken in COERCIVE and report.taken_on is not None:
        yield report.taken_on
    if report.line_up is not None and report.line_up.held_on is not None:
        yield report.line_up.held_on
    if report.warrant is not None and report.warrant.sought_on is not None:
        yield report.warrant.sought_on


# --- what is missing ------------------------------------------------------------------------------

Problems = dict[str, list[str]]
"""Name of a field (of a part `part.field`, of a corroboration `corroborations.number.field`) -> codes."""


def problems_of_passing(said: Passing, lasts: Lasts, today: date) -> Problems:
    """Return what keeps a passing on from being recorded."""
    found: Problems = {}
    if said.recipient not in set(Recipient):
        found["recipient"] = ["required"]
    if not any(each.isalnum() for each in said.name):
        found["name"] = ["required"]
    if not says_something(said.why, least=LEAST_WORDS):
        found["why"] = ["too_short"]
    return found | _problems_of_day("passed_on", said.passed_on, lasts, today)


def problems_of_plan(said: Plan) -> Problems:
    """Return what is missing of a plan, whether or not it is stopped then."""
    found: Problems = {}
    if said.step not in set(Step):
        found["step"] = ["required"]
    if not says_something(said.words, least=LEAST_WORDS):
        found["words"] = ["too_short"]
    if said.step == Step.LINE_UP:
        found |= _open_questions(said.line_up or LineUp())
    if said.warrant is not None and set(said.warrant.disclosed) - set(Disclosure):
        found["warrant.disclosed"] = ["unknown"]
    return found


def problems_of_report(said: Report, lasts: Lasts, today: date) -> Problems:
    """Return what keeps a report from being recorded; what happened is never one of them."""
    found: Problems = {}
    if said.disposition not in set(Disposition):
        found["disposition"] = ["required"]
    if not says_something(said.words, least=LEAST_WORDS):
        found["words"] = ["too_short"]
    if said.whereabouts not in set(Whereabouts):
        found["whereabouts"] = ["required"]
    elif said.whereabouts != Whereabouts.NOT_CHECKED and not says_something(
        said.whereabouts_how, least=LEAST_WORDS
    ):
        found["whereabouts_how"] = ["too_short"]
    if said.taken not in set(Taken):
        found["taken"] = ["required"]
    elif said.taken != Taken.NONE:
        found |= _problems_of_day("taken_on", said.taken_on, lasts, today)
    for number, each in enumerate(said.corroborations[: MOST_CORROBORATIONS + 1]):
        found |= _problems_of_corroboration(f"corroborations.{number}", each, today)
    if len(said.corroborations) > MOST_CORROBORATIONS:
        found["corroborations"] = ["too_many"]
    if said.line_up is not None:
        found |= _problems_of_line_up(said.line_up, lasts, today)
    if said.warrant is not None:
        found |= _problems_of_warrant(said.warrant, lasts, today)
    return found


def _problems_of_corroboration(where: str, said: Corroboration, today: date) -> Problems:
    found: Problems = {}
    if said.kind not in set(Evidence):
        found[f"{where}.kind"] = ["required"]
    if not says_something(said.source, least=LEAST_WORDS):
        found[f"{where}.source"] = ["too_short"]
    if said.found_on is None:
        found[f"{where}.found_on"] = ["required"]
    elif said.found_on > today:  # it may be older than the lead
        found[f"{where}.found_on"] = ["in_future"]
    for name in ("is_independent", "from_line_up"):
        if getattr(said, name) is None:
            found[f"{where}.{name}"] = ["required"]
    return found


def _open_questions(said: LineUp) -> Problems:
    asked = ("same_picture", "is_blind", "witness_saw", "witness_told")
    return {f"line_up.{name}": ["required"] for name in asked if getattr(said, name) is None}


def _problems_of_line_up(said: LineUp, lasts: Lasts, today: date) -> Problems:
    found = _open_questions(said) | _problems_of_day("line_up.held_on", said.held_on, lasts, today)
    if said.result not in set(LineUpResult):
        found["line_up.result"] = ["required"]
    return found


def _problems_of_warrant(said: Warrant, lasts: Lasts, today: date) -> Problems:
    found = _problems_of_day("warrant.sought_on", said.sought_on, lasts, today)
    if said.decision not in set(WarrantDecision):
        found["warrant.decision"] = ["required"]
    if set(said.disclosed) - set(Disclosure):
        found["warrant.disclosed"] = ["unknown"]
    return found


def _problems_of_day(name: str, day: date | None, lasts: Lasts, today: date) -> Problems:
    if day is None:
        return {name: ["required"]}
    if day > today:
        return {name: ["in_future"]}
    if day < lasts.released_on:
        return {name: ["before_release"]}
    return {}
