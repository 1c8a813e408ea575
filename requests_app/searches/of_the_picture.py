"""What answers say of the picture: where its eyes are, what is cut off, what stays when another picture comes.

Reads and replaces answers only; must not open the picture itself.
"""

from __future__ import annotations

import dataclasses
import math

from requests_app.searches.answers import Answers, ProbeProvenance


def has_both_eyes(provenance: ProbeProvenance) -> bool:
    """Return whether the centres of both eyes are marked."""
    return None not in _eye_numbers(provenance)


def eyes_apart(provenance: ProbeProvenance) -> int | None:
    """Return the pixels of the original between the eyes: measured where both are marked, else as stated."""
    if not has_both_eyes(provenance):
        return provenance.eye_distance
    left_x, left_y, right_x, right_y = (number or 0 for number in _eye_numbers(provenance))
    return round(math.hypot(left_x - right_x, left_y - right_y))


def is_wider_than(pixels: int, size: tuple[int, int]) -> bool:
    """Return whether a distance cannot lie within a picture.

    Args:
        pixels: of the upright original; size: its width and height.
    """
    return pixels > math.hypot(*size)


def _eye_numbers(provenance: ProbeProvenance) -> tuple[int | None, ...]:
    return (
        provenance.left_eye_x,
        provenance.left_eye_y,
        provenance.right_eye_x,
        provenance.right_eye_y,
    )


def uncropped(provenance: ProbeProvenance) -> ProbeProvenance:
    """Return the answers about a picture of which the whole is sent."""
    return dataclasses.replace(
        provenance, crop_left=None, crop_top=None, crop_width=None, crop_height=None
    )


def of_another_picture(answers: Answers) -> Answers:
    """Return what stays of the answers when another picture takes the place of the one they were about.

    Every code, count and mark that was chosen by looking at the earlier one is unanswered again,
    wherever it is asked, so that each page about the picture is asked anew. Words and dates stay,
    for their author to go over.
    """
    return dataclasses.replace(
        answers,
        probe=dataclasses.replace(
            uncropped(answers.probe),
            source_kind="",
            is_still=None,
            shows_person_sought=None,
            faces_declared=None,
            suitability="",
            pose="",
            eye_distance=None,
            edited=None,
            left_eye_x=None,
            left_eye_y=None,
            right_eye_x=None,
            right_eye_y=None,
        ),
        proportionality=dataclasses.replace(answers.proportionality, bystanders=None),
        protected=dataclasses.replace(answers.protected, protected_activity=""),
        scope=dataclasses.replace(answers.scope, target_specific=None),
    )
