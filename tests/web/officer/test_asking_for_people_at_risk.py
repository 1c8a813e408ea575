"""A missing child, a body and a patient without a name: the pages take every answer, in both languages.

Tried: three requests filled in through the pages, as far as the facts that the rules read; each question
where it is not asked; answers that a change of purpose or of the document leaves behind.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from requests_app.common import clock
from requests_app.policy import engine, library, meters
from requests_app.policy.facts import Facts
from requests_app.searches import content, questions
from requests_app.searches.answers import Answers, Means
from requests_app.searches.models import SearchRequest
from requests_app.trial.demo import stories
from requests_app.web.questionnaire.pages import BY_SLUG
from requests_app.workflow import draft, facts
from tests import builders
from tests.signed_in import browser
from tests.web.officer.typing_in import answer_all, fields_of, question, send

NBSP = "\u00a0"
REASON = "Asked in every place where an answer could be known, and nobody there knew the name."
RULES_IN_FORCE = dt.date(2026, 11, 30)


def story() -> Answers:
    return stories.answers(1, today=timezone.localdate(clock.real_now()))


def tried(*means: str) -> tuple[Means, ...]:
    day = timezone.localdate(clock.real_now()) - dt.timedelta(days=2)
    return tuple(
        Means(id=str(place), means=code, status="tried", result="no_result", done_on=day,
              done_by="Cst. of the unit", evidence_ref="file 7", why_not_enough=REASON)
        for place, code in enumerate(means, start=1)
    )  # fmt: skip


def asked_for(*, means: tuple[Means, ...] = (), **sections: dict[str, Any]) -> Answers:
    """An honest story of which these answers are others; the offence is left out."""
    document = story()
    sections["purpose"] = {
        "offence_category": "", "statute_ref": "", "attempt": None, "offence_date": None,
        "offence_place": "", "result_unit": "Missing persons unit", "no_prosecution": True,
    } | sections["purpose"]  # fmt: skip
    sections["necessity"] = {"question": "who_is_at_risk", "next_step": "tell_the_unit_in_charge"}
    sections["effectiveness"] = {"gallery_link": "lives_where_it_was_taken"}
    sections["proportionality"] = {
        "harm": "somebody_without_a_name", "harm_state": "goes_on", "wrong_lead": "family_told",
    }  # fmt: skip
    changed = {
        section: dataclasses.replace(getattr(document, section), **values)
        for section, values in sections.items()
    }
    return dataclasses.replace(document, means=means, **changed)


def child() -> Answers:
    return asked_for(
        purpose={"purpose": "missing_person", "link_type": "missing_person"},
        legal={"basis_type": "court_order_missing_deceased", "document_states_expiry": False},
        subject={"subject_role": "missing_person", "subject_minor": "yes",
                 "minor_justification": "The child has been away from home for two nights."},
        probe={"source_kind": "missing_person_family_photo"},
        means=tried("family_or_next_of_kin", "missing_persons_register", "public_appeal_for_identification"),
    )  # fmt: skip


def body() -> Answers:
    return asked_for(
        purpose={"purpose": "deceased", "link_type": "person_at_risk",
                 "offence_category": "not_yet_known"},
        subject={"subject_role": "deceased"},
        probe={"source_kind": "post_mortem_photo"},
        means=tried("dna", "fingerprint_or_latent", "dental_or_medical_records", "belongings_or_body_marks"),
    )  # fmt: skip


def patient() -> Answers:
    return asked_for(
        purpose={"purpose": "incapacitated_unable_to_identify", "link_type": "person_at_risk"},
        legal={"basis_type": "vital_interests", "legal_advice_ref": "Advice 26-4"},
        subject={"subject_role": "unidentified_patient"},
        means=tried("hospital_or_shelter_inquiry", "document_or_id_inquiry"),
    )


PEOPLE = {"child": child, "body": body, "patient": patient}


def facts_of(row: SearchRequest, document: Answers) -> Facts:
    """The facts that the rules would read of a document as it would be frozen."""
    packs = library.installed("").in_force(RULES_IN_FORCE, place="")
    return facts.build(
        search_request=row,
        answers=questions.only_what_applies(document),
        probe=row.probe,
        document_attached=True,
        neighbours=facts.Neighbours(earlier_requests=0, likeness={}),
        terms=meters.terms_of(packs.version_of("core")),
        today=RULES_IN_FORCE,
    )


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("who", PEOPLE)
def test_the_pages_take_every_answer(agency: Any, who: str, language: str) -> None:
    officer = browser(agency, language=language)
    row = draft.start(actor=agency.actor("officer"))
    document = PEOPLE[who]()
    answer_all(officer, row.pk, document)
    image = SimpleUploadedFile("frame.jpg", builders.probe_bytes(1))
    sent = officer.post(question(row, "image"), {"image": image, "upload": "yes"})
    assert sent.status_code == 302
    # The picture came after what was said of it: that is asked again.
    for slug in (
        "image-source",
        "image-content",
        "image-edits",
        "proportionality",
        "protected",
        "mode",
    ):
        send(officer, question(row, slug), fields_of_page(slug, document))
    row = SearchRequest.objects.get(pk=row.pk)
    saved = content.open_draft(row)
    assert questions.unanswered(saved) == ()
    for section in ("purpose", "legal", "subject"):
        assert getattr(saved, section) == getattr(document, section), section
    assert [each.means for each in saved.means] == [each.means for each in document.means]

    page = officer.get(f"/requests/{row.pk}/check/").content.decode()
    unit = {
        "en": "Which unit receives the result?",
        "fr": f"Quelle unité reçoit le résultat{NBSP}?",
    }
    assert unit[language] in page
    assert "Missing persons unit" in page

    built = facts_of(row, saved)
    assert built.req.result_unit_given is True
    assert built.req.no_prosecution_declared is True
    assert built.req.offence.statute_ref_given is False
    assert built.req.legal_basis.no_expiry_stated is (True if who == "child" else None)
    assert str(built.req.link_type) == document.purpose.link_type
    assert str(built.req.subject_role) == document.subject.subject_role
    assert str(built.img.source_kind) == document.probe.source_kind
    assert [str(each.means) for each in built.alt or ()] == [each.means for each in saved.means]
    assert built.req.offence.category == ("not_yet_known" if who == "body" else None)
    packs = library.installed("").in_force(RULES_IN_FORCE, place="")
    now = dt.datetime.combine(RULES_IN_FORCE, dt.time(12), tzinfo=dt.UTC)
    found = {each.rule for each in engine.evaluate(packs, "submit", built, now=now).stopping}
    assert found == {"CORE-20"}  # the declaration comes last


def fields_of_page(slug: str, document: Answers) -> dict[str, Any]:
    form = BY_SLUG[slug].form
    assert form is not None
    return fields_of(form, getattr(document, form.section))


# Only where it is asked ---------------------------------------------------------------------------

NOT_YET_KNOWN = {"en": "Not yet known", "fr": "Pas encore connue"}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("purpose", "offered"),
    [("missing_person", True), ("deceased", True), ("incapacitated_unable_to_identify", True),
     ("identify_victim", True), ("trafficking_victim", True),
     ("child_sexual_exploitation_victim", True), ("identify_suspect", False),
     ("identify_witness", False), ("danger_to_self_or_others", False), ("", False)],
)  # fmt: skip
def test_not_yet_known_is_offered_where_a_person_at_risk_is_sought(
    agency: Any, purpose: str, offered: bool, language: str
) -> None:
    row = builders.drafted(agency, document=asked_for(purpose={"purpose": purpose}))
    page = browser(agency, language=language).get(question(row, "offence")).content.decode()
    assert ('value="not_yet_known"' in page) is offered
    assert (NOT_YET_KNOWN[language] in page) is offered


def test_the_unit_and_the_declaration_are_needed_for_a_person_at_risk_alone(
    agency: Any, officer: Client
) -> None:
    row = draft.start(actor=agency.actor("officer"))
    answer = send(officer, question(row, "purpose"), {"purpose": "missing_person"})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"result_unit", "no_prosecution"}
    answer = send(officer, question(row, "purpose"), {"purpose": "identify_suspect"})
    assert answer.status_code == 302


WORDS_OF_ERRORS = {
    "en": ("The offence may be not yet known only where a person at risk is sought",
           "You answered that the document states no last day"),
    "fr": (f"L’infraction ne peut être encore inconnue que si la personne recherchée est en danger{NBSP}:",
           "Vous avez répondu que le document n’indique aucune"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_an_earlier_purpose_left_is_seen_and_does_not_speak(
    agency: Any, language: str
) -> None:
    document = body()
    of_a_suspect = dataclasses.replace(document.purpose, purpose="identify_suspect")
    document = dataclasses.replace(document, purpose=of_a_suspect)
    row = builders.drafted(agency, document=document)
    officer = browser(agency, language=language)
    page = officer.get(question(row, "offence")).content.decode()
    assert NOT_YET_KNOWN[language] in page
    sent = {"offence_category": "not_yet_known", "link_type": "offence", "statute_ref": "s. 1"}
    answer = send(officer, question(row, "offence"), sent)
    assert answer.status_code == 200
    assert WORDS_OF_ERRORS[language][0] in answer.content.decode()
    assert "offence_category" in answer.context["form"].errors
    assert send(officer, question(row, "offence"), sent | {"later": "yes"}).status_code == 302

    built = facts_of(row, content.open_draft(row))
    assert built.req.offence.category is None
    assert built.req.result_unit_given is False
    assert built.req.no_prosecution_declared is None


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_day_beside_no_last_day_is_an_error_and_does_not_speak(
    agency: Any, language: str
) -> None:
    order = {"basis_type": "court_order_missing_deceased", "document_states_expiry": True,
             "document_expires_on": dt.date(2027, 3, 27)}  # fmt: skip
    document = dataclasses.replace(child(), legal=dataclasses.replace(child().legal, **order))
    row = builders.drafted(agency, document=document)
    officer = browser(agency, language=language)
    sent = {
        "basis_type": "court_order_missing_deceased",
        "citation": "Order 26-9",
        "document_states_expiry": "no",
        "document_expires_on_day": "27",
        "document_expires_on_month": "3",
        "document_expires_on_year": "2027",
    }
    answer = send(officer, question(row, "legal-basis"), sent)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"document_expires_on"}
    assert WORDS_OF_ERRORS[language][1] in answer.content.decode()
    built = facts_of(row, content.open_draft(row))
    assert built.req.legal_basis.no_expiry_stated is True
    assert built.req.legal_basis.expires_on is None


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Never upload material of child sexual abuse"),
     ("fr", "Ne téléversez jamais de matériel d’abus sexuels d’enfants")],
)  # fmt: skip
def test_the_upload_says_what_must_never_be_uploaded(
    agency: Any, language: str, words: str
) -> None:
    row = draft.start(actor=agency.actor("officer"))
    page = browser(agency, language=language).get(question(row, "image")).content.decode()
    assert words in page


@pytest.mark.parametrize("reference", ["—", "-", "...", "? ?", "(…)"])
def test_a_reference_of_signs_alone_names_nothing(agency: Any, reference: str) -> None:
    row = builders.drafted(agency)
    asked = patient()
    named = facts_of(row, asked).req.legal_basis.legal_advice_given
    signs = replace(asked, legal=replace(asked.legal, legal_advice_ref=reference))
    assert (named, facts_of(row, signs).req.legal_basis.legal_advice_given) == (True, False)
