"""What an auditor reads of the exports: the list, and one with its manifest and who asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.audit import selectors
from requests_app.audit.models import Export
from requests_app.workflow import export
from requests_app.workflow.reading.names import Names, names_in_filters, people_by_id
from requests_app.workflow.reading.pages import ListPage, list_page


@dataclass(frozen=True, slots=True)
class Exports:
    """One page of the exports, newest first, the names of who asked, and those in their filters."""

    page: ListPage[Export]
    people: Mapping[UUID, str]
    names: Names


def list_exports(number: str | None) -> Exports:
    """Return one page of every export that was asked for. Holds no event of the log."""
    page = list_page(selectors.exports(), number)
    return Exports(
        page,
        people_by_id(export.requested_by_person for export in page.rows),
        names_in_filters(export.filters for export in page.rows),
    )


@dataclass(frozen=True, slots=True)
class OpenedExport:
    """One export, its manifest once it is made, who asked for it, and the names in its filters."""

    export: Export
    manifest: str
    requested_by: str
    names: Names


def open_export(*, actor: Actor, export_id: UUID) -> OpenedExport:
    """Return one export and its manifest.

    Raises:
        As `export.read_manifest`.
    """
    row, manifest = export.read_manifest(actor=actor, export_id=export_id)
    people = people_by_id([row.requested_by_person])
    return OpenedExport(
        row, manifest, people.get(row.requested_by_person, ""), names_in_filters([row.filters])
    )
