"""Judges by the rules of the packs whether a lead may be released: for the page on which that is decided, and then."""

from __future__ import annotations

from requests_app.accounts.actors import Actor
from requests_app.accounts.roles import Role
from requests_app.policy.engine import Evaluation
from requests_app.searches import content, selectors
from requests_app.searches.models import SearchRequest
from requests_app.workflow import check

STAGE = "release"
"""Of the rules of the packs that are judged when a lead is released."""


def judged(search_request: SearchRequest, *, by: Actor) -> Evaluation:
    """Return what the rules say today of releasing the lead of a request.

    Args:
        by: the supervisor who is to release it, with whose permission this is asked.

    Raises:
        ContentDestroyed, ContentDamaged: the answers do not open.
        PreconditionFailed: the rules cannot be applied (`rules_unjudged`).
    """
    frozen = selectors.justification(search_request)
    return check.evaluate_or_refuse(
        search_request=search_request,
        answers=content.open_version(frozen),
        stage=STAGE,
        frozen=frozen,
        decider=by.account,
        decider_role=by.role,
    ).evaluation


def stops(evaluation: Evaluation) -> bool:
    """Whether the lead stays unreleased: a rule stops it, or one asks for the approval of anybody but a supervisor.

    One supervisor releases a lead, and nobody besides, so nobody could give another approval.
    """
    return evaluation.stops or bool(set(evaluation.required_roles) - {Role.SUPERVISOR})
