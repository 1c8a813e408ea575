"""Reads a page as a person would: its heading, its words, its links, its pictures and its forms.
Must not know the product; it knows HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


class Surprise(Exception):
    """A page is not as the tour expects; the message says which and how."""


@dataclass
class Form:
    """A form as a browser would send it if nobody touched it.

    Args:
        action: where it goes, as written.
        values: name -> the values that would be sent.
        offered: names of every field, and for choices their values.
        buttons: (words, name, value) of each button.
    """

    action: str
    is_post: bool
    values: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, set[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def fill(self, answers: dict[str, object]) -> None:
        """Type and choose. Errors: Surprise for a field or a choice that is not on the page."""
        for name, answer in answers.items():
            said = [str(each) for each in answer] if isinstance(answer, list) else [str(answer)]
            if name not in self.offered:
                raise Surprise(f"the page has no field {name!r}; it has {sorted(self.offered)}")
            if self.offered[name] and not set(said) <= self.offered[name] | {""}:
                raise Surprise(f"{name!r} does not offer {said}")
            self.values[name] = said

    def press(self, words: str) -> None:
        """Take a button along. Errors: Surprise when there is none with these words."""
        for text, name, value in self.buttons:
            if text == words:
                if name:
                    self.values[name] = [value]
                return
        raise Surprise(f"no button says {words!r}, only {[text for text, _, _ in self.buttons]}")


class Page(HTMLParser):
    """One answer of the server, read."""

    def __init__(self, *, url: str, status: int, html: str) -> None:
        super().__init__()
        self.url, self.status = url, status
        self.heading = ""
        self.links: list[tuple[str, str]] = []
        self.images: list[str] = []
        self.forms: list[Form] = []
        self._words: list[str] = []
        self._form: Form | None = None
        self._select = ""
        self._catching: list[tuple[str, list[str], dict[str, str]]] = []
        self._silent = ""
        self.feed(html)
        self.words = " ".join(" ".join(self._words).split())

    def form_with(self, button: str) -> Form:
        """Return the form that has this button. Errors: Surprise."""
        for form in self.forms:
            if any(text == button for text, _, _ in form.buttons):
                return form
        raise Surprise(f"{self.url}: no form has a button {button!r}")

    def link(self, words: str) -> str:
        """Return where the first link with these words leads. Errors: Surprise."""
        for text, href in self.links:
            if words in text:
                return href
        raise Surprise(f"{self.url}: no link says {words!r}")

    # --- what the parser calls -------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forms and fields; begin to catch the words of what has words."""
        said = {name: value or "" for name, value in attrs}
        if tag in {"script", "style", "svg"}:
            self._silent = tag
        elif tag == "form":
            self._form = Form(said.get("action", ""), said.get("method", "get").lower() == "post")
            self.forms.append(self._form)
        elif tag in {"a", "button", "h1", "textarea"}:
            self._catching.append((tag, [], said))
        elif tag == "select":
            self._select = said.get("name", "")
            self._offer(self._select)
        elif tag == "option" and self._select:
            self._offer(self._select, said.get("value", ""))
            if "selected" in said:
                self._set(self._select, said.get("value", ""))
        elif tag == "img":
            self.images.append(said.get("src", ""))
        elif tag == "input":
            self._input(said)

    def handle_data(self, data: str) -> None:
        """Collect words."""
        if self._silent:
            return
        self._words.append(data)
        for _, caught, _ in self._catching:
            caught.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Close what was begun."""
        if tag == self._silent:
            self._silent = ""
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = ""
        if self._catching and self._catching[-1][0] == tag:
            _, caught, said = self._catching.pop()
            self._caught(tag, "".join(caught), said)

    def _caught(self, tag: str, raw: str, said: dict[str, str]) -> None:
        text = " ".join(raw.split())
        if tag == "a":
            self.links.append((text, said.get("href", "")))
        elif tag == "h1":
            self.heading = text
        elif tag == "button" and self._form is not None:
            self._form.buttons.append((text, said.get("name", ""), said.get("value", "")))
        elif tag == "textarea":
            self._offer(said.get("name", ""))
            self._set(said.get("name", ""), raw.removeprefix("\n"))

    def _input(self, said: dict[str, str]) -> None:
        name, kind = said.get("name", ""), said.get("type", "text")
        if not name or kind in {"submit", "button"}:
            return
        if kind in {"radio", "checkbox"}:
            self._offer(name, said.get("value", "on"))
            if "checked" in said:
                self._set(name, said.get("value", "on"), more=True)
            return
        self._offer(name)
        if kind != "file":
            self._set(name, said.get("value", ""))

    def _offer(self, name: str, value: str | None = None) -> None:
        if self._form is not None and name:
            offered = self._form.offered.setdefault(name, set())
            if value is not None:
                offered.add(value)

    def _set(self, name: str, value: str, *, more: bool = False) -> None:
        if self._form is not None and name:
            held = self._form.values.setdefault(name, [])
            self._form.values[name] = [*held, value] if more else [value]
