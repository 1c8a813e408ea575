"""How a field is to look, and the date fields of three (or four) boxes that the forms use.

Only the shape of an answer is judged here; what it must say is for the policy engine.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone, to_current_timezone
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:h]([0-5][0-9])")
FIRST_DAY, LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)
"""The days that any date box takes: wide of every case, and a time zone or a term added to one fits."""
AnyField = TypeVar("AnyField", bound=forms.Field)


@dataclass(frozen=True)
class Look:
    """How one field looks. Every text may be lazy; every default means "nothing special"."""

    heading: bool = False  # the label or legend is the page's h1
    size: str = ""  # label size: "", "s", "m", "l", "xl"
    insufficient: str = ""  # "what makes an answer insufficient", in a details block
    width: int = 0  # width of an input in characters: 2 3 4 5 10 20 30
    words: int = 0  # most words, counted while typing
    characters: int = 0  # most characters, counted while typing
    hints: Mapping[str, str] = field(default_factory=dict)  # choice value -> hint
    reveals: Mapping[str, str] = field(default_factory=dict)  # choice value -> field name
    inline: bool = False  # radios beside each other
    small: bool = False  # small radios or checkboxes, for dense pages
    tabular: bool = False  # figures of one width: references, numbers, times
    prefix: str = ""
    suffix: str = ""  # a unit such as "px" or "days"


def look(form_field: AnyField, **how: Any) -> AnyField:
    """Say how a field looks and return it, so that it wraps a declaration.

    Args:
        form_field: which is to look otherwise.
        how: attributes of Look, by name.

    Raises:
        TypeError: for an unknown attribute.
    """
    form_field.look = Look(**how)  # type: ignore[attr-defined]
    return form_field


class DateInput(forms.MultiWidget):
    """Three boxes: day, month, year. Posts name_day, name_month, name_year."""

    part_names: tuple[str, ...] = ("day", "month", "year")
    widths: Mapping[str, int] = {"day": 2, "month": 2, "year": 4, "time": 5}
    labels: Mapping[str, Any] = {
        "day": _("Day"),
        "month": _("Month"),
        "year": _("Year"),
        "time": _("Time (24 h)"),
    }
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(dict.fromkeys(self.part_names, forms.TextInput), attrs)

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, str):
            try:
                value = datetime.date.fromisoformat(value)
            except ValueError:
                value = None
        return [value.day, value.month, value.year] if value else [None] * len(self.part_names)

    def parts(
        self, name: str, value: Any, auto_id: str, wrong: Collection[str]
    ) -> Iterator[dict[str, Any]]:
        """Yield what the template needs for each box."""
        values = value if isinstance(value, list) else self.decompress(value)
        for part, given in zip(self.part_names, values, strict=False):
            if part not in self.labels:
                continue
            yield {
                "name": f"{name}_{part}",
                "id": f"{auto_id}_{part}",
                "label": self.labels[part],
                "value": "" if given is None else given,
                "error": part in wrong,
                "width": self.widths[part],
                "inputmode": "numeric" if part != "time" else "",
            }

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else ""


FIRST, SECOND = "first", "second"
"""Which of two is meant where a local time comes twice: before or after the clocks were set back."""


def _offsets(local: datetime.datetime) -> tuple[datetime.timedelta, datetime.timedelta]:
    """How far the local time is from Greenwich if it is the first of two, and if it is the second.

    They are equal but for the hours in which clocks are changed: the first is greater where the time
    comes twice, and less where it does not exist.
    """
    zone = get_current_timezone()
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if first is None or second is None:
        raise RuntimeError("the time zone knows no offset")
    return first, second


def which_turn(moment: datetime.datetime) -> str:
    """Return FIRST or SECOND for a moment whose local time comes twice, else an empty text."""
    local = moment.astimezone(get_current_timezone())
    first, second = _offsets(local.replace(tzinfo=None))
    if first <= second:
        return ""
    return SECOND if local.fold else FIRST


class DateTimeInput(DateInput):
    """Four boxes: day, month, year and a 24-hour time; and a question where that time came twice."""

    part_names = ("day", "month", "year", "time", "turn")
    turns: Mapping[str, Any] = {
        FIRST: _("The first time, before the clocks were set back"),
        SECOND: _("The second time, after the clocks were set back"),
    }

    def decompress(self, value: Any) -> list[Any]:
        if not isinstance(value, datetime.datetime):
            return [None] * 5
        local = to_current_timezone(value)
        return [local.day, local.month, local.year, local.strftime("%H:%M"), which_turn(value)]

    def turn(self, name: str, value: Any, auto_id: str) -> list[dict[str, Any]]:
        """Return the choices of the question which time is meant; none where the time came once."""
        typed = value if isinstance(value, list) else self.decompress(value)
        given = dict(
            zip(self.part_names, (str(each or "").strip() for each in typed), strict=False)
        )
        try:
            local = read_local(given)
            first, second = _offsets(local)
        except (ValueError, KeyError, OverflowError):
            return []
        if first <= second:
            return []
        return [
            {
                "id": f"{auto_id}_turn_{number}",
                "name": f"{name}_turn",
                "value": turn,
                "label": label,
                "checked": given.get("turn") == turn,
            }
            for number, (turn, label) in enumerate(self.turns.items())
        ]


def read_local(parts: Mapping[str, str]) -> datetime.datetime:
    """Return the local date and time in four boxes.

    Raises:
        ValueError, KeyError, OverflowError: they hold none.
    """
    clock = _TIME.fullmatch(parts["time"])
    if clock is None:
        raise ValueError("no time")
    year, month, day = (int(parts[name]) for name in ("year", "month", "day"))
    return datetime.datetime.combine(
        datetime.date(year, month, day), datetime.time(int(clock[1]), int(clock[2]))
    )


class DateField(forms.MultiValueField):
    """A calendar date from three boxes; each error names the boxes that are wrong.

    Args:
        latest, earliest: functions without arguments giving the last and first allowed date.
    """

    widget = DateInput
    default_error_messages = {
        "required": _("Enter a date"),
        "missing": _("Enter the day, the month and the year"),
        "not_a_date": _("Enter a real date, for example 27 3 2026"),
        "out_of_reach": _("Enter a year from %(first)d to %(last)d"),
        "too_late": _("Enter a date that is not after %(limit)s"),
        "too_early": _("Enter a date that is not before %(limit)s"),
    }

    def __init__(
        self,
        *,
        latest: Callable[[], datetime.date] | None = None,
        earliest: Callable[[], datetime.date] | None = None,
        **kwargs: Any,
    ) -> None:
        self.latest = latest
        self.earliest = earliest
        names = self.widget.part_names
        boxes = tuple(forms.CharField(required=False, max_length=10) for _name in names)
        super().__init__(boxes, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> Any:
        if self.disabled and not isinstance(value, list):
            return value
        given = [str(part or "").strip() for part in (value or [])]
        names = self.widget.part_names
        given += [""] * (len(names) - len(given))
        boxes = [name for name in names if name != "turn"]
        empty = [name for name, part in zip(boxes, given, strict=False) if not part]
        if len(empty) == len(boxes):
            if self.required:
                raise self._error("required", boxes)
            return None
        if empty:
            raise self._error("missing", empty)
        cleaned = self._within_limits(self.read(dict(zip(names, given, strict=False))))
        self.run_validators(cleaned)
        return cleaned

    def read(self, parts: Mapping[str, str]) -> Any:
        """Make a date of the boxes.

        Raises:
            ValidationError: naming the wrong ones.
        """
        return self._date(parts)

    def _date(self, parts: Mapping[str, str]) -> datetime.date:
        numbers = {}
        for name, low, high in (("day", 1, 31), ("month", 1, 12), ("year", 0, 9999)):
            text = parts[name]
            readable = len(text) <= 4 and text.isascii() and text.isdigit()
            number = int(text) if readable else 0
            if not low <= number <= high:
                raise self._error("not_a_date", [name])
            numbers[name] = number
        if not FIRST_DAY.year <= numbers["year"] <= LAST_DAY.year:
            raise self._error("out_of_reach", ["year"])
        try:
            return datetime.date(numbers["year"], numbers["month"], numbers["day"])
        except ValueError:
            raise self._error("not_a_date", ["day"]) from None

    def _within_limits(self, cleaned: Any) -> Any:
        date_parts = ("day", "month", "year")
        if self.latest and cleaned > (limit := self.latest()):
            raise self._error("too_late", date_parts, limit)
        if self.earliest and cleaned < (limit := self.earliest()):
            raise self._error("too_early", date_parts, limit)
        return cleaned

    def _error(
        self, code: str, parts: Collection[str], limit: datetime.date | None = None
    ) -> ValidationError:
        params: dict[str, Any] = {
            "parts": tuple(parts),
            "first": FIRST_DAY.year,
            "last": LAST_DAY.year,
        }
        if limit is not None:
            params["limit"] = limit.isoformat()[:10]
        return ValidationError(self.error_messages[code], code=code, params=params)

    def has_changed(self, initial: Any, data: Any) -> bool:
        shown = cast("DateInput", self.widget).decompress(initial)
        as_text = ["" if part is None else str(part) for part in shown]
        return as_text != [str(part or "") for part in (data or [""] * len(as_text))]


class DateTimeField(DateField):
    """A date and a local 24-hour time; gives an aware datetime, so latest and earliest do too.

    In the night in which clocks are set back an hour comes twice: which is meant is asked beside the
    boxes, once such a time was typed.
    """

    widget = DateTimeInput
    default_error_messages = {
        "required": _("Enter a date and a time"),
        "missing": _("Enter the day, the month, the year and the time"),
        "not_a_time": _("Enter a time of 24 hours, for example 14:05"),
        "came_twice": _(
            "The clocks were set back that night, and this time came twice. Choose the first or the "
            "second"
        ),
        "left_out": _(
            "The clocks were set forward that night: this time did not exist. The nearest times are "
            "%(before)s and %(after)s"
        ),
    }

    def read(self, parts: Mapping[str, str]) -> datetime.datetime:
        date = self._date(parts)
        clock = _TIME.fullmatch(parts["time"])
        if not clock:
            raise self._error("not_a_time", ["time"])
        local = datetime.datetime.combine(date, datetime.time(int(clock[1]), int(clock[2])))
        first, second = _offsets(local)
        if first < second:
            raise self._left_out(local)
        if first == second:
            return from_current_timezone(local)
        if parts.get("turn") not in {FIRST, SECOND}:
            raise self._error("came_twice", ["turn"])
        # A fixed offset: Python compares two times of one zone by what their clocks show.
        offset = first if parts["turn"] == FIRST else second
        return local.replace(tzinfo=datetime.timezone(offset))

    def _left_out(self, local: datetime.datetime) -> ValidationError:
        params = {}
        for name, step in (("before", -1), ("after", 1)):
            near = local
            while not _exists(near):
                near += datetime.timedelta(minutes=step)
            same_day = near.date() == local.date()
            params[name] = f"{near:%H:%M}" if same_day else f"{near:%Y-%m-%d %H:%M}"
        return ValidationError(
            self.error_messages["left_out"], code="left_out", params=params | {"parts": ("time",)}
        )


def _exists(local: datetime.datetime) -> bool:
    first, second = _offsets(local)
    return first >= second
