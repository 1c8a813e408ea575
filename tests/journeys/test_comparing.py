"""The two pictures at a browser: moved and enlarged together, by keyboard and by pointer, shown once they have come.

What is looked at is where the pictures stand on the screen; nothing of it may reach the server.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from requests_app.searches.states import Status
from tests import builders, examiners

BOXES = """() => [...document.querySelectorAll('[data-compare-frame] img')].map(each => {
  const box = each.getBoundingClientRect();
  const frame = each.closest('[data-compare-frame]').getBoundingClientRect();
  return {x: (box.x - frame.x) / frame.width, y: (box.y - frame.y) / frame.height, size: box.width / frame.width,
          filter: getComputedStyle(each).filter}; })"""


def boxes(page: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(BOXES)
    return found


def once(page: Any, holds: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
    """The boxes once they are as they should be: the browser draws in its own time."""
    for _ in range(50):
        if holds(found := boxes(page)):
            return found
        page.wait_for_timeout(100)
    raise AssertionError(found)


def same(boxes_now: list[dict[str, Any]]) -> bool:
    probe, candidate = boxes_now
    return all(abs(probe[name] - candidate[name]) < 0.01 for name in ("x", "y", "size"))


def with_pictures(agency: Any) -> Any:
    return examiners.with_pictures(agency, "examiner")


class TestHere:
    @pytest.fixture
    def prepare(self) -> Any:
        return with_pictures

    def test_both_move_together_and_nothing_is_sent(self, agency: Any, visit: Any) -> None:
        row = agency.prepared
        examiner = visit("examiner", axe=False)
        examiner.go(f"/examinations/{row.pk}/candidates/1/")
        page = examiner.page
        page.wait_for_function("[...document.images].every(each => each.complete)")
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.url))
        before = boxes(page)
        assert same(before)
        assert abs(before[0]["size"] - 1) < 0.02

        frame = page.locator('[data-compare-frame="candidate"]')
        frame.focus()
        for _ in range(4):
            page.keyboard.press("+")
        larger = once(page, lambda now: same(now) and now[0]["size"] > 1.9)
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowUp")
        moved = once(
            page,
            lambda now: (
                same(now)
                and now[0]["x"] > larger[0]["x"] + 0.02
                and now[0]["y"] > larger[0]["y"] + 0.02
            ),
        )
        box = frame.bounding_box()
        page.mouse.move(box["x"] + 60, box["y"] + 60)
        page.mouse.down()
        page.mouse.move(box["x"] + 20, box["y"] + 100, steps=4)
        page.mouse.up()
        once(
            page,
            lambda now: (
                same(now)
                and now[0]["x"] < moved[0]["x"] - 0.05
                and now[0]["y"] > moved[0]["y"] + 0.05
            ),
        )

        page.get_by_label("Size of the candidate’s picture alone").fill("1.2")
        once(page, lambda now: abs(now[1]["size"] / now[0]["size"] - 1.2) < 0.02)
        page.get_by_label("Brightness of the probe image").fill("1.5")
        page.get_by_label("Contrast of the candidate’s picture").fill("2")
        filters = ["brightness(1.5) contrast(1)", "brightness(1) contrast(2)"]
        once(page, lambda now: [each["filter"] for each in now] == filters)

        page.get_by_label("Grid over both").check()
        line = page.get_by_label("Where the line is")
        assert not line.is_visible()
        page.get_by_label("One over the other, with a line between").check()
        assert line.is_visible()
        line.fill("30")
        expect(frame).to_have_css("clip-path", "inset(0px 0px 0px 30%)")
        assert page.locator('[data-compare-frame="probe"]').bounding_box() == frame.bounding_box()
        examiner.picture("comparing/over")

        page.get_by_role("button", name="As they were").click()
        once(page, lambda now: same(now) and now[0]["filter"] == "brightness(1) contrast(1)")
        assert not line.is_visible()
        assert sent == []
        examiner.picture("comparing/as-they-were")

    def test_the_pictures_stay_in_sight_beside_the_form(self, agency: Any, visit: Any) -> None:
        examiner = visit("examiner", axe=False)
        examiner.go(f"/examinations/{agency.prepared.pk}/candidates/1/")
        examiner.answer("compared", "yes")
        examiner.page.get_by_role("button", name="Save this record").scroll_into_view_if_needed()
        frame = examiner.page.locator('[data-compare-frame="probe"]').bounding_box()
        assert -100 < frame["y"] < 300
        examiner.picture("comparing/at-the-end-of-the-form")

    def test_without_scripts_they_stand_beside_each_other_at_two_sizes(
        self, agency: Any, visit: Any
    ) -> None:
        examiner = visit("examiner", scripts=False, axe=False)
        examiner.go(f"/examinations/{agency.prepared.pk}/candidates/1/")
        page = examiner.page
        probe, candidate = (
            page.locator(f'[data-compare-frame="{name}"]') for name in ("probe", "candidate")
        )
        small = probe.bounding_box()
        assert small["y"] == candidate.bounding_box()["y"]
        assert page.get_by_label("Grid over both").count() == 0
        page.get_by_label("Larger, one below the other").check()
        large = probe.bounding_box()
        assert large["width"] > small["width"] * 1.8
        assert candidate.bounding_box()["y"] > large["y"] + large["height"]


def test_a_picture_is_shown_when_it_has_come_and_what_was_typed_stays(
    agency: Any, matcher: Any, visit: Any
) -> None:
    row = builders.search_request_at(agency, Status.RESULT_RECEIVED)
    examiners.took(agency, "examiner", row)
    examiner = visit("examiner", axe=False)
    examiner.go(f"/examinations/{row.pk}/candidates/1/")
    page = examiner.page
    examiner.answer("compared", "yes")
    page.get_by_label("Similarities", exact=True).fill("Both ears are alike.")
    assert page.locator("[data-compare-frame] img").count() == 1
    assert set(examiners.fetched(row)) == {"here"}
    page.locator('[data-compare-frame="candidate"] img').wait_for(timeout=20_000)
    assert page.get_by_label("Similarities", exact=True).input_value() == "Both ears are alike."
    assert page.get_by_label("Grid over both").is_visible()
