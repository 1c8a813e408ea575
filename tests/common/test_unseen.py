"""Characters that nobody sees: which are taken out, which are kept, and how kept ones are shown."""

from __future__ import annotations

import pytest

from requests_app.common.unseen import is_unseen, marked, without_unseen

UNSEEN = [
    "\x00", "\x1b", "\x7f", "\x85", "\u061c", "\u200b", "\u200e", "\u200f", "\u2028", "\u2029",
    "\u202a", "\u202e", "\u2060", "\u2066", "\u2069", "\ufeff", "\ud800", "\ue000", "\uffff", "\U000e0041",
]  # fmt: skip
WRITING = [
    "\n", "\t", "\u200c", "\u200d", "\u00ad", "\u00a0", "\u2011", "\u202f", "é", "\u0301", "ق", "\u0600", "\u06dd",
    "漢", "😀", "\ufe0f", "\u2800",
]  # fmt: skip


@pytest.mark.parametrize("sign", UNSEEN)
def test_what_is_unseen_goes_and_is_marked_where_it_was_kept(sign: str) -> None:
    text = f"a{sign}b"
    assert is_unseen(sign)
    assert without_unseen(text) == "ab"
    assert marked(text, as_text=True) == f"a⟨U+{ord(sign):04X}⟩b"
    assert marked(text) == f"a⟨U+{ord(sign):04X}⟩b"


@pytest.mark.parametrize("sign", WRITING)
def test_what_writing_needs_stays(sign: str) -> None:
    text = f"a{sign}b"
    assert not is_unseen(sign)
    assert without_unseen(text) == text
    assert marked(text, as_text=True) == text


def test_in_an_id_a_joiner_is_marked_too() -> None:
    assert marked("a\u200db\nc") == "a⟨U+200D⟩b⟨U+000A⟩c"


def test_line_ends_become_alike() -> None:
    assert without_unseen("a\r\nb\rc") == "a\nb\nc"
