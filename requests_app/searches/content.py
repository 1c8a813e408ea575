"""Opens and seals what belongs to one request, under that request's own key.
The wrapping key lies in a file outside the database; without it, or after destruction, nothing opens."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings

from requests_app.common import clock
from requests_app.common.errors import CountersignError
from requests_app.searches import answers as answers_module
from requests_app.searches import envelope, intake
from requests_app.searches.answers import Answers
from requests_app.searches.models import (
    ContentKey,
    Draft,
    Justification,
    Probe,
    SearchRequest,
    StoredFile,
)

Sealed = bytes | memoryview
"""What a binary column gives back."""


class ContentDestroyed(CountersignError):
    """The key of this request has been destroyed: its content can never be read again."""

    code = "content_destroyed"


ContentDamaged = envelope.ContentDamaged


@lru_cache(maxsize=4)
def _wrapping_key(path: str) -> envelope.WrappingKey:
    return envelope.WrappingKey.from_file(path)


def _context(search_request_id: UUID, label: str) -> bytes:
    return f"countersign/content/1/{search_request_id}/{label}".encode()


def create_key(search_request: SearchRequest) -> None:
    """Make the data key of a new request and store it wrapped."""
    wrapped = envelope.wrap(
        envelope.new_data_key(),
        _wrapping_key(str(settings.COUNTERSIGN_CONTENT_KEY_FILE)),
        context=_context(search_request.id, "key"),
    )
    ContentKey.objects.create(
        search_request=search_request, wrapped=wrapped, created_at=clock.now()
    )


def _data_key(search_request: SearchRequest) -> bytes:
    held = ContentKey.objects.get(search_request=search_request)
    if held.wrapped is None:
        raise ContentDestroyed
    return envelope.unwrap(
        bytes(held.wrapped),
        _wrapping_key(str(settings.COUNTERSIGN_CONTENT_KEY_FILE)),
        context=_context(search_request.id, "key"),
    )


def seal(search_request: SearchRequest, plaintext: bytes, *, label: str) -> bytes:
    """Encrypt under the request's key; `label` says what it is and is authenticated with it."""
    return envelope.seal(
        _data_key(search_request), plaintext, context=_context(search_request.id, label)
    )


def unseal(search_request: SearchRequest, sealed: Sealed, *, label: str) -> bytes:
    """Decrypt what `seal` made for this very request and label.

    Raises:
        ContentDestroyed: the key is gone.
        ContentDamaged: the bytes, the request or the label are not those that were sealed.
    """
    return envelope.unseal(
        _data_key(search_request),
        bytes(sealed),
        context=_context(search_request.id, label),
    )


def destroy_key(search_request: SearchRequest) -> None:
    """Destroy the request's key. There is no way back."""
    ContentKey.objects.filter(search_request=search_request, destroyed_at=None).update(
        wrapped=None, destroyed_at=clock.now()
    )


def seal_answers(search_request: SearchRequest, answers: Answers, *, label: str) -> bytes:
    """Seal a document of answers as its canonical bytes."""
    return seal(search_request, answers_module.encode(answers), label=label)


def draft_answers(search_request: SearchRequest) -> Answers:
    """Open the draft as it was last saved."""
    draft = Draft.objects.get(search_request=search_request)
    return answers_module.decode(unseal(search_request, draft.sealed, label="draft"))


def submitted_answers(search_request: SearchRequest, justification: Justification) -> Answers:
    """Open one frozen version."""
    label = version_label(justification.version)
    return answers_module.decode(unseal(search_request, justification.sealed, label=label))


def version_label(version: int) -> str:
    """Return the label under which a frozen version is sealed."""
    return f"version-{version}"


def file_bytes(stored: StoredFile) -> bytes:
    """Open a stored file."""
    return unseal(stored.search_request, stored.sealed, label=f"file-{stored.id}")


def file_name(stored: StoredFile) -> str:
    """Open the name a file was uploaded under."""
    return unseal(stored.search_request, stored.sealed_name, label=f"name-{stored.id}").decode()


def seal_json(search_request: SearchRequest, value: object, *, label: str) -> bytes:
    """Seal a small JSON value."""
    return seal(search_request, json.dumps(value, ensure_ascii=False).encode(), label=label)


def open_json(search_request: SearchRequest, sealed: Sealed, *, label: str) -> Any:
    """Open what `seal_json` sealed."""
    return json.loads(unseal(search_request, sealed, label=label))


def probe_particulars(probe: Probe) -> intake.Probe:
    """Return what the intake found, digests included, with the transmission copy."""
    record = open_json(probe.search_request, probe.sealed_particulars, label=f"probe-{probe.id}")
    return intake.Probe.from_json(record, file_bytes(probe.transmission))
