"""One step of signing: read what is new, hash it onto what was signed before, remember, sign.

Must not sign a log that is smaller than, or differs from, what was signed before, whatever the sequencer says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from requests_app.outside.signer.log import Log
from requests_app.outside.signer.memory import Memory
from requests_app.tlog.checkpoints import Checkpoint, sign
from requests_app.tlog.hashing import leaf_hash
from requests_app.tlog.notes import Note


class NotConsistent(RuntimeError):
    """The log does not go on from what was signed: what is wrong, for the operator."""


@dataclass
class Signer:
    """Signs one log.

    Args:
        origin: the log's name; keys: those that sign, two while one replaces the other.
        log: where it is read; memory: what was signed.
    """

    origin: str
    keys: Sequence[Ed25519PrivateKey]
    log: Log
    memory: Memory

    def step(self) -> bool:
        """Sign the log if it has grown; say whether it had. Waits a while for it to grow.

        Raises:
            NotConsistent: nothing is signed until somebody has looked.
            NoAnswer, Refused: from `log`.
            OSError: the memory could not be written; nothing was signed.
        """
        before = self.memory.last
        head = self.log.head(above=before.size)
        self._compare(head)
        if head.size == before.size:
            return False
        edge = self.memory.edge()
        for entry in self.log.entries(before.size, head.size):
            edge.append(leaf_hash(entry))
        if edge.root() != head.root:
            raise NotConsistent(
                f"The log of {head.size} entries does not go on from the {before.size} that were "
                "signed: its entries, hashed anew, give another root than it says."
            )
        self.memory.remember(edge)
        self.hand_in()
        return True

    def resume(self) -> None:
        """Hand in again what was signed last: a crash may have come in between.

        Raises:
            NotConsistent, NoAnswer, Refused
        """
        self._compare(self.log.head(above=0))
        self.hand_in()

    def hand_in(self) -> None:
        """Sign what the memory holds and give it to the sequencer."""
        last = self.memory.last
        if last.size:
            self.log.hand_in(self._signed(Checkpoint(self.origin, last.size, last.root)))

    def _compare(self, head: Checkpoint) -> None:
        last = self.memory.last
        if head.origin != self.origin:
            raise NotConsistent(f"This is the log {head.origin}, and not {self.origin}.")
        if head.size < last.size:
            raise NotConsistent(
                f"The log went back: {last.size} entries were signed, and it has {head.size} now. "
                "The database was restored from an older copy, or entries were removed."
            )
        if head.size == last.size and head.root != last.root:
            raise NotConsistent(
                f"The log of {last.size} entries has another root than the one that was signed: "
                "entries were changed."
            )

    def _signed(self, checkpoint: Checkpoint) -> bytes:
        notes = [sign(checkpoint, self.origin, key) for key in self.keys]
        lines = tuple(line for note in notes for line in note.signatures)
        return Note(notes[0].text, lines).write().encode()
