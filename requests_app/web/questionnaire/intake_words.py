"""Words for what the intake of images and documents found, changed or refused.

Must not repeat a value from the file: codes and numbers only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_app.common.errors import CountersignError

_REFUSALS: Mapping[str, Promise] = {
    "empty": gettext_lazy("The file is empty. Choose another, or copy it from its source again."),
    "not_an_image": gettext_lazy("This is not an image. Choose a JPEG, PNG, HEIC or WebP file."),
    "not_a_document": gettext_lazy("This is no document. Choose a PDF, JPEG or PNG file."),
    "truncated": gettext_lazy(
        "The file ends too early: some of it is missing. Copy it from its source again."
    ),
    "damaged": gettext_lazy("The file is damaged. Copy it from its source again."),
    "several_frames": gettext_lazy("The file holds several pictures. Export a single still image."),
    "unreadable": gettext_lazy(
        "The file could not be read safely. Export the image again as JPEG or PNG."
    ),
    "too_many_probes": gettext_lazy("Thirty images have been uploaded to this request already."),
}


def refusal(problem: CountersignError) -> str:
    """What is told of a refused image or document, and what to do next."""
    return str(_refusal(problem.code, problem.params))


def _refusal(code: str, params: Mapping[str, Any]) -> Any:
    if code == "too_large":
        return _("The file is too large: at most %(limit)s. Export a smaller one.") % {
            "limit": filesizeformat(params.get("limit", 0))
        }
    if code == "format_not_allowed":
        return _(
            "This file is in the format %(format)s, whatever its name says. Choose one of the formats named above."
        ) % {"format": params.get("format", "")}
    if code == "second_format":
        return _(
            "The file can also be read as %(format)s. Export the content alone and upload that."
        ) % {"format": params.get("format", "")}
    if code == "too_many_pixels":
        return (
            _(
                "The image has %(width)d by %(height)d pixels, which is too many: at most 25 million. "
                "Export a smaller one."
            )
            % params
        )
    if code == "too_small":
        return (
            _(
                "The image has %(width)d by %(height)d pixels. The shorter side needs at least %(minimum)d."
            )
            % params
        )
    if code == "crop_outside":
        return (
            _("The crop must lie inside the image, which is %(width)d by %(height)d pixels.")
            % params
        )
    words = _REFUSALS.get(code)
    return words or _("The file was refused. Choose another.")


_REMOVED: Mapping[str, Promise] = {
    "gps": gettext_lazy("the place where it was taken (GPS)"),
    "exif": gettext_lazy("camera data (EXIF)"),
    "xmp": gettext_lazy("editing data (XMP)"),
    "iptc": gettext_lazy("captions (IPTC)"),
    "comment": gettext_lazy("comments"),
    "time": gettext_lazy("a time of change"),
    "thumbnail": gettext_lazy("a small preview picture"),
    "colour_profile": gettext_lazy("a colour profile"),
    "further_images": gettext_lazy("an index of further pictures"),
    "auxiliary_images": gettext_lazy("maps of depth or light that belong to the picture"),
    "trailer": gettext_lazy("data after the end of the image"),
    "other_segment": gettext_lazy("other data that is not part of the picture"),
}
_WARNINGS: Mapping[str, Promise] = {
    "small": gettext_lazy("The image is small."),
    "blurred": gettext_lazy("The image looks blurred."),
    "dark": gettext_lazy("Most of the image is very dark."),
    "bright": gettext_lazy("Most of the image is very bright."),
    "flat": gettext_lazy("The image has little contrast."),
    "heavily_compressed": gettext_lazy("The image is heavily compressed."),
    "transparent": gettext_lazy("Parts were transparent; they are now white. Look at it below."),
    "trailing_data_removed": gettext_lazy("Data after the end of the image was left out."),
    "further_images_removed": gettext_lazy(
        "The file held further pictures. Only its main picture is used: look at it below."
    ),
    "video_removed": gettext_lazy(
        "The file also held a video, as phones attach to a picture. The video is not part of the copy."
    ),
    "trailing_picture_removed": gettext_lazy(
        "A second picture stood after the end of the image, as phones attach for bright screens. It is "
        "not part of the copy."
    ),
    "second_format_removed": gettext_lazy(
        "The file can also be read as something else than a picture. Only the picture is in the copy. "
        "Ask where the file comes from."
    ),
    "trailing_data": gettext_lazy("The file holds data after its end."),
}


def removed(codes: Iterable[str]) -> list[str]:
    """What was taken out of the copy that would be sent."""
    return [str(_REMOVED.get(code, code)) for code in codes]


def warnings(codes: Iterable[str]) -> list[str]:
    """What a person should look at."""
    return [str(_WARNINGS.get(code, code)) for code in codes]


def transformations(steps: Iterable[Mapping[str, Any]]) -> list[str]:
    """What was done to make the copy that would be sent, a sentence each."""
    return [_transformation(step["code"], step.get("parameters") or {}) for step in steps]


def _transformation(code: str, params: Mapping[str, Any]) -> str:
    if code == "cropped":
        return _("Cropped to %(width)d by %(height)d pixels, from %(left)d, %(top)d.") % params
    if code == "flattened":
        return _("Transparent parts (%(share)s of 1,000 pixels) were put on white.") % {
            "share": params.get("not_opaque_per_mille")
        }
    if code == "converted":
        return (
            _("Read from a %(format)s file and written in a format that the matcher reads.")
            % params
        )
    if code == "cropped_by_file":
        return (
            _(
                "Cropped to %(width)d by %(height)d pixels, as the file itself says it is to be shown."
            )
            % params
        )
    if code == "encoded" and params.get("format") == "JPEG":
        return _("Written afresh as JPEG, quality %(quality)d.") % params
    fixed: Mapping[str, Promise] = {
        "stripped": gettext_lazy(
            "Data that is not part of the picture was left out; no pixel changed."
        ),
        "huffman_tables_added": gettext_lazy(
            "The file left out tables without which many programs cannot read it, as video recorders do. "
            "The standard ones (ITU-T T.81) were added; no pixel changed by that."
        ),
        "upright": gettext_lazy("Turned upright, as its camera data asked."),
        "bit_depth": gettext_lazy("Brought to 8 bits for each colour."),
        "colour": gettext_lazy("Brought to plain colours (RGB)."),
        "alpha_removed": gettext_lazy("An empty transparency layer was left out."),
        "encoded": gettext_lazy("Written afresh as PNG, without loss."),
    }
    return str(fixed.get(code, code))


_DOCUMENT = {
    "javascript": gettext_lazy("a program (JavaScript)"),
    "launch": gettext_lazy("an order to start another program"),
    "embedded_files": gettext_lazy("other files inside it"),
    "acts_on_opening": gettext_lazy("something that acts by itself when the document is opened"),
    "rich_media": gettext_lazy("films, sound or moving models"),
    "submits_form": gettext_lazy("a form that sends what is typed elsewhere"),
    "external_links": gettext_lazy("links that lead elsewhere, to the internet or to other files"),
    "password_protected": gettext_lazy(
        "protection by a password, so that it could not be looked into"
    ),
    "not_looked_into": gettext_lazy("parts that could not be looked into"),
    "trailing_data": gettext_lazy("data after the end of the picture"),
}


def in_a_document(codes: Iterable[str]) -> list[str]:
    """What a document holds that one should know of before opening it."""
    return [str(_DOCUMENT.get(code, code)) for code in codes]
