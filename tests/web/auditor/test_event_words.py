"""What an event holds is named in the reader's language; the codes of the log stand beside it."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from requests_app.audit.fact_shapes import SHAPES
from requests_app.audit.models import Event
from requests_app.registry.entries import _TABLES
from requests_app.web.auditor.event_words import FACTS, OBJECTS
from tests import builders


def test_every_fact_has_words_and_no_word_is_of_a_fact_that_does_not_exist() -> None:
    assert FACTS.keys() == SHAPES.keys()


def test_what_a_file_brings_into_the_registry_is_named() -> None:
    """`configure_agency` records each entry under its kind, and acts for nobody who signs in."""
    assert OBJECTS.keys() >= _TABLES.keys()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Less intrusive means tried", "Purpose", "Case number", "Probe image"]),
        (
            "fr",
            [
                "Moyens moins intrusifs essayés",
                "Finalité",
                "Numéro de dossier",
                "Image de référence",
            ],
        ),
    ],
)
def test_facts_and_commitments_are_named_in_the_readers_language(agency, browser, language, words):
    row = builders.submitted(agency)
    event = Event.objects.get(request_id=row.pk, code="search.submitted")
    client = browser()
    page = client.get(
        reverse("auditor:event", args=[event.pk]), headers={"accept-language": language}
    ).content.decode()
    said = json.loads(bytes(event.entry))["body"]
    for code in (*said["facts"], *said["commitments"]):
        assert f">{code}</code>" in page
    for each in words:
        assert f"{each} <code" in page


def test_what_an_event_is_about_is_named(agency, browser):
    builders.drafted(agency)
    event = Event.objects.filter(object_type="probe").last()
    page = browser().get(reverse("auditor:event", args=[event.pk])).content.decode()
    assert 'Probe image <code class="cs-whole">probe</code>' in page
