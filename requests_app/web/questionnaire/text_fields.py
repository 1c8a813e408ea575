"""Text boxes that say what is wrong with a text and give it back fit to be sent again.

Must not shorten or change a text silently.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

SHORT = 200
LONG = 4_000
_MOST_REDISPLAYED = 200_000

# Besides what has no place in a text at all: marks that make it read otherwise than it is stored.
_DIRECTION_MARKS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_HARMLESS = frozenset("\n\t\u200c\u200d\u00ad")


def _is_hidden(character: str) -> bool:
    if character in _HARMLESS:
        return False
    return character in _DIRECTION_MARKS or unicodedata.category(character) in {
        "Cc",
        "Cs",
        "Cn",
        "Co",
    }


def without_hidden(text: str) -> str:
    """The text with line ends made alike and without characters that cannot be seen."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in plain if not _is_hidden(character))


class TextField(forms.CharField):
    """A text without hidden characters, of limited length; errors say how far it is over."""

    def __init__(self, *, most: int = SHORT, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        self.most = most
        super().__init__(**kwargs)
        # Ours say more than "null characters are not allowed", and by how much a text is too long.
        self.validators = []

    def to_python(self, value: Any) -> str:
        plain = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        return str(super().to_python(plain) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        hidden = sum(1 for character in value if _is_hidden(character))
        if hidden:
            raise ValidationError(
                ngettext(
                    "%(count)d hidden character was taken out of this text. Read it again, then save.",
                    "%(count)d hidden characters were taken out of this text. "
                    "Read it again, then save.",
                    hidden,
                ),
                code="hidden_characters",
                params={"count": hidden},
            )
        if len(value) > self.most:
            raise ValidationError(
                ngettext(
                    "Shorten this by %(over)d character: at most %(most)d are kept",
                    "Shorten this by %(over)d characters: at most %(most)d are kept",
                    len(value) - self.most,
                ),
                code="too_long",
                params={"over": len(value) - self.most, "most": self.most},
            )


class LongTextField(TextField):
    """A text of several sentences."""

    def __init__(self, *, rows: int = 6, **kwargs: Any) -> None:
        kwargs.setdefault("most", LONG)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not answered (None)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            widget=forms.RadioSelect,
            coerce=lambda answer: answer == "yes",
            empty_value=None,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
