"""Exports of made-up logs, built with the log's own library, for the verifier that shares no code with it."""

from __future__ import annotations

import hashlib
import shutil
import uuid
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from requests_app.tlog import checkpoints, hashing, notes
from requests_app.tlog.checkpoints import Checkpoint
from requests_app.tlog.notes import COSIGNATURE
from requests_app.tlog.tiles import Tile, bundle, tiles_of
from requests_app.wire.entry import Body, Entry, EntryWho

ORIGIN = "agency.example/facesearch/audit"
BEGAN = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
WITNESS = "witness.example"


def key_of(name: str) -> Ed25519PrivateKey:
    """A key that is the same in each run."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())


LOG_KEY, WITNESS_KEY, OTHER_KEY = key_of("log"), key_of("witness"), key_of("other")


def policy_text(log: Ed25519PrivateKey = LOG_KEY, *, witness: bool = False, more: str = "") -> str:
    lines = [f"log {notes.verifier_of(ORIGIN, log).vkey}"]
    if witness:
        vkey = notes.verifier_of(WITNESS, WITNESS_KEY, kind=COSIGNATURE).vkey
        lines += [f"witness w1 {vkey} https://witness.example/", "quorum w1"]
    else:
        lines += ["quorum none"]
    return "\n".join([*lines, more]) + "\n"


def entries_for(count: int, *, requests: int = 7, salt: str = "") -> list[bytes]:
    """So many events: each seventh of none, the others of some requests in turn."""
    made: list[bytes] = []
    places: dict[str, tuple[int, str]] = {}
    for index in range(count):
        request = None if index % 7 == 0 else str(uuid.UUID(int=(index * 11) % requests + 1))
        seq, previous = places.get(request, (0, None)) if request else (None, None)
        entry = entry_of(
            index,
            request_id=request,
            seq=None if seq is None else seq + 1,
            previous=previous,
            reason=f"reason {salt}{index} «é»",
        )
        if request:
            places[request] = (seq + 1, hashing.leaf_hash(entry).hex())
        made.append(entry)
    return made


def entry_of(
    index: int,
    *,
    request_id: str | None = None,
    seq: int | None = None,
    previous: str | None = None,
    code: str = "search.viewed",
    facts: dict[str, Any] | None = None,
    reason: str | None = None,
    event_id: int | None = None,
    installation: str = "agency-1",
    at: datetime | None = None,
    who: EntryWho | None = None,
    outcome: str = "success",
    commitments: dict[str, str] | None = None,
) -> bytes:
    at = at or BEGAN + timedelta(seconds=index)
    body = Body(
        code=code,
        occurred_at=at,
        who=who or EntryWho(role="officer", account="a-17", session="5e55" * 16),
        outcome=outcome,
        object_type="search",
        object_id=request_id,
        request_id=request_id,
        reason=reason,
        facts=facts if facts is not None else {"count": index, "list": ["a", 1, None]},
        commitments={"probe": hashlib.sha256(str(index).encode()).hexdigest()}
        if commitments is None
        else commitments,
    )
    return Entry(
        body=body,
        event_id=index * 3 + 1 if event_id is None else event_id,
        installation=installation,
        login="app_web",
        recorded_at=at,
        request_seq=seq,
        previous=previous,
    ).to_bytes()


@dataclass
class Log:
    """A log that can be changed before it is written."""

    entries: list[bytes]
    key: Ed25519PrivateKey = LOG_KEY
    origin: str = ORIGIN
    older: tuple[int, ...] = ()
    witness: bool = False
    policy: str | None = None
    more: dict[str, bytes] = field(default_factory=dict)

    def root(self, size: int | None = None) -> bytes:
        return hashing.root_hash([hashing.leaf_hash(each) for each in self.entries[:size]])

    def note(self, size: int | None = None) -> str:
        size = len(self.entries) if size is None else size
        note = checkpoints.sign(
            Checkpoint(self.origin, size, self.root(size)), self.origin, self.key
        )
        if self.witness:
            note = checkpoints.cosign(note, WITNESS, WITNESS_KEY, at=1_800_000_000)
        return note.write()

    def three_lines(self, size: int | None = None) -> str:
        return self.note(size).partition("\n\n")[0] + "\n"

    def files(self) -> dict[str, bytes]:
        """Each file of the export by its name."""
        hashes = [hashing.leaf_hash(each) for each in self.entries]
        rows, row = [], hashes
        while row:
            rows.append(row)
            row = [
                hashing.root_hash(row[at : at + 256]) for at in range(0, len(row) // 256 * 256, 256)
            ]
        files = {"checkpoint": self.note().encode()}
        for size in self.older:
            files[f"checkpoints/{size}"] = self.note(size).encode()
        policy = policy_text(self.key, witness=self.witness) if self.policy is None else self.policy
        if policy:
            files["policy"] = policy.encode()
        for tile in tiles_of(len(self.entries)):
            files[tile.path] = self.tile(tile, rows)
        return {**files, **self.more}

    def tile(self, tile: Tile, rows: list[list[bytes]]) -> bytes:
        span = slice(tile.number * 256, tile.number * 256 + tile.width)
        return (
            bundle(self.entries[span]) if tile.level is None else b"".join(rows[tile.level][span])
        )


def write_folder(folder: Path, files: dict[str, bytes]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def write_zip(path: Path, files: dict[str, bytes], *, top: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(top + name, data)
    return path
