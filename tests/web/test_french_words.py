"""One thing has one name in French, and no word that only looks like the English one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

CATALOGUE = Path(settings.BASE_DIR) / "requests_app/locale/fr/LC_MESSAGES/django.po"

# Where the English says the first, the French says the second and never the third.
ONE_NAME = [
    (r"\bscores?\b", r"\bscores?\b", r"\bnotes?\b"),
    (r"\b(?:an|this|the) exports?\b|^exports?(?: of|$)", r"\bexportations?\b", r"\bexports?\b"),
    (r"credentials?\b", r"réinitialisation|moyens de connexion", r"\bidentifiants\b"),
    (r"^(?:not )?met\b|test to be met|must be met", r"satisf", r"rempl"),
    (r"^any(?:thing)?$", r"^Indifférent$", r"importe quoi"),
    (r"\boutbox\b", r"file d’envoi|dans la file", r"boîte d’envoi"),
    (r"\bmatchers?\b", r"", r"\bcomparateurs?\b"),
]


def texts() -> list[tuple[str, str]]:
    found = []
    with CATALOGUE.open("rb") as opened:
        for message in read_po(opened, locale="fr"):
            many = isinstance(message.id, tuple | list)
            english = message.id if many else (message.id,)
            french = (
                message.string if isinstance(message.string, tuple | list) else (message.string,)
            )
            if message.id:
                found += list(zip(english, french, strict=True))
    return found


@pytest.mark.parametrize(("english", "french", "never"), ONE_NAME)
def test_one_thing_has_one_name(english: str, french: str, never: str) -> None:
    about = [each for each in texts() if re.search(english, each[0], re.IGNORECASE)]
    assert about
    wrong = [
        (said, meant)
        for said, meant in about
        if not re.search(french, meant, re.IGNORECASE) or re.search(never, meant, re.IGNORECASE)
    ]
    assert not wrong
