"""Seals and opens disclosure packs: who gets one and why, and its parts, each under a key of its own.

Destroying the keys of the parts ends them; destroying the request's ends everything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db.models import QuerySet

from requests_app.accounts import rights
from requests_app.accounts.models import Account
from requests_app.searches import content, disclosure, envelope
from requests_app.searches.disclosure import Absent, Asked, Entry
from requests_app.searches.models import DisclosurePack, DisclosurePart


def seal_asked(search_request_id: UUID, pack_id: UUID, said: Asked) -> bytes:
    """Return who gets a pack and why, sealed."""
    return content.seal_part(search_request_id, _asked(pack_id), disclosure.encode(said))


def opened_asked(pack: DisclosurePack) -> Asked:
    """Return who gets a pack and why.

    Raises:
        ContentDestroyed: the key is gone.
        ContentDamaged: what is stored does not open.
    """
    opened = content.open_part(pack.search_request_id, _asked(pack.id), pack.sealed)
    with content.readable():
        return disclosure.decode_asked(opened)


def asked_if_whole(pack: DisclosurePack) -> Asked | None:
    """Return who gets a pack and why; None where it is destroyed or damaged."""
    try:
        return opened_asked(pack)
    except (content.ContentDestroyed, content.ContentDamaged):
        return None


def sealed_part(pack: DisclosurePack, number: int, name: str, data: bytes) -> DisclosurePart:
    """Return the row of a part that is there, not stored yet.

    Raises:
        ContentDestroyed: the request's key is gone.
    """
    entry, part_id, key = disclosure.entry_of(name, data), uuid4(), envelope.new_data_key()
    return DisclosurePart(
        id=part_id,
        pack=pack,
        search_request_id=pack.search_request_id,
        number=number,
        name=name,
        size=entry.size,
        sha256=entry.sha256,
        sealed=envelope.seal(key, data, context=_context(part_id)),
        sealed_key=content.seal_part(pack.search_request_id, _key(part_id), key),
    )


def absent_part(pack: DisclosurePack, number: int, name: str, why: str) -> DisclosurePart:
    """Return the row of a part that is left out, not stored yet. why: a `disclosure.LeftOut`."""
    return DisclosurePart(
        id=uuid4(),
        pack=pack,
        search_request_id=pack.search_request_id,
        number=number,
        name=name,
        left_out=why,
    )


def opened_part(part: DisclosurePart) -> bytes:
    """Return a part.

    Raises:
        ContentDestroyed: the request's key is gone, or the pack has expired.
        ContentDamaged: what is stored does not open, or is not what was stored.
    """
    if part.sealed is None or part.sealed_key is None:
        raise content.ContentDestroyed
    key = content.open_part(part.search_request_id, _key(part.id), part.sealed_key)
    data = envelope.unseal(key, bytes(part.sealed), context=_context(part.id))
    if hashlib.sha256(data).hexdigest() != part.sha256:
        raise content.ContentDamaged
    return data


def listed_parts(pack: DisclosurePack) -> QuerySet[DisclosurePart]:
    """Return the parts of a pack in their order, without their bytes, which are megabytes."""
    return DisclosurePart.objects.filter(pack=pack).order_by("number").defer("sealed")


def entries_of(parts: Iterable[DisclosurePart]) -> tuple[Entry, ...]:
    """Return what the manifest says of the parts that are there."""
    return tuple(
        Entry(each.name, each.size, each.sha256, each.event) for each in parts if not each.left_out
    )


def absent_of(parts: Iterable[DisclosurePart]) -> tuple[Absent, ...]:
    """Return what the manifest says of the parts that are left out."""
    return tuple(Absent(each.name, each.left_out) for each in parts if each.left_out)


def packs_for(account: Account) -> QuerySet[DisclosurePack]:
    """Return the packs of the units this person decides for, the newest first; none of requests that they made or examined."""
    found = DisclosurePack.objects.filter(unit__in=rights.decidable_units(account))
    return (
        found.exclude(search_request__requested_by_person=account.person_id)
        .exclude(search_request__examinations__examiner_person=account.person_id)
        .select_related("search_request__unit", "asked_by_person")
        .defer("sealed", "manifest")
        .order_by("-asked_at", "pk")
    )


# These bytes never change: stored rows need them.


def _asked(pack_id: UUID) -> str:
    return f"disclosure-{pack_id}"


def _key(part_id: UUID) -> str:
    return f"disclosure-part-{part_id}"


def _context(part_id: UUID) -> bytes:
    return f"countersign/disclosure-part/1/{part_id}".encode()
