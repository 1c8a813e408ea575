"""One copy of a request: new identifiers, its own key, its content sealed anew, its own people and times.

It must not seal otherwise than `searches/content.py` does, or its pages would show damaged content.
"""

from __future__ import annotations

import os
import random
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from grown.people import Crowd, Someone
from grown.templates import Template

from requests_app.common.references import format_reference
from requests_app.searches import content_keys, envelope

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
MOST_OTHERS = 3
"""Other requests that a copy may name."""


def written(microseconds: int) -> str:
    """A moment as an entry writes it; PostgreSQL reads it too."""
    at = BEGINNING + timedelta(microseconds=microseconds)
    return at.isoformat(timespec="microseconds")[:-6] + "Z"


def identifiers(count: int) -> list[str]:
    """So many new random identifiers."""
    digits = os.urandom(16 * count).hex()
    return [
        f"{one[:8]}-{one[8:12]}-4{one[13:16]}-a{one[17:20]}-{one[20:]}"
        for one in (digits[at : at + 32] for at in range(0, 32 * count, 32))
    ]


class Copier:
    """Makes the values of each copy's slots."""

    def __init__(self, crowd: Crowd, *, after_number: int) -> None:
        """Begin. Args: crowd: who may appear; after_number: of the last reference that is taken."""
        self._crowd = crowd
        self.number = after_number
        self._wrapping = envelope.WrappingKey.from_file(settings.COUNTERSIGN_CONTENT_KEY_FILE)
        self._latest: deque[str] = deque(maxlen=200)
        self._bands: dict[str, tuple[int, ...]] = {}

    def values(self, template: Template, unit: int, begin: int) -> list[Any]:
        """Return the values of one copy.

        Args:
            template: of what it is a copy; unit: the place of the unit that it is in.
            begin: when it begins, in microseconds.
        """
        cast = self._cast(template.officer, unit)
        others = random.sample(self._latest, min(len(self._latest), MOST_OTHERS))
        fresh = identifiers(sum(kind == "own" for kind, _ in template.kinds))
        own = {of: fresh.pop() for kind, of in template.kinds if kind == "own"}
        request_id, key = own[template.id], envelope.new_data_key()
        values: list[Any] = []
        add = values.append
        for kind, of in template.kinds:
            match kind:
                case "own":
                    add(own[of])
                case "time":
                    add(written(begin + of))
                case "account":
                    add(cast(of).account)
                case "person":
                    add(cast(of).person)
                case "sealed":
                    prefix, its, plain = of
                    part = prefix + own[its] if its else prefix
                    name = content_keys._name(UUID(request_id), part)
                    add(r"\\x" + envelope.seal(key, plain, context=name).hex())
                case "hash":
                    add(os.urandom(len(of) // 2).hex())
                case "unit":
                    add(self._crowd.units[unit])
                case "another":
                    add(others.pop() if others else of)
                case "bands":
                    add(self._other_bands(of))
                case "wrapped":
                    name = content_keys._name(UUID(request_id), content_keys._KEY)
                    add(r"\\x" + envelope.wrap(key, self._wrapping, context=name).hex())
                case "reference":
                    add(self._reference(begin))
                case _:
                    add("")
        self._latest.append(request_id)
        return values

    def _other_bands(self, of: str) -> str:
        """Bands that are as alike among themselves as those of the original, and like no other text's."""
        if of not in self._bands:
            self._bands[of] = tuple(int(number) for number in of[1:-1].split(","))
        shift = random.getrandbits(62)
        return "{" + ",".join([str(number ^ shift) for number in self._bands[of]]) + "}"

    def _reference(self, begin: int) -> str:
        self.number += 1
        return format_reference((BEGINNING + timedelta(microseconds=begin)).year, self.number)

    def _cast(self, officer: str, unit: int) -> Callable[[str], Someone]:
        """Say who stands in this copy for somebody of the demonstration."""
        pool, crowd = self._crowd.pools[unit], self._crowd
        often = random.random() < 0.02
        asks = pool["officer"][0] if often else random.choice(pool["officer"])
        turned = random.randrange(1000)

        def stands_for(account: str) -> Someone:
            if account == officer:
                return asks
            kind, place = crowd.kind_of.get(account, ("", 0))
            if not kind or kind == "officer":
                return Someone(account, crowd.person_of[account], "")
            return pool[kind][(place + turned) % len(pool[kind])]

        return stands_for
