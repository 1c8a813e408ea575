"""Receipts: one event and its proof, judged with nothing else at hand."""

from __future__ import annotations

import base64
import hashlib
import random
from pathlib import Path

import pytest

from tests.verify.exports import (
    ORIGIN,
    OTHER_KEY,
    Log,
    entries_for,
    policy_text,
    write_folder,
)
from tests.verify.support import codes, said, verify

LOG = Log(entries_for(300))


def proof_of(leaves: list[bytes], index: int) -> list[bytes]:
    """The hashes beside the way from a leaf up, the leaf's neighbour first: PATH of RFC 6962, section 2.1.1."""
    if len(leaves) == 1:
        return []
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if index < split:
        return [*proof_of(leaves[:split], index), _root(leaves[split:])]
    return [*proof_of(leaves[split:], index - split), _root(leaves[:split])]


def _root(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + _root(leaves[:split]) + _root(leaves[split:])).digest()


def receipt(log: Log = LOG, index: int = 17, *, entry: bytes | None = None) -> str:
    leaves = [hashlib.sha256(b"\x00" + each).digest() for each in log.entries]
    extra = policy_text(log.key).encode() + b"\n" + (entry or log.entries[index])
    lines = [
        "c2sp.org/tlog-proof@v1",
        f"extra {base64.b64encode(extra).decode()}",
        f"index {index}",
    ]
    lines += [base64.b64encode(each).decode() for each in proof_of(leaves, index)]
    return "\n".join(lines) + "\n\n" + log.note()


def stored(folder: Path, text: str | bytes) -> Path:
    path = folder / "r.tlog-proof"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.fixture
def kept(tmp_path: Path) -> str:
    (tmp_path / "policy-kept").write_text(policy_text())
    return str(tmp_path / "policy-kept")


@pytest.mark.parametrize(("count", "index"), [(1, 0), (2, 1), (257, 256), (300, 0), (300, 299)])
def test_a_receipt_holds_alone_and_says_whose_event_it_is(
    tmp_path: Path, kept: str, count: int, index: int
) -> None:
    path = stored(tmp_path, receipt(Log(LOG.entries[:count]), index))
    status, report = verify(path, "--policy", kept)
    assert (status, report["result"], report["findings"]) == (0, "receipt_policy", [])
    leaf = hashlib.sha256(b"\x00" + LOG.entries[index]).hexdigest()
    assert (report["event"]["index"], report["event"]["leaf"]) == (index, leaf)
    assert (report["event"]["code"], report["event"]["event_id"]) == (
        "search.viewed",
        index * 3 + 1,
    )


def test_its_own_keys_are_no_anchor(tmp_path: Path, kept: str) -> None:
    path = stored(tmp_path, receipt())
    status, text = said(path)
    assert status == 0
    assert text.startswith("Consistent, NOT anchored")
    assert verify(path, "--require-anchor")[0] == 2
    remade = stored(tmp_path, receipt(Log(LOG.entries, key=OTHER_KEY)))
    assert verify(remade)[0] == 0
    status, report = verify(remade, "--policy", kept)
    assert status == 1
    assert "signature_none" in codes(report)


def test_a_checkpoint_of_the_same_size_anchors_it(tmp_path: Path) -> None:
    path = stored(tmp_path, receipt())
    status, report = verify(path, "--checkpoint", LOG.three_lines())
    assert (status, report["result"]) == (0, "receipt_held")
    status, report = verify(path, "--checkpoint", LOG.three_lines(299))
    assert (status, codes(report)) == (2, ["receipt_other_size"])
    other = Log([*LOG.entries[:-1], LOG.entries[0]])
    status, report = verify(path, "--checkpoint", other.three_lines())
    assert (status, codes(report)) == (1, ["rewritten_or_typed"])
    status, report = verify(path, "--checkpoint", other.note())
    assert (status, codes(report)) == (1, ["rewritten"])
    status, report = verify(
        path, "--checkpoint", Log(LOG.entries, origin="x.example/y").three_lines()
    )
    assert (status, codes(report)) == (1, ["other_origin"])


def test_a_receipt_is_an_older_checkpoint_for_a_whole_export(tmp_path: Path) -> None:
    path = stored(tmp_path, receipt(Log(LOG.entries[:100])))
    export = write_folder(tmp_path / "export", LOG.files())
    status, report = verify(export, "--checkpoint", str(path))
    assert (status, report["result"], report["anchored_by_checkpoint_at"]) == (0, "holds_held", 100)
    rewritten = Log([LOG.entries[1], *LOG.entries[1:]])
    export = write_folder(tmp_path / "export", rewritten.files())
    status, report = verify(export, "--checkpoint", str(path))
    assert status == 1
    assert "rewritten" in codes(report)


def test_another_event_in_its_place_is_found(tmp_path: Path, kept: str) -> None:
    path = stored(tmp_path, receipt(entry=LOG.entries[18]))
    status, report = verify(path, "--policy", kept)
    assert (status, codes(report)) == (1, ["receipt_proof"])
    text = receipt().replace("index 17\n", "index 300\n")
    status, report = verify(stored(tmp_path, text), "--policy", kept)
    assert (status, codes(report)) == (1, ["receipt_index"])


def test_an_entry_that_was_never_one_of_ours_is_found(tmp_path: Path, kept: str) -> None:
    log = Log([*LOG.entries[:4], b'{"b":1, "a":2}', *LOG.entries[4:]])
    status, report = verify(stored(tmp_path, receipt(log, 4)), "--policy", kept)
    assert (status, codes(report)) == (1, ["entry_not_canonical"])


def test_what_is_no_receipt_is_told(tmp_path: Path) -> None:
    for text in (
        "c2sp.org/tlog-proof@v1\n",
        "c2sp.org/tlog-proof@v1\nindex 3\n\n" + LOG.note(),
        "c2sp.org/tlog-proof@v1\nextra AA==\nindex 3\n\n" + LOG.note(),
        receipt().replace("index 17", "index 017"),
        receipt().partition("\n\n")[0] + "\n\n",
        receipt().replace("\n\n", "\nAAAA\n\n", 1),
    ):
        status, report = verify(stored(tmp_path, text))
        assert (status, codes(report)) == (2, ["receipt_bad"]), text


def test_no_damage_passes_and_none_ends_in_a_traceback(tmp_path: Path, kept: str) -> None:
    """One byte changed anywhere; what is not covered by hash and signature is the name of a second key line alone."""
    good = receipt().encode()
    chance = random.Random(20261128)
    for _ in range(300):
        at = chance.randrange(len(good))
        damaged = good[:at] + bytes([good[at] ^ (1 << chance.randrange(8))]) + good[at + 1 :]
        path = stored(tmp_path, damaged)
        status, report = verify(path, "--policy", kept)
        # The keys inside do not count where others are given, so damage to them alone is no matter.
        assert status in (1, 2) or _event(damaged) == _event(good), (at, report)


def _event(data: bytes) -> bytes:
    extra = base64.b64decode(data.split(b"\n")[1].removeprefix(b"extra "), validate=True)
    return extra.rpartition(b"\n\n")[2]


def test_the_report_is_whole_in_french(tmp_path: Path, kept: str) -> None:
    _status, text = said(stored(tmp_path, receipt()), "--policy", kept, "--language", "fr")
    assert text.startswith("CONFORME\u00a0:")
    assert "à la place 17 du journal" in text
    assert ORIGIN in text
    assert not {"the", "event", "Recorded", "Hash"} & set(text.split())
