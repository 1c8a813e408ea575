"""Whole exports of made-up logs: rows, manifest, schema and the log, which a test can damage before they are written.

Which rows fit and what a cell holds is stated here anew, from the JSON of the entries.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from requests_app.wire.entry import EntryWho
from tests.verify.exports import ORIGIN, Log, entry_of

EXPORT = "0e0e0e0e-1111-4222-8333-444455556666"
PEOPLE = [str(uuid.UUID(int=100 + number)) for number in range(4)]
REQUESTS = [str(uuid.UUID(int=200 + number)) for number in range(5)]
HEADER = [
    "event_id", "recorded_at", "occurred_at", "code", "label_en", "label_fr", "outcome", "reason",
    "person_id", "person_name", "account_id", "user_name", "role", "request_id", "reference",
    "request_seq", "status_after", "object_type", "object_id", "login", "schema_version",
    "leaf_hash", "leaf_index",
]  # fmt: skip
CODES = {
    "search.viewed": ({"count": "number"}, {"list": "codes"}),
    "session.opened": ({}, {"cause": "code"}),
    "log.exported": ({"export": "id", "filters": "object"}, {"disclosures": "flag"}),
    "data.erased": ({"count": "number", "ground": "code"}, {}),
    "log.export_closed": ({"export": "id", "rows": "number", "files": "objects"}, {}),
    "schema.changed": ({"what": "code"}, {}),
}
ENVELOPE = {
    "entry": [
        "body", "event_id", "installation", "login", "previous", "recorded_at", "request_seq", "schema",
    ],
    "body": [
        "code", "commitments", "facts", "object", "occurred_at", "outcome", "reason", "request_id",
        "status_after", "who",
    ],
    "who": ["account", "person", "role", "session"],
    "object": ["id", "type"],
}  # fmt: skip


def events(count: int) -> list[bytes]:
    """Events of several people, codes, roles, outcomes and requests, in the order of their ids."""
    made: list[bytes] = []
    last: dict[str, tuple[int, str]] = {}
    for number in range(count):
        request = REQUESTS[number % 5] if number % 3 else None
        seq, previous = last.get(request, (0, None)) if request else (None, None)
        data = entry_of(
            number,
            code="search.viewed" if request else "session.opened",
            facts={"count": number, "list": ["a"]} if request else {},
            request_id=request,
            seq=None if seq is None else seq + 1,
            previous=previous,
            reason=None if number % 4 else "-a.reason",
            outcome="refused" if number % 7 == 0 else "success",
            who=EntryWho(
                role="officer" if number % 2 else "supervisor",
                person=PEOPLE[number % 2],
                account=PEOPLE[2 + number % 2],
            ),
        )
        if request:
            last[request] = (seq + 1, leaf(data))
        made.append(data)
    return made


def leaf(entry: bytes) -> str:
    return hashlib.sha256(b"\0" + entry).hexdigest()


def fits(entry: dict[str, Any], filters: dict[str, Any]) -> bool:
    body = entry["body"]
    at = datetime.fromisoformat(entry["recorded_at"])
    tests = {
        "people": lambda said: body["who"]["person"] in said or body["who"]["account"] in said,
        "codes": lambda said: body["code"] in said,
        "since": lambda said: at >= datetime.fromisoformat(said),
        "until": lambda said: at < datetime.fromisoformat(said),
        "requests": lambda said: body["request_id"] in said,
        "outcome": lambda said: body["outcome"] == said,
        "role": lambda said: body["who"]["role"] == said,
    }
    return all(tests[name](said) for name, said in filters.items())


@dataclass
class Row:
    entry: bytes
    leaf_hash: str
    leaf_index: int | None

    def line(self) -> bytes:
        index = "null" if self.leaf_index is None else str(self.leaf_index)
        return (
            b'{"entry":'
            + self.entry
            + f',"leaf_hash":"{self.leaf_hash}","leaf_index":{index}}}\n'.encode()
        )

    def cells(self) -> list[str]:
        said = json.loads(self.entry)
        body = said["body"]
        who = body["who"]
        values = [
            said["event_id"], said["recorded_at"], body["occurred_at"], body["code"], "=label", "libellé",
            body["outcome"], body["reason"], who["person"], 'A "name",\nwith a line', who["account"], "user",
            who["role"], body["request_id"], "2026-1", said["request_seq"], body["status_after"],
            body["object"]["type"], body["object"]["id"], said["login"], 1, self.leaf_hash, self.leaf_index,
        ]  # fmt: skip
        texts = ["" if value is None else str(value) for value in values]
        return [f"'{text}" if text[:1] in ("-", "=") else text for text in texts]


@dataclass
class Outer:
    """An export: the first `size` events are signed, in the order of `order`; a filter says which are rows.

    Where there are openings, they are the lines of its disclosures.
    """

    events: list[bytes]
    size: int
    filters: dict[str, Any] = field(default_factory=dict)
    order: list[int] | None = None
    openings: list[bytes] | None = None
    schema: dict[str, Any] = field(
        default_factory=lambda: {
            "format": "countersign-event-schema/1", "entry_schema": 1, "envelope": ENVELOPE,
            "events": {
                code: {"required": required, "optional": optional}
                for code, (required, optional) in CODES.items()
            },
        }
    )  # fmt: skip

    @property
    def log(self) -> Log:
        order = self.order or list(range(self.size))
        return Log([self.events[number] for number in order])

    def rows(self) -> list[Row]:
        places = {number: index for index, number in enumerate(self.order or range(self.size))}
        return [
            Row(entry, leaf(entry), places.get(number))
            for number, entry in enumerate(self.events)
            if fits(json.loads(entry), self.filters)
        ]

    def files(
        self,
        *,
        rows: list[Row] | None = None,
        csv_rows: list[list[str]] | None = None,
        manifest: Callable[[dict[str, Any]], object] = lambda _said: None,
        more: dict[str, bytes] | None = None,
        log: dict[str, bytes] | None = None,
    ) -> dict[str, bytes]:
        """The files, the manifest made of what they are.

        Args:
            rows, csv_rows, log: in place of the right ones; more: files in place of others before the digests are
            taken; manifest: changes the manifest.
        """
        rows = self.rows() if rows is None else rows
        text = io.StringIO()
        written = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        written.writerows(
            [HEADER, *([row.cells() for row in rows] if csv_rows is None else csv_rows)]
        )
        files = {
            "events.csv": b"\xef\xbb\xbf" + text.getvalue().encode(),
            "events.jsonl": b"".join(row.line() for row in rows),
            "schema.json": json.dumps(self.schema, indent=2, sort_keys=True).encode() + b"\n",
            "log.zip": zip_of(self.log.files() if log is None else log),
            **({} if self.openings is None else {"disclosures.jsonl": b"".join(self.openings)}),
            **(more or {}),
        }
        ids = [json.loads(row.entry)["event_id"] for row in rows]
        said = {
            "format": "countersign-log-export/4",
            "export": EXPORT,
            "installation": "agency-1",
            "generated_at": "2026-03-02T00:00:00+00:00",
            "filters": self.filters,
            "snapshot": "7:7:",
            "rows": len(rows),
            "first_event": ids[0] if ids else None,
            "last_event": ids[-1] if ids else None,
            "entry_schema": 1,
            "checkpoint": {"origin": ORIGIN, "size": self.size, "root": self.log.root().hex()},
            "leaf_hash": "SHA-256 of a zero byte and the entry's bytes (RFC 6962, section 2.1)",
            "disclosures": self.openings is not None,
            "files": [
                {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
                for name, data in files.items()
            ],
        }
        manifest(said)
        files["manifest.json"] = json.dumps(said, indent=2, ensure_ascii=False).encode() + b"\n"
        return files


def zip_of(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()
