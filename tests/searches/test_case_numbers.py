"""A case number is kept and looked for in one spelling, whatever dash was typed."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from django.conf import settings

from requests_app.searches.lookups import case_lookup, case_lookups

PATTERN, EXAMPLE = r"[A-Z]{2}[0-9]{2}-[0-9]{5}", "GO26-01234"


def of_an_earlier_release(plain: str) -> str:
    """The hash as it was made before dashes were made alike."""
    key = settings.COUNTERSIGN_LOOKUP_KEY.encode()
    return hmac.new(key, b"case\0" + plain.encode(), hashlib.sha256).hexdigest()


def test_a_number_with_hyphens_keeps_the_hash_that_it_had() -> None:
    assert case_lookup("go26-01234 ") == of_an_earlier_release("GO26-01234")
    assert case_lookup(" ") == ""


@pytest.mark.parametrize("dash", "\u2010\u2011\u2012\u2013\u2014\u2212\uff0d")
def test_every_dash_is_kept_as_a_hyphen_and_found(dash: str) -> None:
    typed = EXAMPLE.replace("-", f" {dash} ").lower()
    assert case_lookup(typed) == case_lookup(EXAMPLE)
    assert case_lookup(EXAMPLE) in case_lookups(typed, pattern=PATTERN, example=EXAMPLE)
    earlier = of_an_earlier_release(EXAMPLE.replace("-", dash))
    assert earlier in case_lookups("go26-01234", pattern=PATTERN, example=EXAMPLE)


@pytest.mark.parametrize("typed", ["GO2601234", "go26 01234", "GO 26 01234", "G O26-01234"])
def test_a_number_is_found_without_its_dashes(typed: str) -> None:
    assert case_lookup(EXAMPLE) in case_lookups(typed, pattern=PATTERN, example=EXAMPLE)


def test_two_cases_that_differ_in_their_dashes_stay_two() -> None:
    assert case_lookup("2026-1-23") != case_lookup("2026-12-3")
    loose = {"pattern": r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", "example": "2026-1-23"}
    assert case_lookup("2026-12-3") not in case_lookups("2026-1-23", **loose) - case_lookups(
        "2026123", **loose
    )
    assert {case_lookup("2026-1-23"), case_lookup("2026-12-3")} <= case_lookups("2026123", **loose)


@pytest.mark.parametrize("typed", ["", " ", "x" * 5_000, "-" * 300, "a-" * 100])
def test_odd_numbers_cost_little(typed: str) -> None:
    assert len(case_lookups(typed, pattern=PATTERN, example="A-B-C-D-E-F-G")) < 50_000
