"""Accents join their letters, and a text full of accents holds nobody up."""

from __future__ import annotations

import sys
import time
import unicodedata

import pytest

from requests_app.common.composing import MOST_MARKS, composed
from requests_app.common.visible import length, visible


@pytest.mark.parametrize(
    "text",
    ["plain", "E\u0301loi\u0308se", "Nguye\u0302\u0303n", "क्\u200dष", "가", "a\u0316\u0301b"],
)
def test_texts_of_people_are_composed_as_unicode_says(text: str) -> None:
    assert composed(text) == unicodedata.normalize("NFC", text)


def test_no_mark_is_passed_by_however_plain_the_rest_of_the_text_is() -> None:
    for point in range(sys.maxunicode + 1):
        if unicodedata.combining(chr(point)):
            shown = composed("’Œ" + chr(point) * 100)
            assert len(unicodedata.normalize("NFD", shown)) <= 2 + 4 * MOST_MARKS, f"U+{point:04X}"


def test_a_letter_keeps_thirty_marks() -> None:
    assert len(composed("q" + "\u0301" * 100 + "q")) == MOST_MARKS + 2


def test_a_text_full_of_accents_is_measured_at_once() -> None:
    flood = "a" + "\u0316\u0301" * 500_000 + " b"
    began = time.monotonic()
    assert visible(flood) == "á b"
    assert length(flood) == 3
    assert time.monotonic() - began < 5
