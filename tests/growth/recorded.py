"""Remembers every statement that Django sends, with what is given to it, whoever's connection sends it.

What a function or a trigger of the database reads inside is not seen: the database alone knows of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db.backends.utils import CursorWrapper

READ = ("SELECT", "WITH", "UPDATE", "DELETE", "(SELECT")
"""How a statement begins that looks rows up; an UPDATE and a DELETE must find theirs as well."""


@dataclass
class Statements:
    """What was sent so far.

    Attributes:
        place: what is being done now, as a failure names it.
        sent: each text once, with what was given to it at first and the place where that was.
    """

    place: str = "beforehand"
    sent: dict[str, tuple[Any, str]] = field(default_factory=dict)

    def note(self, sql: object, given: Any) -> None:
        """Remember a statement, if it looks rows up and is new."""
        text = str(sql).strip()
        if text.upper().startswith(READ):
            self.sent.setdefault(text, (given, self.place))


@contextmanager
def statements() -> Iterator[Statements]:
    """Remember what is sent as long as this lasts."""
    noted = Statements()
    execute = CursorWrapper.execute

    def execute_and_note(self: CursorWrapper, sql: Any, params: Any = None) -> Any:
        noted.note(sql, params)
        return execute(self, sql, params)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CursorWrapper, "execute", execute_and_note)
        yield noted
