"""Questions on the probe image: the file, where it comes from, what it shows, what was done to it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from requests_app.common import clock
from requests_app.policy.vocabulary import Pose, ProbeSource, Suitability
from requests_app.searches.intake import ACCEPTED, Box
from requests_app.searches.of_the_picture import is_wider_than
from requests_app.web.choice_fields import ChoiceField
from requests_app.web.fields import DateField, DateTimeField, look
from requests_app.web.number_fields import WholeNumberField
from requests_app.web.questionnaire import words
from requests_app.web.questionnaire.forms.base import QuestionForm, choice
from requests_app.web.questionnaire.yes_no import YesNoField
from requests_app.web.text_fields import LongTextField, TextField


def _today() -> Any:
    return timezone.localdate(clock.now())


class ProbeFileForm(forms.Form):
    """The file itself."""

    image = forms.FileField(
        label=_("Image file"),
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": _("Choose an image file")},
        help_text=_(
            "JPEG, PNG, HEIC or WebP, at most 8 MB, as the phone or camera made it. The original is kept "
            "untouched. Never upload material of child sexual abuse: have the unit that holds it cut out the face, "
            "and refer to the material by its reference there."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(ACCEPTED)}),
    )


class ProbeSourceForm(QuestionForm):
    """Where the image comes from and how it came into police hands."""

    section = "probe"
    optional = ("consent_or_order_ref", "capture_uncertainty", "frame_ref")

    source_kind = ChoiceField(
        label=_("Where does the image come from?"),
        choices=[("", _("Choose one")), *words.choices(ProbeSource)],
        help_text=_("Choose what is true. Some sources are always refused."),
    )
    acquisition_authority = TextField(label=_("On which authority was it obtained?"))
    consent_or_order_ref = TextField(label=_("Reference of the consent or order"), most=120)
    custody_ref = TextField(label=_("Exhibit or custody reference"), most=120)
    collected_by = TextField(label=_("Who collected it?"), most=120)
    collected_on = DateField(
        label=_("When was it collected?"),
        help_text=_("For example, 27 3 2026"),
        latest=_today,
    )
    captured_at = DateTimeField(label=_("When was the picture taken?"), latest=clock.now)
    capture_uncertainty = TextField(
        label=_("How sure is that time?"),
        help_text=_("For example, camera clock 4 minutes fast"),
    )
    frame_ref = TextField(
        label=_("Frame number or time code"),
        help_text=_("If it was taken from a video."),
        most=60,
    )


class ProbeViewForm(QuestionForm):
    """What the image shows and whether it can carry a comparison."""

    section = "probe"
    missing: ClassVar[dict[str, Any]] = {
        "faces_declared": _("Enter how many faces the image shows")
    }

    is_still = look(YesNoField(label=_("Is it a single still image?")), inline=True)
    shows_person_sought = look(
        YesNoField(
            label=_("Is it a picture of the person sought, and not of somebody who looks alike?")
        ),
        inline=True,
    )
    faces_declared = look(
        WholeNumberField(
            label=_("How many faces does the uploaded image show?"),
            help_text=_(
                "Count everybody. If there is more than one, mark a crop on the next page."
            ),
            most=1000,
        ),
        width=3,
    )
    suitability = ChoiceField(
        label=_("Can it carry a comparison of faces?"),
        choices=words.choices(Suitability),
        widget=forms.RadioSelect,
    )
    suitability_statement = LongTextField(
        label=_("What limits it?"),
        help_text=_("Only if it is limited or unsuitable."),
        rows=4,
    )

    pose = choice(_("How far is the face turned away from the camera?"), Pose)
    eye_distance = look(
        WholeNumberField(
            label=_("How many pixels lie between the centres of the eyes?"),
            help_text=_(
                "Count them in the original. Leave it out if you mark both eyes on the page “Crop and eyes”, "
                "or if the face is in profile."
            ),
            most=100_000,
        ),
        width=5,
        suffix="px",
    )

    def __init__(self, *args: Any, size: tuple[int, int] | None = None, **kwargs: Any) -> None:
        self.size = size  # of the upright original; None while there is none
        super().__init__(*args, **kwargs)
        faces = self.fields["faces_declared"]
        faces.help_text = f"{faces.help_text} {words.how_faces_are_counted()}".strip()

    def check(self, cleaned: dict[str, Any]) -> None:
        pixels = cleaned.get("eye_distance")
        if pixels is not None and self.size is not None and is_wider_than(pixels, self.size):
            self.add_error(
                "eye_distance",
                ValidationError(
                    _(
                        "The image is %(width)d by %(height)d pixels: count again how many lie between the eyes"
                    ),
                    code="wider_than_the_image",
                    params={"width": self.size[0], "height": self.size[1]},
                ),
            )


class ProbeEditedForm(QuestionForm):
    """Whether anybody changed the image before; each change is a row beside this form."""

    section = "probe"
    beside = ("edits",)
    missing_beside: ClassVar[dict[str, Any]] = {
        "edits": _("Add each change that was made to the image before you go on")
    }

    edited = look(
        YesNoField(
            label=_("Was the image changed in any way before it was uploaded here?"),
            help_text=_("Cropping, brightening, sharpening, anything."),
        ),
        heading=True,
        inline=True,
    )


_CROP = ("crop_left", "crop_top", "crop_width", "crop_height")
_EYES = ("left_eye_x", "left_eye_y", "right_eye_x", "right_eye_y")


def _pixels(label: Any) -> Any:
    return look(WholeNumberField(label=label, most=100_000), width=5, suffix="px")


class MarksForm(QuestionForm):
    """Crop and eye centres, in pixels of the original as it is seen upright."""

    section = "probe"
    optional = (*_CROP, *_EYES)

    crop_left = _pixels(_("Crop: distance from the left"))
    crop_top = _pixels(_("Crop: distance from the top"))
    crop_width = _pixels(_("Crop: width"))
    crop_height = _pixels(_("Crop: height"))
    left_eye_x = _pixels(_("The person’s left eye: from the left"))
    left_eye_y = _pixels(_("The person’s left eye: from the top"))
    right_eye_x = _pixels(_("The person’s right eye: from the left"))
    right_eye_y = _pixels(_("The person’s right eye: from the top"))

    def __init__(self, *args: Any, size: tuple[int, int] = (0, 0), **kwargs: Any) -> None:
        self.size = size
        super().__init__(*args, **kwargs)

    def check(self, cleaned: dict[str, Any]) -> None:
        self._all_or_none(cleaned, _CROP, _("Enter all four numbers of the crop, or none"))
        self._all_or_none(cleaned, _EYES, _("Enter all four numbers of the eyes, or none"))
        if self.errors:
            return
        crop = self.box(cleaned)
        width, height = self.size
        if crop is not None and (
            crop.width < 1
            or crop.height < 1
            or crop.left + crop.width > width
            or crop.top + crop.height > height
        ):
            self._refuse(
                "crop_width",
                _("The crop must lie inside the image, which is %(width)d by %(height)d pixels"),
            )
        for name in ("left_eye", "right_eye"):
            self._check_eye(name, cleaned.get(f"{name}_x"), cleaned.get(f"{name}_y"), crop)

    def _check_eye(self, name: str, x: int | None, y: int | None, crop: Box | None) -> None:
        if x is None or y is None:
            return
        width, height = self.size
        if x >= width or y >= height:
            self._refuse(
                f"{name}_x",
                _("The eye must lie inside the image, which is %(width)d by %(height)d pixels"),
            )
        elif crop is not None and not (
            crop.left <= x < crop.left + crop.width and crop.top <= y < crop.top + crop.height
        ):
            self._refuse(f"{name}_x", _("The eye must lie inside the crop"))

    def _all_or_none(self, cleaned: dict[str, Any], names: tuple[str, ...], text: Any) -> None:
        lacking = [name for name in names if cleaned.get(name) is None]
        if lacking and len(lacking) < len(names):
            wrong = [name for name in lacking if name not in self.errors]
            for name in wrong[:1]:
                self._refuse(name, text)

    def _refuse(self, name: str, text: Any) -> None:
        params = {"width": self.size[0], "height": self.size[1]}
        self.add_error(name, ValidationError(text, code="marks", params=params))

    @staticmethod
    def box(values: dict[str, Any]) -> Box | None:
        """The crop, or None where the whole image is meant."""
        numbers = [number for name in _CROP if (number := values.get(name)) is not None]
        return Box(*numbers) if len(numbers) == len(_CROP) else None

    @classmethod
    def is_complete(cls, value: Any, **kwargs: Any) -> bool:
        return value.left_eye_x is not None
