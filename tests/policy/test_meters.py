"""The meters give the same figures for the same text, and say why."""

from __future__ import annotations

from pathlib import Path

import pytest

from requests_app.common import lookalikes
from requests_app.common.unseen import marked
from requests_app.policy import library, meters
from requests_app.policy.errors import PackError

TERMS = meters.terms_of("2026.11.0")

EARLIER = (
    "The man in the dark coat took the till at the Rue Frontenac bakery at 06:40 and left on foot "
    "towards the river; nobody who was there knows him."
)


@pytest.mark.parametrize(
    ("text", "per_mille", "phrases"),
    [
        ("public safety", 1000, ("public safety",)),
        ("PUBLIC  SAFETY!", 1000, ("public safety",)),
        ("Sécurité publique", 1000, ("securite publique",)),
        ("aux fins d’enquête", 1000, ("aux fins d enquete",)),
        ("bakery robbery for public safety reasons", 333, ("public safety",)),
        ("the republic safety", 0, ()),
        ("", 0, ()),
        ("… !!", 0, ()),
        ("pub\u200blic safety", 1000, ("public safety",)),
    ],
)
def test_generic_share(text: str, per_mille: int, phrases: tuple[str, ...]) -> None:
    assert meters.generic_share(text, TERMS) == meters.GenericShare(per_mille, phrases)


def test_a_particular_account_is_not_generic() -> None:
    assert meters.generic_share(EARLIER, TERMS).per_mille == 0


def test_the_longest_phrase_is_named_and_words_count_once() -> None:
    share = meters.generic_share("legitimate law enforcement purpose", TERMS)
    assert share == meters.GenericShare(1000, ("legitimate law enforcement purpose",))


def test_the_same_text_is_wholly_alike_and_the_earlier_one_is_named() -> None:
    other = "A woman was seen leaving the warehouse on Dock Street with two bags of copper wire."
    assert meters.likeness(EARLIER, [other, EARLIER]) == meters.Likeness(1000, 1)


def test_small_edits_and_another_order_stay_alike() -> None:
    edited = EARLIER.replace("06:40", "07:15").replace("bakery", "kiosk")
    assert meters.likeness(edited, [EARLIER]).per_mille >= 900
    first, second = EARLIER.split("; ")
    assert meters.likeness(f"{second} {first}", [EARLIER]).per_mille >= 900


def test_another_case_is_not_alike() -> None:
    other = "Two witnesses describe a tall woman who opened the safe of the credit union at night."
    assert meters.likeness(other, [EARLIER]).per_mille < 600


def test_short_texts_are_not_compared() -> None:
    assert meters.likeness("no result", ["no result"]) == meters.Likeness(0, None)
    assert meters.likeness(EARLIER, []) == meters.Likeness(0, None)


def test_a_phrase_that_others_cover_already_is_not_named_too() -> None:
    terms = [("public",), ("safety",), ("public", "safety")]
    share = meters.generic_share("public safety", terms)
    assert share == meters.GenericShare(1000, ("public", "safety"))


def test_forty_characters_are_enough_to_be_compared_and_fewer_are_not() -> None:
    enough, short = (
        "a man was seen at the door of the bakery",
        "a man was seen at the door of the baker",
    )
    assert (len(enough), len(short)) == (40, 39)
    assert meters.likeness(enough, [enough]) == meters.Likeness(1000, 0)
    assert meters.likeness(short, [short]) == meters.Likeness(0, None)
    assert meters.likeness(short, [enough]) == meters.Likeness(0, None)
    assert meters.likeness(enough, [short]) == meters.Likeness(0, None)


def test_eight_thousand_characters_are_compared_and_what_comes_after_is_not() -> None:
    assert meters.comparable("x" * 8000) == "x" * 8000
    assert meters.comparable("x" * 8001) == "x" * 8000


def test_the_most_similar_text_is_named_wherever_it_stands_and_a_tie_goes_to_the_first() -> None:
    almost = EARLIER.replace("06:40", "06:45")
    assert 950 < meters.likeness(EARLIER, [almost]).per_mille < 1000
    assert meters.likeness(EARLIER, [almost, EARLIER]) == meters.Likeness(1000, 1)
    assert meters.likeness(EARLIER, [EARLIER, almost]) == meters.Likeness(1000, 0)
    assert meters.likeness(EARLIER, [EARLIER, EARLIER]) == meters.Likeness(1000, 0)


def test_general_phrases_are_those_of_the_version_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PackError, match="the list of general phrases is missing"):
        meters.terms_of("1999.1.0")
    (tmp_path / "core").mkdir()
    listed = "version: 2031.2.0\nen: [of use, For the public]\nfr: [utile à tous]\n"
    for version in ("2031.2.0", "2031.3.0"):
        (tmp_path / "core" / f"{version}.terms.yaml").write_text(listed, "utf-8")
    monkeypatch.setattr(library, "SHIPPED_FOLDER", tmp_path)
    assert meters.terms_of("2031.2.0") == (
        ("for", "the", "public"), ("utile", "a", "tous"), ("of", "use"),
    )  # fmt: skip
    with pytest.raises(PackError, match=r"expected 2031\.3\.0, as in the name of its file"):
        meters.terms_of("2031.3.0")


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("  \n ", 0),
        ("a  b", 3),
        ("\u200b\u202e\x00", 0),
        ("é", 1),
        ("x" * 100_000, 100_000),
    ],
)
def test_length_counts_what_can_be_read(text: str, length: int) -> None:
    assert meters.length(text) == length


def test_measure_gives_the_facts() -> None:
    figures = meters.measure("public safety", 987, terms=TERMS)
    assert (figures.length, figures.generic, figures.likeness) == (13, 1000, 987)
    assert meters.measure("public safety", terms=TERMS).likeness == 0


@pytest.mark.parametrize(
    "written",
    [
        "To sоlve the crіme and for publіc safety. ",  # Cyrillic о and і
        "To sοlve the crιme and for pυblic safety. ",  # Greek ο, ι and υ
        "TО SОLVE THE СRIME AND FOR PUBLIС SАFETY. ",  # Cyrillic capitals
    ],
)
def test_letters_of_another_alphabet_hide_no_general_phrase(written: str) -> None:
    plain = "To solve the crime and for public safety. "
    assert not written.isascii()
    expected = meters.generic_share(plain * 4, TERMS)
    assert expected.per_mille > 300
    assert meters.generic_share(written * 4, TERMS) == expected
    assert meters.likeness(written * 4, [plain * 4]).per_mille == 1000


@pytest.mark.parametrize("name", ["Иванов", "Παπαδόπουλος", "Ольга"])
def test_a_name_in_its_own_alphabet_stays_what_it_is(name: str) -> None:
    assert lookalikes.as_read(name.casefold()) == name.casefold()
    assert not lookalikes.is_mixed(name)
    assert meters.comparable(f"{name} {name}") != meters.comparable("ivanov ivanov")


def test_a_reader_sees_which_letters_are_of_another_alphabet() -> None:
    assert marked("To sоlve it, by Иванов", as_text=True) == "To sо⟨U+043E⟩lve it, by Иванов"
    assert marked("10 µm, naïve, l’été", as_text=True) == "10 µm, naïve, l’été"
