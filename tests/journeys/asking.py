"""How an officer asks for a search, page by page, as one who types; used by several journeys.
Answers come from an invented story; words on buttons come in the language of the journey."""

from __future__ import annotations

from dataclasses import dataclass

from requests_app.common import clock
from requests_app.ops.demo import stories
from tests import builders
from tests.journeys.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on the buttons of the officer's pages."""

    start: str
    ask: str
    save: str
    go_on: str
    upload: str
    add_fact: str
    add_means: str
    row_save: str
    check: str
    declare: str
    submit: str


ENGLISH = Words(
    start="Ask for a search",
    ask="Start",
    save="Save and continue",
    go_on="Continue",
    upload="Upload the image",
    add_fact="Save and add a fact",
    add_means="Add a means",
    row_save="Save",
    check="Check your answers",
    declare="Continue to the declaration",
    submit="Submit",
)


def ask(visitor: Visitor, words: Words, number: int = 7) -> str:
    """Ask for a search from the first page to the reference number; returns the request's address."""
    story = stories.answers(number, today=clock.now().date())
    visitor.go("/requests/")
    visitor.press(words.start)
    visitor.press(words.ask)
    address = visitor.page.url.removeprefix(visitor.site).split("/tasks/")[0]
    fill_everything(visitor, words, address, story, number)
    return address


def fill_everything(visitor: Visitor, words: Words, address: str, story, number: int) -> None:
    """Answer every page of a draft."""

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
    visitor.answer("objective", story.necessity.objective)
    visitor.answer("evidence", story.necessity.evidence)
    visitor.press(words.save)
    _means(visitor, words, address, story)
    page("proportionality")
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
    visitor.press(words.save)
    visitor.answer("edited", "no")
    visitor.press(words.save)
    page("gallery")
    visitor.answer("gallery", stories.GALLERY)
    visitor.answer("gallery_reason", story.scope.gallery_reason)
    visitor.answer("candidate_limit", "20")
    visitor.press(words.save)
    visitor.answer("why_in_gallery", story.effectiveness.why_in_gallery)
    visitor.press(words.save)
    visitor.answer("mode", "retrospective_video_frame")
    visitor.answer("target_specific", "yes")
    visitor.answer("retention_class", "with_case_file")
    visitor.press(words.save)


def _facts(visitor: Visitor, words: Words, address: str, story) -> None:
    visitor.go(f"{address}/questions/facts/")
    visitor.answer("predicate_level", story.predicate.predicate_level)
    visitor.press(words.save)
    for fact in story.predicate.facts:
        visitor.go(f"{address}/rows/facts/add/")
        visitor.answer("text", fact.text)
        visitor.answer("source", fact.source)
        visitor.press(words.row_save, exact=True)


def _means(visitor: Visitor, words: Words, address: str, story) -> None:
    for row in story.means:
        visitor.go(f"{address}/rows/means/add/")
        visitor.answer("means", row.means)
        visitor.answer("status", row.status)
        visitor.answer("result", row.result)
        if row.done_on:
            visitor.answer_date("done_on", row.done_on)
            visitor.answer("done_by", row.done_by)
        visitor.answer("why_not_enough", row.why_not_enough)
        visitor.press(words.row_save, exact=True)
