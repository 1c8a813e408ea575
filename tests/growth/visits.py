"""Opens every page of the site as everybody who may, and follows each link of it: nobody has to name a new page.

Lists show one row a page meanwhile, so that each has a next page and a previous one.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from requests_app.trial.demo.people import CAST
from requests_app.workflow.reading import pages
from tests.builders import InventedAgency
from tests.growth.recorded import Statements
from tests.journeys import places
from tests.permissions import test_every_url as every_url

OF_A_KIND = 1
"""How many links to one kind of address, with the same names in its query, each person follows."""
ASKED = {
    "auditor": (
        "/audit/log/?code=registry.*",
        "/audit/log/?who=officer",
        "/audit/log/?role=oversight",
        "/audit/log/?role=officer",
        "/audit/log/?outcome=refused",
        "/audit/log/?code=search.submitted&who=officer",
        "/audit/log/?since_day=1&since_month=1&since_year=2026&until_day=1&until_month=1&until_year=2100",
        "/audit/log/?before=10",
        "/audit/log/?after=10",
    ),
    "administrator": ("/people/?q=castellow", "/people/?q=off"),
}
"""What people type into the forms of lists, which no link leads to."""


class _Links(HTMLParser):
    """Where a page leads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name in ("href", "src", "hx-get"):
            if given.get(name):
                self.found.append(str(given[name]))


@contextmanager
def lists_of_one_row() -> Iterator[None]:
    """Let every list have more pages than one."""
    original = pages.list_page

    def one_row(rows: Any, asked: str | None, **_size: int) -> Any:
        return original(rows, asked, size=1)

    with pytest.MonkeyPatch.context() as patch:
        for module in list(sys.modules.values()):
            if getattr(module, "list_page", None) is original and module is not pages:
                patch.setattr(module, "list_page", one_row)
        yield


def open_everything(agency: InventedAgency, noted: Statements) -> set[str]:
    """Open all there is; returns the names of the addresses that were opened."""
    of_places = places.every_page(agency, agency.prepared)
    objects = every_url.Objects(agency_of(agency))
    opened: set[str] = set()
    for person in one_of_each_role():
        seeds = [address for _, address in of_places.get(person, ())]
        seeds += [
            objects.address(name) for name, (may, _) in every_url.MAY.items() if person in may
        ]
        opened |= _walk(agency, person, [*seeds, *ASKED.get(person, ())], noted)
    return opened


def one_of_each_role() -> list[str]:
    """Of the people of `test_every_url`, the first with the same roles."""
    roles = {each.username: each.roles for each in CAST}
    found = {roles[name]: name for name in reversed(every_url.PEOPLE)}
    return sorted(found.values())


def agency_of(agency: InventedAgency) -> Any:
    """The agency as `Objects` wants it: one draft, one waiting request."""
    at_work = agency.prepared
    return InventedAgency(
        agency.people,
        agency.units,
        prepared={"draft": at_work.draft, "waiting": at_work.waiting},
    )


def _walk(agency: InventedAgency, person: str, seeds: list[str], noted: Statements) -> set[str]:
    client, opened = every_url.signed_in(agency, person), set()
    waiting, seen, of_a_kind = list(seeds), set(seeds), Counter[Any]()
    while waiting:
        address = waiting.pop(0)
        kind = _kind(address)
        noted.place = kind[0] if kind else "nowhere"
        answer = client.get(address)
        assert answer.status_code != 500, (person, address)
        opened.add(noted.place)
        if kind and kind[0] == "account_logout":
            client = every_url.signed_in(agency, person)
        for link in _links_of(answer, address):
            kind = _kind(link)
            if link not in seen and kind is not None and of_a_kind[kind] < OF_A_KIND:
                of_a_kind[kind] += 1
                seen.add(link)
                waiting.append(link)
    return opened


def _links_of(answer: Any, address: str) -> list[str]:
    """Where an answer leads on this site: by its links, or by sending on."""
    found = [answer.headers["Location"]] if "Location" in answer.headers else []
    if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
        links = _Links()
        links.feed(answer.content.decode())
        found += links.found
    whole = (urljoin(address, link).split("#")[0] for link in found)
    return [link for link in whole if link.startswith("/") and not link.startswith("//")]


def _kind(link: str) -> tuple[str, frozenset[str]] | None:
    """What a link leads to, apart from which one: the address's name and the names in its query."""
    parts = urlsplit(link)
    try:
        return resolve(parts.path).view_name, frozenset(parse_qs(parts.query))
    except Resolver404:
        return None
