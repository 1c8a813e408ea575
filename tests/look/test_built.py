"""What the build leaves behind: no foreign emblem, face, name or address, and no inline code in our templates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "requests_app/web/static/web/built"
# The lines of a grid are drawn by repeating gradients without a fade; a gradient that fades is somebody's decoration.
FOREIGN = re.compile(
    r"GDS Transport|GOV\.UK|crown|crest|royal|@font-face|sourceMappingURL|(?<!repeating-)linear-gradient",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?://(?!www\.w3\.org/)[\w.-]+\.\w+")


@pytest.mark.skipif(not BUILT.exists(), reason="the style sheet is not built: run make assets")
def test_nothing_foreign_is_built() -> None:
    files = [path for path in BUILT.rglob("*") if path.suffix in {".css", ".js", ".svg"}]
    assert len(files) >= 3
    for path in files:
        text = path.read_text()
        assert not FOREIGN.findall(text), path.name
        assert not ADDRESS.findall(text), path.name
    assert not [
        path for path in BUILT.rglob("*") if path.suffix in {".woff", ".woff2", ".png", ".ico"}
    ]


@pytest.mark.skipif(not BUILT.exists(), reason="the style sheet is not built: run make assets")
def test_every_picture_that_the_sheet_asks_for_is_there() -> None:
    css = (BUILT / "countersign.css").read_text()
    names = re.findall(r"url\(\"?([^)\"]+)\"?\)", css)
    assert names
    for name in names:
        assert (BUILT / name).is_file(), name


def test_no_template_of_ours_holds_inline_code_or_style() -> None:
    inline = re.compile(
        r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE
    )
    for folder in ("components", "django", "errors", "print", "styleguide"):
        for path in (ROOT / "templates" / folder).rglob("*.html"):
            assert not inline.findall(path.read_text()), path.name
    assert not inline.findall((ROOT / "templates/base.html").read_text())


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_ink_and_accent_are_read_on_paper_and_on_white() -> None:
    text = (ROOT / "requests_app/web/assets/_settings.scss").read_text()
    colours = dict(re.findall(r"^\$([\w-]+): (#[0-9a-f]{6});", text, re.MULTILINE))
    for name in ("ink", "accent", "accent-dark", "quiet"):
        for ground in (colours["paper"], "#ffffff"):
            light, dark = _luminance(ground) + 0.05, _luminance(colours[name]) + 0.05
            assert light / dark >= 4.5, (name, ground)
