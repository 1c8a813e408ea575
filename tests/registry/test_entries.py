"""What an agency's file may hold: every fault in it is told at once, by entry and key.

The models' constraints need a database.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from requests_app.registry.entries import BadEntries, Entries, MatcherEntry, read, said_in

pytestmark = pytest.mark.usefixtures("database")
EXAMPLE = (Path(__file__).parents[2] / "docs" / "examples" / "agency.toml").read_text("utf-8")


def problems(text: str) -> list[str]:
    with pytest.raises(BadEntries) as caught:
        read(text)
    return caught.value.problems


def changed(old: str, new: str) -> str:
    assert old in EXAMPLE
    return EXAMPLE.replace(old, new)


def test_the_example_is_read() -> None:
    entries = read(EXAMPLE)
    assert entries.agency is not None
    assert entries.agency.approval_hours == 72
    assert [each.code for each in entries.matchers] == ["central"]
    assert [(each.code, each.matcher) for each in entries.galleries] == [
        ("booking-photographs", "central")
    ]


def test_an_empty_file_says_nothing() -> None:
    assert read("") == Entries(agency=None, matchers=(), galleries=())


def test_what_a_file_leaves_out_is_not_said() -> None:
    entry = MatcherEntry(code="a", name="A", base_url="https://a", audience="a", score_scale="s")
    assert set(said_in(entry)) == {"code", "name", "base_url", "audience", "score_scale"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('code = "refused"', 'code = "kept"', "retention kept: 'code': expected one of: with_case_file, sealed_until_disposition, minimum_period, "),
        ("days = 30\n", "days = 0\n", "retention refused: 'days': expected a whole number from 1 to 36500."),
        ("days = 30\n", 'days = "30"\n', "retention refused: 'days': expected a whole number, without quotes."),
        ("least_eyes_apart = 60", "least_eyes_apart = 0",
         "matcher central: 'least_eyes_apart': expected a whole number from 1 to 1000."),
        ('"partly_turned"', '"sideways"', "matcher central: 'poses': 'sideways' is not one of: frontal, "),
        ("last_purged_on = 2026-09-01", "last_purged_on = 2199-01-01",
         "gallery booking-photographs: 'last_purged_on' is a day to come."),
    ],
)  # fmt: skip
def test_faults_in_periods_and_in_what_rules_of_a_place_ask_are_told(
    old: str, new: str, said: str
) -> None:
    found = problems(EXAMPLE.replace(old, new, 1))
    assert len(found) == 1
    assert found[0].startswith(said), found


def test_a_date_is_read_as_toml_has_it() -> None:
    text = changed("legal_reviewed_on = 2026-03-02", "legal_reviewed_on = 2026-11-02")
    assert read(text).galleries[0].legal_reviewed_on == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("approval_hours = 72", 'approval_hours = "72"',
         "agency: 'approval_hours': expected a whole number, without quotes."),
        ("approval_hours = 72", "approval_hours = 72.0",
         "agency: 'approval_hours': expected a whole number."),
        ("approval_hours = 72", "approval_hours = true",
         "agency: 'approval_hours': expected a whole number."),
        ("approval_hours = 72", "approval_hours = nan",
         "agency: 'approval_hours': expected a whole number."),
        ("approval_hours = 72", "approval_hours = 0",
         "agency: 'approval_hours': expected a whole number from 1 to 168."),
        ("claim_minutes = 45", "claim_minutes = 0",
         "agency: 'claim_minutes': expected a whole number from 1 to 1440."),
        ("lead_days = 30", "lead_days = 91",
         "agency: 'lead_days': expected a whole number from 1 to 90."),
        ("decision_days = 14", "decision_days = 366",
         "agency: 'decision_days': expected a whole number from 1 to 365."),
        ('case_number_pattern = "[A-Z]{2}[0-9]{2}-[0-9]{5}"', "case_number_pattern = '[A-Z'",
         "agency: 'case_number_pattern' is no regular expression of Python: "),
        ('case_number_example = "GO26-01234"', "case_number_example = 'zz'",
         "agency: 'case_number_example' (zz) does not fit 'case_number_pattern' ([A-Z]{2}[0-9]{2}-[0-9]{5}): "),
        ("read_timeout_seconds = 60", "read_timeout_seconds = 0",
         "matcher central: 'read_timeout_seconds': expected a whole number from 1 to 600."),
        ("is_active = true", 'spec_version = "9"',
         "matcher central: 'spec_version': expected one of: 1.6.0."),
        ('base_url = "https://', 'base_url = "http://[',
         "matcher central: 'base_url': Enter a valid URL."),
        ("candidate_min = 2", "candidate_min = 40",
         "gallery booking-photographs: these must not get smaller in this order: candidate_min 40, "
         "candidate_default 20, "),
        ("contains_minors = false", 'threshold_floor = "high"',
         "gallery booking-photographs: 'threshold_floor': expected a number in quotes"),
        ("legal_reviewed_on = 2026-03-02", "legal_reviewed_on = 2999-01-01",
         "gallery booking-photographs: 'legal_reviewed_on' is a day to come."),
        ('acquisition = "booking_photo"', 'acquisition = "bookings"',
         "gallery booking-photographs: 'acquisition': expected one of: booking_photo, "),
        ('name = "Central matcher"', "name = 7",
         "matcher central: 'name': expected a text, in quotes."),
        ("is_active = true", "is_active = 1",
         "matcher central: 'is_active': expected true or false."),
        ("is_active = true", 'is_active = "yes"',
         "matcher central: 'is_active': expected true or false, without quotes."),
        ("size = 250000", "sise = 250000", "gallery booking-photographs: 'sise' is not known. Known: "),
        ('code = "central"', "", "matcher 1: 'code' is missing."),
        ("legal_reviewed_on = 2026-03-02", 'legal_reviewed_on = "2026-11-02"',
         "gallery booking-photographs: 'legal_reviewed_on': expected a date, without quotes."),
        ("legal_reviewed_on = 2026-03-02", "legal_reviewed_on = 2026-11-02T10:00:00",
         "gallery booking-photographs: 'legal_reviewed_on': expected a date."),
        ("[agency]", "[[agency]]", "Write [agency], once."),
        ("[[matcher]]", "[matcher]", "Write [[matcher]], with two brackets."),
        ("[agency]", "matcher = [1]\n[agency]", "This is not TOML: "),
        ("[agency]", "[agensy]", "[agensy] is not known. "),
        ("size = 250000", "size = 250000\nsize = 1", "This is not TOML: "),
    ],
)  # fmt: skip
def test_a_fault_is_told_by_its_entry_and_key(old: str, new: str, said: str) -> None:
    assert any(each.startswith(said) for each in problems(changed(old, new)))


@pytest.mark.parametrize("rows", ["matcher = [1]", "matcher = 1", 'agency = "x"', "gallery = [[]]"])
def test_a_table_that_is_none_is_refused(rows: str) -> None:
    (said,) = problems(rows)
    assert said.startswith("Write [")


@pytest.mark.parametrize("value", ["[" * 100_000, "9" * 5_000], ids=["deep", "long"])
def test_what_toml_itself_cannot_hold_is_refused(value: str) -> None:
    (said,) = problems(f"agency = {value}")
    assert said.startswith("This is not TOML")
    assert len(said) < 200


def test_all_faults_are_told_at_once() -> None:
    text = changed('base_url = "https://', 'base_url = "http://')
    text = text.replace("size = 250000", 'size = "many"').replace("candidate_max = 50", "")
    text = text.replace('acquisition = "booking_photo"', 'acquisition = "found"\nkolour = 1')
    text = text.replace('name_fr = "Service', 'nom = "Service')
    said = problems(text)
    assert [each.split(" ")[0:3] for each in said] == [
        ["agency:", "'nom'", "is"],
        ["agency:", "'name_fr'", "is"],
        ["matcher", "central:", "'base_url'"],
        ["gallery", "booking-photographs:", "'kolour'"],
        ["gallery", "booking-photographs:", "'size':"],
        ["gallery", "booking-photographs:", "'acquisition':"],
    ]


def test_a_code_is_listed_once() -> None:
    row = EXAMPLE[EXAMPLE.index("[[matcher]]") : EXAMPLE.index("[[gallery]]")]
    assert problems(EXAMPLE + "\n" + row) == ["matcher central: listed twice."]


@pytest.mark.parametrize("address", ["https://[", "https://a]:x/"])
def test_an_address_that_cannot_be_taken_apart_is_a_problem_of_the_file(address: str) -> None:
    assert problems(changed('base_url = "https://', f'base_url = "{address}')) == [
        "matcher central: 'base_url': Enter a valid URL."
    ]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (r"\u0000", "U+0000 (a control character)"),
        (r"\u001b", "U+001B (a control character)"),
        (r"\u202e", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
        (r"\u200b", "U+200B (ZERO WIDTH SPACE)"),
        (r"\u2028", "U+2028 (LINE SEPARATOR)"),
        (r"\u3164", "U+3164 (HANGUL FILLER)"),
        (r"\ufe0f", "U+FE0F (VARIATION SELECTOR-16)"),
    ],
)
def test_a_text_with_a_character_that_nobody_sees_is_a_problem_of_the_file(
    written: str, told: str
) -> None:
    """The name of a gallery at its matcher stands in the log, which takes no such character."""
    words = f"holds the character {told}, which nobody sees. Type the text again."
    assert problems(changed('name_en = "Example', f'name_en = "{written}Example')) == [
        f"agency: 'name_en': {words}"
    ]
    (said,) = problems(changed('engine_gallery_id = "', f'engine_gallery_id = "{written}'))
    assert said.endswith(f"'engine_gallery_id': {words}")


def test_only_known_offences_are_serious_ones() -> None:
    for wrong in ("murder", "not_yet_known"):
        (said,) = problems(changed('"homicide", ', f'"{wrong}", '))
        assert said.startswith(f"agency: 'serious_offences': '{wrong}' is not one of: ")
