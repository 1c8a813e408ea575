"""Seals and opens what belongs to one request, under that request's own key and each under its name.

The wrapping key lies in a file outside the database; without it, or after destruction, nothing opens.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import MAXYEAR, MINYEAR
from typing import Any
from uuid import UUID, uuid4

from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.common.errors import BadInput
from requests_app.common.read_once import read_once
from requests_app.searches import answers as answers_module
from requests_app.searches import content_keys, envelope, file_names, intake
from requests_app.searches.answers import Answers
from requests_app.searches.content_keys import ContentDamaged as ContentDamaged
from requests_app.searches.content_keys import ContentDestroyed as ContentDestroyed
from requests_app.searches.content_keys import create_key as create_key
from requests_app.searches.content_keys import key_opens as key_opens
from requests_app.searches.content_keys import open_part as open_part
from requests_app.searches.content_keys import seal_part as seal_part
from requests_app.searches.models import (
    Authorisation,
    Decision,
    Draft,
    Justification,
    KeptTyping,
    Probe,
    SearchRequest,
    StoredFile,
)


@contextmanager
def readable() -> Iterator[None]:
    """Tell bytes that open but cannot be read like those that do not open: a page explains both alike.

    An earlier release, or a hand in the database, may have sealed what this release cannot read.

    Raises:
        ContentDamaged: what is inside is not in its shape.
    """
    try:
        yield
    except (
        BadInput,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        RecursionError,
    ) as problem:
        raise ContentDamaged from problem


# --- names ---------------------------------------------------------------------------------------
# What a part of a request is: `content_keys` binds it with the request's identifier to what is sealed. The bytes of
# a name never change: stored rows need them.


_DRAFT = "draft"


def _version(number: int) -> str:
    return f"version-{number}"


def _file(file_id: UUID) -> str:
    return f"file-{file_id}"


def _file_name(file_id: UUID) -> str:
    return f"name-{file_id}"


def _particulars(probe_id: UUID) -> str:
    return f"probe-{probe_id}"


def _reasons(decision_id: UUID) -> str:
    return f"decision-{decision_id}"


def _opening(search_id: UUID) -> str:
    return f"opening-{search_id}"


def _typing(kept_id: UUID) -> str:
    return f"typing-{kept_id}"


def _typing_of_no_request(kept_id: UUID) -> bytes:
    return f"countersign/typing/1/{kept_id}".encode()


def _json_bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


# --- answers -------------------------------------------------------------------------------------


def seal_draft(search_request: SearchRequest, answers: Answers) -> bytes:
    """Seal the answers that are being written, as their canonical bytes."""
    return seal_part(search_request.id, _DRAFT, answers_module.encode(answers))


def open_draft(search_request: SearchRequest) -> Answers:
    """Open the draft as it was last saved; of its replies to deciders, the one to the present version's return."""
    draft = Draft.objects.get(search_request=search_request)
    opened = open_part(search_request.id, _DRAFT, draft.sealed)
    with readable():
        answers = _without_moments_out_of_reach(answers_module.decode(opened))
    return answers_module.without_other_replies(answers, version=search_request.version)


def _without_moments_out_of_reach(answers: Answers) -> Answers:
    """Leave out a moment that no clock of UTC reaches: an earlier release took the last day of 9999.

    Only a draft can hold one, for no check could be made of it; its page asks for the answer again.
    """
    deadline = answers.urgency.urgency_deadline
    if deadline is None or MINYEAR < deadline.year < MAXYEAR:
        return answers
    urgency = dataclasses.replace(answers.urgency, urgency_deadline=None)
    return dataclasses.replace(answers, urgency=urgency)


def seal_version(search_request: SearchRequest, number: int, answers: Answers) -> bytes:
    """Seal the answers that are frozen as version `number`, as their canonical bytes."""
    return seal_part(search_request.id, _version(number), answers_module.encode(answers))


def open_version(justification: Justification) -> Answers:
    """Open one frozen version."""
    return _version_opened(justification, content_keys.data_key(justification.search_request_id))


def stored_version(justification: Justification) -> bytes:
    """Return the canonical bytes of one frozen version, as they were frozen.

    Raises:
        ContentDestroyed, ContentDamaged: it does not open.
    """
    part = _version(justification.version)
    return open_part(justification.search_request_id, part, justification.sealed)


def open_versions(
    justifications: Sequence[Justification],
) -> Iterator[tuple[Justification, Answers]]:
    """Open versions of many requests, whose keys are read at once; one that does not open is left out."""
    wrapped = content_keys.wrapped_keys({each.search_request_id for each in justifications})
    for each in justifications:
        request_id = each.search_request_id
        try:
            yield (
                each,
                _version_opened(each, content_keys.unwrapped(request_id, wrapped[request_id])),
            )
        except (ContentDestroyed, ContentDamaged):
            continue


def _version_opened(justification: Justification, key: bytes) -> Answers:
    request_id, part = justification.search_request_id, _version(justification.version)
    opened = content_keys.open_with(key, request_id, part, justification.sealed)
    with readable():
        return answers_module.decode(opened)


# --- files ---------------------------------------------------------------------------------------


def store_file(
    search_request: SearchRequest,
    data: bytes,
    *,
    name: str,
    kind: str,
    media_type: str,
    added_by: Account | None,
    warnings: Collection[str] | None = None,
) -> StoredFile:
    """Store a file sealed, and the name it was uploaded under sealed beside it."""
    file_id = uuid4()
    kept_name = file_names.clean_name(name, media_type).encode()
    return StoredFile.objects.create(
        id=file_id,
        search_request=search_request,
        kind=kind,
        media_type=media_type,
        size=len(data),
        sealed=seal_part(search_request.id, _file(file_id), data),
        sealed_name=seal_part(search_request.id, _file_name(file_id), kept_name),
        added_at=clock.now(),
        added_by=added_by,
        warnings=None if warnings is None else list(warnings),
    )


def open_file(stored: StoredFile) -> bytes:
    """Open a stored file."""
    return open_part(stored.search_request_id, _file(stored.id), stored.sealed)


def open_file_name(stored: StoredFile) -> str:
    """Open the name a file was uploaded under.

    An earlier release could cut a name inside its last character: what is whole of it is returned.
    """
    name = open_part(stored.search_request_id, _file_name(stored.id), stored.sealed_name)
    return "".join(
        character for character in name.decode(errors="ignore") if character.isprintable()
    )


def file_name_to_show(stored: StoredFile) -> str:
    """Return the name of a file; empty where the name is damaged, for the file need not be.

    Raises:
        ContentDestroyed: the key is gone.
    """
    try:
        return open_file_name(stored)
    except ContentDamaged:
        return ""


def store_candidates(
    search_request: SearchRequest, listed: Sequence[Mapping[str, str]]
) -> StoredFile:
    """Store a candidate list as a sealed file that nobody uploaded; its size is that of the sealed bytes."""
    file_id = uuid4()
    sealed = seal_part(search_request.id, _file(file_id), _json_bytes(listed))
    return StoredFile.objects.create(
        id=file_id,
        search_request=search_request,
        kind=StoredFile.Kind.CANDIDATES,
        media_type="application/json",
        size=len(sealed),
        sealed=sealed,
        sealed_name=seal_part(search_request.id, _file_name(file_id), b"candidates.json"),
        added_at=clock.now(),
        added_by=None,
    )


def open_candidates(stored: StoredFile) -> list[dict[str, str]]:
    """Open a stored candidate list."""
    opened = open_file(stored)
    with readable():
        listed = json.loads(opened)
        if not all(isinstance(value, str) for candidate in listed for value in candidate.values()):
            raise TypeError("a candidate's parts are texts")
    return list(listed)


# --- the probe image -----------------------------------------------------------------------------


def seal_particulars(
    search_request: SearchRequest, probe_id: UUID, taken: intake.PreparedProbe
) -> bytes:
    """Seal what the intake found of a probe image, digests included."""
    return seal_part(search_request.id, _particulars(probe_id), _json_bytes(taken.as_json()))


@read_once
def open_particulars(probe: Probe) -> intake.PreparedProbe:
    """Return what the intake found, digests included, with the transmission copy."""
    part = _particulars(probe.id)
    opened = open_part(probe.search_request_id, part, probe.sealed_particulars)
    transmission = open_file(probe.transmission)
    with readable():
        return intake.PreparedProbe.from_json(json.loads(opened), transmission)


# --- decisions -----------------------------------------------------------------------------------


def seal_reasons(
    search_request: SearchRequest, decision_id: UUID, reasons: Mapping[str, Any]
) -> bytes:
    """Seal what a decider wrote: the answers to the tests, the message, the conflict of interest."""
    return seal_part(search_request.id, _reasons(decision_id), _json_bytes(reasons))


def open_reasons(decision: Decision) -> dict[str, Any]:
    """Open what a decider wrote."""
    part = _reasons(decision.id)
    opened = open_part(decision.search_request_id, part, decision.sealed_reasons)
    with readable():
        reasons = json.loads(opened)
        tests = {name: {**answer} for name, answer in reasons.get("tests", {}).items()}
        return {**reasons, "tests": tests, "message": str(reasons.get("message") or "")}


def seal_opening(search_request: SearchRequest, search_id: UUID, key: bytes) -> bytes:
    """Seal the key that opens an authorisation's commitment to its probe."""
    return seal_part(search_request.id, _opening(search_id), key)


def open_opening(authorisation: Authorisation) -> bytes:
    """Open the key that opens an authorisation's commitment to its probe."""
    part = _opening(authorisation.search_id)
    return open_part(authorisation.search_request_id, part, authorisation.sealed_opening)


def seal_typing(
    kept_id: UUID, search_request: SearchRequest | None, typed: Mapping[str, Any]
) -> tuple[bytes, bytes | None]:
    """Seal what was typed on a page that could not be received.

    Args:
        kept_id: the id of its row.
        search_request: the request that the page is about, under whose key it is sealed; without
            one it gets a key of its own.
        typed: texts and lists of texts by name.

    Returns:
        what is sealed, and the wrapped key where it has its own.
    """
    if search_request is not None:
        return seal_part(search_request.id, _typing(kept_id), _json_bytes(typed)), None
    context, key = _typing_of_no_request(kept_id), envelope.new_data_key()
    return (
        envelope.seal(key, _json_bytes(typed), context=context),
        envelope.wrap(key, content_keys.wrapping_key(), context=context),
    )


def open_typing(kept: KeptTyping) -> dict[str, Any]:
    """Open what was typed on a page that could not be received."""
    if kept.search_request_id is not None:
        opened = open_part(kept.search_request_id, _typing(kept.id), kept.sealed)
    else:
        context = _typing_of_no_request(kept.id)
        wrapping = content_keys.wrapping_key()
        key = envelope.unwrap(bytes(kept.wrapped or b""), wrapping, context=context)
        opened = envelope.unseal(key, bytes(kept.sealed), context=context)
    with readable():
        return dict(json.loads(opened))
