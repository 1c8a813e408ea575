"""The case by test: for each question a decider answers, what the officer said and what the rules found.

Reads rows and turns them into words; must not decide anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from requests_app.common import clock
from requests_app.searches.answers import Answers
from requests_app.searches.models import Claim, SearchRequest
from requests_app.searches.selectors import Earlier
from requests_app.web.findings import stored_findings
from requests_app.web.messages import damaged_name, spoken
from requests_app.web.questionnaire import presenters as shared
from requests_app.web.questionnaire.pages import BY_SLUG, PAGES_OF_TEST
from requests_app.web.questionnaire.words import TEST_LABELS
from requests_app.web.standing import standing_of
from requests_app.web.templatetags.record_words import in_words
from requests_app.workflow.reading.decision_page import EarlierDecision, NamedDocument
from requests_app.workflow.reading.findings import WordedFinding

_COMPARED = frozenset(
    {
        "question", "next_step", "evidence_kind", "other_lines", "urgency_kind", "gallery_link",
        "pose", "eye_distance", "harm", "harm_state", "wrong_lead", "bystanders", "narrower_gallery",
    }
)  # fmt: skip
"""Answers that stand beside what they are compared with (`side_by_side`), and so are not listed once more."""


def case_by_test(answers: Answers, findings: Iterable[WordedFinding]) -> list[dict[str, Any]]:
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
                    "rows": shared.page_rows(BY_SLUG[slug], answers, without=_COMPARED),
                }
                for slug in PAGES_OF_TEST[test]
            ],
            "findings": sorted_out.get(test, []),
        }
        for test, label in TEST_LABELS.items()
    ]


def _findings_by_test(findings: Iterable[WordedFinding]) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in finding_rows(findings):
        grouped.setdefault(row["test"], []).append(row)
    return grouped


def finding_rows(findings: Iterable[WordedFinding]) -> list[dict[str, Any]]:
    """Return findings in words, each with the test it bears on: the first where its rule names no other."""
    return [
        row | {"test": row["test"] if row.get("test") in TEST_LABELS else "lawful"}
        for row in stored_findings(tuple(findings))
    ]


def earlier_rows(
    earlier: Iterable[Earlier], waits: Mapping[UUID, tuple[str, str]]
) -> list[dict[str, Any]]:
    """Return other requests on this case or picture: references, codes and times only.

    Args:
        earlier: the other requests.
        waits: why some of them wait, see `DecisionPage.waits`.
    """
    rows = []
    for other in earlier:
        shares = []
        if other.same_case:
            shares.append(_("the case"))
        if other.same_image:
            shares.append(_("the picture"))
        if other.similar_image:
            shares.append(_("a picture that looks the same"))
        row = other.search_request
        standing = standing_of(row.status, waits.get(row.pk, ("", "")))
        rows.append(
            {
                "reference": row.reference,
                "shares": ", ".join(shares),
                "status": standing.code,
                "label": standing.label,
                "unit": str(row.unit),
                "at": row.submitted_at,
            }
        )
    return rows


def documents(
    search_request: SearchRequest, capacity: str, named: Iterable[NamedDocument]
) -> list[dict[str, str]]:
    """Return the judicial documents of a version, by name, each with its download."""
    return [
        {
            "name": document.name or damaged_name(),
            "url": reverse(
                "supervisor:document",
                kwargs={"capacity": capacity, "pk": search_request.pk, "file_id": document.id},
            ),
        }
        for document in named
    ]


def decision_rows(decisions: Iterable[EarlierDecision]) -> list[dict[str, Any]]:
    """Return what was decided on this request before, with the words of each decider."""
    return [
        {
            "version": made.decision.version,
            "outcome": in_words(made.decision.outcome, "decision"),
            "role": made.decision.role,
            "by": made.decision.decided_by.person.full_name,
            "at": made.decision.decided_at,
            "message": spoken(made.reasons),
            "reply": made.reply,
        }
        for made in decisions
    ]


def claim_time(claim: Claim) -> dict[str, Any]:
    """Return until when a decider has a request in hand, and until when at most, for the page and its script."""
    return {
        "until": claim.until,
        "longest_until": claim.longest_until,
        "renewable": claim.until < claim.longest_until,
        "seconds": _seconds_left(claim),
    }


def claim_headers(claim: Claim | None) -> dict[str, str]:
    """Return what the script of the decision page is told of the claim when a draft was saved."""
    if claim is None:
        return {"X-Claim-Seconds": "0"}
    return {
        "X-Claim-Seconds": str(_seconds_left(claim)),
        "X-Claim-Until": f"{localtime(claim.until):%H:%M}",
        "X-Claim-Renewable": "yes" if claim.until < claim.longest_until else "no",
    }


def _seconds_left(claim: Claim) -> int:
    return max(0, int((claim.until - clock.real_now()).total_seconds()))
