"""Each form in which somebody writes outside the making and deciding of a request: what its work is.

The events are what each act leaves in the log, said here and not read from the code.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from playwright.sync_api import Page, expect

from requests_app.audit.models import Event
from requests_app.dispatch.models import Dispatch
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.workflow.administration import powers
from tests import builders, examiners
from tests.journeys import places
from tests.journeys.visitor import Visitor

# A decider's own words, and what the registry says of a matcher and a gallery in the agency's.
WRITTEN_IN_ENGLISH = (
    "In my own words: I have read the record for this point and it is borne out there.",
    "Please add the second statement and say who took it, then submit again.",
    "Demonstration matcher (not a face recogniser)",
    "Identification of Criminals Act (drawn data, no person)",
    "share of equal bits of a 256-bit drawing hash, 0 to 1",
    examiners.STATEMENT.quality,
    examiners.STATEMENT.limitations,
)
REASON = "Vu avec la sergente Roy le 3 mars : « c’est noté »."


@dataclass(frozen=True)
class Form:
    """One form of a role, as somebody fills it in.

    Attributes:
        address: of the page.
        answers: what is typed and chosen, by the names of the fields.
        submit: the words of its button, in English and in French.
        event: the code of the event that its act leaves.
    """

    address: str
    answers: Mapping[str, str]
    submit: tuple[str, str]
    event: str

    def times_done(self) -> int:
        """How often its act was performed, by the log."""
        return Event.objects.filter(code=self.event, outcome="success").count()


@dataclass
class Forms:
    """What the forms are about."""

    result: SearchRequest
    concluded: SearchRequest
    failed: SearchRequest
    proposal: UUID


@functools.cache
def in_use(keys: Any) -> Any:
    """How a test prepares its database: an agency at work, a search that failed, a proposal in French."""

    def begin(agency: builders.InventedAgency) -> Forms:
        there = places.at_work(keys)(agency)
        proposal = powers.propose_role(
            actor=agency.actor("administrator"),
            account_id=agency.people["officer3"].pk,
            role="examiner",
            reason=REASON,
        )
        return Forms(
            result=there.result,
            concluded=there.concluded,
            failed=builders.search_request_at(agency, Status.SEARCH_FAILED),
            proposal=proposal.pk,
        )

    return begin


def forms_of(name: str, agency: builders.InventedAgency) -> list[Form]:
    """The forms of one person."""
    there: Forms = agency.prepared
    account = f"/people/{agency.people['officer3'].pk}"
    if name == "administrator":
        return [
            Form("/people/new/", {
                "staff_number": "T2099", "full_name": "Zoé Trépanier", "email": "zoe@trial.example",
                "language": "fr", "username": "zoe", "unit": str(agency.units["fraud"].pk),
            }, ("Make the account", "Créer le compte"), "account.created"),
            Form(f"{account}/roles/propose/", {"role": "privacy_officer", "reason": REASON},
                 ("Propose the role", "Proposer le rôle"), "power.proposed"),
            Form(f"{account}/reset/", {"reason": REASON},
                 ("Propose the reset", "Proposer la réinitialisation"), "power.proposed"),
            Form(f"{account}/certificates/new/", {
                "course": "examining", "issued_on_day": "3", "issued_on_month": "3", "issued_on_year": "2026",
                "valid_until_day": "2", "valid_until_month": "3", "valid_until_year": "2028",
            }, ("Record the certificate", "Consigner le certificat"), "certificate.recorded"),
            Form(f"{account}/disable/", {"reason": REASON},
                 ("Disable the account", "Désactiver le compte"), "account.disabled"),
        ]  # fmt: skip
    if name == "administrator2":
        return [
            Form(f"/people/proposals/{there.proposal}/", {"reason": REASON},
                 ("Refuse", "Refuser"), "power.refused"),
        ]  # fmt: skip
    if name == "auditor":
        return [
            Form(f"/audit/requests/{there.result.pk}/versions/1/content/",
                 {"reason": REASON, "file_reference": "VP-2026-014"},
                 ("Record this and open", "Consigner ceci et ouvrir"), "content.opened"),
        ]  # fmt: skip
    if name == "examiner":
        return [
            Form(f"/examinations/{there.result.pk}/candidates/1/", {
                "compared": "no", "not_compared": "other", "why": REASON,
            }, ("Save this record", "Enregistrer cette fiche"), "exam.draft_saved"),
            Form(f"/examinations/{there.concluded.pk}/correct/", {
                "no_selection": "inconclusive", "correction": REASON,
            }, ("Record the correction", "Enregistrer la correction"), "exam.corrected"),
        ]  # fmt: skip
    if name == "operator":
        sending = Dispatch.objects.get(search_request=there.failed)
        return [
            Form(f"/operations/{sending.pk}/", {"reason": REASON},
                 ("Put it back into the outbox", "Remettre dans la file d’envoi"), "search.retried"),
        ]  # fmt: skip
    raise ValueError(name)


def sign_in_anew(person: Visitor, sign_out: str) -> None:
    """Sign out and in again in a second tab, and leave that tab.

    Args:
        sign_out: the words of its button.
    """
    first: Page = person.page
    person.page = person.context.new_page()
    person.page.goto(f"{person.site}/account/own/")
    person.page.get_by_role("button", name=sign_out, exact=True).click()
    expect(person.page.get_by_role("button", name=sign_out, exact=True)).to_have_count(0)
    person.sign_in()
    person.page.close()
    person.page = first
