"""The manifest of an export: what it says that the export holds, and by which filter.

Must not be forgiving: what has another form is told, not guessed.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from .criteria import BadFilter, Filter, read_filter

NAME = "manifest.json"
FORMAT = "countersign-log-export/4"
BEFORE = "countersign-log-export/3"
"""The format of exports that did not say which commitments were erased after their checkpoint."""
FIRST = "countersign-log-export/2"
"""The format of exports that could not open commitments; it says nothing of them."""
LONGEST = 1024 * 1024
"""Bytes. A filter has its place in an entry of 65,535 bytes, and the files are six."""
_LARGEST = 2**63 - 1
_FIELDS = {
    "format", "export", "installation", "generated_at", "filters", "snapshot", "rows", "first_event", "last_event",
    "entry_schema", "checkpoint", "leaf_hash", "disclosures", "files",
}  # fmt: skip
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_FILE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}", re.ASCII)


class BadManifest(ValueError):
    """A manifest that cannot be used. `code`: of the text that says why; `field`: where."""

    def __init__(self, code: str, field: str = "") -> None:
        """Keep what the text needs."""
        super().__init__(code)
        self.code = code
        self.field = field


@dataclass(frozen=True)
class Manifest:
    """What a manifest says.

    Attributes:
        files: name -> bytes and SHA-256; checkpoint: origin, size and root, or None before the log was signed.
        filters: as they stand there; filter: the same, ready to be applied.
        disclosures: whether it opens what the commitments stand for.
        states_erased: whether its format can say of a commitment that it was erased after the checkpoint.
    """

    export: str
    installation: str
    rows: int
    first_event: int | None
    last_event: int | None
    checkpoint: tuple[str, int, str] | None
    files: dict[str, tuple[int, str]]
    filters: dict[str, Any]
    filter: Filter
    disclosures: bool
    states_erased: bool


def read_manifest(data: bytes) -> Manifest:
    """The manifest of its bytes.

    Raises:
        BadManifest: with what is wrong.
    """
    said = read_json(data)
    if not isinstance(said, dict):
        raise BadManifest("manifest_json")
    if said.get("format") == FIRST:
        if "disclosures" in said:
            raise BadManifest("manifest_fields", "disclosures")
        said["disclosures"] = False
    elif said.get("format") not in (FORMAT, BEFORE):
        raise BadManifest("manifest_unknown", str(said.get("format"))[:100])
    if said.keys() != _FIELDS:
        raise BadManifest("manifest_fields", ", ".join(sorted(said.keys() ^ _FIELDS)))
    if said["entry_schema"] is True or said["entry_schema"] != 1:
        raise BadManifest("manifest_field", "entry_schema")
    for name in ("generated_at", "snapshot", "leaf_hash"):
        _text(said[name], name)
    try:
        wanted = read_filter(said["filters"])
    except BadFilter as error:
        raise BadManifest("manifest_field", error.field) from None
    return Manifest(
        export=_match(said["export"], _UUID, "export"),
        installation=_text(said["installation"], "installation"),
        rows=_number(said["rows"], "rows"),
        first_event=_optional(said["first_event"], "first_event"),
        last_event=_optional(said["last_event"], "last_event"),
        checkpoint=_checkpoint(said["checkpoint"]),
        files=_files(said["files"]),
        filters=said["filters"],
        filter=wanted,
        disclosures=_flag(said["disclosures"], "disclosures"),
        states_erased=said["format"] == FORMAT,
    )


def read_json(data: bytes) -> Any:
    """The value of JSON in UTF-8 in which no member stands twice.

    Raises:
        BadManifest: it is none.
    """
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise BadManifest("manifest_json") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A member stands twice.")
    return found


def _text(value: Any, field: str) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 100_000:
        raise BadManifest("manifest_field", field)
    return value


def _flag(value: Any, field: str) -> bool:
    if not isinstance(value, bool):
        raise BadManifest("manifest_field", field)
    return value


def _match(value: Any, form: re.Pattern[str], field: str) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise BadManifest("manifest_field", field)
    return value


def _number(value: Any, field: str) -> int:
    if type(value) is not int or not 0 <= value <= _LARGEST:
        raise BadManifest("manifest_field", field)
    return value


def _optional(value: Any, field: str) -> int | None:
    return None if value is None else _number(value, field)


def _checkpoint(value: Any) -> tuple[str, int, str] | None:
    if value is None:
        return None
    if not isinstance(value, dict) or value.keys() != {"origin", "size", "root"}:
        raise BadManifest("manifest_field", "checkpoint")
    root = _match(value["root"], _DIGEST, "checkpoint.root")
    return (
        _text(value["origin"], "checkpoint.origin"),
        _number(value["size"], "checkpoint.size"),
        root,
    )


def _files(value: Any) -> dict[str, tuple[int, str]]:
    if not isinstance(value, list):
        raise BadManifest("manifest_field", "files")
    found: dict[str, tuple[int, str]] = {}
    for each in value:
        if not isinstance(each, dict) or each.keys() != {"name", "bytes", "sha256"}:
            raise BadManifest("manifest_field", "files")
        name = _match(each["name"], _FILE, "files.name")
        if name in found or name == NAME:
            raise BadManifest("manifest_field", "files.name")
        digest = _match(each["sha256"], _DIGEST, "files.sha256")
        found[name] = (_number(each["bytes"], "files.bytes"), digest)
    return found
