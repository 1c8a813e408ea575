"""Measures a narrative: how long, how much of it would fit any case, how like an earlier text.

Pure and explained: the same text gives the same figures, with the phrases and the earlier text behind them.
It judges nothing; rules do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from requests_app.common.lookalikes import as_read
from requests_app.common.visible import length, visible
from requests_app.policy import library
from requests_app.policy.document import read
from requests_app.policy.errors import PackError
from requests_app.policy.facts import TextMeter
from requests_app.policy.shapes import Text, shaped

Terms = Sequence[tuple[str, ...]]
"""General phrases, each as its words."""

# Texts shorter than this are alike by chance; longer ones are compared by their first part.
SHORTEST_COMPARED = 40
LONGEST_COMPARED = 8000

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class GenericShare:
    """How many words in a thousand belong to general phrases, and which phrases those are."""

    per_mille: int
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Likeness:
    """How like the most similar earlier text is, in thousandths, and which one (None: none compared)."""

    per_mille: int
    index: int | None


@dataclass(frozen=True)
class _TermsFile:
    """General phrases as they lie beside a version of the core pack."""

    version: Text
    en: tuple[Text, ...]
    fr: tuple[Text, ...]


@lru_cache(maxsize=4)
def terms_of(version: str) -> tuple[tuple[str, ...], ...]:
    """The general phrases that a version of the core pack goes with, each as its words.

    Raises:
        PackError: there is no such list, or it cannot be read.
    """
    place = f"core/{version}.terms.yaml"
    try:
        data = (library.SHIPPED_FOLDER / place).read_bytes()
    except OSError:
        raise PackError(place, "", 1, 1, "the list of general phrases is missing") from None
    root = read(data, file=place)
    listed = shaped(root, _TermsFile)
    if listed.version != version:
        raise root.at(("version",)).fail(f"expected {version}, as in the name of its file")
    phrases = {tuple(_words(phrase)) for phrase in (*listed.en, *listed.fr)}
    return tuple(sorted(phrases, key=lambda words: (-len(words), words)))


def generic_share(text: str, terms: Terms) -> GenericShare:
    """The share of words that belong to general phrases. A text without words has none."""
    words = _words(text)
    if not words:
        return GenericShare(0, ())
    covered: set[int] = set()
    found: list[str] = []
    for term in terms:
        for start in range(len(words) - len(term) + 1):
            if tuple(words[start : start + len(term)]) == term:
                if not covered >= set(range(start, start + len(term))):
                    found.append(" ".join(term))
                covered.update(range(start, start + len(term)))
    return GenericShare(len(covered) * 1000 // len(words), tuple(sorted(set(found))))


def likeness(text: str, earlier: Sequence[str]) -> Likeness:
    """The most similar earlier text: same words in another order, or with little changed.

    Args:
        text: the text to judge; earlier: earlier texts, in any order; ties go to the first.
    """
    mine = comparable(text)
    best = Likeness(0, None)
    if len(mine) < SHORTEST_COMPARED:
        return best
    for index, other in enumerate(earlier):
        theirs = comparable(other)
        if len(theirs) < SHORTEST_COMPARED:
            continue
        # token_sort sees reordered sentences; ratio sees small edits. token_set is left out: it
        # calls a short text that is contained in a long one identical.
        score = max(fuzz.ratio(mine, theirs), fuzz.token_sort_ratio(mine, theirs))
        if int(score * 10) > best.per_mille:
            best = Likeness(int(score * 10), index)
    return best


def measure(text: str, likeness: int = 0, *, terms: Terms) -> TextMeter:
    """All figures of one narrative, as the facts hold them.

    Args:
        text: the narrative; likeness: to the nearest earlier text, as it was compared (`likeness`);
        terms: the phrases that would fit any case.
    """
    return TextMeter(
        length=length(text),
        generic=generic_share(text, terms).per_mille,
        likeness=likeness,
    )


def _words(text: str) -> list[str]:
    """Words in small letters without accents, so that é, É and e are one and the same, and so is a Cyrillic е."""
    return _words_of(visible(text))


def _words_of(seen: str) -> list[str]:
    """The words of a text as it is seen, as `_words` gives them."""
    plain = unicodedata.normalize("NFKD", seen.casefold())
    if not plain.isascii():
        plain = "".join(char for char in plain if unicodedata.category(char) != "Mn")
    return [as_read(word) for word in _WORD.findall(plain)]


def comparable(text: str) -> str:
    """Return a text as it is compared: its words as they are seen, up to the longest that is compared."""
    return " ".join(_words_of(visible(text)[:LONGEST_COMPARED]))
