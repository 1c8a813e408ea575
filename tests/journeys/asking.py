"""How an officer asks for a search, page by page, as one who types; used by several journeys.

Answers come from an invented story; words on buttons come in the language of the journey.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from requests_app.common import clock
from requests_app.trial.demo import stories
from tests import builders
from tests.journeys.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on the pages of one language, written here by hand."""

    language: str
    start: str
    ask: str
    save: str
    upload: str
    row_save: str
    check: str
    declare: str
    submit: str
    submitted: str
    nothing_against: str
    claim: str
    open_picture: str
    approve: str
    record_approval: str
    approved: str
    awaiting_examination: str
    lead_only: str
    no_recogniser: str
    take_result: str
    candidate_a: str
    save_record: str
    conclusion_lacks: str
    record_complete: str
    check_conclusion: str
    record_conclusion: str
    score: str
    filter: str
    open_content: str
    reason: str
    record_and_open: str
    export: str
    progress: str
    download: str
    own_words: str


ENGLISH = Words(
    language="en",
    start="Ask for a search",
    ask="Start",
    save="Save and continue",
    upload="Upload the image",
    row_save="Save",
    check="Check your answers",
    declare="Continue to the declaration",
    submit="Declare and submit",
    submitted="Request submitted",
    nothing_against="Nothing stands against this request.",
    claim="Claim this request",
    open_picture="Open the picture",
    approve="Approve this search",
    record_approval="Record this approval",
    approved="Search approved",
    awaiting_examination="awaiting examination",
    lead_only="Investigative lead only",
    no_recogniser="Not a face recogniser.",
    take_result="Take this result",
    candidate_a="Candidate A",
    save_record="Save this record",
    conclusion_lacks="Choose what you conclude of this candidate",
    record_complete="Your record of candidate A is complete.",
    check_conclusion="Go on and check it",
    record_conclusion="Record the conclusion",
    score="Engine’s own score",
    filter="Apply filters",
    open_content="Open the content of version 1",
    reason="The yearly review drew this request by lot, and reads it whole.",
    record_and_open="Record this and open",
    progress="See how far it is",
    export="Export these events",
    download="Download as a ZIP",
    own_words="In my own words: I have read the record for this point and it is borne out there.",
)
FRENCH = Words(
    language="fr",
    start="Demander une recherche",
    ask="Commencer",
    save="Enregistrer et continuer",
    upload="Téléverser l’image",
    row_save="Enregistrer",
    check="Vérifiez vos réponses",
    declare="Continuer vers la déclaration",
    submit="Déclarer et soumettre",
    submitted="Demande soumise",
    nothing_against="Rien ne s’oppose à cette demande.",
    claim="Prendre cette demande en charge",
    open_picture="Ouvrir l’image",
    approve="Approuver cette recherche",
    record_approval="Enregistrer cette approbation",
    approved="Recherche approuvée",
    awaiting_examination="en attente d’examen",
    lead_only="Piste d’enquête seulement",
    no_recogniser="N’est pas un outil de reconnaissance faciale.",
    take_result="Prendre ce résultat",
    candidate_a="Candidat A",
    save_record="Enregistrer cette fiche",
    conclusion_lacks="Choisissez votre conclusion sur ce candidat",
    record_complete="Votre fiche sur le candidat A est complète.",
    check_conclusion="Continuer et vérifier",
    record_conclusion="Enregistrer la conclusion",
    score="Score du moteur",
    filter="Appliquer les filtres",
    open_content="Ouvrir le contenu de la version 1",
    reason="La revue annuelle a tiré cette demande au sort, et la lit en entier.",
    record_and_open="Consigner ceci et ouvrir",
    progress="Voir où il en est",
    export="Exporter ces événements",
    download="Télécharger en ZIP",
    own_words="En mes propres mots, j’ai lu le dossier sur ce point et il le confirme en entier.",
)


def start(visitor: Visitor, words: Words) -> str:
    """Start a draft from the list of one's requests; returns the request's address."""
    visitor.go("/requests/")
    visitor.press(words.start)
    visitor.press(words.ask)
    return visitor.page.url.removeprefix(visitor.site).split("/tasks/")[0]


def check_and_submit(visitor: Visitor, words: Words, address: str) -> None:
    """Go from the task list by way of one's answers to the declaration, and to the reference."""
    visitor.go(f"{address}/tasks/")
    visitor.press(words.check)
    visitor.sees(words.nothing_against)
    visitor.press(words.declare)
    visitor.tick_all("attestations")
    visitor.press(words.submit)
    visitor.sees(words.submitted)


def fill_everything(visitor: Visitor, words: Words, address: str, number: int = 7) -> None:
    """Answer every page of a draft."""
    story = stories.answers(number, today=timezone.localdate(clock.now()))

    def page(slug: str) -> None:
        visitor.go(f"{address}/questions/{slug}/")

    page("case")
    visitor.answer("case_number", story.case.case_number)
    visitor.press(words.save)
    visitor.answer("external_fr_origin", "none")
    visitor.press(words.save)
    visitor.answer("purpose", story.purpose.purpose)
    visitor.press(words.save)
    visitor.answer("offence_category", story.purpose.offence_category)
    visitor.answer("statute_ref", story.purpose.statute_ref)
    visitor.answer("attempt", "no")
    visitor.answer_date("offence_date", story.purpose.offence_date)
    visitor.answer("offence_place", story.purpose.offence_place)
    visitor.answer("link_type", story.purpose.link_type)
    visitor.press(words.save)
    visitor.answer("basis_type", story.legal.basis_type)
    visitor.answer("citation", story.legal.citation)
    visitor.press(words.save)
    visitor.answer("subject_role", "suspect")
    visitor.answer("subject_minor", "no")
    visitor.press(words.save)
    for name in ("height", "build", "age_band", "hair", "marks", "clothing", "mobility"):
        visitor.answer(name, getattr(story.subject.description, name))
    visitor.press(words.save)
    _facts(visitor, words, address, story)
    page("protected")
    visitor.answer("protected_activity", "none")
    visitor.answer("basis_flags", "none_of_these")
    visitor.press(words.save)
    for name in ("question", "next_step", "evidence_kind", "other_lines"):
        visitor.answer(name, getattr(story.necessity, name))
    visitor.answer("objective", story.necessity.objective)
    visitor.answer("evidence", story.necessity.evidence)
    visitor.answer("evidence_ref", story.necessity.evidence_ref)
    visitor.press(words.save)
    _means(visitor, words, address, story)
    page("proportionality")
    for name in ("harm", "harm_state", "wrong_lead"):
        visitor.answer(name, getattr(story.proportionality, name))
    visitor.answer("benefit", story.proportionality.benefit)
    visitor.answer("impact", story.proportionality.impact)
    visitor.answer("bystanders", "0")
    visitor.press(words.save)
    visitor.answer("urgency", "routine")
    visitor.press(words.save)
    visitor.answer(
        "image",
        {"name": "frame.jpg", "mimeType": "image/jpeg", "buffer": builders.probe_bytes(number)},
    )
    visitor.press(words.upload)
    page("image-source")
    visitor.answer("source_kind", story.probe.source_kind)
    visitor.answer("acquisition_authority", story.probe.acquisition_authority)
    visitor.answer("consent_or_order_ref", story.probe.consent_or_order_ref)
    visitor.answer("custody_ref", story.probe.custody_ref)
    visitor.answer("collected_by", story.probe.collected_by)
    visitor.answer_date("collected_on", story.probe.collected_on)
    visitor.answer_date("captured_at", story.purpose.offence_date)
    visitor.answer("captured_at_time", "21:05")
    visitor.press(words.save)
    visitor.answer("is_still", "no")
    visitor.answer("shows_person_sought", "yes")
    visitor.answer("faces_declared", "1")
    visitor.answer("suitability", "suitable")
    visitor.answer("pose", story.probe.pose)
    visitor.answer("eye_distance", str(story.probe.eye_distance))
    visitor.press(words.save)
    visitor.answer("edited", "no")
    visitor.press(words.save)
    page("gallery")
    visitor.answer("gallery", stories.GALLERY)
    visitor.answer("narrower_gallery", story.scope.narrower_gallery)
    visitor.answer("gallery_reason", story.scope.gallery_reason)
    visitor.answer("candidate_limit", "20")
    visitor.press(words.save)
    visitor.answer("gallery_link", story.effectiveness.gallery_link)
    visitor.answer("why_in_gallery", story.effectiveness.why_in_gallery)
    visitor.press(words.save)
    visitor.answer("mode", "retrospective_video_frame")
    visitor.answer("target_specific", "yes")
    visitor.answer("retention_class", "with_case_file")
    visitor.press(words.save)


def _facts(visitor: Visitor, words: Words, address: str, story) -> None:
    for fact in story.predicate.facts:
        visitor.go(f"{address}/rows/facts/add/")
        visitor.answer("text", fact.text)
        visitor.answer("source", fact.source)
        visitor.answer("origin", fact.origin)
        visitor.press(words.row_save, exact=True)
    visitor.go(f"{address}/questions/facts/")
    visitor.answer("predicate_level", story.predicate.predicate_level)
    visitor.answer("assessment", story.predicate.assessment)
    visitor.press(words.save)


def _means(visitor: Visitor, words: Words, address: str, story) -> None:
    for row in story.means:
        visitor.go(f"{address}/rows/means/add/")
        visitor.answer("means", row.means)
        visitor.answer("status", row.status)
        visitor.answer("result", row.result)
        if row.done_on:
            visitor.answer_date("done_on", row.done_on)
            visitor.answer("done_by", row.done_by)
            visitor.answer("evidence_ref", row.evidence_ref)
        visitor.answer("why_not_enough", row.why_not_enough)
        visitor.press(words.row_save, exact=True)
