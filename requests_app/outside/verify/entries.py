"""One entry of the log: its canonical JSON and the fields of envelope v1.

Must not be forgiving: bytes that mean the same in another spelling are refused, and so is a field that is not known.
"""

from __future__ import annotations

import json
import re
import uuid
from datetime import datetime
from typing import Any, NoReturn

from .entry import CHECKPOINT_SIGNED, READ_IN_FULL, Entry

_LARGEST = 2**53 - 1
FIELDS = {
    "body", "event_id", "installation", "login", "previous", "recorded_at", "request_seq", "schema",
}  # fmt: skip
BODY = {
    "code", "commitments", "facts", "object", "occurred_at", "outcome", "reason", "request_id",
    "status_after", "who",
}  # fmt: skip
WHO = {"account", "person", "role", "session"}
OBJECT = {"id", "type"}
_OUTCOMES = ("success", "refused", "error")
_KEY = re.compile(r"[a-z_0-9]+", re.ASCII)
_CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):\d\d:\d\d\.\d{6}Z", re.ASCII)


class BadEntry(ValueError):
    """An entry in another form. `code`: of the text that says which; `field`: where."""

    def __init__(self, code: str, field: str = "") -> None:
        """Keep what the text needs."""
        super().__init__(code)
        self.code = code
        self.field = field


def _refuse_number(_text: str) -> NoReturn:
    raise BadEntry("entry_number")


# Both are built once: `json.loads` and `json.dumps` would build them anew for each entry.
_READ = json.JSONDecoder(parse_float=_refuse_number, parse_constant=_refuse_number).decode
_WRITE = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
).encode


def read_entry(data: bytes) -> Entry:
    """The entry of a leaf's bytes.

    Re-encoding gives the same bytes only for canonical ones (RFC 8785): keys are ASCII, so that every order is one,
    and numbers are whole. A key that stands twice is written once, so it is found as well.

    Raises:
        BadEntry: with what is wrong.
    """
    try:
        entry = _READ(data.decode("utf-8"))
        same = _WRITE(entry).encode("utf-8") == data
    except BadEntry:
        raise
    except (ValueError, RecursionError):
        raise BadEntry("entry_json") from None
    if not same:
        raise BadEntry("entry_not_canonical")
    _exactly(entry, FIELDS, "")
    if entry["schema"] is True or entry["schema"] != 1:
        raise BadEntry("entry_schema")
    body = _body(entry["body"])
    seq = None if entry["request_seq"] is None else _number(entry["request_seq"], "request_seq", 1)
    previous = None if entry["previous"] is None else _match(entry["previous"], _DIGEST, "previous")
    if (seq is None) != (body["request_id"] is None):
        raise BadEntry("entry_place", "request_seq")
    if (previous is not None) != (seq is not None and seq > 1):
        raise BadEntry("entry_place", "previous")
    _text(entry["login"], "login", 63)
    request = body["request_id"]
    return Entry(
        event_id=_number(entry["event_id"], "event_id", 1),
        installation=_text(entry["installation"], "installation", 100),
        recorded_at=_time(entry["recorded_at"], "recorded_at"),
        request=None if request is None else _uuid(request),
        seq=seq or 0,
        previous=bytes.fromhex(previous) if previous else bytes(32),
        signed=_signed(body["facts"]) if body["code"] == CHECKPOINT_SIGNED else None,
        code=body["code"],
        outcome=body["outcome"],
        role=body["who"]["role"],
        account=body["who"]["account"],
        person=body["who"]["person"],
        facts=tuple(body["facts"]),
        told=body["facts"] if body["code"] in READ_IN_FULL else None,
    )


def _body(body: Any) -> dict[str, Any]:
    _exactly(body, BODY, "body")
    who, object_ = body["who"], body["object"]
    _exactly(who, WHO, "who")
    _exactly(object_, OBJECT, "object")
    if body["outcome"] not in _OUTCOMES:
        raise BadEntry("entry_field", "outcome")
    _match(body["code"], _CODE, "code", 100)
    _match(who["role"], _CODE, "role", 100)
    if object_["type"] is not None:
        _match(object_["type"], _CODE, "object.type", 100)
    _time(body["occurred_at"], "occurred_at")
    for value, name in (
        (who["account"], "account"),
        (who["person"], "person"),
        (who["session"], "session"),
        (object_["id"], "object.id"),
        (body["status_after"], "status_after"),
        (body["reason"], "reason"),
    ):
        if value is not None:
            _text(value, name, 500)
    _facts(body["facts"])
    commitments = body["commitments"]
    if not isinstance(commitments, dict):
        raise BadEntry("entry_field", "commitments")
    for name, digest in commitments.items():
        _key(name)
        _match(digest, _DIGEST, f"commitments.{name}")
    return dict(body)


def _exactly(value: Any, names: set[str], field: str) -> None:
    if not isinstance(value, dict) or value.keys() != names:
        odd = sorted(value.keys() ^ names) if isinstance(value, dict) else []
        raise BadEntry("entry_fields", ", ".join([field, *odd] if field else odd))


def _text(value: Any, field: str, longest: int) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= longest or "\0" in value:
        raise BadEntry("entry_field", field)
    return value


def _match(value: Any, form: re.Pattern[str], field: str, longest: int = 64) -> str:
    if not isinstance(value, str) or len(value) > longest or not form.fullmatch(value):
        raise BadEntry("entry_field", field)
    return value


def _number(value: Any, field: str, least: int) -> int:
    if type(value) is not int or not least <= value <= _LARGEST:
        raise BadEntry("entry_field", field)
    return value


def _time(value: Any, field: str) -> str:
    try:
        datetime.fromisoformat(_match(value, _TIME, field))
    except BadEntry:
        raise
    except ValueError:
        raise BadEntry("entry_field", field) from None
    return str(value)


def _uuid(value: Any) -> bytes:
    return bytes.fromhex(_match(value, _UUID, "request_id").replace("-", ""))


def _key(name: str) -> None:
    if not _KEY.fullmatch(name):
        raise BadEntry("entry_key", name)


def _facts(facts: Any) -> None:
    """Facts are scalars, lists of scalars, or objects of those, alone or in a list."""
    if not isinstance(facts, dict):
        raise BadEntry("entry_field", "facts")
    for name, fact in facts.items():
        _key(name)
        if not _is_scalar(fact):
            inner = fact if isinstance(fact, list) else [fact]
            for item in inner:
                if isinstance(item, dict):
                    for key, value in item.items():
                        _key(key)
                        if not _is_scalar(value) and not _is_row(value):
                            raise BadEntry("entry_field", f"facts.{name}.{key}")
                elif not _is_scalar(item):
                    raise BadEntry("entry_field", f"facts.{name}")


def _is_scalar(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" not in value
    return value is None or (isinstance(value, int) and abs(value) <= _LARGEST)


def _is_row(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_scalar, value))


def _signed(facts: dict[str, Any]) -> tuple[int, bytes]:
    for name in ("size", "root", "key"):
        if name not in facts:
            raise BadEntry("entry_field", f"facts.{name}")
    _match(facts["key"], _CODE, "facts.key", 100)
    root = _match(facts["root"], _DIGEST, "facts.root")
    return _number(facts["size"], "facts.size", 0), bytes.fromhex(root)


def uuid_of(request: bytes) -> str:
    """A request's id as it is written."""
    return str(uuid.UUID(bytes=request))
