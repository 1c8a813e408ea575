"""No link, form or picture of any page leads nowhere: an empty address only draws the same page again."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest

from tests.builders import InventedAgency
from tests.journeys import places
from tests.permissions.test_every_url import signed_in

LEADS = {"a": "href", "img": "src", "link": "href", "iframe": "src", "script": "src"}


class Leads(HTMLParser):
    """The parts of a page that lead somewhere, and those whose address is empty."""

    def __init__(self) -> None:
        super().__init__()
        self.found = 0
        self.empty: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = LEADS.get(tag)
        if name is None or name not in given:
            return
        self.found += 1
        if not (given[name] or "").strip():
            self.empty.append(self.get_starttag_text() or tag)


@pytest.fixture
def prepare(trial_secrets: Any) -> Any:
    return places.at_work(trial_secrets.grant_public_keys)


def test_no_page_of_any_role_has_a_link_that_leads_nowhere(agency: InventedAgency) -> None:
    empty = []
    for person, pages in places.every_page(agency, agency.prepared).items():
        client = signed_in(agency, person)
        for name, address in pages:
            leads = Leads()
            leads.feed(client.get(address, follow=True).content.decode())
            assert leads.found, (person, name)
            empty += [(person, name, each) for each in leads.empty]
    assert not empty
