"""A pack of Canada with a part for Quebec: where and when each judges, and every part that does not fit is refused.

The packs in `canada_and_quebec/` are invented.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest

from requests_app.policy import library
from requests_app.policy.errors import PackError
from requests_app.policy.library import Library, PackFile
from requests_app.policy.packs import load_pack
from requests_app.policy.parts import judging_in
from tests.policy.test_library import version

FOLDER = Path(__file__).parent / "canada_and_quebec"
CANADA, QUEBEC = library.files_in(FOLDER)
CORE = version("2026.11.0")
DAY = date(2026, 12, 1)


def changed(file: PackFile, *pairs: tuple[str, str], pack: str = "", number: str = "") -> PackFile:
    """A pack with words replaced; `pack`, `number`: under another name or number, rules included."""
    text = file.data.decode()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    if pack:
        text = text.replace(f"pack: {file.pack}", f"pack: {pack}").replace(
            "id: QC-", f"id: {pack.upper()}-"
        )
    name, at = pack or file.pack, number or file.version
    text = text.replace(f"version: {file.version}", f"version: {at}")
    return PackFile(name, at, f"{name}/{at}.yaml", text.encode())


def judging(*files: PackFile, day: date = DAY, place: str = "") -> list[str]:
    return [pack.id for pack in Library([CORE], files).in_force(day, place=place).packs]


# --- where and when


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("", ["core"]),  # none is signed off, and advice waits until the place is known
        ("ca-qc", ["canada", "core", "quebec"]),
        ("ca-on", ["canada", "core"]),
        ("ca-fed", ["canada", "core"]),
        ("us-wa", ["core"]),
    ],
)
def test_a_part_judges_where_its_own_place_is(place: str, expected: list[str]) -> None:
    assert judging(CANADA, QUEBEC, place=place) == expected
    assert judging(QUEBEC, CANADA, place=place) == expected


def test_a_part_never_judges_where_its_whole_does_not() -> None:
    """Whatever the library refuses: here the whole is for another place than its part."""
    elsewhere = changed(CANADA, ("jurisdiction: ca", "jurisdiction: us"))
    packs = [load_pack(file.data, file=file.place) for file in (elsewhere, QUEBEC)]
    assert judging_in(packs, "ca-qc") == ()
    assert [pack.id for pack in judging_in(packs, "us-wa")] == ["canada"]
    assert len(judging_in(packs, "")) == 2


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-10-31", ["core"]),
        ("2026-11-01", ["canada", "core"]),
        ("2026-11-30", ["canada", "core"]),
        ("2026-12-01", ["canada", "core", "quebec"]),
        ("2027-03-31", ["canada", "core", "quebec"]),
        ("2027-04-01", ["canada", "core"]),
        ("2027-06-30", ["canada", "core"]),
        ("2027-07-01", ["core"]),
    ],
)
def test_a_part_judges_on_its_own_days(day: str, expected: list[str]) -> None:
    assert judging(CANADA, QUEBEC, day=date.fromisoformat(day), place="ca-qc") == expected


def test_a_part_may_have_parts_and_a_shipped_pack_may_have_one_of_the_agencys() -> None:
    district = changed(QUEBEC, ("part_of: canada", "part_of: quebec"), pack="district")
    held = Library([CORE, CANADA, QUEBEC], [district])
    found = held.in_force(DAY, place="ca-qc").packs
    assert [pack.id for pack in found] == ["canada", "core", "district", "quebec"]
    assert [pack.id for pack in held.in_force(DAY, place="ca-on").packs] == ["canada", "core"]


def test_a_pack_that_is_part_of_none_says_so() -> None:
    found = Library([CORE], [CANADA, QUEBEC]).in_force(DAY, place="ca-qc")
    assert {pack.id: pack.part_of for pack in found.packs} == {
        "canada": "", "core": "", "quebec": "canada",
    }  # fmt: skip


def test_the_digest_of_a_pack_covers_what_it_is_part_of_and_whether_it_needs_a_sign_off() -> None:
    digests = {
        hashlib.sha256(file.data).hexdigest()
        for file in (
            QUEBEC,
            changed(QUEBEC, ("sign_off: needed\n", "")),
            changed(QUEBEC, ("part_of: canada\n", "")),
        )
    }
    assert len(digests) == 3


# --- what is refused, with its file and line


def refused(*files: PackFile, day: date = DAY) -> PackError:
    """The refusal, which is the same in either order of the files and wherever the agency is."""
    said = set()
    for order in (files, files[::-1]):
        for place in ("", "ca-on"):
            with pytest.raises(PackError) as caught:
                Library([CORE], order).in_force(day, place=place)
            said.add(str(caught.value))
    assert len(said) == 1
    return caught.value


def place_of(error: PackError) -> tuple[str, int]:
    return error.file, error.line


OF_QUEBEC = "quebec/2026.11.0.yaml"


def test_a_part_of_a_pack_that_is_not_there_is_refused() -> None:
    error = refused(QUEBEC)
    assert place_of(error) == (OF_QUEBEC, 6)
    assert error.reason == "there is no pack 'canada'"


def test_a_pack_that_is_part_of_itself_is_refused() -> None:
    error = refused(CANADA, changed(QUEBEC, ("part_of: canada", "part_of: quebec")))
    assert place_of(error) == (OF_QUEBEC, 6)
    assert "a circle: 'quebec', which is part of 'quebec'" in error.reason


def test_packs_that_are_parts_of_one_another_are_refused() -> None:
    of_quebec = changed(CANADA, ("sign_off: needed", "part_of: quebec"))
    error = refused(of_quebec, QUEBEC)
    assert place_of(error) == ("canada/2026.11.0.yaml", 6)
    assert (
        "a circle: 'canada', which is part of 'quebec', which is part of 'canada'" in error.reason
    )


def test_a_part_for_every_place_is_refused() -> None:
    anywhere = changed(QUEBEC, ("jurisdiction: ca-qc", "jurisdiction: any"))
    error = refused(CANADA, anywhere)
    assert place_of(error) == (OF_QUEBEC, 5)
    assert "cannot be for 'any'" in error.reason


@pytest.mark.parametrize("place", ["us-wa", "gb"])
def test_a_part_outside_the_place_of_its_whole_is_refused(place: str) -> None:
    error = refused(CANADA, changed(QUEBEC, ("jurisdiction: ca-qc", f"jurisdiction: {place}")))
    assert place_of(error) == (OF_QUEBEC, 5)
    assert f"'{place}' does not lie within 'ca'" in error.reason


def test_a_part_wider_than_its_whole_is_refused() -> None:
    of_ontario = changed(CANADA, ("jurisdiction: ca", "jurisdiction: ca-on"))
    error = refused(of_ontario, changed(QUEBEC, ("jurisdiction: ca-qc", "jurisdiction: ca")))
    assert place_of(error) == (OF_QUEBEC, 5)


def test_two_packs_of_one_province_are_refused() -> None:
    another = changed(QUEBEC, pack="another")
    error = refused(CANADA, QUEBEC, another)
    assert place_of(error) == (OF_QUEBEC, 5)
    assert "another/2026.11.0.yaml is the part of 'canada' for ca-qc already" in error.reason
    of_ontario = changed(another, ("jurisdiction: ca-qc", "jurisdiction: ca-on"))
    assert judging(CANADA, QUEBEC, of_ontario, place="ca-qc") == ["canada", "core", "quebec"]


@pytest.mark.parametrize(
    ("pair", "wrong_day"),
    [
        (("effective_from: 2026-12-01", "effective_from: 2026-10-31"), date(2026, 10, 31)),
        (("effective_to: 2027-03-31", "effective_to: 2027-07-01"), date(2027, 7, 1)),
        (("effective_to: 2027-03-31\n", ""), date(2027, 7, 1)),
    ],
)
def test_a_part_in_force_on_a_day_on_which_its_whole_is_not_is_refused(
    pair: tuple[str, str], wrong_day: date
) -> None:
    longer = changed(QUEBEC, pair)
    error = refused(CANADA, longer, day=wrong_day)
    assert place_of(error) == (OF_QUEBEC, 6)
    assert "on which 'canada' is not" in error.reason
    with pytest.raises(PackError, match="on which 'canada' is not"):
        Library([CORE], [CANADA, longer]).check(wrong_day - timedelta(days=1))


def test_a_part_whose_whole_is_followed_by_its_next_version_goes_on() -> None:
    following = changed(
        CANADA,
        ("effective_from: 2026-11-01", "effective_from: 2027-07-01"),
        ("effective_to: 2027-06-30\n", ""),
        number="2027.07.0",
    )
    longer = changed(QUEBEC, ("effective_to: 2027-03-31\n", ""))
    Library([CORE], [CANADA, following, longer]).check(DAY)
    held = judging(CANADA, following, longer, day=date(2027, 7, 1), place="ca-qc")
    assert held == ["canada", "core", "quebec"]


def test_a_part_that_will_not_fit_is_found_before_its_day() -> None:
    later = changed(
        QUEBEC,
        ("effective_from: 2026-12-01", "effective_from: 2026-12-15"),
        ("jurisdiction: ca-qc", "jurisdiction: us-wa"),
    )
    held = Library([CORE], [CANADA, later])
    assert len(held.in_force(DAY, place="ca-qc").packs) == 2
    with pytest.raises(PackError) as caught:
        held.check(DAY)
    assert place_of(caught.value) == (OF_QUEBEC, 5)


@pytest.mark.parametrize(
    ("pair", "line", "words"),
    [
        (("sign_off: needed", "sign_off: given"), 7, "expected 'needed'"),
        (("sign_off: needed", "sign_off: true"), 7, "expected a text"),
        (("part_of: canada", "part_of: Canada!"), 6, "a pack's name"),
        (("part_of: canada", "part_of: [canada]"), 6, "expected a text"),
    ],
)
def test_the_two_keys_say_what_they_may_say(pair: tuple[str, str], line: int, words: str) -> None:
    error = refused(CANADA, changed(QUEBEC, pair))
    assert place_of(error) == (OF_QUEBEC, line)
    assert words in error.reason


@pytest.mark.parametrize("key", ["part_of: canada", "sign_off: needed"])
def test_format_1_knows_neither_key(key: str) -> None:
    text = CORE.data.replace(b"title:", f"{key}\ntitle:".encode(), 1)
    with pytest.raises(PackError, match="unknown key"):
        Library([PackFile("core", CORE.version, CORE.place, text)]).in_force(DAY, place="")


def core_of_format_2(key: str) -> PackFile:
    text = changed(CANADA, ("jurisdiction: ca\n", "jurisdiction: any\n")).data.decode()
    text = text.replace("pack: canada", "pack: core").replace("sign_off: needed", key)
    return PackFile("core", "2026.11.0", "core/2026.11.0.yaml", text.encode())


def test_core_never_waits_for_a_sign_off() -> None:
    with pytest.raises(PackError) as caught:
        Library([core_of_format_2("sign_off: needed")]).in_force(DAY, place="")
    assert place_of(caught.value) == ("core/2026.11.0.yaml", 6)
    assert "cannot wait for a sign-off" in caught.value.reason


def test_core_is_part_of_nothing() -> None:
    with pytest.raises(PackError) as caught:
        Library([core_of_format_2("part_of: quebec"), QUEBEC]).in_force(DAY, place="")
    assert caught.value.file in ("core/2026.11.0.yaml", OF_QUEBEC)
    whole = changed(QUEBEC, ("part_of: canada\n", ""), ("jurisdiction: ca-qc", "jurisdiction: any"))
    with pytest.raises(PackError) as caught:
        Library([core_of_format_2("part_of: quebec"), whole]).in_force(DAY, place="")
    assert place_of(caught.value) == ("core/2026.11.0.yaml", 5)
