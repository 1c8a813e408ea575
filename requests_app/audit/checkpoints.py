"""The signed checkpoints of the log: what the signer hands in is checked, the latest is kept, and one each ten minutes.

Must not sign: the key is the signer's, a process that this database's administrator need not be able to reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from requests_app.audit import log_keys, published, recorder
from requests_app.tlog.checkpoints import Checkpoint, read_checkpoint
from requests_app.tlog.notes import NoteError, open_note

KEEP_EVERY_SECONDS = 600
"""A checkpoint is kept for good this often, and an event of the log tells of it: that event is the log's heartbeat."""
_NOBODY = recorder.Who(account_id=None, person_id=None, role="system", session=None, source=None)


class NotAccepted(ValueError):
    """A checkpoint that is none of this log's, and why."""


@dataclass(frozen=True)
class Signed:
    """A signed checkpoint. `note`: its bytes; `at`: when it was handed in, by the clock of the database."""

    size: int
    note: bytes
    at: datetime


def latest(using: str = DEFAULT_DB_ALIAS) -> Signed | None:
    """The checkpoint of the largest size, or None before the first."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT size, note, signed_at FROM audit.latest_checkpoint WHERE size > 0")
        row = cursor.fetchone()
    return Signed(row[0], bytes(row[1]), row[2]) if row else None


def kept(using: str = DEFAULT_DB_ALIAS) -> list[Signed]:
    """The checkpoints that are kept, the smallest first."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT size, note, signed_at FROM audit.checkpoint ORDER BY size")
        return [Signed(size, bytes(note), at) for size, note, at in cursor.fetchall()]


def take_in(note: bytes) -> Checkpoint:
    """Keep a checkpoint that the signer made.

    Raises:
        NotAccepted: it is no checkpoint, not signed by a key in use, of another log, or not of this tree.
    """
    try:
        keys = log_keys.in_use()
        opened, by = open_note(note, keys)
        checkpoint = read_checkpoint(opened.text)
    except NoteError as error:
        raise NotAccepted(str(error)) from error
    if checkpoint.origin != keys[0].name or checkpoint.extensions:
        raise NotAccepted(
            "This is a checkpoint of another log, or says more than a checkpoint does."
        )
    try:
        agrees = published.root_at(checkpoint.size) == checkpoint.root
    except LookupError:
        raise NotAccepted("The checkpoint is larger than the log.") from None
    if not agrees:
        raise NotAccepted("The root of the checkpoint is not that of the log at this size.")
    _keep(checkpoint, note, ",".join(key.id.hex() for key in by))
    return checkpoint


def _keep(checkpoint: Checkpoint, note: bytes, keys: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit.latest_checkpoint SET size = %s, note = %s, signed_at = clock_timestamp()"
            " WHERE size <= %s",
            [checkpoint.size, note, checkpoint.size],
        )
        cursor.execute(
            "INSERT INTO audit.checkpoint (size, note) SELECT %s, %s WHERE %s > 0 AND NOT EXISTS"
            " (SELECT FROM audit.checkpoint WHERE size >= %s"
            "  OR signed_at > clock_timestamp() - make_interval(secs => %s))",
            [checkpoint.size, note, checkpoint.size, checkpoint.size, KEEP_EVERY_SECONDS],
        )
        if cursor.rowcount:
            facts = {"size": checkpoint.size, "root": checkpoint.root.hex(), "key": keys}
            recorder.record("checkpoint.signed", who=_NOBODY, facts=facts)
