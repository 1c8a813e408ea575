"""The canonical form and the tree's hashes against answers that others published.

Must not compute an expectation with the code under test.
"""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.tlog import hashing
from requests_app.wire import canonical
from requests_app.wire.canonical import NotCanonical

KEYS = st.text("abcdefghijklmnopqrstuvwxyz_0123456789", min_size=1, max_size=8)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS
VALUES = st.recursive(
    SCALARS, lambda v: st.lists(v, max_size=4) | st.dictionaries(KEYS, v, max_size=4), max_leaves=15
)


def deep(levels):
    value = 1
    for _ in range(levels):
        value = [value]
    return value


def depth(value):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(depth, inner), default=0)


@given(VALUES)
def test_inside_the_profile_it_is_sorted_compact_json(value):
    if depth(value) > 12:
        return
    expected = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical.encode(value) == expected.encode("utf-8")
    assert canonical.decode(expected.encode("utf-8")) == value


def test_strings_are_escaped_as_the_standard_prints_them():
    # The string of RFC 8785, section 3.2.2, without its keys.
    text = '€$\u000f\nA\'B"\\\\"/'
    assert canonical.encode(text) == b'"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'


def test_what_was_written_of_any_character_is_read():
    for point in (*range(1, 0xD800), *range(0xE000, 0x10000), 0x10000, 0x1F600, 0x10FFFF):
        written = canonical.encode({"a": chr(point)})
        assert canonical.decode(written) == {"a": chr(point)}, f"U+{point:04X}"


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), float("inf"), 2**53, -(2**53), b"x", {1}, object(), {"A": 1}, {"a-b": 1},
     {"é": 1}, {1: 1}, {"": 1}, "\ud800", "a\x00b", deep(20)],
)  # fmt: skip
def test_what_has_no_form_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical.encode(value)


@pytest.mark.parametrize(
    "data",
    [b"", b" 1", b"1 ", b"01", b"-0", b"1.0", b"1e2", b"NaN", b"Infinity", b'{"b":1,"a":2}',
     b'{"a":1,"a":1}', b'{"a": 1}', b'"\\u0041"', b'"\\/"', b'"\xff"', b"\xef\xbb\xbf1", b'"\\ud800"',
     b'{"A":1}', b"[1,]", b"9007199254740992", b"[" * 100_000, b'{"a":1}\n', b'"\\u0000"', b"1" * 5000],
)  # fmt: skip
def test_on_reading_nothing_else_is_accepted(data):
    with pytest.raises(NotCanonical):
        canonical.decode(data)


LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
          "606162636465666768696a6b6c6d6e6f"]  # fmt: skip


def test_hashes_of_the_tree_are_the_published_ones():
    assert hashing.EMPTY_ROOT.hex() == hashlib.sha256(b"").hexdigest()
    assert (
        hashing.leaf_hash(b"").hex()
        == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )
    leaves = [hashing.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]
    assert (
        hashing.root_hash(leaves).hex()
        == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    )
    # The roots of the smaller trees, as the reference implementations print them.
    assert hashing.root_hash(leaves[:1]) == leaves[0]
    assert (
        hashing.root_hash(leaves[:2]).hex()
        == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    )
    assert (
        hashing.root_hash(leaves[:3]).hex()
        == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    )


def naive_root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = naive_root(leaves[:split]), naive_root(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@pytest.mark.parametrize("size", range(1, 40))
def test_the_root_is_the_recursive_definitions(size):
    leaves = [hashlib.sha256(bytes([n])).digest() for n in range(size)]
    assert hashing.root_hash(leaves) == naive_root(leaves)


def test_short_hashes_are_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        hashing.node_hash(b"x" * 31, b"x" * 32)
    with pytest.raises(ValueError, match="32 bytes"):
        hashing.root_hash([b"short"])
