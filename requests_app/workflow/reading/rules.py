"""The rules that judge today, for whoever has them in their care. Holds no case and changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from requests_app.accounts.actors import Actor
from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.common.errors import NotPermitted
from requests_app.policy.errors import PackError
from requests_app.policy.rules import Pack, Rule
from requests_app.registry import selectors as registry
from requests_app.workflow import permissions


@dataclass(frozen=True, slots=True)
class RulesOfToday:
    """The packs that judge today, each with its rules in force, in the order of their ids.

    Attributes:
        place: where the agency is, as the registry says; empty where that is not recorded.
        advisory: the digests of the packs that need a sign-off and have none, so that they only advise.
        problem: where a pack cannot be read: the file, the place and the reason, for whoever mends it.
    """

    day: date
    place: str = ""
    packs: tuple[tuple[Pack, tuple[Rule, ...]], ...] = ()
    advisory: frozenset[str] = frozenset()
    problem: str = ""


def rules_of_today(*, actor: Actor) -> RulesOfToday:
    """Return the rules in force.

    Raises:
        NotPermitted: the actor is no policy administrator.
    """
    account = permissions.check_is_person(actor)
    if not account.has_role(Role.POLICY_ADMINISTRATOR):
        raise NotPermitted("role_missing")
    day = timezone.localdate(clock.now())
    try:
        judging = registry.packs().in_force(
            day, place=registry.jurisdiction(), signed_off=registry.signed_off()
        )
    except PackError as error:
        return RulesOfToday(day, problem=str(error))
    return RulesOfToday(
        day,
        place=judging.place,
        packs=tuple(
            (pack, tuple(rule for _, rule in sorted(pack.rules.items()) if rule.in_force(day)))
            for pack in judging.packs
        ),
        advisory=judging.advisory,
    )
