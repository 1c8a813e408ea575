"""Reads a pack's YAML into nodes that know their place, within limits of size and depth.

Builds only strings, whole numbers, true and false, dates, lists and maps: no anchors, aliases, tags or surprises.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from requests_app.common.foreign_data import Path
from requests_app.policy.errors import PackError

MAX_BYTES = 512 * 1024
MAX_DEPTH = 12

try:
    # libyaml, which every wheel of PyYAML carries: the same parser in Python takes over seven times as long, and each
    # process reads all packs when it starts.
    _LOADER = yaml.CSafeLoader
except AttributeError:
    raise ImportError(
        "PyYAML was built without libyaml, and no policy pack can be read. Install its wheel, or install libyaml with its"
        " headers and build PyYAML again. Nothing was started, and nothing was changed."
    ) from None
_STRING = "tag:yaml.org,2002:str"
_NULL = "tag:yaml.org,2002:null"
_INT = "tag:yaml.org,2002:int"
_DATE = "tag:yaml.org,2002:timestamp"


@dataclass(frozen=True)
class Node:
    """One value with its place; `value` is a scalar, a list of nodes, or a dict of key to node."""

    file: str
    rule: str
    line: int
    column: int
    value: Any
    style: str | None
    text_line: int
    text_column: int

    def fail(self, reason: str) -> PackError:
        """The error to raise about this place."""
        return PackError(self.file, self.rule, self.line, self.column, reason)

    def fail_inside(self, line: int, column: int, reason: str) -> PackError:
        """The error about a line and column (from 1) inside this text."""
        first = self.text_column + column - 1 if line == 1 or self.style == "|" else column
        return PackError(self.file, self.rule, self.text_line + line - 1, first, reason)

    def within(self, rule: str) -> Node:
        """The same node and what it holds, known to belong to a rule."""
        value = self.value
        if isinstance(value, dict):
            value = {key: node.within(rule) for key, node in value.items()}
        elif isinstance(value, list):
            value = [node.within(rule) for node in value]
        return Node(
            self.file,
            rule,
            self.line,
            self.column,
            value,
            self.style,
            self.text_line,
            self.text_column,
        )

    def at(self, path: Path) -> Node:
        """The node to which a path of keys and numbers leads from here."""
        node = self
        for part in path:
            node = node.value[part]
        return node

    def text(self) -> str:
        """The text held here, not blank."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.fail("expected a text")
        return self.value.strip()

    def plain(self) -> Any:
        """The value without its places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


def read(data: bytes, *, file: str) -> Node:
    """Read one YAML document.

    Args:
        data: the file's bytes; file: the name to give in errors.

    Raises:
        PackError: too large, too deep, not YAML, or something that packs may not hold.
    """
    if len(data) > MAX_BYTES:
        raise PackError(file, "", 1, 1, f"the file is larger than {MAX_BYTES} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise PackError(file, "", line, 1, "the file is not UTF-8") from None
    try:
        _refuse_tricks(text, file)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise PackError(file, "", *place, f"not YAML: {error.problem or error.context}") from None
    except yaml.reader.ReaderError as error:
        line = data[: error.position].count(b"\n") + 1
        raise PackError(file, "", line, 1, "the file holds a control character") from None
    if root is None:
        raise PackError(file, "", 1, 1, "the file is empty")
    return _node(root, file, text.splitlines())


def _refuse_tricks(text: str, file: str) -> None:
    """Walk the events, which cost nothing, before anything is built from them."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise PackError(file, "", line, column, "anchors and aliases are not allowed")
        if getattr(event, "tag", None):
            raise PackError(file, "", line, column, "tags are not allowed; quote a leading '!'")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise PackError(file, "", line, column, f"nested deeper than {MAX_DEPTH} levels")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _node(raw: yaml.Node, file: str, lines: list[str]) -> Node:
    line, column = raw.start_mark.line + 1, raw.start_mark.column + 1
    style = getattr(raw, "style", None) or None  # libyaml says "" for what is not quoted
    text_line, text_column = line, column
    value: Any
    if isinstance(raw, yaml.MappingNode):
        value = {}
        for key, item in raw.value:
            name = key.value
            if not isinstance(name, str):
                raise PackError(file, "", key.start_mark.line + 1, 1, "a key must be a text")
            if name in value:
                place = (key.start_mark.line + 1, key.start_mark.column + 1)
                raise PackError(file, "", *place, f"the key '{name}' is given twice")
            value[name] = _node(item, file, lines)
    elif isinstance(raw, yaml.SequenceNode):
        value = [_node(item, file, lines) for item in raw.value]
    else:
        value = _scalar(raw)
        if style in ("'", '"'):
            text_column += 1
        elif style in ("|", ">") and raw.value.strip():
            text_line, text_column = _first_text(lines, line)
    return Node(file, "", line, column, value, style, text_line, text_column)


def _first_text(lines: list[str], header: int) -> tuple[int, int]:
    """Where a block's text begins: its first line that is not blank, after its indentation."""
    below = enumerate(lines[header:], start=header + 1)
    number, line = next((number, line) for number, line in below if line.strip())
    return number, len(line) - len(line.lstrip()) + 1


def _scalar(raw: yaml.Node) -> Any:
    """Only true and false are booleans, so that the code `no` stays a text."""
    text: str = raw.value
    if raw.tag == _STRING:  # whatever is quoted, too
        return text
    if text in ("true", "false"):
        return text == "true"
    if raw.tag == _NULL:
        return None
    with suppress(ValueError):  # such as 2026-13-01, which stays the text that it is
        if raw.tag == _INT:
            return int(text)
        if raw.tag == _DATE:
            return date.fromisoformat(text)
    return text
