"""The key of each request: made, wrapped by the key in a file outside the database, and unwrapped to seal and to open.

What is sealed under it is bound to its request and to what part of it it is. Must not know what the parts are.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from requests_app.common import clock
from requests_app.common.errors import CountersignError
from requests_app.common.read_once import read_once
from requests_app.searches import envelope
from requests_app.searches.models import ContentKey, SearchRequest


class ContentDestroyed(CountersignError):
    """The key of this request has been destroyed: its content can never be read again."""

    code = "content_destroyed"


ContentDamaged = envelope.ContentDamaged
"""What is stored does not open, or is not what it should be once it is open."""

_KEY = "key"


def _name(search_request_id: UUID, part: str) -> bytes:
    """Say which request a part belongs to and what it is; it opens in its own place only.

    These bytes never change: stored rows need them.
    """
    return f"countersign/content/1/{search_request_id}/{part}".encode()


@lru_cache(maxsize=4)
def _from_file(path: str) -> envelope.WrappingKey:
    return envelope.WrappingKey.from_file(path)


def wrapping_key() -> envelope.WrappingKey:
    """Return the key of this installation that every other one is wrapped by."""
    return _from_file(str(settings.COUNTERSIGN_CONTENT_KEY_FILE))


def create_key(search_request: SearchRequest) -> None:
    """Make the data key of a new request and store it wrapped."""
    wrapped = envelope.wrap(
        envelope.new_data_key(), wrapping_key(), context=_name(search_request.id, _KEY)
    )
    ContentKey.objects.create(
        search_request=search_request, wrapped=wrapped, created_at=clock.now()
    )


@read_once
def _wrapped_key(search_request_id: UUID) -> bytes | None:
    kept = ContentKey.objects.values_list("wrapped", flat=True)
    wrapped = kept.get(search_request_id=search_request_id)
    return None if wrapped is None else bytes(wrapped)


def wrapped_keys(search_request_ids: Collection[UUID]) -> dict[UUID, bytes | None]:
    """Return the keys of many requests as they are stored; None for one that was destroyed."""
    kept = ContentKey.objects.filter(search_request__in=search_request_ids)
    return {
        request_id: None if wrapped is None else bytes(wrapped)
        for request_id, wrapped in kept.values_list("search_request_id", "wrapped")
    }


def unwrapped(search_request_id: UUID, wrapped: bytes | None) -> bytes:
    """Return the data key of a request from what is stored of it.

    Raises:
        ContentDestroyed: the key is gone.
        ContentDamaged: it is not this request's, or was wrapped by another key.
    """
    if wrapped is None:
        raise ContentDestroyed
    return envelope.unwrap(wrapped, wrapping_key(), context=_name(search_request_id, _KEY))


def data_key(search_request_id: UUID) -> bytes:
    """Return the data key of a request.

    Raises:
        As `unwrapped`.
    """
    return unwrapped(search_request_id, _wrapped_key(search_request_id))


def key_opens(search_request: SearchRequest) -> bool:
    """Whether anything more can be written to a request: its key is there and opens."""
    try:
        data_key(search_request.id)
    except (ContentDestroyed, ContentDamaged):
        return False
    return True


def seal_part(search_request_id: UUID, part: str, plaintext: bytes) -> bytes:
    """Seal one part of a request under its key and its name."""
    return envelope.seal(
        data_key(search_request_id), plaintext, context=_name(search_request_id, part)
    )


def open_part(search_request_id: UUID, part: str, sealed: bytes | memoryview) -> bytes:
    """Return what was sealed for this very request and part.

    Every function of `content` that opens something may raise the same.

    Raises:
        ContentDestroyed: the key is gone.
        ContentDamaged: the bytes, the request or the part are not those that were sealed.
    """
    return open_with(data_key(search_request_id), search_request_id, part, sealed)


def open_with(key: bytes, search_request_id: UUID, part: str, sealed: bytes | memoryview) -> bytes:
    """Return what was sealed for this request and part under its data key, as `open_part` does."""
    return envelope.unseal(key, bytes(sealed), context=_name(search_request_id, part))
