"""The page's own scripts in a real browser: probe marks, reveals, one submission, words carried over.

The pages are small and ours; nothing of the server is imitated but the files that it serves.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.browser import CHROMIUM

STATIC = Path(__file__).parents[2] / "requests_app/web/static/web"

pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed"),
    pytest.mark.skipif(
        not (STATIC / "built").exists(), reason="the scripts are not built: run make assets"
    ),
]

NAMES = "crop_left crop_top crop_width crop_height left_eye_x left_eye_y right_eye_x right_eye_y"
PIXEL = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='1000' height='500'/>"
PAGE = f"""<!doctype html><html lang="en"><head><link rel="stylesheet" href="/built/countersign.css">
<script type="module" src="/countersign.js"></script></head><body class="govuk-template__body"><main>
<form method="post" action="/sent" id="probe">
<figure data-probe data-width="1000" data-height="500"><img src="{PIXEL}" width="500" alt=""></figure>
{"".join(f'<input type="number" name="{name}" id="{name}">' for name in NAMES.split())}</form>
<form method="post" action="/sent" id="plain"><textarea id="words" name="words"></textarea>
<input type="password" id="secret" name="secret">
<input type="radio" name="r" id="a" value="a"><input type="radio" name="r" id="b" value="b"
data-aria-controls="more"><div id="more" class="govuk-radios__conditional--hidden">More</div>
<select name="part" id="part"><option value="">-</option><option value="same">Same</option><option value="other">Other</option></select>
<div id="in-words" data-shown-when="part=same other">In words</div>
<button id="send">Send</button></form>
<div data-claim-seconds="302" data-claim-renewable="yes" data-words-soon="Soon: save"
data-words-soon-last="Soon: decide" data-words-ended="Ended"><span data-claim-until>10:00</span>
<span data-claim-lengthens>More</span><p data-claim-notice aria-live="polite"></p></div>
<form method="post" action="/decide" data-draft="/draft"><textarea id="reason" name="reason"></textarea>
<p data-draft-said data-words-saved="Saved at %(time)s" data-words-not-saved="Not saved"></p>
<button id="decide">Decide</button></form></main>
</body></html>"""
IDLE = """<!doctype html><html lang="en"><head>
<script type="module" src="/countersign.js"></script></head><body class="govuk-template__body"><main>
<dialog data-idle-seconds="4" data-idle-address="/session"><p data-idle-left data-idle-words="%(count)s"></p>
<p data-idle-over id="over" hidden>Over</p><form method="dialog"><input type="hidden" name="csrfmiddlewaretoken"
value="t"><button data-idle-stay id="stay">Stay</button><button data-idle-close id="close" hidden>Close</button>
</form></dialog></main></body></html>"""


class _Handler(SimpleHTTPRequestHandler):
    posts: list[str] = []
    left: int | None = 1
    """What the session still has, as the server would say; None where it has ended."""
    claim: dict[str, str] = {}

    def log_message(self, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        if self.path == "/page":
            self._answer(PAGE)
        elif self.path == "/idle":
            self._answer(IDLE)
        elif self.path == "/session":
            self._session()
        else:
            super().do_GET()

    def do_POST(self) -> None:
        self.posts.append(self.path)
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/session":
            type(self).left = 600
            self._session()
        else:
            self.send_response(204)  # the browser stays on the page, as during a slow answer
            for name, value in self.claim.items():
                self.send_header(f"X-Claim-{name}", value)
            self.end_headers()

    def _session(self) -> None:
        if self.left is None:
            self.send_response(302)
            self.send_header("Location", "/page")
            self.end_headers()
        else:
            self._answer(f'{{"left": {self.left}}}')

    def _answer(self, text: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def page(chromium: Any) -> Iterator[Any]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(STATIC)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    opened = chromium.new_page(base_url=f"http://127.0.0.1:{server.server_port}")
    yield opened
    opened.close()
    server.shutdown()


@pytest.fixture
def fresh(page: Any) -> Any:
    _Handler.posts.clear()
    _Handler.claim = {}
    page.goto("/page")
    page.wait_for_selector(".cs-probe__overlay")
    return page


def numbers(page: Any) -> list[str]:
    return [page.input_value(f"#{name}") for name in NAMES.split()]


def test_a_pointer_writes_original_pixels(fresh: Any) -> None:
    box = fresh.locator(".cs-probe__overlay").bounding_box()
    x, y, scale = box["x"], box["y"], box["width"] / 1000
    fresh.mouse.move(x + 700 * scale, y + 400 * scale)
    fresh.mouse.down()
    fresh.mouse.move(x + 200 * scale, y + 100 * scale, steps=4)
    fresh.mouse.up()
    fresh.mouse.click(x + 500 * scale, y + 200 * scale)
    fresh.mouse.click(x + 400 * scale, y + 200 * scale)
    wanted = [200, 100, 500, 300, 500, 200, 400, 200]
    for got, want in zip(numbers(fresh), wanted, strict=True):
        assert abs(int(got) - want) <= 3


def test_typed_numbers_are_drawn(fresh: Any) -> None:
    for name, value in zip(
        NAMES.split(), ("10", "20", "30", "40", "15", "25", "35", "25"), strict=True
    ):
        fresh.fill(f"#{name}", value)
    crop = fresh.locator(".cs-probe__crop")
    assert [crop.get_attribute(name) for name in ("x", "y", "width", "height")] == [
        "10",
        "20",
        "30",
        "40",
    ]
    assert fresh.locator("circle.cs-probe__eye").count() == 2


def test_a_second_click_sends_nothing(fresh: Any) -> None:
    fresh.dblclick("#send")
    fresh.wait_for_timeout(200)
    assert _Handler.posts == ["/sent"]


def test_what_is_written_is_saved_once_typing_stops(fresh: Any) -> None:
    fresh.type("#reason", "In my own words")
    assert _Handler.posts == []
    fresh.wait_for_selector("[data-draft-said]:has-text('Saved at')", timeout=10_000)
    assert _Handler.posts == ["/draft"]


def test_what_is_written_is_saved_when_the_page_is_left(fresh: Any) -> None:
    fresh.type("#reason", "In my own words")
    fresh.goto("/page")
    fresh.wait_for_timeout(300)
    assert _Handler.posts == ["/draft"]
    fresh.goto("/page")  # nothing was written since
    fresh.wait_for_timeout(300)
    assert _Handler.posts == ["/draft"]


def test_what_is_decided_is_not_saved_as_a_draft_afterwards(fresh: Any) -> None:
    fresh.type("#reason", "In my own words")
    fresh.click("#decide")
    fresh.wait_for_timeout(300)
    fresh.goto("/page")
    fresh.wait_for_timeout(300)
    assert _Handler.posts == ["/decide"]


def test_the_end_of_a_claim_is_told_and_put_off_by_saving(fresh: Any) -> None:
    notice = fresh.locator("[data-claim-notice]")
    assert notice.text_content() == ""
    fresh.wait_for_selector("[data-claim-notice]:has-text('Soon: save')", timeout=10_000)
    for claim, said in (
        ({"Seconds": "900", "Until": "10:45", "Renewable": "no"}, ""),
        ({"Seconds": "200", "Until": "10:45", "Renewable": "no"}, "Soon: decide"),
        ({"Seconds": "0"}, "Ended"),
    ):
        _Handler.claim = claim
        fresh.type("#reason", "more ")
        with fresh.expect_response("**/draft", timeout=10_000):
            pass
        fresh.wait_for_timeout(200)
        assert notice.text_content() == said
        assert fresh.text_content("[data-claim-until]") == "10:45"
        assert not fresh.is_visible("[data-claim-lengthens]")


def test_a_choice_reveals_its_question(fresh: Any) -> None:
    assert not fresh.is_visible("#more")
    fresh.check("#b")
    assert fresh.is_visible("#more")
    fresh.check("#a")
    assert not fresh.is_visible("#more")


def test_a_choice_in_a_list_reveals_its_question(fresh: Any) -> None:
    assert not fresh.is_visible("#in-words")
    fresh.select_option("#part", "other")
    assert fresh.is_visible("#in-words")
    fresh.select_option("#part", "")
    assert not fresh.is_visible("#in-words")


def test_the_warning_before_a_session_ends_goes_once_somebody_stays(page: Any) -> None:
    _Handler.posts.clear()
    _Handler.left = 1
    page.goto("/idle")
    page.wait_for_selector("dialog[open]")
    page.click("#stay")
    page.wait_for_timeout(2500)
    assert _Handler.posts == ["/session"]
    assert not page.is_visible("dialog")


def test_no_warning_comes_where_another_window_kept_the_session(page: Any) -> None:
    _Handler.left = 600
    page.goto("/idle")
    page.wait_for_timeout(4500)
    assert not page.is_visible("dialog")


def test_a_session_that_has_ended_is_said_once(page: Any) -> None:
    _Handler.left = None
    page.goto("/idle")
    page.wait_for_selector("#over")
    assert not page.is_visible("#stay")
    page.click("#close")
    page.wait_for_timeout(2500)
    assert not page.is_visible("dialog")
