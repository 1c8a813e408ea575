"""A receipt: the proof of one event in a file of c2sp.org/tlog-proof, checked without the rest of the log.

Must not take what the file carries for more than it is: the event is hashed, and the proof must lead from that hash to
the root that the checkpoint signs.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from .entries import BadEntry, read_entry, uuid_of
from .findings import Findings
from .held import LONGEST_HELD, held_checkpoint, name_of, say_rewritten
from .notes import Checkpoint, NotReadable, read_note
from .policy import LONGEST_POLICY, Policy, read_policy
from .report import About, Report
from .signatures import PROOF_HEAD, check_older, check_signers, file_bytes
from .source import Unreadable
from .tree import HASH

MOST_HASHES = 63
LONGEST_ENTRY = 0xFFFF
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})", re.ASCII)


@dataclass(frozen=True)
class Receipt:
    """What a receipt says; nothing of it is checked.

    Attributes:
        index: of the event's leaf; hashes: from the leaf's neighbour to the root.
        policy: the keys that came with it, as a policy file; entry: the event's bytes.
    """

    index: int
    hashes: tuple[bytes, ...]
    policy: bytes
    entry: bytes
    checkpoint: Checkpoint


def is_receipt(path: str) -> bool:
    """Whether a path is a file that begins as a proof does."""
    try:
        with Path(path).open("rb") as file:
            return file.read(len(PROOF_HEAD)) == PROOF_HEAD
    except (OSError, ValueError):
        return False


def read_receipt(data: bytes) -> Receipt:
    """The receipt that a file holds.

    Raises:
        NotReadable: it holds none.
    """
    head, blank, note = data.partition(b"\n\n")
    lines = head.decode("ascii", "replace").split("\n")
    if not blank or len(lines) < 3 or f"{lines[0]}\n".encode() != PROOF_HEAD:
        raise NotReadable("receipt_form")
    kind, _space, extra = lines[1].partition(" ")
    # An entry, canonical JSON, has no line feed.
    keys, blank, entry = _decoded(extra).rpartition(b"\n\n")
    index = _INDEX.fullmatch(lines[2])
    if kind != "extra" or not blank or not 0 < len(entry) <= LONGEST_ENTRY or index is None:
        raise NotReadable("receipt_form")
    hashes = tuple(_decoded(line) for line in lines[3:])
    if len(hashes) > MOST_HASHES or any(len(each) != HASH for each in hashes):
        raise NotReadable("receipt_hashes")
    return Receipt(int(index[1]), hashes, keys + b"\n", entry, read_note(note))


def check_receipt(path: str, *, policy: str, checkpoints: tuple[str, ...]) -> Report:
    """Check a receipt.

    Args:
        path: of the file; policy: the path of one that was kept elsewhere, or nothing.
        checkpoints: kept elsewhere, paths or texts; only one of the receipt's own size says anything of it.
    """
    report = Report(is_receipt=True, given=bool(policy or checkpoints))
    findings = report.findings
    try:
        receipt = read_receipt(file_bytes(path, LONGEST_HELD))
    except NotReadable as error:
        findings.add("receipt_bad", also=error.facts, file=path, why=error.code)
        return report
    except Unreadable as error:
        findings.add("file_unreadable", file=error.name, why=error.code)
        return report
    checkpoint = receipt.checkpoint
    report.origin, report.size = checkpoint.origin, checkpoint.size
    report.root = checkpoint.root.hex()
    keys = _policy(receipt, policy, findings)
    check_signers(checkpoint, keys, report, kept=bool(policy))
    _check_proof(receipt, findings)
    _check_entry(receipt, path, report)
    for given in checkpoints:
        _compare(given, checkpoint, keys, report)
    return report


def _policy(receipt: Receipt, kept: str, findings: Findings) -> Policy | None:
    try:
        return read_policy(file_bytes(kept, LONGEST_POLICY) if kept else receipt.policy)
    except NotReadable as error:
        findings.add("policy_bad", also=error.facts, file=kept or "extra", why=error.code)
    except Unreadable as error:
        missing = error.code == "file_missing"
        code = "given_missing" if missing else "file_unreadable"
        findings.add(code, file=error.name, why=error.code)
    return None


def _check_proof(receipt: Receipt, findings: Findings) -> None:
    """The algorithm of RFC 9162, section 2.1.3.2."""
    size, index = receipt.checkpoint.size, receipt.index
    if index >= size:
        findings.add("receipt_index", index, size=size)
        return
    node, last = index, size - 1
    found = hashlib.sha256(b"\x00" + receipt.entry).digest()
    for beside in receipt.hashes:
        if last == 0:
            findings.add("receipt_proof", index, size=size)
            return
        if node & 1 or node == last:
            found = hashlib.sha256(b"\x01" + beside + found).digest()
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\x01" + found + beside).digest()
        node, last = node >> 1, last >> 1
    if last != 0 or found != receipt.checkpoint.root:
        findings.add("receipt_proof", index, size=size)


def _check_entry(receipt: Receipt, path: str, report: Report) -> None:
    try:
        entry = read_entry(receipt.entry)
    except BadEntry as error:
        report.findings.add(error.code, receipt.index, file=path, field=error.field)
        return
    body = json.loads(receipt.entry)["body"]
    report.events, report.requests = 1, int(entry.request is not None)
    report.installation = entry.installation
    report.earliest = report.latest = entry.recorded_at
    report.about = About(
        index=receipt.index,
        event_id=entry.event_id,
        code=body["code"],
        outcome=body["outcome"],
        request=uuid_of(entry.request) if entry.request else "",
        seq=entry.seq,
        leaf=hashlib.sha256(b"\x00" + receipt.entry).hexdigest(),
    )


def _compare(given: str, checkpoint: Checkpoint, policy: Policy | None, report: Report) -> None:
    held = held_checkpoint(given, checkpoint.origin, report.findings)
    if held is None:
        return
    name = name_of(given)
    if held.origin != checkpoint.origin:
        report.findings.add("other_origin", file=name, found=held.origin, wanted=checkpoint.origin)
    elif held.size != checkpoint.size:
        report.findings.add("receipt_other_size", file=name, size=held.size)
    elif held.root != checkpoint.root:
        say_rewritten(name, held, policy, report.findings)
    elif check_older(name, held, policy, checkpoint.origin, report.findings):
        report.held = max(report.held, held.size)


def _decoded(text: str) -> bytes:
    """The bytes of base64 in its one spelling; none for anything else."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return data if base64.b64encode(data).decode("ascii") == text else b""
