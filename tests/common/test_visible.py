"""Text that nobody sees counts as no text, wherever a text has to be long enough."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from requests_app.common.visible import length, visible
from requests_app.policy import meters

UNSEEN = [
    "\u3164", "\u2800", "\uffa0", "\u115f", "\u1160", "\ufe0f", "\u034f", "\u17b4", "\u17b5", "\u0301",
    "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\U000e0041", "\ue000", "\x00", "\u0488",
    "\u180b", "\U000e0100", "\ud800", "\udfff", "\u0378", "\uffff", " ", "\u00a0", "\u2003", "\u3000", "\n", "\t",
]  # fmt: skip


@pytest.mark.parametrize("sign", UNSEEN)
def test_what_is_not_seen_has_no_length(sign: str) -> None:
    assert length(sign * 200) == 0
    assert length(f"a{sign * 200}") == 1
    assert length("ab".join([sign] * 3)) in {4, 5}  # two pairs of letters, with a blank or without


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("e\u0301te\u0301", "été"),
        ("no\u0308e\u0308l " * 2, "nöël nöël"),
        ("☎\ufe0f 12", "☎ 12"),
        ("漢字", "漢字"),
    ],
)
def test_what_is_written_in_another_way_is_seen_alike(text: str, seen: str) -> None:
    assert visible(text) == seen


@pytest.mark.parametrize("sign", ["\u034f", "\u200b", "\u3164", "\ufe0f", "\u00ad"])
def test_a_copied_text_is_alike_whatever_stands_unseen_between_its_letters(sign: str) -> None:
    text = (
        "The clerk saw the man leave by the back door at nine and wrote down the number of the car."
    )
    disguised = sign.join(text)
    assert meters.likeness(disguised, [text]).per_mille == 1000


def test_of_every_sign_is_seen_what_its_category_says() -> None:
    nothing = {"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"}
    drawn_as_nothing = {0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}
    for point in range(sys.maxunicode + 1):
        sign = chr(point)
        joined = unicodedata.normalize("NFC", f"|{sign}|")
        expected = "".join(
            " " if each.isspace() else each
            for each in joined
            if each.isspace()
            or (ord(each) not in drawn_as_nothing and unicodedata.category(each) not in nothing)
        )
        assert visible(f"|{sign}|") == expected, f"U+{point:04X}"
