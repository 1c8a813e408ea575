"""The eye centres that an officer marked, as marks over the copy that is shown and in words.

Must not be taken for what a matcher gets: OSIA has no field for them, and the page says so.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from requests_app.searches.answers import ProbeProvenance
from requests_app.searches.models import Probe
from requests_app.searches.of_the_picture import eyes_apart, has_both_eyes

_UNITS_ACROSS = 100
"""A mark is drawn in hundredths of the shorter side, so that it is as large on every picture."""
_LEAST_UNIT = 3
"""Pixels: on a small picture, which is shown at its own size, a label must stay readable."""


def eye_marks(marked: ProbeProvenance, probe: Probe) -> dict[str, Any]:
    """Return what `components/probe_sent.html` draws and says of the eyes.

    Args:
        marked: the answers about the picture; the centres are in pixels of the upright original.
        probe: the picture whose copy is shown, cropped or not.
    """
    centres = [
        (_("Left"), _("The person’s left eye"), marked.left_eye_x, marked.left_eye_y),
        (_("Right"), _("The person’s right eye"), marked.right_eye_x, marked.right_eye_y),
    ]
    left, top = _cut_off(probe)
    unit = max(_LEAST_UNIT, min(probe.width, probe.height) / _UNITS_ACROSS)
    eyes = []
    for label, name, x, y in centres:
        if x is None or y is None:
            continue
        inside = 0 <= x - left < probe.width and 0 <= y - top < probe.height
        eyes.append(
            {
                "words": _("%(eye)s: %(x)d pixels from the left, %(y)d from the top.")
                % {"eye": name, "x": x, "y": y},
                "mark": _mark(label, x - left, y - top, unit) if inside else None,
            }
        )
    return {
        "eyes": eyes,
        "view_box": f"0 0 {probe.width} {probe.height}",
        "size": _("Counted in the original seen upright: %(width)d by %(height)d pixels.")
        % {"width": probe.original_width, "height": probe.original_height},
        "apart": _apart(marked),
    }


def _cut_off(probe: Probe) -> tuple[int, int]:
    """How much of the original is missing in the copy, from the left and from the top."""
    for step in probe.transformations:
        if step["code"] == "cropped":
            return int(step["parameters"]["left"]), int(step["parameters"]["top"])
    return 0, 0


def _mark(label: str, x: int, y: int, unit: float) -> dict[str, str]:
    """The parts of one mark as texts, since a number would be written as each language writes it."""
    arm = 3 * unit
    return {
        "label": label,
        "x": str(x),
        "y": str(y),
        "radius": f"{1.6 * unit:.1f}",
        "cross": f"M{x - arm:.1f} {y}h{2 * arm:.1f}M{x} {y - arm:.1f}v{2 * arm:.1f}",
        "label_x": f"{x + 2 * unit:.1f}",
        "label_y": f"{y - 2 * unit:.1f}",
        "label_size": f"{4 * unit:.1f}",
    }


def _apart(marked: ProbeProvenance) -> str:
    pixels = eyes_apart(marked) if has_both_eyes(marked) else None
    return _("The eyes are %(pixels)d pixels apart.") % {"pixels": pixels} if pixels else ""
