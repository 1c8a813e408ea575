"""One person at a browser: signs in, fills in, presses; every page is held against axe on the way.
Finds things as people do, by their words and roles, never by a test's own marks."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.builders import PASSWORD

AXE = Path(settings.BASE_DIR) / "node_modules/axe-core/axe.min.js"
PICTURES = Path(settings.BASE_DIR) / "var" / "pictures"


class Visitor:
    """A signed-in person with a browser window of their own."""

    def __init__(self, context: BrowserContext, page: Page, site: str, name: str) -> None:
        self.context, self.page, self.site, self.name = context, page, site, name
        self.findings: list[str] = []
        self.broken: list[str] = []
        self._pictures = 0
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
        sign_in: bool = True,
    ) -> Visitor:
        """Open a window and sign in as one of the invented people."""
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            locale="fr-CA" if language == "fr" else "en-CA",
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": "countersign_language", "value": language, "url": site}])
        visitor = cls(context, context.new_page(), site, name)
        visitor.scripts = scripts
        if sign_in:
            visitor.sign_in()
        return visitor

    scripts = True

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
        self.page.locator("input[name=login]").fill(self.name)
        self.page.locator("input[name=password]").fill(PASSWORD)
        banner = self.page.locator("form input[type=checkbox]")
        for index in range(banner.count()):
            banner.nth(index).check()
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_load_state()
        assert "/sign-in/" not in self.page.url, self.page.locator("main").inner_text()
        self.look()

    def press(self, words: str, *, exact: bool = False) -> None:
        """Press the button or follow the link with these words, and look at what comes."""
        target = self.page.get_by_role("button", name=words, exact=exact).or_(
            self.page.get_by_role("link", name=words, exact=exact)
        )
        target.first.click()
        self.page.wait_for_load_state()
        self.look()

    def sees(self, words: str) -> None:
        """The words stand on the page."""
        expect(self.page.locator("body")).to_contain_text(words)

    def does_not_see(self, words: str) -> None:
        """The words are nowhere on the page."""
        expect(self.page.locator("body")).not_to_contain_text(words)

    def look(self) -> None:
        """Hold the page against axe-core (WCAG 2.2 A and AA), and against the edge of the window."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            self.findings.append(f"{self.page.url}: scrolls sideways by {wide} px")
        if not self.scripts or not AXE.exists():
            return
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "() => axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']})"
            ".then(done => done.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3)"
            ".map(n => n.target.join(' ')).join(' | ')))"
        )
        self.findings += [f"{self.page.url}: {each}" for each in found]

    def picture(self, name: str, *, full: bool = True) -> None:
        """Keep a picture of the page under var/pictures, for eyes."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=full)
