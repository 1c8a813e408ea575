"""Stores what an earlier release would have kept and this one no longer takes, past every guard.

Must not be used to bring a request to a status: `tests/builders.py` does that by the use cases.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from requests_app.searches import answers as answers_module
from requests_app.searches import content
from requests_app.searches.answers import Answers
from requests_app.searches.models import Justification, SearchRequest, StoredFile
from tests.support import raw_connection


def change(table: str, row: UUID, *, key: str = "id", **columns: Any) -> None:
    """Change columns of a row whose guards would refuse it; the guards hold again afterwards."""
    with raw_connection("superuser") as connection:
        triggers = connection.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
            [table],
        ).fetchall()
        for (name,) in triggers:
            connection.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{name}"')  # type: ignore[arg-type]
        for column, value in columns.items():
            connection.execute(
                f"UPDATE {table} SET {column} = %s WHERE {key} = %s",  # type: ignore[arg-type]
                [value, row],
            )
        connection.commit()
        for (name,) in triggers:
            connection.execute(f'ALTER TABLE {table} ENABLE ALWAYS TRIGGER "{name}"')  # type: ignore[arg-type]


def freeze_otherwise(row: SearchRequest, answers: Answers) -> None:
    """Let the newest version hold these answers."""
    frozen = Justification.objects.get(search_request=row, version=row.version)
    change(
        "searches_justification",
        frozen.pk,
        sealed=content.seal_version(row, row.version, answers),
        digest=answers_module.digest(answers),
    )


def name_otherwise(stored: StoredFile, name: bytes) -> None:
    """Let a stored file have these bytes as its name."""
    part = content._file_name(stored.id)
    sealed = content.seal_part(stored.search_request_id, part, name)
    change("searches_storedfile", stored.pk, sealed_name=sealed)
