"""The table for people, `events.csv`, against the rows for machines: every cell that an entry proves.

Must not judge names, user names, reference numbers and labels: entries do not hold them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator

from .findings import Findings
from .lines import LongLine, lines_of
from .source import Reader, Unreadable
from .whole import CELLS

HEADER = [
    "event_id", "recorded_at", "occurred_at", "code", "label_en", "label_fr", "outcome", "reason",
    "person_id", "person_name", "account_id", "user_name", "role", "request_id", "reference",
    "request_seq", "status_after", "object_type", "object_id", "login", "schema_version",
    "leaf_hash", "leaf_index",
]  # fmt: skip
UNPROVED = ("label_en", "label_fr", "person_name", "user_name", "reference")
_MARK = b"\xef\xbb\xbf"
_LONGEST = 1024 * 1024
_MOST_LINES = 1000
"""Lines that one row may take: a name may hold line breaks."""
_BAD = (csv.Error, UnicodeDecodeError, LongLine)


class Cells:
    """The rows of the table, one at a time, beside the rows for machines."""

    def __init__(self, reader: Reader, findings: Findings) -> None:
        """Read the header."""
        self.reader, self.findings = reader, findings
        self._lines = 0
        self._row = 1
        """As a spreadsheet counts: the header is row 1."""
        self._count, self._ended = 0, False
        self._rows: Iterator[list[str]] | None = None
        self._rows = csv.reader(self._texts(), strict=True)
        header = self._next()
        if header != HEADER:
            if self._rows is not None:
                self.findings.add("csv_header", file=CELLS)
            self._rows = None
        else:
            self.findings.add("columns_unproved", file=CELLS, columns=", ".join(UNPROVED))

    def _texts(self) -> Iterator[str]:
        for number, line in enumerate(lines_of(self.reader.chunks(CELLS), _LONGEST)):
            if not number and not line.startswith(_MARK):
                raise csv.Error
            self._lines += 1
            if self._lines > _MOST_LINES:
                raise LongLine
            yield (line if number else line[len(_MARK) :]).decode("utf-8")

    def _next(self) -> list[str] | None:
        """The next row; None at the end, and where there is none that can be read, which is told."""
        if self._rows is None or self._ended:
            return None
        self._lines = 0
        try:
            row = next(self._rows, None)
        except _BAD:
            self.findings.add("csv_bad", file=CELLS, row=self._row)
        except Unreadable as error:
            if error.code != "file_missing":  # that was told with the manifest
                self.findings.add("file_unreadable", file=error.name, why=error.code)
        else:
            self._ended = row is None
            self._count += row is not None
            return row
        self._rows = None
        return None

    def skip(self) -> None:
        """Pass over the row beside one that cannot be read."""
        self._row += 1
        self._next()

    def compare(self, number: int, entry: bytes, leaf: str, place: str) -> None:
        """Compare the next row with the entry of the same place.

        Args:
            number: of the row for machines; entry: its bytes, found to be one; leaf, place: as that row states them.
        """
        self._row = number + 1
        row = self._next()
        if row is None:
            return
        if len(row) != len(HEADER):
            self.findings.add("csv_row", file=CELLS, row=self._row)
            return
        found = dict(zip(HEADER, row, strict=True))
        wanted = _wanted(entry, leaf, place)
        if found["event_id"] != wanted["event_id"]:
            self.findings.add(
                "csv_other", file=CELLS, row=self._row,
                found=found["event_id"], wanted=wanted["event_id"],
            )  # fmt: skip
            return
        for name, text in wanted.items():
            # An apostrophe keeps a spreadsheet from taking a cell for a formula.
            if found[name] != text and found[name] != f"'{text}":
                self.findings.add(
                    "csv_cell", file=CELLS, row=self._row, column=name, id=wanted["event_id"],
                    found=found[name], wanted=text,
                )  # fmt: skip

    def finish(self, count: int) -> None:
        """See that there are no more rows and no fewer. `count`: of the rows for machines."""
        self._row = count + 1
        while self._next() is not None:
            self._row += 1
        found = self._count - 1  # without the header
        if self._rows is not None and found != count:
            self.findings.add("csv_rows", file=CELLS, found=found, wanted=count)


def _wanted(entry: bytes, leaf: str, place: str) -> dict[str, str]:
    said = json.loads(entry)
    body = said["body"]
    who, thing = body["who"], body["object"]
    values = {
        "event_id": said["event_id"],
        "recorded_at": said["recorded_at"],
        "occurred_at": body["occurred_at"],
        "code": body["code"],
        "outcome": body["outcome"],
        "reason": body["reason"],
        "person_id": who["person"] and who["person"].lower(),
        "account_id": who["account"] and who["account"].lower(),
        "role": who["role"],
        "request_id": body["request_id"],
        "request_seq": said["request_seq"],
        "status_after": body["status_after"],
        "object_type": thing["type"],
        "object_id": thing["id"],
        "login": said["login"],
        "schema_version": said["schema"],
    }
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    return texts | {"leaf_hash": leaf, "leaf_index": place}
