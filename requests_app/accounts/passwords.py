"""How a password is written before it is hashed, and which ones an agency does not take.

Must not keep or record a password. Rules that compare with what is stored stand in `models.people`.
"""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher
from typing import Any

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    UserAttributeSimilarityValidator,
    exceeds_maximum_length_ratio,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from requests_app.common.folding import folded


def normalised(password: str) -> str:
    """Return a password as it is hashed, counted and compared (NFKC; NIST SP 800-63B, 3.1.1.2).

    One keyboard sends «é» as one sign and another as two; both must open the account. Blanks at the ends
    stay, as blanks.
    """
    return unicodedata.normalize("NFKC", password)


class UncommonPassword(CommonPasswordValidator):
    """Refuses what is on the list of common passwords, however wide or large its letters are."""

    def validate(self, password: str, user: Any = None) -> None:
        """Look for it in the list that Django brings.

        Raises:
            ValidationError: it is there.
        """
        if normalised(password).casefold().strip() in self.passwords:
            raise ValidationError(
                _(
                    "Many people use this password, and it is tried first. Choose another, for "
                    "example a sentence of several words."
                ),
                code="password_too_common",
            )


class UnlikeTheirNames(UserAttributeSimilarityValidator):
    """Refuses what is nearly the person's name, staff number, address or user name."""

    def validate(self, password: str, user: Any = None) -> None:
        """Compare without accents and capitals, whole and part by part.

        Raises:
            ValidationError: it is too much like one of them.
        """
        if user is None:
            return
        typed = folded(normalised(password))
        person = user.person
        for value in (user.username, person.full_name, person.email, person.staff_number):
            whole = folded(value)
            for part in {whole, *whole.replace("@", " ").replace(".", " ").split()}:
                if not part or exceeds_maximum_length_ratio(typed, self.max_similarity, part):
                    continue
                if SequenceMatcher(a=typed, b=part).quick_ratio() >= self.max_similarity:
                    raise ValidationError(
                        _(
                            "This password is too much like your name, user name, staff number or "
                            "e-mail address. Choose another."
                        ),
                        code="password_too_similar",
                    )
