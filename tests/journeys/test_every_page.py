"""Every page, opened by somebody who may: in both languages, at desktop width and at 320 pixels.

Axe finds nothing, nothing scrolls sideways (axe reads the French pages on the whole way); the pictures under var/pictures are for eyes.
"""

import pytest

from tests.journeys import places


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("fr", 1280), ("en", 320)])
def test_every_page_is_accessible_and_fits(agency, matcher, visit, language, width):
    there = places.put_to_work(agency)
    for name, pages in places.every_page(agency, there).items():
        person = visit(name, language=language, width=width, axe=language == "en")
        for page, address in pages:
            person.go(address)
            person.picture(f"{language}-{width}/{name}-{page}")
