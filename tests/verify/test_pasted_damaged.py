"""Checkpoints and receipts as people paste them, damaged: never a traceback, and never held what does not hold."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.verify.exports import OTHER_KEY, Log, entries_for, policy_text, write_folder
from tests.verify.support import codes, said, verify
from tests.verify.test_receipts import receipt, stored

LOG = Log(entries_for(70))
ORIGIN, SIZE, ROOT = LOG.three_lines().split()
RECEIPT = receipt(LOG)
PASTED = {"note": LOG.note(), "three lines": LOG.three_lines(), "receipt": RECEIPT}
TIMES = 40
ODD = [
    "\n", "\r\n", "\r", "\t", " ", "\u00a0", "\u200b", "\ufeff", "\u2028", "\x85", "\\n", "\\r", "\0", "\x1b[2J", "é",
    "\u0661", "=", "+", "/", "0", "—", "-", "\ud800", "\udc80", "A" * 50,
]  # fmt: skip


def damaged(chance: random.Random, text: str) -> str:
    """One to three things that happen to a text on its way."""
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        at = chance.randrange(len(text) + 1)
        lines = text.split("\n")
        match chance.randrange(9):
            case 0 if at < len(text):
                text = text[:at] + chr(ord(text[at]) ^ 1 << chance.randrange(7)) + text[at + 1 :]
            case 1:
                text = text[:at] + chance.choice(ODD) + text[at:]
            case 2:
                text = text[:at] + text[at + chance.randrange(1, 20) :]
            case 3:
                text = text[:at]
            case 4:
                text = text.replace("\n", chance.choice(["\r\n", " ", "\\n", "\n\n", ""]))
            case 5:
                lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
                text = "\n".join(lines)
            case 6:
                chance.shuffle(lines)
                text = "\n".join(lines)
            case 7:
                text += chance.choice(ODD)
            case _:
                text = text[at:]
    return text


def says_what_the_log_says(text: str) -> bool:
    """Whether name, size and root stand first, letter by letter; only their lines may be broken."""
    if text.startswith("c2sp.org/tlog-proof@v1\n"):
        text = text.partition("\n\n")[2]
    words = text.removeprefix("\ufeff").replace("\\n", " ").replace("\\r", " ").split()
    broken = ["".join(words[:2]), *words[2:4]]
    return [ORIGIN, SIZE, ROOT] in (words[:3], broken)


def is_signed_as_given(text: str) -> bool:
    """Whether each line of a signature is the log's own, whatever blanks stand in it."""
    _, _, line = LOG.note().rstrip("\n").rpartition("\n")
    words = text.replace("\\n", " ").replace("\\r", " ").split()
    wanted = line.split()
    return all(words[at : at + 3] == wanted for at, word in enumerate(words) if word == "—")


@pytest.fixture(params=["export", "receipt"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """What a checkpoint that was kept elsewhere is compared with."""
    if request.param == "export":
        return write_folder(tmp_path / "x", LOG.files())
    return stored(tmp_path, RECEIPT)


@pytest.mark.parametrize("kind", PASTED)
@pytest.mark.parametrize("as_file", [True, False])
def test_no_damaged_checkpoint_is_held_that_says_something_else(
    tmp_path: Path, target: Path, kind: str, as_file: bool
) -> None:
    seen: set[int] = set()
    for seed in range(TIMES):
        text = damaged(random.Random(f"{kind} {seed}"), PASTED[kind])
        given = text
        if as_file:
            (tmp_path / "held").write_bytes(text.encode("utf-8", "surrogatepass"))
            given = str(tmp_path / "held")
        status, report = verify(target, "--checkpoint", given)
        seen.add(status)
        assert "unexpected" not in codes(report), (seed, report["findings"])
        assert all(each["text"] for each in report["findings"]), seed
        if report["anchored_by_checkpoint_at"] is not None:
            assert says_what_the_log_says(text), (seed, text)
            assert status or is_signed_as_given(text), (seed, text)
        else:
            assert status in (1, 2), (seed, text)
    assert {0, 2} <= seen


@pytest.mark.parametrize("policy", [True, False])
def test_no_damaged_receipt_holds(tmp_path: Path, policy: bool) -> None:
    (tmp_path / "kept").write_text(policy_text())
    options = ["--policy", str(tmp_path / "kept")] if policy else []
    for seed in range(3 * TIMES):
        text = damaged(random.Random(f"receipt {seed}"), RECEIPT)
        path = stored(tmp_path, text.encode("utf-8", "surrogatepass"))
        status, report = verify(path, "--checkpoint", LOG.three_lines(), *options)
        assert "unexpected" not in codes(report), (seed, report["findings"])
        assert bool(status) is bool(report["findings"]), (seed, report["findings"])
        if status == 0:
            assert report["event"]["event_id"] == 17 * 3 + 1, seed
            assert report["root"] == LOG.root().hex(), seed


def bad_signature(note: str) -> str:
    """A note whose signature has other bytes, in the same form."""
    line = note.rstrip("\n")
    at = line.rindex(" ") + 20
    return note[:at] + ("A" if note[at] != "A" else "B") + note[at + 1 :]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (bad_signature, "signature_bad"),
        (lambda note: note.replace("— agency", "— agencx"), "signature_none"),
        (lambda _note: Log(LOG.entries, key=OTHER_KEY).note(), "signature_none"),
    ],
)
def test_a_signature_that_does_not_hold_is_told_of_a_kept_checkpoint(
    target: Path, change: Callable[[str], str], found: str
) -> None:
    """Of a receipt's size or an export's alike: whoever kept it takes it for signed."""
    status, report = verify(target, "--checkpoint", change(LOG.note()))
    assert (status, report["anchored_by_checkpoint_at"]) == (1, None)
    assert found in codes(report)


@pytest.mark.parametrize("given", ["\ud800", "a\n1\n\udfff", f"{ORIGIN}\n{SIZE}\n{ROOT}\ud83d"])
def test_half_a_character_is_told(target: Path, given: str) -> None:
    """As an argument has it on machines whose texts are of 16-bit units."""
    status, report = verify(target, "--checkpoint", given)
    assert status == 2
    assert set(codes(report)) <= {"held_bad", "given_missing"}
    for language in ("en", "fr"):
        assert said(target, "--checkpoint", given, "--language", language)[0] == 2
    assert verify(target, "--policy", given)[0] == 2
    assert verify(Path(given))[0] == 2
