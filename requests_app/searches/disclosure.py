"""What goes to prosecutor and defence of one request: for whom it was asked, what is in it, what is left out and why.

Pure: typed values with canonical bytes, and one file made of parts that are always the same bytes. Who may ask for one,
and what each part says, others know (ADR 42).
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from requests_app.common.errors import BadInput
from requests_app.common.foreign_data import Malformed, StrictConverter
from requests_app.common.visible import says_something
from requests_app.wire import canonical

FORMAT = "countersign-disclosure/1"
MANIFEST = "manifest.json"
"""The name of the manifest in the file; its last entry, so that everything it lists has been made."""
LEAST_WORDS = 20
"""Characters that a reason has at least, half of them letters; as every stated reason."""
_NAME = re.compile(r"[a-z0-9]+(?:[-/.][a-z0-9]+)*")
_STORED_AT = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP can hold (APPNOTE 4.4.6): the same parts give the same bytes, whenever they are made."""


class Recipient(StrEnum):
    """For whom it is made. Codes are stable for ever."""

    PROSECUTOR = "prosecutor"
    DEFENCE = "defence"
    COURT = "court"
    OVERSIGHT = "oversight"


class Profile(StrEnum):
    """How much it says of candidates whom no examiner selected. Codes are stable for ever."""

    FULL = "full"
    OTHERS_UNNAMED = "others_unnamed"


class LeftOut(StrEnum):
    """Why something is not in it that a reader would expect. Codes are stable for ever."""

    DESTROYED = "destroyed"
    NOT_GIVEN_OUT = "not_given_out"
    DAMAGED = "damaged"
    NEVER_MADE = "never_made"
    NOT_SIGNED = "not_signed"
    NOT_MADE = "not_made"


@dataclass(frozen=True, slots=True)
class Asked:
    """What whoever asks for it writes.

    Attributes:
        name: of the recipient, with their office; court_file: the file number there, empty where there is none.
        reason: why it is disclosed, and why with another profile than the usual one.
    """

    name: str = ""
    court_file: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One part that is in it.

    Attributes:
        name: its path in the file; size: in bytes; sha256: hex.
        event: the number of the event that holds the same digest; None where none does.
    """

    name: str
    size: int
    sha256: str
    event: int | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """One part that a reader would expect and that is not there: its name, and why as a `LeftOut`."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that is in one file, and what is not.

    Attributes:
        format: `FORMAT`; reference: of the request; number: of the disclosure, from 1.
        recipient: a `Recipient`; profile: a `Profile`; language: of its papers, `en` or `fr`.
        made_at: as wire time; entries: in the order of the file, without the manifest itself; absent: what is left out.
    """

    format: str
    reference: str
    number: int
    recipient: str
    profile: str
    language: str
    made_at: str
    entries: tuple[Entry, ...]
    absent: tuple[Absent, ...]


_converter = StrictConverter()


def encode(said: Asked | Manifest) -> bytes:
    """Return the canonical bytes (RFC 8785): what is sealed or stored, and what digests are taken of."""
    return canonical.encode(_converter.unstructure(said))


def decode_asked(data: bytes) -> Asked:
    """Read back what was written.

    Raises:
        BadInput: it is nothing of the kind.
    """
    try:
        return _converter.read(canonical.decode(data), Asked)
    except (Malformed, canonical.NotCanonical) as problem:
        raise BadInput({"disclosure": ["malformed"]}) from problem


def decode_manifest(data: bytes) -> Manifest:
    """Read a manifest back.

    Raises:
        BadInput: it is none, or of another format.
    """
    try:
        found = _converter.read(canonical.decode(data), Manifest)
    except (Malformed, canonical.NotCanonical) as problem:
        raise BadInput({"manifest": ["malformed"]}) from problem
    if found.format != FORMAT:
        raise BadInput({"manifest": ["another_format"]})
    return found


def digest_of(said: Asked | Manifest) -> str:
    """Return the hex SHA-256 of its canonical bytes."""
    return hashlib.sha256(encode(said)).hexdigest()


Problems = dict[str, list[str]]
"""Name of a field -> codes of what is wrong with it."""


def problems_of(asked: Asked, recipient: str, profile: str) -> Problems:
    """Return what keeps a disclosure from being asked for."""
    found: Problems = {}
    if recipient not in set(Recipient):
        found["recipient"] = ["required"]
    if profile not in set(Profile):
        found["profile"] = ["required"]
    if not any(each.isalnum() for each in asked.name):
        found["name"] = ["required"]
    if not says_something(asked.reason, least=LEAST_WORDS):
        found["reason"] = ["too_short"]
    return found


def entry_of(name: str, data: bytes, event: int | None = None) -> Entry:
    """Return what the manifest says of one part.

    Raises:
        ValueError: a name that not every system can store, or that leads out of the folder.
    """
    if not _NAME.fullmatch(name) or name == MANIFEST:
        raise ValueError(f"no name of a part: {name!r}")
    return Entry(name, len(data), hashlib.sha256(data).hexdigest(), event)


Opened = Callable[[], bytes]


def packed(parts: Iterable[tuple[str, Opened]], manifest: Manifest) -> Iterator[bytes]:
    """Yield the bytes of a ZIP without compression: each part in turn, opened when its turn comes, the manifest last.

    Args:
        parts: name and opening of each, in the order of the manifest; one is held in memory at a time.
        manifest: what it lists.

    Raises:
        ValueError: a part is not what the manifest says of it; nothing after it is written.
    """
    out = _Chunks()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for listed, (name, opened) in zip(manifest.entries, parts, strict=True):
            data = opened()
            if entry_of(name, data, listed.event) != listed:
                raise ValueError(f"{name} is not the part that the manifest lists")
            archive.writestr(_stored(name), data)
            yield out.taken()
        archive.writestr(_stored(MANIFEST), encode(manifest))
        yield out.taken()
    yield out.taken()


def _stored(name: str) -> zipfile.ZipInfo:
    found = zipfile.ZipInfo(name, date_time=_STORED_AT)
    found.create_system = 3  # as on every machine
    found.external_attr = 0o644 << 16
    return found


class _Chunks(io.RawIOBase):
    """Where a ZIP is written that goes on at once: it cannot be gone back in."""

    def __init__(self) -> None:
        super().__init__()
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        self._written.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        found, self._written = b"".join(self._written), []
        return found
