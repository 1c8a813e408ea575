"""Findings in words for every page, with what is advice said to be advice, and which rule of which pack decided.

Must not judge, nor show a finding without what it needs to be read rightly: no page asks `questionnaire` for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from requests_app.accounts.roles import Role
from requests_app.policy import engine
from requests_app.policy.vocabulary import ApproverRole
from requests_app.searches.models import SearchRequest
from requests_app.web.questionnaire import presenters
from requests_app.workflow.reading.findings import WordedFinding

_Named = tuple[str, str]
"""A rule and the title of its pack."""

_ADVICE = gettext_lazy(
    "Advice only: no legal sign-off of the pack “{pack}” is recorded, so this rule stops nothing."
)


def advice(pack: str) -> str | Promise:
    """Return what is said of a rule whose pack has no sign-off; `pack`: its title."""
    return format_lazy(_ADVICE, pack=pack)


def live_findings(
    found: Sequence[engine.Finding], search_request: SearchRequest | None = None
) -> list[dict[str, Any]]:
    """Return findings of an evaluation.

    Args:
        found: the findings.
        search_request: where it can still be changed, each finding leads to what would satisfy it.
    """
    language = get_language() or "en"
    rows = presenters.live_findings(found, search_request)
    return [
        row | {"advice": advice(finding.pack_title(language)) if finding.is_advisory else ""}
        for finding, row in zip(found, rows, strict=True)
    ]


def stored_findings(
    found: Sequence[WordedFinding], search_request: SearchRequest | None = None
) -> list[dict[str, Any]]:
    """Return findings as they were stored, in the words of the pack version that judged.

    Args:
        found: the findings with their words.
        search_request: where it can still be changed, each finding leads to what would satisfy it.
    """
    rows = presenters.stored_findings(found, search_request)
    return [
        row | {"advice": advice(_title(worded)) if worded.is_advisory else ""}
        for worded, row in zip(found, rows, strict=True)
    ]


def _title(worded: WordedFinding) -> str:
    title = worded.pack.title.in_language(get_language() or "en") if worded.pack else ""
    return title or worded.finding.pack


def which_decided(evaluation: engine.Evaluation, shown: Iterable[engine.Finding]) -> list[str]:
    """Return in sentences which rule of which pack stops a request, and what else the rules bring about.

    Args:
        evaluation: what the packs say; shown: the findings that the page speaks of.
    """
    known, language = set(shown), get_language() or "en"
    deciding = evaluation.deciding

    def named(findings: Iterable[engine.Finding]) -> list[_Named]:
        return [(each.rule, each.pack_title(language)) for each in findings if each in known]

    said = [
        _("The rule that decides is %(rule)s of the pack “%(pack)s”.")
        % {"rule": rule, "pack": pack}
        for rule, pack in named(deciding.verdict)[:1]
    ]
    for role, findings in deciding.roles:
        said += _roles_in_words(role, named(findings))
    said += _due_in_words(evaluation.within_hours, named(deciding.soonest))
    said += _keeping_in_words(evaluation.keep_days, named(deciding.keeping))
    return said


def what_rules_ask(found: Iterable[WordedFinding]) -> list[str]:
    """Return in sentences which role, which day of decision and which keeping the stored findings asked for."""
    asking = [(worded.rule, worded) for worded in found if worded.rule and not worded.is_advisory]
    said: list[str] = []
    for role in ApproverRole:
        said += _roles_in_words(
            role, [_named(each) for rule, each in asking if rule.role == role.value]
        )
    hours = min((rule.within_hours for rule, _each in asking if rule.within_hours), default=None)
    days = max((rule.keep_days for rule, _each in asking if rule.keep_days), default=0)
    said += _due_in_words(
        hours, [_named(each) for rule, each in asking if rule.within_hours == hours]
    )
    said += _keeping_in_words(
        days, [_named(each) for rule, each in asking if rule.keep_days == days]
    )
    return said


def _named(worded: WordedFinding) -> _Named:
    return worded.finding.rule, _title(worded)


def _roles_in_words(role: ApproverRole, rules: Iterable[_Named]) -> list[str]:
    return [
        _("Rule %(rule)s of the pack “%(pack)s” demands an approval in this role: %(role)s.")
        % {"rule": rule, "pack": pack, "role": Role(role).label}
        for rule, pack in rules
    ]


def _due_in_words(hours: int | None, rules: Iterable[_Named]) -> list[str]:
    """Who asks for the soonest decision; nothing where no rule does."""
    if not hours:
        return []
    return [
        ngettext(
            "Rule %(rule)s of the pack “%(pack)s” asks for the decision within %(hours)s hour of the submission; "
            "without one the request ends.",
            "Rule %(rule)s of the pack “%(pack)s” asks for the decision within %(hours)s hours of the submission; "
            "without one the request ends.",
            hours,
        )
        % {"rule": rule, "pack": pack, "hours": hours}
        for rule, pack in rules
    ]


def _keeping_in_words(days: int, rules: Iterable[_Named]) -> list[str]:
    """Who keeps the content the longest; nothing where no rule keeps it."""
    if not days:
        return []
    return [
        ngettext(
            "Rule %(rule)s of the pack “%(pack)s” keeps the content of the request for at least %(days)s day after "
            "its end.",
            "Rule %(rule)s of the pack “%(pack)s” keeps the content of the request for at least %(days)s days after "
            "its end.",
            days,
        )
        % {"rule": rule, "pack": pack, "days": days}
        for rule, pack in rules
    ]
