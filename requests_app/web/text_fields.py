"""Every text box of the product: it says what is wrong with a text, and gives it back fit to be sent again.

Must not shorten or change a text silently. A plain `forms.CharField` is refused by an architecture test.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from requests_app.common.unseen import is_unseen, without_unseen
from requests_app.common.visible import length

SHORT = 200
LONG = 4_000


class TextField(forms.CharField):
    """A text without hidden characters, of limited length; errors say how far it is over.

    Args:
        most: characters at most.
        least: characters that a reader sees at least, where anything is written at all; a run of blanks is one.
    """

    default_error_messages = {
        "too_short": _("Say more: at least %(least)d characters"),
    }

    def __init__(self, *, most: int = SHORT, least: int = 0, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        self.most = most
        self.least = least
        super().__init__(**kwargs)
        # Ours say more than "null characters are not allowed", and by how much a text is too long.
        self.validators = []

    def to_python(self, value: Any) -> str:
        plain = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        return str(super().to_python(plain) or "")

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show a text again without its hidden characters, so that sending the page again mends it."""
        return without_unseen(data) if isinstance(data, str) else data

    def validate(self, value: str) -> None:
        super().validate(value)
        seen = length(value)
        if self.required and not seen:
            raise ValidationError(self.error_messages["required"], code="required")
        hidden = sum(map(is_unseen, value))
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
        if value and seen < self.least:
            raise ValidationError(
                self.error_messages["too_short"], code="too_short", params={"least": self.least}
            )


class LongTextField(TextField):
    """A text of several sentences."""

    def __init__(self, *, rows: int = 6, **kwargs: Any) -> None:
        kwargs.setdefault("most", LONG)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
