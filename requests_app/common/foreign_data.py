"""Reads data that somebody else wrote into dataclasses: strictly, with each fault named by its path.

Must not coerce a value, nor put one into an error: answers of matchers and of officers are sealed.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum, StrEnum
from types import NoneType, UnionType
from typing import Any, Literal, NoReturn, TypeVar, Union, get_args, get_origin

from cattrs import (
    BaseValidationError,
    ClassValidationError,
    Converter,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.cols import mapping_structure_factory
from cattrs.gen import make_dict_structure_fn, override

_T = TypeVar("_T")
_Hook = Callable[[Any, Any], Any]
_SCALARS: dict[type, str] = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    Decimal: "a number",
    date: "a date",
    datetime: "a date with a time",
}
_NOT_FOR_SHAPES = (float, bytes, list, set, frozenset)
"""Kinds that no shape may name: cattrs would coerce to them, or a frozen shape could change."""
_LONGEST_INT = 1000
MOST_FAULTS = 20
"""How many faults are kept of one list, and how many unknown keys of one map: a hostile answer has
millions, and each costs kilobytes."""


# --- JSON


class JsonFault(StrEnum):
    """Why bytes are no strict JSON."""

    NOT_JSON = "not_json"
    KEY_TWICE = "key_twice"
    NOT_A_NUMBER = "not_a_number"


class NotStrictJson(ValueError):
    """Bytes that cannot be taken as JSON; holds the reason and nothing of the bytes."""

    def __init__(self, fault: JsonFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def load_json(data: bytes) -> Any:
    """Return the value of JSON in UTF-8; a number that is not whole, or is very long, as a Decimal.

    Raises:
        NotStrictJson: not JSON or nested too deeply, a key given twice, NaN or an infinity;
            where there are several, the first in the bytes.
    """
    try:
        return json.loads(
            data.decode("utf-8"),
            parse_float=Decimal,
            parse_int=_whole,
            parse_constant=_refuse_constant,
            object_pairs_hook=_without_duplicates,
        )
    except NotStrictJson as refused:
        fault = refused.fault
    except (ValueError, RecursionError, InvalidOperation):
        fault = JsonFault.NOT_JSON
    # Outside the handler, so that no error of the parser, which holds the text, stays tied to it.
    raise NotStrictJson(fault)


def _whole(text: str) -> int | Decimal:
    # Python refuses to read an int of more than 4,300 digits, but to JSON it is a number like any other.
    return int(text) if len(text) <= _LONGEST_INT else Decimal(text)


def _refuse_constant(_text: str) -> NoReturn:
    raise NotStrictJson(JsonFault.NOT_A_NUMBER)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotStrictJson(JsonFault.KEY_TWICE)
    return found


# --- what is wrong, and where


class WritersKey(str):
    """A key in a path that the data's writer chose, not the shape: as secret as a value.

    It prints as `?`; a reader whose data is no secret takes the text with `shown`.
    """

    __slots__ = ()

    def __str__(self) -> str:
        return "?"

    __repr__ = __str__

    def __format__(self, _spec: str) -> str:
        return "?"

    @property
    def shown(self) -> str:
        """The key as it was written."""
        return str.__str__(self)


Path = tuple[str | int, ...]
"""The way to a value: names of fields, numbers of items from 0, keys of open maps."""


def path_text(path: Path) -> str:
    """Return a path as people read it: `[2].scores[0].galleries`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


class Fault(StrEnum):
    """What kind of thing is wrong at a path."""

    MISSING = "is missing"
    UNKNOWN = "is not known"
    UNFIT = "is not what is expected"
    NOT_LISTED = "is not one of a list"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not fit its shape.

    Attributes:
        path: where; for a missing or an unknown key, the path that it has or would have.
        fault: what kind of thing is wrong.
        wanted: for what is unfit, what was expected there; for an unknown key, the known ones;
            for a value that is not listed, the listed ones.
    """

    path: Path
    fault: Fault
    wanted: str = ""

    def __str__(self) -> str:
        what = self.fault.value
        if self.fault is Fault.UNFIT:
            what = f"expected {self.wanted}"
        elif self.fault is Fault.NOT_LISTED:
            what = f"expected one of: {self.wanted}"
        place = path_text(self.path)
        return f"{place}: {what}" if place else what


class Unfit(Exception):
    """Raised by a rule for one kind of value; says what was expected and never what was found."""

    def __init__(self, wanted: str, fault: Fault = Fault.UNFIT) -> None:
        super().__init__(wanted)
        self.wanted = wanted
        self.fault = fault


class Malformed(ValueError):
    """Data that does not fit its shape.

    `problems`: unknown keys first in each map; of each list, and of those keys, the first MOST_FAULTS.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


# --- shapes


class StrictConverter(Converter):
    """Builds dataclasses from plain data, and refuses whatever their types do not say.

    A shape is a frozen dataclass of str, bool, int, Decimal, date, datetime, enumerations of
    texts, Literal, `X | None`, `tuple[X, ...]`, `dict[str, X]`, Any and other shapes. A field with
    a default may be left out.
    """

    def __init__(
        self,
        *,
        key_of: Callable[[str], str] = str,
        dates_as_text: bool = False,
        null_for_none: bool = True,
    ) -> None:
        """Make a converter.

        Args:
            key_of: gives the key in the data for a field's name.
            dates_as_text: dates and times are texts in ISO 8601, exactly as Python writes them;
                otherwise the data holds dates itself, as TOML and YAML do.
            null_for_none: a null may stand where the shape says `X | None`; otherwise such a
                field may only be left out.
        """
        super().__init__(detailed_validation=True)
        self._key_of = key_of
        self._dates_as_text = dates_as_text
        self._null_for_none = null_for_none
        for kind in _SCALARS:
            self.register_structure_hook(kind, self._scalar)
        for kind in _NOT_FOR_SHAPES:
            self.register_structure_hook(kind, _refuse_shape)
        self.register_structure_hook_factory(lambda kind: _made_of(kind) is Literal, _literal)
        self.register_structure_hook_factory(_is_optional, self._optional)
        self.register_structure_hook_factory(
            lambda kind: _made_of(kind) in _NOT_FOR_SHAPES, lambda kind: _refuse_shape(None, kind)
        )
        self.register_structure_hook_factory(_is_tuple, self._list)
        self.register_structure_hook_factory(lambda kind: _made_of(kind) is dict, self._open_map)
        self.register_structure_hook_factory(dataclasses.is_dataclass, self._map)
        if dates_as_text:
            self.register_unstructure_hook(date, date.isoformat)
            self.register_unstructure_hook(datetime, datetime.isoformat)

    def read(self, value: Any, shape: type[_T]) -> _T:
        """Return plain data as its shape.

        Raises:
            Malformed: it does not fit; what is wrong at once, in the order of the shape.
            TypeError: a fault of the shape or of a rule, whatever the data.
        """
        try:
            return self.structure(value, shape)
        except (BaseValidationError, Unfit) as error:
            raised = error
        # Outside the handler: what cattrs raised is tied to values, and must not be printed.
        raise Malformed(tuple(self._problems(raised, ())))

    def _problems(self, error: BaseException, path: Path) -> Iterator[Problem]:
        """Translate what cattrs raised: a group for each map and list, a note for each place."""
        if isinstance(error, ClassValidationError):
            inside, itself = error.group_exceptions()
            for fault in itself:
                yield from self._problems(fault, path)
            for fault, note in inside:
                yield from self._problems(fault, (*path, self._key_of(note.name)))
        elif isinstance(error, IterableValidationError):
            for fault, place in error.group_exceptions()[0]:
                key = place.index
                part = key if isinstance(key, int) else WritersKey(key)
                yield from self._problems(fault, (*path, part))
        elif isinstance(error, ForbiddenExtraKeysError):
            known = ", ".join(sorted(self.keys_of(error.cl)))
            for key in sorted(error.extra_fields, key=str)[:MOST_FAULTS]:
                yield Problem((*path, WritersKey(key)), Fault.UNKNOWN, known)
        elif isinstance(error, KeyError):
            yield Problem(path, Fault.MISSING)
        elif isinstance(error, Unfit):
            yield Problem(path, error.fault, error.wanted)
        else:
            raise TypeError(f"{type(error).__name__} from the shape at {path_text(path)!r}")

    def keys_of(self, shape: type) -> frozenset[str]:
        """Return the keys that the data of a shape may have."""
        return frozenset(self._key_of(field.name) for field in dataclasses.fields(shape))

    def _scalar(self, value: Any, kind: Any) -> Any:
        if issubclass(kind, Enum):
            return _one_of(value, {member.value: member for member in kind})
        if kind is Decimal and type(value) is int:
            return Decimal(value)
        if self._dates_as_text and issubclass(kind, date):
            return _date_in_text(value, kind)
        # Never isinstance: true is an int to Python, and a time is a date.
        if type(value) is not kind:
            raise Unfit(_SCALARS[kind])
        return value

    def _optional(self, kind: Any) -> _Hook:
        (inner,) = (part for part in get_args(kind) if part is not NoneType)
        hook = self.get_structure_hook(inner)

        def read(value: Any, _kind: Any) -> Any:
            if value is None and self._null_for_none:
                return None
            return hook(value, inner)

        return read

    def _list(self, kind: Any) -> _Hook:
        arguments = get_args(kind)
        if len(arguments) != 2 or arguments[1] is not Ellipsis:
            _refuse_shape(None, kind)
        inner = arguments[0]
        hook = self.get_structure_hook(inner)
        return _only(list, "a list", lambda items, _kind: _items(items, inner, hook))

    def _open_map(self, kind: Any) -> _Hook:
        return _only(dict, "a map of keys to values", mapping_structure_factory(kind, self))

    def _map(self, shape: Any) -> _Hook:
        names = [field.name for field in dataclasses.fields(shape)]
        renamed = {name: override(rename=self._key_of(name)) for name in names}
        hook = make_dict_structure_fn(shape, self, _cattrs_forbid_extra_keys=True, **renamed)  # type: ignore[arg-type]
        return _only(dict, "a map of keys to values", hook)


def camel_case(name: str) -> str:
    """Return the key for a field where the data writes `personId` for `person_id`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _only(kind: type, wanted: str, hook: Callable[..., Any]) -> _Hook:
    """Keep a hook of cattrs, which would take any iterable, to the one kind that data is made of."""

    def read(value: Any, shape: Any) -> Any:
        if type(value) is not kind:
            raise Unfit(wanted)
        return hook(value, shape)

    return read


def _items(items: list[Any], inner: Any, hook: _Hook) -> tuple[Any, ...]:
    """Structure a list as cattrs does, but for giving up at MOST_FAULTS faults."""
    read, faults = [], []
    for number, item in enumerate(items):
        try:
            read.append(hook(item, inner))
        except Exception as error:  # noqa: BLE001  kept, and told of below as cattrs tells it
            error.add_note(IterableValidationNote(f"item {number}", number, inner))
            faults.append(error)
            if len(faults) == MOST_FAULTS:
                break
    if faults:
        raise IterableValidationError("a list", faults, tuple)
    return tuple(read)


def _literal(kind: Any) -> _Hook:
    choices = {choice: choice for choice in get_args(kind)}
    return lambda value, _kind: _one_of(value, choices)


def _one_of(value: Any, choices: dict[str, Any]) -> Any:
    if type(value) is not str or value not in choices:
        raise Unfit(", ".join(choices), Fault.NOT_LISTED)
    return choices[value]


def _date_in_text(value: Any, kind: type[date]) -> date:
    """Take only what would be written again letter by letter: Python reads more spellings."""
    read = None
    if type(value) is str:
        try:
            read = kind.fromisoformat(value)
        except ValueError:
            read = None
    if read is None or read.isoformat() != value:
        raise Unfit(_SCALARS[kind])
    return read


def _made_of(kind: Any) -> Any:
    """Return `tuple` of `tuple[str, ...]`, and so on; a plain kind gives None."""
    return get_origin(kind)


def _is_optional(kind: Any) -> bool:
    parts = get_args(kind)
    return _made_of(kind) in (Union, UnionType) and len(parts) == 2 and NoneType in parts


def _is_tuple(kind: Any) -> bool:
    return kind is tuple or _made_of(kind) is tuple


def _refuse_shape(_value: Any, kind: Any) -> NoReturn:
    raise TypeError(f"a shape may not hold {kind}")
