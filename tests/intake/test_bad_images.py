"""Every bad file gets one refusal with its code, soon, and never anything else.

Must not contain a real person's image: all is drawn or made by hand.
"""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requests_app.searches import intake
from requests_app.searches.intake import ProbeRefused, examine, take_in
from tests.intake import drawings as draw
from tests.intake import heic


def refusal_of(data: bytes) -> ProbeRefused:
    with pytest.raises(ProbeRefused) as caught:
        take_in(data)
    return caught.value


def a_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("inside.txt", "text")
    return buffer.getvalue()


def huge(kind: str) -> bytes:
    data = {"jpeg": draw.jpeg(), "png": draw.png()}[kind]
    return data + bytes(9 * 1024 * 1024 - len(data))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\x00", "not_an_image"),
        (b"hello, this is text", "not_an_image"),
        (b"\xff\xd8\xff", "truncated"),
        (draw.PNG_SIGNATURE, "truncated"),
        (draw.PNG_SIGNATURE[:4], "truncated"),
        (draw.jpeg()[:-2], "truncated"),
        (draw.jpeg()[: len(draw.jpeg()) // 2], "truncated"),
        (draw.png()[:-12], "truncated"),
        (draw.png()[: len(draw.png()) // 2], "truncated"),
        (huge("jpeg"), "too_large"),
        (huge("png"), "too_large"),
        (draw.png_bomb(), "too_many_pixels"),
        (draw.jpeg(draw.shapes(size=(59, 200))), "too_small"),
        (draw.png(draw.shapes(size=(200, 59))), "too_small"),
        (draw.animated_png(), "several_frames"),
        (draw.PNG_SIGNATURE + draw.chunk(b"IEND", b""), "damaged"),
        (draw.raw_png(0, 100, 8, 0, b""), "damaged"),
        (draw.raw_png(100, 100, 3, 0, b""), "damaged"),
        (draw.raw_png(100, 100, 8, 5, b""), "damaged"),
        (draw.with_chunk(draw.png(), b"CgBI", b""), "damaged"),
    ],
)
def test_bad_files(data: bytes, code: str) -> None:
    assert refusal_of(data).code == code


@pytest.mark.parametrize("name", ["GIF", "TIFF", "BMP", "AVIF", "PDF", "JPEG2000", "ICO"])
def test_other_formats_are_named_whatever_the_file_is_called(name: str) -> None:
    """The intake never sees a file name, so a GIF renamed .jpg is a GIF."""
    refusal = refusal_of(draw.saved_as(name))
    assert refusal.code == "format_not_allowed"
    expected = {"JPEG2000": "JPEG 2000"}.get(name, name)
    assert refusal.params == {"format": expected}


@pytest.mark.parametrize("name", ["PPM", "TGA", "PCX"])
def test_formats_nobody_sends_are_no_image(name: str) -> None:
    assert refusal_of(draw.saved_as(name)).code == "not_an_image"


@pytest.mark.parametrize("save", [draw.jpeg, draw.png])
@pytest.mark.parametrize(
    "glued",
    [
        a_zip(),
        draw.pdf(),
        b"\n<html><script>alert(1)</script></html>",
        b"junk <svg onload=alert(1)>",
        b"GIF89a" + bytes(20),
        b"Rar!\x1a\x07\x00",
    ],
)
def test_what_makes_a_polyglot_stays_out_of_the_copy_and_is_recorded(save, glued: bytes) -> None:
    """The original leaves for a browser in no form, so it can be kept as it came."""
    probe = take_in(save() + glued)
    assert probe.transmission == save()
    assert "second_format_removed" in probe.warnings


def test_a_polyglot_inside_a_comment_is_recorded_where_readers_look_for_it() -> None:
    probe = take_in(draw.with_segment(draw.jpeg(), 0xFE, draw.pdf()))
    assert b"%PDF" not in probe.transmission
    assert probe.warnings == ("second_format_removed",)


def test_script_in_metadata_is_dropped_with_it() -> None:
    data = draw.with_segment(draw.jpeg(), 0xFE, b"<script>alert(1)</script>")
    assert b"script" not in take_in(data).transmission


def test_a_phones_video_after_the_picture_is_cut_and_recorded() -> None:
    video = struct.pack(">I", 24) + b"ftypmp42" + bytes(12) + b"moov" * 100
    probe = take_in(draw.jpeg() + video)
    assert probe.transmission == draw.jpeg()
    assert "trailing_data_removed" in probe.warnings
    assert probe.transformations[0].as_json() == {
        "code": "stripped",
        "parameters": {"bytes_removed": len(video)},
    }


def test_the_bomb_is_refused_before_it_is_decoded() -> None:
    bomb = draw.png_bomb()
    assert len(bomb) < 12_000
    started = time.monotonic()
    with pytest.raises(ProbeRefused) as refusal:
        examine(bomb)
    assert time.monotonic() - started < 0.2
    assert refusal.value.params == {
        "width": 50_000,
        "height": 50_000,
        "limit": 25_000_000,
    }


def test_an_image_between_once_and_twice_the_limit_is_refused() -> None:
    """Pillow itself would only warn here."""
    assert refusal_of(draw.raw_png(6_000, 5_000, 1, 0, b"")).code == "too_many_pixels"


def test_a_lie_about_the_size_is_refused() -> None:
    honest = draw.png(draw.shapes(size=(100, 100)))
    header = struct.pack(">IIBBBBB", 100, 4000, 8, 2, 0, 0, 0)
    refusal = refusal_of(honest[:8] + draw.chunk(b"IHDR", header) + honest[33:])
    assert refusal.code == "truncated"  # a decoder alone would make up 3,900 black rows


@pytest.mark.parametrize("hide", [lambda rows: rows + b"HIDDEN" * 9, None])
def test_data_hidden_behind_the_last_row_does_not_travel(hide) -> None:
    rows = b"".join(b"\x00" + bytes(range(70)) for _ in range(70))
    if hide:
        data = draw.raw_png(70, 70, 8, 0, hide(rows))
    else:
        packed = zlib.compress(rows) + b"HIDDEN-CANARY"
        start = draw.raw_png(70, 70, 8, 0, rows)[:33]
        data = start + draw.chunk(b"IDAT", packed) + draw.chunk(b"IEND", b"")
    probe = take_in(data)
    assert [each.code for each in probe.transformations] == ["encoded"]
    assert b"CANARY" not in probe.transmission
    assert draw.same_pixels(data, probe.transmission)


def test_an_interlaced_png_is_sent_as_it_is() -> None:
    """Seven passes of known pixels; none are hidden, so nothing is written afresh."""
    width, height = 70, 61
    passes = [
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ]
    rows = b""
    for left, top, across, down in passes:
        for y in range(top, height, down):
            rows += b"\x00" + bytes((x * 3 + y) % 256 for x in range(left, width, across))
    data = bytearray(draw.raw_png(width, height, 8, 0, rows))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 1)
    data[8:33] = draw.chunk(b"IHDR", header)
    probe = take_in(bytes(data))
    assert probe.transmission == bytes(data)
    assert draw.pixels(probe.transmission)[60, 69, 0] == (69 * 3 + 60) % 256


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("kept", [0.5, 0.9, 0.98])
def test_a_jpeg_cut_short_and_closed_again_is_refused(progressive: bool, kept: float) -> None:
    """A decoder alone would fill the rest with grey and say nothing."""
    whole = draw.jpeg(draw.shapes(size=(400, 300)), progressive=progressive)
    cut = whole[: int(len(whole) * kept)].rstrip(b"\xff") + b"\xff\xd9"
    assert refusal_of(cut).code in {"truncated", "damaged"}


def test_a_wrong_checksum_is_refused() -> None:
    data = bytearray(draw.png())
    data[-14] ^= 1
    assert refusal_of(bytes(data)).code == "damaged"


def test_a_child_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_TIME_LIMIT_SECONDS", 0.01)
    assert refusal_of(draw.jpeg()).code == "unreadable"


CODES = {
    "empty", "too_large", "not_an_image", "format_not_allowed", "truncated", "damaged",
    "second_format", "several_frames", "too_many_pixels", "too_small", "crop_outside",
}  # fmt: skip


def only_refusals(data: bytes) -> None:
    """A probe whose copy decodes, or a refusal with a known code; anything else is a failure."""
    code = ""
    try:
        probe = examine(data)
    except ProbeRefused as refusal:
        code = refusal.code
    if code:
        assert code in CODES
    else:
        assert draw.pixels(probe.transmission).shape[:2] == (probe.height, probe.width)


QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SAMPLES = [
    draw.jpeg(draw.shapes(size=(80, 70)), exif=draw.exif(gps=True, orientation=6)),
    draw.jpeg(draw.shapes(size=(80, 70)), progressive=True),
    draw.jpeg(draw.shapes(size=(80, 70), mode="CMYK")),
    draw.multi_picture_jpeg(),
    draw.png(draw.shapes(size=(80, 70))),
    draw.png(draw.shapes(size=(80, 70), mode="RGBA"), exif=draw.exif(gps=True, orientation=5)),
    draw.png(draw.shapes(size=(80, 70)).convert("P"), transparency=2),
    draw.grey16()[0],
    draw.animated_png(),
    draw.saved_as("WEBP"),
    draw.saved_as("WEBP", lossless=True, exif=draw.exif(gps=True, orientation=6)),
    heic.made("plain"),
    heic.made("alpha"),
    heic.heic(heic.IROT[1], exif=draw.exif(gps=True).tobytes()[6:], tiles=(2, 1), size=(320, 120)),
]


HEADS = [
    b"", b"\xff\xd8\xff", draw.PNG_SIGNATURE, heic.made("plain")[:28], draw.saved_as("WEBP")[:30],
]  # fmt: skip


@QUICK
@given(st.binary(max_size=400), st.sampled_from(HEADS))
def test_random_bytes(tail: bytes, head: bytes) -> None:
    only_refusals(head + tail)


@QUICK
@given(st.sampled_from(SAMPLES), st.floats(0, 1))
def test_random_truncation(sample: bytes, share: float) -> None:
    only_refusals(sample[: int(len(sample) * share)])


@QUICK
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=8),
    st.floats(0.001, 1),
)
def test_random_mutation(sample: bytes, changes: list[tuple[float, int]], within: float) -> None:
    """Half of all changes land in the head, where structure is."""
    data = bytearray(sample)
    for place, value in changes:
        data[int(place * within * len(data))] = value
    only_refusals(bytes(data))


@QUICK
@given(
    st.sampled_from(SAMPLES),
    st.sampled_from(SAMPLES),
    st.binary(max_size=30),
    st.floats(0, 1),
)
def test_random_splices(first: bytes, second: bytes, between: bytes, share: float) -> None:
    cut = int(len(first) * share)
    only_refusals(first[:cut] + between + second[cut:])
