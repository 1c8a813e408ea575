"""A text is found again by its signature alone, as surely as decision 24 says, and the signature tells nothing."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import override_settings

from requests_app.policy import meters
from requests_app.searches import signatures
from requests_app.searches.signatures import BANDS, ROWS, Signature
from requests_app.trial.demo import stories
from requests_app.workflow import facts

UNIT = UUID("00000000-0000-4000-8000-000000000001")
OTHER_UNIT = UUID("00000000-0000-4000-8000-000000000002")
SURELY = 0.99
"""How many of the texts that the rules warn of must be found at the least."""

NAMES = (
    "Tremblay",
    "Gagnon",
    "Okafor",
    "Singh",
    "Lavoie",
    "Chen",
    "Morin",
    "Haddad",
    "Roy",
    "Bouchard",
)
PLACES = (
    "pharmacy",
    "tram stop",
    "car park",
    "bakery",
    "towpath",
    "farmhouse",
    "warehouse",
    "kiosk",
)
ACTS = ("took the till", "broke the lock", "threatened the clerk", "set fire to the door",
        "struck a passenger", "emptied the safe", "followed a runner", "forced the window")  # fmt: skip
TRACES = (
    "a receipt",
    "a dark glove",
    "two shoe prints",
    "a torn ticket",
    "a bank card",
    "a bent key",
)
STREETS = (
    "Larch Street",
    "Quarry Road",
    "Alder Court",
    "Harrow Lock",
    "Tannery Lane",
    "Rue Frontenac",
)
SHAPES = (
    "{name} saw that somebody {act} at the {place} on {street} at {hour}:{minute}.",
    "An officer found {trace} beside the {place} and sealed it as exhibit {number}.",
    "The camera over the {place} shows a face for {number} seconds, and {name} does not know it.",
    "Nobody who works on {street} could say who {act}, though {name} asked each of them twice.",
    "The same {trace_bare} was lost at the {place} in file {number}, where {name} was hurt.",
    "Unless it is known who {act}, {name} cannot go back to {street} before week {minute}.",
)
"""Sentences as one unit writes them: half of their words are those of everybody."""


def sentence(chance: random.Random) -> str:
    trace = chance.choice(TRACES)
    return chance.choice(SHAPES).format(
        name=chance.choice(NAMES), place=chance.choice(PLACES), act=chance.choice(ACTS),
        trace=trace, trace_bare=trace.split()[-1], street=chance.choice(STREETS),
        hour=chance.randrange(24), minute=chance.randrange(10, 60), number=chance.randrange(10, 9999),
    )  # fmt: skip


def sentences(chance: random.Random) -> list[str]:
    return [sentence(chance) for _ in range(chance.randrange(3, 16))]


def unchanged(text: list[str], chance: random.Random) -> str:
    return " ".join(text)


def one_sentence_changed(text: list[str], chance: random.Random) -> str:
    place = chance.randrange(len(text))
    return " ".join([*text[:place], sentence(chance), *text[place + 1 :]])


def names_swapped(text: list[str], chance: random.Random) -> str:
    others = dict(zip(NAMES, chance.sample(NAMES, len(NAMES)), strict=True))
    return " ".join(others.get(word, word) for word in " ".join(text).split())


def sentences_in_another_order(text: list[str], chance: random.Random) -> str:
    return " ".join(chance.sample(text, len(text)))


def words_in_another_order(text: list[str], chance: random.Random) -> str:
    words = " ".join(text).split()
    return " ".join(chance.sample(words, len(words)))


def as_far_as_the_rule_goes(text: list[str], chance: random.Random) -> str:
    """Words are exchanged one by one, here and there, until one more would escape the rule."""
    begun = " ".join(text)
    words = begun.split()
    strange = sentence(chance).split()
    while True:
        changed = list(words)
        changed[chance.randrange(len(changed))] = chance.choice(strange)
        if meters.likeness(" ".join(changed), [begun]).per_mille < 900:
            return " ".join(words)
        words = changed


def found(one: str, other: str) -> bool:
    """Whether the index returns the one as a candidate for the other."""
    first, second = (signatures.signature(UNIT, "objective", text) for text in (one, other))
    assert first is not None
    assert second is not None
    return first.words == second.words or bool(set(first.bands) & set(second.bands))


@pytest.mark.parametrize(
    "change",
    [unchanged, one_sentence_changed, names_swapped, sentences_in_another_order,
     words_in_another_order, as_far_as_the_rule_goes],
)  # fmt: skip
def test_what_a_rule_warns_of_is_found(change: Callable[[list[str], random.Random], str]) -> None:
    chance = random.Random(24)
    told, missed = 0, 0
    for _ in range(150):
        text = sentences(chance)
        changed = change(text, chance)
        if meters.likeness(changed, [" ".join(text)]).per_mille >= 900:
            told += 1
            missed += not found(" ".join(text), changed)
    assert told >= 30
    assert missed <= (1 - SURELY) * told


def test_few_unrelated_texts_are_candidates() -> None:
    """The invented cases of the demo tell six stories, each in narratives of its own."""
    told = [
        facts.narrative_texts(stories.answers(number, today=dt.date(2026, 11, 23)))
        for number in range(6)
    ]
    texts = [text for each in told for text in each.values()] + [TEXT]
    pairs = [
        (one, other)
        for place, one in enumerate(texts)
        for other in texts[:place]
        if meters.likeness(one, [other]).per_mille < 600
        if all(signatures.signature(UNIT, "objective", text) for text in (one, other))
    ]
    assert len(pairs) > 300
    assert sum(found(*pair) for pair in pairs) < 0.02 * len(pairs)


def test_the_bands_hold_what_the_decision_says() -> None:
    """With half of the pieces in common a text is found in 98 of 100 cases; with six tenths, nearly always."""

    def chance_at(share: float) -> float:
        return 1 - (1 - share**ROWS) ** BANDS

    assert chance_at(0.52) > SURELY
    assert chance_at(0.6) > 0.999
    assert chance_at(0.1) < 0.01


TEXT = (
    "The man in the dark coat took the till at the Rue Frontenac bakery at 06:40 and left on foot "
    "towards the river; nobody who was there knows him."
)


def of(text: str, unit: UUID = UNIT, field: str = "objective") -> Signature:
    made = signatures.signature(unit, field, text)
    assert made is not None
    return made


@pytest.mark.parametrize(
    "between", ["\u200b", "\u00ad", "\x00", "\u2060", "\u200d\u202e", "\ufeff", "\u3164"]
)
def test_what_nobody_sees_does_not_hide_a_text(between: str) -> None:
    assert of(between.join(TEXT)) == of(TEXT)
    assert of(between * 9000 + TEXT) == of(TEXT)
    assert meters.likeness(between * 9000 + TEXT, [TEXT]).per_mille == 1000


@pytest.mark.parametrize("blank", ["\u00a0", "\t", "\n\n", "\u2003 "])
def test_blanks_of_any_kind_are_one(blank: str) -> None:
    assert of(TEXT.replace(" ", blank)) == of(TEXT)


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\x00" * 500, "\u200b" * 500, "no result", "?" * 400]
)
def test_what_cannot_be_compared_has_no_signature(text: str) -> None:
    assert signatures.signature(UNIT, "objective", text) is None


def test_a_text_of_any_length_has_one_signature() -> None:
    chance = random.Random(1)
    long = " ".join(sentence(chance) for _ in range(2000))
    for text in (long[:4000], long, "x" * 4000, "a b " * 1000):
        assert len(of(text).bands) == BANDS
    assert of("x" * 4000) == of("x" * 4000)


def test_texts_meet_in_the_same_field_of_the_same_unit_only() -> None:
    here = of(TEXT)
    for other in (of(TEXT, OTHER_UNIT), of(TEXT, field="evidence")):
        assert other.words != here.words
        assert not set(other.bands) & set(here.bands)


def test_without_the_key_nothing_can_be_confirmed() -> None:
    here = of(TEXT)
    with override_settings(COUNTERSIGN_LOOKUP_KEY="another key than the one before it"):
        there = of(TEXT)
    assert there.words != here.words
    assert not set(there.bands) & set(here.bands)


def test_bands_do_not_depend_on_the_run() -> None:
    """Stored rows need them: a change of the pieces, the orders or the names would lose every earlier text."""
    assert of(TEXT) == of(TEXT)
    assert len(set(of(TEXT).bands)) == BANDS
    assert of(TEXT, uuid4()) != of(TEXT)
