"""What is wrong with a pack, and where: file, rule, line and column.

Words for people who write packs, in English; nothing here reaches an officer.
"""

from __future__ import annotations


class PackError(Exception):
    """A pack cannot be used. Line and column count from 1; `rule` is empty outside a rule."""

    def __init__(self, file: str, rule: str, line: int, column: int, reason: str) -> None:
        super().__init__(f"{file}:{line}:{column}: {rule + ': ' if rule else ''}{reason}")
        self.file = file
        self.rule = rule
        self.line = line
        self.column = column
        self.reason = reason
