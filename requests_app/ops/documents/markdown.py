"""Small pieces of Markdown: headings, tables, lists of codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MADE = "<!-- Made by `manage.py generate_docs` from the code; an edit here is lost. -->"


def page(title: str, *parts: str) -> str:
    """Return one document: its title, the note that it is made, and its parts."""
    return "\n\n".join([f"# {title}", MADE, *parts]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; an empty cell holds a dash, so that it is seen to be meant."""
    lines = [_row(head), _row(["---"] * len(head))]
    lines += [_row([cell or "–" for cell in row]) for row in rows]
    return "\n".join(lines)


def code(word: str) -> str:
    """Return a word as code."""
    return f"`{word}`"


def codes(words: Iterable[str]) -> str:
    """Return words as code, in alphabetical order."""
    return ", ".join(code(word) for word in sorted(words))


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
