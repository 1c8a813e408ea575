"""Turns answers, findings and versions into rows for the templates, in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any, cast

from django import forms
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from requests_app.common.unseen import marked
from requests_app.policy import engine
from requests_app.policy.vocabulary import (
    FactSource,
    FormField,
    Means,
    MeansResult,
    MeansStatus,
    ProbeEdit,
)
from requests_app.searches import models
from requests_app.searches.answers import Answers
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status as SearchStatus
from requests_app.web.fields import DateTimeInput, which_turn
from requests_app.web.grounds import grounds_in_words
from requests_app.web.messages import spoken
from requests_app.web.questionnaire import intake_words, words
from requests_app.web.questionnaire.pages import BY_SLUG, GROUPS, PAGES, REPLY, Page
from requests_app.web.questionnaire.places import CONFIRMED_LATER, place_of
from requests_app.web.times import zone_of
from requests_app.workflow.reading.alike import AlikeField
from requests_app.workflow.reading.findings import WordedFinding
from requests_app.workflow.reading.own_record import DecidersAnswer

_PAGE_OF_TEXT = {
    "objective": ("necessity", "objective"),
    "evidence": ("necessity", "evidence"),
    "why_in_gallery": ("effectiveness", "why_in_gallery"),
    "benefit": ("proportionality", "benefit"),
    "impact": ("proportionality", "impact"),
    "subject_description": ("description", ""),
    "urgency_facts": ("urgency", "urgency_facts"),
    "external_fr": ("earlier-recognition", "external_fr_detail"),
}
"""A narrative by the name of its meter -> the page and the question that it answers; the page where it is several."""


def language() -> str:
    """The reader's language, as the packs name it."""
    return get_language() or "en"


def day(value: dt.date | None) -> str:
    return date_format(value, "DATE_FORMAT") if value else ""


def shown(field: forms.Field | None, value: Any) -> str:
    """One answer in words."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.datetime):
        local = localtime(value)
        beside = [zone_of(local)]
        turn = DateTimeInput.turns.get(which_turn(value))
        if turn:
            beside.append(f"{str(turn)[0].lower()}{str(turn)[1:]}")
        return f"{date_format(local, 'DATE_FORMAT')}, {local:%H:%M} ({', '.join(beside)})"
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, list | tuple):
        return ", ".join(shown(field, item) for item in value)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.TypedChoiceField):
        return str(dict(cast("list[tuple[str, Any]]", field.choices)).get(value, value))
    return marked(str(value), as_text=True)


def page_rows(
    page: Page, answers: Answers, *, href: str = "", without: Collection[str] = ()
) -> list[dict[str, Any]]:
    """The answers of one page with a link to change them, but for those that stand elsewhere (`without`)."""
    if page.form is None:
        return []
    form = page.form(value=getattr(answers, page.section))
    needed = form.needed_now(dict(form.initial))
    return [
        {
            "key": field.label,
            "value": _gallery(field, form.initial.get(name))
            if name == "gallery"
            else shown(field, form.initial.get(name)),
            "href": href,
            "prose": isinstance(field.widget, forms.Textarea),
            "typed": isinstance(field, forms.CharField),
            "hidden": field.label,
        }
        for name, field in form.fields.items()
        if name not in without
        and (name in needed or form.initial.get(name) not in (None, "", [], ()))
    ]


def _gallery(field: forms.Field, value: Any) -> str:
    """A gallery with what its entry in the registry says now: its size, its basis, its limits."""
    hints = getattr(getattr(field, "look", None), "hints", {})
    return ". ".join(text for text in (shown(field, value), hints.get(value, "")) if text)


def means_rows(answers: Answers, search_request: SearchRequest | None) -> list[dict[str, Any]]:
    """The ledger, for components/ledger.html; with links where it can be changed."""
    return [
        {
            "method": words.label(Means, row.means),
            "tried": row.status == MeansStatus.TRIED,
            "result": words.label(MeansResult, row.result),
            "why_not_enough": marked(row.why_not_enough, as_text=True),
            "when": day(row.done_on),
            "by_whom": marked(row.done_by, as_text=True),
            "evidence": marked(row.evidence_ref, as_text=True),
            **_row_links(search_request, "means", place),
        }
        for place, row in enumerate(answers.means)
    ]


def fact_rows(answers: Answers, search_request: SearchRequest | None) -> list[dict[str, Any]]:
    return [
        {
            "text": row.text,
            "source": " · ".join(
                part
                for part in (words.label(FactSource, row.origin), marked(row.source, as_text=True))
                if part
            ),
            **_row_links(search_request, "facts", place),
        }
        for place, row in enumerate(answers.predicate.facts)
    ]


def edit_rows(answers: Answers, search_request: SearchRequest | None) -> list[dict[str, Any]]:
    return [
        {
            "kind": words.label(ProbeEdit, row.kind),
            "detail": " · ".join(
                marked(part, as_text=True)
                for part in (
                    row.tool,
                    row.parameters,
                    row.operator,
                    day(row.edited_on),
                    row.purpose,
                )
                if part
            ),
            **_row_links(search_request, "edits", place),
        }
        for place, row in enumerate(answers.probe.edits)
    ]


def _row_links(search_request: SearchRequest | None, kind: str, place: int) -> dict[str, str]:
    if search_request is None:
        return {}
    where = [search_request.pk, kind, place]
    return {
        "change_url": reverse("officer:row", args=where),
        "remove_url": reverse("officer:row_remove", args=where),
    }


def summary(
    answers: Answers, search_request: SearchRequest, *, changeable: bool
) -> list[dict[str, Any]]:
    """All answers, a card a group and a block a page."""
    is_asked = changeable and search_request.status == SearchStatus.RETURNED
    groups: list[dict[str, Any]] = []
    before = ((REPLY.title, (REPLY,)),) if is_asked or answers.reply.text else ()
    for title, pages in (*before, *GROUPS):
        blocks = []
        for page in pages:
            url = page.url(search_request) + "?from=check" if changeable else ""
            blocks.append({"page": page, "rows": page_rows(page, answers, href=url), "url": url})
        groups.append({"title": title, "blocks": blocks})
    return groups


def live_findings(
    found: Iterable[engine.Finding], search_request: SearchRequest | None = None
) -> list[dict[str, Any]]:
    """Findings of an evaluation; where the officer can still change the request, with the way to what would satisfy it."""
    return [
        {
            "rule": finding.rule,
            "verb": finding.verb.value,
            "reason": finding.message(language()),
            "satisfied_by": finding.satisfy(language()),
            "grounds": grounds_in_words(finding.grounds, finding.judges, place=finding.place),
            **(
                _link_to_page(finding.rule, finding.field, search_request) if search_request else {}
            ),
        }
        for finding in found
    ]


def alike_rows(found: Iterable[AlikeField]) -> list[dict[str, Any]]:
    """Return the texts that are nearly equal to those of other requests, for components/alike.html."""
    return [
        {"label": _question(each.field), "named": each.named, "others": each.others}
        for each in found
    ]


def _question(name: str) -> Any:
    slug, question = _PAGE_OF_TEXT[name]
    page = BY_SLUG[slug]
    form = page.form
    return form.base_fields[question].label if form is not None and question else page.title


def by_page(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Findings grouped by the page that would answer them, in the order of their strictness."""
    groups: dict[str, dict[str, Any]] = {}
    for row in rows:
        href = row.get("page_href", "")
        title = row.get("page_title") or _("Nothing that you can answer here")
        groups.setdefault(href, {"href": href, "title": title, "rows": []})["rows"].append(row)
    return list(groups.values())


def stored_findings(
    found: Iterable[WordedFinding], search_request: SearchRequest | None = None
) -> list[dict[str, Any]]:
    """Findings as they were stored, in the words of the pack version that judged.

    Args:
        found: the findings with their words.
        search_request: where it can still be changed, each finding leads to what would satisfy it.
    """
    rows = []
    for worded in found:
        stored, rule = worded.finding, worded.rule
        row: dict[str, Any] = {"rule": stored.rule, "verb": stored.verb}
        if worded.pack is None or rule is None:
            row["reason"] = no_words(stored)
        else:
            # A rule's message says what is wrong; of what could not be judged nobody knows that.
            words = worded.pack.unanswered if stored.state == "unknown" else rule.message
            text = words.in_language(language())
            row |= {
                "reason": text,
                "satisfied_by": rule.satisfy.in_language(language()),
                "grounds": grounds_in_words(
                    rule.grounds, rule.judges, place=stored.check_run.place
                ),
                "test": rule.test,
            }
            if search_request is not None:
                row |= _link_to_page(stored.rule, rule.field, search_request)
        rows.append(row)
    return rows


def no_words(found: models.Finding) -> str:
    """What stands in place of a rule's words where its version can no longer be read."""
    return _("The words of this rule are not available: pack %(pack)s, version %(version)s.") % {
        "pack": found.pack,
        "version": found.pack_version,
    }


def _link_to_page(rule: str, field: str, search_request: SearchRequest) -> dict[str, Any]:
    """Where a finding is mended: the page and on it the field, or the statements at the end."""
    if field == FormField.ATTESTATIONS:
        return {"href": reverse("officer:declaration", args=[search_request.pk])}
    if rule in CONFIRMED_LATER:
        check = reverse("officer:check", args=[search_request.pk])
        return {
            "href": f"{check}#to-declaration",
            "link_text": _("You confirm on the declaration that you have read it"),
        }
    place = place_of(rule, field)
    if place is None:
        return {}
    page = BY_SLUG[place.slug]
    anchor = f"#{place.anchor}" if place.anchor else ""
    return {
        "href": f"{page.url(search_request)}?from=check{anchor}",
        "page_href": f"{page.url(search_request)}?from=check",
        "page_title": page.title,
        "link_text": _("Go to: %(page)s") % {"page": page.title},
    }


def asked(answer: DecidersAnswer) -> dict[str, Any]:
    """What the last decider said to the requester."""
    return {
        "at": answer.at,
        "message": spoken(answer.reasons),
        "version": answer.version,
        "reply": answer.reply,
        "tests": [
            {"name": words.TEST_LABELS.get(name, name), "reason": test.get("reason", "")}
            for name, test in answer.reasons.words.get("tests", {}).items()
            if test.get("met") is False
        ],
    }


def pages_of_changes(paths: Iterable[str]) -> frozenset[str]:
    """The slugs of the pages on which answers differ, by the paths that `answers.changes` gives."""
    changed = {"legal-basis"} if "documents" in (paths := tuple(paths)) else set()
    for path in paths:
        section, _dot, name = path.partition(".")
        changed |= {
            page.slug
            for page in PAGES
            if page.section == section
            and (
                page.form is None or not name or name in {*page.form.base_fields, *page.form.beside}
            )
        }
    return frozenset(changed)


def probe_facts(row: SearchRequest) -> dict[str, Any]:
    """What the intake found on the image in use, in words."""
    probe = row.probe
    if probe is None:
        return {}
    figures = probe.screening
    return {
        "probe": probe,
        "removed": intake_words.removed(probe.metadata_removed),
        "steps": intake_words.transformations(probe.transformations),
        "warnings": intake_words.warnings(probe.warnings),
        "screening": [
            {"key": _("Sharpness"), "value": figures.get("sharpness"), "tabular": True},
            {"key": _("Very dark, of 1,000 pixels"),
             "value": figures.get("under_exposed_per_mille"), "tabular": True},
            {"key": _("Very bright, of 1,000 pixels"),
             "value": figures.get("over_exposed_per_mille"), "tabular": True},
            {"key": _("Range of brightness, of 255"),
             "value": figures.get("dynamic_range"), "tabular": True},
        ],
    }  # fmt: skip
