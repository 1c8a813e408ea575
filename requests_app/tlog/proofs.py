"""The Merkle tree over the log's entries: its root, and proofs that an entry is in it and that it only grew.

Must not read anything by itself: whoever makes a proof hands over where hashes of whole subtrees are found. RFC 6962,
section 2.1, and RFC 9162, sections 2.1.3 and 2.1.4, give the rules and the algorithms that check a proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from requests_app.tlog.hashing import EMPTY_ROOT, HASH_BYTES, node_hash

Subtree = Callable[[int, int], bytes]
"""Gives the hash of a whole subtree: (level, index) covers the leaves from index * 2**level on, 2**level of them."""


class ProofError(ValueError):
    """A proof that does not prove what it is given for, and why."""


class RightEdge:
    """The tree as far as it must be remembered to go on: one hash for each whole subtree along its right edge.

    A tree of 13 leaves is remembered as three hashes, over its first 8, the next 4 and the last one, as 13 is 8 + 4 + 1.
    """

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        """Take up a tree of some size again.

        Args:
            size: how many leaves it has; hashes: of its whole subtrees, the largest (leftmost) first.

        Raises:
            ValueError: the hashes are not as many as the size has binary ones, or one has not 32 bytes.
        """
        if size < 0 or len(hashes) != size.bit_count():
            raise ValueError(
                f"A tree of {size} leaves has {size.bit_count()} hashes on its right edge."
            )
        _refuse_other_lengths(hashes)
        self.size = size
        self._hashes = list(hashes)

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """One hash for each whole subtree, the largest first."""
        return tuple(self._hashes)

    def append(self, leaf: bytes) -> None:
        """Add the hash of one more leaf: two subtrees of one size become one of twice the size, as when counting up."""
        _refuse_other_lengths([leaf])
        carried, size = leaf, self.size
        while size & 1:
            carried = node_hash(self._hashes.pop(), carried)
            size >>= 1
        self._hashes.append(carried)
        self.size += 1

    def root(self) -> bytes:
        """The root of the tree now: what is on the right joins what is on its left, until one hash is left."""
        if not self._hashes:
            return EMPTY_ROOT
        *others, joined = self._hashes
        for left in reversed(others):
            joined = node_hash(left, joined)
        return joined


def root_of(size: int, subtree: Subtree) -> bytes:
    """The root of the tree of the first so many leaves."""
    return _span(0, size, subtree) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """The hashes that lead from a leaf to the root of the tree of so many leaves, the leaf's neighbour first.

    Raises:
        ValueError: there is no such leaf in the tree.
    """
    if not 0 <= index < size:
        raise ValueError(f"A tree of {size} leaves has no leaf {index}.")
    start, end, beside = 0, size, []
    while end - start > 1:
        middle = start + _largest_power_below(end - start)
        if index < middle:
            beside.append(_span(middle, end, subtree))
            end = middle
        else:
            beside.append(_span(start, middle, subtree))
            start = middle
    return beside[::-1]


def consistency_proof(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """The hashes that show that the tree of `new` leaves begins with that of `old`.

    Raises:
        ValueError: the old tree is empty, or larger than the new one.
    """
    if not 0 < old <= new:
        raise ValueError(f"No proof leads from {old} to {new} leaves.")
    start, end, beside, is_whole = 0, new, [], True
    while old < end:
        middle = start + _largest_power_below(end - start)
        if old <= middle:
            beside.append(_span(middle, end, subtree))
            end = middle
        else:
            beside.append(_span(start, middle, subtree))
            start, is_whole = middle, False
    # The old tree's own root is what the reader has; any other subtree that it ends with must be told.
    last = [] if is_whole else [_span(start, end, subtree)]
    return [*last, *beside[::-1]]


def check_inclusion(
    leaf: bytes, *, index: int, size: int, root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that a leaf stands at an index of the tree with this root (RFC 9162, section 2.1.3.2).

    Args:
        leaf: its hash; index: counted from 0; size: of the tree; root: of the tree; proof: as `inclusion_proof` makes it.

    Raises:
        ProofError: it does not.
    """
    _refuse_other_lengths([leaf, root, *proof], ProofError)
    if not 0 <= index < size:
        raise ProofError(f"A tree of {size} leaves has no leaf {index}.")
    node, last, found = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            raise ProofError("The proof has more hashes than the way to the root.")
        if node & 1 or node == last:
            found = node_hash(beside, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofError("The proof has fewer hashes than the way to the root.")
    if found != root:
        raise ProofError("The proof leads to another root.")


def check_consistency(
    *, old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that a tree begins with an older one (RFC 9162, section 2.1.4.2).

    Args:
        old, new: the sizes of the two trees; old_root, new_root: their roots; proof: as `consistency_proof` makes it.

    Raises:
        ProofError: it does not, or the older tree is empty, which proves nothing.
    """
    _refuse_other_lengths([old_root, new_root, *proof], ProofError)
    if not 0 < old <= new:
        raise ProofError(f"No proof leads from {old} to {new} leaves.")
    if old == new:
        if proof or old_root != new_root:
            raise ProofError("Two trees of one size have one root, and need no proof.")
        return
    hashes = [old_root, *proof] if old.bit_count() == 1 else list(proof)
    if not hashes:
        raise ProofError("The proof is empty.")
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    was = now = hashes[0]
    for beside in hashes[1:]:
        if last == 0:
            raise ProofError("The proof has more hashes than the way to the root.")
        if node & 1 or node == last:
            was, now = node_hash(beside, was), node_hash(beside, now)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            now = node_hash(now, beside)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofError("The proof has fewer hashes than the way to the root.")
    if was != old_root:
        raise ProofError("The proof leads to another root of the older tree.")
    if now != new_root:
        raise ProofError("The proof leads to another root of the newer tree.")


def _span(start: int, end: int, subtree: Subtree) -> bytes:
    """The hash over the leaves from start to end, which begin where a subtree of that size can begin."""
    parts = []
    while start < end:
        level = (end - start).bit_length() - 1
        parts.append(subtree(level, start >> level))
        start += 1 << level
    joined = parts.pop()
    while parts:
        joined = node_hash(parts.pop(), joined)
    return joined


def _largest_power_below(number: int) -> int:
    return 1 << (number - 1).bit_length() - 1


def _refuse_other_lengths(hashes: Iterable[bytes], error: type[ValueError] = ValueError) -> None:
    if any(len(each) != HASH_BYTES for each in hashes):
        raise error("A hash has 32 bytes.")
