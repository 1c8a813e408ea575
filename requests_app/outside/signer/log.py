"""Reads the log from the sequencer's Unix socket, as the files of c2sp.org/tlog-tiles, and hands checkpoints in.

Must not trust what it reads: whoever calls hashes the entries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from requests_app.tlog import tiles
from requests_app.tlog.checkpoints import Checkpoint, read_checkpoint
from requests_app.tlog.notes import NoteError
from requests_app.tlog.tiles import WIDTH, Tile

WAIT_SECONDS = 10
"""For so long the sequencer keeps a question for a larger log open."""


class NoAnswer(RuntimeError):
    """The sequencer is away, or its answer is none; the signer tries again."""


class Refused(RuntimeError):
    """The sequencer did not take a checkpoint, and why."""


@dataclass
class Log:
    """A log that is served at a Unix socket. Args: socket: its path."""

    socket: Path

    def __post_init__(self) -> None:
        transport = httpx.HTTPTransport(uds=str(self.socket))
        self._client = httpx.Client(
            transport=transport, base_url="http://sequencer", timeout=3 * WAIT_SECONDS
        )

    def head(self, above: int) -> Checkpoint:
        """The log's unsigned state: as soon as it is larger than `above`, or after a while as it is.

        Raises:
            NoAnswer
        """
        answer = self._get(f"head?above={above}&wait={WAIT_SECONDS}")
        try:
            return read_checkpoint(answer.decode("utf-8"))
        except (NoteError, UnicodeDecodeError) as error:
            raise NoAnswer(f"The sequencer's answer is no state of a log: {error}") from error

    def entries(self, start: int, end: int) -> Iterator[bytes]:
        """The entries from `start` up to, but without, `end`.

        Raises:
            NoAnswer: one is missing, or a bundle is none.
        """
        for number in range(start // WIDTH, -(-end // WIDTH)):
            bundle = Tile(None, number, min(WIDTH, end - number * WIDTH))
            try:
                entries = tiles.entries_in(self._get(bundle.path), width=bundle.width)
            except ValueError as error:
                raise NoAnswer(f"{bundle.path} cannot be read: {error}") from error
            yield from entries[max(0, start - number * WIDTH) :]

    def hand_in(self, note: bytes) -> None:
        """Give a signed checkpoint to the sequencer.

        Raises:
            NoAnswer
            Refused
        """
        try:
            answer = self._client.post("checkpoint", content=note)
        except httpx.HTTPError as error:
            raise NoAnswer(f"The sequencer does not answer: {type(error).__name__}") from error
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise NoAnswer(f"The sequencer answers {answer.status_code} to a checkpoint.")
        if answer.status_code != httpx.codes.NO_CONTENT:
            raise Refused(answer.text[:300])

    def _get(self, path: str) -> bytes:
        try:
            answer = self._client.get(path)
        except httpx.HTTPError as error:
            raise NoAnswer(f"The sequencer does not answer: {type(error).__name__}") from error
        if answer.status_code != httpx.codes.OK:
            raise NoAnswer(f"The sequencer answers {answer.status_code} to {path}.")
        return answer.content
