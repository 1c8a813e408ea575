"""Every page, opened by somebody who may: in both languages, at desktop width and at 320 pixels.

Axe finds nothing, nothing scrolls sideways (axe reads the French pages on the whole way); the pictures
under var/pictures are for eyes.
"""

import pytest

from tests.journeys import places

WINDOWS = (("en", 1280), ("en", 320), ("fr", 1280))
PEOPLE = (
    "officer",
    "supervisor",
    "supervisor2",
    "supervisor3",
    "privacy",
    "examiner",
    "auditor",
    "administrator",
    "administrator2",
    "operator",
    "policy",
    "policy2",
)


@pytest.fixture
def prepare(trial_secrets):
    return places.at_work(trial_secrets.grant_public_keys)


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_is_accessible_and_fits(agency, visit, name):
    pages = places.every_page(agency, agency.prepared)[name]
    person = visit(name)
    for language, width in WINDOWS:
        person.use_window(width=width, language=language, axe=language == "en")
        for page, address in pages:
            person.go(address)
            person.picture(f"{language}-{width}/{name}-{page}")
            assert person.broken_inside() == [], (page, language, width)


def test_nobody_with_a_page_is_left_out(agency):
    assert set(places.every_page(agency, agency.prepared)) == set(PEOPLE)
