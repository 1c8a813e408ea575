"""The openings of an export against the commitments of its rows: each is opened, or the log says that it was erased.

Must not keep a value, nor a row: both files are read side by side, and records of fixed length go through `buckets.py`.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Mapping
from zlib import crc32

from .across import Across
from .buckets import COUNT, Buckets
from .entries import uuid_of
from .entry import ERASED, Entry
from .findings import Fact, Findings
from .lines import LongLine, lines_of
from .openings import LONGEST, BadOpening, Opening, read_opening
from .source import Reader, Unreadable
from .whole import DISCLOSURES
from .work import ERASURE

RECORD = struct.Struct("=16sQQQB48s")
"""Request, place in the request, event id, leaf index and one (0 for none), how many fields, the first of them."""
STATED = struct.Struct("=16sQQQ48sQ")
"""Request, place in the request, event id, leaf index and one, field, and the event that is said to have erased it."""
_ROW_ERASES = struct.Struct("=16sQQ")
"""Request, place in the request and event id of an erasure that is a row, and not in the log yet."""
_MOST_FIELDS = 255
_ID = struct.Struct("=Q")


class Disclosed:
    """Reads the openings beside the rows, then asks the log about what is opened and what is not.

    Attributes:
        count: how many commitments were opened.
    """

    def __init__(self, reader: Reader, findings: Findings, *, states_erased: bool) -> None:
        """Keep where they lie, and read the first line. `states_erased`: as in the manifest."""
        self.reader, self.findings, self.states_erased = reader, findings, states_erased
        self.count = 0
        self._line = 0
        self._complete, self._in_order, self._rows_read = True, True, True
        self._last = 0
        self._opened, self._closed, self._erased_later = Buckets(), Buckets(), Buckets()
        self._stated, self._later = Buckets(), Buckets()
        """What is said to be erased after the checkpoint; and the numbers of all events after it that are rows."""
        self._never: list[tuple[int, int, str]] = []
        """The first commitment of an event of no request that is not opened; such a one is never erased."""
        self._unexplained = 0
        self._said_count = 0
        self._said: list[tuple[int, int, str, int]] = []
        """Of what the log does not show to be erased, but the export says is: the first, and by which event."""
        self._openings = self._each()
        self._next = next(self._openings, None)

    def _each(self) -> Iterator[Opening]:
        """The lines that have the form of one and stand in order; the others are told of."""
        last: tuple[int, str] = (0, "")
        try:
            for line in lines_of(self.reader.chunks(DISCLOSURES), LONGEST):
                self._line += 1
                try:
                    opening = read_opening(line)
                except BadOpening:
                    self.findings.add("opening_bad", file=DISCLOSURES, row=self._line)
                    continue
                place = opening[:2]
                if place > last:
                    last = place
                    yield opening
                elif place == last:
                    self._say("opening_twice", opening)
                else:
                    self._in_order = False
                    self._say("opening_order", opening)
        except LongLine:
            self._complete = False
            self.findings.add("opening_bad", file=DISCLOSURES, row=self._line + 1)
        except Unreadable as error:
            self._complete = False
            if error.code != "file_missing":  # that was told with the manifest
                self.findings.add("file_unreadable", file=error.name, why=error.code)

    def _say(self, code: str, opening: Opening, index: int = -1) -> None:
        also: dict[str, Fact] = {
            "file": DISCLOSURES, "row": self._line, "id": opening.event_id, "field": opening.field,
        }  # fmt: skip
        self.findings.add(code, index, also=also)

    def skip(self) -> None:
        """Pass over a row that cannot be read: the openings of its event are then told as nobody's."""
        self._rows_read = False

    def compare(self, entry: Entry, place: int, committed: Mapping[str, str]) -> None:
        """Compare what is opened of one row.

        Args:
            entry: of the row; place: its leaf index as the row states it, and one, or 0; committed: its commitments.
        """
        if entry.event_id <= self._last:
            return  # repeated or out of order, which is told of the row
        self._last = entry.event_id
        self._pass_before(entry.event_id)
        if not place:
            self._later.add(entry.event_id % COUNT, _ID.pack(entry.event_id))
        left = dict(committed)
        opened: list[str] = []
        stated: list[Opening] = []
        while self._next is not None and self._next.event_id == entry.event_id:
            opening = self._next
            if opening.field not in committed:
                self._say("opening_field", opening, place - 1)
            else:
                left.pop(opening.field)
                if opening.leaf_index != (place - 1 if place else None):
                    self._say("opening_place", opening, place - 1)
                if opening.erased_by:
                    stated.append(opening)
                    if not self.states_erased:
                        self._say("erased_format", opening, place - 1)
                elif opening.opens(committed[opening.field]):
                    opened.append(opening.field)
                else:
                    self._say("opening_differs", opening, place - 1)
            self._next = next(self._openings, None)
        self.count += len(opened)
        request = entry.request
        if request is None:
            left |= {each.field: "" for each in stated}  # of no request nothing is ever erased
            if left:
                self._unexplained += len(left)
                self._never = [*self._never, (place, entry.event_id, min(left))]
                self._never = [min(self._never, key=_in_log_first)]
            return
        bucket = crc32(request) % COUNT
        if entry.code == ERASED and not place:
            self._erased_later.add(bucket, _ROW_ERASES.pack(request, entry.seq, entry.event_id))
        for each in stated:
            record = STATED.pack(
                request, entry.seq, entry.event_id, place, each.field.encode(), each.erased_by
            )
            self._stated.add(bucket, record)
        for buckets, fields in ((self._opened, opened), (self._closed, sorted(left))):
            if fields:
                record = RECORD.pack(
                    request, entry.seq, entry.event_id, place,
                    min(len(fields), _MOST_FIELDS), fields[0].encode(),
                )  # fmt: skip
                buckets.add(bucket, record)

    def _pass_before(self, event_id: int | None) -> None:
        """Pass over openings of events before this one, or all where it is None: no row is theirs."""
        while self._next is not None and (event_id is None or self._next.event_id < event_id):
            if self._rows_read:
                self._say("opening_unknown", self._next)
            self._next = next(self._openings, None)

    def finish(self) -> None:
        """See that no opening is left after the last row."""
        self._pass_before(None)

    def judge(self, across: Across, *, whole: bool) -> None:
        """Compare what is opened, and what is not, with the erasures that the log tells of.

        An erasure takes what the request has until then, so that its place among the request's events decides.

        Args:
            across: what the log gave.
            whole: whether all entries and rows were read. Where some were not, what is not opened says nothing.
        """
        first = self._never
        unshown = Buckets()
        for opened, closed, stated, erased, later in zip(
            self._opened.each(),
            self._closed.each(),
            self._stated.each(),
            across.erased.each(),
            self._erased_later.each(),
            strict=True,
        ):
            last: dict[bytes, int] = {}
            for request, seq in ERASURE.iter_unpack(erased):
                last[request] = max(seq, last.get(request, 0))
            # A row that the log does not hold yet is the exporter's word, as a statement is.
            said: dict[bytes, tuple[int, int]] = {}
            for request, seq, by in _ROW_ERASES.iter_unpack(later):
                said[request] = max((seq, by), said.get(request, (0, 0)))
            for request, seq, event_id, place, _count, name in RECORD.iter_unpack(opened):
                if max(last.get(request, 0), said.get(request, (0, 0))[0]) > seq:
                    self.findings.add(
                        "opening_erased", place - 1, file=DISCLOSURES, id=event_id, field=_text(name),
                        request=uuid_of(request),
                    )  # fmt: skip
            for request, seq, event_id, place, count, name in RECORD.iter_unpack(closed):
                until, by = said.get(request, (0, 0))
                if last.get(request, 0) > seq:
                    continue
                if until > seq:
                    self._only_said(count, (place, event_id, _text(name), by))
                    continue
                self._unexplained += count
                first = [min((*first, (place, event_id, _text(name))), key=_in_log_first)]
            for record in STATED.iter_unpack(stated):
                request, seq, event_id, place, name, by = record
                if last.get(request, 0) > seq:
                    continue
                if said.get(request, (0, 0))[0] > seq:
                    self._only_said(1, (place, event_id, _text(name), said[request][1]))
                    continue
                unshown.add(by % COUNT, STATED.pack(*record))
        try:
            self._judge_stated(unshown, across, whole=whole)
        finally:
            unshown.close()
        if first and whole and self._complete and self._in_order:
            place, event_id, name = first[0]
            self.findings.add(
                "not_opened", place - 1, file=DISCLOSURES, count=self._unexplained,
                id=event_id, field=name, place=str(place - 1) if place else "–",
            )  # fmt: skip

    def _judge_stated(self, unshown: Buckets, across: Across, *, whole: bool) -> None:
        """Judge what is said to be erased by events that the log does not reach.

        Args:
            unshown: those that no erasure in the log or among the rows explains; across, whole: as for `judge`.
        """
        for stated, ids, later in zip(
            unshown.each(), across.ids.each(), self._later.each(), strict=True
        ):
            known = {*array("Q", ids)[0::2], *array("Q", later)} if stated else set()
            for request, _seq, event_id, place, name, by in STATED.iter_unpack(stated):
                if by in known:
                    self.findings.add(
                        "erased_by_another", place - 1, file=DISCLOSURES, id=event_id,
                        field=_text(name), request=uuid_of(request), by=by,
                    )  # fmt: skip
                    continue
                self._only_said(1, (place, event_id, _text(name), by))
        if self._said and whole and self._complete:
            place, event_id, text, by = self._said[0]
            self.findings.add(
                "erased_later", place - 1, file=DISCLOSURES, count=self._said_count, id=event_id,
                field=text, by=by,
            )  # fmt: skip

    def _only_said(self, count: int, found: tuple[int, int, str, int]) -> None:
        """Keep that commitments were erased after the checkpoint, as the export alone says."""
        self._said_count += count
        self._said = [min((*self._said, found), key=lambda each: _in_log_first(each[:3]))]

    def close(self) -> None:
        """Give temporary files back."""
        for buckets in (
            self._opened, self._closed, self._erased_later, self._stated, self._later,
        ):  # fmt: skip
            buckets.close()


def _in_log_first(found: tuple[int, int, str]) -> tuple[bool, int, int]:
    """What comes first: the smallest leaf index, and before what has none."""
    place, event_id, _field = found
    return (not place, place, event_id)


def _text(name: bytes) -> str:
    return name.rstrip(b"\0").decode()
