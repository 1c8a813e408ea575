"""Sealed content opens with its own key in its own place, and only there."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.searches import envelope
from requests_app.searches.envelope import ContentDamaged, WrappingKey, WrongWrappingKey

KEY = bytes(range(32))


@given(st.binary(max_size=2000), st.binary(max_size=60))
def test_what_was_sealed_comes_back(plaintext: bytes, context: bytes) -> None:
    sealed = envelope.seal(KEY, plaintext, context=context)
    assert envelope.unseal(KEY, sealed, context=context) == plaintext
    assert envelope.unseal(KEY, memoryview(sealed), context=context) == plaintext
    assert len(plaintext) < 8 or plaintext not in sealed


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_any_changed_byte_is_noticed(place: int, change: int) -> None:
    sealed = bytearray(envelope.seal(KEY, b"narrative", context=b"request-1/necessity"))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(ContentDamaged):
        envelope.unseal(KEY, bytes(sealed), context=b"request-1/necessity")


@pytest.mark.parametrize("length", range(40))
def test_any_shorter_form_is_noticed(length: int) -> None:
    sealed = envelope.seal(KEY, b"a text of some length", context=b"c")
    with pytest.raises(ContentDamaged):
        envelope.unseal(KEY, sealed[:length], context=b"c")


def test_content_moved_to_another_place_or_request_does_not_open() -> None:
    sealed = envelope.seal(KEY, b"text", context=b"request-1/necessity")
    for context in (b"request-2/necessity", b"request-1/facts", b""):
        with pytest.raises(ContentDamaged):
            envelope.unseal(KEY, sealed, context=context)
    with pytest.raises(ContentDamaged):
        envelope.unseal(envelope.new_data_key(), sealed, context=b"request-1/necessity")


def test_the_same_text_never_seals_alike() -> None:
    assert len({envelope.seal(KEY, b"text", context=b"c") for _ in range(200)}) == 200
    assert len({envelope.new_data_key() for _ in range(200)}) == 200


def test_a_data_key_is_wrapped_for_one_context_and_one_wrapping_key() -> None:
    wrapping, other = WrappingKey(os.urandom(32)), WrappingKey(os.urandom(32))
    wrapped = envelope.wrap(KEY, wrapping, context=b"request-1")
    assert KEY not in wrapped
    assert envelope.unwrap(wrapped, wrapping, context=b"request-1") == KEY
    with pytest.raises(ContentDamaged):
        envelope.unwrap(wrapped, wrapping, context=b"request-2")
    with pytest.raises(WrongWrappingKey):
        envelope.unwrap(wrapped, other, context=b"request-1")
    for length in range(len(wrapped)):
        with pytest.raises(ContentDamaged):
            envelope.unwrap(wrapped[:length], wrapping, context=b"request-1")


def test_a_wrapped_key_is_no_sealed_content() -> None:
    """Nobody may get the wrapped form opened as if it were a text sealed under the same key."""
    wrapping = WrappingKey(KEY)
    wrapped = envelope.wrap(KEY, wrapping, context=b"c")
    for form in (wrapped, wrapped[:1] + wrapped[9:]):
        with pytest.raises(ContentDamaged):
            envelope.unseal(KEY, form, context=b"c")


def test_the_key_file_round_trip(tmp_path: Path) -> None:
    key = WrappingKey(os.urandom(32))
    path = tmp_path / "content.key"
    key.write(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    read = WrappingKey.from_file(path)
    assert read == key
    assert read.key_id == key.key_id
    with pytest.raises(FileExistsError):
        key.write(path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "countersign-content-key-v1 !!!",
        "countersign-content-key-v1 AAAA",
        "v2 AA==",
    ],
)
def test_a_bad_key_file_is_refused_without_quoting_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "content.key"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"content key|wrapping key") as error:
        WrappingKey.from_file(path)
    assert "AAAA" not in str(error.value)


def test_the_key_never_shows() -> None:
    key = WrappingKey(KEY)
    assert KEY.hex() not in repr(key)
    assert repr(KEY) not in repr(key)
    assert len(key.key_id) == 16
    assert key.key_id != WrappingKey(os.urandom(32)).key_id


def test_anything_that_wraps_can_hold_the_key() -> None:
    """A key service has its own form and never shows its key; one that lies is found out."""

    class Service:
        key_id = "service/1"

        def wrap(self, data_key: bytes, *, context: bytes) -> bytes:
            return b"S" + data_key[::-1]

        def unwrap(self, wrapped: bytes, *, context: bytes) -> bytes:
            return wrapped[:0:-1]

    wrapped = envelope.wrap(KEY, Service(), context=b"c")
    assert envelope.unwrap(wrapped, Service(), context=b"c") == KEY
    with pytest.raises(ContentDamaged):
        envelope.unwrap(b"Sshort", Service(), context=b"c")


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_a_fault_of_the_program(length: int) -> None:
    with pytest.raises(ValueError):
        envelope.seal(bytes(length), b"x", context=b"c")
    with pytest.raises(ValueError):
        WrappingKey(bytes(length))
