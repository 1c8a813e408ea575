"""A privacy officer keeps content by a hold on the pages, and another person releases it there."""

from __future__ import annotations

import html
from typing import Any

import pytest

from requests_app.searches.models import LegalHold
from requests_app.tasks import worker
from tests import builders
from tests.builders import InventedAgency
from tests.legal_holds import due_since, in_days
from tests.signed_in import browser
from tests.support import connected_as

WHY = (
    "The prosecution service ordered on 3 March that this file be kept until the appeal is decided."
)
ENDED = "The appeal was decided on 9 November, and the prosecution service lifted its order."
SET = "/decisions/holds/set/"


def day_in(days: int) -> dict[str, str]:
    """The boxes of a day so many days ahead."""
    day = in_days(days)
    return {
        "review_on_day": str(day.day),
        "review_on_month": str(day.month),
        "review_on_year": str(day.year),
    }


@pytest.fixture
def prepare() -> Any:
    return lambda made: builders.decided(made, builders.submitted(made), "refuse")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_hold_is_set_by_its_reference_and_released_by_another_person(
    agency: InventedAgency, language: str
) -> None:
    row = agency.prepared
    privacy = browser(agency, "privacy", language=language)
    assert SET in privacy.get("/decisions/holds/").content.decode()
    typed = row.reference.lower().replace("-", " ")
    answer = privacy.post(SET, {"reference": typed, "reason": WHY, **day_in(30)})
    assert (answer.status_code, answer.url) == (302, "/decisions/holds/")
    stands = LegalHold.objects.get()
    page = f"/decisions/holds/{row.pk}/{stands.pk}/"
    assert page in privacy.get("/decisions/holds/").content.decode()
    own = privacy.get(page).content.decode()
    assert WHY in own
    assert "<textarea" not in own  # no form: it is their own
    told = privacy.post(page, {"reason": ENDED})
    assert told.status_code == 400
    assert LegalHold.objects.get().released_at is None

    supervisor = browser(agency, "supervisor", language=language)
    assert SET not in supervisor.get("/decisions/holds/").content.decode()
    assert supervisor.get(SET).status_code == 403
    short = supervisor.post(page, {"reason": "Over."})
    assert short.status_code == 400
    assert "Over." in short.content.decode()
    assert supervisor.post(page, {"reason": ENDED}).status_code == 302
    assert LegalHold.objects.get().released_at is not None
    standing, released = supervisor.get("/decisions/holds/").content.decode().split('id="released"')
    assert page not in standing
    assert page in released


@pytest.mark.parametrize("typed", ["", "CS-2026-999999-A", "nonsense", "{0}, {0}x"])
def test_a_reference_that_names_no_request_is_told_beside_its_field(
    agency: InventedAgency, typed: str
) -> None:
    privacy = browser(agency, "privacy")
    sent = {"reference": typed.format(agency.prepared.reference), "reason": WHY, **day_in(30)}
    answer = privacy.post(SET, sent)
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"reference"}
    assert WHY in answer.content.decode()
    assert not LegalHold.objects.exists()


def test_a_decider_of_another_unit_learns_of_no_hold(agency: InventedAgency) -> None:
    row = agency.prepared
    browser(agency, "privacy").post(SET, {"reference": row.reference, "reason": WHY, **day_in(30)})
    page = f"/decisions/holds/{row.pk}/{LegalHold.objects.get().pk}/"
    elsewhere = browser(agency, "supervisor3")
    assert page not in elsewhere.get("/decisions/holds/").content.decode()
    assert elsewhere.get(page).status_code == 404


FACTS = {
    "en": ("Set by", "Why it was set", "Released by", "Released at", "Why it was released"),
    "fr": (
        "Posée par",
        "Pourquoi elle a été posée",
        "Levée par",
        "Levée le",
        "Pourquoi elle a été levée",
    ),
}
WORDS = {
    "en": ("Would be destroyed on", "Somebody other than the person who set it must release it."),
    "fr": ("Serait détruit le", "Seule une autre personne que celle qui l’a posée peut la lever."),
}


@pytest.mark.parametrize("language", FACTS)
def test_a_released_hold_says_who_set_and_who_released_it_when_and_why(
    agency: InventedAgency, language: str
) -> None:
    row = agency.prepared
    privacy = browser(agency, "privacy", language=language)
    privacy.post(SET, {"reference": row.reference, "reason": WHY, **day_in(30)})
    page = f"/decisions/holds/{row.pk}/{LegalHold.objects.get().pk}/"
    standing = text_of(privacy.get(page))
    assert FACTS[language][2] not in standing
    for words in WORDS[language]:
        assert words in standing
    supervisor = browser(agency, "supervisor", language=language)
    supervisor.post(page, {"reason": ENDED})
    assert page in supervisor.get("/decisions/holds/").content.decode()
    told = text_of(privacy.get(page))
    for words in (*FACTS[language], "Noor Vandermeer", WHY, "Henrik Adeyemi", ENDED):
        assert words in told, words
    assert "<textarea" not in supervisor.get(page).content.decode()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "You have already set a hold on this request, and it stands."),
        ("fr", "Vous avez déjà posé sur cette demande une suspension, toujours en vigueur."),
    ],
)
def test_one_person_sets_one_open_hold_on_a_request(
    agency: InventedAgency, language: str, told: str
) -> None:
    row = agency.prepared
    privacy = browser(agency, "privacy", language=language)
    sent = {"reference": row.reference, "reason": WHY, **day_in(30)}
    privacy.post(SET, sent)
    again = privacy.post(SET, sent)
    assert again.status_code == 400
    assert told in text_of(again)
    first = LegalHold.objects.get()
    supervisor = browser(agency, "supervisor")
    supervisor.post(f"/decisions/holds/{row.pk}/{first.pk}/", {"reason": ENDED})
    assert privacy.post(SET, sent).status_code == 302
    assert LegalHold.objects.count() == 2


@pytest.mark.parametrize("reason", ["." * 60, "- " * 40, "2026 " * 20, "ab" + "." * 60])
def test_a_reason_without_words_sets_and_releases_nothing(
    agency: InventedAgency, reason: str
) -> None:
    row = agency.prepared
    privacy = browser(agency, "privacy", language="en")
    refused = privacy.post(SET, {"reference": row.reference, "reason": reason, **day_in(30)})
    assert refused.status_code == 400
    assert "Say why in words" in refused.content.decode()
    assert not LegalHold.objects.exists()
    privacy.post(SET, {"reference": row.reference, "reason": WHY, **day_in(30)})
    page = f"/decisions/holds/{row.pk}/{LegalHold.objects.get().pk}/"
    kept = browser(agency, "supervisor", language="en").post(page, {"reason": reason})
    assert kept.status_code == 400
    assert LegalHold.objects.get().released_at is None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Legal holds (content kept from destruction)"),
        ("fr", "Suspensions de la destruction (contenu conservé pour des raisons juridiques)"),
    ],
)
def test_the_queue_says_what_a_hold_keeps(
    agency: InventedAgency, language: str, words: str
) -> None:
    assert words in text_of(browser(agency, "supervisor", language=language).get("/decisions/"))


@pytest.mark.parametrize(
    ("language", "now", "kept_words", "said"),
    [
        ("en", "to be reviewed now", "Reviewed and kept", "The hold is reviewed, and the content stays."),
        ("fr", "à réexaminer maintenant", "Réexaminée et maintenue", "La suspension est réexaminée, et le contenu reste conservé."),
    ],
)  # fmt: skip
def test_a_hold_that_is_due_says_so_and_is_kept_for_a_reason(
    agency: InventedAgency, language: str, now: str, kept_words: str, said: str
) -> None:
    row = agency.prepared
    privacy = browser(agency, "privacy", language=language)
    privacy.post(SET, {"reference": row.reference, "reason": WHY, **day_in(30)})
    stands = LegalHold.objects.get()
    page = f"/decisions/holds/{row.pk}/{stands.pk}/"
    assert now not in text_of(privacy.get("/decisions/holds/"))
    assert '"due-title"' not in privacy.get(page).content.decode()
    due_since(stands, 0)
    assert now in text_of(privacy.get("/decisions/holds/"))
    assert '"due-title"' in privacy.get(page).content.decode()
    supervisor = browser(agency, "supervisor", language=language)
    assert f"{page}review/" not in supervisor.get(page).content.decode()
    assert supervisor.get(f"{page}review/").status_code == 403
    assert f"{page}review/" in privacy.get(page).content.decode()
    assert WHY in privacy.get(f"{page}review/").content.decode()
    for sent, field in (
        ({"reason": ENDED, **day_in(400)}, "review_on"),
        ({"reason": ENDED}, "review_on"),
        ({"reason": "Yes.", **day_in(9)}, "reason"),
    ):
        refused = privacy.post(f"{page}review/", sent)
        assert refused.status_code == 400
        assert set(refused.context["form"].errors) == {field}
        assert sent["reason"] in refused.content.decode()
    done = privacy.post(f"{page}review/", {"reason": ENDED, **day_in(9)}, follow=True)
    assert said in text_of(done)
    assert now not in text_of(done)
    shown = text_of(privacy.get(page))
    assert kept_words in shown
    assert ENDED in shown


def test_a_hold_without_a_day_is_due(agency: InventedAgency) -> None:
    row = agency.prepared
    privacy = browser(agency, "privacy", language="en")
    privacy.post(SET, {"reference": row.reference, "reason": WHY, **day_in(30)})
    due_since(LegalHold.objects.get(), None)
    assert "Now: no day was named" in text_of(privacy.get("/decisions/holds/"))
    assert "No day was named" in text_of(
        privacy.get(f"/decisions/holds/{row.pk}/{LegalHold.objects.get().pk}/")
    )


def test_a_hold_that_was_released_is_not_reviewed(agency: InventedAgency) -> None:
    row = agency.prepared
    privacy = browser(agency, "privacy")
    privacy.post(SET, {"reference": row.reference, "reason": WHY, **day_in(30)})
    page = f"/decisions/holds/{row.pk}/{LegalHold.objects.get().pk}/"
    browser(agency, "supervisor").post(page, {"reason": ENDED})
    answer = privacy.post(f"{page}review/", {"reason": ENDED, **day_in(9)})
    assert (answer.status_code, answer.url) == (302, page)
    assert f"{page}review/" not in privacy.get(page).content.decode()


def test_the_notice_of_a_hold_that_is_due_leads_to_the_list(agency: InventedAgency) -> None:
    row = agency.prepared
    browser(agency, "privacy").post(SET, {"reference": row.reference, "reason": WHY, **day_in(30)})
    due_since(LegalHold.objects.get(), 0)
    with connected_as("worker"):
        worker.tell_of_reports()
    for who in ("privacy", "supervisor"):
        answer = browser(agency, who, language="en").get("/notices/")
        assert "A legal hold has to be reviewed" in text_of(answer)
        assert '"/decisions/holds/"' in answer.content.decode()


def text_of(answer: Any) -> str:
    """What a page says, its entities read."""
    return " ".join(html.unescape(answer.content.decode()).split())
