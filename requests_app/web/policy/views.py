"""The rules in force, each with what it does, its words and its source, and where the agency is.

Shows law and no case; it must not promise what this version cannot do.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from requests_app.accounts.roles import Role
from requests_app.policy.rules import Pack, Rule
from requests_app.web.access import role_required
from requests_app.web.drawing import render
from requests_app.web.findings import advice
from requests_app.web.grounds import grounds_in_words
from requests_app.web.http import ActingRequest
from requests_app.web.policy.jurisdiction import where
from requests_app.web.policy.pack_sign_off import of_pack
from requests_app.workflow.reading.jurisdiction import jurisdiction_today
from requests_app.workflow.reading.pack_sign_off import sign_offs_today
from requests_app.workflow.reading.rules import rules_of_today


@require_GET
@role_required(Role.POLICY_ADMINISTRATOR)
def rules(request: ActingRequest) -> HttpResponse:
    """What this role can do today: read the rules that judge, and say where the agency is."""
    read = rules_of_today(actor=request.actor)
    sign_offs = sign_offs_today(request.actor)
    return render(
        request,
        "policy/rules.html",
        {
            "packs": [
                _pack(pack, rules, read.place, is_advisory=pack.digest in read.advisory)
                | ({"sign_off": of_pack(sign_offs, pack.digest)} if pack.needs_sign_off else {})
                for pack, rules in read.packs
            ],
            "problem": read.problem,
            "day": read.day,
            "where": where(jurisdiction_today(request.actor)),
        },
    )


def _pack(pack: Pack, rules: tuple[Rule, ...], place: str, *, is_advisory: bool) -> dict[str, Any]:
    language = get_language() or "en"
    title = pack.title.in_language(language)
    return {
        "id": pack.id,
        "title": title,
        "part_of": pack.part_of,
        "advice": advice(title) if is_advisory else "",
        "version": pack.version,
        "digest": pack.digest,
        "rules": [
            {
                "rule": rule.id,
                "verb": rule.verb,
                "reason": rule.message.in_language(language),
                "satisfied_by": rule.satisfy.in_language(language),
                "grounds": grounds_in_words(rule.grounds, rule.judges, place=place),
                "since": rule.effective_from,
                "until": rule.effective_to,
            }
            for rule in rules
        ],
    }
