"""How fast `countersign-verify` checks an exported log, as ratios to hashlib alone over the same leaves and nodes.

Makes a log of its own in a temporary folder, prints, and leaves nothing; sets no threshold. BENCH_SIZE=full takes a
million events, and two million to show whether the memory grows with the log; small takes some seconds.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from requests_app.outside.verify.build import main as build_verifier
from requests_app.tlog import checkpoints, hashing, notes
from requests_app.tlog.checkpoints import Checkpoint
from requests_app.tlog.growth import Growth, open_tiles
from requests_app.tlog.tiles import WIDTH, Tile, bundle

SIZES, ROUNDS = {"small": ((100_000,), 1), "full": ((1_000_000, 2_000_000), 3)}[
    os.environ.get("BENCH_SIZE", "small")
]
ORIGIN = "bench.example/audit"
SAMPLE = 20_000
"""So many leaves are hashed without anything else, to compare with."""
OPEN_REQUESTS = 200
"""So many requests are being worked on at the same time."""
EVENTS_OF_A_REQUEST = 12

ENTRY = (
    '{"body":{"code":"search.viewed","commitments":{"source":"%s"},"facts":{"version":1},"object":{"id":null,'
    '"type":null},"occurred_at":"2026-03-01T08:00:00.000000Z","outcome":"success","reason":null,"request_id":"%s",'
    '"status_after":null,"who":{"account":"a-17","person":null,"role":"officer","session":null}},"event_id":%d,'
    '"installation":"a","login":"web","previous":%s,"recorded_at":"2026-03-01T08:00:00.000000Z","request_seq":%d,'
    '"schema":1}'
)
MEASURED = (
    "import resource, runpy, sys, time\n"
    "began = time.perf_counter()\n"
    "try:\n"
    "    runpy.run_path(sys.argv.pop(1), run_name='__main__')\n"
    "except SystemExit as ended:\n"
    "    own, others = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))\n"
    "    memory = max(own.ru_maxrss, others.ru_maxrss)\n"
    "    print(ended.code, time.perf_counter() - began, memory, file=sys.stderr)\n"
)
"""Runs the verifier in a fresh interpreter, and says its status, the seconds and the KB of its largest process."""


@dataclass(frozen=True)
class Run:
    """What one run of the verifier took."""

    status: int
    seconds: float
    megabytes: float


def entries(count: int) -> Iterator[bytes]:
    """Events of about 480 bytes in requests of twelve, each request with its own chain."""
    chains: list[tuple[str, int, str]] = [("", EVENTS_OF_A_REQUEST, "")] * OPEN_REQUESTS
    for index in range(count):
        place = index * 7 % OPEN_REQUESTS
        request, seq, previous = chains[place]
        if seq == EVENTS_OF_A_REQUEST:
            request, seq, previous = str(uuid.UUID(int=index + 1)), 0, ""
        commitment = hashlib.sha256(str(index).encode()).hexdigest()
        entry = (
            ENTRY
            % (commitment, request, index + 1, f'"{previous}"' if previous else "null", seq + 1)
        ).encode()
        chains[place] = (request, seq + 1, hashing.leaf_hash(entry).hex())
        yield entry


def hashlib_alone(sample: Sequence[bytes]) -> float:
    """Events a second that hashlib reaches: each leaf as it lies in memory, and as many nodes as their tree has."""
    sha256, node, began = hashlib.sha256, b"\x01" + bytes(64), time.perf_counter()
    for entry in sample:
        sha256(b"\x00" + entry).digest()
    for _ in sample:
        sha256(node).digest()
    return len(sample) / (time.perf_counter() - began)


def write_log(folder: Path, count: int) -> None:
    """Write a log of so many events as it is exported, piece by piece."""
    growth, waiting = Growth(), entries(count)
    while part := list(itertools.islice(waiting, WIDTH)):
        number = growth.size // WIDTH
        kept = growth.add([hashing.leaf_hash(entry) for entry in part])
        kept[Tile(None, number, len(part))] = bundle(part)
        last = set(open_tiles(count))
        for tile, data in kept.items():
            if tile.width == WIDTH or tile.level is None or tile in last:
                path = folder / tile.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
    key = Ed25519PrivateKey.generate()
    note = checkpoints.sign(Checkpoint(ORIGIN, count, growth.root()), ORIGIN, key)
    (folder / "checkpoint").write_text(note.write())
    (folder / "policy").write_text(f"log {notes.verifier_of(ORIGIN, key).vkey}\nquorum none\n")


def verify(program: Path, log: Path, *more: str) -> Run:
    """Check a log in a process of its own.

    Raises:
        RuntimeError: the log does not hold, so that the figures would say nothing.
    """
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", MEASURED, program, log, "--policy", log / "policy", *more],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    status, seconds, kilobytes = done.stderr.split()[-3:]
    if int(status) != (2 if "--only-hashes" in more else 0):
        raise RuntimeError(f"The verifier ended with {status}: {done.stdout} {done.stderr}")
    return Run(int(status), float(seconds), int(kilobytes) / 1024)


def main() -> None:
    """Make the verifier and a log of each size, and compare."""
    folder = Path(tempfile.mkdtemp(prefix="countersign-bench-"))
    every = str(os.cpu_count() or 1)
    sample = list(entries(SAMPLE))
    try:
        program = folder / "countersign-verify.pyz"
        with contextlib.redirect_stdout(None):
            build_verifier([str(program)])
        for count in SIZES:
            log = folder / str(count)
            write_log(log, count)
            print(
                f"{count} events of {len(sample[0])} bytes; hashlib alone {hashlib_alone(sample):.0f}/s"
            )
            # Beside each run, so that a busy machine disturbs both.
            for what, more in (
                ("hashes alone, one process", ("--only-hashes", "--processes", "1")),
                (f"hashes alone, {every} processes", ("--only-hashes", "--processes", every)),
                ("everything, one process", ("--processes", "1")),
                (f"everything, {every} processes", ("--processes", every)),
            ):
                ratios, memory = [], 0.0
                for _ in range(ROUNDS):
                    alone, run = hashlib_alone(sample), verify(program, log, *more)
                    ratios.append(count / run.seconds / alone)
                    memory = max(memory, run.megabytes)
                print(
                    f"  {what:30} {statistics.median(ratios):5.2f} of hashlib ({min(ratios):.2f} to {max(ratios):.2f})"
                    f"  {memory:4.0f} MB in its largest process",
                    flush=True,
                )
            shutil.rmtree(log)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
