"""Where hostile input goes: every address of the product, with whoever it is for and whoever it is not.

Must not judge an answer further than this: it came, in time, and it is no fault of ours.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from requests_app.audit.selectors import EventFilter
from requests_app.searches.models import SearchRequest
from requests_app.web.questionnaire.pages import PAGES
from requests_app.workflow import claim, export
from requests_app.workflow.administration import powers
from tests import builders
from tests.builders import InventedAgency
from tests.drills import hostile_input
from tests.drills.hostile_input import Case, FormSeen, Hung
from tests.intake import drawings
from tests.permissions import test_every_url as listed

SEED = int(os.environ.get("DRILL_SEED", "1"))
ONLY = os.environ.get("DRILL_CASE", "")
"""The name of the one case to run, as a failure told it."""
ENDS_SESSIONS = ("/account/sign-in/", "/account/disabled/")


@dataclass
class Prepared:
    """What the agency has done before the drill begins."""

    draft: SearchRequest
    waiting: SearchRequest
    claimed: SearchRequest
    returned: SearchRequest
    export: Any
    proposal: Any


OF_EVERY_PAGE = "home"
"""Where the forms are tried that every page has: the language and the sign-out."""
_ON_EVERY_PAGE = {reverse("set_language"), reverse("account_logout")}


def prepare(agency: InventedAgency) -> Prepared:
    """Bring a request to each state in which a page has a form, an export and a proposal."""
    made = Prepared(
        draft=builders.drafted(agency, by="officer", paper=drawings.pdf()),
        waiting=builders.submitted(agency, by="officer", paper=drawings.pdf()),
        claimed=builders.submitted(agency, by="officer"),
        returned=builders.decided(agency, builders.submitted(agency, by="officer"), "return"),
        export=export.request_export(actor=agency.actor("auditor"), wanted=EventFilter()).pk,
        proposal=powers.propose_role(
            actor=agency.actor("administrator2"),
            account_id=agency.people["officer2"].pk,
            role="supervisor",
            reason="Takes over the evening desk from the first of next month.",
        ).pk,
    )
    claim.claim(actor=agency.actor("supervisor"), search_request_id=made.claimed.id)
    return made


def place_names() -> list[str]:
    """Every place: the addresses by name, and those that stand for several pages once for each."""
    names = [*listed.MAY, *sorted(listed.OPEN)]
    names += [f"officer:question {page.slug}" for page in PAGES]
    names += [f"{name} {kind}" for name in ("officer:row_add", "officer:row", "officer:row_remove")
              for kind in ("facts", "means", "edits")]  # fmt: skip
    names += ["supervisor:page claimed", "supervisor:done claimed", "supervisor:release claimed",
              "officer:request returned", "officer:tasks returned", "officer:check returned",
              "auditor:export there", "auditor:export_progress there",
              "auditor:export_cancel there",
              "administrator:proposal there"]  # fmt: skip
    return names


class Places(listed.Objects):
    """The addresses of the places, in one agency's database."""

    def __init__(self, agency: InventedAgency) -> None:
        there: Prepared = agency.prepared
        self.there = there
        agency.prepared = {"draft": there.draft, "waiting": there.waiting}
        super().__init__(agency)
        agency.prepared = there

    def of(self, place: str) -> str:
        """Return the address of a place."""
        name, _, detail = place.partition(" ")
        address = self.address(name)
        if name == "officer:question":
            return address.replace("/case/", f"/{detail or 'case'}/")
        if name.startswith("officer:row") and detail:
            return address.replace("/means/", f"/{detail}/")
        if detail == "claimed":
            return address.replace(str(self.waiting.pk), str(self.there.claimed.pk))
        if detail == "returned":
            return address.replace(str(self.draft.pk), str(self.there.returned.pk))
        if detail == "there" and name.startswith("auditor:export"):
            return address.replace(str(self.waiting.pk), str(self.there.export))
        if detail == "there":
            return address.rsplit("/", 2)[0] + f"/{self.there.proposal}/"
        return address

    def changed(self, address: str) -> Iterator[tuple[str, str]]:
        """Yield the address with each of its parts replaced: by no id, another's id, a hostile text."""
        parts = address.strip("/").split("/")
        others = {
            "another request": str(self.there.returned.pk), "an account": str(self.account),
            "nothing": str(uuid4()), "no id": "0", "upper case": str(self.waiting.pk).upper(),
            "bigint and one": "9223372036854775808", "many digits": "9" * 3000, "minus": "-1",
            "arabic": quote("١"), "nul": "%00", "no UTF-8": "%ff", "surrogate": "%ED%A0%80",
            "parent": "..", "empty": "", "percent": "%", "bidi": "%E2%80%AE", "long": "x" * 3000,
        }  # fmt: skip
        for place in range(len(parts)):
            for what, other in others.items():
                yield (
                    f"part {place}: {what}",
                    "/" + "/".join([*parts[:place], other, *parts[place + 1 :]]) + "/",
                )


def for_whom(place: str) -> set[str]:
    """Return the people for whom a place is there."""
    name = place.partition(" ")[0]
    return listed.MAY[name][1] if name in listed.MAY else set(listed.PEOPLE)


def signed_in(agency: InventedAgency, person: str) -> Client:
    """Return the browser of a person; nobody for the empty name."""
    return listed.signed_in(agency, person) if person else Client(raise_request_exception=False)


def attack(
    agency: InventedAgency,
    places: Places,
    place: str,
    person: str,
    *,
    seed: int,
    most: int,
    most_of_address: int | None = None,
) -> list[str]:
    """Send at most so many cases to a place for each of its forms; return what failed, in words.

    Args:
        seed: draws the same cases each time.
        most: of each form.
        most_of_address: of the address without a form; as many, where nothing is said.
    """
    client = signed_in(agency, person)
    address = places.of(place)
    page = client.get(address)
    if _is_fault(place, page.status_code):
        return [f"{place} as {person or 'nobody'}: answered {page.status_code} when it was opened"]
    forms = []
    if page.status_code < 300 and "html" in page.headers.get("Content-Type", ""):
        forms = hostile_input.forms_of(page.content, address)
        if place != OF_EVERY_PAGE:
            forms = [form for form in forms if form.action not in _ON_EVERY_PAGE]
    drawn: list[tuple[Case, FormSeen | None]] = []
    for number, form in enumerate(forms):
        cases = list(hostile_input.cases_of_form(person, place, address, number, form))
        drawn += [(case, form) for case in _some(cases, seed, f"{place} {person} {number}", most)]
    plain = list(hostile_input.cases_of_address(person, place, address))
    plain += [
        Case(person, method, f"{place}, {what}", other, "next", "empty")
        for what, other in places.changed(address)
        for method in ("GET", "POST")
    ]
    drawn += [
        (case, None) for case in _some(plain, seed, f"{place} {person}", most_of_address or most)
    ]
    failed = []
    for case, form in drawn:
        problem = _problem(client, place, case, form)
        if problem:
            failed.append(
                f"{problem}: seed {seed}, {case.method} {case.address[:200]} as {person or 'nobody'},"
                f" field {case.field!r}, value {case.value!r}"
                f"\n  again: make drill DRILL_SEED={seed} DRILL_CASE='{case.name}'"
            )
        client = _still_signed_in(agency, client, person)
    return failed


def _some(cases: list[Case], seed: int, what: str, most: int) -> list[Case]:
    if ONLY:
        return [case for case in cases if case.name == ONLY]
    return hostile_input.drawn(seed, what, cases, most)


def _is_fault(place: str, status: int) -> bool:
    """Whether this is a fault of ours; a drill has no broker, so the service is not ready, and says so."""
    return status >= 500 and not (place == "readyz" and status == 503)


def _problem(client: Client, place: str, case: Case, form: FormSeen | None) -> str:
    try:
        answer = hostile_input.send(client, case, form)
        if answer.streaming:
            b"".join(answer.streaming_content)
    except Hung:
        return f"no answer in {hostile_input.SECONDS} seconds"
    return f"answered {answer.status_code}" if _is_fault(place, answer.status_code) else ""


def _still_signed_in(agency: InventedAgency, client: Client, person: str) -> Client:
    if person and "countersign_session" not in client.cookies:
        return signed_in(agency, person)
    if person and not client.cookies["countersign_session"].value:
        return signed_in(agency, person)
    return client


def people_for(place: str, seed: int) -> list[str]:
    """Return one person of each role that a place is for, one whom it is not for, and nobody."""
    may = [name for name in ("officer", "supervisor", "privacy", "examiner", "auditor", "oversight",
                             "policy", "operator", "administrator") if name in for_whom(place)]  # fmt: skip
    others = sorted(set(listed.PEOPLE) - for_whom(place))
    draw = random.Random(f"{seed} {place}")
    return [*may, *([draw.choice(others)] if others else []), ""]
