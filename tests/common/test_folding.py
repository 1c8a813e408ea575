"""Names are found and sorted however they are typed."""

from __future__ import annotations

import pytest

from requests_app.common.folding import folded


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("O’Brien", "o'brien"),
        ("OʼBrien", "O‘BRIEN"),
        ("O´Brien", "O`Brien"),
        ("O′Brien", "O＇Brien"),
        ("Éloïse", "eloise"),
        ("E\u0301loi\u0308se", "ELOISE"),
        ("Œuvre", "oeuvre"),
        ("Æsa Þórsdóttir", "aesa thorsdottir"),
        ("Straße", "strasse"),
        ("STRAẞE", "Strasse"),
        ("Yıldız İnönü", "yildiz inonu"),
        ("Jean‑Pierre", "jean-pierre"),
        ("Jean–Pierre", "Jean‐Pierre"),
        ("Jean−Pierre", "jean—pierre"),
        ("Łukasz Søren Đorđe", "lukasz soren dorde"),
        ("Σίσυφος", "ΣΙΣΥΦΟΣ"),
        ("Ёлкина", "елкина"),
        ("Anne\u00a0 Marie\u3000Roy", " anne marie roy "),
        ("نرگس\u200cزاده", "نرگسزاده"),
        ("Ｆｕｌｌ", "full"),
        ("ĳsbrand", "ijsbrand"),
    ],
)
def test_one_name_written_in_two_ways_folds_to_one(written: str, typed: str) -> None:
    assert folded(written) == folded(typed)


def test_names_that_differ_stay_apart() -> None:
    names = [
        "Roy",
        "Ray",
        "O'Brien",
        "O Brien",
        "Jean-Pierre",
        "Jean Pierre",
        "孫",
        "陳",
        "Ли",
        "Li",
    ]
    assert len({folded(name) for name in names}) == len(names)


def test_folding_twice_changes_nothing() -> None:
    for code in (*range(0xD800), *range(0xE000, 0x20000)):
        once = folded(chr(code))
        assert folded(once) == once, hex(code)
