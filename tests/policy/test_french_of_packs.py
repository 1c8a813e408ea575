"""The French of the newest packs is set as French is: no-break spaces, and one word for one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from requests_app.ops.documents import coverage
from requests_app.policy import library

NEWEST = {(pack.id, pack.version) for pack in coverage.newest_packs()}
FILES = [
    file for file in library.files_in(library.SHIPPED_FOLDER) if (file.pack, file.version) in NEWEST
]
NEITHER = {
    "a space that may break, or none, before ; : ! ? or »": re.compile(
        r"(?<!\u00a0)(?:[;!?»]|(?<=\s):)"
    ),
    "a space that may break, or none, after «": re.compile(r"«(?!\u00a0)"),
    "two spaces": re.compile(r"[ \u00a0]{2}"),
    "«personne qui décide» for «décideur»": re.compile(r"personnes? qui décide"),
    "«système de comparaison» for «moteur»": re.compile(r"système de comparaison"),
    "«personne à risque» for «personne en danger»": re.compile(r"personnes? à risque"),
}


def french(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "fr" and isinstance(value, str):
                yield value
            else:
                yield from french(value)
    elif isinstance(part, list):
        for item in part:
            yield from french(item)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.place)
@pytest.mark.parametrize("fault", NEITHER)
def test_french_texts_are_set_as_french_is(file: library.PackFile, fault: str) -> None:
    texts = list(french(yaml.safe_load(file.data)))
    assert len(texts) > 5
    assert [text for text in texts if NEITHER[fault].search(text)] == []
