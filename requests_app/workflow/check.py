"""Runs the policy over one version of a request and keeps what it found.

The verdict is the engine's; this only gathers facts before and stores findings after.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.policy import engine, meters
from requests_app.policy.engine import Evaluation
from requests_app.policy.errors import PackError
from requests_app.policy.facts import ExaminationFacts, FollowUpFacts
from requests_app.policy.rules import PackSet
from requests_app.policy.schema import FactError
from requests_app.policy.vocabulary import Stage
from requests_app.registry import selectors as registry
from requests_app.registry.models import PackVersion
from requests_app.searches import lookups, questions, selectors
from requests_app.searches.answers import Answers
from requests_app.searches.models import (
    CheckRun,
    Finding,
    Justification,
    SearchRequest,
)
from requests_app.wire import canonical
from requests_app.workflow import earlier_texts, facts
from requests_app.workflow.earlier_texts import Found
from requests_app.workflow.unit_of_work import Work

log = logging.getLogger(__name__)

_ADVISORY = "advisory"
"""How a check and its event say that a pack only advised."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An evaluation with what it was made of.

    Attributes:
        evaluation: the engine's answer.
        earlier: other requests on the same case or picture.
        texts: texts of other requests that were compared, the most alike first.
    """

    evaluation: Evaluation
    earlier: list[selectors.Earlier]
    texts: tuple[Found, ...]


def earlier_searches(
    search_request: SearchRequest, answers: Answers, *, before: datetime | None = None
) -> list[selectors.Earlier]:
    """Other submitted requests on the same case, the same picture or one that looks the same.

    Args:
        before: leave out what was submitted at this time or later.
    """
    return selectors.earlier_searches(
        search_request,
        case_lookups=lookups.same_case_lookups(answers.case.case_number),
        before=before,
    )


def judging_now() -> PackSet:
    """Return the packs that judge a request at this moment, where the agency now is.

    Raises:
        PackError: as `Library.in_force`.
    """
    return registry.packs().in_force(
        timezone.localtime(clock.now()).date(),
        place=registry.jurisdiction(),
        signed_off=registry.signed_off(),
    )


def evaluate(
    *,
    search_request: SearchRequest,
    answers: Answers,
    stage: str,
    frozen: Justification | None = None,
    decider: Account | None = None,
    decider_role: str = "",
    follow_up: FollowUpFacts | None = None,
    examination: ExaminationFacts | None = None,
) -> Checked:
    """Judge answers without keeping anything: what an officer sees before submitting.

    Args:
        search_request: the request that is judged.
        answers: the document as it stands.
        stage: submit, approve, forward, examine, release or followup.
        frozen: the version that is judged, with its own picture and documents; what is in use now
            where none is named.
        decider: who is deciding, at the approve stage.
        decider_role: the role in which they decide.
        follow_up: which step is planned on a lead, at the followup stage.
        examination: what an examiner concludes, at the examine stage.

    Raises:
        PackError: a pack that judges is broken; FactError: a fact is of no known kind.
    """
    # An answer to a question that is not asked must not speak for the request.
    answers = questions.only_what_applies(answers)
    # A frozen version is judged against what was there when it was submitted, not against later ones.
    before = None if stage == "submit" else search_request.submitted_at
    earlier = earlier_searches(search_request, answers, before=before)
    texts = earlier_texts.find(search_request, answers, before=before)
    # A certificate or a paper ends with the agency's day, not with that of Greenwich.
    now = timezone.localtime(clock.now())
    packs = judging_now()
    built = facts.build(
        search_request=search_request,
        answers=answers,
        probe=frozen.probe if frozen is not None else search_request.probe,
        document_attached=bool(frozen.documents)
        if frozen is not None
        else selectors.attached_documents(search_request).exists(),
        neighbours=facts.Neighbours(
            earlier_requests=len(earlier),
            likeness=earlier_texts.highest(texts),
        ),
        decider=decider,
        decider_role=decider_role,
        follow_up=follow_up,
        examination=examination,
        today=now.date(),
        terms=meters.terms_of(packs.version_of("core")),
    )
    evaluation = engine.evaluate(packs, stage, built, now=now)
    return Checked(evaluation=evaluation, earlier=earlier, texts=texts)


@contextmanager
def refusing_what_is_unjudged(search_request_id: UUID, stage: str) -> Iterator[None]:
    """Refuse what cannot be judged, and tell the operator why.

    Args:
        search_request_id: the request; stage: at which it is judged.

    Raises:
        PreconditionFailed: a pack that judges is broken, or a fact is of no known kind: of a draft `draft_unjudged`, else
            `rules_unjudged`.
    """
    try:
        yield
    except (PackError, FactError) as error:
        log.exception(
            "rules_not_applied",
            extra={
                "request_id": str(search_request_id),
                "stage": stage,
                "still_works": "nothing was recorded or lost; whatever no rule judges goes on",
                "what_now": "mend the pack that the stack below names; whoever was refused can then try again",
            },
        )
        reason = "draft_unjudged" if stage == Stage.SUBMIT else "rules_unjudged"
        raise PreconditionFailed(reason) from error


def evaluate_or_refuse(
    *,
    search_request: SearchRequest,
    answers: Answers,
    stage: str,
    frozen: Justification | None = None,
    decider: Account | None = None,
    decider_role: str = "",
    examination: ExaminationFacts | None = None,
) -> Checked:
    """Judge as `evaluate` does; what cannot be judged is refused, see `refusing_what_is_unjudged`."""
    with refusing_what_is_unjudged(search_request.pk, stage):
        return evaluate(
            search_request=search_request,
            answers=answers,
            stage=stage,
            frozen=frozen,
            decider=decider,
            decider_role=decider_role,
            examination=examination,
        )


def mark_of(evaluation: Evaluation | None) -> str:
    """Return hex SHA-256 of what was found, by which a page tells that other findings came since; empty for None."""
    if evaluation is None:
        return ""
    found = [
        [finding.digest, finding.rule, finding.verb.value, finding.state, finding.is_advisory]
        for finding in evaluation.findings
    ]
    return hashlib.sha256(canonical.encode(found)).hexdigest()


def refuse_changed_packs(search_request_id: UUID) -> None:
    """Let nothing be submitted to rules that changed under a name and number that has judged.

    Raises:
        PreconditionFailed: a file differs from what was recorded (`rules_not_as_recorded`), or cannot be read
            (`draft_unjudged`).
    """
    with refusing_what_is_unjudged(search_request_id, Stage.SUBMIT):
        changed = registry.changed_packs()
    if changed:
        named = [f"{pack.pack} {pack.version}" for pack in changed]
        raise PreconditionFailed("rules_not_as_recorded", packs=named)


def refuse_unanswered(answers: Answers) -> None:
    """Let nothing pass of which a question is open, whatever the rules ask.

    Raises:
        PreconditionFailed: `questions_unanswered`, with the names of the questions.
    """
    unanswered = questions.unanswered(answers)
    if unanswered:
        raise PreconditionFailed("questions_unanswered", questions=unanswered)


def store(
    work: Work,
    evaluation: Evaluation,
    *,
    stage: str,
    version: int,
    texts: tuple[Found, ...] = (),
) -> CheckRun:
    """Keep an evaluation and its findings, with the event that says so, in the caller's transaction.

    Args:
        work, evaluation, stage, version: what was judged, where and by whom.
        texts: what was compared; which ones are nearly equal is kept by id, and not in the event.
    """
    _remember(evaluation)
    run = CheckRun.objects.create(
        search_request=work.request_row,
        version=version,
        stage=stage,
        run_at=clock.now(),
        verdict=evaluation.verdict,
        packs=[_kept(pack, evaluation) for pack in evaluation.packs],
        inputs_digest=evaluation.inputs_digest,
        place=evaluation.place,
        keep_days=evaluation.keep_days,
    )
    Finding.objects.bulk_create(
        Finding(
            check_run=run,
            position=position,
            pack=finding.pack,
            pack_version=finding.version,
            pack_digest=finding.digest,
            rule=finding.rule,
            verb=finding.verb.value,
            state=finding.state,
        )
        for position, finding in enumerate(evaluation.findings)
    )
    earlier_texts.keep_found(run, texts)
    work.record(
        "search.checked",
        facts={
            "stage": stage,
            "version": version,
            "verdict": evaluation.verdict,
            "packs": [" ".join(pack) for pack in evaluation.packs],
            "findings": [
                f"{finding.rule} {finding.verb.value} {finding.state}"
                for finding in evaluation.findings
            ],
            "inputs_digest": evaluation.inputs_digest,
            **_which_advised(evaluation),
            **_times(evaluation),
        },
    )
    return run


def is_advisory(finding: Finding) -> bool:
    """Whether a stored finding was advice when it was made: its pack lacked the sign-off that it needs."""
    return [finding.pack, finding.pack_version, finding.pack_digest, _ADVISORY] in (
        finding.check_run.packs
    )


def _kept(pack: tuple[str, str, str], evaluation: Evaluation) -> list[str]:
    """Name, version and digest, and a fourth word for a pack that only advised."""
    _name, _version, digest = pack
    return [*pack, _ADVISORY] if digest in evaluation.advisory else list(pack)


def _which_advised(evaluation: Evaluation) -> dict[str, list[str]]:
    """The fact that names the packs whose findings were advice; no such fact where there is none."""
    names = [pack for pack, _version, digest in evaluation.packs if digest in evaluation.advisory]
    return {_ADVISORY: names} if names else {}


def _times(evaluation: Evaluation) -> dict[str, int]:
    """The facts that say how long the rules keep the content and how soon they want the decision, if they do."""
    said = {"keep_days": evaluation.keep_days, "within_hours": evaluation.within_hours}
    return {name: number for name, number in said.items() if number}


def _remember(evaluation: Evaluation) -> None:
    """Keep the bytes of each pack that judged, so that its words outlive its file."""
    judged = {digest: (pack, version) for pack, version, digest in evaluation.packs}
    kept = set(PackVersion.objects.filter(digest__in=judged).values_list("digest", flat=True))
    packs = registry.packs()
    PackVersion.objects.bulk_create(
        [
            PackVersion(
                digest=digest,
                pack=pack,
                version=version,
                data=packs.bytes_of(digest),
                first_used_at=clock.real_now(),
            )
            for digest, (pack, version) in judged.items()
            if digest not in kept
        ],
        ignore_conflicts=True,  # another transaction may have been first
    )
