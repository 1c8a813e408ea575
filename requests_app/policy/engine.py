"""Judges one request by packs: facts and a clock in, findings out, the same for ever.

Reads no database, no clock and no setting; changes nothing. A missing fact never satisfies a rule.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from requests_app.policy import schema
from requests_app.policy.facts import Facts
from requests_app.policy.rules import Pack, PackSet, Rule
from requests_app.policy.sources import Bilingual, Grounds
from requests_app.policy.vocabulary import (
    ALWAYS_DEMANDED,
    VERBS_BLOCKING,
    ApproverRole,
    FormField,
    Judges,
    LegalTest,
    Stage,
    Verb,
)

Verdict = Literal["blocked", "needs", "passed"]
VERDICTS: tuple[Verdict, ...] = ("blocked", "needs", "passed")
"""Strictest first."""

_STRICTNESS = {verb: place for place, verb in enumerate(Verb)}
_TEST_ORDER = {test: place for place, test in enumerate(LegalTest)}


@dataclass(frozen=True)
class Finding:
    """One rule that fired, or could not be told; it acts the same either way.

    Attributes:
        is_advisory: its pack needs a sign-off and has none: whatever its verb, it stops nothing, demands no role
            and asks only to be read.
        keep_days, within_hours: the time that its rule gives, where it gives one.
    """

    pack: str
    version: str
    digest: str
    rule: str
    stage: Stage
    verb: Verb
    role: ApproverRole | None
    state: Literal["fired", "unknown"]
    test: LegalTest
    field: FormField
    place: str
    judges: frozenset[Judges]
    grounds: Grounds
    missing: tuple[str, ...]
    inputs_digest: str
    is_advisory: bool
    keep_days: int | None
    within_hours: int | None
    _pack_title: Bilingual = dataclasses.field(repr=False, compare=False)
    _message: Bilingual = dataclasses.field(repr=False, compare=False)
    _satisfy: Bilingual = dataclasses.field(repr=False, compare=False)

    def message(self, language: str) -> str:
        """What is wrong, or that it cannot be told yet."""
        return self._message.in_language(language)

    def satisfy(self, language: str) -> str:
        """What would satisfy the rule."""
        return self._satisfy.in_language(language)

    def pack_title(self, language: str) -> str:
        """The title of the pack that the rule is in."""
        return self._pack_title.in_language(language)

    @property
    def acts_as(self) -> Verb:
        """What it does: what its rule says, but for advice, which is read like a warning."""
        return Verb.WARN if self.is_advisory else self.verb

    @property
    def stops(self) -> bool:
        """Whether nothing may go on while this stands."""
        return self.acts_as in VERBS_BLOCKING or self.acts_as is Verb.EVIDENCE

    @property
    def demands(self) -> ApproverRole | None:
        """Whose approval it demands; nobody's where it is advice."""
        return None if self.is_advisory else self.role

    @property
    def needs_acknowledgement(self) -> bool:
        """Whether the person must say that they have read it."""
        return self.acts_as is Verb.WARN


@dataclass(frozen=True)
class Deciding:
    """Which findings made the outcome what it is, so that people can be told which rule of which pack decided.

    Attributes:
        verdict: the findings that brought the verdict about: those that block where it is `blocked`, those
            that ask for evidence where it is `needs`, none where it is `passed`. The first is the strictest,
            and the one to name where one is to be named.
        roles: each required role with the findings that demand it; none for the role that every search takes
            where no rule demands it besides.
        keeping: the findings that want the content kept as long as it will be kept.
        soonest: the findings that want the decision as soon as it is wanted.
    """

    verdict: tuple[Finding, ...]
    roles: tuple[tuple[ApproverRole, tuple[Finding, ...]], ...]
    keeping: tuple[Finding, ...]
    soonest: tuple[Finding, ...]


@dataclass(frozen=True)
class Evaluation:
    """What the packs say of a request at one stage, strictest finding first.

    Attributes:
        packs: id, version and digest of each pack that judged.
        advisory: the digests of those whose findings are advice.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    required_roles: frozenset[ApproverRole]
    packs: tuple[tuple[str, str, str], ...]
    advisory: frozenset[str]
    place: str
    inputs_digest: str

    @property
    def stopping(self) -> tuple[Finding, ...]:
        """The findings that let nothing go on while they stand."""
        return tuple(finding for finding in self.findings if finding.stops)

    @property
    def deciding(self) -> Deciding:
        """Which findings brought about the verdict and each required role, in their order here."""
        return Deciding(
            verdict=tuple(
                found
                for found in self.findings
                if self.verdict != "passed" and _speaks_as(found) == self.verdict
            ),
            roles=tuple(
                (role, tuple(found for found in self.findings if found.demands is role))
                for role in ApproverRole
                if role in self.required_roles
            ),
            keeping=tuple(
                found
                for found in self._acting
                if found.keep_days and found.keep_days == self.keep_days
            ),
            soonest=tuple(
                found
                for found in self._acting
                if found.within_hours and found.within_hours == self.within_hours
            ),
        )

    @property
    def keep_days(self) -> int:
        """How many days the content must be kept at the least, the longest that any rule wants; 0: no rule does."""
        return max((found.keep_days for found in self._acting if found.keep_days), default=0)

    @property
    def within_hours(self) -> int | None:
        """How soon after its submission the request must be decided, the shortest that any rule wants."""
        return min(
            (found.within_hours for found in self._acting if found.within_hours), default=None
        )

    @property
    def _acting(self) -> tuple[Finding, ...]:
        """The findings that are more than advice."""
        return tuple(found for found in self.findings if not found.is_advisory)

    @property
    def stops(self) -> bool:
        """Whether nothing may go on."""
        return bool(self.stopping)

    @property
    def to_acknowledge(self) -> tuple[Finding, ...]:
        """The warnings, and the findings that are advice, that must be acknowledged before going on."""
        return tuple(finding for finding in self.findings if finding.needs_acknowledgement)

    def unacknowledged(self, acknowledged: Collection[str]) -> tuple[str, ...]:
        """The rules whose warning or advice must still be acknowledged.

        Args:
            acknowledged: the rules whose warning or advice has been.
        """
        return tuple(
            finding.rule for finding in self.to_acknowledge if finding.rule not in acknowledged
        )


def evaluate(packs: PackSet, stage: str, facts: Facts, *, now: datetime) -> Evaluation:
    """Judge the facts by every rule of this stage that is in force.

    Args:
        packs: the packs that judge; stage: a code of Stage; facts: what is known;
        now: aware. The day that rules compare with is the day in now's own zone, so pass the
            agency's local time where its calendar matters.

    Raises:
        FactError: a fact has a value that its type does not allow.
        ValueError: no such stage, or a clock without a zone.
    """
    if now.tzinfo is None:
        raise ValueError("the clock needs a zone")
    at_stage = Stage(stage)
    today = now.date()
    bound = schema.activation(facts, now=now, today=today)
    inputs_digest = schema.digest(facts, stage=at_stage, today=today)
    findings = [
        finding
        for pack in packs.packs
        for rule in pack.rules.values()
        if at_stage in rule.stages and rule.in_force(today)
        if (finding := _judge(packs, pack, rule, at_stage, facts, bound, inputs_digest)) is not None
    ]
    findings.sort(key=_order)
    return Evaluation(
        verdict=_verdict(findings),
        findings=tuple(findings),
        required_roles=frozenset(
            {ALWAYS_DEMANDED, *(found.demands for found in findings if found.demands is not None)}
        ),
        packs=packs.identities,
        advisory=packs.advisory,
        place=packs.place,
        inputs_digest=inputs_digest,
    )


def _judge(
    packs: PackSet,
    pack: Pack,
    rule: Rule,
    stage: Stage,
    facts: Facts,
    bound: Any,
    inputs_digest: str,
) -> Finding | None:
    """The finding of one rule, or None where it is satisfied or exempts."""
    if _exempt(rule, facts, bound):
        return None
    missing = tuple(path for path in rule.needs if schema.is_missing(facts, path))
    # CEL must not see a missing fact: it would take it for zero or the empty text.
    fires = None if missing else rule.when.holds(bound)
    if fires is False:
        return None
    return Finding(
        pack=pack.id,
        version=pack.version,
        digest=pack.digest,
        rule=rule.id,
        stage=stage,
        verb=rule.verb,
        role=rule.role,
        state="fired" if fires else "unknown",
        test=rule.test,
        field=rule.field,
        place=packs.place,
        judges=rule.judges,
        grounds=rule.grounds,
        missing=missing,
        inputs_digest=inputs_digest,
        is_advisory=packs.is_advisory(pack),
        keep_days=rule.keep_days,
        within_hours=rule.within_hours,
        _pack_title=pack.title,
        _message=rule.message if fires else pack.unanswered,
        _satisfy=rule.satisfy,
    )


def _exempt(rule: Rule, facts: Facts, bound: Any) -> bool:
    """Only what is known can exempt."""
    if rule.unless is None:
        return False
    asked = rule.unless.reads - rule.unless.tested
    if any(schema.is_missing(facts, path) for path in asked):
        return False
    return rule.unless.holds(bound) is True


def _order(finding: Finding) -> tuple[int, int, str, str, str]:
    return (
        _STRICTNESS[finding.acts_as],
        _TEST_ORDER[finding.test],
        finding.rule,
        finding.pack,
        finding.version,
    )


def _speaks_as(finding: Finding) -> Verdict:
    """The verdict that there would be by this finding alone."""
    if finding.acts_as in VERBS_BLOCKING:
        return "blocked"
    return "needs" if finding.acts_as is Verb.EVIDENCE else "passed"


def _verdict(findings: list[Finding]) -> Verdict:
    said = {_speaks_as(finding) for finding in findings}
    return next((verdict for verdict in VERDICTS if verdict in said), "passed")
