"""Whom a reader trusts, and the proof of one entry that can be judged by it alone: tlog-policy and tlog-proof files.

Must not fetch anything: a policy names addresses, and whoever wants them reads them (c2sp.org/tlog-policy,
c2sp.org/tlog-proof).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from requests_app.tlog.checkpoints import Checkpoint, cosigned_at, read_checkpoint
from requests_app.tlog.hashing import HASH_BYTES
from requests_app.tlog.notes import (
    COSIGNATURE,
    ED25519,
    Note,
    NoteError,
    Verifier,
    open_note,
    read_note,
    read_vkey,
)
from requests_app.tlog.proofs import ProofError, check_inclusion

PROOF_HEAD = "c2sp.org/tlog-proof@v1"
MOST_HASHES = 63
NONE = "none"
"""The quorum of a policy that asks for no witness."""

_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
_NAME = re.compile(r"\S+")


class PolicyError(ValueError):
    """A policy file that says nothing, or two things, and where."""


@dataclass(frozen=True)
class Group:
    """Witnesses or groups of which some number must have cosigned. `least`: how many."""

    least: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """Whose signatures a checkpoint must carry.

    Attributes:
        logs: keys of the log; several while one replaces another. witnesses, groups: by name.
        quorum: the witness or the group that must have cosigned; `none` where no witness is asked for.
    """

    logs: tuple[Verifier, ...]
    witnesses: dict[str, Verifier] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str = NONE

    def accept(self, data: bytes) -> tuple[Checkpoint, dict[str, int]]:
        """Return a checkpoint that satisfies the policy, and when each witness that cosigned it did.

        Args:
            data: a signed checkpoint.

        Raises:
            NoteError: it is none, a signature does not hold, no key of the log signed it, or too few witnesses did.
        """
        note, by = open_note(data, self.logs)
        checkpoint = read_checkpoint(note.text)
        if all(checkpoint.origin != log.name for log in by):
            raise NoteError(
                f"The checkpoint is of {checkpoint.origin}, and no key of that log signed it."
            )
        times = {
            name: at
            for name, witness in self.witnesses.items()
            if (at := cosigned_at(note, witness)) is not None
        }
        if self.quorum != NONE and not self._has(self.quorum, times):
            raise NoteError(f"Too few witnesses cosigned: the policy asks for {self.quorum}.")
        return checkpoint, times

    def _has(self, name: str, times: dict[str, int]) -> bool:
        group = self.groups.get(name)
        if group is None:
            return name in times
        return sum(self._has(member, times) for member in group.members) >= group.least


def read_policy(text: str) -> Policy:
    """The policy that a file says.

    Raises:
        PolicyError: with the line that is wrong.
    """
    logs: list[Verifier] = []
    witnesses: dict[str, Verifier] = {}
    groups: dict[str, Group] = {}
    taken: set[str] = set()
    quorum = ""
    for number, line in enumerate(text.splitlines(), 1):
        kind, *words = line.split("#")[0].split() or [""]
        try:
            if kind == "log" and len(words) in (1, 2):
                logs.append(_key(words[0], ED25519))
            elif kind == "witness" and len(words) in (2, 3):
                witnesses[_new(words[0], witnesses, groups)] = _key(words[1], COSIGNATURE)
            elif kind == "group" and len(words) > 2:
                groups[_new(words[0], witnesses, groups)] = _group(
                    words[1], words[2:], witnesses, groups, taken
                )
            elif kind == "quorum" and len(words) == 1 and not quorum:
                (quorum,) = words
                if quorum != NONE and quorum not in witnesses and quorum not in groups:
                    raise PolicyError(f"there is no {quorum} above")
            elif kind:
                raise PolicyError(
                    "expected log, witness, group, or one quorum, each with its words"
                )
        except (PolicyError, NoteError) as error:
            raise PolicyError(f"line {number}: {error}") from None
    if not logs or not quorum:
        raise PolicyError("a policy names at least one log and one quorum")
    return Policy(tuple(logs), witnesses, groups, quorum)


def _key(vkey: str, kind: int) -> Verifier:
    verifier = read_vkey(vkey)
    if verifier.kind != kind:
        raise PolicyError(f"the key {verifier.name} is of another kind")
    return verifier


def _new(name: str, *used: dict[str, object] | dict[str, Verifier] | dict[str, Group]) -> str:
    if name == NONE or not _NAME.fullmatch(name) or any(name in names for names in used):
        raise PolicyError(f"{name} is a name that is taken")
    return name


def _group(
    asked: str,
    members: Sequence[str],
    witnesses: dict[str, Verifier],
    groups: dict[str, Group],
    taken: set[str],
) -> Group:
    for member in members:
        if member not in witnesses and member not in groups:
            raise PolicyError(f"there is no {member} above")
        if member in taken:
            raise PolicyError(f"{member} is in a group already")
        taken.add(member)
    least = {"all": str(len(members)), "any": "1"}.get(asked, asked)
    if not _NUMBER.fullmatch(least) or not 1 <= int(least) <= len(members):
        raise PolicyError(f"{asked} is not all, any, or a number of its members")
    return Group(int(least), tuple(members))


@dataclass(frozen=True)
class EntryProof:
    """That an entry is in a log: its index, the hashes to the root, and a signed checkpoint.

    `extra`: what whoever made the file added; nothing vouches for it. The entry itself is not in it.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: Note
    extra: bytes | None = None

    def write(self) -> str:
        """The file."""
        return "".join(f"{line}\n" for line in self._lines()) + "\n" + self.checkpoint.write()

    def _lines(self) -> Iterator[str]:
        yield PROOF_HEAD
        if self.extra is not None:
            yield f"extra {_base64(self.extra)}"
        yield f"index {self.index}"
        yield from map(_base64, self.hashes)

    def check(self, leaf: bytes, policy: Policy) -> Checkpoint:
        """Return the checkpoint that the proof leads to.

        Args:
            leaf: the hash of the entry; policy: whom the reader trusts.

        Raises:
            NoteError: the policy is not satisfied.
            ProofError: the entry is not in the tree at this index.
        """
        checkpoint, _times = policy.accept(self.checkpoint.write().encode())
        check_inclusion(
            leaf, index=self.index, size=checkpoint.size, root=checkpoint.root, proof=self.hashes
        )
        return checkpoint


def read_proof(data: bytes) -> EntryProof:
    """The proof that a file says. Nothing of it is checked: `EntryProof.check` does.

    Raises:
        ProofError: it is no such file.
        NoteError: what follows the proof is no note.
    """
    head, blank, note = data.partition(b"\n\n")
    try:
        first, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise ProofError("The head of a proof is ASCII.") from None
    if first != PROOF_HEAD or not blank:
        raise ProofError(f"Expected {PROOF_HEAD}, lines, an empty line, and a checkpoint.")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = _decoded(lines.pop(0).removeprefix("extra "))
    kind, _space, index = lines.pop(0).partition(" ") if lines else ("", "", "")
    if kind != "index" or not _NUMBER.fullmatch(index):
        raise ProofError("Expected a line with the index of the entry.")
    if len(lines) > MOST_HASHES:
        raise ProofError(f"A proof has at most {MOST_HASHES} hashes.")
    hashes = tuple(map(_decoded, lines))
    if any(len(each) != HASH_BYTES for each in hashes):
        raise ProofError("A hash has 32 bytes.")
    return EntryProof(int(index), hashes, read_note(note), extra)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decoded(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        data = b""
    if _base64(data) != text:
        raise ProofError("Expected base64 as it is written in one way alone.")
    return data
