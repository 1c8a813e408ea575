"""The legal sign-off of a version of a policy pack, and its end: proposed by one policy administrator, settled by another person.

A sign-off holds for exactly the bytes of one version. Nobody settles their own; the database's constraints say the same.
"""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from django.utils import timezone

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import BadInput, NotFound, PreconditionFailed
from requests_app.policy.errors import PackError
from requests_app.policy.packs import load_pack
from requests_app.policy.rules import Pack
from requests_app.registry import selectors
from requests_app.registry.models import PackSignOff, PackVersion, SettledHow, SignOffKind
from requests_app.workflow import permissions
from requests_app.workflow.administration.inputs import plain_text, reason_given
from requests_app.workflow.administration.policy_proposals import (
    check_proposer_still_holds,
    one_at_a_time,
    open_proposal,
    settle,
)
from requests_app.workflow.unit_of_work import Work, unit_of_work

MOST_CHARACTERS_OF_A_LINE = 200
LEAST_REASON = 20
"""Characters, half of them letters: what counsel was asked, or why an opinion does not stand."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FIRST_DAY = date(1900, 1, 1)


def version_that_needs_sign_off(digest: str) -> Pack:
    """Return the version of a pack with exactly these bytes, of the installation's files or of what judged before.

    Raises:
        NotFound: no such version is here.
        PreconditionFailed: it needs no sign-off, or it cannot be read.
    """
    file = selectors.packs().find(digest)
    if file is not None:
        data, place = file.data, file.place
    else:
        kept = PackVersion.objects.filter(digest=digest).first()
        if kept is None:
            raise NotFound
        data, place = bytes(kept.data), f"{kept.pack}/{kept.version}"
    try:
        pack = load_pack(data, file=place)
    except PackError as error:
        raise PreconditionFailed("pack_cannot_be_read") from error
    if not pack.needs_sign_off:
        raise PreconditionFailed("pack_needs_no_sign_off")
    return pack


def propose_sign_off(
    *,
    actor: Actor,
    digest: str,
    opinion_title: str,
    counsel: str,
    reference: str,
    opinion_sha256: str,
    given_on: date,
    reason: str,
) -> PackSignOff:
    """Propose that counsel has signed off a version of a pack; it judges only when another person has confirmed it.

    Args:
        digest: the SHA-256 of the version's bytes, in hex.
        counsel: name and office of whoever gave the opinion.
        reference: where the agency keeps the opinion.
        opinion_sha256: the SHA-256 of the opinion's file, in hex.
        given_on: the day on which it was given.

    Raises:
        NotPermitted: the actor is no policy administrator.
        NotFound: no version of a pack with these bytes is here.
        BadInput: a text, the digest or the day cannot be accepted.
        PreconditionFailed: the version needs no sign-off or has one, or a proposal about it is open.
    """
    with unit_of_work(actor=actor, action="pack.sign_off_propose") as work:
        one_at_a_time()
        permissions.check_is_policy_administrator(actor)
        pack = version_that_needs_sign_off(digest)
        opinion = _opinion(
            opinion_title=opinion_title, counsel=counsel, reference=reference,
            opinion_sha256=opinion_sha256, given_on=given_on, reason=reason,
        )  # fmt: skip
        if digest in selectors.signed_off():
            raise PreconditionFailed("signed_off_already")
        return _propose(work, actor, pack, SignOffKind.SIGN_OFF, **opinion)


def propose_sign_off_withdrawal(*, actor: Actor, digest: str, reason: str) -> PackSignOff:
    """Propose that the sign-off of a version ends; it ends only when another person has confirmed that.

    Raises:
        NotPermitted, NotFound: as `propose_sign_off`.
        BadInput: a reason that is missing, says too little or cannot be accepted.
        PreconditionFailed: no sign-off of the version holds, or a proposal about it is open.
    """
    with unit_of_work(actor=actor, action="pack.sign_off_propose") as work:
        one_at_a_time()
        permissions.check_is_policy_administrator(actor)
        pack = version_that_needs_sign_off(digest)
        why = reason_given(reason, least=LEAST_REASON)
        if digest not in selectors.signed_off():
            raise PreconditionFailed("not_signed_off")
        return _propose(work, actor, pack, SignOffKind.WITHDRAWAL, reason=why)


def confirm_sign_off(*, actor: Actor, proposal_id: UUID) -> None:
    """Confirm a sign-off, or its end, that another policy administrator proposed; it holds from the next check on.

    Raises:
        NotPermitted: the actor is no policy administrator, or their own person proposed it.
        NotFound: there is no such proposal.
        AlreadyTaken: it was settled already.
        PreconditionFailed: whoever proposed it is no policy administrator any more.
    """
    with unit_of_work(actor=actor, action="pack.sign_off_confirm") as work:
        proposal = open_proposal(PackSignOff, actor, proposal_id)
        account = permissions.check_may_settle_policy_proposal(actor, proposal)
        check_proposer_still_holds(proposal)
        settle(proposal, SettledHow.CONFIRMED, account)
        _record(work, "pack.sign_off_confirmed", proposal)


def refuse_sign_off(*, actor: Actor, proposal_id: UUID, reason: str) -> None:
    """Refuse a sign-off, or its end, that another policy administrator proposed; what held before still holds.

    Raises:
        NotPermitted, NotFound, AlreadyTaken: as `confirm_sign_off`.
        BadInput: a reason that is missing, says too little or cannot be accepted.
    """
    with unit_of_work(actor=actor, action="pack.sign_off_refuse") as work:
        proposal = open_proposal(PackSignOff, actor, proposal_id)
        account = permissions.check_may_settle_policy_proposal(actor, proposal)
        why = reason_given(reason, least=LEAST_REASON)
        settle(proposal, SettledHow.REFUSED, account, why)
        _record(work, "pack.sign_off_refused", proposal, reason=why)


def withdraw_sign_off(*, actor: Actor, proposal_id: UUID) -> None:
    """Whoever proposed a sign-off, or its end, withdraws the proposal.

    Raises:
        NotPermitted: the actor is no policy administrator, or another person proposed it.
        NotFound: there is no such proposal.
        AlreadyTaken: it was settled already.
    """
    with unit_of_work(actor=actor, action="pack.sign_off_withdraw") as work:
        proposal = open_proposal(PackSignOff, actor, proposal_id)
        account = permissions.check_may_withdraw_policy_proposal(actor, proposal)
        settle(proposal, SettledHow.WITHDRAWN, account)
        _record(work, "pack.sign_off_withdrawn", proposal)


def _opinion(*, opinion_sha256: str, given_on: date, **texts: str) -> dict[str, str | date]:
    """Return what was typed, tidied; every field that is wrong is named at once."""
    wrong: dict[str, list[str]] = {}
    tidy: dict[str, str | date] = {}
    for field, text in texts.items():
        try:
            tidy[field] = (
                reason_given(text, least=LEAST_REASON)
                if field == "reason"
                else plain_text(text, field=field, most=MOST_CHARACTERS_OF_A_LINE)
            )
        except BadInput as refusal:
            wrong |= refusal.field_errors
    sha256 = opinion_sha256.strip().lower()
    if not _SHA256.fullmatch(sha256):
        wrong["opinion_sha256"] = ["sha256" if sha256 else "required"]
    if not _FIRST_DAY <= given_on <= timezone.localdate(clock.now()):
        wrong["given_on"] = ["day_in_the_past"]
    if wrong:
        raise BadInput(wrong)
    return tidy | {"opinion_sha256": sha256, "given_on": given_on}


def _propose(
    work: Work, actor: Actor, pack: Pack, kind: SignOffKind, **said: str | date
) -> PackSignOff:
    account = permissions.check_is_policy_administrator(actor)
    if PackSignOff.objects.filter(outcome="", digest=pack.digest).exists():
        raise PreconditionFailed("already_proposed")
    proposal = PackSignOff.objects.create(
        kind=kind,
        pack=pack.id,
        version=pack.version,
        digest=pack.digest,
        proposed_by=account,
        proposed_by_person_id=account.person_id,
        proposed_at=clock.now(),
        **said,
    )
    texts = {"reason": proposal.reason}
    if kind == SignOffKind.SIGN_OFF:
        texts |= {"counsel": proposal.counsel, "reference": proposal.reference}
    _record(work, "pack.sign_off_proposed", proposal, **texts)
    return proposal


def _record(work: Work, code: str, proposal: PackSignOff, **texts: str) -> None:
    work.record(
        code,
        object_type="pack_sign_off",
        object_id=str(proposal.pk),
        facts={
            "pack": proposal.pack,
            "pack_version": proposal.version,
            "digest": proposal.digest,
            "kind": str(proposal.kind),
        },
        commitments=texts,
    )
