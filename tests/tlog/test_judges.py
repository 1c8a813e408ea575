"""The tree, its proofs and its signatures, judged by programs that nobody here wrote: pymerkle, sigstore, openssl.

Must not compute an expectation with the code under test. Canonical JSON has its judge in tests/wire/test_canonical.py.
"""

from __future__ import annotations

import base64
import hashlib
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError
from pymerkle import InmemoryTree
from sigstore._internal.merkle import verify_merkle_inclusion
from sigstore.errors import VerificationError
from sigstore.models import TransparencyLogEntry
from sigstore_models.rekor import v1 as rekor

from requests_app.tlog import hashing, notes, proofs
from requests_app.tlog.growth import Growth
from requests_app.tlog.tiles import Tile, subtree_in

PROJECT = Path(__file__).parents[2]
LARGEST = 20_000
ENTRIES = [f"entry {number}".encode() * (number % 5) for number in range(LARGEST)]
"""Of several lengths, every fifth empty. The judges are given these, and make the leaves' hashes themselves."""
SIZES = sorted([*random.Random(6962).sample(range(301, LARGEST + 1), 60), LARGEST])


@cache
def leaves() -> list[bytes]:
    return [hashing.leaf_hash(entry) for entry in ENTRIES]


@cache
def judge() -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    tree.append_entries(ENTRIES)
    return tree


@cache
def tiles() -> dict[tuple[int | None, int], bytes]:
    """The whole log's tiles by level and number, as they grew in steps of several sizes."""
    growth, found, at = Growth(), {}, 0
    for step in (1, 255, 1, 700, 3, LARGEST):
        for tile, data in growth.add(leaves()[at : at + step]).items():
            found[tile.level, tile.number] = data
        at += step
    return found


def proof_of(index: int, size: int) -> list[bytes]:
    """A proof of the log's first so many entries, out of the tiles that they had."""

    def read(tile: Tile) -> bytes:
        return tiles()[tile.level, tile.number][: tile.width * 32]

    return proofs.inclusion_proof(index, size, subtree_in(read, size))


# --- pymerkle: roots -----------------------------------------------------------------------------


def test_each_root_to_300_entries_is_that_of_pymerkle() -> None:
    edge, growth = proofs.RightEdge(), Growth()
    for size in range(301):
        expected = judge().get_root(size)
        assert hashing.root_hash(leaves()[:size]) == expected, size
        assert edge.root() == expected, size
        assert growth.root() == expected, size
        edge.append(leaves()[size])
        growth.add([leaves()[size]])


def test_roots_of_larger_logs_are_those_of_pymerkle() -> None:
    edge, growth = proofs.RightEdge(), Growth()
    for size in SIZES:
        fresh = leaves()[edge.size : size]
        growth.add(fresh)
        for leaf in fresh:
            edge.append(leaf)
        expected = judge().get_root(size)
        assert hashing.root_hash(leaves()[:size]) == expected, size
        assert edge.root() == expected, size
        assert growth.root() == expected, size


# --- sigstore: proofs of inclusion ---------------------------------------------------------------


@dataclass(frozen=True)
class Claim:
    """That an entry stands at an index of a log."""

    entry: bytes
    index: int
    size: int
    root: bytes
    proof: tuple[bytes, ...]

    def holds_here(self) -> bool:
        try:
            proofs.check_inclusion(
                hashing.leaf_hash(self.entry),
                index=self.index, size=self.size, root=self.root, proof=self.proof,
            )  # fmt: skip
        except proofs.ProofError:
            return False
        return True

    def holds_at_sigstore(self) -> bool:
        """Ask as sigstore asks about an entry of Rekor: read what the log answered, then check the proof."""
        proof = {
            "log_index": str(self.index),
            "tree_size": str(self.size),
            "root_hash": text(self.root),
            "hashes": [text(each) for each in self.proof],
            "checkpoint": {"envelope": "not looked at here"},
        }
        try:
            inner = rekor.TransparencyLogEntry.from_dict({
                "log_index": str(self.index),
                "log_id": {"key_id": text(b"log")},
                "kind_version": {"kind": "hashedrekord", "version": "0.0.1"},
                "inclusion_proof": proof,
                "canonicalized_body": text(self.entry),
            })  # fmt: skip
            verify_merkle_inclusion(TransparencyLogEntry(inner))
        except (VerificationError, ValidationError):
            return False
        return True


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def claims(count: int) -> Iterator[Claim]:
    """Some of small logs, where the ways to the root differ most, and some of large ones; all are true."""
    chance = random.Random(9162)
    for number in range(count):
        size = chance.randint(1, 70) if number % 2 else chance.choice(SIZES)
        index = chance.choice([0, size - 1, chance.randrange(size), chance.randrange(size)])
        root = judge().get_root(size)
        yield Claim(ENTRIES[index], index, size, root, tuple(proof_of(index, size)))


def damaged(claim: Claim, chance: random.Random) -> Iterator[Claim]:
    """The claim with one thing wrong."""

    def other(data: bytes) -> bytes:
        at = chance.randrange(len(data))
        return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]

    proof = claim.proof
    yield replace(claim, entry=claim.entry + b"x")
    yield replace(claim, root=other(claim.root))
    yield replace(claim, proof=(*proof, hashlib.sha256(b"more").digest()))
    yield replace(claim, proof=(hashlib.sha256(b"more").digest(), *proof))
    for at in range(len(proof)):
        yield replace(claim, proof=(*proof[:at], other(proof[at]), *proof[at + 1 :]))
        yield replace(claim, proof=(*proof[:at], *proof[at + 1 :]))
    for at in range(len(proof) - 1):
        yield replace(claim, proof=(*proof[:at], proof[at + 1], proof[at], *proof[at + 2 :]))
    for index in {claim.index ^ 1 << bit for bit in range(claim.size.bit_length())} | {claim.size}:
        yield replace(claim, index=index)


def test_proofs_are_accepted_by_sigstore() -> None:
    for claim in claims(1000):
        assert claim.holds_at_sigstore(), claim
        assert claim.holds_here(), claim


def test_damaged_proofs_are_refused_here_and_by_sigstore() -> None:
    chance = random.Random(1)
    found = [bad for claim in claims(150) for bad in damaged(claim, chance)]
    assert len(found) > 3000
    for bad in found:
        assert not bad.holds_at_sigstore(), bad
        assert not bad.holds_here(), bad


def test_a_wrong_size_is_judged_as_sigstore_judges_it() -> None:
    """A proof says nothing of the size but how the way to the root turns: the size is believed with the root."""
    accepted = 0
    for claim in claims(150):
        for size in {*range(max(0, claim.size - 3), claim.size + 4), claim.size * 2}:
            other = replace(claim, size=size)
            assert other.holds_here() == other.holds_at_sigstore(), other
            accepted += other.holds_here() and size != claim.size
    assert accepted


# --- openssl: signatures of notes ----------------------------------------------------------------

NAME = "agency.example/facesearch/audit"
KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"log").digest())
NOTE = f"{NAME}\n42\n{text(hashlib.sha256(b'root').digest())}\n"
BEFORE_A_KEY = bytes.fromhex("302a300506032b6570032100")
"""What stands before the 32 bytes of an Ed25519 key in a file of type SubjectPublicKeyInfo (RFC 8410)."""


@pytest.mark.skipif(
    shutil.which("openssl") is None, reason="The program openssl is not on this machine."
)
def test_openssl_verifies_the_signature_of_a_note(tmp_path: Path) -> None:
    note = notes.signed(NOTE, NAME, KEY).write()
    signed, _, line = note.partition("\n\n")
    (tmp_path / "signature").write_bytes(base64.b64decode(line.split(" ")[2])[4:])
    vkey = base64.b64decode(notes.verifier_of(NAME, KEY).vkey.split("+", 2)[2])
    (tmp_path / "key").write_bytes(BEFORE_A_KEY + vkey[1:])

    def verify(message: str) -> int:
        (tmp_path / "text").write_bytes(message.encode())
        command = "openssl pkeyutl -verify -pubin -inkey key -keyform DER -rawin -in text -sigfile signature"
        done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False)
        assert b"Signature Verif" in done.stdout, (
            done.stderr
        )  # it did check, and has not just failed
        return done.returncode

    assert verify(f"{signed}\n") == 0
    assert verify(f"{signed.replace('42', '43')}\n") == 1
    assert verify(signed) == 1


# --- where the judges may be ---------------------------------------------------------------------


def named_in(requirements: str) -> set[str]:
    lines = (PROJECT / requirements).read_text()
    return set(re.findall(r"(?m)^([A-Za-z0-9._-]+)==", lines))


def test_judges_are_installed_for_development_alone() -> None:
    """The licence of pymerkle (GPL) is one that the product cannot carry."""
    judges = {"pymerkle", "sigstore"}
    assert judges <= named_in("requirements-dev.txt")
    for shipped in ("requirements.txt", "requirements-trial.txt", "requirements-gate.txt"):
        assert len(named_in(shipped)) > 5, shipped
        assert not judges & named_in(shipped), shipped
