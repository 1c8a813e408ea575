"""What an examiner records of a candidate list, as typed values with canonical bytes, and what it still lacks.

Pure: must not know who examines, nor rank or score of a candidate. A candidate is its position in the stored list.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from requests_app.common.errors import BadInput
from requests_app.common.foreign_data import Malformed, StrictConverter
from requests_app.common.visible import says_something
from requests_app.policy.vocabulary import (
    CONCLUSIONS_SELECTABLE,
    CONCLUSIONS_SUPPORTING,
    ComparisonConclusion,
    Component,
    NoSelection,
    NotCompared,
    Seen,
)
from requests_app.wire import canonical

LEAST_WORDS = 20
"""Characters that a description of similarities, differences or limitations has at least, half of them letters."""
_DIFFERENT = frozenset({Seen.DIFFERENCE_EXPLAINED, Seen.DIFFERENCE_UNEXPLAINED})


@dataclass(frozen=True, slots=True)
class Feature:
    """How one component of the two faces compares: a `Component`, a `Seen`, and what was seen in the examiner's words.

    The words may be empty, and are in records of earlier releases.
    """

    component: str
    seen: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an examiner records of one candidate.

    Attributes:
        compared: whether the two faces were compared, or None where that is not answered yet.
        not_compared: a `NotCompared`; why: in the examiner's words.
        made_at: on which system or on what prints they were compared, where the pictures are not shown here.
        picture_taken_on: when the candidate's picture was taken; date_unknown: that nobody knows.
        features: the components that were looked at.
        similarities, differences: in words; of each difference also how it is explained, if it is.
        conclusion: a `ComparisonConclusion`.
    """

    compared: bool | None = None
    not_compared: str = ""
    why: str = ""
    made_at: str = ""
    picture_taken_on: dt.date | None = None
    date_unknown: bool = False
    features: tuple[Feature, ...] = ()
    similarities: str = ""
    differences: str = ""
    conclusion: str = ""

    def has_seen(self, *kinds: str) -> bool:
        """Return whether a component was seen in one of these ways."""
        return any(feature.seen in kinds for feature in self.features)

    def only_what_counts(self) -> Comparison:
        """Return it without a reason for not comparing where they were compared, and with nothing else where not."""
        if self.compared:
            return dataclasses.replace(self, not_compared="", why="")
        return Comparison(compared=self.compared, not_compared=self.not_compared, why=self.why)

    def is_selectable(self) -> bool:
        """Return whether its candidate can be selected: compared, and with support that is strong enough.

        What was concluded before an examiner said that they did not compare after all counts for nothing.
        """
        return self.compared is True and self.conclusion in CONCLUSIONS_SELECTABLE


@dataclass(frozen=True, slots=True)
class Statement:
    """What an examiner concludes of the whole list.

    Attributes:
        quality: of the probe image; limitations: of the comparisons.
        selected: the position of the one candidate who is selected; None where nobody is.
        no_selection: a `NoSelection`, where nobody is.
        correction: why an earlier conclusion was wrong; empty in a first one.
    """

    quality: str = ""
    limitations: str = ""
    selected: int | None = None
    no_selection: str = ""
    correction: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A comparison with the position of its candidate."""

    position: int
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Examined:
    """Everything that one examiner records of one result."""

    comparisons: tuple[Placed, ...] = ()
    statement: Statement = Statement()

    def of(self, position: int) -> Comparison:
        """Return what is recorded of a candidate; blank where nothing is."""
        return next(
            (p.comparison for p in self.comparisons if p.position == position), Comparison()
        )

    def with_comparison(self, position: int, comparison: Comparison) -> Examined:
        """Return it with another record of one candidate."""
        others = [placed for placed in self.comparisons if placed.position != position]
        placed = sorted([*others, Placed(position, comparison)], key=lambda each: each.position)
        return dataclasses.replace(self, comparisons=tuple(placed))

    def only_what_counts(self) -> Examined:
        """Return it without answers to questions that other answers have ruled out.

        Whoever says first that a candidate was not compared and then compares them leaves a reason behind, and the
        other way round. A draft keeps both, so that nothing typed is lost; what is concluded says one thing.
        """
        return dataclasses.replace(
            self,
            comparisons=tuple(
                Placed(placed.position, placed.comparison.only_what_counts())
                for placed in self.comparisons
            ),
        )

    def outcome(self) -> str:
        """Return how strongly the selected candidate is supported, or why nobody is selected."""
        if self.statement.selected is None:
            return self.statement.no_selection
        return self.of(self.statement.selected).conclusion


_converter = StrictConverter(dates_as_text=True)


def encode(examined: Examined) -> bytes:
    """Return the canonical bytes (RFC 8785) of a record: what is sealed, and what digests are taken of."""
    return canonical.encode(_converter.unstructure(examined))


def decode(data: bytes) -> Examined:
    """Read a record back from its canonical bytes.

    Raises:
        BadInput: it is not one.
    """
    try:
        return _converter.read(canonical.decode(data), Examined)
    except Malformed as problem:
        raise BadInput({"examined": ["malformed"]}) from problem


def digest_of(record: Examined) -> str:
    """Return the hex SHA-256 of the canonical bytes of a record."""
    return hashlib.sha256(encode(record)).hexdigest()


def digest_for_page(part: Comparison | Statement, order_seed: str) -> str:
    """Return the hex SHA-256 of a comparison or a statement, for the page that shows it to its examiner.

    Args:
        part: as it is saved.
        order_seed: of the examination, which its examiner does not know. Without it, whoever knows all that they
            wrote could find out by trying at which rank the candidate stands whom they selected; and a page that
            was opened before a result was given back would still pass after it is taken anew, when another
            candidate stands in its place.
    """
    said = canonical.encode(_converter.unstructure(part))
    return hashlib.sha256(order_seed.encode() + said).hexdigest()


def shuffled(seed: str, count: int) -> tuple[int, ...]:
    """Return the positions 1 to `count` in the order that a seed makes.

    Anybody who has the seed makes the same order: by the SHA-256 of "seed/position".
    """
    return tuple(
        sorted(
            range(1, count + 1),
            key=lambda position: hashlib.sha256(f"{seed}/{position}".encode()).digest(),
        )
    )


Problems = dict[str, list[str]]
"""Name of a field -> codes of what is wrong with it."""


def problems_of_comparison(
    comparison: Comparison, *, today: dt.date, is_shown: bool = False, is_unopened: bool = False
) -> Problems:
    """Return what a record of one candidate lacks, or says against itself.

    Args:
        comparison: the record.
        today: the agency's day: no picture was taken after it.
        is_shown: whether the candidate's picture can be opened here; else the record says where it was seen.
        is_unopened: whether it can, and the examiner has not opened it.
    """
    if comparison.compared is None:
        return {"compared": ["required"]}
    if not comparison.compared:
        return _problems_of_reason(comparison)
    found: Problems = {}
    if is_unopened:
        found["compared"] = ["picture_unopened"]
    if not is_shown and not comparison.made_at.strip():
        found["made_at"] = ["required"]
    if comparison.picture_taken_on is None and not comparison.date_unknown:
        found["picture_taken_on"] = ["date_or_unknown"]
    elif comparison.picture_taken_on is not None and comparison.date_unknown:
        found["picture_taken_on"] = ["date_and_unknown"]
    elif comparison.picture_taken_on is not None and comparison.picture_taken_on > today:
        found["picture_taken_on"] = ["in_the_future"]
    if not are_known(comparison.features):
        found["features"] = ["unknown"]
    elif not comparison.has_seen(Seen.SIMILAR, *_DIFFERENT):
        found["features"] = ["no_feature_compared"]
    if comparison.has_seen(Seen.SIMILAR) and not _says(comparison.similarities):
        found["similarities"] = ["too_short"]
    if comparison.has_seen(*_DIFFERENT) and not _says(comparison.differences):
        found["differences"] = ["too_short"]
    found |= _problems_of_conclusion(comparison)
    return found


def _problems_of_reason(comparison: Comparison) -> Problems:
    found: Problems = {}
    if comparison.not_compared not in set(NotCompared):
        found["not_compared"] = ["required"]
    if not _says(comparison.why):
        found["why"] = ["too_short"]
    return found


def _problems_of_conclusion(comparison: Comparison) -> Problems:
    conclusion = comparison.conclusion
    if conclusion not in set(ComparisonConclusion):
        return {"conclusion": ["required"]}
    unexplained = comparison.has_seen(Seen.DIFFERENCE_UNEXPLAINED)
    if conclusion in CONCLUSIONS_SUPPORTING and unexplained:
        return {"conclusion": ["unexplained_difference"]}
    if conclusion in CONCLUSIONS_SUPPORTING and not comparison.has_seen(Seen.SIMILAR):
        return {"conclusion": ["no_similar_feature"]}
    if conclusion == ComparisonConclusion.EXCLUSION and not unexplained:
        return {"conclusion": ["no_unexplained_difference"]}
    return {}


def problems_of_statement(
    examined: Examined,
    count: int,
    *,
    today: dt.date,
    shown: Collection[int] = (),
    unopened: Collection[int] = (),
    corrects: bool = False,
) -> Problems:
    """Return what keeps a record from being a conclusion.

    Args:
        examined: the record.
        count: how many candidates were returned: each of them has been reviewed.
        today: the agency's day.
        shown: the positions of the candidates whose pictures can be opened here.
        unopened: of those, the ones whose pictures the examiner has not opened.
        corrects: whether it corrects an earlier conclusion: it says why, and selects nobody.
    """
    statement = examined.statement
    found: Problems = {}
    if not _says(statement.quality):
        found["quality"] = ["too_short"]
    if not _says(statement.limitations):
        found["limitations"] = ["too_short"]
    if corrects and not _says(statement.correction):
        found["correction"] = ["too_short"]
    open_ones = [
        position
        for position in range(1, count + 1)
        if problems_of_comparison(
            examined.of(position),
            today=today,
            is_shown=position in shown,
            is_unopened=position in unopened,
        )
    ]
    if open_ones or any(not 1 <= placed.position <= count for placed in examined.comparisons):
        found["comparisons"] = ["not_all_reviewed"]
    return found | _problems_of_selection(examined, count, corrects=corrects)


def _problems_of_selection(examined: Examined, count: int, *, corrects: bool) -> Problems:
    statement = examined.statement
    selectable = {
        position for position in range(1, count + 1) if examined.of(position).is_selectable()
    }
    if statement.selected is not None:
        if corrects:
            return {"selected": ["a_correction_selects_nobody"]}
        if statement.selected not in selectable:
            return {"selected": ["not_supported"]}
        return {"no_selection": ["selected_too"]} if statement.no_selection else {}
    if statement.no_selection not in set(NoSelection):
        return {"no_selection" if corrects else "selected": ["required"]}
    if statement.no_selection == NoSelection.NO_CANDIDATE_SUPPORTED and selectable:
        return {"selected": ["a_candidate_is_supported"]}
    return {}


def are_known(features: Sequence[Feature]) -> bool:
    """Return whether these are components of the list, each once, seen in a known way."""
    components = [feature.component for feature in features]
    return (
        len(set(components)) == len(components)
        and set(components) <= set(Component)
        and {feature.seen for feature in features} <= set(Seen)
    )


def _says(text: str) -> bool:
    return says_something(text, least=LEAST_WORDS)
