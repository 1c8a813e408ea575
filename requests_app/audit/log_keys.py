"""The public keys of the log: which are in use, and how one comes and goes, each time with its event.

Must not see a private key. What these rows say binds nobody outside: a verifier, a gate and a witness take a new key
from their own operators alone.
"""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from requests_app.audit import recorder
from requests_app.tlog.notes import ED25519, NoteError, Verifier, open_note, read_vkey

_NOBODY = recorder.Who(account_id=None, person_id=None, role="system", session=None, source=None)


def in_use(using: str = DEFAULT_DB_ALIAS) -> list[Verifier]:
    """The keys that sign now, the oldest first: two while one replaces the other."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT vkey FROM audit.log_key WHERE retired_at IS NULL ORDER BY added_at")
        return [read_vkey(vkey) for (vkey,) in cursor.fetchall()]


def every(using: str = DEFAULT_DB_ALIAS) -> list[tuple[Verifier, bool]]:
    """Every key there ever was, the oldest first, and whether it is in use."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT vkey, retired_at IS NULL FROM audit.log_key ORDER BY added_at")
        return [(read_vkey(vkey), in_use) for vkey, in_use in cursor.fetchall()]


def origin_for(host: str) -> str:
    """The name of this installation's log under a host's name; once there is a key, its name."""
    for key, _in_use in every():
        return key.name
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM audit.installation")
        return f"{host}/countersign/{cursor.fetchone()[0]}"


def add(key: Verifier) -> None:
    """Let a key sign from now on, beside the one that is there; as the owner.

    Raises:
        ValueError: it is no Ed25519 key.
        django.db.Error: it is there already, two are in use, or it has another name.
    """
    if key.kind != ED25519:
        raise ValueError("A log signs with an Ed25519 key.")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit.log_key (vkey) VALUES (%s)", [key.vkey])
        recorder.record("log.key_added", who=_NOBODY, facts={"key": key.vkey})


def retire(key: Verifier) -> None:
    """Let a key sign no more; as the owner.

    Raises:
        LookupError: it is not in use.
        ValueError: the latest checkpoint bears no signature of another key in use, so that none would be left.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT vkey, note FROM audit.log_key, audit.latest_checkpoint WHERE retired_at IS NULL"
            " ORDER BY vkey FOR UPDATE OF log_key"
        )
        rows = cursor.fetchall()
        others = [read_vkey(vkey) for vkey, _note in rows if vkey != key.vkey]
        if len(others) == len(rows):
            raise LookupError(key.vkey)
        try:
            open_note(bytes(rows[0][1]), others)
        except NoteError as error:
            raise ValueError(
                f"No other key in use signed the latest checkpoint. {error}"
            ) from error
        cursor.execute(
            "UPDATE audit.log_key SET retired_at = clock_timestamp() WHERE vkey = %s", [key.vkey]
        )
        recorder.record("log.key_retired", who=_NOBODY, facts={"key": key.vkey})
