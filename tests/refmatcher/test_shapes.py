"""The drawings and their comparison: what the demonstration promises to find."""

import io
import subprocess
import sys

import pytest
from PIL import Image

from requests_app.outside.refmatcher import drawings
from requests_app.outside.refmatcher.matching import ShapeGallery, Unreadable


@pytest.fixture(scope="module")
def gallery():
    return ShapeGallery()


def test_every_worn_drawing_is_found_first(gallery):
    found = [gallery.search(drawings.worn(drawings.draw(n)), limit=2) for n in range(1, 101)]
    assert [one[0].person_id for one in found] == [f"SYN-{n:04d}" for n in range(1, 101)]
    # A threshold of 0.75 separates: nothing but the right drawing lies above it.
    assert min(one[0].score for one in found) > 0.75 > max(one[1].score for one in found)


def test_without_a_threshold_strangers_come_back(gallery):
    stranger = drawings.png(drawings.draw(1, seed=1))
    found = gallery.search(stranger, limit=20)
    assert [one.rank for one in found] == list(range(1, 21))
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert found[0].score < 0.75
    assert gallery.search(stranger, limit=20, threshold=0.75) == []


def test_the_same_seed_draws_the_same():
    assert drawings.png(drawings.draw(3)) == drawings.png(drawings.draw(3))
    assert drawings.png(drawings.draw(3)) != drawings.png(drawings.draw(4))


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (6000, 6000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", drawings.png(drawings.draw(1))[:5000], bomb()]
)
def test_what_is_no_bearable_image_is_unreadable(gallery, data):
    with pytest.raises(Unreadable):
        gallery.search(data, limit=1)


def test_the_command_writes_probe_files(tmp_path):
    command = [sys.executable, "-m", "requests_app.outside.refmatcher.drawings"]
    subprocess.run([*command, "--out", str(tmp_path), "--count", "2"], check=True)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [
        f"SYN-000{n}{end}"
        for n in (1, 2)
        for end in ("-blurred.png", "-shrunk.png", "-worn.jpg", ".png")
    ]
    for path in tmp_path.iterdir():
        with Image.open(path) as image:
            assert image.format == ("JPEG" if path.suffix == ".jpg" else "PNG")
            assert min(image.size) >= 100
