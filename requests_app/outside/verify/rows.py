"""The rows of an export against the log: those that fit its filter, each once, unchanged, in order, and no others.

Must not keep a row: records of fixed length go through `buckets.py`.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
from array import array
from collections.abc import Callable

from .across import Across
from .buckets import COUNT, Buckets
from .cells import Cells
from .disclosed import Disclosed
from .entries import BadEntry, read_entry
from .findings import SHOWN, Findings
from .lines import LongLine, lines_of
from .manifest import Manifest
from .pattern import match
from .report import Report
from .source import Reader, Unreadable
from .whole import LINES, Whole
from .work import FIT

ROW = struct.Struct("=QQQB32s")
"""Event id, number of the row, leaf index and one (0 for none), whether it fits the filter, leaf hash."""
LONGEST = 65_535 + 200
"""Bytes of a line: an entry, and what stands beside it."""
_LINE = re.compile(
    rb'\{"entry":(.*),"leaf_hash":"([0-9a-f]{64})","leaf_index":(null|0|[1-9][0-9]{0,14})\}\n',
    re.DOTALL,
)


class Rows:
    """Reads the rows, then compares them with what the log has."""

    def __init__(self, reader: Reader, manifest: Manifest, findings: Findings) -> None:
        """Keep where they lie and what they should be."""
        self.reader, self.manifest, self.findings = reader, manifest, findings
        self.count = 0
        self.later = 0
        self.complete = False
        self.disclosed = (
            Disclosed(reader, findings, states_erased=manifest.states_erased)
            if manifest.disclosures
            else None
        )
        self._rows = Buckets()
        self._first: int | None = None
        self._last: int | None = None

    def read(self) -> None:
        """Read each row for itself, and beside it that of the table for people."""
        cells = Cells(self.reader, self.findings)
        try:
            for line in lines_of(self.reader.chunks(LINES), LONGEST):
                self.count += 1
                self._take(line, cells)
            self.complete = True
        except LongLine:
            self.findings.add("line_bad", file=LINES, row=self.count + 1)
        except Unreadable as error:
            if error.code != "file_missing":  # that was told with the manifest
                self.findings.add("file_unreadable", file=error.name, why=error.code)
            return
        cells.finish(self.count)
        if self.disclosed and self.complete:
            self.disclosed.finish()
        if self.complete:
            self._compare_ends()
        if self.later:
            self.findings.add("rows_later", count=self.later)

    def _take(self, line: bytes, cells: Cells) -> None:
        found = _LINE.fullmatch(line)
        if found is None:
            self.findings.add("line_bad", file=LINES, row=self.count)
            self._skip(cells)
            return
        data, stated, place = found.groups()
        try:
            entry = match(data) or read_entry(data)
        except BadEntry as error:
            self.findings.add("line_entry", file=LINES, row=self.count, field=error.field or "–")
            self._skip(cells)
            return
        leaf = hashlib.sha256(b"\0" + data)
        facts = {"row": self.count, "id": entry.event_id}
        if leaf.hexdigest().encode() != stated:
            self.findings.add("row_leaf", also=facts, file=LINES)
        if self._last is not None and entry.event_id < self._last:
            self.findings.add("row_order", also=facts, file=LINES, before=self._last)
        fits = self.manifest.filter.fits(entry)
        if not fits:
            self.findings.add("row_unfit", also=facts, file=LINES, event=entry.code)
        index = 0 if place == b"null" else int(place) + 1
        self.later += not index
        self._first = entry.event_id if self._first is None else self._first
        self._last = entry.event_id
        record = ROW.pack(entry.event_id, self.count, index, fits, leaf.digest())
        self._rows.add(entry.event_id % COUNT, record)
        cells.compare(self.count, data, stated.decode(), "" if not index else place.decode())
        if self.disclosed:
            self.disclosed.compare(entry, index, json.loads(data)["body"]["commitments"])

    def _skip(self, cells: Cells) -> None:
        cells.skip()
        if self.disclosed:
            self.disclosed.skip()

    def _compare_ends(self) -> None:
        if self.count != self.manifest.rows:
            self.findings.add("rows_count", file=LINES, found=self.count, wanted=self.manifest.rows)
        said = (self.manifest.first_event, self.manifest.last_event)
        if said != (self._first, self._last):
            self.findings.add(
                "rows_ends", file=LINES,
                found=f"{self._first or '–'}, {self._last or '–'}",
                wanted=f"{said[0] or '–'}, {said[1] or '–'}",
            )  # fmt: skip

    def compare(self, across: Across, code_at: Callable[[int], str], *, whole: bool) -> None:
        """Compare the rows with the entries that fit the filter.

        Args:
            across: what the log gave; code_at: the code of the entry at a place.
            whole: whether all entries were read. Where some were not, a row that is not found says nothing.
        """
        omitted = array("Q")
        buckets = zip(self._rows.each(), across.fits.each(), across.ids.each(), strict=True)
        for rows, fits, ids in buckets:
            wanted = {number: (index, leaf) for number, index, leaf in FIT.iter_unpack(fits)}
            numbers = array("Q", ids)
            known = dict(zip(numbers[0::2], numbers[1::2], strict=True))
            seen: dict[int, int] = {}
            for number, row, place, does_fit, leaf in ROW.iter_unpack(rows):
                if number in seen:
                    self.findings.add("row_twice", row=row, id=number, other=seen[number])
                    continue
                seen[number] = row
                if number not in known:
                    if place and whole:
                        self.findings.add("row_unknown", row=row, id=number, place=place - 1)
                elif number in wanted:
                    self._compare_row(row, number, place, leaf, wanted[number])
                elif does_fit:
                    self.findings.add("row_changed", known[number], row=row, id=number)
            for number, (index, _leaf) in wanted.items():
                if number not in seen:
                    omitted.extend((index, number))
        if not whole:
            self.findings.add("rows_unknown")
        if self.complete:
            self._say_omitted(omitted, code_at)
        if self.disclosed:
            self.disclosed.judge(across, whole=whole and self.complete)

    def _compare_row(
        self, row: int, number: int, place: int, leaf: bytes, wanted: tuple[int, bytes]
    ) -> None:
        if leaf != wanted[1]:
            self.findings.add("row_changed", wanted[0], row=row, id=number)
        elif place != wanted[0] + 1:
            said = "–" if not place else str(place - 1)
            self.findings.add("row_place", wanted[0], row=row, id=number, found=said)

    def _say_omitted(self, omitted: array[int], code_at: Callable[[int], str]) -> None:
        pairs = sorted(zip(omitted[0::2], omitted[1::2], strict=True))
        for place, (index, number) in enumerate(pairs):
            # Only the first ones are told in full.
            event = code_at(index) if place < SHOWN else ""
            self.findings.add("row_omitted", index, id=number, event=event, file=LINES)

    def close(self) -> None:
        """Give temporary files back."""
        self._rows.close()
        if self.disclosed:
            self.disclosed.close()


def check_rows(
    export: Whole, across: Across, code_at: Callable[[int], str], report: Report, *, whole: bool
) -> None:
    """Check the rows of an export whose manifest can be used.

    Args:
        export: its files; across: what its log gave; code_at, whole: as for `Rows.compare`.
    """
    if export.manifest is None:
        return
    rows = Rows(export.reader, export.manifest, report.findings)
    try:
        rows.read()
        rows.compare(across, code_at, whole=whole)
    finally:
        rows.close()
    report.export, report.rows = export.manifest.export, rows.count
    report.opened = rows.disclosed.count if rows.disclosed else 0
