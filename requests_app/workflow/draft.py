"""Writing a request: start it, and save a page of answers.

Judges nothing: a draft may be as wrong as its author likes until it is submitted.
"""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import UUID

from django.db import connection

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import BadInput, NotFound, PreconditionFailed, StaleRead
from requests_app.common.references import format_reference
from requests_app.searches import answers as answers_module
from requests_app.searches import content, lookups, of_the_picture
from requests_app.searches.answers import Answers, Declaration, Reply
from requests_app.searches.models import Draft, SearchRequest
from requests_app.searches.states import RESTARTABLE, Action, Status
from requests_app.workflow import permissions, quotas
from requests_app.workflow.unit_of_work import Work, unit_of_work

ContentDamaged = content.ContentDamaged
"""What is stored of the request does not open; see `searches.content`."""
LONGEST_TEXT = 20_000
"""Characters in one answer, far above any honest one; forms set their own, shorter limits."""


def _next_reference(year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('searches_reference_number')")
        (number,) = cursor.fetchone()
    return format_reference(year, number)


def start(*, actor: Actor, started_from: UUID | None = None) -> SearchRequest:
    """Begin a draft, blank or from the answers of a request that ended.

    Args:
        actor: the officer.
        started_from: their own request that ended, or whose search failed; its answers are copied.
            Its picture, what was said of that, its documents, its declaration and its reply to a decider
            are not, since each search stands on its own.

    Raises:
        NotPermitted: the actor is no officer in use.
        NotFound: the earlier request is not theirs.
        PreconditionFailed: they belong to no unit in use, have too many drafts open, or the earlier
            request has not ended.
    """
    with unit_of_work(actor=actor, action="start") as work:
        account = permissions.check_is_officer(actor)
        if account.unit is None or not account.unit.is_active:
            raise PreconditionFailed("no_unit")
        quotas.check_room_for_draft(work)
        earlier, answers = None, Answers()
        if started_from is not None:
            earlier = SearchRequest.objects.filter(id=started_from).first()
            if earlier is None:
                raise NotFound
            permissions.check_is_requester(actor, earlier)
            if Status(earlier.status) not in RESTARTABLE:
                raise PreconditionFailed("not_ended")
            copied = of_the_picture.of_another_picture(content.open_draft(earlier))
            answers = dataclasses.replace(copied, declaration=Declaration(), reply=Reply())
        now = clock.now()
        work.search_request = SearchRequest.objects.create(
            reference=_next_reference(clock.real_now().year),
            unit=account.unit,
            requested_by=account,
            requested_by_person=account.person,
            created_at=now,
            status_since=now,
            started_from=earlier,
        )
        content.create_key(work.search_request)
        Draft.objects.create(
            search_request=work.search_request,
            sealed=content.seal_draft(work.search_request, answers),
            saved_at=now,
        )
        work.record(
            "search.drafted",
            status_after=Status.DRAFT.value,
            facts={"started_from": str(started_from) if started_from else None},
        )
        return work.search_request


def check_may_edit(work: Work) -> None:
    """Refuse everybody but the requester, and every status in which nothing may be changed.

    Raises:
        NotPermitted, NotFound: see `permissions.check_is_requester`.
        InvalidTransition: the request is not being written.
    """
    permissions.check_is_requester(work.actor, work.request_row)
    work.check_may(Action.EDIT)


def open_draft(work: Work) -> tuple[Draft, Answers]:
    """Return the locked draft of the request and its answers, for a change.

    Raises:
        As `check_may_edit`.
    """
    check_may_edit(work)
    draft = Draft.objects.select_for_update().get(search_request=work.request_row)
    return draft, content.open_draft(work.request_row)


def keep(work: Work, draft: Draft, before: Answers, after: Answers, *, section: str) -> None:
    """Seal the changed answers of the locked draft and record which fields changed.

    Args:
        work: the use case that changes them.
        draft: the locked draft, from `open_draft`.
        before: its answers as they were.
        after: its answers as they are to be.
        section: the page that was saved, a name in `answers.SECTIONS`.
    """
    row = work.request_row
    draft.sealed = content.seal_draft(row, after)
    draft.revision += 1
    draft.saved_at = clock.now()
    draft.save()
    update: dict[str, Any] = {}
    looked_up = lookups.case_lookup(after.case.case_number)
    if looked_up != row.case_lookup:
        update["case_lookup"] = looked_up
    if after.urgency.urgency != row.urgency:
        update["urgency"] = after.urgency.urgency[:30]
    work.move(
        Action.EDIT,
        update=update,
        facts={
            "section": section,
            "revision": draft.revision,
            "fields": [change.path for change in answers_module.changes(before, after)],
        },
    )


def _check_sizes(value: Any) -> None:
    plain = answers_module.to_plain(value)
    texts = [plain]
    while texts:
        item = texts.pop()
        if isinstance(item, str) and len(item) > LONGEST_TEXT:
            raise BadInput({"answers": ["too_long"]})
        if isinstance(item, str) and "\x00" in item:
            raise BadInput({"answers": ["control_characters"]})
        if isinstance(item, dict):
            texts += item.values()
        elif isinstance(item, list | tuple):
            texts += item


def _to_the_return(row: SearchRequest, reply: Reply) -> Reply:
    """Name the version whose return this answers, which is never left to the caller."""
    if not reply.text:
        return Reply()
    if row.status != Status.RETURNED:
        raise PreconditionFailed("nothing_to_reply_to", status=row.status)
    return Reply(to_version=row.version, text=reply.text)


def save_section(
    *,
    actor: Actor,
    search_request_id: UUID,
    section: str,
    value: Any,
    revision: int | None = None,
) -> Draft:
    """Save one page of answers.

    Args:
        actor: the requester.
        search_request_id: a draft or a returned request.
        section: a name in `answers.SECTIONS`.
        value: the section's dataclass (a tuple of rows for `means`).
        revision: the draft's revision when the page was drawn; None saves in any case.

    Raises:
        StaleRead: this section was changed elsewhere since; `changes` names what differs.
        PreconditionFailed: the description is locked since the first submission, or there is nothing to
            reply to (`nothing_to_reply_to`): the request was not returned.
        BadInput: a text is longer than any answer can be, or holds NUL.
    """
    if section not in answers_module.SECTIONS:
        raise BadInput({"section": ["unknown"]})
    _check_sizes(value)
    with unit_of_work(actor=actor, action="edit", search_request_id=search_request_id) as work:
        draft, before = open_draft(work)
        if section == "reply":
            value = _to_the_return(work.request_row, value)
        after = dataclasses.replace(before, **{section: value})
        changed = answers_module.changes(before, after)
        if revision is not None and revision != draft.revision and changed:
            raise StaleRead([change.path for change in changed], revision=draft.revision)
        if (
            work.request_row.description_locked_at is not None
            and after.subject.description != before.subject.description
        ):
            raise PreconditionFailed("description_locked")
        keep(work, draft, before, after, section=section)
        return draft
