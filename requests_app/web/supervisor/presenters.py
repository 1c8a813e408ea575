"""The case by test: for each question a decider answers, what the officer said and what the rules found.
Reads rows and turns them into words; must not decide anything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from requests_app.registry import selectors as registry
from requests_app.searches import answers as answers_module
from requests_app.searches import content, selectors
from requests_app.searches.answers import Answers
from requests_app.searches.models import Decision, Finding, SearchRequest
from requests_app.searches.states import meaning_of
from requests_app.web.questionnaire import presenters as shared
from requests_app.web.questionnaire.pages import BY_SLUG
from requests_app.web.questionnaire.words import TEST_LABELS
from requests_app.web.templatetags.record_words import in_words

PAGES_OF_TEST: dict[str, tuple[str, ...]] = {
    "lawful": ("purpose", "offence", "legal-basis", "person", "protected"),
    "necessary": ("case", "necessity", "facts", "urgency"),
    "effective": ("effectiveness",),
    "proportionate": ("proportionality",),
    "least_intrusive": ("means",),
    "probe": ("image-source", "image-content", "image-edits", "description"),
    "gallery": ("gallery", "mode", "earlier-recognition"),
}


def case_by_test(answers: Answers, findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return one block for each test, with the officer's answers and the findings on it."""
    sorted_out = _findings_by_test(findings)
    return [
        {
            "test": test,
            "label": label,
            "blocks": [
                {
                    "title": BY_SLUG[slug].title,
                    "slug": slug,
                    "rows": shared.page_rows(BY_SLUG[slug], answers),
                }
                for slug in PAGES_OF_TEST[test]
            ],
            "findings": sorted_out.get(test, []),
        }
        for test, label in TEST_LABELS.items()
    ]


def _findings_by_test(findings: Iterable[Finding]) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in finding_rows(findings):
        grouped.setdefault(row["test"], []).append(row)
    return grouped


def finding_rows(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings in the words of the pack version that judged, each with the test it bears on."""
    rows = []
    for each in findings:
        pack = registry.pack_words(each.pack_digest)
        rule = pack.rules.get(each.rule) if pack is not None else None
        if rule is None:
            rows.append(
                {
                    "rule": each.rule,
                    "verb": each.verb,
                    "test": "lawful",
                    "reason": shared.no_words(each),
                }
            )
            continue
        rows.append(
            {
                "rule": each.rule,
                "verb": each.verb,
                "test": rule.test if rule.test in TEST_LABELS else "lawful",
                "reason": rule.message.in_language(shared.language()),
                "satisfied_by": rule.satisfy.in_language(shared.language()),
                "source": rule.cite,
                "status": rule.status,
            }
        )
    return rows


def rules_to_read(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """Return the findings a decider marks as read, as code and words."""
    return [(row["rule"], f"{row['rule']}: {row['reason']}") for row in finding_rows(findings)]


def earlier_rows(earlier: Iterable[selectors.Earlier]) -> list[dict[str, Any]]:
    """Return other requests on this case or picture: references, codes and times only."""
    rows = []
    for each in earlier:
        shares = []
        if each.same_case:
            shares.append(_("the case"))
        if each.same_image:
            shares.append(_("the picture"))
        if each.similar_image:
            shares.append(_("a picture that looks the same"))
        row = each.search_request
        rows.append(
            {
                "reference": row.reference,
                "shares": ", ".join(shares),
                "status": row.status,
                "label": meaning_of(row.status).label,
                "unit": str(row.unit),
                "at": row.submitted_at,
            }
        )
    return rows


def documents(search_request: SearchRequest, capacity: str, ids: list[Any]) -> list[dict[str, str]]:
    """Return the judicial documents of a version, by name, each with its download."""
    return [
        {
            "name": content.open_file_name(each),
            "url": reverse(
                "supervisor:document",
                kwargs={"capacity": capacity, "pk": search_request.pk, "file_id": each.pk},
            ),
        }
        for each in selectors.files_of(search_request, ids)
    ]


def changes_since(search_request: SearchRequest, answers: Answers) -> list[dict[str, Any]]:
    """Return what the officer changed since the version before."""
    if search_request.version < 2:
        return []
    earlier = selectors.justification(search_request, search_request.version - 1)
    before = content.open_version(earlier)
    return shared.change_rows(answers_module.changes(before, answers))


def earlier_decisions(search_request: SearchRequest) -> list[dict[str, Any]]:
    """Return what was decided on this request before, with the words of each decider."""
    return [decision_row(made) for made in selectors.decisions_on(search_request)]


def decision_row(made: Decision) -> dict[str, Any]:
    """Return one decision with its reasons opened."""
    said = content.open_reasons(made)
    return {
        "version": made.version,
        "outcome": in_words(made.outcome, "decision"),
        "role": made.role,
        "by": made.decided_by.person.full_name,
        "at": made.decided_at,
        "message": said["message"],
    }
