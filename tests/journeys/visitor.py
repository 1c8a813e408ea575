"""One person at a browser: signs in, fills in, presses; every page is held against axe on the way.

Finds things as people do, by their words and roles, never by a test's own marks.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.builders import PASSWORD

AXE = Path(settings.BASE_DIR) / "node_modules/axe-core/axe.min.js"
PICTURES = Path(settings.BASE_DIR) / "var" / "pictures"

IS_FOCUSED = (
    "([element, group]) => document.activeElement === element"
    " || (group !== null && document.activeElement.name === group)"
)
TABS_BETWEEN = """([element, group]) => {
  const stops = [...document.querySelectorAll(
    'a[href], area[href], button, input, select, textarea, summary, iframe, [tabindex]'
  )].filter(each => each.tabIndex >= 0 && !each.disabled && each.getClientRects().length
      && getComputedStyle(each).visibility !== 'hidden')
    .filter((each, place, all) => each.type !== 'radio' || each === element
      || each === document.activeElement || (each.checked
        || !all.some(other => other.type === 'radio' && other.name === each.name && other.checked)
          && all.findIndex(other => other.type === 'radio' && other.name === each.name) === place));
  const from = stops.indexOf(document.activeElement);
  const to = group === null ? stops.indexOf(element)
    : stops.findIndex((each, place) => place !== from && each.name === group);
  return to > from ? to - from : 0;
}"""

ENGLISH_WORDS = (
    r"\b(?:the|and|of|you|your|is|are|was|were|not|with|for|what|which|this|that|be|by|to)\b"
)
TEXTS_NOT_MARKED_AS_ENGLISH = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) {
    const around = walk.currentNode.parentElement;
    if (!around.closest("script, style, noscript, code, textarea, [lang=en]")) found.push(walk.currentNode.data);
  }
  for (const each of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]"))
    if (!each.closest("[lang=en]"))
      found.push(...["aria-label", "title", "placeholder", "alt"].map(name => each.getAttribute(name) || ""));
  return found; }"""

BROKEN_INSIDE = r"""() => {
  const walk = document.createTreeWalker(document.querySelector("main") || document.body, NodeFilter.SHOW_TEXT);
  const found = [], range = document.createRange();
  while (walk.nextNode()) {
    for (const part of walk.currentNode.data.matchAll(/\bCS-\d{4}-\d{6}-\w\b|\b\d{4}-\d{2}-\d{2}\b/g)) {
      // A day that somebody typed into a sentence is their own.
      if (!part[0].startsWith("CS-") && !walk.currentNode.parentElement.closest("time, table")) continue;
      range.setStart(walk.currentNode, part.index);
      range.setEnd(walk.currentNode, part.index + part[0].length);
      if (new Set([...range.getClientRects()].map(each => Math.round(each.top))).size > 1)
        found.push(`${part[0]}: ${walk.currentNode.parentElement.outerHTML.slice(0, 120)}`);
    }
  }
  return found; }"""
"""References and dates that stand on two lines."""

SIGN_INS_LOOKED_AT: set[tuple[str, str, str]] = set()


class Visitor:
    """A signed-in person with a browser window of their own."""

    def __init__(self, context: BrowserContext, page: Page, site: str, name: str) -> None:
        self.context, self.page, self.site, self.name = context, page, site, name
        self.findings: list[str] = []
        self.broken: list[str] = []
        self._looked_at: set[tuple[str, str]] = set()
        self._window = ""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.broken.append(str(error)))

    @classmethod
    def arrive(
        cls,
        browser: Browser,
        site: str,
        name: str,
        *,
        width: int = 1280,
        language: str = "en",
        scripts: bool = True,
        keyboard: bool = False,
        axe: bool = True,
        sign_in: bool = True,
    ) -> Visitor:
        """Open a window and sign in as one of the invented people.

        Args:
            width: of the window, in pixels.
            scripts: whether the browser runs scripts.
            axe: whether every page is held against axe-core.
            keyboard: never touch the mouse: reach everything by Tab, act by keys.
        """
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            locale="fr-CA" if language == "fr" else "en-CA",
            reduced_motion="reduce",
        )
        visitor = cls(context, context.new_page(), site, name)
        visitor.scripts, visitor.keyboard = scripts, keyboard
        visitor.use_window(width=width, language=language, axe=axe)
        if sign_in:
            visitor.sign_in()
        return visitor

    scripts = True
    keyboard = False
    axe = True

    def use_window(self, *, width: int, language: str, axe: bool) -> None:
        """Go on at another width or in another language; every page is then looked at anew."""
        self.page.set_viewport_size({"width": width, "height": 900})
        cookie = {"name": "countersign_language", "value": language, "url": self.site}
        self.context.add_cookies([cookie])
        self.axe = axe
        self._window = f"{width} {language}"
        self._looked_at.clear()

    def _hear(self, message) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.broken.append(message.text)

    def leave(self) -> None:
        """Close the window; nothing may have gone wrong in it."""
        self.context.close()
        assert not self.broken, self.broken
        assert not self.findings, "\n".join(self.findings)

    def go(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(f"{self.site}{path}")
        self.look()

    def sign_in(self) -> None:
        """Accept the notice, give name and password."""
        self.page.goto(f"{self.site}/account/sign-in/")
        self.look()
        self.sign_in_here()

    def sign_in_here(self) -> None:
        """The same on the page for it that has come up by itself, which leads on from there."""
        self.answer("login", self.name)
        self.answer("password", PASSWORD)
        for box in self.page.locator("main form input[type=checkbox]").all():
            self._tick(box)
        self._activate(self.page.locator("main form button[type=submit]").first)
        assert "/sign-in/" not in self.page.url, self.page.locator("main").inner_text()
        self.look()

    def answer(self, name: str, value: object) -> None:
        """Answer one question by the name of its field, whatever kind of field it is."""
        fields = self.page.locator(f"main [name='{name}']:not([type=hidden])")
        if not fields.count():
            self.picture("lost")
            raise AssertionError(f"{self.page.url}: no question {name}")
        kind = fields.first.get_attribute("type")
        tag = fields.first.evaluate("element => element.tagName")
        if kind == "radio":
            self._choose(fields, str(value))
        elif kind == "checkbox":
            for each in value if isinstance(value, list | tuple) else [value]:
                self._tick(self.page.locator(f"main [name='{name}'][value='{each}']"))
        elif kind == "file":
            fields.first.set_input_files(value)
        elif tag == "SELECT":
            fields.first.select_option(str(value))
        elif self.keyboard:
            self._reach(fields.first)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(str(value))
        else:
            fields.first.fill(str(value))

    def answer_date(self, name: str, day: dt.date | None) -> None:
        """Answer a question for a date in its three boxes."""
        for part in ("day", "month", "year"):
            self.answer(f"{name}_{part}", getattr(day, part) if day else "")

    def tick_all(self, name: str) -> None:
        """Tick every box of a question."""
        for box in self.page.locator(f"main [name='{name}']").all():
            self._tick(box)

    def _choose(self, radios: Locator, value: str) -> None:
        wanted = self.page.locator(
            f"main [name='{radios.first.get_attribute('name')}'][value='{value}']"
        )
        if not self.keyboard:
            wanted.check()
            return
        self._reach(radios.first, or_any_of=radios)
        for _ in range(radios.count()):
            if wanted.evaluate("element => element === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        expect(wanted).to_be_checked()

    def _tick(self, box: Locator) -> None:
        if self.keyboard and not box.is_checked():
            self._reach(box)
            self.page.keyboard.press("Space")
        else:
            box.check()

    def _reach(self, target: Locator, *, or_any_of: Locator | None = None) -> None:
        """Go there by Tab alone; what cannot be reached, or shows no focus, is a fault."""
        wanted = target.element_handle()
        group = (or_any_of or target).first.get_attribute("name") if or_any_of else None
        # Counted in the page, pressed as often, and only then looked at: asking after each press
        # costs more than the presses. Where the count is wrong, a person would press on, too.
        for _ in range(self.page.evaluate(TABS_BETWEEN, [wanted, group])):
            self.page.keyboard.press("Tab")
        for _ in range(250):
            if self.page.evaluate(IS_FOCUSED, [wanted, group]):
                break
            self.page.keyboard.press("Tab")
        else:
            raise AssertionError(f"{self.page.url}: not reachable by keyboard: {target}")
        seen = self.page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
            const label = e.labels && e.labels[0] ? getComputedStyle(e.labels[0], '::before') : null;
            return s.outlineStyle !== 'none' || s.boxShadow !== 'none' || (label && label.boxShadow !== 'none'); }"""
        )
        if not seen:
            self.findings.append(f"{self.page.url}: no visible focus on {target}")

    def _activate(self, target: Locator) -> None:
        if self.keyboard:
            self._reach(target)
        with self.page.expect_navigation():
            if self.keyboard:
                self.page.keyboard.press("Enter")
            else:
                target.click()

    def broken_inside(self) -> list[str]:
        """References and dates of this page that stand on two lines."""
        found: list[str] = self.page.evaluate(BROKEN_INSIDE)
        return found

    def press(self, words: str, *, exact: bool = False) -> None:
        """Press the button or follow the link with these words, and look at what comes."""
        self._activate(self._called(words, exact=exact))
        self.look()

    def _called(self, words: str, *, exact: bool = False) -> Locator:
        """The first button or link of the page's own matter with these words."""
        main = self.page.locator("main")
        return (
            main.get_by_role("button", name=words, exact=exact)
            .or_(main.get_by_role("link", name=words, exact=exact))
            .first
        )

    def takes_away(self, words: str) -> bytes:
        """Press what downloads a file; returns the file."""
        target = self._called(words)
        if self.keyboard:
            self._reach(target)
        with self.page.expect_download() as coming:
            if self.keyboard:
                self.page.keyboard.press("Enter")
            else:
                target.click()
        return Path(coming.value.path()).read_bytes()

    def switch_language(self, words: str) -> None:
        """Press the other language at the head of the page."""
        self._activate(self.page.get_by_role("button", name=words, exact=True))
        self.look()

    def holds(self, name: str, value: str) -> None:
        """A field still holds what was typed, or the choice is still the one that was made."""
        fields = self.page.locator(f"main [name='{name}']:not([type=hidden])")
        if fields.first.get_attribute("type") in {"radio", "checkbox"}:
            expect(self.page.locator(f"main [name='{name}'][value='{value}']")).to_be_checked()
        else:
            expect(fields).to_have_value(value)

    def in_new_tab(self, words: str) -> None:
        """Follow a link that opens a tab, look at it, and close it."""
        target = self._called(words)
        if self.keyboard:
            self._reach(target)
        with self.context.expect_page() as coming:
            if self.keyboard:
                self.page.keyboard.press("Enter")
            else:
                target.click()
        tab = coming.value
        tab.wait_for_load_state("load")
        beside, self.page = self.page, tab
        self.look()
        self.page = beside
        tab.close()

    def sees(self, words: str) -> None:
        """The words stand on the page."""
        expect(self.page.locator("body")).to_contain_text(words)

    def does_not_see(self, words: str) -> None:
        """The words are nowhere on the page."""
        expect(self.page.locator("body")).not_to_contain_text(words)

    def is_in_french(self, *but_for: str) -> None:
        """The page says that it is French, and no text of ours on it is English; a law is cited as it is called.

        Args:
            but_for: what people wrote in English, or named so, whose language nobody asked them.
        """
        assert self.page.get_attribute("html", "lang") == "fr"
        said = " ".join([self.page.title(), *self.page.evaluate(TEXTS_NOT_MARKED_AS_ENGLISH)])
        for words in but_for:
            said = said.replace(words, "")
        left = re.findall(rf".{{0,40}}{ENGLISH_WORDS}.{{0,40}}", said, re.IGNORECASE)
        assert not left, (self.page.url, left)

    def look(self) -> None:
        """Hold the page against axe-core (WCAG 2.2 A and AA), the edge of the window, and buttons that do nothing."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            self.findings.append(f"{self.page.url}: scrolls sideways by {wide} px")
        dead = self.page.evaluate(
            "[...document.querySelectorAll('button[type=submit]')].filter(each => !each.form).map(each => each.innerText)"
        )
        self.findings += [f"{self.page.url}: {each!r} belongs to no form" for each in dead]
        # The same page with the same title (an error changes it) needs no second look on a way.
        address = re.sub(r"[0-9a-f-]{36}|\d+", "", self.page.url)
        page = (address if self.keyboard else self.page.url, self.page.title())
        if not (self.scripts and self.axe and AXE.exists()) or page in self._looked_at:
            return
        self._looked_at.add(page)
        if "/sign-in/" in address:  # the same for everybody: once for each kind of window
            if (self._window, *page) in SIGN_INS_LOOKED_AT:
                return
            SIGN_INS_LOOKED_AT.add((self._window, *page))
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "() => axe.run(document, {resultTypes: ['violations'],"
            " runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']})"
            ".then(done => done.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3)"
            ".map(n => n.target.join(' ')).join(' | ')))"
        )
        self.findings += [f"{self.page.url}: {each}" for each in found]

    def picture(self, name: str, *, full: bool = True) -> None:
        """Keep a picture of the page under var/pictures, for eyes, when COUNTERSIGN_PICTURES asks."""
        if not os.environ.get("COUNTERSIGN_PICTURES"):
            return
        path = PICTURES / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=full)
