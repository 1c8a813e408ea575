"""A file that shows one picture here and another there: for each known trick, page = matcher.

Must not trust the pipeline's word: the page's picture is compared with a plain decode.
"""

from __future__ import annotations

import io

import numpy
import pytest
from PIL import Image

from requests_app.searches.intake import PreparedProbe, ProbeRefused, examine, preview, take_in
from tests.intake import drawings as draw


def assert_one_face(probe: PreparedProbe) -> numpy.ndarray:
    """The copy is opaque, 8 bits, one frame, bare; the page shows exactly what it decodes to."""
    image = Image.open(io.BytesIO(probe.transmission))
    assert image.mode in {"L", "RGB"}
    assert getattr(image, "n_frames", 1) == 1
    # The markers of a JPEG's own start are no metadata.
    assert set(image.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
        "dpi",
        "adobe",
        "adobe_transform",
    }
    page = draw.pixels(preview(probe.transmission, longest_side=10_000))
    matcher = draw.pixels(probe.transmission)
    assert numpy.array_equal(page, matcher)
    return matcher


def test_alpha_that_hides_another_face() -> None:
    """Colours show face A; over the white of a page, the alpha shows B."""
    hidden = numpy.asarray(draw.shapes(1, (120, 120)))
    alpha = numpy.asarray(draw.shapes(2, (120, 120), "L"))
    data = draw.png(Image.fromarray(numpy.dstack([hidden, alpha])))
    probe = take_in(data)
    matcher = assert_one_face(probe)
    weight = alpha[:, :, None].astype(float) / 255
    on_white = hidden * weight + 255 * (1 - weight)
    assert numpy.abs(matcher - on_white).max() <= 1.5
    assert [each.code for each in probe.transformations] == ["flattened", "encoded"]
    assert "transparent" in probe.warnings


def test_full_alpha_is_dropped_and_recorded() -> None:
    probe = examine(draw.png(draw.shapes(1, mode="RGBA")))
    assert numpy.array_equal(assert_one_face(probe), numpy.asarray(draw.shapes(1)))
    assert [each.code for each in probe.transformations] == ["alpha_removed", "encoded"]
    assert "transparent" not in probe.warnings


@pytest.mark.parametrize("mode", ["LA", "PA", "P"])
def test_the_lesser_known_kinds_of_transparency(mode: str) -> None:
    if mode == "LA":
        image = draw.shapes(1, mode="L")
        image.putalpha(draw.shapes(2, mode="L"))
        data = draw.png(image)
    elif mode == "PA":
        data = draw.png(draw.shapes(1).convert("P"), transparency=bytes(range(256)))
    else:
        image = draw.shapes(1).convert("P")
        data = draw.png(image, transparency=image.getpixel((0, 0)))
    probe = examine(data)
    assert_one_face(probe)
    assert "transparent" in probe.warnings


def test_a_colour_key_that_hides_pixels() -> None:
    rows = b"".join(b"\x00" + bytes([40, 40, 40] * 35 + [200, 10, 10] * 35) for _ in range(70))
    key = draw.chunk(b"tRNS", bytes([0, 40, 0, 40, 0, 40]))
    probe = examine(draw.raw_png(70, 70, 8, 2, rows, key))
    matcher = assert_one_face(probe)
    assert tuple(matcher[0, 0]) == (255, 255, 255)
    assert tuple(matcher[0, 69]) == (
        200,
        10,
        10,
    )


def test_an_animated_png_is_refused() -> None:
    with pytest.raises(ProbeRefused) as refusal:
        take_in(draw.animated_png())
    assert refusal.value.code == "several_frames"


def test_further_pictures_of_a_phone_are_cut_off() -> None:
    data = draw.multi_picture_jpeg()
    assert Image.open(io.BytesIO(data)).n_frames == 2
    probe = take_in(data)
    assert numpy.array_equal(
        assert_one_face(probe), draw.pixels(draw.jpeg(draw.shapes(1), quality=75))
    )
    assert b"MPF" not in probe.transmission
    assert probe.transmission.count(b"\xff\xd8\xff") == 1
    assert "further_images_removed" in probe.warnings
    assert {"further_images", "trailer"} <= set(probe.metadata_removed)


def test_orientation_is_the_same_for_page_and_matcher() -> None:
    probe = take_in(draw.jpeg(exif=draw.exif(orientation=6)))
    assert assert_one_face(probe).shape[:2] == (240, 180)


def test_sixteen_bits_become_eight_without_clipping() -> None:
    data, samples = draw.grey16()
    probe = take_in(data)
    matcher = assert_one_face(probe)
    assert numpy.array_equal(matcher[:, :, 0], (samples.astype(int) // 256))
    assert [each.code for each in probe.transformations] == ["bit_depth", "encoded"]


def test_sixteen_bits_of_colour_and_of_alpha() -> None:
    random = numpy.random.default_rng(5)
    for colour, channels in ((2, 3), (4, 2), (6, 4)):
        samples = random.integers(0, 65536, (70, 70 * channels)).astype(">u2")
        rows = b"".join(b"\x00" + row.tobytes() for row in samples)
        probe = examine(draw.raw_png(70, 70, 16, colour, rows))
        assert_one_face(probe)
        assert probe.transformations[0].code == "bit_depth"


def test_a_sixteen_bit_colour_key_hides_only_its_own_value() -> None:
    samples = numpy.full((70, 70), 0x4001, ">u2")
    samples[:, 35:] = 0x4002
    rows = b"".join(b"\x00" + row.tobytes() for row in samples)
    probe = examine(draw.raw_png(70, 70, 16, 0, rows, draw.chunk(b"tRNS", b"\x40\x01")))
    matcher = assert_one_face(probe)
    assert matcher[0, 0, 0] == 255
    assert matcher[0, 69, 0] == 0x40


@pytest.mark.parametrize("kind", [b"gAMA", b"iCCP", b"sRGB", b"cHRM", b"cICP"])
def test_no_gamma_or_profile_travels(kind: bytes) -> None:
    data = draw.with_chunk(draw.png(), kind, b"\x00\x00\x00\x01")
    probe = examine(data)
    assert_one_face(probe)
    assert kind not in probe.transmission
    assert "colour_profile" in probe.metadata_removed


def test_a_thumbnail_of_another_face_does_not_travel() -> None:
    other = draw.jpeg(draw.shapes(9, (64, 64)))
    with_thumbnail = draw.with_segment(draw.jpeg(), 0xE0, b"JFXX\x00\x10" + other)
    probe = examine(with_thumbnail)
    assert_one_face(probe)
    assert b"JFXX" not in probe.transmission
    assert "thumbnail" in probe.metadata_removed


def test_a_face_between_the_pixels_does_not_come_forward_when_shrunk() -> None:
    """A dark grid at each fourth pixel: nearest-neighbour shrinking would show only the grid."""
    picture = numpy.full((400, 400), 250, numpy.uint8)
    picture[::4, ::4] = 0
    probe = take_in(draw.png(Image.fromarray(picture)))
    small = draw.pixels(preview(probe.transmission, longest_side=100))
    assert small.min() > 200
