"""Where a finding sends its reader: the page, and on it the very field.

Asked with the code that an old version of a rule may hold, too; must know every code that rules use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from requests_app.policy.vocabulary import FormField


@dataclass(frozen=True, slots=True)
class Place:
    """A page of questions by its slug, and the id on it of what would be changed; empty for its top."""

    slug: str
    anchor: str = ""


_OF_FIELD: Mapping[str, Place] = {
    FormField.CASE_NUMBER: Place("case", "id_case_number"),
    FormField.EXTERNAL_FR: Place("earlier-recognition", "id_external_fr_origin_0"),
    FormField.PURPOSE: Place("purpose", "id_purpose"),
    FormField.OFFENCE: Place("offence", "id_offence_category"),
    FormField.LINK_TYPE: Place("offence", "id_link_type_0"),
    FormField.LEGAL_BASIS: Place("legal-basis", "id_basis_type_0"),
    FormField.LEGAL_DOCUMENT: Place("legal-basis", "add-document"),
    FormField.SUBJECT_ROLE: Place("person", "id_subject_role_0"),
    FormField.SUBJECT_MINOR: Place("person", "id_subject_minor_0"),
    FormField.SUBJECT_DESCRIPTION: Place("description"),
    FormField.PREDICATE: Place("facts", "id_predicate_level_0"),
    FormField.PROTECTED_ACTIVITY: Place("protected", "id_protected_activity_0"),
    FormField.BASIS_FLAGS: Place("protected", "id_basis_flags_0"),
    FormField.NECESSITY: Place("necessity", "id_question_0"),
    FormField.EFFECTIVENESS: Place("effectiveness", "id_gallery_link_0"),
    FormField.PROPORTIONALITY: Place("proportionality", "id_harm_0"),
    FormField.MEANS: Place("means", "add-means"),
    FormField.URGENCY: Place("urgency", "id_urgency_0"),
    FormField.MODE: Place("mode", "id_mode_0"),
    FormField.TARGET: Place("mode", "id_target_specific_0"),
    FormField.RETENTION: Place("mode", "id_retention_class_0"),
    FormField.GALLERY: Place("gallery", "id_gallery_0"),
    FormField.CANDIDATES: Place("gallery", "id_candidate_limit"),
    FormField.PROBE: Place("image", "id_image"),
    FormField.PROBE_SOURCE: Place("image-source", "id_source_kind"),
    FormField.PROBE_EDITS: Place("image-edits", "add-edits"),
    FormField.PROBE_FACES: Place("image-content", "id_faces_declared"),
    FormField.PROBE_SUITABILITY: Place("image-content", "id_suitability_0"),
}
_OF_RULE: Mapping[str, Place] = {
    "CORE-06": Place("legal-basis", "id_citation"),
    "CORE-26": Place("legal-basis", "id_legal_advice_ref"),
    "CORE-27": Place("legal-basis", "id_legal_advice_ref"),
    "CORE-37": Place("purpose", "id_result_unit"),
    "CORE-38": Place("purpose", "id_no_prosecution_0"),
    "CORE-12": Place("facts", "add-facts"),
    "CORE-13": Place("facts", "add-facts"),
    "CORE-25": Place("earlier-recognition", "id_external_fr_detail"),
    "CORE-28": Place("earlier-recognition", "id_external_fr_use_0"),
    "CORE-39": Place("facts", "add-facts"),
    "CORE-41": Place("necessity", "id_objective"),
    "CORE-42": Place("necessity", "id_evidence"),
    "CORE-43": Place("necessity", "id_evidence"),
    "CORE-47": Place("necessity", "id_next_step_0"),
    "CORE-48": Place("necessity", "id_evidence_kind_0"),
    "CORE-49": Place("necessity", "id_other_lines_0"),
    "CORE-53": Place("image-content", "id_eye_distance"),
    "CORE-54": Place("image-content", "id_pose_0"),
    "CORE-57": Place("image-content", "id_pose_0"),
    "CORE-58": Place("gallery", "id_narrower_gallery_0"),
    "CORE-59": Place("gallery", "id_narrower_gallery_0"),
    "CORE-68": Place("proportionality", "id_harm_state_0"),
    "CORE-69": Place("proportionality", "id_wrong_lead_0"),
    "CORE-52": Place("image-content", "id_suitability_statement"),
    "CORE-61": Place("proportionality", "id_bystanders"),
    "CORE-62": Place("proportionality", "id_bystanders"),
    "CORE-86": Place("image-marks", "id_crop_left"),
}
"""Rules of the core pack whose answer lies elsewhere than their field says, or is another of its fields."""

CONFIRMED_LATER = frozenset({"CORE-89"})
"""Rules that no answer satisfies: one confirms on the declaration that they were read."""


def place_of(rule: str, field: str) -> Place | None:
    """Return where a finding of this rule is mended, or None where no page of questions can.

    Args:
        rule: its id; of a version that may be old.
        field: the code of the rule's field, a `FormField`.
    """
    if rule in CONFIRMED_LATER:
        return None
    return _OF_RULE.get(rule) or _OF_FIELD.get(field)
