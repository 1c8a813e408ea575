"""Signed notes, checkpoints and cosignatures, built here byte by byte as c2sp.org describes them."""

from __future__ import annotations

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from requests_app.tlog import checkpoints, notes
from requests_app.tlog.checkpoints import Checkpoint
from requests_app.tlog.notes import NoteError

KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"log").digest())
OTHER = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"other").digest())
WITNESS = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"witness").digest())
ORIGIN = "agency.example/facesearch/audit"
ROOT = hashlib.sha256(b"root").digest()
TEXT = f"{ORIGIN}\n42\n{base64.b64encode(ROOT).decode()}\n"


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def id_of(name: str, kind: int, key: Ed25519PrivateKey) -> bytes:
    return hashlib.sha256(name.encode() + b"\x0a" + bytes([kind]) + public(key)).digest()[:4]


def line(name: str, key_id: bytes, data: bytes) -> str:
    return f"\u2014 {name} {base64.b64encode(key_id + data).decode()}\n"


def by_hand(text: str = TEXT, name: str = ORIGIN, key: Ed25519PrivateKey = KEY) -> str:
    return f"{text}\n{line(name, id_of(name, 1, key), key.sign(text.encode()))}"


LOG = notes.verifier_of(ORIGIN, KEY)


def test_a_key_is_written_and_read_as_name_id_and_key() -> None:
    key_id = id_of(ORIGIN, 1, KEY).hex()
    vkey = f"{ORIGIN}+{key_id}+{base64.b64encode(bytes([1]) + public(KEY)).decode()}"
    assert LOG.vkey == vkey
    assert notes.read_vkey(vkey) == LOG
    assert notes.verifier_of(ORIGIN, KEY.public_key()) == LOG


@pytest.mark.parametrize(
    "wrong",
    [
        "", "name", "name+00000000", LOG.vkey[:-4], LOG.vkey + "=", f"x{LOG.vkey}", LOG.vkey.replace("+", " ", 1),
        LOG.vkey.upper(), LOG.vkey + "\n",
        f"{ORIGIN}+{id_of(ORIGIN, 9, KEY).hex()}+{base64.b64encode(bytes([9]) + public(KEY)).decode()}",
        f"{ORIGIN}+{id_of(ORIGIN, 1, KEY).hex()}+{base64.b64encode(bytes([1]) + public(OTHER)).decode()}",
    ],
)  # fmt: skip
def test_what_is_no_key_is_refused(wrong: str) -> None:
    with pytest.raises(NoteError):
        notes.read_vkey(wrong)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\nb"])
def test_a_name_has_no_blank_and_no_plus_sign(name: str) -> None:
    with pytest.raises(NoteError, match="no name of a key"):
        notes.verifier_of(name, KEY)


def test_a_checkpoint_is_signed_and_opened_as_made_by_hand() -> None:
    made = checkpoints.sign(Checkpoint(ORIGIN, 42, ROOT), ORIGIN, KEY)
    assert made.write() == by_hand()
    opened, note = checkpoints.open_checkpoint(by_hand().encode(), LOG)
    assert opened == Checkpoint(ORIGIN, 42, ROOT)
    assert note == made


def test_a_line_of_an_unknown_key_is_passed_over_and_a_bad_one_of_a_known_key_is_not() -> None:
    unknown = line("somebody.example", b"abcd", b"anything")
    assert checkpoints.open_checkpoint((by_hand() + unknown).encode(), LOG)[0].size == 42
    same_name_other_key = line(ORIGIN, id_of(ORIGIN, 1, OTHER), b"anything")
    assert (
        checkpoints.open_checkpoint((by_hand() + same_name_other_key).encode(), LOG)[0].size == 42
    )
    bad = line(ORIGIN, id_of(ORIGIN, 1, KEY), b"x" * 64)
    with pytest.raises(NoteError, match="does not hold"):
        checkpoints.open_checkpoint((by_hand() + bad).encode(), LOG)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\n", TEXT.encode(), by_hand().replace("42", "43").encode(), by_hand().encode()[:-1],
        by_hand().replace("\n\n", "\n").encode(), by_hand().replace("\u2014", "-").encode(),
        (TEXT + "\n").encode(), by_hand(key=OTHER).encode(), by_hand(name="else.example").encode(),
        b"\xff" + by_hand().encode(), by_hand().replace("\n42", "\r\n42").encode(),
        by_hand().replace("=\n", "\n").encode(), (by_hand() + "\n").encode(), (by_hand() + "more\n").encode(),
        by_hand().encode() + line("a", b"id", b"x").encode() * 120, b"a" * 1_000_001,
    ],
)  # fmt: skip
def test_what_is_no_note_of_this_log_is_refused(data: bytes) -> None:
    with pytest.raises(NoteError):
        checkpoints.open_checkpoint(data, LOG)


@pytest.mark.parametrize(
    "text",
    [
        "", "a\n", "a\n1\n", f"\n1\n{base64.b64encode(ROOT).decode()}\n", TEXT[:-1], TEXT.replace("42", "042"),
        TEXT.replace("42", "-1"), TEXT.replace("42", "4.2"), TEXT.replace("42", "٤٢"), TEXT.replace("42", str(1 << 63)),
        TEXT.replace("42", "0"), TEXT + "\n", TEXT + "\nextension\n", TEXT.replace("=\n", "\n"),
        f"{ORIGIN}\n42\n{base64.b64encode(ROOT[:31]).decode()}\n", f"{ORIGIN}\n42\n{ROOT.hex()}\n",
    ],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        checkpoints.read_checkpoint(text)


def test_a_checkpoint_may_have_further_lines_and_an_empty_log_its_own_root() -> None:
    more = Checkpoint(ORIGIN, 42, ROOT, ("further", "lines"))
    assert checkpoints.read_checkpoint(more.text()) == more
    empty = Checkpoint(ORIGIN, 0, hashlib.sha256(b"").digest())
    assert checkpoints.read_checkpoint(empty.text()) == empty
    for wrong in (
        Checkpoint("", 1, ROOT),
        Checkpoint("a\nb", 1, ROOT),
        Checkpoint(ORIGIN, 1, ROOT, ("",)),
        Checkpoint(ORIGIN, 1, ROOT, ("a\nb",)),
    ):
        with pytest.raises(NoteError):
            wrong.text()


def test_the_largest_size_is_that_of_a_signed_number_of_64_bits() -> None:
    largest = Checkpoint(ORIGIN, 9_223_372_036_854_775_807, ROOT)
    assert checkpoints.read_checkpoint(largest.text()) == largest


def test_a_note_has_a_line_feed_at_its_end_and_no_control_characters() -> None:
    for wrong in ("no line feed", "tab\there\n", "null\0\n"):
        with pytest.raises(NoteError):
            notes.signed(wrong, ORIGIN, KEY)


def test_a_witness_cosigns_as_made_by_hand_and_says_when() -> None:
    name, at = "commissioner.example/witness", 1_795_000_000
    witness = notes.verifier_of(name, WITNESS, kind=notes.COSIGNATURE)
    signed = WITNESS.sign(f"cosignature/v1\ntime {at}\n{TEXT}".encode())
    expected = by_hand() + line(name, id_of(name, 4, WITNESS), at.to_bytes(8, "big") + signed)
    note = checkpoints.cosign(notes.read_note(by_hand().encode()), name, WITNESS, at=at)
    assert note.write() == expected
    assert checkpoints.cosigned_at(note, witness) == at
    assert checkpoints.cosigned_at(notes.read_note(by_hand().encode()), witness) is None
    later = checkpoints.cosign(note, name, WITNESS, at=at + 60)
    assert checkpoints.cosigned_at(later, witness) == at + 60
    assert checkpoints.open_checkpoint(later.write().encode(), LOG)[0].size == 42


@pytest.mark.parametrize("at", [1, 9_223_372_036_854_775_807])
def test_the_first_and_the_last_time_of_a_cosignature(at: int) -> None:
    witness = notes.verifier_of("w", WITNESS, kind=notes.COSIGNATURE)
    note = checkpoints.cosign(notes.read_note(by_hand().encode()), "w", WITNESS, at=at)
    assert checkpoints.cosigned_at(note, witness) == at


def test_only_a_checkpoint_is_cosigned() -> None:
    note = notes.signed("any other text\n", ORIGIN, KEY)
    with pytest.raises(NoteError):
        checkpoints.cosign(note, "w", WITNESS, at=1_795_000_000)


@pytest.mark.parametrize("at", [0, -1, 1 << 63])
def test_a_cosignature_is_made_at_a_time(at: int) -> None:
    with pytest.raises(NoteError, match="after 1970"):
        checkpoints.cosign(notes.read_note(by_hand().encode()), "w", WITNESS, at=at)


def test_a_cosignature_of_another_text_time_or_kind_does_not_hold() -> None:
    note = notes.read_note(by_hand().encode())
    cosigned = checkpoints.cosign(note, "w", WITNESS, at=1_795_000_000)
    witness = notes.verifier_of("w", WITNESS, kind=notes.COSIGNATURE)
    moved = notes.Note(TEXT.replace("42", "43"), cosigned.signatures)
    with pytest.raises(NoteError, match="does not hold"):
        checkpoints.cosigned_at(moved, witness)
    *log, made = cosigned.signatures
    for data in (b"\0" * 8 + made.data[8:], made.data[:-1], made.data + b"x"):
        other = notes.Note(TEXT, (*log, notes.Signature("w", made.id, data)))
        with pytest.raises(NoteError):
            checkpoints.cosigned_at(other, witness)
    with pytest.raises(NoteError, match="no key of a witness"):
        checkpoints.cosigned_at(cosigned, LOG)
