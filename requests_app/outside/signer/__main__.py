"""`python -m requests_app.outside.signer`: make a key, begin a memory, sign until stopped.

Must not print or log a private key.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from requests_app.common import private_files
from requests_app.outside.signer import memory
from requests_app.outside.signer.log import Log, NoAnswer, Refused
from requests_app.outside.signer.signing import NotConsistent, Signer
from requests_app.tlog.checkpoints import open_checkpoint
from requests_app.tlog.hashing import leaf_hash
from requests_app.tlog.notes import NoteError, verifier_of
from requests_app.tlog.proofs import RightEdge
from requests_app.wire.keys import UnusableKey, load_private_key

PAUSE_SECONDS = 2.0
REPEAT_WORDS_SECONDS = 60.0
AWAY_SECONDS = 10.0
"""For so long the sequencer may be away, as when both are started, before somebody is told."""
log = logging.getLogger("signer")


def arguments() -> argparse.ArgumentParser:
    """The options of the program."""
    parser = argparse.ArgumentParser(prog="signer", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    key = commands.add_parser("key", help="make a key, and print its public half")
    key.add_argument("--out", type=Path, required=True, help="the file to make; never written over")
    show = commands.add_parser("show", help="print the public half of a key")
    begin = commands.add_parser("begin", help="begin the memory, once; run signs only with one")
    begin.add_argument(
        "--after",
        type=Path,
        help="where an earlier memory was lost: the last signed checkpoint, kept elsewhere; "
        "the whole log is read up to it and compared",
    )
    run = commands.add_parser("run", help="sign until stopped")
    for each in (key, show, begin, run):
        each.add_argument("--origin", required=True, help="the name of the log")
    for each in (show, begin, run):
        each.add_argument(
            "--key", type=Path, action="append", required=True,
            help="file of a key (PEM, Ed25519); twice while one replaces the other",
        )  # fmt: skip
    for each in (begin, run):
        each.add_argument("--state", type=Path, required=True, help="folder of the memory")
        each.add_argument("--socket", type=Path, required=True, help="the sequencer's Unix socket")
    return parser


def main() -> None:
    """Carry out one command."""
    given = arguments().parse_args()
    os.umask(private_files.UMASK)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    if given.command == "key":
        _make_key(given.out, given.origin)
        return
    keys = [_key(path) for path in given.key]
    if given.command == "show":
        for key in keys:
            sys.stdout.write(f"{verifier_of(given.origin, key).vkey}\n")
    elif given.command == "begin":
        _begin(given, keys)
    else:
        _run(given, keys)


def _make_key(path: Path, origin: str) -> None:
    private = Ed25519PrivateKey.generate()
    data = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, private_files.FILE)
    except OSError as error:
        sys.exit(f"signer: {path} cannot be made: {error.strerror}. Nothing was changed.")
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    sys.stdout.write(f"{verifier_of(origin, private).vkey}\n")


def _key(path: Path) -> Ed25519PrivateKey:
    try:
        return load_private_key(path)
    except (OSError, UnusableKey) as error:
        sys.exit(f"signer: the key {path} cannot be used: {error}")


def _begin(given: argparse.Namespace, keys: list[Ed25519PrivateKey]) -> None:
    edge = RightEdge()
    if given.after:
        edge = _edge_at(given.after, Log(given.socket), given.origin, keys)
    try:
        memory.begin(given.state, edge)
    except FileExistsError:
        sys.exit(f"signer: {given.state} holds a memory already. It is never written over.")
    except OSError as error:
        sys.exit(f"signer: the memory cannot be made in {given.state}: {error.strerror}")
    sys.stdout.write(f"The memory in {given.state} begins at {edge.size} entries.\n")


def _edge_at(path: Path, source: Log, origin: str, keys: list[Ed25519PrivateKey]) -> RightEdge:
    """The tree up to a checkpoint that one of our keys signed, read anew from its first entry."""
    checkpoint, wrong = None, ""
    for key in keys:
        try:
            checkpoint, _note = open_checkpoint(path.read_bytes(), verifier_of(origin, key))
        except (OSError, NoteError) as error:
            wrong = str(error)
    if checkpoint is None or checkpoint.origin != origin:
        sys.exit(f"signer: {path} is no checkpoint that this key signed: {wrong}")
    edge = RightEdge()
    try:
        for entry in source.entries(0, checkpoint.size):
            edge.append(leaf_hash(entry))
    except NoAnswer as error:
        sys.exit(f"signer: the log cannot be read up to the checkpoint: {error}")
    if edge.root() != checkpoint.root:
        sys.exit(
            f"signer: the log's first {checkpoint.size} entries are not those of the checkpoint. Nothing "
            "was made. Keep the database as it is, and tell the privacy auditor."
        )
    return edge


class _Words:
    """Says a state once a minute at most, as a JSON object a line."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}

    def say(self, event: str, problem: str, what_now: str) -> None:
        now = time.monotonic()
        if now >= self._next.get(event, 0.0):
            self._next[event] = now + REPEAT_WORDS_SECONDS
            log.warning(json.dumps({"event": event, "problem": problem, "what_now": what_now}))


def _run(given: argparse.Namespace, keys: list[Ed25519PrivateKey]) -> None:
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    try:
        with memory.opened(given.state) as kept:
            _until_stopped(Signer(given.origin, keys, Log(given.socket), kept), stop)
    except FileNotFoundError:
        sys.exit(
            f"signer: {given.state} holds no memory of what was signed. For a new log, run: signer begin. "
            "If it was lost, begin it after the last signed checkpoint that somebody outside holds: "
            "signer begin --after FILE"
        )
    except memory.InUse:
        sys.exit(
            f"signer: another signer has the memory in {given.state} open. End that one first."
        )
    except memory.Damaged as error:
        sys.exit(
            f"signer: the memory in {given.state} is damaged: {error} Put back its copy, or move it away "
            "and begin it after the last signed checkpoint that somebody outside holds: signer begin --after FILE"
        )


def _until_stopped(signer: Signer, stop: threading.Event) -> None:
    words, resumed, answered = _Words(), False, time.monotonic()
    while not stop.is_set():
        try:
            if not resumed:
                signer.resume()
                resumed = True
            signer.step()
            answered = time.monotonic()
        except NoAnswer as error:
            resumed = False  # what was signed last may not have come through
            if time.monotonic() - answered > AWAY_SECONDS:
                words.say(
                    "sequencer_away", str(error), "see that the sequencer runs; it is tried again"
                )
            stop.wait(PAUSE_SECONDS)
        except Refused as error:
            resumed = False
            words.say(
                "checkpoint_refused",
                str(error),
                "compare what manage.py audit_keys show lists with this signer's key and origin",
            )
            stop.wait(PAUSE_SECONDS)
        except NotConsistent as error:
            words.say(
                "not_signed",
                str(error),
                "nothing more is signed. Keep the database and this memory as they are, tell the "
                "privacy auditor, and put back the database that goes on from what was signed",
            )
            stop.wait(PAUSE_SECONDS)
        except OSError as error:
            words.say(
                "memory_not_written",
                f"what would be signed could not be written down: {error.strerror}",
                "make room on the disk of the memory; nothing was signed, and it is tried again",
            )
            stop.wait(PAUSE_SECONDS)


if __name__ == "__main__":
    main()
