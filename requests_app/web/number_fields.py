"""Boxes for numbers: what was typed becomes exactly one value, or is refused beside the box.

Must not use a reader of Django or Python: those take `1_0`, signs, spaces and every script's digits.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from requests_app.wire.decimals import canonical_decimal
from requests_app.wire.shapes import Malformed

_WHOLE = re.compile(r"(?P<minus>-?)0*(?P<digits>[0-9]+)", re.ASCII)
_MOST_DIGITS = 12


class WholeNumberField(forms.IntegerField):
    """A whole number typed into a text box."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Enter a whole number with the digits 0 to 9, for example 12"),
        "min_value": _("Enter %(limit_value)s or more"),
        "max_value": _("Enter %(limit_value)s or less"),
    }

    def __init__(self, *, least: int = 0, most: int = 1_000_000, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(
            min_value=least,
            max_value=most,
            **kwargs,
        )
        self.widget.attrs["inputmode"] = "numeric"

    def to_python(self, value: Any) -> int | None:
        """Read the box. A number of more digits than any limit has is told like any too great one."""
        typed = str(value if value is not None else "").strip()
        if not typed:
            return None
        found = _WHOLE.fullmatch(typed)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        digits = found["digits"]
        number = int(digits) if len(digits) <= _MOST_DIGITS else 10**_MOST_DIGITS
        return -number if found["minus"] else number

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric"}


class DecimalTextField(forms.CharField):
    """A number typed with a point or a comma; gives the spelling of the wire."""

    default_error_messages = {
        "invalid": _(
            "Enter a number with the digits 0 to 9 and at most 8 digits after the point, for "
            "example 0.75"
        ),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Return the canonical spelling, or nothing where nothing was typed."""
        typed = str(value or "").strip()
        if not typed:
            return ""
        try:
            return canonical_decimal(typed)
        except Malformed:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal"}
