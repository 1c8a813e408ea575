"""Checkpoints that somebody kept elsewhere: read as they were given, and told where the log does not agree with them.

Must not take a slip of the pen for an attack: what no signature vouches for may have been copied wrongly.
"""

from __future__ import annotations

from pathlib import Path

from .findings import Findings
from .notes import Checkpoint, NotReadable, read_held
from .policy import Policy, signers_of
from .signatures import PROOF_HEAD, file_bytes
from .source import Unreadable

LONGEST_HELD = 512 * 1024
"""Bytes of a receipt, which is longer than a checkpoint."""
_LONGEST_NAME = 256


def held_checkpoint(given: str, origin: str, findings: Findings) -> Checkpoint | None:
    """The checkpoint that an auditor kept: a file, or its text.

    Args:
        given: path or text; origin: name of the log, which paper may have broken over two lines.
    """
    try:
        # Half a character, as an argument may have it, becomes bytes that are no text, and is told as such.
        data = given.encode("utf-8", "surrogatepass")
        if _is_file(given):
            data = file_bytes(given, LONGEST_HELD)
        if data.startswith(PROOF_HEAD):
            # A receipt ends with a checkpoint.
            data = data.partition(b"\n\n")[2]
        return read_held(data, origin)
    except Unreadable as error:
        findings.add("file_unreadable", file=error.name, why=error.code)
    except NotReadable as error:
        if _is_name(given) and not _is_file(given):
            findings.add("given_missing", file=given)
        else:
            findings.add("held_bad", also=error.facts, held=name_of(given), why=error.code)
    return None


def name_of(given: str) -> str:
    """What a report calls it: its path, or its text on one line."""
    return given if _is_file(given) else " ".join(given.split())


def say_shorter(
    name: str, held: Checkpoint, policy: Policy | None, size: int, findings: Findings
) -> None:
    """Say that a log ends before a checkpoint that was kept elsewhere. Only who kept it knows which one is older.

    Args:
        name: of the checkpoint; policy: whose keys may have signed it; size: of the log.
    """
    code = "log_shorter" if _is_signed(held, policy) else "log_shorter_or_typed"
    findings.add(code, file=name, size=held.size, found=size)


def say_rewritten(name: str, held: Checkpoint, policy: Policy | None, findings: Findings) -> None:
    """Say that a log has another root at the size of a checkpoint that was kept elsewhere.

    Args:
        name: of the checkpoint; policy: whose keys may have signed it.
    """
    code = "rewritten" if _is_signed(held, policy) else "rewritten_or_typed"
    findings.add(code, held.size, file=name, size=held.size)


def _is_signed(held: Checkpoint, policy: Policy | None) -> bool:
    """Whether a signature of the log's key holds for it, so that no copying mistake is in it."""
    return policy is not None and bool(signers_of(held, policy).logs)


def _is_name(given: str) -> bool:
    """Whether a text that is no checkpoint was meant as the name of a file: one line whose second word is no size."""
    words = given.replace("\\r", " ").replace("\\n", " ").split()
    is_text = len(words) > 2 and words[1][0].isdigit()
    return bool(words) and given.isprintable() and len(given) < _LONGEST_NAME and not is_text


def _is_file(given: str) -> bool:
    try:
        return bool(given) and Path(given).exists()
    except (OSError, ValueError):
        return False
