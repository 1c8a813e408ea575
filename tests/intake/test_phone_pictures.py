"""Pictures as phones and recorders make them: taken in, with what was left out or changed recorded.

Must not contain a real person's image: all is drawn.
"""

from __future__ import annotations

import hashlib
import io
import random
import struct

import numpy
import pytest
from PIL import Image

from requests_app.searches.intake import PreparedProbe, ProbeRefused, examine, preview, take_in
from tests.intake import drawings as draw
from tests.intake import heic


def codes(probe: PreparedProbe) -> list[str]:
    return [each.code for each in probe.transformations]


def refusal_of(data: bytes) -> ProbeRefused:
    with pytest.raises(ProbeRefused) as caught:
        take_in(data)
    return caught.value


def webp(image: Image.Image | None = None, **options: object) -> bytes:
    buffer = io.BytesIO()
    (image or heic.corners()).save(buffer, "WEBP", **options)
    return buffer.getvalue()


PLAIN = {
    "jpeg": draw.jpeg(),
    "progressive": draw.jpeg(progressive=True),
    "cmyk": draw.jpeg(draw.shapes(mode="CMYK")),
    "png": draw.png(),
    "png16": draw.grey16()[0],
    "webp": webp(),
    "heic": heic.made("plain"),
}
MP4 = (
    struct.pack(">I", 24) + b"ftypmp42" + bytes(12) + struct.pack(">I", 408) + b"mdat" + bytes(400)
)
SAMSUNG = b"\x00\x00\x0a\x30\x10\x00\x00\x00MotionPhoto_Data" + MP4 + b"SEFH" + bytes(40) + b"SEFT"


def trailer(seed: int) -> bytes:
    """Random bytes of a video, now and then with what another format starts with among them."""
    source = random.Random(seed)
    among = [
        b"",
        b"<script>alert(1)</script>",
        b"<?php system(1); ?>",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
    ]
    start, end = (
        source.randbytes(source.randint(1, 3000)),
        source.randbytes(source.randint(0, 3000)),
    )
    return b"\x00" + start + among[seed % len(among)] + end


@pytest.mark.parametrize("kind", PLAIN)
def test_random_bytes_after_the_picture_never_refuse_it(kind: str) -> None:
    for seed in range(40):
        data = PLAIN[kind] + trailer(seed)
        probe = examine(data)
        assert probe.original_sha256 == hashlib.sha256(data).hexdigest()
        assert probe.transmission == examine(PLAIN[kind]).transmission
        assert "trailer" in probe.metadata_removed
        assert "trailing_data_removed" in probe.warnings
        assert "second_format_removed" not in probe.warnings or seed % 5 == 3  # %PDF- is no chance


@pytest.mark.parametrize("kind", PLAIN)
@pytest.mark.parametrize(
    ("behind", "warning"),
    [
        (MP4, "video_removed"),
        (SAMSUNG, "video_removed"),
        (draw.jpeg(draw.shapes(7)), "trailing_picture_removed"),
        (draw.png(draw.shapes(7)), "trailing_picture_removed"),
        (bytes(64) + draw.jpeg(draw.shapes(7)), "trailing_picture_removed"),
        (heic.made("two"), "trailing_picture_removed"),
        (b"\n<html><script>alert(1)</script></html>", "second_format_removed"),
        (draw.pdf(), "second_format_removed"),
        (b"PK\x05\x06" + bytes(18), "second_format_removed"),
    ],
    ids=["mp4", "samsung", "jpeg", "png", "padded jpeg", "heic", "html", "pdf", "zip"],
)
def test_what_stands_behind_a_picture_is_cut_and_named(
    kind: str, behind: bytes, warning: str
) -> None:
    probe = examine(PLAIN[kind] + behind)
    assert probe.transmission == examine(PLAIN[kind]).transmission
    assert {"trailing_data_removed", warning} <= set(probe.warnings)


def test_a_video_in_a_box_of_a_heic_is_cut_and_named() -> None:
    """Samsung puts the video into a box `mpvd`; others put it before the picture's own data."""
    for data in (
        heic.made("plain") + heic.box(b"mpvd", MP4),
        heic.heic(before_data=heic.box(b"moov", bytes(64))),
    ):
        probe = take_in(data)
        assert "video_removed" in probe.warnings
        assert probe.transmission == take_in(heic.made("plain")).transmission


def test_a_frame_without_huffman_tables_is_sent_with_the_standard_ones() -> None:
    """ITU-T T.81, Annex K, is meant; a matcher need not know that, so the copy has them."""
    for image in (draw.shapes(), draw.shapes(mode="L")):
        whole = draw.jpeg(image)
        bare = without_tables(whole)
        assert b"\xff\xc4" not in bare
        probe = take_in(bare)
        assert codes(probe)[0] == "huffman_tables_added"
        assert b"\xff\xc4" in probe.transmission
        assert numpy.array_equal(draw.pixels(probe.transmission), draw.pixels(whole))
        assert preview(probe.transmission)
        assert take_in(probe.transmission).transformations == ()


def test_a_frame_without_tables_is_also_turned_and_cut() -> None:
    bare = without_tables(draw.jpeg(exif=draw.exif(orientation=6))) + MP4
    probe = take_in(bare)
    assert codes(probe) == ["huffman_tables_added", "upright", "encoded"]
    assert (probe.width, probe.height) == (180, 240)


def test_no_tables_are_made_up_where_none_are_meant() -> None:
    assert refusal_of(without_tables(draw.jpeg(progressive=True))).code in {"damaged", "truncated"}


def without_tables(data: bytes) -> bytes:
    """A JPEG without the segments that hold its Huffman tables."""
    kept, position = data[:2], 2
    while data[position + 1] != 0xDA:
        end = position + 2 + int.from_bytes(data[position + 2 : position + 4], "big")
        if data[position + 1] != 0xC4:
            kept += data[position:end]
        position = end
    return kept + data[position:].replace(b"\xff\xc4", b"")


@pytest.mark.parametrize("name", ["plain", "ten", "two", "thumb"])
def test_a_heic_is_read_and_written_afresh(name: str) -> None:
    data = heic.made(name)
    probe = take_in(data)
    assert (probe.original_mime, probe.mime) == ("image/heic", "image/jpeg")
    assert probe.original_sha256 == hashlib.sha256(data).hexdigest()
    assert codes(probe)[0] == "converted"
    assert codes(probe)[-1] == "encoded"
    seen = draw.pixels(probe.transmission).astype(int)
    assert numpy.abs(seen - numpy.asarray(heic.corners())).mean() < 4
    assert numpy.array_equal(draw.pixels(preview(probe.transmission)), seen)


def test_what_a_heic_holds_beside_its_picture_is_recorded() -> None:
    assert "further_images_removed" in take_in(heic.made("two")).warnings
    assert take_in(heic.made("thumb")).metadata_removed == ("thumbnail",)
    assert codes(take_in(heic.made("ten")))[1] == "bit_depth"
    block = draw.exif(gps=True, orientation=6).tobytes().removeprefix(b"Exif\x00\x00")
    assert {"exif", "gps"} <= set(take_in(heic.heic(exif=block)).metadata_removed)


def test_ten_bits_of_grey_become_eight_by_their_size() -> None:
    probe = take_in(heic.made("ten-grey"))
    grey = numpy.asarray(heic.corners().convert("L")).astype(int)
    assert numpy.abs(draw.pixels(probe.transmission)[:, :, 0].astype(int) - grey).mean() < 4


def test_what_a_heic_hides_by_transparency_is_white() -> None:
    probe = take_in(heic.made("alpha"))
    assert codes(probe) == ["converted", "flattened", "encoded"]
    assert draw.pixels(probe.transmission)[10, 80].min() > 245


TURNED = {
    "as it is": ([], ["red", "green", "blue", "yellow"]),
    "a quarter to the left": ([heic.IROT[1]], ["green", "yellow", "red", "blue"]),
    "half round": ([heic.IROT[2]], ["yellow", "blue", "green", "red"]),
    "a quarter to the right": ([heic.IROT[3]], ["blue", "red", "yellow", "green"]),
    "left and right": ([heic.IMIR[1]], ["green", "red", "yellow", "blue"]),
    "top and bottom": ([heic.IMIR[0]], ["blue", "yellow", "red", "green"]),
    "turned, then mirrored": ([heic.IROT[1], heic.IMIR[1]], ["yellow", "green", "blue", "red"]),
    "mirrored, then turned": ([heic.IMIR[1], heic.IROT[1]], ["red", "blue", "green", "yellow"]),
}


@pytest.mark.parametrize("orientation", [None, 1, 3, 6, 8])
@pytest.mark.parametrize("name", TURNED)
def test_a_heic_is_turned_once_by_its_container(name: str, orientation: int | None) -> None:
    """Phones write the turn into the EXIF block as well; whoever obeys both turns twice."""
    properties, expected = TURNED[name]
    block = None
    if orientation is not None:
        block = draw.exif(orientation=orientation).tobytes().removeprefix(b"Exif\x00\x00")
    probe = examine(heic.heic(*properties, exif=block))
    assert heic.seen_in_corners(draw.pixels(probe.transmission)) == expected
    assert ("upright" in codes(probe)) == bool(properties)
    assert (probe.original_width, probe.original_height) == (probe.width, probe.height)


def test_a_grid_of_tiles_is_one_picture() -> None:
    probe = take_in(heic.heic(tiles=(2, 2), size=(300, 200)))
    assert (probe.width, probe.height) == (300, 200)
    seen = draw.pixels(probe.transmission).astype(int)
    once = numpy.asarray(heic.corners()).astype(int)
    assert numpy.abs(seen[:100, 160:] - once[:100, :140]).mean() < 4
    assert probe.warnings == take_in(heic.made("plain")).warnings


@pytest.mark.parametrize(
    ("data", "code", "params"),
    [
        (heic.heic(brand=b"hevc"), "several_frames", {}),
        (heic.heic(brand=b"msf1"), "several_frames", {}),
        (heic.heic(kind=b"av01"), "format_not_allowed", {"format": "AVIF"}),
        (heic.heic(kind=b"unci"), "format_not_allowed", {"format": "HEIF without HEVC"}),
        (heic.heic(tiles=(1, 1), tile_kind=b"jpeg"), "format_not_allowed",
         {"format": "HEIF without HEVC"}),
        (heic.heic(size=(50_000, 50_000)), "too_many_pixels",
         {"width": 50_000, "height": 50_000, "limit": 25_000_000}),
        (heic.heic(tiles=(2, 2), size=(50_000, 50_000)), "too_many_pixels",
         {"width": 50_000, "height": 50_000, "limit": 25_000_000}),
        (heic.heic(size=(59, 120)), "too_small", {"width": 59, "height": 120, "minimum": 60}),
        (heic.made("plain")[:-100], "truncated", {}),
        (heic.made("plain")[:300], "truncated", {}),
        (heic.made("plain")[:28], "truncated", {}),
        (heic.heic(coded=b"\x00" * 50), "damaged", {}),
        (webp(save_all=True, append_images=[draw.shapes(2, (160, 120))]), "several_frames", {}),
        (webp()[:-20], "truncated", {}),
    ],
)  # fmt: skip
def test_what_is_not_one_bearable_picture_is_refused(data: bytes, code: str, params) -> None:
    refusal = refusal_of(data)
    assert refusal.code == code
    assert refusal.params == params


def said_twice(path: tuple[bytes, ...]) -> bytes:
    """A HEIC in which one box stands twice; its picture data stays where it was."""
    data = heic.heic(heic.IROT[1], before_data=heic.box(b"free", bytes(600)))
    at, holders = 0, []
    for kind in path:
        at = data.index(kind, at) - 4
        holders.append(at)
        at += 8
    *outer, at = holders
    size = int.from_bytes(data[at : at + 4], "big")
    free = data.index(b"free") - 4
    changed = bytearray(data[: at + size] + data[at : at + size] + data[at + size : free])
    for holder in outer:
        changed[holder : holder + 4] = (
            int.from_bytes(changed[holder : holder + 4], "big") + size
        ).to_bytes(4, "big")
    rest = data[free + 608 :]
    return bytes(changed) + heic.box(b"free", bytes(600 - size)) + rest


@pytest.mark.parametrize(
    "path",
    [(b"meta", kind) for kind in (b"pitm", b"iloc", b"iinf", b"iprp")]
    + [(b"meta", b"iinf", b"infe"), (b"meta", b"iprp", b"ipco"), (b"meta", b"iprp", b"ipma")],
    ids=lambda path: path[-1].decode(),
)
def test_what_a_heic_says_twice_is_refused(path: tuple[bytes, ...]) -> None:
    """The decoder believes the first, we might believe the second: then we would have judged another picture."""
    assert refusal_of(said_twice(path)).code == "damaged"


@pytest.mark.parametrize("twice", [heic.ispe(9000, 9000), heic.IROT[2], heic.HVCC])
def test_a_heic_says_of_its_picture_each_thing_once(twice: bytes) -> None:
    assert refusal_of(heic.heic(heic.IROT[1], twice)).code == "damaged"


def test_a_heic_that_lies_about_its_size_is_not_trusted() -> None:
    assert refusal_of(heic.heic(size=(320, 240))).code == "damaged"


def test_an_avif_is_named() -> None:
    data = heic.box(b"ftyp", b"avif", bytes(4), b"avif", b"mif1") + bytes(100)
    assert refusal_of(data).params == {"format": "AVIF"}


def test_a_webp_with_loss_becomes_jpeg_and_one_without_png() -> None:
    lossy = take_in(webp(quality=90))
    assert (lossy.original_mime, lossy.mime, codes(lossy)) == (
        "image/webp", "image/jpeg", ["converted", "encoded"],
    )  # fmt: skip
    lossless = take_in(webp(lossless=True))
    assert lossless.mime == "image/png"
    assert numpy.array_equal(draw.pixels(lossless.transmission), numpy.asarray(heic.corners()))


def test_what_a_webp_hides_by_transparency_is_white() -> None:
    image = heic.corners().convert("RGBA")
    image.paste((0, 0, 0, 0), (60, 0, 100, 40))
    for lossless in (False, True):
        probe = take_in(webp(image, lossless=lossless, exact=True))
        assert "flattened" in codes(probe)
        assert draw.pixels(probe.transmission)[10, 80].min() > 245


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("save", [draw.jpeg, draw.png, webp])
def test_each_orientation_is_applied_once(save, orientation: int) -> None:
    data = save(heic.corners(), exif=draw.exif(orientation=orientation))
    expected = {
        1: ["red", "green", "blue", "yellow"], 2: ["green", "red", "yellow", "blue"],
        3: ["yellow", "blue", "green", "red"], 4: ["blue", "yellow", "red", "green"],
        5: ["red", "blue", "green", "yellow"], 6: ["blue", "red", "yellow", "green"],
        7: ["yellow", "green", "blue", "red"], 8: ["green", "yellow", "red", "blue"],
    }  # fmt: skip
    probe = examine(data)
    assert heic.seen_in_corners(draw.pixels(probe.transmission)) == expected[orientation]
    assert ("upright" in codes(probe)) == (orientation != 1)


@pytest.mark.parametrize("save", [webp(), heic.made("plain")])
def test_nothing_but_the_picture_is_in_the_copy(save: bytes) -> None:
    block = draw.exif(gps=True, orientation=1)
    data = webp(exif=block, xmp=b"XMP-CANARY", icc_profile=b"ICC-CANARY")
    probe = take_in(data)
    assert b"CANARY" not in probe.transmission
    assert {"exif", "gps", "xmp", "colour_profile"} <= set(probe.metadata_removed)


def test_the_copy_is_never_a_heic_or_webp() -> None:
    for data in (webp(), heic.made("plain")):
        with pytest.raises(ProbeRefused):
            preview(data)


def test_a_description_of_an_unknown_kind_does_not_end_the_decoder() -> None:
    """pi-heif 1.4 dies of a kind of item that is no text; what it is not shown cannot harm it."""
    block = draw.exif(gps=True).tobytes().removeprefix(b"Exif\x00\x00")
    data = heic.heic(exif=block).replace(b"\x00Exif\x00", b"\x00Ex\xfff\x00", 1)
    assert b"Ex\xfff" in data
    assert take_in(data).transmission == take_in(heic.made("plain")).transmission


def test_a_crop_that_the_file_asks_for_is_applied_and_recorded() -> None:
    """140 by 100 pixels about the middle: what phones cut from coded sides that fill whole blocks."""
    clap = heic.box(b"clap", struct.pack(">8i", 140, 1, 100, 1, 0, 1, 0, 1))
    probe = take_in(heic.heic(clap))
    assert codes(probe) == ["converted", "cropped_by_file", "encoded"]
    assert (
        (probe.width, probe.height) == (probe.original_width, probe.original_height) == (140, 100)
    )
    seen = draw.pixels(probe.transmission).astype(int)
    expected = numpy.asarray(heic.corners()).astype(int)[10:110, 10:150]
    assert numpy.abs(seen - expected).mean() < 4


def test_a_crop_that_the_decoder_has_no_room_for_is_refused_with_what_to_do() -> None:
    """Most of the picture is cut away: to be exported as JPEG, not copied again from its source."""
    clap = heic.box(b"clap", struct.pack(">8i", 80, 1, 60, 1, 0, 1, 0, 1))
    assert refusal_of(heic.heic(clap)).code == "unreadable"
