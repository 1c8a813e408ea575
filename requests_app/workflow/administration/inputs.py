"""What an administrator may type: staff numbers, user names, codes, reasons and dates, checked and tidied."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from django.utils import timezone

from requests_app.common import clock
from requests_app.common.composing import composed
from requests_app.common.errors import BadInput
from requests_app.common.visible import length, says_something, visible

MOST_CHARACTERS_OF_A_REASON = 2000
_STAFF_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,31}")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_UNIT_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,31}")
_LINES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
_JOINERS = "\u200c\u200d"
_SCRIPTS_WITH_JOINERS = frozenset(
    [
        "ARABIC",
        "SYRIAC",
        "MANDAIC",
        "MONGOLIAN",
        "NKO",
        "ADLAM",
        "HANIFI",
        "PHAGS-PA",
        "DEVANAGARI",
        "BENGALI",
        "GURMUKHI",
        "GUJARATI",
        "ORIYA",
        "TAMIL",
        "TELUGU",
        "KANNADA",
        "MALAYALAM",
        "SINHALA",
        "TIBETAN",
        "MYANMAR",
        "KHMER",
        "BALINESE",
        "JAVANESE",
    ]
)


def plain_text(value: str, *, field: str, most: int, required: bool = True) -> str:
    """One trimmed text of printable characters.

    Raises:
        BadInput: it is missing, too long, or holds control or direction characters.
    """
    text = composed(value).strip()
    if required and not length(text):
        raise BadInput({field: ["required"]})
    if len(text) > most:
        raise BadInput({field: ["too_long"]})
    unseen = {"Cc", "Cf", "Cs", "Co"}
    if any(unicodedata.category(char) in unseen for char in text if char not in "\r\n\t"):
        raise BadInput({field: ["unseen_characters"]})
    return text


def name_of(value: str, *, field: str, most: int) -> str:
    """The name of a person or a unit: one line, composed (NFC), runs of blanks as one.

    Every letter, accent, apostrophe and hyphen is taken, and the joiners of scripts that need them.

    Raises:
        BadInput: it is missing, too long, of several lines, or holds what is not seen.
    """
    text = composed(value).strip()
    if any(sign in text for sign in _LINES):
        raise BadInput({field: ["one_line"]})
    if any(_is_unseen(text, place) for place in range(len(text))):
        raise BadInput({field: ["unseen_characters"]})
    text = " ".join(text.split())
    if not length(text):
        raise BadInput({field: ["required"]})
    if len(text) > most:
        raise BadInput({field: ["too_long"]})
    return text


def _is_unseen(text: str, place: int) -> bool:
    sign = text[place]
    if sign in _JOINERS:
        # Between two letters it changes how both are drawn (Unicode Standard Annex 31, 2.3).
        between = text[place - 1 : place] + text[place + 1 : place + 2]
        return len(between) < 2 or not all(_is_joined(neighbour) for neighbour in between)
    if sign.isspace() or unicodedata.category(sign).startswith("M"):
        return False
    return not visible(sign)


def _is_joined(letter: str) -> bool:
    return unicodedata.name(letter, "").partition(" ")[0] in _SCRIPTS_WITH_JOINERS


def reason_given(reason: str, *, least: int = 0) -> str:
    """The words of the administrator for an act that needs some.

    Args:
        reason: as it was typed.
        least: characters at least, half of them letters; where none is asked for, any text is taken.

    Raises:
        BadInput: as `plain_text`, or it says too little (`too_short`).
    """
    text = plain_text(reason, field="reason", most=MOST_CHARACTERS_OF_A_REASON)
    if not says_something(text, least=least):
        raise BadInput({"reason": ["too_short"]})
    return text


def staff_number_of(value: str) -> str:
    """A staff number as it is stored.

    Raises:
        BadInput: it has spaces or signs that a staff number cannot have.
    """
    text = value.strip()
    if not _STAFF_NUMBER.fullmatch(text):
        raise BadInput({"staff_number": ["pattern" if text else "required"]})
    return text


def username_of(value: str) -> str:
    """A user name as it is stored, in lower case.

    Raises:
        BadInput: it has spaces or signs that a user name cannot have.
    """
    text = value.strip().lower()
    if not _USERNAME.fullmatch(text):
        raise BadInput({"username": ["pattern" if text else "required"]})
    return text


def unit_code_of(value: str) -> str:
    """A unit's code as it is stored.

    Raises:
        BadInput: it has spaces or signs that a code cannot have.
    """
    text = value.strip()
    if not _UNIT_CODE.fullmatch(text):
        raise BadInput({"code": ["pattern" if text else "required"]})
    return text


def check_dates(issued_on: date, valid_until: date) -> None:
    """A certificate was issued in the past and ends after that, within ten years.

    Raises:
        BadInput: naming the date that cannot be.
    """
    if issued_on > timezone.localdate(clock.now()):
        raise BadInput({"issued_on": ["in_the_future"]})
    if valid_until < issued_on:
        raise BadInput({"valid_until": ["before_issue"]})
    if valid_until.year - issued_on.year > 10:
        raise BadInput({"valid_until": ["too_far"]})
