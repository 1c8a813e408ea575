"""Legal sign-offs on the pages of two policy administrators: one proposes, the other settles, both read the same facts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from requests_app.policy import library
from requests_app.registry.models import PackSignOff
from requests_app.registry.selectors import signed_off
from tests.builders import InventedAgency
from tests.sign_offs import WHY, confirm, pack_here, propose
from tests.signed_in import browser
from tests.workflow.test_packs_that_advise import DIGEST

PROPOSE = f"/rules/sign-offs/propose/{DIGEST}/"
TYPED = {
    "opinion_title": "DEMO: no lawyer has read this",
    "counsel": "Invented counsel, Legal Services",
    "reference": "LS-2026-114",
    "opinion_sha256": "ab" * 32,
    "given_on_day": "5",
    "given_on_month": "1",
    "given_on_year": "2026",
    "reason": WHY,
}


@pytest.fixture(autouse=True)
def folder() -> Iterator[None]:
    with pack_here():
        yield


def text_of(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).replace("\u00a0", " ").split())


def test_recorded_and_ended_by_two(agency: InventedAgency) -> None:
    first, second = (browser(agency, name, language="en") for name in ("policy", "policy2"))
    rules = text_of(first.get("/rules/"))
    assert "Advises only: no legal sign-off of this version is recorded." in rules
    assert PROPOSE in rules
    done = first.post(PROPOSE, TYPED, follow=True)
    assert done.redirect_chain == [("/rules/", 302)]
    address = f"/rules/sign-offs/{PackSignOff.objects.get().pk}/"
    assert address in text_of(done)
    own = text_of(first.get(address))
    assert 'value="confirm"' not in own
    assert "You proposed this yourself" in text_of(first.post(address, {"act": "confirm"}))
    assert signed_off() == frozenset()
    page = text_of(second.get(address))
    for fact in (TYPED["opinion_title"], TYPED["counsel"], TYPED["reference"], WHY):
        assert fact in own, fact
        assert fact in page, fact
    for digest in (DIGEST, "ab" * 32):  # shown in groups
        assert digest in re.sub(r"<[^>]+>|\s", "", own)
        assert digest in re.sub(r"<[^>]+>|\s", "", page)
    done = text_of(second.post(address, {"act": "confirm"}, follow=True))
    assert signed_off() == {DIGEST}
    assert "They judge: what a rule says holds." in done
    assert "DEMO</strong>" in done or "DEMO</span>" in done
    assert TYPED["counsel"] in done
    assert "Somebody else was first" in text_of(first.post(address, {"act": "withdraw"}))

    form = text_of(second.get(PROPOSE))
    assert "Propose to end the legal sign-off" in form
    assert TYPED["opinion_title"] in form
    second.post(PROPOSE, {"reason": "The Act was changed in June."})
    end = f"/rules/sign-offs/{PackSignOff.objects.get(kind='withdrawal').pk}/"
    assert TYPED["opinion_title"] in text_of(first.get(end))
    first.post(end, {"act": "confirm"})
    assert signed_off() == frozenset()


def test_in_french_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    agency: InventedAgency,
) -> None:
    first = browser(agency, "policy", language="fr")
    assert "Conseille seulement : aucune validation juridique" in text_of(first.get("/rules/"))
    wrong = TYPED | {"opinion_sha256": "xyz", "given_on_year": "2199"}
    page = text_of(first.post(PROPOSE, wrong))
    assert "Entrez 64 chiffres et lettres de a à f" in page
    assert "Entrez un jour qui n’est pas dans le futur" in page
    assert 'value="xyz"' in page
    assert WHY in page
    assert not PackSignOff.objects.exists()


def test_refused_with_a_reason_or_withdrawn(agency: InventedAgency) -> None:
    second = browser(agency, "policy2", language="fr")
    address = f"/rules/sign-offs/{propose(agency).pk}/"
    assert "Dites pourquoi" in text_of(second.post(address, {"act": "refuse", "reason": ""}))
    second.post(address, {"act": "refuse", "reason": "L’avis manque au dossier."})
    assert "L’avis manque au dossier." in text_of(browser(agency, "policy").get(address))
    again = propose(agency)
    browser(agency, "policy").post(f"/rules/sign-offs/{again.pk}/", {"act": "withdraw"})
    assert not PackSignOff.objects.filter(outcome="").exists()
    assert signed_off() == frozenset()


def test_a_version_that_is_not_here_has_no_page(agency: InventedAgency) -> None:
    confirm(agency, propose(agency))
    answer = browser(agency, "policy").get(f"/rules/sign-offs/propose/{'0' * 64}/")
    assert answer.status_code == 404


@pytest.mark.parametrize("reason", ["x", "." * 60, "because"])
def test_a_reason_that_says_nothing_records_and_settles_nothing(
    agency: InventedAgency, reason: str
) -> None:
    first, second = (browser(agency, name, language="en") for name in ("policy", "policy2"))
    told = text_of(first.post(PROPOSE, TYPED | {"reason": reason}))
    assert "Say why in words: at least 20 characters" in told
    assert not PackSignOff.objects.exists()
    made = propose(agency)
    answer = second.post(f"/rules/sign-offs/{made.pk}/", {"act": "refuse", "reason": reason})
    assert "Say why in words: at least 20 characters" in text_of(answer)
    assert PackSignOff.objects.get().outcome == ""


@pytest.mark.parametrize(
    ("language", "heading", "why"),
    [
        ("en", "This cannot be done", "This pack needs no legal sign-off."),
        (
            "fr",
            "Cela n’est pas possible",
            "Ce jeu de règles n’a pas besoin de validation juridique.",
        ),
    ],
)
def test_a_pack_that_needs_no_sign_off_is_said_to_need_none(
    agency: InventedAgency, language: str, heading: str, why: str
) -> None:
    core = library.installed("").in_force(date(2026, 11, 30), place="").packs
    digest = next(pack.digest for pack in core if pack.id == "core")
    answer = browser(agency, "policy", language=language, shows_errors=True).get(
        f"/rules/sign-offs/propose/{digest}/"
    )
    assert answer.status_code == 409
    page = text_of(answer)
    assert heading in page
    assert why in page
    assert "while you were reading" not in page


def test_an_act_that_is_sent_again_is_told_to_whoever_did_it_as_their_own(
    agency: InventedAgency,
) -> None:
    first, second = (browser(agency, name, language="en") for name in ("policy", "policy2"))
    address = f"/rules/sign-offs/{propose(agency).pk}/"
    first.post(address, {"act": "withdraw"})
    own = text_of(first.post(address, {"act": "withdraw"}))
    assert "You did this already." in own
    assert "Somebody else was first" not in own
    assert "Somebody else was first" in text_of(second.post(address, {"act": "confirm"}))
