"""The files of an export beside its log: the manifest, the digests, and what the log itself says of this export.

Must not read what the files say; that is for `rows.py` and `shape.py`.
"""

from __future__ import annotations

import hashlib
from typing import Any

from . import manifest as manifests
from .entry import ASKED, CLOSED
from .findings import Findings
from .manifest import BadManifest, Manifest, read_manifest
from .notes import Checkpoint
from .outer import LOG
from .shape import LONGEST, Schema, read_schema
from .source import Reader, Unreadable

LINES, CELLS, SCHEMA = "events.jsonl", "events.csv", "schema.json"
DISCLOSURES = "disclosures.jsonl"
KNOWN = frozenset({LINES, CELLS, SCHEMA, LOG})
NEVER_READ = frozenset({"countersign-verify.pyz", "README.txt"})
MOST_FILES = 1_000_000


class Whole:
    """An export with all its files.

    Attributes:
        manifest, schema: None where it cannot be used; unread: names of files that no check looks at.
        told: names and reasons of files that could not be read, as the findings say.
    """

    def __init__(self, reader: Reader, findings: Findings, *, beside: bool) -> None:
        """Keep where it lies. `beside`: whether the files of the log lie beside the others."""
        self.reader, self.findings, self.beside = reader, findings, beside
        self.manifest: Manifest | None = None
        self.schema: Schema | None = None
        self.unread: list[str] = []
        self.told: set[tuple[str, str]] = set()
        self._found: dict[str, tuple[int, str]] = {}

    def read(self) -> None:
        """Read the manifest, and compare all files with it.

        Raises:
            Unsafe: a name or a kind of file that no export has.
        """
        there = {name for name in self.reader.names(MOST_FILES) if not self._is_of_log(name)}
        self.manifest = self._manifest()
        if self.manifest is None:
            self.unread = sorted(there - NEVER_READ - {manifests.NAME, LOG})
            return
        listed = self.manifest.files
        for name, (length, digest) in listed.items():
            if name not in there and name == LOG and self.beside:
                self.findings.add("log_unpacked", file=name)
            else:
                self._compare(name, length, digest)
        known = KNOWN | {DISCLOSURES}
        needed = KNOWN if self.manifest.checkpoint else KNOWN - {LOG}
        if self.manifest.disclosures:
            needed |= {DISCLOSURES}
        elif DISCLOSURES in there or DISCLOSURES in listed:
            self.findings.add("disclosures_surplus", file=DISCLOSURES)
        else:
            self.findings.add("disclosures_none")
        for name in sorted(needed - listed.keys() - there):
            self.findings.add("file_left_out", file=name)
        for name in sorted((known & there) - listed.keys()):
            self.findings.add("file_unlisted", file=name)
        self.unread = sorted(there - known - NEVER_READ - {manifests.NAME})
        if SCHEMA in there:
            self.schema = self._schema()

    def _schema(self) -> Schema | None:
        try:
            return read_schema(self.reader.read(SCHEMA, LONGEST))
        except BadManifest as error:
            self.findings.add("schema_bad", file=SCHEMA, why=error.code, field=error.field)
        except Unreadable as error:
            self.findings.add("file_unreadable", file=error.name, why=error.code)
        return None

    def _is_of_log(self, name: str) -> bool:
        return self.beside and (
            name in ("checkpoint", "policy") or name.startswith(("tile/", "checkpoints/"))
        )

    def _manifest(self) -> Manifest | None:
        name = manifests.NAME
        try:
            data = self.reader.read(name, manifests.LONGEST)
            self._found[name] = (len(data), hashlib.sha256(data).hexdigest())
            return read_manifest(data)
        except BadManifest as error:
            if error.code == "manifest_unknown":
                self.findings.add("manifest_unknown", file=name, field=error.field)
            else:
                self.findings.add("manifest_bad", file=name, why=error.code, field=error.field)
        except Unreadable as error:
            if error.code == "file_missing":
                self.findings.add("no_manifest")
            else:
                self.findings.add("file_unreadable", file=error.name, why=error.code)
        return None

    def _compare(self, name: str, length: int, digest: str) -> None:
        try:
            size = self.reader.size(name)
            if size != length:
                self.findings.add("file_size", file=name, found=size, wanted=length)
                return
            hashed = hashlib.sha256()
            for data in self.reader.chunks(name):
                hashed.update(data)
        except Unreadable as error:
            if error.code == "file_missing":
                self.findings.add("file_gone", file=name)
            else:
                self.told.add((error.name, error.code))
                self.findings.add("file_unreadable", file=error.name, why=error.code)
            return
        self._found[name] = (size, hashed.hexdigest())
        if hashed.hexdigest() != digest:
            self.findings.add("file_digest", file=name, found=hashed.hexdigest(), wanted=digest)

    def check_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Compare the checkpoint that the manifest names with that of the log."""
        if self.manifest is None:
            return
        said = self.manifest.checkpoint
        if said != (checkpoint.origin, checkpoint.size, checkpoint.root.hex()):
            self.findings.add(
                "manifest_checkpoint",
                size=checkpoint.size,
                said="–" if said is None else f"{said[0]}, {said[1]}, {said[2]}",
            )

    def check_told(self, told: list[tuple[int, str, dict[str, Any]]], installation: str) -> None:
        """Compare what the log says of this export.

        Args:
            told: index, code and facts of the events of this export; installation: that of the entries.
        """
        if self.manifest is None:
            return
        if installation and self.manifest.installation != installation:
            self.findings.add(
                "manifest_installation", found=self.manifest.installation, wanted=installation
            )
        if not any(code == ASKED for _, code, _ in told):
            self.findings.add("asked_later")
        if not any(code == CLOSED for _, code, _ in told):
            self.findings.add("closed_later")
        for index, code, facts in told:
            if code == CLOSED:
                self._check_closed(self.manifest, index, facts)
                continue
            if facts.get("filters") != self.manifest.filters:
                self.findings.add("asked_differs", index)
            if facts.get("disclosures", False) is not self.manifest.disclosures:
                self.findings.add("asked_disclosures", index)

    def _check_closed(self, manifest: Manifest, index: int, facts: dict[str, Any]) -> None:
        if facts.get("rows") != manifest.rows:
            self.findings.add(
                "closed_rows", index, found=manifest.rows, wanted=str(facts.get("rows"))
            )
        listed = facts.get("files")
        said = {
            str(each.get("name")): (each.get("bytes"), each.get("sha256"))
            for each in (listed if isinstance(listed, list) else [])
            if isinstance(each, dict)
        }
        for name in sorted(said.keys() | manifest.files.keys() | {manifests.NAME}):
            # A log that was unpacked is judged by its entries; what is missing was told before.
            if name in self._found or name not in said:
                if said.get(name) != self._found.get(name):
                    self.findings.add("closed_file", index, file=name)
            elif name not in manifest.files:
                self.findings.add("closed_file", index, file=name)
