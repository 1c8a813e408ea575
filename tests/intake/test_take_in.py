"""What is taken in: honest images keep their pixels and lose everything else."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json

import numpy
import pytest
from PIL import Image

from requests_app.searches import intake
from requests_app.searches.intake import (
    Box,
    ProbeRefused,
    examine,
    preview,
    similar,
    take_in,
)
from tests.intake import drawings as draw


def codes(probe: intake.PreparedProbe) -> list[str]:
    return [each.code for each in probe.transformations]


def shown(probe: intake.PreparedProbe) -> numpy.ndarray:
    """The page's picture, at full size."""
    return draw.pixels(preview(probe.transmission, longest_side=10_000))


@pytest.mark.parametrize("seed", range(50))
def test_stripping_a_jpeg_never_changes_a_pixel(seed: int) -> None:
    image = draw.shapes(
        seed,
        (200 + 7 * (seed % 9), 150 + 5 * (seed % 7)),
        "L" if seed % 5 == 0 else "RGB",
    )
    data = draw.jpeg(
        image,
        quality=60 + seed % 36,
        subsampling=seed % 3,
        progressive=seed % 2 == 1,
        optimize=seed % 4 == 0,
        exif=draw.exif(gps=True),
        comment=b"COMMENT-CANARY",
        icc_profile=b"ICC-CANARY" * 40,
    )
    data += b"TRAILER-CANARY" * 3
    probe = examine(data)
    assert draw.same_pixels(data, probe.transmission)
    assert b"CANARY" not in probe.transmission
    assert codes(probe) == ["stripped"]
    assert probe.mime == "image/jpeg"
    assert set(probe.metadata_removed) >= {
        "exif",
        "gps",
        "comment",
        "colour_profile",
        "trailer",
    }


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_stripping_a_png_never_changes_a_pixel(mode: str) -> None:
    data = draw.png(draw.shapes(3, mode=mode), exif=draw.exif(gps=True))
    data = draw.with_chunk(data, b"tEXt", b"Comment\x00TEXT-CANARY")
    data = draw.with_chunk(data, b"gAMA", (10_000).to_bytes(4, "big"))
    data = draw.with_chunk(data, b"prVt", b"PRIVATE-CANARY") + b"\x00\x01TRAILER-CANARY"
    probe = examine(data)
    assert draw.same_pixels(data, probe.transmission)
    assert b"CANARY" not in probe.transmission
    assert b"gAMA" not in probe.transmission
    assert codes(probe) == ["stripped"]
    assert set(probe.metadata_removed) == {
        "exif",
        "gps",
        "comment",
        "colour_profile",
        "other_segment",
        "trailer",
    }


def test_a_clean_file_is_sent_as_it_is() -> None:
    data = draw.jpeg()
    probe = take_in(data)
    assert probe.transmission == data
    assert probe.transformations == ()
    assert probe.metadata_removed == ()
    assert probe.original_sha256 == probe.sha256 == hashlib.sha256(data).hexdigest()


def test_the_record_holds_both_digests_and_is_plain_json() -> None:
    data = draw.jpeg(exif=draw.exif(gps=True))
    probe = take_in(data)
    assert probe.original_sha256 == hashlib.sha256(data).hexdigest()
    assert probe.sha256 == hashlib.sha256(probe.transmission).hexdigest()
    assert probe.original_sha256 != probe.sha256
    record = json.loads(json.dumps(probe.as_json()))
    assert intake.PreparedProbe.from_json(record, probe.transmission) == probe
    assert "CANARY" not in json.dumps(record)
    assert record["screening"]["label"] == "image screening, not ISO 29794-5"


def test_no_float_reaches_the_record() -> None:
    def floats(value: object) -> bool:
        if isinstance(value, dict):
            return any(floats(each) for each in value.values())
        if isinstance(value, list | tuple):
            return any(floats(each) for each in value)
        return isinstance(value, float)

    assert not floats(examine(draw.jpeg(exif=draw.exif(orientation=3))).as_json())


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("save", [draw.jpeg, draw.png])
def test_orientation_is_baked_in(orientation: int, save) -> None:
    """Corners tell: a red one top left in the stored pixels lands where a viewer would put it."""
    image = Image.new("L", (160, 96), 255)
    image.paste(0, (0, 0, 80, 48))
    dark_corner_upright = {
        1: "tl",
        2: "tr",
        3: "br",
        4: "bl",
        5: "tl",
        6: "tr",
        7: "br",
        8: "bl",
    }
    probe = examine(save(image, exif=draw.exif(orientation=orientation)))
    upright = (160, 96) if orientation < 5 else (96, 160)
    assert (probe.width, probe.height) == upright
    assert (probe.original_width, probe.original_height) == upright
    picture = draw.pixels(probe.transmission)[:, :, 0]
    high, wide = picture.shape
    corners = {
        "tl": picture[: high // 2, : wide // 2],
        "tr": picture[: high // 2, wide // 2 :],
        "bl": picture[high // 2 :, : wide // 2],
        "br": picture[high // 2 :, wide // 2 :],
    }
    assert min(corners, key=lambda name: corners[name].mean()) == dark_corner_upright[orientation]
    assert ("upright" in codes(probe)) == (orientation != 1)
    assert b"Exif" not in probe.transmission
    assert b"eXIf" not in probe.transmission


def test_a_crop_is_counted_in_upright_pixels() -> None:
    stored = draw.shapes(4, (240, 180))
    data = draw.png(stored, exif=draw.exif(orientation=6))
    upright = numpy.asarray(stored.rotate(-90, expand=True))
    probe = take_in(data, crop=Box(left=20, top=30, width=100, height=120))
    assert numpy.array_equal(draw.pixels(probe.transmission), upright[30:150, 20:120])
    assert codes(probe) == ["upright", "cropped", "encoded"]
    crop = probe.transformations[1].parameters
    assert crop == {"left": 20, "top": 30, "width": 100, "height": 120}
    assert (probe.original_width, probe.original_height) == (180, 240)


def test_a_cropped_jpeg_stays_a_jpeg_of_high_quality() -> None:
    probe = examine(draw.jpeg(), crop=Box(10, 10, 100, 100))
    assert probe.mime == "image/jpeg"
    assert (probe.width, probe.height) == (100, 100)
    assert probe.transformations[-1].parameters["quality"] == 95


@pytest.mark.parametrize(
    "box",
    [
        Box(-1, 0, 100, 100),
        Box(0, 0, 241, 100),
        Box(200, 100, 100, 100),
        Box(0, 0, 0, 100),
        Box(0, 0, -5, 100),
        Box(10**12, 10**12, 10**12, 10**12),
    ],
)
def test_a_crop_outside_the_image_is_refused(box: Box) -> None:
    with pytest.raises(ProbeRefused) as refusal:
        examine(draw.jpeg(), crop=box)
    assert refusal.value.code == "crop_outside"
    assert refusal.value.params == {"width": 240, "height": 180}


def test_a_crop_too_small_to_search_is_refused() -> None:
    with pytest.raises(ProbeRefused) as refusal:
        examine(draw.jpeg(), crop=Box(0, 0, 59, 100))
    assert refusal.value.code == "too_small"


def test_a_progressive_jpeg_is_sent_as_it_is() -> None:
    data = draw.jpeg(progressive=True)
    assert examine(data).transmission == data


def test_a_cmyk_jpeg_becomes_rgb_and_says_so() -> None:
    probe = examine(draw.jpeg(draw.shapes(mode="CMYK")))
    assert codes(probe) == ["colour", "encoded"]
    assert Image.open(io.BytesIO(probe.transmission)).mode == "RGB"


def test_an_rgb_jpeg_that_decoders_may_read_two_ways_is_written_afresh() -> None:
    data = draw.with_segment(draw.jpeg(), 0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x00")
    probe = examine(data)
    assert codes(probe) == ["colour", "encoded"]


@pytest.mark.parametrize("mode", ["1", "P"])
def test_one_bit_and_palette_images_become_eight_bit(mode: str) -> None:
    source = draw.shapes(6).convert(mode)
    probe = examine(draw.png(source))
    image = Image.open(io.BytesIO(probe.transmission))
    assert image.mode in {"L", "RGB"}
    assert numpy.array_equal(draw.pixels(probe.transmission), numpy.asarray(source.convert("RGB")))


def test_warnings_are_about_the_image_only() -> None:
    blank = Image.new("RGB", (90, 90), (5, 5, 5))
    assert set(examine(draw.png(blank)).warnings) == {
        "small",
        "blurred",
        "dark",
        "flat",
    }
    bright = examine(draw.png(Image.new("RGB", (190, 190), (254, 254, 254))))
    assert set(bright.warnings) == {"blurred", "bright", "flat"}
    assert "heavily_compressed" in examine(draw.jpeg(quality=20)).warnings
    assert examine(draw.jpeg()).warnings == ()


def test_screening_figures_of_a_known_image() -> None:
    half = Image.new("L", (100, 100), 0)
    half.paste(255, (50, 0, 100, 100))
    figures = examine(draw.png(half)).screening
    assert dataclasses.asdict(figures) == {
        "sharpness": round(2 * 255**2 / 98),  # two columns of 98 change by 255
        "under_exposed_per_mille": 500,
        "over_exposed_per_mille": 500,
        "dynamic_range": 255,
        "entropy_millibits": 1000,
        "compression": None,
    }


def test_near_copies_are_near_and_strangers_far() -> None:
    probes = [examine(draw.png(draw.shapes(seed))) for seed in range(12)]
    source = draw.shapes(0)
    copy = examine(draw.jpeg(source.resize((120, 90)), quality=40))
    assert similar(probes[0].difference_hash, copy.difference_hash) < 40
    assert similar(probes[0].difference_hash, probes[0].difference_hash) == 0
    others = [similar(probes[0].difference_hash, each.difference_hash) for each in probes[1:]]
    assert min(others) > 60
    with pytest.raises(ValueError):
        similar("00", "11")


def test_the_preview_is_a_decode_of_the_transmission_copy() -> None:
    probe = take_in(draw.jpeg(exif=draw.exif(orientation=8, gps=True)))
    assert numpy.array_equal(shown(probe), draw.pixels(probe.transmission))
    small = Image.open(io.BytesIO(preview(probe.transmission, longest_side=90)))
    assert max(small.size) == 90
    assert small.format == "PNG"


def test_the_preview_refuses_what_was_not_stripped() -> None:
    for data in (
        draw.jpeg(comment=b"hello"),
        draw.jpeg() + b"x",
        draw.png(draw.shapes(mode="RGBA")),
    ):
        with pytest.raises(ProbeRefused):
            preview(data)
