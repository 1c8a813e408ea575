"""What is wrong with a log after a drill, from outside: its export, what its writers were told, and what was published.

Must not ask the sequencer or the signer, nor stop at the first thing that is wrong.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from requests_app.tlog import proofs, tiles
from requests_app.tlog.checkpoints import Checkpoint, open_checkpoint
from requests_app.tlog.notes import NoteError, Verifier
from requests_app.tlog.tiles import WIDTH, Tile
from tests.audit.test_log_files import the_log, verified
from tests.drills.audit_log_soak import Seen
from tests.support import sql
from tests.tlog.test_proofs import naive_root

_WRITERS = {"countersign_web", "countersign_worker"}
_SHOWN = 5
"""So many examples are told of each thing that is wrong."""


class Exported:
    """An export of the whole log: its checkpoint, its entries in the order of their leaves, its tiles."""

    def __init__(self, path: Path, key: Verifier) -> None:
        """Read the files.

        Raises:
            NoteError: the key did not sign the checkpoint.
            KeyError: a file is missing.
        """
        with zipfile.ZipFile(path) as archive:
            self.files = {
                name: archive.read(name)
                for name in archive.namelist()
                if name.startswith("tile/") or name == "checkpoint"
            }
        self.checkpoint, _note = open_checkpoint(self.files["checkpoint"], key)
        self.entries: list[bytes] = []
        for number in range(-(-self.checkpoint.size // WIDTH)):
            width = min(WIDTH, self.checkpoint.size - number * WIDTH)
            bundle = self.files[Tile(None, number, width).path]
            self.entries += tiles.entries_in(bundle, width=width)
        self.leaves = [hashlib.sha256(b"\0" + entry).digest() for entry in self.entries]
        self.said: list[dict[str, Any]] = [json.loads(entry) for entry in self.entries]

    def tile(self, wanted: Tile) -> bytes:
        """The bytes of a tile.

        Raises:
            LookupError: it is not in the export.
        """
        return self.files[wanted.path]


def findings(seen: Seen, folder: Path, key: Verifier) -> Iterator[str]:
    """All that is wrong, a line each; nothing where the log is as it must be."""
    yield from seen.wrong
    path = the_log(folder)
    log = Exported(path, key)
    yield from of_the_export(seen, log, key)
    yield from _of_the_tables(log)
    yield from _of_the_verifier(seen, path, key)


def of_the_export(seen: Seen, log: Exported, key: Verifier) -> Iterator[str]:
    """What is wrong with the entries and the checkpoints, judged by what was seen while they came to be."""
    yield from _of_the_events(seen, log)
    yield from _of_the_requests(log)
    if naive_root(log.leaves) != log.checkpoint.root:
        yield "The root of the last checkpoint is not that of the entries."
    yield from _of_the_checkpoints(seen, log, key)


def _of_the_events(seen: Seen, log: Exported) -> Iterator[str]:
    places = Counter(said["event_id"] for said in log.said)
    yield from _told("were committed and have no leaf", set(seen.committed) - set(places))
    yield from _told("have two leaves", [each for each, times in places.items() if times > 1])
    yield from _told("were rolled back and have a leaf", seen.dropped & set(places))
    known = set(seen.committed) | seen.before | seen.dropped
    unknown = [
        said["event_id"]
        for said in log.said
        if said["login"] in _WRITERS and said["event_id"] not in known
    ]
    yield from _told("have a leaf, and nobody committed them", unknown)
    other = [
        said["event_id"]
        for said, leaf in zip(log.said, log.leaves, strict=True)
        if seen.committed.get(said["event_id"], leaf) != leaf
    ]
    yield from _told("have another leaf hash than their writer was told", other)


def _of_the_requests(log: Exported) -> Iterator[str]:
    last: dict[str, tuple[int, str | None]] = {}
    wrong = []
    for said, leaf in zip(log.said, log.leaves, strict=True):
        request = said["body"]["request_id"]
        if request is None:
            continue
        number, previous = last.get(request, (0, None))
        if (said["request_seq"], said["previous"]) != (number + 1, previous):
            wrong.append(said["event_id"])
        last[request] = (said["request_seq"], leaf.hex())
    yield from _told("do not follow on the leaf before them in their request", wrong)


def _of_the_checkpoints(seen: Seen, log: Exported, key: Verifier) -> Iterator[str]:
    roots: dict[int, set[bytes]] = {}
    remembered = set(seen.remembered)
    for note in seen.published:
        try:
            checkpoint, _note = open_checkpoint(note, key)
        except NoteError as error:
            yield f"A checkpoint was published that the key did not sign: {error}"
            continue
        roots.setdefault(checkpoint.size, set()).add(checkpoint.root)
        if (checkpoint.size, checkpoint.root) not in remembered:
            yield f"The checkpoint of {checkpoint.size} entries is not in the signer's memory."
    for size, root in seen.remembered:
        if size:
            roots.setdefault(size, set()).add(root)
    sizes = [size for size, _root in seen.remembered]
    if sizes != sorted(set(sizes)):
        yield "The sizes in the signer's memory do not grow from line to line."
    subtree = tiles.subtree_in(log.tile, log.checkpoint.size)
    for size, of_this_size in sorted(roots.items()):
        if len(of_this_size) > 1:
            yield f"{len(of_this_size)} different roots were signed for {size} entries."
        for root in of_this_size:
            yield from _inconsistent(Checkpoint(log.checkpoint.origin, size, root), log, subtree)


def _inconsistent(older: Checkpoint, log: Exported, subtree: proofs.Subtree) -> Iterator[str]:
    newest = log.checkpoint
    try:
        proofs.check_consistency(
            old=older.size,
            new=newest.size,
            old_root=older.root,
            new_root=newest.root,
            proof=proofs.consistency_proof(older.size, newest.size, subtree),
        )
    except ValueError as error:
        yield f"The log of {newest.size} entries does not begin with what was signed at {older.size}: {error}"


def _of_the_tables(log: Exported) -> Iterator[str]:
    """Compare the export with the tables: nothing is left that it does not hold."""
    leaves = sql("auditor", "SELECT leaf_index, event_id FROM audit.leaf ORDER BY leaf_index")
    if [index for index, _ in leaves] != list(range(len(leaves))):
        yield "The leaf indices have a gap."
    ids = [said["event_id"] for said in log.said]
    if [event_id for _, event_id in leaves] != ids:
        yield f"The export holds {len(ids)} entries, and not in each place that of the {len(leaves)} leaves."
    events = {row[0] for row in sql("auditor", "SELECT id FROM audit.event")}
    yield from _told("are in the database and have no leaf", events - set(ids))


def _of_the_verifier(seen: Seen, path: Path, key: Verifier) -> Iterator[str]:
    keys, early = path.with_name("keys"), path.with_name("early")
    keys.write_text(f"log {key.vkey}\nquorum none\n", encoding="utf-8")
    early.write_bytes(seen.published[0])
    anchored = ("--policy", keys, "--require-anchor")
    for more in (anchored, (*anchored, "--checkpoint", early)):
        code, said = verified(path, *more)
        if code:
            yield f"The verifier ends with {code}: {said[:2000]}"


def _told(what: str, events: Any) -> Iterator[str]:
    if events:
        yield f"{len(events)} events {what}: {sorted(events)[:_SHOWN]}"
