"""Findings in words for every page, with what is advice said to be advice, and which rule of which pack decided.

Must not judge, nor show a finding without what it needs to be read rightly: no page asks `questionnaire` for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from requests_app.accounts.roles import Role
from requests_app.policy import engine
from requests_app.searches.models import SearchRequest
from requests_app.web.questionnaire import presenters
from requests_app.workflow.reading.findings import WordedFinding

_ADVICE = gettext_lazy(
    "Advice only: no legal sign-off of the pack “{pack}” is recorded, so this rule stops nothing."
)


def advice(pack: str) -> str | Promise:
    """Return what is said of a rule whose pack has no sign-off; `pack`: its title."""
    return format_lazy(_ADVICE, pack=pack)


def live_findings(
    found: Sequence[engine.Finding], search_request: SearchRequest
) -> list[dict[str, Any]]:
    """Return findings of an evaluation, each with the way to what would satisfy it."""
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
    """Return in sentences which rule of which pack stops a request, and which ask for a second role.

    Args:
        evaluation: what the packs say; shown: the findings that the page speaks of.
    """
    known, language = set(shown), get_language() or "en"
    deciding = evaluation.deciding
    strictest = [finding for finding in deciding.verdict if finding in known][:1]
    said = [
        _("The rule that decides is %(rule)s of the pack “%(pack)s”.")
        % {"rule": finding.rule, "pack": finding.pack_title(language)}
        for finding in strictest
    ]
    said += [
        _("Rule %(rule)s of the pack “%(pack)s” demands an approval in this role: %(role)s.")
        % {
            "rule": finding.rule,
            "pack": finding.pack_title(language),
            "role": Role(role).label,
        }
        for role, findings in deciding.roles
        for finding in findings
        if finding in known
    ]
    return said
