"""Every question of a request: whether it applies, and whether it is answered; one list for page, check and submission.

Must not judge an answer: whether it is a good one is the work of policy.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from requests_app.common.visible import length
from requests_app.policy.vocabulary import (
    LEGAL_BASES_WITH_DOCUMENT,
    PURPOSES_AT_RISK,
    PURPOSES_CRIME,
    ExternalOrigin,
    LegalBasis,
    MeansStatus,
    OffenceCategory,
    Pose,
    ProtectedActivity,
    Purpose,
    SubjectMinor,
    Suitability,
    Urgency,
)
from requests_app.searches.answers import Answers, Description
from requests_app.searches.of_the_picture import has_both_eyes


class State(StrEnum):
    """Where a question stands. An empty answer to what nobody has to answer does not apply."""

    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    NOT_APPLICABLE = "not_applicable"


def _always(_holder: Any) -> bool:
    return True


def _never(_holder: Any) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Question:
    """One question. What is asked of a section, or of a row, depends on nothing outside it.

    Attributes:
        name: the field of its section, or of a row.
        applies: whether it is asked.
        may_be_left_out: whether no answer will do as well.
        least: characters that make an answer of a text; fewer are none yet.
        answered: whether it is answered, where that is not seen from the field alone.
        withdrawn: whether the answer held is one that another answer no longer leaves to be given.
        rows: the questions of each row, where the field is a list of rows.
    """

    name: str
    applies: Callable[[Any], bool] = _always
    may_be_left_out: Callable[[Any], bool] = _never
    least: int = 1
    answered: Callable[[Any], bool] | None = None
    withdrawn: Callable[[Any], bool] = _never
    rows: tuple[Question, ...] = ()

    def is_asked(self, holder: Any) -> bool:
        """Whether a request must have an answer, given the section or the row that it stands in."""
        return self.applies(holder) and not self.may_be_left_out(holder)

    def state(self, holder: Any) -> State:
        """Return where it stands in a section or a row.

        Args:
            holder: the dataclass that holds the answer.
        """
        if not self.applies(holder):
            return State.NOT_APPLICABLE
        if self._is_answered(holder):
            return State.ANSWERED
        return State.NOT_APPLICABLE if self.may_be_left_out(holder) else State.UNANSWERED

    def _is_answered(self, holder: Any) -> bool:
        if self.withdrawn(holder):
            return False
        if self.answered is not None:
            return self.answered(holder)
        value = getattr(holder, self.name)
        if isinstance(value, str):
            return length(value) >= self.least
        return value not in (None, ())


def optional(name: str) -> Question:
    """A question that nobody has to answer."""
    return Question(name, may_be_left_out=_always)


def _is(name: str, *codes: object) -> Callable[[Any], bool]:
    return lambda holder: getattr(holder, name) in codes


def _is_other_than(name: str, code: str) -> Callable[[Any], bool]:
    """Whether a choice was made, and another than this code."""
    return lambda holder: getattr(holder, name) not in ("", code)


def _not(applies: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda holder: not applies(holder)


_of_no_offence = _not(_is("purpose", *PURPOSES_CRIME))
_of_a_person_at_risk = _is("purpose", *PURPOSES_AT_RISK)


def described(description: Description) -> list[str]:
    """Return the attributes in which the person was described, each in its words."""
    return [text for text in dataclasses.astuple(description) if length(text) > 0]


_with_document = _is("basis_type", *LEGAL_BASES_WITH_DOCUMENT)


_says_not_yet_known = _is("offence_category", OffenceCategory.NOT_YET_KNOWN)


def offence_not_yet_known(purpose: Any) -> bool:
    """Whether the offence is not yet known, which may be said only where a person at risk is sought."""
    return _of_a_person_at_risk(purpose) and _says_not_yet_known(purpose)


def offence_not_yet_known_withdrawn(purpose: Any) -> bool:
    """Whether the offence is still said to be not yet known after the purpose became another."""
    return not _of_a_person_at_risk(purpose) and _says_not_yet_known(purpose)


def _of_no_known_offence(purpose: Any) -> bool:
    return _of_no_offence(purpose) or offence_not_yet_known(purpose)


def _with_a_last_day(legal: Any) -> bool:
    """Whether a last day may be given: a document that states none has none, whatever was typed before."""
    return _with_document(legal) and legal.document_states_expiry is not False


_was_tried = _is("status", MeansStatus.TRIED)

LEAST_DESCRIBED = 3
"""In how many attributes a person must be described: a candidate is later held against them one by one."""

DESCRIPTION = Question(
    "description", answered=lambda subject: len(described(subject.description)) >= LEAST_DESCRIBED
)

MEANS = (
    Question("means"),
    Question("status"),
    Question("result"),
    Question("done_on", _was_tried),
    Question("done_by", _was_tried),
    Question("evidence_ref", _was_tried),
    Question("why_not_enough", least=40),
)
FACTS = (Question("text", least=20), Question("origin"), Question("source"))
EDITS = (
    Question("kind"),
    Question("tool"),
    optional("parameters"),
    Question("operator"),
    Question("edited_on"),
    Question("purpose"),
)

QUESTIONS: dict[str, tuple[Question, ...]] = {
    "case": (
        Question("case_number"),
        optional("on_behalf_of"),
        Question("agreement_ref", lambda case: length(case.on_behalf_of) > 0),
        Question("external_fr_origin"),
        Question(
            "external_fr_detail",
            _is_other_than("external_fr_origin", ExternalOrigin.NONE),
            least=40,
        ),
        Question("external_fr_use", _is_other_than("external_fr_origin", ExternalOrigin.NONE)),
    ),
    "purpose": (
        Question("purpose"),
        Question("purpose_detail", may_be_left_out=_not(_is("purpose", Purpose.OTHER))),
        Question(
            "offence_category",
            may_be_left_out=_of_no_offence,
            withdrawn=offence_not_yet_known_withdrawn,
        ),
        Question("statute_ref", _not(offence_not_yet_known), may_be_left_out=_of_no_offence),
        Question("attempt", may_be_left_out=_of_no_known_offence),
        Question("offence_date", may_be_left_out=_of_no_known_offence),
        optional("offence_place"),
        Question("link_type"),
        Question("result_unit", _of_a_person_at_risk),
        Question("no_prosecution", _of_a_person_at_risk),
    ),
    "legal": (
        Question("basis_type"),
        Question("citation"),
        # An answer of before this was asked gave the day alone.
        Question(
            "document_states_expiry",
            _with_document,
            may_be_left_out=lambda legal: legal.document_expires_on is not None,
        ),
        Question(
            "document_expires_on",
            _with_a_last_day,
            may_be_left_out=_not(_is("document_states_expiry", True)),
        ),
        # Rules ask for it elsewhere too: with a duty, or where an earlier search rests on scraped pictures.
        Question(
            "legal_advice_ref",
            may_be_left_out=_not(
                _is(
                    "basis_type",
                    LegalBasis.COMMON_LAW,
                    LegalBasis.MISSING_PERSON_DUTY,
                    LegalBasis.VITAL_INTERESTS,
                )
            ),
        ),
    ),
    "subject": (
        Question("subject_role"),
        Question("subject_minor"),
        Question(
            "minor_justification", _is("subject_minor", SubjectMinor.POSSIBLE, SubjectMinor.YES)
        ),
        DESCRIPTION,
    ),
    "predicate": (
        Question("predicate_level"),
        Question("facts", rows=FACTS),
        Question("assessment"),
    ),
    "protected": (
        Question("protected_activity"),
        Question(
            "protected_activity_detail",
            _is_other_than("protected_activity", ProtectedActivity.NONE),
        ),
        Question("basis_flags", answered=lambda protected: protected.basis_flags_answered),
    ),
    "necessity": (
        Question("question"),
        Question("objective", least=80),
        Question("next_step"),
        Question("evidence", least=80),
        Question("evidence_kind"),
        Question("evidence_ref"),
        Question("other_lines"),
    ),
    "effectiveness": (Question("gallery_link"), Question("why_in_gallery", least=40)),
    "proportionality": (
        Question("harm"),
        Question("harm_state"),
        Question("benefit", least=40),
        Question("impact", least=40),
        Question("wrong_lead"),
        Question("bystanders"),
    ),
    "urgency": (
        Question("urgency"),
        Question("urgency_kind", _is_other_than("urgency", Urgency.ROUTINE)),
        Question("urgency_facts", _is_other_than("urgency", Urgency.ROUTINE), least=40),
        Question("urgency_deadline", _is_other_than("urgency", Urgency.ROUTINE)),
    ),
    "scope": (
        Question("mode"),
        Question("target_specific"),
        Question("gallery"),
        Question("gallery_reason"),
        Question("narrower_gallery"),
        Question("candidate_limit"),
        optional("threshold"),
        Question("retention_class"),
    ),
    "probe": (
        Question("source_kind"),
        Question("acquisition_authority"),
        optional("consent_or_order_ref"),
        Question("custody_ref"),
        Question("collected_by"),
        Question("collected_on"),
        # When it was taken, unless it is said how sure that is: it may not be known at all.
        Question(
            "captured_at",
            may_be_left_out=lambda probe: length(probe.capture_uncertainty) > 0,
        ),
        optional("capture_uncertainty"),
        optional("frame_ref"),
        Question("is_still"),
        Question("shows_person_sought"),
        Question("faces_declared"),
        Question("suitability"),
        Question("suitability_statement", _is_other_than("suitability", Suitability.SUITABLE)),
        Question("pose"),
        # Worked out where both eyes are marked; of a face in profile one eye is seen.
        Question(
            "eye_distance",
            may_be_left_out=lambda probe: probe.pose == Pose.PROFILE or has_both_eyes(probe),
        ),
        Question("edited"),
        Question("edits", lambda probe: probe.edited is True, rows=EDITS),
    ),
    "reply": (optional("text"),),
}
"""By section. The declaration is asked after all of them; marks on the picture are asked of nobody."""

MEANS_LIST = Question("means", rows=MEANS)


def standing(asked: Iterable[Question], holder: Any) -> Iterator[tuple[str, State]]:
    """Yield each question of a section, or of a row, with where it stands; those of its rows as well.

    Args:
        asked: the questions.
        holder: the section, or the row.

    Yields:
        the field, or field[place].field in a row of a list, and the state.
    """
    for question in asked:
        state = question.state(holder)
        yield question.name, state
        if question.rows and state is State.ANSWERED:
            for place, row in enumerate(getattr(holder, question.name)):
                for name, inside in standing(question.rows, row):
                    yield f"{question.name}[{place}].{name}", inside


def unanswered(answers: Answers) -> tuple[str, ...]:
    """Return what is asked and not answered, as section.field, in the order of the sections."""
    found = [
        f"{section}.{name}"
        for section, asked in QUESTIONS.items()
        for name, state in standing(asked, getattr(answers, section))
        if state is State.UNANSWERED
    ]
    ledger = standing((MEANS_LIST,), answers)
    return (*found, *(name for name, state in ledger if state is State.UNANSWERED))


def only_what_applies(answers: Answers) -> Answers:
    """Return the answers without those to questions that do not apply: what is read, judged and frozen.

    The draft keeps them, so that nothing that was typed is lost to a choice that is taken back.
    """
    sections = {
        section: _only(asked, getattr(answers, section)) for section, asked in QUESTIONS.items()
    }
    means = tuple(_only(MEANS, row) for row in answers.means)
    return dataclasses.replace(answers, **sections, means=means)


def _only(asked: Iterable[Question], holder: Any) -> Any:
    blank = {}
    for question in asked:
        value = getattr(holder, question.name)
        if not question.applies(holder) or question.withdrawn(holder):
            blank[question.name] = _nothing(holder, question.name)
        elif question.rows:
            blank[question.name] = tuple(_only(question.rows, row) for row in value)
    return dataclasses.replace(holder, **blank)


def _nothing(holder: Any, name: str) -> Any:
    """The value of a field that nobody has filled in."""
    (field,) = (field for field in dataclasses.fields(holder) if field.name == name)
    return field.default
