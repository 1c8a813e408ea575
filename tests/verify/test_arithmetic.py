"""Trees and signatures: known answers of RFC 6962 and RFC 8032, and the answers of another library."""

from __future__ import annotations

import hashlib
import random

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from requests_app.outside.verify import ed25519
from requests_app.outside.verify.tree import Tree, leaf_hashes, root_of
from tests.tlog.test_proofs import naive_root

ORDER = 2**252 + 27742317777372353535851937790883648493
KNOWN = [
    bytes.fromhex(each)
    for each in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip


def test_the_known_roots() -> None:
    assert root_of(b"").hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert (
        root_of(leaf_hashes(KNOWN)).hex()
        == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    )
    assert (
        root_of(leaf_hashes(KNOWN[:1])).hex()
        == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )


def test_the_root_at_every_size_is_that_of_the_definition() -> None:
    hashes = [hashlib.sha256(b"\x00%d" % number).digest() for number in range(1_100)]
    tree = Tree()
    for at in range(0, 1_024, 256):
        tree.add_whole(naive_root(hashes[at : at + 256]))
    tree.open = b"".join(hashes[1_024:])
    assert tree.size == 1_100
    for size in [
        *range(5),
        *range(250, 262),
        511,
        512,
        513,
        700,
        1_023,
        1_024,
        1_025,
        1_099,
        1_100,
    ]:
        leaves = b"".join(hashes[size - size % 256 : size])
        assert tree.root_at(size, leaves) == naive_root(hashes[:size]), size


def test_a_tree_of_three_levels() -> None:
    """256 whole tiles make one hash of level 2."""
    tile = naive_root([hashlib.sha256(b"leaf").digest()] * 256)
    tree = Tree()
    for _ in range(300):
        tree.add_whole(tile)
    assert [len(level) // 32 for level in tree.levels] == [300, 1]
    assert tree.root_at(300 * 256, b"") == naive_root([tile] * 300)
    assert tree.root_at(200 * 256, b"") == naive_root([tile] * 200)


def test_the_first_vectors_of_rfc_8032() -> None:
    key = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    assert ed25519.is_signed(key, b"", signature)
    key = bytes.fromhex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
    signature = bytes.fromhex(
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    )
    assert ed25519.is_signed(key, b"\xaf\x82", signature)
    assert not ed25519.is_signed(key, b"\xaf\x83", signature)


def test_signatures_and_damaged_ones_are_judged_as_by_another_library() -> None:
    chance = random.Random(8032)
    for _ in range(40):
        key = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        message = chance.randbytes(chance.randrange(200))
        good = key.sign(message)
        public = key.public_key().public_bytes_raw()
        assert ed25519.is_signed(public, message, good)
        bad = bytearray(good)
        bad[chance.randrange(64)] ^= 1 << chance.randrange(8)
        assert ed25519.is_signed(public, message, bytes(bad)) == _other(public, message, bytes(bad))
        assert not ed25519.is_signed(public, message, bytes(bad))
        moved = bytearray(public)
        moved[chance.randrange(32)] ^= 1 << chance.randrange(8)
        assert not ed25519.is_signed(bytes(moved), message, good)


def _other(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def test_a_signature_in_its_second_spelling_is_refused() -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    public, good = key.public_key().public_bytes_raw(), key.sign(b"m")
    s = int.from_bytes(good[32:], "little") + ORDER
    again = good[:32] + s.to_bytes(32, "little")
    assert ed25519.is_signed(public, b"m", good)
    assert not ed25519.is_signed(public, b"m", again)


# The points of small order, in their one spelling each: neutral, order 2, the two of order 4, four of order 8.
SMALL = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
]


@pytest.mark.parametrize("small", SMALL)
def test_a_key_of_small_order_signs_nothing(small: str) -> None:
    """With s = 0 and R = the neutral point, one message in eight would hold under such a key."""
    key, neutral = bytes.fromhex(small), bytes.fromhex(SMALL[0])
    for number in range(40):
        for r in map(bytes.fromhex, SMALL):
            assert not ed25519.is_signed(key, b"%d" % number, r + bytes(32))
    assert not ed25519.is_signed(key, b"", neutral + bytes(32))


def test_a_point_in_a_second_spelling_is_refused() -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    beyond = (2**255 - 19 + 1).to_bytes(32, "little")
    negative_zero = bytes.fromhex("01" + "00" * 30 + "80")
    for spelling in (beyond, negative_zero):
        assert not ed25519.is_signed(spelling, b"", spelling + bytes(32))
        assert not ed25519.is_signed(key, b"", spelling + bytes(32))


def test_a_signature_whose_point_has_a_second_spelling_is_refused() -> None:
    """Made by hand for r = 0, so that the point R is the neutral one, which has a spelling beyond the prime."""
    seed = bytes(range(32))
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    secret = bytearray(hashlib.sha512(seed).digest()[:32])
    secret[0] &= 248
    secret[31] = secret[31] & 127 | 64
    for spelling, holds in ((1, True), (2**255 - 19 + 1, False)):
        r = spelling.to_bytes(32, "little")
        k = int.from_bytes(hashlib.sha512(r + public + b"m").digest(), "little")
        s = k * int.from_bytes(secret, "little") % ORDER
        signature = r + s.to_bytes(32, "little")
        assert ed25519.is_signed(public, b"m", signature) is holds
        assert _other(public, b"m", signature) is holds
