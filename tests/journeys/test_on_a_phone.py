"""Lists on a telephone: each row is a card, and everything that can be done there is within the window.

Without scripts, in both languages, 360 pixels wide; the pictures under var/pictures are for eyes.
"""

import re

import pytest

from tests.journeys import places

LISTS = {
    "officer": ("requests", "question-means", "notices", "version"),
    "supervisor": ("queue", "decided", "page"),
    "examiner": ("results", "one", "candidate", "conclude", "concluded", "own-conclusions"),
    "operator": ("outbox", "sending"),
    "auditor": ("log", "exports", "export"),
    "administrator": ("people", "units", "proposals", "account"),
}

OUTSIDE = """() => [...document.querySelectorAll('main a[href], main button, main input, main summary')]
  .filter(each => each.getClientRects().length && getComputedStyle(each).visibility !== 'hidden')
  .map(each => [each.textContent.trim(), each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.left < 0 || box.right > window.innerWidth))
  .map(([words]) => words)"""

SCROLLS = """() => [...document.querySelectorAll('.cs-scroller')]
  .filter(each => each.querySelector('table') && each.scrollWidth > each.clientWidth)
  .map(each => each.getAttribute('aria-label'))"""

UNLABELLED = """() => [...document.querySelectorAll('.cs-scroller tbody th, .cs-scroller tbody td')]
  .filter(each => each.innerText.trim())
  .filter(each => !each.dataset.label || getComputedStyle(each, '::before').content !== `"${each.dataset.label}"`
    || !['cell', 'rowheader'].includes(each.getAttribute('role')))
  .map(each => each.outerHTML.slice(0, 120))"""


@pytest.fixture
def prepare(trial_secrets):
    return places.at_work(trial_secrets.grant_public_keys)


@pytest.mark.parametrize("name", LISTS)
def test_every_row_is_a_card_within_the_window(agency, visit, name):
    there = dict(places.every_page(agency, agency.prepared)[name])
    person = visit(name, width=360, scripts=False)
    for language in ("en", "fr"):
        person.use_window(width=360, language=language, axe=False)
        for page in LISTS[name]:
            person.go(there[page])
            person.picture(f"{language}-360/{name}-{page}")
            where = (page, language)
            assert person.page.evaluate(
                "document.scrollingElement.scrollWidth <= window.innerWidth"
            ), where
            assert person.page.evaluate(SCROLLS) == [], where
            assert person.page.evaluate(OUTSIDE) == [], where
            assert person.page.evaluate(UNLABELLED) == [], where
            assert person.broken_inside() == [], where


def test_a_screen_reader_still_finds_a_table(agency, visit):
    there = dict(places.every_page(agency, agency.prepared)["officer"])
    person = visit("officer", width=360)
    person.go(there["requests"])
    table = person.page.get_by_role("table", name="My requests")
    assert table.get_by_role("columnheader").all_inner_texts() == [
        "Reference",
        "Status",
        "Who has it",
        "Since",
    ]
    first = table.get_by_role("row").nth(1)
    assert first.get_by_role("rowheader").count() == 1
    assert first.get_by_role("cell").count() == 3


COPIED = """() => [...document.querySelectorAll('.cs-digest')].map(each => {
  getSelection().selectAllChildren(each);
  return [getSelection().toString(), each.getBoundingClientRect().right <= innerWidth]; })"""


def test_a_digest_is_shown_whole_and_copied_as_one_text(agency, visit):
    there = dict(places.every_page(agency, agency.prepared)["auditor"])
    auditor = visit("auditor", width=360, axe=False)
    for page in ("event", "timeline", "export"):
        auditor.go(there[page])
        found = auditor.page.evaluate(COPIED)
        assert found, page
        for text, fits in found:
            assert re.fullmatch("[0-9a-f]{64}", text), (page, text)
            assert fits, page


LEFT_EDGES = """() => [...document.querySelectorAll('main .govuk-button-group a.govuk-link')]
  .map(each => each.getBoundingClientRect().left - each.closest('main').getBoundingClientRect().left)"""


def test_links_beside_buttons_begin_where_all_else_begins(agency, visit):
    there = dict(places.every_page(agency, agency.prepared)["officer"])
    officer = visit("officer", width=360, axe=False)
    for page in ("own-account", "withdraw"):
        officer.go(there[page])
        edges = officer.page.evaluate(LEFT_EDGES)
        assert edges, page
        assert max(edges) < 1, (page, edges)
