"""The preview under the crop and the eyes: inside its column, whatever the picture's shape, and whole in the window."""

import io

import pytest
from PIL import Image

from requests_app.workflow import draft_files
from tests import builders

SHAPES = {"wide": (4000, 100), "tall": (100, 4000), "tiny": (90, 90), "large": (4000, 3000)}

# Each part of the preview with what must hold it; how far it reaches beyond, in pixels.
BEYOND = """() => {
  const column = document.querySelector('main').getBoundingClientRect();
  const said = [];
  for (const each of document.querySelectorAll('.cs-probe, .cs-probe *, main .cs-probe__sent')) {
    if (each instanceof SVGElement && !each.matches('svg')) continue;
    const box = each.getBoundingClientRect();
    if (box.left < column.left - 0.5 || box.right > Math.min(column.right, innerWidth) + 0.5)
      said.push([each.className.baseVal ?? each.className, each.tagName, box.left, box.right, column.right]);
    if (each.tagName === 'IMG' && box.height > innerHeight) said.push(['taller than the window', box.height]);
  }
  return said; }"""

# What is drawn over the picture must lie on it: marks are pixels of the picture.
OFF = """() => { const image = document.querySelector('[data-probe] img').getBoundingClientRect();
  const over = document.querySelector('[data-probe] svg').getBoundingClientRect();
  return Math.max(...['left', 'right', 'top', 'bottom'].map(side => Math.abs(image[side] - over[side]))); }"""


def drawn(shape):
    """A picture of this shape."""
    with Image.open(io.BytesIO(builders.probe_bytes())) as image:
        made = io.BytesIO()
        image.convert("RGB").resize(shape).save(made, "JPEG", quality=80)
        return made.getvalue()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_no_picture_leaves_its_column(agency, visit, scripts):
    officer = visit("officer", width=360, scripts=scripts, axe=False)
    row = builders.drafted(agency)
    for name, shape in SHAPES.items():
        draft_files.add_probe(
            actor=agency.actor("officer"), search_request_id=row.pk, data=drawn(shape), name="x.jpg"
        )
        for width in (360, 1280):
            officer.use_window(width=width, language="en", axe=False)
            for page in ("image-marks", "image"):
                officer.go(f"/requests/{row.pk}/questions/{page}/")
                officer.page.wait_for_function(
                    "[...document.images].every(each => each.complete)"
                ) if scripts else officer.page.wait_for_load_state("load")
                officer.picture(f"preview/{name}-{width}-{scripts}-{page}")
                assert officer.page.evaluate(BEYOND) == [], (name, width, page)
                if scripts and page == "image-marks":
                    assert officer.page.evaluate(OFF) <= 2, (name, width)
