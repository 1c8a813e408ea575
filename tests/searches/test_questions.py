"""Three states of every question, by one list: what is open is open on the page, at the check and at submission.

Tried: every question of every section and of every row left open, one at a time; each choice that makes
another question apply; the shortest text that will do and one character less, against the core pack.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from typing import Any

import pytest

from requests_app.common.errors import PreconditionFailed
from requests_app.policy import library
from requests_app.searches import questions
from requests_app.searches.answers import Answers, Description, Edit, Means, PredicateFact
from requests_app.searches.of_the_picture import eyes_apart
from requests_app.searches.questions import State
from requests_app.trial.demo import stories
from requests_app.web.questionnaire import pages
from requests_app.workflow import check
from tests import builders
from tests.builders import InventedAgency

TODAY = dt.date(2026, 11, 26)
FROM = dt.date(2026, 11, 29)
"""The day from which the newest core rules judge."""
WORDS = "Seen on 3 March by the clerk of the shop, who wrote it down on the same evening; report 26-118."
LONG = WORDS * 2


def complete(**sections: dict[str, Any]) -> Answers:
    """Every question answered, those that seldom apply as well."""
    story = stories.answers(1, today=TODAY)
    edit = Edit(kind="crop", tool="T", operator="O", edited_on=TODAY, purpose="P")
    changed = {
        "case": {"on_behalf_of": "Another agency", "agreement_ref": "A-1",
                 "external_fr_origin": "retailer", "external_fr_detail": LONG,
                 "external_fr_use": "nothing"},
        "legal": {"basis_type": "judicial_authorisation", "citation": "s. 487",
                  "document_states_expiry": True, "document_expires_on": TODAY},
        "subject": {"subject_minor": "possible", "minor_justification": LONG},
        "protected": {"protected_activity": "yes_incidental", "protected_activity_detail": LONG,
                      "basis_flags": (), "basis_flags_answered": True},
        "urgency": {"urgency": "urgent", "urgency_kind": "person_in_danger", "urgency_facts": LONG,
                    "urgency_deadline": dt.datetime(2026, 11, 27, tzinfo=dt.UTC)},
        "probe": {"suitability": "limited", "suitability_statement": LONG, "edited": True,
                  "edits": (edit,), "captured_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
                  "capture_uncertainty": ""},
    }  # fmt: skip
    for section, values in sections.items():
        changed[section] = {**changed.get(section, {}), **values}
    return dataclasses.replace(story, **{
        section: dataclasses.replace(getattr(story, section), **values)
        for section, values in changed.items()
    })  # fmt: skip


def blank(value: Any) -> Any:
    """What the field holds when nobody answered."""
    if isinstance(value, str | tuple):
        return type(value)()
    return Description() if isinstance(value, Description) else None


def test_the_complete_story_has_nothing_open() -> None:
    assert questions.unanswered(complete()) == ()
    assert questions.unanswered(stories.answers(1, today=TODAY)) == ()


def test_an_empty_request_has_everything_open_that_does_not_depend_on_another_answer() -> None:
    assert set(questions.unanswered(Answers())) == {
        "case.case_number", "case.external_fr_origin", "purpose.purpose", "purpose.link_type",
        "legal.basis_type", "legal.citation", "subject.subject_role", "subject.subject_minor",
        "subject.description", "predicate.predicate_level", "predicate.facts",
        "predicate.assessment", "protected.protected_activity", "protected.basis_flags",
        "necessity.question", "necessity.objective", "necessity.next_step", "necessity.evidence",
        "necessity.evidence_kind", "necessity.evidence_ref", "necessity.other_lines",
        "effectiveness.gallery_link", "effectiveness.why_in_gallery", "proportionality.harm",
        "proportionality.harm_state", "proportionality.benefit", "proportionality.impact",
        "proportionality.wrong_lead", "proportionality.bystanders", "urgency.urgency", "scope.mode", "scope.target_specific",
        "scope.gallery", "scope.gallery_reason", "scope.narrower_gallery", "scope.candidate_limit",
        "scope.retention_class", "probe.source_kind", "probe.acquisition_authority",
        "probe.custody_ref", "probe.collected_by", "probe.collected_on", "probe.captured_at",
        "probe.is_still", "probe.shows_person_sought", "probe.faces_declared",
        "probe.suitability", "probe.pose", "probe.eye_distance", "probe.edited", "means",
    }  # fmt: skip


MAY_BE_LEFT_OUT = {
    "case.on_behalf_of", "purpose.purpose_detail", "purpose.offence_place",
    "legal.legal_advice_ref", "legal.document_states_expiry", "scope.threshold", "probe.consent_or_order_ref",
    "probe.capture_uncertainty", "probe.frame_ref", "reply.text",
}  # fmt: skip
NO_QUESTION = {"protected.basis_flags_answered", "reply.to_version"}
OF_A_PERSON_AT_RISK = {"purpose.result_unit", "purpose.no_prosecution"}
SECTIONS = [
    field.name
    for field in dataclasses.fields(Answers)
    if field.name not in {"means", "declaration"}
]


def every_field() -> list[tuple[str, str]]:
    return [
        (section, field.name)
        for section in SECTIONS
        for field in dataclasses.fields(getattr(Answers(), section))
        if not field.name.startswith(("crop_", "left_eye", "right_eye"))
    ]


@pytest.mark.parametrize(("section", "name"), every_field())
def test_each_question_left_open_is_open(section: str, name: str) -> None:
    path = f"{section}.{name}"
    document = complete()
    value = getattr(getattr(document, section), name)
    if path == "protected.basis_flags":
        opened = complete(protected={"basis_flags_answered": False})
    else:
        opened = complete(**{section: {name: blank(value)}})
    expected = set() if path in MAY_BE_LEFT_OUT | NO_QUESTION | OF_A_PERSON_AT_RISK else {path}
    if path == "protected.basis_flags_answered":
        expected = {"protected.basis_flags"}
    if name in {"external_fr_origin", "basis_type", "subject_minor", "protected_activity",
                "urgency", "suitability", "edited", "purpose"}:  # fmt: skip
        assert path in questions.unanswered(opened)  # what hangs on it may not apply any more
    else:
        assert set(questions.unanswered(opened)) == expected


ROWS = [
    *((("means",), Means(id="x", means="dna", status="tried", result="failed", done_on=TODAY,
                         done_by="B", evidence_ref="E", why_not_enough=LONG), name)
      for name in ("means", "status", "result", "done_on", "done_by", "evidence_ref",
                   "why_not_enough")),
    *((("predicate", "facts"), PredicateFact(text=LONG, source="R", origin="witness"), name)
      for name in ("text", "source", "origin")),
    *((("probe", "edits"), Edit("crop", "T", "", "O", TODAY, "P"), name)
      for name in ("kind", "tool", "operator", "edited_on", "purpose")),
]  # fmt: skip


@pytest.mark.parametrize(("where", "row", "name"), ROWS)
def test_each_question_of_a_row_left_open_is_open(
    where: tuple[str, ...], row: Any, name: str
) -> None:
    rows = (row, dataclasses.replace(row, **{name: blank(getattr(row, name))}))
    document = complete()
    if where == ("means",):
        opened = dataclasses.replace(document, means=rows)
    else:
        opened = complete(**{where[0]: {where[1]: rows}})
    assert f"{'.'.join(where)}[1].{name}" in questions.unanswered(opened)
    assert not [path for path in questions.unanswered(opened) if "[0]" in path]


APPLIES = [
    # section, what was chosen, the question that hangs on it, whether it applies
    ("case", {"on_behalf_of": "  "}, "agreement_ref", False),
    ("case", {"external_fr_origin": "none"}, "external_fr_detail", False),
    ("case", {"external_fr_origin": "none"}, "external_fr_use", False),
    ("case", {"external_fr_origin": "vendor"}, "external_fr_use", True),
    ("legal", {"basis_type": "statute"}, "document_expires_on", False),
    ("legal", {"basis_type": "statute"}, "document_states_expiry", False),
    ("legal", {"document_states_expiry": False}, "document_expires_on", False),
    ("legal", {"document_states_expiry": True}, "document_expires_on", True),
    ("legal", {"document_states_expiry": None}, "document_expires_on", True),
    ("legal", {"basis_type": "common_law"}, "legal_advice_ref", True),
    ("legal", {"basis_type": "missing_person_duty"}, "legal_advice_ref", True),
    ("legal", {"basis_type": "vital_interests"}, "legal_advice_ref", True),
    ("purpose", {"purpose": "identify_suspect", "result_unit": "U"}, "result_unit", False),
    ("purpose", {"purpose": "missing_person", "result_unit": "U"}, "result_unit", True),
    ("purpose", {"purpose": "identify_suspect", "no_prosecution": True}, "no_prosecution", False),
    ("purpose", {"purpose": "deceased", "no_prosecution": True}, "no_prosecution", True),
    ("purpose", {"purpose": "deceased", "offence_category": "not_yet_known"}, "statute_ref", False),
    ("purpose", {"purpose": "identify_victim", "offence_category": "robbery"}, "statute_ref", True),
    ("subject", {"subject_minor": "no"}, "minor_justification", False),
    ("subject", {"subject_minor": "yes"}, "minor_justification", True),
    ("protected", {"protected_activity": "none"}, "protected_activity_detail", False),
    ("urgency", {"urgency": "routine"}, "urgency_kind", False),
    ("urgency", {"urgency": "routine"}, "urgency_facts", False),
    ("urgency", {"urgency": "routine"}, "urgency_deadline", False),
    ("probe", {"suitability": "suitable"}, "suitability_statement", False),
    ("probe", {"suitability": "unsuitable"}, "suitability_statement", True),
    ("probe", {"edited": False}, "edits", False),
]  # fmt: skip


@pytest.mark.parametrize(("section", "chosen", "name", "applies"), APPLIES)
def test_what_applies_is_computed_and_the_rest_is_not_frozen(
    section: str, chosen: dict[str, Any], name: str, applies: bool
) -> None:
    document = complete(**{section: chosen})
    held = getattr(document, section)
    states = dict(questions.standing(questions.QUESTIONS[section], held))
    assert (states[name] is State.NOT_APPLICABLE) is not applies
    frozen = getattr(questions.only_what_applies(document), section)
    assert (getattr(frozen, name) == blank(getattr(held, name))) is (
        not applies or not getattr(held, name)
    )
    for other in dataclasses.fields(held):
        if (section, other.name) not in {(row[0], row[2]) for row in APPLIES}:
            assert getattr(frozen, other.name) == getattr(held, other.name)


MARKED = {"left_eye_x": 10, "left_eye_y": 20, "right_eye_x": 70, "right_eye_y": 20}


@pytest.mark.parametrize(
    ("known", "is_open"),
    [
        ({}, True),
        ({"pose": "profile"}, False),
        (MARKED, False),
        (MARKED | {"right_eye_y": None}, True),
    ],
)
def test_the_distance_of_the_eyes_is_asked_for_where_it_is_not_known(
    known: dict[str, Any], is_open: bool
) -> None:
    document = complete(probe={"eye_distance": None} | known)
    assert ("probe.eye_distance" in questions.unanswered(document)) is is_open


@pytest.mark.parametrize(
    ("known", "pixels"),
    [
        ({"eye_distance": 44}, 44),
        ({"eye_distance": 44} | MARKED, 60),
        ({"eye_distance": None} | MARKED | {"right_eye_x": 40, "right_eye_y": 60}, 50),
        ({"eye_distance": None, "left_eye_x": 1}, None),
    ],
)
def test_marks_go_before_what_was_typed_of_the_eyes(
    known: dict[str, Any], pixels: int | None
) -> None:
    assert eyes_apart(complete(probe=known).probe) == pixels


@pytest.mark.parametrize(
    "purpose",
    ["missing_person", "deceased", "incapacitated_unable_to_identify", "identify_victim",
     "trafficking_victim", "child_sexual_exploitation_victim"],
)  # fmt: skip
def test_for_a_person_at_risk_unit_and_declaration_are_asked_for(purpose: str) -> None:
    found = set(questions.unanswered(complete(purpose={"purpose": purpose})))
    assert found == {"purpose.result_unit", "purpose.no_prosecution"}


def test_of_an_offence_that_is_not_yet_known_nothing_more_is_asked() -> None:
    not_known = {"statute_ref": "", "attempt": None, "offence_date": None}
    of_a_victim = {"purpose": "identify_victim", "result_unit": "U", "no_prosecution": True}
    found = questions.unanswered(
        complete(purpose={"offence_category": "not_yet_known", **of_a_victim, **not_known})
    )
    assert found == ()
    of_a_known_one = set(questions.unanswered(complete(purpose=of_a_victim | not_known)))
    assert of_a_known_one == {"purpose.statute_ref", "purpose.attempt", "purpose.offence_date"}


@pytest.mark.parametrize(
    ("purpose", "is_open"), [("identify_suspect", True), ("detained_identity_doubt", False)]
)
def test_an_offence_that_only_an_earlier_purpose_left_unknown_does_not_speak(
    purpose: str, is_open: bool
) -> None:
    document = complete(purpose={"purpose": purpose, "offence_category": "not_yet_known"})
    assert ("purpose.offence_category" in questions.unanswered(document)) is is_open
    frozen = questions.only_what_applies(document).purpose
    assert frozen.offence_category == ""
    assert frozen.statute_ref == document.purpose.statute_ref


def test_a_judicial_document_may_state_no_last_day() -> None:
    none_stated = complete(legal={"document_states_expiry": False, "document_expires_on": None})
    assert questions.unanswered(none_stated) == ()
    neither = complete(legal={"document_states_expiry": None, "document_expires_on": None})
    assert questions.unanswered(neither) == ("legal.document_states_expiry",)
    of_before = complete(legal={"document_states_expiry": None})
    assert questions.unanswered(of_before) == ()


def test_the_core_pack_asks_for_the_lengths_that_the_pages_ask_for() -> None:
    """One list for people, and the law as data: they must say the same."""
    core = {
        ("necessity", "objective"): ("CORE-40", "meter.objective.length"),
        ("necessity", "evidence"): ("CORE-42", "meter.evidence.length"),
        ("effectiveness", "why_in_gallery"): ("CORE-50", "meter.why_in_gallery.length"),
        ("proportionality", "benefit"): ("CORE-60", "meter.benefit.length"),
        ("proportionality", "impact"): ("CORE-60", "meter.impact.length"),
        ("urgency", "urgency_facts"): ("CORE-23", "meter.urgency_facts.length"),
        ("case", "external_fr_detail"): ("CORE-25", "meter.external_fr.length"),
    }
    (pack,) = library.installed("").in_force(FROM, place="").packs
    least = {
        (section, question.name): question.least
        for section, asked in questions.QUESTIONS.items()
        for question in asked
        if question.least > 1
    }
    assert set(least) == set(core)
    assert f"req.described_in < {questions.LEAST_DESCRIBED}" in pack.rules["CORE-36"].when.text
    for place, (rule, path) in core.items():
        text = pack.rules[rule].when.text
        assert f"{path} < {least[place]}" in text or f"{path} >= {least[place]}" in text, rule
    for asked, rule, text in (
        (questions.FACTS, "CORE-13", "fact.length < 20"),
        (questions.MEANS, "CORE-72", "row.reason_length >= 40"),
    ):
        (only,) = [question for question in asked if question.least > 1]
        assert str(only.least) in text
        assert text in pack.rules[rule].when.text


@pytest.mark.parametrize("length", [79, 80])
def test_a_text_is_an_answer_once_it_is_long_enough(length: int) -> None:
    document = complete(necessity={"objective": "x" * length})
    assert ("necessity.objective" in questions.unanswered(document)) is (length < 80)
    document = complete(necessity={"objective": " \u200b\n" * 500 + "x" * 50})
    assert "necessity.objective" in questions.unanswered(document)


def test_an_approval_does_not_pass_what_an_earlier_release_let_through(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(check, "refuse_unanswered", lambda answers: None)
        row = builders.submitted(agency, document=with_one_open())
    with pytest.raises(PreconditionFailed) as refusal:
        builders.decided(agency, row, "approve")
    assert refusal.value.reason == "questions_unanswered"
    assert builders.decided(agency, row, "return").status == "RETURNED"


def with_one_open() -> Answers:
    """An honest story of which one question is open that no rule reads."""
    story = stories.answers(1, today=TODAY)
    return dataclasses.replace(story, probe=dataclasses.replace(story.probe, is_still=None))


# The same on the page, at submission and at the decision ----------------------------------------

OPEN = [
    ("probe", {"shows_person_sought": None}, "image-content"),
    ("probe", {"is_still": None}, "image-content"),
    ("probe", {"captured_at": None, "capture_uncertainty": ""}, "image-source"),
    ("probe", {"collected_by": ""}, "image-source"),
    ("predicate", {"assessment": ""}, "facts"),
    ("scope", {"gallery_reason": ""}, "gallery"),
    ("purpose", {"attempt": None}, "offence"),
    ("case", {"on_behalf_of": "Another agency", "agreement_ref": ""}, "case"),
]  # fmt: skip


@pytest.mark.parametrize(("section", "changed", "slug"), OPEN)
def test_a_request_with_a_page_open_is_not_submitted(
    agency: InventedAgency, section: str, changed: dict[str, Any], slug: str
) -> None:
    document = stories.answers(1, today=TODAY)
    document = dataclasses.replace(
        document, **{section: dataclasses.replace(getattr(document, section), **changed)}
    )
    row = builders.drafted(agency, document=document)
    assert pages.status(pages.BY_SLUG[slug], document, row) == "in_progress"
    complete_pages = [
        page.slug
        for page in pages.PAGES
        if page.slug not in pages.OPTIONAL and pages.status(page, document, row) != "completed"
    ]
    assert complete_pages == [slug]
    officer = agency.actor("officer")
    if {"shows_person_sought", "captured_at"} & set(changed):  # a rule needs it, and says so first
        assert builders.try_to_submit(officer, row).evaluation.stops
    else:
        with pytest.raises(PreconditionFailed) as refusal:
            builders.try_to_submit(officer, row)
        assert refusal.value.reason == "questions_unanswered"
        assert [path.split(".")[0] for path in refusal.value.params["questions"]] == [section]
    row.refresh_from_db()
    assert (row.status, row.version) == ("DRAFT", 0)


def test_pages_and_submission_never_disagree(agency: InventedAgency) -> None:
    """For every single gap: a page is open exactly when the list says that something is."""
    story = complete()
    row = type("Row", (), {"probe_id": 1, "probe": None})()
    for section, name in itertools.chain(every_field()):
        value = getattr(getattr(story, section), name)
        opened = complete(**{section: {name: blank(value)}})
        open_pages = [
            page.slug
            for page in pages.PAGES
            if page.slug not in pages.OPTIONAL and pages.status(page, opened, row) != "completed"  # type: ignore[arg-type]
        ]
        assert bool(open_pages) is bool(questions.unanswered(opened)), (section, name)
