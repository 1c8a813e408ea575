"""Every page on which rules are read says what passing them does not mean, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from requests_app.policy.vocabulary import STAGES_JUDGED
from requests_app.web.templatetags.record_words import in_words
from tests import builders
from tests.builders import InventedAgency
from tests.signed_in import browser

SAID = {
    "en": ("not legal advice", "not that the search is lawful, necessary or proportionate"),
    "fr": ("ne constituent pas un avis juridique", "non que la recherche est licite, nécessaire"),
}


@pytest.fixture
def prepare() -> Any:
    return lambda agency: (builders.drafted(agency), builders.submitted(agency))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("officer", "/requests/{draft}/check/"),
        ("supervisor", "/decisions/supervisor/{waiting}/"),
        ("auditor", "/audit/requests/{waiting}/"),
        ("policy", "/rules/"),
    ],
)
def test_a_page_of_rules_says_what_passing_does_not_mean(
    agency: InventedAgency, name: str, address: str, language: str
) -> None:
    draft, waiting = agency.prepared
    page = browser(agency, name, language=language).get(
        address.format(draft=draft.pk, waiting=waiting.pk), follow=True
    )
    text = " ".join(page.content.decode().split())
    assert page.status_code == 200
    for words in SAID[language]:
        assert words in text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_stage_at_which_rules_are_judged_has_words(language: str) -> None:
    with translation.override(language):
        said = {str(in_words(stage.value, "stage")) for stage in STAGES_JUDGED}
    assert len(said) == len(STAGES_JUDGED)
    assert not said & {stage.value for stage in STAGES_JUDGED}


@pytest.mark.parametrize(
    ("language", "said"), [("en", "no rule stopped it"), ("fr", "aucune règle ne l’a arrêtée")]
)
def test_a_check_that_nothing_stopped_is_not_called_compliant(language: str, said: str) -> None:
    with translation.override(language):
        assert str(in_words("passed", "verdict")) == said
