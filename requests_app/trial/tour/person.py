"""One person at the web, without a browser: opens pages, follows links, fills in forms."""

from __future__ import annotations

from types import TracebackType
from urllib.parse import urljoin

import httpx

from requests_app.trial.tour.pages import Form, Page, UnexpectedPage

SECONDS = 60


class Person:
    """Somebody with an account. Use as a context; leaving it closes the connections."""

    def __init__(self, origin: str, username: str, password: str) -> None:
        self.username, self._password = username, password
        self._http = httpx.Client(base_url=origin, follow_redirects=True, timeout=SECONDS)
        self.page = Page(url="", status=0, html="")
        self.raw = b""

    def __enter__(self) -> Person:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._http.close()

    def open(self, address: str, *, expect: int = 200) -> Page:
        """Open an address.

        Raises:
            UnexpectedPage: it answers otherwise.
        """
        return self._take(self._http.get(urljoin(self.page.url, address)), expect)

    def follow(self, words: str) -> Page:
        """Follow the link with these words."""
        return self.open(self.page.link(words))

    def send(
        self,
        button: str,
        answers: dict[str, object] | None = None,
        *,
        file: tuple[str, str, bytes, str] | None = None,
        expect: int = 200,
    ) -> Page:
        """Fill in the form that has this button, and press it.

        Args:
            file: field, name, bytes and media type of a file to choose.
        """
        form = self.page.form_with(button)
        form.fill(answers or {})
        form.press(button)
        return self.submit(form, file=file, expect=expect)

    def submit(
        self, form: Form, *, file: tuple[str, str, bytes, str] | None = None, expect: int = 200
    ) -> Page:
        """Send a form as it is now."""
        target = urljoin(self.page.url, form.action) if form.action else self.page.url
        headers = {"Referer": self.page.url}
        files = {file[0]: (file[1], file[2], file[3])} if file else None
        answer = (
            self._http.post(target, data=form.values, files=files, headers=headers)
            if form.is_post
            else self._http.get(target, params=form.values, headers=headers)
        )
        return self._take(answer, expect)

    def sign_in(self) -> Page:
        """Accept the notice, sign in, and read on in English, in which the tour knows the pages."""
        self.open("/")
        accepting: dict[str, object] = {"login": self.username, "password": self._password}
        form = self.page.form_with("Sign in")
        for name in set(form.offered) - {"login", "password"}:
            if form.offered[name]:  # a box to tick: the notice
                accepting[name] = sorted(form.offered[name])
        page = self.send("Sign in", accepting)
        if "/account/" in page.url and page.forms and "password" in page.forms[0].offered:
            raise UnexpectedPage(f"{self.username} could not sign in: {page.words[:300]}")
        speaks_english = not any(
            text == "English" for form in page.forms for text, _, _ in form.buttons
        )
        return page if speaks_english else self.send("English")

    def _problem(self) -> str:
        """What the page says is wrong, shortly."""
        return self.page.words.partition("There is a problem")[2][:300]

    def _take(self, answer: httpx.Response, expect: int) -> Page:
        kind = answer.headers.get("content-type", "")
        html = answer.text if kind.startswith("text/html") else ""
        self.raw = answer.content
        self.page = Page(url=str(answer.url), status=answer.status_code, html=html)
        if answer.status_code != expect:
            raise UnexpectedPage(
                f"{self.username} at {answer.url.path}: {answer.status_code} instead of {expect}: "
                f"{self.page.heading} {self._problem()}"
            )
        return self.page
