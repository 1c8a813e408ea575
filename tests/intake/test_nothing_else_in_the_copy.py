"""The copy that a matcher would get cannot be read as anything but its picture, wherever the rest was put."""

from __future__ import annotations

import io
import zipfile

import numpy
import pytest
from PIL import Image

from requests_app.searches.intake import examine, preview
from requests_app.searches.intake.sniffing import second_format
from tests.intake import drawings as draw

PNG, JPEG = draw.png(), draw.jpeg()
BEFORE_IDAT, BEFORE_IEND = PNG.index(b"IDAT") - 4, PNG.index(b"IEND") - 4
HIDDEN = b"a name and a date of birth "


def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("who.txt", HIDDEN)
    return buffer.getvalue()


def pixels(data: bytes) -> numpy.ndarray:
    return numpy.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(int)


SECOND = {
    "an archive in the end chunk of a PNG": PNG[:BEFORE_IEND] + draw.chunk(b"IEND", archive()),
    "a PDF in the palette of a PNG without one": PNG[:BEFORE_IDAT]
    + draw.chunk(b"PLTE", (b"%PDF-1.7\n" + HIDDEN * 30)[:768])
    + PNG[BEFORE_IDAT:],
    "an archive behind the last pixel of a JPEG": JPEG[:-2] + archive() + JPEG[-2:],
    "a PDF in a table of a JPEG": JPEG[:2]
    + draw.segment(0xDB, b"\x03%PDF-1.7\n" + b"x" * 55)
    + JPEG[2:],
}


@pytest.mark.parametrize("name", SECOND)
def test_a_second_format_inside_the_picture_stays_out_of_the_copy(name: str) -> None:
    data = SECOND[name]
    probe = examine(data)
    assert "second_format_removed" in probe.warnings, "the page says that it was removed"
    sent = probe.transmission
    assert second_format(sent, len(sent)) is None
    assert HIDDEN not in sent
    assert numpy.abs(pixels(sent) - pixels(data)).mean() < 2, "the picture stays"


@pytest.mark.parametrize(
    "data",
    [
        PNG[:BEFORE_IEND] + draw.chunk(b"IEND", HIDDEN * 1000),
        PNG[:BEFORE_IDAT] + draw.chunk(b"PLTE", (HIDDEN * 30)[:768]) + PNG[BEFORE_IDAT:],
    ],
    ids=["end", "palette"],
)
def test_chunks_of_a_png_that_no_pixel_is_made_of_are_cut_and_told(data: bytes) -> None:
    probe = examine(data)
    assert probe.transmission == examine(PNG).transmission
    assert probe.metadata_removed == ("other_segment",)
    assert [step.code for step in probe.transformations] == ["stripped"]
    assert preview(data, longest_side=100), "a copy that an earlier release made is still shown"


def test_a_picture_with_a_palette_of_its_own_keeps_it() -> None:
    buffer = io.BytesIO()
    Image.open(io.BytesIO(PNG)).convert("P", palette=Image.Palette.ADAPTIVE).save(buffer, "PNG")
    assert "other_segment" not in examine(buffer.getvalue()).metadata_removed
