"""Roots and proofs against the definition of RFC 6962, written out here as it stands in section 2.1."""

from __future__ import annotations

import hashlib
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.tlog import hashing, proofs
from requests_app.tlog.proofs import ProofError, RightEdge


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def leaves(count: int) -> list[bytes]:
    return [sha(b"\x00" + str(number).encode()) for number in range(count)]


def split(count: int) -> int:
    """The largest power of two below a number, found by trying."""
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def naive_root(hashes: list[bytes]) -> bytes:
    """MTH of RFC 6962."""
    if not hashes:
        return sha(b"")
    if len(hashes) == 1:
        return hashes[0]
    k = split(len(hashes))
    return sha(b"\x01" + naive_root(hashes[:k]) + naive_root(hashes[k:]))


def naive_path(index: int, hashes: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962."""
    if len(hashes) == 1:
        return []
    k = split(len(hashes))
    if index < k:
        return [*naive_path(index, hashes[:k]), naive_root(hashes[k:])]
    return [*naive_path(index - k, hashes[k:]), naive_root(hashes[:k])]


def naive_subproof(old: int, hashes: list[bytes], is_whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962."""
    if old == len(hashes):
        return [] if is_whole else [naive_root(hashes)]
    k = split(len(hashes))
    if old <= k:
        return [*naive_subproof(old, hashes[:k], is_whole), naive_root(hashes[k:])]
    return [*naive_subproof(old - k, hashes[k:], False), naive_root(hashes[:k])]


def subtree_of(hashes: list[bytes]) -> proofs.Subtree:
    return lambda level, index: naive_root(hashes[index << level : (index + 1) << level])


def test_the_root_that_the_reference_implementations_agree_on() -> None:
    """Eight entries known from the tests of Certificate Transparency; their root is published with them."""
    entries = [
        bytes.fromhex(text)
        for text in (
            "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        )
    ]  # fmt: skip
    edge = RightEdge()
    for entry in entries:
        edge.append(hashing.leaf_hash(entry))
    known = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert edge.root().hex() == known
    assert hashing.root_hash([hashing.leaf_hash(entry) for entry in entries]).hex() == known


def test_the_root_of_every_size_to_three_hundred_on_every_way_to_it() -> None:
    every, edge = leaves(300), RightEdge()
    for size in range(301):
        expected = naive_root(every[:size])
        assert edge.root() == expected
        assert RightEdge(size, edge.hashes).root() == expected
        assert hashing.root_hash(every[:size]) == expected
        assert proofs.root_of(size, subtree_of(every)) == expected
        if size < 300:
            edge.append(every[size])


@pytest.mark.parametrize("size", [*range(1, 40), 63, 64, 65, 127, 128, 129, 255, 256, 257, 300])
def test_each_leaf_has_the_proof_of_the_definition_and_it_holds(size: int) -> None:
    every = leaves(size)
    root = naive_root(every)
    for index in range(size):
        proof = proofs.inclusion_proof(index, size, subtree_of(every))
        assert proof == naive_path(index, every)
        proofs.check_inclusion(every[index], index=index, size=size, root=root, proof=proof)


@pytest.mark.parametrize("new", [*range(1, 34), 64, 65, 127, 129])
def test_each_older_tree_has_the_proof_of_the_definition_and_it_holds(new: int) -> None:
    every = leaves(new)
    for old in range(1, new + 1):
        proof = proofs.consistency_proof(old, new, subtree_of(every))
        assert proof == naive_subproof(old, every, True)
        proofs.check_consistency(
            old=old,
            new=new,
            old_root=naive_root(every[:old]),
            new_root=naive_root(every),
            proof=proof,
        )


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 100_000), st.integers(0, 2**32))
def test_proofs_in_large_trees(size: int, seed: int) -> None:
    chosen = random.Random(seed)
    index, old = chosen.randrange(size), chosen.randrange(1, size + 1)
    # A subtree's hash is made up from its place: a tree of a hundred thousand need not be hashed whole.
    grown: dict[tuple[int, int], bytes] = {}

    def subtree(level: int, at: int) -> bytes:
        if (level, at) not in grown:
            grown[level, at] = (
                sha(f"leaf {at}".encode())
                if level == 0
                else sha(b"\x01" + subtree(level - 1, 2 * at) + subtree(level - 1, 2 * at + 1))
            )
        return grown[level, at]

    root = proofs.root_of(size, subtree)
    inclusion = proofs.inclusion_proof(index, size, subtree)
    proofs.check_inclusion(subtree(0, index), index=index, size=size, root=root, proof=inclusion)
    consistency = proofs.consistency_proof(old, size, subtree)
    proofs.check_consistency(
        old=old, new=size, old_root=proofs.root_of(old, subtree), new_root=root, proof=consistency
    )
    for damaged in _damaged(inclusion, chosen):
        with pytest.raises(ProofError):
            proofs.check_inclusion(
                subtree(0, index), index=index, size=size, root=root, proof=damaged
            )
    if old != size:
        for damaged in _damaged(consistency, chosen):
            with pytest.raises(ProofError):
                proofs.check_consistency(
                    old=old,
                    new=size,
                    old_root=proofs.root_of(old, subtree),
                    new_root=root,
                    proof=damaged,
                )


def _damaged(proof: list[bytes], chosen: random.Random) -> list[list[bytes]]:
    """The proof with one bit changed, one hash left out, one more, two changed places, one shorter."""
    if not proof:
        return [[sha(b"one too many")]]
    at = chosen.randrange(len(proof))
    bit = bytearray(proof[at])
    bit[chosen.randrange(32)] ^= 1 << chosen.randrange(8)
    worse = [
        [*proof[:at], bytes(bit), *proof[at + 1 :]],
        [*proof[:at], *proof[at + 1 :]],
        [*proof, sha(b"one too many")],
        [sha(b"one too many"), *proof],
        [*proof[:at], proof[at][:31], *proof[at + 1 :]],
    ]
    if len(proof) > 1 and proof[0] != proof[-1]:
        worse.append([proof[-1], *proof[1:-1], proof[0]])
    return worse


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (6, 5), (0, 0), (4, 4)])
def test_no_proof_of_a_leaf_that_is_not_there(index: int, size: int) -> None:
    every = leaves(5)
    with pytest.raises(ValueError, match="has no leaf"):
        proofs.inclusion_proof(index, size, subtree_of(every))
    with pytest.raises(ProofError, match="has no leaf"):
        proofs.check_inclusion(every[0], index=index, size=size, root=naive_root(every), proof=[])


@pytest.mark.parametrize(("old", "new"), [(0, 5), (6, 5), (-1, 5), (0, 0)])
def test_no_proof_from_an_empty_tree_or_a_larger_one(old: int, new: int) -> None:
    """An empty tree is the beginning of every tree, so a proof of it would prove nothing."""
    every = leaves(5)
    with pytest.raises(ValueError, match="No proof leads"):
        proofs.consistency_proof(old, new, subtree_of(every))
    with pytest.raises(ProofError, match="No proof leads"):
        proofs.check_consistency(
            old=old, new=new, old_root=naive_root(every), new_root=naive_root(every), proof=[]
        )


def test_two_trees_of_one_size_need_no_proof_and_have_one_root() -> None:
    every = leaves(7)
    root = naive_root(every)
    proofs.check_consistency(old=7, new=7, old_root=root, new_root=root, proof=[])
    for other, proof in ((sha(b"x"), []), (root, [root])):
        with pytest.raises(ProofError, match="have one root"):
            proofs.check_consistency(old=7, new=7, old_root=root, new_root=other, proof=proof)


def test_a_proof_holds_for_its_own_leaf_index_size_and_root_alone() -> None:
    every = leaves(21)
    root, proof = naive_root(every), naive_path(13, every)
    good = {"index": 13, "size": 21, "root": root, "proof": proof}
    proofs.check_inclusion(every[13], **good)  # type: ignore[arg-type]
    # A size with a way of the same shape leads to the same root: that the size is true, the checkpoint must say.
    wrong = [{"index": 12}, {"index": 5}, {"size": 16}, {"size": 42}, {"root": sha(b"x")}]
    for change in wrong:
        with pytest.raises(ProofError):
            proofs.check_inclusion(every[13], **good | change)  # type: ignore[arg-type]
    with pytest.raises(ProofError, match="another root"):
        proofs.check_inclusion(every[12], **good)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("size", "hashes"),
    [(-1, []), (-1, [sha(b"x")]), (0, [sha(b"x")]), (3, [sha(b"x")]), (1, [b"short"]), (1, [])],
)
def test_a_right_edge_has_a_hash_for_each_whole_subtree(size: int, hashes: list[bytes]) -> None:
    with pytest.raises(ValueError, match=r"right edge|32 bytes"):
        RightEdge(size, hashes)
    with pytest.raises(ValueError, match="32 bytes"):
        RightEdge().append(b"short")


def _consistent(old: int, new: int, **changed: Any) -> None:
    every = leaves(new)
    good = {
        "old": old, "new": new, "old_root": naive_root(every[:old]), "new_root": naive_root(every),
        "proof": naive_subproof(old, every, True),
    }  # fmt: skip
    proofs.check_consistency(**good)  # type: ignore[arg-type]
    proofs.check_consistency(**good | changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(("old", "new"), [(3, 7), (6, 7), (4, 7), (8, 13)])
def test_what_is_wrong_with_a_proof_of_growth_is_said(old: int, new: int) -> None:
    """Where the older tree is whole its root begins the proof, so a wrong one leads to another newer root."""
    proof = naive_subproof(old, leaves(new), True)
    of_old = "newer tree" if old in (4, 8) else "older tree"
    for changed, said in (
        ({"old_root": sha(b"x")}, of_old),
        ({"new_root": sha(b"x")}, "newer tree"),
        ({"proof": [*proof, sha(b"x")]}, "more hashes"),
        ({"proof": proof[:-1]}, "fewer hashes"),
    ):
        with pytest.raises(ProofError, match=said):
            _consistent(old, new, **changed)
    if old not in (4, 8):
        with pytest.raises(ProofError, match="is empty"):
            _consistent(old, new, proof=[])


@pytest.mark.parametrize(("index", "size"), [(0, 7), (6, 7), (3, 8), (12, 13)])
def test_what_is_wrong_with_a_proof_of_an_entry_is_said(index: int, size: int) -> None:
    every = leaves(size)
    proof = naive_path(index, every)
    for changed, said in (
        ([*proof, sha(b"x")], "more hashes"),
        (proof[:-1], "fewer hashes"),
        ([sha(b"x"), *proof[1:]], "another root"),
    ):
        with pytest.raises(ProofError, match=said):
            proofs.check_inclusion(
                every[index], index=index, size=size, root=naive_root(every), proof=changed
            )
