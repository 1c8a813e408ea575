"""Reads HTML into plain nested tuples, so that two pieces of markup can be compared by meaning.

Ids are numbered by their first appearance: what must agree is which element points to which.
"""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"input", "br", "img", "path", "meta", "link", "hr"}
# Ours alone, or a matter of taste that the library leaves to the page.
IGNORED = {
    "aria-invalid",
    "spellcheck",
    "autocomplete",
    "autocapitalize",
    "rows",
    "cols",
    "draggable",
}
POINTERS = {
    "id",
    "for",
    "aria-describedby",
    "aria-labelledby",
    "aria-controls",
    "data-aria-controls",
}

Node = tuple[str, frozenset[tuple[str, str]], tuple["Node | str", ...]]


class _Reader(HTMLParser):
    def __init__(self, ignore: frozenset[str], without: frozenset[str]) -> None:
        super().__init__()
        self.ignore = ignore
        self.without = without | IGNORED
        self.open: list[tuple[str, frozenset[tuple[str, str]], list[Node | str]]] = [
            ("root", frozenset(), [])
        ]
        self.ids: dict[str, str] = {}

    def _number(self, ids: str) -> str:
        return " ".join(self.ids.setdefault(one, f"id{len(self.ids)}") for one in ids.split())

    def _attributes(self, given: list[tuple[str, str | None]]) -> frozenset[tuple[str, str]]:
        kept = []
        for name, value in given:
            text = value or ""
            if name in self.without or name.startswith("data-i18n"):
                continue
            if name == "class":
                classes = (one for one in text.split() if not one.startswith("cs-"))
                text = " ".join(sorted(one for one in classes if one not in self.ignore))
                if not text:
                    continue
            elif name in POINTERS:
                text = self._number(text)
            elif name == "href" and text.startswith("#"):
                text = "#" + self._number(text[1:])
            kept.append((name, text))
        return frozenset(kept)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append((tag, self._attributes(attrs), []))
        if tag in VOID:
            self.handle_endtag(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append((tag, self._attributes(attrs), []))
        self._close()

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1][0] == tag:
            self._close()

    def _close(self) -> None:
        tag, attributes, children = self.open.pop()
        if tag != "svg":  # pictures are each side's own
            self.open[-1][2].append((tag, attributes, tuple(children)))

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text:
            self.open[-1][2].append(text)


def read(
    html: str, *, ignore: frozenset[str] = frozenset(), without: frozenset[str] = frozenset()
) -> tuple[Node | str, ...]:
    """Return the markup as nested tuples of tag, attributes and children.

    Args: ignore: classes to leave out; without: attributes to leave out.
    """
    reader = _Reader(ignore, without)
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"not closed: {[tag for tag, *_ in reader.open[1:]]}"
    return tuple(reader.open[0][2])
