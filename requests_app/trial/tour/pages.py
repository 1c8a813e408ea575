"""Reads a page as a person would: its heading, its words, its links, its pictures and its forms.

Must not know the product; lxml knows HTML, and which fields of a form are sent (decision 18).
"""

from __future__ import annotations

from typing import Any

import lxml.etree
import lxml.html


class UnexpectedPage(Exception):
    """A page is not as the tour expects; the message says which and how."""


class Form:
    """A form as a browser would send it if nobody touched it.

    Args:
        element: the form as lxml read it, which also keeps what is filled in.
    """

    def __init__(self, element: Any) -> None:
        self._element = element
        self._pressed: dict[str, list[str]] = {}
        self.action: str = element.get("action", "")
        self.is_post: bool = element.method == "POST"
        self.buttons = [
            (_text(button), button.get("name", ""), button.get("value", ""))
            for button in element.iter("button")
        ]

    @property
    def offered(self) -> dict[str, set[str]]:
        """Names of every field, and for choices their values."""
        found: dict[str, set[str]] = {}
        for field in self._element.inputs:
            kind = field.get("type", "text")
            if kind in {"submit", "button"} or not field.name:
                continue
            choices = found.setdefault(field.name, set())
            if field.tag == "select":
                choices.update(field.value_options)
            elif kind in {"radio", "checkbox"}:
                choices.add(field.get("value", "on"))
        return found

    @property
    def values(self) -> dict[str, list[str]]:
        """Name -> the values that would be sent."""
        found: dict[str, list[str]] = {}
        for name, value in self._element.form_values():
            found.setdefault(name, []).append(value)
        return found | self._pressed

    def fill(self, answers: dict[str, object]) -> None:
        """Type and choose.

        Raises:
            UnexpectedPage: for a field or a choice that is not on the page.
        """
        offered = self.offered
        for name, answer in answers.items():
            given = [str(one) for one in answer] if isinstance(answer, list) else [str(answer)]
            if name not in offered:
                raise UnexpectedPage(f"the page has no field {name!r}; it has {sorted(offered)}")
            # Asked here, because lxml lets a box that stands alone take any value.
            if offered[name] and not set(given) <= offered[name]:
                raise UnexpectedPage(f"{name!r} does not offer {given}")
            field = self._element.inputs[name]
            if isinstance(field, lxml.html.CheckboxGroup):
                field.value = given
            elif len(given) == 1:
                field.value = given[0]
            else:
                raise UnexpectedPage(f"{name!r} takes one answer, not {given}")

    def press(self, words: str) -> None:
        """Take a button along.

        Raises:
            UnexpectedPage: there is none with these words.
        """
        for text, name, value in self.buttons:
            if text == words:
                if name:
                    self._pressed[name] = [value]
                return
        raise UnexpectedPage(
            f"no button says {words!r}, only {[text for text, _, _ in self.buttons]}"
        )


class Page:
    """One answer of the server, read."""

    def __init__(self, *, url: str, status: int, html: str) -> None:
        self.url, self.status = url, status
        try:
            root = lxml.html.document_fromstring(html)
        except lxml.etree.ParserError:  # nothing to read
            root = lxml.html.document_fromstring("<p>")
        _as_browsers_read(root)
        self.heading = next((_text(heading) for heading in root.iter("h1")), "")
        self.links: list[tuple[str, str]] = [
            (_text(link), link.get("href", "")) for link in root.iter("a")
        ]
        self.images: list[str] = [image.get("src", "") for image in root.iter("img")]
        self.forms = [Form(form) for form in root.forms]
        for silent in list(root.iter("script", "style", "svg")):
            silent.drop_tree()
        self.words = " ".join(" ".join(root.itertext()).split())

    def form_with(self, button: str) -> Form:
        """Return the form that has this button.

        Raises:
            UnexpectedPage
        """
        for form in self.forms:
            if any(text == button for text, _, _ in form.buttons):
                return form
        raise UnexpectedPage(f"{self.url}: no form has a button {button!r}")

    def link(self, words: str) -> str:
        """Return where the first link with these words leads.

        Raises:
            UnexpectedPage
        """
        for text, href in self.links:
            if words in text:
                return href
        raise UnexpectedPage(f"{self.url}: no link says {words!r}")


def _as_browsers_read(root: Any) -> None:
    """Mend what lxml reads otherwise than browsers: a first empty line, and a field without a value."""
    for area in root.iter("textarea"):
        area.text = (area.text or "").removeprefix("\n")
    for box in root.iter("input"):
        if box.get("type") not in {"radio", "checkbox"}:
            box.set("value", box.get("value", ""))


def _text(element: Any) -> str:
    """Return the words of an element and of what stands in it."""
    return " ".join(str(element.text_content()).split())
