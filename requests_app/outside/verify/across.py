"""What can only be seen across the whole log: each request's chain, ids that stand twice, one installation, times.

Must not keep an entry: records of fixed length go through `buckets.py`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any
from zlib import crc32

from .buckets import COUNT, Buckets
from .entries import uuid_of
from .findings import Findings
from .shape import Differences
from .work import CHAIN, ERASURE, MOST_TOLD, SIGNED, Judged, note_backwards


class Across:
    """Gathers the records of all runs of bundles, in the log's order.

    Attributes:
        ids: records of all entries; fits: of those that fit the export's filter; told: what they say of the export.
        erased: records of events with which openings of a request went.
    """

    def __init__(self, findings: Findings) -> None:
        """Begin with nothing."""
        self.findings = findings
        self.events = 0
        self.requests = 0
        self.earliest: str = ""
        self.latest: str = ""
        self.installation = ""
        self.told: list[tuple[int, str, dict[str, Any]]] = []
        self._last: str = ""
        self._chain, self.ids, self._signed = Buckets(), Buckets(), bytearray()
        self.fits, self.differences = Buckets(), Differences()
        self.erased = Buckets()

    def take(self, judged: Judged, first: int) -> None:
        """Take in what one run gave. `first`: the index of its first entry."""
        self.findings.merge(judged.findings)
        self.events += judged.events
        for buckets, records in (
            (self._chain, judged.chain),
            (self.ids, judged.ids),
            (self.fits, judged.fits),
        ):
            for bucket, each in enumerate(records):
                if each:
                    buckets.add(bucket, bytes(each))
        self._signed += judged.signed
        for request, seq in ERASURE.iter_unpack(judged.erased):
            self.erased.add(crc32(request) % COUNT, ERASURE.pack(request, seq))
        self.differences.merge(judged.differences)
        self.told = (self.told + judged.told)[:MOST_TOLD]
        for installation, index in judged.installations.items():
            self.installation = self.installation or installation
            if installation != self.installation:
                self.findings.add(
                    "installation", index, found=installation, wanted=self.installation
                )
        if judged.times:
            begins, ends, earliest, latest = judged.times
            if begins < self._last:
                note_backwards(self.findings, self._last, begins, first)
            self._last = ends
            self.earliest = min(self.earliest or earliest, earliest)
            self.latest = max(self.latest or latest, latest)

    def signed(self) -> Iterator[tuple[int, int, bytes]]:
        """Size, index and root of each `checkpoint.signed` event, the smallest size first."""
        yield from sorted(SIGNED.iter_unpack(bytes(self._signed)))

    def check_ids(self) -> None:
        """Find ids of events that stand twice."""
        for data in self.ids.each():
            numbers = array("Q", data)
            ids = numbers[0::2]
            if len(set(ids)) == len(ids):
                continue
            seen: dict[int, int] = {}
            for event_id, index in zip(ids, numbers[1::2], strict=True):
                if event_id in seen:
                    self.findings.add("id_twice", index, id=event_id, other=seen[event_id])
                seen.setdefault(event_id, index)

    def check_chains(self, *, whole: bool) -> None:
        """Follow each request from its first event to its last.

        Args:
            whole: whether all entries were read. Where some were not, a gap says nothing, so requests are only counted.
        """
        for data in self._chain.each():
            last: dict[bytes, tuple[int, bytes, int]] = {}
            for request, index, seq, previous, leaf in CHAIN.iter_unpack(data):
                before = last.get(request)
                last[request] = (seq, leaf, index)
                if whole:
                    self._follow(request, index, seq, previous, before)
            self.requests += len(last)

    def _follow(
        self,
        request: bytes,
        index: int,
        seq: int,
        previous: bytes,
        before: tuple[int, bytes, int] | None,
    ) -> None:
        if before is None:
            if seq != 1:
                self.findings.add("chain_begins", index, request=uuid_of(request), found=seq)
        elif seq != before[0] + 1:
            self.findings.add(
                "chain_counter",
                index,
                request=uuid_of(request),
                found=seq,
                wanted=before[0] + 1,
                neighbour=before[2],
            )
        elif previous != before[1]:
            self.findings.add(
                "chain_previous", index, request=uuid_of(request), found=seq, neighbour=before[2]
            )

    def close(self) -> None:
        """Give temporary files back."""
        self._chain.close()
        self.ids.close()
        self.fits.close()
        self.erased.close()
