"""Makes the parts of a disclosure pack, and its one file of them, without storing anything.

One part is in memory at a time, but for those of one step.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from requests_app.common import clock
from requests_app.searches import disclosure, disclosure_packs
from requests_app.searches.disclosure import LeftOut, Manifest
from requests_app.searches.models import DisclosurePack, DisclosurePart
from requests_app.wire.shapes import write_time
from requests_app.workflow import disclosure_log, disclosure_parts
from requests_app.workflow.disclosed_part import Part, stem_of

MOST_PARTS, MOST_BYTES = 25, 6 * 2**20
"""What one step makes at most; of one larger part, that one."""
Summary = Callable[[DisclosurePack, tuple[DisclosurePart, ...]], bytes | LeftOut]
"""How a pack and its other parts become the bytes of its summary, or why there is none."""


def next_parts(
    pack: DisclosurePack, parts: tuple[DisclosurePart, ...], summary: Summary
) -> Iterator[DisclosurePart]:
    """Yield the rows of the next parts, not stored yet; none where the pack has them all.

    Args:
        pack: with its request; parts: those that it has; summary: makes the last one.
    """
    there = {stem_of(each.name) for each in parts}
    if stem_of(disclosure_parts.SUMMARY) in there:
        return
    number, size = len(parts), 0
    lacking = (each for each in disclosure_parts.expected(pack) if each.stem not in there)
    for part in lacking:
        number += 1
        row = _row(pack, number, part)
        size += row.size
        yield row
        if number - len(parts) >= MOST_PARTS or size >= MOST_BYTES:
            return
    if number == len(parts):
        yield _row(pack, number + 1, Part(disclosure_parts.SUMMARY, lambda: summary(pack, parts)))


def _row(pack: DisclosurePack, number: int, part: Part) -> DisclosurePart:
    data = part.made()
    if isinstance(data, LeftOut):
        return disclosure_packs.absent_part(pack, number, part.name, data)
    made = disclosure_packs.sealed_part(pack, number, part.name, data)
    # What was stored by an earlier release, or by a hand in the database, may be other than what the log vouches for.
    if part.event is not None and disclosure_log.vouches(part.event, made.sha256):
        made.event = part.event
    return made


@dataclass(frozen=True, slots=True)
class Made:
    """What a finished pack is: when, what is in it, and the digest and size of its one file."""

    at: datetime
    manifest: Manifest
    file_sha256: str
    file_size: int


def finished(pack: DisclosurePack, parts: tuple[DisclosurePart, ...]) -> Made:
    """Return what a pack is that has all its parts.

    Raises:
        ContentDestroyed, ContentDamaged: a part does not open.
    """
    now = clock.real_now()
    manifest = Manifest(
        format=disclosure.FORMAT,
        reference=pack.search_request.reference,
        number=pack.number,
        recipient=pack.recipient,
        profile=pack.profile,
        language=pack.language,
        made_at=write_time(now),
        entries=disclosure_packs.entries_of(parts),
        absent=disclosure_packs.absent_of(parts),
    )
    digest, size = hashlib.sha256(), 0
    for piece in file_of(manifest, parts):
        digest.update(piece)
        size += len(piece)
    return Made(now, manifest, digest.hexdigest(), size)


def file_of(manifest: Manifest, parts: tuple[DisclosurePart, ...]) -> Iterator[bytes]:
    """Yield the bytes of a pack's one file, a part at a time.

    Raises:
        ContentDestroyed, ContentDamaged: a part does not open.
    """
    opened = ((each.name, partial(_opened, each.pk)) for each in parts if not each.left_out)
    return disclosure.packed(opened, manifest)


def _opened(part_id: UUID) -> bytes:
    return disclosure_packs.opened_part(DisclosurePart.objects.get(pk=part_id))
